//! Routes of tills, tickets and what managers settle. Those that a till's page calls admit the pair of its device.

use crate::kernel::actor::Role::{Manager, Volunteer};
use crate::kernel::actor::Scope::Till;
use crate::routes::Route;

use super::{delete, get, post};

pub(super) fn tills() -> Vec<Route> {
    use crate::features::sale::board::live;
    use crate::features::sale::tills::{catalogue, closing, devices, handover, scan, sessions};
    vec![
        post("/api/v1/editions/{id}/register-sessions", Volunteer, sessions::open)
            .may("409 edition_not_in_sale, edition_closed, register_busy; 422 invalid"),
        get("/api/v1/editions/{id}/register-sessions", Volunteer, sessions::list),
        get("/api/v1/register-sessions/{id}", Volunteer, sessions::summary).admits(Till),
        post("/api/v1/register-sessions/{id}/report", Volunteer, sessions::report).admits(Till),
        post("/api/v1/register-sessions/{id}/close", Volunteer, sessions::close)
            .admits(Till)
            .may("409 session_closed, tickets_unsent, edition_closed; 422 invalid, difference_unexplained"),
        get("/api/v1/register-sessions/{id}/closing-slip.pdf", Volunteer, closing::slip)
            .admits(Till)
            .may("409 register_open"),
        post("/api/v1/editions/{id}/held-tickets", Volunteer, handover::hold)
            .admits(Till)
            .may("409 edition_not_in_sale, edition_closed, too_many_held; 422 invalid"),
        get("/api/v1/editions/{id}/held-tickets", Volunteer, handover::list).admits(Till),
        post("/api/v1/editions/{id}/held-tickets/{number}/take", Volunteer, handover::take)
            .admits(Till)
            .may("409 ticket_taken, edition_not_in_sale, edition_closed"),
        get("/api/v1/editions/{id}/register-catalogue", Volunteer, catalogue::register_catalogue)
            .admits(Till),
        get("/api/v1/editions/{id}/articles/by-code/{code}", Volunteer, scan::by_code)
            .admits(Till)
            .may("404 unknown_code; 422 label_misread"),
        get("/api/v1/editions/{id}/live", Volunteer, live::live),
        get("/api/v1/editions/{id}/devices", Manager, devices::list),
        delete("/api/v1/devices/{id}", Manager, devices::forget),
    ]
}

pub(super) fn tickets() -> Vec<Route> {
    use crate::features::sale::decisions::{conflicts, contradictions, quarantine, unowned};
    use crate::features::sale::tickets::{cancel, of_article, reading, search, sell, sync};
    vec![
        post("/api/v1/editions/{id}/tickets", Volunteer, sell::sell)
            .admits(Till).may(
            "409 lines_not_sellable, edition_not_in_sale, edition_closed, session_closed, payout_paid; \
             422 bad_signature, broken_chain, unknown_session, payment_mismatch, clock_skew, ticket_id_reused, \
             unknown_ticket, already_cancelled, cancel_too_late, price_too_low, malformed",
        ),
        post("/api/v1/editions/{id}/tickets/sync", Volunteer, sync::sync)
            .admits(Till)
            .may("400 too_many_tickets; 409 edition_not_in_sale, edition_closed"),
        get("/api/v1/editions/{id}/tickets", Volunteer, reading::list)
            .admits(Till),
        get("/api/v1/editions/{id}/tickets/days", Volunteer, search::days),
        get("/api/v1/tickets/{id}", Volunteer, reading::get)
            .admits(Till),
        get("/api/v1/articles/{id}", Manager, of_article::sheet),
        get("/api/v1/lists/{id}/sales", Manager, of_article::of_list),
        post("/api/v1/tickets/{id}/cancel", Volunteer, cancel::ticket)
            .admits(Till)
            .may("409 edition_not_in_sale, edition_closed, already_cancelled, not_cancellable, payout_paid, refund_session_needed; 422 invalid"),
        post("/api/v1/tickets/{id}/lines/{line}/cancel", Volunteer, cancel::line)
            .admits(Till)
            .may("409 edition_not_in_sale, edition_closed, already_cancelled, not_cancellable, payout_paid, refund_session_needed; 422 invalid"),
        post("/api/v1/tickets/{id}/lines/{line}/payout-price", Manager, reading::set_payout_price)
            .may("409 edition_not_in_sale, edition_closed, price_not_in_question, already_cancelled, price_decided; 422 invalid"),
        get("/api/v1/editions/{id}/conflicts", Manager, conflicts::list),
        post("/api/v1/conflicts/{id}/settle", Manager, conflicts::settle)
            .may("409 edition_not_in_sale, edition_closed, nothing_to_settle, refund_session_needed; 422 invalid"),
        get("/api/v1/editions/{id}/lines-without-owner", Manager, unowned::list),
        post("/api/v1/lines/{id}/assign", Manager, unowned::assign)
            .may("409 edition_not_in_sale, edition_closed, already_cancelled, already_assigned; 422 invalid"),
        post("/api/v1/lines/{id}/settle", Manager, unowned::settle).may(
            "409 edition_not_in_sale, edition_closed, already_cancelled, nothing_to_settle, refund_session_needed; 422 invalid",
        ),
        get("/api/v1/editions/{id}/contradictions", Manager, contradictions::list),
        get("/api/v1/editions/{id}/quarantine", Manager, quarantine::list),
        get("/api/v1/quarantine/{id}", Manager, quarantine::get),
        post("/api/v1/editions/{id}/quarantine/drop", Manager, quarantine::drop_many)
            .may("409 edition_not_in_sale, edition_closed; 422 invalid"),
        post("/api/v1/quarantine/{id}/accept", Manager, quarantine::accept).may(
            "409 edition_not_in_sale, edition_closed, already_decided; 422 invalid, session_needed, ticket_unreadable",
        ),
        post("/api/v1/quarantine/{id}/drop", Manager, quarantine::drop)
            .may("409 edition_not_in_sale, edition_closed, already_decided; 422 invalid"),
    ]
}
