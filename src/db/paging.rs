//! Pages of a list: `?page=1&per_page=50`, answered as `{items, page, per_page, total}`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Largest page.
const MOST: i64 = 200;

/// Which page is asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// From 1.
    pub page: Option<i64>,
    /// At most 200, 50 by default.
    pub per_page: Option<i64>,
}

/// A page that can be fetched: numbers are within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// From 1.
    pub number: i64,
    /// Rows on it.
    pub size: i64,
}

impl Page {
    /// Brings what was asked within bounds.
    pub fn new(page: Option<i64>, per_page: Option<i64>) -> Self {
        Self { number: page.unwrap_or(1).clamp(1, 1_000_000), size: per_page.unwrap_or(50).clamp(1, MOST) }
    }

    /// Rows before it.
    pub fn offset(self) -> i64 {
        (self.number - 1) * self.size
    }
}

impl From<PageQuery> for Page {
    fn from(query: PageQuery) -> Self {
        Self::new(query.page, query.per_page)
    }
}

/// One page of things.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "PageOf{T}")]
pub struct Paged<T> {
    /// The things.
    pub items: Vec<T>,
    /// From 1.
    pub page: i64,
    /// Asked size.
    pub per_page: i64,
    /// How many there are on all pages.
    pub total: i64,
}

impl<T> Paged<T> {
    /// A page with its things.
    pub fn new(items: Vec<T>, page: Page, total: i64) -> Self {
        Self { items, page: page.number, per_page: page.size, total }
    }
}
