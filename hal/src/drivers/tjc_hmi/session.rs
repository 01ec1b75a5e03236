//! What is known of a panel in one attachment, and what is to be said to it next.

use std::collections::BTreeMap;
use std::time::Duration;

use super::message::{END, Message, Messages};
use super::page::{self, Attribute, Instruction};
use crate::driver::{Answer, Fault, Outbox, Turn};
use crate::port::terminal::{Event, Page, PageName, Terminal, Text};
use crate::time::Instant;

/// A panel is busy for some 400 ms after a page change, as measured by the emulator's author.
const ANSWER_WITHIN: Duration = Duration::from_secs(1);

/// An idle panel answers at once. With [`HEARTBEAT`] a dead one is known within four seconds.
pub const BEAT_WITHIN: Duration = Duration::from_millis(600);

/// Silence after which a panel is asked for its page.
pub const HEARTBEAT: Duration = Duration::from_secs(2);

/// More heartbeats than the longest page has instructions; then they are counted anew.
const BEATS: usize = 60;

/// Turns in a row without an answer, and refusals in a row, that end an attachment.
const PATIENCE: u8 = 3;

/// Instructions of one turn, and their bytes: a quarter of the panel's buffer.
const BATCH: usize = 8;
/// See [`BATCH`].
const BATCH_BYTES: usize = 256;

/// After an error or an overflow the answers still under way pass by before anything else is sent.
const RECOVER: Duration = Duration::from_millis(200);

/// The page the hall wants, and the instructions that make it.
#[derive(Debug)]
pub struct Wanted {
    /// The page.
    pub page: Page,
    /// Everything that must be set on it.
    pub instructions: Vec<Instruction>,
    /// When the hall wanted it.
    pub since: Instant,
}

/// What is known of the panel.
#[derive(Debug)]
pub struct Session {
    stage: Stage,
    messages: Messages,
    open: Option<Asked>,
    shown: Option<Shown>,
    /// When to ask for a sign of life, or, before the panel is ready, to greet it again.
    beat_at: Instant,
    /// How many heartbeats there were, up to the number of instructions.
    beats: usize,
    /// Nothing is sent before.
    hold_until: Instant,
    /// It overflowed, or could not keep up: one instruction a turn.
    slow: bool,
    /// Turns in a row without an answer.
    unanswered: u8,
    /// Attempts in a row to make the page that were refused or not confirmed.
    failed: u8,
    /// Bytes came since its last message, and made none.
    noise: bool,
}

/// How far the panel is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It may be in the middle of a line, or not be there.
    Greet,
    /// It must be told to confirm everything, as it forgets that when it starts.
    Confirm,
    /// It takes pages.
    Ready,
}

/// What the turn under way is about.
#[derive(Debug)]
enum Asked {
    Connect,
    /// It must answer in order: what it owed before comes ahead of its page.
    Confirm { caught_up: bool },
    Page(PageName),
    Fill { sent: Vec<Instruction>, confirmed: usize },
    /// Its page, and then one instruction anew: what it shows already, if it is as we believe.
    Beat { caught_up: bool, again: bool },
}

/// What the panel confirmed to show.
#[derive(Debug)]
struct Shown {
    page: PageName,
    set: BTreeMap<Attribute, Vec<u8>>,
}

impl Session {
    /// A panel of which nothing is known.
    pub fn new(now: Instant) -> Self {
        Self {
            stage: Stage::Greet,
            messages: Messages::default(),
            open: None,
            shown: None,
            beat_at: now,
            beats: 0,
            hold_until: now,
            slow: false,
            unanswered: 0,
            failed: 0,
            noise: false,
        }
    }

    /// When there is something to say.
    pub fn due(&self, wanted: Option<&Wanted>) -> Instant {
        let page = wanted.filter(|wanted| self.stage == Stage::Ready && !self.shows(wanted));
        page.map_or(self.beat_at, |wanted| wanted.since.min(self.beat_at)).max(self.hold_until)
    }

    /// What to say at this moment.
    pub fn turn(&mut self, now: Instant, wanted: Option<&Wanted>) -> Option<Turn> {
        if self.hold_until > now {
            return None;
        }
        let (asked, bytes) = self.next(now, wanted)?;
        let within = if matches!(asked, Asked::Beat { .. }) { BEAT_WITHIN } else { ANSWER_WITHIN };
        self.open = Some(asked);
        Some(Turn::new(bytes, Answer::Within(within)))
    }

