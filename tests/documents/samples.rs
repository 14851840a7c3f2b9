//! Invented depositors, lists and slips, awkward ones among them.

use bourse::features::deposit::labels::sheet::label::LabelData;
use bourse::features::deposit::labels::sheet::model::{DepositorSheet, LabelSheet, LeftOut, ListSheet};
use bourse::features::edition::editions::settings::LabelLayout;
use bourse::features::lists::printed::copy::ListCopy;
use bourse::features::lists::printed::sheet::{PrintedArticle, PrintedDepositor, PrintedList};
use bourse::features::registration::depositors::numbers::{LabelColour, colour_of};
use bourse::features::settlement::payouts::slips::slip::{
    Adjustment, Payment, Reckoning, SlipArticle, SlipData, SlipFile,
};
use bourse::features::settlement::payouts::states::PayoutMethod;
use chrono::{NaiveDate, NaiveDateTime};

/// Names of people and where they come from, with the letters that plain fonts lack.
pub const NAMES: [&str; 8] = [
    "MARTIN Sophie",
    "NGUYỄN Thị Hồng Nhung",
    "ŁUKASIK Małgorzata",
    "ŞAHİN Gökçe",
    "DE LA ROCHEFOUCAULD-MONTBEL Marie-Antoinette Joséphine",
    "<script>alert('L’été')</script> Œdipe",
    "ÑUÑEZ Íñigo",
    "DUPONT Jean-Baptiste",
];

/// Description, category code, category, subcategory, size, price in cents.
type Thing = (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, i32);

const THINGS: [Thing; 9] = [
    (
        "Manteau d'hiver bleu marine doublé polaire avec capuche amovible et moufles assorties, très chaud, comme neuf",
        "clothes",
        "Vêtements",
        "manteau/anorak",
        Some("12 ans"),
        1500,
    ),
    ("Robe à fleurs", "clothes", "Vêtements", "robe", Some("6 ans"), 500),
    ("LOT x3 - Body 18 mois Petit Bateau", "clothes", "Vêtements", "body", Some("18 mois"), 550),
    (
        "Chaussures de randonnée",
        "shoes",
        "Chaussures",
        "chaussures de sport spécifiques (crampons, randonnée, équitation, danse, ski)",
        Some("34"),
        800,
    ),
    (
        "Poussette trio complète avec coque, nacelle et habillage pluie",
        "childcare",
        "Puériculture",
        "poussette/landau",
        None,
        15_000,
    ),
    ("<script>alert(\"x\")</script> & Cie", "toys", "Jeux et jouets", "jeu de société", None, 300),
    ("Harry Potter à l'école des sorciers", "books", "Livres", "livre enfant", None, 200),
    ("Gants de ski", "accessories", "Accessoires", "gants/lunettes de ski", Some("Naissance - 3 mois"), 100),
    ("Ballon", "other", "Autres", "article de sport", Some("  "), 1250),
];

fn color(number: i32) -> LabelColour {
    colour_of(number).unwrap()
}

pub fn moment() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2025, 11, 3).unwrap().and_hms_opt(9, 31, 22).unwrap()
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

pub fn list(number: i32, lines: i32) -> PrintedList {
    let articles = (1..=lines)
        .map(|line| {
            let index = usize::try_from(line - 1 + number).unwrap() % THINGS.len();
            let (description, code, category, subcategory, size, price_cents) = THINGS[index];
            PrintedArticle {
                line,
                description: description.to_owned(),
                category_code: code.to_owned(),
                category: category.to_owned(),
                subcategory: subcategory.to_owned(),
                gender: owned((code == "clothes").then_some("Fille")),
                size: owned(size),
                color: owned((line % 3 != 0).then_some("bleu marine")),
                brand: owned((line % 4 == 1).then_some("Petit Bateau")),
                price_cents,
                refused: line == 4,
            }
        })
        .collect();
    PrintedList { number, color: color(number), articles }
}

/// The labels of a list. The checks in their QR texts are invented; the printer does not read them.
pub fn labels(list: &PrintedList) -> Vec<LabelData> {
    let lines = i32::try_from(list.articles.len()).unwrap();
    list.articles
        .iter()
        .map(|article| {
            let code = format!("A2025-L{}-A{:02}", list.number, article.line);
            let check = (list.number * 7919 + article.line * 104_729) % 1_000_000;
            LabelData {
                qr_text: format!("{code}-{}-{:04X}", article.price_cents, check % 0x1_0000),
                code,
                list_number: list.number,
                color: list.color,
                line: article.line,
                lines,
                price_cents: article.price_cents,
                description: article.description.clone(),
                size: article.size.clone(),
                category_code: article.category_code.clone(),
                category: article.category.clone(),
                subcategory: article.subcategory.clone(),
            }
        })
        .collect()
}

pub fn depositor(index: usize) -> PrintedDepositor {
    PrintedDepositor {
        name: NAMES[index % NAMES.len()].to_owned(),
        address: vec!["12 rue des Écoles".to_owned(), "31830 Plaisance-du-Touch".to_owned()],
        phone: Some("06 12 34 56 78".to_owned()),
    }
}

