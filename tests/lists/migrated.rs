//! Articles of a former release: the migration finds the facts that their states are computed from.

use bourse::db::Conn;
use bourse::db::schema::articles;
use bourse::features::edition::editions::states::EditionStatus;
use bourse::features::lists::articles::{facts_of, rules::state};
use bourse::features::lists::states::ArticleStatus::{
    self, Accepted, Declared, Donated, Lost, NotBrought, OnSale, Refused, Returned, Sold, Unsold, Withdrawn,
};
use bourse::kernel::ids::ArticleId;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::support::sale_seed::{Sale, minute};
use crate::support::seed::Seed;

/// What a former release has stored, article by article; the first one is sold.
const FORMER: [ArticleStatus; 9] =
    [Sold, Declared, Accepted, OnSale, Unsold, Refused, Returned, Withdrawn, Lost];

fn run(db: &mut Conn, direction: &str) -> QueryResult<()> {
    let text = |engine: &str| {
        let root = env!("CARGO_MANIFEST_DIR");
        std::fs::read_to_string(format!("{root}/migrations/{engine}/0003_article_facts/{direction}.sql"))
            .unwrap()
    };
    match db {
        Conn::Sqlite(db) => db.batch_execute(&text("sqlite")),
        Conn::Maria(db) => db.batch_execute(&text("mariadb")),
    }
}

fn expected(former: ArticleStatus, edition: EditionStatus) -> ArticleStatus {
    match former {
        Declared if edition >= EditionStatus::Sale => NotBrought,
        Accepted | OnSale | Unsold if edition < EditionStatus::Sale => Accepted,
        Accepted | OnSale | Unsold if edition == EditionStatus::Sale => OnSale,
        Accepted | OnSale | Unsold => Unsold,
        other => other,
    }
}

#[test]
fn every_state_of_a_former_release_is_the_computed_one() {
    let sale = Sale::with_articles(10);
    let mut till = sale.open(1);
    sale.sell(&till.sells(&[0], &minute(0))).expect(201);
    for edition in EditionStatus::ALL.iter().copied() {
        Seed(&sale.app).set_status(sale.edition, edition);
        sale.app
            .app
            .with_db(|db| {
                run(db, "down")?;
                let ids: Vec<ArticleId> =
                    articles::table.order(articles::code).select(articles::id).load(db)?;
                for (id, former) in ids.iter().zip(FORMER.iter().chain([&Donated])) {
                    diesel::update(articles::table.find(id)).set(articles::status.eq(former)).execute(db)?;
                }
                run(db, "up")?;
                for (id, facts, stored) in facts_of(db, &ids)? {
                    let index = ids.iter().position(|other| *other == id).unwrap();
                    let former = FORMER.get(index).copied().unwrap_or(Donated);
                    assert_eq!(stored, expected(former, edition), "{former} in {edition}");
                    assert_eq!(stored, state(&facts, edition), "{facts:?} in {edition}");
                }
                Ok(())
            })
            .unwrap();
    }
}
