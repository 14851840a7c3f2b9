//! Gathering the copy: a dozen statements, however much there is.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{
    ArticleData, DeskData, DeskDecisionData, JournalData, ListData, MailData, PayoutData, PersonalData,
};
use crate::db::Conn;
use crate::db::schema::{
    articles, deposit_checks, desk_commands, desk_sessions, editions, invitations, journal, lists,
    member_numbers, outbox, payouts, register_sessions, registrations, sessions, slots, ticket_lines, users,
};
use crate::error::{Result, not_found};
use crate::features::base::journal::in_words;
use crate::features::edition::catalogue::states::Gender;
use crate::features::edition::editions::store as edition_store;
use crate::features::lists::states::{ArticleStatus, ListState};
use crate::features::people::accounts::store as accounts;
use crate::features::settlement::payouts::reckoning::hold;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, ListId, PayoutId, UserId};

/// Everything that is held about a person.
pub fn of(db: &mut Conn, user: UserId, now: Instant) -> Result<PersonalData> {
    let account = accounts::by_id(db, user)?.ok_or_else(not_found)?;
    let consent = users::table
        .find(user)
        .select((
            users::created_at,
            users::last_login_at,
            users::terms_version,
            users::terms_accepted_at,
            users::privacy_accepted_at,
            users::mail_blocked,
        ))
        .first(db)?;
    let logins = sessions::table
        .filter(sessions::user_id.eq(user))
        .order(sessions::created_at.desc())
        .select((
            sessions::created_at,
            sessions::scope,
            sessions::last_used_at,
            sessions::revoked_at,
            sessions::address,
            sessions::agent,
        ))
        .load(db)?;
    let member_numbers = member_numbers::table
        .filter(member_numbers::user_id.eq(user))
        .select(member_numbers::first_number)
        .load(db)?;
    let registrations = registrations::table
        .inner_join(editions::table)
        .inner_join(slots::table)
        .filter(registrations::user_id.eq(user))
        .order(registrations::created_at)
        .select((
            editions::name,
            slots::starts_at,
            registrations::list_type,
            registrations::origin,
            registrations::ticket_ref,
            registrations::order_ref,
            registrations::tariff,
            registrations::created_at,
        ))
        .load(db)?;
    let invitations = invitations::table
        .inner_join(editions::table)
        .filter(invitations::user_id.eq(user))
        .order(invitations::created_at)
        .select((
            editions::name,
            invitations::state,
            invitations::created_at,
            invitations::sent_at,
            invitations::used_at,
            invitations::opened_at,
        ))
        .load(db)?;
    let register_sessions = register_sessions::table
        .inner_join(editions::table)
        .filter(register_sessions::user_id.eq(user))
        .order(register_sessions::opened_at)
        .select((
            editions::name,
            register_sessions::register_number,
            register_sessions::opened_at,
            register_sessions::closed_at,
            register_sessions::comment,
        ))
        .load(db)?;
    let journal = journal::table
        .filter(journal::actor_id.eq(user.as_str()))
        .order(journal::sequence)
        .select((journal::at, journal::event, journal::subject, journal::address, journal::agent))
        .load(db)?
        .into_iter()
        .map(|(at, event, subject, address, agent): (_, String, _, _, _)| {
            let sentence = in_words(&event);
            JournalData { at, event, sentence, subject, address, agent }
        })
        .collect();
    Ok(PersonalData {
        exported_at: now,
        account: account.into(),
        consent,
        logins,
        member_numbers,
        desks: desks(db, user)?,
        decisions: decisions(db, user)?,
        remarks: remarks(db, user)?,
        registrations,
        invitations,
        lists: lists(db, user)?,
        payouts: payouts(db, user)?,
        register_sessions,
        mails: mails(db, user)?,
        journal,
    })
}

/// One turn per edition the person took part in: two a year.
fn payouts(db: &mut Conn, user: UserId) -> Result<Vec<PayoutData>> {
    let own: Vec<(PayoutId, EditionId)> = payouts::table
        .filter(payouts::user_id.eq(user))
        .order(payouts::computed_at)
        .select((payouts::id, payouts::edition_id))
        .load(db)?;
    let mut all = Vec::new();
    for (id, edition_id) in own {
        let edition = edition_store::by_id(db, edition_id)?;
        let account = hold::one(db, &edition, id)?;
        all.push(PayoutData {
            state: account.state(&edition),
            edition: edition.name,
            amounts: account.owed.amounts,
            payments: account.payments.0,
            adjustments: account.adjustments,
            comment: account.payout.comment,
        });
    }
    Ok(all)
}

