//! What happens in the demonstration, in the order in which it would have.

use chrono::{Days, NaiveDate, TimeDelta};
use diesel::prelude::*;
use serde_json::{Value, json};

use super::articles::for_one_list;
use super::client::{Client, at, text};
use super::people;
use super::tills::{self, ForSale};
use crate::app::App;
use crate::db::schema::{articles, list_numbers, lists, registrations};
use crate::db::{self, Conn};
use crate::error::{Result, internal};
use crate::features::edition::editions::states::ListType;
use crate::features::lists::states::{ArticleStatus, LabelState, ListState};
use crate::kernel::actor::Role;
use crate::kernel::clock::Instant;
use crate::kernel::clock::paris;
use crate::kernel::ids::{ArticleId, EditionId, ListId, RegistrationId, UserId};
use crate::kernel::random::Random;
use crate::ops::admin::{self, NewAccount};

/// Password of every account of the demonstration.
pub const PASSWORD: &str = "Demo-2026-bourse!";

/// How much happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// The 160 people of the sample, about 4,000 articles, a morning's tickets, and a second edition.
    Demonstration,
    /// 300 depositors, 600 lists, 7,200 articles on sale, no tickets yet: what measurements begin with.
    Bench,
}

/// Fills an empty, migrated database. `app` has a clock that can be set; it stands at `now` afterwards.
pub fn tell(app: &App, scale: Scale, now: Instant) -> Result<()> {
    at(app, now.plus(TimeDelta::days(-60)));
    accounts(app)?;
    let today = paris::local_date(now.utc());
    match scale {
        Scale::Demonstration => {
            let autumn = Plan::around("Bourse d’automne", "AUT", today, 3);
            run_until_sale(app, &autumn, &people::sample_export(autumn.first_deposit_day()), 13, now)?;
            let spring = Plan::around("Bourse de printemps (entraînement)", "PRT", today + Days::new(56), 3);
            open_registrations(app, &spring, now)?;
        }
        Scale::Bench => {
            let measured = Plan::around("Bourse de mesure", "MES", today, 3);
            let slot = format!("{} 14:00", measured.first_deposit_day().format("%Y-%m-%d"));
            run_until_sale(app, &measured, &people::invented_export(300, &slot, &chance()), 12, now)?;
        }
    }
    at(app, now);
    app.send_mail(std::time::Duration::from_secs(20))?;
    Ok(())
}

/// What people bring and buy is the same in every demonstration; ids and secrets are not.
pub(super) fn chance() -> Random {
    Random::seeded(2026)
}

fn accounts(app: &App) -> Result<()> {
    let create = |email: &str, first_name: &str, last_name: &str, role: Role| {
        admin::create(app, &NewAccount { email, first_name, last_name, role, password: PASSWORD }).map(drop)
    };
    create("admin@demo.bourse", "Agnès", "Administratrice", Role::Admin)?;
    create("gestionnaire@demo.bourse", "Gilles", "Gestionnaire", Role::Manager)?;
    let names = ["Béatrice", "Bruno", "Brigitte", "Basile", "Blandine", "Bastien", "Bérénice", "Boris"];
    for (number, given) in (1..).zip(names) {
        create(&format!("benevole{number}@demo.bourse"), given, "Bénévole", Role::Volunteer)?;
    }
    create("deposant@demo.bourse", "Dominique", "Déposant", Role::Depositor)
}

/// Dates and names of an edition.
struct Plan {
    name: String,
    code: String,
    sale_day: NaiveDate,
    deposit_days: Vec<NaiveDate>,
}

impl Plan {
    /// An edition whose sale begins on `sale_day`, after `deposits` deposit days.
    fn around(name: &str, letters: &str, sale_day: NaiveDate, deposits: u64) -> Self {
        use chrono::Datelike as _;
        let deposit_days =
            (1..=deposits).rev().filter_map(|before| sale_day.checked_sub_days(Days::new(before)));
        Self {
            name: format!("{name} {}", sale_day.year()),
            code: format!("{letters}{:02}", sale_day.year().rem_euclid(100)),
            sale_day,
            deposit_days: deposit_days.collect(),
        }
    }

    fn first_deposit_day(&self) -> NaiveDate {
        self.deposit_days.first().copied().unwrap_or(self.sale_day)
    }

    /// Last instant of the declarations: three weeks before the deposit.
    fn deadline(&self) -> NaiveDate {
        self.first_deposit_day() - Days::new(21)
    }
}

