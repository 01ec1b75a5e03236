//! Reads `[voice]` and `[voice.other-zone]`: the loudspeakers, and how they say a call.

use std::path::Path;

use toml::de::DeValue;

use super::Saying;
use super::keys::Keys;
use super::problem::{Problem, Spot};
use super::values::{Flag, Kind, Text, Whole};
use crate::layout::{Voice, Zone, ZoneName};

/// The loudspeakers of a hall, each with the place that a contradiction can point at.
#[derive(Debug)]
pub(super) struct Voices {
    /// The loudspeakers, the hall's own first, each with where its name stands.
    pub voices: Vec<(Voice, Spot)>,
    /// How they say a call.
    pub saying: Saying,
    /// Where the folder of clips stands; `None` in a hall without sound.
    pub clips_at: Option<Spot>,
}

/// Reads both tables, where they are. Clips are taken from the configuration's own folder.
pub(super) fn read(keys: &Keys<'_>, folder: &Path) -> Voices {
    let Some(keys) = keys.table_if_any("voice") else {
        return Voices { voices: Vec::new(), saying: Saying { times: 2, yao: true }, clips_at: None };
    };
    let arguments = || ["-q", "-"].map(str::to_owned).to_vec();
    let name = keys.or("name", &Text, "voice".to_owned());
    let voice = Voice {
        name: name.as_str().into(),
        zone: Zone::Hall,
        program: keys.or("program", &Text, "aplay".to_owned()),
        arguments: keys.list_or("arguments", &Text, arguments),
        clips: folder.join(keys.or("clips", &Text, "voice".to_owned())),
        volume_percent: keys.or("volume-percent", &VOLUME, USUAL_VOLUME),
        place: keys.required("place", &Text).unwrap_or_default(),
    };
    let saying = Saying { times: keys.or("times", &Whole(1..=3_u8), 2), yao: keys.or("yao", &Flag, true) };
    let other = keys.table_if_any("other-zone").and_then(|other| other_zone(&other, &keys, &voice));
    let voices = [(voice, keys.spot("name"))].into_iter().chain(other).collect();
    Voices { voices, saying, clips_at: Some(keys.spot("clips")) }
}

/// The loudspeaker that says calls while the hall's own is out. It says the same clips as often.
fn other_zone(keys: &Keys<'_>, first_keys: &Keys<'_>, first: &Voice) -> Option<(Voice, Spot)> {
    let zone = keys.required("zone", &Named);
    let arguments = keys.required_list("arguments", &Text).into_iter().map(|(word, _)| word);
    let name = keys.or("name", &Text, "other-voice".to_owned());
    let voice = Voice {
        name: name.as_str().into(),
        program: keys.or("program", &Text, "aplay".to_owned()),
        arguments: arguments.collect(),
        volume_percent: keys.or("volume-percent", &VOLUME, USUAL_VOLUME),
        place: keys.required("place", &Text).unwrap_or_default(),
        clips: first.clips.clone(),
        zone: Zone::Other(zone?),
    };
    if (&voice.program, &voice.arguments) == (&first.program, &first.arguments) {
        let what = "both voices play to one sound device: what silences the first silences this one";
        let remedy = "name the other zone's own device: `arguments = [\"-q\", \"-D\", \"plughw:1\", \"-\"]`";
        let first = first_keys.spot(if first_keys.has("arguments") { "arguments" } else { "place" });
        keys.report(Problem::error(&keys.spot("arguments"), what, remedy).also(&first, "the first"));
    }
    Some((voice, keys.spot("name")))
}

const VOLUME: Whole<u8> = Whole(0..=100);
const USUAL_VOLUME: u8 = 80;

/// What people call a zone.
struct Named;

impl Kind for Named {
    type Value = ZoneName;

    fn wanted(&self) -> String {
        format!(
            "what people call that part of the building, at most {} characters: \"二楼\"",
            ZoneName::LONGEST
        )
    }

    fn read(&self, value: &DeValue<'_>) -> Option<ZoneName> {
        ZoneName::new(value.as_str()?)
    }
}
