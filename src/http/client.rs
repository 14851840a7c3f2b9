//! A small HTTP/1.1 client: the installation asks itself, through its public address, what a visitor would get.

use std::io::{self, Read as _, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// How long a server may take for each step.
const PATIENCE: Duration = Duration::from_secs(10);

/// More than this is read of no answer.
const MOST_BYTES: u64 = 1024 * 1024;

/// Where to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    https: bool,
    host: String,
    port: u16,
    prefix: String,
}

/// What to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending<'a> {
    /// `GET` without a body.
    Get,
    /// `GET` with an empty body of unknown length, which the shipped `.htaccess` hands to CGI.
    GetChunked,
    /// `POST` with a body.
    Post(&'a [u8]),
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, freed of its transfer coding.
    pub body: Vec<u8>,
    /// From before the connection to the last byte.
    pub took: Duration,
}

/// Why nothing came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The certificate is not one that browsers accept.
    Certificate(String),
    /// Nobody answers there.
    Unreachable(String),
    /// What answers does not speak HTTP, or broke off.
    Broken(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::Certificate(words) | Self::Unreachable(words) | Self::Broken(words)) = self;
        f.write_str(words)
    }
}

impl Address {
    /// Reads `https://host:port/prefix`.
    pub fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let https = match scheme {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let (authority, prefix) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let default = if https { 443 } else { 80 };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port.parse().ok()?),
            _ => (authority, default),
        };
        let host = host.trim_matches(['[', ']']).to_owned();
        let prefix = prefix.trim_end_matches('/').to_owned();
        (!host.is_empty()).then_some(Self { https, host, port, prefix })
    }

    /// Whether the way there is encrypted.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Whether it leads to this machine only.
    pub fn is_local(&self) -> bool {
        ["localhost", "127.0.0.1", "::1"].contains(&self.host.as_str())
    }

    /// Asks once, over a connection of its own; redirections are not followed.
    pub fn ask(&self, path: &str, sending: Sending<'_>, headers: &[(&str, &str)]) -> Result<Answer, Fault> {
        let started = Instant::now();
        let stream = self.connect()?;
        let request = self.request(path, sending, headers);
        let bytes = if self.https {
            exchange(&mut encrypted(&self.host, stream)?, &request, sending)?
        } else {
            exchange(&mut &stream, &request, sending)?
        };
        read(&bytes, started.elapsed())
    }

    fn connect(&self) -> Result<TcpStream, Fault> {
        let unreachable = |error: io::Error| Fault::Unreachable(error.to_string());
        let mut last = None;
        for address in (self.host.as_str(), self.port).to_socket_addrs().map_err(unreachable)? {
            match TcpStream::connect_timeout(&address, PATIENCE / 2) {
                Ok(stream) => {
                    stream.set_read_timeout(Some(PATIENCE)).map_err(unreachable)?;
                    stream.set_write_timeout(Some(PATIENCE)).map_err(unreachable)?;
                    stream.set_nodelay(true).map_err(unreachable)?;
                    return Ok(stream);
                }
                Err(error) => last = Some(error),
            }
        }
        Err(Fault::Unreachable(last.map_or_else(|| "adresse inconnue".to_owned(), |error| error.to_string())))
    }

    fn request(&self, path: &str, sending: Sending<'_>, headers: &[(&str, &str)]) -> Vec<u8> {
        let (method, length) = match sending {
            Sending::Get => ("GET", String::new()),
            Sending::GetChunked => ("GET", "Transfer-Encoding: chunked\r\n".to_owned()),
            Sending::Post(body) => ("POST", format!("Content-Length: {}\r\n", body.len())),
        };
        let more: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let more = more.concat();
        let port = if self.port == if self.https { 443 } else { 80 } {
            String::new()
        } else {
            format!(":{}", self.port)
        };
        format!(
            "{method} {}{path} HTTP/1.1\r\nHost: {}{port}\r\nConnection: close\r\nUser-Agent: bourse-doctor\r\n{length}{more}\r\n",
            self.prefix, self.host
        )
        .into_bytes()
    }
}

