//! The shared cases of `tests/data/desk-vectors.json`, and that order never matters.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::features::deposit::decisions::acts;

const VECTORS: &str = include_str!("../../../../../tests/data/desk-vectors.json");

fn decision(command: &Value) -> Decision {
    let text = |name: &str| command[name].as_str().unwrap();
    let kind = Kind::parse(text("kind")).unwrap();
    Decision {
        id: CommandId::parse(text("id")).unwrap(),
        list: ListId::parse(text("list_id")).unwrap(),
        article: command["article_id"].as_str().map(|id| ArticleId::parse(id).unwrap()),
        kind,
        act: acts::act(kind, &command["value"]).unwrap(),
        decided_at: Instant::parse(text("decided_at")).unwrap(),
        by_manager: command["by_manager"].as_bool().unwrap(),
    }
}

fn name(register: Register) -> String {
    match register {
        Register::Verdict(id) => format!("verdict:{id}"),
        Register::Field(id, field) => format!("field:{id}:{}", format!("{field:?}").to_lowercase()),
        Register::Labels(id) => format!("labels:{id}"),
        Register::Mark(id) => format!("mark:{id}"),
        Register::Place(id) => format!("place:{id}"),
        Register::Outcome(id) => format!("outcome:{id}"),
        Register::Review(id) => format!("review:{id}"),
        Register::Bags(id) => format!("bags:{id}"),
        Register::Envelope => "envelope".to_owned(),
        Register::SignedOnPaper => "signed_on_paper".to_owned(),
        Register::Identity => "identity".to_owned(),
        Register::Residence => "residence".to_owned(),
        Register::Remark => "remark".to_owned(),
    }
}

#[test]
fn the_shared_cases_come_out_as_they_say() {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert!(cases.len() > 25);
    for case in cases {
        let decisions: Vec<Decision> = case["decisions"].as_array().unwrap().iter().map(decision).collect();
        let opening = case["opening"].as_str().map(|at| Instant::parse(at).unwrap());
        let standing = Standing::new(&decisions, opening);
        let found: serde_json::Map<String, Value> = standing
            .touched()
            .map(|(register, top)| (name(register), json!(top.map(|top| top.id))))
            .collect();
        assert_eq!(Value::Object(found), case["stands"], "{}", case["name"]);
        let mut held: Vec<CommandId> =
            decisions.iter().map(|one| one.id).filter(|id| standing.holds(*id)).collect();
        held.sort();
        assert_eq!(json!(held), case["holds"], "{}", case["name"]);
        for review in case["reviewed"].as_array().into_iter().flatten() {
            let list = ListId::parse(review["list_id"].as_str().unwrap()).unwrap();
            let articles: Vec<ArticleId> = review["article_ids"]
                .as_array()
                .unwrap()
                .iter()
                .map(|id| ArticleId::parse(id.as_str().unwrap()).unwrap())
                .collect();
            assert_eq!(json!(standing.is_reviewed(list, &articles)), review["is"], "{}", case["name"]);
        }
    }
}

/// Decisions about two lists with two articles each, many of them at the same instants, with undos of one another.
fn decisions() -> impl Strategy<Value = Vec<Decision>> {
    let id = |n: u128| CommandId::new(Uuid::from_u128(n));
    let one = (0..12_usize, 0..2_u128, 0..2_u128, 0..5_i64, any::<bool>(), 0..14_u128);
    prop::collection::vec(one, 1..14).prop_map(move |ones| {
        let decision = |(place, (what, list, article, at, by_manager, target)): (
            u128,
            (usize, u128, u128, i64, bool, u128),
        )| {
            let article = ArticleId::new(Uuid::from_u128(100 + 2 * list + article));
            let (kind, value) = match what {
                0 => (Kind::Accept, Value::Null),
                1 => (Kind::Refuse, json!({ "reason": "other" })),
                2 => (Kind::NotBrought, Value::Null),
                3 => (Kind::Correct, json!({ "size": "6 ans" })),
                4 => (Kind::Withdraw, json!({ "reason": "stained" })),
                5 => (Kind::PutBack, Value::Null),
                6 => (Kind::HandOver, json!({ "article_ids": [article] })),
                7 => (Kind::ListFinish, Value::Null),
                8 => (Kind::ListReopen, json!({ "reason": "Une erreur" })),
                9 => (Kind::Envelope, json!(by_manager)),
                _ => (Kind::Undo, json!({ "command_id": id(target) })),
            };
            Decision {
                id: id(place),
                list: ListId::new(Uuid::from_u128(200 + list)),
                article: kind.names_an_article().then_some(article),
                kind,
                act: acts::act(kind, &value).unwrap(),
                decided_at: Instant::from_millis(1_762_500_000_000 + at * 400_000),
                by_manager,
            }
        };
        ones.into_iter().enumerate().map(|(place, one)| decision((place as u128, one))).collect()
    })
}

fn all_that_stands(
    decisions: &[Decision],
    opening: Option<Instant>,
) -> (BTreeMap<Register, Option<CommandId>>, BTreeSet<CommandId>) {
    let standing = Standing::new(decisions, opening);
    let stands = standing.touched().map(|(register, top)| (register, top.map(|top| top.id))).collect();
    (stands, decisions.iter().map(|one| one.id).filter(|id| standing.holds(*id)).collect())
}

proptest! {
    #[test]
    fn the_order_of_arrival_never_matters(
        (ordered, shuffled) in decisions().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        opening in prop::option::of(0..5_i64),
    ) {
        let opening = opening.map(|at| Instant::from_millis(1_762_500_000_000 + at * 400_000 + 1));
        prop_assert_eq!(all_that_stands(&ordered, opening), all_that_stands(&shuffled, opening));
    }

    #[test]
    fn what_is_undone_never_stands(all in decisions()) {
        let standing = Standing::new(&all, None);
        for (_, top) in standing.touched() {
            let Some(top) = top else { continue };
            let undone = all.iter().any(|undo| {
                undo.act == Act::Undo(top.id) && standing.holds(undo.id)
            });
            prop_assert!(!undone);
        }
    }
}
