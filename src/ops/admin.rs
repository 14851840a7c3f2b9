//! Creating the first admin.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use serde_json::json;

use crate::app::App;
use crate::ctx::Change;
use crate::db;
use crate::error::{Problem, Result, conflict, internal, invalid};
use crate::features::auth::model::{NewUser, UserState};
use crate::features::auth::{rules, store};
use crate::features::journal::{self, Entry};
use crate::kernel::actor::Role;
use crate::kernel::contact::normalise_email;
use crate::kernel::ids::UserId;

/// A new account that can log in at once.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    /// Address, as typed.
    pub email: &'a str,
    /// Given name.
    pub first_name: &'a str,
    /// Family name.
    pub last_name: &'a str,
    /// What the person may do.
    pub role: Role,
    /// Password, to be checked.
    pub password: &'a str,
}

/// Creates an account, active at once.
pub fn create(app: &App, account: &NewAccount<'_>) -> Result<UserId> {
    let email = normalise_email(account.email).map_err(|_| {
        crate::error::unprocessable("email_invalid", "Cette adresse électronique n'est pas valable.")
    })?;
    let mut errors = rules::check_password(account.password, &email, "password");
    errors.extend(rules::check_name(account.first_name, "first_name"));
    errors.extend(rules::check_name(account.last_name, "last_name"));
    if !errors.is_empty() {
        return Err(invalid(errors));
    }
    let hash = app.passwords.hash(&app.random, account.password)?;
    let trace = app.trace("bourse admin create");
    app.with_db(|db| {
        db::write(db, |db| {
            let mut change = Change::outside_requests(db, &app.random, &trace);
            let user = NewUser {
                id: UserId::new(change.uuid()),
                email: email.clone(),
                password_hash: Some(hash.clone()),
                role: account.role,
                state: UserState::Active,
                first_name: account.first_name.trim().to_owned(),
                last_name: account.last_name.trim().to_owned(),
                phone: None,
                address: None,
                postal_code: None,
                city: None,
                mail_blocked: false,
                created_at: trace.now,
                updated_at: trace.now,
            };
            store::insert(change.db, &user).map_err(name_taken)?;
            store::remember_password(&mut change, user.id, &hash)?;
            let entry = Entry::new("account_created", "user", user.id, json!({ "role": account.role }));
            journal::record(change.db, &trace, &entry)?;
            Ok(user.id)
        })
    })
}

fn name_taken(problem: Problem) -> Problem {
    if problem.is_unique_violation() {
        conflict("email_taken", "Un compte existe déjà avec cette adresse.")
    } else {
        problem
    }
}

/// Asks for a password on the terminal, else reads a line: never an argument, which other people of the host could see.
pub fn ask_password() -> Result<String> {
    if io::stdin().is_terminal() {
        eprint!("Mot de passe : ");
        io::stderr().flush().map_err(internal)?;
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(internal)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
