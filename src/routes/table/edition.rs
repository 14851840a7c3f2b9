//! Editions and their slots.

use super::{Route, delete, get, patch, post, public, put};
use crate::features::edition::editions::api;
use crate::http::Method::Get;
use crate::kernel::actor::Role::{Admin, Depositor, Manager};
use crate::kernel::actor::Scope::Till;

pub(super) fn routes() -> Vec<Route> {
    vec![
        get("/api/v1/editions", Depositor, api::list),
        post("/api/v1/editions", Admin, api::create)
            .asks_password()
            .may("409 edition_name_taken, edition_code_taken; 422 invalid"),
        public(Get, "/api/v1/editions/terms", api::terms),
        get("/api/v1/editions/{id}", Depositor, api::show).admits(Till),
        patch("/api/v1/editions/{id}", Manager, api::change).may(
            "409 edition_closed, edition_name_taken, edition_code_taken, edition_code_fixed; 422 invalid",
        ),
        put("/api/v1/editions/{id}/configuration", Manager, api::configuring::configure).may(
            "409 edition_closed, edition_not_configurable, edition_name_taken, edition_code_taken, \
             edition_code_fixed; 422 invalid",
        ),
        get("/api/v1/editions/{id}/slots", Depositor, api::slots::list),
        post("/api/v1/editions/{id}/slots", Manager, api::slots::create)
            .may("409 edition_closed, slot_start_taken; 422 invalid"),
        post("/api/v1/editions/{id}/slots/standard", Manager, api::slots::standard)
            .may("409 edition_closed; 422 invalid"),
        patch("/api/v1/editions/{id}/slots/{slot}", Manager, api::slots::change)
            .may("409 edition_closed, slot_start_taken, slot_capacity_below_taken; 422 invalid"),
        delete("/api/v1/editions/{id}/slots/{slot}", Manager, api::slots::delete)
            .may("409 edition_closed, slot_not_empty, last_slot"),
    ]
}
