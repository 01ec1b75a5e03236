//! A05, B22, D01: whatever disk a power cut leaves, the journal opens, and all that was answered is there.
//!
//! A morning is stored through the recording layer: single records and batches, checkpoints, a reopening, a
//! clean end and another start. Then the power is cut at every place of what was done to the files, and each
//! disk that can be left is opened by the journal itself. 3,000 different disks in the usual run, 100,000
//! with `JIAOHAO_LONG=1`.
//!
//! The same check has to find the journal wanting when it is weakened: with `synchronous=NORMAL`, on a disk
//! that answers syncs and does not do them, and when an answer is given before the commit.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod calls;
mod check;
mod creation;
mod failures;
#[path = "../../../journal/hall.rs"]
mod hall;
mod morning;
mod page;
#[path = "../../../journal/samples.rs"]
mod samples;
mod settings;
mod temporary;

use check::{Cuts, Violation};
use morning::{Answer, Morning, Weakness};
use recording_vfs::Op;

/// Disks in the usual run, and in the long one.
fn wanted() -> usize {
    if std::env::var_os("JIAOHAO_LONG").is_some() { 100_000 } else { 3_000 }
}

#[test]
fn a01_a03_a05_d01_no_cut_loses_an_answered_record() {
    let morning = Morning::lived(Weakness::None);

    let cuts = Cuts::of(&morning, wanted());

    assert_eq!(cuts.violations, []);
    assert!(cuts.disks >= wanted(), "only {} different disks", cuts.disks);
}

#[test]
fn the_morning_holds_everything_that_can_be_cut() {
    let morning = Morning::lived(Weakness::None);
    let count = |what: fn(&Op) -> bool| morning.log.iter().filter(|op| what(op)).count();

    let written_back = count(|op| matches!(op, Op::Write { file, .. } if file == "journal.db"));
    let log_begun_again =
        count(|op| matches!(op, Op::Write { file, offset: 0, .. } if file == "journal.db-wal"));

    assert!(written_back > 50, "the log was copied back: {written_back}");
    assert!(log_begun_again >= 3, "the log was written over from its start: {log_begun_again}");
    assert!(count(|op| matches!(op, Op::Delete { .. })) >= 1, "it ended cleanly once");
    assert!(count(|op| matches!(op, Op::Sync { .. })) > 100);
}

#[test]
fn without_a_sync_at_each_commit_the_check_finds_lost_records() {
    assert_lost(Weakness::Normal);
}

#[test]
fn on_a_disk_that_only_answers_syncs_the_check_finds_lost_records() {
    assert_lost(Weakness::LyingDisk);
}

#[test]
fn with_an_answer_before_the_commit_the_check_finds_lost_records() {
    assert_lost(Weakness::EarlyAnswer);
}

fn assert_lost(weakness: Weakness) {
    let cuts = Cuts::of(&Morning::lived(weakness), 1_000);

    let lost = cuts.violations.iter().filter(|violation| matches!(violation, Violation::Lost { .. })).count();

    assert!(lost > 0, "{weakness:?}: {} disks, {:?}", cuts.disks, cuts.violations.first());
}

#[test]
fn an_answer_counts_from_its_mark_on() {
    let morning = Morning::lived(Weakness::None);
    let first = morning.log.iter().position(|op| matches!(op, Op::Mark(_))).unwrap();

    assert_eq!(morning.answered(first), Answer { stored: 0, begun: morning.batches[0] });
    assert_eq!(morning.answered(first + 1).stored, morning.batches[0]);
}
