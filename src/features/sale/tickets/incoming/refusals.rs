//! Why a ticket is not trusted, in words.

use crate::error::{Problem, unprocessable};
use crate::features::sale::states::TicketRefusal;

/// The sentence for a reason, for people.
pub fn explain(reason: TicketRefusal) -> &'static str {
    match reason {
        TicketRefusal::BadSignature => "La signature du ticket n'est pas celle de sa caisse.",
        TicketRefusal::BrokenChain => {
            "Ce ticket ne suit pas le dernier ticket connu de sa caisse : un autre manque."
        }
        TicketRefusal::UnknownSession => "La session de caisse de ce ticket n'existe pas dans cette édition.",
        TicketRefusal::TicketIdReused => "Un autre ticket porte déjà cet identifiant.",
        TicketRefusal::ClockSkew => {
            "L'heure du ticket est hors de sa session de caisse, de plus de 5 minutes."
        }
        TicketRefusal::PaymentMismatch => "Les paiements ne font pas la somme des articles.",
        TicketRefusal::UnknownTicket => "Le ticket à annuler n'est pas connu de cette caisse.",
        TicketRefusal::AlreadyCancelled => "Le ticket à annuler l'est déjà.",
        TicketRefusal::CancelTooLate => {
            "Une vente s'annule à la caisse dans les 5 minutes. Ensuite, demandez à un gestionnaire."
        }
        TicketRefusal::PayoutPaid => {
            "Le reversement du déposant est déjà payé : seul un gestionnaire peut encore annuler cette vente."
        }
        TicketRefusal::DrawerCounted => {
            "Cette caisse est déjà comptée : un gestionnaire décide d'où l'argent est rendu."
        }
        TicketRefusal::PriceTooLow => "Un article coûte moins que le plus petit prix de cette édition.",
        TicketRefusal::Malformed => "Ce ticket n'est pas lisible.",
    }
}

/// The refusal of a ticket before its customer pays.
pub fn refusal(reason: TicketRefusal) -> Problem {
    unprocessable(reason.as_str(), explain(reason))
}
