//! The command line in French: the parser's own headings, notes and refusals, which it knows in English only.

use std::fmt::Write as _;
use std::num::ParseIntError;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory as _, Error, FromArgMatches as _};

use super::Cli;

/// What stops the program before it begins: words to print, and how to leave.
#[derive(Debug, PartialEq, Eq)]
pub struct Stop {
    /// What to print, in French, ending with a line break.
    pub words: String,
    /// 0 for help and version, on standard output; 2 for a mistake, on standard error.
    pub exit_code: u8,
}

/// Reads a command line whose first word is the program's name.
///
/// # Errors
/// Help or version were asked for, or a mistake was made.
pub fn read(words: impl IntoIterator<Item = std::ffi::OsString>) -> Result<Cli, Stop> {
    let mut command = command();
    command
        .try_get_matches_from_mut(words)
        .and_then(|matches| Cli::from_arg_matches(&matches))
        .map_err(|error| stop(&error))
}

/// The whole command line as it is shown to people.
pub fn command() -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let root = Cli::command().disable_version_flag(true).arg(version.help("Montre la version"));
    translated(root)
}

fn translated(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("Montre cette aide");
    let command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_value_name("COMMANDE")
        .arg(help)
        .mut_args(with_notes)
        .mut_subcommands(translated);
    let template = template(&command);
    command.help_template(template)
}

/// Headings of those parts only that a command has.
fn template(command: &Command) -> String {
    let mut template = "{about-with-newline}\nUtilisation : {usage}\n".to_owned();
    if command.get_positionals().next().is_some() {
        template.push_str("\nArguments :\n{positionals}\n");
    }
    if command.get_subcommands().any(|one| !one.is_hide_set()) {
        template.push_str("\nCommandes :\n{subcommands}\n");
    }
    template.push_str("\nOptions :\n{options}{after-help}");
    template
}

/// Writes default and possible values into the help of an argument, in place of the parser's own notes.
fn with_notes(arg: Arg) -> Arg {
    if !arg.get_action().takes_values() {
        return arg;
    }
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let values = arg.get_possible_values();
    let shown: Vec<&str> = values
        .iter()
        .filter(|value| !value.is_hide_set())
        .map(clap::builder::PossibleValue::get_name)
        .collect();
    if !shown.is_empty() {
        help = format!("{help} [valeurs possibles : {}]", shown.join(", "));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() {
        help = format!("{help} [par défaut : {}]", defaults.join(" "));
    }
    arg.help(help).hide_default_value(true).hide_possible_values(true)
}

fn stop(error: &Error) -> Stop {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            Stop { words: error.render().to_string(), exit_code: 0 }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Stop { words: error.render().to_string(), exit_code: 2 }
        }
        _ => Stop { words: mistake(error), exit_code: 2 },
    }
}

fn mistake(error: &Error) -> String {
    let mut words = format!("Erreur : {}\n", sentence(error));
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        if let Some(close) = listed(error, kind) {
            let _ = writeln!(words, "Vouliez-vous dire {close} ?");
        }
    }
    for kind in [ContextKind::ValidValue, ContextKind::ValidSubcommand] {
        if let Some(valid) = listed(error, kind) {
            let _ = writeln!(words, "Possible : {valid}");
        }
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let _ = writeln!(words, "\nUtilisation : {}", usage.trim_start_matches("Usage:").trim());
    }
    words.push_str("\nPour en savoir plus, ajoutez --help.\n");
    words
}

fn sentence(error: &Error) -> String {
    let named = |kind| listed(error, kind).unwrap_or_default();
    let argument = named(ContextKind::InvalidArg);
    let value = named(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("la commande {} n'existe pas.", named(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => {
            format!("{} attend une commande.", named(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("{argument} n'est pas connu ici."),
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}."),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} attend une valeur."),
        ErrorKind::InvalidValue => format!("{value} ne convient pas pour {argument}."),
        ErrorKind::ValueValidation => {
            format!("{value} ne convient pas pour {argument}{}.", reason(error))
        }
        ErrorKind::TooManyValues => format!("{value} est de trop pour {argument}."),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{argument} n'a pas le bon nombre de valeurs.")
        }
        ErrorKind::NoEquals => format!("{argument} attend sa valeur après un signe égal."),
        ErrorKind::ArgumentConflict => match named(ContextKind::PriorArg) {
            prior if prior.is_empty() || prior == argument => format!("{argument} ne sert qu'une fois."),
            prior => format!("{argument} ne va pas avec {prior}."),
        },
        ErrorKind::InvalidUtf8 => "un des arguments n'est pas écrit en UTF-8.".to_owned(),
        _ => "la ligne de commande n'est pas comprise.".to_owned(),
    }
}

/// Why a value was refused: our own checks say it in French, numbers are explained here.
fn reason(error: &Error) -> String {
    let Some(source) = std::error::Error::source(error) else { return String::new() };
    if source.is::<ParseIntError>() {
        return " : un nombre entier est attendu".to_owned();
    }
    format!(" : {}", source.to_string().trim_end_matches('.'))
}

/// What the parser knows about a mistake, as `« a », « b »`.
fn listed(error: &Error, kind: ContextKind) -> Option<String> {
    let all = match error.get(kind)? {
        ContextValue::String(one) => vec![one.clone()],
        ContextValue::Strings(many) => many.clone(),
        _ => return None,
    };
    let all: Vec<String> = all.iter().filter(|one| !one.is_empty()).map(|one| format!("« {one} »")).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

#[cfg(test)]
mod tests;
