//! What a job prints, in which steps: written down when it is asked for, so that every step finds the same.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::model::Chosen;
use super::rules::{LineFacts, flaw};
use super::store::ListRow;
use crate::features::edition::editions::model::Edition;
use crate::features::lists::declared::model::Article;
use crate::features::lists::declared::store::PRINTABLE;
use crate::features::lists::printed::printing::slot_words;
use crate::kernel::clock::{Instant, paris};
use crate::kernel::hex;
use crate::kernel::ids::ListId;
use crate::kernel::text::file_name_part;

/// Labels drawn in one step: a third of a second on a slow host.
const LABELS_PER_STEP: usize = 240;

/// A job's work.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// What was chosen, as [`Chosen::key`] has it. Stands first: the latest jobs are known by how their plans begin.
    #[serde(default)]
    pub chosen: String,
    /// Under which name the file is kept.
    #[serde(default = "unnamed")]
    pub file_name: String,
    /// Stands for everything that the file depends on but its date.
    pub fingerprint: String,
    /// When it was asked for; the file's date.
    pub made_at: Instant,
    /// By whom.
    pub made_by: String,
    /// What the whole file covers.
    pub scope: String,
    /// Labels in all.
    pub labels: usize,
    /// Parts of the file, in order.
    pub steps: Vec<Step>,
}

/// A part of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    /// What the section that it belongs to covers.
    pub scope: String,
    /// Lists on the cover page with which this part begins; empty when the part continues a section.
    pub cover: Vec<ListId>,
    /// Lists of the cover's section that cannot be printed.
    pub left_out: Vec<Flawed>,
    /// Lists drawn.
    pub lists: Vec<ListId>,
}

impl Step {
    /// Whether the part begins with a cover: one that names what cannot be printed is one too.
    pub fn has_cover(&self) -> bool {
        !self.cover.is_empty() || !self.left_out.is_empty()
    }
}

/// A list that cannot be printed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Flawed {
    /// Its number.
    pub number: i32,
    /// Whose it is.
    pub depositor: String,
    /// Why, in French.
    pub reason: String,
}

/// A section: the lists under one cover.
#[derive(Default)]
struct Section {
    scope: String,
    /// Lists of each depositor with their labels.
    depositors: Vec<(usize, Vec<ListId>)>,
    left_out: Vec<Flawed>,
}

impl Plan {
    /// Plans the printing of chosen lists; rows come in the order of printing. The whole edition gets a cover for each
    /// slot. Lists that are not validated are left out without a word unless they were named.
    pub fn new(
        edition: &Edition,
        chosen: &Chosen,
        rows: &[ListRow],
        articles: &HashMap<ListId, Vec<Article>>,
        (made_at, made_by): (Instant, String),
    ) -> Self {
        let scope = scope_of(chosen, rows);
        let mut sections: Vec<(Option<_>, Section)> = Vec::new();
        let mut places = HashMap::new();
        for (list, owner, slot) in rows {
            let printable = PRINTABLE.contains(&list.state);
            if !printable && !matches!(chosen, Chosen::Lists(_)) {
                continue;
            }
            let under = (*chosen == Chosen::All).then_some(slot.id);
            if sections.last().is_none_or(|(before, _)| *before != under) {
                let words =
                    if under.is_some() { slot_words(slot.starts_at, slot.ends_at) } else { scope.clone() };
                sections.push((under, Section { scope: words, ..Section::default() }));
            }
            let Some((_, section)) = sections.last_mut() else { continue };
            let lines = articles.get(&list.id).map_or(&[][..], Vec::as_slice);
            let reason = if printable {
                flaw(&edition.code, list.number, &lines.iter().map(facts).collect::<Vec<_>>())
            } else {
                Some("elle n'est pas validée".to_owned())
            };
            if let Some(reason) = reason {
                section.left_out.push(Flawed { number: list.number, depositor: owner.name(), reason });
                continue;
            }
            let place = *places.entry((under, list.registration_id)).or_insert(section.depositors.len());
            if place == section.depositors.len() {
                section.depositors.push((0, Vec::new()));
            }
            section.depositors[place].0 += lines.len();
            section.depositors[place].1.push(list.id);
        }
        let sections: Vec<Section> = sections.into_iter().map(|(_, section)| section).collect();
        let printed = sections.iter().flat_map(|section| &section.depositors).flat_map(|(_, lists)| lists);
        Self {
            chosen: chosen.key(),
            file_name: file_name(edition, chosen, rows, &printed.copied().collect::<Vec<_>>()),
            fingerprint: fingerprint(edition, chosen, rows, articles),
            made_at,
            made_by,
            scope,
            labels: sections.iter().flat_map(|section| &section.depositors).map(|(labels, _)| labels).sum(),
            steps: sections.into_iter().flat_map(steps).collect(),
        }
    }

