//! One thread a cable: news come out, orders go in, plugs are pulled and pushed back.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use hal::cable::pty::FarEnd;
use hal::driver::Fault;
use hal::port::printer::{self, Align};
use hal::port::{self, keypad};
use hal::sim::keypad::Keypad;
use jiaohao::layout::{Cable, Device, DeviceName, Direction, Layout, Line, Link, Role};
use jiaohao::runtime::supervisor::Health;
use jiaohao::runtime::threads::{News, STOP_WITHIN, Untaken};

use crate::bench::{Bench, Plug, keypads, name};

const SOON: Duration = Duration::from_secs(5);

fn online(wanted: DeviceName) -> impl Fn(&News) -> bool {
    move |news| matches!(news, News::Health { device, health: Health::Online { .. } } if *device == wanted)
}

fn offline(wanted: DeviceName, wanted_fault: Fault) -> impl Fn(&News) -> bool {
    move |news| {
        matches!(news, News::Health { device, health: Health::Offline { fault, .. } }
            if *device == wanted && *fault == wanted_fault)
    }
}

fn pressed(wanted: DeviceName) -> impl Fn(&News) -> bool {
    move |news| {
        matches!(news, News::Event { device, event: port::Event::Keypad(keypad::Event::Pressed(_)) }
            if *device == wanted)
    }
}

fn text(text: &str) -> port::Command {
    port::Command::Keypad(keypad::Command::Show(text.to_owned()))
}

/// Waits until the keypad shows this, looking every few milliseconds.
fn shows(bench: &Bench, plug: &Plug, text: &str) -> bool {
    (0..500).any(|_| {
        bench.news_within(Duration::from_millis(10));
        plug.display(0) == text
    })
}

#[test]
fn a_key_is_heard_and_a_text_is_shown() {
    let bench = Bench::new();
    let plug = bench.plug_in("pair", vec![Keypad::latching(1)]);
    let devices = bench.start(&keypads(&bench, &[("pair", 1)]));
    bench.wait_for(SOON, online(name("pair", 1)));

    plug.press(0, 1);
    bench.wait_for(SOON, pressed(name("pair", 1)));
    devices.command(&name("pair", 1), text("A017")).unwrap();

    assert!(shows(&bench, &plug, "A017"));
}

#[test]
fn e10_a_pulled_plug_is_told_at_once_and_a_replug_within_three_seconds() {
    let bench = Bench::new();
    let plug = bench.plug_in("pair", vec![Keypad::latching(1)]);
    let devices = bench.start(&keypads(&bench, &[("pair", 1)]));
    bench.wait_for(SOON, online(name("pair", 1)));
    devices.command(&name("pair", 1), text("A017")).unwrap();

    let pulled_at = bench.clock.now();
    drop(plug);
    let told_at = bench.wait_for(SOON, offline(name("pair", 1), Fault::Unplugged));
    let replugged_at = bench.clock.now();
    let plug = bench.plug_in("pair", vec![Keypad::latching(1)]);
    let back_at = bench.wait_for(SOON, online(name("pair", 1)));

    assert!(told_at - pulled_at < Duration::from_millis(500), "told after {:?}", told_at - pulled_at);
    assert!(back_at - replugged_at < Duration::from_secs(3), "back after {:?}", back_at - replugged_at);
    assert!(shows(&bench, &plug, "A017"), "and it shows the present again");
}

#[test]
fn a_cable_that_was_absent_at_the_start_is_found_when_it_comes() {
    let bench = Bench::new();
    let _devices = bench.start(&keypads(&bench, &[("pair", 1)]));
    bench.wait_for(SOON, offline(name("pair", 1), Fault::Unplugged));
    let _plug = bench.plug_in("pair", vec![Keypad::latching(1)]);
    bench.wait_for(SOON, online(name("pair", 1)));
}

#[test]
fn a_silent_neighbour_is_told_and_the_others_keys_are_heard_meanwhile() {
    let bench = Bench::new();
    let plug = bench.plug_in("pair", vec![Keypad::latching(1)]);
    let _devices = bench.start(&keypads(&bench, &[("pair", 1), ("pair", 2)]));
    bench.wait_for(SOON, offline(name("pair", 2), Fault::Silent));

    let pressed_at = bench.clock.now();
    plug.press(0, 1);
    let heard_at = bench.wait_for(SOON, pressed(name("pair", 1)));

    assert!(heard_at - pressed_at < Duration::from_secs(1), "{:?}", heard_at - pressed_at);
}

