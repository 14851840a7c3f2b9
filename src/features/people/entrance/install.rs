//! The first admin of an installation without a shell: whoever knows `INSTALL_TOKEN` of `.env` makes it, once.
//!
//! Once an admin exists, in whatever state, the door is shut for ever: the last admin can be neither demoted nor
//! switched off, so that there is no way back to an installation without one.

use diesel::dsl::exists;
use diesel::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::config::Config;
use crate::ctx::Ctx;
use crate::db::Conn;
use crate::db::schema::users;
use crate::error::{self, Problem, Result, gone, missing, refused};
use crate::features::base::journal;
use crate::features::base::journal::Event;
use crate::features::base::limits;
use crate::features::people::accounts::NewAccount;
use crate::features::people::accounts::model::UserView;
use crate::features::people::accounts::store;
use crate::http::{Created, Json};
use crate::kernel::actor::Role;
use crate::kernel::mac;

/// `GET /install`
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct InstallView {
    /// Whether the first admin can be made now: `INSTALL_TOKEN` is set and nobody has been first.
    pub open: bool,
}

/// `POST /install`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Install {
    /// `INSTALL_TOKEN` of `.env`.
    pub token: String,
    /// Address of the admin.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// At least 10 characters.
    pub password: String,
}

/// Whether `INSTALL_TOKEN` has done its work and still stands in `.env`, where it is of no more use.
pub fn token_left_over(config: &Config, db: &mut Conn) -> Result<bool> {
    Ok(config.secrets.install.is_some() && has_admin(db)?)
}

/// `GET /install`
pub fn show(ctx: &mut Ctx<'_>, (): ()) -> Result<Json<InstallView>> {
    let open = ctx.config().secrets.install.is_some() && !has_admin(ctx.db)?;
    Ok(Json(InstallView { open }))
}

/// `POST /install`: 201 to the first who comes with the token, 410 to everybody after.
pub fn install(ctx: &mut Ctx<'_>, Json(body): Json<Install>) -> Result<Created<UserView>> {
    let (services, now, network) = (ctx.services, ctx.now(), limits::network(&ctx.trace.address));
    if has_admin(ctx.db)? {
        return Err(done());
    }
    let Some(token) = &services.config.secrets.install else {
        let sentence = "L'installation est fermée : mettez INSTALL_TOKEN dans le fichier .env.";
        return Err(missing("installation_closed", sentence));
    };
    limits::INSTALL.spend(ctx.db, &network, now)?;
    if !same(token, body.token.trim().as_bytes()) {
        ctx.write(|change| change.journal(Event::InstallationRefused, &network, json!({})))?;
        let sentence = "Ce lien n'est pas le bon : reprenez la valeur d'INSTALL_TOKEN du fichier .env.";
        return Err(refused("install_token_wrong", sentence));
    }
    limits::INSTALL.give_back(ctx.db, &network, now)?;
    let account = NewAccount {
        email: &body.email,
        first_name: &body.first_name,
        last_name: &body.last_name,
        role: Role::Admin,
        password: &body.password,
    };
    let email = account.check()?;
    let hash = services.passwords.hash(ctx.random(), &body.password)?;
    let user = ctx.write(|change| {
        // Two at once with different addresses meet no common row but this one.
        journal::hold(change.db)?;
        if has_admin(change.db)? {
            return Err(done());
        }
        let id = account.insert(change, &email, &hash)?;
        change.journal(Event::Installed, id, json!({}))?;
        store::by_id(change.db, id)?.ok_or_else(error::not_found)
    })?;
    Ok(Created(user.into()))
}

fn done() -> Problem {
    gone("installation_done", "L'installation est faite : cette page ne sert plus. Connectez-vous.")
}

/// Whether there is an admin or was one: accounts are disabled and erased, never deleted.
fn has_admin(db: &mut Conn) -> Result<bool> {
    let admins = users::table.filter(users::role.eq(Role::Admin));
    Ok(diesel::select(exists(admins)).get_result(db)?)
}

/// Compares in a time that tells nothing of the secret, its length included.
fn same(secret: &[u8], shown: &[u8]) -> bool {
    let key = b"install token";
    mac::verifies(key, shown, &mac::hmac_sha256(key, secret))
}
