//! The self-test: when one may begin, what is believed of it, and what becomes of its paper.

use std::sync::Arc;

use super::Decision;
use crate::domain::day::Day;
use crate::domain::event::Event;
use crate::domain::id::JobId;
use crate::domain::moment::HallTime;
use crate::domain::request::{Origin, Refusal};
use crate::domain::self_test::{PAPER_WITHIN, SelfTestEvent, SelfTestRequest};

/// Decides what is asked about self-tests.
pub(super) fn request(it: &mut Decision<'_>, asked: &SelfTestRequest) -> Result<(), Refusal> {
    match asked {
        SelfTestRequest::Begin => begin(it),
        SelfTestRequest::Certify(certificate) => {
            if it.day.self_tests.running.is_none() {
                return Err(Refusal::NothingDue);
            }
            // One paper at a time: an older certificate is not what anybody waits for.
            overtake(it);
            let number = it.day.self_tests.next_number();
            add(it, SelfTestEvent::Certified { number, certificate: Arc::new((**certificate).clone()) });
            let job = it.new_job();
            add(it, SelfTestEvent::PaperOpened { job, again: false });
            Ok(())
        }
        SelfTestRequest::PrintAgain => {
            if it.day.self_tests.latest.is_none() {
                return Err(Refusal::NoSuchJob);
            }
            overtake(it);
            let job = it.new_job();
            add(it, SelfTestEvent::PaperOpened { job, again: true });
            Ok(())
        }
        SelfTestRequest::Told { who } => {
            let latest = it.day.self_tests.latest.as_ref().ok_or(Refusal::NoSuchJob)?;
            if latest.told.contains(who) {
                return Err(Refusal::NoChange);
            }
            add(it, SelfTestEvent::Told { who: who.clone() });
            Ok(())
        }
    }
}

fn begin(it: &mut Decision<'_>) -> Result<(), Refusal> {
    let morning = it.asked.origin == Origin::Clock;
    if it.day.self_tests.running.is_some() || (morning && it.day.self_tests.morning) {
        return Err(Refusal::NoChange);
    }
    add(it, SelfTestEvent::Begun { morning });
    Ok(())
}

fn add(it: &mut Decision<'_>, event: SelfTestEvent) {
    it.add(Event::SelfTest(event));
}

fn overtake(it: &mut Decision<'_>) {
    if let Some((job, _)) = it.day.self_tests.open_paper() {
        add(it, SelfTestEvent::PaperDropped { job });
    }
}

/// Whether a printer's report is about a certificate; what follows from it then stands in the decision.
pub(super) fn reported(it: &mut Decision<'_>, job: JobId, event: SelfTestEvent) -> bool {
    let is_paper = it.day.self_tests.open_paper().is_some_and(|(open, _)| open == job);
    if is_paper {
        add(it, event);
    }
    is_paper
}

/// Nobody knows whether the paper came out before the daemon ended, or before the day did.
pub(super) fn give_up(it: &mut Decision<'_>) {
    if let Some((job, _)) = it.day.self_tests.open_paper() {
        add(it, SelfTestEvent::PaperUnknown { job });
    }
}

/// A paper that no printer took in time is given up.
pub(super) fn wake(it: &mut Decision<'_>) {
    if let Some((job, since)) = it.day.self_tests.open_paper()
        && since + PAPER_WITHIN <= it.now()
    {
        add(it, SelfTestEvent::PaperDropped { job });
    }
}

/// When something falls due.
pub(super) fn deadline(day: &Day) -> Option<HallTime> {
    day.self_tests.deadline()
}
