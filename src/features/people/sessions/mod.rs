//! Log-ins: access tokens, the chain of refresh tokens, devices, and who may try how often.

pub mod attempts;
pub mod browser;
pub mod confirm;
mod guard;
mod jwt;
pub mod refresh;
pub mod log_ins;

pub use guard::{authenticate, record_damped, record_refusal};
pub use jwt::is_signed;
