//! One table of ways to write people down, and what holds for any box.

use proptest::prelude::*;

use super::*;

fn people(text: &str) -> Vec<(String, String, String)> {
    let (people, problems) = read(text);
    assert_eq!(problems, [], "{text}");
    people.into_iter().map(|one| (one.email, one.first_name, one.last_name)).collect()
}

fn codes(text: &str) -> Vec<(usize, &'static str)> {
    read(text).1.iter().map(|one| (one.line, one.code)).collect()
}

#[test]
fn one_person_is_read_in_every_usual_writing() {
    for (text, email, first, last) in [
        ("Zoe@Example.org", "zoe@example.org", "", ""),
        ("<zoe@example.org>", "zoe@example.org", "", ""),
        ("mailto:zoe@example.org", "zoe@example.org", "", ""),
        ("(zoe@example.org)", "zoe@example.org", "", ""),
        ("zoe@example.org;Zoé;Martin", "zoe@example.org", "Zoé", "Martin"),
        ("Zoé, Martin, zoe@example.org", "zoe@example.org", "Zoé", "Martin"),
        ("zoe@example.org\tZoé\tDe La Tour", "zoe@example.org", "Zoé", "De La Tour"),
        ("zoe@example.org\tZoé\tMartin\t\t", "zoe@example.org", "Zoé", "Martin"),
        ("zoe@example.org;Zoé De La Tour", "zoe@example.org", "Zoé", "De La Tour"),
        ("\"zoe@example.org\",\"Zoé\",\"Martin\"", "zoe@example.org", "Zoé", "Martin"),
        ("Zoé De La Tour <zoe@example.org>,", "zoe@example.org", "Zoé", "De La Tour"),
        ("  \"Zoé Martin\" <zoe@example.org>;", "zoe@example.org", "Zoé", "Martin"),
        ("Roux, Anna <anna@example.org>", "anna@example.org", "Anna", "Roux"),
        ("\"Roux, Anna\" <anna@example.org>", "anna@example.org", "Anna", "Roux"),
        ("\"Roux, Anna\"; anna@example.org", "anna@example.org", "Anna", "Roux"),
        ("Zoé Martin zoe@example.org", "zoe@example.org", "Zoé", "Martin"),
        ("zoe@example.org Zoé Martin", "zoe@example.org", "Zoé", "Martin"),
        ("'zoe@example.org' <zoe@example.org>", "zoe@example.org", "", ""),
        ("\"zoe@example.org\" <Zoe@example.org>", "zoe@example.org", "", ""),
        ("\u{202a}zoe@example.org\u{202c}", "zoe@example.org", "", ""),
        ("Zoé\u{a0}Martin\u{a0}<zoe@example.org>", "zoe@example.org", "Zoé", "Martin"),
        ("Jean-Noël O'Brien <jn@example.org>", "jn@example.org", "Jean-Noël", "O'Brien"),
        ("Zoé \"Zaza <zoe@example.org>", "zoe@example.org", "Zoé", "Zaza"),
    ] {
        let expected = vec![(email.to_owned(), first.to_owned(), last.to_owned())];
        assert_eq!(people(text), expected, "{text}");
    }
}

#[test]
fn many_people_of_one_line_are_all_read() {
    let bare = ["anna1@example.org", "bruno1@example.org", "carla1@example.org", "david1@example.org"];
    for separator in ["; ", ", ", ",", ";", "\t", " ", " ; "] {
        let found: Vec<String> = people(&bare.join(separator)).into_iter().map(|one| one.0).collect();
        assert_eq!(found, bare, "{separator:?}");
    }
    let named = vec![
        ("anna@example.org".to_owned(), "Anna".to_owned(), "Roux".to_owned()),
        ("bruno@example.org".to_owned(), "Bruno".to_owned(), "Petit".to_owned()),
    ];
    for text in [
        "Anna Roux <anna@example.org>; Bruno Petit <bruno@example.org>",
        "Anna Roux <anna@example.org>, Bruno Petit <bruno@example.org>;",
        "\"Roux, Anna\" <anna@example.org>, \"Petit, Bruno\" <bruno@example.org>",
        "Roux, Anna <anna@example.org>; Petit, Bruno <bruno@example.org>",
        "Roux, Anna <anna@example.org>, Petit, Bruno <bruno@example.org>",
        "Anna Roux <anna@example.org> Bruno Petit <bruno@example.org>",
        "Anna Roux <anna@example.org>\r\nBruno Petit <bruno@example.org>\r\n",
        "Anna Roux <anna@example.org>\u{b}Bruno Petit <bruno@example.org>",
        "Email;Prénom;Nom\nanna@example.org;Anna;Roux\nbruno@example.org;Bruno;Petit",
        "Nom\tPrénom\tAdresse e-mail\nRoux\tAnna\tanna@example.org\nPetit\tBruno\tbruno@example.org",
    ] {
        assert_eq!(people(text), named, "{text}");
    }
    let mixed = people("carla@example.org, Anna Roux <anna@example.org>; david@example.org");
    assert_eq!(mixed.len(), 3);
    assert_eq!(mixed[1].1, "Anna");
}

