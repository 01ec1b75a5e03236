//! Restoring the journal: rebuilt at a new place from everything that proves itself, and then swapped in.
//!
//! | file | what it is |
//! |---|---|
//! | `loss` | what could not be brought back, in words, and what is left open |
//! | `source` | where rows may come from: backups, the event copy, what is left of the damaged file |
//! | `births` | copies of another journal of this hall |
//! | `fork` | of two histories that follow the same row, the one that stays |
//! | `rebuild` | the longest journal that they prove, with what none of them has declared lost |
//! | `swap` | the restored file in the place of the bad one, which is kept; a power cut in between is finished |
//!
//! Nothing is ever taken back by restoring: whatever the journal in its place, the copy or a newer backup has
//! beyond the backup that was named is in the restored one too (I08). What is lost is named exactly: rows by
//! their positions, days, and tickets by number where any source tells them.

mod births;
mod fork;
mod loss;
mod rebuild;
mod source;
mod swap;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use self::births::{is_new_card, warn_of_another_birth, whose_copy};
use self::rebuild::Rebuilt;
use self::source::Source;
use super::backup::{self, Backup, BackupError, Place};
use super::branch::{self, Aside};
use super::codec::{hex, unhex};
use super::fresh::{self, FreshError};
use super::gap::Gap;
use super::keep::{Keep as _, Latest};
use super::open::{self, OpenError, Settings, beside};
use super::other_hall::{self, Decision, Places};
use super::reader::Origin;
use super::store::Store;
use crate::domain::moment::Wall;

use self::loss::Words;
pub use self::loss::{Losses, Unsettled, losses, unsettled};
pub(super) use self::swap::{RESTORED, finish};

/// What is to be restored, and where to look.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The journal.
    pub journal: Settings,
    /// The folders of backups, if the hall makes any.
    pub backups: Option<Place>,
    /// The folder of the event copy, if the hall keeps one.
    pub copy: Option<PathBuf>,
    /// The backup that was asked for; the newest good one if none was.
    pub from: Option<PathBuf>,
    /// What else in the journal's folder belongs to its hall, and goes aside with another hall's journal.
    pub with_it: Vec<PathBuf>,
    /// The business day by the calendar, `yyyymmdd`, if the time is known: rows may be lost up to it of which no
    /// source tells.
    pub today: Option<i64>,
    /// The time of day, if it is known.
    pub now: Option<Wall>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The restored journal: in its place, or where it was asked for.
    pub file: PathBuf,
    /// The backup that most of it is from; `None` when there was no good one.
    pub backup: Option<PathBuf>,
    /// Backups that were passed over as they are damaged.
    pub bad_backups: Vec<PathBuf>,
    /// The file that was replaced, kept for the engineer.
    pub kept: Option<PathBuf>,
    /// Where another hall's journal lies that was in the place of this one.
    pub other_hall: Option<PathBuf>,
    /// The last record in it.
    pub last: u64,
    /// How many records are in it.
    pub records: u64,
    /// What is lost, in order.
    pub lost: Vec<Gap>,
    /// Days whose seal had to be made again, and is not the one on their paper.
    pub resealed: Vec<i64>,
    /// Histories that were promised and do not stay: they lie beside the journal.
    pub asides: Vec<Aside>,
}

/// Why nothing was restored. Nothing in the journal's place was changed.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// A daemon runs on the journal, or its lock cannot be taken.
    #[error("{0}; nothing was restored")]
    Open(#[from] OpenError),
    /// The backup that was named cannot be used.
    #[error("{0}; name another one by --from")]
    Backup(#[from] BackupError),
    /// It is another hall's.
    #[error("{} is of the site {found:?}, this hall is {expected:?}; nothing was restored", file.display())]
    OtherSite {
        /// Which.
        file: PathBuf,
        /// Whose it is.
        found: String,
        /// Whose it should be.
        expected: String,
    },
    /// It is another journal of this hall: its rows and those in place do not follow from one another.
    #[error(
        "{} is another journal than the one in place (each has its own birth mark), so today's tickets cannot be \
         merged into it; move the one in place away first if it is really to be given up",
        file.display()
    )]
    OtherBirth {
        /// Which.
        file: PathBuf,
    },
    /// No source has a single record.
    #[error(
        "there is nothing to restore from: no good backup, no event copy, and no row of the journal proves itself"
    )]
    Nothing,
    /// The restored file could not be written or proved.
    #[error(transparent)]
    Fresh(#[from] FreshError),
    /// A file could not be moved.
    #[error("{}: {error}", path.display())]
    Move {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// Restores to `to`, and leaves the journal in its place alone.
///
/// # Errors
/// [`RestoreError`]; what was written at `to` is no journal then.
pub fn restore_to(plan: &Plan, to: &Path) -> Result<Restored, RestoreError> {
    if to.exists() {
        let error = io::Error::from(io::ErrorKind::AlreadyExists);
        return Err(RestoreError::Move { path: to.into(), error });
    }
    build(plan, to)
}

/// Restores the journal in its place. The bad file is kept beside it.
///
/// # Errors
/// [`RestoreError`]; the journal is then as it was.
pub fn restore(plan: &Plan) -> Result<Restored, RestoreError> {
    let _lock = open::lock(&plan.journal)?;
    let journal = &plan.journal.path;
    let work = beside(journal, ".restoring");
    match fs::remove_file(&work) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(RestoreError::Move { path: work, error });
        }
        Ok(()) | Err(_) => {}
    }
    let mut restored = build(plan, &work)?;
    restored.other_hall = make_room(plan)?;
    restored.kept = swap::swap(journal, &work).map_err(|(path, error)| RestoreError::Move { path, error })?;
    restored.file.clone_from(journal);
    Ok(restored)
}

