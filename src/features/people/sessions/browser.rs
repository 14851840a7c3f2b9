//! Browsers that have logged in before, told by a signed cookie.
//!
//! Whoever guesses passwords from elsewhere must not be able to shut an account's owner out, nor a whole hall behind one
//! address: attempts from a browser that an account has logged in with before are counted by themselves. The cookie opens
//! nothing; it is a name and the proof that the name was given after a right password.

use crate::kernel::hex;
use crate::kernel::ids::UserId;
use crate::kernel::mac;
use crate::kernel::random::Random;

/// Name of the cookie.
pub const COOKIE: &str = "bourse_browser";

/// Seconds for which a browser is remembered after its last log-in: from one edition to the next.
pub const SECONDS: i64 = 400 * 86_400;

/// Accounts remembered in one browser, the latest first: a tablet of the association serves several people.
const MOST: usize = 6;

fn message(user: &str, name: &str) -> Vec<u8> {
    format!("known browser|{user}|{name}").into_bytes()
}

/// Accounts and names in a cookie, forged ones left out.
fn known<'a>(secret: &'a [u8], cookie: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    cookie.split('.').take(MOST).filter_map(move |entry| {
        let mut parts = entry.split('~');
        let (user, name, tag) = (parts.next()?, parts.next()?, hex::decode(parts.next()?)?);
        mac::verifies(secret, &message(user, name), &tag).then_some((user, name))
    })
}

/// The name that this browser goes by with this account, if it has logged in there before.
pub fn name_of(secret: &[u8], cookie: Option<&str>, user: UserId) -> Option<String> {
    let mine = known(secret, cookie?).find(|(known, _)| *known == user.as_str())?;
    Some(mine.1.to_owned())
}

/// The cookie after a log-in: this account first, under a new name, then the others.
pub fn remember(secret: &[u8], random: &Random, cookie: Option<&str>, user: UserId) -> String {
    let name = hex::encode(&random.bytes::<16>());
    let others = known(secret, cookie.unwrap_or_default())
        .filter(|(known, _)| *known != user.as_str())
        .map(|(user, name)| (user.to_owned(), name.to_owned()));
    let all = std::iter::once((user.to_string(), name)).chain(others).take(MOST);
    let signed = all.map(|(user, name)| {
        let tag = hex::encode(&mac::hmac_sha256(secret, &message(&user, &name)));
        format!("{user}~{name}~{tag}")
    });
    signed.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::Instant;

    #[test]
    fn a_browser_is_known_to_the_accounts_that_logged_in_with_it_and_to_no_other() {
        let (random, now) = (Random::seeded(3), Instant::parse("2025-11-08T09:00:00Z").unwrap());
        let user = || UserId::new(random.uuid(now));
        let (anne, bruno) = (user(), user());
        let first = remember(b"secret", &random, None, anne);
        let both = remember(b"secret", &random, Some(&first), bruno);
        assert_eq!(name_of(b"secret", Some(&both), anne), name_of(b"secret", Some(&first), anne));
        assert!(name_of(b"secret", Some(&both), bruno).is_some());
        assert_eq!(name_of(b"secret", Some(&first), bruno), None);
        assert_eq!(name_of(b"other", Some(&both), anne), None, "signed with another secret");
        let stolen = both.replace(bruno.as_str(), user().as_str());
        assert_eq!(name_of(b"secret", Some(&stolen), bruno), None);
        let crowded = (0..20).fold(both, |cookie, _| remember(b"secret", &random, Some(&cookie), user()));
        assert!(crowded.len() < 1000, "{}", crowded.len());
    }
}
