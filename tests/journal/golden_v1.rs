//! If this fails, do not change the test: journals in halls hold these bytes, and every later jiaohao reads
//! them.
//!
//! `golden/v1.jsonl` was written without the codec, from its description. It has one row a line, its columns
//! by name, and a row of every request and of every event; rows for what later versions added stand at its
//! end. `hash` is the row's link, in the chain of a file whose site is `golden` and whose birth mark is
//! sixteen zeros.

use std::collections::BTreeSet;

use jiaohao::domain::card::{Card, LimitPer};
use jiaohao::domain::event::{Choice, Event};
use jiaohao::domain::id::{StaffId, TicketId, WindowId};
use jiaohao::domain::incident::{AlarmKind, IncidentEvent, IncidentRequest, Saying, StopReason};
use jiaohao::domain::job::{AnnouncementDropped, SlipDropped};
use jiaohao::domain::keeping::{KeepingEvent, KeepingRequest, Shortage, Why};
use jiaohao::domain::locker::{CabinetEvent, CabinetRequest};
use jiaohao::domain::manual::{EntryAct, ManualEvent, ManualRequest, Paper, SheetReason, Stands, Written};
use jiaohao::domain::means::{HallState, Means, MeansEvent, MeansRequest, Task};
use jiaohao::domain::request::{Origin, Request, TransferTo};
use jiaohao::domain::rules::{Class, ClassColour, Discipline, Exhausted, Skills};
use jiaohao::domain::self_test::{SelfTestEvent, SelfTestRequest, Verdict};
use jiaohao::domain::staff::{StaffEvent, StaffRequest};
use jiaohao::domain::ticket::{Cancelled, Outcome};
use jiaohao::journal::chain;
use jiaohao::journal::codec::{Tagged, rules_hash};
use jiaohao::journal::row::Row;
use serde_json::Value;

const GOLDEN: &str = include_str!("golden/v1.jsonl");

