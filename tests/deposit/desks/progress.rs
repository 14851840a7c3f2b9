//! The board of the deposit.

use serde_json::{Value, json};

use super::{Hall, at};

#[test]
fn the_board_counts_lists_articles_reasons_and_desks() {
    let hall = Hall::new();
    let board = || hall.app.get(&hall.path("desk/progress"), &hall.volunteer()).expect(200);
    let begun = board();
    assert_eq!((&begun["total"]["lists"], &begun["total"]["to_do"]), (&json!(2), &json!(5)));
    assert_eq!((&begun["forecast_end"], &begun["minutes_per_list"]), (&Value::Null, &Value::Null));
    let desk = hall
        .app
        .post(&hall.path("desk-sessions"), &hall.volunteer(), &json!({ "desk_number": 2 }))
        .expect(201);
    let commands = [
        hall.of_list(1, "list_start", json!(null), 0),
        hall.about(2, "accept", 1, json!(null), 10),
        hall.about(3, "refuse", 2, json!({ "reason": "out_of_season" }), 20),
    ];
    hall.sync(&commands);
    // Its clock is six minutes ahead.
    let clock = 360_000 + bourse::kernel::clock::Instant::parse(&at(3600)).unwrap().millis();
    let report = json!({ "open_list_id": hall.lists[0], "unsent": 4, "version": "1", "clock_ms": clock });
    let path = format!("/api/v1/desk-sessions/{}/report", desk["session_id"].as_str().unwrap());
    hall.app.post(&path, &hall.volunteer(), &report).expect(200);
    let going = board();
    let total = &going["total"];
    assert_eq!((&total["lists_started"], &total["lists_reviewed"]), (&json!(1), &json!(0)));
    assert_eq!((&total["accepted"], &total["refused"], &total["to_do"]), (&json!(1), &json!(1), &json!(3)));
    assert_eq!(total["accepted_cents"], 100);
    assert_eq!(going["slots"][0]["articles"], 5);
    assert_eq!(going["refusals"], json!([{ "reason": "out_of_season", "label": "Hors saison", "count": 1 }]));
    let seen = &going["desks"][0];
    assert_eq!(
        (&seen["desk_number"], &seen["open_list_number"], &seen["unsent"]),
        (&json!(2), &json!(245), &json!(4))
    );
    assert_eq!(seen["clock_off_ms"], 360_000);
    assert_eq!(
        (&going["to_finish"][0]["number"], going["to_finish"][0]["depositor"].as_str()),
        (&json!(245), Some("Dominique Petit"))
    );
    hall.sync(&[
        hall.about(4, "not_brought", 3, json!(null), 30),
        hall.of_list(5, "list_finish", json!(null), 240),
    ]);
    let done = board();
    assert_eq!((&done["total"]["lists_reviewed"], &done["to_finish"]), (&json!(1), &json!([])));
    assert_eq!(done["minutes_per_list"], Value::Null, "one list is no measure");
}

#[test]
fn the_forecast_takes_the_median_of_what_lists_took_and_the_desks_at_work() {
    let hall = Hall::new();
    let seed = crate::support::seed::Seed(&hall.app);
    let mut commands = Vec::new();
    for number in 0..5_u32 {
        let list = seed.validated_list(
            (hall.edition, "A2025"),
            (hall.registration, hall.depositor()),
            500 + number.cast_signed(),
            0,
        );
        let minutes = [4, 2, 6, 9, 3][number as usize];
        let about = |id: u32, kind: &str, seconds: i64| json!({ "id": super::id(id), "list_id": list, "kind": kind, "decided_at": at(seconds) });
        commands.push(about(2 * number, "list_start", 0));
        commands.push(about(2 * number + 1, "list_finish", 60 * minutes));
    }
    hall.sync(&commands);
    let board = || hall.app.get(&hall.path("desk/progress"), &hall.volunteer()).expect(200);
    let quiet = board();
    assert_eq!((&quiet["minutes_per_list"], &quiet["forecast_end"]), (&json!(4.0), &Value::Null));
    hall.app.post(&hall.path("desk-sessions"), &hall.volunteer(), &json!({})).expect(201);
    // Two lists are left, one desk works: eight minutes.
    assert_eq!(board()["forecast_end"], at(3600 + 8 * 60));
    hall.app.at(&at(3600 + 660));
    assert_eq!(board()["forecast_end"], Value::Null, "it was not heard of for eleven minutes");
}
