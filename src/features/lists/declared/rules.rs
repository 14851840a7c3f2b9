//! The rules of an article and of a list: facts in, all problems at once out (catalogue.md, domain.md 5).

use crate::features::lists::label_code::MOST_PRICE_CENTS;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use self::draft::ArticleDraft;
use crate::features::edition::catalogue::model::Catalogue;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::lists::states::ListState;
use crate::kernel::money::euros;
use crate::kernel::text::fold;
use crate::pdf::signs;
use crate::text_enum;

pub mod draft;
pub mod refused;

text_enum! {
    /// How much a violation weighs.
    pub enum Severity {
        /// The article cannot be saved.
        Refusal => "refusal",
        /// It can be saved once the depositor has confirmed (`not_refused`).
        Confirmation => "confirmation",
        /// Said, and saved all the same.
        Warning => "warning",
    }
}

/// A rule that an article does not meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Violation {
    /// The field to mend.
    pub field: &'static str,
    /// Rule code (catalogue.md).
    pub code: String,
    /// What is wrong and what to do, in French.
    pub message: String,
    /// How much it weighs.
    pub severity: Severity,
}

/// Whether anything keeps the article from being saved.
pub fn blocks(violations: &[Violation]) -> bool {
    violations.iter().any(|violation| violation.severity != Severity::Warning)
}

/// Gathers the problems of one article.
#[derive(Default)]
struct Findings(Vec<Violation>);

impl Findings {
    fn refuse(&mut self, field: &'static str, code: &str, message: impl Into<String>) {
        self.add(field, code, message, Severity::Refusal);
    }

    fn add(&mut self, field: &'static str, code: &str, message: impl Into<String>, severity: Severity) {
        self.0.push(Violation { field, code: code.to_owned(), message: message.into(), severity });
    }
}

/// All problems of an article on a list whose other articles have the kinds `others`.
pub fn check_article(catalogue: &Catalogue, draft: &ArticleDraft, others: &[&str]) -> Vec<Violation> {
    let mut findings = Findings::default();
    check_kind(catalogue, draft, &mut findings);
    check_limits(catalogue, draft, others, &mut findings);
    check_texts(catalogue, draft, &mut findings);
    check_price(catalogue, draft, &mut findings);
    check_lot(catalogue, draft, &mut findings);
    if !draft.certified {
        let quality =
            catalogue.find(&draft.subcategory).map_or("", |(category, _)| category.quality.as_str());
        findings.refuse(
            "certified",
            "certification_required",
            format!("Cochez la case de conformité. {quality}").trim_end(),
        );
    }
    findings.0
}

/// What keeps the words and the price of an article from standing on its label.
pub fn check_wording(catalogue: &Catalogue, draft: &ArticleDraft) -> Vec<Violation> {
    let mut findings = Findings::default();
    check_texts(catalogue, draft, &mut findings);
    check_price(catalogue, draft, &mut findings);
    findings.0.retain(|violation| violation.severity != Severity::Warning);
    findings.0
}

/// All problems of a whole list before it is validated: for each article, in order, those of [`check_article`].
pub fn check_list(catalogue: &Catalogue, drafts: &[ArticleDraft]) -> Vec<(usize, Violation)> {
    let kinds: Vec<&str> = drafts.iter().map(|draft| draft.subcategory.as_str()).collect();
    drafts
        .iter()
        .enumerate()
        // Counting only the articles before keeps a limit from being reported on every line that it covers.
        .flat_map(|(index, draft)| {
            check_article(catalogue, draft, &kinds[..index])
                .into_iter()
                .map(move |violation| (index, violation))
        })
        .collect()
}

