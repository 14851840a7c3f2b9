//! HMAC-SHA256, for labels and off-line tickets (till.md 1, 3 and 4).

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// A key is one block of 64 bytes: longer ones are hashed, shorter ones filled with zeros (RFC 2104).
fn over(key: &[u8], message: &[u8]) -> Hmac<Sha256> {
    let mut block = [0; 64];
    match block.get_mut(..key.len()) {
        Some(start) => start.copy_from_slice(key),
        None => block[..32].copy_from_slice(&Sha256::digest(key)),
    }
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(message);
    mac
}

/// The 32 bytes of HMAC-SHA256.
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    over(key, message).finalize().into_bytes().into()
}

/// Whether `tag` is the HMAC of the message, in a time that does not tell how much of it is right.
pub fn verifies(key: &[u8], message: &[u8], tag: &[u8]) -> bool {
    over(key, message).verify_slice(tag).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::hex;

    #[test]
    fn the_sixth_vector_of_rfc_4231_with_its_long_key_holds() {
        let tag = hmac_sha256(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First");
        assert_eq!(hex::encode(&tag), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    #[test]
    fn the_second_vector_of_rfc_4231_holds() {
        let tag = hmac_sha256(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hex::encode(&tag), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assert!(verifies(b"Jefe", b"what do ya want for nothing?", &tag));
        assert!(!verifies(b"Jefe", b"what do ya want for nothing!", &tag));
        assert!(!verifies(b"Jefe", b"what do ya want for nothing?", &tag[..31]));
    }
}
