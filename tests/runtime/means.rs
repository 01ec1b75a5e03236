//! The hall's means as devices fail and return: what is said at once, and what of it goes on record.

use std::path::Path;
use std::time::Duration;

use hal::driver::Fault;
use hal::time::Instant;
use jiaohao::cli::wiring;
use jiaohao::config;
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{BootId, WindowId};
use jiaohao::domain::manual::{ManualEvent, SheetReason};
use jiaohao::domain::means::{HallState, Means, MeansEvent, Rung, Task};
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::record::Record;
use jiaohao::layout::Role;
use jiaohao::runtime::engine::{Engine, Input, Kept, Output, Secrets};
use jiaohao::runtime::means::{DOWN_SETTLES, STARTING, UP_SETTLES};
use jiaohao::runtime::roster::Duty;
use jiaohao::runtime::supervisor::{Health, Supervisor};

const SECOND: u64 = 1000;

/// The hall of `config/hall.toml` on a played clock; its day was opened in its first second.
struct Hall {
    engine: Engine,
    records: Vec<Record>,
}

fn at(ms: u64) -> Moment {
    let wall = Wall { utc_ms: 1_795_140_000_000 + ms.cast_signed(), offset_min: 480 };
    Moment { hall: HallTime(ms), wall: Some(wall), boot: BootId(1) }
}

impl Hall {
    fn open() -> Self {
        let mut hall = Self::starting();
        let devices: Vec<String> =
            hall.engine.status().roster.posts().map(|post| post.name.to_string()).collect();
        hall.step(10, devices.iter().map(|name| online(name, 10)).collect());
        hall
    }

    fn starting() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
        let config = config::load(&path).unwrap_or_else(|problems| panic!("{problems:?}"));
        let kept = Kept { latest: None, today: Vec::new() };
        let adoption = wiring::adoption(config, None);
        let engine = Engine::new(at(0), kept, adoption, Secrets::fixed(1)).unwrap();
        let mut hall = Self { engine, records: Vec::new() };
        hall.step(0, vec![Input::Tick]);
        hall
    }

    /// Lets the engine take its inputs; the disk confirms at once.
    fn step(&mut self, ms: u64, inputs: Vec<Input>) {
        let mut inputs = inputs;
        loop {
            let outputs = self.engine.step(at(ms), std::mem::take(&mut inputs));
            let commit = |output| if let Output::Commit(records) = output { Some(records) } else { None };
            let stored = outputs.into_iter().find_map(commit);
            let Some(records) = stored else { return };
            self.records.extend(records);
            inputs.push(Input::Stored);
        }
    }

    /// Lets time pass; the engine is woken when it wants to be, and every second.
    fn wait(&mut self, from: u64, until: u64) {
        let mut now = from;
        while now < until {
            let due = self.engine.due().map_or(u64::MAX, |due| due.0.max(now + 1));
            now = due.min(now + SECOND).min(until);
            self.step(now, vec![Input::Tick]);
        }
    }

    fn means(&self, task: Task, window: Option<u8>) -> Means {
        self.engine.status().means.means(task, window.map(WindowId)).unwrap()
    }

    fn state(&self) -> HallState {
        self.engine.status().means.state
    }

    /// What is on record of the means, in order.
    fn recorded(&self) -> Vec<(HallState, Vec<Rung>)> {
        let events = self.records.iter().flat_map(|record| &record.events);
        let stood = |event: &Event| {
            let Event::Means(MeansEvent::Stood(stood)) = event else { return None };
            Some((stood.state, stood.rungs.clone()))
        };
        events.filter_map(stood).collect()
    }
}

fn online(name: &str, ms: u64) -> Input {
    Input::Health { device: name.into(), health: Health::Online { since: Instant::from_millis(ms) } }
}

fn lost(name: &str, ms: u64) -> Input {
    let since = Instant::from_millis(ms);
    let health = Health::Offline { fault: Fault::Unplugged, retry_at: since, since };
    Input::Health { device: name.into(), health }
}

#[test]
fn a_hall_that_starts_is_not_in_trouble_while_its_devices_are_met() {
    let mut hall = Hall::starting();

    hall.wait(0, 4_900);
    assert_eq!(hall.state(), HallState::Normal);

    hall.wait(4_900, 5_000);
    assert_eq!(Duration::from_secs(5), STARTING);
    assert_eq!(hall.state(), HallState::ManualForAll, "no device was ever met");
}

