//! The two loudspeakers of `[voice]` and `[voice.other-zone]`.

use jiaohao::layout::{Voice, Zone};

use super::support::{CATALOGUE, HALL, config, problems};

const FIRST: &str = "[voice]\nplace = \"ceiling\"\nclips = \"recordings\"\nvolume-percent = 50\n";
const OTHER: &str =
    "[voice.other-zone]\nzone = \"二楼\"\narguments = [\"-D\", \"plughw:1\", \"-\"]\nplace = \"corridor\"\n";

fn voices(more: &str) -> Vec<Voice> {
    config(&format!("{HALL}\n{more}"), CATALOGUE).layout.voices
}

/// The one problem of these tables.
#[track_caller]
fn told(more: &str) -> String {
    let mut found = problems(&format!("{HALL}\n{more}"), CATALOGUE);
    found.retain(|line| !line.contains("no self-service terminal"));
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

#[test]
fn a_hall_has_no_voice_or_one_or_that_of_another_zone_beside_it() {
    assert_eq!(voices("").len(), 0);
    assert_eq!(voices(FIRST).iter().map(|voice| voice.zone).collect::<Vec<_>>(), [Zone::Hall]);

    let both = voices(&format!("{FIRST}{OTHER}"));

    let [first, other] = both.as_slice() else { panic!("{both:#?}") };
    let Zone::Other(zone) = other.zone else { panic!("{other:#?}") };
    assert_eq!((first.zone, zone.to_string().as_str()), (Zone::Hall, "二楼"));
    assert_eq!((other.name.as_str(), other.program.as_str()), ("other-voice", "aplay"));
    assert_eq!(other.arguments, ["-D", "plughw:1", "-"]);
    assert_eq!((first.volume_percent, other.volume_percent), (50, 80), "each has its own loudness");
    assert_eq!(first.clips, other.clips, "both say the recordings of the hall");
}

#[test]
fn j03_two_voices_on_one_sound_device_are_named_both() {
    let usual = OTHER.replace("\"-D\", \"plughw:1\"", "\"-q\"");

    assert!(told(&format!("{FIRST}{usual}")).contains("error: both voices play to one sound device"));
    let elsewhere = usual.replace("place", "program = \"pw-play\"\nplace");
    assert_eq!(voices(&format!("{FIRST}{elsewhere}")).len(), 2, "the same words to another player");
}

#[test]
fn j03_two_voices_have_names_of_their_own() {
    let alike = OTHER.replace("place", "name = \"voice\"\nplace");

    assert!(told(&format!("{FIRST}{alike}")).contains("error: two of the name \"voice\" (device)"));
}

#[test]
fn a_zone_has_a_name_that_fits_a_line() {
    for name in ["二楼东侧候办区域", "", "a\\nb"] {
        let found = told(&format!("{FIRST}{}", OTHER.replace("二楼", name)));

        assert!(found.contains("error: `voice.other-zone.zone` cannot be this"), "{found}");
        assert!(found.contains("at most 6 characters"), "{found}");
    }
}

#[test]
fn what_the_other_zone_lacks_is_named() {
    for key in ["zone", "arguments", "place"] {
        let less: Vec<&str> = OTHER.lines().filter(|line| !line.starts_with(key)).collect();

        let found = told(&format!("{FIRST}{}", less.join("\n")));

        assert!(found.contains(&format!("error: the key `voice.other-zone.{key}` is missing")), "{found}");
    }
}

#[test]
fn another_zone_without_a_first_voice_is_told_what_it_lacks() {
    assert!(told(OTHER).contains("error: the key `voice.place` is missing"));
}

#[test]
fn keys_that_both_voices_share_are_unknown_in_the_other_zone() {
    for key in ["clips = \"x\"", "times = 1", "yao = false"] {
        let found = told(&format!("{FIRST}{OTHER}{key}\n"));

        assert!(found.contains("error: unknown key `voice.other-zone."), "{found}");
    }
}
