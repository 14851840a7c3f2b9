//! Writing a backup: tables and files first, into a packed body without a name; then the manifest that describes it,
//! and the body behind it.
//!
//! Nothing but a complete backup ever bears a backup's name, and a process that dies leaves nothing but a `.part`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tar::{Builder, EntryType, Header};
use zstd::stream::write::Encoder;

use super::sealing::Sealed;
use super::{left_out, lines};
use crate::app::App;
use crate::db::tables::{self, Table};
use crate::db::{self, Conn, migrate, rows};
use crate::error::{Result, conflict, database_unavailable, internal};
use crate::kernel::clock::Instant;
use crate::kernel::hex;
use crate::ops::backup::figures::Figures;
use crate::ops::backup::manifest::{
    FORMAT, FileEntry, MEMBER, Manifest, Member, Place, TableEntry, VERSION, columns_of,
};
use crate::ops::backup::progress::Progress;
use crate::ops::backup::storage::Storage;
use crate::ops::backup::trouble;

/// zstd's own default: beyond it time grows faster than files shrink.
const LEVEL: i32 = 3;

const UNWRITABLE: &str =
    "La sauvegarde ne peut pas être écrite (disque plein ?). Les précédentes sont intactes.";

/// Writes a backup to `target` and says what is in it.
pub fn write(app: &App, made_at: Instant, target: &Path, progress: &mut Progress) -> Result<Manifest> {
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut body = Body::new(folder)?;
    // Before the snapshot: asking this may write, which would end it.
    let schema = app.with_db(applied)?;
    let described = tables::after(&schema)?;
    // A connection of its own: one that waits in a pool may be lost, and this is not begun twice.
    let mut conn = db::connect(&app.config.database).map_err(|error| {
        log::error!(target: "fault", "no database connection: {error}");
        database_unavailable()
    })?;
    let (tables, figures, engine) = db::at_one_instant(&mut conn, |db| {
        progress.expect(described.len() as u64 + 1);
        let mut figures = Figures::default();
        let mut entries = Vec::new();
        for table in &described {
            progress.note(&table.name);
            entries.push(body.add_table(db, table, &mut figures)?);
            progress.advance(1);
        }
        Ok((entries, figures, db::engine(db)))
    })?;
    progress.note("fichiers");
    let files = body.add_files(&Storage::of(&app.config))?;
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        format_version: VERSION,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        engine: engine.to_owned(),
        made_at,
        schema,
        tables,
        files,
        figures,
        seal: None,
    };
    let manifest = match &app.config.secrets.journal {
        Some(key) => manifest.sealed(key)?,
        None => manifest,
    };
    let body = body.finish()?;
    seal(&manifest, body, target, app.config.backup.recipient.as_deref())?;
    progress.end();
    Ok(manifest)
}

/// The migrations that the database has; refused when they are not all known, or there are none.
fn applied(db: &mut Conn) -> Result<Vec<String>> {
    let steps = migrate::status(db)?;
    let applied: Vec<_> = steps.into_iter().filter(|step| step.applied).map(|step| step.name).collect();
    if applied.is_empty() {
        return Err(conflict("not_migrated", "La base de données est vide : il n'y a rien à sauvegarder."));
    }
    Ok(applied)
}

/// Members of the archive, packed as they come.
struct Body {
    tar: Builder<Encoder<'static, File>>,
    /// A tar tells a member's size before its content: each is written here first.
    spool: File,
}

impl Body {
    fn new(folder: &Path) -> Result<Self> {
        let start = || {
            let mut packer = Encoder::new(nameless(folder, "corps")?, LEVEL)?;
            packer.include_checksum(true)?;
            Ok(Self { tar: Builder::new(packer), spool: nameless(folder, "tampon")? })
        };
        start().map_err(trouble(UNWRITABLE))
    }

    fn add_table(&mut self, db: &mut Conn, table: &Table, figures: &mut Figures) -> Result<TableEntry> {
        let written = trouble(UNWRITABLE);
        self.spool.rewind().and_then(|()| self.spool.set_len(0)).map_err(&written)?;
        let mut out = BufWriter::with_capacity(64 * 1024, &self.spool);
        let (mut hash, mut line, mut count, mut bytes) = (Sha256::new(), Vec::new(), 0, 0);
        rows::each(db, table, |cells| {
            let Some(cells) = left_out::saved(table, cells) else { return Ok(()) };
            line.clear();
            lines::write(&mut line, table, &cells)?;
            figures.see(table, &cells);
            hash.update(&line);
            (count, bytes) = (count + 1, bytes + line.len() as u64);
            out.write_all(&line).map_err(&written)
        })?;
        out.flush().map_err(&written)?;
        drop(out);
        let entry = TableEntry {
            name: table.name.clone(),
            columns: columns_of(table),
            rows: count,
            bytes,
            sha256: hex::encode(&hash.finalize()),
        };
        self.append(Member::Table(&entry)).map_err(&written)?;
        Ok(entry)
    }

