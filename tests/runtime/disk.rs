//! A disk that takes a batch and says nothing: the hall says so, and goes on when it answers.

use std::path::Path;

use hal::port;
use hal::port::terminal::{self, Button, PageName};
use jiaohao::cli::wiring;
use jiaohao::config;
use jiaohao::domain::id::ServiceId;
use jiaohao::domain::id::{BootId, RequestNumber};
use jiaohao::domain::keeping::{self, KeepingRequest, Why};
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::record::Record;
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::journal::keep::{Cause, KeepError, Latest, StoreError};
use jiaohao::runtime::engine::{Engine, Input, Kept, KeptBy, Output, Secrets};
use jiaohao::runtime::registrar::Reply;
use jiaohao::runtime::status::{Keeping, STORE_WITHIN};
use jiaohao::runtime::troubles;
use jiaohao::station::cabinet::{Situation, Trouble};

/// Friday 2026-11-20, 10:00 in the hall, and so many milliseconds.
pub fn at(ms: u64) -> Moment {
    let wall = Wall { utc_ms: 1_795_140_000_000 + ms.cast_signed(), offset_min: 480 };
    Moment { hall: HallTime(ms), wall: Some(wall), boot: BootId(1) }
}

/// A hall whose day was opened and stored in its first second, and what was stored.
pub fn open_hall() -> (Engine, Vec<Record>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
    let config = config::load(&path).unwrap_or_else(|problems| panic!("{problems:?}"));
    let kept = Kept { latest: None, today: Vec::new() };
    let mut engine = Engine::new(at(0), kept, wiring::adoption(config, None), Secrets::fixed(1)).unwrap();
    let asked = engine.step(at(0), [Input::Tick]);
    let stored = asked.into_iter();
    let stored =
        stored.filter_map(|output| if let Output::Commit(batch) = output { Some(batch) } else { None });
    let stored = stored.flatten().collect();
    engine.step(at(10), [Input::Stored]);
    (engine, stored)
}

fn ticket(number: u64) -> Input {
    let request = Request::Issue { services: vec![ServiceId(11)], green: None, paper: false };
    let number_of_request = RequestNumber((1 << 100) + u128::from(number));
    let asked = Asked { number: number_of_request, origin: Origin::Duty, person: None, request };
    Input::Ask { reply: Reply(number), asked }
}

fn answers(outputs: &[Output]) -> usize {
    outputs.iter().filter(|output| matches!(output, Output::Answer { .. })).count()
}

/// What the status that is shown says of the journal; `None` when nothing is shown anew.
fn shown(outputs: &[Output]) -> Option<Keeping> {
    let shown = outputs
        .iter()
        .filter_map(|output| if let Output::Show(status) = output { Some(status.keeping) } else { None });
    shown.collect::<Vec<Keeping>>().pop()
}

#[test]
fn b08_a_slow_disk_gives_one_ticket_late_and_says_nothing() {
    let (mut engine, _) = open_hall();
    engine.step(at(1_000), [ticket(1)]);

    let meanwhile = engine.step(at(5_900), [Input::Tick]);
    let stored = engine.step(at(6_000), [Input::Stored]);

    assert_eq!((answers(&meanwhile), answers(&stored)), (0, 1));
    assert_eq!(engine.status().keeping, Keeping::Main);
    assert_eq!(engine.status().view.totals.issued, 1);
}

#[test]
fn b08_a_finger_that_does_not_wait_for_the_slow_disk_gets_one_ticket() {
    let (mut engine, _) = open_hall();
    let touch = |page| {
        let event = port::Event::Terminal(terminal::Event::Touched { page, button: Button::Choice(0) });
        Input::Heard { device: "terminal-1".into(), event }
    };
    engine.step(at(1_000), [touch(PageName::Start)]);
    engine.step(at(2_000), [touch(PageName::List)]);

    // Long after the time within which two touches are one.
    for second in 3..10 {
        engine.step(at(second * 1_000), [touch(PageName::List)]);
    }
    let mut outputs = engine.step(at(10_000), [Input::Stored]);
    while outputs.iter().any(|output| matches!(output, Output::Commit(_))) {
        outputs = engine.step(at(10_000), [Input::Stored]);
    }

    assert_eq!(engine.status().view.totals.issued, 1);
}

#[test]
fn b09_a_disk_that_does_not_confirm_for_ten_seconds_is_said_on_every_face_of_the_daemon() {
    let (mut engine, _) = open_hall();
    engine.step(at(1_000), [ticket(1)]);
    let hangs_at = HallTime(1_000) + STORE_WITHIN;
    assert!(engine.due().is_some_and(|due| due <= hangs_at));

    let before = engine.step(at(hangs_at.0 - 1), [Input::Tick]);
    let hung = engine.step(at(hangs_at.0), [Input::Tick]);

    assert_ne!(shown(&before), Some(Keeping::Hung));
    assert_eq!((shown(&hung), answers(&hung)), (Some(Keeping::Hung), 0));
    let status = engine.status();
    assert!(status.sentence().contains("THE DISK DOES NOT ANSWER"), "{}", status.sentence());
    let headlines: Vec<String> =
        troubles::of(&status, hal::time::Instant::default()).iter().map(|it| it.headline()).collect();
    assert!(headlines.contains(&"日志 磁盘无应答".to_owned()), "{headlines:?}");
}

