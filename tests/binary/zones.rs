//! Two loudspeakers of the real daemon, each with a player of its own that takes down what it is given.

use std::fs;
use std::time::Duration;

use jiaohao::domain::event::Event;
use jiaohao::runtime::control::ladders::LadderReply;
use jiaohao::runtime::control::{Command, Reply};
use toml::{Table, Value};

use super::floor::{Floor, now, pause};
use super::hands::{NEXT, ticket};

const SOON: Duration = Duration::from_secs(20);

/// A second press within 800 ms would be taken for a bounce.
const PRESS_EVERY: Duration = Duration::from_millis(900);

/// A call is two seconds of sound at least; the silence by which a player is tried a fraction of one.
const A_CALL: u64 = 50_000;

#[test]
fn f30_a_call_that_fails_in_one_zone_is_said_in_the_other_until_the_first_is_back() {
    let floor = two_zones();
    let works = floor.path("first-works");
    fs::write(&works, "").unwrap();
    floor.start();
    floor.wait_for_devices(SOON);
    floor.log_in(1);
    for _ in 0..3 {
        floor.ask(&ticket());
    }

    call(&floor, 1);
    assert!(heard(&floor, "first") > A_CALL && heard(&floor, "second") < A_CALL, "the other zone is quiet");

    fs::remove_file(&works).unwrap();
    call(&floor, 2);
    assert!(heard(&floor, "second") > A_CALL, "{}", floor.log());
    let began = now();
    floor.wait_until("the ladder stands on the other zone", SOON, |floor| saying(floor).by == "other-zone");
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(saying(&floor).missed, ["voice"]);
    assert!(saying(&floor).sentence.contains("改由其他区域播报"), "{}", saying(&floor).sentence);

    fs::write(&works, "").unwrap();
    floor.wait_until("the first voice is found again", SOON, |floor| saying(floor).is_best);
    let before = (heard(&floor, "first"), heard(&floor, "second"));
    call(&floor, 3);
    assert!(heard(&floor, "first") > before.0 + A_CALL, "{}", floor.log());
    assert_eq!(heard(&floor, "second"), before.1);
}

#[test]
fn a_second_voice_that_is_missing_is_told_by_name_and_the_first_goes_on() {
    let floor = two_zones();
    fs::write(floor.path("first-works"), "").unwrap();
    floor.edit(|hall| drop(other(hall).insert("program".into(), "no-such-player".into())));
    floor.start();
    floor.log_in(1);
    floor.ask(&ticket());

    floor.wait_until("the loss is known", SOON, |floor| {
        let Reply::Status(status) = floor.ask(&Command::Status) else { return false };
        let of =
            |name: &str| status.devices.iter().find(|device| device.name == name).unwrap().health.clone();
        of("other-voice") != "online" && of("voice") == "online"
    });
    call(&floor, 1);

    assert!(heard(&floor, "first") > A_CALL);
    assert_eq!((saying(&floor).by.as_str(), saying(&floor).is_best), ("voice", true));
}

/// The demo's hall with two players that take down what they are given; the first works while there is a file.
fn two_zones() -> Floor {
    let floor = Floor::open(1);
    let player = |name: &str, then: &str| {
        let into = floor.path(name).display().to_string();
        let words = ["-c".to_owned(), format!("cat >>{into}; {then}")];
        Value::Array(words.map(Value::from).into())
    };
    let works = floor.path("first-works").display().to_string();
    let (first, second) = (player("first", &format!("test -e {works}")), player("second", "true"));
    floor.edit(|hall| {
        let voice = hall["voice"].as_table_mut().unwrap();
        voice.insert("program".into(), "sh".into());
        voice.insert("arguments".into(), first);
        let words = [("zone", "二楼"), ("program", "sh"), ("place", "二楼走廊")];
        let words = words.map(|(key, word)| (key.to_owned(), Value::from(word)));
        let mut other = Table::from_iter(words);
        other.insert("arguments".into(), second);
        voice.insert("other-zone".into(), Value::Table(other));
    });
    floor
}

fn other(hall: &mut Table) -> &mut Table {
    hall["voice"]["other-zone"].as_table_mut().unwrap()
}

/// Calls the next visitor, and waits until so many calls are on record as said and none as given up.
fn call(floor: &Floor, so_many: usize) {
    pause(PRESS_EVERY);
    floor.press(1, NEXT);
    floor.wait_until("the call was said", SOON, |floor| {
        let records = floor.reader().last(u32::MAX).unwrap();
        let count = |is: fn(&Event) -> bool| {
            records.iter().flat_map(|record| &record.events).filter(|event| is(event)).count()
        };
        assert_eq!(count(|event| matches!(event, Event::AnnouncementDropped { .. })), 0, "{}", floor.log());
        count(|event| matches!(event, Event::Said { .. })) == so_many
    });
}

/// How many bytes a zone's player was given.
fn heard(floor: &Floor, zone: &str) -> u64 {
    fs::metadata(floor.path(zone)).map_or(0, |file| file.len())
}

/// Where the ladder of saying a call stands.
fn saying(floor: &Floor) -> LadderReply {
    let Reply::Ladders(told) = floor.ask(&Command::Ladders) else { panic!("no ladders") };
    told.ladders.into_iter().find(|ladder| ladder.task == "say-call").unwrap()
}
