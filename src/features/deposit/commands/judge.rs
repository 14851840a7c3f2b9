//! Whether a command can be taken in: only what is wrong with itself speaks against it, whatever else has arrived.

use std::collections::BTreeMap;

use super::model::Command;
use super::views::SentCommand;
use crate::features::deposit::decisions::acts::{self, Act, Correction};
use crate::features::deposit::decisions::states::{CommandRefusal, Kind};
use crate::features::edition::catalogue::model::Catalogue;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::lists::articles::Wording;
use crate::features::lists::declared::rules;
use crate::features::lists::declared::rules::draft::ArticleDraft;
use crate::kernel::actor::Actor;
use crate::kernel::actor::Role;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, CommandId, EditionId, ListId};

/// An article as far as a command about it has to be judged.
#[derive(Clone, Debug)]
pub struct KnownArticle {
    /// The list it is on.
    pub list: ListId,
    /// Its kind.
    pub subcategory: String,
    /// Its words and price as they are now.
    pub wording: Wording,
}

/// What commands are judged by.
pub struct Judge {
    /// The edition they were sent to.
    pub edition_id: EditionId,
    /// Where it stands.
    pub edition: EditionStatus,
    /// Its frozen rules.
    pub catalogue: Catalogue,
    /// Its lists among those that are named.
    pub lists: Vec<ListId>,
    /// Articles that are named.
    pub articles: BTreeMap<ArticleId, KnownArticle>,
    /// Commands that have arrived, among those that are sent.
    pub known: BTreeMap<CommandId, Command>,
    /// Who sends.
    pub actor: Actor,
    /// When they came.
    pub now: Instant,
}

/// A command that can be taken in, or has been.
#[derive(Debug)]
pub enum Judged {
    /// It is new.
    New(Command),
    /// It has arrived before.
    Known(Command),
}

/// Why not, with the sentence for people.
pub type Refusal = (CommandRefusal, String);

fn refuse<T>(code: CommandRefusal) -> Result<T, Refusal> {
    Err((code, code.french().to_owned()))
}

impl Judge {
    /// Judges the command at this place of the batch.
    pub fn judge(&self, sent: &SentCommand, place: i64) -> Result<Judged, Refusal> {
        let Some(kind) = Kind::parse(&sent.kind) else { return refuse(CommandRefusal::UnknownKind) };
        let act = acts::act(kind, &sent.value).or_else(refuse)?;
        if !self.lists.contains(&sent.list_id) {
            return refuse(CommandRefusal::UnknownList);
        }
        let command = self.command(sent, kind, place);
        if let Some(known) = self.known.get(&sent.id) {
            let same = known.is_same(&command);
            return if same { Ok(Judged::Known(known.clone())) } else { refuse(CommandRefusal::IdReused) };
        }
        if self.edition.is_read_only() {
            return refuse(CommandRefusal::EditionClosed);
        }
        if kind.is_for_managers() && !self.actor.is_at_least(Role::Manager) {
            return refuse(CommandRefusal::Forbidden);
        }
        self.check_articles(sent, kind, &act)?;
        Ok(Judged::New(command))
    }

    /// What lies in the server's future counts from when it came, in the order of the batch.
    fn command(&self, sent: &SentCommand, kind: Kind, place: i64) -> Command {
        let received = Instant::from_millis(self.now.millis() + place);
        let decided_at = if sent.decided_at > self.now { received } else { sent.decided_at };
        Command {
            id: sent.id,
            edition_id: self.edition_id,
            list_id: sent.list_id,
            article_id: sent.article_id.filter(|_| kind.names_an_article()),
            kind,
            value: sent.value.to_string(),
            decided_at,
            claimed_at: sent.decided_at,
            received_at: self.now,
            desk_session_id: sent.desk_session_id,
            register_session_id: sent.register_session_id,
            user_id: self.actor.user_id,
            by_manager: self.actor.is_at_least(Role::Manager),
        }
    }

    fn check_articles(&self, sent: &SentCommand, kind: Kind, act: &Act) -> Result<(), Refusal> {
        let on_list = |id: &ArticleId| self.articles.get(id).filter(|article| article.list == sent.list_id);
        if let Act::HandOver(leaving) | Act::Donate(leaving) = act {
            let all = leaving.article_ids.iter().all(|id| on_list(id).is_some());
            return if all { Ok(()) } else { refuse(CommandRefusal::ArticleNotInList) };
        }
        if !kind.names_an_article() {
            return Ok(());
        }
        let Some(article) = sent.article_id.as_ref().and_then(on_list) else {
            return refuse(CommandRefusal::ArticleNotInList);
        };
        match act {
            Act::Correct(correction) => self.check_correction(article, correction),
            _ => Ok(()),
        }
    }

    /// Whether the rules for one article allow what is put right. The kind stays, so that no limit of the list is touched.
    fn check_correction(&self, article: &KnownArticle, correction: &Correction) -> Result<(), Refusal> {
        let wording = corrected(&article.wording, correction);
        let draft = ArticleDraft {
            subcategory: article.subcategory.clone(),
            description: wording.description,
            size: wording.size,
            color: wording.color,
            brand: wording.brand,
            price_cents: wording.price_cents,
            ..ArticleDraft::default()
        };
        let changed = correction.fields();
        let violation = rules::check_wording(&self.catalogue, &draft)
            .into_iter()
            .find(|found| changed.iter().any(|field| field.as_str() == found.field));
        violation.map_or(Ok(()), |violation| Err((CommandRefusal::BadValue, violation.message)))
    }
}

/// Words and price with what is put right; an empty text takes size, colour or brand away.
pub fn corrected(wording: &Wording, correction: &Correction) -> Wording {
    let text = |new: &Option<String>, old: &Option<String>| match new {
        Some(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        None => old.clone(),
    };
    Wording {
        description: correction.description.clone().unwrap_or_else(|| wording.description.clone()),
        size: text(&correction.size, &wording.size),
        color: text(&correction.color, &wording.color),
        brand: text(&correction.brand, &wording.brand),
        price_cents: correction.price_cents.unwrap_or(wording.price_cents),
    }
}
