//! The real daemon while another program reads in its journal and does not finish.

use std::fs;
use std::time::Duration;

use jiaohao::runtime::control::{Command, Reply};
use rusqlite::Connection;

use super::floor::Floor;
use super::hands::{SERVICES, ticket, ticket_for};

/// Tickets after which the log of any journal is larger than 8 MiB, if nobody folds it.
const MANY: usize = 6000;

/// The writer looks every two seconds.
const TOLD_WITHIN: Duration = Duration::from_secs(5);

#[test]
fn b17_a_program_that_never_finishes_reading_is_told_and_nobody_waits_for_it() {
    let floor = Floor::open(1);
    floor.start();
    let log = || fs::metadata(floor.journal().with_extension("db-wal")).map_or(0, |file| file.len());
    let reader = Connection::open(floor.journal()).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    reader.query_row("SELECT count(*) FROM record", [], |_| Ok(())).unwrap();

    let given = (0..MANY).take_while(|place| {
        let reply = floor.ask(&ticket_for(SERVICES[place % SERVICES.len()]));
        assert!(matches!(reply, Reply::Done { .. }), "{reply:?}");
        log() <= 9 << 20
    });
    let given = given.count();
    assert!(given < MANY, "the log has only {} bytes: nobody kept it from being folded", log());
    floor.wait_until("the reader is told", TOLD_WITHIN, |floor| sentence(floor).contains("A READER HOLDS"));
    assert!(matches!(floor.ask(&ticket()), Reply::Done { .. }), "tickets are given meanwhile");

    drop(reader);
    floor.wait_until("it is over", TOLD_WITHIN, |floor| !sentence(floor).contains("A READER HOLDS"));
    assert!(log() < 1 << 20, "the log keeps {} bytes", log());
    assert_eq!(floor.reader().verify(|_| ()).unwrap().fault, None);
    println!("b17: {given} tickets while somebody read");
}

fn sentence(floor: &Floor) -> String {
    let Reply::Status(status) = floor.ask(&Command::Status) else { panic!("no status") };
    status.sentence
}
