//! One form of the journal, with the thread that writes it; and the copy that follows the main one.

use std::io;
use std::sync::Arc;

use tracing::error;

use super::journal::{News, Storage, Tell};
use crate::domain::keeping::Keeping;
use crate::journal::copy::thread::{self as copying, Copying};
use crate::journal::keep::Keep;
use crate::journal::mirror::Mirror;
use crate::journal::open::Settings;
use crate::journal::store::Store;
use crate::journal::writer::Writer;

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
