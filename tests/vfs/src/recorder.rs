//! The recorder: what was done to one folder's files by one thread, and what is to fail next.

use std::cell::RefCell;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::{Log, Op};

/// What is done when SQLite asks for a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syncs {
    /// It is written down. The system's own sync is left out: the recorded disk is what is tested, and it is
    /// faster.
    Recorded,
    /// It is answered, and neither done nor written down: a disk that lies.
    OnlyAnswered,
}

/// How one write or sync fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// There is no room: nothing is written. A sync is done.
    NoRoom,
    /// Half of it is written. A sync fails, and the system gives up what it was to write.
    Broken,
    /// It is done, and answered as failed all the same.
    DoneUnanswered,
}

impl Failure {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::NoRoom, Self::Broken, Self::DoneUnanswered];
}

/// What SQLite asks of the system, of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// To open it.
    Open,
    /// To read from it. Only [`Failure::Broken`] makes sense, and none of it is read.
    Read,
    /// To write to it.
    Write,
    /// To cut it. Any failure leaves it as it is.
    Truncate,
    /// To bring what was written to the disk.
    Sync,
}

/// A failure that is to come.
struct Plan {
    calls: &'static [Call],
    /// How many of these calls still succeed before.
    spared: usize,
    failure: Failure,
}

/// One thread's recording.
pub(crate) struct Recorder {
    folder: PathBuf,
    pub(crate) syncs: Syncs,
    log: Log,
    fails: Option<Plan>,
    /// A file and the bytes in it that the card does not give back.
    unreadable: Option<(&'static str, Range<i64>)>,
    no_temporary_files: bool,
    refused: usize,
}

thread_local! {
    static RECORDER: RefCell<Option<Recorder>> = const { RefCell::new(None) };
}

pub(crate) fn start(folder: &Path, syncs: Syncs) {
    let recorder = Recorder {
        folder: folder.into(),
        syncs,
        log: Log::new(),
        fails: None,
        unreadable: None,
        no_temporary_files: false,
        refused: 0,
    };
    RECORDER.with_borrow_mut(|slot| *slot = Some(recorder));
}

/// The name of a file that stands directly in the folder which this thread watches.
pub(crate) fn watched(path: &Path) -> Option<String> {
    RECORDER.with_borrow(|slot| {
        let folder = &slot.as_ref()?.folder;
        (path.parent()? == folder).then(|| path.file_name()?.to_str().map(String::from)).flatten()
    })
}

/// Writes a mark into the log of this thread.
pub fn mark(count: usize) {
    note(|_| Some(Op::Mark(count)));
}

/// Lets one write or sync of this thread's recorded files fail: the one after `steps` further ones.
pub fn fail_after(steps: usize, failure: Failure) {
    fail(&[Call::Write, Call::Sync], steps, failure);
}

/// Lets one of these calls of this thread fail, for a recorded file: the one after `spared` further ones.
pub fn fail(calls: &'static [Call], spared: usize, failure: Failure) {
    RECORDER.with_borrow_mut(|slot| {
        if let Some(recorder) = slot {
            recorder.fails = Some(Plan { calls, spared, failure });
        }
    });
}

/// From here on every read of these bytes of this file fails, until it is called with `None`.
pub fn unreadable(place: Option<(&'static str, Range<i64>)>) {
    RECORDER.with_borrow_mut(|slot| {
        if let Some(recorder) = slot {
            recorder.unreadable = place;
        }
    });
}

/// From here on no temporary file can be opened, as when there is no folder for them.
pub fn no_temporary_files() {
    RECORDER.with_borrow_mut(|slot| {
        if let Some(recorder) = slot {
            recorder.no_temporary_files = true;
        }
    });
}

/// How many calls were refused for [`unreadable`] and [`no_temporary_files`] so far.
#[must_use]
pub fn refused() -> usize {
    RECORDER.with_borrow(|slot| slot.as_ref().map_or(0, |recorder| recorder.refused))
}

/// Whether a read of these bytes is refused.
pub(crate) fn refuses_read(file: &str, bytes: &Range<i64>) -> bool {
    refuses(|recorder| {
        let bad = recorder.unreadable.as_ref();
        bad.is_some_and(|(name, bad)| *name == file && bad.start < bytes.end && bytes.start < bad.end)
    })
}

/// Whether a temporary file is refused.
pub(crate) fn refuses_temporary_file() -> bool {
    refuses(|recorder| recorder.no_temporary_files)
}

fn refuses(so: impl FnOnce(&Recorder) -> bool) -> bool {
    RECORDER.with_borrow_mut(|slot| {
        let Some(recorder) = slot else { return false };
        let refused = so(recorder);
        recorder.refused += usize::from(refused);
        refused
    })
}

/// Whether the planned failure is still to come.
#[must_use]
pub fn failure_is_ahead() -> bool {
    RECORDER.with_borrow(|slot| slot.as_ref().is_some_and(|recorder| recorder.fails.is_some()))
}

/// How many entries this thread's log has so far.
#[must_use]
pub fn recorded() -> usize {
    RECORDER.with_borrow(|slot| slot.as_ref().map_or(0, |recorder| recorder.log.len()))
}

/// Counts a call for a watched file; how it fails, if it does.
pub(crate) fn step(call: Call) -> Option<Failure> {
    RECORDER.with_borrow_mut(|slot| {
        let fails = &mut slot.as_mut()?.fails;
        let plan = fails.as_mut().filter(|plan| plan.calls.contains(&call))?;
        if let Some(left) = plan.spared.checked_sub(1) {
            plan.spared = left;
            return None;
        }
        fails.take().map(|plan| plan.failure)
    })
}

/// Ends this thread's recording; what was recorded.
pub fn finish() -> Log {
    RECORDER.with_borrow_mut(Option::take).map_or_else(Log::new, |recorder| recorder.log)
}

/// Adds to the log of this thread, if it records.
pub(crate) fn note(op: impl FnOnce(&Recorder) -> Option<Op>) {
    RECORDER.with_borrow_mut(|slot| {
        if let Some(recorder) = slot
            && let Some(op) = op(recorder)
        {
            recorder.log.push(op);
        }
    });
}
