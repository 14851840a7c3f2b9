//! Finds refused kinds in what a depositor types, with few false alarms (catalogue.md 7).
//!
//! The text searched is `kind ^ description $ gender size`, in words: case, accents, plurals, hyphens and small
//! words (*de*, *pour*, *la*...) are ignored, numbers stand apart from letters (`500p` is `500 p`). A pattern is a
//! row of items that must follow one another:
//!
//! | item | matches |
//! |---|---|
//! | `velo` | that word |
//! | `velo\|ski` | one of these words |
//! | `>104` | a number above 104 |
//! | `^`, `$` | the beginning and the end of the description |
//! | `*` | any number of words, none included |

use super::draft::ArticleDraft;
use crate::features::edition::catalogue::model::{Catalogue, RefusedKind, Subcategory};
use crate::kernel::text::fold;

/// The category of what fits nowhere else.
const SORTS: &str = "other";

/// Small words that neither patterns nor descriptions are told apart by.
const SMALL_WORDS: [&str; 14] =
    ["a", "au", "aux", "de", "des", "du", "en", "la", "le", "les", "pour", "qu", "un", "une"];

/// The first refused kind that the words of an article bring to mind.
pub fn suspected<'a>(catalogue: &'a Catalogue, draft: &ArticleDraft) -> Option<&'a RefusedKind> {
    let (category, kind) = catalogue.find(&draft.subcategory)?;
    let mut words = words_of(&kind.french);
    words.push("^".to_owned());
    words.extend(words_of(&draft.description));
    words.push("$".to_owned());
    words.extend(draft.gender.map(|gender| words_of(catalogue.gender_french(gender))).unwrap_or_default());
    words.extend(draft.size.as_deref().map(words_of).unwrap_or_default());
    let applies = |refused: &&RefusedKind| {
        !refused.skip_categories.contains(&category.code)
            && refused.patterns.iter().any(|pattern| occurs(pattern, &words))
            && !refused.unless.iter().any(|word| words.contains(&singular(word)))
    };
    catalogue.refused.iter().find(applies)
}

/// How people call some kinds that lists take few of, and the kind that each word means.
const ALSO_CALLED: [(&str, &str); 9] = [
    ("doudoune", "coat"),
    ("parka", "coat"),
    ("jean", "trousers"),
    ("legging", "trousers"),
    ("pull", "sweater"),
    ("gilet", "sweater"),
    ("sweat", "sweater"),
    ("polo", "tshirt"),
    ("kway", "raincoat"),
];

/// The kind of limited number that something declared among all sorts is called by: under `Autres` it would count
/// nowhere. Its first word decides, so that a hanger for coats is no coat.
pub fn out_of_place<'a>(catalogue: &'a Catalogue, draft: &ArticleDraft) -> Option<&'a Subcategory> {
    let (category, _) = catalogue.find(&draft.subcategory).filter(|(category, _)| category.code == SORTS)?;
    let words = words_of(&draft.description);
    let first = words.first()?;
    let limited =
        |code: &str| catalogue.limits.iter().any(|limit| limit.subcategories.is_some() && limit.counts(code));
    let named = |name: &str| {
        let name = words_of(name);
        name.first() == Some(first) && name.iter().all(|word| words.contains(word))
    };
    let called = |kind: &Subcategory| {
        let own = kind.french.split('/').any(named) && !kind.french.starts_with("autre");
        own || ALSO_CALLED.iter().any(|(word, code)| word == first && *code == kind.code)
    };
    let others = catalogue.categories.iter().filter(|other| other.code != category.code);
    others.flat_map(|other| &other.subcategories).find(|kind| limited(&kind.code) && called(kind))
}

/// Whether the pattern occurs anywhere in the words.
fn occurs(pattern: &str, words: &[String]) -> bool {
    let items: Vec<&str> = pattern.split_whitespace().collect();
    (0..words.len()).any(|start| follows(&items, &words[start..]))
}

