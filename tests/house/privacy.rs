//! One's own data: the whole copy, and an erasure that leaves the figures and takes the person.

use std::time::Duration;

use bourse::db::schema::rate_counters;
use bourse::features::edition::editions::states::{EditionStatus, ListType};
use bourse::http::Method;
use bourse::kernel::actor::Role;
use bourse::kernel::ids::{EditionId, UserId};
use bourse::program::PasswordSlots;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::personal_columns::every_text;
use crate::support::app::{PASSWORD, TestApp};
use crate::support::leash::eventually;
use crate::support::sale_seed::{Sale, minute};
use crate::support::seed::Seed;

const EMAIL: &str = "nhung@example.org";

struct Scene {
    app: TestApp,
    edition: EditionId,
    user: UserId,
    token: String,
}

/// A depositor with a validated list.
fn depositor() -> Scene {
    let app = TestApp::new();
    let seed = Seed(&app);
    let edition = seed.edition("A2025", EditionStatus::RegistrationsOpen);
    let slot = seed.slot(edition, 14);
    let user = seed.depositor(EMAIL, "Thị Hồng Nhung", "Nguyễn");
    let registration = seed.register(edition, slot, user, ListType::Standard, &[244, 245]);
    seed.validated_list((edition, "A2025"), (registration, user), 244, 3);
    let token = app.log_in(EMAIL);
    Scene { app, edition, user, token }
}

fn erase(app: &TestApp, token: &str, password: &str) -> crate::support::app::Answer {
    app.post("/api/v1/me/erase", token, &json!({ "password": password }))
}

fn erase_as(app: &TestApp, admin: &str, user: UserId) -> crate::support::app::Answer {
    app.json(Method::Delete, &format!("/api/v1/users/{user}"), admin, &json!({}))
}

#[test]
fn a_person_gets_a_copy_of_everything_and_of_nobody_else() {
    let scene = depositor();
    scene.app.post("/api/v1/auth/password/forgot", "", &json!({ "email": EMAIL })).expect(202);
    scene.app.token("autre@example.org", Role::Depositor);
    let data = scene.app.get("/api/v1/me/data", &scene.token).expect(200);
    assert_eq!((&data["account"]["email"], &data["account"]["last_name"]), (&json!(EMAIL), &json!("Nguyễn")));
    assert_eq!(data["registrations"][0]["list_type"], "standard");
    let articles = data["lists"][0]["articles"].as_array().unwrap();
    assert_eq!((articles.len(), &articles[2]["description"]), (3, &json!("Jouet n° 3 de la liste 244")));
    assert_eq!(data["logins"].as_array().unwrap().len(), 1);
    assert_eq!(
        data["journal"].as_array().unwrap().len(),
        0,
        "logging in is written before anybody is logged in"
    );
    let mail = data["mails"][0]["text"].as_str().unwrap();
    assert!(mail.contains("/mot-de-passe/nouveau#..."), "{mail}");
    assert!(!data.to_string().contains("autre@example.org"));
    let again = scene.app.get("/api/v1/me/data", &scene.token).expect(200);
    assert_eq!(again["journal"][0]["event"], "own_data_copied");
    assert_eq!(again["journal"][0]["sentence"], "Quelqu'un a demandé la copie de ses données.");
}

#[test]
fn sales_and_tills_are_in_the_copy() {
    let sale = Sale::with_articles(2);
    let mut till = sale.open(1);
    sale.sell(&till.sells(&[1], &minute(0))).expect(201);
    let token = sale.app.log_in("deposant@example.org");
    let data = sale.app.get("/api/v1/me/data", &token).expect(200);
    let article = &data["lists"][0]["articles"][1];
    assert_eq!((&article["sold_for_cents"], &article["sold_at"]), (&json!(200), &json!(minute(0))));
    let data = sale.app.get("/api/v1/me/data", &sale.volunteer).expect(200);
    assert_eq!(data["register_sessions"][0]["register_number"], 1);
}

#[test]
fn nobody_disappears_in_the_middle_of_an_edition() {
    let scene = depositor();
    let refused = erase(&scene.app, &scene.token, PASSWORD).refused(409, "edition_in_progress");
    assert!(refused["detail"].as_str().unwrap().contains("annuler"), "{refused}");
    let admin = scene.app.token("admin@example.org", Role::Admin);
    erase_as(&scene.app, &admin, scene.user).refused(409, "edition_in_progress");
    let sale = Sale::with_articles(1);
    sale.open(1);
    erase(&sale.app, &sale.volunteer, PASSWORD).refused(409, "register_open");
    let admin = sale.app.token("admin@example.org", Role::Admin);
    let me = sale.app.get("/api/v1/me", &sale.volunteer).expect(200);
    let volunteer = UserId::parse(me["id"].as_str().unwrap()).unwrap();
    erase_as(&sale.app, &admin, volunteer).refused(409, "register_open");
}

