//! Deploying by SSH, from an empty account to an update that fails and returns by itself.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::support::apache::{Apache, Host, server_owner};
use crate::support::folder::Folder;
use crate::support::home::Home;
use crate::support::sshd::Sshd;

use super::release::{SETTINGS, package};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// An account on a host, and where releases are made.
struct Account {
    // Declared first, so that they are stopped before the files go.
    apache: Apache,
    sshd: Sshd,
    home: Home,
    releases: Folder,
}

impl Account {
    fn empty() -> Self {
        Self::of(Home::empty(server_owner()))
    }

    fn of(home: Home) -> Self {
        let sshd = Sshd::start(home.owner(), home.path());
        let apache = Apache::start(Host::default(), &home);
        Self { apache, sshd, home, releases: Folder::new("release") }
    }

    /// An account with a first release on it, and that release's archive.
    fn installed() -> (Self, PathBuf) {
        let account = Self::empty();
        let archive = package(&account.releases, "first.zip");
        let settings = account.releases.join("settings");
        std::fs::write(&settings, SETTINGS).expect("the settings can be written");
        let done = account.run("deploy-initial", &["--env", text(&settings), text(&archive)]);
        assert!(done.status.success(), "{}\n{}", said(&done), account.sshd.log());
        (account, archive)
    }

    /// Runs one of the scripts as on the volunteer's computer.
    fn run(&self, script: &str, arguments: &[&str]) -> Output {
        Command::new(Path::new(ROOT).join("scripts").join(script))
            .args(["--host", "127.0.0.1", "--port", &self.sshd.port.to_string(), "--home"])
            .arg(self.home.path())
            .args(["--url", &format!("http://localhost:{}", self.apache.port), "--ssh-config"])
            .arg(self.sshd.client_config())
            .args(arguments)
            .output()
            .expect("the script starts")
    }

    /// A release made of another one by `change`, which gets the unpacked tree.
    fn release(&self, name: &str, from: &Path, change: impl FnOnce(&Path)) -> PathBuf {
        let tree = self.releases.join(format!("{name}-tree"));
        let unpacked = Command::new("unzip").arg("-q").arg(from).arg("-d").arg(&tree).status();
        assert!(unpacked.is_ok_and(|status| status.success()));
        change(&tree);
        let archive = self.releases.join(name);
        let made = Command::new("/usr/bin/python3")
            .arg(Path::new(ROOT).join("packaging/archive.py"))
            .args([text(&tree), text(&archive), "1760000000"])
            .args(["public_html/api/bourse.fcgi", "public_html/api/bourse.cgi", "bourse/bourse"])
            .status();
        assert!(made.is_ok_and(|status| status.success()));
        archive
    }

    /// Every file of the home with its content's length and inode, but for what the running program writes.
    fn files(&self) -> BTreeMap<String, (u64, u64)> {
        use std::os::unix::fs::MetadataExt as _;
        let (mut found, mut folders) = (BTreeMap::new(), vec![self.home.path().to_owned()]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("the home can be read") {
                let path = entry.expect("and its entries").path();
                if path == self.home.join("storage") {
                    continue;
                }
                let facts = path.symlink_metadata().expect("a file just listed is there");
                if facts.is_dir() {
                    folders.push(path);
                } else {
                    found.insert(text(&path).to_owned(), (facts.len(), facts.ino()));
                }
            }
        }
        found
    }

    fn page(&self) -> String {
        self.apache.get("/").text()
    }

    fn program(&self) -> Vec<u8> {
        std::fs::read(self.home.join("public_html/api/bourse.fcgi")).expect("the program is there")
    }

    fn assert_ready(&self) {
        let ready = self.apache.get("/health/ready");
        assert_eq!(ready.status, 200, "{ready:?}\n{}", self.apache.logs());
    }
}

/// A new program (an ELF file may have bytes behind its end), a new page, one more asset.
fn improve(tree: &Path) {
    let program = tree.join("public_html/api/bourse.fcgi");
    let mut bytes = std::fs::read(&program).expect("the program is there");
    bytes.extend_from_slice(b"improved");
    std::fs::write(&program, bytes).expect("it can be written");
    std::fs::write(tree.join("public_html/index.html"), "<!doctype html><title>Bourse</title>improved")
        .expect("the page can be written");
    std::fs::write(tree.join("public_html/assets/improved-1a2b.js"), "//").expect("so can an asset");
}

