//! What a commit of the journal costs, beside the machine's own bare commit in the same run.
//!
//! The bare commit is 4 KiB appended to a growing file and `fdatasync`. Files stand in cargo's target folder,
//! so on the disk that the build is on. A commit's own record is made outside the measured time; its JSON,
//! hashes and rows are inside.

#![expect(clippy::unwrap_used, reason = "a benchmark that fails has nothing to measure")]

use std::cell::RefCell;
use std::fs::File;
use std::io::Write as _;
use std::sync::mpsc::channel;

use divan::Bencher;
use jiaohao::domain::record::Record;
use jiaohao::journal::keep::Keep as _;
use jiaohao::journal::open::Settings;
use jiaohao::journal::store::Store;
use jiaohao::journal::writer::Writer;
use tempfile::TempDir;

#[path = "../tests/journal/hall.rs"]
mod hall;
#[path = "../tests/journal/samples.rs"]
mod samples;

use samples::{DAY, NEXT_DAY, SITE, called, issued, open_day, whole_day};

fn main() {
    divan::main();
}

/// Batches between two quiet moments, in which the log is copied back.
const BUSY_BATCHES: u64 = 100;

/// Rows in one commit while history is laid down.
const HISTORY_BATCH: usize = 1_000;

/// A journal with some history, and the records to come.
struct Bench {
    store: Store,
    next: u64,
    batches: u64,
    _folder: TempDir,
}

fn folder() -> TempDir {
    TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

impl Bench {
    /// A journal whose closed day has `history` rows, and whose open day has one.
    fn after(history: u64) -> Self {
        let folder = folder();
        let settings = Settings { path: folder.path().join("journal.db"), site: SITE.into() };
        let (mut store, _) = Store::open(&settings).unwrap();
        let past = if history == 0 { Vec::new() } else { whole_day(1, DAY, history) };
        for batch in past.chunks(HISTORY_BATCH) {
            store.append(batch).unwrap();
            store.rest(false);
        }
        store.append(&open_day(history + 1, NEXT_DAY, 1)).unwrap();
        Self { store, next: history + 2, batches: 0, _folder: folder }
    }

    /// The next records: tickets taken and called in turns.
    fn batch(&mut self, size: u64) -> Vec<Record> {
        let seqs = self.next..self.next + size;
        self.next = seqs.end;
        seqs.map(|seq| if seq % 2 == 0 { issued(seq, NEXT_DAY) } else { called(seq, NEXT_DAY) }).collect()
    }

    /// What the writer does between two batches.
    fn rest(&mut self) {
        self.batches += 1;
        self.store.rest(!self.batches.is_multiple_of(BUSY_BATCHES));
    }
}

#[divan::bench(sample_count = 1000, sample_size = 1)]
fn bare_commit(bencher: Bencher<'_, '_>) {
    let folder = folder();
    let mut file = File::create(folder.path().join("bare")).unwrap();
    bencher.bench_local(|| {
        file.write_all(&[7; 4096]).unwrap();
        file.sync_data().unwrap();
    });
}

#[divan::bench(args = [(0, 1), (0, 8), (0, 64), (100_000, 1), (100_000, 8), (100_000, 64)], sample_count = 1000, sample_size = 1)]
fn commit_after_history_of(bencher: Bencher<'_, '_>, (history, records): (u64, u64)) {
    let bench = RefCell::new(Bench::after(history));
    bencher
        .with_inputs(|| {
            let mut bench = bench.borrow_mut();
            bench.rest();
            bench.batch(records)
        })
        .bench_local_refs(|batch| bench.borrow_mut().store.append(batch).unwrap());
}

/// Why the log is written over from its start: the same commit, while the log only grows.
#[divan::bench(sample_count = 1000, sample_size = 1)]
fn commit_to_a_growing_log(bencher: Bencher<'_, '_>) {
    let bench = RefCell::new(Bench::after(0));
    bencher
        .with_inputs(|| bench.borrow_mut().batch(1))
        .bench_local_refs(|batch| bench.borrow_mut().store.append(batch).unwrap());
}

/// The same commit through the writer's thread, there and back.
#[divan::bench(sample_count = 1000, sample_size = 1)]
fn commit_through_the_writer(bencher: Bencher<'_, '_>) {
    let Bench { store, mut next, _folder, .. } = Bench::after(0);
    let (done, answers) = channel();
    let writer = Writer::spawn(store, move |answer| drop(done.send(answer))).unwrap();
    bencher
        .with_inputs(|| {
            next += 1;
            vec![issued(next - 1, NEXT_DAY)]
        })
        .bench_local_values(|batch| {
            writer.commit(batch).unwrap();
            answers.recv().unwrap()
        });
}

/// From opening the file to the records of the day that is open.
#[divan::bench(args = [0, 100_000], sample_count = 20, sample_size = 1)]
fn start_after_history_of(bencher: Bencher<'_, '_>, history: u64) {
    let mut bench = Bench::after(history);
    for _ in 0..20 {
        let batch = bench.batch(100);
        bench.store.append(&batch).unwrap();
    }
    let Bench { store, _folder: folder, .. } = bench;
    drop(store);
    let settings = Settings { path: folder.path().join("journal.db"), site: SITE.into() };
    bencher.bench_local(|| {
        let (mut store, _) = Store::open(&settings).unwrap();
        let latest = store.latest().unwrap().unwrap();
        store.day(latest.day).unwrap().len()
    });
}
