//! Which door am I? Run it, report, exit.

use std::process::ExitCode;

use bourse::app::App;
use bourse::cli::{BackupAction, Command, french};
use bourse::config::Config;
use bourse::doors::{self, Door};
use bourse::ops;
use bourse::program::FrontDoor;

// musl's own allocator is four times slower on JSON.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() -> ExitCode {
    // What we write is for our own account alone: the database of SQLite, logs, labels, mails.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    match doors::find() {
        Door::FastCgi => serve(|app| {
            app.services.door = FrontDoor::FastCgi;
            app.services.passwords.use_child_process();
            doors::fastcgi::run_inherited(app)
        }),
        Door::Cgi => serve(|app| {
            app.services.door = FrontDoor::Cgi;
            doors::cgi::run(app)
        }),
        Door::CommandLine => command_line(),
    }
}

/// Behind a web server nobody reads our terminal, and on a shared host few can read the server's log: what keeps us from
/// working is written there, and every request is told what to mend.
fn serve(run: impl FnOnce(&mut App) -> std::io::Result<()>) -> ExitCode {
    let mut app = match Config::load() {
        Ok(config) => {
            ops::log::start(&config.folders.logs, false);
            App::new(config)
        }
        Err(errors) => {
            eprintln!("bourse: {errors}");
            App::misconfigured(&errors)
        }
    };
    if let Err(problem) = app.prepare() {
        eprintln!("bourse: {problem}");
        log::error!(target: "fault", "start: {problem}");
        app.exits_after_answer = true;
    }
    match run(&mut app) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bourse: {error}");
            ExitCode::FAILURE
        }
    }
}

fn command_line() -> ExitCode {
    let cli = match french::read(std::env::args_os()) {
        Ok(cli) => cli,
        Err(french::Stop { words, exit_code: 0 }) => {
            print!("{words}");
            return ExitCode::SUCCESS;
        }
        Err(french::Stop { words, exit_code }) => {
            eprint!("{words}");
            return ExitCode::from(exit_code);
        }
    };
    let verifies = matches!(cli.command, Command::Backup { action: Some(BackupAction::Verify { .. }), .. });
    let bare = matches!(
        cli.command,
        Command::Openapi | Command::Version | Command::PasswordTask | Command::Health { .. }
    );
    if verifies {
        // A backup can be read without a configuration; with one, its seal is checked too.
        let config = Config::load().unwrap_or_else(|_| Config::for_documents());
        return ops::run::run(App::new(config), cli.command);
    }
    if bare {
        // None of them needs a configuration.
        return ops::run::run(App::new(Config::for_documents()), cli.command);
    }
    if let Command::Demo { folder, listen, fresh } = &cli.command {
        return ops::run::demo(folder, listen, *fresh);
    }
    let config = match Config::load() {
        Ok(config) => config,
        Err(errors) => {
            if let Command::Doctor { json } = cli.command {
                return ops::run::misconfigured(&errors, json);
            }
            eprintln!("{errors}");
            return ExitCode::from(2);
        }
    };
    for key in &config.unknown_keys {
        eprintln!("Attention : la clé {key} du fichier .env n'est pas connue, elle est ignorée.");
    }
    ops::log::start(&config.folders.logs, matches!(cli.command, Command::Serve { .. }));
    let app = App::new(config);
    if matches!(cli.command, Command::Serve { .. })
        && let Err(problem) = app.prepare()
    {
        eprintln!("Erreur : {problem}");
        return ExitCode::from(2);
    }
    ops::run::run(app, cli.command)
}
