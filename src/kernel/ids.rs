//! Identifiers: UUIDv7 text, one type per kind of thing, so that a slot's id is never taken for a list's.

use uuid::Uuid;

/// Defines id types. Each holds its 36 characters, which diesel and serde borrow without copying.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 36]);

        impl $name {
            /// Wraps a UUID.
            pub fn new(uuid: Uuid) -> Self {
                let mut text = [0; 36];
                uuid.hyphenated().encode_lower(&mut text);
                Self(text)
            }

            /// Reads the hyphenated form, in either case; anything else is no id.
            pub fn parse(text: &str) -> Option<Self> {
                (text.len() == 36).then(|| Uuid::try_parse(text).ok().map(Self::new)).flatten()
            }

            /// The 36 characters, lower case.
            pub fn as_str(&self) -> &str {
                // Only ASCII is ever stored, so the fallback is unreachable.
                std::str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(d)?;
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom("identifiant invalide"))
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "format": "uuid" })
            }
        }

        crate::text_column!($name);
    )+ };
}

ids! {
    /// A person who can be named.
    UserId,
    /// One log-in on one device.
    SessionId,
    /// One sale event.
    EditionId,
    /// A deposit window.
    SlotId,
    /// One depositor's taking part in one edition.
    RegistrationId,
    /// An e-mailed link that activates an account.
    InvitationId,
    /// A previewed file.
    ImportId,
    /// A numbered list of articles.
    ListId,
    /// One line of a list.
    ArticleId,
    /// A volunteer's time at one till.
    RegisterSessionId,
    /// One customer's basket.
    TicketId,
    /// One claim on an article.
    TicketLineId,
    /// One payment of a ticket.
    PaymentId,
    /// A ticket that could not be trusted.
    QuarantineId,
    /// A basket handed over to another till.
    HeldTicketId,
    /// What a depositor is owed.
    PayoutId,
    /// Money paid to a depositor, or taken back.
    PayoutPaymentId,
    /// A line of a payout beside sales, commission and fees.
    AdjustmentId,
    /// A message waiting to be sent.
    MailId,
    /// Long work done in steps.
    JobId,
    /// A former password.
    PasswordId,
    /// A table of the deposit, the sorting or the return, with the device that its volunteers use.
    DeskSessionId,
    /// A decision of a desk, with the id that its device gave it.
    CommandId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_shows_and_refuses_everything_else() {
        let id = ListId::new(Uuid::from_u128(0x018f_3c1e_7b2a_7c3d_9e4f_0a1b_2c3d_4e5f));
        assert_eq!(id.to_string(), "018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e5f");
        assert_eq!(ListId::parse(&id.to_string().to_uppercase()), Some(id));
        for wrong in ["", "018f3c1e7b2a7c3d9e4f0a1b2c3d4e5f", "{018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e5}", "éé"]
        {
            assert_eq!(ListId::parse(wrong), None, "{wrong}");
        }
    }
}