#[test]
fn a_task_goes_down_at_once_and_comes_up_at_once() {
    let mut hall = Hall::open();
    hall.wait(10, 10 * SECOND);

    hall.step(10_000, vec![lost("keypad-3", 10_000)]);
    assert_eq!(hall.means(Task::PressNext, Some(3)), Means::SoftKeypad);
    assert_eq!(hall.means(Task::PressNext, Some(4)), Means::Keypad);
    assert_eq!(hall.state(), HallState::MeansDown);
    assert_eq!(hall.engine.status().means.since, HallTime(10_000));

    hall.step(12_500, vec![online("keypad-3", 12_500)]);
    assert_eq!(hall.means(Task::PressNext, Some(3)), Means::Keypad);
    assert_eq!(hall.state(), HallState::Normal);
}

#[test]
fn what_went_down_is_on_record_after_two_seconds_and_what_came_up_after_a_minute() {
    let mut hall = Hall::open();
    hall.wait(10, 10 * SECOND);

    hall.step(10_000, vec![lost("keypad-3", 10_000)]);
    hall.wait(10_000, 11_900);
    assert_eq!(hall.recorded(), []);
    hall.wait(11_900, 12_000);
    let rung = Rung {
        task: Task::PressNext,
        window: Some(WindowId(3)),
        means: Means::SoftKeypad,
        missed: vec!["keypad-3".to_owned()],
    };
    assert_eq!(hall.recorded(), [(HallState::MeansDown, vec![rung])]);
    assert_eq!(DOWN_SETTLES, Duration::from_secs(2));

    hall.step(20_000, vec![online("keypad-3", 20_000)]);
    hall.wait(20_000, 79_900);
    assert_eq!(hall.recorded().len(), 1);
    hall.wait(79_900, 80_000);
    assert_eq!(hall.recorded().last(), Some(&(HallState::Normal, Vec::new())));
    assert_eq!(UP_SETTLES, Duration::from_secs(60));
}

#[test]
fn a_plug_that_is_pushed_back_in_at_once_leaves_nothing_on_record() {
    let mut hall = Hall::open();
    hall.wait(10, 10 * SECOND);

    hall.step(10_000, vec![lost("voice", 10_000)]);
    hall.step(11_900, vec![online("voice", 11_900)]);
    hall.wait(11_900, 100 * SECOND);

    assert_eq!(hall.recorded(), []);
}

#[test]
fn a_device_that_comes_and_goes_for_an_hour_is_on_record_twice() {
    let mut hall = Hall::open();
    let mut now = 10 * SECOND;
    hall.wait(10, now);

    while now < 3_600 * SECOND {
        hall.step(now, vec![lost("keypad-3", now)]);
        hall.wait(now, now + 5 * SECOND);
        hall.step(now + 5 * SECOND, vec![online("keypad-3", now)]);
        hall.wait(now + 5 * SECOND, now + 10 * SECOND);
        now += 10 * SECOND;
    }
    hall.wait(now, now + 120 * SECOND);

    let states: Vec<HallState> = hall.recorded().into_iter().map(|(state, _)| state).collect();
    assert_eq!(states, [HallState::MeansDown, HallState::Normal]);
}

#[test]
fn a_flapping_device_keeps_nobody_else_off_the_record() {
    let mut hall = Hall::open();
    let mut now = 10 * SECOND;
    hall.wait(10, now);

    hall.step(now, vec![lost("keypad-4", now)]);
    for _ in 0..10 {
        hall.step(now, vec![lost("keypad-3", now)]);
        hall.step(now + SECOND, vec![online("keypad-3", now)]);
        hall.wait(now + SECOND, now + 2 * SECOND);
        now += 2 * SECOND;
    }

    let recorded = hall.recorded();
    assert_eq!(recorded.len(), 1);
    assert_eq!(recorded[0].1.iter().map(|rung| rung.window).collect::<Vec<_>>(), [Some(WindowId(4))]);
}

