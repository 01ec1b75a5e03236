//! Which ticket a window calls next, and why.
//!
//! Everything is integers: a ticket's score is its waiting time over the target of its class, and two scores
//! are compared by cross-multiplication, so that every processor decides alike (accumulating priority:
//! Kleinrock 1964; Stanford, Taylor and Ziedins 2014). Ties go to the older ticket.

use std::cmp::Ordering;
use std::time::Duration;

use super::day::Day;
use super::event::{Choice, Score};
use super::id::{ServiceId, StaffId, TicketId, WindowId};
use super::moment::HallTime;
use super::planted::Bug;
use super::queue::Turn;
use super::rules::{Class, ClassTable, Discipline};
use super::ticket::{Place, Ticket, TicketState};

/// A waiting ticket that a window may call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub score: Score,
    pub place: Place,
    pub service: ServiceId,
}

/// The next ticket for a window, and why; `None` when nobody waits whom it may call.
///
/// First those whose call was undone, then those whose promised calls have passed, then the discipline.
/// Whoever has a promise that is not yet due comes when nobody else is left: then nobody is overtaken by
/// calling early.
pub(super) fn next(day: &Day, at: HallTime, window: WindowId, clerk: StaffId) -> Option<(TicketId, Choice)> {
    if let Some(ticket) = called_elsewhere(day) {
        return Some((ticket, Choice::Promised));
    }
    let candidates = candidates(day, at, window, clerk);
    if let Some(ticket) = promised(day, &candidates) {
        return Some((ticket, Choice::Promised));
    }
    let in_order: Vec<Score> = in_order(&candidates).collect();
    let allowed = bound_green(day, window, clerk, &in_order);
    let own = day.window_rules(window).and_then(|rules| rules.discipline.as_ref());
    let turn = day.queue.turn(own.map(|_| window));
    if let Some(chosen) = own.unwrap_or(&day.rules.discipline).first(turn, &allowed) {
        return Some((chosen.ticket, Choice::Discipline(reasons(chosen, &in_order))));
    }
    longest_waiting(candidates.iter()).map(|early| (early, Choice::Promised))
}

/// Who would be called one after another by the windows that are open if nothing else happened: at most
/// `most`.
///
/// A preview for the hall's display: it knows neither the green channel's bound nor the turns of a ratio.
pub(super) fn preview(day: &Day, at: HallTime, most: usize) -> Vec<TicketId> {
    let open: Vec<(WindowId, StaffId)> = day
        .windows
        .iter()
        .filter(|(_, window)| window.calls())
        .filter_map(|(id, window)| Some((*id, window.clerk?)))
        .collect();
    let served = |service| open.iter().any(|(window, clerk)| day.serves(*window, *clerk, service));
    let everybody = day.queue.waiting_for(served).filter_map(|id| candidate(day, at, day.tickets.get(&id)?));
    let mut everybody: Vec<Candidate> = everybody.filter(|candidate| !not_yet_due(day, candidate)).collect();
    let rank = |candidate: &Candidate| match candidate.place {
        Place::First => 0,
        Place::AfterCalls(_) => 1,
        Place::InOrder => 2,
    };
    let order = |a: &Candidate, b: &Candidate| {
        rank(a).cmp(&rank(b)).then_with(|| day.rules.discipline.compare(&a.score, &b.score))
    };
    if everybody.len() > most {
        everybody.select_nth_unstable_by(most, order);
        everybody.truncate(most);
    }
    everybody.sort_unstable_by(order);
    everybody.iter().map(|candidate| candidate.score.ticket).collect()
}

impl Discipline {
    /// The one to call among these; `None` only when there are none.
    #[must_use]
    pub fn first(&self, turn: Turn, scores: &[Score]) -> Option<Score> {
        let of_class = |class| scores.iter().filter(move |score| score.class == class).copied();
        let longest = |class| of_class(class).min_by(longest_wait);
        let anybody = || scores.iter().copied().min_by(|a, b| self.compare(a, b));
        match self {
            Self::AccumulatingPriority | Self::FirstCome | Self::Strict(_) => anybody(),
            Self::Ratio(turns) => in_turn(turns, turn).find_map(longest).or_else(anybody),
        }
    }

    /// Who of two goes first. In turns, that depends on what was called before, and the longer wait stands
    /// in.
    #[must_use]
    pub fn compare(&self, a: &Score, b: &Score) -> Ordering {
        match self {
            Self::AccumulatingPriority => larger_score(a, b),
            Self::FirstCome | Self::Ratio(_) => longest_wait(a, b),
            Self::Strict(classes) => {
                let rank =
                    |class| classes.iter().position(|listed| *listed == class).unwrap_or(classes.len());
                rank(a.class).cmp(&rank(b.class)).then_with(|| longest_wait(a, b))
            }
        }
    }

    /// How far a ratio has come after a call of this class; `None` where nothing is counted.
    #[must_use]
    pub fn turn_after(&self, turn: Turn, class: Class) -> Option<Turn> {
        let Self::Ratio(turns) = self else { return None };
        if let Some((listed, share)) = turns.get(turn.place)
            && *listed == class
            && turn.given < *share
        {
            return Some(Turn { given: turn.given + 1, ..turn });
        }
        let mut later = (1..=turns.len()).map(|step| (turn.place + step) % turns.len());
        later
            .find(|place| turns.get(*place).is_some_and(|(listed, share)| *listed == class && *share > 0))
            .map(|place| Turn { place, given: 1 })
    }
}

