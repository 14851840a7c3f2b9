//! Payout slips on paper: one sheet for whoever brought two lists, sums and signatures always together.

use bourse::features::settlement::payouts::slips::slip::{Adjustment, SlipData, SlipFile};
use bourse::features::settlement::payouts::slips::slip_page;

use super::samples;
use super::tools::{page_count, text, text_of_page};

/// The file of one slip.
fn alone(slip: SlipData) -> Vec<u8> {
    slip_page::render(&SlipFile { slips: vec![slip], ..samples::slip_file() }).unwrap()
}

#[test]
fn a_slip_adds_up_both_lists_and_shows_the_recorded_cheque() {
    let file = slip_page::render(&samples::slip_file()).unwrap();
    let words = text_of_page(&file, 1);
    for wanted in [
        "BORDEREAU DE REVERSEMENT",
        "245 - 246",
        "Articles vendus (18)",
        "Invendus à restituer (12)",
        "Articles refusés",
        "Motif : tache sur la manche",
        "404 €",
        "-80,80 €",
        "Geste commercial",
        "La fermeture du manteau",
        "329,20 €",
        "0012345",
        "14/11/2025",
    ] {
        assert!(words.contains(wanted), "{wanted} in {words}");
    }
}

#[test]
fn everything_sold_says_so_and_lists_nothing_to_give_back() {
    let words = text_of_page(&slip_page::render(&samples::slip_file()).unwrap(), 2);
    assert!(words.contains("Tous les articles ont été vendus"), "{words}");
    assert!(!words.contains("Invendus à restituer"), "{words}");
}

#[test]
fn nothing_sold_leaves_only_the_return_to_sign_and_the_fees_due() {
    let words = text_of_page(&slip_page::render(&samples::slip_file()).unwrap(), 3);
    assert!(
        words.contains("Aucun article n'a été vendu") && words.contains("Signature du déposant"),
        "{words}"
    );
    assert!(words.contains("Reste dû par le déposant"), "{words}");
    assert!(!words.contains("Paiement") && !words.contains("Chèque"), "{words}");
}

#[test]
fn whoever_brought_two_lists_has_all_of_it_on_one_sheet() {
    // The longest name; of 52 articles none, one, half, all but one of each list, all sold.
    for (sold, lines) in [(0, 26), (1, 26), (13, 26), (25, 26), (26, 26), (3, 4)] {
        let slip = samples::slip(4, &[245, 246], sold, lines);
        let codes: Vec<String> =
            slip.sold.iter().chain(&slip.unsold).map(|article| article.code.clone()).collect();
        let file = alone(slip);
        assert_eq!(page_count(&file), 1, "{sold} of {lines} sold of each list");
        let words = text_of_page(&file, 1);
        for code in codes {
            assert!(words.contains(&code), "{code}: {words}");
        }
        assert!(words.contains("Page 1 / 1") && words.contains("Signature du déposant"), "{words}");
        assert_eq!(words.contains("Net à reverser"), sold > 0, "{words}");
        assert!(words.contains("31830 Plaisance-du-Touch"), "{words}");
    }
}

#[test]
fn debts_reasons_and_refusals_still_fit_beside_two_full_lists() {
    let mut slip = samples::slip(4, &[245, 246], 12, 24);
    slip.refused = slip.unsold.split_off(20);
    for article in &mut slip.refused {
        article.reason = Some("La fermeture ne ferme plus et la doublure est décousue".to_owned());
    }
    slip.reckoning.fees_cents = 200;
    slip.reckoning.net_cents -= 1000;
    slip.reckoning.adjustments = vec![
        Adjustment { name: "Dette reportée", reason: "Chèque de mars non compensé".into(), cents: -1200 },
        Adjustment { name: "Geste commercial", reason: "Jouet cassé pendant la vente".into(), cents: 400 },
    ];
    slip.reckoning.paid_before_cents = 5000;
    let file = alone(slip);
    let words = text_of_page(&file, 1);
    for wanted in ["Dette reportée", "Jouet cassé", "Motif : La fermeture", "Déjà versé", "Reste à verser"]
    {
        assert!(words.contains(wanted), "{wanted} in {words}");
    }
    assert_eq!(page_count(&file), 1);
}

#[test]
fn sums_and_signatures_stay_together_and_never_stand_alone() {
    for lines in 1..=30 {
        let file = alone(samples::slip(1, &[1100, 1101, 1102, 1103], lines / 2, lines));
        let pages = page_count(&file);
        for page in 1..=pages {
            let words = text_of_page(&file, page);
            assert!(words.contains("A2025-L110"), "page {page} of {pages} with {lines} lines: {words}");
            assert!(words.contains(&format!("Page {page} / {pages}")), "{words}");
            let ends = page == pages;
            assert_eq!(words.contains("Signature du déposant"), ends, "page {page} of {pages}: {words}");
            assert_eq!(words.contains("Net à reverser") && lines > 1, ends && lines > 1, "{words}");
        }
    }
}

#[test]
fn every_article_of_a_long_slip_is_there_once() {
    let slip = samples::slip(1, &[1100, 1101, 1102, 1103], 20, 40);
    let words = text(&alone(slip.clone()));
    for article in slip.sold.iter().chain(&slip.unsold) {
        assert_eq!(words.matches(&article.code).count(), 1, "{}", article.code);
    }
}

#[test]
fn a_long_slip_goes_on_under_a_heading_that_says_whose_it_is() {
    let file = alone(samples::slip(0, &[1100, 1101, 1102, 1103], 14, 24));
    assert_eq!(page_count(&file), 2);
    let words = text_of_page(&file, 2);
    assert!(words.contains("MARTIN Sophie - Listes n° 1100 - 1101 - 1102 - 1103 (suite)"), "{words}");
}

#[test]
fn pages_are_counted_as_they_are_drawn() {
    let file = samples::slip_file();
    assert_eq!(slip_page::page_count(&file).unwrap(), page_count(&slip_page::render(&file).unwrap()));
}
