//! What a backup says of itself, and what of it is believed.
//!
//! The manifest is the first member of the archive. Everything after it must be what it announces, in its order and of
//! its sizes; nothing else is accepted. It holds no secret and no personal data.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

use super::figures::Figures;
use super::flaw;
use crate::db::migrate;
use crate::db::tables::{self, Kind, Table};
use crate::error::{Result, internal};
use crate::kernel::clock::Instant;
use crate::kernel::{hex, mac};

/// First word of every manifest.
pub const FORMAT: &str = "bourse-backup";

/// Format that this program writes; it reads this one and earlier ones.
pub const VERSION: u32 = 1;

/// Name of the first member.
pub const MEMBER: &str = "manifest.json";

/// A backup as it describes itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`] of the program that wrote it.
    pub format_version: u32,
    /// Version of the program that wrote it.
    pub program: String,
    /// `mariadb` or `sqlite`.
    pub engine: String,
    /// The instant of the snapshot.
    pub made_at: Instant,
    /// Names of the migrations that the database had.
    pub schema: Vec<String>,
    /// Tables, parents before their children.
    pub tables: Vec<TableEntry>,
    /// Files of the storage folder.
    pub files: Vec<FileEntry>,
    /// Sums to compare.
    pub figures: Figures,
    /// HMAC-SHA256 of all of the above with `JOURNAL_KEY`, in hexadecimal; absent where there was no key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
}

/// Whether a backup is what an installation with our key has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SealState {
    /// Our key has sealed it: nobody has changed it since.
    Sealed,
    /// It has no seal: made without a key, or by an earlier version, or somebody has taken it off.
    Unsealed,
    /// Another key has sealed it, or it was changed afterwards.
    Forged,
    /// It has a seal, and there is no key here to check it with.
    Unchecked,
}

/// A table in the archive: one line of JSON per row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Name of the table.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<ColumnEntry>,
    /// How many rows.
    pub rows: u64,
    /// How many bytes of JSON.
    pub bytes: u64,
    /// Digest of these bytes.
    pub sha256: String,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnEntry {
    /// Its name.
    pub name: String,
    /// What it holds; bytes are written as base64 text.
    pub kind: Kind,
}

/// A file in the archive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileEntry {
    /// Folder it lies in.
    pub place: Place,
    /// Its path below that folder, with `/`.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Digest of its content.
    pub sha256: String,
}

/// Folders that are saved. Each host has them where its configuration says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// `STORAGE_PATH`, without what follows and without logs.
    Storage,
    /// `ETIQUETTES_PATH`.
    Labels,
    /// `BORDEREAUX_PATH`.
    Slips,
}

/// One member of the archive after the manifest.
#[derive(Clone, Copy, Debug)]
pub enum Member<'a> {
    /// A table.
    Table(&'a TableEntry),
    /// A file and its place in the list.
    File(usize, &'a FileEntry),
}

impl Member<'_> {
    /// Its name in the archive. Files are numbered: a path from outside never names anything.
    pub fn name(&self) -> String {
        match self {
            Self::Table(table) => format!("tables/{}.ndjson", table.name),
            Self::File(place, _) => format!("files/{:06}", place + 1),
        }
    }

    /// Its size in bytes.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Table(table) => table.bytes,
            Self::File(_, file) => file.bytes,
        }
    }

    /// Its digest.
    pub fn sha256(&self) -> &str {
        match self {
            Self::Table(table) => &table.sha256,
            Self::File(_, file) => &file.sha256,
        }
    }
}

/// Columns as the manifest names them.
pub fn columns_of(table: &Table) -> Vec<ColumnEntry> {
    let entry = |column: &tables::Column| ColumnEntry { name: column.name.clone(), kind: column.kind };
    table.columns.iter().map(entry).collect()
}

