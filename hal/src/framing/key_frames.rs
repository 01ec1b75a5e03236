//! Keys told in frames of a maker's own: which frames, what was heard of them, and which of it is a press.

use std::time::Duration;

use serde::Deserialize;

use super::modbus::{self, Patience};
use super::presses::{Stuck, TAP};
use super::template::{Check, Gaps, Template};
use crate::driver::{Answer, Fault, Piece, SettingsError, Turn, veil};
use crate::time::Instant;

/// Silence before a question, so that it is not taken for the end of another device's frame.
pub const QUIET: Duration = Duration::from_millis(4);
/// A key that is repeated while it is down is free after this time without a word of it: twice the slowest
/// repeat.
const FREE_AFTER: Duration = Duration::from_millis(400);
/// More than a frame and its echo; what is older is noise.
const HEARD_MAX: usize = 128;

/// The frames of one kind of device, as its sheet has them.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Frames {
    /// In which the device tells a key.
    pub says: Template,
    /// By which it is asked; without it the device speaks unasked, and must be alone on its cable.
    pub ask: Option<Template>,
    /// In which it tells that no key was pressed, if that frame has another form.
    pub idle: Option<Template>,
    /// In which it confirms what it was told; without it nothing is waited for.
    pub confirms: Option<Template>,
    /// In which it tells that its battery is low.
    pub battery: Option<Template>,
    /// The checksum of all of them: `{ kind = "xor", from = 0 }`, kinds are `xor`, `sum` and `crc16`.
    #[serde(default)]
    pub check: Check,
    /// How often a key is told: `once` for each press, or again and again `while-down`.
    #[serde(default)]
    pub told: Told,
}

/// How often a key is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    /// Once a press; a device that is asked remembers it until then.
    #[default]
    Once,
    /// In every frame while the key is down.
    WhileDown,
}

/// The frames of one device at its address.
#[derive(Clone, Debug)]
pub struct Device {
    frames: Frames,
    address: u8,
    answer_within: Duration,
}

/// What a device said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// This code; none is down or was pressed.
    Key(Option<u8>),
    /// It did what it was told.
    Confirmed,
    /// Its battery is low.
    BatteryLow,
    /// Another device, of this address, told a key on a line where ours should be alone.
    Stranger(u8),
}

impl Device {
    /// Frames for the device at this address; `more` are the driver's own.
    ///
    /// # Errors
    ///
    /// When the frames name an address and none from 0 to 255 is given; when `says` tells no key or has no
    /// checksum; when a time is out of range.
    pub fn new(
        frames: Frames,
        more: &[Option<&Template>],
        answer_ms: u16,
        address: Option<u16>,
    ) -> Result<Self, SettingsError> {
        let refused = |why| Err(SettingsError::Value { key: "frames", why });
        if !frames.says.has_key() {
            return refused("`says` must have the word `key`");
        }
        if !frames.says.has_check() {
            return refused("`says` must have the word `check`: without one, noise presses keys");
        }
        let more_own = [&frames.ask, &frames.idle, &frames.confirms, &frames.battery].map(Option::as_ref);
        let own = [Some(&frames.says)].into_iter().chain(more_own);
        let named = own.chain(more.iter().copied()).flatten().any(|template| template.has_address());
        let address = match address.map(u8::try_from) {
            Some(Ok(address)) => address,
            None if !named => 0,
            Some(Err(_)) | None => return Err(SettingsError::Address { min: 0, max: 255 }),
        };
        Ok(Self { frames, address, answer_within: modbus::answer_within(answer_ms)? })
    }

    /// Whether it speaks unasked.
    pub fn pushes(&self) -> bool {
        self.frames.ask.is_none()
    }

    /// Whether it confirms what it is told.
    pub fn confirms(&self) -> bool {
        self.frames.confirms.is_some()
    }

    /// How often it tells a key.
    pub fn told(&self) -> Told {
        self.frames.told
    }

    /// How long an answer may take.
    pub fn answer_within(&self) -> Duration {
        self.answer_within
    }

    /// The shortest press that must not be missed; `None` where presses are remembered or told unasked.
    pub fn shortest_press(&self) -> Option<Duration> {
        match self.frames.told {
            Told::Once => None,
            Told::WhileDown => self.frames.ask.as_ref().map(|_| TAP),
        }
    }

    /// Bytes of a question and of the longest answer; zero for a device that speaks unasked.
    pub fn poll_bytes(&self) -> (usize, usize) {
        let check = self.frames.check;
        let length = |template: &Template| template.length(check);
        let answers = [Some(&self.frames.says), self.frames.idle.as_ref()];
        let answer = answers.into_iter().flatten().map(length).max().unwrap_or_default();
        self.frames.ask.as_ref().map_or((0, 0), |ask| (length(ask), answer))
    }

