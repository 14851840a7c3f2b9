//! Invented people, as Billetweb would export them.

use chrono::{Days, NaiveDate};

use crate::kernel::random::Random;

/// The 160 people of the sample: invented, with the accents that real ones have.
const SAMPLE: &str = include_str!("depositors.csv");

/// First deposit day of the sample.
const SAMPLE_DAY: (i32, u32, u32) = (2025, 11, 5);

/// The sample, moved so that its first deposit day is `first_day`.
pub(super) fn sample_export(first_day: NaiveDate) -> String {
    let mut text = SAMPLE.to_owned();
    let Some(sample_day) = NaiveDate::from_ymd_opt(SAMPLE_DAY.0, SAMPLE_DAY.1, SAMPLE_DAY.2) else {
        return text;
    };
    for later in 0..3 {
        let from = (sample_day + Days::new(later)).format("\"%Y-%m-%d ").to_string();
        // A mark in between, lest a day already moved is moved again.
        text = text.replace(&from, &format!("\"<{later}> "));
    }
    for later in 0..3 {
        let to = (first_day + Days::new(later)).format("\"%Y-%m-%d ").to_string();
        text = text.replace(&format!("\"<{later}> "), &to);
    }
    text
}

const FIRST_NAMES: [&str; 20] = [
    "Amélie",
    "Benoît",
    "Céline",
    "David",
    "Élodie",
    "François",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Jérôme",
    "Katia",
    "Loïc",
    "Maëlys",
    "Noé",
    "Océane",
    "Pierre",
    "Quentin",
    "Rachel",
    "Solène",
    "Thuận",
];
const LAST_NAMES: [&str; 20] = [
    "Abadie",
    "Barthe",
    "Castan",
    "Delmas",
    "Escudier",
    "Fauré",
    "Garrigues",
    "Hébrard",
    "Izard",
    "Jalabert",
    "Kowalczyk",
    "Lafforgue",
    "Marty",
    "Nguyễn",
    "Ousset",
    "Pujol",
    "Rouquette",
    "Serres",
    "Teyssier",
    "Vidal",
];

/// An export of `count` people who all come in the slot that starts at `slot` (`2025-11-05 14:00`).
pub(super) fn invented_export(count: usize, slot: &str, random: &Random) -> String {
    let mut text = String::from(
        "\"Billet\",\"Commande\",\"Séance\",\"Tarif\",\"Nom\",\"Prénom\",\"Email\",\"Nom acheteur\",\"Prénom acheteur\",\
         \"Email acheteur\",\"Prix\",\"Montant remboursé\",\"Autorisation\",\"Payé\",\"Valide\",\
         \"Téléphone (Commande) - #5\",\"Adresse (Commande) - #7\",\"Code postal (Commande) - #8\",\"Ville (Commande) - #9\"\n",
    );
    let pick = |names: [&'static str; 20]| names[random.below(20) as usize];
    for number in 0..count {
        let (first, last) = (pick(FIRST_NAMES), pick(LAST_NAMES));
        let row = [
            format!("T{number:04}"),
            format!("C{number:04}"),
            slot.to_owned(),
            "Dépôt 2 listes".to_owned(),
            last.to_owned(),
            first.to_owned(),
            format!("deposant{number}@example.org"),
            last.to_owned(),
            first.to_owned(),
            format!("deposant{number}@example.org"),
            "5,00".to_owned(),
            "0,00".to_owned(),
            String::new(),
            "Oui".to_owned(),
            "Oui".to_owned(),
            format!("06{:08}", 10_000_000 + number),
            format!("{} rue des Fauvettes", number + 1),
            "31830".to_owned(),
            "Plaisance-du-Touch".to_owned(),
        ];
        text.push_str(&row.map(|cell| format!("\"{cell}\"")).join(","));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_moves_with_its_days_in_order() {
        let first = NaiveDate::from_ymd_opt(2025, 11, 6).unwrap();
        let moved = sample_export(first);
        for (day, count) in [("2025-11-06 09:30", 20), ("2025-11-07 17:00", 32), ("2025-11-08 09:30", 15)] {
            assert_eq!(moved.matches(day).count(), count, "{day}");
        }
        assert_eq!(moved.lines().count(), 161);
    }
}
