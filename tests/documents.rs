//! Printed documents, judged by the tools that people open and scan them with: poppler, zbar, qpdf.
//!
//! Needs `pdftoppm`, `pdftotext`, `pdfinfo` (poppler-utils), `zbarimg` (zbar-tools) and `qpdf`.

mod runs;
mod samples;
mod slips;
pub mod tools;

use bourse::features::deposit::labels::sheet::label_sheet;
use bourse::features::deposit::labels::sheet::model::ChosenLabels;
use bourse::features::edition::editions::settings::LabelLayout;
use bourse::features::lists::printed::copy;
use bourse::features::settlement::payouts::slips::slip_page;
use bourse::pdf::Rect;
use lopdf::{Document, Object};
use tools::{Picture, page_count, pictures, text, text_of_page};

/// One list of 24 articles alone on a sheet of chosen labels.
fn chosen(layout: LabelLayout, number: i32) -> ChosenLabels {
    ChosenLabels {
        association: "ALPE".to_owned(),
        edition: "Bourse d'automne 2025".to_owned(),
        made_at: samples::moment(),
        layout,
        first_cell: 0,
        labels: samples::labels(&samples::list(number, 24)),
    }
}

/// Checks that a scanner held over each label reads what belongs there.
fn assert_scannable(sheet: &ChosenLabels) {
    let pages = pictures(&label_sheet::render_chosen(sheet).unwrap());
    let cells: Vec<Picture> =
        (0..sheet.labels.len()).map(|index| pages[index / 12].cut(sheet.layout.cell(index % 12))).collect();
    let expected: Vec<&str> = sheet.labels.iter().map(|label| label.qr_text.as_str()).collect();
    assert_eq!(tools::scanned_one_by_one(&cells), expected);
}

#[test]
fn a_scanner_reads_every_label_of_every_colour() {
    for number in [101, 245, 312, 467, 599, 600, 1100, 2103] {
        assert_scannable(&chosen(LabelLayout::Cut70x74, number));
    }
}

#[test]
fn a_scanner_reads_pre_cut_sheets_too() {
    assert_scannable(&chosen(LabelLayout::AveryL7164, 245));
}

#[test]
fn the_list_sheet_carries_its_own_code() {
    let pages = pictures(&label_sheet::render(&samples::label_sheet(&[245], 10)).unwrap());
    // Cover and separator come first.
    let heading = pages[2].cut(Rect::new(120.0, 5.0, 80.0, 40.0));
    assert_eq!(tools::scanned_one_by_one(&[heading]), ["A2025-D245"]);
}

#[test]
fn what_a_label_prints_keeps_six_millimetres_from_the_cuts() {
    let file = label_sheet::render_chosen(&chosen(LabelLayout::Cut70x74, 312)).unwrap();
    let picture = &pictures(&file)[0];
    // The first cell has the page's number in its margin.
    for index in 1..12 {
        let cell = LabelLayout::Cut70x74.cell(index);
        for step in 0_u8..68 {
            let along = 1.0 + f32::from(step);
            for depth in [1.0, 2.5, 4.0, 5.7] {
                let points = [
                    (cell.x + along, cell.y + depth),
                    (cell.x + along, cell.bottom() - depth),
                    (cell.x + depth, cell.y + along),
                    (cell.right() - depth, cell.y + along),
                ];
                for (x, y) in points {
                    assert_eq!(picture.shade(x, y), 255, "cell {index} at {x} x {y} mm");
                }
            }
        }
    }
}

#[test]
fn every_qr_code_stands_on_white_with_its_quiet_zone() {
    for number in [245, 312] {
        let file = label_sheet::render_chosen(&chosen(LabelLayout::Cut70x74, number)).unwrap();
        let picture = &pictures(&file)[0];
        for index in 0..12 {
            let cell = LabelLayout::Cut70x74.cell(index);
            let (left, top, side) = dark_square(picture, cell.x + 9.0, cell.y + 21.0);
            assert!(side >= 25.0, "cell {index}: {side} mm");
            let quiet = 4.0 * side / 29.0 - 0.3;
            for step in 0_u8..=100 {
                let along = f32::from(step) / 100.0 * (side + 2.0 * quiet) - quiet;
                let ring = [
                    (left + along, top - quiet),
                    (left + along, top + side + quiet),
                    (left - quiet, top + along),
                    (left + side + quiet, top + along),
                ];
                for (x, y) in ring {
                    assert_eq!(picture.shade(x, y), 255, "cell {index} at {x} x {y} mm");
                }
            }
        }
    }
}

