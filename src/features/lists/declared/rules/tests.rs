//! Each rule of the catalogue, met and broken.

use super::*;

fn sound(subcategory: &str) -> ArticleDraft {
    ArticleDraft {
        subcategory: subcategory.to_owned(),
        description: "Bleu à rayures".to_owned(),
        price_cents: 500,
        certified: true,
        ..ArticleDraft::default()
    }
}

fn lot() -> ArticleDraft {
    ArticleDraft {
        description: "Body".to_owned(),
        size: Some("18 mois".to_owned()),
        brand: Some("Petit Bateau".to_owned()),
        is_lot: true,
        lot_quantity: Some(3),
        ..sound("bodysuit")
    }
}

fn codes(draft: &ArticleDraft, others: &[&str]) -> Vec<String> {
    check_article(&Catalogue::standard().unwrap(), draft, others)
        .into_iter()
        .map(|violation| violation.code)
        .collect()
}

#[test]
fn a_sound_article_has_no_problem() {
    assert_eq!(codes(&sound("skirt"), &[]), [""; 0]);
    assert_eq!(codes(&lot(), &["coat"]), [""; 0]);
}

#[test]
fn each_limit_refuses_the_line_that_goes_beyond_it() {
    for (subcategory, others, code) in [
        ("toy", vec!["toy"; 24], "list_full"),
        ("skirt", vec!["dress"; 12], "clothes_limit"),
        ("coat", vec!["jacket"], "coat_limit"),
        ("jacket", vec!["coat"], "coat_limit"),
        ("handbag", vec!["handbag"], "handbag_limit"),
        ("scarf", vec!["scarf"; 2], "scarf_limit"),
        ("cot_bumper", vec!["cot_bumper"], "cot_bumper_limit"),
        ("soft_toy", vec!["soft_toy"], "soft_toy_limit"),
        ("adult_book", vec!["adult_book"; 5], "adult_book_limit"),
    ] {
        let draft = sound(subcategory);
        assert_eq!(codes(&draft, &others), [code], "{subcategory}");
        assert_eq!(codes(&draft, &others[1..]), [""; 0], "{subcategory}, one fewer");
    }
}

#[test]
fn prices_keep_to_their_bounds() {
    for (subcategory, price_cents, expected) in [
        ("skirt", 0, vec!["price_min"]),
        ("skirt", -100, vec!["price_min"]),
        ("skirt", 50, vec!["price_min", "price_step"]),
        ("skirt", 100, vec![]),
        ("skirt", 550, vec!["price_step"]),
        ("skirt", 10_000, vec![]),
        ("skirt", 10_100, vec!["price_unusual"]),
        ("stroller", 15_000, vec![]),
        ("stroller", 15_100, vec!["stroller_price_max"]),
    ] {
        assert_eq!(
            codes(&ArticleDraft { price_cents, ..sound(subcategory) }, &[]),
            expected,
            "{price_cents}"
        );
    }
}

#[test]
fn an_unusual_price_is_only_a_warning() {
    let dear = ArticleDraft { price_cents: 20_000, ..sound("toy") };
    let violations = check_article(&Catalogue::standard().unwrap(), &dear, &[]);
    assert_eq!(violations[0].severity, Severity::Warning);
    assert!(!blocks(&violations));
}

#[test]
fn an_edition_may_allow_half_euros() {
    let mut catalogue = Catalogue::standard().unwrap();
    catalogue.price.step_cents = 50;
    let draft = ArticleDraft { price_cents: 550, ..sound("skirt") };
    assert_eq!(check_article(&catalogue, &draft, &[]), []);
    let violations = check_article(&catalogue, &ArticleDraft { price_cents: 520, ..draft }, &[]);
    assert_eq!(violations[0].message, "Le prix est un multiple de 0,50\u{a0}€.");
}

#[test]
fn texts_keep_to_their_lengths() {
    let with_description =
        |text: &str| codes(&ArticleDraft { description: text.to_owned(), ..sound("toy") }, &[]);
    for short in ["", "ab", "  ab  "] {
        assert_eq!(with_description(short), ["description_length"], "{short:?}");
    }
    assert_eq!(with_description(&"é".repeat(100)), [""; 0]);
    assert_eq!(with_description(&"é".repeat(101)), ["description_length"]);
    let long = ArticleDraft {
        size: Some("x".repeat(21)),
        color: Some("x".repeat(31)),
        brand: Some("x".repeat(31)),
        ..sound("toy")
    };
    assert_eq!(codes(&long, &[]), ["size_length", "color_length", "brand_length"]);
}

#[test]
fn a_lot_is_two_or_three_baby_garments_of_one_brand_and_size() {
    let quantity = |lot_quantity| codes(&ArticleDraft { lot_quantity, ..lot() }, &[]);
    assert_eq!(quantity(Some(2)), [""; 0]);
    for wrong in [None, Some(0), Some(1), Some(4)] {
        assert_eq!(quantity(wrong), ["lot_quantity"], "{wrong:?}");
    }
    assert_eq!(codes(&ArticleDraft { brand: None, ..lot() }, &[]), ["lot_brand_required"]);
    assert_eq!(codes(&ArticleDraft { subcategory: "tshirt".to_owned(), ..lot() }, &[]), ["lot_not_allowed"]);
    assert_eq!(codes(&ArticleDraft { is_lot: false, ..lot() }, &[]), ["lot_quantity"]);
    assert_eq!(codes(&ArticleDraft { lot_quantity: Some(1), ..sound("toy") }, &[]), [""; 0]);
}

