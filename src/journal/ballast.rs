//! The ballast: a file that holds room on the journal's disk, and is given up first when there is none left.
//!
//! A full disk would keep even the end of a call that is under way from being recorded. With the ballast gone
//! there is room for days of calls; tickets are not given until it can be had again, which is how we know that
//! there is room.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FallocateFlags, StatVfsMountFlags, fallocate, major, minor, statvfs};
use rustix::io::Errno;

use crate::domain::keeping::Shortage;

/// Unit of `blocks` in a file's metadata, whatever the file system's own (stat(2), `st_blocks`).
const BLOCK: u64 = 512;

/// Written at once where a file system cannot set room aside.
const PIECE: usize = 64 * 1024;

/// A file that holds room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballast {
    /// The file; on the journal's disk.
    pub path: PathBuf,
    /// How much room it holds; 0 for none.
    pub bytes: u64,
}

impl Ballast {
    /// Holds the room from here on, if it can be had; whether it is held.
    ///
    /// # Errors
    /// When the file can be neither looked at nor made, for another reason than want of room.
    pub fn hold(&self) -> io::Result<bool> {
        if self.bytes == 0 || self.holds() {
            return Ok(true);
        }
        let held = self.take();
        if held.is_err() {
            self.give_up()?;
        }
        match held {
            Err(error) if error.kind() == io::ErrorKind::StorageFull => Ok(false),
            held => held.map(|()| true),
        }
    }

    fn holds(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|file| file.blocks() * BLOCK >= self.bytes)
    }

    fn take(&self) -> io::Result<()> {
        let mut file = OpenOptions::new().create(true).truncate(true).write(true).open(&self.path)?;
        match fallocate(&file, FallocateFlags::empty(), 0, self.bytes) {
            Err(Errno::OPNOTSUPP) => fill(&mut file, self.bytes)?,
            done => done?,
        }
        file.sync_all()
    }

    /// Gives the room up; whether there was any. Where the file cannot be removed it is emptied (B02).
    ///
    /// # Errors
    /// When it can be neither removed nor emptied.
    pub fn give_up(&self) -> io::Result<bool> {
        let held = match fs::metadata(&self.path) {
            Ok(file) => file.blocks() > 0,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        fs::remove_file(&self.path)
            .or_else(|_| OpenOptions::new().write(true).truncate(true).open(&self.path).map(drop))?;
        Ok(held)
    }
}

/// Writes what cannot be set aside.
fn fill(file: &mut File, bytes: u64) -> io::Result<()> {
    let piece = [0; PIECE];
    let mut left = bytes;
    while left > 0 {
        let length = usize::try_from(left).map_or(PIECE, |left| left.min(PIECE));
        file.write_all(&piece[..length])?;
        left -= u64::try_from(length).unwrap_or(left);
    }
    Ok(())
}

/// What the file system of this folder is short of, going by what it says of itself: entries for files when it
/// has none left, room otherwise.
#[must_use]
pub fn shortage(folder: &Path) -> Shortage {
    match statvfs(folder) {
        Ok(about) if about.f_files > 0 && about.f_favail == 0 => Shortage::Inodes,
        Ok(_) | Err(_) => Shortage::Bytes,
    }
}

/// Whether the file system of this folder says that it takes no writes.
///
/// A kernel that has stopped writing after an error tells it in one of two places: in the answer to statvfs(2), or,
/// from Linux 6.15 on for ext4, as `emergency_ro` in the list of mounts only.
///
/// # Errors
/// When it says nothing.
pub fn is_read_only(folder: &Path) -> io::Result<bool> {
    if statvfs(folder)?.f_flag.contains(StatVfsMountFlags::RDONLY) {
        return Ok(true);
    }
    let device = fs::metadata(folder)?.dev();
    let device = format!("{}:{}", major(device), minor(device));
    let mounts = fs::read_to_string("/proc/self/mountinfo")?;
    Ok(mounts.lines().any(|mount| stopped(mount, &device)))
}

/// Whether a line of proc_pid_mountinfo(5) tells of this device that its kernel has stopped writing.
fn stopped(mount: &str, device: &str) -> bool {
    let is_it = mount.split_ascii_whitespace().nth(2) == Some(device);
    let options = mount.rsplit_once(' ').map_or("", |(_, options)| options);
    is_it && options.split(',').any(|option| option == "emergency_ro" || option == "shutdown")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ballast(folder: &Path, bytes: u64) -> Ballast {
        Ballast { path: folder.join("ballast"), bytes }
    }

    #[test]
    fn b02_the_room_is_held_and_given_up_and_held_again() {
        let folder = tempfile::tempdir().unwrap();
        let ballast = ballast(folder.path(), 1 << 20);

        assert!(ballast.hold().unwrap());
        let held = fs::metadata(&ballast.path).unwrap();
        assert!(held.blocks() * BLOCK >= 1 << 20, "{} blocks", held.blocks());
        assert!(ballast.give_up().unwrap());
        assert!(!ballast.path.exists());
        assert!(!ballast.give_up().unwrap(), "there is nothing left to give");
        assert!(ballast.hold().unwrap());
    }

    #[test]
    fn room_that_cannot_be_had_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        // More than any disk has.
        let ballast = ballast(folder.path(), 1 << 50);

        let held = ballast.hold();

        assert!(matches!(held, Ok(false) | Err(_)), "{held:?}");
        assert!(!ballast.path.exists());
    }

    #[test]
    fn b07_a_kernel_that_has_stopped_writing_is_understood() {
        let well = "36 35 98:0 / /data rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw,errors=remount-ro";
        let ill = "36 35 98:0 / /data rw,noatime - ext4 /dev/mmcblk0p2 rw,abort,emergency_ro";

        assert!(!stopped(well, "98:0"));
        assert!(stopped(ill, "98:0"));
        assert!(!stopped(ill, "98:1"), "another disk");
        assert!(!is_read_only(&std::env::temp_dir()).unwrap());
    }

    #[test]
    fn a_piece_by_piece_filled_file_is_as_long_as_asked() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = File::create(folder.path().join("filled")).unwrap();

        fill(&mut file, 150_001).unwrap();

        assert_eq!(file.metadata().unwrap().len(), 150_001);
    }
}
