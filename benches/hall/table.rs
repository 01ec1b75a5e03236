//! The table of figures, printed row by row as they are measured.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use super::floor::now;

/// What a figure should be.
#[derive(Clone, Copy)]
pub enum Aim {
    /// This or less.
    AtMost(f64),
    /// This or more.
    AtLeast(f64),
    /// Told for its own sake.
    None,
}

/// Prints rows.
pub struct Table;

impl Table {
    /// A table with its head printed.
    pub fn new() -> Self {
        println!("{:44} {:>12} {:>12} {:>8}  {:>10}", "figure", "median", "bare commit", "ratio", "aim");
        Self
    }

    /// A time beside the machine's own bare commit; the aim is for their ratio.
    pub fn commits(&mut self, name: &str, median: Duration, bare: Duration, aim: Aim) {
        let ratio = median.as_secs_f64() / bare.as_secs_f64();
        self.row(
            name,
            &format!("{median:.1?}"),
            &format!("{bare:.1?}"),
            &format!("{ratio:.2}"),
            (ratio, aim),
        );
    }

    /// A number without a unit.
    pub fn ratio(&mut self, name: &str, ratio: f64, aim: Aim) {
        self.row(name, "", "", &format!("{ratio:.2}"), (ratio, aim));
    }

    /// A number with its unit.
    pub fn figure(&mut self, name: &str, figure: f64, unit: &str, aim: Aim) {
        self.row(name, &format!("{figure:.2} {unit}"), "", "", (figure, aim));
    }

    fn row(&mut self, name: &str, median: &str, bare: &str, ratio: &str, (figure, aim): (f64, Aim)) {
        let (aim, met) = match aim {
            Aim::AtMost(most) => (format!("<= {most}"), if figure <= most { "met" } else { "MISSED" }),
            Aim::AtLeast(least) => (format!(">= {least}"), if figure >= least { "met" } else { "MISSED" }),
            Aim::None => (String::new(), ""),
        };
        println!("{name:44} {median:>12} {bare:>12} {ratio:>8}  {aim:>10} {met}");
    }
}

/// The machine's own bare commit in one folder. One is made beside each thing measured, after the same rest,
/// so that both meet the same disk and the same sleeping processor.
pub struct Bare {
    file: File,
    spans: Vec<Duration>,
}

impl Bare {
    /// A file to append to in this folder, gone with the process.
    pub fn beside(folder: &Path) -> Self {
        Self { file: tempfile::tempfile_in(folder).unwrap(), spans: Vec::new() }
    }

    /// One bare commit.
    pub fn commit(&mut self) {
        let began = now();
        self.file.write_all(&[7; 4096]).unwrap();
        self.file.sync_data().unwrap();
        self.spans.push(began.elapsed());
    }

    /// The median of all.
    pub fn median(self) -> Duration {
        median(self.spans)
    }
}

/// The one in the middle.
pub fn median(mut spans: Vec<Duration>) -> Duration {
    spans.sort_unstable();
    spans[spans.len() / 2]
}
