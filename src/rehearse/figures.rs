//! What a rehearsal counts, from the stored records, and the table it prints.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use super::trouble::Kind;
use crate::domain::event::{Choice, Event};
use crate::domain::id::TicketId;
use crate::domain::moment::HallTime;
use crate::domain::record::Record;
use crate::domain::rules::Class;

/// The figures of one rehearsal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// People who came in.
    pub visits: u64,
    /// Tickets given.
    pub issued: u64,
    /// First calls and calls after a return; no recalls.
    pub called: u64,
    /// Tickets of which every errand has an outcome.
    pub served: u64,
    /// Calls in vain.
    pub missed: u64,
    /// Tickets that ended without being served.
    pub cancelled: u64,
    /// Tickets that waited when their day ended.
    pub stranded: u64,
    /// Tickets that somebody held and the journal lost.
    pub lost: u64,
    /// Tickets called by two decisions.
    pub called_twice: u64,
    /// Grades given.
    pub ratings: u64,
    /// Waits from issue to first call in milliseconds, by class.
    pub waits: BTreeMap<Class, Vec<u64>>,
    /// Troubles by kind, each counted when it made a difference.
    pub troubles: BTreeMap<Kind, u64>,
    /// How often the journal went on without its disk.
    pub kept_elsewhere: u64,
    /// How often it went up again from memory to the second medium.
    pub gone_up: u64,
    /// Tickets that were given in memory, marked so, and went with the power.
    pub forgotten: u64,
    /// Steps of the engine.
    pub steps: u64,
    /// Days lived.
    pub days: u64,
}

impl Figures {
    /// Counts the records of all days.
    pub fn count(&mut self, records: &[Record]) {
        let mut given: BTreeMap<TicketId, (HallTime, Class)> = BTreeMap::new();
        for record in records {
            for event in &record.events {
                self.event(record.moment.hall, event, &mut given);
            }
        }
    }

    fn event(&mut self, at: HallTime, event: &Event, given: &mut BTreeMap<TicketId, (HallTime, Class)>) {
        if let Event::TicketIssued { ticket, class, .. } = event {
            self.issued += 1;
            given.insert(*ticket, (at, *class));
        } else if let Event::TicketCalled { ticket, choice, .. } = event {
            if *choice != Choice::Resumed {
                self.called += 1;
            }
            if let Some((since, class)) = given.remove(ticket) {
                let waited = u64::try_from(at.since(since).as_millis()).unwrap_or(u64::MAX);
                self.waits.entry(class).or_default().push(waited);
            }
        } else if let Event::TicketMissed { .. } = event {
            self.missed += 1;
        } else if let Event::TicketCancelled { .. } = event {
            self.cancelled += 1;
        } else if let Event::RatingGiven { .. } = event {
            self.ratings += 1;
        } else if let Event::ServiceFinished { .. } = event {
            self.served += 1;
        }
    }

    /// Adds another rehearsal's figures.
    pub fn add(&mut self, other: &Self) {
        self.visits += other.visits;
        self.issued += other.issued;
        self.called += other.called;
        self.served += other.served;
        self.missed += other.missed;
        self.cancelled += other.cancelled;
        self.stranded += other.stranded;
        self.lost += other.lost;
        self.called_twice += other.called_twice;
        self.ratings += other.ratings;
        self.kept_elsewhere += other.kept_elsewhere;
        self.gone_up += other.gone_up;
        self.forgotten += other.forgotten;
        self.steps += other.steps;
        self.days += other.days;
        for (class, waits) in &other.waits {
            self.waits.entry(*class).or_default().extend(waits);
        }
        for (kind, count) in &other.troubles {
            *self.troubles.entry(*kind).or_default() += count;
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = [
            ("days", self.days),
            ("visits", self.visits),
            ("tickets issued", self.issued),
            ("calls", self.called),
            ("errands served", self.served),
            ("calls in vain", self.missed),
            ("cancelled", self.cancelled),
            ("waiting at the end", self.stranded),
            ("lost", self.lost),
            ("called twice", self.called_twice),
            ("ratings", self.ratings),
            ("journal elsewhere, times", self.kept_elsewhere),
            ("up from memory, times", self.gone_up),
            ("in memory, then dark", self.forgotten),
        ];
        for (name, count) in rows {
            writeln!(f, "{name:<24}{count:>10}")?;
        }
        writeln!(f, "\nwait until called        tickets    median       P80   longest")?;
        for (class, waits) in &self.waits {
            let mut waits = waits.clone();
            waits.sort_unstable();
            let at = |percent: usize| minutes(waits.get((waits.len() * percent / 100).min(waits.len() - 1)));
            let name = format!("{class:?}").to_lowercase();
            writeln!(f, "  {name:<20}{:>10}{:>10}{:>10}{:>10}", waits.len(), at(50), at(80), at(100))?;
        }
        if !self.troubles.is_empty() {
            let mut told = String::new();
            for (kind, count) in &self.troubles {
                write!(told, ", {} {count}", kind.words())?;
            }
            writeln!(f, "\ntroubles: {}", told.trim_start_matches(", "))?;
        }
        Ok(())
    }
}

fn minutes(millis: Option<&u64>) -> String {
    let seconds = millis.copied().unwrap_or(0) / 1000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
