//! One form of the journal, with the thread that writes it; and the copy that follows the main one.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tracing::{error, warn};

use super::back::Mended;
use crate::domain::keeping::Keeping;
use crate::journal::ballast::Ballast;
use crate::journal::copy::thread::{self as copying, Copying};
use crate::journal::keep::Keep;
use crate::journal::mirror::Mirror;
use crate::journal::open::Settings;
use crate::journal::second::{Emergency, Place};
use crate::journal::store::Store;
use crate::journal::writer::{Done, Writer};
use crate::runtime::given_in_memory::Given;

/// Where the forms of the journal stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storage {
    /// The event copy, which is the second journal when the main one fails.
    pub place: Place,
    /// Room that is given up first.
    pub ballast: Ballast,
    /// More than this written in a day is told, in bytes; `None` for no budget (B18).
    pub daily_writes: Option<u64>,
}

/// What the journal's threads have to tell.
#[derive(Debug)]
pub(super) enum News {
    /// A writer did what it was ordered to.
    Done {
        /// Which.
        writer: u64,
        /// What.
        done: Done,
    },
    /// The main journal was tried: it has all that was confirmed before, or the reason why not.
    Tried(Result<Mended, String>),
    /// The second medium was tried: it has all that was known before, or the reason why not.
    Climbed(Result<(), String>),
}

/// Where news go; called on the journal's threads.
pub(super) type Tell = Arc<dyn Fn(News) + Send + Sync>;

/// A form of the journal that is being written.
pub(super) struct Form {
    pub by: Keeping,
    /// Told with all its news, so that those of one that was given up are known.
    pub number: u64,
    pub writer: Writer,
}

impl Form {
    /// Starts its thread.
    pub fn spawn(keep: Box<dyn Keep + Send>, by: Keeping, number: u64, tell: &Tell) -> io::Result<Self> {
        let tell = Arc::clone(tell);
        let writer = Writer::spawn(keep, move |done| tell(News::Done { writer: number, done }))?;
        Ok(Self { by, number, writer })
    }
}

/// Lets the main journal's rows be copied; without a thread it goes on uncopied.
pub(super) fn feed(
    store: &mut Store,
    storage: &Storage,
    main: &Settings,
    mirror: &Mirror,
) -> Option<Copying> {
    let place = storage.place.clone();
    let from = (mirror.base(), mirror.head().0);
    match copying::start(place, store.whose().clone(), main.path.clone(), from) {
        Ok((feed, copying)) => {
            store.set_feed(feed);
            Some(copying)
        }
        Err(error) => {
            error!(%error, "the journal is not copied to its second place");
            None
        }
    }
}

/// The journal in memory behind these rows.
pub(super) fn emergency(rows: Mirror, note: &Path) -> Emergency {
    note_given(&rows, note);
    Emergency::after(rows)
}

/// Notes which reserves may be given from in memory, for a start that finds no journal.
pub(super) fn note_given(rows: &Mirror, path: &Path) {
    let kept = Given::of(rows).map_or(Ok(()), |given| given.keep(path));
    if let Err(error) = kept {
        warn!(%error, "a restart that finds no journal would give the numbers of this hour again");
    }
}