#[test]
fn what_cannot_be_told_apart_is_a_problem_of_its_line_and_invites_nobody() {
    for (text, code) in [
        ("bonjour", "email_missing"),
        ("anna@@example.org", "email_invalid"),
        ("hélène@example.org;Hélène", "email_invalid"),
        ("anna16@example.org;0612345678;Roux", "name_unreadable"),
        ("anna@example.org;Anna;Roux;06 12 34 56 78", "names_unclear"),
        ("anna@example.org;Anna;bruno@example.org;Bruno", "names_unclear"),
        ("Équipe, anna@example.org, bruno@example.org", "names_unclear"),
        ("Anna Roux <anna@example.org>; Bruno", "names_unclear"),
        ("\"bruno@example.org\" <anna@example.org>; Carla", "names_unclear"),
        ("Anna anna@example.org Bruno bruno@example.org", "email_invalid"),
        ("anna@example.org;12 rue du Lac", "name_unreadable"),
    ] {
        assert_eq!(read(text).0, [], "{text}");
        assert_eq!(codes(text), [(1, code)], "{text}");
    }
}

#[test]
fn columns_of_a_table_that_are_not_used_are_told_once() {
    let text =
        "Nom;Prénom;Téléphone;Email\nRoux;Anna;0612345678;anna@example.org\nPetit;Bruno;;bruno@example.org";
    let (people, problems) = read(text);
    assert_eq!(people.len(), 2);
    assert_eq!((people[0].first_name.as_str(), people[0].last_name.as_str()), ("Anna", "Roux"));
    assert_eq!(codes(text), [(1, "columns_unused")]);
    assert!(problems[0].message.contains("Téléphone"), "{problems:?}");
}

#[test]
fn wrong_lines_are_told_with_their_place() {
    let text = format!("a@example.org\n\nbonjour\nA@example.org;Anne\nb@example.org;{}", "x".repeat(81));
    assert_eq!(read(&text).0.len(), 1);
    assert_eq!(codes(&text), [(3, "email_missing"), (4, "duplicate_line"), (5, "name_length")]);
}

/// The words of a text, without signs and case, and without what makes two of the same address.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && !"@.-_+".contains(c));
    let bare = parts.map(|word| word.trim_matches(['.', '-', '_', '+']).to_lowercase());
    bare.filter(|word| !word.is_empty() && word != "mailto").collect()
}

proptest! {
    #[test]
    fn no_address_is_a_name_no_address_vanishes_no_word_is_dropped(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "anna@example.org", "Bruno@Example.org", "<carla@example.org>", "d@@x", "Anna", "Roux", "De La", "06 12",
                "\"", "\"Roux, Anna\"", "'", "<", ">", "@", "(", ",", ";", "\t", " ", "\n", "; ", "\r\n", "mailto:", "Email",
                "Nom", "Prénom", "Téléphone", "\u{200b}", "é",
            ]),
            0..24,
        ),
    ) {
        let text = pieces.concat();
        let (people, problems) = read(&text);
        for one in &people {
            prop_assert!(!one.first_name.contains('@') && !one.last_name.contains('@'), "{one:?}");
            prop_assert_eq!(normalise_email(&one.email), Ok(one.email.clone()));
        }
        let seen = as_seen(&text).replace("\r\n", "\n");
        for (index, line) in seen.split(['\n', '\r']).enumerate() {
            let mut told = String::new();
            for one in people.iter().filter(|one| one.line == index + 1) {
                told.extend([" ", &one.email, " ", &one.first_name, " ", &one.last_name, " "]);
            }
            for one in problems.iter().filter(|one| one.line == index + 1) {
                told.extend([" ", &one.value, " "]);
            }
            let told = words(&told);
            let is_table = seen
                .split(['\n', '\r'])
                .take(index + 1)
                .any(|line| !line.contains('@') && line.contains("Email"));
            for word in words(line) {
                // Below a header only the columns that it names are used; the others were told with it.
                if !is_table || word.contains('@') {
                    prop_assert!(told.contains(&word), "{word:?} of {line:?} is nowhere in {told:?}");
                }
            }
        }
    }
}
