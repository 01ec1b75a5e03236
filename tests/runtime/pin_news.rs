//! I09: PINs that were set anew, from the file to the record and the LCD.

use hal::time::Instant;
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{BootId, RequestNumber, StaffId};
use jiaohao::domain::keeping::{Keeping, Why};
use jiaohao::domain::moment::Moment;
use jiaohao::domain::record::Record;
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::domain::staff::{Mark, PinMark, StaffEvent};
use jiaohao::journal::keep::{Cause, KeepError, Latest, StoreError};
use jiaohao::layout::Layout;
use jiaohao::runtime::engine::{Engine, Input, Kept, KeptBy, Output};
use jiaohao::runtime::registrar::Reply;
use jiaohao::runtime::roster::Roster;
use jiaohao::runtime::troubles;
use jiaohao::station::cabinet::{Severity, Trouble, Wrong};

use super::disk::{at, open_hall};

/// Milliseconds of an hour.
const HOUR: u64 = 3_600_000;

/// The file with a PIN for each of these clerks, the newer ones with higher marks.
fn file(pins: &[(u32, u8)]) -> Input {
    let mark = |(clerk, mark): &(u32, u8)| PinMark { clerk: StaffId(*clerk), mark: Mark([*mark; 8]) };
    Input::PinsSeen(pins.iter().map(mark).collect())
}

/// A hall whose file was looked at for the first time: 101, 102 and 103 have PINs. And its journal.
fn hall() -> (Engine, Vec<Record>) {
    let (mut engine, mut journal) = open_hall();
    let stored = settle(&mut engine, 1_000, file(&[(101, 1), (102, 1), (103, 1)]));
    assert_eq!(what(&stored), ["3 marked"]);
    journal.extend(stored);
    (engine, journal)
}

/// Lets the engine store all it wants to; what that was.
fn settle(engine: &mut Engine, ms: u64, input: Input) -> Vec<Record> {
    settle_at(engine, at(ms), input)
}

fn settle_at(engine: &mut Engine, now: Moment, input: Input) -> Vec<Record> {
    let (mut stored, mut outputs) = (Vec::new(), engine.step(now, [input]));
    while let Some(batch) = commit(outputs) {
        stored.extend(batch);
        outputs = engine.step(now, [Input::Stored]);
    }
    stored
}

fn commit(outputs: Vec<Output>) -> Option<Vec<Record>> {
    outputs.into_iter().find_map(|output| if let Output::Commit(batch) = output { Some(batch) } else { None })
}

/// What records tell of PINs.
fn what(records: &[Record]) -> Vec<String> {
    let events = records.iter().flat_map(|record| &record.events);
    let of_staff =
        events.filter_map(|event| if let Event::Staff(event) = event { Some(event) } else { None });
    let words = of_staff.map(|event| match event {
        StaffEvent::PinsMarked { marks } => format!("{} marked", marks.len()),
        StaffEvent::PinSet(pin) => format!("{} set", pin.clerk),
        StaffEvent::PinChanged(pin) => format!("{} changed", pin.clerk),
        StaffEvent::PinRemoved { clerk } => format!("{clerk} removed"),
    });
    words.collect()
}

/// The rows of the LCD that tell of PINs.
fn on_the_lcd(engine: &Engine) -> Vec<String> {
    let told = troubles::of(&engine.status(), Instant::default());
    let told = told.iter().filter(|trouble| trouble.severity() == Severity::Told);
    told.map(|row| format!("{} {} {}", row.headline(), row.remedy(), row.for_how_long())).collect()
}

#[test]
fn i09_a_pin_that_changed_is_recorded_once_and_stands_on_the_lcd_with_clerk_what_and_when() {
    let (mut engine, _) = hall();
    assert_eq!(on_the_lcd(&engine), Vec::<String>::new(), "the first look is told to nobody");

    let stored = settle(&mut engine, 60_000, file(&[(101, 2), (102, 1), (103, 1)]));
    let again = settle(&mut engine, 63_000, file(&[(101, 2), (102, 1), (103, 1)]));
    engine.step(at(2 * HOUR), [Input::Tick]);

    assert_eq!(what(&stored), ["101 changed"]);
    assert_eq!(what(&again), Vec::<String>::new());
    assert_eq!(on_the_lcd(&engine), ["工号101 密码重设 不知情请上报（10:01记录） 1小时59分"]);
}

