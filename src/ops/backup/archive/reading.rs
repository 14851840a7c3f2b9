//! Walking through a backup: what it announces, in its order, and nothing else.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use tar::{Archive, EntryType};

use super::sealing;
use crate::error::{Problem, Result, internal, missing};
use crate::kernel::hex;
use crate::ops::backup::manifest::{FileEntry, MEMBER, Manifest, Member, TableEntry};
use crate::ops::backup::progress::Progress;
use crate::ops::backup::{flaw, truncated};

/// A backup on disk and the key to read it, if it takes one.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The file.
    pub path: &'a Path,
    /// File of the secret age key.
    pub identity: Option<&'a Path>,
    /// `JOURNAL_KEY`, to check the seal with.
    pub key: Option<&'a [u8]>,
}

/// What is done with the members of a backup. Each is checked against its digest after it was handed over.
pub trait Visitor {
    /// The manifest, found to be one that this program understands.
    fn begin(&mut self, manifest: &Manifest) -> Result<()>;
    /// A table's lines.
    fn table(&mut self, table: &TableEntry, lines: &mut dyn BufRead) -> Result<()>;
    /// A file's content.
    fn file(&mut self, file: &FileEntry, content: &mut dyn Read) -> Result<()>;
}

/// Largest manifest: room for a hundred thousand files.
const LARGEST_MANIFEST: u64 = 16 * 1024 * 1024;

/// JSON is packed ten to thirty times smaller; what claims a thousand is made to fill the disk.
const PLAUSIBLE_RATIO: u64 = 1000;

/// Memory that unpacking may take: 2^23 bytes, four times what our own files need.
const WINDOW_LOG_MAX: u32 = 23;

/// Bytes that may follow the last member: the two empty blocks of a tar, and a blocking factor.
const LONGEST_TAIL: u64 = 64 * 1024;

/// Hands every member to `visitor` and returns the manifest once all of them were as announced.
pub fn walk(source: Source<'_>, progress: &mut Progress, visitor: &mut impl Visitor) -> Result<Manifest> {
    let absent = |error: io::Error| {
        missing(
            "backup_missing",
            format!("Le fichier {} ne peut pas être ouvert ({error}).", source.path.display()),
        )
    };
    let file = File::open(source.path).map_err(absent)?;
    let facts = file.metadata().map_err(absent)?;
    if !facts.is_file() {
        return Err(flaw("backup_foreign", "Ce n'est pas un fichier de sauvegarde."));
    }
    let unsealed = sealing::unseal(file, source.identity)?;
    let mut unpacked = zstd::stream::read::Decoder::new(unsealed).map_err(internal)?;
    unpacked.window_log_max(WINDOW_LOG_MAX).map_err(internal)?;
    let mut archive = Archive::new(unpacked);
    // Raw: long names and other extensions, which would be read into memory whole, are members that nobody announced.
    let mut entries = archive.entries().map_err(fault)?.raw(true);
    let mut first = entries.next().ok_or_else(truncated)?.map_err(fault)?;
    if &*first.path_bytes() != MEMBER.as_bytes() || first.header().entry_type() != EntryType::Regular {
        return Err(flaw(
            "backup_foreign",
            "Ce fichier n'est pas une sauvegarde de Bourse : il n'a pas de manifeste.",
        ));
    }
    let manifest = read_manifest(&mut first, facts.len())?;
    visitor.begin(&manifest)?;
    progress.expect(manifest.bytes().unwrap_or_default());
    for member in manifest.members() {
        let entry = entries.next().ok_or_else(truncated)?.map_err(fault)?;
        let header = entry.header();
        let announced = &*entry.path_bytes() == member.name().as_bytes()
            && header.entry_type() == EntryType::Regular
            && entry.size() == member.bytes();
        if !announced {
            return Err(flaw(
                "backup_altered",
                "La sauvegarde ne contient pas ce que son manifeste annonce.",
            ));
        }
        hand_over(member, entry, progress, visitor)?;
    }
    if entries.next().is_some() {
        return Err(flaw("backup_altered", "La sauvegarde contient plus que son manifeste n'annonce."));
    }
    read_tail(archive.into_inner())?;
    progress.end();
    Ok(manifest)
}

fn read_manifest(entry: &mut impl Read, file_bytes: u64) -> Result<Manifest> {
    let mut text = Vec::new();
    entry.take(LARGEST_MANIFEST + 1).read_to_end(&mut text).map_err(fault)?;
    if text.len() as u64 > LARGEST_MANIFEST {
        return Err(implausible());
    }
    let manifest = Manifest::read(&text)?;
    let plausible = file_bytes.saturating_mul(PLAUSIBLE_RATIO);
    if manifest.bytes().is_none_or(|bytes| bytes > plausible) {
        return Err(implausible());
    }
    Ok(manifest)
}

fn implausible() -> Problem {
    flaw(
        "backup_unsafe",
        "La sauvegarde annonce une taille invraisemblable une fois décompressée. Elle est refusée.",
    )
}

fn hand_over(
    member: Member<'_>,
    entry: impl Read,
    progress: &mut Progress,
    visitor: &mut impl Visitor,
) -> Result<()> {
    progress.note(match &member {
        Member::Table(table) => &table.name,
        Member::File(..) => "fichiers",
    });
    let mut measured = Measured { inner: entry, hash: Sha256::new(), progress };
    match member {
        Member::Table(table) => {
            let mut lines = BufReader::with_capacity(64 * 1024, &mut measured);
            visitor.table(table, &mut lines)?;
        }
        Member::File(_, file) => visitor.file(file, &mut measured)?,
    }
    io::copy(&mut measured, &mut io::sink()).map_err(fault)?;
    if hex::encode(&measured.hash.finalize()) == member.sha256() {
        return Ok(());
    }
    let words = format!(
        "{} ne correspond pas à son empreinte : la sauvegarde a été modifiée ou abîmée.",
        member.name()
    );
    Err(flaw("backup_altered", words))
}

/// Reads to the very end: only there do zstd and age say that nothing is missing or changed.
fn read_tail(rest: impl Read) -> Result<()> {
    let length = io::copy(&mut rest.take(LONGEST_TAIL + 1), &mut io::sink()).map_err(fault)?;
    if length > LONGEST_TAIL {
        return Err(flaw("backup_altered", "La sauvegarde contient plus que son manifeste n'annonce."));
    }
    Ok(())
}

/// Counts and digests what passes.
struct Measured<'a, R> {
    inner: R,
    hash: Sha256,
    progress: &'a mut Progress,
}

impl<R: Read> Read for Measured<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.hash.update(&buffer[..length]);
        self.progress.advance(length as u64);
        Ok(length)
    }
}

/// What an error while reading means: the file ends too early, the disk fails, or the bytes are not the ones written.
pub fn fault(error: io::Error) -> Problem {
    if error.kind() == io::ErrorKind::UnexpectedEof
        || error.to_string().contains("failed to read entire block")
    {
        truncated()
    } else if error.raw_os_error().is_some() {
        crate::ops::backup::trouble("La sauvegarde ne peut pas être lue.")(error)
    } else {
        flaw("backup_altered", format!("La sauvegarde a été modifiée ou abîmée ({error})."))
    }
}
