//! Modbus: pymodbus as the slave of our drivers, pymodbus and mbpoll as masters of our simulated keypads.

use std::process::Command as Process;

use hal::driver::Fault;
use hal::port::keypad::{Beep, Command, Event, Key};
use hal::port::{self, rating_pad};
use hal::sim::keypad::Keypad;
use jiaohao::domain::id::WindowId;
use jiaohao::layout::Role;
use jiaohao::runtime::supervisor::Health;
use jiaohao::runtime::threads::News;

use crate::tools::Tools;
use crate::wire::{Hall, flawed_modem, null_modem, with_devices};

/// A keypad and a plain pad answer, a third device is silent as on a real pair, and fails alone.
pub fn pymodbus_serves_our_drivers(tools: &Tools) -> usize {
    let (ours, theirs, wire) = null_modem();
    let mut server = tools.python("keypads_server.py", &theirs);
    server.wait_for("ready");
    let desk = WindowId(1);
    let hall = Hall::start(
        &ours,
        9600,
        &[
            ("keypad", "modbus-keypad", "answer-ms = 300", Some(5), Role::Keypad(desk)),
            ("pad", "modbus-pad", "profile = \"plain\"\nanswer-ms = 300", Some(6), Role::RatingPad(desk)),
            ("nobody", "modbus-keypad", "answer-ms = 100", Some(7), Role::Keypad(WindowId(2))),
        ],
    );
    hall.wait_online("keypad");
    hall.wait_for("nobody", |one| {
        matches!(one, News::Health { health: Health::Offline { fault: Fault::Silent, .. }, .. })
    });

    hall.command("keypad", port::Command::Keypad(Command::Show("A017".to_owned())));
    server.wait_for("digits A017");
    for (code, key) in [(11, Key::Next), (11, Key::Next), (3, Key::Digit(3))] {
        server.say(&format!("press {code}"));
        hall.wait_event("keypad", &port::Event::Keypad(Event::Pressed(key)));
    }
    hall.command("keypad", port::Command::Keypad(Command::Beep(Beep::Refused)));
    server.wait_for("beep 2");

    hall.command("pad", port::Command::RatingPad(rating_pad::Command::AskGrade));
    server.wait_for("lamps 11111");
    server.say("contact 3 1");
    hall.wait_event("pad", &port::Event::RatingPad(rating_pad::Event::Pressed(4)));
    hall.command("pad", port::Command::RatingPad(rating_pad::Command::Rest));
    server.wait_for("lamps 00000");

    wire.run_for(100);
    assert_eq!(hall.events(), [], "nobody pressed anything");
    wire.exchanges()
}

/// Every ninth piece of a message is damaged, either way: neither believes it, no press is lost or made up.
pub fn wrong_checks_are_not_believed(tools: &Tools) -> usize {
    let (ours, theirs, wire) = flawed_modem(9);
    let mut server = tools.python("keypads_server.py", &theirs);
    server.wait_for("ready");
    let desk = Role::Keypad(WindowId(1));
    let hall = Hall::start(&ours, 9600, &[("keypad", "modbus-keypad", "answer-ms = 300", Some(5), desk)]);
    hall.wait_online("keypad");

    for _ in 0..10 {
        server.say("press 11");
        hall.wait_event("keypad", &port::Event::Keypad(Event::Pressed(Key::Next)));
        wire.run_for(5);
    }

    assert_eq!(hall.events(), [], "nobody pressed anything else");
    wire.exchanges()
}

/// Reads, writes, exceptions and silence, as another master sees them.
pub fn pymodbus_asks_our_keypads(tools: &Tools) -> usize {
    let (port, keypads, wire) = with_devices(keypads());

    let told = tools.python("keypads_client.py", &port).all_lines();

    assert_eq!(
        told,
        [
            "block [19201, 2, 2828, 0, 0]",
            "digits [16944, 13362]",
            "contacts [False, False, True, False, False, False, False, False]",
            "coils [True, False, True, False, True, False, False, False]",
            "no-address 2",
            "no-function 1",
            "nobody silent",
        ]
    );
    let keypads = keypads.lock().unwrap();
    assert_eq!((keypads[0].display().as_str(), keypads[0].last_beep()), ("B042", 2));
    assert!(keypads[1].lamp());
    wire.exchanges()
}

/// The same registers through libmodbus.
pub fn mbpoll_asks_our_keypads(_tools: &Tools) -> usize {
    let (port, keypads, wire) = with_devices(keypads());
    let mbpoll = |slave: &str, options: &[&str], values: &[&str]| {
        let mut command = Process::new("mbpoll");
        command.args(["-m", "rtu", "-b", "9600", "-P", "none", "-1", "-q", "-a", slave]).args(options);
        let output = command.arg(&port).args(values).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };

    for _ in 0..10 {
        let (_, block) = mbpoll("5", &["-t", "3:hex", "-r", "1", "-c", "5"], &[]);
        let words = block.lines().filter_map(|line| line.split_once("]:")).map(|(_, word)| word.trim());
        assert_eq!(words.collect::<Vec<_>>(), ["0x4B01", "0x0002", "0x0B0C", "0x0000", "0x0000"]);
    }
    assert!(mbpoll("5", &["-t", "4", "-r", "1"], &["16690", "12599"]).0);
    assert!(mbpoll("6", &["-t", "0", "-r", "1"], &["1", "0"]).0);
    let (_, contacts) = mbpoll("6", &["-t", "1", "-r", "1", "-c", "8"], &[]);
    assert_eq!(contacts.lines().filter(|line| line.trim_end().ends_with('1')).count(), 1, "{contacts}");
    assert!(!mbpoll("9", &["-t", "3", "-r", "1", "-o", "0.3"], &[]).0, "nobody has this address");

    let keypads = keypads.lock().unwrap();
    assert_eq!((keypads[0].display().as_str(), keypads[1].lamp()), ("A217", true));
    drop(keypads);
    wire.exchanges()
}

/// A keypad on which RECALL and NEXT were pressed, and a plain board with its third key down.
fn keypads() -> Vec<Keypad> {
    let (mut latching, mut plain) = (Keypad::latching(5), Keypad::plain(6));
    latching.press(12);
    latching.press(11);
    plain.hold(3);
    vec![latching, plain]
}
