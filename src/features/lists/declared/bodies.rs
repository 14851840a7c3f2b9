//! What the routes of lists and articles take: bodies and queries.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::model::Article;
use super::rules::draft::ArticleDraft;
use crate::features::edition::catalogue::states::Gender;
use crate::features::lists::states::ArticleStatus;
use crate::kernel::ids::ArticleId;
use crate::kernel::text::Reason;

crate::text_enum! {
    /// What a depositor can confirm when asked to.
    pub enum Confirmation {
        /// The article is not of the refused kind that its words bring to mind.
        BlacklistSuspected => "blacklist_suspected",
    }
}

/// `POST /lists/{id}/articles`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewArticle {
    /// Its identifier, made by who sends it (UUIDv7): sent again, the same article is answered instead of a second one.
    pub id: Option<ArticleId>,
    /// Category code; when given it must be that of the kind.
    pub category: Option<String>,
    /// Kind: a subcategory code, or the code of a refused kind.
    pub subcategory: String,
    /// What it is, 3 to 100 characters.
    pub description: String,
    /// Whom it is for.
    pub gender: Option<Gender>,
    /// Size, free text.
    pub size: Option<String>,
    /// Colour, free text.
    pub color: Option<String>,
    /// Brand, free text.
    pub brand: Option<String>,
    /// Price in cents; for a lot, the price of the whole.
    pub price_cents: i32,
    /// Several identical pieces sold as one.
    #[serde(default)]
    pub is_lot: bool,
    /// How many pieces.
    pub lot_quantity: Option<i32>,
    /// The conformity box is ticked.
    #[serde(default)]
    pub certified: bool,
    /// What the depositor was asked and has confirmed.
    #[serde(default)]
    pub confirm: Vec<Confirmation>,
}

impl NewArticle {
    /// The same for the rules.
    pub fn into_draft(self) -> ArticleDraft {
        ArticleDraft {
            category: self.category,
            subcategory: self.subcategory,
            description: self.description,
            gender: self.gender,
            size: self.size,
            color: self.color,
            brand: self.brand,
            price_cents: self.price_cents,
            is_lot: self.is_lot,
            lot_quantity: self.lot_quantity,
            certified: self.certified,
            not_refused: self.confirm.contains(&Confirmation::BlacklistSuspected),
        }
        .tidied()
    }
}

/// `PATCH /articles/{id}`: what is not sent stays, `null` empties.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleChanges {
    /// Category code; when given it must be that of the kind.
    pub category: Option<String>,
    /// Kind.
    pub subcategory: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Whom it is for.
    #[serde(default, deserialize_with = "sent")]
    pub gender: Option<Option<Gender>>,
    /// Size.
    #[serde(default, deserialize_with = "sent")]
    pub size: Option<Option<String>>,
    /// Colour.
    #[serde(default, deserialize_with = "sent")]
    pub color: Option<Option<String>>,
    /// Brand.
    #[serde(default, deserialize_with = "sent")]
    pub brand: Option<Option<String>>,
    /// Price in cents.
    pub price_cents: Option<i32>,
    /// Several identical pieces sold as one.
    pub is_lot: Option<bool>,
    /// How many pieces.
    #[serde(default, deserialize_with = "sent")]
    pub lot_quantity: Option<Option<i32>>,
    /// The conformity box.
    pub certified: Option<bool>,
    /// What the depositor was asked and has confirmed.
    #[serde(default)]
    pub confirm: Vec<Confirmation>,
}

/// Tells a field that is `null` from one that is absent.
#[expect(clippy::option_option, reason = "absent, null and a value are three things to a PATCH")]
fn sent<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

impl ArticleChanges {
    /// The article as it would be afterwards. New words need a new confirmation.
    pub fn apply(&self, article: &Article) -> ArticleDraft {
        let before = article.draft();
        let retyped = self.description.is_some() || self.subcategory.is_some();
        ArticleDraft {
            category: self.category.clone(),
            subcategory: self.subcategory.clone().unwrap_or(before.subcategory),
            description: self.description.clone().unwrap_or(before.description),
            gender: self.gender.unwrap_or(before.gender),
            size: self.size.clone().unwrap_or(before.size),
            color: self.color.clone().unwrap_or(before.color),
            brand: self.brand.clone().unwrap_or(before.brand),
            price_cents: self.price_cents.unwrap_or(before.price_cents),
            is_lot: self.is_lot.unwrap_or(before.is_lot),
            lot_quantity: self.lot_quantity.unwrap_or(before.lot_quantity),
            certified: self.certified.unwrap_or(before.certified),
            not_refused: !retyped || self.confirm.contains(&Confirmation::BlacklistSuspected),
        }
        .tidied()
    }
}

/// `POST /lists/{id}/validate`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Validate {
    /// The conditions of the deposit are accepted.
    pub accept_terms: bool,
}

/// `POST /lists/{id}/reopen`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reopen {
    /// Why, for the journal.
    pub reason: Reason,
}

/// `POST /editions/{id}/lists`: nothing to say, the number is the next of the registration.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewList {}

/// Which articles of an edition are asked for.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticlesQuery {
    /// From 1.
    pub page: Option<i64>,
    /// At most 200, 50 by default.
    pub per_page: Option<i64>,
    /// A label as it is scanned or typed (`245-3`), or part of the code, the description, the brand or the size.
    pub q: Option<String>,
    /// Only articles of the list with this number.
    pub list: Option<i32>,
    /// Only articles in this state.
    pub status: Option<ArticleStatus>,
    /// Only articles of this category, by its code.
    pub category: Option<String>,
}
