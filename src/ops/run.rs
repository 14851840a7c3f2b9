//! Carrying out a command.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use super::{admin, audit};
use crate::app::App;
use crate::cli::{AdminAction, AuditAction, Command, MailAction, MigrateAction};
use crate::db::migrate;
use crate::error::{Problem, Result, internal};
use crate::http::doors::{fastcgi, server};
use crate::kernel::actor::Role;
use crate::routes;

/// Carries out a command; what went wrong is said on standard error, in French.
pub fn run(app: App, command: Command) -> ExitCode {
    match carry_out(app, command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(problem) => {
            report(&problem);
            ExitCode::from(2)
        }
    }
}

fn report(problem: &Problem) {
    eprintln!("Erreur : {}", problem.detail);
    for error in &problem.errors {
        eprintln!("  - {} : {}", error.field, error.message);
    }
    if let Some(cause) = problem.cause() {
        eprintln!("  cause : {cause}");
    }
}

fn carry_out(app: App, command: Command) -> Result<bool> {
    match command {
        Command::Serve { fastcgi: Some(address), threads, .. } => {
            println!("FastCGI sur {address}");
            fastcgi::run_listening(&app, &address, threads).map_err(internal)?;
        }
        Command::Serve { listen, .. } => {
            let app = Arc::new(app);
            let url = app.config.site.url.clone();
            server::run(&app, &listen, |at| {
                println!("Bourse est prête : http://{at} (adresse publique : {url})")
            })
            .map_err(internal)?;
        }
        Command::Migrate { action: MigrateAction::Up } => {
            let done = app.with_db(migrate::up)?;
            if done.is_empty() {
                println!("La base de données est déjà à jour.");
            }
            for name in done {
                println!("{name} : faite");
            }
        }
        Command::Migrate { action: MigrateAction::Status } => {
            let steps = app.with_db(migrate::status)?;
            for step in &steps {
                println!("{} : {}", step.name, if step.applied { "faite" } else { "à faire" });
            }
            return Ok(steps.iter().all(|step| step.applied));
        }
        Command::Admin { action: AdminAction::Create { email, first_name, last_name } } => {
            let password = admin::ask_password()?;
            let (first_name, last_name) = (first_name.as_str(), last_name.as_str());
            let account = admin::NewAccount {
                email: &email,
                first_name,
                last_name,
                role: Role::Admin,
                password: &password,
            };
            admin::create(&app, &account)?;
            println!("Administrateur créé : {email}");
        }
        Command::Mail { action: MailAction::Flush } => {
            let round = app.send_mail(Duration::from_secs(50))?;
            println!(
                "{} envoyés, {} remis à plus tard, {} refusés",
                round.sent, round.postponed, round.failed
            );
            return Ok(round.failed == 0);
        }
        Command::Audit { action: AuditAction::Verify { json } } => return audit::verify(&app, json),
        Command::Openapi => {
            let document = routes::openapi(app.routes());
            println!("{}", serde_json::to_string_pretty(&document).map_err(internal)?);
        }
        Command::Version => println!("bourse {}", env!("CARGO_PKG_VERSION")),
    }
    Ok(true)
}
