//! A serial touch panel with the terminal's project on it: fingers and eyes on one side, instructions on the
//! other.
//!
//! Written from the maker's instruction set. Instructions are kept in a buffer of 1024 bytes and carried out
//! one after the other, each taking its time; bytes that find the buffer full are lost and answered with
//! `24`. Going to a page puts its components back to what the project says. Texts are kept in the bytes that
//! came.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::Device;
use crate::time::Instant;

/// The end of every instruction and answer.
const END: [u8; 3] = [0xFF; 3];

/// The pages by id, with their components: `c` choices, `l` lines; the rest by name.
const PAGES: [(&str, &str); 6] = [
    ("start", "title note c help"),
    ("list", "title note c back more"),
    ("confirm", "title note l take another green back"),
    ("reason", "title note c back"),
    ("issued", "title note number l take back"),
    ("notice", "title note l back"),
];

/// The components by id. Those below 20 are buttons.
const COMPONENTS: [(&str, u8); 21] = [
    ("c0", 1),
    ("c1", 2),
    ("c2", 3),
    ("c3", 4),
    ("c4", 5),
    ("c5", 6),
    ("back", 7),
    ("more", 8),
    ("take", 9),
    ("another", 10),
    ("green", 11),
    ("help", 12),
    ("title", 20),
    ("note", 21),
    ("number", 22),
    ("l0", 30),
    ("l1", 31),
    ("l2", 32),
    ("l3", 33),
    ("l4", 34),
    ("l5", 35),
];

/// One component of the page that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// Its id in the project.
    pub id: u8,
    /// Its words, in the project's character set.
    pub text: Vec<u8>,
    /// The colour of its words, RGB565.
    pub colour: u16,
    /// It is drawn.
    pub visible: bool,
    /// It feels fingers.
    pub enabled: bool,
}

/// How a panel misbehaves. [`Misbehaviour::default`] is a panel in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misbehaviour {
    /// It does what it is told and says nothing.
    pub mute: bool,
    /// It talks without being asked, all the time.
    pub babble: bool,
    /// It says nothing when it starts.
    pub starts_silently: bool,
    /// Bytes that its buffer holds.
    pub buffer: usize,
    /// How long an instruction takes.
    pub instruction: Duration,
    /// How long going to a page takes.
    pub page: Duration,
}

impl Default for Misbehaviour {
    fn default() -> Self {
        let (instruction, page) = (Duration::from_millis(2), Duration::from_millis(60));
        Self { mute: false, babble: false, starts_silently: false, buffer: 1024, instruction, page }
    }
}

/// A panel on its line.
#[derive(Debug)]
pub struct Panel {
    page: usize,
    components: BTreeMap<&'static str, Component>,
    /// `bkcmd`: bit 0 tells successes, bit 1 failures.
    tells: u8,
    heard: VecDeque<u8>,
    free_at: Instant,
    says: Vec<u8>,
    noise: u32,
    lost: usize,
    lacks: Option<&'static str>,
    /// How it misbehaves at this moment.
    pub misbehaviour: Misbehaviour,
}

impl Default for Panel {
    fn default() -> Self {
        Self::new()
    }
}

impl Panel {
    /// A panel that was switched on long ago and shows its first page.
    pub fn new() -> Self {
        Self {
            page: 0,
            components: project(0),
            tells: 2,
            heard: VecDeque::new(),
            free_at: Instant::default(),
            says: Vec::new(),
            noise: 1,
            lost: 0,
            lacks: None,
            misbehaviour: Misbehaviour::default(),
        }
    }

