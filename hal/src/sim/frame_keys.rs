//! Keypads and pads with frames of their makers' own, of two kinds.
//!
//! No maker publishes his sheet, so these two are *made up* in the manner of the trade, and stand for the two
//! ways in which such devices speak:
//!
//! | | [`FrameKeys::asked`] | [`FrameKeys::unasked`] |
//! |---|---|---|
//! | asked | `AA` address `01` xor | – |
//! | says a key, 00 for none | `AA` address `81` key xor | `7E` `05` key sum `0D`, ten times a second while it is down |
//! | digits | `AA` address `02` four characters xor | `7E` `09` four characters sum `0D` |
//! | lamps | `AA` address `03` on xor | – |
//! | beeper | `AA` address `04` xor | – |
//! | done | `AA` address `82` xor | – |
//!
//! The sum leaves out the first byte.

use std::collections::VecDeque;
use std::time::Duration;

use super::Device;
use crate::time::Instant;

/// One keypad or pad.
#[derive(Debug)]
pub struct FrameKeys {
    /// Its address on a shared pair; `None` for the kind that speaks unasked.
    address: Option<u8>,
    /// A press that was not asked for yet.
    remembered: Option<u8>,
    down: Option<u8>,
    /// When a key that is down is told next.
    repeat_at: Instant,
    digits: [u8; 4],
    lit: bool,
    beeps: u32,
    heard: Vec<u8>,
    answers: VecDeque<(Instant, Vec<u8>)>,
    mute: bool,
}

/// How long it thinks.
const ANSWER_AFTER: Duration = Duration::from_millis(5);
/// How often a key that is down is told.
const REPEAT_EVERY: Duration = Duration::from_millis(100);
/// The longest frame either kind hears.
const LONGEST: usize = 8;

impl FrameKeys {
    /// One on a shared pair that remembers a press until it is asked.
    pub fn asked(address: u8) -> Self {
        Self::new(Some(address))
    }

    /// One on a line of its own that speaks while a key is down.
    pub fn unasked() -> Self {
        Self::new(None)
    }

    fn new(address: Option<u8>) -> Self {
        Self {
            address,
            remembered: None,
            down: None,
            repeat_at: Instant::default(),
            digits: [b' '; 4],
            lit: false,
            beeps: 0,
            heard: Vec::new(),
            answers: VecDeque::new(),
            mute: false,
        }
    }

    /// A finger goes down on a key and stays.
    pub fn hold(&mut self, code: u8) {
        (self.remembered, self.down) = (Some(code), Some(code));
        self.repeat_at = Instant::default();
    }

    /// The finger goes up.
    pub fn release(&mut self) {
        self.down = None;
    }

    /// The four characters that it shows.
    pub fn digits(&self) -> String {
        self.digits.iter().map(|digit| char::from(*digit)).collect()
    }

    /// Whether its lamps are lit.
    pub fn lit(&self) -> bool {
        self.lit
    }

    /// How often its beeper sounded.
    pub fn beeps(&self) -> u32 {
        self.beeps
    }

    /// Lets it hear and do, but say nothing.
    pub fn set_mute(&mut self, mute: bool) {
        self.mute = mute;
    }

    /// The first whole frame for it among what it heard: what is wanted, the data, and where the frame ends.
    fn next_frame(&self) -> Option<(u8, Vec<u8>, usize)> {
        (0..self.heard.len()).find_map(|start| {
            let rest = &self.heard[start..];
            let (name, from, length) = match (self.address, rest) {
                (Some(own), [0xAA, address, name, ..]) if *address == own => {
                    let data = match name {
                        0x01 | 0x04 => 0,
                        0x03 => 1,
                        0x02 => 4,
                        _ => return None,
                    };
                    (*name, 3, 4 + data)
                }
                (None, [0x7E, name @ 0x09, ..]) => (*name, 2, LONGEST),
                _ => return None,
            };
            let frame = rest.get(..length)?;
            let check = if self.address.is_some() { length - 1 } else { length - 2 };
            let sum = match self.address {
                Some(_) => frame[..check].iter().fold(0, |sum, byte| sum ^ byte),
                None => frame[1..check].iter().fold(0, |sum: u8, byte| sum.wrapping_add(*byte)),
            };
            let whole = frame[check] == sum && (self.address.is_some() || frame[check + 1] == 0x0D);
            whole.then(|| (name, frame[from..check].to_vec(), start + length))
        })
    }

    fn obey(&mut self, now: Instant, address: u8, name: u8, data: &[u8]) {
        let mut answer = match name {
            0x01 => vec![0xAA, address, 0x81, self.remembered.take().unwrap_or(0)],
            _ => vec![0xAA, address, 0x82],
        };
        match (name, data) {
            (0x02, digits) => self.digits.copy_from_slice(digits),
            (0x03, [on]) => self.lit = *on != 0,
            (0x04, _) => self.beeps += 1,
            _ => {}
        }
        answer.push(answer.iter().fold(0, |sum, byte| sum ^ byte));
        self.answers.push_back((now + ANSWER_AFTER, answer));
    }
}

impl Device for FrameKeys {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        self.heard.extend_from_slice(bytes);
        while let Some((name, data, end)) = self.next_frame() {
            self.heard.drain(..end);
            match self.address {
                Some(address) => self.obey(now, address, name, &data),
                None => self.digits.copy_from_slice(&data),
            }
        }
        let excess = self.heard.len().saturating_sub(LONGEST);
        self.heard.drain(..excess);
    }

    fn due(&self) -> Option<Instant> {
        match self.address {
            Some(_) => self.answers.front().map(|(at, _)| *at),
            None => self.down.map(|_| self.repeat_at),
        }
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        let mut said = Vec::new();
        while let Some((_, answer)) = self.answers.pop_front_if(|(at, _)| *at <= now) {
            said.extend(answer);
        }
        if let Some(key) = self.down.filter(|_| self.address.is_none() && self.repeat_at <= now) {
            self.repeat_at = now + REPEAT_EVERY;
            said.extend([0x7E, 0x05, key, 0x05_u8.wrapping_add(key), 0x0D]);
        }
        if self.mute { Vec::new() } else { said }
    }

    fn power_cycle(&mut self, _now: Instant) {
        *self = Self::new(self.address);
    }
}
