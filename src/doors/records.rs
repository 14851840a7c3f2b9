//! FastCGI records: reading one request from a connection, writing its answer.
//!
//! Follows the FastCGI specification 1.0, as the responder role needs it: one request per connection at a time. Parameters
//! may be cut anywhere over records; names and values may be any bytes. A body beyond the limit is read and dropped, so
//! that the server gets its answer instead of a broken pipe.

use std::io::{self, Read, Write};

use crate::http::{Body, Request, Response};

const BEGIN: u8 = 1;
const ABORT: u8 = 2;
const END: u8 = 3;
const PARAMS: u8 = 4;
const STDIN: u8 = 5;
const STDOUT: u8 = 6;
const GET_VALUES: u8 = 9;
const GET_VALUES_RESULT: u8 = 10;
const UNKNOWN_TYPE: u8 = 11;

const RESPONDER: u16 = 1;
const CANNOT_MULTIPLEX: u8 = 1;
const UNKNOWN_ROLE: u8 = 3;

/// More than any server sends; past it somebody is playing.
const MOST_PARAMS: usize = 1 << 20;
/// Largest content of one record, a multiple of 8.
const CHUNK: usize = 65_528;

/// What was read from a connection.
#[derive(Debug)]
pub enum Incoming {
    /// A request and the id to answer under.
    Request(u16, Box<Request>),
    /// The server closed the connection, or gave the request up.
    Nothing,
}

struct Header {
    kind: u8,
    id: u16,
    length: usize,
    padding: usize,
}

/// Reads records until one request is complete. `reply` answers management records on the way.
pub fn read(input: &mut impl Read, reply: &mut impl Write, limit: u64) -> io::Result<Incoming> {
    let mut current: Option<u16> = None;
    let (mut params, mut params_done) = (Vec::new(), false);
    let mut body = Collector { bytes: Vec::new(), seen: 0, limit };
    loop {
        let Some(header) = read_header(input, current.is_some())? else { return Ok(Incoming::Nothing) };
        let content = read_content(input, &header)?;
        let ours = current == Some(header.id);
        match header.kind {
            BEGIN => match begin(&header, &content, current)? {
                Ok(()) => current = Some(header.id),
                Err(status) => reply.write_all(&end(header.id, status))?,
            },
            ABORT if ours => return Ok(Incoming::Nothing),
            PARAMS if ours && content.is_empty() => params_done = true,
            PARAMS if ours => {
                params.extend_from_slice(&content);
                if params.len() > MOST_PARAMS {
                    return Err(broken("parameters too long"));
                }
            }
            STDIN if ours && content.is_empty() => {
                if !params_done {
                    return Err(broken("body before the end of parameters"));
                }
                let variables = decode(&params)?;
                let request = Request::from_cgi(variables, Body::Whole(Vec::new()));
                let body = body.finish(request.header("content-length"));
                return Ok(Incoming::Request(header.id, Box::new(Request { body, ..request })));
            }
            STDIN if ours => body.take(&content),
            GET_VALUES => reply.write_all(&values())?,
            kind if header.id == 0 => {
                reply.write_all(&record(UNKNOWN_TYPE, 0, &[kind, 0, 0, 0, 0, 0, 0, 0]))?;
            }
            // Late records of a request that is over.
            _ => {}
        }
    }
}

fn begin(header: &Header, content: &[u8], current: Option<u16>) -> io::Result<Result<(), u8>> {
    let role = content.first_chunk::<2>().map(|role| u16::from_be_bytes(*role));
    match (current, role) {
        (_, None) => Err(broken("begin record too short")),
        (Some(id), _) if id != header.id => Ok(Err(CANNOT_MULTIPLEX)),
        (Some(_), _) => Err(broken("request begun twice")),
        (None, Some(RESPONDER)) => Ok(Ok(())),
        (None, Some(_)) => Ok(Err(UNKNOWN_ROLE)),
    }
}

/// Collects a body up to the limit and counts what is beyond.
struct Collector {
    bytes: Vec<u8>,
    seen: u64,
    limit: u64,
}

impl Collector {
    fn take(&mut self, content: &[u8]) {
        self.seen += content.len() as u64;
        if self.seen <= self.limit {
            self.bytes.extend_from_slice(content);
        } else {
            self.bytes = Vec::new();
        }
    }

    fn finish(self, announced: Option<&str>) -> Body {
        let announced = announced.and_then(|length| length.parse::<u64>().ok()).unwrap_or(self.seen);
        if self.seen > self.limit || announced > self.limit {
            Body::TooLarge(self.limit)
        } else if self.seen < announced {
            Body::CutShort
        } else {
            Body::Whole(self.bytes)
        }
    }
}

