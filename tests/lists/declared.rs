//! Lists and articles: every rule through the API, frozen states, other people's lists, limits under concurrent adds.

mod frozen;
mod race;
mod retry;
mod rules;
mod signs;

use bourse::ctx::Ctx;
use bourse::db::paging::PageQuery;
use bourse::features::edition::editions::states::{EditionStatus, ListType};
use bourse::features::lists::declared::bodies::ArticlesQuery;
use bourse::http::Method;
use bourse::kernel::actor::{Actor, Role, Scope};
use bourse::kernel::ids::{EditionId, ListId, SessionId, UserId};
use serde_json::{Value, json};

use crate::support::app::{Answer, TestApp};
use crate::support::seed::Seed;

/// A depositor with two lists to fill, in an edition that takes declarations.
struct Scene {
    app: TestApp,
    edition: EditionId,
    token: String,
}

impl Scene {
    fn new() -> Self {
        let app = TestApp::with(&[("RATE_LIMIT_PER_MINUTE", "100000")]);
        let seed = Seed(&app);
        let edition = seed.edition("A2025", EditionStatus::RegistrationsOpen);
        let slot = seed.slot(edition, 14);
        let user = seed.depositor("nhung@example.org", "Thị Hồng Nhung", "Nguyễn");
        seed.register(edition, slot, user, ListType::Standard, &[244, 245]);
        let token = app.log_in("nhung@example.org");
        Self { app, edition, token }
    }

    fn new_list(&self) -> String {
        let list = self.try_list().expect(201);
        list["id"].as_str().unwrap().to_owned()
    }

    fn try_list(&self) -> Answer {
        let path = format!("/api/v1/editions/{}/lists", self.edition);
        self.app.post(&path, &self.token, &json!({}))
    }

    fn add(&self, list: &str, article: &Value) -> Answer {
        self.app.post(&format!("/api/v1/lists/{list}/articles"), &self.token, article)
    }

    fn list(&self, list: &str) -> Value {
        self.app.get(&format!("/api/v1/lists/{list}"), &self.token).expect(200)
    }

    fn validate(&self, list: &str) -> Answer {
        let body = json!({ "accept_terms": true });
        self.app.post(&format!("/api/v1/lists/{list}/validate"), &self.token, &body)
    }
}

/// A sound article of this kind with some fields changed.
fn article(subcategory: &str, changes: &Value) -> Value {
    let mut article = json!({
        "subcategory": subcategory, "description": "Comme neuf", "price_cents": 500, "certified": true,
    });
    for (field, value) in changes.as_object().unwrap() {
        article[field] = value.clone();
    }
    article
}

fn plain(subcategory: &str) -> Value {
    article(subcategory, &json!({}))
}

#[test]
fn everybody_may_read_the_catalogue_and_it_is_sent_only_once() {
    let scene = Scene::new();
    let unknown = format!("/api/v1/catalogue?edition_id={}", uuid::Uuid::nil());
    scene.app.get(&unknown, "").refused(404, "not_found");
    let answer = scene.app.get("/api/v1/catalogue", "");
    let tag = answer.response.header("etag").unwrap().to_owned();
    let catalogue = answer.expect(200);
    assert_eq!(catalogue["limits"][0]["rule"], "list_full");
    let mut again = bourse::http::Request::new(Method::Get, "/api/v1/catalogue");
    again.headers.push(("if-none-match".into(), tag));
    assert_eq!(scene.app.send(again).status, 304);
    let mut of_edition = bourse::http::Request::new(Method::Get, "/api/v1/catalogue");
    of_edition.query = format!("edition_id={}", scene.edition);
    assert_eq!(scene.app.send(of_edition).expect(200), catalogue);
}

#[test]
fn a_depositor_gets_the_numbers_of_the_registration_and_no_more() {
    let scene = Scene::new();
    let first = scene.try_list().expect(201);
    assert_eq!(
        (first["number"].as_i64(), first["color"]["name"].as_str()),
        (Some(244), Some("jaune soleil"))
    );
    assert_eq!(scene.try_list().expect(201)["number"], 245);
    scene.try_list().refused(409, "list_limit");
    let mine = scene.app.get("/api/v1/me/lists", &scene.token).expect(200);
    assert_eq!(mine["total"], 2);
    // A list that was never used can be given back, and its number taken again.
    let empty = first["id"].as_str().unwrap();
    let path = format!("/api/v1/lists/{empty}");
    scene.app.json(Method::Delete, &path, &scene.token, &json!({})).expect(204);
    assert_eq!(scene.try_list().expect(201)["number"], 244);
}

#[test]
fn a_member_has_two_lists_the_first_time_and_four_afterwards() {
    let scene = Scene::new();
    let seed = Seed(&scene.app);
    let member = seed.depositor("membre@example.org", "Claire", "Núñez");
    let slot = seed.slot(scene.edition, 10);
    let block = [1100, 1101, 1102, 1103];
    seed.register(scene.edition, slot, member, ListType::Member1000, &block);
    let token = scene.app.log_in("membre@example.org");
    let path = format!("/api/v1/editions/{}/lists", scene.edition);
    for number in [1100, 1101] {
        assert_eq!(scene.app.post(&path, &token, &json!({})).expect(201)["number"], number);
    }
    scene.app.post(&path, &token, &json!({})).refused(409, "list_limit");
    let earlier = seed.edition_at("P2025", EditionStatus::Closed, "2025-03-05T07:00:00.000Z");
    let then = seed.slot(earlier, 10);
    seed.register(earlier, then, member, ListType::Member1000, &block);
    for number in [1102, 1103] {
        assert_eq!(scene.app.post(&path, &token, &json!({})).expect(201)["number"], number);
    }
    scene.app.post(&path, &token, &json!({})).refused(409, "list_limit");
}

