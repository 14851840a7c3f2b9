//! What keeps an edition from its next step, in words and numbers.

use chrono::NaiveDate;

use crate::features::edition::editions::states::EditionStatus;
use crate::kernel::clock::paris;
use crate::kernel::money;
use crate::text_enum;

text_enum! {
    /// What keeps an edition from its next step. Values are codes listed in `409 edition_not_ready`.
    pub enum Condition {
        /// A date or the commission is missing or out of order.
        ScheduleIncomplete => "schedule_incomplete",
        /// There is no deposit slot.
        SlotMissing => "slot_missing",
        /// Nobody was imported or invited.
        RegistrationMissing => "registration_missing",
        /// Another real edition is between `registrations_open` and `settlement`.
        AnotherEditionActive => "another_edition_active",
        /// Depositors may still declare.
        DeadlineNotOver => "deadline_not_over",
        /// No article was accepted.
        AcceptedArticleMissing => "accepted_article_missing",
        /// The last day of the sale has not come.
        SaleNotOver => "sale_not_over",
        /// A till is still open.
        RegisterSessionOpen => "register_session_open",
        /// Tills said that they hold tickets, and those have not come.
        TicketsUnsent => "tickets_unsent",
        /// A till was taken over and nobody has counted its drawer.
        RegisterUncounted => "register_uncounted",
        /// A quarantined ticket is neither accepted nor dropped.
        QuarantineLeft => "quarantine_left",
        /// A conflict is not settled.
        ConflictsLeft => "conflicts_left",
        /// A sold line belongs to no article, and nobody decided about it.
        LinesWithoutOwner => "lines_without_owner",
        /// A price that differs waits for a manager.
        PricesUndecided => "prices_undecided",
        /// Somebody is owed something and has no payout.
        PayoutsNotComputed => "payouts_not_computed",
        /// A payout is neither paid, nor absent, nor confirmed as nothing to pay.
        ToPayLeft => "to_pay_left",
        /// More was paid than is owed.
        OverpaidLeft => "overpaid_left",
        /// Money came in or went out that no line accounts for; counted in cents.
        ProofNotZero => "proof_not_zero",
        /// Unsold articles are neither returned nor donated.
        UnsoldLeft => "unsold_left",
        /// The edition was closed less than a year ago.
        ClosedTooRecently => "closed_too_recently",
    }
}

impl Condition {
    /// Whether somebody may take a step all the same, for a journalled reason (domain.md 4).
    pub fn may_be_overridden(self, target: EditionStatus) -> bool {
        match target {
            EditionStatus::Settlement => {
                matches!(self, Self::SaleNotOver | Self::RegisterSessionOpen | Self::TicketsUnsent)
            }
            EditionStatus::Closed => matches!(
                self,
                Self::TicketsUnsent | Self::RegisterUncounted | Self::OverpaidLeft | Self::ProofNotZero
            ),
            _ => false,
        }
    }

    /// What is lacking and what to do, in French, for so many of it.
    pub fn french(self, count: i64) -> String {
        let many = |one: &str, many: &str| {
            if count == 1 { one.to_owned() } else { format!("{count} {many}") }
        };
        match self {
            Self::ScheduleIncomplete => "Complétez les dates et la commission.".to_owned(),
            Self::SlotMissing => "Créez au moins un créneau de dépôt.".to_owned(),
            Self::RegistrationMissing => {
                "Importez les inscriptions ou invitez un premier déposant.".to_owned()
            }
            Self::AnotherEditionActive => "Une autre édition est en cours : terminez-la d'abord.".to_owned(),
            Self::DeadlineNotOver => "La date limite de déclaration n'est pas passée.".to_owned(),
            Self::AcceptedArticleMissing => {
                "Aucun article n'est accepté : contrôlez d'abord les listes.".to_owned()
            }
            Self::SaleNotOver => "Le dernier jour de vente n'est pas arrivé.".to_owned(),
            Self::RegisterSessionOpen => many(
                "Une caisse est encore ouverte : fermez-la.",
                "caisses sont encore ouvertes : fermez-les.",
            ),
            Self::TicketsUnsent => many(
                "Un ticket annoncé par une caisse n'est pas arrivé : rallumez l'appareil près du réseau.",
                "tickets annoncés par les caisses ne sont pas arrivés : rallumez les appareils près du réseau.",
            ),
            Self::RegisterUncounted => many(
                "Une caisse reprise n'a pas été comptée : comptez son tiroir.",
                "caisses reprises n'ont pas été comptées : comptez leurs tiroirs.",
            ),
            Self::ProofNotZero => format!(
                "{} ne s'expliquent par aucune vente : regardez les tickets acceptés de la quarantaine.",
                money::euros(count)
            ),
            Self::QuarantineLeft => {
                many("Un ticket en quarantaine reste à traiter.", "tickets en quarantaine restent à traiter.")
            }
            Self::ConflictsLeft => {
                many("Un conflit de vente reste à régler.", "conflits de vente restent à régler.")
            }
            Self::LinesWithoutOwner => many(
                "Une ligne vendue n'a pas d'article : décidez à qui elle revient.",
                "lignes vendues n'ont pas d'article : décidez à qui elles reviennent.",
            ),
            Self::PricesUndecided => many(
                "Un prix reste à décider : le déposant n'est pas encore payé sur cette vente.",
                "prix restent à décider : les déposants ne sont pas encore payés sur ces ventes.",
            ),
            Self::PayoutsNotComputed => many(
                "Un déposant n'a pas de reversement : calculez les reversements.",
                "déposants n'ont pas de reversement : calculez les reversements.",
            ),
            Self::ToPayLeft => many(
                "Un reversement n'est ni payé, ni confirmé sans rien à verser, et aucune absence n'y est notée.",
                "reversements ne sont ni payés, ni confirmés sans rien à verser, et aucune absence n'y est notée.",
            ),
            Self::OverpaidLeft => many(
                "Un déposant a reçu plus que ce qui lui est dû.",
                "déposants ont reçu plus que ce qui leur est dû.",
            ),
            Self::UnsoldLeft => {
                many("Un invendu n'est ni restitué ni donné.", "invendus ne sont ni restitués ni donnés.")
            }
            Self::ClosedTooRecently => "Une édition s'archive un an après sa clôture.".to_owned(),
        }
    }
}

/// A condition that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// Which.
    pub code: Condition,
    /// How much of it is left, where it is counted; else 1.
    pub count: i64,
    /// What is lacking and what to do, in French.
    pub message: String,
}

impl Unmet {
    /// A condition of which so much is left.
    pub fn counted(code: Condition, count: i64) -> Self {
        Self { code, count, message: code.french(count) }
    }

    /// The sale goes on until a later day.
    pub fn sale_until(day: NaiveDate) -> Self {
        let message = format!("La vente est prévue jusqu'au {}.", paris::long_date(day));
        Self { code: Condition::SaleNotOver, count: 1, message }
    }
}

impl From<Condition> for Unmet {
    fn from(code: Condition) -> Self {
        Self::counted(code, 1)
    }
}
