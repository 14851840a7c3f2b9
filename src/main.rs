//! Which door am I? Run it, report, exit.

use std::process::ExitCode;

use bourse::app::App;
use bourse::cli::{Command, french};
use bourse::config::Config;
use bourse::http::doors::{self, Door};
use bourse::ops;

// musl's own allocator is four times slower on JSON.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() -> ExitCode {
    match doors::find() {
        Door::FastCgi => serve(|app| doors::fastcgi::run_inherited(app)),
        Door::Cgi => serve(|app| {
            app.serves_once = true;
            doors::cgi::run(app)
        }),
        Door::CommandLine => command_line(),
    }
}

/// Behind a web server nobody reads our terminal: what keeps us from starting goes to the server's log.
fn serve(run: impl FnOnce(&mut App) -> std::io::Result<()>) -> ExitCode {
    let outcome = Config::load().map_err(|errors| errors.to_string()).and_then(|config| {
        ops::log::start(&config.folders.logs, false);
        let mut app = App::new(config);
        app.prepare().map_err(|problem| problem.to_string())?;
        run(&mut app).map_err(|error| error.to_string())
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("bourse: {words}");
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
    if matches!(cli.command, Command::Openapi | Command::Version) {
        // Neither needs a configuration.
        return ops::run::run(App::new(Config::for_documents()), cli.command);
    }
    if let Command::Demo { folder, listen, fresh } = &cli.command {
        return ops::run::demo(folder, listen, *fresh);
    }
    let config = match Config::load() {
        Ok(config) => config,
        Err(errors) => {
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
