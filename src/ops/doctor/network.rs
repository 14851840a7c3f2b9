//! Gathering what visitors get through the public address, and how the mail server receives us.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::rules::{self, ClockFacts, Door, Doors, HttpsFacts, Mailer};
use crate::app::App;
use crate::config::{Mail, MailTransport, Smtp};
use crate::doors::readiness::HEADER;
use crate::features::base::mail;
use crate::features::house::system::doctor;
use crate::features::house::system::doctor::model::Finding;
use crate::http::client::{Address, Answer, Fault, Sending};
use crate::ops::cron::readiness;
use crate::program::FrontDoor;

/// Requests of which the middle one is told.
const TIMES: usize = 5;

/// Requests sent at once.
const AT_ONCE: usize = 4;

/// What is posted: more than `mod_fcgid` takes by default.
const UPLOAD_BYTES: usize = 200 * 1024;

/// Looks at all of it.
pub fn examine(app: &App) -> Vec<Finding> {
    let mut findings = vec![rules::smtp(&mailer(app), app.config.site.production)];
    let url = &app.config.site.url;
    let Some(address) = Address::parse(url) else { return findings };
    let first = address.ask("/api/health", Sending::Get, &[]);
    let ready = readiness::look(app, &address);
    let ordinary = door(&address, &first, Sending::Get, &[]);
    let web = first.as_ref().ok().and_then(|answer| ahead(answer, app.clock.now().utc()));
    let is_ours = matches!(ordinary, Door::Answers { .. });
    let other = |sending: Sending<'_>, headers: &[(&str, &str)]| {
        if !is_ours {
            return ordinary.clone();
        }
        let first = address.ask("/api/health", sending, headers);
        door(&address, &first, sending, headers)
    };
    let chunked = other(Sending::GetChunked, &[]);
    // Any value will do to be sent to FastCGI; only a signed one means more.
    let fastcgi = other(Sending::Get, &[(HEADER, "doctor")]);
    let kept = (app.config.watch.warm_processes, ready == Some(true));
    findings.push(rules::front_door(&Doors { url: url.clone(), ordinary, chunked, fastcgi, kept }));
    findings.push(rules::https(&encryption(&address, url)));
    if is_ours {
        findings.extend(rules::authorization(authorization(&address)));
        findings.extend(rules::upload(UPLOAD_BYTES, upload(&address)));
    }
    let clocks = ClockFacts { web, database: doctor::clock_ahead(app) };
    findings.extend(rules::clock(clocks));
    findings
}

/// The door a first answer came through, measured with further ones.
fn door(
    address: &Address,
    first: &Result<Answer, Fault>,
    sending: Sending<'_>,
    headers: &[(&str, &str)],
) -> Door {
    let answer = match first {
        Ok(answer) => answer,
        Err(fault) => return Door::Silent(fault.clone()),
    };
    let Some(door) = answer.json()["door"].as_str().and_then(FrontDoor::parse) else {
        return Door::Foreign { status: answer.status, raw: answer.body.starts_with(b"\x7fELF") };
    };
    let took = |answer: Result<Answer, Fault>| answer.map_or(Duration::from_secs(10), |answer| answer.took);
    let mut alone: Vec<Duration> =
        (0..TIMES).map(|_| took(address.ask("/api/health", sending, &[]))).collect();
    alone.sort();
    let slowest = std::thread::scope(|scope| {
        // Readiness asks the database: long enough for the requests to meet.
        let all: Vec<_> = (0..AT_ONCE)
            .map(|_| scope.spawn(|| took(address.ask("/api/health/ready", sending, headers))))
            .collect();
        all.into_iter().filter_map(|one| one.join().ok()).max()
    });
    Door::Answers { door, median: alone[TIMES / 2], slowest: slowest.unwrap_or_default() }
}

/// How far the web server's clock is ahead of ours.
fn ahead(answer: &Answer, now: DateTime<Utc>) -> Option<TimeDelta> {
    let theirs = DateTime::parse_from_rfc2822(answer.header("date")?).ok()?;
    Some(theirs.to_utc() - now)
}

fn encryption(address: &Address, url: &str) -> HttpsFacts {
    let plain = address.is_https().then(|| url.replacen("https://", "http://", 1));
    let plain = plain.as_deref().and_then(Address::parse).and_then(|plain| {
        let answer = plain.ask("/api/health", Sending::Get, &[]).ok()?;
        let target = answer.header("location").unwrap_or_default().to_owned();
        Some((answer.status, target))
    });
    HttpsFacts { configured: address.is_https(), local: address.is_local(), plain }
}

fn authorization(address: &Address) -> Option<bool> {
    let headers = [("Authorization", "Bearer probe")];
    let answer = address.ask("/api/v1/probe", Sending::Get, &headers).ok()?;
    answer.json()["authorization"].as_bool()
}

fn upload(address: &Address) -> Option<(u16, Option<usize>)> {
    let body = vec![b'x'; UPLOAD_BYTES];
    let headers = [("Content-Type", "application/octet-stream")];
    let answer = address.ask("/api/v1/probe", Sending::Post(&body), &headers).ok()?;
    let bytes = answer.json()["bytes"].as_u64().and_then(|bytes| usize::try_from(bytes).ok());
    Some((answer.status, bytes))
}

fn mailer(app: &App) -> Mailer {
    match &app.config.mail.transport {
        MailTransport::File(_) => Mailer::Folder,
        MailTransport::Smtp(smtp) => greet(&app.config.mail, smtp),
    }
}

fn greet(settings: &Mail, smtp: &Smtp) -> Mailer {
    match mail::greet(settings, smtp) {
        Ok(()) => Mailer::Welcomes(smtp.host.clone()),
        Err(words) => Mailer::Refuses(words),
    }
}
