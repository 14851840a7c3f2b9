//! Files as spreadsheet programs and people leave them behind.

use serde_json::{Value, json};

use super::{adds_up, import};
use crate::support::edition::Autumn;

macro_rules! file {
    ($name:literal) => {
        include_bytes!(concat!("../../data/inputs/", $name))
    };
}

/// The problems of a preview: line, code, whether they block.
fn problems(preview: &Value) -> Vec<(u64, &str, bool)> {
    let problems = preview["problems"].as_array().unwrap().iter();
    problems
        .map(|one| {
            (one["line"].as_u64().unwrap(), one["code"].as_str().unwrap(), one["blocking"].as_bool().unwrap())
        })
        .collect()
}

#[test]
fn a_first_line_that_tells_the_separator_is_taken_at_its_word() {
    let preview = Autumn::configured().preview(file!("sep-line.csv")).expect(200);
    assert_eq!((&preview["to_import"], problems(&preview)), (&json!(1), vec![]));
}

#[test]
fn columns_below_a_title_are_found() {
    let preview = Autumn::configured().preview(file!("title-above.xlsx")).expect(200);
    assert_eq!(preview["rows"], 1, "{preview}");
    assert!(
        problems(&preview).iter().all(|(line, code, _)| (*line, *code) == (3, "unknown_slot")),
        "{preview}"
    );
}

#[test]
fn a_workbook_under_a_password_says_so() {
    let preview = Autumn::configured().preview(file!("protected.xlsx")).expect(200);
    assert_eq!(problems(&preview), [(0, "file_protected", true)]);
}

#[test]
fn a_quote_left_open_in_the_middle_of_a_file_is_told_with_its_line() {
    let preview = Autumn::configured().preview(file!("open-quote.csv")).expect(200);
    assert_eq!(problems(&preview), [(3, "unclosed_quote", true)], "{preview}");
}

#[test]
fn of_two_rows_of_one_person_the_first_that_can_be_imported_is_kept() {
    let autumn = Autumn::configured();
    let preview = autumn.preview(file!("first-row-blocked.csv")).expect(200);
    adds_up(&preview);
    assert_eq!(problems(&preview), [(2, "unknown_slot", true)]);
    let outcome = import(&autumn, &preview["digest"], true).expect(200);
    assert_eq!((&outcome["registered"], &outcome["left_out"]), (&json!(1), &json!(1)));
    assert_eq!(autumn.get("registrations?q=dup60").expect(200)["items"][0]["ticket_ref"], "T61");
}

#[test]
fn a_refund_is_seen_in_every_writing_and_an_unreadable_one_is_asked_about() {
    let preview = Autumn::configured().preview(file!("refunds.csv")).expect(200);
    adds_up(&preview);
    assert_eq!((&preview["skipped"], &preview["to_import"]), (&json!(5), &json!(1)));
    assert_eq!(problems(&preview), [(7, "amount_unreadable", true), (8, "partly_refunded", false)]);
}

#[test]
fn yes_and_no_are_read_in_other_words_and_an_unknown_word_is_never_a_no() {
    let preview = Autumn::configured().preview(file!("yes-and-no.csv")).expect(200);
    adds_up(&preview);
    assert_eq!((&preview["to_import"], &preview["skipped"]), (&json!(2), &json!(1)));
    assert_eq!(problems(&preview), [(5, "yes_no_unreadable", true), (6, "yes_no_unreadable", true)]);
}

#[test]
fn numbers_given_before_are_kept_however_they_are_written() {
    let autumn = Autumn::configured();
    let preview = autumn.preview(file!("list-numbers.csv")).expect(200);
    assert_eq!(problems(&preview), [(6, "list_numbers_unreadable", false)]);
    let outcome = import(&autumn, &preview["digest"], false).expect(200);
    assert_eq!(outcome["numbers"], json!([100, 101, 529, 530, 533, 534, 537, 538, 539, 540]));
}

#[test]
fn marks_that_nobody_sees_change_nothing() {
    let autumn = Autumn::configured();
    let preview = autumn.preview(file!("invisible-marks.csv")).expect(200);
    assert_eq!(problems(&preview), []);
    import(&autumn, &preview["digest"], false).expect(200);
    let found = autumn.get("registrations?q=%E2%80%AAmartin%E2%80%AC").expect(200);
    let depositor = &found["items"][0]["depositor"];
    assert_eq!(
        (&depositor["email"], &depositor["last_name"], &depositor["phone"], &depositor["postal_code"]),
        (&json!("jean40@example.org"), &json!("Martin"), &json!("+33612345678"), &json!("31830"))
    );
}

#[test]
fn a_postal_code_is_the_same_in_every_dress() {
    let preview = Autumn::configured().preview(file!("postal-codes.csv")).expect(200);
    assert_eq!((problems(&preview), &preview["to_import"]), (vec![(6, "not_resident", true)], &json!(4)));
}

#[test]
fn a_single_endless_line_is_refused_without_being_taken_apart() {
    let line = "a;".repeat(2_400_000);
    let preview = Autumn::configured().preview(line.as_bytes()).expect(200);
    assert_eq!(problems(&preview), [(1, "too_many_columns", true)]);
}
