//! I6, B19: the journal is backed up under load, and nobody at the counter notices; the medium may be full.

use std::fs;
use std::process::Command as Program;
use std::sync::Arc;
use std::time::Duration;

use jiaohao::domain::event::Event;
use jiaohao::domain::id::{BootId, JobId, RequestNumber, Seq, ServiceDay, TicketId};
use jiaohao::domain::moment::{HallTime, Moment};
use jiaohao::domain::opening::{Hours, Opening};
use jiaohao::domain::record::{Book, Record};
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::domain::rules::Rules;
use jiaohao::journal::backup::{self, Place};
use jiaohao::journal::keep::Keep;
use jiaohao::journal::open::Settings;
use jiaohao::journal::store::Store;
use jiaohao::runtime::control::{Command, Reply};
use toml::{Table, Value};

use super::floor::{Floor, now, pause};
use super::hands::{number_in, ticket};
use super::skipped::skipped;

/// Rows of years before: a copy of them takes a few seconds, with its pauses.
const PAST: u64 = 60_000;
/// So many tickets the group of the service has, and some to spare.
const MOST: usize = 900;

/// A floor whose journal has a past, and which backs it up into `folder`.
fn floor(folder: &std::path::Path) -> Floor {
    let floor = Floor::open(1);
    let mut site = String::new();
    floor.edit(|hall| {
        let set = hall["hall"].as_table().unwrap().get("site").and_then(Value::as_str);
        site = set.unwrap_or("hall-1").to_owned();
        let mut backup = Table::new();
        backup.insert("place".into(), folder.display().to_string().into());
        backup.insert("second-medium".into(), false.into());
        hall.insert("backup".into(), backup.into());
    });
    let mut store = Store::open(&Settings { path: floor.journal(), site }).unwrap().0;
    let records: Vec<Record> = (1..=PAST).map(record).collect();
    records.chunks(5_000).for_each(|batch| store.append(batch).unwrap());
    floor
}

/// Years in which nothing happened but starts, on one long day.
fn record(seq: u64) -> Record {
    let day = ServiceDay(20_190_903);
    let opening = || {
        Box::new(Opening {
            items: None,
            blocks: None,
            pins: None,
            day,
            rules: Arc::new(Rules::none()),
            rules_hash: [0; 32],
            hours: Hours::default(),
            next_ticket: TicketId(1),
            next_job: JobId(1),
            day_before: None,
        })
    };
    let (request, event) = match seq {
        1 => (Request::OpenDay(opening()), Event::DayOpened(opening())),
        PAST => (Request::CloseDay, Event::DayClosed),
        _ => (Request::Restart, Event::Restarted),
    };
    Record {
        seq: Seq(seq),
        book: Book::Hall,
        day,
        moment: Moment { hall: HallTime(seq), wall: None, boot: BootId(1) },
        asked: Asked { number: RequestNumber(seq.into()), origin: Origin::Clock, person: None, request },
        events: vec![event],
    }
}

#[test]
fn b19_while_the_journal_is_copied_tickets_are_given_as_ever_and_all_of_them_are_in_order() {
    let stick = tempfile::tempdir().unwrap();
    let floor = floor(stick.path());
    floor.start();
    let mut slowest = Duration::ZERO;
    let mut given = Vec::new();
    let mut give = |given: &mut Vec<String>| {
        let asked = now();
        let reply = floor.ask(&ticket());
        let Reply::Done { words } = reply else { panic!("no ticket: {reply:?}") };
        slowest = slowest.max(asked.elapsed());
        given.push(number_in(&words));
    };
    give(&mut given);

    let meanwhile = std::thread::scope(|scope| {
        let backup = scope.spawn(|| floor.ask(&Command::Backup));
        let mut meanwhile = 0;
        while !backup.is_finished() {
            if given.len() < MOST {
                give(&mut given);
                meanwhile += 1;
            } else {
                pause(Duration::from_millis(20));
            }
        }
        let Reply::Done { words } = backup.join().unwrap() else { panic!("no backup:\n{}", floor.log()) };
        assert!(words.contains("was read back"), "{words}");
        meanwhile
    });

    assert!(meanwhile >= 20, "only {meanwhile} tickets were given while the copy was made");
    let place = Place { folder: stick.path().into(), keep: 3, elsewhere: false };
    let made = place.backups().unwrap().pop().unwrap();
    backup::prove(&made).unwrap();
    assert!(made.seal.last > PAST, "{:?}", made.seal);
    let expected: Vec<String> =
        (1..=given.len()).map(|number| given[0].replace("001", &format!("{number:03}"))).collect();
    assert_eq!(given, expected, "nobody was passed over");
    println!("backup: {PAST} rows copied; {meanwhile} tickets given meanwhile, the slowest in {slowest:?}");
}

#[test]
fn b19_a_full_medium_gives_words_and_the_last_good_backup_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small");
    fs::create_dir(&path).unwrap();
    let mounted = Program::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "small"]).arg(&path).status();
    if !mounted.is_ok_and(|status| status.success()) {
        skipped("a full stick", "this user may not mount a small one");
        return;
    }
    let floor = floor(&path);
    floor.start();

    let refused = floor.ask(&Command::Backup);
    let given = floor.ask(&ticket());

    let left =
        fs::read_dir(&path).unwrap().filter(|it| it.as_ref().unwrap().path().extension().unwrap() == "seal");
    assert_eq!(left.count(), 0, "half a copy is sealed");
    let unmounted = Program::new("umount").args(["-l"]).arg(&path).status();
    assert!(unmounted.unwrap().success());
    let Reply::Failed { words } = refused else { panic!("{refused:?}") };
    assert!(words.contains("full"), "{words}");
    assert!(matches!(given, Reply::Done { .. }), "{given:?}");
}
