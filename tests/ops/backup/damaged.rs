//! Files that must not be restored: cut, altered, foreign, newer, dangerous. Each is refused before anything is touched.

use std::io::Write as _;
use std::path::Path;

use bourse::kernel::hex;
use bourse::ops::backup;
use bourse::ops::backup::progress::Progress;
use serde_json::{Value, json};
use tar::{EntryType, Header};

use super::{back_up, digests, lively, plain, put_back, stored};
use crate::support::app::Engine;
use crate::support::folder::Folder;

/// A backup taken apart.
#[derive(Clone)]
struct Parts {
    manifest: Value,
    members: Vec<(String, Vec<u8>)>,
}

impl Parts {
    fn of(path: &Path) -> Self {
        let unpacked = zstd::stream::decode_all(std::fs::File::open(path).unwrap()).unwrap();
        let mut archive = tar::Archive::new(unpacked.as_slice());
        let mut members = archive.entries().unwrap().map(|entry| {
            let mut entry = entry.unwrap();
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut content).unwrap();
            (String::from_utf8(entry.path_bytes().into_owned()).unwrap(), content)
        });
        let (name, manifest) = members.next().unwrap();
        assert_eq!(name, "manifest.json");
        Self { manifest: serde_json::from_slice(&manifest).unwrap(), members: members.collect() }
    }

    fn pack(&self, path: &Path) {
        self.pack_as(path, EntryType::Regular);
    }

    fn pack_as(&self, path: &Path, last: EntryType) {
        let mut packer = zstd::stream::Encoder::new(std::fs::File::create(path).unwrap(), 1).unwrap();
        let manifest = ("manifest.json".to_owned(), serde_json::to_vec(&self.manifest).unwrap());
        let all: Vec<_> = std::iter::once(&manifest).chain(&self.members).collect();
        for (place, (name, content)) in all.iter().enumerate() {
            let mut header = Header::new_ustar();
            header.set_path(name).unwrap();
            header.set_size(content.len() as u64);
            header.set_entry_type(if place + 1 == all.len() { last } else { EntryType::Regular });
            header.set_cksum();
            packer.write_all(header.as_bytes()).unwrap();
            packer.write_all(content).unwrap();
            packer.write_all(&vec![0; content.len().next_multiple_of(512) - content.len()]).unwrap();
        }
        packer.write_all(&[0; 1024]).unwrap();
        packer.finish().unwrap();
    }

    /// The table's lines and its entry in the manifest.
    fn table(&mut self, name: &str) -> (&mut Vec<u8>, &mut Value) {
        let member = format!("tables/{name}.ndjson");
        let (_, lines) = self.members.iter_mut().find(|(known, _)| *known == member).unwrap();
        let entries = self.manifest["tables"].as_array_mut().unwrap();
        (lines, entries.iter_mut().find(|entry| entry["name"] == name).unwrap())
    }

    /// Changes words of a table and makes the manifest agree: as somebody who knows the format would.
    fn forge(&mut self, name: &str, from: &str, to: &str) {
        let (lines, entry) = self.table(name);
        let text = String::from_utf8(lines.clone()).unwrap();
        assert!(text.contains(from), "{name} does not say {from}");
        *lines = text.replacen(from, to, 1).into_bytes();
        entry["bytes"] = json!(lines.len());
        entry["sha256"] = json!(hex::sha256(lines));
    }

    /// Adds a file of this path.
    fn add_file(&mut self, path: &str, content: &[u8]) {
        let files = self.manifest["files"].as_array_mut().unwrap();
        files.push(json!({ "place": "storage", "path": path, "bytes": content.len(), "sha256": hex::sha256(content) }));
        let name = format!("files/{:06}", files.len());
        self.members.push((name, content.to_vec()));
    }
}

type Case = (&'static str, &'static str, fn(&mut Parts));

