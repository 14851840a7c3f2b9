//! Verdicts on what visitors get through the public address, and on the mail server.

use std::time::Duration;

use chrono::TimeDelta;

use crate::features::house::system::doctor::model::{Check, Finding};
use crate::http::client::Fault;
use crate::program::FrontDoor;

/// One way in, tried a few times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// The program answered.
    Answers {
        /// Through which door it says.
        door: FrontDoor,
        /// A request alone: the middle one of several.
        median: Duration,
        /// Several at once: the slowest.
        slowest: Duration,
    },
    /// Something else answered: the status, and whether it was the program's own file.
    Foreign {
        /// HTTP status.
        status: u16,
        /// Whether the server handed the program out instead of running it.
        raw: bool,
    },
    /// Nobody answered.
    Silent(Fault),
}

/// The ways in that the shipped `.htaccess` knows, each tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doors {
    /// The address that was asked.
    pub url: String,
    /// Ordinary requests.
    pub ordinary: Door,
    /// Requests with a body of unknown length, which go to CGI.
    pub chunked: Door,
    /// Requests that are sent to FastCGI wherever the server has it.
    pub fastcgi: Door,
    /// FastCGI processes that cron is to keep ready, and whether the tills use them at present.
    pub kept: (u32, bool),
}

/// `mod_fcgid` sleeps a whole second when all its processes are busy.
const SLEPT: Duration = Duration::from_millis(900);
/// A till that waits this long for a scan feels it.
const FELT: Duration = Duration::from_millis(25);

/// Which doors work, how fast, and what would be better.
pub fn front_door(doors: &Doors) -> Finding {
    let check = Check::FrontDoor;
    let (door, median, slowest) = match &doors.ordinary {
        Door::Answers { door, median, slowest } => (*door, *median, *slowest),
        other => return closed(&doors.url, other),
    };
    if door == FrontDoor::Server {
        return Finding::fine(check, format!("Le serveur intégré répond en {} ms.", median.as_millis()));
    }
    let Door::Answers { median: cgi, slowest: cgi_slowest, .. } = doors.chunked else {
        return Finding::failure(
            check,
            "Les requêtes ordinaires passent, mais pas celles de longueur inconnue, qui vont à bourse.cgi.",
            "Vérifiez que public_html/api/bourse.cgi est là (pas un lien), en mode 755, et que l'hébergeur permet CGI.",
        );
    };
    let measured = |name: &str, alone: Duration, together: Duration| {
        format!("{name} : {} ms, {} ms à plusieurs", alone.as_millis(), together.as_millis())
    };
    let by_cgi = measured("CGI", cgi, cgi_slowest);
    if door == FrontDoor::FastCgi {
        let figures = format!("{} ; {by_cgi}.", measured("FastCGI", median, slowest));
        return if slowest >= SLEPT && cgi_slowest < SLEPT {
            Finding::warning(
                check,
                format!("FastCGI fait attendre une seconde quand tous ses processus sont occupés. {figures}"),
                "Dans public_html/.htaccess, mettez BOURSE_PORTE=auto.",
            )
        } else {
            Finding::fine(check, figures)
        };
    }
    let Door::Answers { door: FrontDoor::FastCgi, median: fast, .. } = doors.fastcgi else {
        return Finding::fine(check, format!("Tout passe en CGI. {by_cgi}."));
    };
    let figures = format!("{by_cgi} ; FastCGI : {} ms.", fast.as_millis());
    match doors.kept {
        (_, true) => Finding::fine(
            check,
            format!(
                "Les pages passent en CGI, les caisses en FastCGI, dont les processus sont prêts. {figures}"
            ),
        ),
        (wanted @ 1.., false) => Finding::warning(
            check,
            format!(
                "Les caisses passent en CGI : les {wanted} processus de WARM_PROCESSES ne sont pas prêts. {figures}"
            ),
            "Faites passer « bourse cron » toutes les 5 minutes, et vérifiez que le compte peut écrire dans public_html/api. Si l'hébergeur permet moins de processus, baissez WARM_PROCESSES.",
        ),
        (0, false) if cgi > FELT => Finding::warning(
            check,
            format!("Tout passe en CGI, qui est lent ici. {figures}"),
            "Pour des caisses plus rapides : WARM_PROCESSES=8 dans .env, et la tâche planifiée toutes les 5 minutes.",
        ),
        (0, false) => Finding::fine(check, format!("Tout passe en CGI. {figures}")),
    }
}

