//! The thread that copies: it takes rows after their commit and is waited for by nobody.
//!
//! Its queue is bounded. What does not fit, or comes while the medium is away, is counted and read back from
//! the journal when there is time; so a slow or missing medium costs nothing but the age of the copy. When it is to end,
//! what the copy lacks is copied first: an orderly stop leaves a copy that has everything. Where a journal is left, as
//! its disk may hang, only what was handed over is.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{fs, io, thread};

use super::file::CopyFile;
use super::{CopyError, Whose, read};
use crate::journal::branch::{self, Aside, Side};
use crate::journal::chain::{Hash, Link};
use crate::journal::reader::Reader;
use crate::journal::second::Place;

/// Batches that may wait: more than a hall stores in a minute.
const QUEUE: usize = 256;

/// Batches are gathered for so long behind the first one, so that one sync serves many, and not further, however fast more
/// come, as what is gathered is in no copy yet.
const GATHERED_FOR: Duration = Duration::from_millis(200);

/// How often it is looked whether something was missed or the medium is back.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Rows read back from the journal at once.
const SLICE: u32 = 500;

/// How long the end of the thread is waited for before the copy is taken for one that hangs.
const END_WITHIN: Duration = Duration::from_secs(1);

/// How the copy is at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopyState {
    /// Rows of the journal that are not in the copy yet.
    pub behind: u64,
    /// Rows that found the queue full, since the start; they were read back later.
    pub missed: u64,
    /// Why nothing can be copied at this moment.
    pub trouble: Option<String>,
}

#[derive(Debug, Default)]
struct Shared {
    stop: AtomicBool,
    /// The journal is left: nothing is read back from it any more.
    left: AtomicBool,
    offered: AtomicI64,
    copied: AtomicI64,
    missed: AtomicU64,
    trouble: Mutex<Option<String>>,
    found: Mutex<Vec<Aside>>,
}

/// Where the writer hands rows over. Never waits.
#[derive(Clone, Debug)]
pub struct Feed {
    rows: SyncSender<Vec<Link>>,
    shared: Arc<Shared>,
}

impl Feed {
    /// Rows that are on the disk. What finds no room is read back later.
    pub fn offer(&self, links: Vec<Link>) {
        let Some(last) = links.last().map(|link| link.row.seq) else { return };
        self.shared.offered.store(last, Ordering::Relaxed);
        let count = u64::try_from(links.len()).unwrap_or_default();
        if self.rows.try_send(links).is_err() {
            self.shared.missed.fetch_add(count, Ordering::Relaxed);
        }
    }
}

/// The running thread. Dropping it asks the thread to end.
#[derive(Debug)]
pub struct Copying {
    shared: Arc<Shared>,
    ended: Receiver<()>,
    /// Nothing is sent here but the wish to end.
    wake: SyncSender<Vec<Link>>,
}

