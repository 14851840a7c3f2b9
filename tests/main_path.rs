//! The main job from end to end: from Billetweb's export to signed payout slips and a closed edition.

use bourse::features::sale::ticket::SigningKey;
use bourse::http::Method;
use bourse::kernel::actor::Role;
use bourse::kernel::ids::RegisterSessionId;
use serde_json::{Value, json};

use crate::support::app::TestApp;

const EXPORT: &str = include_str!("data/billetweb-automne.csv");
const SECRET: &[u8] = b"test-offline-secret-0123456789abcdef";
const ADMIN: &str = "admin@example.org";
const MANAGER: &str = "gestion@example.org";
const VOLUNTEER: &str = "caisse@example.org";
/// A row of the sample with a standard tariff.
const DEPOSITOR: &str = "lucie.nguyen@example.org";

struct Story {
    app: TestApp,
    edition: String,
}

impl Story {
    fn begin() -> Self {
        let app = TestApp::with(&[("RATE_LIMIT_PER_MINUTE", "100000")]);
        app.account(ADMIN, Role::Admin);
        app.account(MANAGER, Role::Manager);
        app.account(VOLUNTEER, Role::Volunteer);
        let body = json!({
            "name": "Bourse d'automne 2025", "code": "A2025",
            "starts_at": "2025-11-05T07:00:00Z", "ends_at": "2025-11-10T20:00:00Z", "place": "Salle Monestié",
        });
        let edition = app.post("/api/v1/editions", &app.log_in(ADMIN), &body).expect(201);
        Self { edition: edition["id"].as_str().unwrap().to_owned(), app }
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/editions/{}{rest}", self.edition)
    }

    fn status(&self) -> String {
        let answer = self.app.get(&self.path(""), &self.app.log_in(MANAGER)).expect(200);
        answer["status"].as_str().unwrap().to_owned()
    }

    fn configure(&self) {
        let manager = self.app.log_in(MANAGER);
        let body = json!({
            "declaration_deadline": "2025-10-15", "deposit_days": ["2025-11-05", "2025-11-06", "2025-11-07"],
            "sale_days": ["2025-11-08", "2025-11-09"], "return_day": "2025-11-10", "commission_bp": 2000,
        });
        self.app.json(Method::Put, &self.path("/configuration"), &manager, &body).expect(200);
        let days = json!({ "days": ["2025-11-05", "2025-11-06", "2025-11-07"] });
        self.app.post(&self.path("/slots/standard"), &manager, &days);
        assert_eq!(self.status(), "configured");
    }

