//! Simulated GPIO chips, made and pulled from inside the machine (`gpio-sim` of the kernel).

use std::fs;
use std::path::{Path, PathBuf};

use hal::cable::lines::{LineId, Pin};

/// Where the kernel takes orders for chips.
const CONFIG: &str = "/sys/kernel/config/gpio-sim";

/// A chip with eight lines. Dropping it takes it out of the machine.
pub struct Chip {
    name: &'static str,
    label: String,
}

impl Chip {
    /// Puts a chip with this label into the machine; each name is given to a line.
    pub fn plug(name: &'static str, label: &str, names: &[(u32, &str)]) -> Self {
        let bank = Path::new(CONFIG).join(name).join("bank0");
        fs::create_dir_all(&bank).unwrap();
        fs::write(bank.join("num_lines"), "8").unwrap();
        fs::write(bank.join("label"), label).unwrap();
        for (offset, line_name) in names {
            let line = bank.join(format!("line{offset}"));
            fs::create_dir(&line).unwrap();
            fs::write(line.join("name"), line_name).unwrap();
        }
        fs::write(Path::new(CONFIG).join(name).join("live"), "1").unwrap();
        Self { name, label: label.to_owned() }
    }

    /// Lets a driver of the kernel hold a line, as a pin that the device tree gave away.
    pub fn hogged(name: &'static str, label: &str, offset: u32, holder: &str) -> Self {
        let bank = Path::new(CONFIG).join(name).join("bank0");
        let hog = bank.join(format!("line{offset}")).join("hog");
        fs::create_dir_all(&bank).unwrap();
        fs::write(bank.join("num_lines"), "8").unwrap();
        fs::write(bank.join("label"), label).unwrap();
        fs::create_dir_all(&hog).unwrap();
        fs::write(hog.join("name"), holder).unwrap();
        fs::write(hog.join("direction"), "input").unwrap();
        fs::write(Path::new(CONFIG).join(name).join("live"), "1").unwrap();
        Self { name, label: label.to_owned() }
    }

    /// A line of the chip, by its place.
    pub fn pin(&self, offset: u32) -> Pin {
        Pin { chip: Some(self.label.clone()), line: LineId::Offset(offset) }
    }

    /// Pulls a line from outside, as a contact does.
    pub fn pull(&self, offset: u32, high: bool) {
        let pull = if high { "pull-up" } else { "pull-down" };
        fs::write(self.line(offset).join("pull"), pull).unwrap();
    }

    /// The level on a line.
    pub fn is_high(&self, offset: u32) -> bool {
        fs::read_to_string(self.line(offset).join("value")).unwrap().trim() == "1"
    }

    /// The number that the kernel gave the chip: `gpiochip0`.
    pub fn number(&self) -> String {
        self.told("bank0/chip_name")
    }

    fn line(&self, offset: u32) -> PathBuf {
        let (device, chip) = (self.told("dev_name"), self.number());
        PathBuf::from(format!("/sys/devices/platform/{device}/{chip}/sim_gpio{offset}"))
    }

    fn told(&self, what: &str) -> String {
        fs::read_to_string(Path::new(CONFIG).join(self.name).join(what)).unwrap().trim().to_owned()
    }
}

impl Drop for Chip {
    fn drop(&mut self) {
        let chip = Path::new(CONFIG).join(self.name);
        fs::write(chip.join("live"), "0").unwrap();
        remove(&chip);
    }
}

/// Takes the folders away, the innermost first: only the kernel removes the files in them.
fn remove(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            remove(&entry.path());
        }
    }
    fs::remove_dir(folder).unwrap();
}
