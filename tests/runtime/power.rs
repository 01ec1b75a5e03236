//! What a UPS tells on its way through the engine: it stands on the status LCD until it is over.

use std::path::Path;

use hal::driver::Fault;
use hal::port::ups::{Event, Power, State};
use hal::port::{self, signals};
use hal::time::Instant;
use jiaohao::cli::wiring;
use jiaohao::config;
use jiaohao::domain::id::BootId;
use jiaohao::domain::id::{RequestNumber, ServiceId, StaffId, WindowId};
use jiaohao::domain::incident::{IncidentRequest, StopReason};
use jiaohao::domain::manual::{ManualRequest, SheetReason};
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::request::{Asked, Origin, Refusal, Request};
use jiaohao::layout::{Device, DeviceName, Role};
use jiaohao::runtime::engine::{Engine, Input, Kept, Output, Secrets};
use jiaohao::runtime::registrar::{Answer, Reply};
use jiaohao::runtime::supervisor::Health;
use jiaohao::runtime::troubles;
use jiaohao::station::cabinet::Severity;

/// Friday 2026-11-20, 10:00 in the hall; the machine has run for a day.
const NOW: Moment = Moment {
    hall: HallTime(24 * 3_600_000),
    wall: Some(Wall { utc_ms: 1_795_140_000_000, offset_min: 480 }),
    boot: BootId(1),
};

fn ups() -> DeviceName {
    "ups-1".into()
}

/// The reference hall with a UPS that answers.
fn hall() -> Engine {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
    let mut config = config::load(&path).unwrap_or_else(|problems| panic!("{problems:?}"));
    config.layout.devices.push(Device {
        name: ups(),
        driver: "nut".into(),
        settings: toml::Table::new(),
        cable: "ups".into(),
        address: None,
        role: Role::Ups,
        place: "机柜底部".into(),
    });
    let kept = Kept { latest: None, today: Vec::new() };
    let mut engine = Engine::new(NOW, kept, wiring::adoption(config, None), Secrets::fixed(1)).unwrap();
    let health = Health::Online { since: Instant::default() };
    engine.step(NOW, vec![Input::Health { device: ups(), health }]);
    engine
}

fn tell(engine: &mut Engine, power: Power, worn: bool) {
    let event = port::Event::Ups(Event::State(State { power, charge_percent: Some(85), worn }));
    engine.step(NOW, vec![Input::Heard { device: ups(), event }]);
}

/// What the status LCD says of the UPS.
fn said(engine: &Engine) -> Option<(String, String, Severity)> {
    let troubles = troubles::of(&engine.status(), Instant::default());
    let ours = troubles.iter().find(|trouble| trouble.place == "机柜底部")?;
    Some((ours.headline(), ours.remedy(), ours.severity()))
}

#[test]
fn a_loss_of_the_mains_stands_on_the_lcd_until_they_return() {
    let mut engine = hall();
    assert_eq!(said(&engine), None);

    tell(&mut engine, Power::Battery, false);
    let told = ("UPS 市电中断".to_owned(), "电池供电；查配电箱（机柜底部）".to_owned(), Severity::Stops);
    assert_eq!(said(&engine), Some(told));

    tell(&mut engine, Power::BatteryLow, false);
    assert_eq!(said(&engine).map(|told| told.0).as_deref(), Some("UPS 电池将用尽"));

    tell(&mut engine, Power::Mains, false);
    assert_eq!(said(&engine), None);
}

#[test]
fn a_worn_battery_can_wait_and_an_unknown_state_is_an_alarm_and_no_stop() {
    let mut engine = hall();
    tell(&mut engine, Power::Mains, true);
    assert_eq!(
        said(&engine).map(|told| (told.0, told.2)),
        Some(("UPS 电池老化".to_owned(), Severity::Waits))
    );
    tell(&mut engine, Power::Unknown, false);
    assert_eq!(
        said(&engine).map(|told| (told.0, told.2)),
        Some(("UPS 状态不明".to_owned(), Severity::Hurts))
    );
}

#[test]
fn a_daemon_that_hangs_is_told_and_what_it_said_last_is_not_believed_any_more() {
    let mut engine = hall();
    tell(&mut engine, Power::Battery, false);
    let since = Instant::default();
    let health = Health::Offline { fault: Fault::Silent, retry_at: since, since };
    engine.step(NOW, vec![Input::Health { device: ups(), health }]);
    assert_eq!(said(&engine).map(|told| told.0).as_deref(), Some("UPS 无应答"));
}

/// The hall in its day, with what was stored since.
struct Running {
    engine: Engine,
    now: Moment,
    stored: Vec<Request>,
    answers: Vec<Answer>,
    switched_off: bool,
}

