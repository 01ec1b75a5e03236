//! A card on its way through the engine: the number ends there, its hash is stored, and its holder is told.

use std::path::Path;

use hal::port::card_reader::{self, CardNumber};
use hal::port::terminal::{self, Button, PageName};
use hal::port::{self, terminal::Text};
use hal::time::Instant;
use jiaohao::cli::wiring;
use jiaohao::config::{self, Config};
use jiaohao::domain::card::{AgeGreen, CardLimit, CardRules, LimitPer};
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{BootId, KioskId};
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::record::Record;
use jiaohao::domain::rules::Class;
use jiaohao::journal::keep::Latest;
use jiaohao::journal::row::Row;
use jiaohao::layout::{Device, Role};
use jiaohao::runtime::card_key::CardKey;
use jiaohao::runtime::code::CodeKey;
use jiaohao::runtime::engine::{Engine, Input, Kept, Output, Secrets};
use jiaohao::runtime::supervisor::Health;

/// Published as an example; born on the last day of 1949.
const OLD: &str = "11010519491231002X";
/// Made up for these tests; born on the first day of 1990.
const YOUNG: &str = "110105199001010037";

/// Friday 2026-11-20, 10:00 in the hall, and so many seconds; the machine has run for a day.
fn at(seconds: u64) -> Moment {
    let wall = Wall { utc_ms: 1_795_140_000_000 + seconds.cast_signed() * 1000, offset_min: 480 };
    Moment { hall: HallTime((24 * 3600 + seconds) * 1000), wall: Some(wall), boot: BootId(1) }
}

fn config() -> Config {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
    let mut config = config::load(&path).unwrap_or_else(|problems| panic!("{problems:?}"));
    config.rules.cards = Some(CardRules {
        required: true,
        go_on_without_reader: true,
        limit: Some(CardLimit { tickets: 1, per: LimitPer::Service }),
        green: Some(AgeGreen { from_years: 70, reason: 0 }),
        wait: std::time::Duration::from_secs(20),
    });
    config.layout.devices.push(Device {
        name: "reader-1".into(),
        driver: "sam-card".into(),
        settings: toml::Table::new(),
        cable: "terminal".into(),
        address: None,
        role: Role::CardReader(KioskId(1)),
        place: "entrance".into(),
    });
    config
}

/// An engine with everything it ever stored.
struct Hall {
    engine: Engine,
    records: Vec<Record>,
    told: Vec<port::Command>,
    keys: Vec<CardKey>,
    boot: BootId,
}

impl Hall {
    /// A hall whose day is open and whose reader is there.
    fn open() -> Self {
        Self::on(Kept { latest: None, today: Vec::new() }, Secrets::fixed(1), (BootId(1), at(0)))
    }

    fn on(kept: Kept, secrets: Secrets, (boot, now): (BootId, Moment)) -> Self {
        let records = kept.today.clone();
        let engine =
            Engine::new(Moment { boot, ..now }, kept, wiring::adoption(config(), None), secrets).unwrap();
        let mut hall = Self { engine, records, told: Vec::new(), keys: Vec::new(), boot };
        let health = Health::Online { since: Instant::default() };
        hall.step(now, vec![Input::Health { device: "reader-1".into(), health }]);
        hall
    }

    /// The same hall after its process was started again, on what is stored.
    fn restarted(self, secrets: Secrets, now: Moment) -> Self {
        let kept = Kept { latest: Latest::after(&self.records, [0; 32]), today: self.records };
        Self::on(kept, secrets, (BootId(self.boot.0 + 1), now))
    }

    /// Lets the engine think until everything is stored.
    fn step(&mut self, now: Moment, mut inputs: Vec<Input>) {
        while !inputs.is_empty() {
            let mut stored = Vec::new();
            for output in self.engine.step(Moment { boot: self.boot, ..now }, std::mem::take(&mut inputs)) {
                match output {
                    Output::Commit(batch) => {
                        self.records.extend(batch);
                        stored.push(Input::Stored);
                    }
                    Output::Tell { command, .. } => self.told.push(command),
                    Output::KeepCardKey(key) => self.keys.push(key),
                    Output::Reopen
                    | Output::Say { .. }
                    | Output::CheckPin(_)
                    | Output::Answer { .. }
                    | Output::SwitchOff
                    | Output::Digits { .. }
                    | Output::Show(_) => {}
                }
            }
            inputs = stored;
        }
    }

