//! Nobody at the association should meet an English word.

use super::*;

/// Words the parser or a careless definition would show. Flags and names of commands are no prose.
const ENGLISH: [&str; 38] = [
    "usage",
    "command",
    "commands",
    "print",
    "help",
    "default",
    "values",
    "value",
    "error",
    "tip",
    "required",
    "provided",
    "unexpected",
    "invalid",
    "found",
    "for",
    "more",
    "information",
    "try",
    "the",
    "and",
    "or",
    "with",
    "file",
    "folder",
    "listen",
    "threads",
    "email",
    "first_name",
    "last_name",
    "name",
    "path",
    "address",
    "password",
    "see",
    "summary",
    "unrecognized",
    "subcommand",
];

/// English words of a text, without its flags and the names of commands.
fn english(text: &str, names: &[String]) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || "[]<>:,.«»'()…".contains(c))
        .filter(|word| !word.starts_with('-') && !names.iter().any(|name| name == word))
        .map(str::to_lowercase)
        .filter(|word| ENGLISH.contains(&word.as_str()))
        .collect()
}

fn every_command(command: &Command, found: &mut Vec<Command>) {
    found.push(command.clone());
    for one in command.get_subcommands() {
        every_command(one, found);
    }
}

fn refusal(line: &str) -> Stop {
    read(line.split(' ').map(Into::into)).expect_err(line)
}

#[test]
fn the_help_of_every_command_is_french() {
    let mut root = command();
    root.build();
    let mut all = Vec::new();
    every_command(&root, &mut all);
    let names: Vec<String> = all.iter().map(|one| one.get_name().to_owned()).collect();
    assert!(all.len() >= 10, "{names:?}");
    for mut one in all {
        for help in [one.render_help().to_string(), one.render_long_help().to_string()] {
            assert_eq!(english(&help, &names), [""; 0], "{help}");
            assert!(help.contains("Utilisation : "), "{help}");
            assert!(help.contains("-h, --help"), "{help}");
        }
    }
}

#[test]
fn the_search_for_english_words_finds_them() {
    assert_eq!(english("Usage: bourse [OPTIONS] <COMMAND>", &[]), ["usage", "command"]);
    assert_eq!(english("Envoie --file", &[]), [""; 0]);
}

#[test]
fn help_says_what_happens_when_nothing_is_given() {
    let help = refusal("bourse serve --help");
    assert_eq!(help.exit_code, 0);
    assert!(help.words.contains("[par défaut : 127.0.0.1:8000]"), "{}", help.words);
    let help = refusal("bourse migrate -h").words;
    assert!(help.contains("[valeurs possibles : up, status] [par défaut : up]"), "{help}");
    assert_eq!(refusal("bourse").exit_code, 2);
    assert_eq!(refusal("bourse --version").words, format!("bourse {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn mistakes_are_explained_in_french() {
    for (line, expected) in [
        ("bourse serv", "Erreur : la commande « serv » n'existe pas.\nVouliez-vous dire « serve » ?"),
        ("bourse admin", "Commandes :"),
        ("bourse version --port", "« --port » n'est pas connu ici"),
        ("bourse admin create", "il manque « --email <ADRESSE> »"),
        ("bourse serve --listen", "attend une valeur"),
        (
            "bourse migrate sideways",
            "« sideways » ne convient pas pour « [ACTION] ».\nPossible : « up », « status »",
        ),
        ("bourse serve --threads beaucoup", "un nombre entier est attendu"),
        ("bourse serve --threads 1 --threads 2", "ne sert qu'une fois"),
    ] {
        let stop = refusal(line);
        assert_eq!(stop.exit_code, 2, "{line}");
        assert!(stop.words.contains(expected), "{line}: {}", stop.words);
        let quoted = ["serve", "admin", "create", "version", "migrate"].map(str::to_owned);
        assert_eq!(english(&stop.words, &quoted), [""; 0], "{}", stop.words);
    }
}

#[test]
fn a_sound_line_is_read() {
    let cli = read(["bourse", "serve", "--threads", "2"].map(Into::into)).expect("sound");
    assert!(matches!(cli.command, crate::cli::Command::Serve { threads: 2, .. }));
}