    fn import(&self) {
        let manager = self.app.log_in(MANAGER);
        let upload =
            || self.app.upload(&self.path("/billetweb/preview?filename=a.csv"), &manager, EXPORT.as_bytes());
        let preview = upload().expect(200);
        assert_eq!(
            (preview["rows"].as_i64(), preview["to_import"].as_i64()),
            (Some(160), Some(160)),
            "{preview}"
        );
        let tariffs: serde_json::Map<String, Value> = preview["tariffs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tariff| (tariff["text"].as_str().unwrap().to_owned(), tariff["list_type"].clone()))
            .collect();
        let body = json!({ "digest": preview["digest"], "tariffs": tariffs, "skip_invalid": false });
        let done = self.app.post(&self.path("/billetweb/import"), &manager, &body).expect(200);
        assert_eq!((done["registered"].as_i64(), done["invited"].as_i64()), (Some(160), Some(160)), "{done}");
        let again = upload().expect(200);
        assert_eq!((again["already_registered"].as_i64(), again["to_import"].as_i64()), (Some(160), Some(0)));
        assert_eq!(self.status(), "registrations_open");
    }

    fn activate(&self) {
        let mail = self.app.mails().into_iter().find(|mail| mail.recipient == DEPOSITOR).unwrap();
        let body = json!({
            "token": mail.link_token(), "password": crate::support::app::PASSWORD, "first_name": "Lucie",
            "last_name": "Nguyễn", "phone": "06 12 34 56 78", "accept_terms": true, "accept_privacy": true,
        });
        self.app.post("/api/v1/auth/activate", "", &body).expect(200);
        self.app.post("/api/v1/auth/activate", "", &body).refused(410, "invitation_used");
    }

    fn declare(&self) -> i64 {
        let depositor = self.app.log_in(DEPOSITOR);
        let list = self.app.post(&self.path("/lists"), &depositor, &json!({})).expect(201);
        let id = list["id"].as_str().unwrap();
        for (kind, words, price) in [
            ("sweater", "Pull marin", 500),
            ("board_game", "Jeu de l'oie", 400),
            ("coat", "Manteau rouge", 5_000),
        ] {
            let article =
                json!({ "subcategory": kind, "description": words, "price_cents": price, "certified": true });
            self.app.post(&format!("/api/v1/lists/{id}/articles"), &depositor, &article).expect(201);
        }
        let validate = format!("/api/v1/lists/{id}/validate");
        self.app.post(&validate, &depositor, &json!({ "accept_terms": true })).expect(200);
        list["number"].as_i64().unwrap()
    }

    fn accept(&self) {
        let manager = self.app.log_in(MANAGER);
        self.app.post(&self.path("/open-deposits"), &manager, &json!({})).expect(200);
        self.app.post(&self.path("/accept-lists"), &manager, &json!({})).expect(200);
        assert_eq!(self.status(), "deposit");
    }

    fn print_labels(&self) {
        let manager = self.app.log_in(MANAGER);
        let job =
            self.app.post(&self.path("/labels/generate"), &manager, &json!({ "all": true })).expect(202);
        let id = job["id"].as_str().or(job["job_id"].as_str()).unwrap().to_owned();
        let mut state = self.app.get(&format!("/api/v1/jobs/{id}"), &manager).expect(200);
        for _ in 0..50 {
            if state["state"] == "done" {
                break;
            }
            state = self.app.get(&format!("/api/v1/jobs/{id}"), &manager).expect(200);
        }
        let sheet = self.app.get(state["result_url"].as_str().unwrap(), &manager);
        assert_eq!(sheet.status, 200);
        assert!(sheet.response.body.starts_with(b"%PDF"));
    }

    fn sell(&self, number: i64) {
        let manager = self.app.log_in(MANAGER);
        self.app.post(&self.path("/open-sale"), &manager, &json!({})).expect(200);
        let volunteer = self.app.log_in(VOLUNTEER);
        let body = json!({ "register_number": 1, "opening_float_cents": 5_000 });
        let session = self.app.post(&self.path("/register-sessions"), &volunteer, &body).expect(201);
        let session_id = session["session_id"].as_str().unwrap();
        let key = SigningKey::derive(SECRET, RegisterSessionId::parse(session_id).unwrap());
        let mut ticket = json!({
            "ticket_id": "018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e5f", "session_id": session_id, "sequence": 1,
            "sold_at": "2025-11-08T09:00:30.000Z", "private_sale": false, "previous": "0".repeat(64),
            "signature": "",
            "lines": [
                { "code": format!("A2025-L{number}-A01"), "price_cents": 500 },
                { "code": format!("A2025-L{number}-A02"), "price_cents": 5_000 },
            ],
            "payments": [
                { "method": "cash", "amount_cents": 500 },
                { "method": "cheque", "amount_cents": 5_000 },
            ],
        });
        ticket["signature"] = json!("");
        // Lines are sorted by category: the coat and the sweater, both clothes, come first, in their order of entry.
        ticket["signature"] = json!(key.sign(&serde_json::from_value(ticket.clone()).unwrap()));
        let sold = self.app.post(&self.path("/tickets"), &volunteer, &ticket).expect(201);
        assert_eq!(sold["total_cents"], 5_500);
        let close = json!({ "counted": { "cash": 5_500, "card": 0, "cheque": 5_000 } });
        self.app
            .post(&format!("/api/v1/register-sessions/{session_id}/close"), &volunteer, &close)
            .expect(200);
    }

    fn settle(&self, number: i64) {
        let manager = self.app.log_in(MANAGER);
        self.app.post(&self.path("/end-sale"), &manager, &json!({})).expect(200);
        let computed = self.app.post(&self.path("/payouts/compute"), &manager, &json!({})).expect(200);
        assert_eq!(
            (computed["payouts"].as_i64(), computed["total"]["gross_cents"].as_i64()),
            (Some(1), Some(5_500))
        );
        let payout = self.app.get(&self.path("/payouts"), &manager).expect(200)["items"][0].clone();
        assert_eq!(payout["lists"][0]["number"], number);
        assert_eq!(
            (payout["commission_cents"].as_i64(), payout["net_cents"].as_i64()),
            (Some(1_100), Some(4_400))
        );
        let path = format!("/api/v1/payouts/{}", payout["id"].as_str().unwrap());
        let pay = json!({
            "expected_cents": 4_400, "method": "cheque", "cheque_number": "0012345", "unsold_returned": true,
        });
        self.app.post(&format!("{path}/pay"), &manager, &pay).refused(409, "slip_missing");
        let job = self.app.post(&self.path("/payouts/slips"), &manager, &json!({})).expect(202);
        let slips = self.app.get(job["result_url"].as_str().unwrap(), &manager);
        assert!(slips.status == 200 && slips.response.body.starts_with(b"%PDF"));
        let without = json!({ "expected_cents": 4_400, "method": "cheque" });
        let problem = self.app.post(&format!("{path}/pay"), &manager, &without).refused(422, "invalid");
        assert_eq!(problem["errors"][0]["code"], "cheque_number_required");
        let paid = self.app.post(&format!("{path}/pay"), &manager, &pay).expect(200);
        assert_eq!(paid["state"], "paid");
        self.app.post(&format!("{path}/pay"), &manager, &pay).refused(409, "already_paid");
        let depositor = self.app.log_in(DEPOSITOR);
        let own = self.app.get(&path, &depositor).expect(200);
        assert_eq!((own["sold"].as_array().unwrap().len(), own["unsold"].as_array().unwrap().len()), (2, 1));
        assert!(self.app.get(&format!("{path}/slip.pdf"), &depositor).response.body.starts_with(b"%PDF"));
        let sales =
            self.app.get(&format!("/api/v1/me/sales?edition_id={}", self.edition), &depositor).expect(200);
        assert_eq!(sales["amounts"]["net_cents"], 4_400);
        assert_eq!(self.app.get("/api/v1/me/payouts", &depositor).expect(200)["total"], 1);
        let told = self.app.mails().into_iter().find(|mail| mail.kind == "payout_recorded").unwrap();
        assert!(told.text.contains("44\u{a0}€, par chèque"), "{}", told.text);
    }

    fn close(&self) {
        let admin = self.app.log_in(ADMIN);
        self.app.get(&self.path("/closing-checks"), &admin).expect(200);
        self.app.post(&self.path("/close"), &admin, &json!({})).expect(200);
        assert_eq!(self.status(), "closed");
        let manager = self.app.log_in(MANAGER);
        self.app.post(&self.path("/payouts/compute"), &manager, &json!({})).refused(409, "edition_closed");
        let patch = json!({ "place": "Ailleurs" });
        self.app.json(Method::Patch, &self.path(""), &manager, &patch).refused(409, "edition_closed");
        assert!(self.app.app.with_db(bourse::features::base::journal::verify).unwrap().intact);
    }
}

#[test]
fn an_association_runs_a_small_sale_from_the_export_to_the_closure() {
    let story = Story::begin();
    story.configure();
    story.import();
    story.activate();
    story.app.at("2025-10-01T10:00:00.000Z");
    let number = story.declare();
    story.app.at("2025-11-05T07:30:00.000Z");
    story.accept();
    story.print_labels();
    story.app.at("2025-11-08T09:00:00.000Z");
    story.sell(number);
    story.app.at("2025-11-09T13:00:00.000Z");
    story.settle(number);
    story.app.at("2025-11-12T18:00:00.000Z");
    story.close();
}
