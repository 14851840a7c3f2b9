//! Every event that the journal knows, with all that has to be said of it: one line each.
//!
//! A line is never taken out, and its code never changes: entries that were written stay readable, and walks must find them
//! kept as long as when they were emptied.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

/// How long an entry is kept whole (quality.md 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retention {
    /// Who did what: two years.
    Audit,
    /// What was sold, paid and given back: ten years, as accounts are.
    Money,
    /// What says what was emptied, and what seals: always.
    Always,
}

impl Retention {
    /// How long entries with this stored code are kept. One that only another version knows may be about money.
    pub fn of(code: &str) -> Self {
        Event::parse(code).map_or(Self::Money, Event::kept)
    }

    /// Days; nothing when they are always kept.
    pub const fn days(self) -> Option<i64> {
        match self {
            Self::Audit => Some(2 * 365 + 1),
            Self::Money => Some(10 * 365 + 3),
            Self::Always => None,
        }
    }
}

/// What an event does to the sums of the live board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveSums {
    /// Nothing.
    Stay,
    /// Adds a sale, which the entry tells.
    Grow,
    /// They may be any others: everything is added up afresh.
    Change,
}

impl LiveSums {
    /// What the event with this stored code does to them. One that only another version knows may do anything.
    pub fn after(code: &str) -> Self {
        Event::parse(code).map_or(Self::Change, Event::live_sums)
    }
}

/// Whom an event leaves something to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calls {
    /// Nobody.
    Nobody,
    /// The managers.
    Managers,
}

crate::text_enum! {
    /// What an event happens to; the id follows it: `ticket:018f...`.
    pub enum Subject {
        /// A network, as far as an address tells it.
        Address => "address",
        /// An article.
        Article => "article",
        /// A desk from its opening to its closing.
        DeskSession => "desk_session",
        /// An edition.
        Edition => "edition",
        /// A basket that is handed from till to till.
        HeldTicket => "held_ticket",
        /// The program as it was put up.
        Installation => "installation",
        /// An invitation.
        Invitation => "invitation",
        /// The journal itself; the id is a sequence.
        Journal => "journal",
        /// A depositor's list.
        List => "list",
        /// A message; `all` of them.
        Mail => "mail",
        /// What a depositor is paid in an edition.
        Payout => "payout",
        /// A ticket that is kept apart.
        Quarantine => "quarantine",
        /// A till from its opening to its closing.
        RegisterSession => "register_session",
        /// A depositor's place in an edition.
        Registration => "registration",
        /// An address of the API.
        Route => "route",
        /// Hours in which lists are brought.
        Slot => "slot",
        /// A ticket.
        Ticket => "ticket",
        /// An account.
        User => "user",
    }
}

impl Subject {
    /// How an entry names it: `ticket:018f...`.
    pub fn with(self, id: impl Display) -> String {
        format!("{}:{id}", self.as_str())
    }
}

/// Writes [`Event`] from the lines below. A line that leaves anything out does not compile.
macro_rules! events {
    ($($event:ident => $code:literal, $subject:ident, $kept:ident, $sums:ident, $calls:ident, $french:literal;)+) => {
        crate::text_enum! {
            /// What happened.
            pub enum Event {
                $( #[doc = $french] $event => $code ),+
            }
        }

        impl Event {
            /// To what it happens.
            pub const fn subject(self) -> Subject {
                match self { $( Self::$event => Subject::$subject ),+ }
            }

            /// How long its entries are kept whole.
            pub const fn kept(self) -> Retention {
                match self { $( Self::$event => Retention::$kept ),+ }
            }

            /// What it does to the sums of the live board.
            pub const fn live_sums(self) -> LiveSums {
                match self { $( Self::$event => LiveSums::$sums ),+ }
            }

            /// Whom it leaves something to decide.
            pub const fn calls(self) -> Calls {
                match self { $( Self::$event => Calls::$calls ),+ }
            }

            /// A sentence for people. Who did it, when, and to what stand beside it.
            pub const fn french(self) -> &'static str {
                match self { $( Self::$event => $french ),+ }
            }
        }
    };
}