/// Creates an edition, configures it and adds its slots.
fn set_up(app: &App, plan: &Plan, is_training: bool) -> Result<EditionId> {
    let admin = Client::log_in(app, "admin@demo.bourse", PASSWORD)?;
    let last_day = plan.sale_day + Days::new(1);
    let created = admin.post(
        "/editions",
        &json!({
            "name": plan.name,
            "code": plan.code,
            "starts_at": plan.first_deposit_day().to_string(),
            "ends_at": (last_day + Days::new(1)).to_string(),
            "place": "Salle des fêtes, Plaisance-du-Touch",
            "is_training": is_training,
        }),
    )?;
    let id = EditionId::parse(&text(&created, "id")?).ok_or_else(|| internal("the edition has no id"))?;
    let manager = Client::log_in(app, "gestionnaire@demo.bourse", PASSWORD)?;
    let days: Vec<String> = plan.deposit_days.iter().map(ToString::to_string).collect();
    manager.put(
        &format!("/editions/{id}/configuration"),
        &json!({
            "declaration_deadline": plan.deadline().to_string(),
            "deposit_days": days,
            "sale_days": [plan.sale_day.to_string(), last_day.to_string()],
            "return_day": (last_day + Days::new(1)).to_string(),
            "commission_bp": 2000,
        }),
    )?;
    let slots = manager.post(&format!("/editions/{id}/slots/standard"), &json!({ "days": days }))?;
    // The sample fills every slot to the last place; the demonstration's own depositor comes on top.
    let afternoon =
        slots["items"].as_array().and_then(|slots| slots.iter().max_by_key(|slot| slot["capacity"].as_i64()));
    if let Some(slot) = afternoon {
        manager.patch(&format!("/editions/{id}/slots/{}", text(slot, "id")?), &json!({ "capacity": 310 }))?;
    }
    Ok(id)
}

/// Imports an export as a manager does: preview, then import with the proposed tariffs.
fn import(app: &App, edition: EditionId, export: &str) -> Result<()> {
    let manager = Client::log_in(app, "gestionnaire@demo.bourse", PASSWORD)?;
    let path = format!("/editions/{edition}/billetweb");
    let preview = manager.upload(&format!("{path}/preview?filename=billetweb.csv"), export.as_bytes())?;
    let tariffs: serde_json::Map<String, Value> = preview["tariffs"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|tariff| Some((tariff["text"].as_str()?.to_owned(), tariff["list_type"].clone())))
        .collect();
    let body = json!({ "digest": preview["digest"], "tariffs": tariffs, "skip_invalid": true });
    manager.post(&format!("{path}/import"), &body).map(drop)
}

/// Registers the demonstration's own depositor.
fn register_depositor(app: &App, edition: EditionId) -> Result<()> {
    let manager = Client::log_in(app, "gestionnaire@demo.bourse", PASSWORD)?;
    let slots = manager.get(&format!("/editions/{edition}/slots?per_page=50"))?;
    let free = slots["items"].as_array().into_iter().flatten().find(|slot| {
        slot["left"].as_i64().unwrap_or(0) > 0 && slot["residents_only"] == false && slot["capacity"] == 310
    });
    let slot = free.ok_or_else(|| internal("no slot is left for the demonstration's depositor"))?;
    let body = json!({
        "email": "deposant@demo.bourse",
        "first_name": "Dominique",
        "last_name": "Déposant",
        "slot_id": slot["id"],
        "list_type": "standard",
    });
    manager.post(&format!("/editions/{edition}/registrations"), &body).map(drop)
}

/// From nothing to a sale in full swing.
fn run_until_sale(app: &App, plan: &Plan, export: &str, per_list: usize, now: Instant) -> Result<()> {
    let edition = set_up(app, plan, false)?;
    at(app, now.plus(TimeDelta::days(-45)));
    import(app, edition, export)?;
    let has_tickets = per_list != 12;
    if has_tickets {
        register_depositor(app, edition)?;
    }
    at(app, now.plus(TimeDelta::days(-30)));
    app.with_db(|db| db::write(db, |db| fill_lists(app, db, edition, plan, per_list)))?;
    at(app, Instant::new(paris::start_of_day(plan.first_deposit_day())));
    let manager = Client::log_in(app, "gestionnaire@demo.bourse", PASSWORD)?;
    manager.post(&format!("/editions/{edition}/open-deposits"), &json!({}))?;
    manager.post(&format!("/editions/{edition}/accept-lists"), &json!({}))?;
    let opening = now.plus(TimeDelta::minutes(-200));
    at(app, opening.plus(TimeDelta::minutes(-15)));
    let manager = Client::log_in(app, "gestionnaire@demo.bourse", PASSWORD)?;
    manager.post(&format!("/editions/{edition}/open-sale"), &json!({}))?;
    if has_tickets {
        let stock = app.with_db(|db| stock(db, edition))?;
        tills::sell(app, edition, stock, 60, opening, now)?;
    }
    Ok(())
}

