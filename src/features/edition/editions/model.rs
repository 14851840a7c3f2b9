//! An edition and a slot as they lie in the database.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;

use super::rules::Schedule;
use super::settings::{DayHours, Settings};
use super::states::{EditionStatus, ListType};
use crate::db::schema;
use crate::error::{Result, internal};
use crate::kernel::clock::paris;
use crate::kernel::clock::{Day, Instant};
use crate::kernel::hex;
use crate::kernel::ids::{EditionId, SlotId, UserId};

/// An edition as it is read.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = schema::editions)]
#[allow(missing_docs)]
pub struct Edition {
    pub id: EditionId,
    pub name: String,
    pub code: String,
    pub status: EditionStatus,
    pub is_training: bool,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub place: Option<String>,
    pub description: Option<String>,
    pub declaration_deadline: Option<Instant>,
    deposit_days: String,
    sale_days: String,
    pub return_day: Option<Day>,
    pub commission_bp: i32,
    settings: String,
    pub catalogue: Option<String>,
    pub label_key: String,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub closed_at: Option<Instant>,
    pub closed_by: Option<UserId>,
    pub sale_opened_at: Option<Instant>,
}

impl Edition {
    /// Days on which articles are handed in.
    pub fn deposit_days(&self) -> Result<Vec<Day>> {
        serde_json::from_str(&self.deposit_days).map_err(internal)
    }

    /// Days of the sale.
    pub fn sale_days(&self) -> Result<Vec<Day>> {
        serde_json::from_str(&self.sale_days).map_err(internal)
    }

    /// What the association chose.
    pub fn settings(&self) -> Result<Settings> {
        serde_json::from_str(&self.settings).map_err(internal)
    }

    /// From when to when each day of the sale goes, in order.
    pub fn sale_hours(&self) -> Result<Vec<DayHours>> {
        Ok(self.settings()?.sale_hours_on(&self.sale_days()?))
    }

    /// When the unsold articles of lists of this type are given back; nothing while the day is not fixed.
    pub fn return_window(&self, list_type: ListType) -> Result<Option<DayHours>> {
        let settings = self.settings()?;
        let (day, hours) = match list_type {
            ListType::Standard => (self.return_day, settings.return_hours_standard),
            ListType::Member1000 | ListType::Family2000 => {
                (self.sale_days()?.last().copied(), settings.return_hours_members)
            }
        };
        Ok(day.map(|day| DayHours::new(day, hours)))
    }

    /// Its own first and last day in France.
    pub fn span(&self) -> (NaiveDate, NaiveDate) {
        (paris::local_date(self.starts_at.utc()), paris::local_date(self.ends_at.utc()))
    }

    /// The 32 bytes that its labels are checked with.
    pub fn label_key_bytes(&self) -> Result<Vec<u8>> {
        hex::decode(&self.label_key).ok_or_else(|| internal("the edition's label key is no hexadecimal text"))
    }

    /// The same for a device that checks labels without network: base64url.
    pub fn label_key_base64url(&self) -> Result<String> {
        Ok(URL_SAFE_NO_PAD.encode(self.label_key_bytes()?))
    }

    /// Refuses when the edition is read-only (domain.md 4).
    pub fn must_be_open(&self) -> Result<()> {
        self.status.must_be_open()
    }

    /// Refuses unless the edition is in one of these states, naming `code`.
    pub fn must_be(&self, allowed: &[EditionStatus], code: &'static str, sentence: &str) -> Result<()> {
        self.status.must_be(allowed, code, sentence)
    }

    /// The dates as the rules see them.
    pub fn schedule(&self) -> Result<Schedule> {
        let dates = |days: Vec<Day>| days.into_iter().map(Day::date).collect();
        let private_sale = self.settings()?.private_sale;
        Ok(Schedule {
            declaration_deadline: self.declaration_deadline.map(Instant::utc),
            deposit_days: dates(self.deposit_days()?),
            sale_days: dates(self.sale_days()?),
            return_day: self.return_day.map(Day::date),
            commission_bp: Some(self.commission_bp),
            private_sale: private_sale.map(|sale| (sale.starts_at.utc(), sale.ends_at.utc())),
        })
    }
}

/// A deposit slot as it is read and written. `taken` counts its registrations and never exceeds `capacity`.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable, diesel::Insertable)]
#[diesel(table_name = schema::slots)]
#[allow(missing_docs)]
pub struct Slot {
    pub id: SlotId,
    pub edition_id: EditionId,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub capacity: i32,
    pub taken: i32,
    pub residents_only: bool,
    list_types: String,
    pub note: String,
}

impl Slot {
    /// An empty slot.
    pub fn new(id: SlotId, edition_id: EditionId, terms: SlotTerms) -> Result<Self> {
        Ok(Self {
            id,
            edition_id,
            starts_at: terms.starts_at,
            ends_at: terms.ends_at,
            capacity: terms.capacity,
            taken: 0,
            residents_only: terms.residents_only,
            list_types: serde_json::to_string(&terms.list_types).map_err(internal)?,
            note: terms.note,
        })
    }

    /// Types of lists that it is meant for; every type when empty.
    pub fn list_types(&self) -> Result<Vec<ListType>> {
        serde_json::from_str(&self.list_types).map_err(internal)
    }

    /// Places left.
    pub fn left(&self) -> i32 {
        self.capacity - self.taken
    }
}

/// Everything about a slot but who is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotTerms {
    /// Start.
    pub starts_at: Instant,
    /// End.
    pub ends_at: Instant,
    /// Most registrations.
    pub capacity: i32,
    /// Only for depositors who live here.
    pub residents_only: bool,
    /// Types of lists that it is meant for; every type when empty.
    pub list_types: Vec<ListType>,
    /// For people.
    pub note: String,
}