const CASES: [Case; 21] = [
    ("another program's manifest", "backup_foreign", |p| p.manifest["format"] = json!("other-backup")),
    ("no manifest", "backup_foreign", |p| p.manifest = json!([])),
    ("a newer format", "backup_newer", |p| p.manifest["format_version"] = json!(2)),
    ("a newer schema", "backup_newer", |p| p.manifest["schema"] = json!(["0001_spine", "9999_future"])),
    ("a table less", "backup_altered", |p| {
        p.manifest["tables"].as_array_mut().unwrap().remove(3);
    }),
    ("a table that is another program's", "backup_altered", |p| {
        p.manifest["tables"][0]["name"] = json!("wp_users");
    }),
    ("a column with other words", "backup_altered", |p| {
        p.manifest["tables"][0]["columns"][0]["name"] = json!("id`) SELECT 1 --");
    }),
    ("a row changed", "backup_altered", |p| {
        let (lines, _) = p.table("users");
        let place = lines.windows(5).position(|part| part == b"Petit").unwrap();
        lines[place] = b'p';
    }),
    ("a row changed, and its digest", "backup_altered", |p| {
        p.forge("tickets", r#""total_cents":"#, r#""total_cents":1"#);
    }),
    ("another journal", "backup_altered", |p| p.manifest["figures"]["journal_head"] = json!("0")),
    ("a row of another shape", "backup_altered", |p| p.forge("users", r#""email":"#, r#""mail":"#)),
    ("rows miscounted", "backup_altered", |p| {
        let (_, entry) = p.table("articles");
        entry["rows"] = json!(47);
    }),
    ("a member more", "backup_altered", |p| p.members.push(("files/000099".into(), b"more".to_vec()))),
    ("members in another order", "backup_altered", |p| p.members.swap(0, 9)),
    ("a member less", "backup_truncated", |p| drop(p.members.pop())),
    ("a path that climbs", "backup_unsafe", |p| p.add_file("../../climbed.txt", b"x")),
    ("a path that climbs later", "backup_unsafe", |p| p.add_file("a/../../climbed.txt", b"x")),
    ("a path from the root", "backup_unsafe", |p| p.add_file("/tmp/climbed.txt", b"x")),
    ("a hidden file", "backup_unsafe", |p| p.add_file(".htaccess", b"x")),
    ("a file twice", "backup_unsafe", |p| p.add_file("exports/été.csv", b"x")),
    ("a bomb", "backup_unsafe", |p| p.add_file("bomb", &vec![0; 64 * 1024 * 1024])),
];

#[test]
fn a_forged_backup_is_refused_and_nothing_is_touched() {
    let sale = lively(Engine::of_this_run());
    let (before, files) = (digests(&sale.app), stored(&sale.app));
    let whole = Parts::of(&back_up(&sale.app));
    let folder = Folder::new("forged");
    let forged = folder.join("forged.tar.zst");
    for (what, code, change) in CASES {
        let mut parts = whole.clone();
        change(&mut parts);
        parts.pack(&forged);
        let refusal = put_back(&sale.app, &forged, true).expect_err(what);
        assert_eq!((refusal.code, refusal.status), (code, 422), "{what}: {}", refusal.detail);
    }
    for last in [EntryType::Symlink, EntryType::Link, EntryType::Directory, EntryType::GNULongName] {
        whole.pack_as(&forged, last);
        assert_eq!(put_back(&sale.app, &forged, true).unwrap_err().code, "backup_altered", "{last:?}");
    }
    assert_eq!((digests(&sale.app), stored(&sale.app)), (before, files));
    assert!(!std::env::temp_dir().join("climbed.txt").exists());
    whole.pack(&forged);
    put_back(&sale.app, &forged, true).unwrap();
}

#[test]
fn rows_that_do_not_fit_together_leave_everything_as_it_was() {
    let sale = lively(Engine::of_this_run());
    let mut parts = Parts::of(&back_up(&sale.app));
    let registration = r#""registration_id":"0"#;
    parts.forge("lists", registration, r#""registration_id":"f"#);
    let folder = Folder::new("forged");
    let forged = folder.join("forged.tar.zst");
    parts.pack(&forged);
    backup::verify(plain(&forged), &mut Progress::silent()).unwrap();
    let (before, files) = (digests(&sale.app), stored(&sale.app));
    assert_eq!(put_back(&sale.app, &forged, true).unwrap_err().status, 500);
    assert_eq!((digests(&sale.app), stored(&sale.app)), (before, files));
}

#[test]
fn a_backup_cut_anywhere_is_refused() {
    let sale = lively(Engine::of_this_run());
    let bytes = std::fs::read(back_up(&sale.app)).unwrap();
    let folder = Folder::new("cut");
    let cut = folder.join("cut.tar.zst");
    let lengths = (1..20).map(|part| bytes.len() * part / 20).chain([4, 20, bytes.len() - 1]);
    for length in lengths {
        std::fs::write(&cut, &bytes[..length]).unwrap();
        let refusal = backup::verify(plain(&cut), &mut Progress::silent()).unwrap_err();
        assert_eq!(refusal.code, "backup_truncated", "{length} of {}: {}", bytes.len(), refusal.detail);
    }
}

#[test]
fn a_backup_with_one_bit_turned_is_refused_or_still_the_same() {
    let sale = lively(Engine::of_this_run());
    let path = back_up(&sale.app);
    let bytes = std::fs::read(&path).unwrap();
    let whole = backup::verify(plain(&path), &mut Progress::silent()).unwrap();
    let mut refused = 0;
    for place in (0..bytes.len()).step_by(bytes.len() / 150) {
        let mut turned = bytes.clone();
        turned[place] ^= 1 << (place % 8);
        std::fs::write(&path, &turned).unwrap();
        match backup::verify(plain(&path), &mut Progress::silent()) {
            // A few bits say only how the rest is packed.
            Ok(contents) => assert_eq!(contents, whole),
            Err(problem) => {
                assert_eq!(problem.status, 422, "bit at {place}: {}", problem.detail);
                refused += 1;
            }
        }
    }
    assert!(refused > 145, "{refused}");
}

#[test]
fn other_files_are_told_apart() {
    let folder = Folder::new("foreign");
    let packed = zstd::stream::encode_all(&b"some words"[..], 1).unwrap();
    let files: [(&str, &[u8]); 5] = [
        ("empty", b""),
        ("sql", b"-- MariaDB dump 10.19\nDROP TABLE users;"),
        ("zip", b"PK\x03\x04 and more"),
        ("pdf", b"%PDF-1.7"),
        ("gz", b"\x1f\x8b\x08\x00"),
    ];
    for (name, content) in files {
        std::fs::write(folder.join(name), content).unwrap();
        let refusal = backup::verify(plain(&folder.join(name)), &mut Progress::silent()).unwrap_err();
        assert_eq!(refusal.code, "backup_foreign", "{name}");
    }
    std::fs::write(folder.join("zst"), packed).unwrap();
    let refusal = backup::verify(plain(&folder.join("zst")), &mut Progress::silent()).unwrap_err();
    assert_eq!(refusal.status, 422, "{}", refusal.detail);
    let refusal = backup::verify(plain(folder.path()), &mut Progress::silent()).unwrap_err();
    assert_eq!(refusal.code, "backup_foreign");
    let refusal = backup::verify(plain(&folder.join("absent")), &mut Progress::silent()).unwrap_err();
    assert_eq!((refusal.code, refusal.status), ("backup_missing", 404));
}
