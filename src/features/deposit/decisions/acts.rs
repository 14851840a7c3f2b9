//! What a command says, read from its kind and value. What can be read is possible by itself; whether the catalogue
//! allows a correction is asked where the catalogue is.

use serde::Deserialize;
use serde_json::Value;

use super::states::{CommandRefusal, DepositRefusal, Kind, WithdrawalReason};
use crate::kernel::ids::{ArticleId, CommandId};
use crate::kernel::text::{Reason, tidy};

/// Longest text that comes with a reason, and longest remark.
const TEXT_MAX: usize = 200;

/// Most labels that are wanted at once beside the one there is.
const LABELS_MAX: i32 = 20;

/// Most bags of a list.
const BAGS_MAX: i32 = 20;

/// What is put right about an article: only what changes is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Correction {
    /// What it is.
    pub description: Option<String>,
    /// Its size; an empty text takes it away, like colour and brand.
    pub size: Option<String>,
    /// Its brand.
    pub brand: Option<String>,
    /// Its colour.
    pub color: Option<String>,
    /// Its price in cents.
    pub price_cents: Option<i32>,
    /// The depositor agrees to the price.
    pub consent: bool,
}

/// What is put right, field by field: each field is a register of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// What it is.
    Description,
    /// Its size.
    Size,
    /// Its brand.
    Brand,
    /// Its colour.
    Color,
    /// Its price.
    Price,
}

impl Field {
    /// Its name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Size => "size",
            Self::Brand => "brand",
            Self::Color => "color",
            Self::Price => "price_cents",
        }
    }
}

impl Correction {
    /// The fields that it changes.
    pub fn fields(&self) -> Vec<Field> {
        let changed = [
            (self.description.is_some(), Field::Description),
            (self.size.is_some(), Field::Size),
            (self.brand.is_some(), Field::Brand),
            (self.color.is_some(), Field::Color),
            (self.price_cents.is_some(), Field::Price),
        ];
        changed.into_iter().filter_map(|(is_changed, field)| is_changed.then_some(field)).collect()
    }

    /// The same with texts tidied; `None` when nothing changes, or a price without consent.
    fn checked(self) -> Option<Self> {
        let text = |text: Option<String>| text.map(|text| tidy(&text));
        let checked = Self {
            description: text(self.description),
            size: text(self.size),
            brand: text(self.brand),
            color: text(self.color),
            ..self
        };
        let agreed = checked.price_cents.is_none() || checked.consent;
        (agreed && !checked.fields().is_empty()).then_some(checked)
    }
}

/// Articles of one list that leave together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaving {
    /// Which.
    pub article_ids: Vec<ArticleId>,
    /// In how many bags.
    #[serde(default)]
    pub bags: Option<i32>,
    /// To whom: who fetched them, or the charity.
    #[serde(default)]
    pub given_to: Option<String>,
}

/// What a command says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Act {
    Accept,
    Refuse(DepositRefusal, Option<String>),
    NotBrought,
    Correct(Correction),
    ExtraLabel { simplified: i32, complete: i32 },
    Withdraw(WithdrawalReason, Option<String>),
    PutBack,
    Lost(WithdrawalReason, Option<String>),
    FoundAgain,
    Found { bag: i32 },
    NotThere,
    HandOver(Leaving),
    Donate(Leaving),
    ListStart,
    ListFinish,
    ListReopen,
    Seal,
    Unseal,
    Release,
    Envelope(bool),
    SignedOnPaper(bool),
    Identity(bool),
    Residence(bool),
    Remark(String),
    Undo(CommandId),
}