impl Running {
    fn new() -> Self {
        let mut engine = hall();
        engine.step(NOW, vec![Input::Stored]);
        let mut running =
            Self { engine, now: NOW, stored: Vec::new(), answers: Vec::new(), switched_off: false };
        running.pass(5_000);
        running
    }

    fn step(&mut self, inputs: Vec<Input>) {
        let mut outputs = self.engine.step(self.now, inputs);
        while !outputs.is_empty() {
            let mut stored = false;
            for output in std::mem::take(&mut outputs) {
                if let Output::Commit(batch) = &output {
                    self.stored.extend(batch.iter().map(|record| record.asked.request.clone()));
                    stored = true;
                } else if let Output::Answer { answer, .. } = output {
                    self.answers.push(answer);
                } else if matches!(output, Output::SwitchOff) {
                    self.switched_off = true;
                }
            }
            if stored {
                outputs = self.engine.step(self.now, vec![Input::Stored]);
            }
        }
    }

    /// Time passes, a tenth of a second at a time.
    fn pass(&mut self, millis: u64) {
        for _ in 0..millis.div_ceil(100) {
            self.now.hall = HallTime(self.now.hall.0 + 100);
            self.step(vec![Input::Tick]);
        }
    }

    fn contact(&mut self, event: signals::Event) {
        self.step(vec![Input::Heard { device: "mains".into(), event: port::Event::Signals(event) }]);
    }

    fn ups(&mut self, power: Power, charge: u8) {
        let state = State { power, charge_percent: Some(charge), worn: false };
        self.step(vec![Input::Heard { device: ups(), event: port::Event::Ups(Event::State(state)) }]);
    }

    fn ticket(&mut self) {
        let request = Request::Issue { services: vec![ServiceId(11)], green: None, paper: false };
        let number = RequestNumber((1 << 100) + u128::from(self.now.hall.0));
        let asked = Asked { number, origin: Origin::Duty, person: None, request };
        self.step(vec![Input::Ask { reply: Reply(1), asked }]);
    }

    fn was_stored(&self, wanted: &Request) -> bool {
        self.stored.iter().any(|request| request == wanted)
    }
}

const LOST: Request = Request::Incident(IncidentRequest::MainsLost);
const BACK: Request = Request::Incident(IncidentRequest::MainsBack);
const SHEET: Request = Request::Manual(ManualRequest::DrawSheet { why: SheetReason::Mains });

#[test]
fn a13_a_ticket_waits_from_the_first_sign_on_and_is_given_when_it_was_nothing() {
    let mut hall = Running::new();
    hall.contact(signals::Event::Stirred { active: true });
    hall.ticket();
    hall.pass(400);
    assert_eq!(hall.answers, [], "it waits");

    hall.contact(signals::Event::Passed);

    assert!(matches!(hall.answers[..], [Answer::Granted { .. }]), "{:?}", hall.answers);
    assert!(!hall.was_stored(&LOST), "what was nothing is no record");
}

#[test]
fn a13_a_ticket_that_waited_is_refused_when_the_loss_is_declared_and_given_within_two_seconds_of_the_return()
{
    let mut hall = Running::new();
    hall.ticket();
    hall.answers.clear();
    hall.pass(100);
    hall.contact(signals::Event::Stirred { active: true });
    hall.ticket();
    hall.pass(500);
    hall.contact(signals::Event::Settled { active: true });
    assert_eq!(hall.answers, [Answer::Refused(Refusal::MainsLost)]);
    assert!(hall.was_stored(&LOST) && hall.was_stored(&SHEET));

    hall.pass(60_000);
    hall.contact(signals::Event::Stirred { active: false });
    hall.pass(5_000);
    assert!(!hall.was_stored(&BACK), "a return is declared by the contact");
    hall.contact(signals::Event::Settled { active: false });
    hall.ticket();

    assert!(hall.was_stored(&BACK));
    assert!(matches!(hall.answers[..], [_, Answer::Granted { .. }]), "{:?}", hall.answers);
    assert!(!hall.switched_off);
}

#[test]
fn a13_on_a_low_battery_the_machine_is_stopped_once_that_is_on_record_and_the_paper_had_its_time() {
    let mut hall = Running::new();
    hall.ups(Power::Battery, 60);
    hall.pass(120_000);
    assert!(hall.was_stored(&LOST) && !hall.switched_off);

    hall.ups(Power::BatteryLow, 19);
    hall.pass(20_000);

    let why = StopReason::BatteryLow;
    let stop = Request::Incident(IncidentRequest::PowerStop { why, charge_percent: Some(19) });
    assert!(hall.was_stored(&stop));
    assert!(hall.switched_off);
}

