//! Asks a program that serves whether it is ready, through the door it listens at. A container's health check runs it.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use super::records;

/// Longer than that is not ready.
const PATIENCE: Duration = Duration::from_secs(5);
/// Answered 200 when the database is there and up to date.
const PATH: &str = "/health/ready";

/// Where a program listens.
#[derive(Clone, Copy, Debug)]
pub enum Listener<'a> {
    /// The built-in server: `127.0.0.1:8000`.
    Http(&'a str),
    /// FastCGI: `127.0.0.1:9000` or `unix:/path`.
    FastCgi(&'a str),
}

/// What the program said of itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    /// 200 when it is ready.
    pub status: u16,
    /// The body of its answer, JSON.
    pub body: String,
}

/// Asks; an error when nobody answers within five seconds.
pub fn ask(listener: Listener<'_>) -> io::Result<Said> {
    match listener {
        Listener::Http(address) => {
            let mut stream = connect(address)?;
            write!(stream, "GET {PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer)?;
            read(&answer, "HTTP/1.1 ")
        }
        Listener::FastCgi(address) => {
            let answer = match address.strip_prefix("unix:") {
                Some(path) => {
                    let stream = UnixStream::connect(path)?;
                    stream.set_read_timeout(Some(PATIENCE))?;
                    exchange(stream)?
                }
                None => exchange(connect(address)?)?,
            };
            read(&answer, "Status: ")
        }
    }
}

fn connect(address: &str) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

fn exchange(mut stream: impl Read + Write) -> io::Result<Vec<u8>> {
    stream.write_all(&records::get(PATH))?;
    records::read_answer(&mut stream)
}

/// Status and body; `mark` stands before the status.
fn read(answer: &[u8], mark: &str) -> io::Result<Said> {
    let text = String::from_utf8_lossy(answer);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.strip_prefix(mark).and_then(|rest| rest.get(..3)?.parse().ok());
    let status = status.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "no status"))?;
    Ok(Said { status, body: body.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_a_status_is_none() {
        let said = read(b"Status: 503 Service Unavailable\r\nX: 1\r\n\r\n{}", "Status: ");
        assert_eq!(said.ok(), Some(Said { status: 503, body: "{}".to_owned() }));
        for answer in ["", "Status: ", "Status: x03", "HTTP/1.1 200 OK"] {
            assert!(read(answer.as_bytes(), "Status: ").is_err(), "{answer}");
        }
    }
}
