//! From a request to its answer: no sockets, so tests call it directly.

mod courier;
mod headers;
pub mod idempotence;

use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use crate::config::{Config, ConfigErrors};
use crate::ctx::Ctx;
use crate::db::{self, Statements, migrate};
use crate::error::{self, Problem, Result};
use crate::features::base::limits;
use crate::features::base::mail;
use crate::features::house::system::maintenance;
use crate::features::lists::printed;
use crate::features::people::{accounts, sessions};
use crate::http::{Matched, Method, Request, Response};
use crate::kernel::actor::Role;
use crate::kernel::clock::Clock;
use crate::kernel::random::Random;
use crate::kernel::trace::Trace;
use crate::program::Services;
use crate::routes::{Access, Found, Route, Router};

/// What features know about the mail they queue.
const MAIL: mail::Hooks = mail::Hooks {
    on_link_sent: accounts::links::begin,
    on_address_refused: accounts::store::block_mail,
    on_account_refused: accounts::mail_refused::tell,
    enclose: printed::enclosure::enclose,
};

/// How long a process may send mail after an answer (mail.md 1).
const MAIL_TIME: Duration = Duration::from_secs(2);

/// Open during maintenance, so that admins can log in; nobody else gets any further.
const LOG_IN: &str = "/api/v1/auth/";

/// The running program: what a process keeps, and what answers requests with it.
pub struct App {
    /// What features ask the process for.
    pub services: Services,
    /// Whether this process ends after an answer, for the next one may find settings or a database that this one lacks.
    pub exits_after_answer: bool,
    /// What every request is told when the configuration cannot be used.
    configuration_error: Option<String>,
    courier: courier::Courier,
    router: Router,
}

/// Whoever has the program may ask its services without naming them each time.
impl Deref for App {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.services
    }
}

impl App {
    /// A program with the machine's clock and randomness.
    pub fn new(config: Config) -> Self {
        Self::with(config, Clock::System, Random::System)
    }

    /// A program whose clock and randomness are set, for tests.
    pub fn with(config: Config, clock: Clock, random: Random) -> Self {
        Self {
            courier: courier::Courier::new(&config.folders.storage),
            exits_after_answer: false,
            configuration_error: None,
            router: Router::new(),
            services: Services::new(config, clock, random),
        }
    }

    /// A program that only tells its visitors which settings are to be mended: their names, never their values.
    pub fn misconfigured(errors: &ConfigErrors) -> Self {
        let sentence = format!(
            "L'installation n'est pas terminée. À corriger dans le fichier bourse/.env : {}.",
            errors.keys().join(", ")
        );
        Self {
            configuration_error: Some(sentence),
            exits_after_answer: true,
            ..Self::new(Config::for_documents())
        }
    }

    /// What must be true before the first request: folders exist and, when asked for, the schema is up to date.
    pub fn prepare(&self) -> Result<()> {
        if self.configuration_error.is_some() {
            return Ok(());
        }
        let folders = &self.config.folders;
        for folder in [&folders.storage, &folders.labels, &folders.slips] {
            if let Err(error) = std::fs::create_dir_all(folder) {
                log::warn!("{}: {error}", folder.display());
            }
        }
        if self.config.site.migrate_on_start {
            let behind = self.with_db(migrate::status)?.iter().any(|step| !step.applied);
            if behind {
                self.with_db(migrate::up)?;
            }
        }
        Ok(())
    }

    /// Whether a request carries a token of ours that is in time: its signature alone, without asking the database.
    pub fn knows(&self, request: &Request) -> bool {
        let secret = &self.config.secrets.jwt;
        request.bearer().is_some_and(|token| sessions::is_signed(secret, token, self.clock.now()))
    }

    /// Has a process of its own make a backup that was asked for, and another send what requests have put into the outbox,
    /// and what else is due once a minute: the next
    /// request must not wait for a mail server, nor tell by waiting that something was written. Doors that web servers
    /// start call it once the answer is out.
    pub fn work_apart(&self) {
        if self.backup_was_asked_for()
            && let Err(error) = courier::Courier::send_for_backup()
        {
            // It stays asked for, and cron makes it.
            log::warn!("no process can be started for a backup: {error}");
        }
        let asked = self.mail_was_asked_for();
        if !asked && !self.courier.round_is_due() {
            return;
        }
        match self.courier.start() {
            // It looks for more before it ends; should it just have looked, the next answer asks again.
            Ok(courier::Started::StillAtWork) if asked => self.mail_waits(),
            Ok(courier::Started::New | courier::Started::StillAtWork) => {}
            Err(error) => {
                log::warn!("no process can be started for mail: {error}");
                if asked {
                    self.send_mail_here();
                }
            }
        }
    }

    /// Sends what is due, for at most two seconds, in this process.
    pub fn send_mail_here(&self) {
        if let Err(problem) = self.send_mail(MAIL_TIME) {
            log::warn!("mail waits: {}", problem.cause().unwrap_or(problem.detail));
        }
    }

    /// Sends what is due, for at most `time`.
    pub fn send_mail(&self, time: Duration) -> Result<mail::Sent> {
        mail::flush(self, time, MAIL)
    }

    /// Every route, for the OpenAPI document and the table of roles.
    pub fn routes(&self) -> &[Route] {
        self.router.routes()
    }
}

