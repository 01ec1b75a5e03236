//! The registrar: decides what waits, hands it to the journal in one batch, and answers when it is stored.
//!
//! One batch is with the writer at a time. What arrives meanwhile waits and shares the next commit, so load
//! makes batches larger and never makes an answer earlier than its record. A failed commit has an unknown
//! outcome: the office is rebuilt from what the journal holds, and each request of the lost batch is looked
//! up by its number before it is decided again.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use thiserror::Error;

use crate::domain::event::Event;
use crate::domain::id::{RequestNumber, Seq, ServiceDay};
use crate::domain::moment::Moment;
use crate::domain::office::Office;
use crate::domain::record::{Book, Record};
use crate::domain::request::{Asked, Refusal, Request};
use crate::planted::{self, Bug};

/// Most requests that wait for the next batch. A hall of 16 windows presses perhaps one key a second; this is
/// a minute of everybody pressing all the time, and more than that is a fault, not a crowd.
pub const WAITING_MOST: usize = 1024;

/// Most requests decided into one batch, so that one commit stays short. 64 at once is the load that the
/// benchmarks measure.
pub const BATCH_MOST: usize = 256;

/// How many batches a request may be lost with before it is answered *not stored*: one in each form that the journal can
/// be kept in, as main file and second medium may hang one after the other (B09); more would only hide that the disk is
/// ill.
pub const TRIES: u8 = 3;

/// Refusals remembered, so that a request repeated after a lost answer hears the same *no*.
const REFUSALS_KEPT: usize = 512;

/// Whom an answer goes to. Made by whoever asks; the registrar only carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reply(pub u64);

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Granted, and on disk.
    Granted {
        /// The position of its record.
        seq: Seq,
        /// What happened.
        events: Arc<[Event]>,
    },
    /// Refused; nothing happened.
    Refused(Refusal),
    /// The journal could not confirm it, so no promise may be made. Asked again by the same number once the
    /// journal is back, it gets its true answer.
    NotStored,
}

/// Too many requests wait: the journal is slower than the hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{WAITING_MOST} requests wait for the journal; this one is not taken")]
pub struct Full;

/// What the registrar wants done, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Store these records in one transaction, and say what came of it.
    Commit(Vec<Record>),
    /// Close the journal, open it again, and say what it holds.
    Reopen,
    /// This request has its answer.
    Answer {
        /// Who asked.
        reply: Reply,
        /// What was asked.
        asked: Asked,
        /// The answer.
        answer: Answer,
    },
    /// The office that anyone may see is another one: the stored one.
    Changed,
}

/// Decides, batches, and answers. Owns the office.
#[derive(Debug)]
pub struct Registrar {
    office: Office,
    next_seq: Seq,
    granted: BTreeMap<RequestNumber, (Seq, Arc<[Event]>)>,
    refused: VecDeque<(RequestNumber, Refusal)>,
    waiting: VecDeque<Pending>,
    flight: Vec<Decided>,
    /// The request that is being decided.
    at_hand: Option<Asked>,
    state: State,
    /// The journal could not be opened, and has not been since.
    out: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum State {
    /// Nothing is with the writer.
    Ready,
    /// A batch is with the writer.
    Storing,
    /// The journal is being opened again.
    Reopening,
    /// The journal cannot be opened.
    Broken,
}

#[derive(Debug)]
struct Pending {
    at: Moment,
    asked: Asked,
    reply: Reply,
    tries: u8,
}

#[derive(Debug)]
struct Decided {
    pending: Pending,
    answer: Answer,
}

impl Registrar {
    /// A registrar for this office; the next record is `next_seq`. `today` are the records the office was
    /// replayed from, whose requests keep their answers.
    pub fn new(office: Office, next_seq: Seq, today: &[Record]) -> Self {
        Self {
            office,
            next_seq,
            granted: answers(today),
            refused: VecDeque::new(),
            waiting: VecDeque::new(),
            flight: Vec::new(),
            at_hand: None,
            state: State::Ready,
            out: false,
        }
    }

    /// The office. While a batch is with the writer it is ahead of what anyone may see.
    pub fn office(&self) -> &Office {
        &self.office
    }

    /// The request that is being decided; after a panic, the one that was.
    pub fn at_hand(&self) -> Option<&Asked> {
        self.at_hand.as_ref()
    }

