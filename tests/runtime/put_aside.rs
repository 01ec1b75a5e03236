//! D03: what has ended the daemon three times is not heard any more, and everything else is.

use hal::port;
use hal::port::keypad::{Event, Key};
use hal::time::Instant;
use jiaohao::domain::id::{RequestNumber, ServiceId, StaffId, TicketId, WindowId};
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::runtime::aside::{Aside, AtHand};
use jiaohao::runtime::engine::{Engine, Input, Output};
use jiaohao::runtime::registrar::{Answer, Reply};
use jiaohao::runtime::troubles;
use jiaohao::station::cabinet::{Severity, Wrong};

use super::disk::{at, open_hall};

fn asked(number: u64, request: Request) -> Asked {
    Asked {
        number: RequestNumber((1 << 100) + u128::from(number)),
        origin: Origin::Duty,
        person: None,
        request,
    }
}

/// The hall with one ticket and a clerk at window 1.
fn hall() -> Engine {
    let (mut engine, _) = open_hall();
    let issue = Request::Issue { services: vec![ServiceId(11)], green: None, paper: false };
    answer(&mut engine, 1, asked(1, issue));
    answer(&mut engine, 2, asked(2, Request::LogIn { window: WindowId(1), staff: StaffId(101) }));
    engine
}

/// What this request is answered, once it is stored.
fn answer(engine: &mut Engine, number: u64, asked: Asked) -> Option<Answer> {
    let now = at(10_000 * number);
    let mut out = engine.step(now, [Input::Ask { reply: Reply(number), asked }]);
    out.extend(engine.step(now, [Input::Stored]));
    out.into_iter().find_map(|output| {
        let Output::Answer { reply, answer } = output else { return None };
        (reply == Reply(number)).then_some(answer)
    })
}

fn cancel() -> Request {
    Request::Cancel { ticket: TicketId(1) }
}

fn words_of(asked: Asked) -> String {
    AtHand::Request(Box::new(asked)).words().unwrap()
}

#[test]
fn d03_a_request_that_is_put_aside_is_not_decided_and_every_other_is() {
    let mut engine = hall();
    engine.step(at(25_000), [Input::PutAside(Aside::of([words_of(asked(0, cancel()))]))]);

    let aside = answer(&mut engine, 3, asked(3, cancel()));
    let other = answer(&mut engine, 4, asked(4, Request::Recall { window: WindowId(1) }));
    let called = answer(&mut engine, 5, asked(5, Request::CallNext { window: WindowId(1) }));

    assert_eq!(aside, Some(Answer::NotStored));
    assert!(matches!(other, Some(Answer::Refused(_))), "{other:?}");
    assert!(matches!(called, Some(Answer::Granted { .. })), "{called:?}");
    let status = engine.status();
    assert!(status.sentence().starts_with("1 INPUTS PUT ASIDE; "), "{}", status.sentence());
    let troubles = troubles::of(&status, Instant::default());
    let ours = troubles.iter().find(|trouble| trouble.wrong == Wrong::PutAside).unwrap();
    assert_eq!((ours.headline().as_str(), ours.severity()), ("叫号系统 有输入已停用", Severity::Hurts));
}

#[test]
fn d03_a_key_that_is_put_aside_is_not_heard_and_that_of_another_window_is() {
    let mut engine = hall();
    let press = |pad: &str| Input::Heard {
        device: pad.into(),
        event: port::Event::Keypad(Event::Pressed(Key::Next)),
    };
    engine.step(at(25_000), [Input::PutAside(Aside::of(["keypad-1: Next was pressed".to_owned()]))]);

    let aside = engine.step(at(30_000), [press("keypad-1")]);
    let other = engine.step(at(40_000), [press("keypad-2")]);

    let answers = |output: &Output| matches!(output, Output::Tell { .. } | Output::Commit(_));
    let heard = |outputs: &[Output]| outputs.iter().any(answers);
    assert!(!heard(&aside), "{aside:?}");
    assert!(heard(&other), "a pad at which nobody is logged in says so");
}

#[test]
fn d03_what_the_daemon_asks_itself_is_never_put_aside() {
    for origin in [Origin::Startup, Origin::Clock] {
        let asked = Asked { origin, ..asked(1, Request::Restart) };
        assert_eq!(AtHand::Request(Box::new(asked)).words(), None);
    }
    assert_eq!(AtHand::Nothing.words(), None);
}

#[cfg(feature = "planted-bugs")]
mod planted {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use jiaohao::planted::{Bug, plant};
    use jiaohao::runtime::aside::Deaths;
    use jiaohao::runtime::starts::Machine;

    use super::*;

    /// Asks and dies of it; what the engine was at.
    fn dies(engine: &mut Engine, number: u64) -> AtHand {
        let step =
            || engine.step(at(30_000), [Input::Ask { reply: Reply(9), asked: asked(number, cancel()) }]);
        assert!(catch_unwind(AssertUnwindSafe(step)).is_err(), "the bug did not fire");
        engine.at_hand()
    }

    #[test]
    fn d03_an_engine_that_died_three_times_of_a_request_lives_when_it_is_asked_again() {
        let folder = tempfile::tempdir().unwrap();
        let deaths = Deaths::of(folder.path());
        let machine = Machine { boot: "a".to_owned(), up_seconds: 100 };
        plant(Some(Bug::DiesOfCancels));

        for number in 10..13 {
            let at_hand = dies(&mut hall(), number);
            assert_eq!(at_hand, AtHand::Request(Box::new(asked(number, cancel()))));
            deaths.note(&machine, &at_hand.words().unwrap());
        }
        let mut engine = hall();
        engine.step(at(25_000), [Input::PutAside(deaths.put_aside(&machine))]);
        let answered = answer(&mut engine, 3, asked(13, cancel()));

        plant(None);
        assert_eq!(answered, Some(Answer::NotStored));
    }
}
