//! The three samples, cell by cell where it matters, and files as people mend and break them.

use super::*;

const AUTUMN: &[u8] = include_bytes!("../../../../../../tests/data/billetweb-automne.csv");
const ANOMALIES: &[u8] = include_bytes!("../../../../../../tests/data/billetweb-anomalies.csv");
const DATE_CELLS: &[u8] = include_bytes!("../../../../../../tests/data/billetweb-date-cells.xlsx");

fn tickets(bytes: &[u8]) -> Vec<Ticket> {
    parse(bytes, 500).unwrap().tickets
}

fn codes(bytes: &[u8]) -> Vec<(u32, String, &'static str)> {
    parse(bytes, 500).unwrap_err().into_iter().map(|p| (p.line, p.column, p.code)).collect()
}

/// A small export: the required headers, then the given ones, and one sound row with the given cells.
fn export(headers: &str, cells: &str) -> String {
    format!(
        "Billet,Séance,Tarif,Nom,Prénom,Email,Payé,Valide{headers}\n\
         T1,2025-11-05 09:30,Dépôt,Martin,Zoé,zoe@example.org,Oui,Oui{cells}\n"
    )
}

#[test]
fn all_160_people_of_the_autumn_export_are_read() {
    let tickets = tickets(AUTUMN);
    assert_eq!(tickets.len(), 160);
    for ticket in &tickets {
        assert!(ticket.email.is_ok() && ticket.starts_at.is_ok(), "line {}", ticket.line);
        assert!(matches!(ticket.phone, Some(Ok(_))), "line {}", ticket.line);
        assert_eq!((ticket.skipped, &ticket.numbers), (None, &NumberText::None), "line {}", ticket.line);
        assert!(
            !ticket.last_name.is_empty() && !ticket.first_name.is_empty() && ticket.postal_code.len() == 5
        );
    }
    assert_eq!((tickets[0].line, tickets[159].line), (2, 161));
}

#[test]
fn the_first_row_is_read_cell_by_cell() {
    let ticket = tickets(AUTUMN).remove(0);
    assert_eq!(ticket.reference, "T577-3020-E1316148");
    assert_eq!(ticket.order, "C422-5293-E1316148");
    assert_eq!(ticket.starts_at, Ok(parse_date_time("2025-11-06 09:30").unwrap()));
    assert_eq!(ticket.tariff, "Dépôt 2 listes");
    assert_eq!((ticket.last_name.as_str(), ticket.first_name.as_str()), ("NGUYỄN", "Lucie"));
    assert_eq!(ticket.email.as_deref(), Ok("lucie.nguyen@example.org"));
    assert_eq!(ticket.phone, Some(Ok("+33752298438".to_owned())));
    assert_eq!(ticket.address, "59 chemin de la Ménude");
    assert_eq!((ticket.postal_code.as_str(), ticket.city.as_str()), ("31770", "Colomiers"));
}

#[test]
fn each_anomaly_is_read_for_what_it_is() {
    let tickets = tickets(ANOMALIES);
    assert_eq!(tickets.iter().map(|t| t.line).collect::<Vec<_>>(), (2..=19).collect::<Vec<_>>());
    let on = |line: usize| &tickets[line - 2];
    assert_eq!(on(2).skipped, Some(SkipReason::Unpaid));
    assert_eq!(on(3).skipped, Some(SkipReason::Cancelled));
    assert_eq!(on(4).skipped, Some(SkipReason::Refunded));
    assert_eq!(on(5).email, Err("pas-une-adresse@".to_owned()));
    assert_eq!(on(7).email, on(8).email);
    assert_eq!((on(9).last_name.as_str(), on(9).first_name.as_str()), ("ÖZTÜRK", "Delphine"));
    assert_eq!(on(9).email.as_deref(), Ok("delphine.ozturk@example.org"));
    assert_eq!(on(11).phone, Some(Err("12".to_owned())));
    assert_eq!(on(13).numbers, NumberText::Read(vec![100, 101]));
    assert!(tickets[3..].iter().all(|ticket| ticket.skipped.is_none()));
}

