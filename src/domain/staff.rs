//! The PINs of the staff as the journal knows them: a mark of each, and what became of them today.
//!
//! Whoever sets a PIN anew has to be at the machine and asks nobody (I09): so that it cannot be done unseen, the
//! office compares the marks of the file of PINs with those on record, and records each difference. Marks are handed
//! from day to day with the opening: what is done while the daemon is off is found at the next look.

use std::collections::BTreeMap;
use std::fmt;

use super::check::{Inconsistency, ensure};
use super::id::StaffId;
use super::moment::Moment;

/// By which a stored PIN is known from another: the first eight bytes of a hash over the salted string that is kept
/// of it. No secret, and not to be turned round: the salt of sixteen random bytes is in no record, so that nobody can
/// try the few PINs there are against it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Mark(pub [u8; 8]);

impl fmt::Debug for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

/// The mark of a clerk's PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinMark {
    /// Whose; not always one of the rules' staff, as the file outlives them.
    pub clerk: StaffId,
    /// Of what is kept of it.
    pub mark: Mark,
}

/// What may be asked about the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffRequest {
    /// These PINs stand in the file, and no others.
    PinsSeen {
        /// By clerk, each once, in order.
        marks: Vec<PinMark>,
    },
}

/// What happened to the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffEvent {
    /// The first look at the file of PINs that any record tells of: nobody knows what changed before.
    PinsMarked {
        /// By clerk, each once, in order.
        marks: Vec<PinMark>,
    },
    /// A clerk who had no PIN has one.
    PinSet(PinMark),
    /// The PIN of a clerk is another one.
    PinChanged(PinMark),
    /// The PIN of a clerk was taken away.
    PinRemoved {
        /// Whose.
        clerk: StaffId,
    },
}

/// What became of a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinTurn {
    /// There was none, and there is one.
    Set,
    /// It is another one.
    Changed,
    /// It was taken away.
    Removed,
}

/// What became of a clerk's PIN today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinNews {
    /// Whose.
    pub clerk: StaffId,
    /// What, the last time.
    pub turn: PinTurn,
    /// When that was recorded.
    pub at: Moment,
}

/// The marks by clerk.
pub(super) type Marks = BTreeMap<StaffId, Mark>;

/// The PINs as the day knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pins {
    /// `None` until the file was looked at for the first time.
    pub known: Option<Marks>,
    /// Of each clerk the last of today, the newest last.
    news: Vec<PinNews>,
}

impl Pins {
    /// As the day before left them.
    pub fn with(marks: Option<&[PinMark]>) -> Self {
        Self { known: marks.map(of), news: Vec::new() }
    }

    /// For the next day.
    pub fn marks(&self) -> Option<Vec<PinMark>> {
        let marks = self.known.as_ref()?.iter();
        Some(marks.map(|(clerk, mark)| PinMark { clerk: *clerk, mark: *mark }).collect())
    }

    /// Whether these marks say what is not on record. Asked at every look of the engine: it makes nothing.
    pub fn is_news(&self, seen: &[PinMark]) -> bool {
        let Some(known) = &self.known else { return true };
        known.len() != seen.len() || seen.iter().any(|pin| known.get(&pin.clerk) != Some(&pin.mark))
    }

    /// What follows when these marks were seen; nothing when all of it is on record.
    pub fn differences(&self, seen: &[PinMark]) -> Vec<StaffEvent> {
        let seen = of(seen);
        let Some(known) = &self.known else {
            let marks = Self { known: Some(seen), ..Self::default() }.marks();
            return marks.map(|marks| StaffEvent::PinsMarked { marks }).into_iter().collect();
        };
        let there = seen.iter().filter_map(|(clerk, mark)| {
            let pin = PinMark { clerk: *clerk, mark: *mark };
            match known.get(clerk) {
                None => Some(StaffEvent::PinSet(pin)),
                Some(before) if before != mark => Some(StaffEvent::PinChanged(pin)),
                Some(_) => None,
            }
        });
        let gone = known.keys().filter(|clerk| !seen.contains_key(*clerk));
        there.chain(gone.map(|clerk| StaffEvent::PinRemoved { clerk: *clerk })).collect()
    }

    /// Whether an event can follow.
    pub fn check(&self, event: &StaffEvent) -> Result<(), Inconsistency> {
        let before = |clerk| self.known.as_ref().map(|known| known.get(clerk));
        let follows = match event {
            StaffEvent::PinsMarked { marks } => {
                self.known.is_none() && marks.is_sorted_by(|a, b| a.clerk < b.clerk)
            }
            StaffEvent::PinSet(pin) => before(&pin.clerk) == Some(None),
            StaffEvent::PinChanged(pin) => {
                before(&pin.clerk).flatten().is_some_and(|before| *before != pin.mark)
            }
            StaffEvent::PinRemoved { clerk } => before(clerk).flatten().is_some(),
        };
        ensure(follows, Inconsistency::OtherPins)
    }

    /// Makes an event true.
    pub fn apply(&mut self, at: Moment, event: &StaffEvent) {
        let known = self.known.get_or_insert_default();
        let (clerk, turn) = match event {
            StaffEvent::PinsMarked { marks } => {
                *known = of(marks);
                return;
            }
            StaffEvent::PinSet(pin) => {
                known.insert(pin.clerk, pin.mark);
                (pin.clerk, PinTurn::Set)
            }
            StaffEvent::PinChanged(pin) => {
                known.insert(pin.clerk, pin.mark);
                (pin.clerk, PinTurn::Changed)
            }
            StaffEvent::PinRemoved { clerk } => {
                known.remove(clerk);
                (*clerk, PinTurn::Removed)
            }
        };
        self.news.retain(|news| news.clerk != clerk);
        self.news.push(PinNews { clerk, turn, at });
    }

    /// What became of PINs today, the newest first.
    pub fn view(&self) -> Vec<PinNews> {
        self.news.iter().rev().copied().collect()
    }
}

fn of(marks: &[PinMark]) -> Marks {
    marks.iter().map(|pin| (pin.clerk, pin.mark)).collect()
}
