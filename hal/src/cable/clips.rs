//! Spoken clips joined to one WAV: no gap between the words but what the clips themselves have.
//!
//! A WAV is a RIFF file: `RIFF` length `WAVE`, then chunks of a name, a length and that many bytes (padded to an
//! even number). `fmt ` holds encoding, channels, rate, bytes a second, bytes a sample of all channels, bits;
//! `data` the samples. Source: IBM and Microsoft, *Multimedia Programming Interface*, 1991.

use std::fs;
use std::path::Path;
use std::time::Duration;

use thiserror::Error;

/// The only encoding that is joined: signed samples of 16 bits, as they are.
const PCM: u16 = 1;
/// Bytes of a sample of one channel.
const SAMPLE: u16 = 2;

/// Sound, as a player takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wav {
    /// A whole WAV file.
    pub bytes: Vec<u8>,
    /// How long it sounds.
    pub length: Duration,
}

/// Why clips cannot be joined. `clip` is the name of the clip.
#[derive(Debug, Error)]
pub enum ClipError {
    /// There is no such clip, or it cannot be read.
    #[error("clip {clip}: {source}")]
    File {
        /// The clip.
        clip: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The name would lead out of the folder.
    #[error("clip {clip}: not a name of a clip")]
    Name {
        /// The clip.
        clip: String,
    },
    /// It is not a WAV with 16-bit samples.
    #[error("clip {clip}: not a WAV file with samples of 16 bits")]
    Format {
        /// The clip.
        clip: String,
    },
    /// It differs from the first clip in rate or channels.
    #[error("clip {clip}: recorded at another rate, or with other channels, than the one before")]
    Mixed {
        /// The clip.
        clip: String,
    },
    /// There is nothing to say.
    #[error("an announcement without clips")]
    Nothing,
}

/// Channels and rate of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Format {
    channels: u16,
    rate: u32,
}

/// Reads the clips `NAME.wav` of a folder and joins them, at `volume_percent` of their loudness.
///
/// # Errors
///
/// A clip is missing, broken, or recorded unlike the others; an announcement without clips.
pub fn join(folder: &Path, clips: &[String], volume_percent: u8) -> Result<Wav, ClipError> {
    let mut joined: Option<(Format, Vec<u8>)> = None;
    for clip in clips {
        let bytes = read(folder, clip)?;
        let (format, samples) = parse(&bytes).ok_or_else(|| ClipError::Format { clip: clip.clone() })?;
        match &mut joined {
            None => joined = Some((format, samples.to_vec())),
            Some((first, all)) if *first == format => all.extend_from_slice(samples),
            Some(_) => return Err(ClipError::Mixed { clip: clip.clone() }),
        }
    }
    let (format, mut samples) = joined.ok_or(ClipError::Nothing)?;
    scale(&mut samples, volume_percent);
    Ok(wav(format, &samples))
}

/// Silence of this length, to find out whether a player can play.
pub fn silence(length: Duration) -> Wav {
    let format = Format { channels: 1, rate: 22_050 };
    let samples = usize::try_from(length.as_millis()).unwrap_or(0) * 22_050 / 1000;
    wav(format, &vec![0; samples * usize::from(SAMPLE)])
}

fn read(folder: &Path, clip: &str) -> Result<Vec<u8>, ClipError> {
    if clip.is_empty() || clip.contains(['/', '\0']) || clip.starts_with('.') {
        return Err(ClipError::Name { clip: clip.to_owned() });
    }
    fs::read(folder.join(format!("{clip}.wav")))
        .map_err(|source| ClipError::File { clip: clip.to_owned(), source })
}

/// Format and samples of a WAV; `None` when it is anything else. A last sample that was cut off is left out.
fn parse(bytes: &[u8]) -> Option<(Format, &[u8])> {
    let mut rest = bytes.strip_prefix(b"RIFF")?.get(4..)?.strip_prefix(b"WAVE")?;
    let mut format = None;
    loop {
        let name = rest.get(..4)?;
        let length = usize::try_from(u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?)).ok()?;
        let content = &rest[8..];
        if name == b"data" {
            // espeak-ng writes to a pipe before it knows the length: the data is then what there is.
            let format: Format = format?;
            let length = length.min(content.len());
            let whole = length - length % usize::from(SAMPLE * format.channels);
            return Some((format, &content[..whole]));
        }
        if name == b"fmt " {
            format = Some(parse_format(content.get(..length)?)?);
        }
        rest = content.get(length.checked_add(length % 2)?..)?;
    }
}

fn parse_format(chunk: &[u8]) -> Option<Format> {
    let word = |at: usize| Some(u16::from_le_bytes(chunk.get(at..at + 2)?.try_into().ok()?));
    let rate = u32::from_le_bytes(chunk.get(4..8)?.try_into().ok()?);
    let (encoding, channels, bits) = (word(0)?, word(2)?, word(14)?);
    let usable = encoding == PCM && bits == SAMPLE * 8 && (1..=2).contains(&channels) && rate > 0;
    usable.then_some(Format { channels, rate })
}

fn scale(samples: &mut [u8], volume_percent: u8) {
    if volume_percent == 100 {
        return;
    }
    for sample in samples.as_chunks_mut::<2>().0 {
        let louder = i32::from(i16::from_le_bytes(*sample)) * i32::from(volume_percent) / 100;
        let clipped = louder.clamp(i32::from(i16::MIN), i32::from(i16::MAX));
        *sample = i16::try_from(clipped).unwrap_or(0).to_le_bytes();
    }
}