#[test]
fn the_size_of_a_lot_goes_up_to_36_months() {
    let size = |text: &str| codes(&ArticleDraft { size: Some(text.to_owned()), ..lot() }, &[]);
    for text in
        ["naissance", "Naissance", "1 mois", "18m", "36 mois", "24 à 36 mois", "6-9 mois", "3 ans", "2 ANS"]
    {
        assert_eq!(size(text), [""; 0], "{text}");
    }
    for text in ["", "37 mois", "4 ans", "M", "12", "36 à 48 mois", "99999999999 ans"] {
        assert_eq!(size(text), ["lot_size_max"], "{text}");
    }
    assert_eq!(codes(&ArticleDraft { size: None, ..lot() }, &[]), ["lot_size_max"]);
}

#[test]
fn a_chosen_refused_kind_is_a_refusal_with_its_reason() {
    let violations = check_article(&Catalogue::standard().unwrap(), &sound("car_seat"), &[]);
    assert_eq!((violations[0].code.as_str(), violations[0].severity), ("blacklisted", Severity::Refusal));
    assert!(violations[0].message.contains("siège-auto") && violations[0].message.contains("sécurité"));
}

#[test]
fn a_typed_refused_kind_waits_for_the_depositor_to_confirm() {
    let typed =
        ArticleDraft { description: "Siège-auto Bébé Confort".to_owned(), ..sound("childcare_other") };
    let violations = check_article(&Catalogue::standard().unwrap(), &typed, &[]);
    assert_eq!(
        (violations[0].code.as_str(), violations[0].severity),
        ("blacklist_suspected", Severity::Confirmation)
    );
    assert!(blocks(&violations));
    let confirmed =
        check_article(&Catalogue::standard().unwrap(), &ArticleDraft { not_refused: true, ..typed }, &[]);
    assert_eq!(confirmed[0].severity, Severity::Warning);
    assert!(!blocks(&confirmed));
}

#[test]
fn unknown_kinds_and_foreign_categories_are_named() {
    assert_eq!(codes(&sound("spaceship"), &[]), ["unknown_kind"]);
    let misplaced = ArticleDraft { category: Some("toys".to_owned()), ..sound("skirt") };
    assert_eq!(codes(&misplaced, &[]), ["category_mismatch"]);
    assert_eq!(codes(&ArticleDraft { category: Some("clothes".to_owned()), ..sound("skirt") }, &[]), [""; 0]);
}

#[test]
fn all_problems_are_told_at_once() {
    let draft = ArticleDraft {
        subcategory: "coat".to_owned(),
        description: " x ".to_owned(),
        price_cents: 20_050,
        is_lot: true,
        ..ArticleDraft::default()
    };
    assert_eq!(
        codes(&draft, &["coat"]),
        [
            "coat_limit",
            "description_length",
            "price_step",
            "price_unusual",
            "lot_not_allowed",
            "lot_quantity",
            "lot_brand_required",
            "lot_size_max",
            "certification_required",
        ]
    );
}

#[test]
fn the_missing_tick_shows_the_sentence_to_agree_to() {
    let violations = check_article(
        &Catalogue::standard().unwrap(),
        &ArticleDraft { certified: false, ..sound("skirt") },
        &[],
    );
    assert_eq!(violations[0].code, "certification_required");
    assert!(violations[0].message.contains("repassé"), "{}", violations[0].message);
}

#[test]
fn a_whole_list_reports_only_the_lines_beyond_a_limit() {
    let drafts =
        [sound("coat"), sound("toy"), sound("jacket"), ArticleDraft { price_cents: 0, ..sound("toy") }];
    let found: Vec<(usize, String)> = check_list(&Catalogue::standard().unwrap(), &drafts)
        .into_iter()
        .map(|(index, v)| (index, v.code))
        .collect();
    assert_eq!(found, [(2, "coat_limit".to_owned()), (3, "price_min".to_owned())]);
}

#[test]
fn tidying_a_draft_drops_empty_texts() {
    let draft = ArticleDraft {
        description: "  Robe   rouge ".to_owned(),
        size: Some("  ".to_owned()),
        brand: Some(" Okaïdi".to_owned()),
        ..sound("dress")
    };
    let tidied = draft.tidied();
    assert_eq!(
        (tidied.description.as_str(), tidied.size, tidied.brand.as_deref()),
        ("Robe rouge", None, Some("Okaïdi"))
    );
}

#[test]
fn lists_change_only_while_they_are_drafts_before_the_deadline() {
    let deadline = DateTime::from_timestamp(1_760_000_000, 0).unwrap();
    let facts = EditingFacts {
        list: ListState::Draft,
        edition: EditionStatus::RegistrationsOpen,
        deadline: Some(deadline),
        reopened: false,
        now: deadline,
    };
    let late = EditingFacts { now: deadline + chrono::TimeDelta::seconds(1), ..facts };
    for (facts, expected) in [
        (facts, None),
        (EditingFacts { deadline: None, ..late }, None),
        (late, Some(EditRefusal::DeclarationClosed)),
        (EditingFacts { reopened: true, ..late }, None),
        (EditingFacts { list: ListState::Validated, ..facts }, Some(EditRefusal::ListValidated)),
        (EditingFacts { list: ListState::NotFinalised, ..facts }, Some(EditRefusal::ListValidated)),
        (EditingFacts { edition: EditionStatus::Closed, ..facts }, Some(EditRefusal::EditionClosed)),
        (EditingFacts { edition: EditionStatus::Archived, ..late }, Some(EditRefusal::EditionClosed)),
    ] {
        assert_eq!(editing_refusal(&facts), expected, "{facts:?}");
    }
}
