//! The catalogue: what may be declared, as data (catalogue.md 1).
//!
//! `standard.json` is the one source of the limits, lots, refused kinds, hints and sentences. The server enforces
//! it, the web application shows it, and each edition freezes its own copy when it opens: a change of a limit
//! is a change of data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::states::Gender;

/// The catalogue that a new edition starts from.
const STANDARD: &str = include_str!("standard.json");

/// Everything that decides whether an article may be declared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The document that the limits come from, in French.
    pub source: String,
    /// Bounds of every price.
    pub price: PriceBounds,
    /// Lengths of texts, in characters after trimming.
    pub text: TextBounds,
    /// How many lines of some kinds a list may hold.
    pub limits: Vec<LineLimit>,
    /// What may be sold as a lot.
    pub lots: LotRule,
    /// Categories, in the order of a list.
    pub categories: Vec<Category>,
    /// Genders, in the order of the form.
    pub genders: Vec<GenderName>,
    /// Suggestions for the size field.
    pub sizes: SizeSuggestions,
    /// Why kinds are refused.
    pub refusal_reasons: Vec<RefusalReason>,
    /// What is never taken.
    pub refused: Vec<RefusedKind>,
}

/// Bounds of a price, in cents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceBounds {
    /// Least price (`price_min`).
    pub min_cents: i32,
    /// Prices are multiples of it (`price_step`).
    pub step_cents: i32,
    /// Above it a price is unusual (`price_unusual`, a warning) unless its kind has a bound of its own.
    pub unusual_above_cents: i32,
}

/// Lengths of texts, in characters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextBounds {
    /// Shortest description.
    pub description_min: usize,
    /// Longest description.
    pub description_max: usize,
    /// Longest size.
    pub size_max: usize,
    /// Longest colour.
    pub color_max: usize,
    /// Longest brand.
    pub brand_max: usize,
}

/// At most `max` lines of some kinds on one list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineLimit {
    /// Rule code, for instance `clothes_limit`.
    pub rule: String,
    /// Most lines.
    pub max: usize,
    /// The kinds that count; every line counts when absent.
    pub subcategories: Option<Vec<String>>,
    /// What is counted, in French, for counters.
    pub french: String,
    /// The sentence that refuses one more.
    pub message: String,
}

impl LineLimit {
    /// Whether an article of this kind counts.
    pub fn counts(&self, subcategory: &str) -> bool {
        self.subcategories.as_ref().is_none_or(|kinds| kinds.iter().any(|kind| kind == subcategory))
    }
}

/// What may be sold as a lot, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LotRule {
    /// The kinds that may form a lot.
    pub subcategories: Vec<String>,
    /// Fewest pieces.
    pub min: i32,
    /// Most pieces.
    pub max: i32,
    /// Largest size, in months.
    pub size_max_months: u32,
}

/// A category: a heading of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Stored code.
    pub code: String,
    /// French name.
    pub french: String,
    /// The sentence of the conformity box.
    pub quality: String,
    /// Its kinds, in the order of the form.
    pub subcategories: Vec<Subcategory>,
}

/// A kind of article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subcategory {
    /// Stored code.
    pub code: String,
    /// French name, lower case.
    pub french: String,
    /// Usual prices, shown beside the price field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_hint: Option<PriceHint>,
    /// A bound of its own on the price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_max: Option<PriceMax>,
}

/// Usual prices of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceHint {
    /// For adults; absent where there is no such thing.
    pub adult: Option<PriceRange>,
    /// For children.
    pub child: Option<PriceRange>,
}

/// A range of prices, both ends included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceRange {
    /// Lower end, in cents.
    pub min_cents: i32,
    /// Upper end, in cents.
    pub max_cents: i32,
}

/// An upper bound on the price of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceMax {
    /// Rule code, for instance `stroller_price_max`.
    pub rule: String,
    /// Highest price, in cents.
    pub cents: i32,
}

/// A gender's French name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenderName {
    /// Stored code.
    pub code: Gender,
    /// French name.
    pub french: String,
    /// Which column of the price hints applies.
    pub audience: Audience,
}

crate::text_enum! {
    /// Whom prices are meant for.
    pub enum Audience {
        /// Children.
        Child => "child",
        /// Adults.
        Adult => "adult",
    }
}

/// Suggestions for the size field, which stays free text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SizeSuggestions {
    /// Babies.
    pub months: Vec<String>,
    /// Children.
    pub years: Vec<String>,
    /// Adults.
    pub adults: Vec<String>,
    /// Shoes.
    pub shoes: Vec<String>,
}

/// Why a kind is refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusalReason {
    /// Code that refused kinds name.
    pub code: String,
    /// The sentence shown.
    pub french: String,
}

