//! What becomes of each ticket, on the samples and on any file.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::features::registration::depositors::billetweb::export::parse;
use crate::features::registration::depositors::billetweb::facts::{Registered, propose};
use crate::features::registration::depositors::billetweb::standing::SkipReason;
use crate::features::registration::depositors::numbers::list_type_of;
use crate::features::registration::depositors::numbers::number_text::NumberText;
use crate::kernel::ids::{RegistrationId, SlotId};

const AUTUMN: &[u8] = include_bytes!("../../../../../../tests/data/billetweb-automne.csv");
const ANOMALIES: &[u8] = include_bytes!("../../../../../../tests/data/billetweb-anomalies.csv");
const DATE_CELLS: &[u8] = include_bytes!("../../../../../../tests/data/billetweb-date-cells.xlsx");

fn slot(
    day: u32,
    hour: u32,
    minute: u32,
    left: usize,
    residents_only: bool,
    list_type: ListType,
) -> SlotFacts {
    let local = NaiveDate::from_ymd_opt(2025, 11, day).unwrap().and_hms_opt(hour, minute, 0).unwrap();
    SlotFacts {
        id: SlotId::new(uuid::Uuid::from_u64_pair(8, u64::from(day * 10_000 + hour * 100 + minute))),
        starts_at: paris::to_utc(local),
        ends_at: paris::to_utc(local + TimeDelta::hours(1)),
        capacity: i32::try_from(left).unwrap() + 1,
        left,
        residents_only,
        list_types: vec![list_type],
    }
}

/// The slots of autumn 2025, all free.
fn autumn() -> Facts {
    use ListType::{Family2000, Member1000, Standard};
    Facts {
        slots: vec![
            slot(5, 9, 30, 20, false, Standard),
            slot(5, 12, 0, 12, false, Member1000),
            slot(5, 14, 0, 40, false, Standard),
            slot(5, 18, 0, 6, false, Family2000),
            slot(5, 20, 0, 20, true, Standard),
            slot(6, 9, 30, 15, false, Standard),
            slot(6, 17, 0, 32, false, Standard),
            slot(7, 9, 30, 15, true, Standard),
        ],
        resident_postal_codes: BTreeSet::from(["31830".to_owned()]),
        ..Facts::default()
    }
}

fn export(bytes: &[u8]) -> Export {
    parse(bytes, 500).unwrap()
}