impl Manifest {
    /// Every member, in the order of the archive.
    pub fn members(&self) -> impl Iterator<Item = Member<'_>> {
        let tables = self.tables.iter().map(Member::Table);
        tables.chain(self.files.iter().enumerate().map(|(place, file)| Member::File(place, file)))
    }

    /// The same with the seal of this key.
    pub fn sealed(mut self, key: &[u8]) -> Result<Self> {
        self.seal = None;
        self.seal = Some(hex::encode(&mac::hmac_sha256(key, &self.signed()?)));
        Ok(self)
    }

    /// What the seal is worth to whoever has this key.
    pub fn seal_state(&self, key: Option<&[u8]>) -> SealState {
        let Some(seal) = &self.seal else { return SealState::Unsealed };
        let Some(key) = key else { return SealState::Unchecked };
        let bare = Self { seal: None, ..self.clone() };
        match (bare.signed(), hex::decode(seal)) {
            (Ok(signed), Some(tag)) if mac::verifies(key, &signed, &tag) => SealState::Sealed,
            _ => SealState::Forged,
        }
    }

    fn signed(&self) -> Result<Vec<u8>> {
        let mut signed = b"bourse backup\n".to_vec();
        serde_json::to_writer(&mut signed, self).map_err(internal)?;
        Ok(signed)
    }

    /// Bytes of all members together, unless the sum is absurd.
    pub fn bytes(&self) -> Option<u64> {
        self.members().try_fold(0_u64, |sum, member| sum.checked_add(member.bytes()))
    }

    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).fold(0, u64::saturating_add)
    }

    /// Reads a manifest and refuses what this program could not restore.
    pub fn read(text: &[u8]) -> Result<Self> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            format_version: u32,
        }
        let foreign = || {
            flaw(
                "backup_foreign",
                "Ce fichier n'est pas une sauvegarde de Bourse : son manifeste est illisible.",
            )
        };
        let head: Head = serde_json::from_slice(text).map_err(|_| foreign())?;
        if head.format != FORMAT {
            return Err(foreign());
        }
        if head.format_version > VERSION {
            return Err(newer());
        }
        let manifest: Self = serde_json::from_slice(text).map_err(|_| foreign())?;
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<()> {
        let known = migrate::known()?;
        if self.schema.iter().any(|name| !known.contains(name)) {
            return Err(newer());
        }
        let expected = tables::after(&self.schema)?;
        let same = |(entry, table): (&TableEntry, &Table)| {
            entry.name == table.name && entry.columns == columns_of(table)
        };
        if self.tables.len() != expected.len() || !self.tables.iter().zip(&expected).all(same) {
            return Err(flaw(
                "backup_altered",
                "Le manifeste n'annonce pas les tables de la version de Bourse dont il dit venir : la sauvegarde a été modifiée.",
            ));
        }
        let mut seen = BTreeSet::new();
        for file in &self.files {
            if !is_safe(&file.path) || !seen.insert((file.place, &file.path)) {
                return Err(flaw(
                    "backup_unsafe",
                    format!(
                        "La sauvegarde contient un nom de fichier interdit : {:?}. Elle est refusée.",
                        file.path
                    ),
                ));
            }
        }
        Ok(())
    }
}

fn newer() -> crate::error::Problem {
    flaw(
        "backup_newer",
        "Cette sauvegarde vient d'une version plus récente de Bourse. Installez cette version, puis restaurez.",
    )
}

/// Whether a path stays below the folder it is given to: names only, none of them hidden.
fn is_safe(path: &str) -> bool {
    let plain = |part: Component<'_>| matches!(part, Component::Normal(name) if !name.to_string_lossy().starts_with('.'));
    !path.is_empty()
        && path.len() < 1024
        && !path.contains(['\0', '\\', '\n'])
        && !path.contains("//")
        && !path.ends_with('/')
        && Path::new(path).components().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_below_the_folder_are_safe() {
        for good in ["a.pdf", "edition/a.pdf", "é/b c.pdf", "a..b"] {
            assert!(is_safe(good), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "../a",
            "a/../../b",
            "a//b",
            "a/",
            ".htaccess",
            "a/.env",
            "a\\b",
            "a\0b",
            "./a",
        ] {
            assert!(!is_safe(bad), "{bad:?}");
        }
    }
}