#[test]
fn a13_mains_that_are_back_before_the_stop_keep_the_hall_open() {
    let mut hall = Running::new();
    hall.ups(Power::Battery, 60);
    hall.pass(1_000);
    hall.ups(Power::BatteryLow, 19);
    hall.ups(Power::Mains, 19);
    hall.pass(4_900);
    assert!(!hall.was_stored(&BACK), "a return has to last");
    hall.pass(100);
    assert!(hall.was_stored(&BACK));
    hall.ticket();
    hall.pass(60_000);

    assert!(hall.was_stored(&BACK));
    assert!(!hall.switched_off);
    assert!(matches!(hall.answers[..], [Answer::Granted { .. }]), "{:?}", hall.answers);
}

#[test]
fn every_loss_of_the_mains_draws_what_no_open_sheet_holds_and_none_that_is_empty() {
    let mut hall = Running::new();
    let mut blink = || {
        hall.ups(Power::Battery, 60);
        hall.pass(10_000);
        hall.ups(Power::Mains, 60);
        hall.pass(10_000);
        let sheets = &hall.engine.view().manual.sheets;
        let of_mains = sheets.iter().filter(|sheet| sheet.why == SheetReason::Mains);
        let numbers = of_mains.map(|sheet| sheet.rows.len()).collect::<Vec<_>>();
        hall.ticket();
        numbers
    };

    assert_eq!(blink(), [0; 0], "nobody waits");
    assert_eq!(blink(), [1], "who came between the two would stand on no paper");
    assert_eq!(blink(), [1, 1]);
}

/// The hall on a battery, as a UPS told that is heard no more.
fn on_a_battery_unheard() -> Running {
    let mut hall = Running::new();
    hall.ups(Power::Battery, 60);
    hall.pass(1_000);
    let since = Instant::default();
    let health = Health::Offline { fault: Fault::Unplugged, retry_at: since, since };
    hall.step(vec![Input::Health { device: ups(), health }]);
    hall.pass(60_000);
    hall
}

/// What stands on the status LCD of the mains.
fn of_the_mains(hall: &Running) -> Vec<String> {
    let troubles = troubles::of(&hall.engine.status(), Instant::default());
    troubles.iter().map(|trouble| trouble.headline()).filter(|line| line.starts_with("市电")).collect()
}

fn say_that_they_are_back(hall: &mut Running) {
    let number = RequestNumber((1 << 101) + u128::from(hall.now.hall.0));
    let asked = Asked { number, origin: Origin::Duty, person: None, request: BACK };
    hall.step(vec![Input::Ask { reply: Reply(7), asked }]);
}

#[test]
fn a_ups_that_is_lost_on_its_battery_leaves_the_loss_on_the_lcd_and_a_person_ends_it() {
    let mut hall = on_a_battery_unheard();
    assert_eq!(of_the_mains(&hall), ["市电监测 中断后失联"]);
    hall.ticket();
    assert_eq!(hall.answers, [Answer::Refused(Refusal::MainsLost)]);

    say_that_they_are_back(&mut hall);
    hall.pass(100);
    hall.ticket();
    hall.pass(60_000);

    assert!(
        matches!(hall.answers[1..], [Answer::Granted { .. }, Answer::Granted { .. }]),
        "{:?}",
        hall.answers
    );
    assert_eq!(of_the_mains(&hall), [""; 0]);
}

#[test]
fn nobody_says_that_the_mains_are_back_against_a_ups_that_answers() {
    let mut hall = Running::new();
    hall.ups(Power::Battery, 60);
    say_that_they_are_back(&mut hall);
    assert_eq!(hall.answers, [Answer::Refused(Refusal::MainsLost)]);

    hall.ups(Power::Unknown, 60);
    assert_eq!(of_the_mains(&hall), ["市电监测 中断后失联"], "it answers, and does not know");
    say_that_they_are_back(&mut hall);
    assert!(hall.was_stored(&BACK));
}

#[test]
fn a_return_while_a_record_is_on_its_way_waits_for_it_and_keeps_nobody_busy() {
    let mut hall = Running::new();
    hall.contact(signals::Event::Settled { active: true });
    assert!(hall.was_stored(&LOST));

    // The disk takes its time with a record, and the mains are back.
    let request = Request::LogIn { window: WindowId(1), staff: StaffId(101) };
    let asked = Asked { number: RequestNumber(1 << 100), origin: Origin::Duty, person: None, request };
    let slow = hall.engine.step(hall.now, vec![Input::Ask { reply: Reply(1), asked }]);
    assert!(slow.iter().any(|output| matches!(output, Output::Commit(_))), "a record is on its way");
    let back = port::Event::Signals(signals::Event::Settled { active: false });
    hall.now.hall = HallTime(hall.now.hall.0 + 1_000);
    hall.engine.step(hall.now, vec![Input::Heard { device: "mains".into(), event: back }]);

    let due = hall.engine.due();
    assert!(due.is_none_or(|due| due > hall.now.hall), "{due:?} is past, and nothing can be done about it");
    hall.step(vec![Input::Stored]);
    assert!(hall.was_stored(&BACK), "once it is stored, the return is recorded");
}
