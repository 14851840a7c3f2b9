//! Registrations, Billetweb's imports and invitations.

use super::{Route, delete, get, patch, post};
use crate::features::registration::depositors::api;
use crate::features::registration::depositors::api::{bulk, imports, invitations, progress};
use crate::kernel::actor::Role::{Depositor, Manager};

pub(super) fn routes() -> Vec<Route> {
    vec![
        get("/api/v1/me/registrations", Depositor, progress::own),
        get("/api/v1/editions/{id}/registrations", Manager, api::list),
        post("/api/v1/editions/{id}/registrations", Manager, api::create).may(
            "409 edition_closed, edition_not_ready, registrations_closed, already_registered, slot_full, \
             list_numbers_taken, registration_raced; 422 invalid, not_resident",
        ),
        patch("/api/v1/editions/{id}/registrations/{registration}", Manager, api::change)
            .may("409 edition_closed, deposit_over, slot_full; 422 not_resident"),
        delete("/api/v1/editions/{id}/registrations/{registration}", Manager, api::delete)
            .may("409 edition_closed, registrations_closed, registration_in_use"),
        get("/api/v1/depositors/lookup", Manager, progress::lookup).may("422 invalid"),
        post("/api/v1/editions/{id}/billetweb/preview", Manager, imports::preview)
            .may("409 edition_closed, edition_not_ready, registrations_closed"),
        post("/api/v1/editions/{id}/billetweb/preview/again", Manager, imports::preview_again).may(
            "404 preview_unknown; 409 edition_closed, edition_not_ready, registrations_closed, import_blocked; \
             410 preview_expired",
        ),
        post("/api/v1/editions/{id}/billetweb/import", Manager, imports::import).may(
            "404 preview_unknown; 409 edition_closed, edition_not_ready, registrations_closed, import_blocked, \
             changes_blocked, slot_full, registration_raced; 410 preview_expired; 422 unmapped_tariff",
        ),
        get("/api/v1/editions/{id}/imports", Manager, imports::list),
        get("/api/v1/editions/{id}/invitations", Manager, invitations::list),
        post("/api/v1/editions/{id}/invitations", Manager, invitations::create).may(
            "409 edition_closed, edition_not_ready, registrations_closed, invitation_active, account_active, \
             edition_is_training, registration_raced; 422 invalid",
        ),
        get("/api/v1/editions/{id}/invitations/stats", Manager, invitations::stats),
        post("/api/v1/editions/{id}/invitations/bulk/preview", Manager, bulk::preview)
            .may("409 edition_closed, edition_is_training; 422 invalid"),
        post("/api/v1/editions/{id}/invitations/bulk", Manager, bulk::invite).may(
            "409 edition_closed, edition_not_ready, registrations_closed, edition_is_training, registration_raced; \
             422 invalid",
        ),
        post("/api/v1/editions/{id}/invitations/resend-expiring", Manager, bulk::resend_expiring)
            .may("409 edition_closed, edition_is_training"),
        post("/api/v1/editions/{id}/invitations/{invitation}/resend", Manager, invitations::resend)
            .may("409 edition_closed, invitation_used"),
        post("/api/v1/editions/{id}/invitations/{invitation}/cancel", Manager, invitations::cancel)
            .may("409 edition_closed, invitation_used"),
    ]
}
