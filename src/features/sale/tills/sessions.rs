//! Opening, watching and closing tills (till.md 1 and 8).

use serde_json::json;

use super::model::RegisterSession;
use super::store;
use crate::ctx::Ctx;
use crate::db::Conn;
use crate::db::paging::{Page, PageQuery, Paged};
use crate::error::unique::UniqueKey;
use crate::error::{self, FieldError, Problem, Result, conflict, invalid, unprocessable};
use crate::features::base::journal::{Entry, Event};
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::edition::editions::store as editions;
use crate::features::people::accounts::store as accounts;
use crate::features::people::sessions::log_ins as logins;
use crate::features::sale::permission;
use crate::features::sale::states::LineStatus;
use crate::features::sale::takings::PerMethod;
use crate::features::sale::ticket::SigningKey;
use crate::features::sale::views::{
    CloseRegister, Closing, OpenRegister, OpenedRegister, RegisterReport, RegisterSessionView,
    RegisterSummary, ReportTaken,
};
use crate::http::{Created, Json, Path, Query};
use crate::kernel::actor::Role;
use crate::kernel::clock::paris;
use crate::kernel::ids::{EditionId, RegisterSessionId};
use crate::kernel::money;
use crate::kernel::text::{Comment, PersonName};

/// Said to whoever is not allowed to see or close a till.
pub const OTHERS: &str = "Cette caisse est tenue par quelqu'un d'autre. Demandez à un gestionnaire.";

/// Largest sum of money that a drawer is believed to hold, in cents.
const MOST_CENTS: i64 = 10_000_000;

/// Refuses unless tills may be opened and sell.
pub fn must_be_on_sale(edition: &Edition) -> Result<()> {
    edition.must_be(
        &[EditionStatus::Sale],
        "edition_not_in_sale",
        "La vente de cette édition n'est pas ouverte.",
    )
}

/// `POST /editions/{id}/register-sessions`
pub fn open(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Json(body)): (Path<EditionId>, Json<OpenRegister>),
) -> Result<Created<OpenedRegister>> {
    let (actor, now) = (ctx.actor()?, ctx.now());
    let edition = editions::by_id(ctx.db, edition_id)?;
    must_be_on_sale(&edition)?;
    check_opening(&body)?;
    let key = store::open_key(edition_id, body.register_number);
    let opened = ctx.write(|change| {
        let mut entries = Vec::new();
        if let Some((holder, name)) = store::holder(change.db, &key)? {
            if !body.take_over {
                return Err(busy(&holder, &name, actor.user_id == holder.user_id));
            }
            permission::must_own(actor, holder.user_id, OTHERS)?;
            store::close(change.db, holder.id, actor.user_id, now)?;
            entries.push(Entry::new(Event::RegisterTakenOver, holder.id, json!({})));
        }
        let id = store::insert(change, edition_id, actor.user_id, body.register_number, body.opening_float_cents)
            .or_lost_race()?;
        let details =
            json!({ "register_number": body.register_number, "opening_float_cents": body.opening_float_cents });
        entries.push(Entry::new(Event::RegisterOpened, id, details));
        let volunteer = accounts::by_id(change.db, actor.user_id)?.ok_or_else(error::not_found)?;
        let device = logins::open_device(change, volunteer, id)?;
        change.journal_all(&entries)?;
        Ok((id, device))
    });
    let (session_id, device) = permission::journalled(ctx, "register-sessions", opened)?;
    logins::till_ended(ctx.services);
    Ok(Created(OpenedRegister {
        session_id,
        register_number: body.register_number,
        signing_key: SigningKey::derive(&ctx.config().secrets.offline, session_id).to_base64url(),
        label_key: edition.label_key_base64url()?,
        server_time: now,
        opening_float_cents: body.opening_float_cents,
        private_sale: edition.settings()?.private_sale,
        edition_code: edition.code,
        is_training: edition.is_training,
        device: device.pair(ctx)?,
    }))
}

fn check_opening(body: &OpenRegister) -> Result<()> {
    let mut errors = Vec::new();
    if !(1..=8).contains(&body.register_number) {
        errors.push(FieldError::new(
            "register_number",
            "out_of_range",
            "Les caisses ont un numéro de 1 à 8.",
        ));
    }
    if !(0..=MOST_CENTS).contains(&i64::from(body.opening_float_cents)) {
        let sentence = "Le fond de caisse va de 0 à 100 000 €.";
        errors.push(FieldError::new("opening_float_cents", "out_of_range", sentence));
    }
    if errors.is_empty() { Ok(()) } else { Err(invalid(errors)) }
}

fn busy(holder: &RegisterSession, name: &PersonName, mine: bool) -> Problem {
    let (who, since) = (name.short(), paris::long_date_time(holder.opened_at.utc()));
    let number = holder.register_number;
    conflict("register_busy", format!("La caisse {number} est déjà ouverte par {who} depuis le {since}."))
        .with("seller", who)
        .with("since", holder.opened_at)
        .with("session_id", holder.id)
        .with("mine", mine)
}

/// `GET /editions/{id}/register-sessions`: a volunteer's own, a manager's all.
pub fn list(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Query(page)): (Path<EditionId>, Query<PageQuery>),
) -> Result<Json<Paged<RegisterSessionView>>> {
    let actor = ctx.actor()?;
    let edition = editions::by_id(ctx.db, edition_id)?;
    let only = (!actor.is_at_least(Role::Manager)).then_some(actor.user_id);
    let (page, all) = (Page::from(page), store::of_edition(ctx.db, edition.id, only)?);
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let (before, size) =
        (usize::try_from(page.offset()).unwrap_or(0), usize::try_from(page.size).unwrap_or(0));
    let items = all.iter().skip(before).take(size).map(|(session, name)| session.view(name)).collect();
    Ok(Json(Paged::new(items, page, total)))
}