events! {
    // The installation and its journal
    Installed => "installed", User, Audit, Stay, Nobody, "Le premier compte administrateur a été créé.";
    InstallationRefused => "installation_refused", Address, Audit, Stay, Nobody, "L'installation a été demandée avec un lien faux.";
    InstallationPaperPrinted => "installation_paper_printed", Installation, Audit, Stay, Nobody, "Le papier d'installation a été imprimé.";
    BackupAsked => "backup_asked", Installation, Audit, Stay, Nobody, "Une sauvegarde a été demandée.";
    BackupDownloaded => "backup_downloaded", Installation, Audit, Stay, Nobody, "Une sauvegarde a été téléchargée.";
    JournalPruned => "journal_pruned", Journal, Always, Stay, Nobody, "D'anciennes entrées du journal ont été vidées.";
    JournalSealed => "journal_sealed", Journal, Always, Stay, Nobody, "Le journal a été scellé.";

    // Log-ins
    LoggedIn => "logged_in", User, Audit, Stay, Nobody, "Une connexion a eu lieu.";
    LoggedOut => "logged_out", User, Audit, Stay, Nobody, "Une session a été fermée.";
    LoggedOutEverywhere => "logged_out_everywhere", User, Audit, Stay, Nobody, "Tous les appareils d'une personne ont été déconnectés.";
    LoginFailed => "login_failed", User, Audit, Stay, Nobody, "Une connexion a échoué.";
    LoginLocked => "login_locked", User, Audit, Stay, Nobody, "Après trop d'échecs, la connexion a été bloquée pour un temps.";
    RefreshTokenReused => "refresh_token_reused", User, Audit, Stay, Nobody, "Une session a été coupée : son jeton avait déjà servi.";
    SessionsRevoked => "sessions_revoked", User, Audit, Stay, Nobody, "Toutes les sessions d'un compte ont été coupées.";
    AccessRefused => "access_refused", Route, Audit, Stay, Nobody, "Un accès a été refusé, faute de droits.";

    // Accounts
    AccountCreated => "account_created", User, Audit, Stay, Nobody, "Un compte a été créé.";
    AccountActivated => "account_activated", User, Audit, Stay, Nobody, "Un compte a été activé.";
    AccountChanged => "account_changed", User, Audit, Stay, Nobody, "Un compte a été modifié.";
    AccountUnlocked => "account_unlocked", User, Audit, Stay, Nobody, "La connexion à un compte a été débloquée.";
    AccountAddressCorrected => "account_address_corrected", User, Audit, Stay, Nobody, "L'adresse électronique d'un compte a été corrigée.";
    AccountErased => "account_erased", User, Audit, Change, Nobody, "Un compte a été effacé.";
    ContactChanged => "contact_changed", User, Audit, Stay, Nobody, "Les coordonnées d'une personne ont été reprises de Billetweb.";
    ProfileChanged => "profile_changed", User, Audit, Stay, Nobody, "Quelqu'un a modifié ses coordonnées.";
    OwnDataCopied => "own_data_copied", User, Audit, Stay, Nobody, "Quelqu'un a demandé la copie de ses données.";
    ContactCorrected => "contact_corrected", User, Audit, Stay, Nobody, "Les coordonnées d'une personne ont été corrigées par l'association.";
    PasswordChanged => "password_changed", User, Audit, Stay, Nobody, "Un mot de passe a été changé.";
    PasswordCheckFailed => "password_check_failed", User, Audit, Stay, Nobody, "Un mot de passe redemandé était faux.";
    PasswordResetAsked => "password_reset_asked", User, Audit, Stay, Nobody, "Un nouveau mot de passe a été demandé.";
    PasswordResetUnknown => "password_reset_unknown", Address, Audit, Stay, Nobody, "Un nouveau mot de passe a été demandé pour une adresse inconnue.";
    MailRetried => "mail_retried", Mail, Audit, Stay, Nobody, "Un message a été remis à l'envoi.";
    MailsResent => "mails_resent", Mail, Audit, Stay, Nobody, "Les messages refusés ont été remis à l'envoi.";

    // Editions
    EditionCreated => "edition_created", Edition, Audit, Change, Nobody, "Une édition a été créée.";
    EditionChanged => "edition_changed", Edition, Audit, Change, Nobody, "Une édition a été modifiée.";
    EditionConfigured => "edition_configured", Edition, Audit, Change, Nobody, "Une édition a été configurée.";
    EditionRemoved => "edition_removed", Edition, Audit, Change, Nobody, "Une édition sans inscription a été supprimée.";
    EditionStep => "edition_step", Edition, Money, Change, Nobody, "Une édition a changé d'étape.";
    SlotCreated => "slot_created", Slot, Audit, Change, Nobody, "Un créneau de dépôt a été ajouté.";
    SlotChanged => "slot_changed", Slot, Audit, Change, Nobody, "Un créneau de dépôt a été modifié.";
    SlotDeleted => "slot_deleted", Slot, Audit, Change, Nobody, "Un créneau de dépôt a été supprimé.";
    StandardSlotsAdded => "standard_slots_added", Edition, Audit, Change, Nobody, "Les créneaux de dépôt habituels ont été ajoutés.";

    // Registrations
    BilletwebImported => "billetweb_imported", Edition, Audit, Change, Nobody, "Un export de Billetweb a été importé.";
    InvitationCreated => "invitation_created", Invitation, Audit, Stay, Nobody, "Une invitation a été envoyée.";
    InvitationResent => "invitation_resent", Invitation, Audit, Stay, Nobody, "Une invitation a été renvoyée.";
    InvitationCancelled => "invitation_cancelled", Invitation, Audit, Stay, Nobody, "Une invitation a été annulée.";
    DeclarationsReminded => "declarations_reminded", Edition, Audit, Stay, Nobody, "Des déposants en retard ont reçu un rappel.";
    RegistrationCreated => "registration_created", Registration, Audit, Change, Nobody, "Une inscription a été faite.";
    RegistrationMoved => "registration_moved", Registration, Audit, Change, Nobody, "Une inscription a changé de créneau.";
    RegistrationDeleted => "registration_deleted", Registration, Audit, Change, Nobody, "Une inscription a été supprimée.";

    // Lists and labels
    ListCreated => "list_created", List, Audit, Change, Nobody, "Une liste a été commencée.";
    ListValidated => "list_validated", List, Audit, Change, Nobody, "Une liste a été validée.";
    ListReopened => "list_reopened", List, Audit, Change, Nobody, "Une liste validée a été rouverte.";
    ListDeleted => "list_deleted", List, Audit, Change, Nobody, "Une liste a été supprimée.";
    ListsAccepted => "lists_accepted", Edition, Audit, Change, Nobody, "Des listes entières ont été acceptées au dépôt.";
    ArticleAdded => "article_added", Article, Audit, Change, Nobody, "Un article a été déclaré.";
    ArticleChanged => "article_changed", Article, Audit, Change, Nobody, "Un article a été modifié.";
    ArticleRemoved => "article_removed", Article, Audit, Change, Nobody, "Un article a été retiré de sa liste.";
    LabelsGenerated => "labels_generated", Edition, Audit, Change, Nobody, "Des étiquettes ont été préparées.";
    LabelsPrinted => "labels_printed", Edition, Audit, Change, Nobody, "Des étiquettes ont été notées comme imprimées.";
    LabelsNotPrinted => "labels_not_printed", Edition, Audit, Change, Nobody, "Des étiquettes notées imprimées sont de nouveau à imprimer.";

    // Desks
    DeskOpened => "desk_opened", DeskSession, Audit, Stay, Nobody, "Une table a été ouverte.";
    DeskClosed => "desk_closed", DeskSession, Audit, Stay, Nobody, "Une table a été fermée.";
    DeskDecided => "desk_decided", List, Audit, Change, Nobody, "Une table a pris des décisions sur une liste.";

    // The sale
    RegisterOpened => "register_opened", RegisterSession, Money, Stay, Nobody, "Une caisse a été ouverte.";
    RegisterTakenOver => "register_taken_over", RegisterSession, Money, Change, Nobody, "Une caisse a été reprise sur un autre appareil.";
    RegisterClosed => "register_closed", RegisterSession, Money, Stay, Nobody, "Une caisse a été clôturée.";
    DeviceForgotten => "device_forgotten", RegisterSession, Audit, Change, Nobody, "L'appareil d'une caisse a été oublié.";
    TicketRecorded => "ticket_recorded", Ticket, Money, Grow, Nobody, "Un ticket a été enregistré.";
    TicketHeld => "ticket_held", HeldTicket, Money, Stay, Nobody, "Un panier a été transmis à une autre caisse.";
    TicketTakenUp => "ticket_taken_up", HeldTicket, Money, Stay, Nobody, "Un panier transmis a été repris.";
    TicketQuarantined => "ticket_quarantined", Quarantine, Money, Stay, Managers, "Un ticket douteux a été mis de côté.";
    QuarantineReleased => "quarantine_released", Quarantine, Money, Change, Nobody, "Un ticket mis de côté a été enregistré : ceux qui le précèdent sont arrivés.";
    QuarantineAccepted => "quarantine_accepted", Quarantine, Money, Change, Nobody, "Un ticket mis de côté a été accepté.";
    QuarantineDropped => "quarantine_dropped", Quarantine, Money, Change, Nobody, "Un ticket mis de côté a été écarté.";
    SaleDisplaced => "sale_displaced", Article, Money, Change, Managers, "Une vente a cédé l'article à une autre, qui l'avait précédée.";
    SaleCancelled => "sale_cancelled", Ticket, Money, Change, Nobody, "Des lignes d'un ticket ont été annulées.";
    SaleLineAssigned => "sale_line_assigned", Article, Money, Change, Nobody, "Une vente sans article a été rattachée à un article.";
    SaleLineSettled => "sale_line_settled", Ticket, Money, Change, Nobody, "Une vente sans article a été réglée.";
    ConflictSettled => "conflict_settled", Article, Money, Change, Nobody, "Un article vendu plusieurs fois a été départagé.";
    PayoutPriceSet => "payout_price_set", Ticket, Money, Change, Nobody, "Le prix reversé pour une ligne a été décidé.";

    // The settlement
    PayoutsComputed => "payouts_computed", Edition, Money, Change, Nobody, "Les reversements ont été calculés.";
    PayoutAdjusted => "payout_adjusted", Payout, Money, Change, Nobody, "Un reversement a été ajusté.";
    PayoutPaid => "payout_paid", Payout, Money, Change, Nobody, "Un reversement a été payé.";
    PayoutReversed => "payout_reversed", Payout, Money, Change, Nobody, "Le paiement d'un reversement a été annulé.";
    PayoutAbsent => "payout_absent", Payout, Money, Change, Nobody, "Une absence au retour a été notée.";
    PayoutReminded => "payout_reminded", Payout, Money, Change, Nobody, "Une personne absente au retour a été relancée.";
    PayoutSlipMade => "payout_slip_made", Payout, Money, Change, Nobody, "Le bordereau d'un reversement a été établi.";
    PayoutSlipsMade => "payout_slips_made", Edition, Money, Change, Nobody, "Les bordereaux des reversements ont été établis.";
    UnsoldReturned => "unsold_returned", Edition, Money, Change, Nobody, "Des invendus ont été rendus.";
    ReturnRevoked => "return_revoked", Edition, Money, Change, Nobody, "Un retour d'invendus a été annulé.";
    UnsoldDonated => "unsold_donated", Edition, Money, Change, Nobody, "Des invendus ont été donnés.";
    DonationRevoked => "donation_revoked", Edition, Money, Change, Nobody, "Un don d'invendus a été annulé.";
}

/// What happened, for people, by its stored code; one that only another version knows is shown as it is.
pub fn in_words(code: &str) -> String {
    Event::parse(code).map_or_else(
        || format!("« {code} », que cette version ne connaît pas."),
        |event| event.french().to_owned(),
    )
}

#[cfg(test)]
mod tests;