#[test]
fn date_cells_of_a_workbook_are_slots_like_any_other() {
    let tickets = tickets(DATE_CELLS);
    assert_eq!(tickets.len(), 52);
    let starts = |text: &str| {
        let at = Ok(parse_date_time(text).unwrap());
        tickets.iter().filter(|ticket| ticket.starts_at == at).count()
    };
    assert_eq!((starts("2025-11-05 09:30"), starts("2025-11-06 17:00")), (20, 32));
    assert_eq!(tickets[0].numbers, NumberText::Read(vec![132, 133]));
}

#[test]
fn the_same_export_in_the_encoding_of_excel_reads_the_same() {
    let text = std::str::from_utf8(ANOMALIES).unwrap();
    let excel = text.replace("\",\"", "\";\"").replace("\r\n", "\n").replace('\n', "\r\n");
    let (excel, _, unmappable) = encoding_rs::WINDOWS_1252.encode(&excel);
    assert!(!unmappable);
    assert_eq!(tickets(&excel), tickets(ANOMALIES));
    let marked = [b"\xEF\xBB\xBF", ANOMALIES].concat();
    assert_eq!(tickets(&marked), tickets(ANOMALIES));
    assert_ne!(parse(&marked, 500).unwrap().digest, parse(ANOMALIES, 500).unwrap().digest);
}

#[test]
fn missing_columns_are_all_named() {
    let text = std::str::from_utf8(ANOMALIES).unwrap().replacen("Séance", "Date", 1).replacen(
        "\"Email\"",
        "\"Mel\"",
        1,
    );
    assert_eq!(
        codes(text.as_bytes()),
        [(1, "Séance".to_owned(), "missing_column"), (1, "Email".to_owned(), "missing_column")]
    );
}

#[test]
fn headers_are_known_by_their_text_in_any_order_case_and_accent() {
    let file = "EMAIL,valide,Paye, NOM ,Prenom,tarif,SEANCE,billet,code postal (Commande) - #99\n\
                zoe@example.org,oui,OUI,Martin,Zoé,Dépôt,05/11/2025 09:30,T1,9000\n";
    let ticket = tickets(file.as_bytes()).remove(0);
    assert_eq!(ticket.starts_at, Ok(parse_date_time("2025-11-05 09:30").unwrap()));
    assert_eq!((ticket.reference.as_str(), ticket.postal_code.as_str()), ("T1", "09000"));
    assert_eq!(ticket.skipped, None);
}

#[test]
fn a_question_of_the_organiser_never_hides_a_column_of_billetweb() {
    let file = export(",Email (Commande) - #3,Ville (Commande) - #9", ",other@example.org,Muret");
    let ticket = tickets(file.as_bytes()).remove(0);
    assert_eq!((ticket.email.as_deref(), ticket.city.as_str()), (Ok("zoe@example.org"), "Muret"));
}

#[test]
fn only_a_full_refund_skips_a_ticket() {
    for (price, refund, skipped) in [
        ("5.00", "5.00", Some(SkipReason::Refunded)),
        ("5.00", "2.00", None),
        ("0.00", "0.00", None),
        ("5.00", "", None),
    ] {
        let file = export(",Prix,Montant remboursé", &format!(",{price},{refund}"));
        assert_eq!(tickets(file.as_bytes())[0].skipped, skipped, "{price} {refund}");
    }
}

#[test]
fn a_row_longer_than_the_header_is_refused_with_its_place() {
    let file = export("", ",,extra");
    assert_eq!(codes(file.as_bytes()), [(2, "J".to_owned(), "row_too_long")]);
    assert_eq!(tickets(export("", ",,,").as_bytes()).len(), 1);
}

#[test]
fn an_unreadable_date_keeps_its_text_for_the_problem() {
    let file = export("", "").replace("2025-11-05 09:30", "mercredi matin");
    assert_eq!(tickets(file.as_bytes())[0].starts_at, Err("mercredi matin".to_owned()));
}

#[test]
fn a_file_beyond_the_limits_is_told_as_a_problem() {
    let problems = parse(AUTUMN, 100).unwrap_err();
    assert_eq!((problems[0].code, problems[0].line, problems[0].blocking), ("too_many_rows", 102, true));
    assert_eq!(codes(b""), [(0, String::new(), "file_empty")]);
}
