//! Somebody else writes down the same person at the same moment: the unique key decides, and whoever comes second tries again.

use serde_json::{Value, json};

use super::{person, slot};
use crate::support::app::on_mariadb;
use crate::support::edition::{Autumn, tariffs};

const FIRST: &[u8] = include_bytes!("../../data/inputs/first-export.csv");

/// From now on an account of Léa is there at the very moment at which one is made: after it was looked for, and before it is
/// written. SQLite lets no other process write between the two, and `MariaDB` no trigger change its own table.
fn overtaken(autumn: &Autumn) {
    use diesel::connection::SimpleConnection as _;
    let trigger = if on_mariadb() {
        "CREATE TRIGGER overtaken BEFORE INSERT ON users FOR EACH ROW IF NEW.email = 'lea200@example.org' THEN
           SIGNAL SQLSTATE '23000' SET MYSQL_ERRNO = 1062, MESSAGE_TEXT = 'Duplicate entry ''lea200@example.org''';
         END IF"
    } else {
        "CREATE TRIGGER overtaken BEFORE INSERT ON users WHEN NEW.email = 'lea200@example.org' BEGIN
           INSERT INTO users (id, email, role, state, first_name, last_name, mail_blocked, created_at, updated_at)
           VALUES ('overtaken', NEW.email, NEW.role, NEW.state, '', '', FALSE, NEW.created_at, NEW.updated_at);
         END"
    };
    autumn.app.app.with_db(|db| Ok(db.batch_execute(trigger)?)).unwrap();
}

#[test]
fn whoever_comes_second_is_told_to_try_again_and_nothing_of_theirs_is_kept() {
    let autumn = Autumn::configured();
    let digest = autumn.preview(FIRST).expect(200)["digest"].clone();
    overtaken(&autumn);
    let requests: [(&str, Value); 4] = [
        ("registrations", person("lea200@example.org", &slot(&autumn, 0))),
        ("billetweb/import", json!({ "digest": digest, "tariffs": tariffs() })),
        ("invitations", json!({ "email": "lea200@example.org" })),
        ("invitations/bulk", json!({ "text": "zoe@example.org\nlea200@example.org" })),
    ];
    for (path, body) in requests {
        let answer = autumn.post(path, &body);
        assert_eq!((answer.status, answer.code()), (409, "registration_raced"), "{path}: {}", answer.json);
        assert!(answer.json["detail"].as_str().unwrap().contains("Réessayez"), "{path}");
    }
    assert_eq!(autumn.get("registrations").expect(200)["total"], 0);
    assert_eq!(autumn.get("invitations").expect(200)["total"], 0);
    assert_eq!((autumn.status().as_str(), autumn.app.mails().len()), ("configured", 0));
}
