//! Somebody who is logged in, over HTTP, and the edition that was seeded.

use serde_json::{Value, json};

use crate::support::http::{Request, Response};

/// Of every account of the demonstration.
pub const PASSWORD: &str = "Demo-2026-bourse!";

/// The edition on sale, seen from outside.
pub struct Office {
    port: u16,
    /// Its id.
    pub edition: String,
    /// Printed codes and prices of what is on sale.
    pub stock: Vec<(String, i64)>,
}

impl Office {
    /// Logs in as manager and reads what is on sale.
    pub fn new(port: u16) -> Self {
        let mut office = Self { port, edition: String::new(), stock: Vec::new() };
        let editions = office.get(&office.manager(), "/editions").json();
        editions["items"][0]["id"].as_str().expect("the edition").clone_into(&mut office.edition);
        office.take_stock();
        assert!(office.stock.len() > 7_000, "{} articles are on sale", office.stock.len());
        office
    }

    /// Reads what is on sale, 10,000 articles at most.
    pub fn take_stock(&mut self) {
        self.stock.clear();
        let manager = self.manager();
        for page in 1..=50 {
            let answer =
                self.get(&manager, &self.path(&format!("/articles?status=on_sale&per_page=200&page={page}")));
            let items = answer.json()["items"].as_array().cloned().unwrap_or_default();
            if items.is_empty() {
                break;
            }
            let article =
                |item: &Value| Some((item["code"].as_str()?.to_owned(), item["price_cents"].as_i64()?));
            self.stock.extend(items.iter().filter_map(article));
        }
    }

    /// Below the edition.
    pub fn path(&self, rest: &str) -> String {
        format!("/editions/{}{rest}", self.edition)
    }

    /// Port of the server.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// A manager's access token.
    pub fn manager(&self) -> String {
        self.log_in("gestionnaire@demo.bourse")
    }

    /// The access token of a volunteer, from 1 to 8.
    pub fn volunteer(&self, number: usize) -> String {
        self.log_in(&format!("benevole{number}@demo.bourse"))
    }

    /// Anybody's access token.
    pub fn log_in(&self, email: &str) -> String {
        let answer =
            self.send("POST", "", "/auth/login", Some(&json!({ "email": email, "password": PASSWORD })));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["access_token"].as_str().expect("a token").to_owned()
    }

    /// `GET` below `/api/v1`.
    pub fn get(&self, token: &str, path: &str) -> Response {
        self.send("GET", token, path, None)
    }

    /// `POST` of JSON below `/api/v1`.
    pub fn post(&self, token: &str, path: &str, body: &Value) -> Response {
        self.send("POST", token, path, Some(body))
    }

    /// `PUT` of JSON below `/api/v1`.
    pub fn put(&self, token: &str, path: &str, body: &Value) -> Response {
        self.send("PUT", token, path, Some(body))
    }

    /// `POST` of a file below `/api/v1`.
    pub fn upload(&self, token: &str, path: &str, file: &str) -> Response {
        Request::new("POST", &format!("/api/v1{path}"))
            .header("Authorization", &format!("Bearer {token}"))
            .body(file)
            .send(self.port)
            .expect("an answer")
    }

    fn send(&self, method: &str, token: &str, path: &str, body: Option<&Value>) -> Response {
        let mut request = Request::new(method, &format!("/api/v1{path}"));
        if !token.is_empty() {
            request = request.header("Authorization", &format!("Bearer {token}"));
        }
        if let Some(body) = body {
            request = request.header("Content-Type", "application/json").body(body.to_string());
        }
        request.send(self.port).expect("an answer")
    }
}