#[test]
fn the_last_admin_is_not_erased() {
    let app = TestApp::new();
    let admin = app.account("admin@example.org", Role::Admin);
    let token = app.log_in("admin@example.org");
    erase_as(&app, &token, admin).refused(409, "last_admin");
    let me = app.get("/api/v1/me", &token).expect(200);
    assert_eq!((&me["state"], &me["email"]), (&json!("active"), &json!("admin@example.org")));
}

#[test]
fn who_is_erased_by_an_admin_meanwhile_is_told_so() {
    let app = TestApp::new();
    let user = app.account(EMAIL, Role::Depositor);
    let (token, admin) = (app.log_in(EMAIL), app.token("admin@example.org", Role::Admin));
    Seed(&app).tamper(|db| diesel::delete(rate_counters::table).execute(db));
    // Nobody's password is checked while both places are taken: the account is read, and not yet written.
    let places = PasswordSlots::new(app.folder.path());
    let held = [places.enter(), places.enter()];
    std::thread::scope(|scope| {
        let erasing = scope.spawn(|| erase(&app, &token, PASSWORD));
        let waits = || {
            let asked = rate_counters::table.filter(rate_counters::bucket.like("login_pair%")).count();
            app.app.with_db(|db| Ok(asked.get_result::<i64>(db)?)).unwrap() > 0
        };
        assert!(eventually(Duration::from_secs(30), waits), "it never asked for the password");
        erase_as(&app, &admin, user).expect(204);
        drop(held);
        erasing.join().unwrap().refused(409, "account_erased");
    });
}

/// Every text of every table, to be searched for what should be gone.
fn whole_database(app: &TestApp) -> String {
    every_text(app).into_iter().map(|(text, _)| text + "\n").collect()
}

#[test]
fn erasing_takes_the_person_and_leaves_the_figures() {
    let scene = depositor();
    scene.app.post("/api/v1/auth/password/forgot", "", &json!({ "email": EMAIL })).expect(202);
    Seed(&scene.app).set_status(scene.edition, EditionStatus::Closed);
    erase(&scene.app, &scene.token, "pas le bon mot").refused(401, "wrong_credentials");
    let answer = erase(&scene.app, &scene.token, PASSWORD);
    assert_eq!(answer.status, 204, "{}", answer.json);
    assert!(answer.response.header("set-cookie").unwrap().contains("Max-Age=0"));
    scene.app.get("/api/v1/me", &scene.token).refused(401, "unauthenticated");
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    scene.app.post("/api/v1/auth/login", "", &body).refused(401, "wrong_credentials");
    let left = whole_database(&scene.app);
    for gone in [EMAIL, "Nguyễn", "Thị Hồng Nhung", "argon2"] {
        assert!(!left.contains(gone), "{gone} in {left}");
    }
    let manager = scene.app.token("gestion@example.org", Role::Manager);
    let lists = scene.app.get(&format!("/api/v1/editions/{}/lists", scene.edition), &manager).expect(200);
    assert_eq!((&lists["total"], &lists["items"][0]["article_count"]), (&json!(1), &json!(3)));
    assert!(left.contains(&format!("user:{}", scene.user)), "the erasure is in the journal");
    assert!(scene.app.app.with_db(bourse::features::base::journal::verify).unwrap().intact);
}

#[test]
fn an_admin_erases_others_but_never_the_last_admin() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    let volunteer = app.account("benevole@example.org", Role::Volunteer);
    let delete = |id: &Value| {
        let path = format!("/api/v1/users/{}", id.as_str().unwrap());
        app.json(Method::Delete, &path, &admin, &json!({}))
    };
    delete(&json!(volunteer)).expect(204);
    delete(&json!(volunteer)).refused(409, "account_erased");
    let shown = app.get(&format!("/api/v1/users/{volunteer}"), &admin).expect(200);
    assert_eq!(
        (&shown["state"], &shown["first_name"], &shown["last_name"]),
        (&json!("erased"), &json!("Compte"), &json!("effacé"))
    );
    erase(&app, &admin, PASSWORD).refused(409, "last_admin");
    app.get("/api/v1/me", &admin).expect(200);
    app.account("autre@example.org", Role::Admin);
    erase(&app, &admin, PASSWORD).expect(204);
}

#[test]
fn the_site_tells_its_name_to_everybody() {
    let app = TestApp::with(&[
        ("ASSOCIATION_NAME", "Les Parents de Plaisance"),
        ("CONTACT_EMAIL", "contact@example.org"),
        ("ASSOCIATION_ADDRESS", "1 place de la Mairie"),
    ]);
    let site = app.get("/api/v1/site", "").expect(200);
    assert_eq!((&site["address"], &site["host"]), (&json!("1 place de la Mairie"), &json!("")));
    assert_eq!(
        (&site["name"], &site["contact_email"]),
        (&json!("Les Parents de Plaisance"), &json!("contact@example.org"))
    );
    assert_eq!(site["version"], env!("CARGO_PKG_VERSION"));
}
