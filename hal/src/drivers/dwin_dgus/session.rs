//! What is known of a panel in one attachment, and what is to be said to it next.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::driver::{Answer, Fault, Outbox, Turn};
use crate::framing::dgus::{Unframer, encode};
use crate::framing::modbus::Patience;
use crate::framing::text::{Charset, Rare};
use crate::port::terminal::{Button, Event, Page, PageName, Terminal, Text};
use crate::time::Instant;

/// A panel answers within some 10 ms, or 300 while it draws; with [`HEARTBEAT`] a dead one is known within
/// four seconds.
pub const BEAT_WITHIN: Duration = Duration::from_millis(600);
/// Silence after which a panel is asked for a sign of life.
pub const HEARTBEAT: Duration = Duration::from_secs(1);
/// Pause after a missing answer, in which a late one passes by: answers to writes do not say to which (E09).
const RETRY_AFTER: Duration = Duration::from_millis(300);

/// Three kinds of heartbeat for each of more variables than the longest page has.
const BEATS: usize = 3 * 20;

const WRITE: u8 = 0x82;
const READ: u8 = 0x83;
/// The variable that turns pages, and what stands before the page's number.
const TURN_PAGE: (u16, u16) = (0x0084, 0x5A01);
/// The variable that holds the page that is shown.
const PAGE_SHOWN: u16 = 0x0014;
/// Where texts begin.
const TEXTS: u16 = 0x1000;
/// The words of each: 100 characters and their end fit.
const TEXT_WORDS: u16 = 0x0080;
/// The key that was touched.
const KEY: u16 = 0x5000;
/// Where the looks of the buttons begin.
const LOOKS: u16 = 0x5100;
/// What a panel that started anew has forgotten, and our word there.
const MARK: (u16, u16) = (0x5F00, 0x4A48);
/// The end of a text.
const END: [u8; 2] = [0xFF, 0xFF];

/// Words for one variable of the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    vp: u16,
    /// The words, high byte first.
    pub data: Vec<u8>,
    /// The foot of the page, which may change without changing what buttons mean.
    note: bool,
}

/// The page the hall wants, and the variables that make it.
#[derive(Debug)]
pub struct Wanted {
    name: PageName,
    live: Vec<Button>,
    /// Everything that the page shows.
    pub writes: Vec<Write>,
    since: Instant,
}

impl Wanted {
    /// The page in the panel's own words.
    pub fn new(now: Instant, page: &Page, charset: Charset, rare: Rare) -> Self {
        let texts = page.name.texts().into_iter().map(|text| {
            let mut data = charset.encode_with(page.words(text), rare);
            if data.len() % 2 == 1 {
                data.push(b' ');
            }
            data.extend(END);
            Write { vp: TEXTS + TEXT_WORDS * u16::from(text.id()), data, note: text == Text::Note }
        });
        let looks = page.name.buttons().into_iter().map(|button| {
            let worded = button.words().is_some_and(|text| !page.words(text).is_empty());
            let look = match (page.live.contains(&button), worded) {
                (true, _) => 2,
                (false, true) => 1,
                (false, false) => 0,
            };
            Write { vp: LOOKS + u16::from(button.id()), data: vec![0, look], note: false }
        });
        Self { name: page.name, live: page.live.clone(), writes: texts.chain(looks).collect(), since: now }
    }
}

/// What is known of the panel.
#[derive(Debug)]
pub struct Session {
    crc: bool,
    confirms: bool,
    unframer: Unframer,
    asked: Option<Asked>,
    /// Our mark stands in the panel.
    marked: bool,
    /// What the panel confirmed to hold.
    set: BTreeMap<u16, Vec<u8>>,
    /// The page that it confirmed to show.
    page: Option<u8>,
    /// When to ask for a sign of life.
    beat_at: Instant,
    beats: usize,
    /// Nothing is sent before.
    hold_until: Instant,
    patience: Patience,
    noise: bool,
}

/// What the turn under way is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    Mark,
    Set(Write),
    TurnTo(u8),
    /// The page it shows.
    Page,
    /// Whether our mark still stands.
    Memory,
}

impl Session {
    /// A panel of which nothing is known.
    pub fn new(now: Instant, crc: bool, confirms: bool) -> Self {
        Self {
            crc,
            confirms,
            unframer: Unframer::default(),
            asked: None,
            marked: false,
            set: BTreeMap::new(),
            page: None,
            beat_at: now,
            beats: 0,
            hold_until: now,
            patience: Patience::default(),
            noise: false,
        }
    }

    /// When there is something to say.
    pub fn due(&self, wanted: Option<&Wanted>) -> Instant {
        let page = wanted.filter(|wanted| self.marked && self.next_of(wanted).is_some());
        page.map_or(self.beat_at, |wanted| wanted.since.min(self.beat_at)).max(self.hold_until)
    }

    /// What to say at this moment.
    pub fn turn(&mut self, now: Instant, wanted: Option<&Wanted>) -> Option<Turn> {
        if self.hold_until > now {
            return None;
        }
        let asked = self.next(now, wanted)?;
        if self.marked && wanted.is_none_or(|wanted| self.next_of(wanted).is_none()) {
            self.beats = (self.beats + 1) % BEATS;
        }
        let mut data = Vec::new();
        let command = match &asked {
            Asked::Mark => {
                data.extend([MARK.0, MARK.1].map(u16::to_be_bytes).concat());
                WRITE
            }
            Asked::Set(write) => {
                data.extend(write.vp.to_be_bytes());
                data.extend(&write.data);
                WRITE
            }
            Asked::TurnTo(page) => {
                data.extend([TURN_PAGE.0, TURN_PAGE.1, u16::from(*page)].map(u16::to_be_bytes).concat());
                WRITE
            }
            Asked::Page | Asked::Memory => {
                let vp = if asked == Asked::Page { PAGE_SHOWN } else { MARK.0 };
                data.extend(vp.to_be_bytes());
                data.push(1);
                READ
            }
        };
        let answers = command == READ || self.confirms;
        let answer = if answers { Answer::Within(BEAT_WITHIN) } else { Answer::None };
        (self.asked, self.noise) = (Some(asked), false);
        Some(Turn::new(encode(command, &data, self.crc), answer))
    }

