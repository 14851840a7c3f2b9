//! Dates, commission and settings of an edition, checked together with what it says of itself.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{as_field, check_changes, named_by_key, span_after, tidied, write_changes};
use crate::ctx::{Change, Ctx};
use crate::error::{FieldError, Result, conflict, invalid};
use crate::features::base::journal::{Entry, Event};
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::notices;
use crate::features::edition::editions::notices::Concerned;
use crate::features::edition::editions::rules::{Schedule, check_days_within, check_schedule, check_span};
use crate::features::edition::editions::settings::{DayHours, Hours, Settings};
use crate::features::edition::editions::states::EditionStatus;
use crate::features::edition::editions::store;
use crate::features::edition::editions::store::Terms;
use crate::features::edition::editions::views::{Configuration, EditionChanges, EditionView, When};
use crate::http::{Json, Path};
use crate::kernel::clock::paris;
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::EditionId;

/// `PUT /editions/{id}/configuration`: everything wrong with it at once. A draft with a slot becomes `configured`.
pub fn configure(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<EditionId>, Json<Configuration>),
) -> Result<Json<EditionView>> {
    let (services, about) = (ctx.services, tidied(body.about()));
    let outcome = ctx.write(|change| {
        let edition = store::lock(change, id)?;
        if edition.status >= EditionStatus::Settlement {
            let sentence = "La vente est terminée : les dates et la commission ne changent plus.";
            return Err(conflict("edition_not_configurable", sentence));
        }
        let terms = terms(&edition, &about, body.clone(), change.now())?;
        let mut entries = Vec::new();
        if says_other(&edition, &about) {
            entries.push(write_changes(change, &edition, &about)?);
        }
        store::configure(change.db, id, &terms, change.now())?;
        let details = json!({
            "declaration_deadline": terms.declaration_deadline,
            "deposit_days": terms.deposit_days,
            "sale_days": terms.sale_days,
            "return_day": terms.return_day,
            "commission_bp": terms.commission_bp,
            "settings": terms.settings,
        });
        entries.push(Entry::new(Event::EditionConfigured, id, details));
        entries.extend(advance_draft(change, id)?);
        let configured = store::by_id(change.db, id)?;
        if body.confirm_notify {
            let changes = notices::changed_facts(&edition, &configured)?;
            notices::tell(change, &services.config, &configured, Concerned::Everybody, &changes)?;
        }
        change.journal_all(&entries)?;
        Ok(configured)
    });
    let (name, code) = (about.name.as_deref().unwrap_or_default(), about.code.as_deref().unwrap_or_default());
    let edition = named_by_key(ctx, outcome, name, code, Some(id))?;
    EditionView::new(edition).map(Json)
}

/// Whether anything of an edition's name, code, days or words is to be another.
fn says_other(edition: &Edition, about: &EditionChanges) -> bool {
    let differs = |new: Option<&String>, old: &str| new.is_some_and(|new| new != old);
    differs(about.name.as_ref(), &edition.name)
        || differs(about.code.as_ref(), &edition.code)
        || differs(about.place.as_ref(), edition.place.as_deref().unwrap_or_default())
        || differs(about.description.as_ref(), edition.description.as_deref().unwrap_or_default())
        || span_after(edition, about) != (edition.starts_at, edition.ends_at)
}

/// The configuration over what the edition has, or everything that is wrong with it.
fn terms(edition: &Edition, about: &EditionChanges, body: Configuration, now: Instant) -> Result<Terms> {
    let in_order = |mut days: Vec<Day>| {
        days.sort_unstable();
        days.dedup();
        days
    };
    let present = edition.settings()?;
    let sale_days = in_order(body.sale_days);
    let mut sale_hours = body.sale_hours.unwrap_or(present.sale_hours);
    sale_hours.retain(|hours| sale_days.contains(&hours.day));
    let settings = Settings {
        price_step_cents: body.price_step_cents.unwrap_or(present.price_step_cents),
        resident_postal_codes: body.resident_postal_codes.unwrap_or(present.resident_postal_codes),
        import_max_rows: body.import_max_rows.unwrap_or(present.import_max_rows),
        accept_whole_lists: body.accept_whole_lists.unwrap_or(present.accept_whole_lists),
        extended_numbers: body.extended_numbers.unwrap_or(present.extended_numbers),
        label_layout: body.label_layout.unwrap_or(present.label_layout),
        separator_pages: body.separator_pages.unwrap_or(present.separator_pages),
        private_sale: body.private_sale,
        sale_hours,
        return_hours_members: body.return_hours_members.unwrap_or(present.return_hours_members),
        return_hours_standard: body.return_hours_standard.unwrap_or(present.return_hours_standard),
        member_list_fee_cents: body.member_list_fee_cents.unwrap_or(present.member_list_fee_cents),
        family_pair_fee_cents: body.family_pair_fee_cents.unwrap_or(present.family_pair_fee_cents),
    };
    let mut errors = check_changes(about);
    errors.extend(check_settings(&settings));
    errors.extend(check_hours(&settings, &sale_days, body.return_day));
    let terms = Terms {
        declaration_deadline: body.declaration_deadline.map(When::end),
        deposit_days: in_order(body.deposit_days),
        sale_days,
        return_day: body.return_day,
        commission_bp: body.commission_bp.unwrap_or_default(),
        settings,
    };
    let dates = |days: &[Day]| days.iter().copied().map(Day::date).collect();
    let schedule = Schedule {
        declaration_deadline: terms.declaration_deadline.map(Instant::utc),
        deposit_days: dates(&terms.deposit_days),
        sale_days: dates(&terms.sale_days),
        return_day: terms.return_day.map(Day::date),
        commission_bp: body.commission_bp,
        private_sale: terms.settings.private_sale.map(|sale| (sale.starts_at.utc(), sale.ends_at.utc())),
    };
    let unchanged: Option<DateTime<Utc>> = edition.declaration_deadline.map(Instant::utc);
    errors.extend(check_schedule(&schedule, unchanged, now.utc()).into_iter().map(as_field));
    let (starts_at, ends_at) = span_after(edition, about);
    if let Some(problem) = check_span(starts_at.utc(), ends_at.utc()) {
        errors.push(as_field(problem));
    } else {
        let (first, last) = (paris::local_date(starts_at.utc()), paris::local_date(ends_at.utc()));
        errors.extend(check_days_within(&schedule, first, last));
    }
    if errors.is_empty() { Ok(terms) } else { Err(invalid(errors)) }
}

