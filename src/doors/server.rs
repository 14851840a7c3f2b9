//! The built-in HTTP server: development, a try-out, a laptop in the hall.
//!
//! hyper speaks HTTP on one thread; requests are answered on plain worker threads, because the database connection has a
//! runtime of its own and must not run within another.

mod bodies;
mod gate;

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use super::{files, stop};
use crate::app::{self, App};
use crate::http::{Body, Method, Request, Response};
use bodies::Space;
use gate::Gate;

/// Waiting answers are few: a hall has eight tills.
const WORKERS: usize = 4;

/// Bodies of the largest size that are read at the same time.
const LARGE_BODIES: usize = 3;

type Job = (Request, oneshot::Sender<Response>);

/// Serves until told to stop. `ready` hears the address once it listens.
pub fn run(app: &Arc<App>, address: &str, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let (jobs, queue) = channel::<Job>();
    let queue = Arc::new(Mutex::new(queue));
    let workers: Vec<_> = (0..WORKERS)
        .map(|_| {
            let (app, queue) = (Arc::clone(app), Arc::clone(&queue));
            std::thread::spawn(move || work(&app, &queue))
        })
        .collect();
    let ended = Arc::new(AtomicBool::new(false));
    let postman = {
        let (app, ended) = (Arc::clone(app), Arc::clone(&ended));
        std::thread::spawn(move || send_mail(&app, &ended))
    };
    let hall = Arc::new(Hall {
        app: Arc::clone(app),
        jobs,
        space: Space::new(app.config.limits.upload_bytes, LARGE_BODIES),
    });
    let outcome = runtime.block_on(async {
        let listener = TcpListener::bind(address).await?;
        ready(listener.local_addr()?);
        accept_all(&listener, &hall).await;
        Ok(())
    });
    // Ends the workers, once the last connection is gone.
    drop(hall);
    drop(runtime);
    ended.store(true, Ordering::Relaxed);
    for worker in workers.into_iter().chain([postman]) {
        if worker.join().is_err() {
            log::error!("a worker thread panicked");
        }
    }
    outcome
}

/// What all connections share.
struct Hall {
    app: Arc<App>,
    jobs: Sender<Job>,
    space: Space,
}

async fn accept_all(listener: &TcpListener, hall: &Arc<Hall>) {
    let stopping = stop::requested();
    let gate = Gate::of_this_process();
    let connections = hyper_util::server::graceful::GracefulShutdown::new();
    while !stop::is_set(&stopping) {
        let Ok(accepted) = tokio::time::timeout(Duration::from_millis(200), listener.accept()).await else {
            continue;
        };
        let Ok((stream, peer)) = accepted else {
            // No descriptor is left: asking again at once would only burn the processor.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Some(pass) = gate.enter(peer.ip()) else {
            log::debug!("too many connections: {peer} is turned away");
            turn_away(&stream);
            continue;
        };
        let hall = Arc::clone(hall);
        let service = service_fn(move |request| answer(Arc::clone(&hall), peer, request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(20))
            .serve_connection(TokioIo::new(stream), service);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                log::debug!("connection of {peer}: {error}");
            }
            drop(pass);
        });
    }
    // Whoever keeps a connection open without asking for anything is not waited for longer.
    drop(tokio::time::timeout(Duration::from_secs(5), connections.shutdown()).await);
}

/// Says why, as far as that goes without waiting for anybody.
fn turn_away(stream: &TcpStream) {
    let answer = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    if let Err(error) = stream.try_write(answer.as_bytes()) {
        log::debug!("nothing could be said to whom was turned away: {error}");
    }
}

async fn answer(
    hall: Arc<Hall>,
    peer: SocketAddr,
    request: hyper::Request<Incoming>,
) -> Result<hyper::Response<Full<Bytes>>, hyper::Error> {
    let compresses = accepts_gzip(request.headers());
    let request = read(&hall, peer, request).await;
    let (reply, answer) = oneshot::channel();
    let response = match hall.jobs.send((request, reply)) {
        Ok(()) => answer.await.unwrap_or_else(|_| Response::empty(500)),
        Err(_) => Response::empty(503),
    };
    Ok(send(compressed(response, compresses)))
}

async fn read(hall: &Hall, peer: SocketAddr, request: hyper::Request<Incoming>) -> Request {
    let (head, body) = request.into_parts();
    let mut read = Request {
        method: Method::parse(head.method.as_str()),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head
            .headers
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect(),
        body: Body::Whole(Vec::new()),
        address: peer.ip(),
        https: false,
    };
    let announced = read.header("content-length").and_then(|length| length.parse().ok());
    let limit = hall.app.config.limits.upload_bytes;
    // A stranger's large body is not even read; whose token counts no longer is told so, and sends it again.
    let most = if hall.app.knows(&read) { limit } else { limit.min(bodies::OF_STRANGERS) };
    read.body = bodies::read(body, announced, most, bodies::PATIENCE, &hall.space).await;
    read
}

fn work(app: &App, queue: &Mutex<Receiver<Job>>) {
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((request, reply)) = job else { return };
        let ours = ["/api/", "/health", "/openapi.json", "/docs"]
            .iter()
            .any(|start| request.path.starts_with(start));
        let page = matches!(request.method, Some(Method::Get | Method::Head)) && !ours;
        let file = page.then(|| files::serve(&app.config.folders.public, &request)).flatten();
        let response = file.unwrap_or_else(|| app::handle(app, &request));
        // The browser may have gone; the work is done all the same.
        drop(reply.send(response));
    }
}

/// How often mail is looked for that nobody has asked to send at once.
const MAIL_ROUND: Duration = Duration::from_secs(15);

/// Sends mail beside the workers, none of which ever waits for a mail server.
fn send_mail(app: &App, ended: &AtomicBool) {
    let mut last = Instant::now();
    while !ended.load(Ordering::Relaxed) {
        std::thread::sleep(Duration::from_millis(100));
        if app.mail_was_asked_for() || last.elapsed() > MAIL_ROUND {
            app.send_mail_here();
            last = Instant::now();
        }
    }
}

fn accepts_gzip(headers: &hyper::HeaderMap) -> bool {
    headers
        .get("accept-encoding")
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip"))
}

/// Compresses text of some length; Apache and nginx do it themselves on a host.
fn compressed(mut response: Response, wanted: bool) -> Response {
    let text = response.header("content-type").is_some_and(|kind| {
        kind.starts_with("text/")
            || kind.contains("json")
            || kind.contains("javascript")
            || kind.contains("svg")
    });
    if !wanted || !text || response.body.len() < 1024 {
        return response;
    }
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let body = io::Write::write_all(&mut encoder, &response.body).and_then(|()| encoder.finish());
    if let Ok(body) = body {
        response.body = body;
        response.headers.push(("Content-Encoding", "gzip".to_owned()));
        response.headers.push(("Vary", "Accept-Encoding".to_owned()));
    }
    response
}

fn send(response: Response) -> hyper::Response<Full<Bytes>> {
    let mut builder = hyper::Response::builder().status(response.status);
    for (name, value) in response.headers {
        builder = builder.header(name, value);
    }
    builder.body(Full::new(Bytes::from(response.body))).unwrap_or_else(|error| {
        log::error!("an answer could not be built: {error}");
        let mut fault = hyper::Response::new(Full::new(Bytes::new()));
        *fault.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
        fault
    })
}
