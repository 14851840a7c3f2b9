//! A list under change: locked, so that what is decided about its limits still holds when it is written.

use super::lines::{Counters, counters, line_numbers};
use super::model::{Article, List, catalogue_of};
use super::rules::draft::ArticleDraft;
use super::rules::{EditRefusal, EditingFacts, Severity, Violation, check_article, editing_refusal};
use super::store;
use crate::ctx::Change;
use crate::error::{FieldError, Problem, Result, conflict, invalid, not_found, unprocessable};
use crate::features::edition::catalogue::model::Catalogue;
use crate::features::edition::editions::model::Edition;
use crate::features::lists::states::{ArticleStatus, ListState};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, ListId, UserId};

/// A draft that this transaction alone may change.
pub struct OpenList {
    /// The list.
    pub list: List,
    /// Its edition.
    pub edition: Edition,
    /// The edition's rules.
    pub catalogue: Catalogue,
    /// Its articles, by line.
    pub articles: Vec<Article>,
}

impl OpenList {
    /// Locks a person's own list for changing: 404 when it is not theirs, 409 when it is frozen.
    pub fn lock(change: &mut Change<'_>, id: ListId, owner: UserId) -> Result<Self> {
        let found = store::with_edition(change.db, id)?;
        let (list, edition) = found.filter(|(list, _)| list.user_id == owner).ok_or_else(not_found)?;
        refuse_frozen(&list, &edition, change.now())?;
        if !store::lock_draft(change.db, id)? {
            return Err(frozen(EditRefusal::ListValidated, ListState::Validated));
        }
        let catalogue = catalogue_of(&edition)?;
        let articles = store::articles_of(change.db, id)?;
        Ok(Self { list, edition, catalogue, articles })
    }

    /// One of its articles.
    pub fn article(&self, id: ArticleId) -> Result<&Article> {
        self.articles.iter().find(|article| article.id == id).ok_or_else(not_found)
    }

    /// Refuses an article that breaks a rule, naming every rule; gives the warnings of one that breaks none. `instead_of`
    /// is the article that it replaces.
    pub fn check(&self, draft: &ArticleDraft, instead_of: Option<ArticleId>) -> Result<Vec<Violation>> {
        let others: Vec<&str> = self
            .articles
            .iter()
            .filter(|article| Some(article.id) != instead_of)
            .map(|article| article.subcategory.as_str())
            .collect();
        let violations = check_article(&self.catalogue, draft, &others);
        let blocking: Vec<&Violation> =
            violations.iter().filter(|found| found.severity != Severity::Warning).collect();
        if blocking.is_empty() {
            return Ok(violations);
        }
        let errors = blocking.iter().map(|found| FieldError::new(found.field, &found.code, &found.message));
        let errors: Vec<FieldError> = errors.collect();
        // Only a question is left: its own code lets a form ask it and send the answer.
        match blocking.as_slice() {
            [question] if question.severity == Severity::Confirmation => {
                Err(unprocessable("blacklist_suspected", question.message.clone()).with_errors(errors))
            }
            _ => Err(invalid(errors)),
        }
    }

    /// Whether an article is what a draft would make of it.
    pub fn says(&self, article: &Article, draft: &ArticleDraft) -> bool {
        let mut filled = article.clone();
        self.fill(&mut filled, draft);
        (filled.draft(), filled.category) == (article.draft(), article.category.clone())
    }

    /// Adds a checked article under this identifier. One that is taken is a unique violation.
    pub fn add(&mut self, change: &mut Change<'_>, id: ArticleId, draft: &ArticleDraft) -> Result<Article> {
        let now = change.now();
        let entry = self.articles.iter().map(|article| article.entry).max().unwrap_or(0) + 1;
        let mut article = Article {
            id,
            edition_id: self.list.edition_id,
            list_id: self.list.id,
            list_number: self.list.number,
            line: 0,
            entry,
            code: None,
            category: String::new(),
            subcategory: String::new(),
            gender: None,
            size: None,
            description: String::new(),
            color: None,
            brand: None,
            price_cents: 0,
            is_lot: false,
            lot_quantity: None,
            certified: false,
            status: ArticleStatus::Draft,
            status_reason: None,
            created_at: now,
            updated_at: now,
            verdict: None,
            mark: None,
            outcome: None,
        };
        self.fill(&mut article, draft);
        store::insert_article(change.db, &article)?;
        self.articles.push(article);
        self.renumber(change)?;
        self.article(id).cloned()
    }

