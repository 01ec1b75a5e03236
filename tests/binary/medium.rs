//! Small disks of their own for the daemon's journal, which can be filled, break and be mended while it runs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::time::Duration;

use toml::{Table, Value};

use super::floor::{now, pause};

/// Room on it: the journal of a quiet hall takes a part of it, and a ballast of 1 MiB fits.
const BYTES: u64 = 6 << 20;

/// Within this nobody tries a broken disk any more; a daemon that stays on it does so for ever.
const FREE_WITHIN: Duration = Duration::from_secs(5);

/// A file system in a file, mounted. Dropping it unmounts it.
pub struct Disk {
    /// Where it is mounted.
    pub at: PathBuf,
    image: PathBuf,
}

impl Disk {
    /// Makes and mounts it in this folder; nothing when that is not allowed.
    pub fn mount(folder: &Path) -> Option<Self> {
        let disk = Self { at: folder.join("disk"), image: folder.join("image") };
        fs::create_dir(&disk.at).unwrap();
        fs::File::create(&disk.image).unwrap().set_len(BYTES).unwrap();
        let made = does(Program::new("mkfs.ext4").args(["-q", "-N", "64"]).arg(&disk.image));
        (made && disk.attach()).then_some(disk)
    }

    fn attach(&self) -> bool {
        does(Program::new("mount").args(["-o", "loop,errors=remount-ro"]).arg(&self.image).arg(&self.at))
    }

    fn rubbish(&self) -> PathBuf {
        self.at.join("rubbish")
    }

    /// Leaves no room, also where the file system had put some by for what was not on the disk yet.
    pub fn fill(&self) {
        let mut rubbish = fs::File::create(self.rubbish()).unwrap();
        for block in [1 << 20, 4096, 4096, 512] {
            while rubbish.write_all(&vec![0; block]).is_ok() {}
            // Fails for want of room, which is what it is for.
            let _ = rubbish.sync_all();
        }
    }

    /// Leaves no entries for files.
    pub fn fill_with_files(&self) {
        fs::create_dir(self.rubbish()).unwrap();
        let full = (0..10_000).find(|file| fs::write(self.rubbish().join(file.to_string()), "").is_err());
        assert!(full.is_some(), "the disk takes any number of files");
    }

    pub fn make_room(&self) {
        let _ = fs::remove_file(self.rubbish());
        let _ = fs::remove_dir_all(self.rubbish());
    }

    /// From here on it takes no writes, as the kernel decides when a card fails.
    pub fn break_it(&self) {
        assert!(does(Program::new("mount").args(["-o", "remount,abort"]).arg(&self.at)));
    }

    /// From here on every write waits, as on a card that collects its garbage or will never answer again (fsfreeze(8)).
    pub fn freeze(&self) {
        assert!(does(Program::new("fsfreeze").arg("--freeze").arg(&self.at)), "the disk cannot be frozen");
    }

    /// What waits is written.
    pub fn thaw(&self) {
        assert!(does(Program::new("fsfreeze").arg("--unfreeze").arg(&self.at)), "the disk stays frozen");
    }

    /// An empty disk that takes no writes is in its place.
    pub fn cover(&self) {
        assert!(does(Program::new("mount").args(["-t", "tmpfs", "-o", "ro", "none"]).arg(&self.at)));
    }

    /// It is in its place again.
    pub fn uncover(&self) {
        assert!(does(Program::new("umount").arg(&self.at)));
    }

    /// It is taken out, repaired, and put back. Nobody may keep a file open there; whoever only tries it is waited
    /// for.
    pub fn mend(&self) {
        let began = now();
        while !does(Program::new("umount").arg(&self.at)) {
            assert!(began.elapsed() < FREE_WITHIN, "somebody still stands on the broken disk");
            pause(Duration::from_millis(50));
        }
        // Answers 1 when it repaired something.
        let _ = Program::new("e2fsck").arg("-fy").arg(&self.image).output();
        assert!(self.attach());
    }
}

/// Whether a program of the system did what it was asked.
fn does(program: &mut Program) -> bool {
    program.output().is_ok_and(|output| output.status.success())
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Nobody on a frozen disk can be ended. One that is not frozen says so.
        let _ = does(Program::new("fsfreeze").arg("--unfreeze").arg(&self.at));
        // Lazily: the daemon, which ends with its floor, may still stand on it.
        let _ = Program::new("umount").arg("-l").arg(&self.at).status();
    }
}

/// What the hall sets about its disks: beside the second medium it makes its backups.
pub fn set_storage(hall: &mut Table, second: Option<&Path>, ballast_mib: i64) {
    let mut storage = Table::new();
    if let Some(second) = second {
        storage.insert("second".into(), second.display().to_string().into());
        let backups = second.join("backups");
        fs::create_dir_all(&backups).unwrap();
        let place = Table::from_iter([("place".to_owned(), backups.display().to_string().into())]);
        hall.insert("backup".into(), Value::Table(place));
    }
    storage.insert("ballast-mib".into(), Value::Integer(ballast_mib));
    hall.insert("storage".into(), Value::Table(storage));
}
