//! A sale in full swing: articles in the racks, tills that sign their tickets, people at them.

use std::sync::atomic::{AtomicU64, Ordering};

use bourse::ctx::Ctx;
use bourse::db::schema::{articles, lists};
use bourse::features::edition::editions::states::{EditionStatus, ListType};
use bourse::features::lists::label_code::LabelCode;
use bourse::features::lists::states::{ArticleStatus, LabelState, ListState, Verdict};
use bourse::features::sale::ticket::{NO_PREVIOUS, SigningKey, Ticket};
use bourse::kernel::actor::{Actor, Role, Scope};
use bourse::kernel::clock::Instant;
use bourse::kernel::ids::{
    ArticleId, EditionId, ListId, RegisterSessionId, RegistrationId, SessionId, TicketId, UserId,
};
use bourse::kernel::trace::Trace;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::app::TestApp;
use super::seed::Seed;

/// When the tills open.
pub const OPENING: &str = "2025-11-08T09:00:00.000Z";

const LINES: i32 = 24;

/// A program with one edition in sale.
pub struct Sale {
    /// The program.
    pub app: TestApp,
    /// The edition.
    pub edition: EditionId,
    /// Token of a manager.
    pub manager: String,
    /// Token of a volunteer.
    pub volunteer: String,
    volunteer_id: UserId,
    registration: RegistrationId,
    depositor: UserId,
}

/// A till with an open session.
#[derive(Clone)]
pub struct Till {
    /// Its session.
    pub session_id: RegisterSessionId,
    /// What it signs with.
    pub key: SigningKey,
    /// Sequence of its last ticket.
    pub sequence: i32,
    /// Signature of its last ticket.
    pub previous: String,
}

/// Tickets made by this process: their ids grow, whichever thread makes them.
static TICKETS: AtomicU64 = AtomicU64::new(1);

fn ticket_id() -> TicketId {
    let number = TICKETS.fetch_add(1, Ordering::Relaxed);
    TicketId::parse(&format!("019a628d-0380-7707-8707-{number:012x}")).unwrap()
}

/// So many minutes after the opening.
pub fn minute(minute: u32) -> String {
    format!("2025-11-08T09:{minute:02}:00.000Z")
}

impl Sale {
    /// A sale with this many articles: lists from 100 on, 24 lines each.
    pub fn with_articles(count: i32) -> Self {
        Self::on(TestApp::with(&[("RATE_LIMIT_PER_MINUTE", "1000000")]), count)
    }

    /// The same in a program that stands already.
    pub fn on(app: TestApp, count: i32) -> Self {
        let seed = Seed(&app);
        let edition = seed.edition("A2025", EditionStatus::Sale);
        let slot = seed.slot(edition, 14);
        let depositor = seed.depositor("deposant@example.org", "Dominique", "Petit");
        let registration = seed.register(edition, slot, depositor, ListType::Standard, &[]);
        app.at(OPENING);
        let manager = app.token("gestion@example.org", Role::Manager);
        let volunteer_id = app.account("benevole@example.org", Role::Volunteer);
        let volunteer = app.log_in("benevole@example.org");
        let sale = Self { app, edition, manager, volunteer, volunteer_id, registration, depositor };
        sale.fill_racks(count);
        sale
    }

    fn fill_racks(&self, count: i32) {
        let at = Instant::parse("2025-11-06T08:00:00.000Z").unwrap();
        self.app
            .app
            .with_db(|db| {
                bourse::db::write(db, |db| {
                    let mut list = ListId::new(uuid::Uuid::nil());
                    for index in 0..count {
                        let (number, line) = (100 + index / LINES, 1 + index % LINES);
                        if line == 1 {
                            list = ListId::new(self.app.app.random.uuid(at));
                            self.insert_list(db, list, number, at)?;
                        }
                        self.insert_article(db, list, index, (number, line), at)?;
                    }
                    Ok(())
                })
            })
            .unwrap();
    }

    fn insert_list(
        &self,
        db: &mut bourse::db::Conn,
        id: ListId,
        number: i32,
        at: Instant,
    ) -> bourse::error::Result<usize> {
        Ok(diesel::insert_into(lists::table)
            .values((
                lists::id.eq(id),
                lists::edition_id.eq(self.edition),
                lists::registration_id.eq(self.registration),
                lists::user_id.eq(self.depositor),
                lists::number.eq(number),
                lists::list_type.eq(ListType::Standard),
                lists::state.eq(ListState::Reviewed),
                lists::label_state.eq(LabelState::Printed),
                lists::version.eq(1),
                lists::created_at.eq(at),
            ))
            .execute(db)?)
    }

