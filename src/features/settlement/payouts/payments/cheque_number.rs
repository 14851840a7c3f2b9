//! The number of a cheque: read at the edge, compared afterwards.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::kernel::text::{Flaw, tidy};

/// Most characters.
const MOST: usize = 40;

const ODD: Flaw = Flaw {
    code: "cheque_number_odd",
    sentence: "Un numéro de chèque est fait de chiffres et de lettres, 40 au plus.",
};

/// A cheque's number as it is kept: letters and digits without the spaces between them, so that the same cheque written in
/// two ways is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChequeNumber(String);

impl ChequeNumber {
    /// Reads a number; none when nothing, or only space, was written.
    pub fn parse(text: &str) -> Result<Option<Self>, Flaw> {
        let number = tidy(text).replace(' ', "");
        if number.is_empty() {
            return Ok(None);
        }
        let fits = number.len() <= MOST && number.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if fits { Ok(Some(Self(number))) } else { Err(ODD) }
    }

    /// Its characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For a field of a body: `#[serde(default, deserialize_with = "ChequeNumber::optional")]`.
    pub fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let text = Option::<Cow<'_, str>>::deserialize(deserializer)?.unwrap_or_default();
        Self::parse(&text).map_err(D::Error::custom)
    }
}

impl schemars::JsonSchema for ChequeNumber {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "ChequeNumber".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_cheque_in_two_writings_is_one_and_odd_signs_are_refused() {
        let read = |text: &str| ChequeNumber::parse(text).map(|found| found.map(|number| number.0));
        for text in ["000777", " 000 777 ", "000\u{a0}777", "000\u{200b}777"] {
            assert_eq!(read(text), Ok(Some("000777".into())), "{text:?}");
        }
        assert_eq!(read(" \t "), Ok(None));
        for text in ["123\r\nBcc: a@b.fr", "n°12", &"1".repeat(41)] {
            assert_eq!(read(text), Err(ODD), "{text:?}");
        }
    }
}
