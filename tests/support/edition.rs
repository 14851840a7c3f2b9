//! An edition to test with: the autumn sale of the sample files, and the people who steer it.

use bourse::db::schema::{articles, lists, registrations};
use bourse::features::edition::editions::states::ListType;
use bourse::features::lists::states::{ArticleStatus, LabelState, ListState};
use bourse::http::Method;
use bourse::kernel::actor::Role;
use bourse::kernel::clock::Instant;
use bourse::kernel::ids::{ArticleId, EditionId, ListId, RegistrationId, UserId};
use diesel::prelude::*;
use serde_json::{Value, json};

use super::app::{BEGINNING, TestApp};

/// The export of 160 people that fits the standard slots exactly.
pub const AUTUMN: &[u8] = include_bytes!("../data/billetweb-automne.csv");

/// A program with one edition.
pub struct Autumn {
    /// The program.
    pub app: TestApp,
    /// Token of an admin.
    pub admin: String,
    /// Token of a manager.
    pub manager: String,
    /// The edition.
    pub id: String,
}

/// The configuration of the sample edition.
pub fn configuration() -> Value {
    json!({
        "declaration_deadline": "2025-10-15",
        "deposit_days": ["2025-11-05", "2025-11-06", "2025-11-07"],
        "sale_days": ["2025-11-08", "2025-11-09"],
        "return_day": "2025-11-10",
        "commission_bp": 2000,
    })
}

/// Tariffs of the sample files.
pub fn tariffs() -> Value {
    json!({
        "Dépôt 2 listes": "standard",
        "Réservé habitants de Plaisance": "standard",
        "Adhérent ALPE - listes 1000": "member_1000",
        "Famille - listes 2000": "family_2000",
    })
}

impl Autumn {
    /// An edition that has just been created.
    pub fn draft() -> Self {
        let app = TestApp::with(&[("RATE_LIMIT_PER_MINUTE", "100000")]);
        let admin = app.token("admin@example.org", Role::Admin);
        let manager = app.token("gestion@example.org", Role::Manager);
        let body = json!({ "name": "Bourse d'automne 2025", "code": "A2025", "starts_at": "2025-11-05", "ends_at": "2025-11-10" });
        let edition = app.post("/api/v1/editions", &admin, &body).expect(201);
        let id = edition["id"].as_str().unwrap().to_owned();
        Self { app, admin, manager, id }
    }

    /// The same with its dates and the standard slots.
    pub fn configured() -> Self {
        let autumn = Self::draft();
        autumn.put("configuration", &configuration()).expect(200);
        autumn.post("slots/standard", &json!({})).expect(201);
        autumn
    }

    /// The same with the 160 people of the sample.
    pub fn with_everybody() -> Self {
        let autumn = Self::configured();
        let digest = autumn.preview(AUTUMN).expect(200)["digest"].clone();
        autumn.post("billetweb/import", &json!({ "digest": digest, "tariffs": tariffs() })).expect(200);
        autumn
    }

    /// Moves the clock; access tokens have run out by then, so both log in again.
    pub fn at(&mut self, now: &str) {
        self.app.at(now);
        self.admin = self.app.log_in("admin@example.org");
        self.manager = self.app.log_in("gestion@example.org");
    }

    /// A path below the edition's.
    pub fn path(&self, rest: &str) -> String {
        format!("/api/v1/editions/{}/{rest}", self.id).trim_end_matches('/').to_owned()
    }

    /// `GET` as the manager.
    pub fn get(&self, rest: &str) -> super::app::Answer {
        self.app.get(&self.path(rest), &self.manager)
    }

    /// `POST` as the manager.
    pub fn post(&self, rest: &str, body: &Value) -> super::app::Answer {
        self.app.post(&self.path(rest), &self.manager, body)
    }

    /// `PUT` as the manager.
    pub fn put(&self, rest: &str, body: &Value) -> super::app::Answer {
        self.app.json(Method::Put, &self.path(rest), &self.manager, body)
    }

    /// `PATCH` as the manager.
    pub fn patch(&self, rest: &str, body: &Value) -> super::app::Answer {
        self.app.json(Method::Patch, &self.path(rest), &self.manager, body)
    }

