//! Editions, slots, registrations and people written straight into the database, for tests of what comes after them.

use bourse::db::schema::{articles, editions, list_numbers, lists, registrations, slots, users};
use bourse::features::edition::editions::settings::Settings;
use bourse::features::edition::editions::states::{EditionStatus, ListType};
use bourse::features::lists::declared::model::{Article, List};
use bourse::features::lists::states::{ArticleStatus, LabelState, ListState, Mark, Outcome, Verdict};
use bourse::features::people::accounts::model::{NewUser, UserState};
use bourse::features::registration::depositors::numbers::list_type_of;
use bourse::features::registration::depositors::states::RegistrationOrigin;
use bourse::kernel::actor::Role;
use bourse::kernel::clock::Instant;
use bourse::kernel::ids::{ArticleId, EditionId, ListId, RegistrationId, SlotId, UserId};
use diesel::prelude::*;

use super::app::{BEGINNING, TestApp};

/// Label key of every seeded edition, as it lies in its row.
pub const LABEL_KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// Until when articles may be declared in seeded editions.
pub const DEADLINE: &str = "2025-10-15T21:59:59.000Z";

/// What was decided about an article that is in a state; one that is sold needs a claim as well.
pub fn decided(status: ArticleStatus) -> (Option<Verdict>, Option<Mark>, Option<Outcome>) {
    use ArticleStatus::{Declared, Donated, Draft, Lost, NotBrought, Refused, Returned, Withdrawn};
    match status {
        Draft | Declared => (None, None, None),
        Refused => (Some(Verdict::Refuse), None, None),
        NotBrought => (Some(Verdict::NotBrought), None, None),
        Withdrawn => (Some(Verdict::Accept), Some(Mark::Withdrawn), None),
        Lost => (Some(Verdict::Accept), Some(Mark::Lost), None),
        Returned => (Some(Verdict::Accept), None, Some(Outcome::Returned)),
        Donated => (Some(Verdict::Accept), None, Some(Outcome::Donated)),
        _ => (Some(Verdict::Accept), None, None),
    }
}

/// The columns that [`decided`] sets, with the state itself.
pub fn in_state(status: ArticleStatus) -> StateColumns {
    let (verdict, mark, outcome) = decided(status);
    StateColumns { status, verdict, mark, outcome }
}

/// A state and what it is computed from.
#[derive(Clone, Copy, Debug, diesel::AsChangeset)]
#[diesel(table_name = articles, treat_none_as_null = true)]
pub struct StateColumns {
    status: ArticleStatus,
    verdict: Option<Verdict>,
    mark: Option<Mark>,
    outcome: Option<Outcome>,
}

/// Writes rows as they are.
pub struct Seed<'a>(pub &'a TestApp);

