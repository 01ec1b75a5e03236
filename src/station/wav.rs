//! WAV as we read and write it: one track of 16-bit samples, nothing else.
//!
//! | chunk | fields we use |
//! |---|---|
//! | `RIFF` size `WAVE` | – |
//! | `fmt ` | format 1 (PCM), 1 track, samples a second, 16 bits |
//! | `data` | the samples, little-endian, signed |
//!
//! Source: Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0, 1991.

use thiserror::Error;

/// Samples a second of most speech clips.
pub const SPEECH_RATE: u32 = 22_050;
/// Samples a second of studio recordings: twice as many.
pub const STUDIO_RATE: u32 = 44_100;

/// A sound of one track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    /// Samples a second: [`SPEECH_RATE`] or [`STUDIO_RATE`].
    pub rate: u32,
    /// The samples.
    pub samples: Vec<i16>,
}

/// Why a file is no clip.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WavError {
    /// It does not begin as a WAV file does.
    #[error("is not a WAV file")]
    NotWav,
    /// A chunk that every WAV file has is not there.
    #[error("has no {0:?} chunk")]
    NoChunk(&'static str),
    /// The file ends before its samples do.
    #[error("is cut short: {promised} bytes of sound were promised and {found} are there")]
    CutShort {
        /// Bytes that its header names.
        promised: usize,
        /// Bytes that follow.
        found: usize,
    },
    /// The samples are of another kind.
    #[error("has {what} of {found}; record it as PCM, mono, 16 bit, 22050 or 44100 Hz")]
    Format {
        /// Which property.
        what: &'static str,
        /// What it is.
        found: u32,
    },
    /// There is no sound in it.
    #[error("is empty")]
    Empty,
}

impl Sound {
    /// Reads a WAV file.
    ///
    /// # Errors
    /// When it is no WAV file, is cut short, or is not PCM, mono, 16 bit, 22 050 or 44 100 Hz.
    pub fn read(file: &[u8]) -> Result<Self, WavError> {
        if file.get(0..4) != Some(b"RIFF") || file.get(8..12) != Some(b"WAVE") {
            return Err(WavError::NotWav);
        }
        let format = chunk(file, b"fmt ")?.ok_or(WavError::NoChunk("fmt"))?;
        let rate = rate(format)?;
        let data = chunk(file, b"data")?.ok_or(WavError::NoChunk("data"))?;
        let samples: Vec<i16> =
            data.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
        if samples.is_empty() { Err(WavError::Empty) } else { Ok(Self { rate, samples }) }
    }

    /// Writes a WAV file. A sound is far shorter than the 13 hours that its header can name.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let bytes = u32::try_from(self.samples.len() * 2).unwrap_or(u32::MAX - 36);
        let mut file = Vec::with_capacity(44 + self.samples.len() * 2);
        file.extend(b"RIFF");
        file.extend((36 + bytes).to_le_bytes());
        file.extend(b"WAVEfmt ");
        file.extend(16_u32.to_le_bytes());
        file.extend(1_u16.to_le_bytes());
        file.extend(1_u16.to_le_bytes());
        file.extend(self.rate.to_le_bytes());
        file.extend((self.rate * 2).to_le_bytes());
        file.extend(2_u16.to_le_bytes());
        file.extend(16_u16.to_le_bytes());
        file.extend(b"data");
        file.extend(bytes.to_le_bytes());
        for sample in &self.samples {
            file.extend(sample.to_le_bytes());
        }
        file
    }

    /// The same sound with twice as many samples, the added ones half way between their neighbours.
    #[must_use]
    pub fn doubled(&self) -> Self {
        let mut samples = Vec::with_capacity(self.samples.len() * 2);
        for (place, sample) in self.samples.iter().enumerate() {
            let next = self.samples.get(place + 1).copied().unwrap_or(*sample);
            samples.push(*sample);
            samples.push(sample.midpoint(next));
        }
        Self { rate: self.rate * 2, samples }
    }
}

/// The samples a second, once everything else about the format is right.
fn rate(format: &[u8]) -> Result<u32, WavError> {
    let short = |at: usize| {
        format.get(at..at + 2).map(|two| u32::from(u16::from_le_bytes([two[0], two[1]]))).unwrap_or_default()
    };
    for (what, at, wanted) in [("format", 0, 1), ("tracks", 2, 1), ("bits a sample", 14, 16)] {
        if short(at) != wanted {
            return Err(WavError::Format { what, found: short(at) });
        }
    }
    let rate = short(4) | short(6) << 16;
    match rate {
        SPEECH_RATE | STUDIO_RATE => Ok(rate),
        found => Err(WavError::Format { what: "samples a second", found }),
    }
}

/// The first chunk of this name; chunks begin at even places.
fn chunk<'a>(file: &'a [u8], name: &[u8; 4]) -> Result<Option<&'a [u8]>, WavError> {
    let mut at = 12_usize;
    while let Some(header) = at.checked_add(8).and_then(|end| file.get(at..end)) {
        let promised = usize::try_from(u32::from_le_bytes([header[4], header[5], header[6], header[7]]))
            .unwrap_or(usize::MAX);
        let rest = &file[at + 8..];
        if &header[..4] == name {
            return match rest.get(..promised) {
                Some(body) => Ok(Some(body)),
                None => Err(WavError::CutShort { promised, found: rest.len() }),
            };
        }
        at = at.saturating_add(8).saturating_add(promised).saturating_add(promised % 2);
    }
    Ok(None)
}
