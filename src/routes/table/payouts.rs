//! Routes of payouts and returns.

use crate::features::payouts;
use crate::kernel::actor::Role::{Depositor, Manager, Volunteer};
use crate::routes::Route;

use super::{get, post};

pub(super) fn routes() -> Vec<Route> {
    vec![
        post("/api/v1/editions/{id}/payouts/compute", Manager, payouts::api::compute)
            .may("409 edition_closed, edition_not_ready"),
        get("/api/v1/editions/{id}/payouts", Manager, payouts::api::list),
        post("/api/v1/editions/{id}/payouts/slips", Manager, payouts::api::slips)
            .may("409 edition_closed, edition_not_ready, payouts_missing"),
        get("/api/v1/editions/{id}/payouts/slips.pdf", Manager, payouts::api::slips_file),
        get("/api/v1/payouts/{id}", Depositor, payouts::api::show),
        get("/api/v1/payouts/{id}/slip.pdf", Depositor, payouts::api::slip),
        post("/api/v1/payouts/{id}/pay", Manager, payouts::api::pay)
            .may("409 edition_closed, edition_not_ready, slip_missing, already_paid; 422 invalid"),
        post("/api/v1/payouts/{id}/absent", Manager, payouts::api::absent)
            .may("409 edition_closed, edition_not_ready, slip_missing, already_paid"),
        post("/api/v1/payouts/{id}/remind", Manager, payouts::api::remind)
            .may("409 not_absent, edition_is_training"),
        post("/api/v1/editions/{id}/returns", Volunteer, payouts::api::returns)
            .may("409 edition_closed, edition_not_ready"),
        get("/api/v1/me/sales", Depositor, payouts::api::my_sales).may("404 not_found"),
        get("/api/v1/me/payouts", Depositor, payouts::api::my_payouts),
    ]
}
