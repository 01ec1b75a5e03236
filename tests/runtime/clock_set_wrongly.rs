//! I10, C10 and C02: a time of day that was set wrongly by hand, a monotonic clock that stood and leaps, and a step that
//! was taken at once.

use hal::time::Instant;
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{RequestNumber, ServiceId};
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::opening::{Hours, Session};
use jiaohao::domain::record::Record;
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::runtime::engine::{Engine, Input, Output};
use jiaohao::runtime::registrar::Reply;
use jiaohao::runtime::troubles;
use jiaohao::station::cabinet::Wrong;

use super::disk::{at, open_hall};

/// What the status LCD says of the clock, and what to try.
fn said(engine: &Engine) -> Option<(String, String)> {
    let troubles = troubles::of(&engine.status(), Instant::default());
    let ours = troubles.iter().find(|trouble| trouble.wrong == Wrong::Doubted)?;
    Some((ours.headline(), ours.remedy()))
}

#[test]
fn i10_a_time_set_wrongly_by_hand_is_not_believed_and_the_lcd_says_by_how_much() {
    let (mut engine, _) = open_hall();
    let day = engine.view().day;

    for (by_ms, words) in [
        (3 * 86_400_000, "快了3天"),
        (-(3_600_000 + 5 * 60_000), "慢了1小时5分"),
        (11 * 60_000, "快了11分钟"),
    ] {
        engine.step(at(1_000), [Input::ClockJumped { by_ms, believed: false }]);
        engine.step(at(1_000), [Input::Stored]);
        let remedy = format!("暂不采用；核对无误后 jiaohao duty accept-clock（{words}）");
        assert_eq!(said(&engine), Some(("时钟 时间跳变".to_owned(), remedy)));
        assert_eq!(engine.view().day, day, "no day is closed or opened by it");
    }

    engine.step(at(2_000), [Input::ClockJumped { by_ms: 0, believed: true }]);
    assert_eq!(said(&engine), None);
}

/// Lets the engine think at this time and stores whatever it wants, until it wants no more.
fn settle(engine: &mut Engine, ms: u64, first: Vec<Input>) -> Vec<Record> {
    let mut records = Vec::new();
    let mut inputs = first;
    for _ in 0..50 {
        let batches = engine.step(at(ms), std::mem::take(&mut inputs)).into_iter().filter_map(|output| {
            let Output::Commit(batch) = output else { return None };
            Some(batch)
        });
        let batches: Vec<Vec<Record>> = batches.collect();
        if batches.is_empty() {
            return records;
        }
        records.extend(batches.into_iter().flatten());
        inputs.push(Input::Stored);
    }
    panic!("it never comes to rest: {} records", records.len());
}

#[test]
fn c10_what_was_due_while_the_monotonic_clock_stood_happens_once_and_not_in_a_burst() {
    let (mut engine, _) = open_hall();
    let issue = Request::Issue { services: vec![ServiceId(11)], green: None, paper: true };
    let number = RequestNumber(1 << 100);
    let asked = Asked { number, origin: Origin::Duty, person: None, request: issue };
    settle(&mut engine, 1_000, vec![Input::Ask { reply: Reply(1), asked }]);

    let leapt = settle(&mut engine, 3 * 3_600_000, vec![Input::Tick]);
    let again = settle(&mut engine, 3 * 3_600_000 + 1, vec![Input::Tick]);

    let given_up = |event: &&Event| matches!(event, Event::SlipUnknown { .. } | Event::SlipDropped { .. });
    let given_up = leapt.iter().flat_map(|record| &record.events).filter(given_up).count();
    assert_eq!(given_up, 1, "the slip that nobody printed is given up, once");
    assert!(leapt.len() <= 4, "{} records for one leap", leapt.len());
    assert_eq!(again.len(), 0, "nothing is due twice");
}

#[test]
fn c02_hours_follow_a_step_that_was_taken_at_once_within_a_minute() {
    let (mut engine, _) = open_hall();
    let opens = HallTime(600_000);
    let session = Session {
        opens,
        last_ticket: HallTime(3_000_000),
        closes: HallTime(3_600_000),
        opens_wall: wall(opens.0),
        closes_wall: wall(3_600_000),
    };
    let hours = Hours { sessions: vec![session], ..Hours::default() };
    let asked = Asked {
        number: RequestNumber(1 << 101),
        origin: Origin::Duty,
        person: None,
        request: Request::SetHours(hours),
    };
    settle(&mut engine, 20, vec![Input::Ask { reply: Reply(1), asked }]);
    let closes = |engine: &Engine| engine.registrar().office().hours().unwrap().sessions[0].closes;
    settle(&mut engine, 61_000, vec![Input::Tick]);
    assert_eq!(closes(&engine), HallTime(3_600_000), "they agree");

    // A time server puts the clock back by three minutes, which is taken at once.
    assert_eq!(hours_asked(&engine.step(put_back(121_000), [Input::Tick])), 1);
    engine.step(put_back(121_500), [Input::Stored]);
    assert_eq!(closes(&engine), HallTime(3_600_000 + 180_000), "the wall's promise is kept");
    assert_eq!(hours_asked(&engine.step(put_back(181_000), [Input::Tick])), 0, "once");
}

/// How many records set hours.
fn hours_asked(outputs: &[Output]) -> usize {
    let batch = |output: &Output| if let Output::Commit(batch) = output { batch.clone() } else { Vec::new() };
    let set = |record: &Record| matches!(record.asked.request, Request::SetHours(_));
    outputs.iter().flat_map(batch).filter(set).count()
}

/// The time of day that belongs to this hall time.
fn wall(ms: u64) -> Wall {
    at(ms).wall.unwrap()
}

/// The same moment by a clock that was put back by three minutes.
fn put_back(ms: u64) -> Moment {
    let right = wall(ms);
    Moment { wall: Some(Wall { utc_ms: right.utc_ms - 180_000, ..right }), ..at(ms) }
}