    /// The turn that asks for keys; `None` where they come unasked.
    pub fn ask(&self) -> Option<Turn> {
        let bytes = self.frames.ask.as_ref()?.encode(self.gaps(), self.frames.check);
        Some(Turn::new(bytes, Answer::Within(self.answer_within)).after(QUIET))
    }

    /// The turn that tells the device something.
    pub fn tell(&self, template: &Template, gaps: Gaps) -> Turn {
        let answer = match self.frames.confirms {
            Some(_) => Answer::Within(self.answer_within),
            None => Answer::None,
        };
        let bytes = template.encode(Gaps { address: self.address, ..gaps }, self.frames.check);
        Turn::new(bytes, answer).after(QUIET)
    }

    fn gaps(&self) -> Gaps {
        Gaps { address: self.address, ..Gaps::default() }
    }

    /// The bytes as they may be written down: keys that are `secret` are all told as `stand_in`, and whatever
    /// is no whole frame is hidden, as it may be part of one.
    pub fn veil(&self, bytes: &[u8], secret: impl Fn(u8) -> bool, stand_in: u8) -> Vec<Piece> {
        let mut pieces = veil::Pieces::default();
        let mut at = 0;
        while at < bytes.len() {
            let Some((said, length)) = self.read(&bytes[at..]) else {
                pieces.hide(1);
                at += 1;
                continue;
            };
            match said {
                Said::Key(Some(code)) if secret(code) => {
                    let gaps = Gaps { key: stand_in, ..self.gaps() };
                    pieces.show(&self.frames.says.encode(gaps, self.frames.check));
                }
                // Whoever speaks at a stranger may be typing a PIN there.
                Said::Stranger(_) => pieces.hide(length),
                Said::Key(_) | Said::Confirmed | Said::BatteryLow => pieces.show(&bytes[at..at + length]),
            }
            at += length;
        }
        pieces.all()
    }

    /// What these bytes begin with, and its length.
    fn read(&self, bytes: &[u8]) -> Option<(Said, usize)> {
        let (frames, check) = (&self.frames, self.frames.check);
        let read = |template: Option<&Template>| {
            let template = template?;
            template.read(bytes, self.address, check).map(|key| (key, template.length(check)))
        };
        let idle = read(frames.idle.as_ref()).map(|(_, length)| (Said::Key(None), length));
        let confirmed = || read(frames.confirms.as_ref()).map(|(_, length)| (Said::Confirmed, length));
        let key =
            || read(Some(&frames.says)).map(|(key, length)| (Said::Key((key != 0).then_some(key)), length));
        let battery = || read(frames.battery.as_ref()).map(|(_, length)| (Said::BatteryLow, length));
        // On a pair on which devices are asked, other addresses are those of neighbours.
        let stranger = || {
            let address = frames.says.named(bytes, check).filter(|_| self.pushes())?;
            Some((Said::Stranger(address), frames.says.length(check)))
        };
        idle.or_else(confirmed).or_else(battery).or_else(key).or_else(stranger)
    }
}

/// The conversation with one device in one attachment: what the turn under way is about, and what was heard.
#[derive(Debug)]
pub struct Talk<A> {
    /// What the turn under way is about; `None` between two turns.
    pub asked: Option<A>,
    heard: Vec<u8>,
    /// Bytes came since the turn began.
    anything: bool,
    patience: Patience,
}

impl<A> Default for Talk<A> {
    fn default() -> Self {
        Self { asked: None, heard: Vec::new(), anything: false, patience: Patience::default() }
    }
}

impl<A> Talk<A> {
    /// A turn begins. What a device that is asked said before belongs to nothing.
    pub fn begin(&mut self, device: &Device, asked: A) {
        (self.asked, self.anything) = (Some(asked), false);
        if !device.pushes() {
            self.heard.clear();
        }
    }

    /// Takes bytes from the wire.
    pub fn hear(&mut self, bytes: &[u8]) {
        self.anything |= !bytes.is_empty();
        self.heard.extend_from_slice(bytes);
    }

    /// The turn has its answer.
    pub fn answered(&mut self) {
        self.asked = None;
        self.patience.answered();
    }

    /// The limit of the turn passed; a fault when that was once too often.
    pub fn unanswered(&mut self) -> Option<Fault> {
        self.asked = None;
        self.patience.unanswered(self.anything)
    }

    /// The next whole frame of the device; noise before it is dropped.
    pub fn next(&mut self, device: &Device) -> Option<Said> {
        let found = (0..self.heard.len())
            .find_map(|start| device.read(&self.heard[start..]).map(|(said, length)| (said, start + length)));
        let used = found.map_or(self.heard.len().saturating_sub(HEARD_MAX), |(_, end)| end);
        self.heard.drain(..used);
        found.map(|(said, _)| said)
    }
}

