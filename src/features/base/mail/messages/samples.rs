//! Every message to somebody invented, for managers who want to know what the program writes.

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
use crate::kernel::clock::{Instant, paris};
use crate::kernel::ids::{EditionId, ListId};

const NAME: &str = "Camille";
const TOKEN: &str = "exemple";

/// The edition that messages are shown for.
#[derive(Clone, Debug)]
pub struct SampleEdition {
    /// It, for links.
    pub id: EditionId,
    /// Its name.
    pub name: String,
    /// Where it takes place; perhaps empty.
    pub place: String,
    /// Until when articles may be declared.
    pub deadline: Option<Instant>,
    /// Start of a deposit slot.
    pub slot: Option<Instant>,
    /// When unsold articles are given back, as a French phrase.
    pub return_hours: String,
}

impl Default for SampleEdition {
    fn default() -> Self {
        Self {
            id: EditionId::new(uuid::Uuid::nil()),
            name: "Bourse d’automne".to_owned(),
            place: "Salle Monestié".to_owned(),
            deadline: Some(Instant::from_millis(1_760_565_599_000)),
            slot: Some(Instant::from_millis(1_762_369_200_000)),
            return_hours: "lundi 10 novembre 2025, de 18 h 30 à 19 h 30".to_owned(),
        }
    }
}

/// Each message once, with what it would say of this edition to somebody invented.
pub fn samples(site: &Site, about: &SampleEdition) -> Vec<Box<dyn Message>> {
    let edition = about.name.as_str();
    let unknown = || "(date à fixer)".to_owned();
    let words = |at: Option<Instant>| at.map_or_else(unknown, |at| paris::long_date_time(at.utc()));
    let example = Instant::from_millis(1_762_369_200_000);
    let (deadline, slot) = (words(about.deadline), words(about.slot));
    let facts = RegistrationFacts {
        first_name: NAME.to_owned(),
        edition: edition.to_owned(),
        deadline: about.deadline,
        slot: about.slot,
        numbers: "245 et 246".to_owned(),
        special: String::new(),
    };
    let list = ListFacts {
        first_name: NAME.to_owned(),
        edition: edition.to_owned(),
        list_id: ListId::new(uuid::Uuid::nil()),
        number: 245,
        articles: 24,
        total_cents: 11_500,
        slot: about.slot.unwrap_or(example),
    };
    let payment =
        PaymentFacts { first_name: NAME, edition, amount_cents: 6_720, method: "par chèque n° 0012345" };
    let sale = SaleFacts { sold: 17, left: 7, gross_cents: 8_400, hours: about.return_hours.clone() };
    let link = || format!("{}/exemple", site.url);
    vec![
        Box::new(Invitation::new(&facts, site, TOKEN)),
        Box::new(Registered::new(&facts, site)),
        Box::new(AccountActivated::new(NAME)),
        Box::new(AccountCreated::new(NAME, site, "bénévole", TOKEN)),
        Box::new(PasswordReset::new(NAME, site, TOKEN)),
        Box::new(PasswordChanged::new(NAME)),
        Box::new(ListValidated::new(&list, site)),
        Box::new(DeadlineNear::new(NAME, edition, site, 7, &deadline)),
        Box::new(DeadlinePassed::new(NAME, edition, site, &deadline)),
        Box::new(SlotNear::new(NAME, edition, site, (&slot, "245, 246", &about.place))),
        Box::new(SaleEnded::new(NAME, edition, link(), &sale)),
        Box::new(PayoutRecorded::new(&payment, false)),
        Box::new(PayoutReversed::new(&payment, "Chèque fait au mauvais nom.", 6_720)),
        Box::new(ScheduleChanged::new(NAME, site, edition, &format!("Votre créneau de dépôt : {slot}."))),
        Box::new(NotSeen::new(NAME, edition, 6_720)),
        Box::new(SalesToSettle::new(NAME, site, (about.id, edition), "2 prix à décider".to_owned())),
        Box::new(EditionClosed::new(
            NAME,
            site,
            (about.id, edition),
            ("Dominique Martin", example),
            (287, 1_234_500),
        )),
        Box::new(InvitationsExpiring::new(NAME, edition, link(), 12)),
        Box::new(MailRefused::new(NAME, site, "535 5.7.8 authentication failed")),
        Box::new(JournalHead::new(NAME, 4_321, &"0123abcd".repeat(8), "samedi 8 novembre 2025 à 20 h 05")),
        Box::new(AccountInactive::new(NAME, site, "lundi 15 décembre 2025")),
    ]
}
