//! B01, B04, B05: each call of a short day fails once, for want of room or because the disk is broken. Whoever asked
//! hears the truth, asks again where there was no answer, and at the end the day is what it would have been: also on
//! the disk that a power cut leaves of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiaohao::domain::id::{JobId, KioskId, RequestNumber, Seq, ServiceId, StaffId, TicketId, WindowId};
use jiaohao::domain::moment::Moment;
use jiaohao::domain::office::Office;
use jiaohao::domain::record::Record;
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::domain::ticket::Outcome;
use jiaohao::journal::keep::{Keep as _, KeepError};
use jiaohao::journal::store::Store;
use jiaohao::runtime::registrar::{Answer, Registrar, Reply, Wish};
use recording_vfs::Log;
use recording_vfs::disk::{Files, Unsynced, after_cut};
use recording_vfs::recorder::{self, Call, Failure};
use tempfile::tempdir;

use crate::check::{laid_down, read};
use crate::hall::opening;
use crate::morning::settings;
use crate::samples::{DAY, moment};

/// How often the journal may have to be opened in a row: the planned failure hits it once.
const ATTEMPTS: usize = 2;

/// The daemon ends and starts again after this many requests.
const NOON: usize = 10;

/// A short day: what is asked, one clerk and a few visitors, a refusal among it.
fn day() -> Vec<Asked> {
    let window = WindowId(1);
    let issue = |service| {
        let services = vec![ServiceId(service)];
        (Origin::Kiosk(KioskId(1)), Request::Issue { services, green: None, paper: true })
    };
    let at_window = |request| (Origin::Keypad(window), request);
    let finish = Request::Finish { window, outcome: Outcome::Done };
    let requests = [
        (Origin::Clock, Request::OpenDay(Box::new(opening(DAY)))),
        at_window(Request::LogIn { window, staff: StaffId(12) }),
        issue(101),
        issue(101),
        issue(999),
        at_window(Request::CallNext { window }),
        (Origin::Device, Request::SlipPrinted { job: JobId(1) }),
        at_window(Request::Start { window }),
        issue(101),
        at_window(finish.clone()),
        at_window(Request::CallNext { window }),
        at_window(Request::Undo { window }),
        issue(101),
        at_window(Request::CallNext { window }),
        at_window(Request::Start { window }),
        at_window(finish),
        (Origin::Clock, Request::CloseDay),
    ];
    let asked =
        |(number, (origin, request))| Asked { number: RequestNumber(number), origin, person: None, request };
    (1..).zip(requests).map(asked).collect()
}

/// The moment of the request with this place: one every ten seconds from the opening on.
fn at(place: usize) -> Moment {
    moment(5_400_000 + 10_000 * place as u64)
}

/// A day that was lived to its end.
struct Lived {
    /// By place in the day: what whoever asked heard at last.
    answers: BTreeMap<u64, Answer>,
    /// Somebody had no answer at first.
    asked_again: bool,
    /// What the journal holds.
    records: Vec<Record>,
    /// The failure came.
    arrived: bool,
    /// All that was done to the disk.
    log: Log,
}

/// A folder with an empty journal in it.
fn empty() -> Files {
    let folder = tempdir().unwrap();
    let settings = settings(folder.path());
    drop(Store::open(&settings).unwrap());
    Files::from([("journal.db".into(), fs::read(&settings.path).unwrap())])
}

/// Lives the day, while one of `calls` fails after so many of them.
fn lived(before: &Files, calls: &'static [Call], spared: usize, failure: Failure) -> Lived {
    let folder = tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    laid_down(&folder, before);
    recorder::fail(calls, spared, failure);

    let mut hall = Hall::open(&folder, BTreeMap::new());
    for (pair, requests) in day().chunks(2).enumerate() {
        if pair * 2 == NOON {
            let answers = hall.answers;
            drop(hall.store);
            hall = Hall { asked_again: hall.asked_again, ..Hall::open(&folder, answers) };
        }
        hall.until_answered(pair * 2, requests);
        hall.store.rest(false);
    }
    let arrived = !recorder::failure_is_ahead();
    let log = recorder::finish();
    let records = hall.today().unwrap();
    Lived { answers: hall.answers, asked_again: hall.asked_again, records, arrived, log }
}

/// A registrar on a journal, and what people heard.
struct Hall {
    store: Store,
    registrar: Registrar,
    answers: BTreeMap<u64, Answer>,
    asked_again: bool,
}

impl Hall {
    /// Starts as the daemon does, which tries again what fails.
    fn open(folder: &Path, answers: BTreeMap<u64, Answer>) -> Self {
        let attempt = || {
            let (mut store, _) = Store::open(&settings(folder)).ok()?;
            let today = store.day(DAY).ok()?;
            Some((store, today))
        };
        let (store, today) = (0..ATTEMPTS).find_map(|_| attempt()).unwrap();
        let registrar = Registrar::new(office_of(&today), next(&today), &today);
        Self { store, registrar, answers, asked_again: false }
    }

    fn today(&mut self) -> Result<Vec<Record>, KeepError> {
        self.store.day(DAY)
    }