/// Turns what is told into presses, one a finger.
#[derive(Debug, Default)]
pub struct Presses {
    /// The key that is down and when it was told last, where keys are told while down.
    down: Option<(u8, Instant)>,
    stuck: Stuck,
    /// The device was asked before in this attachment: what it tells was pressed since.
    met: bool,
}

/// What one word of the device means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// A key went down.
    pub pressed: Option<u8>,
    /// A key has been down for longer than any finger.
    pub stuck: Option<u8>,
}

impl Presses {
    /// What the device tells next was pressed before: somebody else was being listened to.
    pub fn forget(&mut self) {
        self.met = false;
    }

    /// Takes one word. What a device that is asked tells first was pressed before we listened (F13).
    pub fn take(&mut self, now: Instant, device: &Device, key: Option<u8>) -> Meaning {
        let ours = std::mem::replace(&mut self.met, true) || device.pushes();
        match device.told() {
            Told::Once => Meaning { pressed: key.filter(|_| ours), stuck: None },
            Told::WhileDown => {
                let still =
                    self.down.is_some_and(|(down, at)| Some(down) == key && now.since(at) < FREE_AFTER);
                self.down = key.map(|key| (key, now));
                Meaning { pressed: key.filter(|_| ours && !still), stuck: self.stuck.poll(now, key) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(more: &str) -> Device {
        let text = format!("says = 'AA address key check'\n{more}");
        let frames: Frames = text.parse::<toml::Table>().unwrap().try_into().unwrap();
        Device::new(frames, &[], 80, Some(5)).unwrap()
    }

    fn pressed(device: &Device, words: &[(u64, Option<u8>)]) -> Vec<u8> {
        let mut presses = Presses::default();
        let take =
            |&(at, key): &(u64, Option<u8>)| presses.take(Instant::from_millis(at), device, key).pressed;
        words.iter().filter_map(take).collect()
    }

    #[test]
    fn a_key_told_while_down_is_one_press_until_it_was_free() {
        let words =
            [(0, Some(3)), (100, Some(3)), (200, Some(3)), (700, Some(3)), (800, None), (810, Some(3))];

        assert_eq!(pressed(&device("told = 'while-down'"), &words), [3, 3, 3]);
        assert_eq!(pressed(&device(""), &words).len(), 5, "told once: every word is a press");
    }

    #[test]
    fn f13_what_a_device_that_is_asked_tells_first_was_pressed_before() {
        let words = [(0, Some(3)), (40, Some(4))];

        assert_eq!(pressed(&device("ask = 'AA address 01 check'"), &words), [4]);
        assert_eq!(pressed(&device(""), &words), [3, 4], "what comes unasked was pressed just then");
    }

    #[test]
    fn e01_frames_are_found_in_noise_and_anothers_are_not() {
        let (mine, mut ear) = (device("ask = 'AA address 01 check'"), Talk::<()>::default());

        ear.hear(b"\xAA\x06\x01\xAD\xFF\xAA\xAA\x05\x0B\xA4\xAA\x05");

        assert_eq!(ear.next(&mine), Some(Said::Key(Some(11))));
        assert_eq!(ear.next(&mine), None);
        ear.hear(b"\x00\xAF");
        assert_eq!(ear.next(&mine), Some(Said::Key(None)), "code 0 is no key");
    }

    #[test]
    fn f12_anothers_frame_is_told_apart_on_a_line_of_ones_own_and_nothing_of_it_is_written_down() {
        let (mine, mut ear) = (device(""), Talk::<()>::default());
        let frame = b"\xAA\x06\x01\xAD";

        ear.hear(frame);

        assert_eq!(ear.next(&mine), Some(Said::Stranger(6)));
        assert_eq!(mine.veil(frame, |_| false, 0), [Piece::Hidden(4)]);
    }

    #[test]
    fn frames_by_which_noise_would_press_keys_are_refused() {
        let refused = |text: &str, address| {
            let frames: Frames = text.parse::<toml::Table>().unwrap().try_into().unwrap();
            Device::new(frames, &[], 80, address).map(|_| ()).map_err(|error| error.to_string())
        };

        assert!(refused("says = 'AA address check'", Some(5)).unwrap_err().contains("`key`"));
        assert!(refused("says = 'AA address key'", Some(5)).unwrap_err().contains("`check`"));
        assert!(refused("says = 'AA address key check'", None).unwrap_err().contains("address"));
        assert_eq!(refused("says = 'AA key check'", None), Ok(()));
    }
}
