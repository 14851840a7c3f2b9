//! Carrying out a command.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use super::backup::{self, Source};
use super::cron::{self, Asked, Teller};
use super::demo::{self, Scale};
use super::restore::Consent;
use super::{admin, audit, doctor, health, paper};
use crate::app::App;
use crate::cli::{
    AdminAction, AuditAction, BackupAction, Command, MailAction, MaintenanceAction, MigrateAction,
};
use crate::config::ConfigErrors;
use crate::db::migrate;
use crate::doors::probe::Listener;
use crate::doors::{fastcgi, server, stop};
use crate::error::{Problem, Result, internal};
use crate::features::house::system::maintenance;
use crate::features::people::passwords::task;
use crate::kernel::actor::Role;
use crate::kernel::clock::Clock;
use crate::kernel::random::Random;
use crate::routes;

/// Minutes between two rounds of what cron does on a host.
const DEMO_ROUND_MINUTES: u16 = 5;

/// Carries out a command; what went wrong is said on standard error, in French.
pub fn run(app: App, command: Command) -> ExitCode {
    if let Command::Doctor { json } = command {
        return exit(doctor::command(&app, json));
    }
    match carry_out(app, command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(problem) => {
            report(&problem);
            ExitCode::from(2)
        }
    }
}

/// Looks after an installation whose configuration cannot be read.
pub fn misconfigured(errors: &ConfigErrors, as_json: bool) -> ExitCode {
    exit(doctor::misconfigured(errors, as_json))
}