fn wav(Format { channels, rate }: Format, samples: &[u8]) -> Wav {
    let frame = u32::from(channels) * u32::from(SAMPLE);
    let length = u32::try_from(samples.len()).unwrap_or(u32::MAX);
    let mut bytes = Vec::with_capacity(44 + samples.len());
    bytes.extend_from_slice(b"RIFF");
    bytes.extend_from_slice(&length.saturating_add(36).to_le_bytes());
    bytes.extend_from_slice(b"WAVEfmt ");
    bytes.extend_from_slice(&16_u32.to_le_bytes());
    bytes.extend_from_slice(&PCM.to_le_bytes());
    bytes.extend_from_slice(&channels.to_le_bytes());
    bytes.extend_from_slice(&rate.to_le_bytes());
    bytes.extend_from_slice(&rate.saturating_mul(frame).to_le_bytes());
    bytes.extend_from_slice(&(channels * SAMPLE).to_le_bytes());
    bytes.extend_from_slice(&(SAMPLE * 8).to_le_bytes());
    bytes.extend_from_slice(b"data");
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(samples);
    let millis = u64::from(length) * 1000 / (u64::from(rate) * u64::from(frame)).max(1);
    Wav { bytes, length: Duration::from_millis(millis) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONO: Format = Format { channels: 1, rate: 1000 };

    /// A folder with these clips, each of a name and its samples.
    fn folder(clips: &[(&str, Format, &[i16])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, format, samples) in clips {
            let samples: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
            fs::write(folder.path().join(format!("{name}.wav")), wav(*format, &samples).bytes).unwrap();
        }
        folder
    }

    fn joined(folder: &tempfile::TempDir, names: &[&str], volume: u8) -> Result<Wav, ClipError> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        join(folder.path(), &names, volume)
    }

    fn samples(wav: &Wav) -> Vec<i16> {
        let (_, samples) = parse(&wav.bytes).unwrap();
        samples.as_chunks::<2>().0.iter().map(|sample| i16::from_le_bytes(*sample)).collect()
    }

    #[test]
    fn clips_are_joined_in_order_and_without_a_gap() {
        let folder = folder(&[("qing", MONO, &[1, 2]), ("A", MONO, &[3]), ("0", MONO, &[4])]);
        let wav = joined(&folder, &["qing", "A", "0", "0"], 100).unwrap();
        assert_eq!(samples(&wav), [1, 2, 3, 4, 4]);
        assert_eq!(wav.length, Duration::from_millis(5));
    }

    #[test]
    fn half_the_volume_is_half_of_each_sample() {
        let folder = folder(&[("A", MONO, &[1000, -1000, i16::MIN])]);
        assert_eq!(samples(&joined(&folder, &["A"], 50).unwrap()), [500, -500, -16384]);
        assert_eq!(samples(&joined(&folder, &["A"], 255).unwrap()), [2550, -2550, i16::MIN]);
    }

    #[test]
    fn f32_a_missing_clip_is_named() {
        let folder = folder(&[("A", MONO, &[1])]);
        let refused = joined(&folder, &["A", "B"], 100).unwrap_err();
        assert!(refused.to_string().starts_with("clip B: "), "{refused}");
    }

    #[test]
    fn a_clip_recorded_unlike_the_others_is_named() {
        let faster = Format { rate: 2000, ..MONO };
        let folder = folder(&[("A", MONO, &[1]), ("B", faster, &[1])]);
        assert!(matches!(joined(&folder, &["A", "B"], 100), Err(ClipError::Mixed { clip }) if clip == "B"));
    }

    #[test]
    fn a_name_never_leads_out_of_the_folder() {
        let folder = folder(&[]);
        for name in ["", "../A", "/etc/A", ".hidden"] {
            assert!(matches!(joined(&folder, &[name], 100), Err(ClipError::Name { .. })), "{name:?}");
        }
    }

    #[test]
    fn an_announcement_without_clips_is_refused() {
        assert!(matches!(joined(&folder(&[]), &[], 100), Err(ClipError::Nothing)));
    }

    #[test]
    fn a_recording_that_was_cut_short_is_played_as_far_as_it_goes() {
        let whole = wav(MONO, &[1, 0, 2, 0, 3, 0]).bytes;
        let (_, samples) = parse(&whole[..whole.len() - 1]).unwrap();
        assert_eq!(samples, [1, 0, 2, 0]);
    }

    #[test]
    fn whatever_is_no_wav_is_refused_wherever_it_ends() {
        let whole = wav(MONO, &[]).bytes;
        for end in 0..whole.len() {
            assert_eq!(parse(&whole[..end]), None, "{end}");
        }
        let eight_bits = [&whole[..34], &[8, 0], &whole[36..]].concat();
        assert_eq!(parse(&eight_bits), None);
    }

    #[test]
    fn other_chunks_are_passed_over() {
        let plain = wav(MONO, &[1, 0]).bytes;
        let listed = [&plain[..36], b"LIST\x03\0\0\0abc\0", &plain[36..]].concat();
        assert_eq!(parse(&listed), Some((MONO, &[1, 0][..])));
    }
}