    /// Asks, and asks again by the same number where there was no answer, as people do.
    fn until_answered(&mut self, first: usize, requests: &[Asked]) {
        for _ in 0..=ATTEMPTS {
            for (place, asked) in (first..).zip(requests) {
                self.registrar.ask(at(place), asked.clone(), Reply(place as u64)).unwrap();
            }
            let mut wishes = Vec::new();
            self.registrar.try_again(&mut wishes);
            self.registrar.advance(&mut wishes);
            self.carry_out(wishes);
            let heard =
                |place: usize| self.answers.get(&(place as u64)).is_some_and(|it| *it != Answer::NotStored);
            if (first..first + requests.len()).all(heard) {
                return;
            }
            self.asked_again = true;
        }
        panic!("the day does not go on");
    }

    fn carry_out(&mut self, wishes: Vec<Wish>) {
        for wish in wishes {
            let mut next = Vec::new();
            match wish {
                Wish::Commit(batch) => match self.store.append(&batch) {
                    Ok(()) => self.registrar.stored(&mut next),
                    Err(_) => self.registrar.not_stored(&mut next),
                },
                Wish::Reopen => self.reopen(&mut next),
                Wish::Answer { reply, answer, .. } => drop(self.answers.insert(reply.0, answer)),
                Wish::Changed => self.registrar.advance(&mut next),
            }
            self.carry_out(next);
        }
    }

    fn reopen(&mut self, wishes: &mut Vec<Wish>) {
        self.asked_again = true;
        match self.store.reopen().and_then(|()| self.today()) {
            Ok(today) => self.registrar.reopened(office_of(&today), next(&today), &today, wishes),
            Err(_) => self.registrar.reopen_failed(wishes),
        }
    }
}

fn office_of(records: &[Record]) -> Office {
    if records.is_empty() {
        return Office::vacant(TicketId(1), JobId(1));
    }
    Office::replay(records.iter().cloned()).unwrap()
}

fn next(records: &[Record]) -> Seq {
    records.last().map_or(Seq(1), |last| last.seq.next())
}

/// What a power cut leaves when nothing is there that was not synced, read by the journal itself.
fn after_power_cut(before: &Files, life: &Lived) -> Result<Vec<Record>, String> {
    let folder = tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    laid_down(&folder, &after_cut(before, &life.log, life.log.len(), Unsynced::Lost));
    let (mut store, _) = Store::open(&settings(&folder)).map_err(|error| error.to_string())?;
    let records = read(&folder, &mut store);
    drop(recorder::finish());
    records
}

/// Lives the day with each of these calls failing once; how many did.
fn each_fails(calls: &'static [Call], failure: Failure) -> (usize, usize) {
    let before = empty();
    let undisturbed = lived(&before, &[], 0, failure);
    let granted =
        undisturbed.answers.values().filter(|answer| matches!(answer, Answer::Granted { .. })).count();
    assert_eq!(
        (granted, undisturbed.answers.len(), undisturbed.asked_again),
        (day().len() - 1, day().len(), false)
    );

    let (mut failed, mut noticed) = (0, 0);
    for spared in 0.. {
        let life = lived(&before, calls, spared, failure);
        if !life.arrived {
            break;
        }
        let name = format!("{calls:?} number {spared}, {failure:?}");
        assert!(life.answers == undisturbed.answers, "answers: {name}");
        assert!(life.records == undisturbed.records, "records: {name}");
        let kept = after_power_cut(&before, &life);
        assert!(
            kept.as_ref() == Ok(&undisturbed.records),
            "after a power cut: {name}: {:?}",
            kept.map(|it| it.len())
        );
        (failed, noticed) = (failed + 1, noticed + usize::from(life.asked_again));
    }
    (failed, noticed)
}

#[test]
fn b01_a_write_without_room_costs_nothing_wherever_it_stands() {
    let (failed, noticed) = each_fails(&[Call::Write], Failure::NoRoom);
    assert!(failed > 50 && noticed > failed / 2, "{noticed} of {failed} were noticed");
}

#[test]
fn b05_a_write_or_a_sync_that_the_disk_refuses_costs_nothing_wherever_it_stands() {
    for call in [&[Call::Write], &[Call::Sync]] {
        let (failed, noticed) = each_fails(call, Failure::Broken);
        assert!(failed > 10 && noticed > failed / 2, "{call:?}: {noticed} of {failed} were noticed");
    }
}

#[test]
fn b04_b05_a_file_that_cannot_be_opened_or_cut_costs_nothing_wherever_it_stands() {
    let (opened, _) = each_fails(&[Call::Open], Failure::Broken);
    let (cut, _) = each_fails(&[Call::Truncate], Failure::Broken);
    assert!(opened > 2 && cut > 0, "{opened} opened, {cut} cut");
}

#[test]
fn a_page_that_cannot_be_read_once_costs_nothing_wherever_it_stands() {
    let (failed, _) = each_fails(&[Call::Read], Failure::Broken);
    assert!(failed > 10, "{failed} were read");
}
