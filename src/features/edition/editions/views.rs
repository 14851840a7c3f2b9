//! What the interface takes and shows of editions and slots.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::model::{Edition, Slot};
use super::settings::{DayHours, Hours, LabelLayout, PrivateSale, Settings};
use super::states::{EditionStatus, ListType};
use crate::error::Result;
use crate::kernel::clock::paris;
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::{EditionId, SlotId};

/// An instant, or a day in France whose start or end is meant (domain.md 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum When {
    /// `2025-11-05T08:00:00Z`.
    At(Instant),
    /// `2025-11-05`.
    On(Day),
}

impl When {
    /// The instant itself, or the first of the day.
    pub fn start(self) -> Instant {
        match self {
            Self::At(at) => at,
            Self::On(day) => Instant::new(paris::start_of_day(day.date())),
        }
    }

    /// The instant itself, or the last second of the day.
    pub fn end(self) -> Instant {
        match self {
            Self::At(at) => at,
            Self::On(day) => Instant::new(paris::end_of_day(day.date())),
        }
    }
}

/// An edition.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EditionView {
    /// Identifier.
    pub id: EditionId,
    /// Name, for people.
    pub name: String,
    /// Short code on labels: 2 to 8 of `A-Z0-9`.
    pub code: String,
    /// State of the edition.
    pub status: EditionStatus,
    /// Filled with invented people, for practice.
    pub is_training: bool,
    /// Start of the whole event.
    pub starts_at: Instant,
    /// Its end.
    pub ends_at: Instant,
    /// Where it takes place.
    pub place: Option<String>,
    /// A few words for depositors.
    pub description: Option<String>,
    /// Last instant for declaring articles.
    pub declaration_deadline: Option<Instant>,
    /// Days on which articles are handed in.
    pub deposit_days: Vec<Day>,
    /// Days of the public sale.
    pub sale_days: Vec<Day>,
    /// Last day on which unsold articles are given back.
    pub return_day: Option<Day>,
    /// Hundredths of a percent: 2000 is 20 %.
    pub commission_bp: i32,
    /// What the association chose.
    #[serde(flatten)]
    pub settings: Settings,
    /// When it was created.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
}

impl EditionView {
    /// The view of a row.
    pub fn new(edition: Edition) -> Result<Self> {
        Ok(Self {
            deposit_days: edition.deposit_days()?,
            sale_days: edition.sale_days()?,
            settings: Settings { sale_hours: edition.sale_hours()?, ..edition.settings()? },
            id: edition.id,
            name: edition.name,
            code: edition.code,
            status: edition.status,
            is_training: edition.is_training,
            starts_at: edition.starts_at,
            ends_at: edition.ends_at,
            place: edition.place,
            description: edition.description,
            declaration_deadline: edition.declaration_deadline,
            return_day: edition.return_day,
            commission_bp: edition.commission_bp,
            created_at: edition.created_at,
            updated_at: edition.updated_at,
            closed_at: edition.closed_at,
        })
    }
}

/// `GET /editions/terms`: what the edition that runs asks of its depositors.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunningTerms {
    /// Null while no edition runs.
    pub terms: Option<TermsView>,
}

/// The share and the fees of an edition.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TermsView {
    /// Name of the edition.
    pub edition: String,
    /// Hundredths of a percent: 2000 is 20 %.
    pub commission_bp: i32,
    /// What each 1000-list used costs.
    pub member_list_fee_cents: i32,
    /// What each started pair of used 2000-lists costs.
    pub family_pair_fee_cents: i32,
}

impl TermsView {
    /// Those of a row.
    pub fn new(edition: Edition) -> Result<Self> {
        let (member_list_fee_cents, family_pair_fee_cents) = edition.settings()?.fees();
        let commission_bp = edition.commission_bp;
        Ok(Self { edition: edition.name, commission_bp, member_list_fee_cents, family_pair_fee_cents })
    }
}

/// `POST /editions`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEdition {
    /// Name, unique.
    pub name: String,
    /// Short code, unique: 2 to 8 of `A-Z0-9`.
    pub code: String,
    /// Start of the whole event; a day means its start.
    pub starts_at: When,
    /// Its end; a day means its end.
    pub ends_at: When,
    /// Where it takes place.
    #[serde(default)]
    pub place: Option<String>,
    /// A few words for depositors.
    #[serde(default)]
    pub description: Option<String>,
    /// For practice, with invented people.
    #[serde(default)]
    pub is_training: bool,
}

/// `PATCH /editions/{id}`: what is not sent stays; an empty text empties the field.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionChanges {
    /// Name, unique.
    pub name: Option<String>,
    /// Short code; fixed once registrations are open, for labels carry it.
    pub code: Option<String>,
    /// Start of the whole event; a day means its start.
    pub starts_at: Option<When>,
    /// Its end; a day means its end.
    pub ends_at: Option<When>,
    /// Where it takes place.
    pub place: Option<String>,
    /// A few words for depositors.
    pub description: Option<String>,
}

