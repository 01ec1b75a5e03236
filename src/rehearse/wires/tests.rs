//! Keys to events and orders to faces over real bytes; plugs, supplies, noise, and the hash of all that
//! passed.

use std::collections::BTreeSet;

use hal::driver::Fault;
use hal::port::terminal::{PageName, Text};
use hal::port::{board, keypad, printer, terminal};

use super::*;
use crate::layout::{Cable as Plan, Device, Direction, Line, Link};
use crate::rehearse::agenda::SECOND;
use crate::runtime::engine::Input;
use crate::runtime::supervisor::Health;

const WINDOW: WindowId = WindowId(1);
const KIOSK: KioskId = KioskId(1);

/// A pair with a keypad and a board at 9600 baud, a printer and a terminal with cables of their own.
fn layout() -> Layout {
    let device = |name: &str, driver: &str, cable: &str, address, role| Device {
        name: name.into(),
        driver: driver.to_owned(),
        settings: toml::Table::new(),
        cable: cable.to_owned(),
        address,
        role,
        place: String::new(),
    };
    let cable = |name: &str| Plan {
        name: name.to_owned(),
        link: Link::Memory,
        line: Line::plain(9600),
        echo: false,
        direction: Direction::Auto,
    };
    Layout {
        cables: ["pair", "printer", "terminal"].map(cable).to_vec(),
        devices: vec![
            device("keypad", "modbus-keypad", "pair", Some(1), Role::Keypad(WINDOW)),
            device("board", "onbon-bx", "pair", Some(2), Role::WindowBoard(WINDOW)),
            device("printer", "escpos", "printer", None, Role::Printer),
            device("terminal", "tjc-hmi", "terminal", None, Role::Terminal(KIOSK)),
        ],
        ..Layout::default()
    }
}

/// Wires on which everything was found.
fn wires() -> Wires {
    let mut wires = Wires::new(&layout(), 1);
    wires.boot(Time(0));
    let found = until(&mut wires, 5 * SECOND);
    assert_eq!(online(&found, true).len(), 4, "{found:?}");
    wires
}

fn until(wires: &mut Wires, end: u64) -> Vec<(u64, News)> {
    let mut all = Vec::new();
    let mut now = Time(0);
    while let Some(at) = wires.live(now, Time(end)) {
        all.extend(wires.run(at).into_iter().map(|news| (at.0, news)));
        now = at;
    }
    all
}

fn online(news: &[(u64, News)], is: bool) -> Vec<&str> {
    let devices = news.iter().filter_map(|(_, news)| match news {
        News::Input(Input::Health { device, health }) if health.is_online() == is => Some(device.as_str()),
        News::Input(_) | News::Shows(_) | News::Paper(_) | News::Says(_) | News::Struck(_) => None,
    });
    // An absent device is tried again and again, and told each time.
    devices.collect::<BTreeSet<&str>>().into_iter().collect()
}

fn pressed(news: &[(u64, News)]) -> Vec<Key> {
    let keys = news.iter().filter_map(|(_, news)| match news {
        News::Input(Input::Heard { event: port::Event::Keypad(keypad::Event::Pressed(key)), .. }) => {
            Some(*key)
        }
        News::Input(_) | News::Shows(_) | News::Paper(_) | News::Says(_) | News::Struck(_) => None,
    });
    keys.collect()
}

fn text(words: &str) -> port::Command {
    let area = Area { text: words.to_owned(), colour: board::Colour::Red, lively: false };
    port::Command::Board(board::Command::Show(vec![area]))
}

#[test]
fn a_key_is_heard_once_and_in_a_poll_of_the_pair() {
    let mut wires = wires();

    wires.press(Time(6000), WINDOW, Key::Next);
    let news = until(&mut wires, 8000);

    assert_eq!(pressed(&news), [Key::Next]);
    assert!(news[0].0 > 6000 && news[0].0 < 6400, "{news:?}");
}

#[test]
fn a_text_stands_on_the_board_when_its_bytes_have_arrived_and_not_before() {
    let mut wires = wires();

    wires.tell(Time(6000), &"board".into(), text("请A012到1号窗口"));
    let shows = until(&mut wires, 8000).into_iter().find(|(_, news)| matches!(news, News::Shows(_)));

    // 60 bytes of a text take 62 ms at 9600 baud.
    assert!(shows.is_some_and(|(at, _)| at >= 6060), "too early or never");
    assert_eq!(wires.board(&"board".into())[0].text, "请A012到1号窗口");
}

#[test]
fn digits_stand_at_the_right_edge_of_the_keypad() {
    let mut wires = wires();

    let show = keypad::Command::Show("End".to_owned());
    wires.tell(Time(6000), &"keypad".into(), port::Command::Keypad(show));
    until(&mut wires, 8000);

    assert_eq!(wires.digits(WINDOW), " End");
}

#[test]
fn a_visitor_reads_a_page_and_touches_what_is_live_on_it() {
    let mut wires = wires();
    let texts = vec![(Text::Title, "请取号".to_owned()), (Text::Choice(0), "参保登记".to_owned())];
    let page = Page { name: PageName::Start, texts, live: vec![Button::Choice(0)] };

    wires.tell(Time(6000), &"terminal".into(), port::Command::Terminal(terminal::Command::Show(page)));
    until(&mut wires, 8000);
    let shown = wires.page(KIOSK).unwrap();
    wires.touch(Time(8000), KIOSK, Button::Help);
    wires.touch(Time(8000), KIOSK, Button::Choice(0));
    let news = until(&mut wires, 9000);

    assert!(shown.texts.contains(&(Text::Choice(0), "参保登记".to_owned())));
    assert_eq!(shown.live, [Button::Choice(0)]);
    let touched = terminal::Event::Touched { page: PageName::Start, button: Button::Choice(0) };
    let touches = news.iter().filter(|(_, news)| {
        matches!(news, News::Input(Input::Heard { event: port::Event::Terminal(event), .. }) if *event == touched)
    });
    assert_eq!(touches.count(), 1, "{news:?}");
}

