//! The words of lists and articles.

use crate::text_enum;

pub use crate::features::edition::catalogue::states::Gender;

text_enum! {
    /// Where a list stands (domain.md 4).
    pub enum ListState {
        /// Its depositor is filling it in.
        Draft => "draft",
        /// Declared for good; only a manager takes it back to `draft`.
        Validated => "validated",
        /// Checked at the deposit table.
        Reviewed => "reviewed",
        /// The edition is over.
        Closed => "closed",
        /// Not validated in time: left out of the sale.
        NotFinalised => "not_finalised",
    }
}

text_enum! {
    /// Where an article stands (domain.md 4).
    pub enum ArticleStatus {
        /// On a draft list.
        Draft => "draft",
        /// On a validated list.
        Declared => "declared",
        /// Taken in at the deposit table.
        Accepted => "accepted",
        /// Refused at the deposit table: keeps its line, struck through, and is never sold.
        Refused => "refused",
        /// Declared, but not in the box: nobody had decided about it when the sale opened, or the desk said so.
        NotBrought => "not_brought",
        /// In the racks of an open sale.
        OnSale => "on_sale",
        /// Claimed by an effective sale.
        Sold => "sold",
        /// Left over when the sale ended.
        Unsold => "unsold",
        /// Given back to its depositor.
        Returned => "returned",
        /// Given to charity.
        Donated => "donated",
        /// Taken out of the racks, for a reason that the depositor sees.
        Withdrawn => "withdrawn",
        /// Cannot be found.
        Lost => "lost",
    }
}

text_enum! {
    /// What the deposit table decided about an article.
    pub enum Verdict {
        /// Taken in.
        Accept => "accept",
        /// Refused.
        Refuse => "refuse",
        /// Not in the box.
        NotBrought => "not_brought",
    }
}

text_enum! {
    /// What happened to an article in the hall.
    pub enum Mark {
        /// Taken out of the racks.
        Withdrawn => "withdrawn",
        /// Cannot be found.
        Lost => "lost",
    }
}

text_enum! {
    /// Where an article went after the sale.
    pub enum Outcome {
        /// Back to its depositor.
        Returned => "returned",
        /// To charity.
        Donated => "donated",
    }
}

text_enum! {
    /// How far the labels of a list are (domain.md 4). Generating again keeps every code.
    pub enum LabelState {
        /// No sheet made yet.
        None => "none",
        /// A sheet exists.
        Generated => "generated",
        /// A manager said that it is on paper.
        Printed => "printed",
    }
}

text_enum! {
    /// What became of the bags of a list after the sale.
    pub enum Bags {
        /// Complete and closed.
        Sealed => "sealed",
        /// Let go by a manager although something is missing.
        Released => "released",
    }
}
