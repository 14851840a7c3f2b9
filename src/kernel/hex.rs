//! Bytes as lower-case hexadecimal text, the form of digests and signatures.

use sha2::{Digest, Sha256};

/// Two lower-case characters per byte.
pub fn encode(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0f)]).collect()
}

/// The bytes of lower-case hexadecimal text; `None` for anything else, upper case included.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let value = |byte: &u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(value(high)? << 4 | value(low)?)).collect();
    if rest.is_empty() { bytes } else { None }
}

/// SHA-256 of anything, as 64 characters. Tokens of any kind are stored like this only (domain.md 5.11).
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    encode(&Sha256::digest(bytes.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_digest_of_nothing_is_the_known_one() {
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn only_lower_case_pairs_are_decoded() {
        assert_eq!(decode("00ff"), Some(vec![0, 255]));
        for wrong in ["0", "0F", "zz", "é1", "+1"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn bytes_read_back(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
    }
}
