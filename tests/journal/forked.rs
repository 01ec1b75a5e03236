//! Main journal and second medium were both written: whichever order the disks come back in, every row that anybody
//! was promised is in the journal or lies aside, whole and named, and the hall goes on with what it was run by last.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiaohao::domain::event::Event;
use jiaohao::domain::id::{BootId, JobId, ServiceDay, TicketId};
use jiaohao::domain::keeping::{Keeping, KeepingEvent, KeepingRequest, Why};
use jiaohao::domain::record::Record;
use jiaohao::domain::request::{Origin, Request};
use jiaohao::journal::backup::{self, Place};
use jiaohao::journal::branch::{self, Aside};
use jiaohao::journal::chain::{self, Hash, Link};
use jiaohao::journal::copy::file::CopyFile;
use jiaohao::journal::copy::{Whose, read};
use jiaohao::journal::keep::Keep;
use jiaohao::journal::open::Settings;
use jiaohao::journal::reader::Reader;
use jiaohao::journal::rejoin::{self, Rejoined};
use jiaohao::journal::restore::{self, Plan};
use jiaohao::journal::row::Row;
use jiaohao::journal::second;
use jiaohao::journal::store::Store;
use tempfile::{TempDir, tempdir};

use crate::samples::{DAY, NEXT_DAY, SITE, issued, moment, opened, record};

const WHOSE: [u8; 16] = [7; 16];

/// Two disks and a stick for backups.
struct Disks {
    folder: TempDir,
    plan: Plan,
}

impl Disks {
    fn new() -> Self {
        let folder = tempdir().unwrap();
        fs::create_dir(folder.path().join("stick")).unwrap();
        let plan = Plan {
            journal: Settings { path: folder.path().join("journal.db"), site: SITE.into() },
            backups: Some(Place { folder: folder.path().join("stick"), keep: 5, elsewhere: false }),
            copy: Some(folder.path().join("events")),
            with_it: Vec::new(),
            now: None,
            from: None,
            today: Some(i64::from(NEXT_DAY.0)),
        };
        Self { folder, plan }
    }

    /// The main journal has these rows.
    fn main(&self, links: &[Link]) -> &Self {
        let _ = fs::remove_file(&self.plan.journal.path);
        let mut store = Store::open_for(&self.plan.journal, &whose()).unwrap();
        store.adopt(root(), links).unwrap();
        self
    }

    /// The second medium has these rows.
    fn second(&self, links: &[Link]) -> &Self {
        let mut copy = CopyFile::open(self.events(), &whose(), 400).unwrap();
        copy.append(links).unwrap();
        copy.sync().unwrap();
        self
    }

    /// The stick has a backup with these rows.
    fn backup(&self, links: &[Link], proved: i64) -> &Self {
        let other = Self::new();
        other.main(links);
        let path = &other.plan.journal.path;
        let place = self.plan.backups.as_ref().unwrap();
        backup::make(path, &Reader::new(path), place, Some(proved), |_| true).unwrap();
        self
    }

    fn events(&self) -> &Path {
        self.plan.copy.as_ref().unwrap()
    }

    /// What a start does with them; what it put aside.
    fn start(&self) -> Vec<Aside> {
        let mut asides = restore::mend(&self.plan).unwrap().map_or_else(Vec::new, |it| it.asides);
        let (mut store, _) = Store::open(&self.plan.journal).unwrap();
        let place = second::Place { folder: self.events().into(), kept: 400 };
        if let Rejoined::Branch { aside, taken } = rejoin::with_copy(&mut store, &place).unwrap() {
            if taken.is_none() {
                read::put_aside(self.events(), &WHOSE, aside.after).unwrap();
            }
            asides.extend((!asides.contains(&aside)).then_some(aside));
        }
        asides
    }

