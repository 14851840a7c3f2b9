//! How tables, slots and types of lists are written.

use super::*;
use crate::kernel::clock::paris::parse_date_time;

fn starts() -> Vec<NaiveDateTime> {
    ["2025-11-05 09:30", "2025-11-05 14:00", "2025-11-06 20:00"]
        .map(|text| parse_date_time(text).unwrap())
        .to_vec()
}

fn lines(text: &str) -> Vec<TableLine> {
    let (lines, problems) = read(text, &starts()).unwrap();
    assert_eq!(problems, [], "{text}");
    lines
}

#[test]
fn a_slot_is_read_as_people_write_it() {
    for (text, place) in [
        ("2025-11-05 09:30", 0),
        ("05/11/2025 09:30", 0),
        ("05/11/2025 09:30:00", 0),
        ("5/11 9h30", 0),
        ("05/11/25 9:30", 0),
        ("mercredi 5 novembre 2025 à 9 h 30", 0),
        ("mer. 5 nov., 9 h 30 – 12 h", 0),
        ("mercredi 5 novembre, 14 h – 16 h 30", 1),
        ("jeudi 6 novembre à 20 h", 2),
        ("06-11-2025 20h", 2),
        ("jeudi 6 novembre de 20 h à 22 h", 2),
    ] {
        assert_eq!(read_slot(text, &starts()), Ok(starts()[place]), "{text}");
    }
    for text in ["", "matin", "5 novembre", "9 h 30", "32/11/2025 10:00", "mar. 5, 9 h 30", "12 11 10 9 8h"] {
        assert!(read_slot(text, &starts()).is_err(), "{text}");
    }
    let other = parse_date_time("2025-11-07 10:00").unwrap();
    assert_eq!(read_slot("7 novembre 10h", &starts()), Ok(other), "no slot begins then, the caller tells");
}

#[test]
fn a_type_of_lists_is_read_as_people_write_it() {
    for (text, meant) in [
        ("standard", Some(ListType::Standard)),
        ("Liste standard", Some(ListType::Standard)),
        ("1000", Some(ListType::Member1000)),
        ("Adhérent (1000)", Some(ListType::Member1000)),
        ("adhérente", Some(ListType::Member1000)),
        ("member_1000", Some(ListType::Member1000)),
        ("Famille et amis (2000)", Some(ListType::Family2000)),
        ("family_2000", Some(ListType::Family2000)),
        ("liste", None),
        ("standart", None),
        ("3000", None),
        ("", None),
    ] {
        assert_eq!(read_list_type(text), meant, "{text}");
    }
}

#[test]
fn a_table_is_read_with_and_without_its_header_whatever_parts_its_cells() {
    let expected = [TableLine {
        line: 2,
        email: "anna@example.org".to_owned(),
        first_name: "Anna".to_owned(),
        last_name: "Roux".to_owned(),
        phone: String::new(),
        postal_code: String::new(),
        list_type: "1000".to_owned(),
        slot: "05/11/2025 09:30".to_owned(),
    }];
    for text in [
        "E-mail\tPrénom\tNom\ttype_liste\tCréneau\nAnna@example.org\tAnna\tRoux\t1000\t05/11/2025 09:30",
        "nom;prenom;email;type_liste;creneau\r\nRoux;Anna;anna@example.org;1000;05/11/2025 09:30\r\n",
        "\"Type de liste\",\"Séance\",\"Adresse électronique\",\"Prénom\",\"Nom\"\n\"1000\",\"05/11/2025 09:30\",\"anna@example.org\",\"Anna\",\"Roux\"",
    ] {
        assert_eq!(lines(text), expected, "{text}");
    }
    let bare = "anna@example.org\tAnna\tRoux\t1000\t05/11/2025 09:30";
    assert_eq!(lines(bare), [TableLine { line: 1, ..expected[0].clone() }]);
    let quoted = "Email;Créneau\nanna@example.org;\"mercredi 5 novembre, 9 h 30 – 12 h\"";
    assert_eq!(lines(quoted)[0].slot, "mercredi 5 novembre, 9 h 30 – 12 h");
}

#[test]
fn a_box_without_slots_is_no_table() {
    for text in ["anna@example.org; bruno@example.org", "Email;Prénom\nanna@example.org;Anna", "bonjour", ""]
    {
        assert_eq!(read(text, &starts()), None, "{text}");
    }
}

#[test]
fn rows_that_cannot_be_read_and_columns_that_are_not_used_are_told() {
    let text =
        "Email;Créneau;Commentaire\n;5/11 9h30;\nanna@@x;5/11 9h30;\nb@example.org;5/11 9h30;vient tôt;x";
    let (found, problems) = read(text, &starts()).unwrap();
    assert_eq!(found, []);
    let told: Vec<_> = problems.iter().map(|one| (one.line, one.code)).collect();
    assert_eq!(
        told,
        [(2, "email_missing"), (3, "email_invalid"), (4, "names_unclear"), (1, "columns_unused")]
    );
    assert!(problems[3].message.contains("Commentaire"), "{problems:?}");
}
