//! An article before it is one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::features::lists::states::Gender;
use crate::kernel::text::tidy;

/// An article as its depositor fills it in. Texts are expected [`tidied`](ArticleDraft::tidied).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleDraft {
    /// Category code; when given it must be that of the kind.
    #[serde(default)]
    pub category: Option<String>,
    /// Kind: a subcategory code, or the code of a refused kind.
    pub subcategory: String,
    /// What it is, in the depositor's words.
    pub description: String,
    /// Whom it is for.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// Size, free text.
    #[serde(default)]
    pub size: Option<String>,
    /// Colour, free text.
    #[serde(default)]
    pub color: Option<String>,
    /// Brand, free text.
    #[serde(default)]
    pub brand: Option<String>,
    /// Price in cents; for a lot, the price of the whole.
    pub price_cents: i32,
    /// Several identical pieces sold as one.
    #[serde(default)]
    pub is_lot: bool,
    /// How many pieces.
    #[serde(default)]
    pub lot_quantity: Option<i32>,
    /// The conformity box is ticked.
    #[serde(default)]
    pub certified: bool,
    /// The depositor has read the suspicion of a refused kind and says that it is not one.
    #[serde(default)]
    pub not_refused: bool,
}

impl ArticleDraft {
    /// The same with texts trimmed and empty ones absent.
    #[must_use]
    pub fn tidied(self) -> Self {
        let optional = |text: Option<String>| text.map(|t| tidy(&t)).filter(|t| !t.is_empty());
        Self {
            description: tidy(&self.description),
            size: optional(self.size),
            color: optional(self.color),
            brand: optional(self.brand),
            ..self
        }
    }
}