impl Seed<'_> {
    fn uuid(&self) -> uuid::Uuid {
        self.0.app.random.uuid(Instant::parse(BEGINNING).unwrap())
    }

    fn insert(&self, write: impl FnOnce(&mut bourse::db::Conn) -> QueryResult<usize>) {
        self.0.app.with_db(|db| Ok(write(db)?)).unwrap();
    }

    /// An edition with its sale on 8 and 9 November 2025.
    pub fn edition(&self, code: &str, status: EditionStatus) -> EditionId {
        self.edition_at(code, status, "2025-11-05T07:00:00.000Z")
    }

    /// The same, beginning at another time.
    pub fn edition_at(&self, code: &str, status: EditionStatus, starts_at: &str) -> EditionId {
        let id = EditionId::new(self.uuid());
        let now = Instant::parse(BEGINNING).unwrap();
        let at = |text: &str| Instant::parse(text).unwrap();
        self.insert(|db| {
            diesel::insert_into(editions::table)
                .values((
                    (
                        editions::id.eq(id),
                        editions::name.eq(format!("Bourse d'automne {code}")),
                        editions::code.eq(code),
                        editions::status.eq(status),
                        editions::is_training.eq(false),
                        editions::starts_at.eq(at(starts_at)),
                        editions::ends_at.eq(at("2025-11-10T19:00:00.000Z")),
                        editions::declaration_deadline.eq(at(DEADLINE)),
                    ),
                    (
                        editions::deposit_days.eq(r#"["2025-11-05","2025-11-06"]"#),
                        editions::sale_days.eq(r#"["2025-11-08","2025-11-09"]"#),
                        editions::return_day.eq("2025-11-10"),
                        editions::commission_bp.eq(2000),
                        editions::settings.eq(serde_json::to_string(&Settings::default()).unwrap()),
                        editions::label_key.eq(LABEL_KEY),
                        editions::created_at.eq(now),
                        editions::updated_at.eq(now),
                    ),
                ))
                .execute(db)
        });
        id
    }

    /// Puts an edition into another state.
    pub fn set_status(&self, edition: EditionId, status: EditionStatus) {
        self.insert(|db| {
            diesel::update(editions::table.find(edition)).set(editions::status.eq(status)).execute(db)
        });
    }

    /// Two hours of deposit on 5 November 2025, from this hour of the day in Paris.
    pub fn slot(&self, edition: EditionId, hour: u32) -> SlotId {
        let id = SlotId::new(self.uuid());
        let at = |hour: u32| Instant::parse(&format!("2025-11-05T{hour:02}:00:00.000Z")).unwrap();
        self.insert(|db| {
            diesel::insert_into(slots::table)
                .values((
                    slots::id.eq(id),
                    slots::edition_id.eq(edition),
                    slots::starts_at.eq(at(hour - 1)),
                    slots::ends_at.eq(at(hour + 1)),
                    slots::capacity.eq(1000),
                    slots::taken.eq(0),
                    slots::residents_only.eq(false),
                    slots::list_types.eq("[]"),
                    slots::note.eq(""),
                ))
                .execute(db)
        });
        id
    }

    /// Registers a person with these list numbers.
    pub fn register(
        &self,
        edition: EditionId,
        slot: SlotId,
        user: UserId,
        list_type: ListType,
        numbers: &[i32],
    ) -> RegistrationId {
        let id = RegistrationId::new(self.uuid());
        self.insert(|db| {
            diesel::insert_into(registrations::table)
                .values((
                    registrations::id.eq(id),
                    registrations::edition_id.eq(edition),
                    registrations::user_id.eq(user),
                    registrations::slot_id.eq(slot),
                    registrations::list_type.eq(list_type),
                    registrations::origin.eq(RegistrationOrigin::Manual),
                    registrations::created_at.eq(Instant::parse(BEGINNING).unwrap()),
                ))
                .execute(db)?;
            for number in numbers {
                diesel::insert_into(list_numbers::table)
                    .values((
                        list_numbers::edition_id.eq(edition),
                        list_numbers::number.eq(number),
                        list_numbers::registration_id.eq(id),
                    ))
                    .execute(db)?;
            }
            Ok(1)
        });
        id
    }

    /// A depositor of this name who can log in.
    pub fn depositor(&self, email: &str, first_name: &str, last_name: &str) -> UserId {
        let id = self.0.account(email, Role::Depositor);
        self.insert(|db| {
            diesel::update(users::table.find(id))
                .set((users::first_name.eq(first_name), users::last_name.eq(last_name)))
                .execute(db)
        });
        id
    }

    /// A validated list of so many articles, as its depositor would have left it.
    pub fn validated_list(
        &self,
        (edition, code): (EditionId, &str),
        (registration, user): (RegistrationId, UserId),
        number: i32,
        count: i32,
    ) -> ListId {
        let id = ListId::new(self.uuid());
        let now = Instant::parse(BEGINNING).unwrap();
        let list = List {
            id,
            edition_id: edition,
            registration_id: registration,
            user_id: user,
            number,
            list_type: list_type_of(number).unwrap(),
            state: ListState::Validated,
            label_state: LabelState::None,
            version: 1,
            created_at: now,
            validated_at: Some(now),
            labels_at: None,
        };
        let article = |line: i32| Article {
            id: ArticleId::new(self.uuid()),
            edition_id: edition,
            list_id: id,
            list_number: number,
            line,
            entry: line,
            code: Some(format!("{code}-L{number}-A{line:02}")),
            category: "toys".to_owned(),
            subcategory: "toy".to_owned(),
            gender: None,
            size: None,
            description: format!("Jouet n° {line} de la liste {number}"),
            color: None,
            brand: None,
            price_cents: 100 * line,
            is_lot: false,
            lot_quantity: None,
            certified: true,
            status: ArticleStatus::Declared,
            status_reason: None,
            created_at: now,
            updated_at: now,
            verdict: None,
            mark: None,
            outcome: None,
        };
        self.insert(|db| {
            diesel::insert_into(lists::table).values(&list).execute(db)?;
            for line in 1..=count {
                diesel::insert_into(articles::table).values(&article(line)).execute(db)?;
            }
            Ok(1)
        });
        id
    }

    /// A person without a password, for tests that need many.
    pub fn person(&self, number: i32) -> UserId {
        let id = UserId::new(self.uuid());
        let now = Instant::parse(BEGINNING).unwrap();
        let user = NewUser {
            id,
            email: format!("personne{number}@example.org"),
            password_hash: None,
            role: Role::Depositor,
            state: UserState::Active,
            first_name: "Gökçe".to_owned(),
            last_name: format!("Şahin-{number}"),
            phone: Some("+33612345678".to_owned()),
            address: None,
            postal_code: Some("31830".to_owned()),
            city: Some("Plaisance-du-Touch".to_owned()),
            mail_blocked: false,
            created_at: now,
            updated_at: now,
        };
        self.insert(|db| diesel::insert_into(users::table).values(&user).execute(db));
        id
    }

    /// Changes rows in a way that the program itself never would.
    pub fn tamper(&self, change: impl FnOnce(&mut bourse::db::Conn) -> QueryResult<usize>) {
        self.insert(change);
    }
}
