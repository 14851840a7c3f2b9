//! The OpenAPI document: written from the types, or, in the program for a host, as it was written and packed at its build.

#[cfg(not(feature = "describe"))]
use std::io::Read as _;

use serde_json::Value;

#[cfg(feature = "describe")]
use super::Access;
use super::Route;
use crate::error::Result;
#[cfg(not(feature = "describe"))]
use crate::error::internal;
#[cfg(feature = "describe")]
use crate::http::describe::{Document, Operation};

/// The OpenAPI document, written from the types of the handlers.
#[cfg(feature = "describe")]
pub fn document(routes: &[Route]) -> Result<Value> {
    let mut document = Document::default();
    for route in routes {
        let method = route.method.as_str().to_ascii_lowercase();
        let name = route.path.trim_start_matches("/api/v1").trim_matches('/').replace(['/', '-', '.'], "_");
        let mut refusals = route.common_refusals();
        refusals.extend(&route.refusals);
        document.add(&Operation {
            method: &method,
            path: route.path,
            tag: route
                .path
                .trim_start_matches("/api/v1")
                .trim_matches('/')
                .split('/')
                .next()
                .unwrap_or_default(),
            id: format!("{method}_{}", name.replace(['{', '}'], "")),
            role: match &route.access {
                Access::Public => None,
                Access::Least(role) => Some(role.as_str()),
            },
            scopes: route.scopes.iter().map(crate::kernel::actor::Scope::as_str).collect(),
            refusals,
            describe: &|operation| route.describe(operation),
        });
    }
    Ok(document.finish(env!("CARGO_PKG_VERSION")))
}

/// The OpenAPI document, as it was packed at the build.
#[cfg(not(feature = "describe"))]
pub fn document(_: &[Route]) -> Result<Value> {
    let packed: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/openapi.json.gz"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).map_err(internal)?;
    serde_json::from_str(&text).map_err(internal)
}
