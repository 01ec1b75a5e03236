//! A12: the supply of the machine's own board sags.

use hal::time::Instant;
use jiaohao::domain::id::{RequestNumber, ServiceId};
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::journal::incidents::What;
use jiaohao::runtime::engine::{Engine, Input, Output};
use jiaohao::runtime::logbook::Logbook;
use jiaohao::runtime::registrar::{Answer, Reply};
use jiaohao::runtime::troubles;
use jiaohao::station::cabinet::{Severity, Wrong};

use super::disk::{at, open_hall};

/// What the status LCD says of the supply.
fn said(engine: &Engine) -> Option<(String, String, Severity)> {
    let troubles = troubles::of(&engine.status(), Instant::default());
    let ours = troubles.iter().find(|trouble| trouble.wrong == Wrong::SupplySags)?;
    Some((ours.headline(), ours.remedy(), ours.severity()))
}

#[test]
fn a12_a_sag_is_told_with_its_count_and_tickets_are_given_as_before() {
    let (mut engine, _) = open_hall();
    let posts = |engine: &Engine| engine.status().roster.posts().cloned().collect::<Vec<_>>();
    let devices = posts(&engine);
    assert_eq!(said(&engine), None);

    for (ms, sags) in [(1_000, true), (3_000, false), (5_000, true)] {
        engine.step(at(ms), [Input::Supply { sags }]);
    }
    let request = Request::Issue { services: vec![ServiceId(11)], green: None, paper: false };
    let asked = Asked { number: RequestNumber(1 << 100), origin: Origin::Duty, person: None, request };
    engine.step(at(6_000), [Input::Ask { reply: Reply(1), asked }]);
    let out = engine.step(at(6_000), [Input::Stored]);

    let remedy = "查电源和电源线；换用原装电源（启动以来2次）".to_owned();
    assert_eq!(said(&engine), Some(("主机电源 电压不足".to_owned(), remedy, Severity::Hurts)));
    let granted = |output: &Output| {
        matches!(output, Output::Answer { reply: Reply(1), answer: Answer::Granted { .. } })
    };
    assert!(out.iter().any(granted), "{out:?}");
    assert!(posts(&engine) == devices, "no device is broken because of it");
}

#[test]
fn a12_each_sag_stands_in_the_devices_history_once() {
    let (mut engine, _) = open_hall();
    let mut logbook = Logbook::default();
    let wall = at(0).wall;
    logbook.look(wall, &engine.status());

    let mut noted = Vec::new();
    for (ms, sags) in [(1_000, true), (3_000, false), (5_000, true)] {
        engine.step(at(ms), [Input::Supply { sags }]);
        noted.extend(logbook.look(wall, &engine.status()));
    }

    let words: Vec<(&str, &What)> = noted.iter().map(|entry| (entry.device.as_str(), &entry.what)).collect();
    let times = |count| What::Wrong(format!("under-voltage, {count} times since the start"));
    assert_eq!(words, [("(board)", &times(1)), ("(board)", &times(2))]);
}
