//! Access tokens: JWT signed with HS256, and nothing else ever accepted.

use std::sync::Once;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::signature::{self, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::kernel::actor::{Actor, Role, Scope};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{SessionId, UserId};

/// The claims of api.md 3, and the scope of a device's token.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Claims {
    sub: UserId,
    role: Role,
    sid: SessionId,
    iat: i64,
    exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<Scope>,
}

/// Signs a token for `minutes`.
pub fn issue(secret: &[u8], actor: Actor, now: Instant, minutes: i64) -> Result<String, Error> {
    install();
    let iat = now.millis() / 1000;
    let claims = Claims {
        sub: actor.user_id,
        role: actor.role,
        sid: actor.session_id,
        iat,
        exp: iat + minutes * 60,
        scope: (actor.scope != Scope::Person).then_some(actor.scope),
    };
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(secret))
}

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It was good until a moment ago.
    Expired,
    /// It is not one of ours.
    Forged,
}

/// Reads a token and checks its signature and its time.
pub fn read(secret: &[u8], token: &str, now: Instant) -> Result<Actor, Refused> {
    install();
    let mut validation = Validation::new(Algorithm::HS256);
    // The library would ask the machine's clock; ours can be set.
    validation.validate_exp = false;
    let claims = jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_secret(secret), &validation)
        .map_err(|_| Refused::Forged)?
        .claims;
    if claims.exp <= now.millis() / 1000 {
        return Err(Refused::Expired);
    }
    let scope = claims.scope.unwrap_or(Scope::Person);
    Ok(Actor { user_id: claims.sub, role: claims.role, session_id: claims.sid, scope })
}

/// Whether a token is one of ours and in time; its log-in may have ended since.
pub fn is_signed(secret: &[u8], token: &str, now: Instant) -> bool {
    read(secret, token, now).is_ok()
}

/// HMAC-SHA256 from the crates that sign tickets too, so that no second cryptographic library is linked in.
struct Hs256(Hmac<Sha256>);

impl Hs256 {
    fn new(algorithm: Algorithm, key: &[u8]) -> Result<Self, Error> {
        if algorithm != Algorithm::HS256 {
            return Err(ErrorKind::InvalidAlgorithm.into());
        }
        Hmac::new_from_slice(key).map(Self).map_err(|_| ErrorKind::InvalidKeyFormat.into())
    }
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        Ok(self.0.clone().chain_update(message).finalize().into_bytes().to_vec())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], tag: &Vec<u8>) -> Result<(), signature::Error> {
        self.0.clone().chain_update(message).verify_slice(tag).map_err(signature::Error::from_source)
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| Ok(Box::new(Hs256::new(*algorithm, key.as_bytes())?)),
    verifier_factory: |algorithm, key| Ok(Box::new(Hs256::new(*algorithm, key.try_get_as_bytes()?)?)),
    key_utils: KeyUtils::new_unimplemented(),
};

fn install() {
    static ONCE: Once = Once::new();
    // Failing means that it is installed already.
    ONCE.call_once(|| {
        let _ = PROVIDER.install_default();
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::Random;

    fn actor(now: Instant) -> Actor {
        let random = Random::System;
        Actor {
            user_id: UserId::new(random.uuid(now)),
            role: Role::Volunteer,
            session_id: SessionId::new(random.uuid(now)),
            scope: Scope::Till,
        }
    }

    #[test]
    fn a_token_is_believed_until_its_minute_comes() {
        let now = Instant::parse("2025-11-08T09:00:00Z").unwrap();
        let actor = actor(now);
        let token = issue(b"secret", actor, now, 15).unwrap();
        assert_eq!(read(b"secret", &token, now.plus(chrono::TimeDelta::seconds(899))), Ok(actor));
        assert_eq!(read(b"secret", &token, now.plus(chrono::TimeDelta::seconds(900))), Err(Refused::Expired));
    }

    #[test]
    fn forged_tokens_are_refused_whatever_they_claim() {
        let now = Instant::parse("2025-11-08T09:00:00Z").unwrap();
        let token = issue(b"secret", actor(now), now, 15).unwrap();
        assert_eq!(read(b"other", &token, now), Err(Refused::Forged));
        let parts: Vec<&str> = token.split('.').collect();
        // {"alg":"none","typ":"JWT"}
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.", parts[1]);
        for wrong in [unsigned.as_str(), "", "a.b.c", &token[..token.len() - 2]] {
            assert_eq!(read(b"secret", wrong, now), Err(Refused::Forged), "{wrong}");
        }
    }
}