/// A reason by its word, and what is said beside it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reasoned<R> {
    reason: R,
    #[serde(default)]
    text: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    #[serde(default)]
    simplified: i32,
    #[serde(default)]
    complete: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bag {
    bag: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    command_id: CommandId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Why {
    #[serde(rename = "reason")]
    _reason: Reason,
}

fn read<'a, T: Deserialize<'a>>(value: &'a Value) -> Option<T> {
    T::deserialize(value).ok()
}

/// A short text, tidied; empty where it is missing, and `None` when it is too long.
fn short(text: Option<&str>) -> Option<String> {
    let text = tidy(text.unwrap_or_default());
    (text.chars().count() <= TEXT_MAX).then_some(text)
}

fn unless_empty(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn reasoned<'a, R: Deserialize<'a>>(value: &'a Value) -> Option<(R, Option<String>)> {
    let Reasoned { reason, text } = read(value)?;
    Some((reason, unless_empty(short(text.as_deref())?)))
}

fn leaving(value: &Value) -> Option<Leaving> {
    let leaving: Leaving = read(value)?;
    let counted = leaving.bags.is_none_or(|bags| (0..=BAGS_MAX).contains(&bags));
    let given_to = unless_empty(short(leaving.given_to.as_deref())?);
    (counted && !leaving.article_ids.is_empty()).then_some(Leaving { given_to, ..leaving })
}

/// Reads what a command of this kind says.
///
/// # Errors
/// `bad_value` when the value is none for the kind.
pub fn act(kind: Kind, value: &Value) -> Result<Act, CommandRefusal> {
    let plain = |act: Act| value.is_null().then_some(act);
    let switch = |act: fn(bool) -> Act| value.as_bool().map(act);
    let read = match kind {
        Kind::Accept => plain(Act::Accept),
        Kind::Refuse => reasoned(value).map(|(reason, text)| Act::Refuse(reason, text)),
        Kind::NotBrought => plain(Act::NotBrought),
        Kind::Correct => read::<Correction>(value).and_then(Correction::checked).map(Act::Correct),
        Kind::ExtraLabel => read(value).and_then(|Labels { simplified, complete }| {
            let possible = 0..=LABELS_MAX;
            let fits = possible.contains(&simplified) && possible.contains(&complete);
            fits.then_some(Act::ExtraLabel { simplified, complete })
        }),
        Kind::Withdraw => reasoned(value).map(|(reason, text)| Act::Withdraw(reason, text)),
        Kind::PutBack => plain(Act::PutBack),
        Kind::Lost => reasoned(value).map(|(reason, text)| Act::Lost(reason, text)),
        Kind::FoundAgain => plain(Act::FoundAgain),
        Kind::Found => {
            read(value).and_then(|Bag { bag }| (1..=BAGS_MAX).contains(&bag).then_some(Act::Found { bag }))
        }
        Kind::NotThere => plain(Act::NotThere),
        Kind::HandOver => leaving(value).map(Act::HandOver),
        Kind::Donate => leaving(value).map(Act::Donate),
        Kind::ListStart => plain(Act::ListStart),
        Kind::ListFinish => plain(Act::ListFinish),
        Kind::ListReopen => read(value).map(|Why { .. }| Act::ListReopen),
        Kind::Seal => plain(Act::Seal),
        Kind::Unseal => plain(Act::Unseal),
        Kind::Release => read(value).map(|Why { .. }| Act::Release),
        Kind::Envelope => switch(Act::Envelope),
        Kind::SignedOnPaper => switch(Act::SignedOnPaper),
        Kind::Identity => switch(Act::Identity),
        Kind::Residence => switch(Act::Residence),
        Kind::Remark => value.as_str().and_then(|text| short(Some(text))).map(Act::Remark),
        Kind::Undo => read(value).map(|Named { command_id }| Act::Undo(command_id)),
    };
    read.ok_or(CommandRefusal::BadValue)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_that_is_none_for_its_kind_is_refused() {
        let id = "018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e5f";
        for (kind, value) in [
            (Kind::Accept, json!(true)),
            (Kind::Refuse, json!(null)),
            (Kind::Refuse, json!({ "reason": "ugly" })),
            (Kind::Refuse, json!({ "reason": "other", "text": "x".repeat(201) })),
            (Kind::Correct, json!({})),
            (Kind::Correct, json!({ "consent": true })),
            (Kind::Correct, json!({ "price_cents": 500 })),
            (Kind::Correct, json!({ "price_cents": 500, "consent": false })),
            (Kind::Correct, json!({ "subcategory": "clothes.coat" })),
            (Kind::ExtraLabel, json!({ "simplified": -1 })),
            (Kind::ExtraLabel, json!({ "complete": 21 })),
            (Kind::Found, json!({ "bag": 0 })),
            (Kind::Found, json!({ "bag": 21 })),
            (Kind::HandOver, json!({ "article_ids": [] })),
            (Kind::HandOver, json!({ "article_ids": ["x"] })),
            (Kind::HandOver, json!({ "article_ids": [id], "bags": -1 })),
            (Kind::ListReopen, json!(null)),
            (Kind::Release, json!({ "reason": "x" })),
            (Kind::Envelope, json!(null)),
            (Kind::Remark, json!("x".repeat(201))),
            (Kind::Undo, json!(id)),
        ] {
            assert_eq!(act(kind, &value), Err(CommandRefusal::BadValue), "{kind} {value}");
        }
    }

    #[test]
    fn texts_are_tidied_and_a_price_needs_consent() {
        let read = act(
            Kind::Correct,
            &json!({ "description": "  Pull  marin ", "price_cents": 400, "consent": true }),
        );
        let Ok(Act::Correct(correction)) = read else { panic!("{read:?}") };
        assert_eq!(correction.description.as_deref(), Some("Pull marin"));
        assert_eq!(correction.fields(), [Field::Description, Field::Price]);
        let refused = act(Kind::Refuse, &json!({ "reason": "other", "text": "  " }));
        assert_eq!(refused, Ok(Act::Refuse(DepositRefusal::Other, None)));
    }
}
