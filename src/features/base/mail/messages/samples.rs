//! Every message with invented data, for managers who want to know what the program writes.

use super::accounts::{AccountActivated, AccountCreated, PasswordChanged, PasswordReset};
use super::dated::{
    AccountInactive, DeadlineNear, DeadlinePassed, InvitationsExpiring, JournalHead, MailRefused, SaleEnded,
    SaleFacts, SlotNear,
};
use super::depositors::{
    Invitation, ListFacts, ListValidated, NotSeen, PaymentFacts, PayoutRecorded, PayoutReversed, Registered,
    RegistrationFacts, ScheduleChanged,
};
use super::managers::{EditionClosed, SalesToSettle};
use super::message::Message;
use crate::config::Site;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, ListId};

const NAME: &str = "Camille";
const EDITION: &str = "Bourse d'automne";
const TOKEN: &str = "exemple";
const DEADLINE: &str = "mercredi 15 octobre 2025 à 23 h 59";

/// Each message once.
pub fn samples(site: &Site) -> Vec<Box<dyn Message>> {
    let at = |millis: i64| Instant::from_millis(millis);
    let (deadline, slot) = (at(1_760_565_599_000), at(1_762_369_200_000));
    let facts = RegistrationFacts {
        first_name: NAME.to_owned(),
        edition: EDITION.to_owned(),
        deadline: Some(deadline),
        slot: Some(slot),
        numbers: "245 et 246".to_owned(),
        special: String::new(),
    };
    let list = ListFacts {
        first_name: NAME.to_owned(),
        edition: EDITION.to_owned(),
        list_id: ListId::new(uuid::Uuid::nil()),
        number: 245,
        articles: 24,
        total_cents: 11_500,
        slot,
    };
    let payment = PaymentFacts {
        first_name: NAME,
        edition: EDITION,
        amount_cents: 6_720,
        method: "par chèque n° 0012345",
    };
    let sale = SaleFacts {
        sold: 17,
        left: 7,
        gross_cents: 8_400,
        hours: "lundi 10 novembre 2025, de 18 h 30 à 19 h 30".to_owned(),
    };
    let edition = EditionId::new(uuid::Uuid::nil());
    let link = || format!("{}/exemple", site.url);
    vec![
        Box::new(Invitation::new(&facts, site, TOKEN)),
        Box::new(Registered::new(&facts, site)),
        Box::new(AccountActivated::new(NAME)),
        Box::new(AccountCreated::new(NAME, site, "bénévole", TOKEN)),
        Box::new(PasswordReset::new(NAME, site, TOKEN)),
        Box::new(PasswordChanged::new(NAME)),
        Box::new(ListValidated::new(&list, site)),
        Box::new(DeadlineNear::new(NAME, EDITION, site, 7, DEADLINE)),
        Box::new(DeadlinePassed::new(NAME, EDITION, site, DEADLINE)),
        Box::new(SlotNear::new(
            NAME,
            EDITION,
            site,
            ("mercredi 5 novembre 2025 à 20 h", "245, 246", "Salle Monestié"),
        )),
        Box::new(SaleEnded::new(NAME, EDITION, link(), &sale)),
        Box::new(PayoutRecorded::new(&payment, false)),
        Box::new(PayoutReversed::new(&payment, "Chèque fait au mauvais nom.", 6_720)),
        Box::new(ScheduleChanged::new(
            NAME,
            site,
            EDITION,
            "Votre créneau de dépôt : jeudi 6 novembre 2025 à 9 h.",
        )),
        Box::new(NotSeen::new(NAME, EDITION, 6_720)),
        Box::new(SalesToSettle::new(NAME, site, (edition, EDITION), "2 prix à décider".to_owned())),
        Box::new(EditionClosed::new(
            NAME,
            site,
            (edition, EDITION),
            ("Dominique Martin", deadline),
            (287, 1_234_500),
        )),
        Box::new(InvitationsExpiring::new(NAME, EDITION, link(), 12)),
        Box::new(MailRefused::new(NAME, site, "535 5.7.8 authentication failed")),
        Box::new(JournalHead::new(NAME, 4_321, &"0123abcd".repeat(8), "samedi 8 novembre 2025 à 20 h 05")),
        Box::new(AccountInactive::new(NAME, site, "lundi 15 décembre 2025")),
    ]
}
