//! Whose password it is.

/// Whose password it is: what it must not be made of.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// Address, lower case.
    pub email: &'a str,
    /// Given name, as typed or stored.
    pub first_name: &'a str,
    /// Family name, as typed or stored.
    pub last_name: &'a str,
}