#[test]
fn a_slip_comes_out_as_paper_and_is_confirmed() {
    let mut wires = wires();
    let line = printer::Line::Text {
        text: "A012 业务咨询".to_owned(),
        size: 2,
        align: printer::Align::Centre,
        bold: true,
    };
    let print = printer::Command::Print { job: 7, paper: printer::Paper { lines: vec![line] } };

    wires.tell(Time(6000), &"printer".into(), port::Command::Printer(print));
    let news = until(&mut wires, 12_000);

    let paper =
        news.iter().find_map(|(_, news)| if let News::Paper(lines) = news { Some(lines) } else { None });
    assert_eq!(paper.unwrap()[..], ["A012 业务咨询"]);
    let printed = port::Event::Printer(printer::Event::Printed { job: 7 });
    assert!(
        news.iter()
            .any(|(_, news)| matches!(news, News::Input(Input::Heard { event, .. }) if *event == printed))
    );
}

#[test]
fn a_device_without_power_is_lost_shows_nothing_and_gets_the_present_when_it_is_back() {
    let mut wires = wires();
    wires.tell(Time(6000), &"board".into(), text("A012"));
    until(&mut wires, 8000);

    // Some die with their supply, some hang: this one is to lose its supply.
    while wires.face(Role::WindowBoard(WINDOW)).is_some() {
        wires.mishap(Time(8000), &Mishap::Device { device: "board".into(), answers: false });
    }
    let lost = until(&mut wires, 30_000);
    let dark = wires.board(&"board".into());
    wires.mishap(Time(30_000), &Mishap::Device { device: "board".into(), answers: true });
    let found = until(&mut wires, 62_000);

    assert_eq!((online(&lost, false), dark), (vec!["board"], vec![]), "the keypad on the same pair is there");
    assert_eq!(online(&found, true), ["board"]);
    assert_eq!(wires.board(&"board".into())[0].text, "A012");
}

#[test]
fn a_pulled_cable_loses_everything_on_it_whichever_end_was_pulled() {
    let fault = |seed| {
        let mut wires = Wires::new(&layout(), seed);
        wires.boot(Time(0));
        until(&mut wires, 5000);
        wires.mishap(Time(5000), &Mishap::Cable { cable: "pair".to_owned(), plugged: false });
        wires.press(Time(6000), WINDOW, Key::Next);
        let news = until(&mut wires, 20_000);
        assert_eq!((online(&news, false), pressed(&news)), (vec!["board", "keypad"], vec![]));
        assert!(!wires.works(&"keypad".into()) && wires.works(&"printer".into()));
        let Some((_, News::Input(Input::Health { health: Health::Offline { fault, .. }, .. }))) =
            news.first()
        else {
            panic!("{news:?}")
        };
        *fault
    };

    let faults: Vec<Fault> = (0..12).map(fault).collect();

    assert!(faults.contains(&Fault::Unplugged), "at the near end the port is gone");
    assert!(faults.contains(&Fault::Silent), "at the far end it is there: {faults:?}");
}

#[test]
fn the_hash_is_the_same_for_the_same_bytes_and_another_when_one_bit_on_one_cable_is() {
    let passed = |spark: Option<&str>, at: u64| {
        let mut wires = wires();
        until(&mut wires, at);
        if let Some(cable) = spark {
            wires.mishap(Time(at), &Mishap::Spark { cable: cable.to_owned() });
        }
        until(&mut wires, at + SECOND);
        wires.passed()
    };

    assert_eq!(passed(None, 6000), passed(None, 6000));
    for cable in ["pair", "printer", "terminal"] {
        assert_ne!(passed(None, 6000), passed(Some(cable), 6000), "{cable}");
    }
    assert_eq!(passed(Some("pair"), 6000), passed(Some("pair"), 6000));
}

#[test]
fn noise_on_a_pair_garbles_bytes_and_invents_no_key() {
    let mut wires = wires();

    wires.mishap(Time(6000), &Mishap::Noise { cable: "pair".to_owned(), noisy: true });
    let during = until(&mut wires, 120_000);
    wires.mishap(Time(120_000), &Mishap::Noise { cable: "pair".to_owned(), noisy: false });
    until(&mut wires, 160_000);
    wires.press(Time(160_000), WINDOW, Key::Recall);
    let after = until(&mut wires, 162_000);

    assert_eq!(pressed(&during), []);
    assert_eq!(pressed(&after), [Key::Recall]);
}

#[test]
fn a_machine_that_comes_back_hears_nothing_of_keys_that_were_pressed_in_the_dark() {
    let mut wires = wires();

    wires.dark();
    wires.press(Time(6000), WINDOW, Key::Next);
    let dark = until(&mut wires, 10_000);
    wires.boot(Time(10_000));
    let booted = until(&mut wires, 15_000);

    assert!(dark.is_empty(), "{dark:?}");
    assert_eq!(online(&booted, true).len(), 4);
    assert_eq!(pressed(&booted), []);
}
