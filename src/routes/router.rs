//! One route, and finding it.

use std::collections::BTreeMap;

use crate::ctx::Ctx;
use crate::error::{self, Result};
#[cfg(feature = "describe")]
use crate::http::describe::OperationDoc;
use crate::http::{Input, Matched, Method, Reply, Request, Response};
use crate::kernel::actor::{Actor, Role, Scope};
use crate::kernel::trace::Trace;
use crate::program::Services;

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, logged in or not.
    Public,
    /// This role and those above it.
    Least(Role),
}

type Run = Box<dyn Fn(&mut Ctx<'_>, &Matched<'_>) -> Result<Response> + Send + Sync>;
type RunBare = Box<dyn Fn(&Services, &Matched<'_>, Trace) -> Result<Response> + Send + Sync>;
#[cfg(feature = "describe")]
type Describe = Box<dyn Fn(&mut OperationDoc<'_>) + Send + Sync>;

/// One route.
pub struct Route {
    /// What to do.
    pub method: Method,
    /// Path with its `{...}` parts.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    /// Log-ins of which scopes, where somebody must be logged in.
    pub scopes: Vec<Scope>,
    /// Whether the password must have been typed lately.
    pub asks_password: bool,
    /// Whether a connection is fetched before it runs.
    pub needs_database: bool,
    /// Statuses and codes of its own refusals.
    pub refusals: Vec<(u16, &'static str)>,
    run: Run,
    run_bare: Option<RunBare>,
    #[cfg(feature = "describe")]
    describe: Describe,
}

impl Route {
    /// A route whose handler has the database.
    pub fn new<I, O>(
        method: Method,
        path: &'static str,
        access: Access,
        handler: fn(&mut Ctx<'_>, I) -> Result<O>,
    ) -> Self
    where
        I: Input + 'static,
        O: Reply + 'static,
    {
        Self {
            method,
            path,
            access,
            scopes: vec![Scope::Person],
            asks_password: false,
            needs_database: true,
            refusals: Vec::new(),
            run: Box::new(move |ctx, matched| Ok(handler(ctx, I::read(matched)?)?.respond(matched))),
            run_bare: None,
            #[cfg(feature = "describe")]
            describe: Box::new(|operation| {
                I::describe(operation);
                O::describe(operation);
            }),
        }
    }

    /// A public route that answers even when the database does not.
    pub fn bare<I, O>(
        method: Method,
        path: &'static str,
        handler: fn(&Services, &Trace, I) -> Result<O>,
    ) -> Self
    where
        I: Input + 'static,
        O: Reply + 'static,
    {
        Self {
            needs_database: false,
            run_bare: Some(Box::new(move |services, matched, trace| {
                Ok(handler(services, &trace, I::read(matched)?)?.respond(matched))
            })),
            ..Self::new(method, path, Access::Public, |_: &mut Ctx<'_>, _: I| -> Result<O> {
                Err(error::internal("a bare route was run with a database"))
            })
        }
    }

    /// Lets log-ins of a further scope in: a device gets the routes that its work needs and no others.
    #[must_use]
    pub fn admits(mut self, scope: Scope) -> Self {
        self.scopes.push(scope);
        self
    }

    /// Asks for the password when it was typed a while ago: what this does is worth more than a screen left open.
    #[must_use]
    pub const fn asks_password(mut self) -> Self {
        self.asks_password = true;
        self
    }

    /// Refuses who may not: by role, then by what their log-in is for.
    ///
    /// # Errors
    /// `403 forbidden`, `scope`.
    pub fn admit(&self, actor: Actor) -> Result<()> {
        let Access::Least(role) = self.access else { return Ok(()) };
        if !actor.is_at_least(role) {
            return Err(error::forbidden());
        }
        if !self.scopes.contains(&actor.scope) {
            return Err(error::refused(
                "scope",
                "Cet appareil ne sert qu'à la caisse. Connectez-vous avec votre compte pour cette action.",
            ));
        }
        Ok(())
    }

    /// Names the refusals, as `"409 edition_name_taken, edition_code_taken; 422 invalid"`.
    #[must_use]
    pub fn may(mut self, refusals: &'static str) -> Self {
        for group in refusals.split(';') {
            let Some((status, codes)) = group.trim().split_once(' ') else { continue };
            let Ok(status) = status.parse() else { continue };
            self.refusals.extend(codes.split(',').map(|code| (status, code.trim())));
        }
        self
    }

    /// Runs the handler.
    pub fn run(&self, ctx: &mut Ctx<'_>, matched: &Matched<'_>) -> Result<Response> {
        (self.run)(ctx, matched)
    }

    /// Runs the handler of a route that needs no database.
    pub fn run_without_database(
        &self,
        services: &Services,
        matched: &Matched<'_>,
        trace: Trace,
    ) -> Result<Response> {
        let run = self.run_bare.as_ref().ok_or_else(|| error::internal("this route needs a database"))?;
        run(services, matched, trace)
    }

    /// Lets the handler's types describe themselves.
    #[cfg(feature = "describe")]
    pub fn describe(&self, operation: &mut OperationDoc<'_>) {
        (self.describe)(operation);
    }

    /// The refusals that follow from what the route is, beside its own.
    pub fn common_refusals(&self) -> Vec<(u16, &'static str)> {
        let mut all = vec![
            (429, "too_many_requests"),
            (500, "internal"),
            (503, "database_unavailable"),
            (503, "maintenance"),
        ];
        if self.access != Access::Public {
            all.extend([
                (401, "unauthenticated"),
                (401, "token_expired"),
                (403, "forbidden"),
                (403, "scope"),
            ]);
        }
        if self.asks_password {
            all.push((401, "password_needed"));
        }
        if self.path.contains('{') {
            all.push((404, "not_found"));
        }
        all.push((400, "malformed"));
        if matches!(self.method, Method::Post | Method::Put | Method::Patch) {
            all.extend([(400, "body_cut_short"), (413, "too_large"), (415, "unsupported_media_type")]);
        }
        if self.method == Method::Post && self.access != Access::Public {
            all.extend([(409, "request_in_progress"), (409, "answer_lost"), (422, "idempotency_key_reused")]);
        }
        all
    }
}

/// What a request's path and method lead to.
pub enum Found<'a> {
    /// A route and the values of its `{...}` parts.
    Route(&'a Route, Vec<String>),
    /// The path exists with other methods, named here.
    WrongMethod(String),
    /// Nothing.
    Nothing,
}

/// Finds routes.
pub struct Router {
    routes: Vec<Route>,
    paths: matchit::Router<BTreeMap<Method, usize>>,
}

impl Default for Router {
    fn default() -> Self {
        Self::new()
    }
}

impl Router {
    /// The router over every route of the program.
    pub fn new() -> Self {
        let routes = super::table::all();
        let mut by_path: BTreeMap<&'static str, BTreeMap<Method, usize>> = BTreeMap::new();
        for (index, route) in routes.iter().enumerate() {
            by_path.entry(route.path).or_default().insert(route.method, index);
        }
        let mut paths = matchit::Router::new();
        for (path, methods) in by_path {
            if let Err(error) = paths.insert(path, methods) {
                log::error!("route {path}: {error}");
            }
        }
        Self { routes, paths }
    }

    /// Every route.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// Finds the route of a request. `HEAD` is answered by `GET`'s handler.
    pub fn find(&self, request: &Request) -> Found<'_> {
        let path = if request.path.len() > 1 { request.path.trim_end_matches('/') } else { &request.path };
        let Ok(found) = self.paths.at(path) else { return Found::Nothing };
        let method = match request.method {
            Some(Method::Head) => Some(Method::Get),
            other => other,
        };
        match method.and_then(|method| found.value.get(&method)) {
            Some(index) => Found::Route(
                &self.routes[*index],
                found.params.iter().map(|(_, value)| value.to_owned()).collect(),
            ),
            None => Found::WrongMethod(found.value.keys().map(|m| m.as_str()).collect::<Vec<_>>().join(", ")),
        }
    }
}
