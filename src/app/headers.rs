//! Headers that every answer carries, other origins, and who is really calling.

use std::net::{IpAddr, SocketAddr};

use crate::config::Site;
use crate::http::{Method, Request, Response};

/// Apache adds the same in `.htaccess` for static files; the API says it itself so that every door does.
const SECURITY: [(&str, &str); 5] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
];

/// The caller's address: the connection's, or what a trusted proxy says of it.
pub(super) fn caller(site: &Site, request: &Request) -> IpAddr {
    // Each proxy appends whom it heard, so the chain is read from its end. What comes before the first hop that is no proxy
    // of ours, or cannot be read, is the caller's own story.
    let mut caller = request.address;
    let mut hops = request.header("x-forwarded-for").unwrap_or_default().rsplit(',');
    while site.trusted_proxies.contains(&caller) {
        let Some(hop) = hops.next().and_then(|hop| read_hop(hop.trim())) else { break };
        caller = hop;
    }
    caller
}

/// `192.0.2.7`, `192.0.2.7:443`, `2001:db8::7` or `[2001:db8::7]:443`.
fn read_hop(hop: &str) -> Option<IpAddr> {
    hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
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
    }
    response.headers.push(("Vary", "Origin".to_owned()));
}