/// Left, top and side in millimetres of the symbol on the white panel whose corner is near (x, y): walks down
/// the diagonal to its first finder pattern, then back to the end of the one at its right.
fn dark_square(picture: &Picture, x: f32, y: f32) -> (f32, f32, f32) {
    const STEP: f32 = 0.02;
    let dark = |x: f32, y: f32| picture.shade(x, y) < 128;
    let (mut left, mut top) = (x, y);
    while !dark(left, top) {
        left += STEP;
        top += STEP;
    }
    let mut right = left + 28.0;
    while !dark(right, top + 0.3) {
        right -= STEP;
    }
    (left, top, right - left)
}

#[test]
fn names_from_everywhere_can_be_searched_and_copied() {
    let sheet = samples::label_sheet(&[101, 245, 312, 467], 3);
    let words = text(&label_sheet::render(&sheet).unwrap());
    for name in ["NGUYỄN Thị Hồng Nhung", "ŁUKASIK Małgorzata", "ŞAHİN Gökçe", "MARTIN Sophie"] {
        assert!(words.contains(name), "{name}");
    }
    for name in ["Nguyễn", "Łukasik", "Şahin"] {
        let mut copy = samples::list_copy(245, 3);
        copy.depositor.name = name.to_owned();
        assert!(text(&copy::render(&copy).unwrap()).contains(name), "{name}");
    }
}

#[test]
fn a_label_says_list_place_price_size_category_code_and_colour() {
    let mut sheet = chosen(LabelLayout::Cut70x74, 245);
    sheet.labels.retain(|label| label.line == 8);
    sheet.labels[0].price_cents = 550;
    sheet.labels[0].size = Some("12 ans".to_owned());
    let words = text(&label_sheet::render_chosen(&sheet).unwrap());
    for wanted in ["Liste 245", "Article 8/24", "5,50 €", "12 ans", "A2025-L245-A08", "jaune soleil"] {
        assert!(words.contains(wanted), "{wanted} in {words}");
    }
    assert!(words.contains(&sheet.labels[0].category));
}

#[test]
fn signs_that_no_font_has_are_shown_as_replaced_and_pictures_left_out() {
    let mut copy = samples::list_copy(245, 3);
    copy.list.articles[0].description = "Kimono 着物 👘 fille".to_owned();
    let words = text(&copy::render(&copy).unwrap());
    assert!(words.contains("Kimono \u{fffd}\u{fffd} fille"), "{words}");
}

#[test]
fn the_same_data_make_the_same_bytes() {
    let sheet = samples::label_sheet(&[101, 245], 13);
    assert_eq!(label_sheet::render(&sheet).unwrap(), label_sheet::render(&sheet).unwrap());
    let slips = samples::slip_file();
    assert_eq!(slip_page::render(&slips).unwrap(), slip_page::render(&slips).unwrap());
}

#[test]
fn other_data_make_another_file_id() {
    let mut copy = samples::list_copy(245, 3);
    let first = Document::load_mem(&copy::render(&copy).unwrap()).unwrap();
    copy.list.articles[0].price_cents += 100;
    let second = Document::load_mem(&copy::render(&copy).unwrap()).unwrap();
    assert_ne!(first.trailer.get(b"ID").unwrap(), second.trailer.get(b"ID").unwrap());
}

#[test]
fn every_document_is_sound_french_and_titled() {
    let mut single = chosen(LabelLayout::Cut70x74, 245);
    single.labels.truncate(1);
    let files = [
        ("Étiquettes", label_sheet::render(&samples::label_sheet(&[101, 2103], 24)).unwrap()),
        ("Étiquette A2025-L245-A01", label_sheet::render_chosen(&single).unwrap()),
        ("Bordereaux de reversement", slip_page::render(&samples::slip_file()).unwrap()),
        ("Liste n° 245", copy::render(&samples::list_copy(245, 24)).unwrap()),
    ];
    for (title, file) in files {
        tools::assert_sound(&file);
        let info = tools::info(&file);
        assert!(info.contains(&format!("Title:           {title}")), "{info}");
        assert!(info.contains("A4"), "{info}");
        let document = Document::load_mem(&file).unwrap();
        let language = document.catalog().unwrap().get(b"Lang").and_then(Object::as_str).unwrap();
        assert_eq!(language, b"fr-FR");
    }
}

