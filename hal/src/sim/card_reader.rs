//! A reader of resident identity cards, and the cards that people lay on it.
//!
//! Written from GA 450: a card is found, selected and read, in this order; once read it is not found again
//! until it was lifted. The people and numbers in its tests are made up.

use std::collections::VecDeque;
use std::time::Duration;

use super::Device;
use crate::time::Instant;

/// A reader on its line.
#[derive(Debug, Default)]
pub struct CardReader {
    card: Option<Card>,
    stage: Stage,
    unauthorised: bool,
    mute: bool,
    heard: Vec<u8>,
    answers: VecDeque<(Instant, Vec<u8>)>,
    found: u32,
}

/// What lies on the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Card {
    /// A resident's card with this number, 18 characters.
    Resident(String),
    /// A card of another kind, whose text has another layout.
    Other,
    /// A card that is bent or moved: it is found and cannot be read.
    Damaged,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Fresh,
    Found,
    Selected,
    /// Read, and not lifted since.
    Spent,
}

/// How long it takes over a question.
const ANSWER_AFTER: Duration = Duration::from_millis(60);
/// How long it takes over a card.
const READ_AFTER: Duration = Duration::from_millis(700);

impl CardReader {
    /// A reader in order, with nothing on it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Somebody lays a card on.
    pub fn lay(&mut self, card: Card) {
        (self.card, self.stage) = (Some(card), Stage::Fresh);
    }

    /// The card is taken away.
    pub fn lift(&mut self) {
        self.card = None;
    }

    /// How often it was told to look for a card.
    pub fn looked(&self) -> u32 {
        self.found
    }

    /// Takes its SAM module's authorisation away, or gives it back.
    pub fn set_authorised(&mut self, authorised: bool) {
        self.unauthorised = !authorised;
    }

    /// Lets it do and say nothing.
    pub fn set_mute(&mut self, mute: bool) {
        self.mute = mute;
    }

    fn obey(&mut self, now: Instant, command: [u8; 2]) {
        let (state, data) = match (command, self.stage, &self.card) {
            _ if self.unauthorised => (0x66, vec![]),
            ([0x11, 0xFF], _, _) => (0x90, vec![]),
            ([0x20, 0x01], Stage::Fresh | Stage::Found | Stage::Selected, Some(_)) => {
                self.stage = Stage::Found;
                (0x9F, vec![0; 4])
            }
            ([0x20, 0x01], _, _) => (0x80, vec![]),
            ([0x20, 0x02], Stage::Found, Some(_)) => {
                self.stage = Stage::Selected;
                (0x90, vec![0; 8])
            }
            ([0x20, 0x02], _, _) => (0x81, vec![]),
            ([0x30, 0x01], Stage::Selected, Some(Card::Damaged)) => {
                self.stage = Stage::Fresh;
                (0x41, vec![])
            }
            ([0x30, 0x01], Stage::Selected, Some(card)) => {
                let data = read(card);
                self.stage = Stage::Spent;
                (0x90, data)
            }
            ([0x30, 0x01], _, _) => (0x41, vec![]),
            (_, _, _) => (0x21, vec![]),
        };
        self.found += u32::from(command == [0x20, 0x01]);
        let mut answer = vec![];
        answer.extend(u16::try_from(data.len() + 4).unwrap_or(0).to_be_bytes());
        answer.extend([0, 0, state]);
        answer.extend(data);
        answer.push(answer.iter().fold(0, |sum, byte| sum ^ byte));
        let after = if command[0] == 0x30 { READ_AFTER } else { ANSWER_AFTER };
        self.answers.push_back((now + after, [&[0xAA, 0xAA, 0xAA, 0x96, 0x69], &answer[..]].concat()));
    }
}

/// Text and picture of a card.
fn read(card: &Card) -> Vec<u8> {
    let mut text = "张三".encode_utf16().collect::<Vec<u16>>();
    text.resize(61, 0x20);
    match card {
        Card::Resident(number) => text.extend(number.encode_utf16()),
        Card::Other | Card::Damaged => text.extend("ABC".encode_utf16()),
    }
    text.resize(128, 0x20);
    let mut data = vec![0x01, 0x00, 0x04, 0x00];
    data.extend(text.into_iter().flat_map(u16::to_le_bytes));
    data.extend([0xAA; 1024]);
    data
}

impl Device for CardReader {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        self.heard.extend_from_slice(bytes);
        while let Some(start) =
            self.heard.windows(5).position(|bytes| bytes == [0xAA, 0xAA, 0xAA, 0x96, 0x69])
        {
            let Some(frame) = self.heard.get(start + 5..start + 10) else { return };
            let (sum, command) = (frame.iter().fold(0, |sum, byte| sum ^ byte), [frame[2], frame[3]]);
            self.heard.drain(..start + 10);
            if sum == 0 {
                self.obey(now, command);
            }
        }
    }

    fn due(&self) -> Option<Instant> {
        self.answers.front().map(|(at, _)| *at)
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        let mut said = Vec::new();
        while let Some((_, answer)) = self.answers.pop_front_if(|(at, _)| *at <= now) {
            said.extend(answer);
        }
        if self.mute { Vec::new() } else { said }
    }

    fn power_cycle(&mut self, _now: Instant) {
        (self.stage, self.heard) = (Stage::Fresh, Vec::new());
        self.answers.clear();
    }
}