#[test]
fn a_port_lost_three_times_in_five_minutes_leaves_its_task_down_until_it_was_steady_for_a_minute() {
    let mut hall = Hall::open();
    hall.wait(10, 10 * SECOND);
    let instant = |ms| Instant::from_millis(ms);
    let mut device = Supervisor::new(instant(0));
    device.attached(instant(0));
    let tell = |hall: &mut Hall, device: &Supervisor, now| {
        hall.step(now, vec![Input::Health { device: "keypad-3".into(), health: device.health() }]);
    };

    let mut now = 10 * SECOND;
    for lost in 0..3 {
        device.failed(instant(now), Fault::Unplugged);
        tell(&mut hall, &device, now);
        assert_eq!(hall.means(Task::PressNext, Some(3)), Means::SoftKeypad, "loss {lost}");
        now += 3 * SECOND;
        device.attached(instant(now));
        tell(&mut hall, &device, now);
        let means = hall.means(Task::PressNext, Some(3));
        let trusted = lost < 2;
        assert_eq!(means == Means::Keypad, trusted, "back after loss {lost}");
        now += 20 * SECOND;
    }
    let back_at = now - 20 * SECOND;

    let steady_at = device.due().unwrap();
    assert_eq!(steady_at, instant(back_at) + Duration::from_secs(60));
    device.wake(steady_at);
    tell(&mut hall, &device, steady_at.millis());

    assert_eq!(hall.means(Task::PressNext, Some(3)), Means::Keypad);
}

#[test]
fn a_ladder_that_ends_draws_one_manual_calling_sheet() {
    let mut hall = Hall::open();
    hall.wait(10, 10 * SECOND);
    let roster = hall.engine.status().roster;
    let shows = |post: &&jiaohao::runtime::roster::Post| match post.duty {
        Duty::Role(Role::WindowBoard(_) | Role::HallDisplay) | Duty::Lcd | Duty::Voice(_) => true,
        Duty::Role(_) | Duty::Signal(_) => false,
    };
    let names: Vec<String> = roster.posts().filter(shows).map(|post| post.name.to_string()).collect();
    let sheets = |hall: &Hall| {
        let events = hall.records.iter().flat_map(|record| &record.events);
        let why = |event: &Event| {
            let Event::Manual(ManualEvent::SheetDrawn { why, .. }) = event else { return None };
            Some(*why)
        };
        events.filter_map(why).collect::<Vec<SheetReason>>()
    };

    hall.step(10_000, names.iter().map(|name| lost(name, 10_000)).collect());
    assert_eq!(hall.means(Task::ShowCall, Some(3)), Means::ByMouth);
    assert_eq!(sheets(&hall), [], "it may be a plug that is pushed back in");
    hall.wait(10_000, 12_000);
    assert_eq!(sheets(&hall), [SheetReason::Ladder]);

    hall.wait(12_000, 60_000);
    assert_eq!(sheets(&hall).len(), 1);
}

#[test]
fn with_every_plug_pulled_the_hall_is_manual_for_all_and_one_terminal_or_board_takes_that_back() {
    let mut hall = Hall::open();
    hall.wait(10, 10 * SECOND);
    let roster = hall.engine.status().roster;
    let names: Vec<String> = roster.posts().map(|post| post.name.to_string()).collect();

    hall.step(10_000, names.iter().map(|name| lost(name, 10_000)).collect());
    assert_eq!(hall.means(Task::GiveTicket, None), Means::Staff, "the desk needs no device");
    assert_eq!(hall.means(Task::PressNext, Some(3)), Means::SoftKeypad);
    assert_eq!(hall.state(), HallState::ManualForAll);
    hall.wait(10_000, 12_000);
    assert_eq!(hall.recorded().last().unwrap().0, HallState::ManualForAll);

    for one in ["terminal-1", "board-3"] {
        hall.step(13_000, vec![online(one, 13_000)]);
        assert_eq!(hall.state(), HallState::ManualForSome, "{one} is back");
        hall.step(14_000, vec![lost(one, 14_000)]);
        assert_eq!(hall.state(), HallState::ManualForAll, "{one} is lost");
    }
}

#[test]
fn a_disk_that_hangs_makes_the_hall_manual_for_all_and_its_answer_takes_that_back() {
    let mut hall = Hall::open();
    hall.wait(10, 10 * SECOND);

    hall.engine.step(at(10_000), [Input::Tick, lost("voice", 10_000)]);
    let outputs = hall.engine.step(at(12_100), [Input::Tick]);
    assert!(outputs.iter().any(|output| matches!(output, Output::Commit(_))), "the record of the voice");
    hall.engine.step(at(22_200), [Input::Tick]);
    hall.engine.step(at(22_300), [Input::Tick]);
    assert_eq!(hall.state(), HallState::ManualForAll);

    hall.step(30_000, vec![Input::Stored]);
    hall.step(30_100, vec![Input::Tick]);
    assert_eq!(hall.state(), HallState::MeansDown);
}
