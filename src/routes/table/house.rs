//! The installation itself, and what somebody may ask about their own data.

use super::{Route, delete, get, post, public};
use crate::features::house::{privacy, system};
use crate::http::Method::{Get, Post};
use crate::kernel::actor::Role::{Admin, Depositor};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::bare(Get, "/health", system::api::health),
        Route::bare(Get, "/api/health", system::api::health),
        Route::bare(Get, "/health/ready", system::api::ready).may("503 not_ready"),
        Route::bare(Get, "/api/health/ready", system::api::ready).may("503 not_ready"),
        Route::bare(Get, "/api/v1/probe", system::api::probe),
        Route::bare(Post, "/api/v1/probe", system::api::probe),
        public(Get, "/api/metrics", system::metrics::show).may("401 unauthenticated; 404 not_found"),
        get("/api/v1/system", Admin, system::overview::show),
        get("/api/v1/backups", Admin, system::backups::list),
        post("/api/v1/backups", Admin, system::backups::ask).may("409 backup_running"),
        get("/api/v1/backups/{name}", Admin, system::backups::download).asks_password(),
        Route::bare(Get, "/api/v1/site", system::api::site),
        get("/api/v1/me/data", Depositor, privacy::api::my_data),
        post("/api/v1/me/erase", Depositor, privacy::api::erase_me)
            .may("401 wrong_credentials; 409 last_admin, account_erased, edition_in_progress, register_open"),
        delete("/api/v1/users/{id}", Admin, privacy::api::erase_user)
            .asks_password()
            .may("409 last_admin, account_erased, edition_in_progress, register_open"),
    ]
}