/// Most that a list may cost: what is more is a slip of the finger.
const MOST_FEE_CENTS: i32 = 10_000;

fn check_settings(settings: &Settings) -> Vec<FieldError> {
    let codes = &settings.resident_postal_codes;
    let code_wrong = |code: &String| code.len() != 5 || !code.bytes().all(|byte| byte.is_ascii_digit());
    let fee_wrong = |cents: i32| !(0..=MOST_FEE_CENTS).contains(&cents);
    #[rustfmt::skip]
    let rules = [
        (!(1..=10_000).contains(&settings.price_step_cents), "price_step_cents", "price_step_range", "Le pas des prix va de 1 centime à 100 €."),
        (codes.iter().any(code_wrong) || codes.len() > 50, "resident_postal_codes", "postal_code_invalid", "Un code postal compte cinq chiffres ; 50 codes au plus."),
        (!(1..=2000).contains(&settings.import_max_rows), "import_max_rows", "import_max_rows_range", "Un import compte de 1 à 2000 lignes."),
        (fee_wrong(settings.member_list_fee_cents), "member_list_fee_cents", "fee_range", "Les frais vont de 0 à 100 €."),
        (fee_wrong(settings.family_pair_fee_cents), "family_pair_fee_cents", "fee_range", "Les frais vont de 0 à 100 €."),
    ];
    let broken = rules.into_iter().filter(|rule| rule.0);
    broken.map(|(_, field, code, message)| FieldError::new(field, code, message)).collect()
}

/// Whether hours run forward, and nothing is given back while it is still for sale.
fn check_hours(settings: &Settings, sale_days: &[Day], return_day: Option<Day>) -> Vec<FieldError> {
    let runs_back = |Hours { starts_at, ends_at }: Hours| starts_at >= ends_at;
    let sale_hours = settings.sale_hours_on(sale_days);
    let sale_wrong = sale_hours.iter().any(|hours| hours.starts_at >= hours.ends_at);
    let end = sale_hours.last().copied().map(DayHours::end);
    let too_early = |day: Option<Day>, hours: Hours| {
        day.zip(end).is_some_and(|(day, end)| day.date() == end.date() && hours.starts_at.time() < end.time())
    };
    let (members, standard) = (settings.return_hours_members, settings.return_hours_standard);
    #[rustfmt::skip]
    let rules = [
        (sale_wrong, "sale_hours", "hours_order", "Chaque jour, la vente finit après son début."),
        (runs_back(members), "return_hours_members", "hours_order", "La restitution finit après son début."),
        (runs_back(standard), "return_hours_standard", "hours_order", "La restitution finit après son début."),
        (too_early(sale_days.last().copied(), members), "return_hours_members", "return_in_sale", "La restitution commence quand la vente est finie."),
        (too_early(return_day, standard), "return_hours_standard", "return_in_sale", "La restitution commence quand la vente est finie."),
    ];
    let broken = rules.into_iter().filter(|rule| rule.0);
    broken.map(|(_, field, code, message)| FieldError::new(field, code, message)).collect()
}

/// Makes a draft `configured` once its dates are sound and it has a slot. Gives the entry for the journal.
pub(super) fn advance_draft(change: &mut Change<'_>, id: EditionId) -> Result<Option<Entry>> {
    let edition = store::by_id(change.db, id)?;
    if edition.status != EditionStatus::Draft {
        return Ok(None);
    }
    let unchanged = edition.declaration_deadline.map(Instant::utc);
    let sound = check_schedule(&edition.schedule()?, unchanged, change.now().utc()).is_empty();
    if !sound || store::slots::count(change.db, id)? == 0 {
        return Ok(None);
    }
    store::set_status(change.db, id, EditionStatus::Configured)?;
    let details = json!({ "from": EditionStatus::Draft, "to": EditionStatus::Configured });
    Ok(Some(Entry::new(Event::EditionStep, id, details)))
}