    /// The main journal is `stays`, `lost` lies aside, and a second start finds nothing to do.
    #[track_caller]
    fn assert_ends_with(&self, stays: &[Link], lost: &[Link]) {
        let asides = self.start();

        let after = lost[0].row.seq - 1;
        let last = lost.last().unwrap().hash;
        let expected = Aside { after, rows: lost.len().try_into().unwrap(), last };
        assert!(asides == [expected], "{asides:?}");
        self.assert_lies_aside(lost);
        assert!(self.rows() == hashes(stays), "the main journal is another");
        let report = Reader::new(&self.plan.journal.path).verify(|_| {}).unwrap();
        assert_eq!(report.fault, None);
        assert!(self.start().is_empty(), "the next start finds it again");
        assert!(self.rows() == hashes(stays), "the next start changed something");
    }

    /// Every one of these rows stands in a file beside the journal.
    #[track_caller]
    fn assert_lies_aside(&self, lost: &[Link]) {
        let file = branch::place(&self.plan.journal.path, &lost.last().unwrap().hash);
        let found = read::file(&file).unwrap().unwrap();
        assert!(found.links == lost, "{} rows lie aside", found.links.len());
    }

    fn rows(&self) -> Vec<Hash> {
        let (store, _) = Store::open(&self.plan.journal).unwrap();
        hashes(&store.behind(0).unwrap())
    }

    fn bad_files(&self) -> Vec<PathBuf> {
        let names = fs::read_dir(self.folder.path()).unwrap().map(|it| it.unwrap().path());
        names.filter(|path| path.to_string_lossy().ends_with(".bad-1")).collect()
    }
}

fn whose() -> Whose {
    Whose { site: SITE.into(), birth: WHOSE }
}

fn root() -> (i64, Hash) {
    (0, chain::site(SITE, &WHOSE))
}

fn hashes(links: &[Link]) -> Vec<Hash> {
    links.iter().map(|link| link.hash).collect()
}

/// So many rows behind `before`, of this day and run of the machine; the first is changed as `first` says.
fn rows(
    before: &[Link],
    count: i64,
    (day, boot, hour): (ServiceDay, u64, i64),
    first: impl Fn(u64) -> Option<Record>,
) -> Vec<Link> {
    let (mut seq, mut hash) = before.last().map_or(root(), |last| (last.row.seq, last.hash));
    let mut links = Vec::new();
    for place in 0..count {
        seq += 1;
        let number = seq.cast_unsigned();
        let made = if place == 0 { first(number) } else { None };
        let mut record = made.unwrap_or_else(|| issued(number, day));
        record.day = day;
        record.moment = moment(number * 1000);
        record.moment.boot = BootId(boot);
        let wall = record.moment.wall.as_mut().unwrap();
        wall.utc_ms += hour * 3_600_000;
        let link = Link::after(hash, Row::of(&record).unwrap());
        hash = link.hash;
        links.push(link);
    }
    links
}

fn together(one: &[Link], other: &[Link]) -> Vec<Link> {
    [one, other].concat()
}

/// The day's morning in run 7 of the machine, which both disks have.
fn morning() -> Vec<Link> {
    rows(&[], 100, (DAY, 7, 0), |seq| Some(opened(seq, DAY)))
}

/// The record of going down to the second medium.
pub fn lowered(seq: u64) -> Option<Record> {
    let lower = KeepingRequest::Lower { to: Keeping::Second, why: Why::Failed };
    let event = KeepingEvent::Lowered {
        to: Keeping::Second,
        why: Why::Failed,
        next_ticket: TicketId(2_000_000),
        next_job: JobId(2_000_000),
        next_numbers: Vec::new(),
    };
    Some(record(seq, DAY, Request::Keeping(lower), vec![Event::Keeping(event)]))
}