fn ticket(line: u32, email: &str) -> Ticket {
    Ticket {
        line,
        reference: format!("T{line}"),
        order: String::new(),
        starts_at: Ok(NaiveDate::from_ymd_opt(2025, 11, 5).unwrap().and_hms_opt(9, 30, 0).unwrap()),
        tariff: "Dépôt".to_owned(),
        last_name: "Martin".to_owned(),
        first_name: "Zoé".to_owned(),
        email: Ok(email.to_owned()),
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

/// Somebody who has not activated the account, in the slot of [`ticket`].
fn registered(email: &str) -> Registered {
    Registered {
        id: RegistrationId::new(uuid::Uuid::from_u64_pair(7, email.len() as u64)),
        person: "MARTIN Zoé".to_owned(),
        email: email.to_owned(),
        phone: None,
        ticket: None,
        starts_at: autumn().slots[0].starts_at,
        numbers: vec![100, 101],
        declared: false,
        open_contact: true,
    }
}

fn of(tickets: Vec<Ticket>) -> Export {
    Export { digest: "d".to_owned(), tickets }
}

fn problems(preview: &Preview) -> Vec<(u32, &str, &'static str, bool)> {
    preview.problems.iter().map(|p| (p.line, p.column.as_str(), p.code, p.blocking)).collect()
}

/// Rows with a blocking problem, as a reader of the answer counts them.
fn blocked_rows(preview: &Preview) -> usize {
    let lines: BTreeSet<u32> = preview.problems.iter().filter(|p| p.blocking).map(|p| p.line).collect();
    lines.len()
}

fn accounted_for(preview: &Preview) -> usize {
    preview.skipped
        + preview.duplicates
        + preview.already_registered
        + preview.to_import
        + blocked_rows(preview)
}

/// The facts after an import.
fn after(facts: &Facts, plan: &Plan<'_>) -> Facts {
    let mut facts = facts.clone();
    for accepted in &plan.accepted {
        facts.users.insert(accepted.email.to_owned());
        facts.addresses.insert(accepted.email.to_owned());
        facts.registered.push(Registered {
            ticket: Some(accepted.ticket.reference.clone()),
            starts_at: facts.slots[accepted.slot].starts_at,
            phone: accepted.phone.map(str::to_owned),
            numbers: accepted.numbers.clone(),
            ..registered(accepted.email)
        });
        facts.slots[accepted.slot].left -= 1;
        facts.taken_numbers.extend(&accepted.numbers);
        let blocks = match accepted.list_type {
            ListType::Family2000 => &mut facts.family_blocks,
            _ => &mut facts.member_blocks,
        };
        blocks.extend(accepted.block.map(|block| (accepted.email.to_owned(), block)));
    }
    facts
}

#[test]
fn the_autumn_export_fills_every_slot_without_a_problem() {
    let export = export(AUTUMN);
    let plan = plan(&autumn(), &Tariffs::default(), &export);
    let preview = &plan.preview;
    assert_eq!((preview.rows, preview.to_import, preview.new, preview.known), (160, 160, 160, 0));
    assert_eq!(problems(preview), []);
    assert!(preview.slots.len() == 8 && preview.slots.iter().all(|slot| slot.count == slot.left));
    let tariffs: Vec<(&str, usize, Option<TariffUse>)> =
        preview.tariffs.iter().map(|t| (t.text.as_str(), t.count, t.list_type)).collect();
    assert_eq!(
        tariffs,
        [
            ("Adhérent ALPE - listes 1000", 12, Some(TariffUse::Member1000)),
            ("Dépôt 2 listes", 107, Some(TariffUse::Standard)),
            ("Famille - listes 2000", 6, Some(TariffUse::Family2000)),
            ("Réservé habitants de Plaisance", 35, Some(TariffUse::Standard)),
        ]
    );
    let numbers: BTreeSet<i32> = plan.accepted.iter().flat_map(|accepted| accepted.numbers.clone()).collect();
    assert_eq!(numbers.len(), 142 * 2 + 12 * 2 + 6 * 4);
    assert_eq!(plan.accepted[0].numbers, [100, 101]);
}

#[test]
fn each_anomaly_is_told_on_its_line() {
    let export = export(ANOMALIES);
    let plan = plan(&autumn(), &Tariffs::default(), &export);
    let preview = &plan.preview;
    assert_eq!(
        problems(preview),
        [
            (5, "Email", "invalid_email", true),
            (6, "Séance", "unknown_slot", true),
            (8, "Email", "duplicate_email", false),
            (11, "Téléphone", "invalid_phone", false),
            (13, "Autorisation", "list_numbers_taken", true),
        ]
    );
    assert_eq!((preview.rows, preview.skipped, preview.duplicates, preview.to_import), (18, 3, 1, 11));
    assert_eq!(accounted_for(preview), 18);
    assert_eq!(preview.problems[0].value, "pas-une-adresse@");
    let on = |line: u32| plan.accepted.iter().find(|accepted| accepted.ticket.line == line).unwrap();
    assert_eq!((on(12).numbers.as_slice(), on(11).phone), ([100, 101].as_slice(), None));
}

#[test]
fn date_cells_find_their_slots_and_numbers() {
    let export = export(DATE_CELLS);
    let plan = plan(&autumn(), &Tariffs::default(), &export);
    assert_eq!((plan.preview.to_import, problems(&plan.preview).len()), (52, 0));
    assert!(
        plan.accepted
            .iter()
            .all(|accepted| Some(accepted.numbers.as_slice()) == accepted.ticket.numbers.numbers())
    );
}

#[test]
fn importing_the_same_file_twice_changes_nothing_and_says_so() {
    for bytes in [AUTUMN, ANOMALIES, DATE_CELLS] {
        let export = export(bytes);
        let first = plan(&autumn(), &Tariffs::default(), &export);
        let second = plan(&after(&autumn(), &first), &Tariffs::default(), &export);
        assert_eq!((second.preview.to_import, second.accepted.len()), (0, 0));
        assert_eq!(second.preview.already_registered, first.preview.to_import);
        assert_eq!(accounted_for(&second.preview), second.preview.rows);
    }
}

#[test]
fn the_preview_has_the_shape_that_programs_rely_on() {
    let export = of(vec![ticket(2, "a@b.fr")]);
    let json = serde_json::to_value(plan(&autumn(), &Tariffs::default(), &export).preview).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "digest": "d", "rows": 1, "skipped": 0, "to_import": 1, "known": 0, "new": 1,
            "already_registered": 0, "duplicates": 0, "blocked": 0,
            "people": [{
                "line": 2, "person": "MARTIN Zoé", "email": "a@b.fr", "starts_at": "2025-11-05T08:30:00.000Z",
                "list_type": "standard", "numbers": [100, 101], "known": false,
            }],
            "tariffs": [{"text": "Dépôt", "count": 1, "list_type": "standard"}],
            "slots": [{"starts_at": "2025-11-05T08:30:00.000Z", "count": 1, "left": 20}],
            "problems": [], "groups": [], "changes": [], "mails": null,
        })
    );
}

