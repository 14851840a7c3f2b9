//! A small HTTP/1.1 client that sends exactly what it is told, so that tests can send what no browser would.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A request being put together. The path is sent as it stands: encode it yourself.
pub struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Body,
}

enum Body {
    None,
    Sized(Vec<u8>),
    Chunked(Vec<u8>),
}

/// What came back, the body already freed of its transfer coding.
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Names in lower case, in the order received.
    pub headers: Vec<(String, String)>,
    /// Whole body.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without a body.
    pub fn new(method: &str, path: &str) -> Self {
        Self { method: method.into(), path: path.into(), headers: Vec::new(), body: Body::None }
    }

    /// `GET path`.
    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// A body announced by `Content-Length`.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Body::Sized(body.into());
        self
    }

    /// A body of unknown length, in chunks of 16 KiB.
    #[must_use]
    pub fn chunked(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Body::Chunked(body.into());
        self
    }

    /// Sends it over a connection of its own and reads the whole answer.
    ///
    /// # Errors
    /// When the server cannot be reached, is silent for a minute, or breaks off.
    pub fn send(self, port: u16) -> std::io::Result<Response> {
        Connection::open(port)?.exchange(self, "close")
    }

    fn write(&self, connection: &str, to: &mut impl Write) -> std::io::Result<()> {
        let mut head = Vec::new();
        write!(head, "{} {} HTTP/1.1\r\nConnection: {connection}\r\n", self.method, self.path)?;
        if !self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            write!(head, "Host: localhost\r\n")?;
        }
        for (name, value) in &self.headers {
            write!(head, "{name}: {value}\r\n")?;
        }
        match &self.body {
            Body::None => {}
            Body::Sized(body) => write!(head, "Content-Length: {}\r\n", body.len())?,
            Body::Chunked(_) => write!(head, "Transfer-Encoding: chunked\r\n")?,
        }
        head.extend_from_slice(b"\r\n");
        to.write_all(&head)?;
        // A server may refuse a large body before it has all come: its answer counts, not our broken pipe.
        let _ = match &self.body {
            Body::None => Ok(()),
            Body::Sized(body) => to.write_all(body),
            Body::Chunked(body) => write_chunks(to, body),
        };
        to.flush()
    }
}

/// Something to speak HTTP over: a socket, or TLS on one.
pub trait Stream: Read + Write + Send {}
impl<T: Read + Write + Send> Stream for T {}

/// A connection that stays open from one request to the next, as browsers keep it.
pub struct Connection(BufReader<Box<dyn Stream>>);

impl Connection {
    /// Connects to a port of loopback.
    ///
    /// # Errors
    /// When nobody listens there.
    pub fn open(port: u16) -> std::io::Result<Self> {
        Ok(Self::over(socket(port)?))
    }

    /// Speaks over what is connected already.
    pub fn over(stream: impl Stream + 'static) -> Self {
        Self(BufReader::new(Box::new(stream)))
    }

    /// Sends a request, reads the whole answer and keeps the connection.
    ///
    /// # Errors
    /// When the server is silent for a minute or breaks off.
    pub fn send(&mut self, request: Request) -> std::io::Result<Response> {
        self.exchange(request, "keep-alive")
    }

    fn exchange(&mut self, request: Request, connection: &str) -> std::io::Result<Response> {
        request.write(connection, self.0.get_mut())?;
        Response::read(&mut self.0, request.method == "HEAD")
    }
}

/// A socket connected to a port of loopback, that gives up after a minute of silence.
///
/// # Errors
/// When nobody listens there.
pub fn socket(port: u16) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn write_chunks(stream: &mut impl Write, body: &[u8]) -> std::io::Result<()> {
    for chunk in body.chunks(16 * 1024) {
        write!(stream, "{:x}\r\n", chunk.len())?;
        stream.write_all(chunk)?;
        stream.write_all(b"\r\n")?;
    }
    stream.write_all(b"0\r\n\r\n")
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?} {:.2000}", self.status, self.headers, self.text())
    }
}

impl Response {
    /// First header of that name (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every header of that name (lower case).
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; the test fails with the body shown when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    fn read(from: &mut impl BufRead, head_only: bool) -> std::io::Result<Self> {
        let status = read_line(from)?;
        let status =
            status.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(|| broken(&status))?;
        let mut headers = Vec::new();
        loop {
            let line = read_line(from)?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or_else(|| broken(&line))?;
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        if status == 100 {
            return Self::read(from, head_only);
        }
        let mut response = Self { status, headers, body: Vec::new() };
        if head_only || matches!(status, 204 | 304) {
            return Ok(response);
        }
        if response.header("transfer-encoding") == Some("chunked") {
            response.body = read_chunks(from)?;
        } else if let Some(length) = response.header("content-length") {
            let length = length.parse().map_err(|_| broken(length))?;
            response.body.resize(length, 0);
            from.read_exact(&mut response.body)?;
        } else {
            from.read_to_end(&mut response.body)?;
        }
        Ok(response)
    }
}

fn read_chunks(from: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = read_line(from)?;
        let size = usize::from_str_radix(&size, 16).map_err(|_| broken(&size))?;
        let start = body.len();
        body.resize(start + size, 0);
        from.read_exact(&mut body[start..])?;
        read_line(from)?;
        if size == 0 {
            return Ok(body);
        }
    }
}

fn read_line(from: &mut impl BufRead) -> std::io::Result<String> {
    let mut line = String::new();
    if from.read_line(&mut line)? == 0 {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn broken(what: &str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, what.to_owned())
}
