//! List numbers and the colours of their labels (domain.md 6).

pub mod number_text;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::features::edition::editions::states::ListType;

/// Numbers of standard lists.
const STANDARD: RangeInclusive<i32> = 100..=699;
/// Numbers of members' lists.
const MEMBER: RangeInclusive<i32> = 1000..=1999;
/// Numbers of families' lists.
const FAMILY: RangeInclusive<i32> = 2000..=2999;
/// Numbers of standard lists beyond the 600th, where an edition allows them.
const OVERFLOW: RangeInclusive<i32> = 3000..=9999;

/// From a member's number to its mirror for family and friends.
const MIRROR: i32 = 1000;

/// The colour of a label; black text on it keeps a contrast of 4.5:1 at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelColour {
    /// French name.
    pub french: &'static str,
    /// Red, green, blue as `#RRGGBB`.
    pub hex: &'static str,
}

const HUNDREDS: [LabelColour; 6] = [
    LabelColour { french: "bleu ciel", hex: "#87CEEB" },
    LabelColour { french: "jaune soleil", hex: "#FFD700" },
    LabelColour { french: "fuchsia", hex: "#FF77FF" },
    LabelColour { french: "lilas", hex: "#C8A2C8" },
    LabelColour { french: "vert menthe", hex: "#98FF98" },
    LabelColour { french: "clémentine", hex: "#FFA500" },
];

const WHITE: LabelColour = LabelColour { french: "blanc", hex: "#FFFFFF" };
const CURRANT: LabelColour = LabelColour { french: "groseille", hex: "#F4A0B5" };

/// The type of lists that a number belongs to; `None` for a number that no list may have.
pub fn list_type_of(number: i32) -> Option<ListType> {
    if STANDARD.contains(&number) || OVERFLOW.contains(&number) {
        Some(ListType::Standard)
    } else if MEMBER.contains(&number) {
        Some(ListType::Member1000)
    } else if FAMILY.contains(&number) {
        Some(ListType::Family2000)
    } else {
        None
    }
}

/// The colour of the labels of a list; `None` for a number that no list may have.
pub fn colour_of(number: i32) -> Option<LabelColour> {
    match list_type_of(number)? {
        ListType::Member1000 => Some(WHITE),
        ListType::Family2000 => Some(CURRANT),
        ListType::Standard => {
            let first = if OVERFLOW.contains(&number) { *OVERFLOW.start() } else { *STANDARD.start() };
            let hundred = usize::try_from((number - first) / 100).ok()?;
            Some(HUNDREDS[hundred % HUNDREDS.len()])
        }
    }
}

/// How many lists a depositor may hand in (domain.md 5.7). `returning` is whether a member took part before.
pub const fn max_lists(list_type: ListType, returning: bool) -> usize {
    match (list_type, returning) {
        (ListType::Standard, _) | (ListType::Member1000, false) => 2,
        (ListType::Member1000, true) | (ListType::Family2000, _) => 4,
    }
}

/// The lowest free even/odd pair for a standard depositor; from 3000 on when the edition allows it.
pub fn next_pair(taken: &BTreeSet<i32>, beyond_600: bool) -> Option<[i32; 2]> {
    let overflow = beyond_600.then_some(OVERFLOW).into_iter().flatten();
    STANDARD
        .chain(overflow)
        .step_by(2)
        .map(|even| [even, even + 1])
        .find(|pair| pair.iter().all(|number| !taken.contains(number)))
}

/// Four numbers that belong to one person: a member's `1100-1103`, or their mirror `2100-2103`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Block(i32);

impl Block {
    /// The block that a 1000- or 2000-number lies in.
    pub fn containing(number: i32) -> Option<Self> {
        (MEMBER.contains(&number) || FAMILY.contains(&number)).then_some(Self(number - number % 4))
    }

    /// Its lowest number.
    pub const fn start(self) -> i32 {
        self.0
    }

    /// Its first `count` numbers, four at most.
    pub fn numbers(self, count: usize) -> Vec<i32> {
        (self.0..).take(count.min(4)).collect()
    }

    /// The family's block of a member's, and the other way round.
    #[must_use]
    pub fn mirror(self) -> Self {
        if MEMBER.contains(&self.0) { Self(self.0 + MIRROR) } else { Self(self.0 - MIRROR) }
    }
}

/// The lowest member's block that nobody holds.
pub fn next_member_block(held: &BTreeSet<Block>) -> Option<Block> {
    MEMBER.step_by(4).map(Block).find(|block| !held.contains(block))
}

/// A block for a family whose member is not known: the highest that nobody holds, whose mirror nobody holds.
///
/// Members' blocks are given out from below, so that the mirrors of those to come stay free.
pub fn next_family_block(held: &BTreeSet<Block>) -> Option<Block> {
    FAMILY
        .rev()
        .filter(|number| number % 4 == 0)
        .map(Block)
        .find(|block| !held.contains(block) && !held.contains(&block.mirror()))
}

