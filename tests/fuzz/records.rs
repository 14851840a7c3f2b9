//! FastCGI records and parameters, as no server should send them.

use std::io::{self, Read};

use bourse::doors::records::{Incoming, read};
use bourse::http::Body;

use super::fuzz;
use super::mutation::Chance;

/// Beginnings of records (version, type, id) and lengths that lie.
const WORDS: [&[u8]; 8] = [
    &[1, 1, 0, 1, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
    &[1, 4, 0, 1, 0, 0, 0, 0],
    &[1, 5, 0, 1, 0, 0, 0, 0],
    &[1, 2, 0, 1, 0, 0, 0, 0],
    &[1, 9, 0, 0, 0, 0, 0, 0],
    &[0xff, 0xff, 0xff, 0xff],
    &[0x80, 0, 0, 1],
    b"CONTENT_LENGTH18446744073709551615",
];

const LIMIT: u64 = 4096;

/// Gives its bytes in pieces of any length, as a network does, and counts those taken.
struct Network<'a> {
    bytes: &'a [u8],
    taken: usize,
    chance: Chance,
}

impl Read for Network<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let piece = 1 + self.chance.below(20);
        let left = &self.bytes[self.taken..];
        let length = piece.min(into.len()).min(left.len());
        into[..length].copy_from_slice(&left[..length]);
        self.taken += length;
        Ok(length)
    }
}

/// What came of some bytes: the outcome in words, what was replied on the way, how many bytes were taken.
fn outcome(bytes: &[u8], seed: u64) -> (String, Vec<u8>, usize) {
    let mut network = Network { bytes, taken: 0, chance: Chance::new(seed) };
    let mut reply = Vec::new();
    let incoming = read(&mut network, &mut reply, LIMIT);
    if let Ok(Incoming::Request(_, request)) = &incoming
        && let Body::Whole(body) = &request.body
    {
        assert!(body.len() as u64 <= LIMIT, "{} bytes were kept", body.len());
    }
    (format!("{incoming:?}"), reply, network.taken)
}

#[test]
fn a_request_is_the_same_however_its_bytes_arrive_and_nothing_after_it_is_taken() {
    fuzz("records", 20_000, &WORDS, |bytes| {
        let first = outcome(bytes, 1);
        assert_eq!(outcome(bytes, 2), first, "cut elsewhere");
        if first.0.starts_with("Ok(Request") {
            let mut with_next = bytes[..first.2].to_vec();
            with_next.extend_from_slice(&[1, 1, 0, 2, 0, 8, 0, 0]);
            assert_eq!(outcome(&with_next, 3), first, "the next request's bytes are not its own");
        }
        assert!(first.1.len() <= 16 * (bytes.len() + 1), "answers to management records stay small");
    });
}