fn check_kind(catalogue: &Catalogue, draft: &ArticleDraft, findings: &mut Findings) {
    if let Some(kind) = catalogue.find_refused(&draft.subcategory) {
        let message = format!("La bourse ne prend pas : {}. {}", kind.french, catalogue.why(kind));
        findings.refuse("subcategory", "blacklisted", message);
        return;
    }
    let Some((category, _)) = catalogue.find(&draft.subcategory) else {
        findings.refuse("subcategory", "unknown_kind", "Choisissez le genre d'article dans la liste.");
        return;
    };
    if draft.category.as_ref().is_some_and(|code| *code != category.code) {
        let message = format!("Ce genre d'article appartient à la catégorie « {} ».", category.french);
        findings.refuse("category", "category_mismatch", message);
    }
    if let Some(kind) = refused::suspected(catalogue, draft) {
        let message = format!(
            "Cela ressemble à un article que la bourse ne prend pas : {}. {} Si ce n'en est pas un, confirmez-le.",
            kind.french,
            catalogue.why(kind)
        );
        findings.add("description", "blacklist_suspected", message, unless_confirmed(draft));
    } else if let Some(kind) = refused::out_of_place(catalogue, draft) {
        let message = format!(
            "Cela ressemble à : {}. Choisissez ce genre plutôt que « {} ». Si ce n'en est pas un, confirmez-le.",
            kind.french, category.french
        );
        findings.add("description", "kind_suspected", message, unless_confirmed(draft));
    }
}

/// How much a question weighs: asked once, and told after it has been answered.
fn unless_confirmed(draft: &ArticleDraft) -> Severity {
    if draft.not_refused { Severity::Warning } else { Severity::Confirmation }
}

fn check_limits(catalogue: &Catalogue, draft: &ArticleDraft, others: &[&str], findings: &mut Findings) {
    for limit in catalogue.limits.iter().filter(|limit| limit.counts(&draft.subcategory)) {
        if others.iter().filter(|kind| limit.counts(kind)).count() >= limit.max {
            findings.refuse("subcategory", &limit.rule, limit.message.clone());
        }
    }
}

fn check_texts(catalogue: &Catalogue, draft: &ArticleDraft, findings: &mut Findings) {
    let bounds = &catalogue.text;
    let length = draft.description.trim().chars().count();
    if !(bounds.description_min..=bounds.description_max).contains(&length) {
        let message = format!(
            "La description compte de {} à {} caractères.",
            bounds.description_min, bounds.description_max
        );
        findings.refuse("description", "description_length", message);
    }
    let described = Some(draft.description.clone());
    for (field, text) in
        [("description", &described), ("size", &draft.size), ("color", &draft.color), ("brand", &draft.brand)]
    {
        let lacking = signs::unprinted(text.as_deref().unwrap_or_default());
        if !lacking.is_empty() {
            let lacking: Vec<String> = lacking.iter().take(5).map(char::to_string).collect();
            let message = format!("Ne s'imprime pas sur l'étiquette : {}", lacking.join(" "));
            findings.add(field, "signs_not_printed", message, Severity::Warning);
        }
    }
    for (field, text, max, code, french) in [
        ("size", &draft.size, bounds.size_max, "size_length", "La taille"),
        ("color", &draft.color, bounds.color_max, "color_length", "La couleur"),
        ("brand", &draft.brand, bounds.brand_max, "brand_length", "La marque"),
    ] {
        if text.as_ref().is_some_and(|text| text.trim().chars().count() > max) {
            findings.refuse(field, code, format!("{french} compte {max} caractères au plus."));
        }
    }
}

fn check_price(catalogue: &Catalogue, draft: &ArticleDraft, findings: &mut Findings) {
    let (bounds, price) = (&catalogue.price, draft.price_cents);
    let euros = |cents: i32| euros(i64::from(cents));
    if price < bounds.min_cents {
        let message = format!("Le prix est de {} au moins.", euros(bounds.min_cents));
        findings.refuse("price_cents", "price_min", message);
    }
    if price > MOST_PRICE_CENTS {
        let message = format!("Le prix est de {} au plus.", euros(MOST_PRICE_CENTS));
        findings.refuse("price_cents", "price_label", message);
    }
    if bounds.step_cents > 0 && price % bounds.step_cents != 0 {
        let message = match bounds.step_cents {
            100 => "Le prix est en euros entiers, sans centimes.".to_owned(),
            step => format!("Le prix est un multiple de {}.", euros(step)),
        };
        findings.refuse("price_cents", "price_step", message);
    }
    match catalogue.find(&draft.subcategory).and_then(|(_, kind)| kind.price_max.as_ref()) {
        Some(max) if price > max.cents => {
            let message = format!("Le prix de ce genre d'article est de {} au plus.", euros(max.cents));
            findings.refuse("price_cents", &max.rule, message);
        }
        None if price > bounds.unusual_above_cents => {
            let message =
                format!("Plus de {} : est-ce bien le prix voulu ?", euros(bounds.unusual_above_cents));
            findings.add("price_cents", "price_unusual", message, Severity::Warning);
        }
        _ => {}
    }
}