/// The classes of a ratio in the order in which they are asked: who has calls left in this turn, then the
/// others.
fn in_turn(turns: &[(Class, u8)], turn: Turn) -> impl Iterator<Item = Class> + '_ {
    let now = turns.get(turn.place).filter(|(_, share)| turn.given < *share).map(|(class, _)| *class);
    let later = (1..=turns.len()).filter_map(move |step| turns.get((turn.place + step) % turns.len()));
    now.into_iter().chain(later.filter(|(_, share)| *share > 0).map(|(class, _)| *class))
}

fn larger_score(a: &Score, b: &Score) -> Ordering {
    let of_a = u128::from(a.waited_ms) * u128::from(b.target_minutes);
    let of_b = u128::from(b.waited_ms) * u128::from(a.target_minutes);
    of_b.cmp(&of_a).then(a.ticket.cmp(&b.ticket))
}

fn longest_wait(a: &Score, b: &Score) -> Ordering {
    b.waited_ms.cmp(&a.waited_ms).then(a.ticket.cmp(&b.ticket))
}

fn candidates(day: &Day, at: HallTime, window: WindowId, clerk: StaffId) -> Vec<Candidate> {
    let waiting = day.queue.waiting_for(|service| day.serves(window, clerk, service));
    let tickets = waiting.filter_map(|id| day.tickets.get(&id));
    tickets
        .filter(|ticket| !day.kept_from(ticket, window, clerk))
        .filter_map(|ticket| candidate(day, at, ticket))
        .collect()
}

fn candidate(day: &Day, at: HallTime, ticket: &Ticket) -> Option<Candidate> {
    let TicketState::Waiting { place, .. } = ticket.state else { return None };
    let mut score = score(&day.rules.classes, at, ticket);
    if day.planted.has(Bug::LastComeFirst) {
        score.waited_ms = u64::MAX / 2 - score.waited_ms;
    }
    Some(Candidate { score, place, service: ticket.service()? })
}

fn score(classes: &ClassTable, at: HallTime, ticket: &Ticket) -> Score {
    Score {
        ticket: ticket.id,
        class: ticket.class,
        waited_ms: milliseconds(ticket.waited(at)),
        target_minutes: classes.of(ticket.class).target_minutes.max(1),
    }
}

fn milliseconds(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

fn in_order(candidates: &[Candidate]) -> impl Iterator<Item = Score> + '_ {
    candidates.iter().filter(|candidate| candidate.place == Place::InOrder).map(|candidate| candidate.score)
}

fn promised(day: &Day, candidates: &[Candidate]) -> Option<TicketId> {
    let first = candidates.iter().filter(|candidate| candidate.place == Place::First);
    if let Some(ticket) = first.map(|candidate| candidate.score.ticket).min() {
        return Some(ticket);
    }
    let returning = candidates.iter().filter(|candidate| matches!(candidate.place, Place::AfterCalls(_)));
    longest_waiting(returning.filter(|candidate| !not_yet_due(day, candidate)))
}

fn longest_waiting<'a>(candidates: impl Iterator<Item = &'a Candidate>) -> Option<TicketId> {
    candidates.map(|candidate| candidate.score).min_by(longest_wait).map(|score| score.ticket)
}

fn not_yet_due(day: &Day, candidate: &Candidate) -> bool {
    match candidate.place {
        Place::AfterCalls(calls) => {
            day.queue.calls_of(candidate.service) < calls || day.planted.has(Bug::PromiseForgotten)
        }
        Place::InOrder | Place::First => false,
    }
}

/// Leaves green tickets out while they have had their share of the last calls and an ordinary visitor has
/// waited long. Counted are the calls for services of this window: a consult desk's calls are no relief to
/// those who wait for others. Where nobody but green tickets waits, nobody is starved by calling one.
fn bound_green(day: &Day, window: WindowId, clerk: StaffId, scores: &[Score]) -> Vec<Score> {
    let bound = &day.rules.green;
    let long = milliseconds(bound.once_waited);
    let starving = scores.iter().any(|score| score.class == Class::Ordinary && score.waited_ms >= long);
    let ours = day.queue.recent().filter(|call| day.serves(window, clerk, call.service));
    let before = usize::from(bound.calls).saturating_sub(1);
    let green = ours.take(before).filter(|call| call.class == Class::Green).count();
    let bounded = !day.planted.has(Bug::GreenUnbounded);
    let full = bounded && starving && green >= usize::from(bound.at_most);
    scores.iter().filter(|score| !(full && score.class == Class::Green)).copied().collect()
}

/// A ticket that is called already: never called again, but by a planted bug.
fn called_elsewhere(day: &Day) -> Option<TicketId> {
    let planted = day.planted.has(Bug::CalledTwice);
    let mut called = day.windows.values().filter_map(|window| window.visitor).filter(|_| planted);
    called.next()
}

/// The scores that answer "why this ticket": the chosen one first, then the first of each class.
fn reasons(chosen: Score, scores: &[Score]) -> Vec<Score> {
    let first_of =
        |class| scores.iter().filter(move |score| score.class == class).copied().min_by(longest_wait);
    let others = Class::ALL.into_iter().filter_map(first_of).filter(|score| score.ticket != chosen.ticket);
    std::iter::once(chosen).chain(others).collect()
}
