//! Conflicts in any order, sums, clocks and lines.

use proptest::prelude::*;

use super::*;
use crate::features::sale::states::PaymentMethod;
use crate::features::sale::ticket::{NO_PREVIOUS, Payment, TicketLine};
use crate::kernel::ids::RegisterSessionId;
use uuid::Uuid;

fn at(seconds: i64) -> Instant {
    Instant::from_millis((1_762_590_000 + seconds) * 1000)
}

/// An id that sorts as its letter does.
fn ticket_id(letter: &str) -> TicketId {
    TicketId::new(Uuid::from_u128(u128::from(letter.as_bytes()[0])))
}

fn key(seconds: i64, ticket: &str, line: i32) -> ClaimKey {
    ClaimKey { sold_at: at(seconds), ticket_id: ticket_id(ticket), line }
}

fn claim(seconds: i64, ticket: &str) -> Claim {
    Claim { key: key(seconds, ticket, 1), cancelled: false }
}

fn ticket(prices: &[i32], paid: &[i32]) -> Ticket {
    let line = |(index, &price_cents): (usize, &i32)| TicketLine {
        check: None,
        code: format!("A2025-L245-A{index:02}"),
        price_cents,
    };
    let payment = |&amount_cents: &i32| Payment { amount_cents, method: PaymentMethod::Cash };
    Ticket {
        cancels: None,
        lines: prices.iter().enumerate().map(line).collect(),
        payments: paid.iter().map(payment).collect(),
        previous: NO_PREVIOUS.to_owned(),
        private_sale: false,
        sequence: 1,
        session_id: RegisterSessionId::new(Uuid::nil()),
        sold_at: Instant::parse("2025-11-08T09:31:22.123Z").unwrap(),
        ticket_id: ticket_id("t"),
        signature: String::new(),
    }
}

fn article(status: ArticleStatus) -> ArticleFacts {
    ArticleFacts { status, price_cents: 500, label_price_cents: Some(600) }
}

#[test]
fn the_earliest_claim_takes_effect_and_the_ticket_id_parts_equals() {
    let claims = [claim(20, "a"), claim(10, "c"), claim(10, "b")];
    let resolution = resolve(&claims);
    assert_eq!(resolution.effective, Some(key(10, "b", 1)));
    assert_eq!(resolution.conflicts, [key(10, "c", 1), key(20, "a", 1)]);
}

#[test]
fn a_cancelled_claim_gives_way_to_the_next() {
    let first = Claim { cancelled: true, ..claim(10, "a") };
    assert_eq!(resolve(&[first, claim(20, "b")]).effective, Some(key(20, "b", 1)));
    assert_eq!(resolve(&[first]), Resolution::default());
    assert_eq!(resolve(&[]), Resolution::default());
}

#[test]
fn sales_add_up_to_the_cent() {
    for (prices, paid, sound) in [
        (vec![500], vec![500], true),
        (vec![500, 300], vec![300, 500], true),
        (vec![500], vec![499], false),
        (vec![500], vec![600, -100], false),
        (vec![500], vec![], false),
        (vec![], vec![], false),
        (vec![500, -500], vec![], false),
        (vec![0], vec![], false),
        (vec![i32::MAX, i32::MAX], vec![i32::MAX, i32::MAX], true),
    ] {
        let expected = if sound { Ok(()) } else { Err(TicketRefusal::PaymentMismatch) };
        assert_eq!(check_amounts(&ticket(&prices, &paid), None), expected, "{prices:?} {paid:?}");
    }
}

#[test]
fn a_counter_ticket_gives_back_what_the_ticket_took() {
    let counter =
        |prices: &[i32], paid: &[i32]| Ticket { cancels: Some(ticket_id("x")), ..ticket(prices, paid) };
    assert_eq!(check_amounts(&counter(&[], &[-500]), Some(500)), Ok(()));
    assert_eq!(check_amounts(&counter(&[], &[-200, -300]), None), Ok(()));
    for (wrong, cents) in [
        (counter(&[], &[-400]), Some(500)),
        (counter(&[500], &[-500]), Some(500)),
        (counter(&[], &[500]), None),
        (counter(&[], &[]), None),
    ] {
        assert_eq!(check_amounts(&wrong, cents), Err(TicketRefusal::PaymentMismatch));
    }
}

#[test]
fn a_tills_clock_may_be_five_minutes_out() {
    let (opened, closed, now) = (at(0), at(3_600), at(7_200));
    for (sold, closed_at, sound) in [
        (at(-300), Some(closed), true),
        (at(-301), Some(closed), false),
        (at(3_900), Some(closed), true),
        (at(3_901), Some(closed), false),
        (at(3_901), None, true),
        (at(7_500), None, true),
        (at(7_501), None, false),
    ] {
        assert_eq!(check_clock(sold, opened, closed_at, now).is_ok(), sound, "{sold}");
    }
}

#[test]
fn volunteers_cancel_their_own_sale_for_five_minutes() {
    assert!(may_cancel_own(at(0), at(300)));
    assert!(!may_cancel_own(at(0), at(301)));
    assert!(may_cancel_own(at(60), at(0)), "a till's clock may be ahead");
}