    fn next(&self, now: Instant, wanted: Option<&Wanted>) -> Option<(Asked, Vec<u8>)> {
        let line = |instruction: &[u8]| [instruction, &END].concat();
        match self.stage {
            // The first end closes a line that somebody left half sent.
            Stage::Greet => Some((Asked::Connect, [&END[..], b"connect", &END].concat())),
            Stage::Confirm => {
                Some((Asked::Confirm { caught_up: false }, [line(b"sendme"), line(b"bkcmd=3")].concat()))
            }
            Stage::Ready if self.beat_at <= now => {
                let again = wanted.filter(|wanted| self.shows(wanted)).and_then(|wanted| self.again(wanted));
                let bytes = again.map(|instruction| line(&instruction.bytes)).unwrap_or_default();
                let asked = Asked::Beat { caught_up: false, again: again.is_some() };
                Some((asked, [line(b"sendme"), bytes].concat()))
            }
            Stage::Ready => {
                let wanted = wanted?;
                if self.shown.as_ref().is_none_or(|shown| shown.page != wanted.page.name) {
                    return Some((Asked::Page(wanted.page.name), line(&page::go_to(wanted.page.name))));
                }
                let sent = self.batch(wanted);
                let bytes: Vec<u8> = sent.iter().flat_map(|instruction| line(&instruction.bytes)).collect();
                (!sent.is_empty()).then_some((Asked::Fill { sent, confirmed: 0 }, bytes))
            }
        }
    }

    /// The first of the instructions that are missing, as many as the panel may be sent at once.
    fn batch(&self, wanted: &Wanted) -> Vec<Instruction> {
        let limit = if self.slow { 1 } else { BATCH };
        let mut bytes = 0;
        self.missing(wanted)
            .take(limit)
            .take_while(|instruction| {
                let first = bytes == 0;
                bytes += instruction.bytes.len() + END.len();
                first || bytes <= BATCH_BYTES
            })
            .cloned()
            .collect()
    }

    /// The instructions whose effect the panel has not confirmed.
    fn missing<'a>(&'a self, wanted: &'a Wanted) -> impl Iterator<Item = &'a Instruction> {
        let set = self.shown.as_ref().filter(|shown| shown.page == wanted.page.name).map(|shown| &shown.set);
        wanted.instructions.iter().filter(move |instruction| {
            set.and_then(|set| set.get(&instruction.sets)).is_none_or(|bytes| *bytes != instruction.bytes)
        })
    }

