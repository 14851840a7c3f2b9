//! Putting a backup in the place of what is there: all of it or nothing.
//!
//! The file is read to its end first. Rows then replace rows in one transaction, on either engine; files wait beside the
//! present ones until it has been committed. A process that is killed on the way leaves the old data.

use std::fs::File;
use std::io::{self, BufRead, Read};

use diesel::prelude::*;
use serde::Serialize;

use super::backup::manifest::{FileEntry, Manifest, TableEntry};
use super::backup::progress::Progress;
use super::backup::{
    Contents, Rows, SealState, Source, Storage, Visitor, fault, lock, trouble, verify, walk,
};
use crate::app::App;
use crate::db::rows::{self, Cell};
use crate::db::schema::{journal, outbox, sessions, user_tokens, users};
use crate::db::tables::{self, Table};
use crate::db::{self, Conn, migrate};
use crate::error::{Result, conflict, internal, unprocessable};
use crate::features::base::mail::{Fault, MailState};
use crate::kernel::clock::Instant;

/// Rows of one `INSERT`.
const ROWS: usize = 200;

/// Values of one `INSERT`: engines have limits (SQLite 32,766).
const VALUES: usize = 4000;

/// Bytes of one `INSERT`, well below what MariaDB accepts in one packet.
const BYTES: usize = 1024 * 1024;

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// What was in the backup.
    #[serde(flatten)]
    pub contents: Contents,
    /// Mails that waited when the backup was made and are not sent again.
    pub mails_held: usize,
}

/// What the person who restores has agreed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// That what the database holds is replaced; else it must be empty.
    pub replace: bool,
    /// That nothing proves who has written the backup.
    pub unsealed: bool,
}

/// Restores a backup, unless it lacks a consent that it needs.
pub fn restore(app: &App, source: Source<'_>, consent: Consent, progress: &mut Progress) -> Result<Restored> {
    let _lock = lock(&app.config.folders.backup)?;
    let contents = verify(source, progress)?;
    refuse_unproven(contents.seal, consent)?;
    let current = app.with_db(|db| {
        migrate::up(db)?;
        tables::after(&migrate::known()?)
    })?;
    let storage = Storage::of(&app.config);
    let outcome = app.with_db(|db| {
        db::write(db, |db| {
            refuse_to_overwrite(db, consent.replace)?;
            load(db, &current, &storage, source, progress)?;
            settle(db, app.clock.now())
        })
    });
    if outcome.is_ok() {
        storage.switch().map_err(trouble(
            "La base de données est restaurée, mais des fichiers n'ont pas pu être remis en place. Relancez avec --replace.",
        ))?;
    }
    if let Err(error) = storage.forget() {
        log::warn!("files of a restore could not be removed: {error}");
    }
    let mails_held = outcome?;
    log::info!("restored the backup of {}: {} rows", contents.made_at, contents.rows);
    Ok(Restored { contents, mails_held })
}

/// Whoever can write to the folder of backups could make an admin of anybody: without our seal a person must say yes.
fn refuse_unproven(seal: SealState, consent: Consent) -> Result<()> {
    let (code, words) = match seal {
        SealState::Sealed => return Ok(()),
        _ if consent.unsealed => return Ok(()),
        SealState::Unsealed => (
            "backup_unsealed",
            "Cette sauvegarde n'a pas de sceau : rien ne prouve qu'elle n'a pas été modifiée.",
        ),
        SealState::Forged => (
            "backup_forged",
            "Le sceau de cette sauvegarde n'est pas de notre JOURNAL_KEY : elle a été modifiée, ou vient d'une autre installation.",
        ),
        SealState::Unchecked => (
            "backup_unchecked",
            "Cette sauvegarde est scellée, mais il n'y a pas de JOURNAL_KEY ici pour le vérifier : reprenez-la du papier d'installation.",
        ),
    };
    Err(unprocessable(
        code,
        format!("{words} Rien n'a été touché. Si vous savez d'où elle vient : --unsealed"),
    ))
}

fn refuse_to_overwrite(db: &mut Conn, replace: bool) -> Result<()> {
    let accounts: i64 = users::table.count().get_result(db)?;
    let entries: i64 = journal::table.count().get_result(db)?;
    if replace || (accounts == 0 && entries == 0) {
        return Ok(());
    }
    let words = format!(
        "La base de données n'est pas vide ({accounts} comptes, {entries} entrées au journal). Rien n'a été touché. \
         Pour remplacer son contenu : --replace"
    );
    Err(conflict("database_not_empty", words))
}

/// Replaces every row by those of the backup and puts its files aside. Within a transaction.
fn load(
    db: &mut Conn,
    current: &[Table],
    storage: &Storage,
    source: Source<'_>,
    progress: &mut Progress,
) -> Result<()> {
    for table in current.iter().rev() {
        rows::clear(db, &table.name)?;
    }
    progress.begin("Restauration");
    let mut loading = Loading { db, current, storage, rows: Rows::default() };
    let manifest = walk(source, progress, &mut loading)?;
    loading.rows.compare(&manifest)?;
    for table in &manifest.tables {
        let count = rows::count(db, &table.name)?;
        if count != table.rows {
            return Err(internal(format!("{} has {count} rows instead of {}", table.name, table.rows)));
        }
    }
    Ok(())
}

struct Loading<'a> {
    db: &'a mut Conn,
    current: &'a [Table],
    storage: &'a Storage,
    rows: Rows,
}