impl Copying {
    /// How the copy is.
    #[must_use]
    pub fn state(&self) -> CopyState {
        let (offered, copied) =
            (self.shared.offered.load(Ordering::Relaxed), self.shared.copied.load(Ordering::Relaxed));
        CopyState {
            behind: u64::try_from(offered - copied).unwrap_or_default(),
            missed: self.shared.missed.load(Ordering::Relaxed),
            trouble: self.shared.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// What was put aside beside the journal since this was asked last: promised rows of a medium that came back. The
    /// office has to be told.
    #[must_use]
    pub fn found(&self) -> Vec<Aside> {
        std::mem::take(&mut *self.shared.found.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Ends the thread once the copy has every row of the journal; whether it let go of the copy. One that hangs in its
    /// medium does not, nor one that has too much to read back.
    #[must_use]
    pub fn end(self) -> bool {
        self.stop();
        self.ended.recv_timeout(END_WITHIN) != Err(RecvTimeoutError::Timeout)
    }

    /// Ends the thread of a journal whose disk may hang, once the copy has what was handed over; whether it let go of
    /// the copy.
    #[must_use]
    pub fn leave(self) -> bool {
        self.shared.left.store(true, Ordering::Relaxed);
        self.end()
    }

    fn stop(&self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        // A queue that is full wakes it by itself.
        let _ = self.wake.try_send(Vec::new());
    }
}

impl Drop for Copying {
    fn drop(&mut self) {
        self.shared.left.store(true, Ordering::Relaxed);
        self.stop();
    }
}

/// Starts to copy the journal in the file `journal` to `place`. A copy that is empty begins behind the row
/// `base`: older history is in backups.
///
/// # Errors
/// When the system gives no thread.
pub fn start(
    place: Place,
    whose: Whose,
    journal: PathBuf,
    (base, head): ((i64, Hash), i64),
) -> io::Result<(Feed, Copying)> {
    let (rows, inbox) = sync_channel(QUEUE);
    let (at_end, ended) = sync_channel::<()>(0);
    let shared = Arc::new(Shared::default());
    shared.offered.store(head, Ordering::Relaxed);
    shared.copied.store(head, Ordering::Relaxed);
    let reader = Reader::new(&journal);
    let (file, told, mounted, to_tell) = (None, None, false, Arc::clone(&shared));
    let mut copier = Copier { place, whose, journal, reader, base, file, told, mounted, shared: to_tell };
    thread::Builder::new().name("event copy".into()).spawn(move || {
        let _at_end = at_end;
        copier.run(&inbox);
    })?;
    let wake = rows.clone();
    Ok((Feed { rows, shared: Arc::clone(&shared) }, Copying { shared, ended, wake }))
}

struct Copier {
    place: Place,
    whose: Whose,
    journal: PathBuf,
    reader: Reader,
    base: (i64, Hash),
    file: Option<CopyFile>,
    /// The last row of what was put aside and told.
    told: Option<Hash>,
    /// The copy was on a medium that is mounted in its place; without it, that place is on the system's disk.
    mounted: bool,
    shared: Arc<Shared>,
}

impl Copier {
    fn run(&mut self, inbox: &Receiver<Vec<Link>>) {
        // It is open from the beginning: a run that ends at once is copied too.
        self.copy_and_tell(&[]);
        loop {
            // Whatever was handed over before the wish to end is in the queue by then.
            let ends = self.shared.stop.load(Ordering::Relaxed);
            let mut links = match inbox.recv_timeout(if ends { Duration::ZERO } else { LOOK_EVERY }) {
                Ok(links) => links,
                Err(RecvTimeoutError::Timeout) => Vec::new(),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if !ends && !links.is_empty() {
                gather();
            }
            links.extend(inbox.try_iter().take(QUEUE).flatten());
            self.copy_and_tell(&links);
            if ends {
                return;
            }
        }
    }

    /// Copies, and tells how far that came.
    fn copy_and_tell(&mut self, links: &[Link]) {
        let done = self.copy(links);
        let copied = self.file.as_ref().map(|file| file.last().0);
        if let Err(error) = &done {
            self.file = None;
            tracing::debug!(%error, "the event copy stands still");
        }
        if let Some(copied) = copied {
            self.shared.copied.store(copied, Ordering::Relaxed);
        }
        self.say(done.err());
    }

    fn is_left(&self) -> bool {
        self.shared.left.load(Ordering::Relaxed)
    }

    /// Says a trouble once, and once that it is over.
    fn say(&self, error: Option<Stop>) {
        let mut said = self.shared.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        match (&error, said.is_some()) {
            (Some(error), false) => tracing::warn!(%error, "nothing is copied to the second place"),
            (None, true) => tracing::info!("the event copy goes on"),
            (Some(_), true) | (None, false) => {}
        }
        *said = error.map(|error| error.to_string());
    }

    fn copy(&mut self, links: &[Link]) -> Result<(), Stop> {
        let before = self.file.take();
        if before.as_ref().is_some_and(|file| !file.is_in_place()) {
            let folder = self.place.folder.display();
            tracing::warn!(%folder, "another medium is in the place of the event copy, or none; it is begun anew");
        }
        let mut file = match before.filter(CopyFile::is_in_place) {
            Some(file) => file,
            None if self.is_left() => return Ok(()),
            None => self.open()?,
        };
        // Rows that the copy has already were read back before their turn in the queue came.
        let fresh: Vec<&Link> = links.iter().filter(|link| link.row.seq > file.last().0).collect();
        let follows = fresh.first().is_none_or(|first| first.follows(file.last()));
        let offered = self.shared.offered.load(Ordering::Relaxed);
        if !follows || (fresh.is_empty() && file.last().0 < offered) {
            if !self.is_left() {
                self.catch_up(&mut file)?;
            }
        } else {
            for link in fresh {
                file.append(std::slice::from_ref(link))?;
            }
        }
        file.sync()?;
        self.file = Some(file);
        Ok(())
    }

    fn open(&mut self) -> Result<CopyFile, Stop> {
        let Place { folder, kept } = &self.place;
        let mounted = is_mounted(folder.parent());
        if self.mounted && !mounted {
            return Err(Stop::Away { folder: folder.clone() });
        }
        self.mounted = mounted;
        let mut file = CopyFile::open(folder, &self.whose, *kept)?;
        if file.last().0 > 0 && !self.has(file.last().0, &file.last().1)? {
            let tail = read::after(folder, &self.whose, |seq, hash| self.has(seq, hash))?;
            self.keep_what_was_promised(tail.joint.0, &tail.links)?;
            let Place { folder, kept } = &self.place;
            read::put_aside(folder, &self.whose.birth, tail.joint.0)?;
            file = CopyFile::open(folder, &self.whose, *kept)?;
        }
        if file.last().0 == 0 && self.base.0 > 0 {
            file.skip_to(self.base);
        }
        Ok(file)
    }

    /// Puts the rows that the copy has behind the joint beside the journal and tells of them, unless nobody was promised
    /// anything: they are a batch that failed here once and was decided anew elsewhere.
    ///
    /// They leave the copy only when somebody has asked what was found: a start that comes before finds them.
    fn keep_what_was_promised(&mut self, joint: i64, links: &[Link]) -> Result<(), Stop> {
        let Some(theirs) = Side::of(links) else { return Ok(()) };
        // How it began there tells why.
        let Some(ours) = Side::of(&self.reader.links(joint + 1, 2)?) else {
            return Err(Stop::Further { after: joint, rows: theirs.rows });
        };
        let run =
            self.reader.links(joint, 1)?.first().filter(|row| row.row.seq == joint).map(|it| it.row.boot);
        let mut found = self.shared.found.lock().unwrap_or_else(PoisonError::into_inner);
        let is_told = self.told == Some(theirs.last.hash);
        if theirs.was_left_by(&ours, run) || (is_told && found.is_empty()) {
            return Ok(());
        }
        let aside = Aside { after: joint, rows: theirs.rows, last: theirs.last.hash };
        let branch = Stop::Branch { after: joint, rows: aside.rows };
        if !is_told {
            branch::put_aside(&self.journal, &self.whose, links.iter().cloned(), &aside.last)
                .map_err(Stop::Aside)?;
            tracing::error!(%branch, "the journal and the second medium were both written");
            self.told = Some(aside.last);
            found.push(aside);
        }
        Err(branch)
    }

    /// Whether the journal has this row.
    fn has(&self, seq: i64, hash: &Hash) -> Result<bool, Stop> {
        Ok(self.reader.links(seq, 1)?.first().is_some_and(|link| link.row.seq == seq && link.hash == *hash))
    }

    /// Reads what the copy lacks from the journal.
    fn catch_up(&self, file: &mut CopyFile) -> Result<(), Stop> {
        loop {
            let links = self.reader.links(file.last().0 + 1, SLICE)?;
            if links.is_empty() || self.is_left() {
                return Ok(());
            }
            file.append(&links)?;
        }
    }
}

/// Lets batches wait in the queue for a moment.
#[expect(clippy::disallowed_methods, reason = "this thread has no clock, and nobody waits for it")]
fn gather() {
    thread::sleep(GATHERED_FOR);
}

/// Whether a medium is mounted in this folder itself.
fn is_mounted(on: Option<&Path>) -> bool {
    let device = |path: &Path| fs::metadata(path).ok().map(|it| it.dev());
    on.is_some_and(|on| device(on).is_some_and(|here| device(&on.join("..")) != Some(here)))
}

/// Why nothing was copied.
#[derive(Debug, thiserror::Error)]
enum Stop {
    #[error(transparent)]
    Copy(#[from] CopyError),
    #[error(
        "the journal ends at record {after}, the event copy has {rows} more: the next start takes them over"
    )]
    Further {
        /// The last row that both have.
        after: i64,
        /// How many more.
        rows: u64,
    },
    #[error("the event copy goes on behind record {after} in another way; its {rows} records are put aside")]
    Branch {
        /// The last row that both have.
        after: i64,
        /// How many it has behind it.
        rows: u64,
    },
    #[error("promised records of the event copy cannot be put aside: {0}")]
    Aside(io::Error),
    #[error("the medium of {} is not mounted any more", folder.display())]
    Away {
        /// The copy's.
        folder: PathBuf,
    },
    #[error("the journal cannot be read back: {0}")]
    Read(#[from] crate::journal::reader::ReadError),
}
