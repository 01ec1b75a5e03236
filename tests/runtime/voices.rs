//! Which voice a call is told to as voices come and go: the engine with its roster and ladders.

use std::path::Path;

use hal::driver::Fault;
use hal::port::{Command, signals, voice};
use hal::time::Instant;
use jiaohao::cli::wiring;
use jiaohao::config::{self, Config};
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{BootId, RequestNumber, ServiceId, StaffId, WindowId};
use jiaohao::domain::means::{Means, Task};
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::layout::{Ladders, SignalKind, Voice, Zone, ZoneName};
use jiaohao::runtime::engine::{Engine, Input, Kept, Output, Secrets};
use jiaohao::runtime::registrar::Reply;
use jiaohao::runtime::supervisor::Health;

/// The hall of `config/hall.toml` with a second voice, open, with a visitor for each call; every device is there.
struct Hall {
    engine: Engine,
    now_ms: u64,
    asked: u128,
    /// To which zone which job was told.
    told: Vec<(Zone, u64)>,
    /// How often the buzzer sounded for a call.
    tones: usize,
    events: Vec<Event>,
}

impl Hall {
    /// Without a buzzer.
    fn open(ladders: Ladders) -> Self {
        Self::with(ladders, |config| config.layout.signals.retain(|signal| signal.kind != SignalKind::Buzzer))
    }

    fn with(ladders: Ladders, changes: impl FnOnce(&mut Config)) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
        let mut config = config::load(&path).unwrap_or_else(|problems| panic!("{problems:?}"));
        let zone = Zone::Other(ZoneName::new("二楼").unwrap());
        let other = Voice { name: "other-voice".into(), zone, ..config.layout.voices[0].clone() };
        config.layout.voices.push(other);
        changes(&mut config);
        config.layout.ladders = ladders;
        let kept = Kept { latest: None, today: Vec::new() };
        let engine = Engine::new(at(0), kept, wiring::adoption(config, None), Secrets::fixed(1)).unwrap();
        let mut hall = Self { engine, now_ms: 0, asked: 0, told: Vec::new(), tones: 0, events: Vec::new() };
        hall.step(vec![Input::Tick]);
        let names: Vec<_> = hall.engine.status().roster.posts().map(|post| post.name.clone()).collect();
        let online = Health::Online { since: Instant::default() };
        hall.step(names.into_iter().map(|device| Input::Health { device, health: online }).collect());
        // Devices are taken to be well while the hall starts.
        hall.now_ms = 10_000;
        hall.step(vec![Input::Tick]);
        hall.ask(Request::LogIn { window: WindowId(3), staff: StaffId(103) });
        for _ in 0..4 {
            hall.ask(Request::Issue { services: vec![ServiceId(11)], green: None, paper: true });
        }
        hall
    }

    fn ask(&mut self, request: Request) {
        self.asked += 1;
        let asked = Asked {
            number: RequestNumber((1 << 127) | self.asked),
            origin: Origin::Duty,
            person: Some(StaffId(103)),
            request,
        };
        self.step(vec![Input::Ask { reply: Reply(9000), asked }]);
    }

    /// The next visitor is called; to which zone that is told as which job.
    fn call(&mut self) -> (Zone, u64) {
        self.now_ms += 60_000;
        let before = self.told.len();
        self.ask(Request::CallNext { window: WindowId(3) });
        assert_eq!(self.told.len(), before + 1, "{:?}", self.told);
        self.told[before]
    }

    fn fails(&mut self, job: u64) {
        self.step(vec![Input::Voice(voice::Event::NotSaid { job })]);
    }

    fn said(&mut self, job: u64) {
        self.step(vec![Input::Voice(voice::Event::Said { job })]);
    }

    fn health(&mut self, device: &str, works: bool) {
        let since = Instant::from_millis(self.now_ms);
        let out = Health::Offline { fault: Fault::Refused, retry_at: since, since };
        let health = if works { Health::Online { since } } else { out };
        self.step(vec![Input::Health { device: device.into(), health }]);
    }

    fn step(&mut self, mut inputs: Vec<Input>) {
        while !inputs.is_empty() {
            let outputs = self.engine.step(at(self.now_ms), std::mem::take(&mut inputs));
            for output in outputs {
                if let Output::Say { zone, command: voice::Command::Say { job, .. } } = output {
                    self.told.push((zone, job));
                } else if let Output::Tell {
                    command: Command::Signals(signals::Command::SoundCall), ..
                } = output
                {
                    self.tones += 1;
                } else if let Output::Commit(records) = output {
                    self.events.extend(records.into_iter().flat_map(|record| record.events));
                    inputs.push(Input::Stored);
                }
            }
        }
    }

    fn count(&self, is: impl Fn(&Event) -> bool) -> usize {
        self.events.iter().filter(|event| is(event)).count()
    }
}

