//! Keeps FastCGI processes ready for the tills, through the public address: the caller's side of
//! [`crate::doors::readiness`].

use std::collections::BTreeSet;

use crate::app::App;
use crate::doors::readiness::{ANSWER, Call, HEADER};
use crate::http::client::{Address, Sending};

/// Tries to have enough processes: a busy machine starts them slowly.
const ROUNDS: usize = 3;

/// Calls up as many processes as wanted and lets the tills come; meanwhile these go through CGI. False when there are too
/// few in the end, or no FastCGI at all.
pub fn keep(app: &App) -> bool {
    let wanted = usize::try_from(app.config.watch.warm_processes).unwrap_or_default();
    let Some(address) = Address::parse(&app.config.site.url).filter(|_| wanted > 0) else { return false };
    if call(app, &address, Call::Shut).is_none() {
        return false;
    }
    for _ in 0..ROUNDS {
        let processes: BTreeSet<u32> = std::thread::scope(|scope| {
            let calls: Vec<_> =
                (0..wanted).map(|_| scope.spawn(|| call(app, &address, Call::Hold))).collect();
            calls.into_iter().filter_map(|call| call.join().ok()??.process.into()).collect()
        });
        if processes.len() >= wanted {
            return call(app, &address, Call::Open).is_some_and(|said| said.open);
        }
    }
    log::warn!("FastCGI: fewer than {wanted} processes could be called up; tills go through CGI");
    false
}

/// Whether tills come to FastCGI at present; nothing when no FastCGI process answers.
pub fn look(app: &App, address: &Address) -> Option<bool> {
    call(app, address, Call::Look).map(|said| said.open)
}

struct Said {
    process: u32,
    open: bool,
}

fn call(app: &App, address: &Address, call: Call) -> Option<Said> {
    let value = call.signed(&app.config, app.clock.now().utc().timestamp());
    let answer = address.ask("/api/health", Sending::Get, &[(HEADER, &value)]).ok()?;
    let (process, open) = answer.header(&ANSWER.to_ascii_lowercase())?.split_once(' ')?;
    Some(Said { process: process.parse().ok()?, open: open == "1" })
}
