//! HTTP as the program sees it, whichever door a request came through.
//!
//! A door makes a [`Request`] and sends a [`Response`]; everything between is `app::handle`. Handlers say what they take
//! ([`Input`]) and give ([`Reply`]) by type, and the OpenAPI document is written from those same types.

pub mod client;
pub mod describe;
mod input;
mod reply;
mod request;
mod response;

pub use input::{Bearer, Cookies, Input, Json, Matched, Path, PathParam, Query, Raw, RequestProbe, Sealed};
pub use reply::{
    Accepted, Created, Document, NoContent, Page, Piece, PlainText, Recorded, Reply, Tagged, WithCookie,
};
pub use request::{Body, Method, Request};
pub use response::Response;
