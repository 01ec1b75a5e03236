//! A DGUS II panel with the terminal's project on it: a memory of words, pages that draw some of them, and
//! fingers.
//!
//! Written from the maker's guide: variables of 16 bits, `82` writes and is answered `82 4F 4B`, `83` reads,
//! 0084 turns pages, 0014 tells which one is shown; a key stores its code in its variable and tells it
//! unasked. A panel that loses its supply forgets its variables and shows its first page.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Device;
use crate::time::Instant;

/// A panel on its line.
#[derive(Debug)]
pub struct DgusPanel {
    crc: bool,
    confirms: bool,
    memory: BTreeMap<u16, u16>,
    page: u8,
    heard: Vec<u8>,
    says: Vec<u8>,
    /// It draws, and answers nothing before.
    busy_until: Instant,
    mute: bool,
}

/// How long going to a page takes.
const PAGE_TIME: Duration = Duration::from_millis(60);

/// The buttons of each page: their ids in the project.
const BUTTONS: [&[u8]; 6] = [
    &[1, 2, 3, 4, 5, 6, 12],
    &[1, 2, 3, 4, 5, 6, 7, 8],
    &[9, 10, 11, 7],
    &[1, 2, 3, 4, 5, 6, 7],
    &[9, 7],
    &[7],
];

impl DgusPanel {
    /// A panel that was switched on long ago; `crc` is its setting, and so is whether it `confirms` writes.
    pub fn new(crc: bool, confirms: bool) -> Self {
        Self {
            crc,
            confirms,
            memory: BTreeMap::new(),
            page: 0,
            heard: Vec::new(),
            says: Vec::new(),
            busy_until: Instant::default(),
            mute: false,
        }
    }

    /// The id of the page that is shown.
    pub fn page(&self) -> u8 {
        self.page
    }

    /// The text of the component with this id, in the project's character set, up to its end.
    pub fn text(&self, id: u8) -> Vec<u8> {
        let first = 0x1000 + 0x80 * u16::from(id);
        let words =
            (first..first + 0x80).map(|vp| self.word(vp)).take_while(|word| *word != 0xFFFF && *word != 0);
        words.flat_map(u16::to_be_bytes).collect()
    }

    /// How the button with this id is drawn: 0 not at all, 1 grey, 2 to be touched.
    pub fn look(&self, id: u8) -> u16 {
        self.word(0x5100 + u16::from(id))
    }

    /// A finger taps where the button with this id is, drawn or not; nothing happens where the page has none.
    pub fn touch(&mut self, id: u8) {
        if BUTTONS[usize::from(self.page)].contains(&id) {
            let code = u16::from_be_bytes([self.page, id]);
            self.memory.insert(0x5000, code);
            self.say(0x83, &[0x50, 0x00, 0x01, self.page, id]);
        }
    }

    /// A program in the panel goes to another page by itself.
    pub fn wander(&mut self, page: u8) {
        self.page = page;
    }

    /// Turns every text to garbage, as noise on the line does.
    pub fn scramble(&mut self) {
        self.memory.range_mut(0x1000..0x5000).for_each(|(_, word)| *word ^= 0x0101);
    }

    /// Lets it do what it is told and say nothing.
    pub fn set_mute(&mut self, mute: bool) {
        self.mute = mute;
    }

    fn word(&self, vp: u16) -> u16 {
        if vp == 0x0014 { self.page.into() } else { self.memory.get(&vp).copied().unwrap_or(0) }
    }

    fn say(&mut self, command: u8, data: &[u8]) {
        let mut body = [&[command], data].concat();
        if self.crc {
            body.extend(checksum(&body).to_le_bytes());
        }
        self.says.extend([0x5A, 0xA5]);
        self.says.extend(u8::try_from(body.len()));
        self.says.extend(body);
    }

    /// The first whole frame among what it heard, without head and CRC, and where it ends.
    fn next_frame(&self) -> Option<(Vec<u8>, usize)> {
        (0..self.heard.len()).find_map(|start| {
            let [0x5A, 0xA5, length, rest @ ..] = &self.heard[start..] else { return None };
            let body = rest.get(..usize::from(*length))?;
            let end = start + 3 + body.len();
            if !self.crc {
                return Some((body.to_vec(), end));
            }
            let (body, check) = body.split_last_chunk::<2>()?;
            (checksum(body).to_le_bytes() == *check).then(|| (body.to_vec(), end))
        })
    }

