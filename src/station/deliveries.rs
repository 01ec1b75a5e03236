//! Paper and speech on their way: each job is handed out once.
//!
//! Sheets for calling by paper go before everything else. Slips go only to a printer that is not known to be out, and wait otherwise (F01); first those of people who stand
//! there, so that nobody waits behind a pile of reprints (I15). Calls are said one after
//! the other, so that one that has become stale behind others can still be dropped by the office (F31). One that a
//! voice could not say, or not to its end, is said by that of the other zone, where there is one, and by each once.

use std::collections::{BTreeMap, BTreeSet};

use hal::port::{self, printer, voice};

use super::hall::{self, CallStyle};
use super::{Tell, notice};
use crate::domain::id::JobId;
use crate::domain::job::JobKind;
use crate::domain::manual::PaperJob;
use crate::domain::view::{JobView, OfficeView};
use crate::layout::{DeviceName, Zone};

/// Slips that a printer has at once: the one it prints and the next, so that there is no gap between them and whoever
/// comes meanwhile still comes before the pile.
const WITH_PRINTER: usize = 2;

/// Jobs that were handed out and are still open, each with who has it.
#[derive(Debug, Default)]
pub struct Deliveries {
    given: BTreeMap<JobId, Given>,
}

/// Who has a job.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Given {
    /// This printer has not said what became of it.
    Printer(DeviceName),
    /// The voice of this zone has not said what became of it.
    Voice {
        /// Which zone.
        zone: Zone,
        /// Another zone could not say it.
        passed_on: bool,
    },
    /// The voice of another zone could not say it: this one is to, as soon as nothing else is said.
    PassedOn(Zone),
    /// The outcome is on its way into the journal.
    Reported,
}

impl Deliveries {
    /// Hands out what can be delivered, and takes back the slips that the office has given up.
    pub fn hand_out(
        &mut self,
        view: &OfficeView,
        printer: Option<&DeviceName>,
        paper: impl Fn(&JobView) -> printer::Paper,
        sheet: impl Fn(&PaperJob) -> Option<printer::Paper>,
        style: CallStyle,
        zones: &[Zone],
    ) -> Vec<Tell> {
        let mut tells = self.take_back(view);
        if let Some(printer) = printer {
            tells.extend(view.manual.papers.iter().filter_map(|job| {
                let paper = (!self.given.contains_key(&job.job)).then(|| sheet(job)).flatten()?;
                self.given.insert(job.job, Given::Printer(printer.clone()));
                Some(to_printer(printer, printer::Command::Print { job: job.job.0, paper }))
            }));
        }
        let mut jobs: Vec<&JobView> = view.jobs.iter().collect();
        jobs.sort_by_key(|job| (is_of_the_desk(&job.job.kind), job.job.id));
        for job in jobs {
            let id = job.job.id;
            match (&job.job.kind, printer) {
                (JobKind::Announcement { window, repeat, .. }, _) => {
                    let clips = || hall::clips(job.ticket.number, *window, *repeat, style);
                    tells.extend(self.say(id, zones, clips));
                }
                (JobKind::Slip { .. } | JobKind::Correction { .. }, Some(printer))
                    if !self.given.contains_key(&id) && self.with(printer) < WITH_PRINTER =>
                {
                    let print = printer::Command::Print { job: id.0, paper: paper(job) };
                    tells.push(to_printer(printer, print));
                    self.given.insert(id, Given::Printer(printer.clone()));
                }
                (JobKind::Slip { .. } | JobKind::Correction { .. }, Some(_) | None) => {}
            }
        }
        if let Some(spoken) = view.incidents.spoken {
            tells.extend(self.say(spoken.job, zones, || notice::clips(view, spoken.saying)));
        }
        tells
    }

    /// Hands a sentence to the voice whose turn it is, unless it was handed out or something else is being said.
    fn say(&mut self, id: JobId, zones: &[Zone], clips: impl FnOnce() -> Vec<String>) -> Option<Tell> {
        let (zone, passed_on) = match self.given.get(&id) {
            None => (zones.first().copied().unwrap_or(Zone::Hall), false),
            Some(Given::PassedOn(zone)) => (*zone, true),
            Some(Given::Printer(_) | Given::Voice { .. } | Given::Reported) => return None,
        };
        if self.voice_is_busy() {
            return None;
        }
        self.given.insert(id, Given::Voice { zone, passed_on });
        Some(Tell::Voice { zone, command: voice::Command::Say { job: id.0, clips: clips() } })
    }

    /// A voice could not say this. Whether another one is to: then nothing is to be reported yet.
    pub fn not_said(&mut self, job: JobId, zones: &[Zone]) -> bool {
        let next = match self.given.get(&job) {
            Some(Given::Voice { zone, passed_on: false }) => zones.iter().find(|other| *other != zone),
            Some(Given::Voice { .. } | Given::Printer(_) | Given::PassedOn(_) | Given::Reported) | None => {
                None
            }
        };
        if let Some(next) = next {
            self.given.insert(job, Given::PassedOn(*next));
        }
        next.is_some()
    }

    /// Whether the job was handed out and the office still wants it done.
    pub fn is_open(&self, job: JobId) -> bool {
        self.given.contains_key(&job)
    }

    /// What became of the job is known: whoever had it has it no more.
    pub fn reported(&mut self, job: JobId) {
        if let Some(given) = self.given.get_mut(&job) {
            *given = Given::Reported;
        }
    }

    /// How many slips the printer has whose outcome is open.
    fn with(&self, printer: &DeviceName) -> usize {
        self.given.values().filter(|given| matches!(given, Given::Printer(at) if at == printer)).count()
    }

    fn voice_is_busy(&self) -> bool {
        self.given.values().any(|given| matches!(given, Given::Voice { .. }))
    }

    /// Jobs that are closed are forgotten; a slip that is closed and that its printer still has is taken
    /// back.
    fn take_back(&mut self, view: &OfficeView) -> Vec<Tell> {
        let mut open: BTreeSet<JobId> = view.jobs.iter().map(|job| job.job.id).collect();
        open.extend(view.incidents.spoken.map(|spoken| spoken.job));
        open.extend(view.manual.papers.iter().map(|job| job.job));
        let mut tells = Vec::new();
        self.given.retain(|id, given| {
            let is_open = open.contains(id);
            if let (false, Given::Printer(device)) = (is_open, given) {
                tells.push(to_printer(device, printer::Command::Forget { job: id.0 }));
            }
            is_open
        });
        tells
    }
}

/// Whether the desk ordered it, and can fetch it a little later; a visitor stands and waits for anything else.
fn is_of_the_desk(kind: &JobKind) -> bool {
    match kind {
        JobKind::Slip { reprint, .. } => *reprint,
        JobKind::Correction { .. } | JobKind::Announcement { .. } => false,
    }
}

fn to_printer(device: &DeviceName, command: printer::Command) -> Tell {
    Tell::Device { device: device.clone(), command: port::Command::Printer(command) }
}
