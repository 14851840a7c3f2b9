//! The ways in, one's own account, and the accounts of others.

use super::{Route, get, patch, post, public};
use crate::features::people::entrance::{api, install, login, users};
use crate::features::people::sessions::confirm;
use crate::features::registration::depositors::api::renewal;
use crate::http::Method::{Get, Post};
use crate::kernel::actor::Role::{Admin, Depositor, Manager};

pub(super) fn routes() -> Vec<Route> {
    vec![
        public(Post, "/api/v1/auth/login", login::login).may("401 wrong_credentials; 403 account_disabled"),
        public(Post, "/api/v1/auth/refresh", login::refresh)
            .may("400 missing_header; 401 session_ended, token_reused"),
        public(Post, "/api/v1/auth/device/refresh", login::refresh_device)
            .may("401 session_ended, token_reused"),
        public(Post, "/api/v1/auth/logout", login::logout),
        post("/api/v1/auth/logout-everywhere", Depositor, login::logout_everywhere),
        public(Post, "/api/v1/auth/invitations", api::invitation)
            .may("404 invitation_invalid; 410 invitation_expired, invitation_used, invitation_cancelled"),
        public(Get, "/api/v1/auth/invitations/{token}", api::invitation_in_path)
            .may("404 invitation_invalid; 410 invitation_expired, invitation_used, invitation_cancelled"),
        public(Post, "/api/v1/auth/invitations/renew", renewal::renew).may(
            "404 invitation_invalid; 409 invitation_active, edition_closed; 410 invitation_used, \
             invitation_cancelled",
        ),
        public(Post, "/api/v1/auth/activate", api::activate).may(
            "404 invitation_invalid; 410 invitation_expired, invitation_used, invitation_cancelled; 422 invalid",
        ),
        public(Post, "/api/v1/auth/password/forgot", api::forgot),
        public(Post, "/api/v1/auth/password/reset", api::reset).may("410 reset_link_invalid; 422 invalid"),
        post("/api/v1/auth/password/change", Depositor, api::change)
            .may("401 wrong_credentials; 422 invalid"),
        post("/api/v1/auth/password/confirm", Depositor, confirm::confirm).may("401 wrong_credentials"),
        public(Get, "/api/v1/install", install::show),
        public(Post, "/api/v1/install", install::install).may(
            "403 install_token_wrong; 404 installation_closed; 409 email_taken; 410 installation_done; 422 invalid",
        ),
        get("/api/v1/me", Depositor, api::me),
        patch("/api/v1/me", Depositor, api::update_me).may("422 invalid"),
        get("/api/v1/users", Manager, users::list),
        post("/api/v1/users", Admin, users::create).asks_password().may("409 email_taken; 422 invalid"),
        post("/api/v1/users/bulk/preview", Admin, users::bulk::preview).may("422 invalid"),
        post("/api/v1/users/bulk", Admin, users::bulk::create).asks_password().may("422 invalid"),
        get("/api/v1/users/{id}", Manager, users::show),
        patch("/api/v1/users/{id}", Admin, users::change)
            .asks_password()
            .may("409 last_admin, account_erased; 422 invalid"),
        post("/api/v1/users/{id}/revoke-sessions", Admin, users::revoke_sessions).asks_password(),
        post("/api/v1/users/{id}/unlock", Manager, users::unlock),
    ]
}