#[test]
fn bookmarks_lead_to_each_depositor_and_to_their_lists() {
    let file = label_sheet::render(&samples::label_sheet(&[101, 245], 24)).unwrap();
    let toc = Document::load_mem(&file).unwrap().get_toc().unwrap().toc;
    let found: Vec<(usize, &str, usize)> =
        toc.iter().map(|entry| (entry.level, entry.title.as_str(), entry.page)).collect();
    // Cover; separator; two list sheets; four pages of 24 and 15 labels and two coupons; the next.
    let expected = [
        (1, "Sommaire", 1),
        (1, "MARTIN Sophie", 2),
        (2, "Liste 101", 3),
        (2, "Liste 102", 4),
        (2, "Étiquettes et coupons", 5),
        (1, "NGUYỄN Thị Hồng Nhung", 9),
        (2, "Liste 245", 10),
        (2, "Liste 246", 11),
        (2, "Étiquettes et coupons", 12),
    ];
    assert_eq!(found, expected);
}

#[test]
fn separators_can_be_left_out_and_bookmarks_stay() {
    let mut sheet = samples::label_sheet(&[101], 12);
    sheet.separators = false;
    let file = label_sheet::render(&sheet).unwrap();
    // Cover, two list sheets, two pages of labels.
    assert_eq!(page_count(&file), 5);
    let toc = Document::load_mem(&file).unwrap().get_toc().unwrap().toc;
    assert_eq!(toc[1].title, "MARTIN Sophie");
    assert_eq!(toc[1].page, 2);
}

#[test]
fn a_full_list_fits_on_one_sheet() {
    let file = label_sheet::render(&samples::label_sheet(&[101], 24)).unwrap();
    let sheet = text_of_page(&file, 3);
    for wanted in
        ["BOURSE de VETEMENTS et de JOUETS", "101", "Gants de ski", "Réservé à l'association", "Signature"]
    {
        assert!(sheet.contains(wanted), "{wanted} in {sheet}");
    }
    assert!(sheet.contains("570,50 €"), "the refused line is left out of the total: {sheet}");
}

#[test]
fn the_cover_names_the_lists_that_were_left_out() {
    let cover = text_of_page(&label_sheet::render(&samples::label_sheet(&[101], 12)).unwrap(), 1);
    for wanted in
        ["312", "l'article 7 n'a pas de code", "Claire GESTIONNAIRE", "03/11/2025 à 9 h 31", "101, 102"]
    {
        assert!(cover.contains(wanted), "{wanted} in {cover}");
    }
}

#[test]
fn chosen_labels_begin_at_the_first_free_cell_of_a_sheet() {
    let mut sheet = chosen(LabelLayout::AveryL7164, 245);
    sheet.first_cell = 10;
    sheet.labels.truncate(3);
    let file = label_sheet::render_chosen(&sheet).unwrap();
    assert_eq!(page_count(&file), 2);
    assert!(text_of_page(&file, 1).contains("Article 2/24"));
    assert!(text_of_page(&file, 2).contains("Article 3/24"));
    let picture = &pictures(&file)[0];
    let (free, used) = (LabelLayout::AveryL7164.cell(9), LabelLayout::AveryL7164.cell(10));
    assert_eq!(picture.shade(free.x + 5.0, free.y + 5.0), 255);
    assert_ne!(picture.shade(used.x + 5.0, used.y + 5.0), 255);
}

#[test]
fn a_file_grows_in_step_with_its_labels() {
    let numbers: Vec<i32> = (0..12).map(|index| 101 + 2 * index).collect();
    let size = |count: usize| {
        let sheet = samples::label_sheet(&numbers[..count], 24);
        u32::try_from(label_sheet::render(&sheet).unwrap().len()).unwrap()
    };
    let (four, eight, twelve) = (size(4), size(8), size(12));
    let (first, second) = (f64::from(eight - four), f64::from(twelve - eight));
    assert!((second / first - 1.0).abs() < 0.2, "{four}, {eight}, {twelve}");
    assert!(second / (4.0 * 39.0) < 1_100.0, "7,200 labels would be more than 8 MB");
}

#[test]
fn an_empty_choice_still_makes_a_file_that_opens() {
    let mut sheet = chosen(LabelLayout::Cut70x74, 245);
    sheet.labels.clear();
    assert_eq!(page_count(&label_sheet::render_chosen(&sheet).unwrap()), 1);
}