#[test]
fn a_ticket_tells_everything_that_blocks_it_at_once() {
    let mut facts = autumn();
    facts.slots[4].left = 0;
    let wrong = Ticket {
        email: Err("x".to_owned()),
        starts_at: Ok(NaiveDate::from_ymd_opt(2025, 11, 5).unwrap().and_hms_opt(20, 0, 0).unwrap()),
        postal_code: "31000".to_owned(),
        authorisation: "Code 1100 - 1101".to_owned(),
        numbers: NumberText::Read(vec![1100, 1101]),
        ..ticket(2, "")
    };
    let export = of(vec![wrong]);
    let preview = plan(&facts, &Tariffs::default(), &export).preview;
    let codes: Vec<&str> = preview.problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["invalid_email", "not_resident", "slot_full", "list_numbers_invalid"]);
    assert_eq!((accounted_for(&preview), preview.to_import), (1, 0));
}

#[test]
fn the_last_place_goes_to_the_first_row_that_is_sound() {
    let mut facts = autumn();
    facts.slots[0].left = 1;
    let unmapped = Ticket { tariff: "?".to_owned(), ..ticket(2, "a@b.fr") };
    let export = of(vec![unmapped, ticket(3, "c@d.fr"), ticket(4, "e@f.fr")]);
    let tariffs = Tariffs::Confirmed(BTreeMap::from([("Dépôt".to_owned(), TariffUse::Standard)]));
    let plan = plan(&facts, &tariffs, &export);
    assert_eq!(
        problems(&plan.preview),
        [(2, "Tarif", "unmapped_tariff", true), (4, "Séance", "slot_full", true)]
    );
    assert_eq!(plan.accepted[0].email, "c@d.fr");
}

#[test]
fn an_ignored_tariff_skips_its_tickets() {
    let tariffs = Tariffs::Confirmed(BTreeMap::from([("Dépôt".to_owned(), TariffUse::Ignore)]));
    let export = of(vec![ticket(2, "a@b.fr")]);
    let preview = plan(&autumn(), &tariffs, &export).preview;
    assert_eq!((preview.skipped, preview.to_import, preview.problems.len()), (1, 0, 0));
}

#[test]
fn numbers_carried_further_down_are_not_drawn_before() {
    let carrying = Ticket { numbers: NumberText::Read(vec![100, 101]), ..ticket(3, "c@d.fr") };
    let export = of(vec![ticket(2, "a@b.fr"), carrying]);
    let plan = plan(&autumn(), &Tariffs::default(), &export);
    assert_eq!(plan.accepted[0].numbers, [102, 103]);
    assert_eq!(plan.accepted[1].numbers, [100, 101]);
}

#[test]
fn members_keep_their_numbers_and_families_mirror_them() {
    let mut facts = autumn();
    facts.slots[0].list_types.clear();
    let own = Block::containing(1100).unwrap();
    facts.member_blocks.insert("old@b.fr".to_owned(), own);
    let with = |line, email: &str, tariff: &str| Ticket { tariff: tariff.to_owned(), ..ticket(line, email) };
    let export =
        of(vec![with(2, "old@b.fr", "1000"), with(3, "new@b.fr", "1000"), with(4, "kin@b.fr", "2000")]);
    let members = plan(&facts, &Tariffs::default(), &export);
    assert_eq!(members.accepted[0].numbers, [1100, 1101, 1102, 1103]);
    assert_eq!(members.accepted[1].numbers, [1000, 1001], "two lists in the first edition");
    assert_eq!(members.accepted[2].numbers, [2996, 2997, 2998, 2999]);
    let export = of(vec![with(2, "old@b.fr", "2000")]);
    assert_eq!(plan(&facts, &Tariffs::default(), &export).accepted[0].numbers, own.mirror().numbers(4));
    let thief = Ticket { numbers: NumberText::Read(vec![1100, 1101]), ..with(2, "new@b.fr", "1000") };
    let export = of(vec![thief]);
    assert_eq!(plan(&facts, &Tariffs::default(), &export).preview.problems[0].code, "list_numbers_taken");
}

