//! The code on a slip: a keyed hash of the ticket, which nobody can guess and which names nobody.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use hmac::{Hmac, Mac};
use sha2::Sha256;
use tracing::warn;

use crate::domain::id::{ItemId, ServiceDay, TicketId};
use crate::station::kiosk::pickup;

/// Letters and digits that are not mistaken for each other when read aloud or typed.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Characters of a code: 16 times 5 bits, so that guessing one needs 2^79 tries on average.
const LENGTH: usize = 16;

/// The hall's secret for slip codes.
#[derive(Clone)]
pub struct CodeKey([u8; 32]);

impl fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeKey(…)")
    }
}

impl CodeKey {
    /// A key for simulations, where a day must be repeatable from its seed.
    #[must_use]
    pub fn fixed(seed: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        Self(key)
    }

    /// Where the key lies in the state folder.
    #[must_use]
    pub fn file(state: &Path) -> PathBuf {
        state.join("code-key")
    }

    /// Reads the key from its file, or makes it at the first start. The file is readable by its owner only.
    ///
    /// A file of another length is no key: it is moved aside as `code-key.broken` and another key is made. Slips of
    /// before lose their pages by it, and the hall opens.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn load_or_make(path: &Path) -> io::Result<Self> {
        match fs::read(path) {
            Ok(bytes) => {
                let Ok(key) = bytes.try_into() else {
                    let aside = path.with_extension("broken");
                    warn!(aside = %aside.display(), "the key of the slips' codes is damaged; another is made");
                    fs::rename(path, aside)?;
                    return Self::make(path);
                };
                Ok(Self(key))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::make(path),
            Err(error) => Err(error),
        }
    }

    /// A key that nobody has kept: the codes of its slips are forgotten with the process.
    ///
    /// # Errors
    /// When the system has no random bytes.
    pub fn draw() -> io::Result<Self> {
        let mut key = [0; 32];
        fs::File::open("/dev/urandom")?.read_exact(&mut key)?;
        Ok(Self(key))
    }

    fn make(path: &Path) -> io::Result<Self> {
        let key = Self::draw()?;
        key.keep(path)?;
        Ok(key)
    }

    /// Keeps the key in its file, in the place of any other.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&self, path: &Path) -> io::Result<()> {
        // Whole under its name or not at all: a power cut in the first minute must not leave half a key (A06).
        let beside = path.with_extension("new");
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(&self.0)?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        if let Some(folder) = path.parent() {
            fs::File::open(folder)?.sync_all()?;
        }
        Ok(())
    }

    /// The code by which something in the pick-up cabinet is collected: digits from 1 to 6, as the terminal has
    /// six choices.
    #[must_use]
    pub fn pickup(&self, item: ItemId) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(b"pick-up");
        mac.update(&item.0.to_be_bytes());
        let tag = mac.finalize().into_bytes();
        tag.iter().take(pickup::DIGITS).map(|byte| char::from(b'1' + byte % 6)).collect()
    }

    /// The code of one ticket.
    #[must_use]
    pub fn code(&self, day: ServiceDay, ticket: TicketId) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(&day.0.to_be_bytes());
        mac.update(&ticket.0.to_be_bytes());
        let tag = mac.finalize().into_bytes();
        tag.iter().take(LENGTH).map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_tickets_and_two_halls_have_different_codes() {
        let (day, key) = (ServiceDay(20_261_121), CodeKey::fixed(1));

        assert_eq!(key.code(day, TicketId(7)), key.code(day, TicketId(7)));
        assert_ne!(key.code(day, TicketId(7)), key.code(day, TicketId(8)));
        assert_ne!(key.code(day, TicketId(7)), CodeKey::fixed(2).code(day, TicketId(7)));
        assert_eq!(key.code(day, TicketId(7)).len(), LENGTH);
    }

    #[test]
    fn a06_half_a_key_is_moved_aside_and_the_hall_opens_with_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("code-key");
        fs::write(&path, [7; 12]).unwrap();
        fs::write(path.with_extension("new"), [8; 5]).unwrap();

        let made = CodeKey::load_or_make(&path).unwrap();
        let read = CodeKey::load_or_make(&path).unwrap();

        assert_eq!(made.0, read.0);
        assert_eq!(fs::read(path.with_extension("broken")).unwrap(), [7; 12]);
        assert!(!path.with_extension("new").exists());
    }

    #[test]
    fn the_key_is_made_once_and_belongs_to_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("code-key");

        let made = CodeKey::load_or_make(&path).unwrap();
        let read = CodeKey::load_or_make(&path).unwrap();

        let day = ServiceDay(20_261_121);
        assert_eq!(made.code(day, TicketId(1)), read.code(day, TicketId(1)));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