/// What the log says of a request beside what it asked.
struct RequestLog {
    route: &'static str,
    user: Option<String>,
    statements: Statements,
}

/// Answers one request. Never panics; a fault answers 500 and shows nothing of it.
pub fn handle(app: &App, request: &Request) -> Response {
    let started = std::time::Instant::now();
    let now = app.clock.now();
    let request_id = app.random.uuid(now).to_string();
    let trace = Trace {
        now,
        actor: None,
        address: headers::caller(&app.config.site, request).to_string(),
        agent: request.header("user-agent").unwrap_or_default().chars().take(200).collect(),
        request_id: request_id.clone(),
    };
    let mut logged = RequestLog { route: "", user: None, statements: Statements::default() };
    let outcome = catch_unwind(AssertUnwindSafe(|| answer(app, request, trace, &mut logged)));
    let outcome = outcome.unwrap_or_else(|_| Err(error::internal("the handler panicked")));
    let mut response = outcome.unwrap_or_else(|problem| {
        log_cause(&problem, &request_id);
        Response::problem(&problem, &request_id)
    });
    if request.method == Some(Method::Head) {
        response.headers.push(("Content-Length", response.body.len().to_string()));
        response.body.clear();
    }
    headers::finish(&app.config.site, request, &mut response, &request_id);
    log_request(request, &response, &logged, &request_id, started.elapsed());
    response
}

fn answer(app: &App, request: &Request, trace: Trace, logged: &mut RequestLog) -> Result<Response> {
    if let Some(preflight) = headers::preflight(&app.config.site, request) {
        return Ok(preflight);
    }
    if let Some(sentence) = &app.configuration_error {
        return Err(error::not_configured(sentence));
    }
    let (route, params) = match app.router.find(request) {
        Found::Route(route, params) => (route, params),
        Found::WrongMethod(allowed) => return Err(error::method_not_allowed(&allowed)),
        Found::Nothing => return Err(error::not_found()),
    };
    logged.route = route.path;
    let matched = Matched { request, params, upload_limit: app.config.limits.upload_bytes };
    if !route.needs_database {
        limits::count_bare(app, &trace.address, trace.now)?;
        return route.run_without_database(app, &matched, trace);
    }
    // A kept connection may have died since: what failed before anything was said to the database is safe to repeat.
    match attempt(app, route, &matched, &trace, logged) {
        Err(problem) if problem.is_connection_lost() && logged.statements.succeeded == 0 => {
            app.disconnect();
            attempt(app, route, &matched, &trace, logged)
        }
        outcome => outcome,
    }
}

fn attempt(
    app: &App,
    route: &Route,
    matched: &Matched<'_>,
    trace: &Trace,
    logged: &mut RequestLog,
) -> Result<Response> {
    app.with_db(|db| {
        db::statements();
        let mut ctx = Ctx { services: &app.services, db, trace: trace.clone(), claim: None };
        let outcome = guarded(&mut ctx, route, matched);
        logged.user = ctx.trace.actor.map(|actor| actor.user_id.to_string());
        logged.statements = db::statements();
        outcome
    })
}

fn guarded(ctx: &mut Ctx<'_>, route: &Route, matched: &Matched<'_>) -> Result<Response> {
    let actor = matched.request.bearer().map(|token| sessions::authenticate(ctx, token)).transpose();
    ctx.trace.actor = actor.as_ref().ok().copied().flatten();
    // Counted before anything is refused: whoever shows forged tokens is not to do so for ever.
    limits::count_request(ctx)?;
    // A stale token does not keep anybody from logging in again.
    if route.access != Access::Public {
        actor?;
    }
    let is_admin = ctx.trace.actor.is_some_and(|actor| actor.is_at_least(Role::Admin));
    if !is_admin
        && !route.path.starts_with(LOG_IN)
        && let Some(refusal) = maintenance::refusal(&ctx.services.config.folders.storage)
    {
        return Err(refusal);
    }
    if route.access != Access::Public
        && let Err(refusal) = route.admit(ctx.actor()?)
    {
        sessions::record_refusal(ctx, route.path)?;
        return Err(refusal);
    }
    if route.asks_password {
        sessions::confirm::typed_lately(ctx)?;
    }
    idempotence::once(ctx, matched, |ctx| route.run(ctx, matched))
}

fn log_cause(problem: &Problem, request_id: &str) {
    if let Some(cause) = problem.cause()
        && problem.status >= 500
    {
        log::error!(target: "fault", request_id = request_id, code = problem.code; "{cause}");
    }
}

fn log_request(
    request: &Request,
    response: &Response,
    logged: &RequestLog,
    request_id: &str,
    took: std::time::Duration,
) {
    // Exactly what operations.md 1 names: no address, no query, no word of a body.
    log::info!(
        target: "request",
        request_id = request_id,
        user_id = logged.user.as_deref().unwrap_or(""),
        route = format!("{} {}", request.method.map_or("?", Method::as_str), logged.route).as_str(),
        status = response.status,
        duration_ms = took.as_secs_f64() * 1000.0,
        sql_count = logged.statements.count,
        sql_ms = logged.statements.time.as_secs_f64() * 1000.0;
        ""
    );
}
