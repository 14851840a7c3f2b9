//! Every check from outside, and what makes it fail.

use std::time::Duration;

use chrono::TimeDelta;

use super::*;
use crate::features::house::system::doctor::model::Level;
use Level::{Failure, Fine, Warning};

/// Asserts a level, and that whoever is told of something wrong is told what to do.
#[track_caller]
fn is(finding: &Finding, level: Level) {
    assert_eq!(finding.level, level, "{finding:?}");
    assert_eq!(finding.advice.is_empty(), level == Level::Fine, "{finding:?}");
    assert!(!finding.message.is_empty());
}

fn door(door: FrontDoor, slowest: u64) -> Door {
    Door::Answers { door, median: Duration::from_millis(2), slowest: Duration::from_millis(slowest) }
}

fn doors(ordinary: Door, chunked: Door, fastcgi: Door, kept: (u32, bool)) -> Finding {
    front_door(&Doors { url: "https://bourse.example".to_owned(), ordinary, chunked, fastcgi, kept })
}

#[test]
fn doors_are_measured_and_the_tills_told_apart_from_the_pages() {
    use FrontDoor::{Cgi, FastCgi, Server};
    let found = |ordinary: Door, kept| doors(ordinary, door(Cgi, 40), door(FastCgi, 30), kept);
    let everything_by_cgi = found(door(Cgi, 40), (0, false));
    is(&everything_by_cgi, Fine);
    assert!(
        everything_by_cgi.message.contains("CGI : 2 ms, 40 ms")
            && everything_by_cgi.message.contains("FastCGI : 2 ms")
    );
    let kept = found(door(Cgi, 40), (8, true));
    is(&kept, Fine);
    assert!(kept.message.contains("les caisses en FastCGI"), "{}", kept.message);
    let not_kept = found(door(Cgi, 40), (8, false));
    is(&not_kept, Warning);
    assert!(not_kept.advice.contains("WARM_PROCESSES"));
    let slow =
        Door::Answers { door: Cgi, median: Duration::from_millis(60), slowest: Duration::from_millis(90) };
    let slow = doors(slow.clone(), slow, door(FastCgi, 30), (0, false));
    is(&slow, Warning);
    assert!(slow.advice.contains("WARM_PROCESSES=8"));
    is(&found(door(FastCgi, 30), (0, false)), Fine);
    let second = found(door(FastCgi, 1003), (0, false));
    is(&second, Warning);
    assert!(second.advice.contains("BOURSE_PORTE=auto"));
    let without = doors(door(Cgi, 40), door(Cgi, 40), door(Cgi, 40), (0, false));
    assert!(without.message.starts_with("Tout passe en CGI."), "{}", without.message);
    is(&doors(door(Server, 40), door(Server, 40), door(Server, 40), (0, false)), Fine);
    let foreign = Door::Foreign { status: 500, raw: false };
    is(&doors(door(Cgi, 30), foreign, door(FastCgi, 30), (0, false)), Failure);
}

#[test]
fn a_closed_door_says_which_line_to_change() {
    let closed = |door: Door| doors(door.clone(), door.clone(), door, (0, false));
    let raw = closed(Door::Foreign { status: 200, raw: true });
    is(&raw, Failure);
    assert!(raw.message.contains("télécharger"));
    assert!(closed(Door::Foreign { status: 403, raw: false }).advice.contains("ExecCGI"));
    assert!(closed(Door::Foreign { status: 308, raw: false }).advice.contains("APP_URL"));
    is(&closed(Door::Foreign { status: 500, raw: false }), Failure);
    assert!(closed(Door::Silent(Fault::Certificate("expired".into()))).message.contains("certificat"));
    is(&closed(Door::Silent(Fault::Unreachable("refused".into()))), Failure);
}

#[test]
fn a_public_address_is_encrypted_and_the_plain_one_leads_there() {
    let facts = |configured, local, plain: Option<(u16, &str)>| HttpsFacts {
        configured,
        local,
        plain: plain.map(|(status, target)| (status, target.to_owned())),
    };
    is(&https(&facts(false, false, None)), Failure);
    is(&https(&facts(false, true, None)), Fine);
    is(&https(&facts(true, false, Some((308, "https://bourse.example/")))), Fine);
    is(&https(&facts(true, false, Some((302, "http://elsewhere/")))), Warning);
    is(&https(&facts(true, false, Some((200, "")))), Warning);
    is(&https(&facts(true, false, None)), Fine);
}

#[test]
fn a_host_that_takes_the_header_away_is_found_out() {
    is(&authorization(Some(true)).unwrap(), Fine);
    is(&authorization(Some(false)).unwrap(), Failure);
    assert_eq!(authorization(None), None);
}

#[test]
fn an_upload_arrives_whole_or_not_at_all() {
    is(&upload(204_800, Some((200, Some(204_800)))).unwrap(), Fine);
    is(&upload(204_800, Some((200, Some(131_072)))).unwrap(), Failure);
    is(&upload(204_800, Some((500, None))).unwrap(), Failure);
    is(&upload(204_800, Some((413, None))).unwrap(), Failure);
    assert_eq!(upload(204_800, None), None);
}

#[test]
fn clocks_may_differ_by_half_a_minute() {
    let apart = |web: i64, database: i64| {
        let facts =
            ClockFacts { web: Some(TimeDelta::seconds(web)), database: Some(TimeDelta::seconds(database)) };
        clock(facts).unwrap()
    };
    is(&apart(1, -2), Fine);
    is(&apart(-60, 1), Warning);
    is(&apart(1, 7200), Failure);
    assert_eq!(clock(ClockFacts::default()), None);
}

#[test]
fn mail_goes_out_in_production() {
    is(&smtp(&Mailer::Folder, true), Failure);
    is(&smtp(&Mailer::Folder, false), Fine);
    is(&smtp(&Mailer::Welcomes("smtp.example".into()), true), Fine);
    is(&smtp(&Mailer::Refuses("535 authentication failed".into()), false), Failure);
}
