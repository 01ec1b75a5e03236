//! Why a ticket was called when it was: read from the records of its day, where the scores stand that decided
//! it.

use crate::domain::event::{Choice, Event, Score};
use crate::domain::id::{JobId, Seq, ServiceId, StaffId, TicketId, TicketNumber, WindowId};
use crate::domain::manual::{ManualEvent, Written};
use crate::domain::moment::Moment;
use crate::domain::office::Office;
use crate::domain::record::Record;
use crate::domain::request::TypedNumber;
use crate::domain::rules::{Class, Discipline, GreenChannel, Rules};
use crate::domain::ticket::{Place, TicketState, WaitRange};

/// A ticket with its calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Its number.
    pub number: TicketNumber,
    /// Its class when it was issued.
    pub class: Class,
    /// What the visitor came for.
    pub services: Vec<ServiceId>,
    /// When it was issued.
    pub issued: Moment,
    /// People ahead, as told.
    pub ahead: u32,
    /// The wait, as told.
    pub wait: Option<WaitRange>,
    /// Every call of it by the machine, in order.
    pub calls: Vec<Call>,
    /// What was entered for it from paper, in order: the last stands.
    pub by_hand: Vec<ByHand>,
}

/// What was entered from paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByHand {
    /// The record it stands in.
    pub seq: Seq,
    /// When it was entered.
    pub at: Moment,
    /// By whom.
    pub by: Option<StaffId>,
    /// What the paper says.
    pub written: Written,
}

/// One call and its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The record it stands in.
    pub seq: Seq,
    /// When.
    pub at: Moment,
    /// To which window.
    pub window: WindowId,
    /// By whom.
    pub clerk: StaffId,
    /// What chose it.
    pub why: Why,
    /// The candidates whose scores decided, the one that was called first; of the others the first of each
    /// class.
    pub candidates: Vec<Candidate>,
    /// It was taken back as a mistake.
    pub undone: bool,
}

/// A ticket that might have been called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its number.
    pub number: TicketNumber,
    /// What stood for it.
    pub score: Score,
}

/// What chose a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The discipline, among the candidates.
    Discipline {
        /// Which one, of the window or of the hall.
        discipline: Discipline,
        /// A green ticket would have come first, and the green channel had had its share.
        held: Option<(TicketNumber, GreenChannel)>,
    },
    /// Its call had been undone as a mistake: it came before everybody else.
    Undone,
    /// It was back after a missed call or with materials, and its promised calls had passed.
    Due,
    /// It was back and not yet due, but nobody else was waiting for that window.
    Early,
    /// The clerk typed its number, for this reason.
    Directed(String),
    /// It had been parked at that window.
    Resumed,
}

/// The tickets of a day that bear this number, each with its calls. `records` are those of one day, in order.
#[must_use]
pub fn stories(records: &[Record], number: TypedNumber) -> Vec<Story> {
    let mut office = Office::vacant(TicketId(1), JobId(1));
    let mut stories: Vec<(TicketId, Story)> = Vec::new();
    for record in records {
        for event in &record.events {
            if let Event::TicketIssued { ticket, number: given, .. } = event
                && means(number, *given)
            {
                stories.extend(begun(record, event).map(|story| (*ticket, story)));
            } else if let Event::TicketCalled { ticket, .. } = event
                && let Some(story) = of(&mut stories, *ticket)
            {
                story.calls.extend(call(&office, record, event));
            } else if let Event::Manual(event) = event {
                on_paper(&mut stories, number, record, event);
            } else if let Event::CallUndone { ticket, .. } = event {
                let last = of(&mut stories, *ticket).and_then(|story| story.calls.last_mut());
                last.into_iter().for_each(|call| call.undone = true);
            }
        }
        office.apply(record);
    }
    stories.into_iter().map(|(_, story)| story).collect()
}

