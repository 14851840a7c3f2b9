//! Files that are there whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

/// Tells apart what one process writes at the same time.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// Writes a file under a temporary name in the same folder, which is made where it is missing, and renames it.
///
/// Whoever reads meanwhile finds the former file, a full disk leaves it as it was, and of two who write at the same time
/// each finishes: the later rename counts.
pub fn write(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let temporary = path.with_extension(format!("{}-{number}.new", std::process::id()));
    let written = (|| {
        let mut file = BufWriter::new(File::create(&temporary)?);
        write(&mut file)?;
        file.flush()?;
        fs::rename(&temporary, path)
    })();
    if written.is_err() {
        // What is half written is in nobody's way; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&temporary);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_whole_or_left_as_it_was() {
        let folder = std::env::temp_dir().join(format!("bourse-whole-file-{}", std::process::id()));
        let path = folder.join("new/sheet.pdf");
        write(&path, |file| file.write_all(b"first")).unwrap();
        let cut = write(&path, |file| {
            file.write_all(b"half of the sec")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(cut.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs::read(&path).unwrap(), b"first");
        write(&path, |file| file.write_all(b"second")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(names(&folder.join("new")), ["sheet.pdf"]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn of_two_who_write_at_once_each_finishes_and_a_reader_sees_one_of_them_whole() {
        const HALF: usize = 40_000;
        let folder = std::env::temp_dir().join(format!("bourse-two-writers-{}", std::process::id()));
        let path = folder.join("slips.pdf");
        let fill = |sign: u8| {
            for _ in 0..40 {
                write(&path, |file| {
                    file.write_all(&vec![sign; HALF])?;
                    std::thread::yield_now();
                    file.write_all(&vec![sign; HALF])
                })
                .unwrap();
            }
        };
        fill(b'0');
        std::thread::scope(|scope| {
            let fill = &fill;
            let writers = [b'1', b'2'].map(|sign| scope.spawn(move || fill(sign)));
            while !writers.iter().all(std::thread::ScopedJoinHandle::is_finished) {
                let seen = fs::read(&path).unwrap();
                assert_eq!(seen.len(), 2 * HALF);
                assert!(seen.iter().all(|sign| *sign == seen[0]), "two files in one");
            }
        });
        assert_eq!(names(&folder), ["slips.pdf"]);
        fs::remove_dir_all(folder).unwrap();
    }
}