    /// Writes a checked article in the place of one of its own.
    pub fn replace(
        &mut self,
        change: &mut Change<'_>,
        id: ArticleId,
        draft: &ArticleDraft,
    ) -> Result<Article> {
        let mut article = self.article(id)?.clone();
        article.updated_at = change.now();
        self.fill(&mut article, draft);
        store::update_article(change.db, &article)?;
        self.articles.retain(|other| other.id != id);
        self.articles.push(article);
        self.renumber(change)?;
        self.article(id).cloned()
    }

    /// Takes one of its articles out.
    pub fn remove(&mut self, change: &mut Change<'_>, id: ArticleId) -> Result<Article> {
        let article = self.article(id)?.clone();
        store::delete_article(change.db, id)?;
        self.articles.retain(|other| other.id != id);
        self.renumber(change)?;
        Ok(article)
    }

    fn fill(&self, article: &mut Article, draft: &ArticleDraft) {
        let draft = draft.clone();
        article.category = self
            .catalogue
            .find(&draft.subcategory)
            .map(|(category, _)| category.code.clone())
            .unwrap_or_default();
        article.subcategory = draft.subcategory;
        article.gender = draft.gender;
        article.size = draft.size;
        article.description = draft.description;
        article.color = draft.color;
        article.brand = draft.brand;
        article.price_cents = draft.price_cents;
        article.is_lot = draft.is_lot;
        article.lot_quantity = draft.lot_quantity.filter(|_| draft.is_lot);
        article.certified = draft.certified;
    }

    /// Numbers the lines 1..N by category and entry, and writes those that have moved.
    pub fn renumber(&mut self, change: &mut Change<'_>) -> Result<()> {
        self.articles.sort_by_key(|article| article.entry);
        let kinds: Vec<&str> = self.articles.iter().map(|article| article.subcategory.as_str()).collect();
        let lines = line_numbers(&self.catalogue, &kinds);
        for (article, line) in self.articles.iter_mut().zip(lines) {
            if article.line != line {
                article.line = line;
                store::set_line(change.db, article.id, line)?;
            }
        }
        self.articles.sort_by_key(|article| article.line);
        Ok(())
    }

    /// How far it is from each limit.
    pub fn counters(&self) -> Counters {
        counters_of(&self.catalogue, &self.articles)
    }
}

/// How far a list with these articles is from each limit.
pub fn counters_of(catalogue: &Catalogue, articles: &[Article]) -> Counters {
    let lines: Vec<(&str, i32)> =
        articles.iter().map(|article| (article.subcategory.as_str(), article.price_cents)).collect();
    counters(catalogue, &lines)
}

/// Refuses when nothing in the list can be changed now (domain.md 5.8).
pub fn refuse_frozen(list: &List, edition: &Edition, now: Instant) -> Result<()> {
    let facts = EditingFacts {
        list: list.state,
        edition: edition.status,
        deadline: edition.declaration_deadline.map(Instant::utc),
        reopened: list.is_reopened(),
        now: now.utc(),
    };
    editing_refusal(&facts).map_or(Ok(()), |refusal| Err(frozen(refusal, list.state)))
}

fn frozen(refusal: EditRefusal, state: ListState) -> Problem {
    let sentence = match (refusal, state) {
        (EditRefusal::EditionClosed, _) => "Cette édition est close : plus rien ne peut y être changé.",
        (EditRefusal::ListValidated, ListState::NotFinalised) => {
            "Cette liste n'a pas été validée à temps : elle ne peut plus être modifiée. Écrivez à l'association."
        }
        (EditRefusal::ListValidated, _) => {
            "Cette liste est validée : elle ne peut plus être modifiée. En cas d'erreur, écrivez à l'association."
        }
        (EditRefusal::DeclarationClosed, _) => {
            "La date limite de déclaration est passée : les listes ne peuvent plus être modifiées."
        }
    };
    conflict(refusal.as_str(), sentence)
}
