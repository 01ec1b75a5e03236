//! The loudspeakers: the hall's own, and that of another zone which says the calls when the hall's own is out.

use std::fmt;
use std::path::PathBuf;

use super::DeviceName;

/// A loudspeaker: clips joined to one WAV and given to a player program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Its name in the configuration.
    pub name: DeviceName,
    /// Where it is heard.
    pub zone: Zone,
    /// The program: `aplay`. It gets the WAV on its standard input.
    pub program: String,
    /// Its arguments, each as one word; no shell reads them.
    pub arguments: Vec<String>,
    /// The folder with the clips, `NAME.wav` each.
    pub clips: PathBuf,
    /// Loudness in percent of the recording: 0 to 100.
    pub volume_percent: u8,
    /// Where a technician finds the loudspeaker.
    pub place: String,
}

/// Where a loudspeaker is heard. A hall has at most one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Where the visitors wait: it says every call while it can.
    Hall,
    /// Another part of the building: it is quiet while the hall's own can speak.
    Other(ZoneName),
}

/// What people call a zone: one to [`ZoneName::LONGEST`] characters, as it stands in one line with what is wrong there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ZoneName([char; Self::LONGEST]);

impl ZoneName {
    /// So many characters at most: with 语音 behind it, it still leaves half a line of the status LCD.
    pub const LONGEST: usize = 6;

    /// Fills the places behind a short name: no name contains it.
    const NOTHING: char = '\0';

    /// The name as people wrote it; `None` for one that is empty, too long, or has characters that nobody can read.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let mut letters = [Self::NOTHING; Self::LONGEST];
        let mut places = letters.iter_mut();
        for letter in name.trim().chars() {
            *places.next()? = Some(letter).filter(|letter| !letter.is_control())?;
        }
        (letters[0] != Self::NOTHING).then_some(Self(letters))
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .take_while(|letter| **letter != Self::NOTHING)
            .try_for_each(|letter| write!(f, "{letter}"))
    }
}

impl fmt::Debug for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ZoneName({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_named_as_people_wrote_it() {
        assert_eq!(ZoneName::new(" 二楼走廊 ").map(|zone| zone.to_string()).as_deref(), Some("二楼走廊"));
        assert_eq!(
            ZoneName::new("一二三四五六").map(|zone| zone.to_string()).as_deref(),
            Some("一二三四五六")
        );
    }

    #[test]
    fn a_zone_without_a_name_or_with_one_that_fits_no_line_is_none() {
        for name in ["", "  ", "一二三四五六七", "a\nb", "\0"] {
            assert_eq!(ZoneName::new(name), None, "{name:?}");
        }
    }
}