    /// The instruction whose turn it is to be sent again with a heartbeat.
    ///
    /// It heals what was garbled on the panel, and a panel that started anew on the same page without a word
    /// gives itself away, as it confirms nothing.
    fn again<'a>(&self, wanted: &'a Wanted) -> Option<&'a Instruction> {
        wanted.instructions.iter().cycle().nth(self.beats)
    }

    /// Whether the panel confirmed the whole page.
    fn shows(&self, wanted: &Wanted) -> bool {
        self.missing(wanted).next().is_none()
    }

    /// Takes bytes from the panel.
    pub fn receive(&mut self, now: Instant, bytes: &[u8], wanted: Option<&Wanted>, out: &mut Outbox<Terminal>) {
        self.messages.push(bytes);
        self.noise |= !bytes.is_empty();
        while let Some(message) = self.messages.next() {
            self.noise = false;
            self.beat_at = now + HEARTBEAT;
            if let Message::Touch { page, component, down: true } = message {
                out.events.extend(wanted.and_then(|wanted| self.touched(wanted, page, component)));
            } else if let Some(asked) = self.open.take() {
                self.open = self.answered(now, asked, message);
                out.done |= self.open.is_none();
            } else {
                self.heard(now, message);
            }
        }
        if self.stage != Stage::Ready {
            self.beat_at = now;
        }
        if wanted.is_some_and(|wanted| self.shows(wanted)) {
            self.failed = 0;
        }
        if self.failed >= PATIENCE {
            out.fault = Some(Fault::Refused);
        }
    }

    /// The limit of a turn passed; a fault when that was once too often.
    pub fn unanswered(&mut self, now: Instant) -> Option<Fault> {
        match self.open.take() {
            Some(Asked::Page(_) | Asked::Fill { .. }) => {
                // It may have started anew without our hearing it, and confirm nothing since.
                self.stage = Stage::Confirm;
                self.slow = true;
                self.failed += 1;
            }
            Some(Asked::Beat { caught_up: true, .. }) => (self.stage, self.shown) = (Stage::Confirm, None),
            Some(Asked::Beat { .. } | Asked::Connect | Asked::Confirm { .. }) | None => {}
        }
        self.beat_at = now;
        self.unanswered += 1;
        let fault = if self.noise { Fault::Garbled } else { Fault::Silent };
        (self.unanswered.max(self.failed) >= PATIENCE).then_some(fault)
    }

    /// What a touch means, if the visitor saw a whole page and the button was live there.
    ///
    /// A note that is being changed at the foot of the page changes no meaning.
    fn touched(&self, wanted: &Wanted, page: u8, component: u8) -> Option<Event> {
        let name = self.shown.as_ref().map(|shown| shown.page).filter(|name| *name == wanted.page.name)?;
        let whole = self.missing(wanted).all(|instruction| instruction.sets == Attribute::Words(Text::Note));
        let button = name.button(component)?;
        let meant = whole && name.id() == page && wanted.page.live.contains(&button);
        meant.then_some(Event::Touched { page: name, button })
    }

    /// Takes a message during a turn; gives back what is still asked.
    fn answered(&mut self, now: Instant, asked: Asked, message: Message) -> Option<Asked> {
        match (asked, message) {
            (_, Message::Started | Message::Overflow) => self.heard(now, message),
            (Asked::Connect, Message::Identity) => self.stage = Stage::Confirm,
            (Asked::Confirm { .. }, Message::Page(_)) => return Some(Asked::Confirm { caught_up: true }),
            (Asked::Confirm { caught_up: true }, Message::Done) => self.stage = Stage::Ready,
            (Asked::Page(page), Message::Done) => self.shown = Some(Shown { page, set: BTreeMap::new() }),
            (Asked::Fill { sent, confirmed }, Message::Done) if confirmed + 1 < sent.len() => {
                return Some(Asked::Fill { sent, confirmed: confirmed + 1 });
            }
            (Asked::Fill { sent, .. }, Message::Done) => {
                if let Some(shown) = self.shown.as_mut() {
                    shown.set.extend(sent.into_iter().map(|instruction| (instruction.sets, instruction.bytes)));
                }
            }
            (Asked::Beat { again, .. }, Message::Page(_)) => {
                self.heard(now, message);
                if again && self.shown.is_some() {
                    return Some(Asked::Beat { caught_up: true, again });
                }
                self.hold_until = if again { now + RECOVER } else { now };
            }
            (Asked::Beat { caught_up: true, .. }, Message::Done) => self.beats = (self.beats + 1) % BEATS,
            (Asked::Beat { caught_up: true, .. } | Asked::Confirm { caught_up: true } | Asked::Page(_) | Asked::Fill { .. }, Message::Refused(code)) => {
                tracing::warn!(code, "the panel refuses an instruction: does its project offer every component?");
                self.failed += 1;
                self.start_over(now);
            }
            (asked, _) => return Some(asked),
        }
        self.unanswered = 0;
        None
    }

    /// Takes a message that answers nothing.
    fn heard(&mut self, now: Instant, message: Message) {
        match message {
            Message::Started => {
                if self.stage == Stage::Ready {
                    self.stage = Stage::Confirm;
                }
                self.start_over(now);
            }
            Message::Overflow => {
                self.slow = true;
                self.start_over(now);
            }
            Message::Page(id) => {
                if self.shown.take_if(|shown| shown.page.id() != id).is_some() {
                    // Somebody turned the page, or the panel started anew and we missed its word.
                    self.stage = Stage::Confirm;
                }
            }
            Message::Done
            | Message::Refused(_)
            | Message::Touch { .. }
            | Message::Identity
            | Message::Other => {}
        }
    }

    /// What the panel shows is not known: it gets the whole page, once what is under way has passed.
    fn start_over(&mut self, now: Instant) {
        self.shown = None;
        self.hold_until = now + RECOVER;
    }
}
