//! Rigs on a board and on ports of this process.

use hal::cable::keys::fake::Ports;
use hal::cable::keys::{PadKey, Touch};
use hal::cable::lines::memory::Board;
use hal::port::{Command, Event, keypad, signals};

use super::*;
use crate::layout::{Active, Buttons, Key, LineId, Pin, Pull, Signal, SignalKind, Stands};

fn at(millis: u64) -> Instant {
    Instant::from_millis(100_000 + millis)
}

fn pin(offset: u32) -> Pin {
    Pin { chip: Some("box".into()), line: LineId::Offset(offset) }
}

fn signal(name: &str, kind: SignalKind, offset: u32) -> Post {
    let wiring = Wiring::Signal(Signal {
        name: name.into(),
        kind,
        pin: pin(offset),
        active: Active::High,
        pull: Pull::Up,
        stands: Stands { on: Duration::from_millis(500), off: Duration::from_secs(5) },
        raises: None,
        place: String::new(),
    });
    Post { name: name.into(), wiring }
}

fn rig(board: &Board, ports: &Ports, posts: &[Post]) -> Rig {
    let ports = ports.clone();
    let reach = Reach { lines: Some(Box::new(board.clone())), pads: Box::new(move |path| ports.open(path)) };
    Rig::new(at(0), posts.to_vec(), reach)
}

/// Turns the rig once; what it tells, in words.
fn turn(rig: &mut Rig, millis: u64) -> Vec<String> {
    let mut news = Vec::new();
    rig.turn(at(millis), &mut news);
    news.iter().map(words).collect()
}

fn words(news: &News) -> String {
    match news {
        News::Event { device, event: Event::Signals(event) } => format!("{device} {event:?}"),
        News::Event { device, event: Event::Keypad(event) } => format!("{device} {event:?}"),
        News::Event { .. } | News::Voice(_) => "something else".to_owned(),
        News::Health { device, health: Health::Online { .. } } => format!("{device} online"),
        News::Health { device, health: Health::Offline { fault, .. } } => format!("{device} {fault:?}"),
        News::Health { device, health: Health::Held } => format!("{device} held"),
    }
}

const NONE: [&str; 0] = [];

#[test]
fn mains_are_told_at_the_first_edge_and_declared_after_half_a_second() {
    let board = Board::new(&[pin(1)]);
    board.pull(&pin(1), Some(false), Duration::ZERO);
    let mut rig = rig(&board, &Ports::default(), &[signal("mains", SignalKind::Mains, 1)]);
    assert_eq!(turn(&mut rig, 0), ["mains online"]);

    board.pull(&pin(1), None, Duration::from_millis(20));

    assert_eq!(turn(&mut rig, 1020), ["mains Stirred { active: true }"]);
    assert_eq!(rig.due(), Some(at(1500)));
    assert_eq!(turn(&mut rig, 1499), NONE);
    assert_eq!(turn(&mut rig, 1500), ["mains Settled { active: true }"]);
}

#[test]
fn f52_a_pin_in_use_is_tried_again_and_stops_nobody_else() {
    let board = Board::new(&[pin(1), pin(2)]);
    board.pull(&pin(1), Some(false), Duration::ZERO);
    board.hold(&pin(2), Some("spi0 CS0"));
    let posts = [signal("mains", SignalKind::Mains, 1), signal("lamp", SignalKind::Lamp, 2)];
    let mut rig = rig(&board, &Ports::default(), &posts);

    assert_eq!(turn(&mut rig, 0), ["mains online", "lamp Occupied"]);
    board.hold(&pin(2), None);

    assert_eq!(rig.due(), Some(at(1000)));
    assert_eq!(turn(&mut rig, 1000), ["lamp online"]);
}

#[test]
fn a_chip_that_goes_is_a_loss_and_comes_back_with_the_present() {
    let board = Board::new(&[pin(1)]);
    let mut rig = rig(&board, &Ports::default(), &[signal("mains", SignalKind::Mains, 1)]);
    turn(&mut rig, 0);

    board.remove(&pin(1), true);
    assert_eq!(turn(&mut rig, 100), ["mains Unplugged"]);
    assert_eq!(rig.descriptors().len(), 0);
    board.remove(&pin(1), false);

    assert_eq!(turn(&mut rig, 1100), ["mains online", "mains Stirred { active: true }"]);
}

