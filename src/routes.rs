//! Every URL, its least role, its handler.
//!
//! `Depositor` as least role means anybody who is logged in: a handler then looks at whose thing it is. Refusals named
//! here are part of the contract: the OpenAPI document lists them and the tests check every answer against them.

mod documents;
mod openapi;
mod router;
mod table;
mod work;

pub use openapi::document as openapi;
pub use router::{Access, Found, Route, Router};
