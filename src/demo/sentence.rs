//! What an announcement says, understood from its sound: the clips it was joined from.

use std::io;
use std::path::Path;

macro_rules! clips {
    ($($name:literal),+ $(,)?) => {
        /// The clips that are shipped, by name.
        const SHIPPED: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../../config/voice/", $name, ".wav")))),+];
    };
}

clips![
    "chime",
    "dao",
    "digit-0",
    "digit-1",
    "digit-2",
    "digit-3",
    "digit-4",
    "digit-5",
    "digit-6",
    "digit-7",
    "digit-8",
    "digit-9",
    "hao",
    "hao-chuangkou",
    "letter-a",
    "letter-b",
    "letter-c",
    "letter-d",
    "letter-e",
    "letter-f",
    "letter-g",
    "letter-h",
    "letter-i",
    "letter-j",
    "letter-k",
    "letter-l",
    "letter-m",
    "letter-n",
    "letter-o",
    "letter-p",
    "letter-q",
    "letter-r",
    "letter-s",
    "letter-t",
    "letter-u",
    "letter-v",
    "letter-w",
    "letter-x",
    "letter-y",
    "letter-z",
    "pause",
    "qing",
    "shi",
    "yao",
    "zai-ci",
];

/// Writes the shipped clips into a folder, where the daemon finds them.
///
/// # Errors
///
/// The folder cannot be made or written.
pub fn write_clips(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    SHIPPED.iter().try_for_each(|(name, wav)| std::fs::write(folder.join(format!("{name}.wav")), wav))
}

/// The samples of a clip and the words it stands for.
type Clip = (Vec<u8>, String);

/// The clips of the hall's voice, longest first.
#[derive(Clone, Debug, Default)]
pub struct Clips(Vec<Clip>);

/// Bytes before the samples of the plain WAV files that clips and announcements are.
const HEADER: usize = 44;
/// Bytes of a sample.
const SAMPLE: usize = 2;

impl Clips {
    /// The clips that are shipped.
    pub fn shipped() -> Self {
        Self::of(SHIPPED)
    }

    /// Of these files, those that a call is made of.
    fn of(files: &[(&str, &[u8])]) -> Self {
        let clip = |(name, wav): &(&str, &[u8])| Some((wav.get(HEADER..)?.to_vec(), words(name)?));
        let mut clips: Vec<Clip> = files.iter().filter_map(clip).collect();
        clips.sort_by(|one, other| other.0.len().cmp(&one.0.len()).then(one.1.cmp(&other.1)));
        Self(clips)
    }

    /// The words of an announcement, once; what is no clip is passed over.
    pub fn sentence(&self, wav: &[u8]) -> String {
        let mut rest = wav.get(HEADER..).unwrap_or_default();
        let mut said = String::new();
        while !rest.is_empty() {
            let clip = self.0.iter().find(|(samples, _)| !samples.is_empty() && rest.starts_with(samples));
            let length = clip.map_or(SAMPLE, |(samples, words)| {
                said.push_str(words);
                samples.len()
            });
            rest = rest.get(length..).unwrap_or_default();
        }
        said.split(AGAIN).next().unwrap_or_default().to_owned()
    }
}

/// Between two sayings of one sentence.
const AGAIN: char = '；';

/// What the clip of this name says; `None` for a name that no announcement of a call has.
fn words(name: &str) -> Option<String> {
    let word = match name {
        "qing" => "请",
        "hao" => "号",
        "dao" => "到",
        "hao-chuangkou" => "号窗口",
        "yao" => "1",
        "shi" => "十",
        "zai-ci" => "再次",
        "chime" => "",
        "pause" => "；",
        other => {
            let sign = other.strip_prefix("digit-").or_else(|| other.strip_prefix("letter-"))?;
            return Some(sign.to_ascii_uppercase());
        }
    };
    Some(word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wav(samples: &[u8]) -> Vec<u8> {
        [&[0; HEADER], samples].concat()
    }

    #[test]
    fn an_announcement_is_understood_by_its_clips_and_said_once() {
        let clips: [(&str, &[u8]); 6] = [
            ("qing", &[1, 1, 2, 2]),
            ("letter-a", &[3, 3]),
            ("digit-7", &[4, 4]),
            ("dao", &[5, 5, 5, 5]),
            ("hao-chuangkou", &[6, 6]),
            ("pause", &[0, 0, 0, 0]),
        ];
        let files = clips.map(|(name, samples)| (name, wav(samples)));
        let clips = Clips::of(&files.each_ref().map(|(name, wav)| (*name, wav.as_slice())));

        let said = [1, 1, 2, 2, 3, 3, 4, 4, 9, 9, 5, 5, 5, 5, 4, 4, 6, 6, 0, 0, 0, 0, 1, 1, 2, 2];
        assert_eq!(clips.sentence(&wav(&said)), "请A7到7号窗口");
        assert_eq!(clips.sentence(&[]), "");
    }

    #[test]
    fn every_shipped_clip_is_a_word_of_a_call() {
        assert!(SHIPPED.iter().all(|(name, wav)| words(name).is_some() && wav.starts_with(b"RIFF")));
        assert_eq!(Clips::shipped().0.len(), SHIPPED.len());
    }
}
