//! What desks decide, as the API takes it in.

mod deciding;
mod late;
mod progress;
mod refusals;
mod sessions;

use bourse::db::schema::{articles, deposit_checks, editions, lists};
use bourse::features::edition::editions::settings::Settings;
use bourse::features::edition::editions::states::{EditionStatus, ListType};
use bourse::features::lists::states::{ArticleStatus, ListState};
use bourse::kernel::actor::Role;
use bourse::kernel::clock::Instant;
use bourse::kernel::ids::{ArticleId, EditionId, ListId, RegistrationId, UserId};
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::app::TestApp;
use crate::support::seed::Seed;

/// When the desks of these tests open.
const MORNING: &str = "2025-11-05T09:00:00.000Z";

/// So many seconds after the morning began.
fn at(seconds: i64) -> String {
    let morning = Instant::parse(MORNING).unwrap();
    Instant::from_millis(morning.millis() + seconds * 1000).to_string()
}

/// The id of the command with this number.
fn id(number: u32) -> String {
    format!("019a628d-0380-7707-8707-{number:012x}")
}

/// An edition in its deposit, which reviews every article, and somebody with two lists.
struct Hall {
    app: TestApp,
    edition: EditionId,
    registration: RegistrationId,
    lists: [ListId; 2],
}

impl Hall {
    fn new() -> Self {
        let app = TestApp::with(&[("RATE_LIMIT_PER_MINUTE", "100000")]);
        let seed = Seed(&app);
        let edition = seed.edition("A2025", EditionStatus::Deposit);
        let slot = seed.slot(edition, 10);
        let depositor = seed.depositor("deposant@example.org", "Dominique", "Petit");
        let registration = seed.register(edition, slot, depositor, ListType::Standard, &[245, 246]);
        let list =
            |number, count| seed.validated_list((edition, "A2025"), (registration, depositor), number, count);
        let lists = [list(245, 3), list(246, 2)];
        app.account("m@example.org", Role::Manager);
        app.account("b@example.org", Role::Volunteer);
        app.at(&at(3600));
        let hall = Self { app, edition, registration, lists };
        hall.reviews(true);
        hall
    }

    /// A fresh log-in of the manager: the clock of these tests leaps.
    fn manager(&self) -> String {
        self.app.log_in("m@example.org")
    }

    /// The same of a volunteer.
    fn volunteer(&self) -> String {
        self.app.log_in("b@example.org")
    }

    /// Whether every article is reviewed, or lists are accepted as a whole.
    fn reviews(&self, each: bool) {
        let settings = Settings { accept_whole_lists: !each, ..Settings::default() };
        let text = serde_json::to_string(&settings).unwrap();
        self.write(|db| {
            diesel::update(editions::table.find(self.edition)).set(editions::settings.eq(&text)).execute(db)
        });
    }

    fn write(&self, write: impl FnOnce(&mut bourse::db::Conn) -> QueryResult<usize>) {
        self.app.app.with_db(|db| Ok(write(db)?)).unwrap();
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/editions/{}/{rest}", self.edition)
    }

    /// The article of a line of the first list.
    fn article(&self, line: i32) -> ArticleId {
        self.article_on(self.lists[0], line)
    }

    fn article_on(&self, list: ListId, line: i32) -> ArticleId {
        let found = articles::table.filter(articles::list_id.eq(list)).filter(articles::line.eq(line));
        self.app.app.with_db(|db| Ok(found.select(articles::id).first(db)?)).unwrap()
    }

    /// Whose the lists are.
    fn depositor(&self) -> UserId {
        let found = lists::table.find(self.lists[0]);
        self.app.app.with_db(|db| Ok(found.select(lists::user_id).first(db)?)).unwrap()
    }

    /// A command about an article of the first list.
    fn about(&self, number: u32, kind: &str, line: i32, value: Value, seconds: i64) -> Value {
        json!({
            "id": id(number), "list_id": self.lists[0], "article_id": self.article(line), "kind": kind,
            "value": value, "decided_at": at(seconds),
        })
    }

    /// A command about the first list.
    fn of_list(&self, number: u32, kind: &str, value: Value, seconds: i64) -> Value {
        json!({
            "id": id(number), "list_id": self.lists[0], "kind": kind, "value": value, "decided_at": at(seconds),
        })
    }

    fn undo(&self, number: u32, target: u32, seconds: i64) -> Value {
        self.of_list(number, "undo", json!({ "command_id": id(target) }), seconds)
    }

    /// What becomes of each command when a volunteer's desk sends them.
    fn sync(&self, commands: &[Value]) -> Vec<String> {
        self.sync_as(&self.volunteer(), commands)
    }

    fn sync_as(&self, token: &str, commands: &[Value]) -> Vec<String> {
        let answer =
            self.app.post(&self.path("desk/sync"), token, &json!({ "commands": commands })).expect(200);
        let results = answer["results"].as_array().unwrap();
        let sent: Vec<&Value> = commands.iter().map(|command| &command["id"]).collect();
        let told: Vec<&Value> = results.iter().map(|result| &result["id"]).collect();
        assert_eq!(sent, told, "one answer for each, in the same order");
        results
            .iter()
            .map(|result| match (&result["stands"], &result["code"]) {
                (Value::Bool(stands), _) => format!("duplicate {stands}"),
                (_, Value::String(code)) => format!("refused {code}"),
                _ => result["status"].as_str().unwrap().to_owned(),
            })
            .collect()
    }

    /// State of an article of the first list, and why.
    fn status(&self, line: i32) -> (ArticleStatus, Option<String>) {
        let found = articles::table.find(self.article(line));
        self.app
            .app
            .with_db(|db| Ok(found.select((articles::status, articles::status_reason)).first(db)?))
            .unwrap()
    }

    fn state(&self) -> ListState {
        let found = lists::table.find(self.lists[0]);
        self.app.app.with_db(|db| Ok(found.select(lists::state).first(db)?)).unwrap()
    }

    /// What desks know of the depositor: envelope, identity, remark.
    fn checks(&self) -> Option<(Option<bool>, Option<bool>, Option<String>)> {
        let found = deposit_checks::table.find(self.registration);
        let columns = (deposit_checks::envelope, deposit_checks::identity, deposit_checks::remark);
        self.app.app.with_db(|db| Ok(found.select(columns).first(db).optional()?)).unwrap()
    }

    /// Opens the sale by its step, one hour after the morning began.
    fn open_sale(&self) {
        self.app.at(&at(3600));
        self.app.post(&self.path("open-sale"), &self.manager(), &json!({})).expect(200);
        self.app.at(&at(7200));
    }
}
