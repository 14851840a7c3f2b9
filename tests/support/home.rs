//! A home folder on a shared host, filled as an administrator fills it by FTP.

use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::folder::Folder;

/// `JWT_SECRET_KEY` of every home, so that a test can sign tokens of its own.
pub const TOKEN_SECRET: &str = "only-for-the-tests-of-this-host-0001";

/// The user whose home it is, and as whom the program runs there.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Name of the user.
    pub user: String,
    /// Name of the user's group.
    pub group: String,
    uid: u32,
    gid: u32,
}

/// The home folder: `public_html/`, `public_html/api/`, `bourse/`, `storage/`, `backup/`, `tmp/`.
pub struct Home {
    folder: Folder,
    owner: Owner,
}

impl Owner {
    /// Who runs the tests.
    pub fn of_process() -> Self {
        Self {
            user: said_by("id", &["-un"]),
            group: said_by("id", &["-gn"]),
            uid: rustix::process::geteuid().as_raw(),
            gid: rustix::process::getegid().as_raw(),
        }
    }

    /// The named user where the tests run as root, which no host would let a program do; else the same.
    #[must_use]
    pub fn unless_root(self, user: &str) -> Self {
        if self.uid != 0 {
            return self;
        }
        let number = |flag| said_by("id", &[flag, user]).parse().expect("id prints numbers");
        Self { user: user.into(), group: said_by("id", &["-gn", user]), uid: number("-u"), gid: number("-g") }
    }

    /// Gives a file or folder to this user.
    pub fn take(&self, path: &Path) {
        chown(path, Some(self.uid), Some(self.gid))
            .expect("root may give files away, others own them already");
    }

    fn take_all(&self, path: &Path) {
        self.take(path);
        if path.is_dir() {
            for entry in std::fs::read_dir(path).expect("a folder just made can be read") {
                self.take_all(&entry.expect("and its entries too").path());
            }
        }
    }
}

impl Home {
    /// Lays out the tree with `binary`, the shipped `.htaccess` files and a small site; `settings` are `.env` lines
    /// added to those every installation needs (database, secrets and folders).
    pub fn unpack(binary: &Path, owner: Owner, settings: &[(&str, &str)]) -> Self {
        let home = Self { folder: Folder::new("home"), owner };
        for folder in [
            "public_html/api",
            "public_html/assets",
            "bourse",
            "storage/logs",
            "storage/etiquettes",
            "storage/bordereaux",
        ] {
            std::fs::create_dir_all(home.join(folder)).expect("the tree can be made");
        }
        for folder in ["backup", "tmp", "storage/exports"] {
            std::fs::create_dir_all(home.join(folder)).expect("the tree can be made");
        }
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("htaccess");
        copy(&shipped.join("public_html.htaccess"), &home.join("public_html/.htaccess"));
        copy(&shipped.join("api.htaccess"), &home.join("public_html/api/.htaccess"));
        home.write("public_html/index.html", "<!doctype html><title>Bourse</title>");
        home.write("public_html/sw.js", "// service worker");
        home.write("public_html/assets/app-4f2a.js", &"console.log('bourse');\n".repeat(200));
        for name in ["public_html/api/bourse.fcgi", "public_html/api/bourse.cgi", "bourse/bourse"] {
            copy(binary, &home.join(name));
            set_mode(&home.join(name), 0o755);
        }
        home.write("bourse/.env", &home.settings(settings));
        set_mode(&home.join("bourse/.env"), 0o600);
        home.owner.take_all(home.path());
        home
    }

    /// A home with nothing in it but an empty site.
    pub fn empty(owner: Owner) -> Self {
        let home = Self { folder: Folder::new("home"), owner };
        std::fs::create_dir(home.join("public_html")).expect("the folder can be made");
        home.owner.take_all(home.path());
        home
    }

    /// An empty home filled as the release's guide says: the archive unpacked by plain `unzip`, `settings` as `.env`.
    pub fn unzip(archive: &Path, owner: Owner, settings: &str) -> Self {
        let home = Self { folder: Folder::new("home"), owner };
        let mut unzip = Command::new("unzip");
        let unpacked =
            unzip.arg("-q").arg(archive).arg("-d").arg(home.path()).output().expect("unzip starts");
        assert!(unpacked.status.success(), "{}", String::from_utf8_lossy(&unpacked.stderr));
        home.write("bourse/.env", settings);
        set_mode(&home.join("bourse/.env"), 0o600);
        home.owner.take_all(home.path());
        home
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A path inside it.
    pub fn join(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Whose it is.
    pub const fn owner(&self) -> &Owner {
        &self.owner
    }

    /// Writes a file there, owned by the home's user.
    pub fn write(&self, name: &str, content: &str) {
        let path = self.join(name);
        std::fs::write(&path, content).expect("the home can be written");
        self.owner.take(&path);
    }

    /// Changes a word of a file, as the administrator does in an editor; the test fails when it is not there.
    pub fn edit(&self, name: &str, from: &str, to: &str) {
        let before = std::fs::read_to_string(self.join(name)).expect("the file is there");
        assert!(before.contains(from), "{name} does not say {from}");
        self.write(name, &before.replace(from, to));
    }

    /// Puts `binary` in the place of `name` by renaming, the only way that is safe while it runs.
    pub fn replace(&self, name: &str, binary: &Path) {
        let beside = self.join(&format!("{name}.new"));
        copy(binary, &beside);
        set_mode(&beside, 0o755);
        self.owner.take(&beside);
        std::fs::rename(&beside, self.join(name)).expect("a rename within the home");
    }

    /// `~/bourse/bourse` as its owner would run it, with nothing of the test's environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.join("bourse/bourse"));
        command.args(arguments).env_clear().current_dir(self.path());
        if self.owner.uid != rustix::process::geteuid().as_raw() {
            command.uid(self.owner.uid).gid(self.owner.gid);
        }
        command
    }

    fn settings(&self, further: &[(&str, &str)]) -> String {
        let path = |name: &str| self.join(name).display().to_string();
        let mut lines = vec![
            ("APP_ENV", "production".to_owned()),
            ("APP_URL", "http://localhost".to_owned()),
            ("DATABASE_URL", format!("sqlite:{}", path("storage/bourse.sqlite"))),
            ("JWT_SECRET_KEY", TOKEN_SECRET.to_owned()),
            ("OFFLINE_HMAC_SECRET", "only-for-the-tests-of-this-host-0002".to_owned()),
            ("STORAGE_PATH", path("storage")),
            ("LOGS_PATH", path("storage/logs")),
            ("BACKUP_PATH", path("backup")),
        ];
        for (key, value) in further {
            lines.retain(|(known, _)| known != key);
            lines.push((key, (*value).to_owned()));
        }
        let lines: Vec<_> = lines.into_iter().map(|(key, value)| format!("{key}={value}\n")).collect();
        lines.concat()
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::copy(from, to).unwrap_or_else(|error| panic!("{} to {}: {error}", from.display(), to.display()));
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
        .expect("the home's modes can be set");
}

fn said_by(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().expect("a program of every system");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
