//! What events make of paper and voice.

use super::tickets;
use crate::domain::day::Day;
use crate::domain::id::{JobId, ServiceId, TicketId, WindowId};
use crate::domain::job::{Job, JobKind};
use crate::domain::moment::HallTime;
use crate::domain::planted::Bug;
use crate::domain::ticket::Slip;

pub(super) fn slip(day: &mut Day, at: HallTime, job: JobId, ticket: TicketId, reprint: bool) {
    open(day, Job { id: job, kind: JobKind::Slip { ticket, reprint }, opened: at });
    becomes(day, ticket, Slip::Coming);
}

pub(super) fn correction(
    day: &mut Day,
    at: HallTime,
    job: JobId,
    ticket: TicketId,
    service: ServiceId,
    missing: &[u8],
) {
    let kind = JobKind::Correction { ticket, service, missing: missing.to_vec() };
    open(day, Job { id: job, kind, opened: at });
}

pub(super) fn announcement(
    day: &mut Day,
    at: HallTime,
    job: JobId,
    ticket: TicketId,
    window: WindowId,
    repeat: bool,
) {
    open(day, Job { id: job, kind: JobKind::Announcement { ticket, window, repeat }, opened: at });
    if repeat {
        tickets::repeated(day, at, ticket);
    }
}

pub(super) fn printed(day: &mut Day, job: JobId) {
    if day.planted.has(Bug::JobsPileUp) {
        return;
    }
    close_slip(day, job, Slip::Printed);
}

pub(super) fn unknown(day: &mut Day, job: JobId) {
    close_slip(day, job, Slip::Unknown);
}

pub(super) fn not_printed(day: &mut Day, job: JobId) {
    close_slip(day, job, Slip::NotPrinted);
}

pub(super) fn done(day: &mut Day, job: JobId) {
    day.jobs.remove(&job);
    day.incidents.said(job);
}

fn open(day: &mut Day, job: Job) {
    day.next_job = day.next_job.max(job.id.next());
    day.jobs.insert(job.id, job);
}

/// A correction list has no mark on the ticket: whoever misses the paper asks the clerk again.
fn close_slip(day: &mut Day, job: JobId, slip: Slip) {
    match day.jobs.remove(&job).map(|job| job.kind) {
        Some(JobKind::Slip { ticket, .. }) => becomes(day, ticket, slip),
        Some(JobKind::Correction { .. } | JobKind::Announcement { .. }) | None => (),
    }
}

fn becomes(day: &mut Day, ticket: TicketId, slip: Slip) {
    if let Some(ticket) = day.tickets.get_mut(&ticket) {
        ticket.slip = slip;
    }
}
