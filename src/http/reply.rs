//! What a handler gives, turned into an answer and described by type.

use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::describe::OperationDoc;
use super::{Json, Matched, Response};

/// Something a handler gives.
pub trait Reply {
    /// Makes the answer.
    fn respond(self, matched: &Matched<'_>) -> Response;
    /// Describes it in the OpenAPI document.
    fn describe(operation: &mut OperationDoc<'_>);
}

impl<T: Serialize + JsonSchema> Reply for Json<T> {
    fn respond(self, _: &Matched<'_>) -> Response {
        Response::json(200, &self.0)
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.answers::<T>(200);
    }
}

/// 201 with the new thing.
pub struct Created<T>(pub T);

impl<T: Serialize + JsonSchema> Reply for Created<T> {
    fn respond(self, _: &Matched<'_>) -> Response {
        Response::json(201, &self.0)
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.answers::<T>(201);
    }
}

/// 202: taken in, to be done.
pub struct Accepted<T>(pub T);

impl<T: Serialize + JsonSchema> Reply for Accepted<T> {
    fn respond(self, _: &Matched<'_>) -> Response {
        Response::json(202, &self.0)
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.answers::<T>(202);
    }
}

/// 204: done, nothing to say.
pub struct NoContent;

impl Reply for NoContent {
    fn respond(self, _: &Matched<'_>) -> Response {
        Response::empty(204)
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.answers_nothing(204);
    }
}

/// 201 the first time, 200 with the same body when the same request comes again.
pub struct Recorded<T> {
    /// Whether it had been recorded before.
    pub again: bool,
    /// What was recorded.
    pub value: T,
}

impl<T: Serialize + JsonSchema> Reply for Recorded<T> {
    fn respond(self, _: &Matched<'_>) -> Response {
        Response::json(if self.again { 200 } else { 201 }, &self.value)
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.answers::<T>(201);
        operation.answers::<T>(200);
    }
}

/// JSON with an `ETag`; 304 when the caller has it already.
pub struct Tagged<T>(pub T);

impl<T: Serialize + JsonSchema> Reply for Tagged<T> {
    fn respond(self, matched: &Matched<'_>) -> Response {
        let response = Response::json(200, &self.0);
        let tag = content_tag(&response.body);
        revalidated(matched, &tag)
            .unwrap_or(response)
            .with("ETag", tag)
            .with("Cache-Control", "private, no-cache")
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.answers::<T>(200);
        operation.answers_nothing(304);
    }
}

/// A file to read or keep.
pub struct Document {
    /// `application/pdf`, `text/csv; charset=utf-8`...
    pub content_type: &'static str,
    /// Name under which it is kept: ASCII, made by the program.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Document {
    /// A PDF.
    pub fn pdf(file_name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { content_type: "application/pdf", file_name: file_name.into(), bytes }
    }
}

impl Reply for Document {
    fn respond(self, matched: &Matched<'_>) -> Response {
        let tag = content_tag(&self.bytes);
        let response = revalidated(matched, &tag)
            .unwrap_or_else(|| Response::bytes(200, self.content_type, self.bytes))
            .with("ETag", tag)
            // Documents name people and sums, and tills are shared: no browser keeps them.
            .with("Cache-Control", "no-store");
        response.with("Content-Disposition", format!("inline; filename=\"{}\"", self.file_name))
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.answers_document(200, "application/pdf");
        operation.answers_nothing(304);
    }
}

/// Some bytes of a file that is fetched piece by piece.
pub struct Piece {
    /// Name under which the whole is kept: ASCII, made by the program.
    pub file_name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Reply for Piece {
    fn respond(self, _: &Matched<'_>) -> Response {
        Response::bytes(200, "application/octet-stream", self.bytes)
            .with("Cache-Control", "no-store")
            .with("Content-Disposition", format!("attachment; filename=\"{}\"", self.file_name))
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.answers_document(200, "application/octet-stream");
    }
}

/// Text for programs.
pub struct PlainText(pub String);

impl Reply for PlainText {
    fn respond(self, _: &Matched<'_>) -> Response {
        Response::bytes(200, "text/plain; version=0.0.4; charset=utf-8", self.0.into_bytes())
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.answers_document(200, "text/plain");
    }
}

/// A page of HTML that needs no script and nothing from elsewhere, only the styles written in it.
pub struct Page(pub String);

impl Reply for Page {
    fn respond(self, _: &Matched<'_>) -> Response {
        Response::bytes(200, "text/html; charset=utf-8", self.0.into_bytes()).with(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        )
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        operation.answers_document(200, "text/html");
    }
}

/// Any answer with a cookie set beside it.
pub struct WithCookie<T> {
    /// The answer.
    pub inner: T,
    /// The whole `Set-Cookie` value.
    pub cookie: String,
}

impl<T: Reply> Reply for WithCookie<T> {
    fn respond(self, matched: &Matched<'_>) -> Response {
        self.inner.respond(matched).with("Set-Cookie", self.cookie)
    }
    fn describe(operation: &mut OperationDoc<'_>) {
        T::describe(operation);
    }
}

fn content_tag(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut tag = String::from("\"");
    for byte in &Sha256::digest(bytes)[..12] {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

/// 304 when `If-None-Match` names `tag`. Apache's compression may have added `-gzip` to it.
fn revalidated(matched: &Matched<'_>, tag: &str) -> Option<Response> {
    let known = matched.request.header("if-none-match")?;
    let core = tag.trim_matches('"');
    let is_known = known.split(',').any(|one| {
        let one = one.trim().trim_start_matches("W/").trim_matches('"');
        one == "*" || one == core || one.strip_suffix("-gzip") == Some(core)
    });
    is_known.then(|| Response::empty(304))
}