fn check_lot(catalogue: &Catalogue, draft: &ArticleDraft, findings: &mut Findings) {
    let rule = &catalogue.lots;
    if !draft.is_lot {
        if draft.lot_quantity.is_some_and(|quantity| quantity > 1) {
            findings.refuse(
                "is_lot",
                "lot_quantity",
                "Plusieurs pièces : cochez « lot », ou indiquez une seule pièce.",
            );
        }
        return;
    }
    if !rule.subcategories.contains(&draft.subcategory) {
        findings.refuse(
            "is_lot",
            "lot_not_allowed",
            "Seuls les bodies et les pyjamas de bébé se vendent en lot.",
        );
    }
    if draft.lot_quantity.is_none_or(|quantity| !(rule.min..=rule.max).contains(&quantity)) {
        let message = format!("Un lot compte {} ou {} pièces identiques.", rule.min, rule.max);
        findings.refuse("lot_quantity", "lot_quantity", message);
    }
    if draft.brand.as_ref().is_none_or(|brand| brand.trim().is_empty()) {
        findings.refuse(
            "brand",
            "lot_brand_required",
            "Indiquez la marque du lot : toutes les pièces ont la même.",
        );
    }
    if draft.size.as_deref().and_then(months_of).is_none_or(|months| months > rule.size_max_months) {
        let message = format!(
            "Indiquez la taille du lot, la même pour toutes les pièces : {} mois au plus.",
            rule.size_max_months
        );
        findings.refuse("size", "lot_size_max", message);
    }
}

/// A baby's size in months: `naissance`, `18 mois`, `18m`, `6-9 mois` (the larger), `2 ans`; `None` for others.
fn months_of(size: &str) -> Option<u32> {
    let folded = fold(size);
    let largest = folded.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<u32>().ok()).max();
    let units: Vec<&str> =
        folded.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !matches!(*word, "" | "a")).collect();
    let all_are = |known: [&str; 2]| !units.is_empty() && units.iter().all(|unit| known.contains(unit));
    match largest {
        None => all_are(["naissance", "premature"]).then_some(0),
        Some(months) if all_are(["m", "mois"]) => Some(months),
        Some(years) if all_are(["an", "ans"]) => years.checked_mul(12),
        Some(_) => None,
    }
}

text_enum! {
    /// Why nothing in a list can be changed now (domain.md 5.8). Values are problem codes.
    pub enum EditRefusal {
        /// The edition is read-only.
        EditionClosed => "edition_closed",
        /// The list is validated, reviewed or closed.
        ListValidated => "list_validated",
        /// The declaration deadline is over.
        DeclarationClosed => "declaration_closed",
    }
}

/// What a list is about to be changed under.
#[derive(Clone, Copy, Debug)]
pub struct EditingFacts {
    /// State of the list.
    pub list: ListState,
    /// State of its edition.
    pub edition: EditionStatus,
    /// Last instant for declaring, when it is set.
    pub deadline: Option<DateTime<Utc>>,
    /// A manager took the list back to draft, which lifts the deadline.
    pub reopened: bool,
    /// The current time.
    pub now: DateTime<Utc>,
}

/// Why the list cannot be changed; `None` when it can (domain.md 5.8).
pub fn editing_refusal(facts: &EditingFacts) -> Option<EditRefusal> {
    if facts.edition >= EditionStatus::Closed {
        Some(EditRefusal::EditionClosed)
    } else if facts.list != ListState::Draft {
        Some(EditRefusal::ListValidated)
    } else if !facts.reopened && facts.deadline.is_some_and(|deadline| facts.now > deadline) {
        Some(EditRefusal::DeclarationClosed)
    } else {
        None
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
