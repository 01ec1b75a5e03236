//! Troubles as they come about in a rehearsal, and what the machine comes up with after them.

use std::sync::Arc;

use super::Rehearsal;
use crate::rehearse::agenda::SECOND;
use crate::rehearse::disk::GIVEN_UP_AFTER;
use crate::rehearse::floor::{Mishap, Player};
use crate::rehearse::machine::{BootError, WallClock};
use crate::rehearse::trouble::{Happening, Kind, Trouble};
use crate::rehearse::watch::{Check, Finding};

/// How often a start may fail on a disk that is well.
const STARTS: u32 = 10;

/// A running machine doubts a clock that jumps by more milliseconds than this; one that starts cannot.
const DOUBTED: i64 = 10 * 60_000;

/// How soon the service manager starts anew what ended.
const STARTS_EVERY: u64 = 2 * SECOND;

impl Rehearsal {
    /// One step of a trouble.
    pub(super) fn happens(&mut self, happening: &Happening) {
        self.diary.trouble(self.now, &happening.trouble);
        let fired = self.inject(happening);
        if let Some(kind) = happening.kind.filter(|kind| fired && self.befell(*kind)) {
            self.struck(kind);
        }
    }

    /// A trouble of this kind made a difference.
    pub(super) fn struck(&mut self, kind: Kind) {
        *self.figures.troubles.entry(kind).or_default() += 1;
    }

    /// Whether what this kind speaks of is so at this moment.
    fn befell(&self, kind: Kind) -> bool {
        let away = || self.layout.roles().filter(|(name, _)| !self.site.floor.works(name)).count();
        let least = if kind == Kind::TwoTogether {
            2
        } else if kind == Kind::AllOut {
            self.layout.roles().count()
        } else {
            return true;
        };
        away() >= least
    }

    /// Lets it happen; whether it made a difference here and at once.
    fn inject(&mut self, happening: &Happening) -> bool {
        let until = self.now.after(happening.lasts);
        match &happening.trouble {
            Trouble::Floor(mishap) => {
                self.guard.mishap(self.now, mishap);
                return self.site.floor.mishap(self.now, mishap);
            }
            Trouble::Everything { out } => self.everything(*out),
            Trouble::PowerCut(off_ms) => return self.power_cut(*off_ms),
            Trouble::ClockUnset => {
                self.guard.clock(until);
                self.site.wall = WallClock::UNSET;
            }
            Trouble::Clock(wrong_by_ms) => {
                self.guard.clock(until);
                // Also one that was set right a moment ago may not have been looked at yet.
                if (self.site.wall.is_unset() || self.site.has_no_time(self.now)) && *wrong_by_ms != 0 {
                    self.guard.misled();
                }
                self.site.wall.wrong_by_ms = *wrong_by_ms;
            }
            Trouble::Disk(ill) => {
                // A hall with something besides its disk goes on without it.
                let passes = self.now.after(GIVEN_UP_AFTER);
                self.guard.trouble(if self.site.disk.is_spared(*ill) { passes } else { until });
                self.site.disk.fall(self.now, *ill, happening.kind);
                return false;
            }
        }
        self.guard.trouble(until);
        true
    }

    /// Every cable is pulled, whatever has none does not answer, and nobody is heard; or all is well again.
    fn everything(&mut self, out: bool) {
        let layout = Arc::clone(&self.layout);
        let cables = layout.cables.iter().map(|cable| cable.name.clone());
        let cables = cables.map(|cable| Mishap::Cable { cable, plugged: !out });
        let loose = layout.keypads.iter().map(|keypad| keypad.name.clone());
        let loose = loose.map(|device| Mishap::Device { device, answers: !out });
        let player = if out { Player::Fails } else { Player::Works };
        let voices = layout.voices.iter().map(|voice| Mishap::Voice { zone: voice.zone, player });
        for mishap in cables.chain(loose).chain(voices) {
            self.guard.mishap(self.now, &mishap);
            self.site.floor.mishap(self.now, &mishap);
        }
    }

    /// The machine is dark for so long; whether it was on.
    fn power_cut(&mut self, off_ms: u64) -> bool {
        let was_on = self.site.machine().is_some();
        self.forgets |= self.site.power_off(self.now);
        self.diary.power(self.now, false);
        let back = self.now.after(off_ms);
        self.power_back = Some(self.power_back.map_or(back, |earlier| earlier.max(back)));
        self.guard.trouble(back);
        was_on
    }

    pub(super) fn power_on(&mut self) -> Result<(), Finding> {
        self.guard.started(self.now);
        if self.site.wall.wrong_by_ms.abs() > DOUBTED && !self.site.wall.is_unset() {
            self.guard.misled();
        }
        match self.site.power_on(self.now) {
            Ok(()) => {
                self.diary.power(self.now, true);
                self.failed_starts = 0;
                self.recovered()
            }
            Err(BootError::Journal(_)) => {
                self.failed_starts += u32::from(self.site.disk.is_well());
                if self.failed_starts > STARTS {
                    return Err(Finding::new(Check::Stuck, "the machine does not start"));
                }
                self.power_back = Some(self.now.after(STARTS_EVERY));
                Ok(())
            }
            Err(error @ BootError::Contradiction(_)) => {
                Err(Finding::new(Check::ReplayDiffers, error.to_string()))
            }
        }
    }

    /// What the machine has come up with must be all that was stored.
    fn recovered(&mut self) -> Result<(), Finding> {
        self.watch.stored(self.now, self.site.disk.stored())?;
        match self.site.machine() {
            Some(machine) => self.watch.compare(machine.engine().registrar().office()),
            None => Ok(()),
        }
    }
}
