//! Scans of ports in memory, with simulated devices that stand in no configuration.

use std::sync::{Arc, Mutex};

use hal::cable::parity::SevenBits;
use hal::drivers::probe::BROOM;
use hal::sim::Device;
use hal::sim::card_reader::CardReader;
use hal::sim::dgus_panel::DgusPanel;
use hal::sim::font_board::FontBoard;
use hal::sim::frame_keys::FrameKeys;
use hal::sim::keypad::Keypad;
use hal::sim::pad::Pad;
use hal::sim::panel::Panel;
use hal::sim::printer::{Personality, TicketPrinter};
use hal::sim::text_board::TextBoard;

use super::*;

/// A port with devices behind it that understand one line.
struct Port {
    line: Line,
    devices: Vec<Box<dyn Device>>,
    /// At another line the devices hear noise, and make some.
    garbles: bool,
    /// Two that speak at once spoil each other's bytes.
    collides: bool,
    echoes: bool,
    open: Option<Line>,
    /// All that was written at the devices' own line.
    written: Vec<Vec<u8>>,
}

impl Port {
    fn of(baud: u32, devices: Vec<Box<dyn Device>>) -> Self {
        let line = Line::plain(baud);
        Self { line, devices, garbles: false, collides: true, echoes: false, open: None, written: Vec::new() }
    }

    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        if self.open == Some(self.line) {
            self.written.push(bytes.to_vec());
            self.devices.iter_mut().for_each(|device| device.hear(now, bytes));
        } else if self.open.is_some_and(|open| open.baud == self.line.baud) {
            // Seven bits with parity are eight with another highest bit to whoever has eight.
            let eight: Vec<u8> = bytes.iter().map(|byte| SevenBits::Even.put(*byte)).collect();
            self.devices.iter_mut().for_each(|device| device.hear(now, &eight));
        } else if self.garbles {
            let noise: Vec<u8> = bytes.iter().map(|byte| byte.rotate_left(3) ^ 0x5A).collect();
            self.devices.iter_mut().for_each(|device| device.hear(now, &noise));
        }
    }

    fn say(&mut self, now: Instant) -> Vec<u8> {
        let said: Vec<Vec<u8>> =
            self.devices.iter_mut().map(|device| device.speak(now)).filter(|said| !said.is_empty()).collect();
        let mut bytes = said.first().cloned().unwrap_or_default();
        for other in said.iter().skip(1) {
            if self.collides {
                bytes.iter_mut().zip(other).for_each(|(byte, other)| *byte &= other);
            }
            bytes.extend(other.iter().skip(if self.collides { bytes.len() } else { 0 }));
        }
        match (self.open == Some(self.line), self.garbles) {
            (true, _) => bytes,
            (false, true) => bytes.iter().map(|byte| byte | 0x81).collect(),
            (false, false) => Vec::new(),
        }
    }

    /// Scans it; what was found, and the verdict.
    fn scan(&mut self, wanted: Wanted) -> (Vec<String>, Verdict) {
        let mut now = Instant::from_millis(1_000);
        let (mut scan, mut out) = Scan::new(now, wanted);
        let (mut found, mut verdict) = (Vec::new(), None);
        while verdict.is_none() {
            let mut next = Vec::new();
            for output in out {
                match output {
                    Output::Open(line) => {
                        self.open = Some(line);
                        next.extend(scan.step(now, Input::Opened));
                    }
                    Output::Write(bytes) => {
                        self.hear(now, &bytes);
                        if self.echoes {
                            next.extend(scan.step(now, Input::Bytes(&bytes)));
                        }
                    }
                    Output::Progress(_) => {}
                    Output::Found(finding) => found.push(finding.to_string()),
                    Output::Done(done) => verdict = Some(done),
                }
            }
            now += Duration::from_millis(1);
            let said = self.say(now);
            if !said.is_empty() {
                next.extend(scan.step(now, Input::Bytes(&said)));
            }
            next.extend(scan.step(now, Input::Wake));
            out = next;
        }
        (found, verdict.unwrap())
    }
}

fn boxed<D: Device + 'static>(device: D) -> Box<dyn Device> {
    Box::new(device)
}