impl Visitor for Loading<'_> {
    fn begin(&mut self, manifest: &Manifest) -> Result<()> {
        for table in &manifest.tables {
            check_room(table, self.current)?;
        }
        self.storage
            .prepare()
            .map_err(trouble("Le dossier de stockage (STORAGE_PATH) ne peut pas être écrit."))?;
        self.rows.begin(manifest)
    }

    fn table(&mut self, entry: &TableEntry, lines: &mut dyn BufRead) -> Result<()> {
        let Self { db, rows: reader, .. } = self;
        let columns: Vec<_> = entry.columns.iter().map(|column| column.name.clone()).collect();
        let most = (VALUES / columns.len().max(1)).clamp(1, ROWS);
        let (mut batch, mut bytes) = (Vec::new(), 0);
        reader.table(entry, lines, |cells| {
            bytes += cells.iter().map(Cell::size).sum::<usize>();
            batch.push(cells);
            if batch.len() >= most || bytes >= BYTES {
                rows::insert(db, &entry.name, &columns, &batch)?;
                batch.clear();
                bytes = 0;
            }
            Ok(())
        })?;
        Ok(rows::insert(db, &entry.name, &columns, &batch)?)
    }

    fn file(&mut self, entry: &FileEntry, content: &mut dyn Read) -> Result<()> {
        let unwritable = trouble("Un fichier de la sauvegarde ne peut pas être écrit (disque plein ?).");
        let mut file = self.storage.create(entry.place, &entry.path).map_err(&unwritable)?;
        copy(content, &mut file)?.map_err(&unwritable)?;
        file.sync_all().map_err(&unwritable)
    }
}

/// Copies, telling apart what the backup and what the disk refuses.
fn copy(content: &mut dyn Read, file: &mut File) -> Result<io::Result<()>> {
    use std::io::Write as _;
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let length = content.read(&mut chunk).map_err(fault)?;
        if length == 0 {
            return Ok(Ok(()));
        }
        if let Err(error) = file.write_all(&chunk[..length]) {
            return Ok(Err(error));
        }
    }
}

/// A backup of an earlier schema goes into today's tables: columns that came since take their default.
fn check_room(entry: &TableEntry, current: &[Table]) -> Result<()> {
    let table = current.iter().find(|table| table.name == entry.name);
    let fits = table.is_some_and(|table| {
        let is_saved = |name: &str| entry.columns.iter().any(|column| column.name == name);
        let is_known = |name: &str| table.columns.iter().any(|column| column.name == name);
        entry.columns.iter().all(|column| is_known(&column.name))
            && table.columns.iter().all(|column| is_saved(&column.name) || !column.required)
    });
    if fits {
        return Ok(());
    }
    let words = format!(
        "Cette sauvegarde est trop ancienne pour cette version de Bourse (table {}). Restaurez-la avec la version qui \
         l'a faite, puis mettez à jour.",
        entry.name
    );
    Err(unprocessable("backup_too_old", words))
}

/// Ends what must not come to life again, without adding or removing a row.
///
/// Log-ins that were ended and links that were used since the backup would work again; mails that waited have most
/// likely been sent. Returns how many mails are held back.
fn settle(db: &mut Conn, now: Instant) -> Result<usize> {
    diesel::update(sessions::table.filter(sessions::revoked_at.is_null()))
        .set(sessions::revoked_at.eq(now))
        .execute(db)?;
    diesel::update(user_tokens::table.filter(user_tokens::used_at.is_null()))
        .set(user_tokens::used_at.eq(now))
        .execute(db)?;
    let waiting = outbox::state.eq_any([MailState::Queued, MailState::Sending]);
    let held = (
        outbox::state.eq(MailState::Failed),
        outbox::fault.eq(Fault::Held),
        outbox::claimed_until.eq(None::<Instant>),
        outbox::last_error.eq("Retenu lors d'une restauration : il a sans doute déjà été envoyé."),
    );
    Ok(diesel::update(outbox::table.filter(waiting)).set(held).execute(db)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::tables::{Column, Kind};
    use crate::ops::backup::manifest::ColumnEntry;

    fn saved(columns: &[&str]) -> TableEntry {
        let entry = |name: &&str| ColumnEntry { name: (*name).to_owned(), kind: Kind::Text };
        TableEntry {
            name: "things".into(),
            columns: columns.iter().map(entry).collect(),
            rows: 0,
            bytes: 0,
            sha256: String::new(),
        }
    }

    fn current(columns: &[(&str, bool)]) -> Vec<Table> {
        let column = |(name, required): &(&str, bool)| Column {
            name: (*name).into(),
            kind: Kind::Text,
            required: *required,
        };
        vec![Table {
            name: "things".into(),
            columns: columns.iter().map(column).collect(),
            key: vec!["id".into()],
            parents: Vec::new(),
        }]
    }

    #[test]
    fn an_earlier_backup_fits_while_newer_columns_have_a_default() {
        let now = current(&[("id", true), ("name", true), ("colour", false)]);
        assert!(check_room(&saved(&["id", "name", "colour"]), &now).is_ok());
        assert!(check_room(&saved(&["id", "name"]), &now).is_ok());
        assert_eq!(check_room(&saved(&["id", "colour"]), &now).unwrap_err().code, "backup_too_old");
        assert_eq!(check_room(&saved(&["id", "name", "gone"]), &now).unwrap_err().code, "backup_too_old");
        assert_eq!(check_room(&saved(&["id"]), &[]).unwrap_err().code, "backup_too_old");
    }
}
