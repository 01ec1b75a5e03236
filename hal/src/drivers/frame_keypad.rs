//! Clerk keypad that speaks in frames of its maker's own, declared in the configuration.
//!
//! No maker of these keypads publishes a protocol; what they have in common is a frame with start bytes, an
//! address, a key and a checksum, on a shared RS-485 pair on which the keypad is asked, or on a line of its
//! own on which it speaks unasked. The technician copies the frames from the maker's sheet:
//!
//! | setting | frame |
//! |---|---|
//! | `frames.says` | in which the keypad tells a key; code 00 is none |
//! | `frames.ask` | by which it is asked; without it, it speaks unasked, and that it is dead is not noticed |
//! | `frames.idle` · `frames.confirms` | no key was pressed · it did what it was told, where it says so |
//! | `frames.battery` | it runs on a battery, and that is low; for cordless keypads |
//! | `show` · `beep` | sets four characters · sounds the beeper, where it can |
//!
//! Their words: [`crate::framing::template`]. Source: the sheet of the keypad at hand; the frame of the
//! transcript is *our own*.

use std::time::Duration;

use serde::Deserialize;

use super::PollCost;
use super::probe::Probe;
use super::transcript::{Exchange, Transcript};
use crate::driver::{Driver, DriverInfo, Outbox, Piece, Role, SettingsError, Turn, Way, veil};
use crate::framing::key_frames::{Device, Frames, Presses, QUIET, Said, Talk};
use super::keymap::{KeyMap, digits};
use crate::framing::modbus;
use crate::framing::template::{Gaps, Template};
use crate::port;
use crate::port::keypad::{Command, DIGITS, Event, Key, Keypad};
use crate::time::Instant;

/// What this driver says of itself.
pub const DRIVER: DriverInfo = DriverInfo {
    name: "frame-keypad",
    models: "keypads with frames of their maker's own: start bytes, address, key, checksum; asked or speaking unasked",
    roles: &[Role::Keypad],
    line: "RS-485 shared by keypads that are asked; a line of its own for one that speaks unasked",
    source: "the maker's sheet, copied into the configuration",
};

/// Twenty-five times a second, so that a tap of a finger is seen on a keypad that does not remember it.
const POLL_EVERY: Duration = Duration::from_millis(40);
/// Digits that were garbled or lost with the keypad's supply are right again after this time.
const REFRESH_EVERY: Duration = Duration::from_secs(10);

/// An hour of noise makes a whole frame of some address now and then, and hardly ever two of the same in a row.
const STRANGER_SPEAKS: u32 = 2;

/// None: every maker has frames of his own, and nobody knows what a foreign one means to another's device.
pub const PROBES: &[Probe] = &[];

/// Settings in the device's table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The frames of its sheet.
    pub frames: Frames,
    /// Sets four characters; absent where it has none.
    pub show: Option<Template>,
    /// Sounds the beeper; absent where it has none.
    pub beep: Option<Template>,
    /// Which code means which key.
    pub keys: KeyMap,
    /// How long an answer may take, in milliseconds from the question's last byte: 5 to 1000.
    #[serde(default = "usual_answer_ms")]
    pub answer_ms: u16,
}

fn usual_answer_ms() -> u16 {
    modbus::ANSWER_MS
}

/// A clerk's keypad.
#[derive(Debug)]
pub struct FrameKeypad {
    device: Device,
    show: Option<Template>,
    beep: Option<Template>,
    keys: KeyMap,
    /// What the digits should show; `None` until the hall says.
    digits: Option<[u8; DIGITS]>,
    beeps: bool,
    /// When the hall last wanted something.
    wanted_at: Instant,
    line: Option<Line>,
}

/// What is known of the device in this attachment.
#[derive(Debug)]
struct Line {
    poll_at: Instant,
    talk: Talk<Asked>,
    presses: Presses,
    /// The digits that were written last, and when.
    shown: Option<([u8; DIGITS], Instant)>,
    wrote_last: bool,
    /// The stranger that spoke last, and how often since ours did.
    stranger: Option<(u8, u32)>,
}

/// What the turn under way is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Keys,
    Digits([u8; DIGITS]),
    Beep,
}

