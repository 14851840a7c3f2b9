//! Enums that are stored, sent and shown to programs as one short lower-case word.
//!
//! The word is the contract: columns, JSON and journal entries hold it, so it never changes once released.
//! [`text_enum!`](crate::text_enum) writes the conversions, so that none of them can disagree with another.

use std::fmt;

/// A closed set of values, each with one stable word.
pub trait TextEnum: Copy + 'static {
    /// The type's name, for messages to developers.
    const NAME: &'static str;

    /// Every value, in the order of declaration.
    const ALL: &'static [Self];

    /// The stored word.
    fn as_str(&self) -> &'static str;

    /// The value a stored word stands for; the match is exact.
    fn parse(text: &str) -> Option<Self>;
}

/// A word that stands for no value of the named enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// Name of the enum that was expected.
    pub expected: &'static str,
    /// What was found instead.
    pub found: String,
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} is no {}", self.found, self.expected)
    }
}

impl std::error::Error for UnknownWord {}

/// Declares an enum together with [`TextEnum`], `Display`, `FromStr`, serde and `JsonSchema`, all speaking the
/// same words.
///
/// ```
/// bourse::text_enum! {
///     /// A traffic light.
///     pub enum Light {
///         /// Stop.
///         Red => "red",
///         /// Go.
///         Green => "green",
///     }
/// }
/// assert_eq!(Light::Green.to_string(), "green");
/// assert_eq!("red".parse(), Ok(Light::Red));
/// ```
#[macro_export]
macro_rules! text_enum {
    (
        $(#[$outer:meta])*
        $visibility:vis enum $name:ident {
            $( $(#[$inner:meta])* $variant:ident => $word:literal ),+ $(,)?
        }
    ) => {
        $(#[$outer])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema,
        )]
        $visibility enum $name {
            $( $(#[$inner])* #[serde(rename = $word)] $variant, )+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$( Self::$variant ),+];

            /// The stored word.
            pub const fn as_str(&self) -> &'static str {
                match self { $( Self::$variant => $word ),+ }
            }

            /// The value a stored word stands for; the match is exact.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $( $word => Some(Self::$variant), )+ _ => None }
            }
        }

        $crate::text_column!($name);

        impl $crate::kernel::text::text_enum::TextEnum for $name {
            const NAME: &'static str = stringify!($name);
            const ALL: &'static [Self] = $name::ALL;

            fn as_str(&self) -> &'static str {
                $name::as_str(self)
            }

            fn parse(text: &str) -> Option<Self> {
                $name::parse(text)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::kernel::text::text_enum::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                <Self as $crate::kernel::text::text_enum::TextEnum>::parse(text).ok_or_else(|| {
                    $crate::kernel::text::text_enum::UnknownWord { expected: stringify!($name), found: text.to_owned() }
                })
            }
        }
    };
}

#[cfg(test)]
mod tests {
    text_enum! {
        /// A size of ladle.
        enum Ladle {
            /// For sauces.
            Small => "small_one",
            /// For soups.
            Large => "large_one",
        }
    }

    #[test]
    fn a_value_survives_every_way_out_and_in() {
        for &ladle in Ladle::ALL {
            assert_eq!(Ladle::parse(ladle.as_str()), Some(ladle));
            assert_eq!(ladle.to_string().parse(), Ok(ladle));
            let json = serde_json::to_string(&ladle).unwrap();
            assert_eq!(json, format!("\"{}\"", ladle.as_str()));
            assert_eq!(serde_json::from_str::<Ladle>(&json).unwrap(), ladle);
        }
    }

    #[test]
    fn a_foreign_word_is_named_in_the_error() {
        let error = "Small_One".parse::<Ladle>().unwrap_err();
        assert_eq!(error.to_string(), "\"Small_One\" is no Ladle");
    }

    #[test]
    fn the_schema_lists_exactly_the_words() {
        let schema = serde_json::to_value(schemars::schema_for!(Ladle)).unwrap().to_string();
        assert!(schema.contains("small_one") && schema.contains("large_one"), "{schema}");
        assert!(!schema.contains("\"Small\""), "{schema}");
    }
}