fn exit(code: Result<u8>) -> ExitCode {
    code.map_or_else(
        |problem| {
            report(&problem);
            ExitCode::from(2)
        },
        ExitCode::from,
    )
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

fn carry_out(mut app: App, command: Command) -> Result<bool> {
    match command {
        Command::Serve { fastcgi: Some(address), threads, .. } => {
            println!("FastCGI sur {address}");
            app.services.passwords.use_child_process();
            fastcgi::run_listening(&app, &address, threads).map_err(internal)?;
        }
        Command::Serve { listen, .. } => {
            app.services.passwords.use_child_process();
            app.services.passwords.in_threads();
            let app = Arc::new(app);
            let upkeep = Arc::clone(&app);
            std::thread::spawn(move || do_what_is_asked(&upkeep));
            let url = app.config.site.url.clone();
            server::run(&app, &listen, |at| {
                println!("Bourse est prête : http://{at} (adresse publique : {url})");
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
        Command::Backup { action: None, json } => backup::command::backup(&app, json)?,
        Command::Backup { action: Some(BackupAction::Verify { file, identity, json }), .. } => {
            let key = app.config.secrets.journal.as_deref();
            return backup::command::check(Source { path: &file, identity: identity.as_deref(), key }, json);
        }
        Command::Restore { file, replace, identity, unsealed, json } => {
            let key = app.config.secrets.journal.as_deref();
            let source = Source { path: &file, identity: identity.as_deref(), key };
            backup::command::put_back(&app, source, Consent { replace, unsealed }, json)?;
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
        Command::Admin { action: AdminAction::Paper { again } } => paper::print(&app, again)?,
        Command::Maintenance { action, text } => return maintain(&app, action, text.as_deref()),
        Command::Mail { action: MailAction::Flush } => {
            let round = app.send_mail(Duration::from_secs(50))?;
            println!(
                "{} envoyés, {} remis à plus tard, {} refusés",
                round.sent, round.postponed, round.failed
            );
            return Ok(round.failed == 0);
        }
        Command::Doctor { json } => return Ok(doctor::command(&app, json)? == 0),
        Command::Cron { json, every: None, asked } => {
            let which = if asked { Asked::ByHand } else { Asked::Due };
            return cron::command(&app, which, json);
        }
        Command::Cron { json, every: Some(minutes), .. } => repeat(&app, minutes, Teller::for_output(json)),
        Command::Cleanup { json } => return cron::command(&app, Asked::Cleaning, json),
        Command::Audit { action: AuditAction::Verify { head, json } } => {
            return audit::verify(&app, head.as_deref(), json);
        }
        Command::Openapi => {
            let document = routes::openapi(app.routes())?;
            println!("{}", serde_json::to_string_pretty(&document).map_err(internal)?);
        }
        Command::Seed => seed(app)?,
        Command::Demo { folder, listen, fresh } => {
            return Ok(demo(&folder, &listen, fresh) == ExitCode::SUCCESS);
        }
        Command::PasswordTask => task::answer().map_err(internal)?,
        Command::Health { listen, fastcgi } => {
            return Ok(health::run(fastcgi.as_deref().map_or(Listener::Http(&listen), Listener::FastCgi)));
        }
        Command::Version => println!("bourse {}", env!("CARGO_PKG_VERSION")),
    }
    Ok(true)
}

fn maintain(app: &App, action: MaintenanceAction, text: Option<&str>) -> Result<bool> {
    let storage = &app.config.folders.storage;
    match action {
        MaintenanceAction::On => {
            let words = text.unwrap_or(maintenance::USUAL_WORDS);
            maintenance::put_up(storage, words).map_err(internal)?;
            println!("Maintenance : {words}");
        }
        MaintenanceAction::Off => {
            let was_up = maintenance::take_down(storage).map_err(internal)?;
            println!(
                "{}",
                if was_up { "L'application est rouverte." } else { "L'application était ouverte." }
            );
        }
        MaintenanceAction::Status => {
            let notice = maintenance::notice(storage);
            println!("{}", notice.as_deref().unwrap_or("L'application est ouverte."));
            return Ok(notice.is_none());
        }
    }
    Ok(true)
}

/// Runs cron's tasks every `minutes` until a stop signal comes. A failure is reported and does not end the loop.
fn repeat(app: &App, minutes: u16, teller: Teller) {
    let stopping = stop::requested();
    let pause = Duration::from_secs(60 * u64::from(minutes));
    while !stop::is_set(&stopping) {
        let begun = Stopwatch::now();
        if let Err(problem) = cron::run(app, Asked::Due, teller) {
            report(&problem);
        }
        while !stop::is_set(&stopping) && begun.elapsed() < pause {
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

/// Makes the backups that requests ask for, beside the built-in server. One that its end cuts short leaves nothing, and
/// stays to be asked for.
fn do_what_is_asked(app: &App) {
    let stopping = stop::requested();
    while !stop::is_set(&stopping) {
        if app.backup_was_asked_for()
            && let Err(problem) = cron::run(app, Asked::ByHand, Teller::Silent)
        {
            report(&problem);
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Fills the configured database with what measurements begin with.
fn seed(app: App) -> Result<()> {
    app.with_db(migrate::up)?;
    let now = app.clock.now();
    let app = App::with(app.config.clone(), Clock::set_at(now), Random::seeded(1));
    app.prepare()?;
    demo::tell(&app, Scale::Bench, now)
}

/// Serves the demonstration, made the first time.
pub fn demo(folder: &Path, listen: &str, fresh: bool) -> ExitCode {
    let served = prepare_demo(folder, listen, fresh).and_then(|app| {
        // Nobody sets up cron for a demonstration. A round that its end cuts short is made good by the next.
        let regular = App::new(app.config.clone());
        std::thread::spawn(move || repeat(&regular, DEMO_ROUND_MINUTES, Teller::Silent));
        carry_out(app, serve_at(listen))
    });
    match served {
        Ok(_) => ExitCode::SUCCESS,
        Err(problem) => {
            report(&problem);
            ExitCode::from(2)
        }
    }
}

fn serve_at(listen: &str) -> Command {
    Command::Serve { listen: listen.to_owned(), fastcgi: None, threads: 1 }
}

fn prepare_demo(folder: &Path, listen: &str, fresh: bool) -> Result<App> {
    if fresh && folder.join("secret").is_file() {
        std::fs::remove_dir_all(folder).map_err(internal)?;
    }
    std::fs::create_dir_all(folder).map_err(internal)?;
    let secrets = demo::secrets(folder).map_err(internal)?;
    let config = demo::open(folder, listen, &secrets).map_err(internal)?;
    super::log::start(&config.folders.logs, false);
    let app = App::new(config.clone());
    let ready = folder.join("ready");
    if !ready.is_file() {
        println!("Préparation de la démonstration (une fois)...");
        app.with_db(migrate::up)?;
        let now = app.clock.now();
        let past = App::with(config, Clock::set_at(now), Random::System);
        past.prepare()?;
        demo::tell(&past, Scale::Demonstration, now)?;
        std::fs::write(&ready, "").map_err(internal)?;
    }
    app.prepare()?;
    Ok(app)
}
