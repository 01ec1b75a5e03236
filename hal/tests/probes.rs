//! Every question of a scan, put to every simulated device there is: none prints, opens, moves or changes.

use hal::drivers::PROBES;
use hal::drivers::probe::{BROOM, Probe, Said, Sure, To, moves_paper};
use hal::sim::Device;
use hal::sim::alpha_sign::AlphaSign;
use hal::sim::card_reader::CardReader;
use hal::sim::dgus_panel::DgusPanel;
use hal::sim::font_board::FontBoard;
use hal::sim::frame_keys::FrameKeys;
use hal::sim::keypad::Keypad;
use hal::sim::lock_board::LockBoard;
use hal::sim::pad::Pad;
use hal::sim::panel::Panel;
use hal::sim::printer::{Personality, TicketPrinter};
use hal::sim::text_board::TextBoard;
use hal::time::Instant;

const START: Instant = Instant::from_millis(1_000);
/// More addresses than a scan asks unless it is told to.
const ADDRESSES: u16 = 64;

/// A device with what people see of it.
struct Subject<D> {
    device: D,
    look: fn(&D) -> String,
}

/// Any device.
trait Watched {
    fn look(&self) -> String;
    fn device(&mut self) -> &mut dyn Device;
}

impl<D: Device> Watched for Subject<D> {
    fn look(&self) -> String {
        (self.look)(&self.device)
    }

    fn device(&mut self) -> &mut dyn Device {
        &mut self.device
    }
}

/// Every kind of simulated device, each at an address that is asked.
fn everybody() -> Vec<(&'static str, Box<dyn Watched>)> {
    fn watched<D: Device + 'static>(device: D, look: fn(&D) -> String) -> Box<dyn Watched> {
        Box::new(Subject { device, look })
    }
    let keypad: fn(&Keypad) -> String = |it| format!("{} {} {}", it.display(), it.lamp(), it.beeps());
    let pad: fn(&Pad) -> String = |it| format!("{:?}", it.lit());
    let board: fn(&TextBoard) -> String = |it| format!("{:?} {} {}", it.texts(), it.flashes(), it.colour());
    let keys: fn(&FrameKeys) -> String = |it| format!("{} {} {}", it.digits(), it.lit(), it.beeps());
    let paper: fn(&TicketPrinter) -> String =
        |it| format!("{:?} {:?} {} {}", it.slips(), it.strip(), it.stubs(), it.lines_left());
    let doors: fn(&LockBoard) -> String =
        |it| format!("{:?} {:?}", it.coils(), (1..=24).map(|door| it.is_open(door)).collect::<Vec<_>>());
    let panel: fn(&Panel) -> String = |it| format!("{} {:?}", it.page(), it.components().collect::<Vec<_>>());
    let dgus: fn(&DgusPanel) -> String =
        |it| format!("{} {:?}", it.page(), (0..40).map(|id| (it.text(id), it.look(id))).collect::<Vec<_>>());
    vec![
        ("keypad", watched(Keypad::latching(5), keypad)),
        ("plain keypad", watched(Keypad::plain(5), keypad)),
        ("pad", watched(Pad::latching(6), pad)),
        ("plain pad", watched(Pad::plain(6), pad)),
        ("armfly", watched(TextBoard::armfly(7), board)),
        ("dm36b06", watched(TextBoard::dm36b06(8), board)),
        ("lines", watched(TextBoard::lines(9, 0x10, 2, 6), board)),
        ("asked keys", watched(FrameKeys::asked(5), keys)),
        ("unasked keys", watched(FrameKeys::unasked(), keys)),
        ("printer with ids", watched(TicketPrinter::new(Personality::ProcessId), paper)),
        ("printer in order", watched(TicketPrinter::new(Personality::OrderedStatus), paper)),
        ("silent printer", watched(TicketPrinter::new(Personality::Unconfirmed), paper)),
        (
            "font board",
            watched(FontBoard::new(4), |it: &FontBoard| format!("{:?}", it.areas().collect::<Vec<_>>())),
        ),
        ("panel", watched(Panel::new(), panel)),
        ("dgus", watched(DgusPanel::new(false, true), dgus)),
        ("dgus with crc", watched(DgusPanel::new(true, false), dgus)),
        ("alpha sign", watched(AlphaSign::new(10), |it: &AlphaSign| format!("{:?}", it.pages()))),
        ("lock board", watched(LockBoard::new(1, 24, 1), doors)),
        ("card reader", watched(CardReader::new(), |it: &CardReader| it.looked().to_string())),
    ]
}

