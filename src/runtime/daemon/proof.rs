//! The thread that proves old pages of the journal, slowly, while the hall works.
//!
//! A start proves the rows of one day; whatever a worn card has done to the years before is found here, long
//! before somebody needs it. It reads through a connection of its own and is never in the writer's way.

use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel};
use std::time::Duration;

use tracing::{error, info, warn};

use super::Note;
use crate::journal::open::Settings;
use crate::journal::other_hall;
use crate::journal::reader::{ReadError, Reader};
use crate::journal::restore;
use crate::runtime::engine::Input;
use crate::runtime::threads::give_way;

/// Pause between two slices: ten years of a busy hall are proved in an hour, with the disk idle most of it.
const BETWEEN_SLICES: Duration = Duration::from_millis(200);

/// The walk begins when a start has settled, so that it takes nothing from the first call.
const BEGIN_AFTER: Duration = Duration::from_secs(30);

/// Every page is looked at so often: a card that wears is found out within a day.
const AGAIN_AFTER: Duration = Duration::from_secs(24 * 3600);

/// After a walk that could not be made, for a reason that says nothing of the rows.
const RESTS: Duration = Duration::from_secs(10 * 60);

/// The thread; dropping it ends the thread at its next pause.
pub(super) struct Proof(#[expect(dead_code, reason = "its end is the news")] Sender<()>);

/// Starts to prove this journal; one that is another hall's is not looked at.
pub(super) fn start(journal: Settings, inbox: SyncSender<Note>) -> io::Result<Proof> {
    let (alive, ended) = channel();
    std::thread::Builder::new().name("proof".into()).spawn(move || {
        give_way();
        prove(&journal, &ended, &inbox, BEGIN_AFTER);
    })?;
    Ok(Proof(alive))
}

fn prove(journal: &Settings, ended: &Receiver<()>, inbox: &SyncSender<Note>, begin_after: Duration) {
    let path = &journal.path;
    let reader = &Reader::new(path);
    let mut walk = None;
    let mut pause = begin_after;
    while ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
        if walk.is_none() && other_hall::found(journal).is_some() {
            pause = begin_after;
            continue;
        }
        pause = BETWEEN_SLICES;
        let slice = match &mut walk {
            None => reader.walk().map(|begun| {
                walk = Some(begun);
                None
            }),
            Some(walk) => reader.walk_on(walk),
        };
        match slice {
            Ok(None) => {}
            Ok(Some(report)) => {
                info!(
                    records = report.records,
                    days = report.seals,
                    "the journal was walked from its first record"
                );
                let fault = report.fault.map(|fault| fault.to_string());
                if let Some(fault) = fault.or_else(|| index_fault(reader, ended)) {
                    return tell(path, &fault, inbox);
                }
                (walk, pause) = (None, AGAIN_AFTER);
            }
            // A page that cannot be read (B06): the rows before and behind it can be.
            Err(ReadError::Journal(why)) if why.is_damage() => return tell(path, &why.to_string(), inbox),
            // A card that takes no writes, or is not there, has told nothing of its rows.
            Err(ReadError::Journal(why)) => {
                warn!(%why, "old pages of the journal cannot be walked now; they are tried again");
                (walk, pause) = (None, RESTS);
            }
            Err(why @ (ReadError::TooLong(_) | ReadError::NoThread(_))) => {
                return warn!(%why, "old pages of the journal could not be walked");
            }
        }
    }
}

/// Damage in the past is told, and calling goes on: today's rows were proved at the start. It is repaired at the next
/// start after a closed day.
fn tell(path: &Path, fault: &str, inbox: &SyncSender<Note>) {
    error!(fault, "the journal is damaged; `jiaohao verify` says the same");
    if let Err(error) = restore::mark(path, fault) {
        warn!(%error, "the next start will not know of it");
    }
    let words = format!(
        "{fault}; the next start after a closed day repairs it from its copies, or `jiaohao restore`"
    );
    // An engine that has ended needs no news.
    let _ = inbox.send(Note::Input(Input::Damaged(words)));
}

/// What is wrong with the index of a day, which a walk does not read; days are looked at with a pause between.
fn index_fault(reader: &Reader, ended: &Receiver<()>) -> Option<String> {
    let days = reader.days();
    for day in days.iter().flatten() {
        if ended.recv_timeout(BETWEEN_SLICES) != Err(RecvTimeoutError::Timeout) {
            return None;
        }
        match reader.index_fits(*day) {
            Ok(true) => {}
            Ok(false) => return Some(format!("the index of the day {day} does not fit its records")),
            Err(ReadError::Journal(why)) if why.is_damage() => {
                return Some(format!("the index of the day {day}: {why}"));
            }
            Err(ReadError::Journal(_) | ReadError::TooLong(_) | ReadError::NoThread(_)) => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::sync_channel;

    use rusqlite::ffi;

    use super::*;
    use crate::domain::event::Event;
    use crate::domain::id::{BootId, JobId, RequestNumber, Seq, ServiceDay, TicketId};
    use crate::domain::moment::{HallTime, Moment};
    use crate::domain::opening::{Hours, Opening};
    use crate::domain::record::{Book, Record};
    use crate::domain::request::{Asked, Origin, Request};
    use crate::domain::rules::Rules;
    use crate::journal::keep::{Keep, KeepError};
    use crate::journal::store::Store;

    #[test]
    fn a_row_that_was_changed_years_ago_is_found_while_the_hall_works() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let settings = Settings { path: path.clone(), site: "hall".to_owned() };
        let (mut store, _) = Store::open(&settings).unwrap();
        store.append(&[opened()]).unwrap();
        drop(store);
        let sql = rusqlite::Connection::open(&path).unwrap();
        sql.execute("UPDATE record SET hall_ms = hall_ms + 1", []).unwrap();
        drop(sql);

        let (inbox, arrived) = sync_channel(1);
        let (_alive, ended) = channel();
        prove(&settings, &ended, &inbox, Duration::ZERO);

        let Ok(Note::Input(Input::Damaged(words))) = arrived.try_recv() else { panic!("nothing was found") };
        assert!(words.contains('1'), "{words}");
    }

    #[test]
    fn b07_a_card_that_takes_no_writes_is_no_damage_and_a_page_that_cannot_be_read_is() {
        let failed =
            |code| KeepError::from(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)).is_damage();

        for code in [ffi::SQLITE_READONLY, ffi::SQLITE_CANTOPEN, ffi::SQLITE_BUSY, ffi::SQLITE_FULL] {
            assert!(!failed(code), "{code}");
        }
        for code in [ffi::SQLITE_CORRUPT, ffi::SQLITE_NOTADB, ffi::SQLITE_IOERR] {
            assert!(failed(code), "{code}");
        }
    }

    fn opened() -> Record {
        let opening = Opening {
            items: None,
            blocks: None,
            pins: None,
            day: ServiceDay(20_190_903),
            rules: Arc::new(Rules::none()),
            rules_hash: [0; 32],
            hours: Hours::default(),
            next_ticket: TicketId(1),
            next_job: JobId(1),
            day_before: None,
        };
        let request = Request::OpenDay(Box::new(opening.clone()));
        Record {
            seq: Seq(1),
            book: Book::Hall,
            day: opening.day,
            moment: Moment { hall: HallTime(1), wall: None, boot: BootId(1) },
            asked: Asked { number: RequestNumber(1), origin: Origin::Clock, person: None, request },
            events: vec![Event::DayOpened(Box::new(opening))],
        }
    }
}