fn closed(url: &str, door: &Door) -> Finding {
    let check = Check::FrontDoor;
    match door {
        Door::Foreign { raw: true, .. } => Finding::failure(
            check,
            "Le serveur donne le programme à télécharger au lieu de le lancer.",
            "Cet hébergement ne permet ni FastCGI ni CGI dans public_html/api : demandez-le, ou utilisez la passerelle PHP du guide.",
        ),
        Door::Foreign { status: 403, .. } => Finding::failure(
            check,
            format!("{url}/api/health répond 403 : l'exécution y est interdite."),
            "Dans public_html/api/.htaccess, enlevez le « # » devant « Options +ExecCGI », et mettez le programme en mode 755.",
        ),
        Door::Foreign { status: 301 | 302 | 307 | 308, .. } => Finding::failure(
            check,
            format!("{url} renvoie vers une autre adresse."),
            "Mettez dans APP_URL l'adresse finale (https://..., avec ou sans www), telle que le navigateur la montre.",
        ),
        Door::Foreign { status, .. } => Finding::failure(
            check,
            format!("{url}/api/health ne mène pas au programme (réponse {status})."),
            "Vérifiez que public_html/api contient .htaccess, bourse.fcgi et bourse.cgi (mode 755), et lisez le journal d'erreurs d'Apache.",
        ),
        Door::Silent(Fault::Certificate(words)) => Finding::failure(
            check,
            format!("Le certificat de {url} n'est pas valable : {words}."),
            "Renouvelez le certificat (Let's Encrypt) dans le panneau de l'hébergeur.",
        ),
        Door::Silent(fault) => Finding::failure(
            check,
            format!("{url} ne répond pas : {fault}."),
            "Vérifiez APP_URL dans .env et que le site est en ligne. Certains hébergeurs interdisent au serveur de s'appeler lui-même : essayez alors depuis un navigateur.",
        ),
        Door::Answers { .. } => Finding::fine(check, "Le programme répond."),
    }
}

/// How the public address is encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpsFacts {
    /// Whether `APP_URL` begins with https.
    pub configured: bool,
    /// Whether it leads to this machine only.
    pub local: bool,
    /// Status and target of the same address without encryption, when it answers.
    pub plain: Option<(u16, String)>,
}

/// Whether visitors are encrypted.
pub fn https(facts: &HttpsFacts) -> Finding {
    let check = Check::Https;
    if !facts.configured {
        return if facts.local {
            Finding::fine(check, "L'application ne sert que cette machine : HTTPS n'est pas nécessaire.")
        } else {
            Finding::failure(
                check,
                "APP_URL commence par http:// : mots de passe et caisses voyagent en clair.",
                "Faites activer un certificat (gratuit chez presque tous les hébergeurs), mettez https:// dans APP_URL et BOURSE_HTTPS=oui dans public_html/.htaccess.",
            )
        };
    }
    match &facts.plain {
        Some((301 | 302 | 307 | 308, target)) if target.starts_with("https://") => {
            Finding::fine(check, "Les adresses http:// sont renvoyées vers https://.")
        }
        Some((status, _)) => Finding::warning(
            check,
            format!("L'adresse http:// répond aussi ({status}), sans renvoyer vers https://."),
            "Dans public_html/.htaccess, mettez BOURSE_HTTPS=oui.",
        ),
        None => Finding::fine(check, "Seule l'adresse https:// répond."),
    }
}

