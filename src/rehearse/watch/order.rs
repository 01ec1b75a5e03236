//! Whether a call was in order: nobody overtaken, no promise broken, and the green channel within its bound.
//!
//! Written from the rules' own words, not from the office's discipline.

use super::book::Book;
use super::entry::{Entry, Stage};
use super::windows::Post;
use super::{Check, Finding};
use crate::domain::event::Choice;
use crate::domain::id::{ServiceId, StaffId, TicketId, WindowId};
use crate::domain::moment::HallTime;
use crate::domain::rules::{Class, Discipline, Rules};
use crate::domain::ticket::{Only, Place};

/// Who calls.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    /// From which window.
    pub window: WindowId,
    /// Which clerk.
    pub clerk: StaffId,
}

/// Whether a ticket waits and may be called by this caller.
pub fn may_call(book: &Book, caller: Caller, entry: &Entry) -> bool {
    let Some(rules) = &book.rules else { return false };
    let kept = match entry.only {
        None => false,
        Some(Only::Window(window)) => {
            let works = |post: &Post| post.clerk.is_some() && !post.closing_out;
            window != caller.window && book.windows.get(&window).is_some_and(works)
        }
        Some(Only::Clerk(clerk)) => {
            let works = |post: &Post| post.clerk == Some(clerk) && !post.closing_out;
            clerk != caller.clerk && book.windows.values().any(works)
        }
    };
    entry.stage == Stage::Waiting
        && !kept
        && entry.service().is_some_and(|service| serves(rules, caller, service))
}

fn serves(rules: &Rules, caller: Caller, service: ServiceId) -> bool {
    let window = rules.windows.iter().find(|window| window.id == caller.window);
    let clerk = rules.staff.iter().find(|clerk| clerk.id == caller.clerk);
    window.is_some_and(|window| window.skills.include(service))
        && clerk.is_some_and(|clerk| clerk.skills.include(service))
}

/// Whether this call was in order.
///
/// # Errors
/// Who was overtaken, or which promise was broken.
pub fn check(
    book: &Book,
    at: HallTime,
    caller: Caller,
    called: TicketId,
    choice: &Choice,
) -> Result<(), Finding> {
    let Some(rules) = &book.rules else { return Ok(()) };
    let Some(chosen) = book.tickets.get(&called) else { return Ok(()) };
    let others = book.tickets.iter().filter(|(id, entry)| **id != called && may_call(book, caller, entry));
    let others: Vec<(TicketId, &Entry)> = others.map(|(id, entry)| (*id, entry)).collect();
    match choice {
        Choice::Directed { .. } | Choice::Resumed => Ok(()),
        Choice::Promised => promised(book, chosen, &others),
        Choice::Discipline(_) => {
            if !may_call(book, caller, chosen) {
                let what = format!("{} does not wait for window {}", chosen.number, caller.window);
                return Err(Finding::new(Check::Overtaken, what));
            }
            if let Some((_, broken)) = others.iter().find(|(_, entry)| is_due(book, entry)) {
                let what = format!("{} was called before {}, who was due", chosen.number, broken.number);
                return Err(Finding::new(Check::PromiseBroken, what));
            }
            let in_order: Vec<(TicketId, &Entry)> =
                others.into_iter().filter(|(_, entry)| entry.place == Place::InOrder).collect();
            let own = rules.windows.iter().find(|window| window.id == caller.window);
            let discipline = own.and_then(|own| own.discipline.as_ref()).unwrap_or(&rules.discipline);
            let turn = Turn { rules, at, called, chosen };
            turn.within_the_class(&in_order)?;
            turn.among_the_classes(discipline, &in_order)?;
            turn.green_bound(book, caller, &in_order)
        }
    }
}