#[test]
fn lines_are_numbered_by_category_while_the_list_is_a_draft() {
    let scene = Scene::new();
    let list = scene.new_list();
    for kind in ["toy", "coat", "child_book", "skirt"] {
        scene.add(&list, &plain(kind)).expect(201);
    }
    let kinds = |list: &Value| -> Vec<(i64, String)> {
        let articles = list["articles"].as_array().unwrap();
        articles
            .iter()
            .map(|a| (a["line"].as_i64().unwrap(), a["subcategory"].as_str().unwrap().to_owned()))
            .collect()
    };
    let named = |names: [&str; 4]| (1..).zip(names.map(str::to_owned)).collect::<Vec<_>>();
    let view = scene.list(&list);
    assert_eq!(kinds(&view), named(["coat", "skirt", "toy", "child_book"]));
    assert_eq!(
        (&view["article_count"], &view["clothes_count"], &view["total_cents"]),
        (&json!(4), &json!(2), &json!(2000))
    );
    let coat = view["articles"][0]["id"].as_str().unwrap();
    let changes = json!({ "subcategory": "puzzle", "size": null, "price_cents": 700 });
    let path = format!("/api/v1/articles/{coat}");
    let saved = scene.app.json(Method::Patch, &path, &scene.token, &changes).expect(200);
    assert_eq!((&saved["article"]["line"], &saved["article"]["category"]), (&json!(3), &json!("toys")));
    let view = scene.list(&list);
    assert_eq!(kinds(&view), named(["skirt", "toy", "puzzle", "child_book"]));
    assert_eq!(view["articles"][2]["price_cents"], 700);
    let skirt = view["articles"][0]["id"].as_str().unwrap();
    let path = format!("/api/v1/articles/{skirt}");
    let removed = scene.app.json(Method::Delete, &path, &scene.token, &json!({})).expect(200);
    assert_eq!(removed["counters"]["articles"], 3);
    assert_eq!(scene.list(&list)["articles"][0]["line"], 1);
}

#[test]
fn volunteers_find_lists_and_articles_and_read_what_happened() {
    let scene = Scene::new();
    let list = scene.new_list();
    scene.add(&list, &article("dress", &json!({ "description": "Robe à fleurs 100 %" }))).expect(201);
    scene.add(&list, &plain("toy")).expect(201);
    let volunteer = scene.app.token("b@example.org", Role::Volunteer);
    let find = |path: &str, query: &str| {
        let path = format!("/api/v1/editions/{}/{path}", scene.edition);
        let mut request = bourse::http::Request::new(Method::Get, &path);
        request.query = query.to_owned();
        request.headers.push(("authorization".into(), format!("Bearer {volunteer}")));
        scene.app.send(request).expect(200)
    };
    assert_eq!(find("lists", "")["total"], 1);
    for (query, total) in [
        ("", 2),
        ("q=fleurs", 1),
        ("q=100+%25", 1),
        ("q=1_0", 0),
        ("list=244", 2),
        ("list=9", 0),
        ("status=sold", 0),
        ("category=toys", 1),
        ("category=shoes", 0),
        ("category=toys&q=fleurs", 0),
    ] {
        assert_eq!(find("articles", query)["total"], total, "{query}");
    }
    let dress = find("articles", "q=fleurs")["items"][0]["id"].as_str().unwrap().to_owned();
    let history = scene.app.get(&format!("/api/v1/articles/{dress}/history"), &volunteer).expect(200);
    assert_eq!(history["items"][0]["event"], "article_added");
    assert_eq!(history["items"][0]["sentence"], "Un article a été déclaré.");
    assert_eq!(history["items"][0]["actor"], "Thị Hồng Nhung Nguyễn");
}

#[test]
fn a_page_of_lists_costs_the_same_number_of_statements_however_long_it_is() {
    let scene = Scene::new();
    let list = scene.new_list();
    scene.add(&list, &plain("toy")).expect(201);
    let short = statements_of_pages(&scene, &list);
    scene.new_list();
    for kind in ["coat", "puzzle", "skirt", "child_book", "shirt"] {
        scene.add(&list, &plain(kind)).expect(201);
    }
    assert_eq!(statements_of_pages(&scene, &list), short);
    assert!(short.iter().all(|&count| count <= 4), "{short:?}");
}

/// Statements of the page of an edition's lists, of the page of its articles, and of one list.
fn statements_of_pages(scene: &Scene, list: &str) -> [u32; 3] {
    use bourse::features::lists::declared::api;
    use bourse::http::{Path, Query};
    let app = &scene.app.app;
    app.with_db(|db| {
        let mut trace = app.trace("test");
        let (user_id, session_id) = (UserId::new(uuid::Uuid::nil()), SessionId::new(uuid::Uuid::nil()));
        trace.actor = Some(Actor { user_id, role: Role::Manager, session_id, scope: Scope::Person });
        let mut ctx = Ctx { services: app, db, trace, claim: None };
        bourse::db::statements();
        api::edition_lists(&mut ctx, (Path(scene.edition), Query(PageQuery::default())))?;
        let lists = bourse::db::statements().count;
        api::edition_articles(&mut ctx, (Path(scene.edition), Query(ArticlesQuery::default())))?;
        let articles = bourse::db::statements().count;
        api::list(&mut ctx, Path(ListId::parse(list).unwrap()))?;
        Ok([lists, articles, bourse::db::statements().count])
    })
    .unwrap()
}
