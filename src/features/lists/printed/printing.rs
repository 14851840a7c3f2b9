//! From rows to what the printed forms of a list show.

use super::copy::ListCopy;
use super::sheet::{PrintedArticle, PrintedDepositor, PrintedList};
use crate::error::{Result, internal};
use crate::features::edition::catalogue::model::Catalogue;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::settings::DayHours;
use crate::features::edition::editions::states::ListType;
use crate::features::lists::declared::model::{Article, List, Owner, SlotFacts};
use crate::features::lists::states::ArticleStatus;
use crate::features::registration::depositors::numbers::colour_of;
use crate::kernel::clock::Instant;
use crate::kernel::clock::paris;
use crate::kernel::text::contact::readable_phone;
use crate::pdf::signs::on_paper;

/// A depositor as printed.
pub fn printed_depositor(owner: &Owner) -> PrintedDepositor {
    let [street, postal_code, city] =
        [&owner.address, &owner.postal_code, &owner.city].map(|part| part.as_deref().unwrap_or_default());
    PrintedDepositor {
        name: owner.name(),
        address: address_lines(street, postal_code, city),
        phone: owner.phone.as_deref().map(readable_phone),
    }
}

/// An address as on an envelope: street, then postal code and town. What is not known takes no line.
pub fn address_lines(street: &str, postal_code: &str, city: &str) -> Vec<String> {
    let lines = [street.trim().to_owned(), format!("{postal_code} {city}").trim().to_owned()];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// A list as printed, its articles by line.
pub fn printed_list(catalogue: &Catalogue, number: i32, articles: &[Article]) -> Result<PrintedList> {
    let color = colour_of(number).ok_or_else(|| internal(format!("no colour for list {number}")))?;
    let articles = articles.iter().map(|article| printed_article(catalogue, article)).collect();
    Ok(PrintedList { number, color, articles })
}

fn printed_article(catalogue: &Catalogue, article: &Article) -> PrintedArticle {
    let (category, kind) = catalogue
        .find(&article.subcategory)
        .map_or((&article.category, &article.subcategory), |(category, kind)| {
            (&category.french, &kind.french)
        });
    PrintedArticle {
        line: article.line,
        description: article.printed_title(kind),
        category_code: article.category.clone(),
        category: category.clone(),
        subcategory: kind.clone(),
        gender: article.gender.map(|gender| catalogue.gender_french(gender).to_owned()),
        size: article.size.as_deref().map(on_paper),
        color: article.color.as_deref().map(on_paper),
        brand: article.brand.as_deref().map(on_paper),
        price_cents: article.price_cents,
        refused: article.status == ArticleStatus::Refused,
    }
}

/// `mercredi 5 novembre 2025, 14 h - 16 h`.
pub fn slot_words(starts_at: Instant, ends_at: Instant) -> String {
    let (from, to) = (paris::to_local(starts_at.utc()), paris::to_local(ends_at.utc()));
    let hours = format!("{} - {}", paris::time_of_day(from.time()), paris::time_of_day(to.time()));
    format!("{}, {hours}", paris::long_date(from.date()))
}

/// Day and hours of the return of unsold articles.
pub fn return_words(edition: &Edition, list_type: ListType) -> Result<String> {
    let window = edition.return_window(list_type)?;
    Ok(window.map_or_else(|| "date donnée par l'association".to_owned(), hours_words))
}

/// `lundi 10 novembre 2025, 18 h 30 - 19 h 30`, as a slot is written.
fn hours_words(hours: DayHours) -> String {
    let (from, to) = (hours.starts_at.time(), hours.ends_at.time());
    let hours_of_day = format!("{} - {}", paris::time_of_day(from), paris::time_of_day(to));
    format!("{}, {hours_of_day}", paris::long_date(hours.day.date()))
}

/// Everything that the depositor's copy of a validated list shows.
pub fn list_copy_of(
    (list, owner, slot): (&List, &Owner, &SlotFacts),
    edition: &Edition,
    association: &str,
    validated_at: Instant,
    (catalogue, articles): (&Catalogue, &[Article]),
) -> Result<ListCopy> {
    Ok(ListCopy {
        association: association.to_owned(),
        edition: edition.name.clone(),
        validated_at: paris::to_local(validated_at.utc()),
        depositor: printed_depositor(owner),
        slot: slot_words(slot.starts_at, slot.ends_at),
        return_at: return_words(edition, list.list_type)?,
        list: printed_list(catalogue, list.number, articles)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_the_lines_that_are_known() {
        assert_eq!(
            address_lines("12 rue des Écoles", "31830", "Plaisance-du-Touch"),
            ["12 rue des Écoles", "31830 Plaisance-du-Touch"]
        );
        assert_eq!(address_lines(" ", "", "Toulouse"), ["Toulouse"]);
        assert!(address_lines("", "", "").is_empty());
    }

    #[test]
    fn slots_are_told_in_local_time() {
        let at = |text: &str| Instant::parse(text).unwrap();
        let words = slot_words(at("2025-11-05T13:00:00Z"), at("2025-11-05T15:30:00Z"));
        assert_eq!(words.replace('\u{a0}', " "), "mercredi 5 novembre 2025, 14 h - 16 h 30");
        let back = r#"{ "day": "2025-11-10", "starts_at": "18:30", "ends_at": "19:30" }"#;
        let words = hours_words(serde_json::from_str(back).unwrap());
        assert_eq!(words.replace('\u{a0}', " "), "lundi 10 novembre 2025, 18 h 30 - 19 h 30");
    }
}