    fn obey(&mut self, now: Instant, frame: &[u8]) {
        match frame {
            [0x82, 0x00, 0x84, 0x5A, 0x01, 0x00, page] if usize::from(*page) < BUTTONS.len() => {
                self.page = *page;
                self.busy_until = now + PAGE_TIME;
            }
            [0x82, high, low, words @ ..] => {
                let first = u16::from_be_bytes([*high, *low]);
                for (vp, word) in (first..).zip(words.chunks_exact(2)) {
                    self.memory.insert(vp, u16::from_be_bytes([word[0], word[1]]));
                }
            }
            [0x83, high, low, count] => {
                let first = u16::from_be_bytes([*high, *low]);
                let words = (first..first.saturating_add(u16::from(*count))).map(|vp| self.word(vp));
                let told: Vec<u8> = words.flat_map(u16::to_be_bytes).collect();
                self.say(0x83, &[&[*high, *low, *count], &told[..]].concat());
                return;
            }
            _ => return,
        }
        if self.confirms {
            self.say(0x82, b"OK");
        }
    }
}

impl Device for DgusPanel {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        self.heard.extend_from_slice(bytes);
        while let Some((frame, end)) = self.next_frame() {
            self.heard.drain(..end);
            self.obey(now, &frame);
        }
        let excess = self.heard.len().saturating_sub(260);
        self.heard.drain(..excess);
    }

    fn due(&self) -> Option<Instant> {
        (!self.says.is_empty()).then_some(self.busy_until)
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        if now < self.busy_until {
            return Vec::new();
        }
        let said = std::mem::take(&mut self.says);
        if self.mute { Vec::new() } else { said }
    }

    fn power_cycle(&mut self, now: Instant) {
        *self = Self { mute: self.mute, busy_until: now + PAGE_TIME, ..Self::new(self.crc, self.confirms) };
    }
}

/// The guide's CRC, bit by bit: shifted right, A001 wherever a one falls out, from FFFF.
fn checksum(bytes: &[u8]) -> u16 {
    let mut crc = 0xFFFF_u16;
    for byte in bytes {
        crc ^= u16::from(*byte);
        for _ in 0..8 {
            let falls_out = crc & 1 == 1;
            crc >>= 1;
            if falls_out {
                crc ^= 0xA001;
            }
        }
    }
    crc
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant::from_millis(0);

    #[test]
    fn it_takes_the_published_frames_and_gives_the_published_answers() {
        let mut panel = DgusPanel::new(true, true);

        panel.hear(START, b"\x5A\xA5\x09\x82\x00\x84\x5A\x01\x00\x02\x8B\xCF");
        assert_eq!(panel.page(), 2);
        assert_eq!(panel.speak(START + PAGE_TIME), b"\x5A\xA5\x05\x82\x4F\x4B\xA5\xEF");

        panel.wander(0);
        panel.hear(START, b"\x5A\xA5\x06\x83\x00\x0F\x01\xED\x90");
        assert_eq!(panel.speak(START + PAGE_TIME)[..7], *b"\x5A\xA5\x08\x83\x00\x0F\x01");
    }

    #[test]
    fn a_published_text_without_crc_stands_in_its_variable() {
        let mut panel = DgusPanel::new(false, true);

        panel.hear(START, b"\x5A\xA5\x0B\x82\x10\x00\xC7\xEB\xC8\xA1\xBA\xC5\xFF\xFF");

        assert_eq!(panel.text(0), b"\xC7\xEB\xC8\xA1\xBA\xC5");
    }

    #[test]
    fn a_frame_with_a_wrong_bit_changes_nothing_and_is_not_answered() {
        let mut panel = DgusPanel::new(true, true);

        panel.hear(START, b"\x5A\xA5\x09\x82\x00\x84\x5A\x01\x00\x03\x8B\xCF");

        assert_eq!((panel.page(), panel.due()), (0, None));
    }
}