fn promised(book: &Book, chosen: &Entry, others: &[(TicketId, &Entry)]) -> Result<(), Finding> {
    let early = chosen.place == Place::InOrder
        || (!is_due(book, chosen) && others.iter().any(|(_, entry)| entry.place == Place::InOrder));
    // A green ticket that its bound holds back does not count as somebody else: then the early one may come.
    let only_green = others
        .iter()
        .filter(|(_, entry)| entry.place == Place::InOrder)
        .all(|(_, entry)| entry.class == Class::Green);
    if early && !(chosen.place != Place::InOrder && only_green) {
        let what = format!("{} had no promise that was due", chosen.number);
        return Err(Finding::new(Check::PromiseBroken, what));
    }
    Ok(())
}

fn is_due(book: &Book, entry: &Entry) -> bool {
    match entry.place {
        Place::InOrder => false,
        Place::First => true,
        Place::AfterCalls(due) => {
            entry.service().is_some_and(|service| book.calls_of.get(&service).copied().unwrap_or(0) >= due)
        }
    }
}

/// One call by the discipline.
struct Turn<'a> {
    rules: &'a Rules,
    at: HallTime,
    called: TicketId,
    chosen: &'a Entry,
}

impl Turn<'_> {
    /// Under every discipline, within one class whoever has waited longest comes first.
    fn within_the_class(&self, others: &[(TicketId, &Entry)]) -> Result<(), Finding> {
        let mine = self.chosen.waited(self.at);
        let before = |(id, entry): &&(TicketId, &Entry)| {
            let theirs = entry.waited(self.at);
            entry.class == self.chosen.class && (theirs > mine || (theirs == mine && *id < self.called))
        };
        others.iter().find(before).map_or(Ok(()), |(_, entry)| Err(self.overtaken(entry)))
    }

    /// Between classes the larger share of the target's wait comes first. A green ticket may be held back
    /// while an ordinary one has waited long.
    fn among_the_classes(
        &self,
        discipline: &Discipline,
        others: &[(TicketId, &Entry)],
    ) -> Result<(), Finding> {
        if *discipline != Discipline::AccumulatingPriority {
            return Ok(());
        }
        let held_back = self.starving(others);
        let before = |(_, entry): &&(TicketId, &Entry)| {
            let theirs = u128::from(entry.waited(self.at)) * self.target(self.chosen.class);
            let mine = u128::from(self.chosen.waited(self.at)) * self.target(entry.class);
            theirs > mine && !(entry.class == Class::Green && held_back)
        };
        others.iter().find(before).map_or(Ok(()), |(_, entry)| Err(self.overtaken(entry)))
    }

    /// So many green calls among so many, once an ordinary visitor has waited long.
    fn green_bound(&self, book: &Book, caller: Caller, others: &[(TicketId, &Entry)]) -> Result<(), Finding> {
        if self.chosen.class != Class::Green || !self.starving(others) {
            return Ok(());
        }
        let ours = book.history.iter().rev().filter(|(_, service, _)| serves(self.rules, caller, *service));
        let before = usize::from(self.rules.green.calls).saturating_sub(1);
        let green = ours.take(before).filter(|(_, _, class)| *class == Class::Green).count();
        if green < usize::from(self.rules.green.at_most) {
            return Ok(());
        }
        let what = format!("{} was one green call too many", self.chosen.number);
        Err(Finding::new(Check::Overtaken, what))
    }

    fn starving(&self, others: &[(TicketId, &Entry)]) -> bool {
        let long = self.rules.green.once_waited.as_millis();
        let everybody = others.iter().map(|(_, entry)| *entry).chain([self.chosen]);
        everybody
            .filter(|entry| entry.class == Class::Ordinary)
            .any(|entry| u128::from(entry.waited(self.at)) >= long)
    }

    fn target(&self, class: Class) -> u128 {
        u128::from(self.rules.classes.of(class).target_minutes.max(1))
    }

    fn overtaken(&self, by: &Entry) -> Finding {
        let (mine, theirs) = (self.chosen.waited(self.at), by.waited(self.at));
        let what = format!(
            "{} ({:?}, {mine} ms) was called before {} ({:?}, {theirs} ms)",
            self.chosen.number, self.chosen.class, by.number, by.class
        );
        Finding::new(Check::Overtaken, what)
    }
}
