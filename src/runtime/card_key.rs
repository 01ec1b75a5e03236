//! The day's key for identity cards: while it lives a card is known again, and once it is gone nobody's is.
//!
//! A number has eighteen characters and few secrets: region, birthday and three digits make some 10¹¹
//! candidates, which a graphics card hashes within a minute. So the hash that the journal keeps for seven years
//! tells the number to whoever has the key, and nothing to whoever has not. Hence
//!
//! - the key is drawn at random and is never written where the journal, its copies or the state folder lie. Its
//!   file is beside the control socket, under `/run`, which is memory: an SD card that was overwritten still
//!   holds the old block somewhere.
//! - A restart of the daemon finds it again, and a person's earlier tickets with it (the service keeps its
//!   folder while it restarts). **A power cut or a reboot loses it**: tickets of before are then nobody's, and
//!   their holders may take as many again. That is the price, and the log tells of it.
//! - When the day closes, the key becomes a hash of itself, and so it does for the next day: no way leads back
//!   from a key that is stolen to the numbers of a day before.
//!
//! Whoever is root on the machine during the day can read numbers as they pass; no key changes that.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use hal::port::card_reader::CardNumber;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::domain::card::PersonHash;
use crate::domain::id::ServiceDay;

/// Bytes of a key.
const KEY: usize = 32;
/// Bytes of its file: the day, highest byte first and 0 for none, and the key.
const FILE: usize = 4 + KEY;

/// The key of one day. Its debug form hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct CardKey {
    /// The day it is for; `None` between days.
    day: Option<ServiceDay>,
    key: [u8; KEY],
}

impl fmt::Debug for CardKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardKey({:?}, hidden)", self.day)
    }
}

impl CardKey {
    /// A key for simulations, where a day must be repeatable from its seed.
    #[must_use]
    pub fn fixed(seed: u64) -> Self {
        let mut key = [0; KEY];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        Self { day: None, key }
    }

    /// Where the key lies: in the folder of the control socket.
    #[must_use]
    pub fn file(control_socket: &Path) -> PathBuf {
        control_socket.with_file_name("card-key")
    }

    /// The key that this machine has had since it was switched on, or one drawn at random.
    ///
    /// # Errors
    /// When the file is there and cannot be read, or the system has no random bytes.
    pub fn load_or_draw(path: &Path) -> io::Result<Self> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Self::draw(),
            Err(error) => return Err(error),
        };
        // Half a file is of a process that ended while it wrote.
        let Ok(bytes) = <[u8; FILE]>::try_from(bytes) else { return Self::draw() };
        let (mut day, mut key) = ([0; FILE - KEY], [0; KEY]);
        day.copy_from_slice(&bytes[..FILE - KEY]);
        key.copy_from_slice(&bytes[FILE - KEY..]);
        let day = Some(u32::from_be_bytes(day)).filter(|day| *day != 0).map(ServiceDay);
        Ok(Self { day, key })
    }

    /// A key that nobody has ever had.
    ///
    /// # Errors
    /// When the system has no random bytes.
    pub fn draw() -> io::Result<Self> {
        let mut key = [0; KEY];
        fs::File::open("/dev/urandom")?.read_exact(&mut key)?;
        Ok(Self { day: None, key })
    }

    /// Writes the key over the one before, readable by its owner only. Not synced: a power cut is to lose it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&self, path: &Path) -> io::Result<()> {
        let mut bytes = [0; FILE];
        bytes[..FILE - KEY].copy_from_slice(&self.day.map_or(0, |day| day.0).to_be_bytes());
        bytes[FILE - KEY..].copy_from_slice(&self.key);
        let mut file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
        file.write_all(&bytes)
    }

    /// Whether this is the key under which the cards of `day` were read.
    #[must_use]
    pub fn is_for(&self, day: ServiceDay) -> bool {
        self.day == Some(day)
    }

    /// Goes over to another day, or to none; `false` when it is for that one already. There is no way back.
    pub fn turn_to(&mut self, day: Option<ServiceDay>) -> bool {
        if self.day == day {
            return false;
        }
        let name = day.map_or(0, |day| day.0).to_be_bytes();
        self.key = self.hashed(&[b"day", &name]);
        self.day = day;
        true
    }

    /// Whose card this is, for as long as the key lives.
    #[must_use]
    pub fn person(&self, number: &CardNumber) -> PersonHash {
        PersonHash(self.hashed(&[b"card", number.characters()]))
    }

    fn hashed(&self, parts: &[&[u8]]) -> [u8; KEY] {
        // A key of any length is taken; this arm is never gone.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else { return [0; KEY] };
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: ServiceDay = ServiceDay(20_261_121);
    const TOMORROW: ServiceDay = ServiceDay(20_261_122);

    fn number() -> CardNumber {
        CardNumber::new(b"11010519491231002X").unwrap()
    }

    #[test]
    fn a_card_is_known_again_on_its_day_and_on_no_other_nor_after_it() {
        let mut key = CardKey::fixed(1);
        key.turn_to(Some(TODAY));
        let today = key.person(&number());

        assert_eq!(key.person(&number()), today);
        assert!(!key.turn_to(Some(TODAY)), "the day goes on");
        assert_eq!(key.person(&number()), today);
        key.turn_to(None);
        assert_ne!(key.person(&number()), today);
        key.turn_to(Some(TODAY));
        assert_ne!(key.person(&number()), today, "no way back to the same day");
        key.turn_to(Some(TOMORROW));
        assert_ne!(key.person(&number()), today);
        assert_ne!(CardKey::fixed(2).person(&number()), CardKey::fixed(1).person(&number()));
    }

    #[test]
    fn a_restart_has_the_same_key_and_a_reboot_another_one() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = CardKey::file(&folder.path().join("control.sock"));
        let mut key = CardKey::load_or_draw(&path).unwrap();
        key.turn_to(Some(TODAY));
        key.keep(&path).unwrap();

        let restarted = CardKey::load_or_draw(&path).unwrap();
        assert!(restarted.is_for(TODAY));
        assert_eq!(restarted.person(&number()), key.person(&number()));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

        fs::remove_file(&path).unwrap();
        let rebooted = CardKey::load_or_draw(&path).unwrap();
        assert!(!rebooted.is_for(TODAY));
        assert_ne!(rebooted.person(&number()), key.person(&number()));
    }

    #[test]
    fn the_key_of_a_day_is_overwritten_when_it_turns() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("card-key");
        let mut key = CardKey::draw().unwrap();
        key.turn_to(Some(TODAY));
        key.keep(&path).unwrap();
        let before = fs::read(&path).unwrap();

        key.turn_to(None);
        key.keep(&path).unwrap();

        let after = fs::read(&path).unwrap();
        assert_eq!(after.len(), before.len());
        assert!(!after.windows(8).any(|bytes| before[4..].windows(8).any(|old| old == bytes)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no copy beside it");
    }

    #[test]
    fn half_a_file_is_no_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("card-key");
        fs::write(&path, [7; 20]).unwrap();

        let drawn = CardKey::load_or_draw(&path).unwrap();

        assert!(drawn.key != [7; KEY] && drawn.day.is_none());
    }

    #[test]
    fn neither_key_nor_hash_shows_in_a_log() {
        let mut key = CardKey::fixed(0x1234_5678_9ABC_DEF0);
        key.turn_to(Some(TODAY));

        assert_eq!(format!("{key:?}"), "CardKey(Some(ServiceDay(20261121)), hidden)");
        assert_eq!(format!("{:?}", key.person(&number())), "PersonHash(hidden)");
    }
}