#[test]
fn each_kind_of_device_is_found_at_its_own_speed_and_address() {
    let expected: [(u32, Box<dyn Device>, &[&str]); 9] = [
        (
            9600,
            boxed(Keypad::latching(5)),
            &["9600 8N1, address 5: keypad, profile \"sixteen-key\"", "(sure)"],
        ),
        (
            57_600,
            boxed(Pad::latching(6)),
            &["57600 8N1, address 6: rating pad, profile \"latching\"", "(sure)"],
        ),
        (19_200, boxed(Keypad::plain(3)), &["19200 8N1, address 3: 8 DI / 8 DO board", "(likely"]),
        (
            9600,
            boxed(TextBoard::armfly(7)),
            &["address 7: text board, profile \"armfly-led-485\"", "(likely"],
        ),
        (
            115_200,
            boxed(TicketPrinter::new(Personality::Unconfirmed)),
            &["115200 8N1: ticket printer", "(sure)"],
        ),
        (
            57_600,
            boxed(FontBoard::new(4)),
            &["57600 8N1, address 4: font card, driver \"onbon-bx\"", "(sure)"],
        ),
        (115_200, boxed(Panel::new()), &["115200 8N1: touch panel, driver \"tjc-hmi\"", "(sure)"]),
        (38_400, boxed(DgusPanel::new(true, true)), &["38400 8N1: touch panel, `crc = true`", "(sure)"]),
        (9600, boxed(CardReader::new()), &["9600 8N1: card reader, driver \"sam-card\"", "(sure)"]),
    ];
    for (baud, device, words) in expected {
        let (found, verdict) = Port::of(baud, vec![device]).scan(Wanted::default());

        assert_eq!((found.len(), verdict), (1, Verdict::Done), "{words:?}: {found:?}");
        assert!(words.iter().all(|word| found[0].contains(word)), "{words:?}: {found:?}");
    }
}

#[test]
fn everybody_on_a_shared_pair_is_found_and_addresses_that_would_feed_paper_are_asked_late() {
    // 10 and 13 are line feed and carriage return to a printer, 27 begins its orders.
    let devices = vec![
        boxed(Keypad::latching(1)),
        boxed(Pad::latching(1)),
        boxed(Keypad::latching(10)),
        boxed(Pad::latching(13)),
        boxed(TextBoard::dm36b06(27)),
    ];
    let mut port = Port::of(19_200, devices);
    port.collides = false;

    let (found, _) = port.scan(Wanted::default());

    let at = |address: &str| found.iter().filter(|it| it.contains(&format!("address {address}:"))).count();
    assert_eq!([at("1"), at("10"), at("13"), at("27")].map(|count| count > 0), [true; 4], "{found:#?}");
    port.written.retain(|bytes| *bytes != BROOM);
    let first_feed = port.written.iter().position(|question| moves_paper(question)).unwrap();
    assert!(port.written[..first_feed].iter().any(|question| question.starts_with(&[1, 4])));
}

#[test]
fn a_scan_never_sends_what_moves_paper_where_no_pair_has_answered() {
    for devices in
        [Vec::new(), vec![boxed(TicketPrinter::new(Personality::ProcessId))], vec![boxed(Panel::new())]]
    {
        let mut port = Port::of(9600, devices);

        port.scan(Wanted { addresses: 247, within: Duration::from_secs(900), ..Wanted::default() });

        let others = port.written.iter().filter(|bytes| **bytes != BROOM);
        assert!(others.clone().count() > 0);
        assert_eq!(others.filter(|bytes| moves_paper(bytes)).count(), 0);
    }
}

/// A printer whose answers go nowhere: its cable has no wire for them.
struct Mute(Arc<Mutex<TicketPrinter>>);

impl Device for Mute {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        self.0.lock().unwrap().hear(now, bytes);
    }

    fn due(&self) -> Option<Instant> {
        None
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        self.0.lock().unwrap().speak(now);
        Vec::new()
    }

    fn power_cycle(&mut self, _now: Instant) {}
}

