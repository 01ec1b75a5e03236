//! What the engine does because time has passed: opens days, settles a start, wakes the office, follows a
//! clock.

use std::sync::Arc;
use std::time::Duration;

use tracing::{error, info, warn};

use super::{Engine, Kept};
use crate::domain::check::Contradiction;
use crate::domain::id::{JobId, Seq, TicketId};
use crate::domain::locker::CabinetRequest;
use crate::domain::moment::{HallTime, Moment};
use crate::domain::office::Office;
use crate::domain::request::{Origin, Refusal, Request};
use crate::domain::rules::Rules;
use crate::journal::keep::{KeepError, Latest};
use crate::planted::{self, Bug};
use crate::runtime::day::{self, Carry};
use crate::runtime::registrar::{Answer, Registrar};
use crate::runtime::status::NotInForce;

/// How long the journal rests before it is opened once more after it could not be: long enough for a disk
/// that is being swapped, short enough that nobody wonders.
const REOPEN_AFTER: Duration = Duration::from_secs(2);

/// How often it is looked whether the hours of the day keep to the wall, in milliseconds of hall time.
const ALIGN_EVERY_MS: u64 = 60_000;

impl Engine {
    /// When the engine wants an [`Input::Tick`](super::Input::Tick), if nothing else happens before.
    ///
    /// What falls due in an office that is ahead of the journal waits for the writer's answer: asking to be
    /// woken for it would only keep the processor busy for as long as the disk is slow.
    pub fn due(&self) -> Option<HallTime> {
        let waits = self.registrar.is_ahead() && !planted::is(Bug::SpinsWhileStoring);
        let may_ask = !waits && self.rests_until.is_none();
        let office = self.registrar.office().deadline();
        let office = office.filter(|due| may_ask && self.woken_for != Some(*due));
        let self_test = self.self_test.deadline().filter(|_| !self.registrar.is_ahead());
        let rests = self.rests_until.filter(|_| !waits);
        let incidents = self.incidents_due().filter(|_| self.rests_until.is_none());
        let own = [self.reopen_at, self.hangs_at(), self.means.due(), self_test, incidents, rests];
        own.into_iter().chain([office, self.stations.deadline()]).flatten().min()
    }

    /// The first requests of a process: the day that is open goes on, under the rules of the configuration.
    pub(super) fn settle_start(&mut self, now: Moment) {
        if self.registrar.office().day().is_none() {
            return;
        }
        self.settled = false;
        self.ask_itself(now, Origin::Startup, Request::Restart);
        self.adopt_rules(now);
        self.realign(now);
    }

    /// Rules that are other ones than those of the office are adopted by a record of their own.
    pub(super) fn adopt_rules(&mut self, now: Moment) {
        let office = self.registrar.office();
        if office.day().is_some() && **office.rules() != *self.rules {
            self.ask_itself(now, Origin::Startup, Request::AdoptRules(Box::new((*self.rules).clone())));
        }
    }

    /// Rules that the office does not take, as somebody depends on what they leave out, are no secret: every face that
    /// tells of the daemon says so, and they are asked for again every minute and hold from the next day on at the latest.
    pub(super) fn look_after_the_rules(&mut self, asked: &Request, answer: &Answer) {
        let waits = self.configuration.rules_wait;
        match (asked, answer) {
            (Request::AdoptRules(_), Answer::Refused(Refusal::InUse)) if !waits => {
                warn!("of the configuration {}", NotInForce::RULES_WAIT);
                (self.configuration.rules_wait, self.stale) = (true, true);
            }
            (Request::AdoptRules(_) | Request::OpenDay(_), Answer::Granted { .. }) => {
                info!("the rules of the configuration are in force");
                if waits {
                    (self.configuration.rules_wait, self.stale) = (false, true);
                }
            }
            _ => {}
        }
    }

    /// Hours follow the clock when it was set, and keep what was promised on the wall.
    pub(super) fn realign(&mut self, now: Moment) {
        let office = self.registrar.office();
        let (Some(opened), Some(hours)) = (office.day(), office.hours()) else { return };
        let other = if hours.sessions.is_empty() && now.wall.is_some() {
            Some(self.calendar.hours(opened, now))
        } else {
            day::realigned(hours, now)
        };
        if let Some(hours) = other {
            self.ask_itself(now, Origin::Clock, Request::SetHours(hours));
        }
    }

    /// The journal is open again: what it holds is the truth, and outcomes that it could not take are told
    /// again.
    pub(super) fn reopened(&mut self, now: Moment, kept: Kept) {
        let (office, next_seq) = match office_of(&kept, &self.rules) {
            Ok(found) => found,
            Err(contradiction) => {
                error!(%contradiction, "the journal contradicts itself");
                return self.cannot_reopen(now);
            }
        };
        self.carry = carry(kept.latest);
        self.woken_for = None;
        self.advance(now, |registrar, wishes| registrar.reopened(office, next_seq, &kept.today, wishes));
        self.leap(now);
        if self.rests_until.is_none() {
            self.tell_again(now);
        }
    }

    fn tell_again(&mut self, now: Moment) {
        for request in std::mem::take(&mut self.untold) {
            self.ask_itself(now, Origin::Device, request);
        }
    }

