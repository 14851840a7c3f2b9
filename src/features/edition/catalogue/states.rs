//! The words of the catalogue.

use crate::text_enum;

text_enum! {
    /// Whom a garment is for (catalogue.md 6).
    pub enum Gender {
        /// Fille.
        Girl => "girl",
        /// Garçon.
        Boy => "boy",
        /// Mixte enfant.
        UnisexChild => "unisex_child",
        /// Femme.
        Woman => "woman",
        /// Homme.
        Man => "man",
        /// Mixte adulte.
        UnisexAdult => "unisex_adult",
    }
}
