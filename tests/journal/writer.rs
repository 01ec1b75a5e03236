//! The writer's thread stores in order, answers in order, and stops at the first failure until it is told to
//! go on.

use std::sync::mpsc::{Receiver, channel};
use std::thread;

use jiaohao::domain::id::ServiceDay;
use jiaohao::domain::record::Record;
use jiaohao::journal::keep::{Cause, Keep, KeepError, Latest, StoreError};
use jiaohao::journal::memory::{Failure, MemoryJournal};
use jiaohao::journal::writer::{Done, END_WITHIN, Writer};

use crate::samples::{DAY, SITE, issued, open_day, opened};

fn spawn(journal: MemoryJournal) -> (Writer, Receiver<Done>) {
    let (done, answers) = channel();
    let writer = Writer::spawn(journal, move |answer| done.send(answer).unwrap()).unwrap();
    (writer, answers)
}

fn committed(answers: &Receiver<Done>) -> (u64, Result<(), StoreError>) {
    match answers.recv().unwrap() {
        Done::Committed { last, result } => (last.0, result),
        other @ (Done::Sealed(_)
        | Done::Reopened { .. }
        | Done::Room { .. }
        | Done::LogHeld { .. }
        | Done::Lost { .. }) => {
            panic!("{other:?}")
        }
    }
}

#[test]
fn batches_are_stored_and_answered_in_order() {
    let (writer, answers) = spawn(MemoryJournal::new(SITE));

    writer.commit(open_day(1, DAY, 5)).unwrap();
    writer.commit(vec![issued(6, DAY)]).unwrap();

    assert!(matches!(committed(&answers), (5, Ok(()))));
    assert!(matches!(committed(&answers), (6, Ok(()))));
}

#[test]
fn after_an_unknown_commit_nothing_is_stored_until_the_journal_was_reopened() {
    for (failure, kept) in
        [(Failure::UnknownButStored, 1), (Failure::UnknownAndLost, 0), (Failure::NotStored, 0)]
    {
        let mut journal = MemoryJournal::new(SITE);
        journal.fail_next(failure);
        let (writer, answers) = spawn(journal);

        writer.commit(vec![opened(1, DAY)]).unwrap();
        writer.commit(vec![issued(2, DAY)]).unwrap();
        writer.reopen().unwrap();

        assert!(matches!(committed(&answers), (1, Err(_))));
        assert!(matches!(committed(&answers), (2, Err(StoreError::NotStored(Cause::FailedBefore)))));
        let Ok(Done::Reopened { result: Ok((_, records)) }) = answers.recv() else { panic!("{failure:?}") };
        assert_eq!(records.len(), kept, "{failure:?}");
    }
}

#[test]
fn dropping_the_writer_stores_what_it_was_given() {
    let (writer, answers) = spawn(MemoryJournal::new(SITE));

    writer.commit(open_day(1, DAY, 5)).unwrap();
    drop(writer);

    assert!(matches!(committed(&answers), (5, Ok(()))));
    assert!(answers.recv().is_err());
}

/// A disk that takes a batch and never comes back from it until it is let go.
struct Hanging {
    began: std::sync::mpsc::Sender<()>,
    let_go: Receiver<()>,
}

impl Keep for Hanging {
    fn append(&mut self, _: &[Record]) -> Result<(), StoreError> {
        self.began.send(()).unwrap();
        self.let_go.recv().unwrap();
        Ok(())
    }

    fn reopen(&mut self) -> Result<(), KeepError> {
        Ok(())
    }

    fn day(&mut self, _: ServiceDay) -> Result<Vec<Record>, KeepError> {
        Ok(Vec::new())
    }

    fn latest(&mut self) -> Result<Option<Latest>, KeepError> {
        Ok(None)
    }

    fn rest(&mut self, _: bool) {}
}

#[test]
fn b09_a_writer_whose_disk_hangs_is_not_waited_for_for_ever() {
    let ((began, begins), (go, let_go), (done, answers), (gone, is_gone)) =
        (channel(), channel(), channel(), channel());
    let writer = Writer::spawn(Hanging { began, let_go }, move |answer| done.send(answer).unwrap()).unwrap();
    writer.commit(open_day(1, DAY, 5)).unwrap();
    begins.recv().unwrap();

    thread::spawn(move || {
        drop(writer);
        gone.send(()).unwrap();
    });

    assert!(is_gone.recv_timeout(10 * END_WITHIN).is_ok(), "the end of the daemon waits for the disk");
    go.send(()).unwrap();
    assert!(matches!(committed(&answers), (5, Ok(()))), "what was given is stored when the disk comes back");
}