/// `PUT /editions/{id}/configuration`. Dates and commission are all expected, so that what is missing is told; a
/// setting that is not sent keeps its value, as does what `PATCH /editions/{id}` changes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// Name, unique.
    #[serde(default)]
    pub name: Option<String>,
    /// Short code; fixed once registrations are open, for labels carry it.
    #[serde(default)]
    pub code: Option<String>,
    /// Start of the whole event; a day means its start.
    #[serde(default)]
    pub starts_at: Option<When>,
    /// Its end; a day means its end.
    #[serde(default)]
    pub ends_at: Option<When>,
    /// Where it takes place; an empty text empties it.
    #[serde(default)]
    pub place: Option<String>,
    /// A few words for depositors; an empty text empties them.
    #[serde(default)]
    pub description: Option<String>,
    /// Last instant for declaring articles; a day means its end.
    #[serde(default)]
    pub declaration_deadline: Option<When>,
    /// Days on which articles are handed in.
    #[serde(default)]
    pub deposit_days: Vec<Day>,
    /// Days of the public sale.
    #[serde(default)]
    pub sale_days: Vec<Day>,
    /// Last day on which unsold articles are given back.
    #[serde(default)]
    pub return_day: Option<Day>,
    /// Hundredths of a percent: 2000 is 20 %.
    #[serde(default)]
    pub commission_bp: Option<i32>,
    /// The sale for schools; none when it is not sent.
    #[serde(default)]
    pub private_sale: Option<PrivateSale>,
    /// Prices are multiples of this.
    #[serde(default)]
    pub price_step_cents: Option<i32>,
    /// Postal codes that slots reserved for residents take.
    #[serde(default)]
    pub resident_postal_codes: Option<Vec<String>>,
    /// Rows of one import, 2,000 at most.
    #[serde(default)]
    pub import_max_rows: Option<i32>,
    /// Lists are accepted whole, without a review line by line.
    #[serde(default)]
    pub accept_whole_lists: Option<bool>,
    /// Standard numbers go on from 3000 when 100-699 are used up.
    #[serde(default)]
    pub extended_numbers: Option<bool>,
    /// Layout of label sheets.
    #[serde(default)]
    pub label_layout: Option<LabelLayout>,
    /// A page with the name before each depositor's labels.
    #[serde(default)]
    pub separator_pages: Option<bool>,
    /// From when to when the public sale goes; a day of the sale without hours has the usual ones, hours of another day are
    /// not kept.
    #[serde(default)]
    pub sale_hours: Option<Vec<DayHours>>,
    /// When the unsold articles of 1000- and 2000-lists are given back, on the last day of the sale.
    #[serde(default)]
    pub return_hours_members: Option<Hours>,
    /// When those of all other lists are given back, on the return day.
    #[serde(default)]
    pub return_hours_standard: Option<Hours>,
    /// What each 1000-list used costs, in cents.
    #[serde(default)]
    pub member_list_fee_cents: Option<i32>,
    /// What each started pair of used 2000-lists costs, in cents.
    #[serde(default)]
    pub family_pair_fee_cents: Option<i32>,
    /// Writes to the depositors when dates change.
    #[serde(default)]
    pub confirm_notify: bool,
}

impl Configuration {
    /// What it says of the edition itself, apart from its rules.
    pub fn about(&self) -> EditionChanges {
        EditionChanges {
            name: self.name.clone(),
            code: self.code.clone(),
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            place: self.place.clone(),
            description: self.description.clone(),
        }
    }
}

/// A deposit slot.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SlotView {
    /// Identifier.
    pub id: SlotId,
    /// Start.
    pub starts_at: Instant,
    /// End.
    pub ends_at: Instant,
    /// Most registrations.
    pub capacity: i32,
    /// Registrations so far.
    pub taken: i32,
    /// Places left.
    pub left: i32,
    /// Only for depositors who live here.
    pub residents_only: bool,
    /// Types of lists that it is meant for; every type when empty.
    pub list_types: Vec<ListType>,
    /// For people.
    pub note: String,
}

impl SlotView {
    /// The view of a row.
    pub fn new(slot: Slot) -> Result<Self> {
        Ok(Self {
            list_types: slot.list_types()?,
            id: slot.id,
            starts_at: slot.starts_at,
            ends_at: slot.ends_at,
            capacity: slot.capacity,
            taken: slot.taken,
            left: slot.left(),
            residents_only: slot.residents_only,
            note: slot.note,
        })
    }
}

/// `POST /editions/{id}/slots`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSlot {
    /// Start; one slot per instant.
    pub starts_at: Instant,
    /// End.
    pub ends_at: Instant,
    /// Most registrations, from 1 to 500.
    pub capacity: i32,
    /// Only for depositors who live here.
    #[serde(default)]
    pub residents_only: bool,
    /// Types of lists that it is meant for; every type when empty.
    #[serde(default)]
    pub list_types: Vec<ListType>,
    /// For people.
    #[serde(default)]
    pub note: String,
}

/// `PATCH /editions/{id}/slots/{slot}`: what is not sent stays.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlotChanges {
    /// Start.
    pub starts_at: Option<Instant>,
    /// End.
    pub ends_at: Option<Instant>,
    /// Most registrations; never below those there are.
    pub capacity: Option<i32>,
    /// Only for depositors who live here; those already in stay.
    pub residents_only: Option<bool>,
    /// Types of lists that it is meant for.
    pub list_types: Option<Vec<ListType>>,
    /// For people.
    pub note: Option<String>,
    /// Writes to its depositors when its time changes.
    #[serde(default)]
    pub confirm_notify: bool,
}

/// `POST /editions/{id}/slots/standard`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandardSlots {
    /// Deposit days; those of the configuration when not sent.
    #[serde(default)]
    pub days: Vec<Day>,
}