#[test]
fn b07_a_stick_that_comes_back_a_day_later_gives_way_whether_it_is_shorter_or_longer() {
    for on_the_stick in [20, 400] {
        let morning = morning();
        let kept_there = rows(&morning, on_the_stick, (DAY, 7, 1), lowered);
        let went_on = rows(&morning, 150, (NEXT_DAY, 8, 20), |seq| Some(opened(seq, NEXT_DAY)));
        let main = together(&morning, &went_on);
        let disks = Disks::new();
        disks.main(&main).second(&together(&morning, &kept_there));

        disks.assert_ends_with(&main, &kept_there);
        assert!(disks.bad_files().is_empty(), "a journal that is whole was restored");
    }
}

#[test]
fn b07_the_stick_that_the_hall_was_run_by_last_stays_and_what_the_card_promised_lies_aside() {
    // The card went with rows that the copy had not got yet; a later run began on the stick.
    for on_the_stick in [5, 60] {
        let morning = morning();
        let not_copied = rows(&morning, 10, (DAY, 7, 0), |_| None);
        let went_on = rows(&morning, on_the_stick, (DAY, 8, 2), lowered);
        let disks = Disks::new();
        disks.main(&together(&morning, &not_copied)).second(&together(&morning, &went_on));

        disks.assert_ends_with(&together(&morning, &went_on), &not_copied);
    }
}

#[test]
fn b07_card_and_stick_that_each_had_a_run_of_its_own_are_both_promised_though_the_runs_bear_one_number() {
    // The hall was run on the stick alone, then on the card alone, or the other way round: each counts on from the
    // morning's run, which is all that it knows.
    for (on_the_stick, on_the_card) in [(1, 3), (3, 1)] {
        let morning = morning();
        let stick = rows(&morning, 20, (DAY, 8, on_the_stick), lowered);
        let card = rows(&morning, 10, (DAY, 8, on_the_card), |_| None);
        let disks = Disks::new();
        disks.main(&together(&morning, &card)).second(&together(&morning, &stick));

        let (stays, lost) = if on_the_card > on_the_stick { (card, stick) } else { (stick, card) };

        disks.assert_ends_with(&together(&morning, &stays), &lost);
    }
}

#[test]
fn b07_what_a_start_wrote_by_itself_gives_way_to_the_stick_on_which_it_went_on() {
    let morning = morning();
    let begun = rows(&morning, 1, (DAY, 8, 1), |seq| {
        let mut restart = record(seq, DAY, Request::Restart, vec![Event::Restarted]);
        restart.asked.origin = Origin::Startup;
        Some(restart)
    });
    let went_on = rows(&morning, 30, (DAY, 8, 1), lowered);
    let disks = Disks::new();
    disks.main(&together(&morning, &begun)).second(&together(&morning, &went_on));

    assert!(disks.start().is_empty());
    assert_eq!(disks.rows()[..130], hashes(&together(&morning, &went_on)));
}

#[test]
fn b05_a_batch_that_nobody_was_promised_gives_way_without_a_trace_in_restorations_too() {
    let morning = morning();
    let unconfirmed = rows(&morning, 2, (DAY, 7, 0), |_| None);
    let went_on = rows(&morning, 30, (DAY, 7, 1), lowered);
    let disks = Disks::new();
    disks.backup(&together(&morning, &unconfirmed), 1).second(&together(&morning, &went_on));

    assert!(disks.start().is_empty());
    assert_eq!(disks.rows()[..130], hashes(&together(&morning, &went_on)));
}

#[test]
fn b16_an_old_card_that_was_gone_on_with_keeps_today_and_the_days_it_lacks_lie_aside() {
    let morning = morning();
    let lacking = rows(&morning, 200, (DAY, 7, 1), |_| None);
    let today = rows(&morning, 20, (NEXT_DAY, 8, 20), |seq| Some(opened(seq, NEXT_DAY)));
    let main = together(&morning, &today);
    let disks = Disks::new();
    disks.main(&main).backup(&together(&morning, &lacking[..150]), 1).second(&together(&morning, &lacking));

    disks.assert_ends_with(&main, &lacking);
}

