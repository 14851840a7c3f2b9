//! The files of an installation: which of them are saved, and how restored ones take their place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::Place;
use crate::config::{Config, Database, MailTransport};

/// New files wait here, in the folder they are for, until the database has been restored.
const NEW: &str = ".restauration-nouvelle";

/// What they replace waits here to be removed.
const OLD: &str = ".restauration-ancienne";

/// The folders of an installation and what in them belongs to the host rather than to the sale.
#[derive(Debug)]
pub struct Storage {
    roots: [(Place, PathBuf); 3],
    apart: Vec<PathBuf>,
}

impl Storage {
    /// The folders that the configuration names.
    pub fn of(config: &Config) -> Self {
        let folders = &config.folders;
        let roots = [
            (Place::Storage, whole(&folders.storage)),
            (Place::Labels, whole(&folders.labels)),
            (Place::Slips, whole(&folders.slips)),
        ];
        // Logs tell of a host, mails have left, and the database is saved row by row.
        let mut apart = vec![whole(&folders.logs), whole(&folders.backup)];
        if let MailTransport::File(folder) = &config.mail.transport {
            apart.push(whole(folder));
        }
        if let Database::Sqlite { path } = &config.database {
            let path = whole(path);
            apart.extend(["-wal", "-shm", "-journal"].map(|ending| beside(&path, ending)));
            apart.push(path);
        }
        Self { roots, apart }
    }

    /// Every file to be saved: its folder, its path below that folder with `/`, and where it lies.
    ///
    /// Hidden files are locks and half-written things; links and names that are no text are left out.
    pub fn files(&self) -> io::Result<Vec<(Place, String, PathBuf)>> {
        let mut found = Vec::new();
        for (place, root) in &self.roots {
            let mut folders = vec![(root.clone(), String::new())];
            while let Some((folder, prefix)) = folders.pop() {
                for (name, path) in visible(&folder)? {
                    let kind = fs::symlink_metadata(&path).map(|facts| facts.file_type());
                    let Ok(kind) = kind else { continue };
                    if self.is_apart(*place, &path) {
                        continue;
                    }
                    if kind.is_dir() {
                        folders.push((path, format!("{prefix}{name}/")));
                    } else if kind.is_file() {
                        found.push((*place, format!("{prefix}{name}"), path));
                    }
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// Whether `path`, met on the way through the folder of `place`, is not part of it.
    fn is_apart(&self, place: Place, path: &Path) -> bool {
        self.boundaries(place).any(|known| known == path)
    }

    fn boundaries(&self, place: Place) -> impl Iterator<Item = &PathBuf> {
        let others = self.roots.iter().filter(move |(other, _)| *other != place).map(|(_, root)| root);
        self.apart.iter().chain(others)
    }

    /// Makes empty places for new files, beside the present ones; what an earlier attempt left goes away.
    pub fn prepare(&self) -> io::Result<()> {
        self.forget()?;
        for (_, root) in &self.roots {
            fs::create_dir_all(root.join(NEW))?;
        }
        Ok(())
    }

    /// A new file, waiting. `path` has been checked by the manifest.
    pub fn create(&self, place: Place, path: &str) -> io::Result<fs::File> {
        let root = self.roots.iter().find(|(known, _)| *known == place);
        let root = root.map(|(_, root)| root).ok_or(io::ErrorKind::NotFound)?;
        let target = root.join(NEW).join(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::File::create_new(target)
    }

    /// Puts the new files in the place of the present ones, by renaming only.
    pub fn switch(&self) -> io::Result<()> {
        for (place, root) in &self.roots {
            self.set_aside(*place, root, &root.join(OLD))?;
            bring(&root.join(NEW), root)?;
        }
        Ok(())
    }

    /// Removes whatever waits.
    pub fn forget(&self) -> io::Result<()> {
        for (_, root) in &self.roots {
            for name in [NEW, OLD] {
                match fs::remove_dir_all(root.join(name)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn set_aside(&self, place: Place, folder: &Path, aside: &Path) -> io::Result<()> {
        for (name, path) in visible(folder)? {
            if self.is_apart(place, &path) {
                continue;
            }
            fs::create_dir_all(aside)?;
            if self.boundaries(place).any(|known| known.starts_with(&path)) {
                self.set_aside(place, &path, &aside.join(name))?;
            } else {
                fs::rename(&path, aside.join(name))?;
            }
        }
        Ok(())
    }
}

/// Moves everything in `from` to `folder`; folders that are still there take what belongs into them.
fn bring(from: &Path, folder: &Path) -> io::Result<()> {
    for (name, path) in visible(from)? {
        let target = folder.join(name);
        if path.is_dir() && target.is_dir() {
            bring(&path, &target)?;
        } else {
            fs::rename(&path, target)?;
        }
    }
    Ok(())
}

/// What lies in a folder, by name; nothing when there is no such folder.
fn visible(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        match entry.file_name().into_string() {
            Ok(name) if !name.starts_with('.') => found.push((name, entry.path())),
            _ => {}
        }
    }
    Ok(found)
}

/// The path as the system resolves it, so that one place has one name; what does not exist yet by its parent.
fn whole(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) if !parent.as_os_str().is_empty() => whole(parent).join(name),
        (_, Some(name)) => fs::canonicalize(".").unwrap_or_default().join(name),
        _ => path.to_owned(),
    })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