    fn add_files(&mut self, storage: &Storage) -> Result<Vec<FileEntry>> {
        let mut entries = Vec::new();
        for (place, path, from) in
            storage.files().map_err(trouble("Le dossier de stockage ne peut pas être lu."))?
        {
            // A file that has gone since the folder was read is no longer part of it.
            let Ok(mut content) = File::open(&from) else { continue };
            let entry =
                self.add_file(place, path, &mut content, entries.len()).map_err(trouble(UNWRITABLE))?;
            entries.push(entry);
        }
        Ok(entries)
    }

    fn add_file(
        &mut self,
        place: Place,
        path: String,
        content: &mut File,
        number: usize,
    ) -> io::Result<FileEntry> {
        self.spool.rewind()?;
        self.spool.set_len(0)?;
        let mut hash = Sha256::new();
        let mut chunk = vec![0; 64 * 1024];
        let mut bytes = 0;
        loop {
            let length = content.read(&mut chunk)?;
            if length == 0 {
                break;
            }
            bytes += length as u64;
            hash.update(&chunk[..length]);
            self.spool.write_all(&chunk[..length])?;
        }
        let entry = FileEntry { place, path, bytes, sha256: hex::encode(&hash.finalize()) };
        self.append(Member::File(number, &entry))?;
        Ok(entry)
    }

    fn append(&mut self, member: Member<'_>) -> io::Result<()> {
        self.spool.rewind()?;
        let mut header = header(member.bytes());
        self.tar.append_data(&mut header, member.name(), (&self.spool).take(member.bytes()))
    }

    /// The packed members, ready to be read from the beginning.
    fn finish(self) -> Result<File> {
        let finish = || {
            let mut file = self.tar.into_inner()?.finish()?;
            file.rewind()?;
            Ok(file)
        };
        finish().map_err(trouble(UNWRITABLE))
    }
}

/// Writes manifest and body to `target`, complete and on disk before it gets its name.
fn seal(manifest: &Manifest, body: File, target: &Path, recipient: Option<&str>) -> Result<()> {
    let text = serde_json::to_vec_pretty(manifest).map_err(internal)?;
    let part = Part::new(target).map_err(trouble(UNWRITABLE))?;
    let file = part.file.try_clone().map_err(trouble(UNWRITABLE))?;
    let out = Sealed::new(file, recipient)?;
    fill(out, text, body).and_then(|()| part.name(target)).map_err(trouble(UNWRITABLE))
}

fn fill(mut out: Sealed, mut manifest: Vec<u8>, mut body: File) -> io::Result<()> {
    let mut header = header(manifest.len() as u64);
    header.set_path(MEMBER)?;
    header.set_cksum();
    // A frame of its own: frames in a row are one stream to whoever unpacks them.
    let mut packer = Encoder::new(&mut out, LEVEL)?;
    packer.include_checksum(true)?;
    packer.write_all(header.as_bytes())?;
    manifest.resize(manifest.len().next_multiple_of(512), 0);
    packer.write_all(&manifest)?;
    packer.finish()?;
    io::copy(&mut body, &mut out)?;
    out.finish()?.sync_all()
}

fn header(bytes: u64) -> Header {
    let mut header = Header::new_ustar();
    header.set_entry_type(EntryType::Regular);
    header.set_mode(0o600);
    header.set_size(bytes);
    header
}

/// A file without a name: it goes away with the process, however that ends.
fn nameless(folder: &Path, purpose: &str) -> io::Result<File> {
    let path = folder.join(format!("bourse-{purpose}-{}.part", std::process::id()));
    let file = private().read(true).open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options
}

/// A backup that is not complete yet. Removed unless it gets its name.
struct Part {
    path: PathBuf,
    file: File,
}

impl Part {
    fn new(target: &Path) -> io::Result<Self> {
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let path = target.with_file_name(name);
        Ok(Self { file: private().open(&path)?, path })
    }

    /// Renames it; the folder is written to disk as well, or the name could be lost with the power.
    fn name(self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        File::open(target.parent().unwrap_or(Path::new(".")))?.sync_all()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Absent once it has its name.
        drop(fs::remove_file(&self.path));
    }
}
