//! The articles that tickets name, and the lines that come of them.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{articles, ticket_lines};
use crate::error::Result;
use crate::features::lists::label_code::LabelCode;
use crate::features::lists::states::ArticleStatus;
use crate::features::sale::claims::StandingClaim;
use crate::features::sale::rules;
use crate::features::sale::rules::{ArticleFacts, ClaimKey};
use crate::features::sale::states::LineStatus;
use crate::features::sale::ticket::TicketLine;
use crate::features::sale::tills::scan::{is_genuine, printed_prices};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, TicketId, TicketLineId};

/// What is known of the articles that tickets name.
#[derive(Debug)]
pub struct Shelf {
    label_key: String,
    by_code: BTreeMap<String, (ArticleId, ArticleStatus, i32)>,
    /// Prices that labels of these articles were made with; read when a line shows a label.
    printed: BTreeSet<(ArticleId, i32)>,
}

impl Shelf {
    /// Reads the articles of these lines, in one statement, and in another what their labels say if a line shows one.
    pub fn read<'a>(
        db: &mut Conn,
        edition: EditionId,
        label_key: &str,
        lines: impl IntoIterator<Item = &'a TicketLine>,
    ) -> Result<Self> {
        let lines: Vec<&TicketLine> = lines.into_iter().collect();
        let shown = lines.iter().any(|line| line.check.is_some());
        let codes: BTreeSet<&str> = lines.into_iter().map(|line| line.code.as_str()).collect();
        let rows: Vec<(String, ArticleId, ArticleStatus, i32)> = if codes.is_empty() {
            Vec::new()
        } else {
            articles::table
                .filter(articles::edition_id.eq(edition))
                .filter(articles::code.eq_any(codes))
                .select((
                    articles::code.assume_not_null(),
                    articles::id,
                    articles::status,
                    articles::price_cents,
                ))
                .load(db)?
        };
        let ids: Vec<ArticleId> = rows.iter().map(|(_, id, ..)| *id).filter(|_| shown).collect();
        let printed = printed_prices(db, &ids)?;
        let by_code = rows.into_iter().map(|(code, id, status, price)| (code, (id, status, price))).collect();
        Ok(Self { label_key: label_key.to_owned(), by_code, printed })
    }

    /// What is known of the article that a line names.
    pub fn facts(&self, line: &TicketLine) -> Option<ArticleFacts> {
        let (id, status, price_cents) = *self.by_code.get(&line.code)?;
        let genuine = |check: &String| {
            LabelCode::parse(&line.code)
                .is_some_and(|code| is_genuine(&self.label_key, &code, line.price_cents, check))
        };
        let printed = self.printed.contains(&(id, line.price_cents));
        let label_price_cents =
            line.check.as_ref().filter(|check| printed && genuine(check)).map(|_| line.price_cents);
        Some(ArticleFacts { status, price_cents, label_price_cents })
    }

    /// The article that a line names.
    pub fn article(&self, line: &TicketLine) -> Option<ArticleId> {
        self.by_code.get(&line.code).map(|(id, ..)| *id)
    }

    /// A line as it is before its claim takes effect.
    pub fn line<'a>(
        &self,
        id: TicketLineId,
        edition_id: EditionId,
        key: &ClaimKey,
        line: &'a TicketLine,
    ) -> NewLine<'a> {
        let facts = self.facts(line);
        let price_differs = facts.is_some_and(|facts| facts.price_cents != line.price_cents);
        NewLine {
            id,
            ticket_id: key.ticket_id,
            edition_id,
            line: key.line,
            code: &line.code,
            article_id: self.article(line),
            effective_article_id: None,
            price_cents: line.price_cents,
            payout_price_cents: facts.and_then(|facts| facts.label_price_cents).filter(|_| price_differs),
            status: rules::line_status(facts.as_ref(), line.price_cents, false),
            price_differs,
            sold_at: key.sold_at,
        }
    }
}

/// A line to be written.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = ticket_lines, treat_none_as_default_value = false)]
#[allow(missing_docs)]
pub struct NewLine<'a> {
    pub id: TicketLineId,
    pub ticket_id: TicketId,
    pub edition_id: EditionId,
    /// Place in the ticket, from 1.
    pub line: i32,
    pub code: &'a str,
    pub article_id: Option<ArticleId>,
    /// The article again, when this line is its sale.
    pub effective_article_id: Option<ArticleId>,
    pub price_cents: i32,
    /// The price of a genuine label that differs from the catalogue; else for a manager to say where prices differ.
    pub payout_price_cents: Option<i32>,
    pub status: LineStatus,
    pub price_differs: bool,
    pub sold_at: Instant,
}

impl NewLine<'_> {
    /// Its claim, if it makes one.
    pub fn claim(&self) -> Option<StandingClaim> {
        let key = ClaimKey { sold_at: self.sold_at, ticket_id: self.ticket_id, line: self.line };
        let article_id = self.article_id.filter(|_| self.status == LineStatus::Conflict)?;
        Some(StandingClaim { line_id: self.id, article_id, key, effective: false })
    }

    /// Makes it the sale of its article.
    pub fn take_effect(&mut self) {
        self.effective_article_id = self.article_id;
        self.status = LineStatus::Sold;
    }

    /// What became of it, for the till.
    pub fn became(&self) -> LineStatus {
        told(self.status, self.price_differs, self.payout_price_cents)
    }
}

/// The status of a line as tills are told: a sale whose price waits for a manager is `price_differs`.
pub fn told(status: LineStatus, price_differs: bool, payout_price_cents: Option<i32>) -> LineStatus {
    if status == LineStatus::Sold && price_differs && payout_price_cents.is_none() {
        LineStatus::PriceDiffers
    } else {
        status
    }
}