/// Whether the `Authorization` header arrived; nothing when the probe did not answer.
pub fn authorization(arrived: Option<bool>) -> Option<Finding> {
    let check = Check::Authorization;
    arrived.map(|arrived| {
        if arrived {
            Finding::fine(check, "L'en-tête des connexions arrive jusqu'au programme.")
        } else {
            Finding::failure(
                check,
                "Le serveur enlève l'en-tête Authorization : personne ne peut rester connecté.",
                "Reprenez public_html/api/.htaccess d'origine (règle E=HTTP_AUTHORIZATION) ; à défaut, ajoutez-y « CGIPassAuth On ».",
            )
        }
    })
}

/// Bytes sent to the probe, and what came back: status and bytes it saw.
pub fn upload(sent: usize, answer: Option<(u16, Option<usize>)>) -> Option<Finding> {
    let check = Check::Upload;
    let (status, arrived) = answer?;
    if arrived == Some(sent) {
        return Some(Finding::fine(check, format!("Un envoi de {} Ko arrive entier.", sent / 1024)));
    }
    Some(Finding::failure(
        check,
        format!(
            "Un envoi de {} Ko n'arrive pas (réponse {status}) : imports et listes longues échoueront.",
            sent / 1024
        ),
        "Reprenez public_html/api/.htaccess d'origine, qui fait passer les gros envois par bourse.cgi, ou demandez à l'hébergeur d'augmenter FcgidMaxRequestLen et LimitRequestBody.",
    ))
}

/// How far two other clocks are from ours; positive when they are ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClockFacts {
    /// The web server's, by its `Date` header.
    pub web: Option<TimeDelta>,
    /// The database server's.
    pub database: Option<TimeDelta>,
}

/// Whether the clocks agree.
pub fn clock(facts: ClockFacts) -> Option<Finding> {
    let check = Check::Clock;
    let apart = [("du serveur web", facts.web), ("de la base de données", facts.database)];
    let (whose, worst) = apart
        .into_iter()
        .filter_map(|(whose, apart)| apart.map(|apart| (whose, apart)))
        .max_by_key(|(_, apart)| apart.abs())?;
    let seconds = worst.num_seconds().abs();
    let advice = "Prévenez l'hébergeur : une horloge fausse met les caisses hors ligne en quarantaine.";
    let words = format!("L'horloge de cette machine et celle {whose} diffèrent de {seconds} secondes.");
    Some(match seconds {
        0..=30 => Finding::fine(check, "Les horloges s'accordent."),
        31..=300 => Finding::warning(check, words, advice),
        _ => Finding::failure(check, words, advice),
    })
}

/// How the mail server was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mailer {
    /// Mail goes into a folder.
    Folder,
    /// It took our log-in.
    Welcomes(String),
    /// It did not, in these words.
    Refuses(String),
}

/// Whether mail can leave.
pub fn smtp(mailer: &Mailer, production: bool) -> Finding {
    let check = Check::Smtp;
    match mailer {
        Mailer::Folder if production => Finding::failure(
            check,
            "Aucun message ne part : MAIL_TRANSPORT=file, ou SMTP_HOST manque.",
            "Mettez dans .env SMTP_HOST, SMTP_PORT, SMTP_USER et SMTP_PASSWORD de la boîte d'envoi.",
        ),
        Mailer::Folder => Finding::fine(check, "Les messages sont écrits dans un dossier (essais)."),
        Mailer::Welcomes(host) => Finding::fine(check, format!("{host} accepte la connexion.")),
        Mailer::Refuses(words) => Finding::failure(
            check,
            format!("Le serveur d'envoi refuse : {words}."),
            "Vérifiez SMTP_HOST, SMTP_PORT (465 ou 587), SMTP_USER et SMTP_PASSWORD ; le mot de passe est celui de la boîte d'envoi.",
        ),
    }
}

#[cfg(test)]
mod tests;