fn on_paper(stories: &mut Vec<(TicketId, Story)>, typed: TypedNumber, record: &Record, event: &ManualEvent) {
    if let ManualEvent::PaperTaken { ticket, number, service, class, .. } = event
        && means(typed, *number)
    {
        let (number, class, services, issued) = (*number, *class, vec![*service], record.moment);
        let (calls, by_hand) = (Vec::new(), Vec::new());
        let story = Story { number, class, services, issued, ahead: 0, wait: None, calls, by_hand };
        stories.push((*ticket, story));
    } else if let ManualEvent::Entered { ticket, written, .. } = event
        && let Some(story) = of(stories, *ticket)
    {
        let (seq, at, by) = (record.seq, record.moment, record.asked.person);
        story.by_hand.push(ByHand { seq, at, by, written: written.clone() });
    }
}

fn means(typed: TypedNumber, number: TicketNumber) -> bool {
    number.value == typed.value && typed.prefix.is_none_or(|prefix| prefix == number.prefix)
}

fn of(stories: &mut [(TicketId, Story)], ticket: TicketId) -> Option<&mut Story> {
    stories.iter_mut().find(|(id, _)| *id == ticket).map(|(_, story)| story)
}

fn begun(record: &Record, event: &Event) -> Option<Story> {
    let Event::TicketIssued { number, services, class, ahead, wait, .. } = event else { return None };
    Some(Story {
        number: *number,
        class: *class,
        services: services.clone(),
        issued: record.moment,
        ahead: *ahead,
        wait: *wait,
        calls: Vec::new(),
        by_hand: Vec::new(),
    })
}

/// `office` is as it was before the record: there the ticket waits still.
fn call(office: &Office, record: &Record, event: &Event) -> Option<Call> {
    let Event::TicketCalled { ticket, window, clerk, choice } = event else { return None };
    let number = |id| office.ticket(id).map(|ticket| ticket.number);
    let scores = match choice {
        Choice::Discipline(scores) => scores.as_slice(),
        Choice::Promised | Choice::Directed { .. } | Choice::Resumed => &[],
    };
    let candidates =
        scores.iter().filter_map(|score| Some(Candidate { number: number(score.ticket)?, score: *score }));
    let candidates: Vec<Candidate> = candidates.collect();
    let why = match choice {
        Choice::Discipline(_) => by_discipline(office.rules(), *window, &candidates),
        Choice::Promised => promise(office, *ticket),
        Choice::Directed { reason } => Why::Directed(
            office.rules().directed_reasons.get(usize::from(*reason)).cloned().unwrap_or_default(),
        ),
        Choice::Resumed => Why::Resumed,
    };
    let (seq, at, window, clerk) = (record.seq, record.moment, *window, *clerk);
    Some(Call { seq, at, window, clerk, why, candidates, undone: false })
}

/// In turns a green ticket waits for its turn, and nothing holds it.
fn by_discipline(rules: &Rules, window: WindowId, candidates: &[Candidate]) -> Why {
    let own =
        rules.windows.iter().find(|rules| rules.id == window).and_then(|rules| rules.discipline.clone());
    let discipline = own.unwrap_or_else(|| rules.discipline.clone());
    let in_turns = matches!(discipline, Discipline::Ratio(_));
    let better = |candidate: &&Candidate| {
        let chosen = candidates.first().map(|chosen| &chosen.score);
        chosen.is_some_and(|chosen| discipline.compare(&candidate.score, chosen).is_lt())
    };
    let green = candidates.iter().filter(|candidate| candidate.score.class == Class::Green && !in_turns);
    let held = green.filter(better).map(|held| (held.number, rules.green.clone())).next();
    Why::Discipline { discipline, held }
}

fn promise(office: &Office, id: TicketId) -> Why {
    let Some(ticket) = office.ticket(id) else { return Why::Due };
    let TicketState::Waiting { place, .. } = ticket.state else { return Why::Due };
    match (place, ticket.service()) {
        (Place::First, _) => Why::Undone,
        (Place::AfterCalls(due), Some(service)) if office.calls_of(service) < due => Why::Early,
        (Place::AfterCalls(_) | Place::InOrder, _) => Why::Due,
    }
}