/// A file for depositors who bring two lists each, of `lines` and `lines` minus nine articles.
pub fn label_sheet(numbers: &[i32], lines: i32) -> LabelSheet {
    let depositors = numbers
        .iter()
        .enumerate()
        .map(|(index, &number)| DepositorSheet {
            depositor: depositor(index),
            slot: "mercredi 5 novembre, 14 h - 16 h".to_owned(),
            return_at: "lundi 10 novembre, 18 h 30 - 19 h 30".to_owned(),
            lists: [(number, lines), (number + 1, (lines - 9).max(1))]
                .into_iter()
                .map(|(number, lines)| {
                    let list = list(number, lines);
                    ListSheet { labels: labels(&list), list, qr_text: Some(format!("A2025-D{number}")) }
                })
                .collect(),
        })
        .collect();
    LabelSheet {
        association: "ALPE".to_owned(),
        edition: "Bourse d'automne 2025".to_owned(),
        scope: "mercredi 5 novembre, 14 h - 16 h".to_owned(),
        made_at: moment(),
        made_by: "Claire GESTIONNAIRE".to_owned(),
        layout: LabelLayout::Cut70x74,
        separators: true,
        depositors,
        left_out: vec![LeftOut {
            list_number: 312,
            depositor: "ŞAHİN Gökçe".to_owned(),
            reason: "l'article 7 n'a pas de code".to_owned(),
        }],
    }
}

pub fn list_copy(number: i32, lines: i32) -> ListCopy {
    ListCopy {
        association: "ALPE".to_owned(),
        edition: "Bourse d'automne 2025".to_owned(),
        validated_at: moment(),
        depositor: depositor(usize::try_from(number).unwrap()),
        slot: "mercredi 5 novembre, 14 h - 16 h".to_owned(),
        return_at: "lundi 10 novembre, 18 h 30 - 19 h 30".to_owned(),
        list: list(number, lines),
    }
}

fn slip_articles(numbers: &[i32], lines: std::ops::RangeInclusive<i32>) -> Vec<SlipArticle> {
    let mut articles = Vec::new();
    for &number in numbers {
        for article in list(number, *lines.end()).articles {
            if lines.contains(&article.line) {
                articles.push(SlipArticle {
                    code: format!("A2025-L{number}-A{:02}", article.line),
                    description: article.description,
                    category: article.category,
                    price_cents: article.price_cents.into(),
                    reason: None,
                });
            }
        }
    }
    articles
}

/// A slip with the first `sold` lines of each list sold and those up to `lines` left.
pub fn slip(index: usize, numbers: &[i32], sold: i32, lines: i32) -> SlipData {
    let sold_articles = if sold == 0 { Vec::new() } else { slip_articles(numbers, 1..=sold) };
    let unsold = if sold == lines { Vec::new() } else { slip_articles(numbers, sold + 1..=lines) };
    let gross_cents: i64 = sold_articles.iter().map(|article| article.price_cents).sum();
    let commission_cents = (gross_cents * 2000 + 5000) / 10_000;
    SlipData {
        depositor: NAMES[index % NAMES.len()].to_owned(),
        phone: Some("06 12 34 56 78".to_owned()),
        address: depositor(index).address,
        list_numbers: numbers.to_vec(),
        sold: sold_articles,
        unsold,
        refused: Vec::new(),
        reckoning: Reckoning {
            gross_cents,
            commission_bp: 2000,
            commission_cents,
            fees_cents: 0,
            adjustments: Vec::new(),
            net_cents: gross_cents - commission_cents,
            fees_due_cents: 0,
            paid_before_cents: 0,
        },
        payment: None,
    }
}

pub fn slip_file() -> SlipFile {
    let mut refused = slip(0, &[245, 246], 9, 15);
    refused.refused = slip_articles(&[245], 16..=17);
    refused.refused[0].reason = Some("tache sur la manche".to_owned());
    refused.payment = Some(Payment {
        method: PayoutMethod::Cheque,
        number: Some("0012345".to_owned()),
        paid_on: NaiveDate::from_ymd_opt(2025, 11, 14).unwrap(),
    });
    refused.reckoning.adjustments = vec![Adjustment {
        name: "Geste commercial",
        reason:
            "La fermeture du manteau a été abîmée à l'essayage par un client, en présence d'une bénévole ; \
            l'association prend la moitié du prix à sa charge."
                .to_owned(),
        cents: 600,
    }];
    refused.reckoning.net_cents += 600;
    let mut nothing_sold = slip(2, &[2103], 0, 6);
    nothing_sold.reckoning.fees_cents = 500;
    nothing_sold.reckoning.fees_due_cents = 500;
    let slips = vec![
        refused,
        slip(1, &[101], 5, 5),
        nothing_sold,
        slip(4, &[1100, 1101, 1102, 1103], 14, 24),
        slip(5, &[599, 600], 2, 3),
    ];
    SlipFile {
        association: "ALPE".to_owned(),
        edition: "Bourse d'automne 2025".to_owned(),
        made_at: moment(),
        slips,
    }
}