/// `POST /register-sessions/{id}/report`: a till speaks for itself, whoever has logged in on it since it was opened.
pub fn report(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<RegisterSessionId>, Json<RegisterReport>),
) -> Result<Json<ReportTaken>> {
    let (actor, now) = (ctx.actor()?, ctx.now());
    let (session, name) = store::by_id(ctx.db, id)?;
    let body = RegisterReport { version: body.version.chars().take(40).collect(), ..body };
    let mine = actor.user_id == session.user_id;
    // What a till holds decides whether the edition may close: nobody else speaks for it.
    if mine || actor.is_at_least(Role::Manager) {
        let text = serde_json::to_string(&body).map_err(error::internal)?;
        ctx.write(|change| store::keep_report(change.db, id, &text, now))?;
    }
    Ok(Json(ReportTaken {
        server_time: now,
        state: session.state(),
        expected_sequence: session.last_sequence + 1,
        mine,
        seller: name.short(),
    }))
}

/// `GET /register-sessions/{id}`
pub fn summary(ctx: &mut Ctx<'_>, Path(id): Path<RegisterSessionId>) -> Result<Json<RegisterSummary>> {
    let actor = ctx.actor()?;
    let found = store::by_id(ctx.db, id)?;
    let mine = permission::must_own(actor, found.0.user_id, OTHERS);
    permission::journalled(ctx, "register-sessions", mine)?;
    summarise(ctx.db, &found.0, &found.1).map(Json)
}

/// A session in figures, for the screen and for the closing slip.
pub fn summarise(db: &mut Conn, session: &RegisterSession, name: &PersonName) -> Result<RegisterSummary> {
    let drawer = store::drawer(db, session.id)?;
    let (first_signature, last_signature, tickets) = store::chain_ends(db, session.id)?;
    let (cancelled_lines, standing) = store::line_counts(db, session.id)?;
    let conflict_lines =
        standing.iter().find(|(status, _)| *status == LineStatus::Conflict).map_or(0, |(_, count)| *count);
    Ok(RegisterSummary {
        session: session.view(name),
        tickets,
        lines: cancelled_lines + standing.iter().map(|(_, count)| count).sum::<i64>(),
        cancelled_lines,
        conflict_lines,
        takings: drawer.takings,
        refunds: drawer.refunds,
        expected: drawer.expected(session.opening_float_cents),
        pieces: store::pieces(db, session.id)?,
        closing: session.counted.as_deref().map(serde_json::from_str).transpose().map_err(error::internal)?,
        comment: session.comment.clone(),
        first_signature,
        last_signature,
    })
}

/// `POST /register-sessions/{id}/close`
pub fn close(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<RegisterSessionId>, Json<CloseRegister>),
) -> Result<Json<RegisterSummary>> {
    let (actor, now) = (ctx.actor()?, ctx.now());
    let comment = body.comment.as_ref().map(Comment::as_str);
    check_closing(&body)?;
    let (session, _) = store::by_id(ctx.db, id)?;
    let mine = permission::must_own(actor, session.user_id, OTHERS);
    permission::journalled(ctx, "register-sessions/close", mine)?;
    if session.counted.is_some() {
        return Err(session_closed());
    }
    if body.unsent > 0 && !body.force {
        let sentence =
            "Des tickets de cette caisse ne sont pas encore envoyés. Attendez le réseau, ou confirmez.";
        return Err(conflict("tickets_unsent", sentence).with("unsent", body.unsent));
    }
    ctx.write(|change| {
        editions::held_status(change.db, session.edition_id)?.must_be_open()?;
        // Closing first holds the row: no sale slips in between the sums and the end. One that was taken over is closed
        // already, and its drawer is counted all the same.
        if !store::close(change.db, id, actor.user_id, now)? && !store::is_uncounted(change.db, id)? {
            return Err(session_closed());
        }
        let expected = store::drawer(change.db, id)?.expected(session.opening_float_cents);
        let differences = body.counted.minus(&expected);
        if differences != PerMethod::default() && comment.is_none() {
            return Err(unexplained(&expected, &differences));
        }
        let closing = Closing { counted: body.counted, expected, differences, unsent: body.unsent };
        let counted = serde_json::to_string(&closing).map_err(error::internal)?;
        store::keep_count(change.db, id, &counted, comment)?;
        let details = json!({ "closing": closing, "comment": comment });
        change.journal(Event::RegisterClosed, id, details)
    })?;
    logins::till_ended(ctx.services);
    let (session, name) = store::by_id(ctx.db, id)?;
    summarise(ctx.db, &session, &name).map(Json)
}

fn check_closing(body: &CloseRegister) -> Result<()> {
    let mut errors = Vec::new();
    for (name, cents) in
        [("cash", body.counted.cash), ("card", body.counted.card), ("cheque", body.counted.cheque)]
    {
        if !(0..=MOST_CENTS).contains(&cents) {
            let sentence = "Un montant compté va de 0 à 100 000 €.";
            errors.push(FieldError::new(format!("counted.{name}"), "out_of_range", sentence));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(invalid(errors)) }
}

fn unexplained(expected: &PerMethod, differences: &PerMethod) -> Problem {
    let total = money::euros(differences.total());
    unprocessable(
        "difference_unexplained",
        format!("Le compte diffère de {total}. Recomptez, ou expliquez l'écart."),
    )
    .with("expected", expected)
    .with("differences", differences)
}

/// 409: the session was closed or taken over.
pub fn session_closed() -> Problem {
    conflict("session_closed", "Cette caisse a été fermée ou reprise par quelqu'un d'autre.")
}