#[test]
fn b16_a_card_that_was_replaced_and_put_back_gives_way_to_the_backups_of_its_successor() {
    // The successor was restored and used for a day; its backups are the only thing that is left of it.
    for since in [3, 300] {
        let morning = morning();
        let on_the_old_card = rows(&morning, 30, (DAY, 7, 0), |_| None);
        let on_the_new_one = rows(&morning, since, (NEXT_DAY, 8, 20), |seq| Some(opened(seq, NEXT_DAY)));
        let disks = Disks::new();
        disks
            .main(&together(&morning, &on_the_old_card))
            .backup(&together(&morning, &on_the_new_one), 2)
            .second(&together(&morning, &on_the_old_card));

        let asides = disks.start();

        assert_eq!(asides.len(), 1, "{asides:?}");
        assert_eq!((asides[0].after, asides[0].rows), (100, 30));
        disks.assert_lies_aside(&on_the_old_card);
        let there = disks.rows();
        assert!(there == hashes(&together(&morning, &on_the_new_one)), "{} rows", there.len());
        assert!(disks.start().is_empty(), "the next start finds it again");
        assert_eq!(disks.bad_files().len(), 1);
    }
}

#[test]
fn b16_a_journal_restored_from_a_backup_goes_on_when_a_longer_stick_is_put_in_later() {
    let morning = morning();
    let lost = rows(&morning, 60, (DAY, 7, 0), |_| None);
    let disks = Disks::new();
    disks.backup(&morning, 1);
    assert!(disks.start().is_empty());
    let (mut store, _) = Store::open(&disks.plan.journal).unwrap();
    let latest = store.latest().unwrap().unwrap();
    let mut later = issued(latest.seq.0 + 1, DAY);
    later.moment = moment(999_000);
    store.append(&[later]).unwrap();
    drop(store);
    let restored = disks.rows();
    disks.second(&together(&morning, &lost));

    let asides = disks.start();

    let last = lost.last().unwrap().hash;
    assert!(asides == [Aside { after: 100, rows: 60, last }], "{asides:?}");
    disks.assert_lies_aside(&lost);
    assert!(disks.rows() == restored, "the restored journal changed");
    assert!(disks.start().is_empty(), "the next start finds it again");
}

#[test]
fn b15_the_stick_of_another_hall_is_neither_taken_over_nor_put_aside() {
    let disks = Disks::new();
    let main = morning();
    disks.main(&main);
    let theirs = Whose { site: "yongtai".into(), birth: [9; 16] };
    let mut copy = CopyFile::open(disks.events(), &theirs, 400).unwrap();
    let row = Row::of(&opened(1, DAY)).unwrap();
    copy.append(&[Link::after(chain::site("yongtai", &[9; 16]), row)]).unwrap();
    copy.sync().unwrap();
    let before: BTreeSet<PathBuf> = names(disks.events());

    assert!(disks.start().is_empty());

    assert!(disks.rows() == hashes(&main));
    assert_eq!(names(disks.events()), before);
}

#[test]
fn what_is_put_aside_twice_lies_there_once_and_is_known_by_each_of_its_rows() {
    let morning = morning();
    let disks = Disks::new();
    let (journal, last) = (&disks.plan.journal.path, morning.last().unwrap().hash);

    for _ in 0..2 {
        branch::put_aside(journal, &whose(), morning.iter().cloned(), &last).unwrap();
    }

    assert!(morning.iter().all(|link| branch::holds(journal, link.row.seq, &link.hash)));
    assert!(!branch::holds(journal, 1, &last) && !branch::holds(journal, 101, &last));
    let aside = names(disks.folder.path()).into_iter().filter(|it| it.to_string_lossy().contains("branch"));
    assert_eq!(aside.count(), 1);
}

fn names(folder: &Path) -> BTreeSet<PathBuf> {
    fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect()
}