    fn next(&self, now: Instant, wanted: Option<&Wanted>) -> Option<Asked> {
        if !self.marked {
            return Some(Asked::Mark);
        }
        if let Some(asked) = wanted.and_then(|wanted| self.next_of(wanted)) {
            return Some(asked);
        }
        if self.beat_at > now {
            return None;
        }
        // In turn: its page, its memory, and one variable anew, which heals what was garbled on the way.
        let again = wanted.and_then(|wanted| wanted.writes.iter().cycle().nth(self.beats / 3)).cloned();
        Some(match (self.beats % 3, again) {
            (2, Some(write)) => Asked::Set(write),
            (1, _) => Asked::Memory,
            (_, _) => Asked::Page,
        })
    }

    /// What is to be done for this page next: variables first, then the page itself.
    fn next_of(&self, wanted: &Wanted) -> Option<Asked> {
        let turn_to = || (self.page != Some(wanted.name.id())).then_some(Asked::TurnTo(wanted.name.id()));
        self.missing(wanted).next().cloned().map(Asked::Set).or_else(turn_to)
    }

    fn missing<'a>(&'a self, wanted: &'a Wanted) -> impl Iterator<Item = &'a Write> {
        wanted.writes.iter().filter(|write| self.set.get(&write.vp) != Some(&write.data))
    }

    /// The last byte of the turn left: a panel that confirms nothing is believed.
    pub fn sent(&mut self, now: Instant) {
        if let Some(asked) = self.asked.take_if(|asked| !self.confirms && !matches!(asked, Asked::Page | Asked::Memory)) {
            self.written(now, asked);
        }
    }

    /// The panel did what it was told.
    fn written(&mut self, now: Instant, asked: Asked) {
        match asked {
            Asked::Mark => self.marked = true,
            Asked::Set(write) => {
                self.set.insert(write.vp, write.data);
            }
            Asked::TurnTo(page) => self.page = Some(page),
            Asked::Page | Asked::Memory => {}
        }
        self.beat_at = now + HEARTBEAT;
    }

    /// Takes bytes from the panel.
    pub fn receive(&mut self, now: Instant, bytes: &[u8], wanted: Option<&Wanted>, out: &mut Outbox<Terminal>) {
        self.noise |= !bytes.is_empty();
        self.unframer.push(bytes);
        while let Some((command, data)) = self.unframer.next(self.crc) {
            match (command, data.as_slice()) {
                (WRITE, [b'O', b'K']) => out.done |= self.confirmed(now),
                (READ, &[high, low, 1, first, second]) => {
                    let (vp, word) = (u16::from_be_bytes([high, low]), u16::from_be_bytes([first, second]));
                    if vp == KEY {
                        out.events.extend(wanted.and_then(|wanted| self.touched(wanted, first, second)));
                    } else {
                        out.done |= self.told(now, vp, word);
                    }
                }
                (_, _) => {}
            }
        }
    }

    /// The panel wrote what it was told; whether that was what the turn waited for.
    fn confirmed(&mut self, now: Instant) -> bool {
        let Some(asked) = self.asked.take_if(|asked| !matches!(asked, Asked::Page | Asked::Memory)) else {
            return false;
        };
        self.patience.answered();
        self.written(now, asked);
        true
    }

    /// The panel told the value of a variable; whether that was what the turn waited for.
    fn told(&mut self, now: Instant, vp: u16, word: u16) -> bool {
        let asked = match vp {
            PAGE_SHOWN => Asked::Page,
            _ if vp == MARK.0 => Asked::Memory,
            _ => return false,
        };
        if self.asked.take_if(|open| *open == asked).is_none() {
            return false;
        }
        self.patience.answered();
        match asked {
            Asked::Page => {
                let shown = u8::try_from(word).ok();
                // Another page than ours: it may have started anew, so nothing is believed to stand there.
                if std::mem::replace(&mut self.page, shown) != shown {
                    self.set.clear();
                }
            }
            Asked::Memory if word != MARK.1 => {
                // It started anew and has forgotten everything.
                (self.marked, self.page) = (false, None);
                self.set.clear();
            }
            Asked::Mark | Asked::Set(_) | Asked::TurnTo(_) | Asked::Memory => {}
        }
        self.beat_at = now + HEARTBEAT;
        true
    }

    /// What a touch means, if the visitor saw a whole page and the button was live there.
    fn touched(&self, wanted: &Wanted, page: u8, component: u8) -> Option<Event> {
        let whole = self.missing(wanted).all(|write| write.note) && self.page == Some(wanted.name.id());
        let button = wanted.name.button(component)?;
        let meant = whole && page == wanted.name.id() && wanted.live.contains(&button);
        meant.then_some(Event::Touched { page: wanted.name, button })
    }

    /// The limit of a turn passed; a fault when that was once too often.
    pub fn unanswered(&mut self, now: Instant) -> Option<Fault> {
        self.asked = None;
        self.unframer.reset();
        self.beat_at = now;
        self.hold_until = now + RETRY_AFTER;
        self.patience.unanswered(self.noise)
    }
}
