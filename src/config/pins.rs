//! The PINs of the staff: argon2id strings in one file that only the daemon's user may read.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};

use crate::domain::id::StaffId;
use crate::domain::staff::{Mark, PinMark};

/// Memory of one check, in KiB. With [`PASSES`] it is the smallest pair that OWASP recommends for argon2id: a
/// clerk waits a tenth of a second on a small board, and the daemon stays within its memory.
const MEMORY_KIB: u32 = 7 * 1024;
/// Passes over that memory.
const PASSES: u32 = 5;

/// Most memory and passes that a stored string may ask for: a file that was tampered with must not stop the
/// hall.
const MOST_KIB: u32 = 64 * 1024;
/// See [`MOST_KIB`].
const MOST_PASSES: u32 = 10;

/// Fewest digits of a PIN.
pub const SHORTEST: usize = 4;
/// Most digits of a PIN.
pub const LONGEST: usize = 8;

/// Only its owner may read or write the file.
const PRIVATE: u32 = 0o600;

/// Why PINs could not be read, set or kept.
#[derive(Debug, thiserror::Error)]
pub enum PinError {
    /// The file could not be read or written.
    #[error("{doing} {}: {source}", path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not a table of PINs.
    #[error("{} is not a file of PINs; restore it from a backup, or remove it and set every PIN anew", path.display())]
    NotPins {
        /// The file.
        path: PathBuf,
    },
    /// The PIN cannot be used.
    #[error("a PIN has {SHORTEST} to {LONGEST} digits, not all the same and not in a row")]
    Weak,
    /// The PIN could not be turned into its string.
    #[error("the PIN could not be hashed: {0}")]
    Hash(String),
}

/// What comes of a typed PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is this clerk's.
    Right,
    /// It is not.
    Wrong,
    /// This clerk has no PIN yet, or its string is unreadable: one has to be set by the command line.
    NotSet,
}

/// The PINs of the staff, as strings from which no PIN can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PinBook {
    strings: BTreeMap<StaffId, String>,
}