impl FrameKeypad {
    /// A keypad with these frames.
    ///
    /// # Errors
    ///
    /// When the frames name an address and none is given, cannot tell a key safely, or a setting is out of
    /// range.
    pub fn new(settings: Settings, address: Option<u16>) -> Result<Self, SettingsError> {
        let more = [settings.show.as_ref(), settings.beep.as_ref()];
        let device = Device::new(settings.frames, &more, settings.answer_ms, address)?;
        Ok(Self {
            device,
            show: settings.show,
            beep: settings.beep,
            keys: settings.keys,
            digits: None,
            beeps: false,
            wanted_at: Instant::default(),
            line: None,
        })
    }

    /// What this keypad costs its pair while nobody presses a key.
    pub fn poll_cost(&self) -> PollCost {
        let (bytes_out, bytes_in) = self.device.poll_bytes();
        PollCost {
            bytes_out,
            bytes_in,
            quiet_before: QUIET,
            answer_within: self.device.answer_within(),
            wants_every: (!self.device.pushes()).then_some(POLL_EVERY),
            shortest_press: self.device.shortest_press(),
        }
    }

    /// When the digits are to be written next.
    fn digits_due(&self, line: &Line) -> Option<Instant> {
        let wanted = self.digits.filter(|_| self.show.is_some())?;
        let right = line.shown.filter(|(shown, _)| *shown == wanted);
        Some(right.map_or(self.wanted_at, |(_, at)| at + REFRESH_EVERY))
    }

    /// The beep goes first: it answers a finger, the digits wait for an eye.
    fn write(&self, now: Instant, line: &Line) -> Option<(Turn, Asked)> {
        if let Some(beep) = self.beep.as_ref().filter(|_| self.beeps) {
            return Some((self.device.tell(beep, Gaps::default()), Asked::Beep));
        }
        let digits = self.digits.filter(|_| self.digits_due(line).is_some_and(|due| due <= now))?;
        let gaps = Gaps { digits, ..Gaps::default() };
        Some((self.device.tell(self.show.as_ref()?, gaps), Asked::Digits(digits)))
    }

    /// The turn that should go out at this moment, if any: outputs and keys take turns.
    fn next(&self, now: Instant, line: &Line) -> Option<(Turn, Asked)> {
        let poll_due = !self.device.pushes() && line.poll_at <= now;
        let write = if poll_due && line.wrote_last { None } else { self.write(now, line) };
        write.or_else(|| poll_due.then(|| self.device.ask().map(|turn| (turn, Asked::Keys))).flatten())
    }

    /// The device was told something, and confirmed it if it confirms.
    fn told(&mut self, now: Instant, asked: Asked) {
        match asked {
            Asked::Digits(digits) => self.line.iter_mut().for_each(|line| line.shown = Some((digits, now))),
            Asked::Beep => self.beeps = false,
            Asked::Keys => {}
        }
    }

    fn said(&mut self, now: Instant, said: Said, out: &mut Outbox<Keypad>) {
        let Some(line) = self.line.as_mut() else { return };
        let asked = line.talk.asked;
        let answers = match said {
            Said::Key(_) => asked == Some(Asked::Keys),
            Said::Confirmed => matches!(asked, Some(Asked::Digits(_) | Asked::Beep)),
            // Told unasked, also amid an exchange.
            Said::BatteryLow | Said::Stranger(_) => false,
        };
        if answers {
            line.talk.answered();
            out.done = true;
        }
        match said {
            Said::Key(code) if answers || self.device.pushes() => {
                line.stranger = None;
                let meaning = line.presses.take(now, &self.device, code);
                let key = |code: Option<u8>| -> Option<Key> { self.keys.key(code?) };
                out.events.extend(key(meaning.pressed).map(Event::Pressed));
                out.events.extend(key(meaning.stuck).map(Event::Stuck));
            }
            Said::Confirmed => asked.into_iter().for_each(|asked| self.told(now, asked)),
            Said::BatteryLow => out.events.push(Event::BatteryLow),
            Said::Stranger(address) => out.events.extend(line.stranger(address)),
            Said::Key(_) => {}
        }
    }
}

impl Line {
    /// Another address spoke. It is told once, and only when it was heard so often that it is no noise.
    fn stranger(&mut self, address: u8) -> Option<Event> {
        let before = self.stranger.filter(|(known, _)| *known == address).map_or(0, |(_, times)| times);
        self.stranger = Some((address, before.saturating_add(1)));
        (before + 1 == STRANGER_SPEAKS).then_some(Event::Stranger(address))
    }
}