#[test]
fn i09_the_row_shows_only_what_is_stored() {
    let (mut engine, _) = hall();

    let with_the_writer = engine.step(at(60_000), [file(&[(101, 2), (102, 1), (103, 1)])]);

    assert!(commit(with_the_writer).is_some());
    assert_eq!(on_the_lcd(&engine), Vec::<String>::new());
    engine.step(at(60_010), [Input::Stored]);
    assert_eq!(on_the_lcd(&engine).len(), 1);
}

#[test]
fn i09_pins_of_two_clerks_have_a_row_each_and_those_of_three_share_one() {
    let (mut engine, _) = hall();

    settle(&mut engine, 60_000, file(&[(101, 2), (103, 1)]));
    let mut two = on_the_lcd(&engine);
    two.sort();
    settle(&mut engine, 120_000, file(&[(101, 2), (103, 2)]));

    assert_eq!(
        two,
        [
            "工号101 密码重设 不知情请上报（10:01记录） 刚刚",
            "工号102 密码取消 不知情请上报（10:01记录） 刚刚",
        ]
    );
    assert_eq!(on_the_lcd(&engine), ["3个工号 密码变动 不知情请上报（10:02记录 101、102、103） 刚刚"]);
}

#[test]
fn i09_when_every_pin_was_forgotten_and_set_anew_one_row_says_so() {
    let (mut engine, _) = hall();

    let stored = settle(&mut engine, 60_000, file(&[(101, 2), (102, 2), (103, 2)]));

    assert_eq!(what(&stored), ["101 changed", "102 changed", "103 changed"]);
    assert_eq!(on_the_lcd(&engine), ["3个工号 密码重设 不知情请上报（10:01记录 101、102、103） 刚刚"]);
}

#[test]
fn i09_visitors_do_not_read_of_pins_and_what_is_to_be_mended_is_told_there() {
    let (mut engine, _) = hall();
    settle(&mut engine, 60_000, file(&[(101, 2), (102, 1), (103, 1)]));
    let corner = |engine: &Engine| troubles::for_corner(&engine.status(), Instant::default());
    let before = corner(&engine);

    let mut well = engine.status();
    well.roster = Roster::new(&Layout::default(), Instant::default()).into();

    assert_eq!(troubles::for_corner(&well, Instant::default()), None, "the injector: nothing else is wrong");
    assert!(before.is_some_and(|words| !words.contains("密码")));
}

#[test]
fn i09_what_could_not_be_stored_is_asked_again_and_recorded_once() {
    let (mut engine, mut journal) = hall();
    let unknown = || Input::NotStored(StoreError::Unknown(Cause::Planned));
    let kept = |today: &[Record]| {
        let latest = Latest::after(today, [0; 32]);
        Input::Reopened(Box::new(Kept { latest, today: today.to_vec() }))
    };
    assert!(commit(engine.step(at(60_000), [file(&[(101, 2), (102, 1), (103, 1)])])).is_some());

    // The journal can be opened nowhere for a while: whoever asked was told so, and here that is nobody.
    engine.step(at(60_100), [unknown()]);
    engine.step(at(60_200), [Input::ReopenFailed(KeepError::ReadOnly)]);
    engine.step(at(63_000), [Input::Tick]);
    assert_eq!(on_the_lcd(&engine), Vec::<String>::new());
    let mut stored = settle(&mut engine, 63_100, kept(&journal));
    stored.extend(settle(&mut engine, 66_000, Input::Tick));
    journal.extend(stored);

    assert_eq!(what(&journal), ["3 marked", "101 changed"]);
    assert_eq!(on_the_lcd(&engine).len(), 1);

    // Rows that were kept in memory and are lost with it: the journal does not know, and is told.
    let known =
        journal.iter().position(|record| what(std::slice::from_ref(record)) == ["101 changed"]).unwrap();
    journal.truncate(known);
    let lost = settle(&mut engine, 70_000, Input::ReopenWanted);
    assert!(lost.is_empty());
    let stored = settle(&mut engine, 70_100, kept(&journal));
    assert_eq!(what(&stored), ["101 changed"]);
}

