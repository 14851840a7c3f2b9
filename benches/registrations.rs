//! An import as large as an edition allows.

use std::fmt::Write as _;
use std::time::Instant;

use chrono::{Days, Utc};
use serde_json::{Value, json};

use crate::figures::{ms, note};
use crate::office::Office;
use crate::support::mariadb::Database;

const ROWS: usize = 500;
const TARIFF: &str = "Dépôt 2 listes";

/// Billetweb's export of 500 people, all new, into an edition of its own.
pub fn import(office: &Office, database: &Database) {
    // One edition runs at a time, and the one that was measured so far is over.
    database.execute("UPDATE editions SET running = NULL, status = 'closed'");
    let (admin, manager) = (office.log_in("admin@demo.bourse"), office.manager());
    let day = |later| (Utc::now().date_naive() + Days::new(later)).to_string();
    let edition = office
        .post(
            &admin,
            "/editions",
            &json!({
                "name": "Mesure des inscriptions",
                "code": "IMP99",
                "starts_at": day(60),
                "ends_at": day(62),
                "place": "Salle des fêtes",
            }),
        )
        .json();
    let path = |rest: &str| format!("/editions/{}{rest}", edition["id"].as_str().expect("an edition"));
    let configuration = json!({
        "declaration_deadline": day(40),
        "deposit_days": [day(60)],
        "sale_days": [day(61)],
        "return_day": day(62),
        "commission_bp": 2000,
        "extended_numbers": true,
    });
    let configured = office.put(&manager, &path("/configuration"), &configuration);
    assert_eq!(configured.status, 200, "{}", configured.text());
    let slot = json!({
        "starts_at": format!("{}T08:30:00.000Z", day(60)),
        "ends_at": format!("{}T11:00:00.000Z", day(60)),
        "capacity": ROWS,
    });
    let added = office.post(&manager, &path("/slots"), &slot);
    assert_eq!(added.status, 201, "{}", added.text());
    let start = added.json()["starts_at"].as_str().and_then(|text| text.parse().ok()).expect("an instant");
    let export =
        export(bourse::kernel::clock::paris::to_local(start).format("%Y-%m-%d %H:%M").to_string().as_str());

    let begun = Instant::now();
    let preview = office.upload(&manager, &path("/billetweb/preview?filename=export.csv"), &export).json();
    let previewed = begun.elapsed();
    assert_eq!(preview["to_import"], json!(ROWS), "{preview}");
    let order: Value = json!({ "digest": preview["digest"], "tariffs": { TARIFF: "standard" } });
    let begun = Instant::now();
    let imported = office.post(&manager, &path("/billetweb/import"), &order);
    let took = begun.elapsed();
    assert_eq!(imported.json()["registered"], json!(ROWS), "{}", imported.text());
    note("Billetweb import of 500 rows", &format!("{}, its preview {}", ms(took), ms(previewed)), "1 s");
}

/// A file with the columns that the program reads, and those that it passes over left out.
fn export(session: &str) -> String {
    let mut text = "\"Billet\",\"Séance\",\"Tarif\",\"Nom\",\"Prénom\",\"Email\",\"Commande\",\"Payé\",\"Valide\",\
        \"Téléphone (Commande) - #5\",\"Adresse (Commande) - #7\",\"Code postal (Commande) - #8\",\"Ville (Commande) - #9\"\n"
        .to_owned();
    for number in 0..ROWS {
        let _ = writeln!(
            text,
            "\"T{number}\",\"{session}\",\"{TARIFF}\",\"Mesure\",\"Camille\",\"mesure{number}@example.org\",\"C{number}\",\
             \"Oui\",\"Oui\",\"06 12 34 56 78\",\"1 rue du Pré\",\"31830\",\"Plaisance-du-Touch\""
        );
    }
    text
}