#[test]
fn a_strict_sale_tells_each_line_that_cannot_be_sold() {
    let mut basket = ticket(&[500, 500, 500, 500, 600, 700, 500], &[]);
    basket.lines[6].code = basket.lines[0].code.clone();
    let on_sale = || Some(article(ArticleStatus::OnSale));
    let articles = [
        on_sale(),
        None,
        Some(article(ArticleStatus::Sold)),
        Some(article(ArticleStatus::Refused)),
        on_sale(),
        on_sale(),
        on_sale(),
    ];
    assert_eq!(
        line_refusals(&basket, &articles),
        [
            (1, LineRefusal::UnknownCode),
            (2, LineRefusal::AlreadySold),
            (3, LineRefusal::NotOnSale),
            (5, LineRefusal::PriceDiffers),
            (6, LineRefusal::DuplicateLine),
        ]
    );
}

#[test]
fn a_line_paid_off_line_is_told_for_what_it_became() {
    for (status, price, effective, expected) in [
        (ArticleStatus::OnSale, 500, true, LineStatus::Sold),
        (ArticleStatus::OnSale, 600, true, LineStatus::Sold),
        (ArticleStatus::OnSale, 700, true, LineStatus::PriceDiffers),
        (ArticleStatus::Sold, 500, false, LineStatus::Conflict),
        (ArticleStatus::Unsold, 500, true, LineStatus::Sold),
        (ArticleStatus::Refused, 500, true, LineStatus::Sold),
        (ArticleStatus::Returned, 500, true, LineStatus::Sold),
        (ArticleStatus::Withdrawn, 500, false, LineStatus::Conflict),
    ] {
        assert_eq!(line_status(Some(&article(status)), price, effective), expected, "{status} at {price}");
    }
    assert_eq!(line_status(None, 500, false), LineStatus::UnknownCode);
}

/// What the server keeps of one article while syncs arrive: one row per claim, resolved again after each batch.
fn after_syncs(batches: &[Vec<Claim>]) -> Resolution {
    let mut rows: Vec<Claim> = Vec::new();
    let mut resolution = Resolution::default();
    for batch in batches {
        for claim in batch {
            match rows.iter_mut().find(|row| row.key == claim.key) {
                Some(row) => row.cancelled |= claim.cancelled,
                None => rows.push(*claim),
            }
        }
        resolution = resolve(&rows);
    }
    resolution
}

prop_compose! {
    fn any_claim()(seconds in 0..4_i64, ticket in "[a-d]", line in 1..3_i32, cancelled in proptest::bool::weighted(0.3)) -> Claim {
        Claim { key: key(seconds, &ticket, line), cancelled }
    }
}

/// The same claims in another order, some of them twice, cut into pieces.
fn rearranged(claims: Vec<Claim>) -> impl Strategy<Value = (Vec<Claim>, Vec<Vec<Claim>>)> {
    let repeats = proptest::sample::subsequence(claims.clone(), 0..=claims.len());
    repeats.prop_flat_map(move |repeated| {
        let all: Vec<Claim> = claims.iter().copied().chain(repeated).collect();
        (Just(claims.clone()), Just(all).prop_shuffle(), 1..5_usize).prop_map(|(claims, shuffled, size)| {
            (claims, shuffled.chunks(size).map(<[Claim]>::to_vec).collect())
        })
    })
}

proptest! {
    #[test]
    fn any_permutation_repetition_and_splitting_of_syncs_gives_one_state(
        (claims, batches) in proptest::collection::vec(any_claim(), 0..12).prop_flat_map(rearranged),
    ) {
        prop_assert_eq!(after_syncs(&batches), resolve(&claims));
    }

    #[test]
    fn exactly_one_standing_claim_takes_effect(claims in proptest::collection::vec(any_claim(), 0..12)) {
        let cancelled: BTreeSet<&ClaimKey> = claims.iter().filter(|c| c.cancelled).map(|c| &c.key).collect();
        let standing: BTreeSet<&ClaimKey> = claims.iter().map(|c| &c.key).filter(|k| !cancelled.contains(k)).collect();
        let resolution = resolve(&claims);
        prop_assert_eq!(resolution.effective.as_ref(), standing.first().copied());
        prop_assert_eq!(resolution.conflicts.len(), standing.len().saturating_sub(1));
    }

    #[test]
    fn a_ticket_that_adds_up_no_longer_does_with_one_cent_more(
        prices in proptest::collection::vec(1..20_000_i32, 1..10), cash in 0..5_000_i32,
    ) {
        let total: i32 = prices.iter().sum();
        let cash = cash.min(total - 1);
        let paid: Vec<i32> = [cash, total - cash].into_iter().filter(|&amount| amount > 0).collect();
        prop_assert_eq!(check_amounts(&ticket(&prices, &paid), None), Ok(()));
        let mut more = paid;
        more[0] += 1;
        prop_assert!(check_amounts(&ticket(&prices, &more), None).is_err());
    }
}