fn read_header(input: &mut impl Read, within_request: bool) -> io::Result<Option<Header>> {
    let mut bytes = [0; 8];
    match input.read_exact(&mut bytes) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && !within_request => return Ok(None),
        Err(error) => return Err(error),
    }
    let [version, kind, id_high, id_low, length_high, length_low, padding, _] = bytes;
    if version != 1 {
        return Err(broken("unknown version"));
    }
    Ok(Some(Header {
        kind,
        id: u16::from_be_bytes([id_high, id_low]),
        length: u16::from_be_bytes([length_high, length_low]).into(),
        padding: padding.into(),
    }))
}

fn read_content(input: &mut impl Read, header: &Header) -> io::Result<Vec<u8>> {
    let mut content = vec![0; header.length + header.padding];
    input.read_exact(&mut content)?;
    content.truncate(header.length);
    Ok(content)
}

fn decode(mut params: &[u8]) -> io::Result<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    while !params.is_empty() {
        let (name, value) = (length(&mut params)?, length(&mut params)?);
        let name = text(&mut params, name)?;
        pairs.push((name, text(&mut params, value)?));
    }
    Ok(pairs)
}

fn length(params: &mut &[u8]) -> io::Result<usize> {
    let (&first, rest) = params.split_first().ok_or_else(|| broken("parameter cut"))?;
    if first < 0x80 {
        *params = rest;
        return Ok(first.into());
    }
    let (four, rest) = params.split_first_chunk::<4>().ok_or_else(|| broken("parameter cut"))?;
    *params = rest;
    Ok((u32::from_be_bytes(*four) & 0x7fff_ffff) as usize)
}

fn text(params: &mut &[u8], length: usize) -> io::Result<String> {
    let (bytes, rest) = params.split_at_checked(length).ok_or_else(|| broken("parameter cut"))?;
    *params = rest;
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

fn broken(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// One record, unpadded. `content` is shorter than 64 KiB.
fn record(kind: u8, id: u16, content: &[u8]) -> Vec<u8> {
    let mut bytes = head(kind, id, content.len()).to_vec();
    bytes.extend_from_slice(content);
    bytes
}

fn head(kind: u8, id: u16, length: usize) -> [u8; 8] {
    let [id_high, id_low] = id.to_be_bytes();
    let [length_high, length_low] = u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes();
    [1, kind, id_high, id_low, length_high, length_low, 0, 0]
}

fn end(id: u16, protocol_status: u8) -> Vec<u8> {
    record(END, id, &[0, 0, 0, 0, protocol_status, 0, 0, 0])
}

fn values() -> Vec<u8> {
    record(GET_VALUES_RESULT, 0, b"\x0e\x01FCGI_MAX_CONNS1\x0d\x01FCGI_MAX_REQS1\x0f\x01FCGI_MPXS_CONNS0")
}

/// Writes an answer: one write when it is small, records of 64 KiB when it is not.
pub fn write(output: &mut impl Write, id: u16, response: &Response) -> io::Result<()> {
    let mut out = response.cgi_head();
    out.reserve(response.body.len());
    out.extend_from_slice(&response.body);
    let mut bytes = Vec::with_capacity(out.len().min(CHUNK) + 64);
    for chunk in out.chunks(CHUNK) {
        bytes.extend_from_slice(&head(STDOUT, id, chunk.len()));
        bytes.extend_from_slice(chunk);
        if bytes.len() > CHUNK {
            output.write_all(&bytes)?;
            bytes.clear();
        }
    }
    bytes.extend_from_slice(&head(STDOUT, id, 0));
    bytes.extend_from_slice(&end(id, 0));
    output.write_all(&bytes)
}

/// The records of a `GET`, as a web server sends them.
pub fn get(uri: &str) -> Vec<u8> {
    let mut params = Vec::new();
    for (name, value) in [("REQUEST_METHOD", "GET"), ("REQUEST_URI", uri), ("REMOTE_ADDR", "127.0.0.1")] {
        // Names and values of our own, shorter than the 128 bytes from which lengths take four.
        params.extend([name, value].map(|text| u8::try_from(text.len()).unwrap_or_default()));
        params.extend_from_slice(name.as_bytes());
        params.extend_from_slice(value.as_bytes());
    }
    let [responder_high, responder_low] = RESPONDER.to_be_bytes();
    [
        record(BEGIN, 1, &[responder_high, responder_low, 0, 0, 0, 0, 0, 0]),
        record(PARAMS, 1, &params),
        record(PARAMS, 1, &[]),
        record(STDIN, 1, &[]),
    ]
    .concat()
}

/// The other end of [`write`]: head and body of an answer, up to its end record.
pub fn read_answer(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut answer = Vec::new();
    loop {
        let header = read_header(input, true)?.ok_or_else(|| broken("no answer"))?;
        let content = read_content(input, &header)?;
        match header.kind {
            STDOUT => answer.extend_from_slice(&content),
            END => return Ok(answer),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
