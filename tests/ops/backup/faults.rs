//! A process that dies on the way, a disk that is full.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use bourse::db::schema::outbox;
use bourse::features::house::upkeep::backups;
use bourse::kernel::actor::Role;
use bourse::kernel::clock::Instant;
use diesel::prelude::*;

use super::{back_up, command, digests, kept, put_back, said, stored};
use crate::support::app::TestApp;

/// A program with so much mail that saving and restoring it takes a while.
fn heavy() -> TestApp {
    let app = TestApp::new();
    app.account("admin@example.org", Role::Admin);
    let now = Instant::parse("2025-09-15T08:00:00.000Z").unwrap();
    let insert = |db: &mut bourse::db::Conn| {
        for number in 0..600 {
            let noise: String = (0..700).map(|_| app.app.random.uuid(now).to_string()).collect();
            diesel::insert_into(outbox::table)
                .values((
                    outbox::id.eq(format!("019a628d-0380-7707-8707-{number:012x}")),
                    outbox::kind.eq("test"),
                    outbox::recipient.eq("personne@example.org"),
                    outbox::subject.eq("Essai"),
                    outbox::body_text.eq(noise),
                    outbox::body_html.eq(""),
                    outbox::state.eq("sent"),
                    outbox::attempts.eq(1),
                    outbox::next_at.eq(now),
                    outbox::created_at.eq(now),
                ))
                .execute(db)?;
        }
        Ok(())
    };
    app.app.with_db(|db| bourse::db::write(db, insert)).unwrap();
    app
}

/// Runs the program until it says these words, then ends it at once. False when it had ended by itself.
fn kill_at(mut command: Command, words: &str) -> bool {
    let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let came_so_far = lines.any(|line| line.contains(words));
    child.kill().unwrap();
    let status = child.wait().unwrap();
    came_so_far && status.code().is_none()
}

#[test]
fn a_restore_killed_half_way_leaves_the_old_data() {
    let source = heavy();
    super::write(&source, "storage/etiquettes/new.pdf", "labels");
    let backup = back_up(&source);
    let app = TestApp::new();
    app.account("ancienne@example.org", Role::Admin);
    super::write(&app, "storage/etiquettes/old.pdf", "old labels");
    let (before, files) = (digests(&app), stored(&app));
    for words in ["Restauration : users", "Restauration : editions", "Restauration : outbox"] {
        let restore = command(&app, &["restore", backup.to_str().unwrap(), "--replace", "--unsealed"]);
        assert!(kill_at(restore, words), "it was over before {words}");
        assert_eq!(digests(&app), before, "killed at {words}");
        let labels = app.folder.join("storage/etiquettes/old.pdf");
        assert_eq!(std::fs::read_to_string(labels).unwrap(), "old labels");
    }
    app.log_in("ancienne@example.org");
    assert!(files.len() <= stored(&app).len());

    put_back(&app, &backup, true).unwrap();
    app.log_in("admin@example.org");
    let files = stored(&app);
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(files.contains_key(std::path::Path::new("storage/etiquettes/new.pdf")), "{files:?}");
}

#[test]
fn a_backup_killed_half_way_leaves_no_file_that_looks_like_one() {
    let app = heavy();
    for words in ["Sauvegarde : users", "Sauvegarde : outbox"] {
        assert!(kill_at(command(&app, &["backup"]), words), "it was over before {words}");
        assert_eq!(backups::kept(&app.app.config.folders.backup).unwrap(), []);
    }
    let path = back_up(&app);
    assert_eq!(kept(&app), [path.file_name().unwrap().to_str().unwrap()]);
}

#[test]
fn a_full_disk_leaves_no_half_backup_and_the_earlier_ones() {
    let app = heavy();
    let earlier = back_up(&app);
    let content = std::fs::read(&earlier).unwrap();
    // No file may grow beyond a few megabytes: as if the disk were full, for the table that is the largest.
    for limit in ["2000", "14000"] {
        let full = command(&app, &["backup"]);
        let mut limited = Command::new("bash");
        limited.args(["-c", &format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" \"$@\"")]);
        limited.arg(full.get_program()).args(full.get_args());
        limited.envs(full.get_envs().filter_map(|(key, value)| Some((key, value?))));
        let (code, words) = said(&mut limited);
        assert!(code == 2 && words.contains("disque plein"), "{limit}: {code} {words}");
        assert_eq!(kept(&app), [earlier.file_name().unwrap().to_str().unwrap()]);
    }
    assert_eq!(std::fs::read(&earlier).unwrap(), content);
}
