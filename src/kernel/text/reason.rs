//! Why somebody decided something: read at the edge, trusted afterwards.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Flaw, tidy};

/// Fewest and most characters.
const LENGTH: std::ops::RangeInclusive<usize> = 3..=500;

const MISSING: Flaw = Flaw { code: "reason_missing", sentence: "Dites pourquoi, en 3 à 500 caractères." };

/// A reason as it is kept: tidied, of 3 to 500 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason(String);

impl Reason {
    /// Reads a reason; the flaw when there is none, or too much of it.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let text = tidy(text);
        if LENGTH.contains(&text.chars().count()) { Ok(Self(text)) } else { Err(MISSING) }
    }

    /// The reason's characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where a reason is needed only sometimes: nothing, or only space, is none.
    pub fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let text = Option::<Cow<'_, str>>::deserialize(deserializer)?.unwrap_or_default();
        if text.trim().is_empty() {
            return Ok(None);
        }
        Self::parse(&text).map(Some).map_err(D::Error::custom)
    }

    /// The reason, where it turned out to be needed.
    pub fn needed(given: Option<&Self>) -> Result<&Self, Flaw> {
        given.ok_or(MISSING)
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

impl schemars::JsonSchema for Reason {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Reason".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": LENGTH.start(), "maxLength": LENGTH.end() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something_and_not_too_much() {
        assert_eq!(
            Reason::parse("  erreur   de saisie ").map(|reason| reason.0),
            Ok("erreur de saisie".into())
        );
        for wrong in ["", "  ", "ok", "\u{200b}\u{200b}\u{200b}", &"x".repeat(501)] {
            assert_eq!(Reason::parse(wrong), Err(MISSING), "{wrong:?}");
        }
    }

    #[test]
    fn a_flaw_keeps_its_code_and_its_sentence_on_the_way_through_a_reader() {
        let error = serde_json::from_str::<Reason>("\"\"").map(|_| ()).unwrap_err();
        assert_eq!(Flaw::read(&error.to_string()), Some(("reason_missing", MISSING.sentence)));
        assert_eq!(Flaw::read("missing field `reason`"), None);
    }
}