/// `245 et 246`; `1100, 1101, 1102 et 1103`.
pub(crate) fn in_words(numbers: &[i32]) -> String {
    let words: Vec<String> = numbers.iter().map(i32::to_string).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} et {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_hundred_has_its_colour() {
        for (number, french) in [
            (100, Some("bleu ciel")),
            (199, Some("bleu ciel")),
            (200, Some("jaune soleil")),
            (399, Some("fuchsia")),
            (400, Some("lilas")),
            (599, Some("vert menthe")),
            (699, Some("clémentine")),
            (1000, Some("blanc")),
            (1999, Some("blanc")),
            (2000, Some("groseille")),
            (3000, Some("bleu ciel")),
            (3599, Some("clémentine")),
            (3600, Some("bleu ciel")),
            (99, None),
            (700, None),
            (999, None),
            (-100, None),
            (10_000, None),
        ] {
            assert_eq!(colour_of(number).map(|colour| colour.french), french, "{number}");
        }
    }

    #[test]
    fn black_text_is_readable_on_every_colour() {
        for colour in HUNDREDS.into_iter().chain([WHITE, CURRANT]) {
            let channel =
                |at: usize| f64::from(u8::from_str_radix(&colour.hex[at..at + 2], 16).unwrap()) / 255.0;
            let linear = |c: f64| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
            let luminance =
                0.2126 * linear(channel(1)) + 0.7152 * linear(channel(3)) + 0.0722 * linear(channel(5));
            assert!((luminance + 0.05) / 0.05 >= 4.5, "{}", colour.french);
        }
    }

    #[test]
    fn depositors_get_the_lowest_free_pair() {
        let taken = BTreeSet::from([100, 101, 103, 106]);
        assert_eq!(next_pair(&taken, false), Some([104, 105]));
        assert_eq!(next_pair(&BTreeSet::new(), false), Some([100, 101]));
    }

    #[test]
    fn numbering_goes_on_from_3000_only_when_allowed() {
        let full: BTreeSet<i32> = (100..700).collect();
        assert_eq!(next_pair(&full, false), None);
        assert_eq!(next_pair(&full, true), Some([3000, 3001]));
    }

    #[test]
    fn a_members_block_has_four_numbers_and_a_mirror() {
        let block = Block::containing(1102).unwrap();
        assert_eq!(block.numbers(4), [1100, 1101, 1102, 1103]);
        assert_eq!(block.numbers(2), [1100, 1101]);
        assert_eq!(block.mirror().numbers(9), [2100, 2101, 2102, 2103]);
        assert_eq!(block.mirror().mirror(), block);
        assert_eq!(Block::containing(300), None);
    }

    #[test]
    fn new_families_stay_clear_of_the_mirrors_of_members() {
        let held = BTreeSet::from([Block(1996), Block(2992), Block(1000)]);
        assert_eq!(next_member_block(&held).map(Block::start), Some(1004));
        assert_eq!(next_family_block(&held).map(Block::start), Some(2988));
    }

    #[test]
    fn members_bring_more_lists_from_their_second_edition_on() {
        assert_eq!(max_lists(ListType::Standard, true), 2);
        assert_eq!(max_lists(ListType::Member1000, false), 2);
        assert_eq!(max_lists(ListType::Member1000, true), 4);
        assert_eq!(max_lists(ListType::Family2000, false), 4);
    }

    proptest! {
        #[test]
        fn pairs_drawn_one_after_the_other_never_overlap(
            mut taken in proptest::collection::btree_set(100..700_i32, 0..500), draws in 1..80_usize,
        ) {
            for _ in 0..draws {
                let [even, odd] = next_pair(&taken, true).unwrap();
                prop_assert_eq!((even % 2, odd), (0, even + 1));
                prop_assert!(taken.insert(even) && taken.insert(odd));
                prop_assert_eq!(list_type_of(odd), Some(ListType::Standard));
            }
        }

        #[test]
        fn blocks_drawn_one_after_the_other_never_overlap(families in proptest::collection::vec(any::<bool>(), 0..120)) {
            let mut held = BTreeSet::new();
            for family in families {
                let block = if family { next_family_block(&held) } else { next_member_block(&held) }.unwrap();
                prop_assert!(held.insert(block));
                let list_type = if family { ListType::Family2000 } else { ListType::Member1000 };
                prop_assert!(block.numbers(4).iter().all(|&n| list_type_of(n) == Some(list_type)));
            }
        }
    }

    #[test]
    fn numbers_are_told_as_people_say_them() {
        assert_eq!(in_words(&[]), "");
        assert_eq!(in_words(&[245]), "245");
        assert_eq!(in_words(&[245, 246]), "245 et 246");
        assert_eq!(in_words(&[1100, 1101, 1102, 1103]), "1100, 1101, 1102 et 1103");
    }
}
