//! Exported files, which can be made again: removed by age, and the oldest first when there are too many.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::config::Exports;

/// One exported file.
struct File {
    path: PathBuf,
    bytes: u64,
    modified: SystemTime,
}

/// What the folder holds: how many files, and how many bytes in all.
pub fn held(folder: &Path) -> (usize, u64) {
    let files = files(folder);
    (files.len(), files.iter().map(|file| file.bytes).sum())
}

/// Removes what is too old, then the oldest until the rest fits. Gives how many files went.
pub fn clean(folder: &Path, limits: &Exports, now: SystemTime) -> usize {
    let mut files = files(folder);
    files.sort_by_key(|file| std::cmp::Reverse(file.modified));
    let oldest = Duration::from_hours(24 * u64::from(limits.keep_days));
    let (mut room, mut gone) = (limits.most_bytes, 0);
    for file in files {
        let too_old = now.duration_since(file.modified).is_ok_and(|age| age > oldest);
        match room.checked_sub(file.bytes) {
            Some(left) if !too_old => room = left,
            _ => {
                // Everything older goes as well: a small old file must not outlive a large young one.
                room = if too_old { room } else { 0 };
                gone += usize::from(std::fs::remove_file(&file.path).is_ok());
            }
        }
    }
    gone
}

fn files(folder: &Path) -> Vec<File> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter_map(|entry| {
        let facts = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
        Some(File { path: entry.path(), bytes: facts.len(), modified: facts.modified().ok()? })
    });
    files.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_files_go_and_then_the_oldest_until_the_rest_fits() {
        let folder = std::env::temp_dir().join(format!("bourse-exports-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let now = SystemTime::now();
        for (name, bytes, days) in [("a", 400, 0), ("b", 400, 1), ("c", 400, 2), ("d", 1, 3), ("e", 1, 40)] {
            let path = folder.join(name);
            std::fs::write(&path, vec![b'x'; bytes]).unwrap();
            let file = std::fs::File::options().write(true).open(path).unwrap();
            file.set_modified(now - Duration::from_hours(24 * days)).unwrap();
        }
        let limits = Exports { keep_days: 30, most_bytes: 1000 };
        assert_eq!(held(&folder), (5, 1202));
        assert_eq!(clean(&folder, &limits, now), 3);
        let mut left: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["a", "b"]);
        assert_eq!(clean(&folder, &limits, now), 0);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
