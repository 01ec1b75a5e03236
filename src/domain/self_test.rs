//! The self-test of the morning: that it runs, and the certificates that came of it.
//!
//! A certificate is a document: it holds its words as they stood on the paper, so that it can be printed again
//! years later and the journal's chain proves it. Whoever tries the devices is outside; the office numbers what
//! it is told, keeps it, and sees to its paper.

use std::sync::Arc;
use std::time::Duration;

use super::check::{Inconsistency, ensure};
use super::id::JobId;
use super::moment::{HallTime, Moment};

/// A certificate that no printer took in this time is given up: it stands on the LCD and in the journal.
pub const PAPER_WITHIN: Duration = Duration::from_secs(30 * 60);

/// What came of trying everything, as it stands on paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// Everything that was to be tried, in the order of the paper.
    pub tried: Vec<Tried>,
    /// Who of the people on duty is to be told, in the hall's words.
    pub tell: Vec<String>,
}

/// One device, or one thing of the machine's own, and what came of its trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The device's name in the configuration; empty for what is the machine's own.
    pub device: String,
    /// What people call it.
    pub name: String,
    /// Where it stands; empty where nobody wrote it down.
    pub place: String,
    /// What came of it.
    pub verdict: Verdict,
    /// How it was found to work, what is wrong with it, or why it was not tried.
    pub words: String,
    /// Whom to call about it; empty where there is nothing to mend.
    pub call: String,
}

/// What came of a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Green: it works.
    Works,
    /// Red: it does not.
    Fails,
    /// It was not tried.
    NotTried,
}

/// A certificate that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certified {
    /// Which one of the day, from 1.
    pub number: u16,
    /// When.
    pub at: Moment,
    /// What stands on it.
    pub certificate: Arc<Certificate>,
    /// What became of its paper.
    pub paper: CertificatePaper,
    /// Who was told of it, in the order in which it was noted.
    pub told: Vec<String>,
}

/// What became of a certificate's paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificatePaper {
    /// It is to be printed.
    Coming {
        /// The name that goes to the printer and comes back.
        job: JobId,
        /// Since when.
        since: HallTime,
        /// It was printed before, and somebody wants it once more.
        again: bool,
    },
    /// It came out.
    Printed,
    /// It may have come out, and is not printed blindly again.
    Unknown,
    /// It did not: no printer took it.
    NotPrinted,
}

/// A self-test that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    /// Since when.
    pub since: HallTime,
    /// It is the one of the morning, whose certificate has its hour.
    pub morning: bool,
}

/// The self-tests as the day knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SelfTests {
    /// The one that runs.
    pub running: Option<Running>,
    /// The one of the morning has begun.
    pub morning: bool,
    /// The newest certificate.
    pub latest: Option<Arc<Certified>>,
}

/// The self-tests as anyone may see them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelfTestView {
    /// The one that runs.
    pub running: Option<Running>,
    /// The one of the morning has begun, or is over.
    pub morning: bool,
    /// The day's newest certificate.
    pub latest: Option<Arc<Certified>>,
}

/// What may be asked about self-tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelfTestRequest {
    /// Try everything. By the clock's asking it is the one of the morning.
    Begin,
    /// This came of it.
    Certify(Box<Certificate>),
    /// Print the newest certificate once more.
    PrintAgain,
    /// Somebody was told of the newest certificate.
    Told {
        /// Who, in the hall's words.
        who: String,
    },
}

/// What happened to self-tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelfTestEvent {
    /// One began.
    Begun {
        /// It is the one of the morning, which nobody asked for.
        morning: bool,
    },
    /// One is over, and this came of it.
    Certified {
        /// Which one of the day, from 1.
        number: u16,
        /// What stands on it.
        certificate: Arc<Certificate>,
    },
    /// The newest certificate is to be printed.
    PaperOpened {
        /// The name that goes to the printer and comes back.
        job: JobId,
        /// It was printed before.
        again: bool,
    },
    /// Its paper came out.
    PaperPrinted {
        /// Which.
        job: JobId,
    },
    /// Its paper may have come out.
    PaperUnknown {
        /// Which.
        job: JobId,
    },
    /// Its paper did not come out, or a newer certificate took its place.
    PaperDropped {
        /// Which.
        job: JobId,
    },
    /// Somebody was told of the newest certificate.
    Told {
        /// Who, in the hall's words.
        who: String,
    },
}

