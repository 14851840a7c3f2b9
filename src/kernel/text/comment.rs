//! What somebody adds in their own words: read at the edge, trusted afterwards.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Flaw, tidy};

/// Most characters.
const MOST: usize = 500;

const TOO_LONG: Flaw = Flaw { code: "too_long", sentence: "500 caractères au plus." };

/// A remark as it is kept: tidied, of 1 to 500 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comment(String);

impl Comment {
    /// Reads a remark; none when nothing, or only space, was written.
    pub fn parse(text: &str) -> Result<Option<Self>, Flaw> {
        let text = tidy(text);
        if text.is_empty() {
            return Ok(None);
        }
        if text.chars().count() > MOST { Err(TOO_LONG) } else { Ok(Some(Self(text))) }
    }

    /// The remark's characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For a field of a body: `#[serde(default, deserialize_with = "Comment::optional")]`.
    pub fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let text = Option::<Cow<'_, str>>::deserialize(deserializer)?.unwrap_or_default();
        Self::parse(&text).map_err(D::Error::custom)
    }
}

impl schemars::JsonSchema for Comment {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Comment".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "maxLength": MOST })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_tidied_and_nothing_is_none() {
        let read = |text: &str| Comment::parse(text).map(|found| found.map(|comment| comment.0));
        assert_eq!(read("  un ticket   perdu "), Ok(Some("un ticket perdu".into())));
        for nothing in ["", "  ", "\u{200b}\u{200b}"] {
            assert_eq!(read(nothing), Ok(None), "{nothing:?}");
        }
        assert_eq!(read(&"x".repeat(500)).map(|found| found.is_some()), Ok(true));
        assert_eq!(read(&"x".repeat(501)), Err(TOO_LONG));
    }
}
