//! Inputs from outside, changed at random over a kept corpus: nothing may panic, hang or break a promise.
//!
//! Each target starts from the files of `tests/corpus/<target>/`, which it first reads as they are, and changes them with a
//! fixed seed for a few hundred rounds, so that the suite stays quick and repeatable. `BOURSE_FUZZ_SECONDS=600` makes it go
//! on for that long, with another seed each time. An input that fails is kept in the corpus, so that it is tried first
//! from then on.

mod label_code;
mod mutation;
mod records;
mod sheet;
mod sync;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use mutation::{Chance, change};

/// The longest that one input may take, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs `check` on every file of the corpus, then on changed ones. `words` are pieces of text the format knows.
fn fuzz(target: &str, rounds: u32, words: &[&[u8]], mut check: impl FnMut(&[u8])) {
    let folder = corpus(target);
    let mut inputs: Vec<Vec<u8>> = files(&folder).iter().map(|file| std::fs::read(file).unwrap()).collect();
    assert!(!inputs.is_empty(), "{} is empty", folder.display());
    for input in &inputs {
        try_one(&folder, input, &mut check);
    }
    // What is made here is changed further, or only one change deep would ever be looked at.
    let (kept, most) = (inputs.len(), inputs.len() + 64);
    let (mut chance, until) = seed();
    let mut round = 0;
    while round < rounds || until.is_some_and(|until| Instant::now() < until) {
        round += 1;
        let input = change(&inputs, words, &mut chance);
        try_one(&folder, &input, &mut check);
        if inputs.len() < most {
            inputs.push(input);
        } else {
            let place = kept + chance.below(most - kept);
            inputs[place] = input;
        }
    }
}

/// A fixed seed, or for a long run a new one and its end.
fn seed() -> (Chance, Option<Instant>) {
    let seconds = std::env::var("BOURSE_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let Some(seconds) = seconds else { return (Chance::new(1), None) };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    (Chance::new(now.as_secs()), Some(Instant::now() + Duration::from_secs(seconds)))
}

fn try_one(folder: &Path, input: &[u8], check: &mut impl FnMut(&[u8])) {
    let begun = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        check(input);
        assert!(begun.elapsed() < PATIENCE, "took {:?}", begun.elapsed());
    }));
    if let Err(panic) = outcome {
        let name = format!("crash-{}", &bourse::kernel::hex::sha256(input)[..12]);
        std::fs::write(folder.join(&name), input).unwrap();
        eprintln!("kept as {}", folder.join(name).display());
        resume_unwind(panic);
    }
}

fn corpus(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(target)
}

/// The files of a folder, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}