impl Driver<Keypad> for FrameKeypad {
    fn attach(&mut self, now: Instant, _out: &mut Outbox<Keypad>) {
        (self.beeps, self.wanted_at) = (false, now);
        self.line = Some(Line {
            poll_at: now,
            talk: Talk::default(),
            presses: Presses::default(),
            shown: None,
            // Keys first: what was pressed so far is not ours.
            wrote_last: true,
            stranger: None,
        });
    }

    fn command(&mut self, now: Instant, command: &Command, _out: &mut Outbox<Keypad>) {
        match command {
            Command::Show(text) => self.digits = Some(digits(text)),
            // A beep is for the moment: it is not kept for a keypad that is away.
            Command::Beep(_) => self.beeps = self.line.is_some() && self.beep.is_some(),
        }
        self.wanted_at = now;
    }

    fn due(&self) -> Option<Instant> {
        let line = self.line.as_ref()?;
        let poll = (!self.device.pushes()).then_some(line.poll_at);
        let beep = self.beeps.then_some(self.wanted_at);
        [poll, beep, self.digits_due(line)].into_iter().flatten().min()
    }

    fn turn(&mut self, now: Instant, _out: &mut Outbox<Keypad>) -> Option<Turn> {
        let (turn, asked) = self.next(now, self.line.as_ref()?)?;
        let line = self.line.as_mut()?;
        line.wrote_last = asked != Asked::Keys;
        line.talk.begin(&self.device, asked);
        if asked == Asked::Keys {
            line.poll_at = now + POLL_EVERY;
        }
        Some(turn)
    }

    fn sent(&mut self, now: Instant, _out: &mut Outbox<Keypad>) {
        let Some(line) = self.line.as_mut().filter(|_| !self.device.confirms()) else { return };
        if let Some(asked) = line.talk.asked.take_if(|asked| *asked != Asked::Keys) {
            self.told(now, asked);
        }
    }

    fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut Outbox<Keypad>) {
        let Some(line) = self.line.as_mut() else { return };
        line.talk.hear(bytes);
        while let Some(said) = self.line.as_mut().and_then(|line| line.talk.next(&self.device)) {
            self.said(now, said, out);
        }
    }

    fn tells_secrets(&self) -> bool {
        self.keys.stand_in().is_some()
    }

    fn veil(&self, way: Way, bytes: &[u8]) -> Vec<Piece> {
        match (way, self.keys.stand_in()) {
            (Way::In, Some(stand_in)) => self.device.veil(bytes, |code| self.keys.is_digit(code), stand_in),
            (Way::In | Way::Out, _) => veil::without_cards(bytes),
        }
    }

    fn keys(&self) -> Vec<Key> {
        self.keys.keys()
    }

    fn unanswered(&mut self, _now: Instant, out: &mut Outbox<Keypad>) {
        out.fault = self.line.as_mut().and_then(|line| line.talk.unanswered());
    }
}

/// A keypad with a frame of our own is asked, shows a number, and NEXT is pressed.
pub fn transcript() -> Transcript {
    let asks = Exchange {
        sends: vec![0xAA, 0x05, 0x01, 0xAE],
        answer: vec![0xAA, 0x05, 0x81, 0x00, 0x2E],
        ..Exchange::default()
    };
    let shows = Exchange {
        command: Some(port::Command::Keypad(Command::Show("A017".to_owned()))),
        sends: vec![0xAA, 0x05, 0x02, 0x41, 0x30, 0x31, 0x37, 0xDA],
        answer: vec![0xAA, 0x05, 0x82, 0x2D],
        events: vec![],
    };
    let pressed = Exchange {
        answer: vec![0xAA, 0x05, 0x81, 0x0B, 0x25],
        events: vec![port::Event::Keypad(Event::Pressed(Key::Next))],
        ..asks.clone()
    };
    let settings = "show = 'AA address 02 digits check'\n\
        keys = { next = 11, recall = 12 }\n\
        frames = { says = 'AA address 81 key check', ask = 'AA address 01 check', confirms = 'AA address 82 check' }";
    Transcript::new(settings, Some(5), asks).then(shows).then(pressed)
}
