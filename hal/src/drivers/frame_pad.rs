//! Rating pad that speaks in frames of its maker's own, declared in the configuration.
//!
//! | setting | frame |
//! |---|---|
//! | `frames.says` | in which the pad tells a key; code 00 is none |
//! | `frames.ask` | by which it is asked; without it, it speaks unasked, and that it is dead is not noticed |
//! | `frames.idle` · `frames.confirms` | no key was pressed · it did what it was told, where it says so |
//! | `light` · `darken` | lights the keys · lets them go dark, where the pad can |
//!
//! Their words: [`crate::framing::template`]. A key that was down or pressed before the visitor was asked
//! answers nothing. Source: the sheet of the pad at hand; the frame of the transcript is *our own*.

use std::time::Duration;

use serde::Deserialize;

use super::PollCost;
use super::probe::Probe;
use super::transcript::{Exchange, Transcript};
use crate::driver::{Driver, DriverInfo, Outbox, Role, SettingsError, Turn};
use crate::framing::key_frames::{Device, Frames, Presses, QUIET, Said, Talk};
use crate::framing::modbus;
use crate::framing::template::{Gaps, Template};
use crate::port;
use crate::port::rating_pad::{Command, Event, RatingPad};
use crate::time::Instant;

/// What this driver says of itself.
pub const DRIVER: DriverInfo = DriverInfo {
    name: "frame-pad",
    models: "rating pads with frames of their maker's own: start bytes, address, key, checksum; asked or speaking unasked",
    roles: &[Role::RatingPad],
    line: "RS-485 shared by pads that are asked; a line of its own for one that speaks unasked",
    source: "the maker's sheet, copied into the configuration",
};

/// While a visitor is asked: often enough for a tap of a finger on a pad that does not remember it.
const ASKED_EVERY: Duration = Duration::from_millis(40);
/// At rest: three of these without an answer are noticed before the next visitor is asked.
const RESTING_EVERY: Duration = Duration::from_secs(3);
/// Lamps that lost their supply are right again after this time.
const REFRESH_EVERY: Duration = Duration::from_secs(5);

/// None: every maker has frames of his own, and nobody knows what a foreign one means to another's device.
pub const PROBES: &[Probe] = &[];

/// Settings in the device's table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The frames of its sheet.
    pub frames: Frames,
    /// Lights the keys; absent where it has no lamps.
    pub light: Option<Template>,
    /// Lets the keys go dark.
    pub darken: Option<Template>,
    /// The codes of the five keys, from very good to very bad.
    #[serde(default = "usual_keys")]
    pub keys: [u8; 5],
    /// How long an answer may take, in milliseconds from the question's last byte: 5 to 1000.
    #[serde(default = "usual_answer_ms")]
    pub answer_ms: u16,
}

fn usual_keys() -> [u8; 5] {
    [1, 2, 3, 4, 5]
}

fn usual_answer_ms() -> u16 {
    modbus::ANSWER_MS
}

/// A rating pad.
#[derive(Debug)]
pub struct FramePad {
    device: Device,
    light: Option<Template>,
    darken: Option<Template>,
    keys: [u8; 5],
    wanted: Command,
    wanted_at: Instant,
    line: Option<Line>,
}

/// What is known of the device in this attachment.
#[derive(Debug)]
struct Line {
    poll_at: Instant,
    talk: Talk<Asked>,
    presses: Presses,
    /// What the lamps were last told to be, and when.
    lit: Option<(bool, Instant)>,
    /// The keys were read since this question was asked, so that whatever is told from here on answers it.
    listening: bool,
}

/// What the turn under way is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Keys,
    /// The keys, before the hall put another question: no answer to that one.
    KeysBefore,
    Lamps(bool),
}

