//! A request, already read but not yet believed.

use std::net::{IpAddr, Ipv4Addr};

/// The methods the program answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Read.
    Get,
    /// Read, headers only.
    Head,
    /// Do.
    Post,
    /// Replace.
    Put,
    /// Change.
    Patch,
    /// Take away.
    Delete,
    /// Ask what is allowed.
    Options,
}

impl Method {
    /// Reads the token of the request line.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Get, Self::Head, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Options]
            .into_iter()
            .find(|method| method.as_str() == text)
    }

    /// The token of the request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
        }
    }
}

/// What came after the headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// All of it.
    Whole(Vec<u8>),
    /// More than so many bytes, which is what was allowed; the rest was not read.
    TooLarge(u64),
    /// Less than announced: the connection broke.
    CutShort,
}

/// One request.
#[derive(Clone, Debug)]
pub struct Request {
    /// What to do; `None` for a method nobody answers.
    pub method: Option<Method>,
    /// Path as sent, still percent-encoded, without the query.
    pub path: String,
    /// Query as sent, without the question mark.
    pub query: String,
    /// Lower-case name and value; bytes that are no UTF-8 are replaced.
    pub headers: Vec<(String, String)>,
    /// What came after the headers.
    pub body: Body,
    /// Who is at the other end of the connection.
    pub address: IpAddr,
    /// Whether it came over TLS.
    pub https: bool,
}

impl Request {
    /// A request without headers and body, from this machine.
    pub fn new(method: Method, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method: Some(method),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: Vec::new(),
            body: Body::Whole(Vec::new()),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            https: false,
        }
    }

    /// The first value of a header, named in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The bearer token, if any. Apache hands the header on under either of two names, sometimes empty.
    pub fn bearer(&self) -> Option<&str> {
        let value = self.header("authorization").filter(|value| !value.is_empty())?;
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.header("cookie")?.split(';').find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
    }

    /// Builds a request from CGI variables, which FastCGI sends too.
    ///
    /// `REQUEST_URI` is the only trustworthy path: raw and not normalised. Suexec and redirects may leave the
    /// `Authorization` header under `REDIRECT_HTTP_AUTHORIZATION` only.
    pub fn from_cgi(variables: impl IntoIterator<Item = (String, String)>, body: Body) -> Self {
        let mut request = Self::new(Method::Get, "/");
        request.method = None;
        request.body = body;
        let mut redirected = None;
        for (name, value) in variables {
            match name.as_str() {
                "REQUEST_METHOD" => request.method = Method::parse(&value),
                "REQUEST_URI" => {
                    let (path, query) = value.split_once('?').unwrap_or((&value, ""));
                    path.clone_into(&mut request.path);
                    query.clone_into(&mut request.query);
                }
                "REMOTE_ADDR" => request.address = value.parse().unwrap_or(request.address),
                "HTTPS" => request.https = value.eq_ignore_ascii_case("on") || value == "1",
                "CONTENT_TYPE" => request.headers.push(("content-type".to_owned(), value)),
                "CONTENT_LENGTH" => request.headers.push(("content-length".to_owned(), value)),
                "REDIRECT_HTTP_AUTHORIZATION" => redirected = Some(value),
                _ => {
                    if let Some(header) = name.strip_prefix("HTTP_") {
                        request.headers.push((header.to_ascii_lowercase().replace('_', "-"), value));
                    }
                }
            }
        }
        if request.header("authorization").is_none_or(str::is_empty) {
            request.headers.retain(|(name, _)| name != "authorization");
            request.headers.extend(redirected.map(|value| ("authorization".to_owned(), value)));
        }
        request
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&str, &str)]) -> Request {
        let pairs = variables.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Request::from_cgi(pairs, Body::Whole(Vec::new()))
    }

    #[test]
    fn the_authorization_header_is_found_under_both_names_and_an_empty_one_is_none() {
        assert_eq!(from(&[("HTTP_AUTHORIZATION", "Bearer a")]).bearer(), Some("a"));
        let both = [("HTTP_AUTHORIZATION", ""), ("REDIRECT_HTTP_AUTHORIZATION", "Bearer b")];
        assert_eq!(from(&both).bearer(), Some("b"));
        assert_eq!(from(&[("HTTP_AUTHORIZATION", "")]).bearer(), None);
        assert_eq!(from(&[("HTTP_AUTHORIZATION", "Basic x")]).bearer(), None);
    }

    #[test]
    fn the_path_stays_as_it_was_sent() {
        let request = from(&[("REQUEST_METHOD", "GET"), ("REQUEST_URI", "/api/a%20b//c?x=1?2")]);
        assert_eq!((request.path.as_str(), request.query.as_str()), ("/api/a%20b//c", "x=1?2"));
    }
}
