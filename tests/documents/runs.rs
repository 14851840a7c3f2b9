//! The labels of a depositor's lists run on over the sheets, with a coupon for each list at their end.

use std::collections::BTreeSet;

use bourse::features::deposit::labels::model::Paper;
use bourse::features::deposit::labels::sheet::label_sheet;
use bourse::features::deposit::labels::sheet::model::{LabelSheet, ListSheet};
use bourse::features::edition::editions::settings::LabelLayout;
use bourse::pdf::Pdf;

use super::samples;
use super::tools::{page_count, pictures, scanned_pages, text_of_page};

fn list(number: i32, lines: i32) -> ListSheet {
    let list = samples::list(number, lines);
    ListSheet { labels: samples::labels(&list), list, qr_text: Some(format!("A2025-D{number}")) }
}

/// A file for depositors by the numbers and lines of their lists.
fn sheet(depositors: &[&[(i32, i32)]]) -> LabelSheet {
    let numbers: Vec<i32> = depositors.iter().map(|lists| lists[0].0).collect();
    let mut sheet = samples::label_sheet(&numbers, 12);
    for (depositor, lists) in sheet.depositors.iter_mut().zip(depositors) {
        depositor.lists = lists.iter().map(|&(number, lines)| list(number, lines)).collect();
    }
    sheet
}

#[test]
fn two_lists_of_thirteen_take_three_sheets_of_labels() {
    let sheet = sheet(&[&[(101, 13), (102, 13)]]);
    let file = label_sheet::render(&sheet).unwrap();
    // Cover, separator, two list sheets.
    assert_eq!(page_count(&file), 4 + 3);
    let middle = text_of_page(&file, 6);
    assert!(middle.contains("A2025-L101-A13") && middle.contains("A2025-L102-A01"), "{middle}");
    let codes = sheet.depositors[0].lists.iter().flat_map(|list| &list.labels).map(|label| &label.qr_text);
    let wanted: BTreeSet<String> =
        codes.cloned().chain(["A2025-D101".to_owned(), "A2025-D102".to_owned()]).collect();
    let read = scanned_pages(&file);
    assert_eq!((read.len(), read.into_iter().collect::<BTreeSet<_>>()), (28, wanted));
}

#[test]
fn depositors_never_share_a_sheet() {
    let file = label_sheet::render(&sheet(&[&[(101, 2), (102, 2)], &[(245, 14)], &[(312, 1)]])).unwrap();
    let of = |words: &str| -> Vec<&str> {
        ["L101-A", "L102-A", "L245-A", "L312-A"].into_iter().filter(|code| words.contains(code)).collect()
    };
    let pages: Vec<String> = (2..=page_count(&file)).map(|page| text_of_page(&file, page)).collect();
    let labels: Vec<Vec<&str>> =
        pages.iter().map(|words| of(words)).filter(|found| !found.is_empty()).collect();
    assert_eq!(labels, [vec!["L101-A", "L102-A"], vec!["L245-A"], vec!["L245-A"], vec!["L312-A"]]);
}

#[test]
fn every_list_has_its_coupon_after_the_labels() {
    let file = label_sheet::render(&sheet(&[&[(101, 12), (102, 10)]])).unwrap();
    let last = text_of_page(&file, page_count(&file));
    for wanted in ["A2025-L102-A10", "101", "102", "MARTIN Sophie", "lundi 10 novembre", "Enveloppe reçue"] {
        assert!(last.contains(wanted), "{wanted} in {last}");
    }
    assert_eq!(last.matches("Coupon de restitution").count(), 2, "{last}");
    let before = text_of_page(&file, page_count(&file) - 1);
    assert!(!before.contains("Coupon de restitution"), "{before}");
}

#[test]
fn each_label_keeps_the_colour_of_its_list() {
    for layout in [LabelLayout::Cut70x74, LabelLayout::AveryL7164] {
        let mut sheet = sheet(&[&[(199, 1), (200, 1)]]);
        sheet.layout = layout;
        let pages = pictures(&label_sheet::render(&sheet).unwrap());
        let corner = |index: usize| {
            let card = layout.cell(index).inset(layout.margin());
            pages[4].shade(card.right() - 1.2, card.y + card.height / 2.0)
        };
        // Sky blue and sunny yellow, the labels first, then the coupons.
        assert_ne!(corner(0), corner(1));
        assert_eq!((corner(0), corner(1)), (corner(2), corner(3)));
        assert!(corner(0) < 255 && corner(1) < 255);
    }
}

#[test]
fn paper_is_counted_as_it_is_printed() {
    let lists: [&[(i32, i32)]; 4] =
        [&[(101, 24), (102, 24)], &[(245, 11)], &[(312, 26), (313, 1)], &[(1100, 24), (1101, 3), (1102, 9)]];
    for (separators, depositors) in [(true, &lists[..]), (false, &lists[1..])] {
        let mut sheet = sheet(depositors);
        sheet.separators = separators;
        let mut pdf = Pdf::counting(sheet.meta()).unwrap();
        let mut paper = label_sheet::draw_cover(&mut pdf, &sheet).unwrap();
        paper += label_sheet::draw_depositors(&mut pdf, &sheet).unwrap();
        assert_eq!(paper.sheets, page_count(&label_sheet::render(&sheet).unwrap()));
        let Paper { covers, separators, list_sheets, label_sheets, sheets } = paper;
        assert_eq!(covers + separators + list_sheets + label_sheets, sheets);
        assert_eq!(separators, if sheet.separators { depositors.len() } else { 0 });
    }
}