    /// The name of the page that is shown.
    pub fn page(&self) -> &'static str {
        PAGES[self.page].0
    }

    /// A component of the page that is shown, by its name.
    pub fn component(&self, name: &str) -> Option<&Component> {
        self.components.get(name)
    }

    /// The components of the page that is shown, by name.
    pub fn components(&self) -> impl Iterator<Item = (&'static str, &Component)> {
        self.components.iter().map(|(name, component)| (*name, component))
    }

    /// The words of a component, in the project's character set; empty when the page has no such component.
    pub fn text(&self, name: &str) -> &[u8] {
        self.component(name).map_or(&[], |component| &component.text)
    }

    /// A finger taps a component. False when nothing there feels it.
    pub fn touch(&mut self, name: &str) -> bool {
        let felt = self.component(name).filter(|component| component.visible && component.enabled);
        let Some(id) = felt.filter(|component| component.id < 20).map(|component| component.id) else {
            return false;
        };
        let page = PAGES.iter().zip(0_u8..).find_map(|((name, _), id)| (*name == self.page()).then_some(id));
        self.say(&[0x65, page.unwrap_or(0), id, 1]);
        self.say(&[0x65, page.unwrap_or(0), id, 0]);
        true
    }

    /// Bytes that were lost because the buffer was full.
    pub fn lost(&self) -> usize {
        self.lost
    }

    /// A finger or a program in the panel goes to another page by itself.
    pub fn wander(&mut self, page: &str) {
        if let Some(number) = PAGES.iter().position(|(name, _)| *name == page) {
            self.go_to(number);
        }
    }

    /// The project was made without this component.
    pub fn remove(&mut self, name: &'static str) {
        self.lacks = Some(name);
        self.components.remove(name);
    }

    fn go_to(&mut self, page: usize) {
        (self.page, self.components) = (page, project(page));
        self.components.retain(|name, _| Some(*name) != self.lacks);
    }

    fn say(&mut self, message: &[u8]) {
        self.says.extend([message, &END].concat());
    }

    /// The length of the first whole instruction in the buffer, without its end.
    fn whole(&self) -> Option<usize> {
        (0..self.heard.len().saturating_sub(2)).find(|&at| (0..3).all(|next| self.heard[at + next] == 0xFF))
    }

    /// Carries out one instruction and answers it.
    fn carry_out(&mut self, now: Instant, line: &[u8]) {
        self.free_at = now + self.misbehaviour.instruction;
        let done = match line {
            b"connect" => {
                self.say(b"comok 1,30614-0,TJC8048X543_011C,163,10501,F3E68D1200000000,16777216");
                return;
            }
            b"sendme" => {
                let page = u8::try_from(self.page).unwrap_or(u8::MAX);
                self.say(&[0x66, page]);
                return;
            }
            b"rest" => {
                self.power_cycle(now);
                return;
            }
            // What is asked for is answer enough.
            _ => match line.strip_prefix(b"get ").map(|what| self.value(what)) {
                Some(Ok(value)) => return self.say(&value),
                Some(Err(code)) => Err(code),
                None => self.set(now, line),
            },
        };
        match done {
            Ok(()) if self.tells & 1 == 1 => self.say(&[0x01]),
            Err(code) if self.tells & 2 == 2 => self.say(&[code]),
            Ok(()) | Err(_) => {}
        }
    }

    /// A text, or the number of a variable; the error's code otherwise.
    fn value(&mut self, what: &[u8]) -> Result<Vec<u8>, u8> {
        if let Some(name) = what.strip_suffix(b".txt") {
            return Ok([b"\x70", self.named(name)?.text.as_slice()].concat());
        }
        let number = match what {
            b"sleep" => 0,
            b"bkcmd" => self.tells,
            _ => return Err(0x1A),
        };
        Ok(vec![0x71, number, 0, 0, 0])
    }

    /// Instructions that set something; the error's code otherwise.
    fn set(&mut self, now: Instant, line: &[u8]) -> Result<(), u8> {
        if let Some(level) = line.strip_prefix(b"bkcmd=") {
            self.tells = number(level).filter(|level| *level <= 3).ok_or(0x1A)?.to_le_bytes()[0];
        } else if let Some(page) = line.strip_prefix(b"page ") {
            let by_name = PAGES.iter().position(|(name, _)| name.as_bytes() == page);
            let by_id = number(page).map(usize::from).filter(|page| *page < PAGES.len());
            let page = by_name.or(by_id).ok_or(0x03)?;
            self.go_to(page);
            self.free_at = now + self.misbehaviour.page;
        } else if let Some(rest) = line.strip_prefix(b"vis ") {
            let (component, on) = self.switch(rest)?;
            component.visible = on;
        } else if let Some(rest) = line.strip_prefix(b"tsw ") {
            let (component, on) = self.switch(rest)?;
            component.enabled = on;
        } else {
            let equals = line.iter().position(|byte| *byte == b'=').ok_or(0x00)?;
            let (target, value) = (&line[..equals], &line[equals + 1..]);
            if let Some(name) = target.strip_suffix(b".txt") {
                let text = unquoted(value).ok_or(0x1B)?;
                self.named(name)?.text = text;
            } else if let Some(name) = target.strip_suffix(b".pco") {
                let colour = number(value).ok_or(0x1B)?;
                self.named(name)?.colour = colour;
            } else {
                return Err(0x1A);
            }
        }
        Ok(())
    }

    /// `NAME,0` or `NAME,1`.
    fn switch(&mut self, rest: &[u8]) -> Result<(&mut Component, bool), u8> {
        let (name, on) = match rest {
            [name @ .., b',', b'0'] => (name, false),
            [name @ .., b',', b'1'] => (name, true),
            _ => return Err(0x1E),
        };
        Ok((self.named(name).map_err(|_| 0x02)?, on))
    }

    fn named(&mut self, name: &[u8]) -> Result<&mut Component, u8> {
        let found = self.components.iter_mut().find(|(known, _)| known.as_bytes() == name);
        found.map(|(_, component)| component).ok_or(0x1A)
    }
}