    /// `DELETE` as the manager.
    pub fn delete(&self, rest: &str) -> super::app::Answer {
        self.app.json(Method::Delete, &self.path(rest), &self.manager, &json!({}))
    }

    /// Previews a file as the manager.
    pub fn preview(&self, file: &[u8]) -> super::app::Answer {
        self.app.upload(&self.path("billetweb/preview?filename=export.csv"), &self.manager, file)
    }

    /// Where the edition stands.
    pub fn status(&self) -> String {
        self.get("").expect(200)["status"].as_str().unwrap().to_owned()
    }

    /// A list with articles of five euros, written to the database as the depositor's clicks would leave it.
    pub fn list(&self, registration: &Value, state: ListState, statuses: &[ArticleStatus]) -> ListId {
        let now = Instant::parse(BEGINNING).unwrap();
        let registration = RegistrationId::parse(registration["id"].as_str().unwrap()).unwrap();
        let edition = EditionId::parse(&self.id).unwrap();
        let app = &self.app.app;
        let list = ListId::new(app.random.uuid(now));
        app.with_db(|db| {
            let (user, number): (UserId, i32) = registrations::table
                .inner_join(bourse::db::schema::list_numbers::table)
                .filter(registrations::id.eq(registration))
                .order(bourse::db::schema::list_numbers::number)
                .select((registrations::user_id, bourse::db::schema::list_numbers::number))
                .first(db)?;
            let row = (
                lists::id.eq(list),
                lists::edition_id.eq(edition),
                lists::registration_id.eq(registration),
                lists::user_id.eq(user),
                lists::number.eq(number),
                lists::list_type.eq(ListType::Standard),
                lists::state.eq(state),
                lists::label_state.eq(LabelState::None),
                lists::version.eq(1),
                lists::created_at.eq(now),
            );
            diesel::insert_into(lists::table).values(row).execute(db)?;
            for (line, status) in (1..).zip(statuses) {
                let (verdict, mark, outcome) = super::seed::decided(*status);
                let row = (
                    articles::id.eq(ArticleId::new(app.random.uuid(now))),
                    articles::edition_id.eq(edition),
                    articles::list_id.eq(list),
                    articles::list_number.eq(number),
                    (
                        articles::line.eq(line),
                        articles::entry.eq(line),
                        articles::code.eq(code(number, line, *status)),
                    ),
                    articles::category.eq("clothes"),
                    articles::subcategory.eq("skirt"),
                    articles::description.eq("Jupe"),
                    articles::price_cents.eq(500),
                    articles::is_lot.eq(false),
                    articles::certified.eq(true),
                    (
                        articles::status.eq(status),
                        articles::verdict.eq(verdict),
                        articles::mark.eq(mark),
                        articles::outcome.eq(outcome),
                    ),
                    (articles::created_at.eq(now), articles::updated_at.eq(now)),
                );
                diesel::insert_into(articles::table).values(row).execute(db)?;
            }
            Ok(())
        })
        .unwrap();
        list
    }

    /// How many articles of the edition are in a state.
    pub fn articles(&self, status: ArticleStatus) -> i64 {
        let edition = EditionId::parse(&self.id).unwrap();
        let found =
            articles::table.filter(articles::edition_id.eq(edition)).filter(articles::status.eq(status));
        self.app.app.with_db(|db| Ok(found.count().get_result(db)?)).unwrap()
    }

    /// How many lists of the edition are in a state.
    pub fn lists(&self, state: ListState) -> i64 {
        let edition = EditionId::parse(&self.id).unwrap();
        let found = lists::table.filter(lists::edition_id.eq(edition)).filter(lists::state.eq(state));
        self.app.app.with_db(|db| Ok(found.count().get_result(db)?)).unwrap()
    }
}

/// The printed code of an article whose list is validated.
fn code(number: i32, line: i32, status: ArticleStatus) -> Option<String> {
    (status != ArticleStatus::Draft).then(|| format!("A2025-L{number}-A{line:02}"))
}

/// The codes of a refusal's `errors`.
pub fn codes(problem: &Value) -> Vec<String> {
    let errors = problem["errors"].as_array().unwrap().iter();
    errors.map(|error| error["code"].as_str().unwrap().to_owned()).collect()
}
