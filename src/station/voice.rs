//! The hall's voice: which clips there must be, and how they become one sound.
//!
//! A call is said from clips of single words, joined here, so that a player starts once for each call and no
//! gap depends on how fast it starts. A folder of recordings replaces the clips on board, all or some.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use thiserror::Error;

use super::hall::{self, CallStyle};
use super::wav::{SPEECH_RATE, STUDIO_RATE, Sound, WavError};
use crate::domain::rules::Rules;

/// Silence between two words: without it words run together, with more they fall apart. 30 to 60 ms is usual.
pub const GAP: Duration = Duration::from_millis(40);

macro_rules! on_board {
    ($($name:literal),+ $(,)?) => {
        /// Every clip on board, by name; made by `config/voice/make-clips.sh`.
        pub const ON_BOARD: &[(&str, &[u8])] = &[$((
            $name,
            include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/voice/", $name, ".wav")),
        ),)+];
    };
}

on_board! {
    "chime", "pause", "zai-ci", "evacuate", "notice-network", "notice-power", "notice-system", "qing", "hao", "dao", "hao-chuangkou", "shi", "yao",
    "digit-0", "digit-1", "digit-2", "digit-3", "digit-4", "digit-5", "digit-6", "digit-7", "digit-8", "digit-9",
    "letter-a", "letter-b", "letter-c", "letter-d", "letter-e", "letter-f", "letter-g", "letter-h", "letter-i",
    "letter-j", "letter-k", "letter-l", "letter-m", "letter-n", "letter-o", "letter-p", "letter-q", "letter-r",
    "letter-s", "letter-t", "letter-u", "letter-v", "letter-w", "letter-x", "letter-y", "letter-z",
}

/// Clips by name, ready to be joined.
#[derive(Clone, Debug, Default)]
pub struct Clips {
    sounds: BTreeMap<String, Sound>,
}

/// Why an announcement cannot be said.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ClipError {
    /// A clip is not there.
    #[error("the clip {0}.wav is missing")]
    Missing(String),
    /// A clip cannot be used.
    #[error("the clip {name}.wav {error}")]
    Unusable {
        /// Its name.
        name: String,
        /// What is wrong with it.
        error: WavError,
    },
}

/// An announcement as one sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// A WAV file.
    pub wav: Vec<u8>,
    /// How long it lasts: a player that takes much longer hangs (F33).
    pub lasts: Duration,
}

impl Announcement {
    /// Silence of this length, to find out whether a player can play.
    #[must_use]
    pub fn silence(length: Duration) -> Self {
        let sound = Sound { rate: SPEECH_RATE, samples: vec![0; samples_in(length, SPEECH_RATE)] };
        Self { wav: sound.write(), lasts: length }
    }
}

impl Clips {
    /// The clips on board.
    ///
    /// # Errors
    /// Never with the clips as committed: a test reads them all.
    pub fn on_board() -> Result<Self, ClipError> {
        let mut clips = Self::default();
        for (name, file) in ON_BOARD {
            clips.replace(name, file)?;
        }
        Ok(clips)
    }

    /// Takes a recording in place of the clip of this name, or beside the others.
    ///
    /// # Errors
    /// When the file is no usable WAV; the clip that was there stays.
    pub fn replace(&mut self, name: &str, file: &[u8]) -> Result<(), ClipError> {
        let sound =
            Sound::read(file).map_err(|error| ClipError::Unusable { name: name.to_owned(), error })?;
        self.sounds.insert(name.to_owned(), sound);
        Ok(())
    }

    /// Those of `needed` that are not there.
    #[must_use]
    pub fn missing(&self, needed: &BTreeSet<String>) -> Vec<String> {
        needed.iter().filter(|name| !self.sounds.contains_key(*name)).cloned().collect()
    }

    /// Joins clips to one sound, with [`GAP`] between them, at this share of their loudness: 0 to 100.
    ///
    /// # Errors
    /// When a clip is missing: half a call would send somebody to the wrong window.
    pub fn join(&self, names: &[String], volume_percent: u8) -> Result<Announcement, ClipError> {
        let sounds: Vec<&Sound> = names
            .iter()
            .map(|name| self.sounds.get(name).ok_or_else(|| ClipError::Missing(name.clone())))
            .collect::<Result<_, _>>()?;
        let rate = sounds.iter().map(|sound| sound.rate).max().unwrap_or(SPEECH_RATE);

        let mut joined = Sound { rate, samples: Vec::new() };
        for (place, sound) in sounds.into_iter().enumerate() {
            if place > 0 {
                joined.samples.extend(std::iter::repeat_n(0, samples_in(GAP, rate)));
            }
            if rate == STUDIO_RATE && sound.rate == SPEECH_RATE {
                joined.samples.extend(sound.doubled().samples);
            } else {
                joined.samples.extend(&sound.samples);
            }
        }
        for sample in &mut joined.samples {
            *sample = at_volume(*sample, volume_percent);
        }
        let millis = joined.samples.len() as u64 * 1000 / u64::from(rate);
        Ok(Announcement { wav: joined.write(), lasts: Duration::from_millis(millis) })
    }
}

/// Every clip that a hall with these rules can ever need: letters of its groups, all digits, its windows.
#[must_use]
pub fn needed(rules: &Rules, style: CallStyle) -> BTreeSet<String> {
    let mut needed: BTreeSet<String> =
        [hall::CHIME, hall::PAUSE, hall::AGAIN, "qing", "hao", "dao", "hao-chuangkou"]
            .map(str::to_owned)
            .into();
    needed.extend((0..=9).map(|digit| format!("digit-{digit}")));
    if style.yao {
        needed.insert("yao".to_owned());
    }
    needed.extend(rules.groups.iter().map(|group| hall::letter_clip(group.prefix)));
    needed.extend(rules.windows.iter().flat_map(|window| hall::window_clips(window.id)));
    needed
}

fn samples_in(span: Duration, rate: u32) -> usize {
    let samples = span.as_millis() * u128::from(rate) / 1000;
    usize::try_from(samples).unwrap_or_default()
}

fn at_volume(sample: i16, percent: u8) -> i16 {
    let scaled = i32::from(sample) * i32::from(percent.min(100)) / 100;
    i16::try_from(scaled).unwrap_or(sample)
}
