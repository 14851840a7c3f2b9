//! The words of tickets, payments, conflicts and cancellations.

use crate::text_enum;

text_enum! {
    /// What a customer pays with.
    pub enum PaymentMethod {
        /// Espèces.
        Cash => "cash",
        /// Carte bancaire.
        Card => "card",
        /// Chèque.
        Cheque => "cheque",
    }
}

text_enum! {
    /// Why a line or a ticket was cancelled (till.md 6).
    pub enum CancelReason {
        /// The wrong label was scanned.
        ScanError => "scan_error",
        /// The customer does not want it any more.
        CustomerChangedMind => "customer_changed_mind",
        /// Something is wrong with the article.
        ArticleDefect => "article_defect",
        /// Said in words.
        Other => "other",
    }
}

text_enum! {
    /// A volunteer's time at a till.
    pub enum RegisterSessionState {
        /// From opening.
        Open => "open",
        /// Counted, or taken over and yet to be counted.
        Closed => "closed",
    }
}

text_enum! {
    /// What became of a ticket that a till sent in (till.md 4).
    pub enum SyncStatus {
        /// New, and kept.
        Recorded => "recorded",
        /// Same id and signature as a ticket kept before.
        Duplicate => "duplicate",
        /// Kept whole, for a manager to accept or drop.
        Quarantined => "quarantined",
    }
}

text_enum! {
    /// What became of a line of a recorded ticket (till.md 4).
    pub enum LineStatus {
        /// The effective sale of its article.
        Sold => "sold",
        /// Another ticket holds the effective sale.
        Conflict => "conflict",
        /// No article of the edition has this code.
        UnknownCode => "unknown_code",
        /// Recorded by a former release, which claimed no article for it: it waits for a manager like an unknown code.
        NotOnSale => "not_on_sale",
        /// Recorded as paid, at a price that is neither the catalogue's nor a genuine label's.
        PriceDiffers => "price_differs",
    }
}

text_enum! {
    /// Why a ticket is quarantined by a sync, or refused by a strict sale (till.md 4, api.md 9).
    pub enum TicketRefusal {
        /// The signature is not that of this content under the session's key.
        BadSignature => "bad_signature",
        /// `previous` or `sequence` does not follow the session's last ticket.
        BrokenChain => "broken_chain",
        /// No such register session in this edition.
        UnknownSession => "unknown_session",
        /// The id is already taken by a ticket with other content.
        TicketIdReused => "ticket_id_reused",
        /// `sold_at` lies more than 5 minutes outside the session.
        ClockSkew => "clock_skew",
        /// Payments do not sum up to the lines.
        PaymentMismatch => "payment_mismatch",
        /// A counter-ticket cancels a ticket that its session never made.
        UnknownTicket => "unknown_ticket",
        /// A counter-ticket cancels what has been cancelled already.
        AlreadyCancelled => "already_cancelled",
        /// A counter-ticket was made more than 5 minutes after the sale, by the till's own times.
        CancelTooLate => "cancel_too_late",
        /// A counter-ticket takes back what its depositor has been paid for.
        PayoutPaid => "payout_paid",
        /// A counter-ticket takes money out of a drawer that was counted with nothing left to come.
        DrawerCounted => "drawer_counted",
        /// A line costs less than the least price of the edition.
        PriceTooLow => "price_too_low",
        /// Not readable as a ticket, or beyond what any till makes.
        Malformed => "malformed",
    }
}

text_enum! {
    /// How a ticket came in (till.md 4).
    pub enum TicketOrigin {
        /// Before the customer paid.
        Strict => "strict",
        /// Paid, made off-line or without an answer.
        Sync => "sync",
        /// Accepted by a manager.
        Quarantine => "quarantine",
    }
}

text_enum! {
    /// What a till is doing, as it reports itself.
    pub enum TillState {
        /// Waiting for a customer.
        Ready => "ready",
        /// A ticket is open.
        Selling => "selling",
        /// Waiting for its PIN.
        Locked => "locked",
        /// Being counted.
        Closing => "closing",
    }
}

text_enum! {
    /// Why a line cannot be sold strictly (api.md 9, `lines_not_sellable`).
    pub enum LineRefusal {
        /// Another ticket holds the effective sale.
        AlreadySold => "already_sold",
        /// No article of the edition has this code.
        UnknownCode => "unknown_code",
        /// The article was refused, withdrawn, or never accepted.
        NotOnSale => "not_on_sale",
        /// The same code stands on an earlier line of the ticket.
        DuplicateLine => "duplicate_line",
        /// The price is neither the catalogue's nor a genuine label's.
        PriceDiffers => "price_differs",
    }
}

text_enum! {
    /// How a manager settles a conflict (till.md 5).
    pub enum ConflictSettlement {
        /// The claim is cancelled and the money given back.
        Refund => "refund",
        /// The association keeps the money.
        Keep => "keep",
    }
}

text_enum! {
    /// What a manager decided about a quarantined ticket.
    pub enum QuarantineState {
        /// Not looked at yet.
        Waiting => "waiting",
        /// Recorded after all.
        Accepted => "accepted",
        /// Left out, for a reason.
        Dropped => "dropped",
    }
}
