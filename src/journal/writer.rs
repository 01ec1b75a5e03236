//! The writer: the one thread that stores, so that the engine never waits for a disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::time::Duration;
use std::{io, process, thread};

use super::keep::{Keep, KeepError, Latest, StoreError};
use crate::domain::event::Event;
use crate::domain::id::Seq;
use crate::domain::keeping::Shortage;
use crate::domain::manual::ManualEvent;
use crate::domain::record::Record;

/// Batches that may wait. The engine hands over one and gathers the next while it is stored; more would only
/// be answers that come late.
const QUEUE: usize = 4;

/// How long nobody may have stored anything before the log is copied back: longer than a burst of presses has
/// gaps.
const QUIET: Duration = Duration::from_millis(200);

/// What the writer has to say to the engine.
#[derive(Clone, Debug)]
pub enum Done {
    /// The hashes of the rows in which sheets stand: told before the batch, as the paper shows them.
    Sealed(Vec<(Seq, [u8; 32])>),
    /// A batch has been stored, or has not.
    Committed {
        /// The batch's last record.
        last: Seq,
        /// Whether it is stored.
        result: Result<(), StoreError>,
    },
    /// The journal has been reopened, or could not be.
    Reopened {
        /// Where it stands and the records of its last day, all of them on the disk.
        result: Result<(Option<Latest>, Vec<Record>), KeepError>,
    },
    /// Something is short where the records are kept, or nothing is any longer.
    Room {
        /// What is short.
        short: Option<Shortage>,
    },
    /// A reader lets the journal's log grow, or does not any longer.
    LogHeld {
        /// How large it is, in bytes.
        bytes: Option<u64>,
    },
    /// Nothing was asked, and it was seen that the journal has to be reopened.
    Lost {
        /// Why.
        why: KeepError,
    },
}

enum Order {
    Commit(Vec<Record>),
    Reopen,
}

/// The queue before the writer is full, or its thread has ended: what was handed over comes back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the journal's writer takes nothing at this moment")]
pub struct Busy<T>(pub T);

/// How long the end of a writer is waited for: far longer than a commit takes, and short enough for a stop
/// within five seconds on a disk that hangs (B09).
pub const END_WITHIN: Duration = Duration::from_secs(1);

/// How often it is looked whether files and disk are still there, while nobody asks for anything: often enough
/// that a disk that takes no writes is noticed within five seconds (B07).
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// A handle on the writer's thread. Dropping it lets the thread finish what it has, close the journal and
/// end; a thread that does not within [`END_WITHIN`] is left to the end of the process.
pub struct Writer {
    orders: Option<SyncSender<Order>>,
    /// Its other end is dropped when the thread ends.
    ended: Receiver<()>,
    /// Set when nobody waits for this writer any longer: it takes no further order.
    abandoned: Arc<AtomicBool>,
}