fn at(ms: u64) -> Moment {
    // Monday, 23 November 2026, 9:00 in the hall.
    let wall = Wall { utc_ms: 1_795_395_600_000 + ms.cast_signed(), offset_min: 480 };
    Moment { hall: HallTime(ms), wall: Some(wall), boot: BootId(1) }
}

fn is_given_up(event: &Event) -> bool {
    matches!(event, Event::AnnouncementDropped { .. })
}

fn is_other(zone: Zone) -> bool {
    zone != Zone::Hall
}

#[test]
fn f30_calls_go_to_the_other_zone_at_once_and_back_when_the_first_voice_is() {
    let mut hall = Hall::open(Ladders::default());
    let (zone, first) = hall.call();
    assert_eq!(zone, Zone::Hall);

    hall.fails(first);
    assert_eq!(hall.told.last().map(|(zone, job)| (is_other(*zone), *job)), Some((true, first)));
    hall.health("voice", false);
    hall.said(first);
    let (zone, second) = hall.call();
    assert!(is_other(zone), "the dead voice is not told first");
    hall.health("voice", true);
    hall.said(second);
    assert_eq!(hall.call().0, Zone::Hall);

    assert_eq!((hall.count(|event| matches!(event, Event::Said { .. })), hall.count(is_given_up)), (2, 0));
}

#[test]
fn a_second_voice_that_is_out_is_told_nothing_while_the_first_works() {
    let mut hall = Hall::open(Ladders::default());
    hall.health("other-voice", false);

    let (zone, job) = hall.call();
    hall.said(job);

    assert_eq!((zone, hall.told.len()), (Zone::Hall, 1));
    assert_eq!(hall.engine.status().means.means(Task::SayCall, None), Some(Means::Voice));
}

#[test]
fn f30_a_call_that_both_voices_fail_is_on_record_as_given_up_once() {
    let mut hall = Hall::open(Ladders::default());
    let (_, job) = hall.call();

    hall.fails(job);
    hall.health("voice", false);
    hall.fails(job);
    hall.health("other-voice", false);

    assert_eq!((hall.told.len(), hall.count(is_given_up)), (2, 1));
    assert_eq!(hall.engine.status().means.means(Task::SayCall, None), Some(Means::DisplayFlash));
    assert_eq!(hall.call().0, Zone::Hall, "it may be back");
}

#[test]
fn a_hall_that_leaves_the_other_zone_out_of_its_ladder_never_speaks_there() {
    let mut ladders = Ladders::default();
    assert_eq!(ladders.set(Task::SayCall, vec![Means::Voice, Means::ByMouth]), Ok(()));
    let mut hall = Hall::open(ladders);
    let (_, job) = hall.call();

    hall.fails(job);

    assert_eq!((hall.told.len(), hall.count(is_given_up)), (1, 1));
}

#[test]
fn a_hall_may_put_the_other_zone_first() {
    let mut ladders = Ladders::default();
    assert_eq!(ladders.set(Task::SayCall, vec![Means::OtherZone, Means::Voice, Means::ByMouth]), Ok(()));
    let mut hall = Hall::open(ladders);

    let (zone, job) = hall.call();
    hall.fails(job);

    assert!(is_other(zone));
    assert_eq!(hall.told.last(), Some(&(Zone::Hall, job)));
}

#[test]
fn f30_a_call_that_both_voices_fail_is_sounded_where_the_ladder_knows_the_buzzer() {
    for (steps, tones) in [
        (vec![Means::Voice, Means::OtherZone, Means::Buzzer, Means::ByMouth], 1),
        (vec![Means::Voice, Means::OtherZone, Means::ByMouth], 0),
    ] {
        let mut ladders = Ladders::default();
        assert_eq!(ladders.set(Task::SayCall, steps), Ok(()));
        let mut hall = Hall::with(ladders, |_| ());
        let (_, job) = hall.call();

        hall.fails(job);
        assert_eq!(hall.tones, 0, "the other zone says it");
        hall.fails(job);

        assert_eq!(hall.tones, tones);
    }
}