/// A kind that is never taken; the grammar of its patterns is told in `lists::refused`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusedKind {
    /// Code by which the form names it.
    pub code: String,
    /// French name.
    pub french: String,
    /// Code of its [`RefusalReason`].
    pub reason: String,
    /// What a typed description is searched for.
    pub patterns: Vec<String>,
    /// Words that lift the suspicion.
    pub unless: Vec<String>,
    /// Categories in which descriptions are not searched: the title of a book proves nothing.
    pub skip_categories: Vec<String>,
}

impl Catalogue {
    /// The catalogue shipped with the program; the error cannot occur, since a test reads the text.
    pub fn standard() -> Result<Self, serde_json::Error> {
        Self::from_json(STANDARD)
    }

    /// The text of the shipped catalogue, as served and as frozen by editions.
    pub const fn standard_json() -> &'static str {
        STANDARD
    }

    /// Reads an edition's frozen copy.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// A kind and its category.
    pub fn find(&self, subcategory: &str) -> Option<(&Category, &Subcategory)> {
        self.categories.iter().find_map(|category| {
            let found = category.subcategories.iter().find(|kind| kind.code == subcategory)?;
            Some((category, found))
        })
    }

    /// A refused kind by its code.
    pub fn find_refused(&self, code: &str) -> Option<&RefusedKind> {
        self.refused.iter().find(|kind| kind.code == code)
    }

    /// The sentence that says why a kind is refused.
    pub fn why(&self, kind: &RefusedKind) -> &str {
        self.refusal_reasons
            .iter()
            .find(|reason| reason.code == kind.reason)
            .map_or("", |reason| &reason.french)
    }

    /// A gender's French name.
    pub fn gender_french(&self, gender: Gender) -> &str {
        self.genders.iter().find(|name| name.code == gender).map_or("", |name| &name.french)
    }

    /// Where the category of a kind stands in a list, from 0; unknown kinds come last.
    pub fn rank(&self, subcategory: &str) -> usize {
        self.categories
            .iter()
            .position(|category| category.subcategories.iter().any(|kind| kind.code == subcategory))
            .unwrap_or(self.categories.len())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_shipped_catalogue_survives_being_written_and_read() {
        let catalogue = Catalogue::standard().unwrap();
        let text = serde_json::to_string(&catalogue).unwrap();
        assert_eq!(Catalogue::from_json(&text).unwrap(), catalogue);
        assert_eq!(
            serde_json::to_value(&catalogue).unwrap(),
            serde_json::from_str::<serde_json::Value>(Catalogue::standard_json()).unwrap()
        );
    }

    #[test]
    fn every_reference_inside_the_catalogue_leads_somewhere() {
        let catalogue = Catalogue::standard().unwrap();
        let kinds: Vec<&str> =
            catalogue.categories.iter().flat_map(|c| &c.subcategories).map(|s| s.code.as_str()).collect();
        let unique: BTreeSet<&str> =
            kinds.iter().copied().chain(catalogue.refused.iter().map(|r| r.code.as_str())).collect();
        assert_eq!(unique.len(), kinds.len() + catalogue.refused.len(), "codes are unique");
        let named = catalogue.limits.iter().flat_map(|l| l.subcategories.iter().flatten());
        for code in named.chain(&catalogue.lots.subcategories) {
            assert!(kinds.contains(&code.as_str()), "{code}");
        }
        for kind in &catalogue.refused {
            assert!(!catalogue.why(kind).is_empty(), "{}", kind.code);
            for skipped in &kind.skip_categories {
                assert!(catalogue.categories.iter().any(|c| c.code == *skipped), "{skipped}");
            }
        }
        for &gender in Gender::ALL {
            assert!(!catalogue.gender_french(gender).is_empty(), "{gender}");
        }
    }

    #[test]
    fn the_limits_are_those_of_the_association() {
        let catalogue = Catalogue::standard().unwrap();
        let limits: Vec<(&str, usize)> = catalogue.limits.iter().map(|l| (l.rule.as_str(), l.max)).collect();
        assert_eq!(
            limits,
            [
                ("list_full", 24),
                ("clothes_limit", 12),
                ("coat_limit", 1),
                ("handbag_limit", 1),
                ("scarf_limit", 2),
                ("cot_bumper_limit", 1),
                ("soft_toy_limit", 1),
                ("adult_book_limit", 5),
            ]
        );
        let (clothes, skirt) = catalogue.find("skirt").unwrap();
        assert_eq!((clothes.code.as_str(), clothes.subcategories.len()), ("clothes", 16));
        assert_eq!(skirt.price_hint.as_ref().unwrap().adult.as_ref().unwrap().max_cents, 1000);
        assert!(clothes.subcategories.iter().all(|s| catalogue.limits[1].counts(&s.code)));
    }

    #[test]
    fn a_copy_with_an_unknown_field_is_refused() {
        let text = Catalogue::standard_json().replacen("\"source\"", "\"colour\": 1, \"source\"", 1);
        assert!(Catalogue::from_json(&text).unwrap_err().to_string().contains("colour"));
    }
}
