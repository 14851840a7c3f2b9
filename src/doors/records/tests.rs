//! Records as servers send them, and as nobody should.

use proptest::prelude::*;

use super::*;

fn params(pairs: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, value) in pairs {
        for part in [name, value] {
            if part.len() < 128 {
                bytes.push(u8::try_from(part.len()).unwrap());
            } else {
                bytes.extend_from_slice(&(u32::try_from(part.len()).unwrap() | 0x8000_0000).to_be_bytes());
            }
        }
        bytes.extend_from_slice(name);
        bytes.extend_from_slice(value);
    }
    bytes
}

fn stream(params: &[u8], body: &[u8], cut: usize) -> Vec<u8> {
    let mut bytes = record(BEGIN, 1, &[0, 1, 0, 0, 0, 0, 0, 0]);
    for chunk in params.chunks(cut) {
        bytes.extend(record(PARAMS, 1, chunk));
    }
    bytes.extend(record(PARAMS, 1, &[]));
    for chunk in body.chunks(cut) {
        bytes.extend(record(STDIN, 1, chunk));
    }
    bytes.extend(record(STDIN, 1, &[]));
    bytes
}

fn read_all(bytes: &[u8], limit: u64) -> io::Result<(Incoming, Vec<u8>)> {
    let mut reply = Vec::new();
    read(&mut &*bytes, &mut reply, limit).map(|incoming| (incoming, reply))
}

fn request(bytes: &[u8], limit: u64) -> Request {
    match read_all(bytes, limit).unwrap().0 {
        Incoming::Request(1, request) => *request,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #[test]
    fn a_request_is_the_same_wherever_it_is_cut(cut in 1usize..70, body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let long = "x".repeat(300);
        let params = params(&[(b"REQUEST_METHOD", b"POST"), (b"REQUEST_URI", b"/api/v1/x?y=1"), (b"HTTP_X_LONG", long.as_bytes())]);
        let request = request(&stream(&params, &body, cut), 1000);
        prop_assert_eq!(request.path, "/api/v1/x");
        prop_assert_eq!(request.headers, vec![("x-long".to_owned(), long)]);
        prop_assert_eq!(request.body, Body::Whole(body));
    }

    #[test]
    fn whatever_comes_in_nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        drop(read_all(&bytes, 100));
    }

    #[test]
    fn a_damaged_request_is_refused_or_read_but_never_panics(position in 0usize..120, byte in any::<u8>()) {
        let params = params(&[(b"REQUEST_METHOD", b"GET"), (b"REQUEST_URI", b"/")]);
        let mut bytes = stream(&params, b"body", 7);
        let position = position % bytes.len();
        bytes[position] = byte;
        drop(read_all(&bytes, 100));
    }
}

#[test]
fn a_header_that_is_no_utf8_does_not_hide_those_after_it() {
    let params =
        params(&[(b"HTTP_X", b"\xff\xfe"), (b"REQUEST_METHOD", b"GET"), (b"REQUEST_URI", b"/api/health")]);
    assert_eq!(request(&stream(&params, b"", 100), 10).path, "/api/health");
}

#[test]
fn a_body_beyond_the_limit_is_read_but_not_kept() {
    let params = params(&[(b"REQUEST_METHOD", b"PUT"), (b"REQUEST_URI", b"/")]);
    assert_eq!(request(&stream(&params, &[7; 50], 9), 49).body, Body::TooLarge(49));
    assert_eq!(request(&stream(&params, &[7; 50], 9), 50).body, Body::Whole(vec![7; 50]));
}

#[test]
fn a_body_shorter_than_announced_is_known_to_be_cut_short() {
    let params = params(&[(b"REQUEST_METHOD", b"PUT"), (b"REQUEST_URI", b"/"), (b"CONTENT_LENGTH", b"9")]);
    assert_eq!(request(&stream(&params, b"12345", 9), 49).body, Body::CutShort);
}

#[test]
fn management_records_and_foreign_roles_are_answered() {
    let mut bytes = record(GET_VALUES, 0, b"\x0e\x00FCGI_MAX_CONNS");
    bytes.extend(record(77, 0, &[]));
    bytes.extend(record(BEGIN, 5, &[0, 2, 0, 0, 0, 0, 0, 0]));
    let (incoming, reply) = read_all(&bytes, 10).unwrap();
    assert!(matches!(incoming, Incoming::Nothing));
    assert_eq!(reply[1], GET_VALUES_RESULT);
    assert!(reply.windows(16).any(|part| part == record(UNKNOWN_TYPE, 0, &[77, 0, 0, 0, 0, 0, 0, 0])));
    assert!(reply.ends_with(&end(5, UNKNOWN_ROLE)));
}

#[test]
fn an_aborted_request_is_nothing() {
    let mut bytes = record(BEGIN, 1, &[0, 1, 0, 0, 0, 0, 0, 0]);
    bytes.extend(record(ABORT, 1, &[]));
    assert!(matches!(read_all(&bytes, 10).unwrap().0, Incoming::Nothing));
}

#[test]
fn large_answers_come_in_records_and_end_properly() {
    let response = Response::bytes(200, "application/pdf", vec![1; 200_000]);
    let mut bytes = Vec::new();
    write(&mut bytes, 3, &response).unwrap();
    let (mut rest, mut body) = (&bytes[..], Vec::new());
    while let Some(header) = read_header(&mut rest, false).unwrap() {
        let content = read_content(&mut rest, &header).unwrap();
        assert_eq!(header.id, 3);
        if header.kind == STDOUT {
            body.extend(content);
        }
    }
    assert_eq!(body.len(), response.cgi_head().len() + 200_000);
    assert!(bytes.ends_with(&end(3, 0)));
}