#[test]
fn b09_a_disk_that_hangs_is_given_up_and_its_late_word_is_not_believed() {
    let (mut engine, _) = open_hall();
    let outputs = engine.step(at(1_000), [ticket(1)]);
    let batch =
        outputs.into_iter().find_map(|it| if let Output::Commit(batch) = it { Some(batch) } else { None });

    let hung = engine.step(at(20_000), [Input::Tick]);
    assert!(hung.iter().any(|output| matches!(output, Output::Reopen)), "the journal is to be opened anew");
    let late = engine.step(at(21_000), [Input::Stored]);
    assert_eq!(answers(&late), 0);

    // On the second medium the batch is not: it is decided again, behind the record of going down.
    let by = KeptBy { by: keeping::Keeping::Second, why: Why::Hung, gave_way: 0, unsure: false };
    let again = engine.step(at(22_000), [Input::KeptBy(by), Input::Reopened(Box::new(opened()))]);
    let [Output::Commit(records)] = &commits(again)[..] else { panic!("one batch") };
    assert!(matches!(records[0].asked.request, Request::Keeping(KeepingRequest::Lower { .. })));
    assert_eq!(records[1].asked, batch.unwrap()[0].asked);
    let stored = engine.step(at(22_010), [Input::Stored]);
    assert_eq!((answers(&stored), shown(&stored)), (1, Some(Keeping::Second)));
    assert_eq!(engine.status().view.kept.by, keeping::Keeping::Second);
}

#[test]
fn b05_a_batch_that_was_stored_after_all_is_answered_when_the_journal_is_open_again() {
    let (mut engine, _) = open_hall();
    let outputs = engine.step(at(1_000), [ticket(1)]);
    let mut kept = opened();
    for output in outputs {
        if let Output::Commit(batch) = output {
            kept.today.extend(batch);
        }
    }
    kept.latest = Latest::after(&kept.today, [0; 32]);
    let unknown = StoreError::Unknown(Cause::Planned);

    let reopens = engine.step(at(1_100), [Input::NotStored(unknown)]);
    assert!(reopens.iter().any(|output| matches!(output, Output::Reopen)) && answers(&reopens) == 0);
    let open = engine.step(at(1_200), [Input::Reopened(Box::new(kept))]);

    assert_eq!(answers(&open), 1);
    assert_eq!(engine.status().view.totals.issued, 1);
}

#[test]
fn a_journal_that_wants_to_be_opened_again_is_as_soon_as_nothing_is_under_way() {
    let (mut engine, _) = open_hall();
    engine.step(at(1_000), [ticket(1)]);

    let busy = engine.step(at(1_010), [Input::ReopenWanted]);
    assert!(!busy.iter().any(|output| matches!(output, Output::Reopen)));
    let free = engine.step(at(1_020), [Input::Stored]);

    assert_eq!(answers(&free), 1);
    assert!(free.iter().any(|output| matches!(output, Output::Reopen)));
    assert!(!free.iter().any(|output| matches!(output, Output::Commit(_))));
}

/// The journal with the day's first record in it.
fn opened() -> Kept {
    let (_, today) = open_hall();
    Kept { latest: Latest::after(&today, [0; 32]), today }
}

fn commits(outputs: Vec<Output>) -> Vec<Output> {
    outputs.into_iter().filter(|output| matches!(output, Output::Commit(_))).collect()
}

#[test]
fn a_disk_is_not_accused_when_nothing_is_with_it() {
    let (mut engine, _) = open_hall();

    engine.step(at(3_600_000), [Input::Tick]);

    assert_eq!(engine.status().keeping, Keeping::Main);
}

/// The time of day on the status LCD, and what is the worst there.
fn on_the_lcd(engine: &Engine) -> (Option<(u8, u8)>, Option<String>) {
    let status = engine.status();
    let troubles = troubles::of(&status, hal::time::Instant::default());
    let situation = Situation::of(&status.view, status.view.at.wall, status.keeping.is_stored(), troubles);
    (
        situation.clock,
        situation.troubles.iter().map(Trouble::headline).find(|words| words.starts_with("日志")),
    )
}

#[test]
fn b09_the_clock_goes_on_while_the_disk_hangs_and_the_line_about_the_journal_stays() {
    let (mut engine, _) = open_hall();
    engine.step(at(1_000), [ticket(1)]);
    engine.step(at(12_000), [Input::Tick]);
    assert_eq!(engine.status().keeping, Keeping::Hung, "the injector: nothing was ever confirmed");
    let (Some((hour, minute)), Some(said)) = on_the_lcd(&engine) else { panic!("a clock and a line") };

    for minutes in 1..4 {
        let shown = engine.step(at(12_000 + u64::from(minutes) * 60_000), [Input::Tick]);
        assert!(shown.iter().any(|output| matches!(output, Output::Show(_))), "the LCD is told");
        assert_eq!(on_the_lcd(&engine), (Some((hour, minute + minutes)), Some(said.clone())));
    }

    let view = engine.status().view;
    assert_eq!(view.totals.issued, 0, "nothing but the time: what is not stored is not seen");
}

#[test]
fn b07_the_clock_goes_on_while_the_journal_can_be_opened_nowhere() {
    let (mut engine, _) = open_hall();
    engine.step(at(1_000), [ticket(1)]);
    engine.step(at(1_100), [Input::NotStored(StoreError::Unknown(Cause::Planned))]);
    let before = on_the_lcd(&engine);
    let mut now = 1_200;
    while now < 62_000 {
        engine.step(at(now), [Input::ReopenFailed(KeepError::ReadOnly)]);
        now += 1_000;
        engine.step(at(now), [Input::Tick]);
    }

    assert_eq!(engine.status().keeping, Keeping::Broken, "the injector: it was opened nowhere");
    let (Some((hour, minute)), (Some(now), Some(said))) = (before.0, on_the_lcd(&engine)) else {
        panic!("clocks")
    };
    assert_eq!(now, (hour, minute + 1));
    assert_eq!(said, "日志 无法写入");
}
