//! Many people who help at the sale at once: looked at first, then invited.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::{in_french, send_first_link};
use crate::ctx::Ctx;
use crate::db::Conn;
use crate::error::unique::UniqueKey;
use crate::error::{FieldError, Result, invalid, not_found};
use crate::features::base::journal::{Entry, Event};
use crate::features::base::mail;
use crate::features::people::accounts::invited_people;
use crate::features::people::accounts::invited_people::InvitedPerson;
use crate::features::people::accounts::invited_people::views::{
    BulkOutcome, BulkPerson, BulkPreview, BulkProblem, MOST,
};
use crate::features::people::accounts::model::{NewUser, User};
use crate::features::people::accounts::store as accounts;
use crate::http::Json;
use crate::kernel::actor::Role;

/// `POST /users/bulk/preview` and `POST /users/bulk`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkUsers {
    /// What all of them may do: `volunteer` or `manager`.
    pub role: Role,
    /// People as mail programs, spreadsheets and hands write them, each with given and family name: `Prénom Nom <adresse>`,
    /// `adresse;prénom;nom` (also with commas or tabs), a table with its header.
    pub text: String,
}

/// Who of a box can be invited, and everything that is left out. One statement, however many people there are.
fn sort(db: &mut Conn, body: &BulkUsers) -> Result<(Vec<InvitedPerson>, Vec<BulkProblem>)> {
    if !matches!(body.role, Role::Volunteer | Role::Manager) {
        let sentence = "On invite ainsi des bénévoles ou des gestionnaires.";
        return Err(invalid(vec![FieldError::new("role", "role_not_offered", sentence)]));
    }
    let (people, unreadable) = invited_people::read(&body.text);
    if people.len() + unreadable.len() > MOST {
        let sentence = format!("{MOST} personnes au plus à la fois.");
        return Err(invalid(vec![FieldError::new("text", "too_many_lines", sentence)]));
    }
    let emails: Vec<&str> = people.iter().map(|person| person.email.as_str()).collect();
    let known: HashMap<String, User> =
        accounts::by_emails(db, &emails)?.into_iter().map(|user| (user.email.clone(), user)).collect();
    let mut problems: Vec<BulkProblem> = unreadable.into_iter().map(Into::into).collect();
    let mut sound = Vec::new();
    for person in people {
        if let Some(user) = known.get(&person.email) {
            problems.push(BulkProblem::about(person, "account_exists", exists(user, body.role)));
        } else if person.first_name.is_empty() || person.last_name.is_empty() {
            let sentence = "Ajoutez le prénom et le nom : les caisses montrent qui vend.";
            problems.push(BulkProblem::about(person, "name_missing", sentence));
        } else {
            sound.push(person);
        }
    }
    problems.sort_by_key(|problem| problem.line);
    Ok((sound, problems))
}

fn exists(user: &User, wanted: Role) -> String {
    let role = in_french(user.role);
    if user.role >= wanted {
        format!("Cette personne a déjà un compte ({role}).")
    } else {
        format!("Cette personne a déjà un compte ({role}) : changez son rôle dans le tableau.")
    }
}

/// `POST /users/bulk/preview`: changes nothing.
pub fn preview(ctx: &mut Ctx<'_>, Json(body): Json<BulkUsers>) -> Result<Json<BulkPreview>> {
    let (people, problems) = sort(ctx.db, &body)?;
    Ok(Json(BulkPreview { to_invite: people.into_iter().map(BulkPerson::from).collect(), problems }))
}

/// `POST /users/bulk`: each gets a link of seven days to choose a password. The same box again invites nobody.
pub fn create(ctx: &mut Ctx<'_>, Json(body): Json<BulkUsers>) -> Result<Json<BulkOutcome>> {
    let services = ctx.services;
    let outcome = ctx.write(|change| {
        let (people, problems) = sort(change.db, &body)?;
        let mut entries = Vec::new();
        for person in &people {
            let names = (person.first_name.as_str(), person.last_name.as_str());
            let new = NewUser::invited(change, body.role, &person.email, names);
            // Who has got an account meanwhile is found, and told, the second time.
            accounts::insert(change.db, &new).or_lost_race()?;
            let user = accounts::by_id(change.db, new.id)?.ok_or_else(not_found)?;
            send_first_link(change, &services.config, &user, mail::Posting::default())?;
            entries.push(Entry::new(Event::AccountCreated, user.id, json!({ "role": body.role })));
        }
        change.journal_all(&entries)?;
        Ok(BulkOutcome { invited: people.len(), problems })
    });
    outcome.map(Json)
}
