//! What devices report of paper and voice.

use super::{Decision, manual, self_test};
use crate::domain::event::Event;
use crate::domain::id::JobId;
use crate::domain::job::{AnnouncementDropped, JobKind, SlipDropped};
use crate::domain::manual::ManualEvent;
use crate::domain::request::Refusal;
use crate::domain::self_test::SelfTestEvent;

pub(super) fn printed(it: &mut Decision<'_>, job: JobId) -> Result<(), Refusal> {
    if self_test::reported(it, job, SelfTestEvent::PaperPrinted { job }) {
        return Ok(());
    }
    paper(it, job)?;
    let sheet = manual::outcome(it.day, job, ManualEvent::PaperPrinted { job });
    it.add(sheet.unwrap_or(Event::SlipPrinted { job }));
    Ok(())
}

pub(super) fn unknown(it: &mut Decision<'_>, job: JobId) -> Result<(), Refusal> {
    if self_test::reported(it, job, SelfTestEvent::PaperUnknown { job }) {
        return Ok(());
    }
    paper(it, job)?;
    let sheet = manual::outcome(it.day, job, ManualEvent::PaperUnknown { job });
    it.add(sheet.unwrap_or(Event::SlipUnknown { job }));
    Ok(())
}

pub(super) fn not_printed(it: &mut Decision<'_>, job: JobId) -> Result<(), Refusal> {
    if self_test::reported(it, job, SelfTestEvent::PaperDropped { job }) {
        return Ok(());
    }
    paper(it, job)?;
    let sheet = manual::outcome(it.day, job, ManualEvent::PaperDropped { job });
    it.add(sheet.unwrap_or(Event::SlipDropped { job, why: SlipDropped::NotPrinted }));
    Ok(())
}

pub(super) fn said(it: &mut Decision<'_>, job: JobId) -> Result<(), Refusal> {
    voice(it, job)?;
    it.add(Event::Said { job });
    Ok(())
}

pub(super) fn not_said(it: &mut Decision<'_>, job: JobId) -> Result<(), Refusal> {
    voice(it, job)?;
    it.add(Event::AnnouncementDropped { job, why: AnnouncementDropped::NoVoice });
    Ok(())
}

fn paper(it: &Decision<'_>, job: JobId) -> Result<(), Refusal> {
    if it.day.manual.papers.contains_key(&job) {
        return Ok(());
    }
    match it.day.jobs.get(&job).ok_or(Refusal::NoSuchJob)?.kind {
        JobKind::Slip { .. } | JobKind::Correction { .. } => Ok(()),
        JobKind::Announcement { .. } => Err(Refusal::NoSuchJob),
    }
}

fn voice(it: &Decision<'_>, job: JobId) -> Result<(), Refusal> {
    if it.day.incidents.spoken.is_some_and(|spoken| spoken.job == job) {
        return Ok(());
    }
    match it.day.jobs.get(&job).ok_or(Refusal::NoSuchJob)?.kind {
        JobKind::Announcement { .. } => Ok(()),
        JobKind::Slip { .. } | JobKind::Correction { .. } => Err(Refusal::NoSuchJob),
    }
}
