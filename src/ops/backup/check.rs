//! Reading a backup from end to end without changing anything.

use std::io::{BufRead, Read};

use serde::Serialize;

use super::archive::lines;
use super::archive::reading::{Source, Visitor, walk};
use super::figures::Figures;
use super::flaw;
use super::manifest::{FileEntry, Manifest, SealState, TableEntry};
use super::progress::Progress;
use crate::db::rows::Cell;
use crate::db::tables::{self, Table};
use crate::error::{Result, internal};
use crate::kernel::clock::Instant;

/// What a sound backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contents {
    /// The instant of the snapshot.
    pub made_at: Instant,
    /// Version of the program that wrote it.
    pub program: String,
    /// `mariadb` or `sqlite`.
    pub engine: String,
    /// Tables.
    pub tables: usize,
    /// Rows of all tables.
    pub rows: u64,
    /// Files of the storage folder.
    pub files: usize,
    /// Sums.
    pub figures: Figures,
    /// Whether our key has sealed it.
    pub seal: SealState,
}

impl Contents {
    /// What the manifest tells, its seal looked at with this key.
    pub fn of(manifest: &Manifest, key: Option<&[u8]>) -> Self {
        Self {
            seal: manifest.seal_state(key),
            made_at: manifest.made_at,
            program: manifest.program.clone(),
            engine: manifest.engine.clone(),
            tables: manifest.tables.len(),
            rows: manifest.rows(),
            files: manifest.files.len(),
            figures: manifest.figures.clone(),
        }
    }
}

/// Reads the whole backup: every digest, every row, the sums. A problem of status 422 is a fault of the file.
pub fn verify(source: Source<'_>, progress: &mut Progress) -> Result<Contents> {
    progress.begin("Vérification");
    let mut reader = Rows::default();
    let manifest = walk(source, progress, &mut reader)?;
    reader.compare(&manifest)?;
    Ok(Contents::of(&manifest, source.key))
}

/// Reads rows and adds them up.
#[derive(Debug, Default)]
pub struct Rows {
    tables: Vec<Table>,
    figures: Figures,
}

impl Rows {
    /// Takes the tables of the schema that the backup was made of.
    pub fn begin(&mut self, manifest: &Manifest) -> Result<()> {
        self.tables = tables::after(&manifest.schema)?;
        self.figures = Figures::default();
        Ok(())
    }

    /// Reads a table; there must be as many rows as announced.
    pub fn table(
        &mut self,
        entry: &TableEntry,
        lines: impl BufRead,
        mut see: impl FnMut(Vec<Cell>) -> Result<()>,
    ) -> Result<()> {
        let table = self.tables.iter().find(|table| table.name == entry.name);
        let table = table.ok_or_else(|| internal("a table that the manifest's check let through"))?;
        let count = lines::each(table, lines, |cells| {
            self.figures.see(table, &cells);
            see(cells)
        })?;
        if count == entry.rows {
            return Ok(());
        }
        let words = format!("La table {} a {count} lignes au lieu de {}.", entry.name, entry.rows);
        Err(flaw("backup_altered", words))
    }

    /// Compares the sums with those of the manifest.
    pub fn compare(&self, manifest: &Manifest) -> Result<()> {
        if self.figures == manifest.figures {
            return Ok(());
        }
        Err(flaw(
            "backup_altered",
            "Les sommes d'argent ou le journal ne sont pas ceux que le manifeste annonce.",
        ))
    }
}

impl Visitor for Rows {
    fn begin(&mut self, manifest: &Manifest) -> Result<()> {
        self.begin(manifest)
    }

    fn table(&mut self, entry: &TableEntry, lines: &mut dyn BufRead) -> Result<()> {
        self.table(entry, lines, |_| Ok(()))
    }

    fn file(&mut self, _: &FileEntry, _: &mut dyn Read) -> Result<()> {
        Ok(())
    }
}
