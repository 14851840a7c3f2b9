//! Routes of payouts and returns.

use crate::features::settlement::payouts::slips::{api as slips, reading};
use crate::features::settlement::payouts::{api, own, summary};
use crate::kernel::actor::Role::{Depositor, Manager, Volunteer};
use crate::routes::Route;

use super::{get, post};

pub(super) fn routes() -> Vec<Route> {
    vec![
        post("/api/v1/editions/{id}/payouts/compute", Manager, api::compute)
            .may("409 edition_closed, edition_not_ready"),
        get("/api/v1/editions/{id}/payouts", Manager, reading::list),
        get("/api/v1/editions/{id}/payouts/summary", Manager, summary::summary),
        post("/api/v1/editions/{id}/payouts/slips", Manager, slips::make_all)
            .may("409 edition_closed, edition_not_ready, payouts_missing"),
        post("/api/v1/editions/{id}/payouts/slips/chosen", Manager, slips::chosen)
            .may("409 edition_closed, edition_not_ready; 422 invalid"),
        get("/api/v1/editions/{id}/payouts/slips/paper", Manager, slips::paper),
        get("/api/v1/editions/{id}/payouts/slips.pdf", Manager, slips::file_of_all),
        get("/api/v1/payouts/{id}", Depositor, reading::show),
        get("/api/v1/payouts/{id}/slip.pdf", Depositor, slips::one),
        post("/api/v1/payouts/{id}/pay", Manager, api::pay).may(
            "409 edition_not_ready, payout_changed, slip_missing, already_paid, cheque_number_used; 422 invalid, amount_too_large",
        ),
        post("/api/v1/payouts/{id}/reverse", Manager, api::reverse)
            .asks_password()
            .may("409 edition_not_ready, already_reversed; 422 invalid"),
        post("/api/v1/payouts/{id}/adjustments", Manager, api::adjust)
            .may("409 edition_closed, edition_not_ready, no_next_edition; 422 invalid"),
        post("/api/v1/payouts/{id}/absent", Manager, api::absent)
            .may("409 edition_closed, edition_not_ready, slip_missing, already_paid"),
        post("/api/v1/payouts/{id}/remind", Manager, api::remind)
            .may("409 not_absent, edition_is_training"),
        post("/api/v1/editions/{id}/returns", Volunteer, api::returns)
            .may("409 edition_closed, edition_not_ready, confirmation_needed"),
        post("/api/v1/editions/{id}/returns/revoke", Manager, api::revoke_return)
            .may("409 edition_closed, edition_not_ready, unsold_changed; 422 invalid"),
        get("/api/v1/editions/{id}/donate-unsold", Manager, api::unsold_left),
        post("/api/v1/editions/{id}/donate-unsold", Manager, api::donate)
            .may("409 edition_closed, edition_not_ready, unsold_changed; 422 invalid"),
        post("/api/v1/editions/{id}/donate-unsold/revoke", Manager, api::revoke_donation)
            .may("409 edition_closed, edition_not_ready, unsold_changed; 422 invalid"),
        get("/api/v1/me/sales", Depositor, own::sales).may("404 not_found"),
        get("/api/v1/me/payouts", Depositor, own::payouts),
    ]
}
