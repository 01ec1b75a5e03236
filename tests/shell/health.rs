//! `/healthz` says 503 with the reason whenever the hall cannot promise anything.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use hal::time::Instant;
use jiaohao::domain::id::{BootId, JobId, TicketId};
use jiaohao::domain::moment::{HallTime, Moment};
use jiaohao::domain::office::Office;
use jiaohao::journal::copy::thread::CopyState;
use jiaohao::layout::Layout;
use jiaohao::runtime::backups::BackupState;
use jiaohao::runtime::roster::Roster;
use jiaohao::runtime::status::{Keeping, NotInForce, Status};
use jiaohao::web;
use tokio::net::TcpListener;
use tokio::sync::watch;

fn status(keeping: Keeping) -> Arc<Status> {
    let at = Moment { hall: HallTime(0), wall: None, boot: BootId(1) };
    Arc::new(Status {
        view: Arc::new(Office::vacant(TicketId(1), JobId(1)).view(at)),
        hours: None,
        keeping,
        roster: Arc::new(Roster::new(&Layout::default(), Instant::default())),
        absent: Vec::new(),
        closing: Vec::new(),
        ailments: std::collections::BTreeMap::new(),
        configuration: NotInForce::default(),
        damage: None,
        clock_doubted: None,
        other_hall: None,
        safe_mode: None,
        typed: None,
        put_aside: 0,
        supply: jiaohao::runtime::supply::Supply::default(),
        log_held: None,
        disk: jiaohao::runtime::disk::Disk::default(),
        means: Arc::default(),
        backup: BackupState::default(),
        copy: CopyState::default(),
    })
}

/// Asks for `/healthz` while the engine publishes, or has ended: the status line and the words.
fn healthz(keeping: Keeping, engine_lives: bool) -> (String, String) {
    let (engine, feed) = watch::channel(status(keeping));
    let engine = engine_lives.then_some(engine);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_io().build().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let serving = runtime.spawn(async move { axum::serve(listener, web::router(feed)).await });

    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /healthz HTTP/1.1\r\nHost: hall\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();

    drop(engine);
    serving.abort();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.lines().next().unwrap().to_owned(), body.trim_end().to_owned())
}

#[test]
fn a_hall_is_healthy_while_its_engine_lives_and_its_disk_confirms() {
    assert_eq!(healthz(Keeping::Main, true).0, "HTTP/1.1 200 OK");
}

#[test]
fn b09_a_disk_that_hangs_is_503_with_the_reason() {
    let (status, words) = healthz(Keeping::Hung, true);

    assert_eq!(status, "HTTP/1.1 503 Service Unavailable");
    assert_eq!(words, "the disk has not confirmed a batch for ten seconds");
}

#[test]
fn b05_a_journal_that_cannot_be_written_is_503_with_the_reason() {
    let (status, words) = healthz(Keeping::Broken, true);

    assert_eq!(
        (status.as_str(), words.as_str()),
        ("HTTP/1.1 503 Service Unavailable", "the journal cannot be written")
    );
}

#[test]
fn an_engine_that_has_ended_is_503_whatever_it_said_last() {
    let (status, words) = healthz(Keeping::Main, false);

    assert_eq!(
        (status.as_str(), words.as_str()),
        ("HTTP/1.1 503 Service Unavailable", "the engine has ended")
    );
}
