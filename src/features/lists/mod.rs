//! Lists of articles, here their printed forms.

pub mod list_copy;
pub mod printed;
