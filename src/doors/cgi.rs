//! Plain CGI: one process, one request.

use std::io::{self, Read, Write};
use std::os::fd::AsFd as _;

use super::stop;
use crate::app::{self, App};
use crate::http::{Body, Request};

/// Answers the request that the environment variables describe, then starts sending its mail.
pub fn run(app: &App) -> io::Result<()> {
    let variables = std::env::vars_os()
        .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()));
    let limit = app.config.limits.upload_bytes;
    let announced = std::env::var("CONTENT_LENGTH").ok();
    let request =
        Request::from_cgi(variables, read_body(&mut io::stdin().lock(), announced.as_deref(), limit));
    let response = app::handle(app, &request);
    let mut out = response.cgi_head();
    out.extend_from_slice(&response.body);
    let mut stdout = io::stdout().lock();
    stdout.write_all(&out)?;
    stdout.flush()?;
    drop(stdout);
    // A web server stops a program once it has its answer. From here on that signal waits: the rest takes milliseconds.
    stop::requested();
    let_go()?;
    app.work_apart();
    Ok(())
}

/// Lets the web server end the answer. It waits for the end of our output, of our complaints too, and under `mod_cgid` all
/// three descriptors may be one socket: each that stays open keeps the visitor waiting.
fn let_go() -> io::Result<()> {
    let nothing = std::fs::OpenOptions::new().read(true).write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdin(nothing.as_fd())?;
    rustix::stdio::dup2_stdout(nothing.as_fd())?;
    rustix::stdio::dup2_stderr(nothing.as_fd())?;
    Ok(())
}

/// Reads what was announced; a chunked body announces nothing and ends with the input.
fn read_body(input: &mut impl Read, announced: Option<&str>, limit: u64) -> Body {
    let announced = announced.filter(|text| !text.is_empty()).map(str::parse::<u64>);
    let length = match announced {
        Some(Ok(length)) if length > limit => return Body::TooLarge(limit),
        Some(Ok(length)) => Some(length),
        Some(Err(_)) => return Body::CutShort,
        None if std::env::var_os("HTTP_TRANSFER_ENCODING").is_some() => None,
        None => Some(0),
    };
    let mut bytes = Vec::new();
    if input.take(length.unwrap_or(limit + 1)).read_to_end(&mut bytes).is_err() {
        return Body::CutShort;
    }
    let size = bytes.len() as u64;
    match length {
        Some(length) if size < length => Body::CutShort,
        None if size > limit => Body::TooLarge(limit),
        _ => Body::Whole(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_believed_only_as_far_as_they_come() {
        let read = |bytes: &[u8], announced: Option<&str>| read_body(&mut &*bytes, announced, 10);
        assert_eq!(read(b"hello", Some("5")), Body::Whole(b"hello".to_vec()));
        assert_eq!(read(b"hel", Some("5")), Body::CutShort);
        assert_eq!(read(b"hello", Some("11")), Body::TooLarge(10));
        assert_eq!(read(b"hello", Some("x")), Body::CutShort);
        assert_eq!(read(b"ignored", None), Body::Whole(vec![]));
    }
}
