//! The pick-up cabinet through the engine: a code becomes an order, and the order goes out once it is stored.

use std::path::Path;
use std::time::Duration;

use hal::port::terminal::{self, Button, PageName};
use hal::port::{self, locker};
use jiaohao::cli::wiring;
use jiaohao::config::{self, Config};
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{BootId, DoorId, ItemId, RequestNumber};
use jiaohao::domain::locker::{CabinetEvent, CabinetRequest, LockerRules};
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::record::Record;
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::journal::keep::Latest;
use jiaohao::layout::{Device, Role};
use jiaohao::runtime::code::CodeKey;
use jiaohao::runtime::engine::{Engine, Input, Kept, Output, Secrets};
use jiaohao::runtime::registrar::Reply;
use jiaohao::runtime::troubles;

/// Friday 2026-11-20, 10:00 in the hall, and so many seconds; the machine has run for a day.
fn at(boot: u64, seconds: u64) -> Moment {
    let wall = Wall { utc_ms: 1_795_140_000_000 + seconds.cast_signed() * 1000, offset_min: 480 };
    Moment { hall: HallTime((24 * 3600 + seconds) * 1000), wall: Some(wall), boot: BootId(boot) }
}

fn config() -> Config {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
    let mut config = config::load(&path).unwrap_or_else(|problems| panic!("{problems:?}"));
    config.rules.locker = Some(LockerRules { doors: 8, left_open: Duration::from_secs(180) });
    config.layout.devices.push(Device {
        name: "cabinet-1".into(),
        driver: "lock-board".into(),
        settings: toml::Table::new(),
        cable: "cabinet".into(),
        address: Some(1),
        role: Role::Locker,
        place: "entrance".into(),
    });
    config
}

/// An engine with everything it ever stored, and the orders that its cabinet was given.
struct Hall {
    engine: Engine,
    records: Vec<Record>,
    orders: Vec<(u64, u8)>,
    boot: u64,
}

impl Hall {
    fn open() -> Self {
        Self::on(Kept { latest: None, today: Vec::new() }, 1, 0)
    }

    fn on(kept: Kept, boot: u64, seconds: u64) -> Self {
        let records = kept.today.clone();
        let now = at(boot, seconds);
        let engine = Engine::new(now, kept, wiring::adoption(config(), None), Secrets::fixed(1)).unwrap();
        let mut hall = Self { engine, records, orders: Vec::new(), boot };
        hall.step(seconds, vec![Input::Tick]);
        hall
    }

    /// The machine lost its power and has it again.
    fn rebooted(self, seconds: u64) -> Self {
        let kept = Kept { latest: Latest::after(&self.records, [0; 32]), today: self.records };
        Self::on(kept, self.boot + 1, seconds)
    }

    /// Lets the engine think until everything is stored.
    fn step(&mut self, seconds: u64, mut inputs: Vec<Input>) {
        while !inputs.is_empty() {
            let batches = self.think(seconds, std::mem::take(&mut inputs));
            inputs.extend(batches.iter().map(|_| Input::Stored));
            self.records.extend(batches.into_iter().flatten());
        }
    }

    /// Lets the engine think once; what is to be stored comes back.
    fn think(&mut self, seconds: u64, inputs: Vec<Input>) -> Vec<Vec<Record>> {
        let mut batches = Vec::new();
        for output in self.engine.step(at(self.boot, seconds), inputs) {
            if let Output::Commit(batch) = output {
                batches.push(batch);
            } else if let Output::Tell { command: port::Command::Locker(order), .. } = output {
                let locker::Command::Open { job, door } = order;
                self.orders.push((job, door.number()));
            }
        }
        batches
    }

    fn cabinet(&mut self, seconds: u64, event: locker::Event) {
        let event = port::Event::Locker(event);
        self.step(seconds, vec![Input::Heard { device: "cabinet-1".into(), event }]);
    }

    /// Duty staff put something behind a door; its code is answered.
    fn put(&mut self, seconds: u64, door: u8) -> String {
        let number = RequestNumber((1 << 100) + u128::from(seconds));
        let request = Request::Cabinet(CabinetRequest::Put { door: DoorId(door) });
        let asked = Asked { number, origin: Origin::Duty, person: None, request };
        self.step(seconds, vec![Input::Ask { reply: Reply(seconds), asked }]);
        let job = self.orders.last().unwrap().0;
        self.cabinet(seconds + 1, locker::Event::Opened { job });
        CodeKey::fixed(1).pickup(ItemId(job))
    }

    /// The touches by which a visitor types a code; the last one is answered.
    fn types(&mut self, seconds: u64, code: &str) -> Input {
        let touch = |page, button| Input::Heard {
            device: "terminal-1".into(),
            event: port::Event::Terminal(terminal::Event::Touched { page, button }),
        };
        self.step(seconds, vec![touch(PageName::Start, Button::Help)]);
        self.step(seconds, vec![touch(PageName::List, Button::Choice(0))]);
        let digit = |digit: u8| touch(PageName::List, Button::Choice(digit - b'1'));
        let (last, first) = code.as_bytes().split_last().unwrap();
        for typed in first {
            self.step(seconds, vec![digit(*typed)]);
        }
        digit(*last)
    }

