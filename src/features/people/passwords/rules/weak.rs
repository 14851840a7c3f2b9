//! Passwords that are tried first: those that many people have, and those made of what everybody knows of their owner.

use super::owner::Owner;
use crate::kernel::text::fold;

/// Where the list comes from is said in `assets/passwords/README.md`.
const COMMON: &str = include_str!("../../../../../assets/passwords/common.txt");

/// Keys in their order, on the keyboards of the country and of those who make the lists; the digits; the alphabet.
const ROWS: [&str; 9] = [
    "1234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "abcdefghijklmnopqrstuvwxyz",
];

/// A password of fewer different signs is no secret, however long.
const FEWEST_SIGNS: usize = 4;

/// From here on a row of keys counts as one.
const WALK: usize = 4;

/// Whether many people have this password, or one that differs only by what everybody adds.
pub(crate) fn is_common(password: &str) -> bool {
    let lower = fold(password);
    let mut signs: Vec<char> = lower.chars().collect();
    signs.sort_unstable();
    signs.dedup();
    signs.len() < FEWEST_SIGNS
        || lower.chars().all(|sign| sign.is_ascii_digit())
        || is_repeated(&lower)
        || is_walk(&lower)
        || [lower.as_str(), core(&lower)]
            .into_iter()
            .any(|text| is_listed(text) || is_listed(&unmasked(text)))
}

fn is_listed(word: &str) -> bool {
    word.len() >= WALK && COMMON.lines().any(|line| line == word)
}

/// The word without the year, the number and the signs around it.
fn core(text: &str) -> &str {
    text.trim_matches(|sign: char| !sign.is_alphabetic())
}

/// Signs put in the place of letters, which every program that guesses puts back.
fn unmasked(text: &str) -> String {
    text.chars()
        .map(|sign| match sign {
            '@' | '4' => 'a',
            '3' => 'e',
            '1' | '!' => 'i',
            '0' => 'o',
            '$' | '5' => 's',
            '7' => 't',
            other => other,
        })
        .collect()
}

/// The same few signs over and over: `doudoudoudou`.
fn is_repeated(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    (1..=signs.len() / 2).any(|unit| {
        signs.len().is_multiple_of(unit) && signs.chunks(unit).all(|chunk| chunk == &signs[..unit])
    })
}

/// Nothing but rows of keys, forwards or backwards.
fn is_walk(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    let mut start = 0;
    while start < signs.len() {
        let length = walk_from(&signs[start..]);
        if length < WALK {
            return false;
        }
        start += length;
    }
    true
}

/// How many signs from the first on lie side by side in one row.
fn walk_from(signs: &[char]) -> usize {
    let longest = |row: &str| {
        let keys: Vec<char> = row.chars().collect();
        let place = |sign: &char| keys.iter().position(|key| key == sign);
        [1_isize, -1].map(|direction| {
            let follows = |pair: &[char]| {
                place(&pair[0]).zip(place(&pair[1])).is_some_and(|(one, next)| {
                    one.checked_add_signed(direction) == Some(next)
                        // Digits go round: after 9 comes 0.
                        || (keys.len() == 10 && (one + 1) % 10 == next && direction == 1)
                })
            };
            1 + signs.windows(2).take_while(|pair| follows(pair)).count()
        })
    };
    ROWS.iter().flat_map(|row| longest(row)).max().unwrap_or(1)
}

/// What of its owner a password is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Personal {
    Email,
    Name,
}

/// Shorter names stand in too many words.
const SHORTEST_NAME: usize = 4;

/// Whether the address or a name of its owner stands in a password.
pub(crate) fn personal(password: &str, owner: Owner<'_>) -> Option<Personal> {
    let text = fold(password);
    let holds = |part: &str| part.chars().count() >= SHORTEST_NAME && text.contains(part);
    let local = fold(owner.email.split('@').next().unwrap_or_default());
    if holds(&local) {
        return Some(Personal::Email);
    }
    let names = [fold(owner.first_name), fold(owner.last_name)];
    let held = names.iter().any(|name| name.split(|sign: char| !sign.is_alphanumeric()).any(holds));
    held.then_some(Personal::Name)
}
