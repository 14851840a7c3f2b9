//! A second export beside what was registered from the first.

use chrono::{NaiveDate, TimeDelta};

use super::*;
use crate::features::registration::depositors::billetweb::export::parse;
use crate::features::registration::depositors::billetweb::facts::{SlotFacts, Tariffs};
use crate::features::registration::depositors::billetweb::plan::plan;
use crate::kernel::ids::SlotId;

const SECOND: &[u8] = include_bytes!("../../../../../../tests/data/inputs/second-export.csv");

fn slot(hour: u32, minute: u32, left: usize) -> SlotFacts {
    let local = NaiveDate::from_ymd_opt(2025, 11, 5).unwrap().and_hms_opt(hour, minute, 0).unwrap();
    SlotFacts {
        id: SlotId::new(uuid::Uuid::from_u64_pair(8, u64::from(hour * 100 + minute))),
        starts_at: paris::to_utc(local),
        ends_at: paris::to_utc(local + TimeDelta::hours(1)),
        capacity: 40,
        left,
        residents_only: false,
        list_types: Vec::new(),
    }
}

fn registered(number: u64, person: &str) -> Registered {
    Registered {
        id: RegistrationId::new(uuid::Uuid::from_u64_pair(7, number)),
        person: person.to_owned(),
        email: format!("lea{number}@example.org"),
        phone: Some("+33612345678".to_owned()),
        ticket: Some(format!("T{number}")),
        starts_at: slot(14, 0, 0).starts_at,
        numbers: vec![100, 101],
        declared: false,
        open_contact: true,
    }
}

/// Four people of the afternoon, registered from the first export.
fn facts() -> Facts {
    let people = [(200, "LEROY Léa"), (201, "PETIT Luc"), (202, "ROUX Anna"), (203, "FAURE Max")];
    Facts {
        slots: vec![slot(9, 30, 1), slot(14, 0, 0)],
        registered: people.map(|(number, person)| registered(number, person)).to_vec(),
        ..Facts::default()
    }
}

/// Proposals of the second export: id and what is in the way.
fn proposed(facts: &Facts) -> Vec<(String, Option<&'static str>)> {
    let export = parse(SECOND, 500).unwrap();
    let plan = plan(facts, &Tariffs::default(), &export);
    assert!(plan.accepted.is_empty() && plan.preview.changes.len() == plan.changes.len());
    plan.preview.changes.into_iter().map(|one| (one.id, one.code)).collect()
}

fn listed(expected: &[(&str, Option<&'static str>)]) -> Vec<(String, Option<&'static str>)> {
    expected.iter().map(|(id, code)| ((*id).to_owned(), *code)).collect()
}

#[test]
fn each_change_is_one_proposal_and_who_has_not_changed_has_none() {
    assert_eq!(
        proposed(&facts()),
        listed(&[("T200:slot", None), ("T201:cancelled", None), ("T202:email", None), ("T202:phone", None)])
    );
}

#[test]
fn what_is_in_the_way_is_named() {
    let mut facts = facts();
    facts.slots[0].left = 0;
    facts.registered[1].declared = true;
    facts.registered[2].open_contact = false;
    assert_eq!(
        proposed(&facts),
        listed(&[
            ("T200:slot", Some("slot_full")),
            ("T201:cancelled", Some("articles_declared")),
            ("T202:email", Some("account_active")),
            ("T202:phone", Some("account_active")),
        ])
    );
    facts.slots.remove(0);
    facts.registered[2].open_contact = true;
    facts.addresses.insert("lea202new@example.org".to_owned());
    let found = proposed(&facts);
    assert_eq!((found[0].1, found[2].1), (Some("unknown_slot"), Some("email_taken")));
}

#[test]
fn a_place_that_a_new_registration_takes_is_not_promised_twice() {
    let mut facts = facts();
    facts.registered.remove(3);
    let mut export = parse(SECOND, 500).unwrap();
    export.tickets[3].starts_at = export.tickets[0].starts_at.clone();
    let plan = plan(&facts, &Tariffs::default(), &export);
    assert_eq!((plan.accepted.len(), plan.changes[0].proposal.code), (1, Some("slot_full")));
}

#[test]
fn who_has_bought_another_ticket_for_a_void_one_is_moved_and_not_taken_out() {
    let mut export = parse(SECOND, 500).unwrap();
    let mut again = export.tickets[0].clone();
    (again.line, again.reference) = (6, "T300".to_owned());
    again.email = Ok("lea201@example.org".to_owned());
    export.tickets.push(again);
    let plan = plan(&facts(), &Tariffs::default(), &export);
    let ids: Vec<&str> = plan.preview.changes.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["T200:slot", "T202:email", "T202:phone", "T300:slot"]);
    assert!(plan.accepted.is_empty());
}
