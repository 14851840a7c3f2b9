//! The table itself.

mod checkout;
mod depositors;
mod editions;
mod labels;
mod lists;
mod payouts;

use super::{Access, Route, documents};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::features::conduct::messages;
use crate::features::house::{privacy, system};
use crate::features::people::entrance::{api as entrance, install, login, users};
use crate::features::people::sessions::confirm;
use crate::http::{Input, Method, Reply};
use crate::kernel::actor::Role::{self, Admin, Depositor, Manager};

type Handler<I, O> = fn(&mut Ctx<'_>, I) -> Result<O>;

fn public<I: Input + 'static, O: Reply + 'static>(
    method: Method,
    path: &'static str,
    run: Handler<I, O>,
) -> Route {
    Route::new(method, path, Access::Public, run)
}

fn get<I: Input + 'static, O: Reply + 'static>(path: &'static str, least: Role, run: Handler<I, O>) -> Route {
    Route::new(Method::Get, path, Access::Least(least), run)
}

fn post<I: Input + 'static, O: Reply + 'static>(
    path: &'static str,
    least: Role,
    run: Handler<I, O>,
) -> Route {
    Route::new(Method::Post, path, Access::Least(least), run)
}

fn patch<I: Input + 'static, O: Reply + 'static>(
    path: &'static str,
    least: Role,
    run: Handler<I, O>,
) -> Route {
    Route::new(Method::Patch, path, Access::Least(least), run)
}

fn put<I: Input + 'static, O: Reply + 'static>(path: &'static str, least: Role, run: Handler<I, O>) -> Route {
    Route::new(Method::Put, path, Access::Least(least), run)
}

fn delete<I: Input + 'static, O: Reply + 'static>(
    path: &'static str,
    least: Role,
    run: Handler<I, O>,
) -> Route {
    Route::new(Method::Delete, path, Access::Least(least), run)
}

pub(super) fn all() -> Vec<Route> {
    [
        system_routes(),
        auth_routes(),
        editions::routes(),
        depositors::routes(),
        lists::routes(),
        labels::routes(),
        checkout::till_routes(),
        checkout::sale_routes(),
        payouts::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn system_routes() -> Vec<Route> {
    use Method::{Get, Post};
    vec![
        Route::bare(Get, "/health", system::api::health),
        Route::bare(Get, "/api/health", system::api::health),
        Route::bare(Get, "/health/ready", system::api::ready).may("503 not_ready"),
        Route::bare(Get, "/api/health/ready", system::api::ready).may("503 not_ready"),
        Route::bare(Get, "/api/v1/probe", system::api::probe),
        Route::bare(Post, "/api/v1/probe", system::api::probe),
        public(Get, "/api/metrics", system::metrics::show).may("401 unauthenticated; 404 not_found"),
        get("/api/v1/system", Admin, system::overview::show),
        get("/api/v1/mails", Manager, messages::queue::list),
        post("/api/v1/mails/{id}/retry", Manager, messages::queue::retry)
            .may("409 mail_gone, mail_emptied, account_active, email_taken; 422 invalid"),
        get("/api/v1/mails/standing", Manager, messages::standing::show),
        post("/api/v1/mails/resend", Manager, messages::standing::resend),
        get("/api/v1/mails/templates", Manager, messages::queue::templates),
        get("/api/v1/mails/templates/{name}/preview", Manager, messages::queue::preview),
        Route::bare(Get, "/api/v1/site", system::api::site),
        Route::bare(Get, "/openapi.json", documents::openapi),
        Route::bare(Get, "/api/openapi.json", documents::openapi),
        Route::bare(Get, "/docs", documents::docs),
        Route::bare(Get, "/api/docs", documents::docs),
    ]
}

fn auth_routes() -> Vec<Route> {
    use Method::{Get, Post};
    vec![
        public(Post, "/api/v1/auth/login", login::login).may("401 wrong_credentials; 403 account_disabled"),
        public(Post, "/api/v1/auth/refresh", login::refresh)
            .may("400 missing_header; 401 session_ended, token_reused"),
        public(Post, "/api/v1/auth/device/refresh", login::refresh_device)
            .may("401 session_ended, token_reused"),
        public(Post, "/api/v1/auth/logout", login::logout),
        post("/api/v1/auth/logout-everywhere", Depositor, login::logout_everywhere),
        public(Post, "/api/v1/auth/invitations", entrance::invitation)
            .may("404 invitation_invalid; 410 invitation_expired, invitation_used, invitation_cancelled"),
        public(Get, "/api/v1/auth/invitations/{token}", entrance::invitation_in_path)
            .may("404 invitation_invalid; 410 invitation_expired, invitation_used, invitation_cancelled"),
        public(Post, "/api/v1/auth/activate", entrance::activate).may(
            "404 invitation_invalid; 410 invitation_expired, invitation_used, invitation_cancelled; 422 invalid",
        ),
        public(Post, "/api/v1/auth/password/forgot", entrance::forgot),
        public(Post, "/api/v1/auth/password/reset", entrance::reset).may("410 reset_link_invalid; 422 invalid"),
        post("/api/v1/auth/password/change", Depositor, entrance::change)
            .may("401 wrong_credentials; 422 invalid"),
        post("/api/v1/auth/password/confirm", Depositor, confirm::confirm).may("401 wrong_credentials"),
        public(Get, "/api/v1/install", install::show),
        public(Post, "/api/v1/install", install::install).may(
            "403 install_token_wrong; 404 installation_closed; 409 email_taken; 410 installation_done; 422 invalid",
        ),
        get("/api/v1/me", Depositor, entrance::me),
        patch("/api/v1/me", Depositor, entrance::update_me).may("422 invalid"),
        get("/api/v1/me/data", Depositor, privacy::api::my_data),
        post("/api/v1/me/erase", Depositor, privacy::api::erase_me)
            .may("401 wrong_credentials; 409 last_admin, account_erased, edition_in_progress, register_open"),
        delete("/api/v1/users/{id}", Admin, privacy::api::erase_user)
            .asks_password()
            .may("409 last_admin, account_erased, edition_in_progress, register_open"),
        get("/api/v1/users", Manager, users::list),
        post("/api/v1/users", Admin, users::create).asks_password().may("409 email_taken; 422 invalid"),
        get("/api/v1/users/{id}", Manager, users::show),
        patch("/api/v1/users/{id}", Admin, users::change)
            .asks_password()
            .may("409 last_admin, account_erased; 422 invalid"),
        post("/api/v1/users/{id}/revoke-sessions", Admin, users::revoke_sessions).asks_password(),
        post("/api/v1/users/{id}/unlock", Manager, users::unlock),
    ]
}