impl FramePad {
    /// A pad with these frames, at rest.
    ///
    /// # Errors
    ///
    /// When the frames name an address and none is given, cannot tell a key safely, or a setting is out of
    /// range; when keys have one code, or only one of `light` and `darken` is given.
    pub fn new(settings: Settings, address: Option<u16>) -> Result<Self, SettingsError> {
        let keys = settings.keys;
        if keys.contains(&0) || (1..keys.len()).any(|at| keys[..at].contains(&keys[at])) {
            return Err(SettingsError::Value { key: "keys", why: "five different codes from 1 to 255" });
        }
        if settings.light.is_some() != settings.darken.is_some() {
            return Err(SettingsError::Value { key: "light", why: "a pad with lamps needs `light` and `darken`" });
        }
        if settings.frames.battery.is_some() {
            return Err(SettingsError::Value { key: "frames", why: "only a keypad tells of its battery" });
        }
        let more = [settings.light.as_ref(), settings.darken.as_ref()];
        let device = Device::new(settings.frames, &more, settings.answer_ms, address)?;
        Ok(Self {
            device,
            light: settings.light,
            darken: settings.darken,
            keys,
            wanted: Command::Rest,
            wanted_at: Instant::default(),
            line: None,
        })
    }

    /// What this pad costs its pair while a visitor is asked, which is when a press must not be missed.
    pub fn poll_cost(&self) -> PollCost {
        let (bytes_out, bytes_in) = self.device.poll_bytes();
        let lamps = self.light.as_ref().map_or(0, |light| self.device.tell(light, Gaps::default()).bytes.len());
        PollCost {
            bytes_out: bytes_out.max(lamps),
            bytes_in,
            quiet_before: QUIET,
            answer_within: self.device.answer_within(),
            wants_every: (!self.device.pushes()).then_some(ASKED_EVERY),
            shortest_press: self.device.shortest_press(),
        }
    }

    /// Whether a visitor is asked at this moment.
    fn asking(&self) -> bool {
        match self.wanted {
            Command::AskGrade | Command::AskReason => true,
            Command::Rest => false,
        }
    }

    /// When the lamps are to be written next: lit after the first reading of the keys, dark at once.
    fn lamps_due(&self, line: &Line) -> Option<Instant> {
        let ready = self.light.is_some() && (!self.asking() || line.listening || self.device.pushes());
        let right = line.lit.filter(|(lit, _)| *lit == self.asking());
        ready.then(|| right.map_or(self.wanted_at, |(_, at)| at + REFRESH_EVERY))
    }

    fn next(&self, now: Instant, line: &Line) -> Option<(Turn, Asked)> {
        if self.lamps_due(line).is_some_and(|due| due <= now) {
            let template = if self.asking() { &self.light } else { &self.darken };
            return Some((self.device.tell(template.as_ref()?, Gaps::default()), Asked::Lamps(self.asking())));
        }
        let poll_due = !self.device.pushes() && line.poll_at <= now;
        poll_due.then(|| self.device.ask().map(|turn| (turn, Asked::Keys))).flatten()
    }

    /// What the pad said of its keys, which is an answer to the visitor's question or to nothing.
    fn key(&mut self, now: Instant, code: Option<u8>, before: bool, out: &mut Outbox<RatingPad>) {
        let asking = self.asking();
        let Some(line) = self.line.as_mut() else { return };
        if before {
            return;
        }
        let pressed = line.presses.take(now, &self.device, code).pressed;
        line.listening |= asking;
        let key = pressed.and_then(|code| (1_u8..).zip(self.keys).find(|(_, known)| *known == code));
        out.events.extend(key.filter(|_| asking).map(|(key, _)| Event::Pressed(key)));
    }

    fn said(&mut self, now: Instant, said: Said, out: &mut Outbox<RatingPad>) {
        let Some(line) = self.line.as_mut() else { return };
        let asked = line.talk.asked;
        let answers = match said {
            Said::Key(_) => matches!(asked, Some(Asked::Keys | Asked::KeysBefore)),
            Said::Confirmed => matches!(asked, Some(Asked::Lamps(_))),
            Said::BatteryLow | Said::Stranger(_) => false,
        };
        if answers {
            line.talk.answered();
            out.done = true;
        }
        match (said, asked) {
            (Said::Key(code), _) if answers || self.device.pushes() => {
                self.key(now, code, asked == Some(Asked::KeysBefore), out);
            }
            (Said::Confirmed, Some(Asked::Lamps(lit))) => line.lit = Some((lit, now)),
            (Said::Key(_) | Said::Confirmed | Said::BatteryLow | Said::Stranger(_), _) => {}
        }
    }
}

