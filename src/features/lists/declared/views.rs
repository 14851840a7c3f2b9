//! What lists and articles look like from outside.

use schemars::JsonSchema;
use serde::Serialize;

use super::lines::Counters;
use super::model::{Article, EditionFacts, List, Owner, SlotFacts};
use super::rules::{EditRefusal, EditingFacts, Violation, editing_refusal};
use crate::features::edition::catalogue::states::Gender;
use crate::features::edition::editions::states::{EditionStatus, ListType};
use crate::features::lists::states::{ArticleStatus, LabelState, ListState};
use crate::features::registration::depositors::numbers::colour_of;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, ListId, SlotId, UserId};

/// Colour of a list's labels.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ColorView {
    /// French name.
    pub name: &'static str,
    /// `#RRGGBB`.
    pub hex: &'static str,
}

/// What a list tells of its edition.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListEdition {
    /// Identifier.
    pub id: EditionId,
    /// Name.
    pub name: String,
    /// Short code, the beginning of label codes.
    pub code: String,
    /// State of the edition.
    pub status: EditionStatus,
    /// For practice, with invented people.
    pub is_training: bool,
    /// Until when articles may be declared.
    pub declaration_deadline: Option<Instant>,
}

impl From<EditionFacts> for ListEdition {
    fn from(edition: EditionFacts) -> Self {
        Self {
            id: edition.id,
            name: edition.name,
            code: edition.code,
            status: edition.status,
            is_training: edition.is_training,
            declaration_deadline: edition.declaration_deadline,
        }
    }
}

/// Whose list it is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListDepositor {
    /// Identifier.
    pub id: UserId,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
}

/// When its articles are brought.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListSlot {
    /// Identifier.
    pub id: SlotId,
    /// From.
    pub starts_at: Instant,
    /// To.
    pub ends_at: Instant,
}

/// A list without its articles.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListSummary {
    /// Identifier.
    pub id: ListId,
    /// Its edition.
    pub edition: ListEdition,
    /// Number, unique in the edition.
    pub number: i32,
    /// Colour of its labels.
    pub color: Option<ColorView>,
    /// Kind of list.
    pub list_type: ListType,
    /// State of the list.
    pub state: ListState,
    /// How far its labels are.
    pub label_state: LabelState,
    /// When labels were last made.
    pub labels_at: Option<Instant>,
    /// When it was last validated.
    pub validated_at: Option<Instant>,
    /// Whose it is.
    pub depositor: ListDepositor,
    /// When its articles are brought.
    pub slot: ListSlot,
    /// Lines.
    pub article_count: i64,
    /// Lines of clothes.
    pub clothes_count: i64,
    /// Sum of the prices, in cents.
    pub total_cents: i64,
    /// Why nothing can be changed now; null when its depositor may edit.
    pub frozen: Option<EditRefusal>,
}

/// Sums over the articles of one list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    /// Lines.
    pub articles: i64,
    /// Lines of clothes.
    pub clothes: i64,
    /// Cents.
    pub total_cents: i64,
}

impl ListSummary {
    /// Puts together what was read of a list.
    pub fn new(
        (list, edition, owner, slot): (List, EditionFacts, Owner, SlotFacts),
        sums: Sums,
        now: Instant,
    ) -> Self {
        Self {
            frozen: editing_refusal(&EditingFacts {
                list: list.state,
                edition: edition.status,
                deadline: edition.declaration_deadline.map(Instant::utc),
                reopened: list.is_reopened(),
                now: now.utc(),
            }),
            id: list.id,
            edition: edition.into(),
            number: list.number,
            color: colour_of(list.number).map(|color| ColorView { name: color.french, hex: color.hex }),
            list_type: list.list_type,
            state: list.state,
            label_state: list.label_state,
            labels_at: list.labels_at,
            validated_at: list.validated_at,
            depositor: ListDepositor {
                id: owner.id,
                first_name: owner.first_name,
                last_name: owner.last_name,
            },
            slot: ListSlot { id: slot.id, starts_at: slot.starts_at, ends_at: slot.ends_at },
            article_count: sums.articles,
            clothes_count: sums.clothes,
            total_cents: sums.total_cents,
        }
    }
}

/// A list with its articles.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListView {
    /// The list.
    #[serde(flatten)]
    pub list: ListSummary,
    /// How far it is from each limit.
    pub counters: Counters,
    /// Its lines, in order.
    pub articles: Vec<ArticleView>,
}

/// One article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArticleView {
    /// Identifier.
    pub id: ArticleId,
    /// Its list.
    pub list_id: ListId,
    /// Printed code; null until the list is validated.
    pub code: Option<String>,
    /// Number of its list.
    pub list_number: i32,
    /// Line of its list, from 1.
    pub line: i32,
    /// State of the article.
    pub status: ArticleStatus,
    /// Why it was refused or withdrawn.
    pub status_reason: Option<String>,
    /// Category code.
    pub category: String,
    /// Kind.
    pub subcategory: String,
    /// The depositor's words.
    pub description: String,
    /// One line of text for people: the description, or `LOT x3 - Body 18 mois Petit Bateau`.
    pub title: String,
    /// Whom it is for.
    pub gender: Option<Gender>,
    /// Size.
    pub size: Option<String>,
    /// Colour.
    pub color: Option<String>,
    /// Brand.
    pub brand: Option<String>,
    /// Price in cents.
    pub price_cents: i32,
    /// Several identical pieces sold as one.
    pub is_lot: bool,
    /// How many pieces.
    pub lot_quantity: Option<i32>,
    /// The conformity box is ticked.
    pub certified: bool,
    /// Last change.
    pub updated_at: Instant,
}

impl From<Article> for ArticleView {
    fn from(article: Article) -> Self {
        Self {
            title: article.title(),
            id: article.id,
            list_id: article.list_id,
            code: article.code,
            list_number: article.list_number,
            line: article.line,
            status: article.status,
            status_reason: article.status_reason,
            category: article.category,
            subcategory: article.subcategory,
            description: article.description,
            gender: article.gender,
            size: article.size,
            color: article.color,
            brand: article.brand,
            price_cents: article.price_cents,
            is_lot: article.is_lot,
            lot_quantity: article.lot_quantity,
            certified: article.certified,
            updated_at: article.updated_at,
        }
    }
}

/// Answer of what saves an article. Lines of other articles may have moved.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SavedArticle {
    /// The article.
    pub article: ArticleView,
    /// What is unusual about it, and saved all the same.
    pub warnings: Vec<Violation>,
    /// How far its list is from each limit now.
    pub counters: Counters,
}

/// Answer of what removes an article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RemovedArticle {
    /// How far its list is from each limit now.
    pub counters: Counters,
}

/// One thing that happened to an article or to its list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HistoryEntry {
    /// When.
    pub at: Instant,
    /// Event code: `article_changed`.
    pub event: String,
    /// What it says, in French.
    pub sentence: String,
    /// Who, by name; null when the program did it by itself.
    pub actor: Option<String>,
    /// Role in which they acted.
    pub actor_role: String,
    /// Facts.
    pub details: serde_json::Value,
}