    fn insert_article(
        &self,
        db: &mut bourse::db::Conn,
        list: ListId,
        index: i32,
        (number, line): (i32, i32),
        at: Instant,
    ) -> bourse::error::Result<usize> {
        let facts = (
            articles::category.eq("clothes"),
            articles::subcategory.eq("trousers"),
            articles::size.eq("8 ans"),
            articles::description.eq(format!("Pantalon bleu {index}")),
            articles::price_cents.eq(price(index)),
            articles::is_lot.eq(false),
            articles::certified.eq(true),
            articles::status.eq(ArticleStatus::OnSale),
            articles::verdict.eq(Verdict::Accept),
        );
        Ok(diesel::insert_into(articles::table)
            .values((
                articles::id.eq(ArticleId::new(self.app.app.random.uuid(at))),
                articles::edition_id.eq(self.edition),
                articles::list_id.eq(list),
                articles::list_number.eq(number),
                articles::line.eq(line),
                articles::entry.eq(line),
                articles::code.eq(code(index)),
                facts,
                articles::created_at.eq(at),
                articles::updated_at.eq(at),
            ))
            .execute(db)?)
    }

    /// A path of the edition.
    pub fn path(&self, rest: &str) -> String {
        format!("/api/v1/editions/{}/{rest}", self.edition)
    }

    /// Opens a till as the volunteer.
    pub fn open(&self, register_number: i32) -> Till {
        self.open_as(&self.volunteer, register_number)
    }

    /// Opens a till as somebody.
    pub fn open_as(&self, token: &str, register_number: i32) -> Till {
        let body = json!({ "register_number": register_number, "opening_float_cents": 5000 });
        let opened = self.app.post(&self.path("register-sessions"), token, &body).expect(201);
        Till::of(&opened)
    }

    /// Puts an article into another state.
    pub fn set_status(&self, index: i32, status: ArticleStatus) {
        self.change(index, |db, row| {
            Ok(diesel::update(row).set(super::seed::in_state(status)).execute(db)?)
        });
    }

    /// Gives an article another price.
    pub fn set_price(&self, index: i32, cents: i32) {
        self.change(index, |db, row| {
            Ok(diesel::update(row).set(articles::price_cents.eq(cents)).execute(db)?)
        });
    }

    /// Notes that a label of an article was made with this price.
    pub fn print(&self, index: i32, cents: i32) {
        use bourse::db::schema::label_prices;
        let noted = self.app.app.with_db(|db| {
            let article = articles::table.filter(articles::code.eq(code(index)));
            let id: ArticleId = article.select(articles::id).first(db)?;
            let row = (
                label_prices::article_id.eq(id),
                label_prices::price_cents.eq(cents),
                label_prices::made_at.eq(OPENING),
            );
            Ok(diesel::insert_into(label_prices::table).values(row).execute(db)?)
        });
        assert_eq!(noted.unwrap(), 1);
    }

    /// The id of a seeded article.
    pub fn article(&self, index: i32) -> String {
        self.scan(index)["id"].as_str().unwrap().to_owned()
    }

    fn change(
        &self,
        index: i32,
        change: impl FnOnce(
            &mut bourse::db::Conn,
            diesel::dsl::Filter<articles::table, diesel::dsl::Eq<articles::code, String>>,
        ) -> bourse::error::Result<usize>,
    ) {
        let changed =
            self.app.app.with_db(|db| change(db, articles::table.filter(articles::code.eq(code(index)))));
        assert_eq!(changed.unwrap(), 1);
    }

    /// Sells strictly.
    pub fn sell(&self, ticket: &Value) -> super::app::Answer {
        self.app.post(&self.path("tickets"), &self.volunteer, ticket)
    }

    /// Hands paid tickets over, and gives the results.
    pub fn sync(&self, tickets: &[Value]) -> Vec<Value> {
        let body = json!({ "tickets": tickets });
        let answer = self.app.post(&self.path("tickets/sync"), &self.volunteer, &body).expect(200);
        answer["results"].as_array().unwrap().clone()
    }

