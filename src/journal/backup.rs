//! Backups: the journal copied to a second medium while the hall works, read back, and only then sealed.
//!
//! Three ways were weighed. SQLite's backup API copies pages and begins again whenever the daemon commits between
//! two steps, unless one view stands over the whole copy: then the journal's log cannot be written over for as
//! long as the stick is slow. `VACUUM INTO` holds such a view as well, and cannot pause. Both copy what they find.
//! Here rows are copied, in slices: a stored row is never changed, so slices read minutes apart are one copy;
//! nothing of the journal is held while the stick is written; and each row is proved to follow from the one before
//! it, so that damage is found here and not carried away in the copy.
//!
//! | file | what it is |
//! |---|---|
//! | `jiaohao-BIRTH-SEQ.db` | a journal as a daemon could serve from it, up to that record |
//! | `jiaohao-BIRTH-SEQ.seal` | its seal: length, SHA-256, head of the chain; written last |
//! | `jiaohao-BIRTH.lock` | empty; held by whoever makes a backup of this journal |
//!
//! A file without a seal is unfinished: it is no backup, and the next one removes it (A09). BIRTH are the first
//! eight digits of the journal's birth mark: several halls may share a stick.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::fresh::{self, Fresh, FreshError};
use super::open;
use super::reader::{Origin, ReadError, Reader};
use super::verify::{Fault, Walk};

/// Rows copied in one go: about a megabyte, well under a second on a small board.
const SLICE: i64 = 2_000;

/// What every file of ours in the folder begins with.
const NAME: &str = "jiaohao-";

/// The folder of one hall's backups. Opens nothing by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The folder; it must exist: a mount point that is empty is told from a stick that is there.
    pub folder: PathBuf,
    /// Backups that are kept; at least one.
    pub keep: usize,
    /// Whether a folder on the journal's own medium is refused, as that of a stick that is not mounted is.
    pub elsewhere: bool,
}

/// What a seal says of its file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// Whose journal it is.
    pub site: String,
    /// Its birth mark, as digits.
    pub birth: String,
    /// The last record's position.
    pub last: u64,
    /// The hash of that record, as digits.
    pub hash: String,
    /// When the file was read back and found whole, UTC in milliseconds; `None` when nobody knew the time.
    pub proved_ms: Option<i64>,
    /// The file's length.
    pub bytes: u64,
    /// The file's SHA-256, as digits.
    pub sha256: String,
}

/// A backup that was finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The journal's copy.
    pub file: PathBuf,
    /// What its seal says.
    pub seal: Seal,
}

/// Why there is no backup, or no more than there was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The journal could not be read.
    #[error("the journal cannot be read: {0}")]
    Journal(#[from] ReadError),
    /// The journal does not fit: a copy would carry the damage away.
    #[error("the journal is damaged and was not copied: {0}")]
    Damaged(Fault),
    /// The folder cannot be used.
    #[error("{}: {error}", folder.display())]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The folder lies on the journal's own medium.
    #[error(
        "{} is no second medium, it lies beside the journal: is the stick plugged in and mounted?",
        folder.display()
    )]
    SameMedium {
        /// Which.
        folder: PathBuf,
    },
    /// The copy could not be written, or what was read back is not what was written.
    #[error(transparent)]
    Copy(#[from] FreshError),
    /// Another backup of this journal is being made there.
    #[error("{}: another backup is being made here; it is enough", folder.display())]
    Busy {
        /// Where.
        folder: PathBuf,
    },
    /// Whoever asked for it does not want it any longer.
    #[error("the backup was stopped before its end")]
    Stopped,
    /// What was read back is not what the seal says.
    #[error("{}: what was read back is not what was written, and is not counted", file.display())]
    Differs {
        /// Which.
        file: PathBuf,
    },
}

