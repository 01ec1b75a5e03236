//! Two histories that follow the same row: which one the hall goes on with, and where the other one lies.
//!
//! The last row that both have is the joint. Behind it, rows that were promised to nobody give way. Where both sides
//! were promised, the hall goes on with the one that it was run by last, as its people are the ones who wait; every
//! row of the other lies aside, beside the journal, in the form of the event copy (`journal.db.branch-HASH`, where
//! HASH are the first digits of its last row's hash). Nothing of it is removed by anybody but a person.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::chain::{Hash, Link};
use super::codec::hex;
use super::copy::{Whose, line, read};
use super::mirror::goes_down;
use super::open::{beside, sync_folder};
use crate::domain::record::Record;
use crate::domain::request::Origin;

/// What the file of a branch is called beside its journal, with digits of its last row's hash behind it.
const BRANCH: &str = ".branch-";

/// Rows tell who came for what: nobody but the daemon reads them.
const FILE_MODE: u32 = 0o600;

/// One side of a fork, as far as it takes to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The first row behind the joint.
    pub first: Link,
    /// The last one.
    pub last: Link,
    /// How many there are.
    pub rows: u64,
    /// One of the first two says that the journal goes on in another way.
    goes_down: bool,
    /// All of them are of one run of the machine.
    one_run: bool,
    /// Somebody asked for one of them.
    asked_for: bool,
}

impl From<Link> for Side {
    /// The side of which this is the first row.
    fn from(first: Link) -> Self {
        let goes_down = goes_down(std::slice::from_ref(&first));
        let asked_for = is_asked_for(&first);
        Self { last: first.clone(), first, rows: 1, goes_down, one_run: true, asked_for }
    }
}

impl Side {
    /// The side of these rows; `None` of none.
    #[must_use]
    pub fn of(links: &[Link]) -> Option<Self> {
        let (first, rest) = links.split_first()?;
        let mut side = Self::from(first.clone());
        rest.iter().for_each(|link| side.push(link.clone()));
        Some(side)
    }

    /// One row more, behind the last.
    pub fn push(&mut self, link: Link) {
        self.one_run &= link.row.boot == self.first.row.boot;
        self.goes_down |= self.rows == 1 && goes_down(std::slice::from_ref(&link));
        self.rows += 1;
        self.asked_for = self.asked_for || is_asked_for(&link);
        self.last = link;
    }

    /// Whether nobody was promised anything of this side: the run that went down on the `other` one left it behind,
    /// a batch whose commit nobody confirmed, or that a hung thread wrote when it woke.
    ///
    /// `joint` is the run that wrote the last row that both have. Runs are counted by their journal, so that two runs
    /// that each had one of the two sides only bear the same number: it tells them from one another where the joint
    /// bears it too. Behind an older joint only what nobody asked for is surely no promise.
    #[must_use]
    pub fn was_left_by(&self, other: &Self, joint: Option<i64>) -> bool {
        let run = self.first.row.boot;
        let same = joint == Some(run) || !self.asked_for;
        other.goes_down && !self.goes_down && self.one_run && run == other.first.row.boot && same
    }

    /// Whether the hall was run by this side after the other: by the business day, then by the time of day where
    /// both knew it, otherwise by the run of the machine and its hall time.
    #[must_use]
    pub fn is_later_than(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.last.row, &other.last.row);
        let clock = match (ours.wall_ms, theirs.wall_ms) {
            (Some(ours), Some(theirs)) => ours.cmp(&theirs),
            (Some(_) | None, None) | (None, Some(_)) => {
                (ours.boot, ours.hall_ms).cmp(&(theirs.boot, theirs.hall_ms))
            }
        };
        ours.day.cmp(&theirs.day).then(clock).is_gt()
    }
}

/// Whether somebody asked for this row: neither the daemon itself at its start, nor time.
fn is_asked_for(link: &Link) -> bool {
    let by_itself = |record: Record| matches!(record.asked.origin, Origin::Startup | Origin::Clock);
    !link.row.record().is_ok_and(by_itself)
}

/// A history that was promised and that the hall does not go on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// The last row that both have.
    pub after: i64,
    /// How many rows stand behind it.
    pub rows: u64,
    /// The hash of the last of them.
    pub last: Hash,
}

/// The files of the branches that lie beside a journal, by name; none where its folder cannot be listed.
#[must_use]
pub fn files(journal: &Path) -> Vec<PathBuf> {
    let name = beside(journal, BRANCH);
    let Some((folder, name)) = name.parent().zip(name.file_name()) else { return Vec::new() };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let begins = |path: &PathBuf| {
        let found = path.file_name().map(|it| it.as_encoded_bytes());
        found.is_some_and(|found| found.starts_with(name.as_encoded_bytes()))
    };
    let mut files: Vec<PathBuf> = entries.filter(begins).collect();
    files.sort();
    files
}

/// Whether a history with this row was put aside before.
#[must_use]
pub fn holds(journal: &Path, seq: i64, hash: &Hash) -> bool {
    let mut found = files(journal).into_iter().filter_map(|path| read::file(&path).ok().flatten());
    found.any(|found| found.links.iter().any(|link| link.row.seq == seq && link.hash == *hash))
}

/// Where the branch lies that ends with this hash.
#[must_use]
pub fn place(journal: &Path, last: &Hash) -> PathBuf {
    beside(journal, &format!("{BRANCH}{}", hex(&last[..4])))
}

/// Puts rows aside: they are on the disk, under their name, when this returns. Done twice, it is done once.
///
/// # Errors
/// What the system says; then there is no file of that name, or the one that was there before.
pub fn put_aside(
    journal: &Path,
    whose: &Whose,
    rows: impl Iterator<Item = Link>,
    last: &Hash,
) -> io::Result<()> {
    let work = beside(journal, ".branching");
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(FILE_MODE).open(&work)?;
    let mut file = BufWriter::new(file);
    file.write_all(line::header(whose).as_bytes())?;
    for link in rows {
        file.write_all(line::of(&link).as_bytes())?;
    }
    let file: File = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    fs::rename(&work, place(journal, last))?;
    sync_folder(journal).map_err(io::Error::other)
}