#[test]
fn f53_a_lamp_is_dark_when_it_is_met_and_when_the_daemon_ends() {
    let board = Board::new(&[pin(2)]);
    let mut rig = rig(&board, &Ports::default(), &[signal("lamp", SignalKind::Lamp, 2)]);
    turn(&mut rig, 0);
    let met = board.level(&pin(2));

    let on = Order::Command(Command::Signals(signals::Command::Set(true)));
    rig.order(at(10), 0, &on, &mut Vec::new());
    let lit = board.level(&pin(2));
    drop(rig);

    assert_eq!((met, lit, board.levels(&pin(2))), (Some(false), Some(true), vec![false, true, false]));
}

#[test]
fn a_buzzer_sounds_its_pattern_and_is_silent() {
    let board = Board::new(&[pin(2)]);
    let mut rig = rig(&board, &Ports::default(), &[signal("buzzer", SignalKind::Buzzer, 2)]);
    turn(&mut rig, 0);

    rig.order(at(10), 0, &Order::Command(Command::Signals(signals::Command::Sound)), &mut Vec::new());
    while let Some(due) = rig.due() {
        rig.turn(due, &mut Vec::new());
    }

    assert_eq!(board.levels(&pin(2)), [false, true, false, true, false, true, false]);
}

#[test]
fn buttons_press_as_a_keypad_does_and_its_beeper_answers() {
    let stands = Stands { on: Duration::from_millis(10), off: Duration::from_millis(60) };
    let buttons = Buttons {
        chip: Some("box".into()),
        keys: vec![(Key::Next, LineId::Offset(1))],
        active: Active::Low,
        pull: Pull::Up,
        stands,
        beeper: Some(LineId::Offset(2)),
    };
    let post = Post { name: "keypad-1".into(), wiring: Wiring::Buttons(buttons) };
    let board = Board::new(&[pin(1), pin(2)]);
    let mut rig = rig(&board, &Ports::default(), &[post]);
    assert_eq!(turn(&mut rig, 0), ["keypad-1 online"]);

    // The thread comes late: press and release lie in the past, and the press is still one.
    board.pull(&pin(1), Some(false), Duration::from_millis(300));
    board.pull(&pin(1), None, Duration::from_millis(200));
    assert_eq!(turn(&mut rig, 1000), ["keypad-1 Pressed(Next)"]);

    let beep = Order::Command(Command::Keypad(keypad::Command::Beep(keypad::Beep::Refused)));
    rig.order(at(1010), 0, &beep, &mut Vec::new());
    assert_eq!(board.level(&pin(2)), Some(true));
}

#[test]
fn a_pad_that_is_pulled_out_is_lost_and_found_again() {
    let path = Path::new("by-path/usb-0:1.2-event-kbd");
    let keys = [(PadKey::Plus, Key::Next)].into();
    let post = Post { name: "keypad-2".into(), wiring: Wiring::Pad(path.to_owned(), keys) };
    let ports = Ports::default();
    let mut rig = rig(&Board::default(), &ports, &[post]);
    assert_eq!(turn(&mut rig, 0), ["keypad-2 Unplugged"]);

    ports.plug(path);
    assert_eq!(turn(&mut rig, 1000), ["keypad-2 online"]);
    ports.touch(path, Touch { key: PadKey::Plus, down: true });
    assert_eq!(turn(&mut rig, 1100), ["keypad-2 Pressed(Next)"]);
    ports.unplug(path);
    assert_eq!(turn(&mut rig, 1200), ["keypad-2 Unplugged"]);
    ports.plug(path);
    assert_eq!(turn(&mut rig, 2200), ["keypad-2 online"]);
    ports.touch(path, Touch { key: PadKey::Plus, down: true });
    assert_eq!(turn(&mut rig, 2300), ["keypad-2 Pressed(Next)"], "what was down before was another pad's");
}

#[test]
fn a_device_that_is_held_gives_its_lines_back() {
    let board = Board::new(&[pin(1)]);
    let mut rig = rig(&board, &Ports::default(), &[signal("mains", SignalKind::Mains, 1)]);
    turn(&mut rig, 0);

    let mut news = Vec::new();
    rig.order(at(10), 0, &Order::Hold(true), &mut news);
    assert_eq!(turn(&mut rig, 5000), ["mains held"]);
    assert_eq!((rig.descriptors().len(), rig.due()), (0, None));
    rig.order(at(6000), 0, &Order::Hold(false), &mut news);

    assert_eq!(turn(&mut rig, 6000)[0], "mains online");
}