/// Whether the words begin with the items.
fn follows(items: &[&str], words: &[String]) -> bool {
    let Some((item, rest)) = items.split_first() else { return true };
    if *item == "*" {
        return (0..=words.len()).any(|skipped| follows(rest, &words[skipped..]));
    }
    words.split_first().is_some_and(|(word, following)| fits(item, word) && follows(rest, following))
}

fn fits(item: &str, word: &str) -> bool {
    match item.strip_prefix('>') {
        Some(bound) => {
            matches!((word.parse::<u32>(), bound.parse::<u32>()), (Ok(word), Ok(bound)) if word > bound)
        }
        None => item.split('|').any(|choice| singular(choice) == word),
    }
}

/// Words without case, accents, plural, small words and elisions (`d'équitation` is `equitation`).
fn words_of(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in folded.chars().chain([' ']) {
        let same_sort = word.chars().next_back().is_none_or(|last| last.is_numeric() == c.is_numeric());
        if c.is_alphanumeric() && same_sort {
            word.push(c);
            continue;
        }
        let elided = c == '\'' && word.len() == 1;
        if !word.is_empty() && !elided && !SMALL_WORDS.contains(&word.as_str()) {
            words.push(singular(&word));
        }
        word.clear();
        if c.is_alphanumeric() {
            word.push(c);
        }
    }
    words
}

