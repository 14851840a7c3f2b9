//! Labels, and the long work that makes them.

use super::{Route, get, post};
use crate::features::deposit::commands::{catalogue, progress, sync};
use crate::features::deposit::desks::sessions;
use crate::features::deposit::labels::{api, paper, reprint};
use crate::kernel::actor::Role::{Depositor, Manager, Volunteer};
use crate::routes::work;

pub(super) fn routes() -> Vec<Route> {
    vec![
        get("/api/v1/editions/{id}/labels", Volunteer, api::labels),
        post("/api/v1/editions/{id}/labels/generate", Manager, api::generate)
            .may("409 edition_closed, nothing_to_print; 422 invalid"),
        get("/api/v1/editions/{id}/labels/{job}.pdf", Volunteer, api::label_file),
        post("/api/v1/editions/{id}/labels/mark-printed", Manager, api::mark_printed)
            .may("409 edition_closed; 422 invalid"),
        post("/api/v1/editions/{id}/labels/unmark-printed", Manager, api::unmark_printed)
            .may("409 edition_closed; 422 invalid"),
        get("/api/v1/editions/{id}/labels/paper", Manager, paper::paper),
        post("/api/v1/editions/{id}/labels/reprint", Volunteer, reprint::some)
            .may("409 no_label; 422 invalid"),
        post("/api/v1/articles/{id}/label.pdf", Volunteer, reprint::one).may("409 no_label"),
        get("/api/v1/jobs/{id}", Depositor, work::job),
        post("/api/v1/editions/{id}/desk-sessions", Volunteer, sessions::open)
            .may("409 desk_not_open, edition_closed; 422 invalid"),
        post("/api/v1/desk-sessions/{id}/report", Volunteer, sessions::report),
        post("/api/v1/desk-sessions/{id}/close", Volunteer, sessions::close),
        get("/api/v1/editions/{id}/desk-catalogue", Volunteer, catalogue::desk_catalogue),
        get("/api/v1/editions/{id}/desk/progress", Volunteer, progress::progress),
        post("/api/v1/editions/{id}/desk/sync", Volunteer, sync::sync).may("400 too_many_commands"),
    ]
}
