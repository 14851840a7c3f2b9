//! What a handler takes, read from the request and checked before the handler runs.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::describe::OperationDoc;
use super::{Body, Request};
use crate::error::{self, FieldError, Problem, Result};
use crate::kernel::text::Flaw;

mod seen;

/// The largest JSON body in bytes; forms are far smaller. Uploads have the configured limit instead.
const JSON_LIMIT: usize = 2 * 1024 * 1024;

/// A request with the parameters its path matched.
pub struct Matched<'a> {
    /// The request.
    pub request: &'a Request,
    /// Values of the path's `{...}` parts, in order.
    pub params: Vec<String>,
    /// Largest raw body, in bytes.
    pub upload_limit: u64,
}

/// Something a handler takes.
pub trait Input: Sized {
    /// Reads it, or says everything that is wrong with it.
    fn read(matched: &Matched<'_>) -> Result<Self>;
    /// Describes it in the OpenAPI document.
    fn describe(operation: &mut OperationDoc<'_>);
}

impl Input for () {
    fn read(_: &Matched<'_>) -> Result<Self> {
        Ok(())
    }
    fn describe(_: &mut OperationDoc<'_>) {}
}

impl<A: Input, B: Input> Input for (A, B) {
    fn read(matched: &Matched<'_>) -> Result<Self> {
        Ok((A::read(matched)?, B::read(matched)?))
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        A::describe(operation);
        B::describe(operation);
    }
}

impl<A: Input, B: Input, C: Input> Input for (A, B, C) {
    fn read(matched: &Matched<'_>) -> Result<Self> {
        Ok((A::read(matched)?, B::read(matched)?, C::read(matched)?))
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        A::describe(operation);
        B::describe(operation);
        C::describe(operation);
    }
}

/// One `{...}` part of a path.
pub trait PathParam: Sized {
    /// Reads it; what cannot be read does not exist.
    fn from_segment(text: &str) -> Option<Self>;
}

macro_rules! id_params {
    ($($id:ident),+) => { $(
        impl PathParam for crate::kernel::ids::$id {
            fn from_segment(text: &str) -> Option<Self> {
                Self::parse(text)
            }
        }
    )+ };
}
id_params!(
    UserId,
    SessionId,
    EditionId,
    SlotId,
    RegistrationId,
    InvitationId,
    ListId,
    ArticleId,
    RegisterSessionId,
    DeskSessionId,
    TicketId,
    TicketLineId,
    QuarantineId,
    PayoutId,
    MailId,
    JobId
);

impl PathParam for String {
    fn from_segment(text: &str) -> Option<Self> {
        percent_decode(text).filter(|text| text.len() <= 200).map(Cow::into_owned)
    }
}

impl PathParam for i32 {
    fn from_segment(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

fn percent_decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%' {
            let hex = std::str::from_utf8(rest.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(hex, 16).ok()?);
            rest = &rest[2..];
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// The path's parameter, or a pair of them. Something unreadable is answered like something unknown: 404.
pub struct Path<T>(pub T);

impl<T: PathParam> Input for Path<T> {
    fn read(matched: &Matched<'_>) -> Result<Self> {
        matched.params.first().and_then(|text| T::from_segment(text)).map(Self).ok_or_else(error::not_found)
    }
    fn describe(_: &mut OperationDoc<'_>) {}
}

impl<A: PathParam, B: PathParam> Input for Path<(A, B)> {
    fn read(matched: &Matched<'_>) -> Result<Self> {
        let [first, second] = matched.params.as_slice() else { return Err(error::not_found()) };
        A::from_segment(first).zip(B::from_segment(second)).map(Self).ok_or_else(error::not_found)
    }
    fn describe(_: &mut OperationDoc<'_>) {}
}

/// The query string, read into a struct with `deny_unknown_fields`; its texts as a person sees them.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + JsonSchema> Input for Query<T> {
    fn read(matched: &Matched<'_>) -> Result<Self> {
        let query = seen::query(&matched.request.query);
        serde_urlencoded::from_str(&query).map(Self).map_err(|error| unknown_query(&error))
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.query::<T>();
    }
}

/// A JSON body, read into a struct with `deny_unknown_fields`; its texts as a person sees them, but for passwords.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + JsonSchema> Input for Json<T> {
    fn read(matched: &Matched<'_>) -> Result<Self> {
        let bytes = json_body(matched)?;
        match seen::json(bytes) {
            Some(value) => serde_path_to_error::deserialize(value).map(Self).map_err(|error| explain(&error)),
            None => as_sent(bytes).map(Self),
        }
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.json_body::<T>();
    }
}

/// A JSON body whose texts stay to the byte, for they are signed.
pub struct Sealed<T>(pub T);

impl<T: DeserializeOwned + JsonSchema> Input for Sealed<T> {
    fn read(matched: &Matched<'_>) -> Result<Self> {
        as_sent(json_body(matched)?).map(Self)
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.json_body::<T>();
    }
}

fn json_body<'a>(matched: &'a Matched<'_>) -> Result<&'a [u8]> {
    let bytes = whole(matched, JSON_LIMIT as u64)?;
    let declared = matched.request.header("content-type").unwrap_or_default();
    let media = declared.split(';').next().unwrap_or_default().trim();
    if media.eq_ignore_ascii_case("application/json") {
        Ok(bytes)
    } else {
        Err(error::unsupported_media("Le contenu doit être du JSON (Content-Type: application/json)."))
    }
}

fn as_sent<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| explain(&error))?;
    reader.end().map_err(|error| unreadable(&error))?;
    Ok(value)
}

fn unreadable(error: &serde_json::Error) -> Problem {
    let place = format!("ligne {}, colonne {}", error.line(), error.column());
    error::malformed("malformed", format!("Le contenu n'est pas du JSON valable ({place})."))
}

/// Says which parameter is wrong, as far as the reader tells.
fn unknown_query(error: &serde_urlencoded::de::Error) -> Problem {
    let text = error.to_string();
    let quoted = text.split('`').nth(1).unwrap_or_default();
    let sentence = if text.starts_with("unknown field") {
        format!("Le paramètre « {quoted} » de l'adresse n'existe pas.")
    } else if text.starts_with("missing field") {
        format!("Le paramètre « {quoted} » de l'adresse manque.")
    } else {
        "Un paramètre de l'adresse ne se lit pas.".to_owned()
    };
    error::malformed("malformed", sentence)
}

/// Says which field is wrong, in words and with a code, without repeating what was sent.
fn explain(failure: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let cause = failure.inner();
    if !cause.is_data() {
        return unreadable(cause);
    }
    let text = cause.to_string();
    let path = failure.path().to_string();
    if let Some((code, sentence)) = Flaw::read(&text) {
        return error::invalid(vec![FieldError::new(path, code, sentence)]);
    }
    let quoted = text.split('`').nth(1).unwrap_or_default();
    let parent = if path == "." { String::new() } else { path.clone() };
    let (field, code, message) = if text.starts_with("unknown field") {
        (path, "unknown_field", format!("Le champ « {quoted} » n'existe pas."))
    } else if text.starts_with("missing field") {
        let dot = if parent.is_empty() { "" } else { "." };
        (format!("{parent}{dot}{quoted}"), "missing_field", format!("Le champ « {quoted} » manque."))
    } else {
        let sentence = format!("Le champ « {path} » n'a pas la forme attendue.");
        (path, "wrong_type", sentence)
    };
    let problem = error::malformed("malformed", message.clone());
    problem.with_errors(vec![FieldError::new(field, code, message)])
}

/// What `/auth` reads beside the body.
#[derive(Clone, Debug)]
pub struct Cookies {
    /// The refresh token, if any.
    pub refresh: Option<String>,
    /// The proof that this browser has logged in before, if any.
    pub browser: Option<String>,
    /// Whether a script of ours asked, not a foreign form.
    pub requested_with: bool,
}

impl Input for Cookies {
    fn read(matched: &Matched<'_>) -> Result<Self> {
        let refresh = matched.request.cookie("bourse_refresh").filter(|token| !token.is_empty());
        Ok(Self {
            refresh: refresh.map(str::to_owned),
            browser: matched.request.cookie("bourse_browser").map(str::to_owned),
            requested_with: matched.request.header("x-requested-with").is_some(),
        })
    }
    fn describe(_: &mut OperationDoc<'_>) {}
}

/// What of a request has arrived, without a word of what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestProbe {
    /// Whether there is an `Authorization` header.
    pub authorization: bool,
    /// Bytes of the body.
    pub bytes: usize,
    /// Whether it came over TLS, here or at a proxy.
    pub https: bool,
}

impl Input for RequestProbe {
    fn read(matched: &Matched<'_>) -> Result<Self> {
        let request = matched.request;
        Ok(Self {
            authorization: request.header("authorization").is_some_and(|value| !value.is_empty()),
            bytes: whole(matched, matched.upload_limit)?.len(),
            https: request.https || request.header("x-forwarded-proto") == Some("https"),
        })
    }
    fn describe(_: &mut OperationDoc<'_>) {}
}

/// The bearer token of a request that no log-in stands behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer(pub Option<String>);

impl Input for Bearer {
    fn read(matched: &Matched<'_>) -> Result<Self> {
        Ok(Self(matched.request.bearer().map(str::to_owned)))
    }
    fn describe(_: &mut OperationDoc<'_>) {}
}

/// A body of any type, up to the configured size.
pub struct Raw(pub Vec<u8>);

impl Input for Raw {
    fn read(matched: &Matched<'_>) -> Result<Self> {
        whole(matched, matched.upload_limit).map(|bytes| Self(bytes.to_vec()))
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.raw_body();
    }
}

fn whole<'a>(matched: &'a Matched<'_>, limit: u64) -> Result<&'a [u8]> {
    match &matched.request.body {
        Body::Whole(bytes) if bytes.len() as u64 <= limit => Ok(bytes),
        Body::Whole(_) => Err(error::too_large(limit)),
        Body::TooLarge(allowed) => Err(error::too_large(limit.min(*allowed))),
        Body::CutShort => Err(error::malformed("body_cut_short", "L'envoi s'est interrompu. Recommencez.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Method;

    #[derive(Debug, serde::Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Form {
        name: String,
        age: u8,
    }

    fn read(body: &str) -> Result<Form> {
        let mut request = Request::new(Method::Post, "/");
        request.headers.push(("content-type".into(), "application/json; charset=utf-8".into()));
        request.body = Body::Whole(body.into());
        Json::<Form>::read(&Matched { request: &request, params: vec![], upload_limit: 10 })
            .map(|json| json.0)
    }

    #[test]
    fn a_wrong_body_is_told_which_field_and_why() {
        for (body, field, code) in [
            (r#"{"name":"a","age":300}"#, "age", "wrong_type"),
            (r#"{"name":"a"}"#, "age", "missing_field"),
            (r#"{"name":"a","age":1,"role":"admin"}"#, "role", "unknown_field"),
        ] {
            let problem = read(body).unwrap_err();
            assert_eq!((problem.status, problem.code), (400, "malformed"));
            assert_eq!(
                (problem.errors[0].field.as_str(), problem.errors[0].code.as_str()),
                (field, code),
                "{body}"
            );
        }
    }

    #[test]
    fn what_is_typed_comes_as_it_is_seen() {
        for body in
            [r#"{"name":"\u202aZoé\u200b","age":1}"#, "{\"name\":\"\u{2068}Zoe\u{301}\u{2069}\",\"age\":1}"]
        {
            assert_eq!(read(body).unwrap().name, "Zoé");
        }
        let problem = read("{\"name\":\"\u{200b}\",\"age\":300}").unwrap_err();
        assert_eq!(
            (problem.errors[0].field.as_str(), problem.errors[0].code.as_str()),
            ("age", "wrong_type")
        );
    }

    #[test]
    fn text_after_the_json_or_no_json_at_all_is_malformed() {
        for body in ["", "{", r#"{"name":"a","age":1} x"#] {
            assert_eq!(read(body).unwrap_err().status, 400, "{body}");
        }
    }

    #[test]
    fn broken_percent_signs_are_no_path() {
        assert_eq!(String::from_segment("a%C3%A9"), Some("aé".to_owned()));
        assert_eq!(String::from_segment("%"), None);
        assert_eq!(String::from_segment("%ff"), None);
    }
}