/// A rough singular: good enough because patterns go through it as well.
fn singular(word: &str) -> String {
    if word.len() < 3 {
        return word.to_owned();
    }
    match word.strip_suffix("aux") {
        Some(stem) if !stem.ends_with('e') && !stem.is_empty() => format!("{stem}al"),
        _ => word.strip_suffix(['s', 'x']).unwrap_or(word).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::lists::states::Gender;

    fn kind_of(subcategory: &str, description: &str) -> Option<String> {
        suspect(&ArticleDraft { size: None, ..typed(subcategory, description) })
    }

    fn typed(subcategory: &str, description: &str) -> ArticleDraft {
        ArticleDraft {
            subcategory: subcategory.to_owned(),
            description: description.to_owned(),
            ..ArticleDraft::default()
        }
    }

    fn suspect(draft: &ArticleDraft) -> Option<String> {
        suspected(&Catalogue::standard().unwrap(), draft).map(|kind| kind.code.clone())
    }

    #[test]
    fn what_is_limited_is_recognised_among_all_sorts() {
        let catalogue = Catalogue::standard().unwrap();
        let meant = |subcategory: &str, description: &str| {
            out_of_place(&catalogue, &typed(subcategory, description)).map(|kind| kind.code.clone())
        };
        for (description, code) in [
            ("Doudoune rouge", Some("coat")),
            ("Manteaux en laine", Some("coat")),
            ("PARKA", Some("coat")),
            ("Robe de fête", Some("dress")),
            ("jean slim", Some("trousers")),
            ("Cintre pour manteau", None),
            ("Boîte à musique", None),
            ("Autre chose", None),
            ("Sac de billes", None),
            ("Sac à main", Some("handbag")),
        ] {
            assert_eq!(meant("other_item", description).as_deref(), code, "{description}");
        }
        assert_eq!(meant("coat", "Doudoune rouge"), None, "it stands where it belongs");
    }

    #[test]
    fn refused_kinds_are_recognised_however_they_are_written() {
        for (subcategory, description, code) in [
            ("childcare_other", "siège auto", "car_seat"),
            ("childcare_other", "SIEGE-AUTO groupe 1", "car_seat"),
            ("childcare_other", "Sièges autos", "car_seat"),
            ("childcare_other", "Réhausseur", "booster_seat"),
            ("childcare_other", "pot de chambre", "potty"),
            ("childcare_other", "Pot", "potty"),
            ("other_item", "casque audio", "hi_fi"),
            ("sport_item", "Casque de vélo", "helmet"),
            ("sport_item", "casque vélo", "helmet"),
            ("sport_item", "Bombe d’équitation", "riding_hat"),
            ("childcare_other", "2 biberons", "baby_bottle"),
            ("childcare_other", "Coque seule Bébé Confort", "bare_shell"),
            ("puzzle", "Château 500 pièces", "large_puzzle"),
            ("puzzle", "Ravensburger 1000p", "large_puzzle"),
            ("adult_book", "Lot de 3 romans", "adult_book_bundle"),
            ("child_book", "Annales du bac", "old_exam_papers"),
            ("accessory_other", "Lunettes de soleil", "sunglasses"),
            ("other_clothes", "Lot de chaussettes", "socks"),
            ("other_item", "Rideaux occultants", "curtain"),
            ("other_item", "Console Switch", "game_console"),
        ] {
            assert_eq!(kind_of(subcategory, description).as_deref(), Some(code), "{description}");
        }
    }

    #[test]
    fn ordinary_articles_raise_no_alarm() {
        for (subcategory, description) in [
            ("childcare_other", "Siège de bain"),
            ("childcare_other", "siège"),
            ("toy", "Atelier de poterie"),
            ("toy", "Poupée avec son biberon"),
            ("toy", "Ordinateur Vtech"),
            ("toy", "Meuble pour Barbie"),
            ("childcare_other", "Chauffe-biberon"),
            ("childcare_other", "Matelas à langer"),
            ("stroller", "Poussette avec coque"),
            ("skirt", "Jupe-culotte bleue"),
            ("puzzle", "Puzzle 24 pièces"),
            ("puzzle", "Puzzle 500 pièces neuf"),
            ("puzzle", "Puzzle 104 pièces"),
            ("child_book", "Petit Ours Brun va sur le pot"),
            ("child_book", "Livre CD Pierre et le Loup"),
            ("dress", "Robe femme enceinte"),
            ("ski_gear", "Lunettes de ski"),
            ("hat", "Casquette"),
            ("video_game", "Jeu pour console Switch"),
            ("shirt", "Chemise étoilée"),
            ("raincoat", "Imperméable vinyle jaune"),
            ("jacket", "Blouson fausse fourrure"),
            ("other_clothes", "Maillot de bain 4 ans"),
        ] {
            assert_eq!(kind_of(subcategory, description), None, "{description}");
        }
    }

    #[test]
    fn size_and_gender_count_as_words_of_the_article() {
        let pyjamas = |size: &str, gender| {
            suspect(&ArticleDraft {
                size: Some(size.to_owned()),
                gender,
                ..typed("pyjamas", "Pyjama licorne")
            })
        };
        assert_eq!(pyjamas("14 ans", None), None);
        assert_eq!(pyjamas("16 ans", None).as_deref(), Some("nightwear_over_14"));
        assert_eq!(pyjamas("M", Some(Gender::Woman)).as_deref(), Some("nightwear_over_14"));
        let clogs = ArticleDraft { size: Some("38".to_owned()), ..typed("accessory_other", "Crocs bleues") };
        assert_eq!(suspect(&clogs).as_deref(), Some("crocs"));
    }

    #[test]
    fn every_pattern_is_made_of_known_items() {
        for kind in Catalogue::standard().unwrap().refused {
            assert!(!kind.patterns.is_empty(), "{}", kind.code);
            for item in kind.patterns.iter().flat_map(|pattern| pattern.split_whitespace()) {
                let sound = matches!(item, "*" | "^" | "$")
                    || item.strip_prefix('>').is_some_and(|bound| bound.parse::<u32>().is_ok())
                    || item.split('|').all(|word| words_of(word) == [singular(word)]);
                assert!(sound, "{}: {item}", kind.code);
            }
        }
    }

    #[test]
    fn every_refused_kind_is_found_by_its_own_name_or_words() {
        let catalogue = Catalogue::standard().unwrap();
        let names_with_conditions =
            ["(sauf", "plus de", "au-delà", " et plus", "à l'unité", "adulte", "ou enfant"];
        for kind in &catalogue.refused {
            if names_with_conditions.iter().any(|condition| kind.french.contains(condition)) {
                continue;
            }
            let draft = typed("other_item", &kind.french);
            assert!(suspected(&catalogue, &draft).is_some(), "{}", kind.french);
        }
    }
}
