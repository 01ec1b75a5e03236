//! The threads that see to PINs: one checks them, as hashing one is slow on purpose and the engine must not wait for
//! it; one looks whether their file is another one.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::Duration;

use tracing::warn;

use super::Note;
use crate::domain::id::StaffId;
use crate::domain::staff::PinMark;
use crate::runtime::engine::{Input, PinCheck};
use crate::runtime::threads::give_way;
use crate::station::Pin;

/// Checks a PIN against what is kept of it. A clerk without a PIN has none that is right.
pub type CheckPin = Arc<dyn Fn(StaffId, &Pin) -> bool + Send + Sync>;

/// Reads the mark of every PIN that is kept, by clerk, in order; or says why they cannot be read.
pub type ReadMarks = Arc<dyn Fn() -> Result<Vec<PinMark>, String> + Send + Sync>;

/// The file of PINs, as far as the daemon knows it.
pub struct PinFile {
    /// Where it is, to see whether it is another one.
    pub path: PathBuf,
    /// Checks a PIN against it; may take a tenth of a second.
    pub check: CheckPin,
    /// Reads the marks of its PINs.
    pub marks: ReadMarks,
}

/// Most PINs that wait to be checked: all clerks of the largest hall at once. One at a time is hashed, so
/// that guessing costs whoever guesses and nobody else (H11).
const WAITING_MOST: usize = 16;

/// How often it is looked whether the file is another one: a question to the kernel that reads no disk.
const LOOK_EVERY: Duration = Duration::from_secs(3);

/// The threads; dropping this ends them.
pub(super) struct Pins {
    checks: SyncSender<PinCheck>,
    looks: Sender<()>,
}

impl Pins {
    /// Starts the threads.
    pub fn start(file: PinFile, inbox: SyncSender<Note>) -> io::Result<Self> {
        let PinFile { path, check, marks } = file;
        let (checks, waiting) = sync_channel::<PinCheck>(WAITING_MOST);
        let to_engine = inbox.clone();
        std::thread::Builder::new().name("pins".into()).spawn(move || {
            for asked in waiting {
                let right = check(asked.staff, &asked.pin);
                if to_engine.send(Note::Input(Input::PinChecked { check: asked, right })).is_err() {
                    return;
                }
            }
        })?;
        let (looks, wanted) = channel();
        std::thread::Builder::new().name("pin file".into()).spawn(move || {
            give_way();
            watch(&path, &marks, &wanted, &inbox);
        })?;
        Ok(Self { checks, looks })
    }

    /// Has a PIN checked, unless too many wait already.
    pub fn check(&self, check: PinCheck) {
        // Whoever typed it sees nothing happen and types it again.
        if self.checks.try_send(check).is_err() {
            warn!("too many PINs wait to be checked; one is not");
        }
    }

    /// Has the file read again, whether it looks like another one or not.
    pub fn look(&self) {
        // The thread ends with this and not before.
        let _ = self.looks.send(());
    }
}

/// Tells the engine what the file holds, once and whenever it is another one. A file that cannot be read says nothing,
/// and is tried again.
fn watch(path: &Path, marks: &ReadMarks, wanted: &Receiver<()>, inbox: &SyncSender<Note>) {
    let (mut told, mut readable) = (None, true);
    loop {
        // Before it is read: what is written meanwhile is another one at the next look.
        let stamp = Stamp::of(path);
        if told != Some(stamp) {
            match marks() {
                Ok(marks) => {
                    readable = true;
                    // What does not fit is told at the next look.
                    let taken = inbox.try_send(Note::Input(Input::PinsSeen(marks))).is_ok();
                    told = taken.then_some(stamp);
                }
                Err(why) => {
                    if std::mem::replace(&mut readable, false) {
                        warn!(why, "nobody knows whether PINs of the staff have changed");
                    }
                }
            }
        }
        match wanted.recv_timeout(LOOK_EVERY) {
            Ok(()) => told = None,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// What makes a file another one: it is replaced as a whole when a PIN is set, and may be edited by hand.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp(Option<[i64; 4]>);

impl Stamp {
    /// That of the file at this place; of none while it is not there or cannot be asked for.
    fn of(path: &Path) -> Self {
        let number = |unsigned: u64| unsigned.cast_signed();
        let found = fs::metadata(path).ok();
        Self(found.map(|it| [number(it.ino()), number(it.len()), it.ctime(), it.ctime_nsec()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::staff::Mark;

    /// What does not come by then does not come.
    const WITHIN: Duration = Duration::from_secs(20);

    /// The threads on a file that holds one PIN, and what they tell.
    fn started(path: &Path, marks: ReadMarks) -> (Pins, Receiver<Note>) {
        let (inbox, told) = sync_channel(4);
        let file = PinFile { path: path.to_owned(), check: Arc::new(|_, _| true), marks };
        (Pins::start(file, inbox).expect("threads"), told)
    }

    fn one(mark: u8) -> Vec<PinMark> {
        vec![PinMark { clerk: StaffId(101), mark: Mark([mark; 8]) }]
    }

    fn seen(told: &Receiver<Note>) -> Vec<PinMark> {
        match told.recv_timeout(WITHIN) {
            Ok(Note::Input(Input::PinsSeen(marks))) => marks,
            _ => panic!("nothing was told of the file"),
        }
    }

    #[test]
    fn i09_a_reload_has_the_file_read_again_although_it_looks_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let (pins, told) = started(&folder.path().join("none"), Arc::new(|| Ok(one(1))));
        assert_eq!(seen(&told), one(1), "at the start");

        pins.look();

        assert_eq!(seen(&told), one(1));
    }

    #[test]
    fn i09_a_file_that_is_another_one_is_told_once_and_one_that_cannot_be_read_when_it_can() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pins");
        fs::write(&path, [1]).expect("written");
        let from = path.clone();
        let read = move || match fs::read(&from).unwrap_or_default()[..] {
            [mark] => Ok(one(mark)),
            _ => Err("no PINs".to_owned()),
        };
        let (pins, told) = started(&path, Arc::new(read));
        assert_eq!(seen(&told), one(1));

        fs::write(&path, "garbled").expect("written");
        pins.look();
        fs::write(&path, [2]).expect("written");

        assert_eq!(seen(&told), one(2), "nothing was told of what could not be read");
        drop(pins);
        assert!(told.iter().next().is_none(), "told once, and the threads end");
    }
}
