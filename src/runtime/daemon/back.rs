//! Mending the main journal while the hall goes on without it, and changing over to it at a quiet moment.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use hal::time::Instant;

use crate::domain::id::{Seq, ServiceDay};
use crate::domain::keeping::KeepingRequest;
use crate::domain::record::Record;
use crate::journal::branch::Aside;
use crate::journal::keep::{Keep, KeepError, Latest, StoreError};
use crate::journal::mirror::Mirror;
use crate::journal::open::{OpenError, Settings};
use crate::journal::rejoin::{self, RejoinError, Rejoined};
use crate::journal::store::Store;

use super::form::{Form, News, Storage, Tell};

/// How long the main journal rests before it is tried again, the first time.
const BACK_AFTER: Duration = Duration::from_secs(10);

/// Each time it has to be left again it rests so much longer, as every way down leaps over numbers.
const LONGER_EACH_TIME: u32 = 4;

/// It is never left alone for longer than this.
const BACK_AFTER_MOST: Duration = Duration::from_secs(3600);

/// A main journal that has everything that was confirmed when it was tried.
#[derive(Debug)]
pub(super) struct Mended {
    pub store: Box<Store>,
    /// Rows of it that gave way.
    pub gave_way: u64,
    /// Rows of it that were promised and had to give way all the same.
    pub aside: Option<Aside>,
}

/// Where the way back stands.
pub(super) enum WayBack {
    /// The main journal is the one that is written.
    There,
    /// It rests.
    At(Instant),
    /// A thread tries it.
    Trying,
    /// It has everything up to a moment ago; the rest is taken over when nothing is under way.
    Ready(Mended),
    /// The rest is being taken over; this form is still good.
    Leaving(Form),
}

/// Why the main journal cannot be gone back to at this moment.
#[derive(Debug, thiserror::Error)]
pub(super) enum MendError {
    /// It cannot be opened or written.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The rows could not be taken over.
    #[error(transparent)]
    Rejoin(#[from] RejoinError),
    /// Its file is gone, and with it the days before today.
    #[error("its file is gone: `jiaohao restore` brings back the days before today")]
    Gone,
    /// It is another file than the one that was left.
    #[error("it is another file than the one that was left; the day goes on without it")]
    Other,
    /// It was written to later than what is kept here, by somebody who did not know of it.
    #[error("it goes on behind record {after} in another way; the day goes on without it")]
    Branch {
        /// The last row that both have.
        after: i64,
    },
}

/// How long the main journal rests when it was left so often.
pub(super) fn rest(times_left: u32) -> Duration {
    let longer = LONGER_EACH_TIME.saturating_pow(times_left.saturating_sub(1));
    BACK_AFTER.saturating_mul(longer).min(BACK_AFTER_MOST)
}

/// What the office is told of a branch.
pub(super) fn found(aside: &Aside) -> KeepingRequest {
    let after = Seq(u64::try_from(aside.after).unwrap_or_default());
    KeepingRequest::Branch { after, records: aside.rows, last: aside.last }
}

/// Mends the main journal on a thread of its own.
pub(super) fn try_main(main: &Settings, storage: &Storage, mirror: &Mirror, tell: &Tell) -> io::Result<()> {
    let (main, storage, mirror, tell) = (main.clone(), storage.clone(), mirror.clone(), Arc::clone(tell));
    let mending = std::thread::Builder::new().name("mending".into());
    let tried = mending.spawn(move || {
        tell(News::Tried(mend(&main, &storage, &mirror).map_err(|error| error.to_string())));
    });
    tried.map(drop)
}

/// Opens the main journal and lets it take over everything that is known. May hang as long as the disk does.
fn mend(main: &Settings, storage: &Storage, mirror: &Mirror) -> Result<Mended, MendError> {
    let is_there = main.path.try_exists().unwrap_or_default();
    if !is_there && mirror.base().0 > 0 {
        return Err(MendError::Gone);
    }
    let store = Store::open_for(main, mirror.whose())?;
    let mut store = store.with_room(storage.ballast.clone(), None);
    let (gave_way, aside) = match rejoin::with_mirror(&mut store, mirror)? {
        Some(Rejoined::Nothing) => (0, None),
        Some(Rejoined::Taken { gave_way, .. }) => (gave_way, None),
        Some(Rejoined::Branch { aside, taken: Some(_) }) => (0, Some(aside)),
        Some(Rejoined::Branch { aside, taken: None }) => {
            return Err(MendError::Branch { after: aside.after });
        }
        None => return Err(MendError::Other),
    };
    Ok(Mended { store: Box::new(store), gave_way, aside })
}

/// The main journal on the way back: opening it takes over the rest.
pub(super) struct Returning {
    store: Box<Store>,
    mirror: Option<Mirror>,
}

impl Returning {
    /// The mended journal, and all that was confirmed until here.
    pub fn new(store: Box<Store>, mirror: Mirror) -> Self {
        Self { store, mirror: Some(mirror) }
    }
}

impl Keep for Returning {
    fn append(&mut self, batch: &[Record]) -> Result<(), StoreError> {
        self.store.append(batch)
    }

    fn reopen(&mut self) -> Result<(), KeepError> {
        let Some(mirror) = &self.mirror else { return self.store.reopen() };
        match rejoin::with_mirror(&mut self.store, mirror) {
            Ok(Some(
                Rejoined::Nothing | Rejoined::Taken { .. } | Rejoined::Branch { taken: Some(_), .. },
            )) => {
                self.mirror = None;
                Ok(())
            }
            Ok(Some(Rejoined::Branch { aside, taken: None })) => Err(KeepError::Broken { seq: aside.after }),
            Ok(None) => Err(KeepError::Gone),
            Err(RejoinError::Keep(error)) => Err(error),
            Err(RejoinError::Store(_) | RejoinError::Copy(_) | RejoinError::Aside(_)) => {
                Err(KeepError::Closed)
            }
        }
    }

    fn day(&mut self, day: ServiceDay) -> Result<Vec<Record>, KeepError> {
        self.store.day(day)
    }

    fn latest(&mut self) -> Result<Option<Latest>, KeepError> {
        self.store.latest()
    }

    fn rest(&mut self, busy: bool) {
        self.store.rest(busy);
    }

    fn seal(&mut self, seq: Seq) -> Option<[u8; 32]> {
        self.store.seal(seq)
    }

    fn look(&mut self) -> Result<(), KeepError> {
        self.store.look()
    }

    fn shortage(&self) -> Option<crate::domain::keeping::Shortage> {
        self.store.shortage()
    }

    fn log_held(&self) -> Option<u64> {
        self.store.log_held()
    }
}
