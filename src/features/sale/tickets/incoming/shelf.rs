//! The articles that tickets name, and the lines that come of them.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::articles;
use crate::error::Result;
use crate::features::lists::label_code::LabelCode;
use crate::features::lists::states::ArticleStatus;
use crate::features::sale::lines::NewLine;
use crate::features::sale::rules;
use crate::features::sale::rules::{ArticleFacts, ClaimKey};
use crate::features::sale::ticket::TicketLine;
use crate::features::sale::tills::scan::{is_genuine, printed_prices};
use crate::kernel::ids::{ArticleId, EditionId, TicketLineId};

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
