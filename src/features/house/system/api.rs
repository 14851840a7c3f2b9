//! Health, readiness, whose site this is.

use schemars::JsonSchema;
use serde::Serialize;

use crate::db::migrate;
use crate::error::{Problem, Result, database_unavailable};
use crate::http::{Json, RequestProbe, Tagged};
use crate::kernel::trace::Trace;
use crate::program::FrontDoor;
use crate::program::Services;

/// `GET /health`
#[derive(Serialize, JsonSchema)]
pub struct Health {
    /// Always `ok`: a program that cannot answer does not say so.
    status: &'static str,
    /// Version of the program, to see that a new one has taken over.
    version: &'static str,
    /// Through which door the request came.
    door: FrontDoor,
}

/// Alive. Touches nothing.
pub fn health(services: &Services, _: &Trace, (): ()) -> Result<Json<Health>> {
    Ok(Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION"), door: services.door }))
}

/// `GET /site`: what every page shows before anybody has logged in.
#[derive(Serialize, JsonSchema)]
pub struct Site {
    /// The association's name.
    name: String,
    /// Where questions go.
    contact_email: String,
    /// Where the association has its seat; empty when nobody wrote it down.
    address: String,
    /// Whose machines keep the data; empty when nobody wrote it down.
    host: String,
    /// Version of the program.
    version: &'static str,
}

/// Whose site this is. Touches nothing.
pub fn site(services: &Services, _: &Trace, (): ()) -> Result<Tagged<Site>> {
    let site = &services.config.site;
    Ok(Tagged(Site {
        name: site.association.clone(),
        contact_email: site.contact_email.clone(),
        address: site.address.clone(),
        host: site.host.clone(),
        version: env!("CARGO_PKG_VERSION"),
    }))
}

/// `GET /health/ready`
#[derive(Serialize, JsonSchema)]
pub struct Ready {
    /// `ok`: requests can be answered.
    status: &'static str,
}

/// Ready: database reachable, schema up to date, folders writable. A refusal names which, and no secrets.
pub fn ready(services: &Services, _: &Trace, (): ()) -> Result<Json<Ready>> {
    let schema = services
        .with_db(migrate::status)
        .map_err(|_| not_ready("database", "La base de données ne répond pas."))?;
    if schema.iter().any(|step| !step.applied) {
        return Err(not_ready(
            "migrations",
            "La base de données n'est pas à jour : lancez `bourse migrate up`.",
        ));
    }
    let folders = &services.config.folders;
    for folder in [&folders.storage, &folders.labels, &folders.slips] {
        let probe = folder.join(".ready");
        if std::fs::create_dir_all(folder).is_err() || std::fs::write(&probe, b"ok").is_err() {
            return Err(not_ready("storage", "Le dossier de stockage n'est pas accessible en écriture."));
        }
        // A probe that stays behind does no harm and is overwritten next time.
        drop(std::fs::remove_file(&probe));
    }
    Ok(Json(Ready { status: "ok" }))
}

fn not_ready(what: &str, sentence: &str) -> Problem {
    let mut problem = database_unavailable().with("check", what);
    problem.code = "not_ready";
    sentence.clone_into(&mut problem.detail);
    problem
}

/// `GET` and `POST /api/v1/probe`: what of a request reaches the program. Nothing of it is echoed.
#[derive(Serialize, JsonSchema)]
pub struct Probe {
    /// Through which door the request came.
    door: FrontDoor,
    /// Whether an `Authorization` header came with it: some hosts take it away, and nobody could log in.
    authorization: bool,
    /// Bytes of its body: some hosts refuse more than 128 KB.
    bytes: usize,
    /// Whether it came over TLS, here or at a proxy.
    https: bool,
}

/// Says what arrived, for `bourse doctor`.
pub fn probe(services: &Services, _: &Trace, seen: RequestProbe) -> Result<Json<Probe>> {
    let RequestProbe { authorization, bytes, https } = seen;
    Ok(Json(Probe { door: services.door, authorization, bytes, https }))
}