/// Puts another hall's journal aside, whole, if that is what lies in place.
fn make_room(plan: &Plan) -> Result<Option<PathBuf>, OpenError> {
    let Some(found) = other_hall::whose(&plan.journal.path).filter(|it| it.site != plan.journal.site) else {
        return Ok(None);
    };
    let (journal, with_it) = (plan.journal.clone(), plan.with_it.clone());
    let places = Places { journal, copy: plan.copy.clone().unwrap_or_default(), with_it };
    let decision = Decision::new(found, &plan.journal.site, None, plan.now);
    let decision = other_hall::make_room(&places, decision)?;
    Ok(Some(plan.journal.path.with_file_name(decision.folder)))
}

/// Whether a source has rows of this journal that it lacks and that cannot simply be appended: an old card in the
/// slot, or a backup of another history. What of the copy goes on behind a row that the journal has is not meant, be
/// it its last one or not: whoever opens the journal takes it over or puts it aside.
///
/// # Errors
/// When the folder of backups cannot be read.
pub fn is_behind(plan: &Plan, store: &Store, latest: &Latest) -> Result<bool, BackupError> {
    let (whose, last) = (store.whose(), i64::try_from(latest.seq.0).unwrap_or(i64::MAX));
    let birth = hex(&whose.birth);
    let backups = plan.backups.as_ref().map_or_else(|| Ok(Vec::new()), Place::backups)?;
    let lacking = |backup: &Backup| {
        let Some(hash) = unhex(&backup.seal.hash) else { return false };
        let at = i64::try_from(backup.seal.last).unwrap_or(i64::MAX);
        let is_other = store.has_other(at, &hash).unwrap_or_default();
        backup.seal.birth == birth && (at > last || is_other) && !branch::holds(&plan.journal.path, at, &hash)
    };
    let copied = plan.copy.as_ref().and_then(|folder| Source::copy(folder, whose));
    let beyond = copied.is_some_and(|mut copy| copy.last(0) > last && copy.at(last).is_empty());
    Ok(backups.iter().any(lacking) || beyond)
}