    /// Every list that is printed, in order.
    pub fn lists(&self) -> Vec<ListId> {
        self.steps.iter().flat_map(|step| &step.lists).copied().collect()
    }

    /// Every list that cannot be printed.
    pub fn left_out(&self) -> impl Iterator<Item = &Flawed> {
        self.steps.iter().flat_map(|step| &step.left_out)
    }
}

fn facts(article: &Article) -> LineFacts<'_> {
    LineFacts { line: article.line, code: article.code.as_deref(), price_cents: article.price_cents }
}

fn scope_of(chosen: &Chosen, rows: &[ListRow]) -> String {
    match (chosen, rows) {
        (Chosen::All, _) => "Toute l'édition".to_owned(),
        (Chosen::Slot(_), [(_, _, slot), ..]) => slot_words(slot.starts_at, slot.ends_at),
        (_, [(first, owner, _), others @ ..])
            if others.iter().all(|(list, ..)| list.registration_id == first.registration_id) =>
        {
            owner.name()
        }
        _ => format!("{} listes choisies", rows.len()),
    }
}

/// Name of the files of plans that were made before files had names.
fn unnamed() -> String {
    "Etiquettes.pdf".to_owned()
}

/// What `{"chosen":"...` at the beginning of a job's plan says.
pub fn chosen_of(payload_start: &str) -> Option<&str> {
    payload_start.strip_prefix("{\"chosen\":\"")?.split_once('"').map(|(chosen, _)| chosen)
}

/// `Etiquettes_AUT26_jeu26nov_0930.pdf`, `Etiquettes_AUT26_toutes.pdf`, `Etiquettes_AUT26_245-246_MARTIN.pdf`.
fn file_name(edition: &Edition, chosen: &Chosen, rows: &[ListRow], printed: &[ListId]) -> String {
    let rows: Vec<&ListRow> = rows.iter().filter(|(list, ..)| printed.contains(&list.id)).collect();
    let what = match (chosen, rows.as_slice()) {
        (Chosen::All, _) => "toutes".to_owned(),
        (Chosen::Slot(_), [(_, _, slot), ..]) => {
            let local = paris::to_local(slot.starts_at.utc());
            format!("{}_{}", paris::day_in_file_name(local.date()), local.format("%H%M"))
        }
        (_, [(first, owner, _), others @ ..])
            if others.iter().all(|(list, ..)| list.registration_id == first.registration_id) =>
        {
            let numbers: Vec<String> = rows.iter().map(|(list, ..)| list.number.to_string()).collect();
            format!("{}_{}", numbers.join("-"), file_name_part(&owner.last_name))
        }
        _ => format!("{}-listes", rows.len()),
    };
    format!("Etiquettes_{}_{what}.pdf", edition.code)
}

/// The steps of a section. Depositors are never torn apart.
fn steps(section: Section) -> Vec<Step> {
    let all: Vec<ListId> = section.depositors.iter().flat_map(|(_, lists)| lists).copied().collect();
    let mut cut: Vec<(usize, Vec<ListId>)> = Vec::new();
    for (labels, lists) in section.depositors {
        match cut.last_mut() {
            Some((sum, step)) if *sum < LABELS_PER_STEP => {
                *sum += labels;
                step.extend(lists);
            }
            _ => cut.push((labels, lists)),
        }
    }
    if cut.is_empty() && !section.left_out.is_empty() {
        // A cover that only names what is missing.
        cut.push((0, Vec::new()));
    }
    let step = |(index, (_, lists)): (usize, (usize, Vec<ListId>))| Step {
        scope: section.scope.clone(),
        cover: if index == 0 { all.clone() } else { Vec::new() },
        left_out: if index == 0 { section.left_out.clone() } else { Vec::new() },
        lists,
    };
    cut.into_iter().enumerate().map(step).collect()
}

fn fingerprint(
    edition: &Edition,
    chosen: &Chosen,
    rows: &[ListRow],
    articles: &HashMap<ListId, Vec<Article>>,
) -> String {
    let mut digest = Sha256::new();
    // `Debug` of these types shows every field, which is all that is wanted here: a change of any of them shows.
    digest.update(format!("{chosen:?} {} {} {:?}", edition.name, edition.code, edition.updated_at));
    for (list, owner, slot) in rows {
        digest.update(format!("{} {} {:?} {owner:?} {slot:?}", list.id, list.version, list.state));
        let lines = articles.get(&list.id).map_or(&[][..], Vec::as_slice);
        let latest = lines.iter().map(|article| article.updated_at).max();
        digest.update(format!("{} {latest:?}", lines.len()));
    }
    hex::encode(&digest.finalize())
}