    /// A visitor chooses the first service and lays a card on.
    fn visitor(&mut self, seconds: u64, card: &str) {
        for (after, page) in [(0, PageName::Start), (1, PageName::List)] {
            let event = port::Event::Terminal(terminal::Event::Touched { page, button: Button::Choice(0) });
            let device = "terminal-1".into();
            self.step(at(seconds + after), vec![Input::Heard { device, event }]);
        }
        self.lays(seconds + 2, card);
    }

    fn lays(&mut self, seconds: u64, card: &str) {
        let number = CardNumber::new(card.as_bytes()).unwrap();
        let event = port::Event::CardReader(card_reader::Event::Card(number));
        self.step(at(seconds), vec![Input::Heard { device: "reader-1".into(), event }]);
    }

    fn issued(&self) -> Vec<(String, Class)> {
        let events = self.records.iter().flat_map(|record| &record.events);
        let issued = events.filter_map(|event| {
            let Event::TicketIssued { number, class, .. } = event else { return None };
            Some((number.to_string(), *class))
        });
        issued.collect()
    }

    /// The first line of the page that the terminal was told last.
    fn page(&self) -> String {
        let page = self.told.iter().rev().find_map(|command| {
            let port::Command::Terminal(terminal::Command::Show(page)) = command else { return None };
            Some(page)
        });
        let line = page.unwrap().texts.iter().find(|(text, _)| *text == Text::Line(0));
        line.map(|(_, words)| words.clone()).unwrap_or_default()
    }
}

#[test]
fn one_card_opens_one_ticket_and_the_next_time_its_holder_is_told_which() {
    let mut hall = Hall::open();

    hall.visitor(10, OLD);
    hall.visitor(60, YOUNG);
    hall.visitor(120, OLD);

    assert_eq!(hall.issued(), [("A001".to_owned(), Class::Green), ("A002".to_owned(), Class::Ordinary)]);
    assert_eq!(hall.page(), "您已有号码A001，下一位就是您");
}

#[test]
fn f44_no_row_of_the_journal_and_no_debug_form_holds_a_number_or_a_birthday() {
    let mut hall = Hall::open();
    hall.visitor(10, OLD);
    hall.visitor(60, OLD);

    let rows: Vec<String> = hall.records.iter().map(|record| Row::of(record).unwrap().body).collect();
    let debugged = format!("{:?}", hall.records);

    assert!(rows.iter().any(|row| row.contains("issue-by-card") && row.contains("ticket-held")));
    // Rows write hashes by their bytes: no number may hide in one.
    let bytes = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let personal = [OLD, &OLD[..17], "19491231", "1949"].map(str::to_owned);
    for personal in personal.into_iter().chain([bytes(&OLD[..17]), bytes("19491231")]) {
        assert!(rows.iter().all(|row| !row.contains(&personal)), "{personal}");
        assert!(!debugged.contains(&personal), "{personal}");
    }
}

#[test]
fn f40_a_card_that_nobody_asked_for_is_dropped() {
    let mut hall = Hall::open();
    let before = hall.records.len();

    hall.lays(10, OLD);

    assert_eq!(hall.records.len(), before);
    hall.visitor(60, YOUNG);
    assert_eq!(hall.issued(), [("A001".to_owned(), Class::Ordinary)], "and it is not the next visitor's");
}

#[test]
fn a_restart_with_the_key_knows_the_card_again_and_a_reboot_without_does_not() {
    let mut hall = Hall::open();
    hall.visitor(10, OLD);
    let kept = hall.keys.last().unwrap().clone();

    let with_key = Secrets { slips: CodeKey::fixed(1), cards: kept };
    let mut hall = hall.restarted(with_key, at(100));
    hall.visitor(110, OLD);
    assert_eq!(hall.issued().len(), 1, "found again");

    let mut hall = hall.restarted(Secrets { slips: CodeKey::fixed(1), cards: CardKey::fixed(99) }, at(200));
    hall.visitor(210, OLD);
    assert_eq!(hall.issued().len(), 2, "the price of a power cut");
}

#[test]
fn the_key_turns_when_the_day_opens_and_when_it_closes() {
    let mut hall = Hall::open();
    assert_eq!(hall.keys.len(), 1);
    let today = hall.engine.view().day.unwrap();
    assert!(hall.keys[0].is_for(today));
    hall.visitor(10, OLD);

    // Eight in the evening: the day ends by itself.
    hall.step(at(10 * 3600 + 1), vec![Input::Tick]);

    assert_eq!(hall.engine.view().day, None);
    assert_eq!(hall.keys.len(), 2);
    let number = CardNumber::new(OLD.as_bytes()).unwrap();
    assert!(!hall.keys[1].is_for(today));
    assert!(hall.keys[0].person(&number) != hall.keys[1].person(&number));
}
