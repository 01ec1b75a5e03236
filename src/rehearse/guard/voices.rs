//! Whether a call is given up that a voice of the hall could have said.

use super::{Guard, RECOVERS_WITHIN};
use crate::domain::event::Event;
use crate::domain::job::AnnouncementDropped;
use crate::domain::record::Record;
use crate::layout::Zone;
use crate::rehearse::agenda::Time;
use crate::rehearse::floor::Player;
use crate::rehearse::watch::{Check, Finding};

/// A voice of which nobody can tell whether it says a call, until then.
#[derive(Debug)]
pub(super) struct Unsure {
    zone: Zone,
    until: Time,
}

impl Guard {
    /// The player of a zone fails, or works again: then a call that it was told before may still have been lost.
    pub(super) fn player(&mut self, now: Time, zone: Zone, player: Player) {
        self.unsure.retain(|unsure| unsure.zone != zone);
        let until = match player {
            Player::Fails | Player::Hangs => Time(u64::MAX),
            Player::Works | Player::Slow => now.after(RECOVERS_WITHIN),
        };
        self.unsure.push(Unsure { zone, until });
    }

    /// Looks at the records that are news: no call is given up for want of a voice while one works.
    ///
    /// # Errors
    /// The first call that one could have said.
    pub fn given_up(&self, now: Time, records: &[Record]) -> Result<(), Finding> {
        if now < self.trouble_until {
            return Ok(());
        }
        let unsure = |zone: Zone| self.unsure.iter().any(|unsure| unsure.zone == zone && now < unsure.until);
        let Some(voice) = self.layout.voices.iter().find(|voice| !unsure(voice.zone)) else { return Ok(()) };
        for event in records.iter().flat_map(|record| &record.events) {
            if let Event::AnnouncementDropped { job, why: AnnouncementDropped::NoVoice } = event {
                let what = format!("call {job} was given up, and \"{}\" works", voice.name);
                return Err(Finding::new(Check::NotSaid, what));
            }
        }
        Ok(())
    }
}
