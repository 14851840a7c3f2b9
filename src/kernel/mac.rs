//! HMAC-SHA256, for labels and off-line tickets (till.md 1, 3 and 4).

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

fn over(key: &[u8], message: &[u8]) -> Hmac<Sha256> {
    #[allow(clippy::expect_used, reason = "HMAC takes keys of any length; the error cannot occur")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
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
    fn the_second_vector_of_rfc_4231_holds() {
        let tag = hmac_sha256(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hex::encode(&tag), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assert!(verifies(b"Jefe", b"what do ya want for nothing?", &tag));
        assert!(!verifies(b"Jefe", b"what do ya want for nothing!", &tag));
        assert!(!verifies(b"Jefe", b"what do ya want for nothing?", &tag[..31]));
    }
}
