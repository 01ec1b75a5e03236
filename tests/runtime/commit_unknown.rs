//! A commit that fails at any place of a morning leaves the office, its jobs and its answers as if it had
//! not.

use jiaohao::domain::office::Office;
use jiaohao::domain::record::Record;
use jiaohao::domain::request::Asked;
use jiaohao::journal::keep::Keep;
use jiaohao::journal::memory::{Failure, MemoryJournal};
use jiaohao::runtime::registrar::{Answer, Registrar, Reply, WAITING_MOST, Wish};

use super::support::{at, morning, office_of};

const FAILURES: [Failure; 3] = [Failure::NotStored, Failure::UnknownButStored, Failure::UnknownAndLost];

#[test]
fn a_failed_commit_at_every_place_changes_neither_office_nor_answers() {
    for batch in [1, 2, 3, 7] {
        let undisturbed = live(batch, MemoryJournal::new("hall"));
        let appends = undisturbed.journal.appends();
        assert!(appends > 2);
        for place in 0..appends {
            for failure in FAILURES {
                let mut journal = MemoryJournal::new("hall");
                journal.fail_at(place, failure);

                let disturbed = live(batch, journal);

                let name = format!("batches of {batch}, append {place}, {failure:?}");
                assert!(disturbed.reopened == 1, "the failure happened: {name}");
                assert!(disturbed.answers == undisturbed.answers, "answers: {name}");
                assert!(disturbed.office() == undisturbed.office(), "office: {name}");
            }
        }
    }
}

#[test]
fn two_failed_commits_in_a_row_change_neither_office_nor_answers() {
    let undisturbed = live(3, MemoryJournal::new("hall"));
    for place in 0..undisturbed.journal.appends() {
        for (first, second) in FAILURES.into_iter().flat_map(|first| FAILURES.map(|second| (first, second))) {
            let mut journal = MemoryJournal::new("hall");
            journal.fail_at(place, first);
            journal.fail_at(place + 1, second);

            let disturbed = live(3, journal);

            // A batch that was surely or perhaps lost twice is given up; one that was stored is not tried
            // again.
            let lost_twice = first != Failure::UnknownButStored && second != Failure::UnknownButStored;
            if !lost_twice {
                assert!(disturbed.answers == undisturbed.answers, "{place} {first:?} {second:?}");
            }
            assert!(disturbed.replay() == disturbed.office(), "{place} {first:?} {second:?}");
        }
    }
}

#[test]
fn a_request_asked_again_by_its_number_has_the_same_answer_and_no_second_record() {
    let mut hall = live(3, MemoryJournal::new("hall"));
    let rows = hall.journal.rows().count();
    let before = hall.answers.clone();

    for (place, asked) in morning().into_iter().enumerate() {
        hall.ask(place, asked);
    }
    hall.run();

    assert!(hall.answers == before);
    assert_eq!(hall.journal.rows().count(), rows);
}

#[test]
fn nobody_is_answered_before_his_record_is_stored() {
    let mut registrar = Registrar::new(office_of(&[]), jiaohao::domain::id::Seq(1), &[]);
    let mut wishes = Vec::new();
    for (place, asked) in morning().into_iter().enumerate().take(3) {
        registrar.ask(at(place), asked, Reply(place as u64)).unwrap();
    }

    registrar.advance(&mut wishes);

    assert!(matches!(wishes.as_slice(), [Wish::Commit(records)] if records.len() == 3));
    assert!(registrar.is_ahead());
    wishes.clear();
    registrar.stored(&mut wishes);
    assert_eq!(wishes.iter().filter(|wish| matches!(wish, Wish::Answer { .. })).count(), 3);
}

#[test]
fn what_arrives_while_a_batch_is_stored_shares_the_next_one() {
    let mut registrar = Registrar::new(office_of(&[]), jiaohao::domain::id::Seq(1), &[]);
    let mut wishes = Vec::new();
    let mut all = morning().into_iter().enumerate();
    let (place, first) = all.next().unwrap();
    registrar.ask(at(place), first, Reply(0)).unwrap();
    registrar.advance(&mut wishes);
    for (place, asked) in all.take(4) {
        registrar.ask(at(place), asked, Reply(place as u64)).unwrap();
        registrar.advance(&mut wishes);
    }
    assert_eq!(wishes.len(), 1);

    wishes.clear();
    registrar.stored(&mut wishes);
    registrar.advance(&mut wishes);

    let batch =
        wishes.iter().find_map(|wish| if let Wish::Commit(batch) = wish { Some(batch.len()) } else { None });
    assert_eq!(batch, Some(4));
}

#[test]
fn a_journal_that_cannot_be_reopened_answers_not_stored_until_it_can() {
    let mut journal = MemoryJournal::new("hall");
    journal.fail_at(1, Failure::UnknownAndLost);
    journal.refuse_reopening(1);

    let mut hall = live(2, journal);
    assert!(hall.answers.values().any(|answer| *answer == Answer::NotStored));

    let mut wishes = Vec::new();
    hall.registrar.try_again(&mut wishes);
    hall.carry_out(wishes);
    for (place, asked) in morning().into_iter().enumerate() {
        hall.ask(place, asked);
    }
    hall.run();

    assert!(hall.answers.values().all(|answer| *answer != Answer::NotStored));
    assert!(hall.replay() == hall.office());
}

