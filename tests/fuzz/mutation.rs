//! Chance that can be repeated, and the ways to change an input.

/// Steele and Vigna's `SplitMix64`: small, and the same everywhere.
pub struct Chance(u64);

impl Chance {
    /// The same seed gives the same numbers.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `most`; 0 when that is 0.
    pub fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % (most.max(1) as u64)).unwrap()
    }

    /// One of them.
    pub fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }
}

/// Bytes at which formats change their mind.
const BORDERS: [u8; 10] = [0, 1, 0x0a, 0x22, 0x2c, 0x3b, 0x7f, 0x80, 0xfe, 0xff];

/// Longest input made; the limits beyond have tests of their own.
const LONGEST: usize = 200_000;

/// One of the inputs with one to six changes.
pub fn change(inputs: &[Vec<u8>], words: &[&[u8]], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = inputs[chance.below(inputs.len())].clone();
    for _ in 0..=chance.below(6) {
        let other = &inputs[chance.below(inputs.len())];
        change_once(&mut bytes, other, words, chance);
    }
    bytes.truncate(LONGEST);
    bytes
}

fn change_once(bytes: &mut Vec<u8>, other: &[u8], words: &[&[u8]], chance: &mut Chance) {
    let at = chance.below(bytes.len() + 1);
    let run = 1 + chance.below(16);
    let end = (at + run).min(bytes.len());
    match chance.below(9) {
        0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
        1 if at < bytes.len() => bytes[at] = BORDERS[chance.below(BORDERS.len())],
        2 if at < bytes.len() => bytes[at] = chance.byte(),
        3 => drop(bytes.drain(at..end)),
        4 => {
            let piece = bytes[at..end].to_vec();
            let times = 1 + chance.below(40);
            bytes.splice(at..at, piece.repeat(times));
        }
        5 => {
            let from = chance.below(other.len() + 1);
            let length = chance.below(200);
            let piece = &other[from..(from + length).min(other.len())];
            bytes.splice(at..at, piece.iter().copied());
        }
        6 => bytes.truncate(at),
        7 if !words.is_empty() => {
            let word = chance.one_of(words);
            // Over what is there or before it.
            let over = if chance.below(2) == 0 { at..end } else { at..at };
            bytes.splice(over, word.iter().copied());
        }
        _ => {
            let filler = chance.byte();
            bytes.splice(at..at, std::iter::repeat_n(filler, run));
        }
    }
}