impl Certificate {
    /// How many were found to work, and of how many.
    #[must_use]
    pub fn working(&self) -> (usize, usize) {
        let works = self.tried.iter().filter(|tried| tried.verdict == Verdict::Works).count();
        (works, self.tried.len())
    }
}

impl SelfTests {
    /// The paper that is on its way.
    pub fn open_paper(&self) -> Option<(JobId, HallTime)> {
        match self.latest.as_ref()?.paper {
            CertificatePaper::Coming { job, since, .. } => Some((job, since)),
            CertificatePaper::Printed | CertificatePaper::Unknown | CertificatePaper::NotPrinted => None,
        }
    }

    /// When the paper on its way is given up.
    pub fn deadline(&self) -> Option<HallTime> {
        self.open_paper().map(|(_, since)| since + PAPER_WITHIN)
    }

    /// The number of the next certificate.
    pub fn next_number(&self) -> u16 {
        self.latest.as_ref().map_or(1, |latest| latest.number.saturating_add(1))
    }

    /// Whether an event can follow.
    pub fn check(&self, event: &SelfTestEvent, next_job: JobId) -> Result<(), Inconsistency> {
        let open = self.open_paper().map(|(open, _)| open);
        match event {
            SelfTestEvent::Begun { morning } => {
                let again = self.morning && *morning;
                ensure(self.running.is_none() && !again, Inconsistency::OtherSelfTest)
            }
            SelfTestEvent::Certified { number, .. } => {
                let fits = self.running.is_some() && *number == self.next_number();
                ensure(fits, Inconsistency::OtherSelfTest)
            }
            SelfTestEvent::PaperOpened { job, .. } => {
                ensure(self.latest.is_some() && open.is_none(), Inconsistency::NoSuchJob)?;
                ensure(*job >= next_job, Inconsistency::JobIdGivenBefore)
            }
            SelfTestEvent::PaperPrinted { job }
            | SelfTestEvent::PaperUnknown { job }
            | SelfTestEvent::PaperDropped { job } => ensure(open == Some(*job), Inconsistency::NoSuchJob),
            SelfTestEvent::Told { .. } => ensure(self.latest.is_some(), Inconsistency::NoSuchJob),
        }
    }

    /// Makes an event true.
    pub fn apply(&mut self, at: Moment, event: &SelfTestEvent) {
        match event {
            SelfTestEvent::Begun { morning } => {
                self.running = Some(Running { since: at.hall, morning: *morning });
                self.morning |= morning;
            }
            SelfTestEvent::Certified { number, certificate } => {
                self.running = None;
                self.latest = Some(Arc::new(Certified {
                    number: *number,
                    at,
                    certificate: Arc::clone(certificate),
                    paper: CertificatePaper::NotPrinted,
                    told: Vec::new(),
                }));
            }
            SelfTestEvent::PaperOpened { job, again } => {
                self.paper(CertificatePaper::Coming { job: *job, since: at.hall, again: *again });
            }
            SelfTestEvent::PaperPrinted { .. } => self.paper(CertificatePaper::Printed),
            SelfTestEvent::PaperUnknown { .. } => self.paper(CertificatePaper::Unknown),
            SelfTestEvent::PaperDropped { .. } => self.paper(CertificatePaper::NotPrinted),
            SelfTestEvent::Told { who } => {
                if let Some(latest) = &mut self.latest {
                    Arc::make_mut(latest).told.push(who.clone());
                }
            }
        }
    }

    fn paper(&mut self, paper: CertificatePaper) {
        if let Some(latest) = &mut self.latest {
            Arc::make_mut(latest).paper = paper;
        }
    }

    /// What anyone may see.
    pub fn view(&self) -> SelfTestView {
        SelfTestView { running: self.running, morning: self.morning, latest: self.latest.clone() }
    }
}