fn lists(db: &mut Conn, user: UserId) -> Result<Vec<ListData>> {
    let rows: Vec<(ListId, String, i32, ListState, Instant, Option<Instant>)> = lists::table
        .inner_join(editions::table)
        .filter(lists::user_id.eq(user))
        .order((lists::created_at, lists::number))
        .select((
            lists::id,
            editions::name,
            lists::number,
            lists::state,
            lists::created_at,
            lists::validated_at,
        ))
        .load(db)?;
    let ids: Vec<ListId> = rows.iter().map(|row| row.0).collect();
    let mut articles = articles_of(db, &ids)?;
    let list = |(id, edition, number, state, created_at, validated_at)| ListData {
        edition,
        number,
        state,
        created_at,
        validated_at,
        articles: articles.remove(&id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(list).collect())
}

fn desks(db: &mut Conn, user: UserId) -> Result<Vec<DeskData>> {
    Ok(desk_sessions::table
        .inner_join(editions::table)
        .filter(desk_sessions::user_id.eq(user))
        .order(desk_sessions::opened_at)
        .select((
            editions::name,
            desk_sessions::desk_number,
            desk_sessions::volunteers,
            desk_sessions::opened_at,
            desk_sessions::closed_at,
        ))
        .load(db)?)
}

fn decisions(db: &mut Conn, user: UserId) -> Result<Vec<DeskDecisionData>> {
    Ok(desk_commands::table
        .inner_join(lists::table)
        .filter(lists::user_id.eq(user))
        .order(desk_commands::id)
        .select((lists::number, desk_commands::kind, desk_commands::value, desk_commands::decided_at))
        .load(db)?)
}

fn remarks(db: &mut Conn, user: UserId) -> Result<Vec<String>> {
    Ok(deposit_checks::table
        .inner_join(registrations::table)
        .filter(registrations::user_id.eq(user))
        .filter(deposit_checks::remark.is_not_null())
        .order(registrations::created_at)
        .select(deposit_checks::remark.assume_not_null())
        .load(db)?)
}

type Details =
    (i32, Option<String>, String, Option<Gender>, String, Option<String>, Option<String>, Option<String>);

fn articles_of(db: &mut Conn, lists: &[ListId]) -> Result<HashMap<ListId, Vec<ArticleData>>> {
    type Row = (ArticleId, ListId, Details, i32, ArticleStatus, Option<String>, Option<String>);
    let rows: Vec<Row> = articles::table
        .filter(articles::list_id.eq_any(lists))
        .order((articles::list_id, articles::line))
        .select((
            articles::id,
            articles::list_id,
            (
                articles::line,
                articles::code,
                articles::subcategory,
                articles::gender,
                articles::description,
                articles::size,
                articles::color,
                articles::brand,
            ),
            articles::price_cents,
            articles::status,
            articles::status_reason,
            articles::as_declared,
        ))
        .load(db)?;
    let sales: Vec<(ArticleId, Instant, i32)> = ticket_lines::table
        .inner_join(articles::table.on(ticket_lines::effective_article_id.eq(articles::id.nullable())))
        .filter(articles::list_id.eq_any(lists))
        .select((articles::id, ticket_lines::sold_at, ticket_lines::price_cents))
        .load(db)?;
    let sales: HashMap<ArticleId, (Instant, i32)> =
        sales.into_iter().map(|(id, at, cents)| (id, (at, cents))).collect();
    let mut all: HashMap<ListId, Vec<ArticleData>> = HashMap::new();
    for (id, list, details, price_cents, status, status_reason, as_declared) in rows {
        let (line, code, subcategory, gender, description, size, color, brand) = details;
        let sale = sales.get(&id);
        all.entry(list).or_default().push(ArticleData {
            line,
            code,
            subcategory,
            gender,
            as_declared,
            description,
            size,
            color,
            brand,
            price_cents,
            status,
            status_reason,
            sold_at: sale.map(|sale| sale.0),
            sold_for_cents: sale.map(|sale| sale.1),
        });
    }
    Ok(all)
}

fn mails(db: &mut Conn, user: UserId) -> Result<Vec<MailData>> {
    let mails: Vec<MailData> = outbox::table
        .filter(outbox::user_id.eq(user))
        .order((outbox::created_at, outbox::id))
        .select((
            outbox::kind,
            outbox::recipient,
            outbox::subject,
            outbox::body_text,
            outbox::created_at,
            outbox::sent_at,
        ))
        .load(db)?;
    Ok(mails.into_iter().map(|mail| MailData { text: without_secrets(&mail.text), ..mail }).collect())
}

/// Links carry their secret behind `#`: whoever finds the copy on a shared computer must not get in by it.
fn without_secrets(text: &str) -> String {
    let safe = |word: &str| match word.split_once('#') {
        Some((link, _)) if link.starts_with("http") => format!("{link}#..."),
        _ => word.to_owned(),
    };
    text.split('\n')
        .map(|line| line.split(' ').map(safe).collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn the_secret_of_a_link_is_left_out_and_nothing_else() {
        let text = "Bonjour,\n\nActiver :\nhttps://bourse.example/activation#AbC-123\n\nListe #245";
        let expected = "Bonjour,\n\nActiver :\nhttps://bourse.example/activation#...\n\nListe #245";
        assert_eq!(without_secrets(text), expected);
    }
}
