//! Groups of problems, and the slots that they propose.

use chrono::{NaiveDate, NaiveDateTime};

use super::*;
use crate::features::registration::depositors::billetweb::export::Export;
use crate::features::registration::depositors::billetweb::plan::plan;
use crate::features::registration::depositors::numbers::number_text::NumberText;

fn local(hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2025, 11, 5).unwrap().and_hms_opt(hour, minute, 0).unwrap()
}

fn ticket(line: u32, at: NaiveDateTime, tariff: &str) -> Ticket {
    Ticket {
        line,
        reference: format!("T{line}"),
        order: String::new(),
        starts_at: Ok(at),
        tariff: tariff.to_owned(),
        last_name: "Martin".to_owned(),
        first_name: "Zoé".to_owned(),
        email: Ok(format!("zoe{line}@example.org")),
        phone: None,
        address: String::new(),
        postal_code: "31830".to_owned(),
        city: String::new(),
        authorisation: String::new(),
        numbers: NumberText::None,
        skipped: None,
        remarks: Vec::new(),
    }
}

/// One slot at half past nine with a single place.
fn facts() -> Facts {
    let slot = SlotFacts {
        id: SlotId::new(uuid::Uuid::from_u64_pair(8, 1)),
        starts_at: paris::to_utc(local(9, 30)),
        ends_at: paris::to_utc(local(12, 0)),
        capacity: 20,
        left: 1,
        residents_only: false,
        list_types: vec![ListType::Standard],
    };
    Facts { slots: vec![slot], resident_postal_codes: ["31830".to_owned()].into(), ..Facts::default() }
}

#[test]
fn the_worst_group_comes_first_and_every_problem_knows_its_group() {
    let tickets = vec![
        ticket(2, local(9, 30), "Dépôt"),
        ticket(3, local(9, 30), "Dépôt"),
        ticket(4, local(14, 0), "Dépôt"),
        ticket(5, local(14, 0), "Adhérent"),
        ticket(6, local(14, 0), "Dépôt"),
        Ticket { phone: Some(Err("12".to_owned())), ..ticket(7, local(14, 0), "Dépôt") },
    ];
    let export = Export { digest: "d".to_owned(), tickets };
    let preview = plan(&facts(), &Tariffs::default(), &export).preview;
    let groups: Vec<(&str, bool, usize)> =
        preview.groups.iter().map(|group| (group.code, group.blocking, group.rows)).collect();
    assert_eq!(groups, [("unknown_slot", true, 4), ("slot_full", true, 1), ("invalid_phone", false, 1)]);
    assert_eq!(preview.groups[0].title, "Mercredi 5 novembre 2025 à 14\u{a0}h\u{a0}: aucun créneau");
    assert!(preview.problems.iter().all(|one| preview.groups[one.group].code == one.code));
    let who = &preview.problems[0];
    assert_eq!((who.line, who.person.as_str(), who.email.as_str()), (3, "MARTIN Zoé", "zoe3@example.org"));
    assert_eq!((preview.blocked, preview.to_import, preview.rows), (5, 1, 6));
}

#[test]
fn a_missing_slot_is_proposed_as_the_file_needs_it_and_a_full_one_larger() {
    let tickets = vec![
        ticket(2, local(9, 30), "Dépôt"),
        ticket(3, local(9, 30), "Dépôt"),
        ticket(4, local(14, 0), "Dépôt"),
        ticket(5, local(14, 0), "Adhérent"),
        ticket(6, local(16, 0), "Réservé aux habitants"),
    ];
    let export = Export { digest: "d".to_owned(), tickets };
    let groups = plan(&facts(), &Tariffs::default(), &export).preview.groups;
    let at = |hour, minute| paris::instant_text(paris::to_utc(local(hour, minute)));
    let of = |starts_at: &str| {
        let slots = groups.iter().filter_map(|group| group.slot.clone());
        slots.filter(|slot| slot.starts_at == starts_at).collect::<Vec<_>>()
    };
    let afternoon = SlotProposal {
        slot_id: None,
        starts_at: at(14, 0),
        ends_at: at(16, 0),
        capacity: 2,
        list_types: vec![ListType::Member1000, ListType::Standard],
        residents_only: false,
    };
    assert_eq!(of(&at(14, 0)), [afternoon], "it ends when the next one begins");
    let [residents] = of(&at(16, 0)).try_into().unwrap();
    assert_eq!(
        (residents.ends_at, residents.residents_only, residents.capacity),
        (at(18, 0), true, 1),
        "two hours where nothing else is usual"
    );
    let [full] = of(&at(9, 30)).try_into().unwrap();
    assert_eq!((full.slot_id, full.capacity, full.ends_at), (Some(facts().slots[0].id), 21, at(12, 0)));
}

#[test]
fn a_file_that_cannot_be_read_has_groups_without_rows() {
    let mut problems = vec![Anomaly { code: "missing_column", blocking: true, ..Anomaly::default() }];
    let groups = group(&mut problems, &Facts::default(), &Tariffs::default(), &[]);
    assert_eq!((groups.len(), groups[0].rows, groups[0].blocking), (1, 0, true));
}
