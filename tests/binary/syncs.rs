//! Decide, store, show, as the system saw it: no number leaves the daemon before its journal was synced.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use jiaohao::runtime::control::{Command, Reply};

use super::calls::{self, Call, can_be_traced, syncs_before};
use super::disk::says;
use super::floor::Floor;
use super::hands::{number_in, ticket};
use super::ledger::number_given;
use super::skipped::skipped;

/// The journal's log, in which every commit is written first.
const LOG: &str = "/journal.db-wal";

/// A ticket is asked for, how the hall is is asked for and told, in the letters of the trace.
const ISSUE: &str = r#"{\"do\":\"issue\""#;
const STATUS: &str = r#"{\"do\":\"status\""#;
const HOW_IT_IS: &str = r#"{\"answer\":\"status\""#;

/// Tickets of a run.
const TICKETS: usize = 25;

/// A daemon at work under the eyes of `strace`; nothing without one.
struct Traced {
    floor: Floor,
    trace: PathBuf,
}

impl Traced {
    fn start(what: &str, orders: &[&str]) -> Option<Self> {
        if !can_be_traced() {
            skipped(what, "strace is not installed");
            return None;
        }
        let floor = Floor::open(1);
        // The journal is made in a life before, so that what the tracer counts is the day's.
        floor.start();
        floor.terminate();
        let (trace, log) = (floor.path("trace"), floor.path("log"));
        let log = fs::File::options().create(true).append(true).open(log).unwrap();
        floor.start_with(|run| calls::trace(run, &trace, log, orders));
        Some(Self { floor, trace })
    }

    /// Asks for tickets one after the other; the numbers that were given.
    fn tickets(&self) -> Vec<String> {
        (0..TICKETS).filter_map(|_| granted(&self.floor)).collect()
    }

    /// Ends the daemon; everything that it asked of the system.
    fn end(&self) -> Vec<Call> {
        let id = self.floor.id().to_string();
        let ends =
            |line: &str| line.split_once(' ').is_some_and(|(of, rest)| of == id && rest.contains("+++"));
        self.floor.terminate();
        let read = || fs::read_to_string(&self.trace).unwrap();
        self.floor.wait_until("the trace is whole", Duration::from_secs(10), |_| read().lines().any(ends));
        calls::calls(&read())
    }
}

/// Syncs between the request for each number and the first time it was told.
fn syncs(calls: &[Call], numbers: &[String]) -> Vec<usize> {
    numbers.iter().map(|number| syncs_before(calls, LOG, ISSUE, number).unwrap()).collect()
}

#[test]
fn between_a_request_and_its_answer_stands_one_sync_of_the_journal() {
    let Some(traced) = Traced::start("the trace of syncs", &[]) else { return };

    let numbers = traced.tickets();
    for _ in 0..TICKETS {
        traced.floor.ask(&Command::Status);
    }
    let calls = traced.end();

    let syncs = syncs(&calls, &numbers);
    let one = syncs.iter().filter(|&&syncs| syncs == 1).count();
    println!("{} tickets, exactly one sync before {one} of them", numbers.len());
    assert_eq!(numbers.len(), TICKETS);
    assert!(syncs.iter().all(|&syncs| syncs > 0), "{syncs:?} before {numbers:?}");
    // What changes nothing waits for no sync, unless a slip's end is stored meanwhile.
    let asked = (0..calls.len()).filter(|&at| calls[at].hears(STATUS));
    let unsynced = asked.filter(|&at| syncs_before(&calls[at..], LOG, STATUS, HOW_IT_IS) == Some(0)).count();
    assert!(unsynced >= TICKETS / 2, "only {unsynced} answers came without a sync");
}

#[test]
fn syncs_that_are_answered_and_not_done_are_seen_to_be_missing() {
    let without = ["-e", "inject=fdatasync,fsync:retval=0"];
    let Some(traced) = Traced::start("the trace without syncs", &without) else { return };

    let numbers = traced.tickets();
    let calls = traced.end();

    assert_eq!(syncs(&calls, &numbers), [0; TICKETS], "before {numbers:?}");
}

#[test]
fn b01_b05_a_call_of_the_system_that_fails_costs_no_ticket_that_was_told() {
    for failure in
        ["fdatasync:error=EIO:when=12", "pwrite64:error=EIO:when=41", "pwrite64:error=ENOSPC:when=41"]
    {
        // The call with this count fails, of each thread: that of the journal's writer stands amid the tickets.
        let order = format!("inject={failure}");
        let Some(traced) = Traced::start("calls of the system that fail", &["-e", &order]) else { return };

        let mut numbers = traced.tickets();
        traced.floor.wait_until("tickets are given again", Duration::from_secs(30), |floor| {
            granted(floor).map(|number| numbers.push(number)).is_some()
        });
        numbers.extend(traced.tickets());
        let calls = traced.end();

        let (name, error) = failure.split_once(":error=").unwrap();
        let (error, _) = error.split_once(':').unwrap();
        let hit = |call: &&Call| call.name == name && call.file.ends_with(LOG) && call.answer.contains(error);
        assert_eq!(calls.iter().filter(hit).count(), 1, "{failure}: the error arrived at the journal's log");
        assert!(numbers.len() > TICKETS, "{failure}: only {numbers:?} were given");
        let syncs = syncs(&calls, &numbers);
        assert!(syncs.iter().all(|&syncs| syncs > 0), "{failure}: {syncs:?} before {numbers:?}");
        assert_each_is_kept_once(&traced.floor, &numbers, failure);
    }
}

#[test]
fn b05_a_disk_on_which_every_write_or_sync_fails_is_left_for_another_means() {
    for (name, from) in [("fdatasync", 12), ("pwrite64", 41)] {
        let failure = format!("inject={name}:error=EIO:when={from}+");
        let Some(traced) = Traced::start("a disk that fails for ever", &["-e", &failure]) else { return };

        traced.tickets();
        traced.floor.wait_until("another means is told", Duration::from_secs(10), |floor| {
            says(floor, "SECOND MEDIUM") || says(floor, "NOT STORED")
        });
        assert!(granted(&traced.floor).is_some(), "{failure}: who asks after that is served");

        let calls = traced.end();
        let hit = |call: &&Call| call.name == name && call.answer.contains("EIO");
        let hits = calls.iter().filter(hit).count();
        assert!(hits > 1, "{failure}: the error arrived {hits} times");
    }
}

/// A ticket asked for at the desk, if one is given.
fn granted(floor: &Floor) -> Option<String> {
    match floor.ask(&ticket()) {
        Reply::Done { words } => Some(number_in(&words)),
        Reply::Failed { .. } | Reply::Refused { .. } => None,
        other @ (Reply::Misconfigured { .. } | Reply::Status(_) | Reply::Bench(_) | Reply::Ladders(_)) => {
            panic!("no ticket: {other:?}")
        }
    }
}

/// The journal is whole, and has each of the numbers once.
fn assert_each_is_kept_once(floor: &Floor, numbers: &[String], after: &str) {
    assert_eq!(floor.reader().verify(|_| ()).unwrap().fault, None, "{after}");
    let records = floor.reader().last(u32::MAX).unwrap();
    let issued: Vec<String> =
        records.iter().flat_map(|record| &record.events).filter_map(number_given).collect();
    let once = |number: &String| issued.iter().filter(|it| *it == number).count() == 1;
    assert!(numbers.iter().all(once), "{after}: {numbers:?} were given, {issued:?} are kept");
}
