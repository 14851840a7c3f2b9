//! What is wrong with a command is told, and changes nothing.

use bourse::features::edition::editions::states::{EditionStatus, ListType};
use bourse::features::lists::states::ArticleStatus::{Accepted, Declared};
use serde_json::{Value, json};

use super::Hall;
use crate::support::seed::Seed;

#[test]
fn a_command_is_refused_only_for_what_is_wrong_with_itself() {
    let hall = Hall::new();
    let other = Seed(&hall.app).edition("P2025", EditionStatus::Configured);
    let elsewhere = Seed(&hall.app).validated_list(
        (other, "P2025"),
        {
            let somebody = Seed(&hall.app).person(7);
            let slot = Seed(&hall.app).slot(other, 10);
            (Seed(&hall.app).register(other, slot, somebody, ListType::Standard, &[300]), somebody)
        },
        300,
        1,
    );
    let with = |number, change: &dyn Fn(&mut Value)| {
        let mut command = hall.about(number, "accept", 1, json!(null), 10);
        change(&mut command);
        command
    };
    let correct = |number, value: Value| hall.about(number, "correct", 1, value, 10);
    let commands = [
        with(1, &|command| command["kind"] = json!("bless")),
        with(2, &|command| command["value"] = json!({ "why": 1 })),
        with(3, &|command| command["list_id"] = json!(elsewhere)),
        with(4, &|command| command["article_id"] = json!(hall.article_on(hall.lists[1], 1))),
        with(5, &|command| command["article_id"] = json!(null)),
        correct(6, json!({ "price_cents": 450, "consent": true })),
        correct(7, json!({ "price_cents": 0, "consent": true })),
        correct(8, json!({ "price_cents": 500 })),
        correct(9, json!({ "description": "x".repeat(300) })),
        hall.of_list(10, "hand_over", json!({ "article_ids": [hall.article_on(hall.lists[1], 1)] }), 10),
        hall.of_list(11, "release", json!({ "reason": "Un jouet manque" }), 10),
        hall.about(12, "accept", 2, json!(null), 10),
    ];
    let expected = [
        "refused unknown_kind",
        "refused bad_value",
        "refused unknown_list",
        "refused article_not_in_list",
        "refused article_not_in_list",
        "refused bad_value",
        "refused bad_value",
        "refused bad_value",
        "refused bad_value",
        "refused article_not_in_list",
        "refused forbidden",
        "applied",
    ];
    assert_eq!(hall.sync(&commands), expected);
    assert_eq!(hall.status(1), (Declared, None));
    let sentence =
        hall.app.post(&hall.path("desk/sync"), &hall.volunteer(), &json!({ "commands": [commands[5]] }));
    assert_eq!(sentence.expect(200)["results"][0]["message"], "Le prix est en euros entiers, sans centimes.");
    // The same id with other content, in another request and in the same one.
    let reused = with(12, &|command| command["decided_at"] = json!(super::at(11)));
    assert_eq!(hall.sync(&[reused]), ["refused id_reused"]);
    let twice =
        [with(20, &|_| ()), with(20, &|_| ()), with(20, &|command| command["kind"] = json!("not_brought"))];
    assert_eq!(hall.sync(&twice), ["applied", "duplicate true", "refused id_reused"]);
}

#[test]
fn too_much_at_once_and_a_closed_edition() {
    let hall = Hall::new();
    let many: Vec<Value> = (0..501).map(|number| hall.of_list(number, "envelope", json!(true), 10)).collect();
    let body = json!({ "commands": many });
    hall.app.post(&hall.path("desk/sync"), &hall.volunteer(), &body).refused(400, "too_many_commands");
    assert_eq!(hall.checks(), None);
    assert_eq!(hall.sync(&many[..500]).len(), 500);
    let known = hall.about(600, "accept", 1, json!(null), 10);
    hall.sync(std::slice::from_ref(&known));
    Seed(&hall.app).set_status(hall.edition, EditionStatus::Closed);
    assert_eq!(
        hall.sync(&[known, hall.about(601, "accept", 2, json!(null), 10)]),
        ["duplicate true", "refused edition_closed"]
    );
    let depositor = hall.app.log_in("deposant@example.org");
    hall.app.post(&hall.path("desk/sync"), &depositor, &json!({ "commands": [] })).refused(403, "forbidden");
}

#[test]
fn what_a_desk_has_decided_about_is_neither_reopened_nor_taken_back_by_a_step() {
    let hall = Hall::new();
    hall.sync(&[hall.about(1, "accept", 1, json!(null), 10)]);
    let reason = json!({ "reason": "Une erreur de saisie" });
    let reopen = |list| hall.app.post(&format!("/api/v1/lists/{list}/reopen"), &hall.manager(), &reason);
    reopen(hall.lists[0]).refused(409, "review_started");
    assert_eq!(hall.status(1).0, Accepted);
    reopen(hall.lists[1]).expect(200);
    hall.app.post(&hall.path("step-back"), &hall.manager(), &reason).refused(409, "review_started");
    hall.sync(&[hall.undo(2, 1, 20)]);
    reopen(hall.lists[0]).expect(200);
}
