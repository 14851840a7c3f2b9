//! What the API says of itself: features do not know the routes, so they are handed to them here.

use serde_json::Value;

use crate::error::Result;
use crate::features::house::system::page;
use crate::http::{Page, Tagged};
use crate::kernel::trace::Trace;
use crate::program::Services;

/// `GET /openapi.json`
pub(super) fn openapi(_: &Services, _: &Trace, (): ()) -> Result<Tagged<Value>> {
    document().map(Tagged)
}

/// `GET /docs`
pub(super) fn docs(_: &Services, _: &Trace, (): ()) -> Result<Page> {
    Ok(Page(page::render(&document()?)))
}

fn document() -> Result<Value> {
    super::openapi(&super::table::all())
}
