//! Creating the first admin.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use crate::app::App;
use crate::ctx::Change;
use crate::db;
use crate::error::{Result, internal};
pub use crate::features::people::accounts::NewAccount;
use crate::kernel::ids::UserId;

/// Creates an account, active at once.
pub fn create(app: &App, account: &NewAccount<'_>) -> Result<UserId> {
    let email = account.check()?;
    let hash = app.passwords.hash(&app.random, account.password)?;
    let trace = app.trace("bourse admin create");
    app.with_db(|db| {
        db::write(db, |db| {
            let mut change = Change::outside_requests(db, &app.random, &trace);
            account.insert(&mut change, &email, &hash)
        })
    })
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