impl Device for Panel {
    fn hear(&mut self, _now: Instant, bytes: &[u8]) {
        let room = self.misbehaviour.buffer.saturating_sub(self.heard.len()).min(bytes.len());
        self.heard.extend(&bytes[..room]);
        if room < bytes.len() {
            self.lost += bytes.len() - room;
            self.say(&[0x24]);
        }
    }

    fn due(&self) -> Option<Instant> {
        let work = self.whole().map(|_| self.free_at);
        let talk = (self.misbehaviour.babble || !self.says.is_empty()).then_some(Instant::default());
        [work, talk].into_iter().flatten().min()
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        while self.free_at <= now
            && let Some(end) = self.whole()
        {
            let line: Vec<u8> = self.heard.drain(..end + END.len()).take(end).collect();
            self.carry_out(now, &line);
        }
        let mut says = std::mem::take(&mut self.says);
        if self.misbehaviour.mute {
            says.clear();
        }
        if self.misbehaviour.babble {
            self.noise = self.noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            says.push(self.noise.to_be_bytes()[0]);
        }
        says
    }

    fn power_cycle(&mut self, now: Instant) {
        let (misbehaviour, lacks) = (self.misbehaviour, self.lacks);
        *self = Self { misbehaviour, lacks, ..Self::new() };
        self.go_to(0);
        self.free_at = now + misbehaviour.page;
        if !misbehaviour.starts_silently {
            self.say(&[0, 0, 0]);
            self.say(&[0x88]);
        }
    }
}

/// The components of a page as the project draws them.
fn project(page: usize) -> BTreeMap<&'static str, Component> {
    let has = |name: &str| {
        PAGES[page].1.split(' ').any(|listed| match name.as_bytes() {
            [group @ (b'c' | b'l'), b'0'..=b'9'] => listed.as_bytes() == [*group],
            _ => listed == name,
        })
    };
    let drawn = |id| Component { id, text: Vec::new(), colour: 0, visible: true, enabled: true };
    COMPONENTS.iter().filter(|(name, _)| has(name)).map(|(name, id)| (*name, drawn(*id))).collect()
}

fn number(bytes: &[u8]) -> Option<u16> {
    std::str::from_utf8(bytes).ok()?.parse().ok()
}

/// The text between quotes, with `\"` and `\\` (and `\r`, a line break) read.
fn unquoted(value: &[u8]) -> Option<Vec<u8>> {
    let mut inside = value.strip_prefix(b"\"")?.strip_suffix(b"\"")?.iter();
    let mut text = Vec::new();
    while let Some(byte) = inside.next() {
        match byte {
            b'"' => return None,
            b'\\' => match inside.next()? {
                b'r' => text.extend(b"\r\n"),
                plain @ (b'"' | b'\\') => text.push(*plain),
                _ => return None,
            },
            _ => text.push(*byte),
        }
    }
    Some(text)
}
