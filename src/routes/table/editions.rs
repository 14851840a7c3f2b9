//! Editions, their slots and their steps.

use super::{Route, delete, get, patch, post, put};
use crate::features::conduct::steps::api as steps;
use crate::features::conduct::steps::checks;
use crate::features::edition::editions::api;
use crate::kernel::actor::Role::{Admin, Depositor, Manager};
use crate::kernel::actor::Scope::Till;

pub(super) fn routes() -> Vec<Route> {
    vec![
        get("/api/v1/editions", Depositor, api::list),
        post("/api/v1/editions", Admin, api::create)
            .asks_password()
            .may("409 edition_name_taken, edition_code_taken; 422 invalid"),
        get("/api/v1/editions/{id}", Depositor, api::show).admits(Till),
        patch("/api/v1/editions/{id}", Manager, api::change).may(
            "409 edition_closed, edition_name_taken, edition_code_taken, edition_code_fixed; 422 invalid",
        ),
        put("/api/v1/editions/{id}/configuration", Manager, api::configure)
            .may("409 edition_closed, edition_not_configurable; 422 invalid"),
        get("/api/v1/editions/{id}/slots", Depositor, api::slots::list),
        post("/api/v1/editions/{id}/slots", Manager, api::slots::create)
            .may("409 edition_closed, slot_start_taken; 422 invalid"),
        post("/api/v1/editions/{id}/slots/standard", Manager, api::slots::standard)
            .may("409 edition_closed; 422 invalid"),
        patch("/api/v1/editions/{id}/slots/{slot}", Manager, api::slots::change)
            .may("409 edition_closed, slot_start_taken, slot_capacity_below_taken; 422 invalid"),
        delete("/api/v1/editions/{id}/slots/{slot}", Manager, api::slots::delete)
            .may("409 edition_closed, slot_not_empty, last_slot"),
        post("/api/v1/editions/{id}/open-registrations", Manager, steps::open_registrations)
            .may("409 edition_closed, edition_not_ready"),
        post("/api/v1/editions/{id}/open-deposits", Manager, steps::open_deposits)
            .may("409 edition_closed, edition_not_ready; 422 invalid"),
        post("/api/v1/editions/{id}/accept-lists", Manager, steps::accept_lists)
            .may("409 edition_closed, edition_not_ready, review_required"),
        post("/api/v1/editions/{id}/open-sale", Manager, steps::open_sale)
            .may("409 edition_closed, edition_not_ready"),
        get("/api/v1/editions/{id}/end-sale", Manager, checks::end_sale),
        post("/api/v1/editions/{id}/end-sale", Manager, steps::end_sale)
            .may("409 edition_closed, edition_not_ready; 422 invalid"),
        post("/api/v1/editions/{id}/step-back", Manager, steps::step_back)
            .may("409 edition_closed, edition_not_ready; 422 invalid"),
        get("/api/v1/editions/{id}/closing-checks", Manager, checks::closing),
        post("/api/v1/editions/{id}/close", Admin, steps::close)
            .asks_password()
            .may("409 edition_closed, edition_not_ready; 422 invalid"),
        post("/api/v1/editions/{id}/archive", Admin, steps::archive)
            .asks_password()
            .may("409 edition_closed, edition_not_ready"),
    ]
}