#[test]
fn a_slot_meant_for_other_lists_is_only_told() {
    let export = of(vec![Ticket { tariff: "Famille".to_owned(), ..ticket(2, "a@b.fr") }]);
    let preview = plan(&autumn(), &Tariffs::default(), &export).preview;
    assert_eq!((preview.problems[0].code, preview.to_import), ("slot_list_type", 1));
}

#[test]
fn tariffs_are_guessed_from_their_names() {
    for (text, expected) in [
        ("Adhérent ALPE", TariffUse::Member1000),
        ("Listes 1000", TariffUse::Member1000),
        ("FAMILLE", TariffUse::Family2000),
        ("Famille d'adhérent - 2000", TariffUse::Family2000),
        ("Réservé habitants", TariffUse::Standard),
    ] {
        assert_eq!(Tariffs::default().of(text), Some(expected), "{text}");
    }
    let remembered = BTreeMap::from([("Don".to_owned(), TariffUse::Ignore)]);
    assert_eq!(Tariffs::Proposed(remembered.clone()).of("Don"), Some(TariffUse::Ignore));
    assert_eq!(Tariffs::Confirmed(remembered).of("Dépôt"), None);
}

prop_compose! {
    fn any_ticket()(
        person in 0..12_u32,
        slot in 0..10_usize,
        tariff in proptest::sample::select(vec!["Dépôt", "1000", "2000", "Don", "?"]),
        carried in proptest::option::weighted(0.4, proptest::sample::select(vec![
            vec![100, 101], vec![101, 102], vec![110], vec![1000, 1001], vec![2000, 2001, 2002, 2003],
        ])),
        skipped in proptest::bool::weighted(0.1),
        resident in any::<bool>(),
        email_sound in proptest::bool::weighted(0.9),
    ) -> Ticket {
        let local = autumn().slots.get(slot).map(|slot| paris::to_local(slot.starts_at));
        Ticket {
            starts_at: local.ok_or_else(|| "hier".to_owned()),
            tariff: tariff.to_owned(),
            numbers: carried.map_or(NumberText::None, NumberText::Read),
            skipped: skipped.then_some(SkipReason::Unpaid),
            postal_code: if resident { "31830" } else { "31000" }.to_owned(),
            email: if email_sound { Ok(format!("p{person}@b.fr")) } else { Err(String::new()) },
            ..ticket(0, "")
        }
    }
}

proptest! {
    #[test]
    fn every_row_is_accounted_for_and_no_promise_is_made_twice(
        mut tickets in proptest::collection::vec(any_ticket(), 0..40),
        lefts in proptest::collection::vec(0..4_usize, 8),
        registered in proptest::collection::btree_set("p[0-9]@b.fr", 0..4),
    ) {
        for (line, ticket) in (2..).zip(&mut tickets) {
            ticket.line = line;
            ticket.reference = format!("T{line}");
        }
        let mut facts = autumn();
        facts.registered = registered.iter().map(|email| self::registered(email)).collect();
        for (slot, left) in facts.slots.iter_mut().zip(lefts) {
            slot.left = left;
        }
        let known_tariffs = ["Dépôt", "1000", "2000"].map(|text| (text.to_owned(), propose(text)));
        let mut confirmed = BTreeMap::from(known_tariffs);
        confirmed.insert("Don".to_owned(), TariffUse::Ignore);
        let tariffs = Tariffs::Confirmed(confirmed);

        let export = of(tickets);
        let first = plan(&facts, &tariffs, &export);
        prop_assert_eq!(accounted_for(&first.preview), first.preview.rows);
        prop_assert_eq!(first.preview.known + first.preview.new, first.preview.to_import);

        let mut numbers: Vec<i32> = first.accepted.iter().flat_map(|accepted| accepted.numbers.clone()).collect();
        let given = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        prop_assert_eq!(numbers.len(), given, "a number was given twice");
        for (index, slot) in facts.slots.iter().enumerate() {
            let placed: Vec<_> = first.accepted.iter().filter(|accepted| accepted.slot == index).collect();
            prop_assert!(placed.len() <= slot.left);
            prop_assert!(!slot.residents_only || placed.iter().all(|a| a.ticket.postal_code == "31830"));
        }
        for accepted in &first.accepted {
            prop_assert!((1..=4).contains(&accepted.numbers.len()));
            prop_assert!(accepted.numbers.iter().all(|&n| list_type_of(n) == Some(accepted.list_type)));
        }

        let second = plan(&after(&facts, &first), &tariffs, &export);
        prop_assert_eq!(accounted_for(&second.preview), second.preview.rows);
        prop_assert_eq!(second.preview.to_import, 0);
    }
}
