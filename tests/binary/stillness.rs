//! How long the disk under the tests stood still. A shared machine's disk was seen to take twenty seconds for one
//! sync(2), and no daemon starts meanwhile: its bounds are of the time in which the disk went.
//!
//! A disk that the daemon itself keeps busy for so long counts as still too: whoever judges by this tells how long
//! it was.

use std::fs::File;
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::floor::{now, pause};
use super::medium::Disk;
use super::skipped::skipped;

/// A page that takes longer to be on the disk tells of the disk.
const STILL_AFTER: Duration = Duration::from_millis(500);

/// How often the disk is tried.
const TRY_EVERY: Duration = Duration::from_millis(50);

/// Tries a disk for as long as somebody wants to know.
#[derive(Clone, Debug, Default)]
struct Watch(Arc<Mutex<Tried>>);

/// What trying it has told.
#[derive(Debug, Default)]
struct Tried {
    /// What the pages took that took too long.
    still: Duration,
    /// When the one began that is not on the disk yet.
    since: Option<Instant>,
}

impl Watch {
    /// Tries the disk by this file.
    fn of(mut file: File) -> Self {
        let watch = Self::default();
        let told = Arc::downgrade(&watch.0);
        std::thread::spawn(move || {
            while let Some(told) = told.upgrade().map(Self) {
                told.tried(|tried| tried.since = Some(now()));
                file.write_all(&[0]).and_then(|()| file.sync_data()).unwrap();
                told.tried(|tried| tried.still += long(tried.since.take()));
                drop(told);
                pause(TRY_EVERY);
            }
        });
        watch
    }

    /// The disk that the floors of the tests stand on.
    fn of_the_floors() -> &'static Self {
        static WATCH: OnceLock<Watch> = OnceLock::new();
        WATCH.get_or_init(|| Self::of(tempfile::tempfile().unwrap()))
    }

    fn tried<T>(&self, then: impl FnOnce(&mut Tried) -> T) -> T {
        then(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// How long it stood still so far.
    fn still(&self) -> Duration {
        self.tried(|tried| tried.still + long(tried.since))
    }

    fn start(&self) -> Stopwatch {
        Stopwatch { began: now(), still: self.still(), watch: self.clone() }
    }
}

/// How long a page has taken that began then; nothing while that is no longer than usual.
fn long(since: Option<Instant>) -> Duration {
    since.map(|since| since.elapsed()).filter(|took| *took > STILL_AFTER).unwrap_or_default()
}

/// Stands still while the disk does.
#[derive(Debug)]
pub struct Stopwatch {
    began: Instant,
    still: Duration,
    watch: Watch,
}

impl Stopwatch {
    /// Goes with the disk of the floors.
    pub fn start() -> Self {
        Watch::of_the_floors().start()
    }

    /// The time since the start in which the disk went.
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed().saturating_sub(self.still())
    }

    /// The time since the start in which it did not.
    pub fn still(&self) -> Duration {
        self.watch.still() - self.still
    }
}

#[test]
fn a_stopwatch_stands_still_with_its_disk_and_only_then() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(folder.path()) else {
        return skipped("a stopwatch on a still disk", "this user may not mount a small disk");
    };
    let watch = Watch::of(File::create(disk.at.join("tried")).unwrap());
    let stopwatch = watch.start();

    goes_on(&stopwatch);

    disk.freeze();
    pause(Duration::from_secs(3));
    let frozen = watch.still();
    disk.thaw();

    assert!(frozen > Duration::from_secs(2), "a disk that stands still is noticed: {frozen:?}");
    goes_on(&stopwatch);
    let (ran, all) = (stopwatch.elapsed(), stopwatch.began.elapsed());
    assert!(ran + Duration::from_secs(2) < all, "{ran:?} of {all:?}");
}

/// The disk goes, be it not at once.
fn goes_on(stopwatch: &Stopwatch) {
    let (began, ran) = (now(), stopwatch.elapsed());
    while stopwatch.elapsed() < ran + Duration::from_secs(1) {
        assert!(began.elapsed() < Duration::from_secs(60), "it stands at {:?}", stopwatch.elapsed());
        pause(Duration::from_millis(50));
    }
}