#[test]
fn i09_a_pin_that_changes_while_the_journal_is_in_memory_is_recorded_there() {
    let (mut engine, _) = hall();
    let by = KeptBy { by: Keeping::Memory, why: Why::Failed, gave_way: 0, unsure: false };
    let lower = settle(&mut engine, 50_000, Input::KeptBy(by));
    assert_eq!(engine.status().view.kept.by, Keeping::Memory, "the injector: {lower:?}");

    let stored = settle(&mut engine, 60_000, file(&[(101, 2), (102, 1), (103, 1)]));

    assert_eq!(what(&stored), ["101 changed"]);
    assert_eq!(on_the_lcd(&engine).len(), 1);
}

#[test]
fn i09_what_changed_after_closing_waits_for_the_next_opening_and_stands_on_that_days_lcd() {
    let (mut engine, _) = hall();
    settle(&mut engine, 60_000, file(&[(101, 2), (102, 1), (103, 1)]));
    let number = RequestNumber(1 << 100);
    let asked = Asked { number, origin: Origin::Duty, person: None, request: Request::CloseDay };
    settle(&mut engine, HOUR, Input::Ask { reply: Reply(1), asked });
    assert_eq!(engine.status().view.day, None, "the injector: the day is closed");
    assert_eq!(on_the_lcd(&engine), Vec::<String>::new(), "until the day is closed, and no longer");

    let closed = settle(&mut engine, 2 * HOUR, file(&[(101, 2), (102, 2), (103, 1)]));
    // Monday morning.
    let monday = settle(&mut engine, 71 * HOUR, Input::Tick);

    assert_eq!(closed.len(), 0);
    assert!(matches!(monday[0].asked.request, Request::OpenDay(_)));
    assert_eq!(what(&monday), ["102 changed"]);
    assert_eq!(on_the_lcd(&engine), ["工号102 密码重设 不知情请上报（09:00记录） 刚刚"]);
}

#[test]
fn i09_whoever_starts_the_daemon_again_on_its_journal_hears_nothing_twice() {
    let (mut engine, mut journal) = hall();
    journal.extend(settle(&mut engine, 60_000, file(&[(101, 2), (102, 1), (103, 1)])));
    let kept = Kept { latest: Latest::after(&journal, [0; 32]), today: journal.clone() };
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
    let config = jiaohao::cli::wiring::read(&path).unwrap();
    let adoption = jiaohao::cli::wiring::adoption(config, None);
    let secrets = jiaohao::runtime::engine::Secrets::fixed(1);

    // Its own requests are numbered anew with each boot.
    let started = Moment { boot: BootId(2), ..at(90_000) };
    let mut engine = Engine::new(started, kept, adoption, secrets).unwrap();
    let mut stored = Vec::new();
    for input in
        [Input::Tick, file(&[(101, 2), (102, 1), (103, 1)]), file(&[(101, 2), (102, 1), (103, 1), (104, 1)])]
    {
        stored.extend(settle_at(&mut engine, started, input));
    }

    assert!(stored.iter().any(|record| record.asked.request == Request::Restart));
    assert_eq!(what(&stored), ["104 set"]);
    assert_eq!(on_the_lcd(&engine).len(), 2, "what was told today still stands");
}

#[test]
fn i09_a_row_about_a_pin_stands_behind_everything_that_is_to_be_mended() {
    let (mut engine, _) = hall();
    settle(&mut engine, 60_000, file(&[(101, 2), (102, 1), (103, 1)]));
    let mut status = engine.status();
    status.configuration.refused = Some("a typo".to_owned());

    let mut told = troubles::of(&status, Instant::default());
    jiaohao::station::cabinet::by_importance(&mut told);

    let place = |wrong| told.iter().position(|trouble: &Trouble| trouble.wrong == wrong);
    assert_eq!(place(Wrong::PinChanged), Some(told.len() - 1));
    assert!(place(Wrong::ConfigurationRefused) < place(Wrong::PinChanged));
}