    /// Whether a batch is with the writer or the journal is being opened: the office is not to be shown.
    pub fn is_ahead(&self) -> bool {
        self.state != State::Ready
    }

    /// Whether the journal could not be opened again.
    pub fn is_broken(&self) -> bool {
        self.state == State::Broken
    }

    /// Whether nothing is granted, as the journal could not be opened: also while it is tried once more, as a face that
    /// said otherwise for that moment would flicker every second.
    pub fn is_out(&self) -> bool {
        self.out
    }

    /// Takes a request into the next batch. It is answered by a later [`Wish::Answer`], surely and once.
    ///
    /// # Errors
    /// [`Full`] when [`WAITING_MOST`] requests wait already; this one was not taken.
    pub fn ask(&mut self, at: Moment, asked: Asked, reply: Reply) -> Result<(), Full> {
        if self.waiting.len() >= WAITING_MOST {
            return Err(Full);
        }
        self.waiting.push_back(Pending { at, asked, reply, tries: 0 });
        Ok(())
    }

    /// Takes a request of the engine's own before whatever waits.
    pub fn ask_first(&mut self, at: Moment, asked: Asked, reply: Reply) {
        self.waiting.push_front(Pending { at, asked, reply, tries: 0 });
    }

    /// Has the journal opened again although nothing failed, while nothing is with the writer: what it holds
    /// then is the office.
    pub fn reopen(&mut self, wishes: &mut Vec<Wish>) {
        if self.state == State::Ready {
            self.state = State::Reopening;
            wishes.push(Wish::Reopen);
        }
    }

    /// Decides what waits, if the writer is free.
    pub fn advance(&mut self, wishes: &mut Vec<Wish>) {
        match self.state {
            State::Ready => self.decide_batch(wishes),
            State::Broken => self.give_up(wishes),
            State::Storing | State::Reopening => {}
        }
    }

    /// The writer stored the batch: its answers are released. What waited meanwhile is decided by
    /// [`Self::advance`], after whoever looks at [`Wish::Changed`] has seen the stored office.
    pub fn stored(&mut self, wishes: &mut Vec<Wish>) {
        if self.state != State::Storing {
            return;
        }
        self.state = State::Ready;
        release(std::mem::take(&mut self.flight), wishes);
        wishes.push(Wish::Changed);
    }

    /// The commit failed, and nobody knows whether it is on disk.
    pub fn not_stored(&mut self, wishes: &mut Vec<Wish>) {
        if self.state == State::Storing {
            self.state = State::Reopening;
            wishes.push(Wish::Reopen);
        }
    }

    /// The journal is open again and holds this: `today` are the records of the last day, all of them.
    ///
    /// A batch is stored whole or not at all: if the journal goes on behind it, its answers stand, the
    /// refusals among them; otherwise all of it is decided again.
    pub fn reopened(&mut self, office: Office, next_seq: Seq, today: &[Record], wishes: &mut Vec<Wish>) {
        if self.state != State::Reopening {
            return;
        }
        (self.state, self.out) = (State::Ready, false);
        self.office = office;
        self.granted = answers(today);
        let batch = std::mem::take(&mut self.flight);
        if next_seq == self.next_seq {
            self.next_seq = next_seq;
            release(batch, wishes);
        } else {
            self.next_seq = next_seq;
            self.wait_again(batch);
        }
        wishes.push(Wish::Changed);
    }

    /// The journal cannot be opened. Whoever waits hears so, and so does whoever asks until it can.
    pub fn reopen_failed(&mut self, wishes: &mut Vec<Wish>) {
        (self.state, self.out) = (State::Broken, true);
        self.give_up(wishes);
    }

    /// Wants the journal opened once more, if it could not be.
    pub fn try_again(&mut self, wishes: &mut Vec<Wish>) {
        if self.state == State::Broken {
            self.state = State::Reopening;
            wishes.push(Wish::Reopen);
        }
    }

