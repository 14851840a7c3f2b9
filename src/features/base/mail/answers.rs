//! Whose fault a mail server's answer is: pure, with a table of real answers.
//!
//! Only a server that does not know the recipient says something about the recipient's address. All that it refuses before
//! that, and all that speaks of policy, quota or spam, concerns the association's own account: those messages wait, however
//! long it takes to mend it, and nobody's address is given up for it.

crate::text_enum! {
    /// Whose fault it is that a message has not left.
    pub enum Fault {
        /// The address does not exist: given up, and the address is marked.
        Recipient => "recipient",
        /// This message can never be delivered, whatever the address: given up.
        Message => "message",
        /// The server does not want our account: waits until that is mended.
        Account => "account",
        /// Something that goes by.
        Passing => "passing",
        /// Held back by a restore: it has most likely been sent before.
        Held => "held",
    }
}

/// How far the conversation had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Greeting, `EHLO`, `STARTTLS`.
    Connection,
    /// `AUTH`.
    Login,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA` and what follows.
    Content,
}

/// What came instead of a yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The server's code and its words.
    Said(u16, String),
    /// No answer: no network, no name, a connection that broke.
    Silence(String),
    /// The server is not able to do what we need of it.
    Unable(String),
}

impl Answer {
    /// What people are shown: the server's own words where it said any.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Said(code, words) => format!("{code} {words}"),
            Self::Silence(words) | Self::Unable(words) => words.clone(),
        }
    }
}

/// Whose fault it is. Called with refusals only.
pub(super) fn sort(stage: Stage, answer: &Answer) -> Fault {
    let (code, words) = match answer {
        Answer::Silence(_) => return Fault::Passing,
        // An address in letters that the server does not write, or a server without log-in or encryption.
        Answer::Unable(_) if stage >= Stage::Sender => return Fault::Message,
        Answer::Unable(_) => return Fault::Account,
        Answer::Said(code, words) => (*code, words.to_lowercase()),
    };
    if code < 500 {
        return Fault::Passing;
    }
    let detail = enhanced(&words);
    match stage {
        Stage::Connection | Stage::Login | Stage::Sender => Fault::Account,
        Stage::Recipient => at_recipient(code, detail, &words),
        Stage::Content => match detail {
            Some((1, 7 | 8)) => Fault::Account,
            // The address was good enough before: no proof against it.
            Some((1 | 6, _) | (2, 3) | (3, 4)) => Fault::Message,
            Some((2, _)) => Fault::Passing,
            None if code == 552 && !ours(&words) => Fault::Message,
            _ => Fault::Account,
        },
    }
}

fn at_recipient(code: u16, detail: Option<(u16, u16)>, words: &str) -> Fault {
    match detail {
        // The sender's address, which is ours.
        Some((1, 7 | 8) | (4, 5) | (3 | 5 | 7, _)) => Fault::Account,
        Some((1, _) | (2, 1)) => Fault::Recipient,
        _ if ours(words) => Fault::Account,
        // A full box, a domain that cannot be reached: tried for as long as anything that goes by.
        Some(_) => Fault::Passing,
        None => match code {
            550 | 551 | 553 if unknown(words) => Fault::Recipient,
            550..=553 => Fault::Passing,
            _ => Fault::Account,
        },
    }
}

/// Subject and detail of `5.1.1` at the beginning of the words (RFC 3463).
fn enhanced(words: &str) -> Option<(u16, u16)> {
    let first = words.trim_start_matches(['-', '#', ' ']).split([' ', '\n', ':', ';', ',']).next()?;
    let mut parts = first.split('.');
    let class: u16 = parts.next()?.parse().ok()?;
    let (subject, detail) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (class == 5 && parts.next().is_none()).then_some((subject, detail))
}

/// Whether the words are about who sends, how much and what, not about who is to receive.
fn ours(words: &str) -> bool {
    [
        "spam",
        "block",
        "blacklist",
        "policy",
        "relay access",
        "relaying",
        "relay denied",
        "relay not permitted",
        "to relay",
        "authenti",
        "limit",
        "too many",
        "reputation",
        "sender",
        "spf",
        "dkim",
        "dmarc",
    ]
    .iter()
    .any(|word| words.contains(word))
}

/// Whether the words say that nobody has this address.
fn unknown(words: &str) -> bool {
    [
        "unknown",
        "no such",
        "not exist",
        "n'existe pas",
        "inconnu",
        "not found",
        "invalid",
        "no mailbox",
        "unavailable",
        "unrouteable",
        "user",
        "recipient",
        "mailbox",
    ]
    .iter()
    .any(|word| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_sorted_by_the_table() {
        use Stage::{Connection, Content, Login, Recipient, Sender};
        let cases: &[(Stage, u16, &str, Fault)] = &[
            // The recipient's.
            (Recipient, 550, "5.1.1 user unknown", Fault::Recipient),
            (Recipient, 550, "5.1.1 <a@b.fr>: Recipient address rejected: User unknown", Fault::Recipient),
            (Recipient, 550, "5.1.10 RESOLVER.ADR.RecipientNotFound; not found", Fault::Recipient),
            (Recipient, 550, "Recipient rejected: User unknown in relay recipient table", Fault::Recipient),
            (Recipient, 550, "5.1.2 Bad destination system", Fault::Recipient),
            (Recipient, 553, "5.1.3 malformed address", Fault::Recipient),
            (Recipient, 550, "5.2.1 The account that you tried to reach is disabled", Fault::Recipient),
            (Recipient, 550, "No such user here", Fault::Recipient),
            (Recipient, 550, "Requested action not taken: mailbox unavailable", Fault::Recipient),
            (Recipient, 551, "user not local", Fault::Recipient),
            (Recipient, 550, "Utilisateur inconnu", Fault::Recipient),
            // Our account's.
            (
                Connection,
                554,
                "5.7.1 Service unavailable; client [1.2.3.4] blocked using a list",
                Fault::Account,
            ),
            (Connection, 504, "5.5.2 <[127.0.0.1]>: Helo command rejected", Fault::Account),
            (Connection, 550, "Access denied", Fault::Account),
            (Login, 535, "5.7.8 authentication failed", Fault::Account),
            (Login, 534, "5.7.9 application-specific password required", Fault::Account),
            (Sender, 530, "5.7.0 Authentication required", Fault::Account),
            (Sender, 553, "5.7.1 sender address rejected: not owned by user", Fault::Account),
            (Sender, 550, "5.1.8 sender rejected", Fault::Account),
            (Sender, 550, "5.4.5 Daily sending quota exceeded", Fault::Account),
            (Sender, 550, "unknown", Fault::Account),
            (Recipient, 550, "5.4.5 Daily user sending limit exceeded", Fault::Account),
            (Recipient, 550, "5.7.1 Relaying denied", Fault::Account),
            (Recipient, 554, "5.7.1 <a@b.fr>: Relay access denied", Fault::Account),
            (Recipient, 550, "5.1.7 bad sender's address", Fault::Account),
            (Recipient, 550, "Message rate limit exceeded for this user", Fault::Account),
            (Recipient, 550, "relay not permitted", Fault::Account),
            (Recipient, 554, "transaction failed", Fault::Account),
            (Recipient, 503, "5.5.1 bad sequence", Fault::Account),
            (Content, 554, "5.7.1 message looks like spam", Fault::Account),
            (Content, 550, "5.7.26 unauthenticated mail is prohibited", Fault::Account),
            (Content, 554, "spam", Fault::Account),
            (Content, 552, "daily limit reached", Fault::Account),
            // This message's.
            (Content, 552, "5.3.4 message too big", Fault::Message),
            (Content, 552, "message size exceeds fixed maximum", Fault::Message),
            (Content, 554, "5.6.0 malformed", Fault::Message),
            (Content, 550, "5.1.1 user unknown", Fault::Message),
            // Going by.
            (Connection, 421, "4.3.2 try again later", Fault::Passing),
            (Login, 454, "4.7.0 temporary authentication failure", Fault::Passing),
            (Sender, 451, "4.3.0 queue full", Fault::Passing),
            (Recipient, 452, "4.2.2 mailbox full", Fault::Passing),
            (Recipient, 450, "4.7.1 greylisted", Fault::Passing),
            (Recipient, 552, "5.2.2 mailbox full", Fault::Passing),
            (Recipient, 550, "5.4.4 unable to route", Fault::Passing),
            (Recipient, 550, "no", Fault::Passing),
            (Content, 451, "4.3.0 later", Fault::Passing),
        ];
        for (stage, code, words, expected) in cases {
            let answer = Answer::Said(*code, (*words).to_owned());
            assert_eq!(sort(*stage, &answer), *expected, "{stage:?}: {code} {words}");
        }
        assert_eq!(sort(Login, &Answer::Silence("connection reset".to_owned())), Fault::Passing);
        assert_eq!(sort(Connection, &Answer::Unable("no STARTTLS".to_owned())), Fault::Account);
        assert_eq!(sort(Sender, &Answer::Unable("no SMTPUTF8".to_owned())), Fault::Message);
    }
}