fn encrypted(host: &str, stream: TcpStream) -> Result<StreamOwned<ClientConnection, TcpStream>, Fault> {
    let broken = |error: &dyn std::fmt::Display| Fault::Broken(error.to_string());
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| broken(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|error| broken(&error))?;
    let session = ClientConnection::new(Arc::new(config), name).map_err(|error| broken(&error))?;
    Ok(StreamOwned::new(session, stream))
}

fn exchange(
    stream: &mut (impl io::Read + Write),
    request: &[u8],
    sending: Sending<'_>,
) -> Result<Vec<u8>, Fault> {
    stream.write_all(request).and_then(|()| stream.flush()).map_err(|error| fault(&error))?;
    // A server may answer before the body has all come: its answer counts, not our broken pipe.
    let _ = match sending {
        Sending::Get => Ok(()),
        Sending::GetChunked => stream.write_all(b"0\r\n\r\n"),
        Sending::Post(body) => stream.write_all(body),
    }
    .and_then(|()| stream.flush());
    let mut bytes = Vec::new();
    match stream.take(MOST_BYTES).read_to_end(&mut bytes) {
        // Some servers close the connection without close_notify: what was read is still the whole answer.
        Err(error) if bytes.is_empty() => Err(fault(&error)),
        _ => Ok(bytes),
    }
}

fn fault(error: &io::Error) -> Fault {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::InvalidCertificate(words)) => Fault::Certificate(words.to_string()),
        _ => Fault::Broken(error.to_string()),
    }
}

fn read(bytes: &[u8], took: Duration) -> Result<Answer, Fault> {
    let broken = || Fault::Broken("la réponse n'est pas du HTTP".to_owned());
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(broken)?;
    let head = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let body = &bytes[end + 4..];
    if status == Some(100) {
        return read(body, took);
    }
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = if chunked { unchunked(body) } else { body.to_vec() };
    Ok(Answer { status: status.ok_or_else(broken)?, headers, body, took })
}

/// As much as has come.
fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(line) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&rest[..line]).unwrap_or_default();
        let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16).unwrap_or(0);
        let chunk = &rest[line + 2..];
        if size == 0 || chunk.len() < size {
            break;
        }
        body.extend_from_slice(&chunk[..size]);
        rest = chunk.get(size + 2..).unwrap_or_default();
    }
    body
}

impl Answer {
    /// The first value of a header, named in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_with_their_ports_and_folders() {
        let read = |url| Address::parse(url).map(|at| (at.https, at.host, at.port, at.prefix));
        assert_eq!(read("https://bourse.fr"), Some((true, "bourse.fr".into(), 443, String::new())));
        assert_eq!(read("http://localhost:8000/b/"), Some((false, "localhost".into(), 8000, "/b".into())));
        assert_eq!(read("http://[::1]:80"), Some((false, "::1".into(), 80, String::new())));
        assert_eq!(read("http://[::1]"), Some((false, "::1".into(), 80, String::new())));
        for wrong in ["bourse.fr", "ftp://bourse.fr", "https://", "http://a:b"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn answers_in_chunks_are_put_together() {
        let bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        assert_eq!(read(bytes, Duration::ZERO).unwrap().body, b"abcde");
        assert!(matches!(read(b"\x7fELF", Duration::ZERO), Err(Fault::Broken(_))));
    }

    #[test]
    fn an_address_where_nobody_listens_is_told_apart_from_one_that_breaks_off() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let address = Address::parse(&format!("http://127.0.0.1:{port}")).unwrap();
        std::thread::scope(|scope| {
            scope.spawn(|| drop(listener.accept()));
            assert!(matches!(address.ask("/", Sending::Get, &[]), Err(Fault::Broken(_))));
        });
        drop(listener);
        assert!(matches!(address.ask("/", Sending::Get, &[]), Err(Fault::Unreachable(_))));
    }
}