/// Restores what cannot be opened or lacks rows, before a daemon starts; `None` when there is nothing to do.
///
/// A journal that is damaged, that is gone while there are copies of it, or that others have rows beyond (an old
/// card in the slot, a log that was lost) is rebuilt. One that is another hall's, of a later format or in use is
/// not touched, and neither is one for which there is nothing to restore from: opening it tells why.
///
/// # Errors
/// When there is something to restore from, and it could not be restored.
pub fn mend(plan: &Plan) -> Result<Option<Restored>, RestoreError> {
    let journal = &plan.journal.path;
    let wanted = if journal.exists() || beside(journal, RESTORED).exists() {
        match Store::open(&plan.journal) {
            Ok((mut store, findings)) => {
                for finding in findings {
                    tracing::info!(?finding, "opening the journal");
                }
                warn_of_another_birth(plan, &store);
                store.latest().ok().flatten().map_or_else(
                    || is_new_card(plan, &store),
                    |latest| {
                        let behind = is_behind(plan, &store, &latest);
                        matches!(behind, Ok(true)) || latest.closed && marked(journal)
                    },
                )
            }
            Err(error) => error.is_damaged(),
        }
    } else {
        true
    };
    if !wanted {
        return Ok(None);
    }
    match restore(plan) {
        Ok(restored) => {
            // Without its mark, damage that is still there is found again by the next walk.
            let _ = fs::remove_file(beside(journal, DAMAGED));
            Ok(Some(restored))
        }
        Err(RestoreError::Nothing) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The mark that a walk leaves beside a journal whose past is damaged.
const DAMAGED: &str = ".damaged";

/// Marks a journal whose past is damaged: it is repaired at the next start after a closed day (B06).
///
/// # Errors
/// When the mark cannot be made.
pub fn mark(journal: &Path, words: &str) -> io::Result<()> {
    fs::write(beside(journal, DAMAGED), words)
}

fn marked(journal: &Path) -> bool {
    beside(journal, DAMAGED).exists()
}

fn build(plan: &Plan, to: &Path) -> Result<Restored, RestoreError> {
    let (backup, bad_backups) = chosen(plan)?;
    let journal = &plan.journal.path;
    let mut sources: Vec<Source> = backup.iter().filter_map(|backup| Source::still(&backup.file)).collect();
    let others = other_backups(plan, &mut sources);
    sources.extend(others);
    let in_place = left(&plan.journal);
    let whose_backup = sources.first().and_then(Source::whose);
    let whose_left = in_place.iter().find_map(Source::whose);
    if let (Some(backup), Some(ours), Some(left)) = (&backup, &whose_backup, &whose_left)
        && ours.birth != left.birth
    {
        return Err(RestoreError::OtherBirth { file: backup.file.clone() });
    }
    let whose = whose_backup.or(whose_left).or_else(|| whose_copy(plan)).ok_or(RestoreError::Nothing)?;
    sources.extend(plan.copy.as_ref().and_then(|folder| Source::copy(folder, &whose)));
    sources.extend(in_place);
    let gaps = sources.iter().map(Source::gaps).max_by_key(Vec::len).unwrap_or_default();
    let life = sources.iter().filter_map(Source::life).max().unwrap_or_default();
    let origin = Origin { identity: whose.site, birth: whose.birth.into(), life, gaps: Vec::new() };
    let Rebuilt { last, lost, resealed, asides, .. } =
        rebuild::rebuild(&origin, &gaps, &mut sources, plan.today, (journal, to))?;
    if last == 0 {
        return Err(RestoreError::Nothing);
    }
    let proof = fresh::prove(to)?;
    Ok(Restored {
        file: to.into(),
        backup: backup.map(|backup| backup.file),
        bad_backups,
        kept: None,
        other_hall: None,
        last: u64::try_from(last).unwrap_or_default(),
        records: proof.report.records,
        lost,
        resealed,
        asides,
    })
}

/// Backups of the same journal that end in another way than the one that is restored from: what they hold beyond it
/// was promised as well.
fn other_backups(plan: &Plan, sources: &mut [Source]) -> Vec<Source> {
    let Some(birth) = sources.first().and_then(Source::whose).map(|whose| hex(&whose.birth)) else {
        return Vec::new();
    };
    let backups = plan.backups.as_ref().and_then(|place| place.backups().ok()).unwrap_or_default();
    let ends_here = |seal: &backup::Seal, source: &mut Source| {
        let at = i64::try_from(seal.last).unwrap_or(i64::MAX);
        source.at(at).iter().any(|link| hex(&link.hash) == seal.hash)
    };
    let others = backups.iter().filter(|other| other.seal.birth == birth);
    let others = others.filter(|other| !sources.iter_mut().any(|source| ends_here(&other.seal, source)));
    others.filter_map(|other| Source::still(&other.file)).collect()
}

/// The backup to restore from, and those that are passed over. One that was named must be good.
fn chosen(plan: &Plan) -> Result<(Option<Backup>, Vec<PathBuf>), RestoreError> {
    let expected = plan.journal.site.clone();
    if let Some(file) = &plan.from {
        let proof = fresh::prove(file)?;
        if proof.identity != expected {
            return Err(RestoreError::OtherSite { file: file.clone(), found: proof.identity, expected });
        }
        if let Some(seal) = backup::read_seal(file) {
            backup::prove(&Backup { file: file.clone(), seal })?;
        }
        let seal = backup::Seal { site: expected, ..backup::Seal::default() };
        return Ok((Some(Backup { file: file.clone(), seal }), Vec::new()));
    }
    let mut bad = Vec::new();
    // A medium that is not there is no reason to leave the rest unread.
    let mut backups = plan.backups.as_ref().and_then(|place| place.backups().ok()).unwrap_or_default();
    backups.retain(|backup| backup.seal.site == expected);
    let birth = left(&plan.journal).iter().find_map(Source::whose).map(|whose| hex(&whose.birth));
    backups.retain(|backup| birth.as_ref().is_none_or(|birth| *birth == backup.seal.birth));
    backups.sort_by_key(|backup| (backup.seal.proved_ms, backup.seal.last));
    while let Some(backup) = backups.pop() {
        match backup::prove(&backup) {
            Ok(()) => return Ok((Some(backup), bad)),
            Err(error) => {
                tracing::warn!(%error, "a backup is passed over");
                bad.push(backup.file);
            }
        }
    }
    Ok((None, bad))
}

/// What can be read of the file in place and of those kept from earlier restorations: with its log, which may be
/// another file's, and without it. What tells that it is another hall's is not looked at.
fn left(settings: &Settings) -> Vec<Source> {
    let (journal, mut left) = (&settings.path, Vec::new());
    if journal.exists() && other_hall::found(settings).is_none() {
        left.extend(Source::with_log(journal));
        left.extend(Source::still(journal));
    }
    left.extend(swap::kept(journal).iter().filter_map(|path| Source::still(path)));
    left.retain(|source| source.whose().is_none_or(|whose| whose.site == settings.site));
    // Without a row its birth mark says nothing, and would keep every backup out.
    left.retain_mut(|source| source.last(0) > 0);
    left
}

impl Restored {
    /// The list of what could not be recovered, a line each; empty when nothing is lost.
    #[must_use]
    pub fn losses(&self) -> Vec<String> {
        let resealed =
            self.resealed.iter().map(|day| format!("the seal of the day {day} is another than on its paper"));
        self.lost.iter().map(|gap| Words(gap).to_string()).chain(resealed).collect()
    }
}