impl Driver<RatingPad> for FramePad {
    fn attach(&mut self, now: Instant, _out: &mut Outbox<RatingPad>) {
        self.wanted_at = now;
        self.line = Some(Line {
            poll_at: now,
            talk: Talk::default(),
            presses: Presses::default(),
            lit: None,
            listening: false,
        });
    }

    fn command(&mut self, now: Instant, command: &Command, _out: &mut Outbox<RatingPad>) {
        if self.wanted == *command {
            return;
        }
        (self.wanted, self.wanted_at) = (*command, now);
        if let Some(line) = self.line.as_mut() {
            if line.talk.asked == Some(Asked::Keys) {
                line.talk.asked = Some(Asked::KeysBefore);
            }
            line.presses.forget();
            line.listening = false;
            line.poll_at = now;
        }
    }

    fn due(&self) -> Option<Instant> {
        let line = self.line.as_ref()?;
        let poll = (!self.device.pushes()).then_some(line.poll_at);
        [poll, self.lamps_due(line)].into_iter().flatten().min()
    }

    fn turn(&mut self, now: Instant, _out: &mut Outbox<RatingPad>) -> Option<Turn> {
        let (turn, asked) = self.next(now, self.line.as_ref()?)?;
        let every = if self.asking() { ASKED_EVERY } else { RESTING_EVERY };
        let line = self.line.as_mut()?;
        line.talk.begin(&self.device, asked);
        if asked == Asked::Keys {
            line.poll_at = now + every;
        }
        Some(turn)
    }

    fn sent(&mut self, now: Instant, _out: &mut Outbox<RatingPad>) {
        let Some(line) = self.line.as_mut().filter(|_| !self.device.confirms()) else { return };
        if let Some(Asked::Lamps(lit)) = line.talk.asked {
            (line.talk.asked, line.lit) = (None, Some((lit, now)));
        }
    }

    fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut Outbox<RatingPad>) {
        let Some(line) = self.line.as_mut() else { return };
        line.talk.hear(bytes);
        while let Some(said) = self.line.as_mut().and_then(|line| line.talk.next(&self.device)) {
            self.said(now, said, out);
        }
    }

    fn unanswered(&mut self, now: Instant, out: &mut Outbox<RatingPad>) {
        let Some(line) = self.line.as_mut() else { return };
        out.fault = line.talk.unanswered();
        // A pad at rest that missed one question is asked again at once, so that its loss is known soon.
        line.poll_at = line.poll_at.min(now + ASKED_EVERY);
    }
}

/// A pad with a frame of our own is dark, is asked, is lit, and is answered with the second key.
pub fn transcript() -> Transcript {
    let confirmed = vec![0xAA, 0x06, 0x82, 0x2E];
    let dark = Exchange {
        sends: vec![0xAA, 0x06, 0x03, 0x00, 0xAF],
        answer: confirmed.clone(),
        ..Exchange::default()
    };
    let listens = Exchange {
        command: Some(port::Command::RatingPad(Command::AskGrade)),
        sends: vec![0xAA, 0x06, 0x01, 0xAD],
        answer: vec![0xAA, 0x06, 0x81, 0x00, 0x2D],
        events: vec![],
    };
    let lit = Exchange {
        sends: vec![0xAA, 0x06, 0x03, 0x01, 0xAE],
        answer: confirmed,
        ..Exchange::default()
    };
    let pressed = Exchange {
        command: None,
        answer: vec![0xAA, 0x06, 0x81, 0x02, 0x2F],
        events: vec![port::Event::RatingPad(Event::Pressed(2))],
        ..listens.clone()
    };
    let settings = "light = 'AA address 03 01 check'\ndarken = 'AA address 03 00 check'\n\
        frames = { says = 'AA address 81 key check', ask = 'AA address 01 check', confirms = 'AA address 82 check' }";
    Transcript::new(settings, Some(6), dark).then(listens).then(lit).then(pressed)
}