    /// Rests if what the engine asked by itself could not be stored. Asked again at once on a disk that is full, it
    /// would have the journal opened and read again many times a second, for as long as the disk is.
    pub(super) fn rest_after(&mut self, now: Moment, answer: &Answer) {
        if *answer == Answer::NotStored {
            self.rests_until = Some(now.hall + REOPEN_AFTER);
        }
    }

    pub(super) fn reopen_failed(&mut self, now: Moment, why: &KeepError) {
        error!(%why, "the journal cannot be opened; nothing is granted until it can");
        self.storing_since = None;
        self.cannot_reopen(now);
    }

    fn cannot_reopen(&mut self, now: Moment) {
        self.reopen_at = Some(now.hall + REOPEN_AFTER);
        self.stale = true;
        self.advance(now, Registrar::reopen_failed);
    }

    pub(super) fn look_at_the_time(&mut self, now: Moment) {
        if self.reopen_at.is_some_and(|at| at <= now.hall) {
            self.reopen_at = None;
            self.advance(now, Registrar::try_again);
        }
        if self.registrar.is_ahead() {
            if self.registrar.is_broken() {
                self.let_go(now);
            }
            return;
        }
        self.settle_keeping(now);
        if self.registrar.is_ahead() {
            return;
        }
        let rests = self.rests_until.is_some_and(|until| until > now.hall);
        if !rests {
            self.follow_the_mains(now);
            self.call_by_hand_from_the_start(now);
        }
        self.let_go(now);
        if rests {
            return;
        }
        if self.rests_until.take().is_some() {
            self.stale = true;
            self.tell_again(now);
        }
        self.wake_the_office(now);
        self.follow_the_wall(now);
        self.follow_the_pins(now);
        self.open_a_day(now);
    }

    /// Hours keep to the wall: a step of the clock that was taken at once moves them too. Looked at now and then, so that
    /// a clock that swings is not on record at every swing.
    fn follow_the_wall(&mut self, now: Moment) {
        let minute = now.hall.0 / ALIGN_EVERY_MS;
        if self.registrar.is_ahead() || std::mem::replace(&mut self.aligned_at, minute) == minute {
            return;
        }
        if self.configuration.rules_wait {
            self.adopt_rules(now);
        }
        if let Some(hours) = self.registrar.office().hours().and_then(|hours| day::realigned(hours, now)) {
            self.ask_itself(now, Origin::Clock, Request::SetHours(hours));
        }
    }

    fn wake_the_office(&mut self, now: Moment) {
        let due = self.registrar.office().deadline().filter(|due| *due <= now.hall);
        if due.is_some() && self.woken_for != due {
            self.woken_for = due;
            self.ask_itself(now, Origin::Clock, Request::Wake);
        }
    }

    /// Opens a day if none is open and it is time. Refused or lost, it is asked again at the next look.
    fn open_a_day(&mut self, now: Moment) {
        let office = self.registrar.office();
        if office.day().is_some() || self.journal.other_hall.is_some() {
            return;
        }
        let carry = Carry { next_ticket: office.next_ticket(), next_job: office.next_job(), ..self.carry };
        let Some(opened) = day::to_open(&*self.calendar, carry, now) else { return };
        info!(day = %opened, "opening the business day");
        let opening = day::opening(&*self.calendar, carry, opened, &self.rules, self.rules_hash, now);
        self.ask_itself(now, Origin::Clock, Request::OpenDay(Box::new(opening)));
        self.record_what_was_found(now);
        self.leap(now);
    }
}

/// What a journal hands over to the next day.
pub(super) fn carry(latest: Option<Latest>) -> Carry {
    Carry {
        last_day: latest.map(|latest| latest.day),
        closed: latest.filter(|latest| latest.closed).and_then(|latest| latest.moment.wall),
        next_ticket: latest.map_or(TicketId(1), |latest| latest.next_ticket),
        next_job: latest.map_or(JobId(1), |latest| latest.next_job),
        seal: latest.map(|latest| latest.seq),
    }
}

/// The office of the journal's last day, and the position of the next record. Between days it shows the
/// services and windows of `rules`.
pub(super) fn office_of(kept: &Kept, rules: &Arc<Rules>) -> Result<(Office, Seq), Contradiction> {
    let Some(latest) = kept.latest else {
        return Ok((Office::vacant(TicketId(1), JobId(1)).under(Arc::clone(rules)), Seq(1)));
    };
    let office = if latest.closed {
        Office::after_day(&kept.today, latest.next_ticket, latest.next_job).under(Arc::clone(rules))
    } else {
        let forgotten = usize::from(planted::is(Bug::ForgetsTheLastRecord));
        Office::replay(kept.today.iter().take(kept.today.len().saturating_sub(forgotten)).cloned())?
    };
    Ok((office, latest.seq.next()))
}

/// Whether a request reports what has happened already, so that it stays true if it was not stored.
pub(super) fn is_outcome(request: &Request) -> bool {
    matches!(
        request,
        Request::Restart
            | Request::SlipPrinted { .. }
            | Request::SlipUnknown { .. }
            | Request::SlipNotPrinted { .. }
            | Request::Said { .. }
            | Request::NotSaid { .. }
            | Request::Cabinet(
                CabinetRequest::Opened { .. }
                    | CabinetRequest::NotOpened { .. }
                    | CabinetRequest::Unknown { .. }
                    | CabinetRequest::Seen { .. }
            )
    )
}
