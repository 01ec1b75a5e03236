//! The thread that looks how much was written to disks today, and how much room is left.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel};
use std::time::Duration;

use tracing::warn;

use super::{Note, Storage, Zone, read};
use crate::domain::moment::Wall;
use crate::runtime::clock::BUILT_UTC_MS;
use crate::runtime::disk::{COUNTER, Disk, Room, Tally, counter};
use crate::runtime::engine::Input;
use crate::runtime::threads::{Uptime, give_way};

/// How often it is looked: two small questions to the kernel.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// So many looks, a quarter of an hour, pass until the count is kept: to count writes must not wear the card.
const KEEP_EVERY: u32 = 90;

/// How long the end of the thread is waited for: a disk that hangs holds it, and nothing else.
const END_WITHIN: Duration = Duration::from_millis(500);

/// The thread; dropping it has it look once more, keep the count and end.
pub(super) struct Watch {
    alive: Option<Sender<()>>,
    ended: Receiver<()>,
}

/// What the thread works with.
pub(super) struct Hall {
    /// The state folder, on the journal's disk.
    state: PathBuf,
    /// More than this in a day is told.
    budget: Option<u64>,
    uptime: Uptime,
    zone: Zone,
}

/// Starts the thread.
pub(super) fn start(hall: Hall, inbox: SyncSender<Note>) -> io::Result<Watch> {
    let (alive, dropped) = channel();
    let (at_end, ended) = channel::<()>();
    std::thread::Builder::new().name("disk".into()).spawn(move || {
        let _at_end = at_end;
        give_way();
        watch(&hall, &dropped, &inbox);
    })?;
    Ok(Watch { alive: Some(alive), ended })
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.alive = None;
        // What it could not keep by then is the count of some minutes.
        let _ = self.ended.recv_timeout(END_WITHIN);
    }
}

fn watch(hall: &Hall, dropped: &Receiver<()>, inbox: &SyncSender<Note>) {
    let mut tally = Tally::of(&hall.state);
    let (mut told, mut looks, mut counts) = (Disk::default(), 0_u32, true);
    loop {
        let written = match counter(COUNTER.as_ref()) {
            Ok(count) => Some(tally.look(hall.wall(), count)),
            Err(error) => {
                if std::mem::take(&mut counts) {
                    warn!(%error, "nobody knows how much is written to disks");
                }
                None
            }
        };
        let disk = Disk { written, budget: hall.budget, room: Room::of(&hall.state) };
        if disk.is_over_budget() && !told.is_over_budget() {
            warn!(
                written = disk.written.map(|it| it.today),
                budget = disk.budget,
                "more was written today than a day's budget"
            );
        }
        // What does not fit is told at the next look.
        if disk != told && inbox.try_send(Note::Input(Input::Disk(disk))).is_ok() {
            told = disk;
        }
        let ends = dropped.recv_timeout(LOOK_EVERY) != Err(RecvTimeoutError::Timeout);
        looks += 1;
        if ends || looks.is_multiple_of(KEEP_EVERY) {
            if let Ok(count) = counter(COUNTER.as_ref()) {
                tally.look(hall.wall(), count);
            }
            if let Err(error) = tally.keep() {
                warn!(%error, "how much was written today is not kept for the next start");
            }
        }
        if ends {
            return;
        }
    }
}

impl Hall {
    pub fn new(state: PathBuf, storage: &Storage, uptime: Uptime, zone: &Zone) -> Self {
        Self { state, budget: storage.daily_writes, uptime, zone: Arc::clone(zone) }
    }

    /// The time of day; `None` while the machine cannot know it.
    fn wall(&self) -> Option<Wall> {
        let wall = read(self.uptime, &self.zone).wall;
        Some(wall).filter(|wall| wall.utc_ms >= BUILT_UTC_MS)
    }
}