impl Place {
    /// Every sealed backup in the folder, of whatever hall, the oldest first. A seal that cannot be read is
    /// none.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn backups(&self) -> Result<Vec<Backup>, BackupError> {
        let mut backups: Vec<Backup> = self.names()?.iter().filter_map(|name| self.sealed(name)).collect();
        backups.sort_by(|a, b| (&a.seal.birth, a.seal.last).cmp(&(&b.seal.birth, b.seal.last)));
        Ok(backups)
    }

    /// The newest sealed backup of a journal: the one that was proved last. Where nobody can read whose the journal is,
    /// that of any journal of the hall.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn newest(&self, site: &str, birth: Option<&[u8]>) -> Result<Option<Backup>, BackupError> {
        let birth = birth.map(digits);
        let ours = |seal: &Seal| seal.site == site && birth.as_ref().is_none_or(|birth| *birth == seal.birth);
        let backups = self.backups()?.into_iter().filter(|backup| ours(&backup.seal));
        Ok(backups.max_by_key(|backup| (backup.seal.proved_ms, backup.seal.last)))
    }

    /// Keeps other backups of this journal out as long as the file that is returned lives: each would take the
    /// other's unfinished copy for one that a power cut left.
    fn lock(&self, origin: &Origin) -> Result<File, BackupError> {
        let path = self.folder.join(format!("{}.lock", prefix(origin)));
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path);
        let file = file.map_err(self.failed())?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(BackupError::Busy { folder: self.folder.clone() }),
            Err(TryLockError::Error(error)) => Err(self.failed()(error)),
        }
    }

    /// Removes what an earlier backup of this journal left unfinished: a power cut, a stick that was pulled.
    fn clear(&self, origin: &Origin) -> Result<(), BackupError> {
        let ours = prefix(origin);
        for name in self.names()? {
            let path = self.folder.join(&name);
            let unfinished = match path.extension().and_then(|it| it.to_str()) {
                Some("db") => self.sealed(&name).is_none(),
                Some("part") => true,
                Some(_) | None => false,
            };
            if name.starts_with(&ours) && unfinished {
                fs::remove_file(&path).map_err(self.failed())?;
                tracing::info!(file = %path.display(), "an unfinished backup was removed");
            }
        }
        Ok(())
    }

    /// The newest backup, if the journal has no record more than it: proved again, and its seal says when. One
    /// that does not stand the proof loses its seal, and is no backup any longer.
    fn unchanged(
        &self,
        origin: &Origin,
        reader: &Reader,
        now_ms: Option<i64>,
    ) -> Result<Option<Backup>, BackupError> {
        let at = reader.last(1)?.first().map_or(0, |record| record.seq.0);
        let newest = self.of(origin)?.pop();
        let Some(mut backup) = newest.filter(|newest| newest.seal.last == at) else { return Ok(None) };
        if let Err(error) = prove(&backup) {
            tracing::warn!(%error, "a backup is not what its seal says, and is made again");
            fs::remove_file(backup.file.with_extension("seal")).map_err(self.failed())?;
            return Ok(None);
        }
        backup.seal.proved_ms = now_ms;
        write_seal(&backup.file, &backup.seal).map_err(self.failed())?;
        Ok(Some(backup))
    }

    /// The backups of one journal, the oldest first.
    fn of(&self, origin: &Origin) -> Result<Vec<Backup>, BackupError> {
        let birth = digits(&origin.birth);
        let mut backups = self.backups()?;
        backups.retain(|backup| backup.seal.birth == birth);
        Ok(backups)
    }

    /// Gives up the oldest backup of this journal, if another one stays; whether there is room now.
    fn make_room(&self, origin: &Origin) -> Result<bool, BackupError> {
        self.clear(origin)?;
        let count = self.of(origin)?.len();
        self.prune(origin, count.saturating_sub(1))?;
        Ok(count > 1)
    }

    /// Removes the oldest backups of this journal beyond `keep`.
    fn prune(&self, origin: &Origin, keep: usize) -> Result<(), BackupError> {
        let ours = self.of(origin)?;
        let too_many = ours.len().saturating_sub(keep.max(1));
        for backup in ours.iter().take(too_many) {
            // The seal first: a file without one is no backup.
            for path in [backup.file.with_extension("seal"), backup.file.clone()] {
                fs::remove_file(&path).map_err(self.failed())?;
            }
        }
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>, BackupError> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(self.failed())? {
            let name = entry.map_err(self.failed())?.file_name();
            names.extend(name.into_string().ok().filter(|name| name.starts_with(NAME)));
        }
        names.sort();
        Ok(names)
    }

    fn sealed(&self, name: &str) -> Option<Backup> {
        let file = self.folder.join(name);
        let is_copy = file.extension().is_some_and(|it| it == "db");
        let seal = read_seal(&file).filter(|_| is_copy)?;
        Some(Backup { file, seal })
    }

    fn failed(&self) -> impl Fn(io::Error) -> BackupError + use<> {
        let folder = self.folder.clone();
        move |error| BackupError::Folder { folder: folder.clone(), error }
    }
}

/// The seal of a backup's file; `None` when there is none that can be read.
#[must_use]
pub fn read_seal(file: &Path) -> Option<Seal> {
    serde_json::from_slice(&fs::read(file.with_extension("seal")).ok()?).ok()
}

/// Holds a backup against its seal and walks its chain.
///
/// # Errors
/// When it cannot be read or is not what the seal says.
pub fn prove(backup: &Backup) -> Result<(), BackupError> {
    let Backup { file, seal } = backup;
    let (bytes, sha256) = fresh::fingerprint(file)?;
    let proof = fresh::prove(file)?;
    let head = proof.report.last.map(|(last, hash)| (last.0, digits(&hash))).unwrap_or_default();
    let same = (bytes, digits(&sha256)) == (seal.bytes, seal.sha256.clone())
        && (proof.identity, digits(&proof.birth)) == (seal.site.clone(), seal.birth.clone())
        && head == (seal.last, seal.hash.clone());
    if same { Ok(()) } else { Err(BackupError::Differs { file: file.clone() }) }
}

