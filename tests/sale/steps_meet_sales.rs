//! A step of the edition and a sale at the same moment: whoever comes second sees what the first has done.

use std::sync::mpsc;
use std::time::Duration;

use bourse::db;
use bourse::db::hold::{self, Held};
use bourse::db::schema::editions;
use bourse::features::edition::editions::states::EditionStatus;
use bourse::features::lists::articles;
use bourse::kernel::clock::Instant;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::app::Answer;
use crate::support::sale_seed::{Sale, minute};

/// Takes the edition a step further while `request` is on its way: that one waits for the commit. Gives its answer.
fn crossing(sale: &Sale, to: EditionStatus, request: impl Fn(&Sale) -> Answer + Sync) -> Answer {
    let mut stepping = db::connect(&sale.app.app.config.database).unwrap();
    let (done, told) = mpsc::channel();
    std::thread::scope(|scope| {
        let mut asking = None;
        db::write(&mut stepping, |conn| {
            hold::exclusive(conn, Held::Edition, sale.edition.as_str())?;
            let (done, request) = (done.clone(), &request);
            asking.get_or_insert_with(|| {
                scope.spawn(move || {
                    let answer = request(sale);
                    done.send(()).unwrap();
                    answer
                })
            });
            assert!(told.recv_timeout(Duration::from_millis(300)).is_err(), "it waits for the step");
            diesel::update(editions::table.find(sale.edition)).set(editions::status.eq(to)).execute(conn)?;
            articles::follow_step(conn, (sale.edition, to), Instant::parse(&minute(0)).unwrap())?;
            Ok(())
        })
        .unwrap();
        asking.unwrap().join().unwrap()
    })
}

fn cancel(sale: &Sale, ticket: &Value) -> Answer {
    let path = format!("/api/v1/tickets/{}/cancel", ticket["ticket_id"].as_str().unwrap());
    sale.app.post(&path, &sale.manager, &json!({ "reason": "scan_error" }))
}

#[test]
fn a_cancellation_that_meets_the_end_of_the_sale_leaves_the_article_unsold() {
    let sale = Sale::with_articles(1);
    let ticket = sale.open(1).sells(&[0], &minute(0));
    sale.sell(&ticket).expect(201);
    crossing(&sale, EditionStatus::Settlement, |sale| cancel(sale, &ticket)).expect(200);
    assert_eq!(sale.scan(0)["status"], "unsold");
}

#[test]
fn nothing_is_taken_in_or_decided_once_the_edition_is_closed() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(1);
    let (sold, late) = (till.sells(&[0], &minute(0)), till.sells(&[1], &minute(0)));
    sale.sell(&sold).expect(201);
    let sync = |sale: &Sale| {
        sale.app.post(&sale.path("tickets/sync"), &sale.volunteer, &json!({ "tickets": [late] }))
    };
    crossing(&sale, EditionStatus::Closed, sync).refused(409, "edition_closed");
    assert_eq!(sale.live()["tickets"], 1);
    cancel(&sale, &sold).refused(409, "edition_closed");
}

#[test]
fn a_sale_that_meets_the_end_of_the_sale_is_refused() {
    let sale = Sale::with_articles(1);
    let ticket = sale.open(1).sells(&[0], &minute(0));
    crossing(&sale, EditionStatus::Settlement, |sale| sale.sell(&ticket)).refused(409, "edition_not_in_sale");
    assert_eq!(sale.scan(0)["status"], "unsold");
}
