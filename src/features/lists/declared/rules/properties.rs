//! No sequence of edits reaches a forbidden list.

use proptest::prelude::*;

use super::*;

/// One thing that a depositor may try.
#[derive(Clone, Debug)]
enum Edit {
    Add(ArticleDraft),
    Change(usize, ArticleDraft),
    Remove(usize),
}

/// Kinds near their limits are drawn often; an unknown and a refused one now and then.
const KINDS: [&str; 16] = [
    "skirt",
    "dress",
    "coat",
    "jacket",
    "bodysuit",
    "pyjamas",
    "handbag",
    "scarf",
    "cot_bumper",
    "soft_toy",
    "adult_book",
    "toy",
    "stroller",
    "rain_boots",
    "car_seat",
    "spaceship",
];

fn drafts() -> impl Strategy<Value = ArticleDraft> {
    let texts = proptest::sample::select(vec!["Robe rouge", "siège auto", "ab", "Poterie", "Pyjama 16 ans"]);
    let sizes = proptest::option::of(proptest::sample::select(vec!["18 mois", "4 ans", "M"]));
    let prices = proptest::sample::select(vec![0, 50, 100, 500, 12_000, 15_000, 15_100]);
    let flags = (proptest::bool::weighted(0.2), proptest::bool::weighted(0.9), any::<bool>());
    (proptest::sample::select(KINDS.to_vec()), texts, sizes, prices, proptest::option::of(0..5), flags)
        .prop_map(|(kind, text, size, price_cents, lot_quantity, (is_lot, certified, not_refused))| {
            ArticleDraft {
                subcategory: kind.to_owned(),
                description: text.to_owned(),
                size: size.map(str::to_owned),
                brand: is_lot.then(|| "Petit Bateau".to_owned()),
                price_cents,
                is_lot,
                lot_quantity: lot_quantity.filter(|_| is_lot),
                certified,
                not_refused,
                ..ArticleDraft::default()
            }
        })
}

fn edits() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => drafts().prop_map(Edit::Add),
        2 => (0..24_usize, drafts()).prop_map(|(at, draft)| Edit::Change(at, draft)),
        1 => (0..24_usize).prop_map(Edit::Remove),
    ]
}

/// Applies an edit the way the server does: only when nothing blocks it.
fn apply(catalogue: &Catalogue, list: &mut Vec<ArticleDraft>, edit: Edit) {
    let accepted = |draft: &ArticleDraft, others: &[ArticleDraft]| {
        let kinds: Vec<&str> = others.iter().map(|other| other.subcategory.as_str()).collect();
        !blocks(&check_article(catalogue, draft, &kinds))
    };
    match edit {
        Edit::Add(draft) if accepted(&draft, list) => list.push(draft),
        Edit::Change(at, draft) if at < list.len() => {
            let before = list.remove(at);
            let kept = if accepted(&draft, list) { draft } else { before };
            list.insert(at, kept);
        }
        Edit::Remove(at) if at < list.len() => {
            list.remove(at);
        }
        _ => {}
    }
}

/// The rules once more, by hand and without the catalogue.
fn is_forbidden(list: &[ArticleDraft]) -> Option<&'static str> {
    let count = |kinds: &[&str]| list.iter().filter(|d| kinds.contains(&d.subcategory.as_str())).count();
    let clothes = ["skirt", "dress", "coat", "jacket", "bodysuit", "pyjamas"];
    let wrong = |check: &dyn Fn(&ArticleDraft) -> bool| list.iter().any(check);
    [
        (list.len() > 24, "lines"),
        (count(&clothes) > 12, "clothes"),
        (count(&["coat", "jacket"]) > 1, "coats"),
        (count(&["handbag"]) > 1, "handbags"),
        (count(&["scarf"]) > 2, "scarves"),
        (count(&["cot_bumper"]) > 1, "cot bumpers"),
        (count(&["soft_toy"]) > 1, "soft toys"),
        (count(&["adult_book"]) > 5, "adult books"),
        (count(&["car_seat", "spaceship"]) > 0, "kinds"),
        (wrong(&|d| d.price_cents < 100 || d.price_cents % 100 != 0), "price"),
        (wrong(&|d| d.subcategory == "stroller" && d.price_cents > 15_000), "stroller price"),
        (wrong(&|d| d.is_lot && !matches!(d.subcategory.as_str(), "bodysuit" | "pyjamas")), "lot kind"),
        (wrong(&|d| d.is_lot && !matches!(d.lot_quantity, Some(2 | 3))), "lot quantity"),
        (wrong(&|d| d.is_lot && d.size.as_deref() != Some("18 mois")), "lot size"),
        (wrong(&|d| !d.certified), "certification"),
        (wrong(&|d| d.description.len() < 3), "description"),
        (
            wrong(&|d| d.description == "siège auto" && d.subcategory != "adult_book" && !d.not_refused),
            "suspicion",
        ),
    ]
    .into_iter()
    .find_map(|(broken, name)| broken.then_some(name))
}

proptest! {
    #[test]
    fn no_sequence_of_edits_reaches_a_forbidden_list(edits in proptest::collection::vec(edits(), 0..80)) {
        let catalogue = Catalogue::standard().unwrap();
        let mut list = Vec::new();
        for edit in edits {
            apply(&catalogue, &mut list, edit);
            prop_assert_eq!(is_forbidden(&list), None);
        }
        let refused = check_list(&catalogue, &list).into_iter().any(|(_, v)| v.severity != Severity::Warning);
        prop_assert!(!refused, "a list made of accepted articles can be validated");
    }
}