/// An edition whose depositors are still filling their lists.
fn open_registrations(app: &App, plan: &Plan, now: Instant) -> Result<()> {
    at(app, now.plus(TimeDelta::days(-10)));
    let edition = set_up(app, plan, true)?;
    let some: Vec<String> =
        people::sample_export(plan.first_deposit_day()).lines().take(41).map(str::to_owned).collect();
    import(app, edition, &some.join("\n"))?;
    register_depositor(app, edition)?;
    at(app, now.plus(TimeDelta::days(-1)));
    let depositor = Client::log_in(app, "deposant@demo.bourse", PASSWORD)?;
    let list = depositor.post(&format!("/editions/{edition}/lists"), &json!({}))?;
    let list = text(&list, "id")?;
    for thing in for_one_list(9, &chance()) {
        let body = json!({
            "subcategory": thing.subcategory,
            "description": thing.description,
            "gender": thing.gender,
            "size": thing.size,
            "color": thing.color,
            "brand": thing.brand,
            "price_cents": thing.price_cents,
            "certified": true,
        });
        depositor.post(&format!("/lists/{list}/articles"), &body)?;
    }
    Ok(())
}

/// Two validated lists for each registration, under the numbers it was given.
fn fill_lists(app: &App, db: &mut Conn, edition: EditionId, plan: &Plan, per_list: usize) -> Result<()> {
    let numbers: Vec<(RegistrationId, UserId, ListType, i32)> = list_numbers::table
        .inner_join(registrations::table)
        .filter(list_numbers::edition_id.eq(edition))
        .order(list_numbers::number)
        .select((registrations::id, registrations::user_id, registrations::list_type, list_numbers::number))
        .load(db)?;
    let now = app.clock.now();
    let (things, mut seen) = (chance(), Vec::<RegistrationId>::new());
    for (registration, user, list_type, number) in numbers {
        // Members hold four numbers; two lists each make the demonstration large enough.
        if seen.iter().filter(|known| **known == registration).count() == 2 {
            continue;
        }
        seen.push(registration);
        let list = ListId::new(app.random.uuid(now));
        diesel::insert_into(lists::table)
            .values((
                lists::id.eq(list),
                lists::edition_id.eq(edition),
                lists::registration_id.eq(registration),
                lists::user_id.eq(user),
                lists::number.eq(number),
                lists::list_type.eq(list_type),
                lists::state.eq(ListState::Validated),
                lists::label_state.eq(LabelState::None),
                lists::version.eq(1),
                lists::created_at.eq(now),
                lists::validated_at.eq(now),
            ))
            .execute(db)?;
        for (line, thing) in (1..).zip(for_one_list(per_list, &things)) {
            diesel::insert_into(articles::table)
                .values((
                    (
                        articles::id.eq(ArticleId::new(app.random.uuid(now))),
                        articles::edition_id.eq(edition),
                        articles::list_id.eq(list),
                        articles::list_number.eq(number),
                        articles::line.eq(line),
                        articles::entry.eq(line),
                        articles::code.eq(format!("{}-L{number}-A{line:02}", plan.code)),
                        articles::category.eq(thing.category),
                        articles::subcategory.eq(thing.subcategory),
                        articles::gender.eq(thing.gender),
                        articles::size.eq(thing.size),
                    ),
                    articles::description.eq(thing.description),
                    articles::color.eq(thing.color),
                    articles::brand.eq(thing.brand),
                    articles::price_cents.eq(thing.price_cents),
                    articles::is_lot.eq(false),
                    articles::certified.eq(true),
                    articles::status.eq(ArticleStatus::Declared),
                    articles::created_at.eq(now),
                    articles::updated_at.eq(now),
                ))
                .execute(db)?;
        }
    }
    Ok(())
}

fn stock(db: &mut Conn, edition: EditionId) -> Result<Vec<ForSale>> {
    let rows: Vec<(Option<String>, i32)> = articles::table
        .filter(articles::edition_id.eq(edition))
        .filter(articles::status.eq(ArticleStatus::OnSale))
        .order(articles::code)
        .select((articles::code, articles::price_cents))
        .load(db)?;
    Ok(rows
        .into_iter()
        .filter_map(|(code, price_cents)| Some(ForSale { code: code?, price_cents }))
        .collect())
}