/// Makes a backup of the journal at `journal`, which `reader` reads, and proves it.
///
/// A journal that has no record more than its newest backup is not copied again: that backup is proved again
/// instead. On a full medium the oldest backup gives way, as long as another one stays. `pause` is told after each
/// slice which record was copied last, waits as long as the hall wants it to, and answers whether to go on.
/// `now_ms` is the time that the seal bears.
///
/// # Errors
/// When the journal is damaged, or the medium is full, pulled, write-protected or broken. What was copied is no
/// backup then, and those before stay.
pub fn make(
    journal: &Path,
    reader: &Reader,
    place: &Place,
    now_ms: Option<i64>,
    mut pause: impl FnMut(i64) -> bool,
) -> Result<Backup, BackupError> {
    let device = |path: &Path| fs::metadata(path).map(|it| it.dev()).map_err(place.failed());
    if place.elsewhere && device(&place.folder)? == device(journal)? {
        return Err(BackupError::SameMedium { folder: place.folder.clone() });
    }
    let origin = reader.origin()?;
    let _lock = place.lock(&origin)?;
    place.clear(&origin)?;
    if let Some(backup) = place.unchanged(&origin, reader, now_ms)? {
        return Ok(backup);
    }
    loop {
        let made =
            Making { reader, place, origin: &origin, walk: reader.walk()? }.finished(now_ms, &mut pause);
        match made {
            Err(BackupError::Copy(error)) if error.is_full() && place.make_room(&origin)? => {
                tracing::warn!(%error, "the oldest backup gives way");
            }
            made => return made,
        }
    }
}

/// A backup in the making. Left before its end, it is a file without a seal.
struct Making<'a> {
    reader: &'a Reader,
    place: &'a Place,
    origin: &'a Origin,
    walk: Walk,
}

impl Making<'_> {
    fn finished(
        mut self,
        now_ms: Option<i64>,
        pause: &mut impl FnMut(i64) -> bool,
    ) -> Result<Backup, BackupError> {
        let part = self.place.folder.join(format!("{}.part", prefix(self.origin)));
        let fresh = Fresh::make(&part, self.origin)?;
        while self.slice(&fresh)? {
            if !pause(self.walk.at()) {
                return Err(BackupError::Stopped);
            }
        }
        fresh.close()?;
        self.seal(&part, now_ms)
    }

    /// Copies one slice; whether there may be more.
    fn slice(&mut self, fresh: &Fresh) -> Result<bool, BackupError> {
        let (rows, seals) = self.reader.rows(self.walk.at() + 1, SLICE)?;
        let mut named = seals.iter().peekable();
        for linked in &rows {
            let seal = named.next_if(|seal| seal.seq <= linked.row.seq).cloned();
            self.walk.take(linked, seal).map_err(BackupError::Damaged)?;
        }
        fresh.add(&rows, &seals)?;
        Ok(i64::try_from(rows.len()).is_ok_and(|count| count == SLICE))
    }

    /// Reads the copy back; only what is proved gets its name and its seal.
    fn seal(&mut self, part: &Path, now_ms: Option<i64>) -> Result<Backup, BackupError> {
        let head = self.walk.end().last;
        let (last, hash) = head.map_or((0, String::new()), |(seq, hash)| (seq.0, digits(&hash)));
        let (bytes, sha256) = fresh::fingerprint(part)?;
        let seal = Seal {
            site: self.origin.identity.clone(),
            birth: digits(&self.origin.birth),
            last,
            hash,
            proved_ms: now_ms,
            bytes,
            sha256: digits(&sha256),
        };
        prove(&Backup { file: part.into(), seal: seal.clone() })?;
        let file = self.place.folder.join(format!("{}-{last:010}.db", prefix(self.origin)));
        fs::rename(part, &file).map_err(self.place.failed())?;
        write_seal(&file, &seal).map_err(self.place.failed())?;
        self.place.prune(self.origin, self.place.keep)?;
        Ok(Backup { file, seal })
    }
}

/// Whole or not at all: written beside, synced, renamed, the folder synced.
fn write_seal(file: &Path, seal: &Seal) -> io::Result<()> {
    let beside = file.with_extension("seal.part");
    let mut unsealed = File::create(&beside)?;
    unsealed.write_all(&serde_json::to_vec_pretty(seal)?)?;
    unsealed.sync_all()?;
    fs::rename(&beside, file.with_extension("seal"))?;
    open::sync_folder(file).map_err(io::Error::other)
}

fn prefix(origin: &Origin) -> String {
    let birth = digits(&origin.birth);
    format!("{NAME}{}", birth.get(..8).unwrap_or(&birth))
}

/// Bytes as people read them.
fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