#[test]
fn a_printer_that_cannot_answer_prints_nothing_and_its_paper_does_not_move() {
    for baud in [9600, 38_400] {
        let printer = Arc::new(Mutex::new(TicketPrinter::new(Personality::Unconfirmed)));
        let full = printer.lock().unwrap().lines_left();
        let mut port = Port::of(baud, vec![boxed(Mute(Arc::clone(&printer)))]);

        let wanted = Wanted { addresses: 247, within: Duration::from_secs(3600), ..Wanted::default() };
        let (found, verdict) = port.scan(wanted);

        let printer = printer.lock().unwrap();
        assert_eq!((found.len(), verdict), (0, Verdict::Nothing));
        assert_eq!((printer.slips().len(), printer.stubs(), printer.lines_left()), (0, 0, full));
        assert!(printer.strip().marks.is_empty(), "{:?}", printer.strip());
    }
}

#[test]
fn a_silent_port_is_said_to_be_silent_and_every_speed_was_tried() {
    let mut port = Port::of(9600, Vec::new());

    let (found, verdict) = port.scan(Wanted::default());

    assert_eq!((found.len(), &verdict), (0, &Verdict::Nothing));
    assert!(verdict.to_string().contains("is it powered, are A and B the right way round"), "{verdict}");
    assert_eq!(port.open.map(|line| line.baud), Some(38_400));
}

#[test]
fn somebody_who_talks_and_is_not_understood_may_have_other_line_settings() {
    let mut keypad = FrameKeys::unasked();
    keypad.hold(7);
    let mut port = Port::of(4800, vec![boxed(keypad)]);
    port.garbles = true;

    let (found, verdict) = port.scan(Wanted::default());

    assert_eq!(found.len(), 0, "{found:?}");
    assert!(verdict.to_string().contains("something talks and is not understood"), "{verdict}");
    assert!(verdict.to_string().contains("line settings wrong"), "{verdict}");
}

#[test]
fn a_device_that_hears_noise_at_other_speeds_is_found_at_its_own() {
    let mut panel = Panel::new();
    // One whose buffer runs full of noise says nothing else until it is switched off and on.
    panel.misbehaviour.buffer = 1 << 20;
    let mut port = Port::of(57_600, vec![boxed(panel)]);
    port.garbles = true;

    let (found, verdict) = port.scan(Wanted::default());

    assert_eq!(found.len(), 1, "{found:?}, {verdict:?}");
    assert!(found[0].contains("57600 8N1: touch panel"), "{found:?}");
}

#[test]
fn two_with_one_address_are_said_to_be_two_whether_they_collide_or_follow_each_other() {
    for collides in [true, false] {
        let devices =
            vec![boxed(Keypad::latching(5)), boxed(TextBoard::dm36b06(5)), boxed(Keypad::latching(2))];
        let mut port = Port::of(9600, devices);
        port.collides = collides;

        let (found, _) = port.scan(Wanted::default());

        let clash = found.iter().find(|it| it.contains("two with one address?"));
        assert!(clash.is_some_and(|it| it.starts_with("9600 8N1, address 5:")), "{collides}: {found:#?}");
        assert!(found.iter().any(|it| it.contains("address 2: keypad")), "{found:#?}");
    }
}

#[test]
fn an_adapter_that_hears_itself_is_told_and_does_not_mislead() {
    let mut port = Port::of(9600, vec![boxed(Keypad::latching(5))]);
    port.echoes = true;

    let (found, _) = port.scan(Wanted::default());

    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1].contains("echo = true"));
}

#[test]
fn a_scan_ends_when_its_time_is_up_and_when_the_port_is_gone() {
    let (found, verdict) =
        Port::of(38_400, Vec::new()).scan(Wanted { within: Duration::from_secs(3), ..Wanted::default() });
    assert_eq!((found.len(), verdict), (0, Verdict::OutOfTime));

    let now = Instant::from_millis(0);
    let (mut scan, _) = Scan::new(now, Wanted::default());
    let out = scan.step(now, Input::Lost(Fault::Occupied));
    let [Output::Done(verdict)] = out.as_slice() else { panic!("{out:?}") };
    assert!(verdict.to_string().contains("another program holds the port"));
    assert_eq!(scan.due(), None);
}
