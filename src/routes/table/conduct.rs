//! The steps of an edition, its depositors one by one, and the messages that leave.

use super::{Route, delete, get, patch, post};
use crate::features::conduct::depositor_sheet;
use crate::features::conduct::messages::{queue, reading, standing};
use crate::features::conduct::reminders;
use crate::features::conduct::steps::{api, checks, removal};
use crate::kernel::actor::Role::{Admin, Manager};

pub(super) fn routes() -> Vec<Route> {
    vec![
        post("/api/v1/editions/{id}/open-registrations", Manager, api::open_registrations)
            .may("409 edition_closed, edition_not_ready"),
        post("/api/v1/editions/{id}/open-deposits", Manager, api::open_deposits)
            .may("409 edition_closed, edition_not_ready; 422 invalid"),
        post("/api/v1/editions/{id}/accept-lists", Manager, api::accept_lists)
            .may("409 edition_closed, edition_not_ready, review_required"),
        post("/api/v1/editions/{id}/open-sale", Manager, api::open_sale)
            .may("409 edition_closed, edition_not_ready"),
        get("/api/v1/editions/{id}/end-sale", Manager, checks::end_sale),
        post("/api/v1/editions/{id}/end-sale", Manager, api::end_sale)
            .may("409 edition_closed, edition_not_ready; 422 invalid"),
        post("/api/v1/editions/{id}/step-back", Manager, api::step_back)
            .may("409 edition_closed, edition_not_ready, review_started; 422 invalid"),
        delete("/api/v1/editions/{id}", Admin, removal::remove)
            .asks_password()
            .may("409 edition_closed, edition_in_use"),
        get("/api/v1/editions/{id}/closing-checks", Manager, checks::closing),
        post("/api/v1/editions/{id}/close", Admin, api::close)
            .asks_password()
            .may("409 edition_closed, edition_not_ready; 422 invalid"),
        post("/api/v1/editions/{id}/archive", Admin, api::archive)
            .asks_password()
            .may("409 edition_closed, edition_not_ready"),
        get("/api/v1/editions/{id}/depositors/{user}", Manager, depositor_sheet::api::show),
        patch("/api/v1/editions/{id}/depositors/{user}", Manager, depositor_sheet::api::correct)
            .may("409 account_erased, account_of_manager; 422 invalid"),
        get("/api/v1/editions/{id}/declarations", Manager, reminders::api::declarations),
        post("/api/v1/editions/{id}/declarations/remind", Manager, reminders::api::remind)
            .may("409 edition_closed, edition_is_training, declaration_closed"),
        get("/api/v1/mails", Manager, queue::list),
        post("/api/v1/mails/{id}/retry", Manager, queue::retry)
            .may("409 mail_gone, mail_emptied, account_active, email_taken; 422 invalid"),
        get("/api/v1/mails/standing", Manager, standing::show),
        post("/api/v1/mails/resend", Manager, standing::resend),
        get("/api/v1/mails/{id}", Manager, reading::show),
        get("/api/v1/mails/templates", Manager, reading::templates).may("404 not_found"),
        get("/api/v1/mails/templates/{name}/preview", Manager, reading::preview),
    ]
}
