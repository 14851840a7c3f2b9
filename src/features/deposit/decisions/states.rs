//! The words of commands: what desks may say of articles, lists and people (deposit.md 1).

use crate::text_enum;

text_enum! {
    /// What a command says.
    pub enum Kind {
        /// The article is taken in.
        Accept => "accept",
        /// The article is refused.
        Refuse => "refuse",
        /// The article is not in the box.
        NotBrought => "not_brought",
        /// Something that the depositor wrote is put right.
        Correct => "correct",
        /// More labels of the article are wanted.
        ExtraLabel => "extra_label",
        /// The article is taken out of the racks.
        Withdraw => "withdraw",
        /// The article goes back into the racks.
        PutBack => "put_back",
        /// The article cannot be found.
        Lost => "lost",
        /// What could not be found is there.
        FoundAgain => "found_again",
        /// Sorting: the article lies in a bag of its list.
        Found => "found",
        /// Sorting: the article was taken for found, and is not there.
        NotThere => "not_there",
        /// Articles go back to their depositor.
        HandOver => "hand_over",
        /// Articles go to charity.
        Donate => "donate",
        /// The review of a list begins.
        ListStart => "list_start",
        /// The review of a list is over.
        ListFinish => "list_finish",
        /// A manager opens a reviewed list again.
        ListReopen => "list_reopen",
        /// The bags of a list are closed.
        Seal => "seal",
        /// The bags of a list are open again.
        Unseal => "unseal",
        /// A manager lets the bags of a list go although something is missing.
        Release => "release",
        /// Whether the envelope for the payout was given.
        Envelope => "envelope",
        /// Whether the paper is signed.
        SignedOnPaper => "signed_on_paper",
        /// Whether the depositor's identity was checked.
        Identity => "identity",
        /// Whether the depositor lives where the slot asks for it.
        Residence => "residence",
        /// Something to remember about the depositor.
        Remark => "remark",
        /// A command is taken back.
        Undo => "undo",
    }
}

impl Kind {
    /// Whether it is about one article, which it then has to name.
    pub const fn names_an_article(self) -> bool {
        matches!(
            self,
            Self::Accept
                | Self::Refuse
                | Self::NotBrought
                | Self::Correct
                | Self::ExtraLabel
                | Self::Withdraw
                | Self::PutBack
                | Self::Lost
                | Self::FoundAgain
                | Self::Found
                | Self::NotThere
        )
    }

    /// Whether only managers send it.
    pub const fn is_for_managers(self) -> bool {
        matches!(self, Self::ListReopen | Self::Release)
    }

    /// Whether it decides that an article is for sale, or what stands on its label: settled once the sale is open.
    pub const fn is_reviewing(self) -> bool {
        matches!(self, Self::Accept | Self::Refuse | Self::NotBrought | Self::Correct)
    }
}

text_enum! {
    /// Why an article is refused at the deposit.
    pub enum DepositRefusal {
        /// Stains, holes.
        StainedOrDamaged => "stained_or_damaged",
        /// Of another season.
        OutOfSeason => "out_of_season",
        /// Something is missing or does not work.
        IncompleteOrBroken => "incomplete_or_broken",
        /// The sale does not take such articles.
        AgainstRules => "against_rules",
        /// Nobody would buy it any more.
        OutOfFashion => "out_of_fashion",
        /// Too large for the hall.
        TooBulky => "too_bulky",
        /// What the text says.
        Other => "other",
    }
}

impl DepositRefusal {
    /// The sentence that the depositor reads.
    pub const fn french(self) -> &'static str {
        match self {
            Self::StainedOrDamaged => "Taché ou abîmé",
            Self::OutOfSeason => "Hors saison",
            Self::IncompleteOrBroken => "Incomplet, ou ne fonctionne pas",
            Self::AgainstRules => "Article que la bourse ne prend pas",
            Self::OutOfFashion => "Démodé, ne se vend plus",
            Self::TooBulky => "Trop encombrant pour la salle",
            Self::Other => "Autre raison",
        }
    }
}

text_enum! {
    /// Why an article is taken out of the racks or given up.
    pub enum WithdrawalReason {
        /// A stain was found.
        Stained => "stained",
        /// It is damaged.
        Damaged => "damaged",
        /// A part is missing.
        Incomplete => "incomplete",
        /// It has no label any more.
        NoLabel => "no_label",
        /// It is dangerous.
        Safety => "safety",
        /// What the text says.
        Other => "other",
    }
}

impl WithdrawalReason {
    /// The sentence that the depositor reads.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Stained => "Une tache a été vue",
            Self::Damaged => "Article abîmé",
            Self::Incomplete => "Il manque une pièce",
            Self::NoLabel => "Étiquette perdue",
            Self::Safety => "Article dangereux",
            Self::Other => "Autre raison",
        }
    }
}

text_enum! {
    /// What became of a command that was sent.
    pub enum CommandStatus {
        /// It is recorded and stands.
        Applied => "applied",
        /// It is recorded; another one stands above it, or it counts for nothing.
        Superseded => "superseded",
        /// It had arrived before.
        Duplicate => "duplicate",
        /// Something is wrong with itself.
        Refused => "refused",
    }
}

text_enum! {
    /// What is wrong with a command. Values are codes of the answer.
    pub enum CommandRefusal {
        /// No such kind.
        UnknownKind => "unknown_kind",
        /// The value is none for this kind, or against a rule of the catalogue.
        BadValue => "bad_value",
        /// No such list in this edition.
        UnknownList => "unknown_list",
        /// The article is on another list, or none is named.
        ArticleNotInList => "article_not_in_list",
        /// The id was used for something else.
        IdReused => "id_reused",
        /// Only managers decide that.
        Forbidden => "forbidden",
        /// The edition is over.
        EditionClosed => "edition_closed",
    }
}

impl CommandRefusal {
    /// What to do about it.
    pub const fn french(self) -> &'static str {
        match self {
            Self::UnknownKind => "Cette page est d’une autre version que le serveur : rechargez-la.",
            Self::BadValue => "Cette valeur n’est pas possible.",
            Self::UnknownList => "Cette liste n’est pas de cette édition.",
            Self::ArticleNotInList => "Cet article n’est pas sur cette liste.",
            Self::IdReused => "Cette décision porte le numéro d’une autre.",
            Self::Forbidden => "Seul un gestionnaire peut décider cela.",
            Self::EditionClosed => "L’édition est close : plus rien ne s’y décide.",
        }
    }
}
