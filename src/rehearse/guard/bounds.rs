//! What must not grow: jobs, orders, questions.

use super::Guard;
use crate::domain::job::JobKind;
use crate::rehearse::agenda::{MINUTE, Time};
use crate::rehearse::site::Site;
use crate::rehearse::watch::{Check, Finding};

/// Most jobs that may be open at once: a hall's slips of a few minutes, and as many calls as it has windows.
const JOBS_MOST: usize = 150;

impl Guard {
    pub(super) fn bounds(&self, now: Time, site: &Site) -> Result<(), Finding> {
        let Some(machine) = site.machine() else { return Ok(()) };
        let view = machine.engine().view();
        let rules = &view.rules;
        if view.jobs.len() > JOBS_MOST {
            return Err(Finding::new(Check::Unbounded, format!("{} jobs are open", view.jobs.len())));
        }
        for open in &view.jobs {
            let within = match open.job.kind {
                JobKind::Slip { .. } | JobKind::Correction { .. } => rules.issuing.print_within,
                JobKind::Announcement { .. } => rules.calling.stale_after,
            };
            let age = u64::try_from(view.at.hall.since(open.job.opened).as_millis()).unwrap_or(u64::MAX);
            let most = u64::try_from(within.as_millis()).unwrap_or(u64::MAX).saturating_add(MINUTE);
            if age > most {
                let what = format!("job {} is open for {} s", open.job.id, age / 1000);
                return Err(Finding::new(Check::Unbounded, what));
            }
        }
        if site.unanswered().any(|asked| now.since(asked) > MINUTE) {
            return Err(Finding::new(Check::Stuck, "a question has had no answer for a minute"));
        }
        Ok(())
    }
}