#[test]
fn one_pulled_cable_does_not_touch_another() {
    let bench = Bench::new();
    let left = bench.plug_in("left", vec![Keypad::latching(1)]);
    let right = bench.plug_in("right", vec![Keypad::latching(1)]);
    let _devices = bench.start(&keypads(&bench, &[("left", 1), ("right", 1)]));
    bench.wait_for(SOON, online(name("right", 1)));

    drop(left);
    bench.wait_for(SOON, offline(name("left", 1), Fault::Unplugged));
    right.press(0, 1);

    bench.wait_for(SOON, pressed(name("right", 1)));
}

#[test]
fn an_order_to_a_device_that_is_not_there_is_refused() {
    let bench = Bench::new();
    let devices = bench.start(&keypads(&bench, &[("pair", 1)]));
    assert_eq!(devices.command(&"nobody".into(), text("A017")), Err(Untaken::NoSuchDevice));
}

#[test]
fn a_reload_disturbs_only_the_cables_that_changed() {
    let bench = Bench::new();
    let steady = bench.plug_in("steady", vec![Keypad::latching(1)]);
    let _other = bench.plug_in("other", vec![Keypad::latching(1), Keypad::latching(2)]);
    let mut devices = bench.start(&keypads(&bench, &[("steady", 1), ("other", 1)]));
    bench.wait_for(SOON, online(name("steady", 1)));

    devices.adopt(&keypads(&bench, &[("other", 2), ("steady", 1)])).unwrap();
    bench.wait_for(SOON, online(name("other", 2)));
    steady.press(0, 1);
    devices.command(&name("steady", 1), text("B002")).unwrap();

    bench.wait_for(SOON, pressed(name("steady", 1)));
    assert!(shows(&bench, &steady, "B002"));
    let gone = devices.command(&name("other", 1), text("B002"));
    assert_eq!(gone, Err(Untaken::NoSuchDevice));
}

#[test]
fn all_threads_end_within_their_limit() {
    let bench = Bench::new();
    let _plug = bench.plug_in("pair", vec![Keypad::latching(1)]);
    let devices = bench.start(&keypads(&bench, &[("pair", 1), ("absent", 1), ("gone", 1)]));
    bench.wait_for(SOON, online(name("pair", 1)));

    let asked_at = bench.clock.now();
    drop(devices);

    assert!(bench.clock.now() - asked_at < STOP_WITHIN);
}

/// A printer that says that it is ready, and takes no byte.
fn stubborn_printer(bench: &Bench) -> (Layout, Sender<()>) {
    let far_end = FarEnd::open().unwrap();
    far_end.link_as(&bench.port("printer")).unwrap();
    let (pull, pulled) = channel();
    std::thread::spawn(move || {
        while pulled.recv_timeout(Duration::from_millis(5)) == Err(RecvTimeoutError::Timeout) {
            far_end.say(&[0x12]).unwrap();
        }
    });
    let path = bench.port("printer");
    let line = Line::plain(921_600);
    let cable = Cable {
        name: "printer".to_owned(),
        link: Link::Serial { path },
        line,
        echo: false,
        direction: Direction::Auto,
    };
    let device = Device {
        name: "printer".into(),
        driver: "escpos".to_owned(),
        settings: toml::Table::new(),
        cable: "printer".to_owned(),
        address: None,
        role: Role::Printer,
        place: "kiosk".to_owned(),
    };
    (Layout { cables: vec![cable], devices: vec![device], ..Layout::default() }, pull)
}

#[test]
fn e12_a_device_that_takes_no_bytes_is_told_stalled_and_its_thread_still_ends_at_once() {
    let bench = Bench::new();
    let (layout, _pull) = stubborn_printer(&bench);
    let devices = bench.start(&layout);
    bench.wait_for(SOON, online("printer".into()));
    let line = printer::Line::Text { text: "长".repeat(20), size: 1, align: Align::Left, bold: false };
    let paper = printer::Paper { lines: vec![line; 5000] };
    for job in 1..=3 {
        let command = printer::Command::Print { job, paper: paper.clone() };
        devices.command(&"printer".into(), port::Command::Printer(command)).unwrap();
    }

    bench.wait_for(SOON, offline("printer".into(), Fault::Stalled));

    let asked_at = bench.clock.now();
    drop(devices);
    assert!(bench.clock.now() - asked_at < STOP_WITHIN);
}
