//! What was promised of each event once stays so.

use super::*;

/// How long entries of each code are kept since the first release. Lines are added, never changed: a walk that finds an entry
/// emptied asks for how long it was kept.
#[rustfmt::skip]
const PROMISED: [(Retention, &[&str]); 3] = [
    (Retention::Audit, &[
        "access_refused", "account_activated", "account_address_corrected", "account_changed",
        "account_created", "account_erased", "account_unlocked", "article_added", "article_changed",
        "article_removed", "backup_asked", "backup_downloaded", "billetweb_imported", "contact_changed",
        "contact_corrected", "declarations_reminded", "desk_closed", "desk_decided", "desk_opened", "device_forgotten",
        "edition_changed",
        "edition_configured", "edition_created", "edition_removed", "installation_paper_printed", "installation_refused",
        "installed", "invitation_cancelled", "invitation_created", "invitation_resent", "labels_generated",
        "labels_not_printed", "labels_printed", "list_created", "list_deleted", "list_reopened", "list_validated",
        "lists_accepted", "logged_in", "logged_out", "logged_out_everywhere", "login_failed",
        "login_locked", "mail_retried", "mails_resent", "own_data_copied", "password_changed",
        "password_check_failed", "password_reset_asked", "password_reset_unknown", "profile_changed",
        "refresh_token_reused", "registration_created", "registration_deleted", "registration_moved",
        "sessions_revoked", "slot_changed", "slot_created", "slot_deleted", "standard_slots_added",
    ]),
    (Retention::Money, &[
        "conflict_settled", "donation_revoked", "edition_step", "payout_absent", "payout_adjusted",
        "payout_paid", "payout_price_set", "payout_reminded", "payout_reversed", "payout_slip_made",
        "payout_slips_made", "payouts_computed", "quarantine_accepted", "quarantine_dropped",
        "quarantine_released", "register_closed", "register_opened", "register_taken_over",
        "return_revoked",
        "sale_cancelled", "sale_displaced", "sale_line_assigned", "sale_line_settled", "ticket_held",
        "ticket_quarantined", "ticket_recorded", "ticket_taken_up", "unsold_donated", "unsold_returned",
    ]),
    (Retention::Always, &["journal_pruned", "journal_sealed"]),
];

#[test]
fn each_event_is_kept_as_long_as_was_promised() {
    let mut promised = 0;
    for (kept, codes) in PROMISED {
        for code in codes {
            assert!(Event::parse(code).is_some(), "{code} is gone");
            assert_eq!(Retention::of(code), kept, "{code}");
            promised += 1;
        }
    }
    assert_eq!(promised, Event::ALL.len(), "a new event's retention belongs into the list above");
}

#[test]
fn what_only_another_version_knows_is_readable_and_kept_as_money_is() {
    assert_eq!(Retention::of("stall_rented"), Retention::Money);
    assert_eq!(LiveSums::after("stall_rented"), LiveSums::Change);
    assert_eq!(in_words("stall_rented"), "« stall_rented », que cette version ne connaît pas.");
}

#[test]
fn each_event_has_a_sentence_of_its_own() {
    let mut sentences = std::collections::BTreeSet::new();
    for event in Event::ALL {
        let sentence = event.french();
        assert!(sentence.starts_with(char::is_uppercase) && sentence.ends_with('.'), "{sentence}");
        assert!(sentences.insert(sentence), "said of two events: {sentence}");
    }
}