    fn happened(&self) -> impl Iterator<Item = &CabinetEvent> {
        let events = self.records.iter().flat_map(|record| &record.events);
        events.filter_map(|event| if let Event::Cabinet(event) = event { Some(event) } else { None })
    }
}

#[test]
fn a_door_is_ordered_when_its_record_is_stored_and_not_before() {
    let mut hall = Hall::open();
    let code = hall.put(10, 3);
    assert_eq!(hall.orders.len(), 1);

    let last = hall.types(60, &code);
    let batches = hall.think(60, vec![last]);
    assert_eq!(hall.orders.len(), 1, "decided, not stored");
    hall.records.extend(batches.into_iter().flatten());
    hall.step(61, vec![Input::Stored]);

    assert_eq!(hall.orders.last().map(|(_, door)| *door), Some(3));
    let job = hall.orders.last().unwrap().0;
    hall.cabinet(62, locker::Event::Opened { job });
    assert!(hall.engine.view().locker.items.is_empty());
}

#[test]
fn a_wrong_code_opens_nothing_and_is_on_record() {
    let mut hall = Hall::open();
    let code = hall.put(10, 3);
    let other = if code.starts_with('1') { "22222222" } else { "11111111" };

    let last = hall.types(60, other);
    hall.step(60, vec![last]);

    assert_eq!(hall.orders.len(), 1, "the one of putting in");
    assert!(hall.happened().any(|event| matches!(event, CabinetEvent::CodeRefused { .. })));
    assert_eq!(hall.engine.view().locker.items.len(), 1);
}

#[test]
fn a_power_cut_between_order_and_door_opens_nothing_by_itself_and_the_code_still_opens() {
    let mut hall = Hall::open();
    let code = hall.put(10, 3);
    let last = hall.types(60, &code);
    hall.step(60, vec![last]);
    assert_eq!(hall.orders.len(), 2);

    let mut hall = hall.rebooted(120);
    assert!(hall.orders.is_empty(), "{:?}", hall.orders);
    assert_eq!(hall.engine.view().locker.items.len(), 1, "it may lie there still");
    let headlines: Vec<String> = troubles::of(&hall.engine.status(), hal::time::Instant::default())
        .iter()
        .map(|trouble| trouble.headline())
        .collect();
    assert!(headlines.contains(&"取件柜3号门 柜门未打开".to_owned()), "{headlines:?}");

    let last = hall.types(180, &code);
    hall.step(180, vec![last]);
    assert_eq!(hall.orders.len(), 1);
}

#[test]
fn a_reboot_in_the_night_loses_nothing_that_lies_there() {
    let mut hall = Hall::open();
    let code = hall.put(10, 3);
    hall.step(10 * 3600 + 60, vec![Input::Tick]);
    assert_eq!(hall.engine.view().day, None, "the day has ended by itself");

    let mut hall = hall.rebooted(11 * 3600);
    assert_eq!(hall.engine.view().locker.items.len(), 1);

    // Monday, ten o'clock.
    let monday = 3 * 24 * 3600;
    hall.step(monday, vec![Input::Tick]);
    let last = hall.types(monday + 10, &code);
    hall.step(monday + 10, vec![last]);
    assert_eq!(hall.orders.last().map(|(_, door)| *door), Some(3));
}

#[test]
fn a_door_left_open_is_on_the_status_lcd_until_it_is_shut() {
    let mut hall = Hall::open();
    let door = locker::Door::new(5).unwrap();
    let told = |hall: &Hall| {
        let troubles = troubles::of(&hall.engine.status(), hal::time::Instant::default());
        troubles.iter().any(|trouble| trouble.headline() == "取件柜5号门 柜门未关")
    };
    hall.cabinet(10, locker::Event::Door { door, open: true });
    hall.step(100, vec![Input::Tick]);
    assert!(!told(&hall));

    hall.step(200, vec![Input::Tick]);
    assert!(told(&hall));

    hall.cabinet(300, locker::Event::Door { door, open: false });
    assert!(!told(&hall));
}

#[test]
fn codes_of_two_things_and_of_two_halls_differ_and_can_be_typed() {
    let key = CodeKey::fixed(1);

    assert_eq!(key.pickup(ItemId(7)), key.pickup(ItemId(7)));
    assert_ne!(key.pickup(ItemId(7)), key.pickup(ItemId(8)));
    assert_ne!(key.pickup(ItemId(7)), CodeKey::fixed(2).pickup(ItemId(7)));
    for item in 0..200 {
        let code = key.pickup(ItemId(item));
        assert!(code.len() == 8 && code.bytes().all(|digit| (b'1'..=b'6').contains(&digit)), "{code}");
    }
}
