//! Which tickets of an edition are meant: by number, article, till, time or payment (till.md 6).

use diesel::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ctx::Ctx;
use crate::db;
use crate::db::Conn;
use crate::db::schema::{articles, payments, register_sessions, ticket_lines, tickets};
use crate::error::Result;
use crate::features::edition::editions::store as editions;
use crate::features::lists::declared::store::{containing, lower};
use crate::features::lists::label_code::{self, Scanned};
use crate::features::sale::states::PaymentMethod;
use crate::http::{Json, Path};
use crate::kernel::clock::paris;
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::{EditionId, RegisterSessionId};
use crate::kernel::text::tidy;

/// Query of `GET /editions/{id}/tickets`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketQuery {
    /// From 1.
    pub page: Option<i64>,
    /// At most 200, 50 by default.
    pub per_page: Option<i64>,
    /// A ticket's number; else a label as it is scanned or typed (`245-3`); else words of an article's description.
    pub q: Option<String>,
    /// Only those of one till, 1 to 8.
    pub register_number: Option<i32>,
    /// Only those of one register session.
    pub session_id: Option<RegisterSessionId>,
    /// Only those paid, or given back, with this.
    pub method: Option<PaymentMethod>,
    /// Only those sold at this time or later.
    pub from: Option<Instant>,
    /// Only those sold before this time.
    pub to: Option<Instant>,
    /// Only those with a line whose price waits for a manager.
    pub price_to_decide: Option<bool>,
}

/// The days on which something was sold or taken back, as a filter offers them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TicketDays {
    /// Ascending.
    pub days: Vec<Day>,
}

/// `GET /editions/{id}/tickets/days`
pub fn days(ctx: &mut Ctx<'_>, Path(edition): Path<EditionId>) -> Result<Json<TicketDays>> {
    editions::by_id(ctx.db, edition)?;
    let mut days = Vec::new();
    let mut from: Option<Instant> = None;
    // A statement per day: an edition has a handful of them, and thousands of tickets.
    while days.len() < MOST_DAYS
        && let Some(first) = first_since(ctx.db, edition, from)?
    {
        let day = paris::local_date(first.utc());
        days.push(Day::new(day));
        let Some(next) = day.succ_opt() else { break };
        from = Some(Instant::new(paris::start_of_day(next)));
    }
    Ok(Json(TicketDays { days }))
}

/// More days than any edition has: wrong clocks of tills do not fill the filter.
const MOST_DAYS: usize = 40;

fn first_since(db: &mut Conn, edition: EditionId, from: Option<Instant>) -> Result<Option<Instant>> {
    let mut query = tickets::table
        .filter(tickets::edition_id.eq(edition))
        .select(diesel::dsl::min(tickets::sold_at))
        .into_boxed::<db::Backend>();
    if let Some(from) = from {
        query = query.filter(tickets::sold_at.ge(from));
    }
    Ok(query.get_result(db)?)
}

/// What the words of a search mean.
enum Sought {
    Number(i32),
    /// The end of a code, or all of it.
    Code(String),
    Words(String),
}

impl Sought {
    fn read(text: &str) -> Option<Self> {
        let text = tidy(text);
        if text.is_empty() {
            return None;
        }
        if let Ok(number) = text.parse() {
            return Some(Self::Number(number));
        }
        Some(match label_code::read(&text) {
            Ok(Scanned::Label { code, .. } | Scanned::Code(code)) => Self::Code(code.to_string()),
            Ok(Scanned::Short { list_number, line }) => Self::Code(format!("%-L{list_number}-A{line:02}")),
            Err(_) => Self::Words(text),
        })
    }
}

/// The tickets of an edition that a query means.
pub fn matching<'a>(edition_id: EditionId, query: &TicketQuery) -> tickets::BoxedQuery<'a, db::Backend> {
    let mut found = tickets::table.filter(tickets::edition_id.eq(edition_id)).into_boxed::<db::Backend>();
    if let Some(session) = query.session_id {
        found = found.filter(tickets::session_id.eq(session));
    }
    if let Some(number) = query.register_number {
        let sessions = register_sessions::table
            .filter(register_sessions::edition_id.eq(edition_id))
            .filter(register_sessions::register_number.eq(number))
            .select(register_sessions::id);
        found = found.filter(tickets::session_id.eq_any(sessions));
    }
    if let Some(method) = query.method {
        let paid = payments::table.filter(payments::method.eq(method)).select(payments::ticket_id);
        found = found.filter(tickets::id.eq_any(paid));
    }
    if let Some(from) = query.from {
        found = found.filter(tickets::sold_at.ge(from));
    }
    if let Some(to) = query.to {
        found = found.filter(tickets::sold_at.lt(to));
    }
    if query.price_to_decide == Some(true) {
        let waiting = ticket_lines::table
            .filter(ticket_lines::edition_id.eq(edition_id))
            .filter(ticket_lines::price_differs.eq(true))
            .filter(ticket_lines::payout_price_cents.is_null())
            .filter(ticket_lines::effective_article_id.is_not_null())
            .select(ticket_lines::ticket_id);
        found = found.filter(tickets::id.eq_any(waiting));
    }
    let lines = ticket_lines::table.filter(ticket_lines::edition_id.eq(edition_id));
    match query.q.as_deref().and_then(Sought::read) {
        None => found,
        Some(Sought::Number(number)) => found.filter(tickets::number.eq(number)),
        Some(Sought::Code(code)) => {
            let named = lines.filter(ticket_lines::code.like(code)).select(ticket_lines::ticket_id);
            found.filter(tickets::id.eq_any(named))
        }
        Some(Sought::Words(words)) => {
            let described = articles::table
                .filter(articles::edition_id.eq(edition_id))
                .filter(lower(articles::description).like(containing(&words)).escape('!'))
                .select(articles::id.nullable());
            let named =
                lines.filter(ticket_lines::article_id.eq_any(described)).select(ticket_lines::ticket_id);
            found.filter(tickets::id.eq_any(named))
        }
    }
}
