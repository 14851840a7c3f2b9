//! Articles as tills see them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::features::lists::states::ArticleStatus;
use crate::kernel::clock::Instant;
use crate::kernel::ids::ArticleId;

/// `GET /editions/{id}/register-catalogue`: what a till needs to sell, nothing about depositors.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegisterCatalogue {
    /// To be sent back as `since`. None while the edition has no labelled article.
    pub version: Option<Instant>,
    /// Whether these are all articles, or only those that changed.
    pub whole: bool,
    /// Every article that has a label, whatever its state.
    pub articles: Vec<CatalogueArticle>,
}

/// One article of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CatalogueArticle {
    /// Printed code.
    pub code: String,
    /// List number.
    pub list_number: i32,
    /// Line of the list.
    pub line: i32,
    /// What it is.
    pub description: String,
    /// Size, if it has one.
    pub size: Option<String>,
    /// Its colour: with the brand what shows that a label hangs on another article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Its brand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// Colour of its list's labels, `#RRGGBB`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_color: Option<&'static str>,
    /// Price in the catalogue.
    pub price_cents: i32,
    /// State of the article.
    pub status: ArticleStatus,
    /// Why it is refused or withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
}

/// `GET /editions/{id}/articles/by-code/{code}`
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScannedArticle {
    /// The article.
    pub id: ArticleId,
    /// Printed code.
    pub code: String,
    /// List number.
    pub list_number: i32,
    /// Line of the list.
    pub line: i32,
    /// State of the article.
    pub status: ArticleStatus,
    /// Why it is refused or withdrawn.
    pub status_reason: Option<String>,
    /// Category of the catalogue.
    pub category: String,
    /// Subcategory of the catalogue.
    pub subcategory: String,
    /// What it is.
    pub description: String,
    /// Size, if it has one.
    pub size: Option<String>,
    /// Its colour.
    pub color: Option<String>,
    /// Its brand.
    pub brand: Option<String>,
    /// Colour of its list's labels, `#RRGGBB`.
    pub label_color: Option<&'static str>,
    /// Price in the catalogue.
    pub price_cents: i32,
    /// Price of the scanned label, when the whole QR text was given and it differs from the catalogue: the one to sell.
    pub label_price_cents: Option<i32>,
    /// Whether it is 1 to 3 identical garments sold as one.
    pub is_lot: bool,
    /// Whose it is.
    pub depositor: ScannedDepositor,
    /// Its sale, if it is sold.
    pub sale: Option<ScannedSale>,
}

/// A depositor, by list number only: volunteers at the tills need no name.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScannedDepositor {
    /// List number.
    pub list_number: i32,
}

/// When and where an article was sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ScannedSale {
    /// By the till's clock.
    pub sold_at: Instant,
    /// Which till.
    pub register_number: i32,
    /// Which volunteer: `Camille M.`
    pub seller: String,
    /// For how much.
    pub price_cents: i32,
}