#[test]
fn a_journal_that_is_tried_once_more_is_out_until_it_has_opened() {
    let mut journal = MemoryJournal::new("hall");
    journal.fail_at(1, Failure::UnknownAndLost);
    journal.refuse_reopening(1);
    let mut hall = live(2, journal);
    assert!(hall.registrar.is_out());

    let mut wishes = Vec::new();
    hall.registrar.try_again(&mut wishes);
    assert!(hall.registrar.is_out(), "it is being tried, and nobody knows");
    hall.carry_out(wishes);

    assert!(!hall.registrar.is_out());
}

#[test]
fn b01_on_a_full_disk_whoever_was_given_up_is_told_so_while_others_go_on_asking() {
    let mut registrar = Registrar::new(office_of(&[]), jiaohao::domain::id::Seq(1), &[]);
    let mut given_up = Vec::new();
    let mut failed = 0;
    for (place, asked) in many(300) {
        let mut wishes = Vec::new();
        registrar.ask(at(0), asked, Reply(place)).unwrap();
        registrar.advance(&mut wishes);
        if wishes.iter().any(|wish| matches!(wish, Wish::Commit(_))) {
            failed += 1;
            registrar.not_stored(&mut wishes);
            registrar.reopened(office_of(&[]), jiaohao::domain::id::Seq(1), &[], &mut wishes);
        }
        given_up.extend(wishes.into_iter().filter_map(not_stored));
    }

    assert_eq!(failed, 300, "each commit failed");
    assert!(given_up.len() > 290, "{} were told", given_up.len());
    assert!(given_up.is_sorted(), "each in turn");
}

#[test]
fn more_requests_than_may_wait_are_refused_and_not_remembered() {
    let mut registrar = Registrar::new(office_of(&[]), jiaohao::domain::id::Seq(1), &[]);
    let one = morning().into_iter().next().unwrap();
    for place in 0..WAITING_MOST {
        registrar.ask(at(0), one.clone(), Reply(place as u64)).unwrap();
    }

    assert!(registrar.ask(at(0), one, Reply(0)).is_err());
}

/// So many requests to open the same day, each with a number of its own.
fn many(count: u64) -> impl Iterator<Item = (u64, Asked)> {
    let first = morning().into_iter().next().unwrap();
    (0..count).map(move |place| {
        let number = jiaohao::domain::id::RequestNumber(7000 + u128::from(place));
        (place, Asked { number, ..first.clone() })
    })
}

fn not_stored(wish: Wish) -> Option<u64> {
    match wish {
        Wish::Answer { reply, answer: Answer::NotStored, .. } => Some(reply.0),
        Wish::Answer { .. } | Wish::Commit(_) | Wish::Reopen | Wish::Changed => None,
    }
}

/// A registrar on a journal in memory, with the answers that were given, by place in the morning.
struct Hall {
    registrar: Registrar,
    journal: MemoryJournal,
    answers: std::collections::BTreeMap<u64, Answer>,
    reopened: u32,
}

/// Lives the morning, asking so many requests at a time.
fn live(batch: usize, journal: MemoryJournal) -> Hall {
    let registrar = Registrar::new(office_of(&[]), jiaohao::domain::id::Seq(1), &[]);
    let mut hall = Hall { registrar, journal, answers: Default::default(), reopened: 0 };
    let all: Vec<(usize, Asked)> = morning().into_iter().enumerate().collect();
    for together in all.chunks(batch) {
        for (place, asked) in together {
            hall.ask(*place, asked.clone());
        }
        hall.run();
    }
    hall
}

impl Hall {
    fn ask(&mut self, place: usize, asked: Asked) {
        self.registrar.ask(at(place), asked, Reply(place as u64)).unwrap();
    }

    fn run(&mut self) {
        let mut wishes = Vec::new();
        self.registrar.advance(&mut wishes);
        self.carry_out(wishes);
    }

    fn carry_out(&mut self, wishes: Vec<Wish>) {
        for wish in wishes {
            let mut next = Vec::new();
            match wish {
                Wish::Commit(batch) => match self.journal.append(&batch) {
                    Ok(()) => self.registrar.stored(&mut next),
                    Err(_) => self.registrar.not_stored(&mut next),
                },
                Wish::Reopen => self.reopen(&mut next),
                Wish::Answer { reply, answer, .. } => {
                    self.answers.insert(reply.0, answer);
                }
                Wish::Changed => self.registrar.advance(&mut next),
            }
            self.carry_out(next);
        }
    }

    fn reopen(&mut self, next: &mut Vec<Wish>) {
        self.reopened += 1;
        if self.journal.reopen().is_err() {
            return self.registrar.reopen_failed(next);
        }
        let today = self.today();
        let seq =
            self.journal.latest().unwrap().map_or(jiaohao::domain::id::Seq(1), |latest| latest.seq.next());
        self.registrar.reopened(office_of(&today), seq, &today, next);
    }

    fn today(&mut self) -> Vec<Record> {
        let latest = self.journal.latest().unwrap();
        latest.map_or(Vec::new(), |latest| self.journal.day(latest.day).unwrap())
    }

    fn office(&self) -> Office {
        self.registrar.office().clone()
    }

    fn replay(&self) -> Office {
        let mut journal = self.journal.clone();
        journal.reopen().unwrap();
        let latest = journal.latest().unwrap();
        office_of(&latest.map_or(Vec::new(), |latest| journal.day(latest.day).unwrap()))
    }
}