impl PinBook {
    /// Reads the file; a file that is not there is an empty book.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is something else.
    pub fn load(path: &Path) -> Result<Self, PinError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(PinError::File { doing: "reading", path: path.into(), source }),
        };
        let not_pins = || PinError::NotPins { path: path.into() };
        let table: BTreeMap<String, String> = toml::from_str(&text).map_err(|_| not_pins())?;
        let strings = table.into_iter().map(|(number, string)| Some((StaffId(number.parse().ok()?), string)));
        Ok(Self { strings: strings.collect::<Option<_>>().ok_or_else(not_pins)? })
    }

    /// Replaces the file as a whole: written beside it, synced, renamed, the folder synced. Readable by its
    /// owner only.
    ///
    /// # Errors
    ///
    /// The file cannot be written; the old one is still there.
    pub fn save(&self, path: &Path) -> Result<(), PinError> {
        let failed = |doing| move |source| PinError::File { doing, path: path.into(), source };
        let table: BTreeMap<String, &String> =
            self.strings.iter().map(|(clerk, string)| (clerk.to_string(), string)).collect();
        let text = toml::to_string(&table).map_err(|error| PinError::Hash(error.to_string()))?;
        let beside = path.with_extension("toml.new");
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(PRIVATE)
            .open(&beside)
            .map_err(failed("creating"))?;
        file.set_permissions(fs::Permissions::from_mode(PRIVATE)).map_err(failed("protecting"))?;
        file.write_all(text.as_bytes()).map_err(failed("writing"))?;
        file.sync_all().map_err(failed("writing"))?;
        fs::rename(&beside, path).map_err(failed("replacing"))?;
        fs::File::open(folder(path)).and_then(|folder| folder.sync_all()).map_err(failed("replacing"))
    }

    /// Changes the file: read, changed and replaced while nobody else may change it, so that of two changes at once
    /// neither is lost (J10). A change that fails leaves the file as it was.
    ///
    /// # Errors
    ///
    /// What the change says, or the file or its folder cannot be read or written.
    pub fn change<T>(
        path: &Path,
        change: impl FnOnce(&mut Self) -> Result<T, PinError>,
    ) -> Result<T, PinError> {
        let failed = |source| PinError::File { doing: "locking", path: path.into(), source };
        // The folder is locked, as the file itself is another one after each change; held until the end of this.
        let locked = fs::File::open(folder(path)).map_err(failed)?;
        locked.lock().map_err(failed)?;
        let mut book = Self::load(path)?;
        let done = change(&mut book)?;
        book.save(path)?;
        Ok(done)
    }

    /// Sets or changes the PIN of a clerk.
    ///
    /// # Errors
    ///
    /// [`PinError::Weak`] when it could be guessed at the first try.
    pub fn set(&mut self, clerk: StaffId, pin: &str) -> Result<(), PinError> {
        if !is_good(pin) {
            return Err(PinError::Weak);
        }
        let hash = |error: argon2::password_hash::Error| PinError::Hash(error.to_string());
        let salt = SaltString::generate(&mut OsRng);
        let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|error| hash(error.into()))?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let string = argon.hash_password(pin.as_bytes(), &salt).map_err(hash)?.to_string();
        self.strings.insert(clerk, string);
        Ok(())
    }

    /// Takes the PIN of a clerk out; whether there was one.
    pub fn remove(&mut self, clerk: StaffId) -> bool {
        self.strings.remove(&clerk).is_some()
    }

    /// The mark of each PIN, in the order of clerks: by which the journal knows that one is another, and from which
    /// neither a PIN nor what is kept of it can be had, as the salt goes into it and stands in no record.
    #[must_use]
    pub fn marks(&self) -> Vec<PinMark> {
        let mark = |(clerk, string): (&StaffId, &String)| {
            let hash = Sha256::new().chain_update("jiaohao pin mark").chain_update(string).finalize();
            let mut mark = [0; 8];
            mark.iter_mut().zip(hash).for_each(|(to, byte)| *to = byte);
            PinMark { clerk: *clerk, mark: Mark(mark) }
        };
        self.strings.iter().map(mark).collect()
    }

    /// Whether the clerk has a PIN.
    #[must_use]
    pub fn has(&self, clerk: StaffId) -> bool {
        self.strings.contains_key(&clerk)
    }

    /// Whether a typed PIN is the clerk's. Takes about a tenth of a second, and never more than a stored
    /// string of the largest cost that is accepted: call it beside the engine, not in it.
    #[must_use]
    pub fn verify(&self, clerk: StaffId, pin: &str) -> Verdict {
        let stored = self.strings.get(&clerk).and_then(|string| PasswordHash::new(string).ok());
        let Some(stored) = stored.filter(affordable) else { return Verdict::NotSet };
        if Argon2::default().verify_password(pin.as_bytes(), &stored).is_ok() {
            Verdict::Right
        } else {
            Verdict::Wrong
        }
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether a stored string asks for no more work than the hall can spare.
fn affordable(stored: &PasswordHash<'_>) -> bool {
    Params::try_from(stored).is_ok_and(|params| {
        params.m_cost() <= MOST_KIB && params.t_cost() <= MOST_PASSES && params.p_cost() <= 4
    })
}

/// Digits, enough of them, and not those that anybody tries first.
fn is_good(pin: &str) -> bool {
    let digits = pin.as_bytes();
    let pairs = || digits.iter().zip(digits.iter().skip(1));
    (SHORTEST..=LONGEST).contains(&digits.len())
        && digits.iter().all(u8::is_ascii_digit)
        && !pairs().all(|(a, b)| a == b)
        && !pairs().all(|(a, b)| a + 1 == *b)
        && !pairs().all(|(a, b)| *a == b + 1)
}

/// Takes a secret's file away from everybody but its owner (J09). The mode it had, if that was too wide.
///
/// # Errors
///
/// The file is there and its mode cannot be read or changed.
pub fn protect(path: &Path) -> Result<Option<u32>, PinError> {
    let failed = |source| PinError::File { doing: "protecting", path: path.into(), source };
    let found = match fs::metadata(path) {
        Ok(found) => found.permissions().mode() & 0o777,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(failed(source)),
    };
    if found & !PRIVATE == 0 {
        return Ok(None);
    }
    fs::set_permissions(path, fs::Permissions::from_mode(found & PRIVATE)).map_err(failed)?;
    Ok(Some(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLERK: StaffId = StaffId(101);

    #[test]
    fn a_pin_is_right_for_its_clerk_and_for_nobody_else() {
        let mut book = PinBook::default();

        book.set(CLERK, "2580").expect("good");

        assert_eq!(book.verify(CLERK, "2580"), Verdict::Right);
        assert_eq!(book.verify(CLERK, "2581"), Verdict::Wrong);
        assert_eq!(book.verify(CLERK, ""), Verdict::Wrong);
        assert_eq!(book.verify(StaffId(102), "2580"), Verdict::NotSet);
    }

    #[test]
    fn i09_a_mark_is_another_one_with_each_setting_and_the_same_with_each_reading() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pins.toml");
        let marks = |book: &PinBook| book.marks().iter().map(|pin| (pin.clerk, pin.mark)).collect::<Vec<_>>();
        let mut book = PinBook::default();
        assert_eq!(marks(&book), []);

        book.set(CLERK, "2580").expect("good");
        let first = marks(&book);
        book.save(&path).expect("written");
        let read = PinBook::load(&path).expect("read");
        book.set(CLERK, "2580").expect("good");

        assert_eq!(marks(&read), first);
        assert!(
            marks(&book) != first,
            "the salt is another one, so nobody can tell that the PIN is the same"
        );
    }

    #[test]
    fn pins_that_anybody_tries_first_are_refused() {
        for weak in ["", "123", "1234", "98765", "0000", "123456789", "25 80", "２５８０"] {
            assert!(matches!(PinBook::default().set(CLERK, weak), Err(PinError::Weak)), "{weak}");
        }
    }

    #[test]
    fn j10_of_changes_at_once_none_is_lost_and_one_that_fails_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pins.toml");
        let give = |clerk| {
            PinBook::change(&path, |book| {
                let before = book.strings.len();
                book.strings.insert(StaffId(clerk), "argon".to_owned());
                // Others come here meanwhile, if nobody holds them off.
                std::thread::yield_now();
                Ok(before)
            })
        };

        let found: Vec<usize> = std::thread::scope(|scope| {
            let all: Vec<_> = (1..=40).map(|clerk| scope.spawn(move || give(clerk))).collect();
            all.into_iter().map(|one| one.join().expect("ended").expect("changed")).collect()
        });
        let weak = PinBook::change(&path, |book| {
            book.strings.clear();
            book.set(CLERK, "1111")
        });

        assert!(matches!(weak, Err(PinError::Weak)));
        assert_eq!(PinBook::load(&path).expect("there").strings.len(), 40);
        assert_eq!(found.iter().max(), Some(&39), "each found what the one before had left");
    }

    #[test]
    fn a_string_that_asks_for_hours_of_work_is_not_obeyed() {
        let greedy = "$argon2id$v=19$m=4194304,t=1000,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b0dWRWJTmaaJObG";
        let book = PinBook { strings: BTreeMap::from([(CLERK, greedy.to_owned())]) };

        assert_eq!(book.verify(CLERK, "2580"), Verdict::NotSet);
    }

    #[test]
    fn the_file_is_the_owners_alone_and_holds_no_pin() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pins.toml");
        let mut book = PinBook::default();
        book.set(CLERK, "2580").expect("good");

        book.save(&path).expect("written");

        let mode = fs::metadata(&path).expect("there").permissions().mode() & 0o777;
        let text = fs::read_to_string(&path).expect("readable");
        assert_eq!(mode, PRIVATE);
        assert!(text.contains("$argon2id$") && !text.contains("2580"), "{text}");
        assert_eq!(PinBook::load(&path).expect("read again"), book);
    }

    #[test]
    fn a_missing_file_is_an_empty_book_and_another_file_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pins.toml");
        assert_eq!(PinBook::load(&path).expect("empty"), PinBook::default());

        fs::write(&path, "[hall]\nname = 1").expect("written");

        assert!(matches!(PinBook::load(&path), Err(PinError::NotPins { .. })));
    }

    #[test]
    fn j09_a_secret_that_everybody_can_read_is_taken_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pins.toml");
        fs::write(&path, "").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("opened");

        assert_eq!(protect(&path).expect("protected"), Some(0o644));
        assert_eq!(protect(&path).expect("looked at"), None, "once is enough");
        assert_eq!(protect(&folder.path().join("none")).expect("nothing there"), None);
    }
}