/// The columns of a line and its link. The body is cut out as it stands, as its bytes are what counts.
fn row(line: &str) -> (Row, String) {
    let (columns, rest) = line.split_once(r#","body":"#).unwrap();
    let (body, link) = rest.rsplit_once(r#","hash":"#).unwrap();
    let columns: Value = serde_json::from_str(&format!("{columns}}}")).unwrap();
    let integer = |name: &str| columns[name].as_i64();
    let number = u128::from_str_radix(columns["number"].as_str().unwrap(), 16).unwrap();
    let row = Row {
        seq: integer("seq").unwrap(),
        book: columns["book"].as_str().unwrap().into(),
        day: integer("day").unwrap(),
        version: integer("version").unwrap(),
        boot: integer("boot").unwrap(),
        hall_ms: integer("hall_ms").unwrap(),
        wall_ms: integer("wall_ms"),
        offset_min: integer("offset_min"),
        number: number.to_be_bytes().into(),
        body: body.into(),
    };
    (row, link.trim_matches(['"', '}']).into())
}

#[test]
fn every_golden_row_is_read_and_written_again_byte_by_byte() {
    for line in GOLDEN.lines() {
        let (golden, _) = row(line);

        let record = golden.record().unwrap();

        assert_eq!(Row::of(&record).unwrap(), golden);
    }
}

#[test]
fn the_golden_rows_have_their_places_in_the_chain() {
    let mut before = chain::site("golden", &[0; 16]);
    for line in GOLDEN.lines() {
        let (row, link) = row(line);

        before = chain::row(&before, &row);

        assert_eq!(chain::digits(&before), link, "row {}", row.seq);
    }
}

#[test]
fn the_rules_of_a_golden_opening_have_the_hash_that_it_names() {
    let (first, _) = row(GOLDEN.lines().next().unwrap());

    let record = first.record().unwrap();

    let Request::OpenDay(opening) = &record.asked.request else { panic!("{:?}", record.asked) };
    assert_eq!(rules_hash(&opening.rules), opening.rules_hash);
}

#[test]
fn a_golden_row_means_what_it_says() {
    let transferred =
        GOLDEN.lines().map(|line| row(line).0).find(|row| row.body.contains(r#""to":{"clerk":13}"#));

    let record = transferred.unwrap().record().unwrap();

    assert_eq!(record.asked.origin, Origin::Keypad(WindowId(3)));
    assert_eq!(record.asked.person, Some(StaffId(12)));
    let (ticket, from, clerk, to) =
        (TicketId(1_000_001), WindowId(3), StaffId(12), TransferTo::Clerk(StaffId(13)));
    assert_eq!(record.asked.request, Request::Transfer { window: from, to });
    assert_eq!(record.events, [Event::TicketTransferred { ticket, from, clerk, to }]);
}

#[test]
fn every_variant_of_every_stored_enum_stands_in_the_golden_file() {
    let mut found = BTreeSet::new();
    for line in GOLDEN.lines() {
        tags("", &serde_json::from_str(line).unwrap(), &mut found);
    }
    let missing = |field: &'static str, tags: &'static [&'static str]| {
        let found = &found;
        tags.iter()
            .filter(move |tag| !found.contains(&(field.into(), (**tag).into())))
            .map(move |tag| (field, *tag))
    };

    let missing: Vec<_> = missing("request", Request::TAGS)
        .chain(missing("events", Event::TAGS))
        .chain(missing("origin", Origin::TAGS))
        .chain(missing("to", TransferTo::TAGS))
        .chain(missing("choice", Choice::TAGS))
        .chain(missing("outcome", Outcome::TAGS))
        .chain(missing("why", Cancelled::TAGS))
        .chain(missing("why", SlipDropped::TAGS))
        .chain(missing("why", AnnouncementDropped::TAGS))
        .chain(missing("class", Class::TAGS))
        .chain(missing("colour", ClassColour::TAGS))
        .chain(missing("discipline", Discipline::TAGS))
        .chain(missing("exhausted", Exhausted::TAGS))
        .chain(missing("skills", Skills::TAGS))
        .chain(missing("card", Card::TAGS))
        .chain(missing("per", LimitPer::TAGS))
        .chain(missing("keeping", KeepingRequest::TAGS))
        .chain(missing("keeping", KeepingEvent::TAGS))
        .chain(missing("why", Why::TAGS))
        .chain(missing("what", Shortage::TAGS))
        .chain(missing("cabinet", CabinetRequest::TAGS))
        .chain(missing("cabinet", CabinetEvent::TAGS))
        .chain(missing("means", MeansRequest::TAGS))
        .chain(missing("means", MeansEvent::TAGS))
        .chain(missing("means", Means::TAGS))
        .chain(missing("task", Task::TAGS))
        .chain(missing("state", HallState::TAGS))
        .chain(missing("manual", ManualRequest::TAGS))
        .chain(missing("manual", ManualEvent::TAGS))
        .chain(missing("paper", Paper::TAGS))
        .chain(missing("why", SheetReason::TAGS))
        .chain(missing("stands", Stands::TAGS))
        .chain(missing("act", EntryAct::TAGS))
        .chain(missing("became", Written::TAGS))
        .chain(missing("self-test", SelfTestRequest::TAGS))
        .chain(missing("self-test", SelfTestEvent::TAGS))
        .chain(missing("verdict", Verdict::TAGS))
        .chain(missing("incident", IncidentRequest::TAGS))
        .chain(missing("incident", IncidentEvent::TAGS))
        .chain(missing("kind", AlarmKind::TAGS))
        .chain(missing("saying", Saying::TAGS))
        .chain(missing("why", StopReason::TAGS))
        .chain(missing("staff", StaffRequest::TAGS))
        .chain(missing("staff", StaffEvent::TAGS))
        .collect();

    assert_eq!(missing, []);
}

/// Every text, and every single key of an object, under the name of the field that holds it.
fn tags(field: &str, value: &Value, found: &mut BTreeSet<(String, String)>) {
    match value {
        Value::String(tag) => drop(found.insert((field.into(), tag.clone()))),
        Value::Array(items) => items.iter().for_each(|item| tags(field, item, found)),
        Value::Object(fields) => {
            for (name, value) in fields {
                if fields.len() == 1 {
                    found.insert((field.into(), name.clone()));
                }
                tags(name, value, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