/// A program that takes the database as it is and then answers nothing.
fn break_program(tree: &Path) {
    improve(tree);
    let script = "#!/bin/sh\n[ \"$1\" = migrate ] && exit 0\nexit 1\n";
    std::fs::write(tree.join("public_html/api/bourse.fcgi"), script).expect("it can be written");
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("temporary paths are text")
}

#[test]
fn an_empty_account_is_installed_updated_without_a_failed_request_and_taken_back() {
    let (account, first) = Account::installed();
    account.assert_ready();
    let settings = account.home.join("bourse/.env");
    let mode = settings.metadata().expect("the settings are there").permissions().mode() & 0o777;
    assert_eq!((std::fs::read_to_string(&settings).ok().as_deref(), mode), (Some(SETTINGS), 0o600));
    let (page, program) = (account.page(), account.program());

    account.home.edit("public_html/.htaccess", "BOURSE_PORTE=auto", "BOURSE_PORTE=cgi");
    let second = account.release("second.zip", &first, improve);
    let stop = AtomicBool::new(false);
    let (updated, answers) = std::thread::scope(|scope| {
        let visitor = scope.spawn(|| {
            let mut answers = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                answers.extend(["/", "/api/v1/install"].map(|path| account.apache.get(path).status));
                // Slower than the program's own limit of requests a minute.
                std::thread::sleep(Duration::from_millis(250));
            }
            answers
        });
        let updated = account.run("deploy-update", &[text(&second)]);
        stop.store(true, Ordering::Relaxed);
        (updated, visitor.join().expect("the visitor gets answers"))
    });
    assert!(updated.status.success(), "{}", said(&updated));
    assert!(!answers.is_empty() && answers.iter().all(|status| *status == 200), "{answers:?}");
    account.assert_ready();
    let backups = std::fs::read_dir(account.home.join("backup")).expect("backups lie there");
    let backups: Vec<_> = backups
        .map(|entry| entry.expect("and can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "zst"))
        .collect();
    assert_eq!(backups.len(), 1, "{backups:?}");
    let verified = account.home.command(&["backup", "verify", text(&backups[0])]).output();
    assert!(verified.is_ok_and(|verified| verified.status.success()), "{backups:?} is no whole backup");
    assert!(account.page().ends_with("improved") && account.program().ends_with(b"improved"));
    let htaccess = std::fs::read_to_string(account.home.join("public_html/.htaccess")).expect("it is there");
    assert!(htaccess.contains("BOURSE_PORTE=cgi"), "the administrator's word stays");
    assert_eq!(std::fs::read_to_string(&settings).ok().as_deref(), Some(SETTINGS));

    let back = account.run("deploy-update", &["--back"]);
    assert!(back.status.success(), "{}", said(&back));
    account.assert_ready();
    assert!(account.page() == page && account.program() == program, "the first release is back");
    assert!(!account.home.join("public_html/assets/improved-1a2b.js").exists());
    let again = account.run("deploy-update", &["--back"]);
    assert!(!again.status.success() && said(&again).contains("there is no release"), "{}", said(&again));
}

#[test]
fn assets_of_the_release_before_stay_for_open_pages_and_older_ones_go() {
    let (account, first) = Account::installed();
    let gone = "public_html/assets/improved-1a2b.js";
    let second = account.release("second.zip", &first, improve);
    for (release, there) in [(&second, true), (&first, true), (&first, false)] {
        let updated = account.run("deploy-update", &["--no-backup", text(release)]);
        assert!(updated.status.success(), "{}", said(&updated));
        assert_eq!(account.home.join(gone).exists(), there);
    }
    account.assert_ready();
    let kept = std::fs::read_dir(account.home.join("bourse/releases")).expect("releases are kept there");
    assert_eq!(kept.count(), 3, "the last release, the one before, and which is the last");
}

#[test]
fn a_release_that_is_not_ready_returns_by_itself() {
    let (account, first) = Account::installed();
    let before = (account.page(), account.program());
    let names: Vec<_> = account.files().into_keys().collect();
    let broken = account.release("broken.zip", &first, break_program);
    let failed = account.run("deploy-update", &["--no-backup", text(&broken)]);
    assert!(!failed.status.success(), "{}", said(&failed));
    assert!(said(&failed).contains("runs again"), "{}", said(&failed));
    account.assert_ready();
    assert!(before == (account.page(), account.program()), "the former release is back");
    assert_eq!(account.files().into_keys().collect::<Vec<_>>(), names, "nothing is left of the other");
}

#[test]
fn whatever_fails_before_the_switch_leaves_everything_as_it_was() {
    let (account, first) = Account::installed();
    let refuses = |tree: &Path| {
        std::fs::write(tree.join("public_html/api/bourse.fcgi"), "#!/bin/sh\nexit 1\n")
            .expect("it can be written");
    };
    let cannot_migrate = account.release("cannot-migrate.zip", &first, refuses);
    let before = account.files();
    let failed = account.run("deploy-update", &["--no-backup", text(&cannot_migrate)]);
    assert!(!failed.status.success() && said(&failed).contains("nothing was switched"), "{}", said(&failed));
    assert_eq!(account.files(), before);

    let rehearsed = account.run("deploy-update", &["--dry-run", text(&cannot_migrate)]);
    assert!(rehearsed.status.success(), "{}", said(&rehearsed));
    assert!(said(&rehearsed).contains("would write public_html/api/bourse.fcgi"), "{}", said(&rehearsed));
    assert!(!said(&rehearsed).contains("public_html/icons"), "only what differs: {}", said(&rehearsed));
    assert_eq!(account.files(), before);

    let twice = account.run("deploy-initial", &[text(&first)]);
    assert!(!twice.status.success() && said(&twice).contains("deploy-update"), "{}", said(&twice));

    // A file where the folder of the backups belongs: none can be made.
    std::fs::remove_dir(account.home.join("backup")).expect("the folder is empty");
    account.home.write("backup", "");
    let before = account.files();
    let failed = account.run("deploy-update", &[text(&first)]);
    assert!(!failed.status.success() && said(&failed).contains("backup failed"), "{}", said(&failed));
    assert_eq!(account.files(), before);
}

#[test]
fn a_first_release_that_is_not_ready_leaves_the_site_that_was_there() {
    let account = Account::empty();
    account.home.write("public_html/index.html", "the host's own page");
    let release = package(&account.releases, "first.zip");
    let broken = account.release("broken.zip", &release, break_program);
    let settings = account.releases.join("settings");
    std::fs::write(&settings, SETTINGS).expect("the settings can be written");
    let failed = account.run("deploy-initial", &["--env", text(&settings), text(&broken)]);
    assert!(!failed.status.success(), "{}", said(&failed));
    assert_eq!(account.page(), "the host's own page");
    let site: Vec<_> = account.files().into_keys().filter(|name| name.contains("public_html")).collect();
    assert_eq!(site, [text(&account.home.join("public_html/index.html"))]);
}

#[test]
fn a_site_in_a_folder_of_another_name_is_installed_and_updated_there() {
    let home = Home::empty(server_owner());
    // Apache of the tests serves public_html: the host's own name for it leads to the same place.
    std::fs::rename(home.join("public_html"), home.join("www")).expect("the folder can be renamed");
    std::os::unix::fs::symlink("www", home.join("public_html")).expect("a link can be made");
    let account = Account::of(home);
    let first = package(&account.releases, "first.zip");
    let settings = account.releases.join("settings");
    std::fs::write(&settings, SETTINGS).expect("the settings can be written");
    let arguments = ["--site", "www", "--env", text(&settings), text(&first)];
    let installed = account.run("deploy-initial", &arguments);
    assert!(installed.status.success(), "{}\n{}", said(&installed), account.sshd.log());
    account.assert_ready();
    let second = account.release("second.zip", &first, improve);
    let updated = account.run("deploy-update", &["--site", "www", text(&second)]);
    assert!(updated.status.success(), "{}", said(&updated));
    assert!(account.page().ends_with("improved") && account.program().ends_with(b"improved"));
    let back = account.run("deploy-update", &["--site", "www", "--back"]);
    assert!(back.status.success(), "{}", said(&back));
    account.assert_ready();
    std::fs::remove_file(account.home.join("public_html"))
        .expect("the link is there, and no folder in its place");
    let version = account.home.command(&["version"]).output();
    assert!(version.is_ok_and(|version| version.status.success()), "cron finds the program in www");
}
