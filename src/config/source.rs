//! One configuration file as it was found on disk: its name and its text, or why there is none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::problem::{Problem, Spot};

/// Largest file that is read. A hall with a hundred windows needs a tenth of it; a log file by mistake needs
/// more.
const LARGEST_BYTES: usize = 4 * 1024 * 1024;

/// The text of one file, kept for the carets under its mistakes.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The file.
    pub path: PathBuf,
    /// Its text, without a byte order mark; empty when it could not be read.
    pub text: String,
}

impl Source {
    /// The line and column of a byte in the text, both from 1; columns count characters.
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = (0..=offset.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at));
        let before = offset.and_then(|at| self.text.get(..at)).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        (before.matches('\n').count() + 1, column)
    }

    /// Reads a file as UTF-8. Problems are added; the text is empty when nothing could be made of the bytes.
    pub(super) fn read(path: &Path, problems: &mut Vec<Problem>) -> Spot {
        match fs::read(path) {
            Ok(bytes) => Self::of_bytes(path, bytes, problems),
            Err(error) => {
                let spot = Spot::file(path, String::new());
                problems.push(unreadable(&spot, &error));
                spot
            }
        }
    }

    fn of_bytes(path: &Path, bytes: Vec<u8>, problems: &mut Vec<Problem>) -> Spot {
        if bytes.len() > LARGEST_BYTES {
            let spot = Spot::file(path, String::new());
            problems.push(Problem::error(
                &spot,
                "the file is larger than 4 MiB",
                "is it really a configuration?",
            ));
            return spot;
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::of_text(path, text, problems),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                let utf16 = matches!(error.as_bytes(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let mut spot = Spot::file(path, text);
                let bad = '\u{FFFD}'.len_utf8();
                spot.span = good..(good + bad).min(spot.source.text.len());
                let what = if utf16 { "the file is UTF-16" } else { "the file is not UTF-8 from here on" };
                problems.push(Problem::error(
                    &spot,
                    what,
                    "open it in an editor that can show it properly and save it as UTF-8",
                ));
                Spot::file(path, String::new())
            }
        }
    }

    fn of_text(path: &Path, text: String, problems: &mut Vec<Problem>) -> Spot {
        let (marked, text) = match text.strip_prefix('\u{FEFF}') {
            Some(rest) => (true, rest.to_owned()),
            None => (false, text),
        };
        let spot = Spot::file(path, text);
        if spot.source.text.trim().is_empty() {
            problems.push(Problem::error(&spot, "the file is empty", "restore it from its backup copy"));
        } else if marked {
            problems.push(Problem::warning(
                &spot,
                "the file begins with a byte order mark, which is skipped",
                "save it as plain UTF-8, without BOM",
            ));
        }
        spot
    }
}

fn unreadable(spot: &Spot, error: &io::Error) -> Problem {
    let remedies = [
        (
            io::ErrorKind::NotFound,
            "is the name right? Names inside a file are taken from that file's own folder",
        ),
        (io::ErrorKind::PermissionDenied, "give the daemon's user the right to read it"),
        (io::ErrorKind::IsADirectory, "name the file in it"),
    ];
    let remedy = remedies.iter().find(|(kind, _)| *kind == error.kind()).map(|(_, remedy)| *remedy);
    let remedy = remedy.unwrap_or("try to open it with another program");
    Problem::error(spot, format!("the file cannot be read: {error}"), remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Spot, Vec<String>) {
        let mut problems = Vec::new();
        let spot = Source::of_bytes(Path::new("hall.toml"), bytes.to_vec(), &mut problems);
        (spot, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_byte_order_mark_is_skipped_with_a_warning() {
        let (spot, problems) = read("\u{FEFF}a = 1".as_bytes());

        assert_eq!(spot.source.text, "a = 1");
        assert_eq!(problems.len(), 1);
        assert!(problems.iter().all(|line| line.starts_with("hall.toml:1:1: warning: ")), "{problems:?}");
    }

    #[test]
    fn bytes_of_another_character_set_are_shown_with_their_line_and_column() {
        let (spot, problems) = read(b"# ok\nname = \"\xB1\xA3\xBD\"");

        assert_eq!(spot.source.text, "", "nothing is guessed");
        assert!(problems.iter().any(|line| line.starts_with("hall.toml:2:9: error: ")), "{problems:?}");
    }

    #[test]
    fn utf_16_is_called_by_its_name() {
        let (_, problems) = read(b"\xFF\xFEa\0=\0");

        assert!(problems.iter().any(|line| line.contains("UTF-16")), "{problems:?}");
    }

    #[test]
    fn an_empty_file_is_an_error_and_not_a_hall_of_defaults() {
        let (_, problems) = read(b" \r\n");

        assert!(problems.iter().any(|line| line.contains("error: the file is empty")), "{problems:?}");
    }

    #[test]
    fn a_column_counts_characters() {
        let source = Source { path: PathBuf::new(), text: "a\n医保 = 1".to_owned() };

        assert_eq!(source.position(2), (2, 1));
        assert_eq!(source.position(8), (2, 3));
        assert_eq!(source.position(3), (2, 1), "inside a character counts as before it");
        assert_eq!(source.position(999), (2, 7), "behind the end counts as the end");
    }
}
