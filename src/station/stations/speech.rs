//! What comes of a sentence: it is said, another voice says it, or the buzzer makes people look up.

use hal::port::{Command, signals, voice};

use super::Stations;
use crate::domain::id::JobId;
use crate::domain::request::Request;
use crate::planted::{self, Bug};
use crate::station::Tell;

/// The buzzer sounds once for each sentence that is not said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sounds {
    /// The sentence that was told last, if the buzzer sounded for it at once.
    sounded: Option<JobId>,
    /// A sentence was not said to its end, and nothing has sounded for it.
    owed: bool,
}

impl Stations {
    /// What an event of a voice asks; nothing while another voice is to say what this one could not.
    pub fn said(&mut self, event: voice::Event) -> Option<Request> {
        let (job, request) = match event {
            voice::Event::Said { job } => (JobId(job), Request::Said { job: JobId(job) }),
            voice::Event::NotSaid { job }
                if !planted::is(Bug::LeavesTheOtherZoneSilent)
                    && self.deliveries.not_said(JobId(job), &self.relief.zones) =>
            {
                return None;
            }
            voice::Event::NotSaid { job } => {
                let job = JobId(job);
                self.sounds.owed |= self.deliveries.is_open(job) && self.sounds.sounded != Some(job);
                (job, Request::NotSaid { job })
            }
        };
        self.deliveries.reported(job);
        Some(request)
    }

    /// The buzzer, where that is what the hall has, for what no voice says: at once when the voice is known to be out,
    /// and when it turns out that it is.
    pub(super) fn sound(&mut self, tells: &[Tell]) -> Option<Tell> {
        let told = tells.iter().find_map(|tell| match tell {
            Tell::Voice { command: voice::Command::Say { job, .. }, .. } => Some(JobId(*job)),
            Tell::Device { .. } => None,
        });
        let owed = std::mem::take(&mut self.sounds.owed);
        let at_once = self.relief.buzzer.clone().filter(|_| told.is_some());
        if at_once.is_some() {
            self.sounds.sounded = told;
        }
        let device = at_once.or_else(|| self.relief.buzzer_at_hand.clone().filter(|_| owed))?;
        Some(Tell::Device { device, command: Command::Signals(signals::Command::SoundCall) })
    }
}
