//! A private SSH server that lets its one key into the account of a [`Home`](super::home::Home).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::folder::Folder;
use super::home::Owner;
use super::leash::{Leash, eventually, free_port};

/// A running server. Stopped when dropped.
pub struct Sshd {
    leash: Leash,
    folder: Folder,
    /// Where it listens on loopback.
    pub port: u16,
}

impl Sshd {
    /// Starts one; whoever comes in works as `owner` in `home`.
    pub fn start(owner: &Owner, home: &Path) -> Self {
        let folder = Folder::new("sshd");
        for key in ["host_key", "user_key"] {
            let mut keygen = Command::new("ssh-keygen");
            let made = keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(folder.join(key)).status();
            assert!(
                made.is_ok_and(|status| status.success()),
                "ssh-keygen makes a key (scripts/setup test?)"
            );
        }
        // Without it the server, where it runs as root, refuses to start.
        let _ = std::fs::create_dir_all("/run/sshd");
        let port = free_port();
        let place = |name: &str| folder.join(name).display().to_string();
        let configuration = format!(
            "ListenAddress 127.0.0.1:{port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nUsePAM no\n\
             StrictModes no\nPermitRootLogin prohibit-password\nPasswordAuthentication no\nForceCommand {}\n",
            place("host_key"),
            place("user_key.pub"),
            place("account"),
        );
        std::fs::write(folder.join("sshd_config"), configuration).expect("the configuration can be written");
        std::fs::write(folder.join("account"), account(owner, home)).expect("and the account's entrance");
        let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(folder.join("account"), executable).expect("its mode can be set");
        let host_key = std::fs::read_to_string(folder.join("host_key.pub")).expect("the key was made");
        std::fs::write(folder.join("known_hosts"), format!("[127.0.0.1]:{port} {host_key}"))
            .expect("the known hosts can be written");
        let client = format!(
            "Host *\nUserKnownHostsFile {}\nIdentityFile {}\nIdentitiesOnly yes\nBatchMode yes\n",
            place("known_hosts"),
            place("user_key"),
        );
        std::fs::write(folder.join("ssh_config"), client).expect("the client's configuration can be written");

        let mut command = Command::new("/usr/sbin/sshd");
        command.args(["-D", "-e", "-f"]).arg(folder.join("sshd_config"));
        let server = Self { leash: Leash::start(&command, &folder.join("log"), None), folder, port };
        let ready = eventually(Duration::from_secs(20), || {
            std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() || !server.leash.is_running()
        });
        assert!(ready && server.leash.is_running(), "sshd does not start:\n{}", server.log());
        server
    }

    /// What a client needs: the key, and the server's.
    pub fn client_config(&self) -> PathBuf {
        self.folder.join("ssh_config")
    }

    /// What it has said.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

/// What stands between the log-in and the command: where tests run as root, it becomes the account's owner.
fn account(owner: &Owner, home: &Path) -> String {
    let become_owner = if rustix::process::geteuid().is_root() {
        format!("setpriv --reuid={} --regid={} --clear-groups ", owner.user, owner.group)
    } else {
        String::new()
    };
    format!(
        "#!/bin/sh\nexport HOME={}\ncd \"$HOME\" || exit\nexec {become_owner}sh -c \"$SSH_ORIGINAL_COMMAND\"\n",
        home.display()
    )
}