    fn decide_batch(&mut self, wishes: &mut Vec<Wish>) {
        let mut records = Vec::new();
        while records.len() < BATCH_MOST {
            let Some(pending) = self.waiting.pop_front() else { break };
            self.at_hand = Some(pending.asked.clone());
            let (answer, record) = self.decide(&pending);
            self.at_hand = None;
            records.extend(record);
            let decided = Decided { pending, answer };
            // Given up: that rests on nothing which this batch might store, and must not wait for it.
            if decided.answer == Answer::NotStored {
                release(vec![decided], wishes);
            } else {
                self.flight.push(decided);
            }
        }
        if !records.is_empty() {
            self.state = State::Storing;
            wishes.push(Wish::Commit(records));
            if planted::is(Bug::AnswersBeforeStoring) {
                release(std::mem::take(&mut self.flight), wishes);
            }
            return;
        }
        // Nothing of this batch changes anything: its answers rest on what is stored already.
        release(std::mem::take(&mut self.flight), wishes);
    }

    /// The answer to one request, and its record if it is granted for the first time.
    fn decide(&mut self, pending: &Pending) -> (Answer, Option<Record>) {
        if let Some((seq, events)) = self.granted.get(&pending.asked.number) {
            return (Answer::Granted { seq: *seq, events: Arc::clone(events) }, None);
        }
        if let Some((_, refusal)) = self.refused.iter().find(|(number, _)| *number == pending.asked.number) {
            return (Answer::Refused(*refusal), None);
        }
        if planted::is(Bug::DiesOfCancels) && matches!(pending.asked.request, Request::Cancel { .. }) {
            unreachable!("a ticket is cancelled, with the bug planted that ends the daemon over that");
        }
        match self.office.decide(pending.at, &pending.asked) {
            Ok(_) if pending.tries >= TRIES => (Answer::NotStored, None),
            Ok(events) => {
                let record = self.apply(pending, events);
                (Answer::Granted { seq: record.seq, events: record.events.as_slice().into() }, Some(record))
            }
            Err(refusal) => {
                self.remember(pending.asked.number, refusal);
                (Answer::Refused(refusal), None)
            }
        }
    }

    /// Makes it true in memory; the writer makes it true for everybody.
    fn apply(&mut self, pending: &Pending, events: Vec<Event>) -> Record {
        let record = Record {
            seq: self.next_seq,
            book: Book::Hall,
            day: self.day_of(&pending.asked.request),
            moment: pending.at,
            asked: pending.asked.clone(),
            events,
        };
        self.office.apply(&record);
        if planted::is(Bug::AppliesTwice) {
            self.office.apply(&record);
        }
        if matches!(record.asked.request, Request::OpenDay(_)) {
            self.granted.clear();
        }
        self.granted.insert(record.asked.number, (record.seq, record.events.as_slice().into()));
        self.next_seq = record.seq.next();
        record
    }

    /// The day a request belongs to: the one it opens, or the one that is open.
    fn day_of(&self, request: &Request) -> ServiceDay {
        if let Request::OpenDay(opening) = request {
            return opening.day;
        }
        self.office.day().unwrap_or(ServiceDay(0))
    }

    fn remember(&mut self, number: RequestNumber, refusal: Refusal) {
        if self.refused.len() >= REFUSALS_KEPT {
            self.refused.pop_front();
        }
        self.refused.push_back((number, refusal));
    }

    /// A lost batch waits again, before whatever came after it. Its refusals rested on what was lost.
    fn wait_again(&mut self, batch: Vec<Decided>) {
        for Decided { pending, .. } in batch.into_iter().rev() {
            self.refused.retain(|(number, _)| *number != pending.asked.number);
            self.waiting.push_front(Pending { tries: pending.tries.saturating_add(1), ..pending });
        }
    }

    fn give_up(&mut self, wishes: &mut Vec<Wish>) {
        let batch = std::mem::take(&mut self.flight);
        self.wait_again(batch);
        for pending in std::mem::take(&mut self.waiting) {
            wishes.push(Wish::Answer {
                reply: pending.reply,
                asked: pending.asked,
                answer: Answer::NotStored,
            });
        }
    }
}

fn release(batch: Vec<Decided>, wishes: &mut Vec<Wish>) {
    for Decided { pending, answer } in batch {
        wishes.push(Wish::Answer { reply: pending.reply, asked: pending.asked, answer });
    }
}

fn answers(records: &[Record]) -> BTreeMap<RequestNumber, (Seq, Arc<[Event]>)> {
    records
        .iter()
        .map(|record| (record.asked.number, (record.seq, record.events.as_slice().into())))
        .collect()
}