/// Every probe with every question it has, and whether it may be put where nobody is known.
fn questions() -> Vec<(&'static str, &'static Probe, u16, Vec<u8>)> {
    let mut all = Vec::new();
    for (info, probes) in PROBES {
        for probe in *probes {
            let addresses = match probe.to {
                To::Alone | To::Everybody => 0..=0,
                To::Each { from, to } => from..=to.min(ADDRESSES),
            };
            all.extend(addresses.map(|address| (info.name, probe, address, (probe.question)(address))));
        }
    }
    all
}

/// What a device answers to these bytes, given time for whatever it does.
fn answer(device: &mut dyn Device, from: Instant, bytes: &[u8]) -> Vec<u8> {
    device.hear(from, bytes);
    (0..40).flat_map(|fifties| device.speak(Instant::from_millis(from.millis() + fifties * 50))).collect()
}

#[test]
fn no_question_changes_anything_in_any_device() {
    for (driver, _, address, question) in questions() {
        for (name, mut subject) in everybody() {
            if name.contains("printer") && moves_paper(&question) {
                continue;
            }
            let before = subject.look();

            answer(subject.device(), START, &question);

            assert_eq!(before, subject.look(), "{driver} to {address}, heard by the {name}: {question:02X?}");
        }
    }
}

#[test]
fn all_questions_one_after_the_other_change_nothing_either_byte_by_byte() {
    for (name, mut subject) in everybody() {
        let before = subject.look();
        let mut now = START;

        for (_, _, _, question) in questions() {
            if !moves_paper(&question) {
                for byte in question.chunks(1) {
                    answer(subject.device(), now, byte);
                    now = Instant::from_millis(now.millis() + 2_000);
                }
                answer(subject.device(), now, &BROOM);
            }
        }

        assert_eq!(before, subject.look(), "{name}");
    }
}

#[test]
fn what_a_printer_took_for_text_is_not_on_its_next_slip() {
    let slip = b"\x1C\x26A017\n\x1D\x56\x42\x00";
    let printed = |questions: &[u8]| {
        let mut printer = TicketPrinter::new(Personality::Unconfirmed);
        answer(&mut printer, START, questions);
        answer(&mut printer, START, slip);
        printer.tear_off()
    };
    let text = b"\xFF\xFF\xFFconnect\xFF\xFF\xFF".as_slice();

    assert_ne!(printed(text), printed(b""), "without the broom it would be");
    assert_eq!(printed(&[text, &BROOM].concat()), printed(b""));
}

#[test]
fn every_driver_that_can_be_asked_finds_its_own_device_and_no_other_kind_is_sure_of_it() {
    let own = [
        ("modbus-keypad", "keypad"),
        ("modbus-pad", "pad"),
        ("escpos", "printer with ids"),
        ("onbon-bx", "font board"),
        ("tjc-hmi", "panel"),
        ("dwin-dgus", "dgus"),
        ("dwin-dgus", "dgus with crc"),
        ("sam-card", "card reader"),
    ];
    for (name, mut subject) in everybody() {
        let mut sure = Vec::new();
        for (driver, probe, address, question) in questions() {
            let heard = answer(subject.device(), START, &question);
            let reply = (probe.read)(address, &heard).map(|reply| reply.said);
            if matches!(reply, Some(Said::Device { sure: Sure::Sure, .. })) && !sure.contains(&driver) {
                sure.push(driver);
            }
            subject.device().power_cycle(START);
        }
        let expected: Vec<&str> =
            own.iter().filter(|(_, device)| *device == name).map(|(driver, _)| *driver).collect();
        let expected = if name.contains("printer") { vec!["escpos"] } else { expected };
        assert_eq!(sure, expected, "{name}");
    }
}

#[test]
fn an_answer_with_one_wrong_bit_makes_nobody_sure() {
    for (name, mut subject) in everybody() {
        for (driver, probe, address, question) in questions() {
            let heard = answer(subject.device(), START, &question);
            let surely = |bytes: &[u8]| {
                let reply = (probe.read)(address, bytes).map(|reply| reply.said);
                matches!(reply, Some(Said::Device { sure: Sure::Sure, .. }))
            };
            // A panel's answer has no checksum: a wrong letter of its model's name is another model.
            if !surely(&heard) || ["tjc-hmi", "escpos", "dwin-dgus"].contains(&driver) {
                continue;
            }
            for bit in 0..heard.len() * 8 {
                let mut wrong = heard.clone();
                wrong[bit / 8] ^= 1 << (bit % 8);
                let start = wrong.iter().zip(&heard).position(|(a, b)| a != b).unwrap();
                // The start bytes of a font card's frame are eight, and seven do.
                assert!(
                    !surely(&wrong) || driver == "onbon-bx" && start < 8,
                    "{driver}, {name}: {wrong:02X?}"
                );
            }
        }
    }
}
