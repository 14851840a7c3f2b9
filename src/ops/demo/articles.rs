//! Things people bring, made up from a few words per kind.

use crate::features::edition::catalogue::states::Gender;
use crate::kernel::random::Random;

/// One made-up article.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    pub(super) category: &'static str,
    pub(super) subcategory: &'static str,
    pub(super) description: String,
    pub(super) gender: Option<Gender>,
    pub(super) size: Option<String>,
    pub(super) color: Option<String>,
    pub(super) brand: Option<String>,
    pub(super) price_cents: i32,
}

struct Kind {
    category: &'static str,
    subcategory: &'static str,
    names: &'static [&'static str],
    sizes: &'static [&'static str],
    euros: (u32, u32),
}

const YEARS: &[&str] = &["3 ans", "4 ans", "5 ans", "6 ans", "8 ans", "10 ans", "12 ans"];
const MONTHS: &[&str] = &["3 mois", "6 mois", "12 mois", "18 mois", "24 mois"];
const NONE: &[&str] = &[];

/// In the order of a list: clothes first. Kinds with a limit of their own stand once, so that no list breaks it.
const KINDS: [Kind; 15] = [
    kind(
        "clothes",
        "dress",
        &["Robe à fleurs", "Robe chasuble en velours", "Robe d'été rayée"],
        YEARS,
        (4, 12),
    ),
    kind("clothes", "trousers", &["Jean brut", "Pantalon en velours", "Legging molletonné"], YEARS, (3, 9)),
    kind("clothes", "sweater", &["Pull marin", "Sweat à capuche", "Gilet en laine"], YEARS, (3, 8)),
    kind(
        "clothes",
        "tshirt",
        &["Tee-shirt dinosaure", "Tee-shirt à manches longues", "Polo blanc"],
        YEARS,
        (1, 5),
    ),
    kind("clothes", "pyjamas", &["Pyjama étoiles", "Grenouillère lapin"], MONTHS, (2, 6)),
    kind("clothes", "coat", &["Manteau de laine", "Anorak doublé"], YEARS, (6, 13)),
    kind("shoes", "rain_boots", &["Bottes de pluie"], &["24", "26", "28", "30"], (3, 7)),
    kind("childcare", "childcare_other", &["Écharpe de portage", "Gigoteuse", "Transat"], NONE, (5, 25)),
    kind("toys", "board_game", &["Jeu de l'oie", "Memory des animaux", "Mille bornes"], NONE, (2, 8)),
    kind(
        "toys",
        "toy",
        &["Garage en bois", "Dînette", "Camion de pompiers", "Perles à enfiler"],
        NONE,
        (2, 15),
    ),
    kind("toys", "puzzle", &["Puzzle ferme 48 pièces", "Puzzle carte de France"], NONE, (1, 5)),
    kind("toys", "outdoor_toy", &["Trottinette", "Jeu de quilles"], NONE, (4, 18)),
    kind(
        "books",
        "child_book",
        &["Album du Père Castor", "Imagier sonore", "Contes du chat perché"],
        NONE,
        (1, 5),
    ),
    kind("accessories", "hat", &["Bonnet à pompon"], NONE, (1, 3)),
    kind("other", "sport_item", &["Raquette de badminton", "Rollers"], NONE, (3, 12)),
];

const fn kind(
    category: &'static str,
    subcategory: &'static str,
    names: &'static [&'static str],
    sizes: &'static [&'static str],
    euros: (u32, u32),
) -> Kind {
    Kind { category, subcategory, names, sizes, euros }
}

const COLORS: [&str; 6] = ["bleu", "rouge", "vert", "jaune", "gris", "rose"];
const BRANDS: [&str; 4] = ["Petit Bateau", "Vertbaudet", "Okaïdi", "Décathlon"];

/// `count` things for one list (15 at most), in the order of a list.
pub(super) fn for_one_list(count: usize, random: &Random) -> Vec<Thing> {
    let mut left_out = KINDS.len().saturating_sub(count);
    let mut things = Vec::with_capacity(count);
    for (index, kind) in KINDS.iter().enumerate() {
        let remaining = u32::try_from(KINDS.len() - index).unwrap_or(1);
        if usize::try_from(random.below(remaining)).is_ok_and(|drawn| drawn < left_out) {
            left_out -= 1;
        } else {
            things.push(thing(kind, random));
        }
    }
    things
}

fn thing(kind: &Kind, random: &Random) -> Thing {
    let sized = !kind.sizes.is_empty();
    let (low, high) = kind.euros;
    let euros = low + random.below(high - low + 1);
    Thing {
        category: kind.category,
        subcategory: kind.subcategory,
        description: pick(kind.names, random).to_owned(),
        gender: (sized && random.below(3) > 0)
            .then(|| [Gender::Girl, Gender::Boy, Gender::UnisexChild][random.below(3) as usize]),
        size: sized.then(|| pick(kind.sizes, random).to_owned()),
        color: (random.below(2) == 0).then(|| pick(&COLORS, random).to_owned()),
        brand: (random.below(3) == 0).then(|| pick(&BRANDS, random).to_owned()),
        price_cents: i32::try_from(euros * 100).unwrap_or(100),
    }
}

fn pick<'a>(words: &[&'a str], random: &Random) -> &'a str {
    let index = random.below(u32::try_from(words.len()).unwrap_or(1));
    words.get(index as usize).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::edition::catalogue::model::Catalogue;
    use crate::features::lists::declared::rules::draft::ArticleDraft;
    use crate::features::lists::declared::rules::{blocks, check_list};

    #[test]
    fn made_up_lists_meet_every_rule() {
        let (catalogue, random) = (Catalogue::standard().unwrap(), Random::seeded(3));
        for count in 1..=15 {
            let things = for_one_list(count, &random);
            assert_eq!(things.len(), count);
            let drafts: Vec<ArticleDraft> = things
                .iter()
                .map(|thing| ArticleDraft {
                    subcategory: thing.subcategory.to_owned(),
                    description: thing.description.clone(),
                    size: thing.size.clone(),
                    price_cents: thing.price_cents,
                    certified: true,
                    ..ArticleDraft::default()
                })
                .collect();
            let problems: Vec<_> =
                check_list(&catalogue, &drafts).into_iter().map(|(_, problem)| problem).collect();
            assert!(!blocks(&problems), "{problems:?}");
        }
    }
}
