//! The supply of the machine's own board, which says when it sags: how often, and since when nobody has to worry (A12).
//!
//! A Raspberry Pi's firmware keeps a flag of under-voltage, and the kernel's `raspberrypi-hwmon` shows it as
//! `in0_lcrit_alarm` of the hwmon device `rpi_volt`. A sag is no fault of any device: what it takes from its port comes
//! back by itself, and the journal is written as before.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::moment::HallTime;
use crate::layout::SupplyAlarm;

/// Where the kernel lists what measures voltages (Linux, `Documentation/ABI/testing/sysfs-class-hwmon`).
pub const HWMON: &str = "/sys/class/hwmon";
/// The name of a Raspberry Pi's flag there.
const RASPBERRY: &str = "rpi_volt";
/// Its file.
const ALARM: &str = "in0_lcrit_alarm";
/// After the last sag it stands on the status LCD for so long: a supply that sags once a morning is to be seen.
const TOLD_FOR: Duration = Duration::from_secs(3600);

/// The file that tells of sags; `None` where nothing does.
#[must_use]
pub fn file(alarm: &SupplyAlarm, hwmon: &Path) -> Option<PathBuf> {
    match alarm {
        SupplyAlarm::Nowhere => None,
        SupplyAlarm::At(file) => Some(file.clone()),
        SupplyAlarm::Found => {
            let named = |folder: &PathBuf| {
                fs::read_to_string(folder.join("name")).is_ok_and(|name| name.trim() == RASPBERRY)
            };
            let mut folders = fs::read_dir(hwmon).ok()?.flatten().map(|entry| entry.path());
            folders.find(named).map(|folder| folder.join(ALARM))
        }
    }
}

/// Whether the supply sags at this moment.
///
/// # Errors
/// When the file cannot be read.
pub fn sags(file: &Path) -> io::Result<bool> {
    Ok(fs::read_to_string(file)?.trim_start().starts_with('1'))
}

/// What is known of the supply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Supply {
    /// How often it sagged since the daemon's start.
    pub count: u32,
    /// Whether it sags.
    pub now: bool,
    /// When it was seen to sag last.
    pub last: HallTime,
}

impl Supply {
    /// The board says that its supply sags, or that it does not any more. Tells whether this is a sag that begins.
    pub fn says(&mut self, at: HallTime, sags: bool) -> bool {
        let begins = sags && !self.now;
        if sags || self.now {
            self.last = at;
        }
        self.now = sags;
        self.count = self.count.saturating_add(u32::from(begins));
        begins
    }

    /// Whether somebody is to look after it.
    #[must_use]
    pub fn is_told(&self, at: HallTime) -> bool {
        self.now || self.count > 0 && at.since(self.last) < TOLD_FOR
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a12_a_raspberrys_flag_is_found_by_its_name_whatever_its_number() {
        let hwmon = tempfile::tempdir().unwrap();
        for (number, name) in [("hwmon0", "cpu_thermal"), ("hwmon7", "rpi_volt")] {
            let folder = hwmon.path().join(number);
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("name"), format!("{name}\n")).unwrap();
        }

        let found = file(&SupplyAlarm::Found, hwmon.path()).unwrap();

        assert_eq!(found, hwmon.path().join("hwmon7/in0_lcrit_alarm"));
        assert!(sags(&found).is_err());
        for (text, expected) in [("0\n", false), ("1\n", true), ("", false)] {
            fs::write(&found, text).unwrap();
            assert_eq!(sags(&found).unwrap(), expected, "{text:?}");
        }
        fs::remove_dir_all(hwmon.path().join("hwmon7")).unwrap();
        assert_eq!(file(&SupplyAlarm::Found, hwmon.path()), None, "a temperature is no supply");
        assert_eq!(file(&SupplyAlarm::Nowhere, hwmon.path()), None);
        assert_eq!(file(&SupplyAlarm::Found, &hwmon.path().join("none")), None);
    }

    #[test]
    fn a12_every_sag_is_counted_once_and_told_for_an_hour_after_the_last() {
        let (mut supply, minute) = (Supply::default(), |count: u64| HallTime(60_000 * count));
        assert!(!supply.is_told(minute(0)));

        let begins = [(0, true), (1, true), (2, false), (3, true), (4, false)]
            .map(|(at, sags)| supply.says(minute(at), sags));

        assert_eq!(begins, [true, false, false, true, false]);
        assert_eq!(supply.count, 2);
        assert!(supply.is_told(minute(63)) && !supply.is_told(minute(64)));
    }
}
