//! Headers that every answer carries, other origins, and who is really calling.

use std::net::IpAddr;

use crate::config::Site;
use crate::http::{Method, Request, Response};

/// Apache adds the same in `.htaccess` for static files; the API says it itself so that every door does.
const SECURITY: [(&str, &str); 3] =
    [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("X-Frame-Options", "DENY")];

/// The caller's address: the connection's, or what a trusted proxy says of it.
pub(super) fn caller(site: &Site, request: &Request) -> IpAddr {
    let forwarded = || {
        let chain = request.header("x-forwarded-for")?;
        chain
            .rsplit(',')
            .find_map(|hop| hop.trim().parse().ok().filter(|ip| !site.trusted_proxies.contains(ip)))
    };
    if site.trusted_proxies.contains(&request.address) {
        forwarded().unwrap_or(request.address)
    } else {
        request.address
    }
}

/// The answer to a browser's question whether another origin may call.
pub(super) fn preflight(site: &Site, request: &Request) -> Option<Response> {
    let asks =
        request.method == Some(Method::Options) && request.header("access-control-request-method").is_some();
    let response = || {
        Response::empty(204)
            .with("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
            .with(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Type, Idempotency-Key, X-Requested-With",
            )
            .with("Access-Control-Max-Age", "600")
    };
    (asks && allowed_origin(site, request).is_some()).then(response)
}

fn allowed_origin<'a>(site: &Site, request: &'a Request) -> Option<&'a str> {
    request.header("origin").filter(|origin| site.cors_origins.iter().any(|known| known == origin))
}

/// Adds what every answer carries.
pub(super) fn finish(site: &Site, request: &Request, response: &mut Response, request_id: &str) {
    response.headers.push(("X-Request-Id", request_id.to_owned()));
    if response.header("Cache-Control").is_none() {
        response.headers.push(("Cache-Control", "no-store".to_owned()));
    }
    response.headers.extend(SECURITY.map(|(name, value)| (name, value.to_owned())));
    if response.header("Content-Security-Policy").is_none() {
        response
            .headers
            .push(("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'".to_owned()));
    }
    if let Some(origin) = allowed_origin(site, request) {
        response.headers.push(("Access-Control-Allow-Origin", origin.to_owned()));
        response.headers.push(("Access-Control-Allow-Credentials", "true".to_owned()));
        response.headers.push(("Vary", "Origin".to_owned()));
    }
}
