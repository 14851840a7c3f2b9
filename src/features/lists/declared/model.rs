//! Lists and articles as they lie in the database.

use super::lines::{TitleParts, title};
use super::rules::draft::ArticleDraft;
use crate::db::schema;
use crate::error::{Result, internal};
use crate::features::edition::catalogue::model::Catalogue;
use crate::features::edition::catalogue::states::Gender;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::states::{EditionStatus, ListType};
use crate::features::lists::states::{ArticleStatus, LabelState, ListState, Mark, Outcome, Verdict};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, ListId, RegistrationId, UserId};
use crate::kernel::text::PersonName;
use crate::pdf::signs::on_paper;

/// The rules of an edition: its frozen copy, or the shipped catalogue before it opens; prices in the edition's steps.
pub fn catalogue_of(edition: &Edition) -> Result<Catalogue> {
    let mut catalogue = match &edition.catalogue {
        Some(copy) => Catalogue::from_json(copy),
        None => Catalogue::standard(),
    }
    .map_err(internal)?;
    catalogue.price.step_cents = edition.settings()?.price_step_cents;
    Ok(catalogue)
}

/// A list. A draft with a `validated_at` was re-opened by a manager, which lifts the deadline (domain.md 5.8).
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable, diesel::Insertable)]
#[diesel(table_name = schema::lists)]
#[allow(missing_docs)]
pub struct List {
    pub id: ListId,
    pub edition_id: EditionId,
    pub registration_id: RegistrationId,
    pub user_id: UserId,
    pub number: i32,
    pub list_type: ListType,
    pub state: ListState,
    pub label_state: LabelState,
    pub version: i32,
    pub created_at: Instant,
    pub validated_at: Option<Instant>,
    pub labels_at: Option<Instant>,
}

impl List {
    /// How the outbox refers to the copy of a list: this, then its id.
    pub const COPY: &str = "list_copy:";

    /// What the outbox keeps of the copy of this list.
    pub fn copy_reference(&self) -> String {
        format!("{}{}", Self::COPY, self.id)
    }

    /// Whether a manager took it back to draft.
    pub fn is_reopened(&self) -> bool {
        self.state == ListState::Draft && self.validated_at.is_some()
    }
}

/// One line of a list.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable, diesel::Insertable)]
#[diesel(table_name = schema::articles)]
#[allow(missing_docs)]
pub struct Article {
    pub id: ArticleId,
    pub edition_id: EditionId,
    pub list_id: ListId,
    pub list_number: i32,
    pub line: i32,
    pub entry: i32,
    pub code: Option<String>,
    pub category: String,
    pub subcategory: String,
    pub gender: Option<Gender>,
    pub size: Option<String>,
    pub description: String,
    pub color: Option<String>,
    pub brand: Option<String>,
    pub price_cents: i32,
    pub is_lot: bool,
    pub lot_quantity: Option<i32>,
    pub certified: bool,
    pub status: ArticleStatus,
    pub status_reason: Option<String>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub verdict: Option<Verdict>,
    pub mark: Option<Mark>,
    pub outcome: Option<Outcome>,
}

impl Article {
    /// The article as its depositor filled it in. What is stored was confirmed where that was needed.
    pub fn draft(&self) -> ArticleDraft {
        ArticleDraft {
            category: None,
            subcategory: self.subcategory.clone(),
            description: self.description.clone(),
            gender: self.gender,
            size: self.size.clone(),
            color: self.color.clone(),
            brand: self.brand.clone(),
            price_cents: self.price_cents,
            is_lot: self.is_lot,
            lot_quantity: self.lot_quantity,
            certified: self.certified,
            not_refused: true,
        }
    }

    /// Its line of text for lists and tills.
    pub fn title(&self) -> String {
        self.titled(&self.description)
    }

    /// Its line of text for labels and sheets, without what the typefaces lack: a description in letters that cannot be
    /// printed gives its place to the kind in French.
    pub fn printed_title(&self, kind: &str) -> String {
        let description = on_paper(&self.description);
        let readable = description.chars().any(char::is_alphabetic);
        on_paper(&self.titled(if readable { &description } else { kind }))
    }

    fn titled(&self, description: &str) -> String {
        title(TitleParts {
            description,
            lot_quantity: self.lot_quantity.filter(|_| self.is_lot),
            size: self.size.as_deref(),
            brand: self.brand.as_deref(),
        })
    }
}

/// What pages of lists tell of an edition.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = schema::editions)]
#[allow(missing_docs)]
pub struct EditionFacts {
    pub id: EditionId,
    pub name: String,
    pub code: String,
    pub status: EditionStatus,
    pub is_training: bool,
    pub declaration_deadline: Option<Instant>,
}

impl From<&Edition> for EditionFacts {
    fn from(edition: &Edition) -> Self {
        Self {
            id: edition.id,
            name: edition.name.clone(),
            code: edition.code.clone(),
            status: edition.status,
            is_training: edition.is_training,
            declaration_deadline: edition.declaration_deadline,
        }
    }
}

/// Whose list it is, as far as lists show it.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = schema::users)]
#[allow(missing_docs)]
pub struct Owner {
    pub id: UserId,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub updated_at: Instant,
}

impl Owner {
    /// Family name first, as lists have it: `MARTIN Camille`.
    pub fn name(&self) -> String {
        PersonName::new(&self.first_name, &self.last_name).sorted()
    }
}

/// When articles are brought.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = schema::slots)]
#[allow(missing_docs)]
pub struct SlotFacts {
    pub id: crate::kernel::ids::SlotId,
    pub starts_at: Instant,
    pub ends_at: Instant,
}