impl Writer {
    /// Starts the thread, which owns `keep` from here on and tells `done` of each order, in order.
    ///
    /// A panic in it ends the process: nobody may go on who cannot know what is stored.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn(keep: impl Keep + Send + 'static, done: impl Fn(Done) + Send + 'static) -> io::Result<Self> {
        let (orders, inbox) = sync_channel(QUEUE);
        let (at_end, ended) = sync_channel::<()>(0);
        let abandoned = Arc::new(AtomicBool::new(false));
        let fence = Arc::clone(&abandoned);
        thread::Builder::new().name("journal".into()).spawn(move || {
            let _at_end = at_end;
            if catch_unwind(AssertUnwindSafe(|| run(keep, &inbox, &fence, done))).is_err() {
                process::abort();
            }
        })?;
        Ok(Self { orders: Some(orders), ended, abandoned })
    }

    /// Gives the writer up without waiting for it, as it hangs in its disk and cannot be ended.
    ///
    /// What it was given last it may still write when it wakes, and nothing else: it takes no further order,
    /// and it holds the lock of its file until it lets go of it, so that nobody writes there beside it.
    pub fn abandon(self) {
        self.abandoned.store(true, Ordering::Relaxed);
    }

    /// Hands over a batch to be stored as one commit, and does not wait.
    ///
    /// After a batch that was not stored, every batch is answered [`super::keep::Cause::FailedBefore`] until
    /// [`Writer::reopen`] has been answered: it was decided on top of something that may not be there.
    ///
    /// # Errors
    /// When the queue is full or the thread has ended.
    pub fn commit(&self, batch: Vec<Record>) -> Result<(), Busy<Vec<Record>>> {
        self.send(Order::Commit(batch)).map_err(|order| match order {
            Order::Commit(batch) => Busy(batch),
            Order::Reopen => Busy(Vec::new()),
        })
    }

    /// Asks for the journal to be closed and opened again, and for the records of its last day as they are
    /// stored then.
    ///
    /// # Errors
    /// When the queue is full or the thread has ended.
    pub fn reopen(&self) -> Result<(), Busy<()>> {
        self.send(Order::Reopen).map_err(|_| Busy(()))
    }

    fn send(&self, order: Order) -> Result<(), Order> {
        let Some(orders) = &self.orders else { return Err(order) };
        orders.try_send(order).map_err(|error| match error {
            TrySendError::Full(order) | TrySendError::Disconnected(order) => order,
        })
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.orders = None;
        if self.abandoned.load(Ordering::Relaxed) {
            return;
        }
        if self.ended.recv_timeout(END_WITHIN) == Err(RecvTimeoutError::Timeout) {
            tracing::error!(
                "the disk does not let the journal be closed; what it was given last may be lost"
            );
        }
    }
}

fn run(mut keep: impl Keep, inbox: &Receiver<Order>, abandoned: &AtomicBool, done: impl Fn(Done)) {
    let (mut rested, mut lost, mut short, mut held) = (true, false, None, None);
    loop {
        let order = inbox.recv_timeout(if rested { LOOK_EVERY } else { QUIET });
        if abandoned.load(Ordering::Relaxed) {
            return;
        }
        match order {
            Ok(Order::Commit(batch)) => {
                let last = batch.last().map_or(Seq(0), |record| record.seq);
                let result = keep.append(&batch);
                if result.is_ok() {
                    tell_seals(&mut keep, &batch, &done);
                }
                done(Done::Committed { last, result });
                keep.rest(true);
                rested = false;
            }
            Ok(Order::Reopen) => {
                let result = reopened(&mut keep);
                if let Ok((_, today)) = &result {
                    tell_seals(&mut keep, today, &done);
                }
                lost = false;
                done(Done::Reopened { result });
            }
            Err(RecvTimeoutError::Timeout) => {
                if !rested {
                    keep.rest(false);
                    rested = true;
                }
                if let (false, Err(why)) = (lost, keep.look()) {
                    lost = true;
                    done(Done::Lost { why });
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if keep.shortage() != short {
            short = keep.shortage();
            done(Done::Room { short });
        }
        if keep.log_held() != held {
            held = keep.log_held();
            done(Done::LogHeld { bytes: held });
        }
    }
}

fn tell_seals(keep: &mut impl Keep, records: &[Record], done: &impl Fn(Done)) {
    let seals = seals(keep, records);
    if !seals.is_empty() {
        done(Done::Sealed(seals));
    }
}

/// The hashes of those rows in which a manual-calling sheet was drawn.
pub fn seals(keep: &mut impl Keep, records: &[Record]) -> Vec<(Seq, [u8; 32])> {
    let draws = |event: &Event| matches!(event, Event::Manual(ManualEvent::SheetDrawn { .. }));
    let drawn = records.iter().filter(|record| record.events.iter().any(draws));
    drawn.filter_map(|record| Some((record.seq, keep.seal(record.seq)?))).collect()
}

fn reopened(keep: &mut impl Keep) -> Result<(Option<Latest>, Vec<Record>), KeepError> {
    keep.reopen()?;
    last_day(keep)
}

/// Where a journal stands, and the records of its last day: what an engine starts from.
///
/// # Errors
/// When the rows cannot be read, or do not follow from one another.
pub fn last_day(keep: &mut impl Keep) -> Result<(Option<Latest>, Vec<Record>), KeepError> {
    let latest = keep.latest()?;
    let records = latest.map_or_else(|| Ok(Vec::new()), |latest| keep.day(latest.day))?;
    Ok((latest, records))
}