    /// How many statements the work of a handler takes, without finding out who asks.
    pub fn statements(&self, run: impl FnOnce(&mut Ctx<'_>)) -> u32 {
        let app = &self.app.app;
        let session_id = SessionId::new(uuid::Uuid::nil());
        let actor =
            Actor { user_id: self.volunteer_id, role: Role::Volunteer, session_id, scope: Scope::Person };
        let trace = Trace { actor: Some(actor), ..app.trace("test") };
        let counted = app.with_db(|db| {
            let mut ctx = Ctx { services: app, db, trace, claim: None };
            bourse::db::statements();
            run(&mut ctx);
            Ok(bourse::db::statements().count)
        });
        counted.unwrap()
    }

    /// What no race and no fault may break (domain.md 5): one effective sale per claimed article, every claimed article
    /// sold, the journal whole. Gives the money recorded and the number of lines in conflict.
    pub fn invariants(&self) -> (i64, i64) {
        let check = |db: &mut bourse::db::Conn| {
            use bourse::db::schema::{payments, ticket_lines};
            let claims: Vec<(Option<ArticleId>, Option<ArticleId>)> = ticket_lines::table
                .filter(ticket_lines::cancelled_at.is_null())
                .select((ticket_lines::article_id, ticket_lines::effective_article_id))
                .load(db)?;
            let mut claimed: Vec<ArticleId> = claims.iter().filter_map(|(article, _)| *article).collect();
            let mut effective: Vec<ArticleId> =
                claims.iter().filter_map(|(_, effective)| *effective).collect();
            let sold: i64 =
                articles::table.filter(articles::status.eq(ArticleStatus::Sold)).count().get_result(db)?;
            let conflicts = i64::try_from(claimed.len() - effective.len()).unwrap();
            claimed.sort_unstable();
            claimed.dedup();
            effective.sort_unstable();
            assert_eq!(effective, claimed, "each claimed article has one effective sale");
            assert_eq!(usize::try_from(sold), Ok(claimed.len()), "exactly the claimed articles are sold");
            assert!(bourse::features::base::journal::verify(db)?.intact);
            let money: Option<i64> =
                payments::table.select(diesel::dsl::sum(payments::amount_cents)).first(db)?;
            Ok((money.unwrap_or(0), conflicts))
        };
        self.app.app.with_db(check).unwrap()
    }

    /// What the server says of an article.
    pub fn scan(&self, index: i32) -> Value {
        self.app.get(&self.path(&format!("articles/by-code/{}", code(index))), &self.volunteer).expect(200)
    }

    /// The live figures.
    pub fn live(&self) -> Value {
        self.app.get(&self.path("live"), &self.manager).expect(200)
    }
}

/// Price of the seeded article: 1 to 12 euros.
pub fn price(index: i32) -> i32 {
    100 * (1 + index % 12)
}

/// Printed code of the seeded article.
pub fn code(index: i32) -> String {
    LabelCode::new("A2025", 100 + index / LINES, 1 + index % LINES).unwrap().to_string()
}

impl Till {
    /// The till of an opened session.
    pub fn of(opened: &Value) -> Self {
        let session_id = RegisterSessionId::parse(opened["session_id"].as_str().unwrap()).unwrap();
        let key = SigningKey::derive(b"test-offline-secret-0123456789abcdef", session_id);
        assert_eq!(opened["signing_key"], key.to_base64url());
        Self { session_id, key, sequence: 0, previous: NO_PREVIOUS.to_owned() }
    }

    /// The next ticket over seeded articles, paid in cash.
    pub fn sells(&mut self, articles: &[i32], sold_at: &str) -> Value {
        let lines: Vec<Value> = articles
            .iter()
            .map(|index| json!({ "code": code(*index), "price_cents": price(*index) }))
            .collect();
        let total: i32 = articles.iter().map(|index| price(*index)).sum();
        let payments = json!([{ "method": "cash", "amount_cents": total }]);
        self.next(json!({ "lines": lines, "payments": payments, "sold_at": sold_at }))
    }

    /// The counter-ticket to a ticket.
    pub fn takes_back(&mut self, ticket: &Value, sold_at: &str) -> Value {
        let mut payments = ticket["payments"].clone();
        for payment in payments.as_array_mut().unwrap() {
            payment["amount_cents"] = json!(-payment["amount_cents"].as_i64().unwrap());
        }
        let cancels = &ticket["ticket_id"];
        self.next(json!({ "lines": [], "payments": payments, "sold_at": sold_at, "cancels": cancels }))
    }

    /// The next ticket with this content, signed, in its place.
    pub fn next(&mut self, mut ticket: Value) -> Value {
        self.sequence += 1;
        let defaults = json!({
            "ticket_id": ticket_id(), "session_id": self.session_id, "private_sale": false,
            "sequence": self.sequence, "previous": self.previous,
        });
        for (key, value) in defaults.as_object().unwrap() {
            if ticket.get(key).is_none() {
                ticket[key] = value.clone();
            }
        }
        let ticket = self.sign(ticket);
        ticket["signature"].as_str().unwrap().clone_into(&mut self.previous);
        ticket
    }

    /// Signs a ticket as it is.
    pub fn sign(&self, mut ticket: Value) -> Value {
        ticket["signature"] = json!("");
        let read: Ticket = serde_json::from_value(ticket.clone()).unwrap();
        ticket["signature"] = json!(self.key.sign(&read));
        ticket
    }

    /// A refused ticket does not use its place up.
    pub fn forget(&mut self, ticket: &Value) {
        self.sequence -= 1;
        self.previous = ticket["previous"].as_str().unwrap().into();
    }
}
