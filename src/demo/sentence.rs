//! What an announcement says, understood from its sound: the clips it was joined from.

use std::path::Path;

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
    /// Reads the clips of a folder; what is not a clip is left out.
    pub fn read(folder: &Path) -> Self {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut clips: Vec<Clip> = files
            .filter_map(|file| {
                let path = file.path();
                let name = path.file_stem()?.to_str()?.to_owned();
                let samples = std::fs::read(&path).ok()?.get(HEADER..)?.to_vec();
                Some((samples, words(&name)?))
            })
            .collect();
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
        let folder = tempfile::tempdir().unwrap();
        let clips: [(&str, &[u8]); 6] = [
            ("qing", &[1, 1, 2, 2]),
            ("letter-a", &[3, 3]),
            ("digit-7", &[4, 4]),
            ("dao", &[5, 5, 5, 5]),
            ("hao-chuangkou", &[6, 6]),
            ("pause", &[0, 0, 0, 0]),
        ];
        for (name, samples) in clips {
            std::fs::write(folder.path().join(format!("{name}.wav")), wav(samples)).unwrap();
        }
        let clips = Clips::read(folder.path());

        let said = [1, 1, 2, 2, 3, 3, 4, 4, 9, 9, 5, 5, 5, 5, 4, 4, 6, 6, 0, 0, 0, 0, 1, 1, 2, 2];
        assert_eq!(clips.sentence(&wav(&said)), "请A7到7号窗口");
        assert_eq!(clips.sentence(&[]), "");
    }
}
