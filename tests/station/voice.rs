//! Clips and how they become one sound.

use std::time::Duration;

use jiaohao::domain::id::{Prefix, WindowId};
use jiaohao::station::hall::{self, CallStyle};
use jiaohao::station::voice::{ClipError, Clips, GAP, ON_BOARD, needed};
use jiaohao::station::wav::{SPEECH_RATE, STUDIO_RATE, Sound, WavError};

use crate::small_hall::rules;
use crate::support::{THREE, number};

#[test]
fn every_clip_on_board_can_be_read_and_has_no_silence_at_its_ends() {
    for (name, file) in ON_BOARD {
        let sound = Sound::read(file).unwrap();

        assert_eq!(sound.rate, SPEECH_RATE, "{name}");
        let loud = |samples: &[i16]| samples.iter().any(|sample| sample.unsigned_abs() > 100);
        let fiftieth = usize::try_from(SPEECH_RATE / 20).unwrap();
        if *name != "pause" {
            assert!(loud(&sound.samples[..fiftieth]), "{name} begins with silence");
            assert!(loud(&sound.samples[sound.samples.len() - fiftieth..]) || *name == "chime", "{name}");
        }
    }
}

#[test]
fn every_number_and_window_of_the_largest_hall_can_be_said() {
    let mut rules = rules();
    let group = rules.groups[0].clone();
    rules.groups = ('A'..='Z').map(|letter| rules_group(&group, letter)).collect();
    let window = rules.windows[0].clone();
    rules.windows = (1..=99)
        .map(|number| jiaohao::domain::rules::WindowRules { id: WindowId(number), ..window.clone() })
        .collect();

    let missing = Clips::on_board().unwrap().missing(&needed(&rules, CallStyle::default()));

    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn a_clip_that_a_configured_window_needs_is_named_when_it_is_missing() {
    let missing = Clips::default().missing(&needed(&rules(), CallStyle::default()));

    for clip in ["letter-a", "letter-b", "shi", "yao", "digit-0", "qing"] {
        assert!(missing.contains(&clip.to_owned()), "{clip}");
    }
    assert!(!missing.contains(&"letter-c".to_owned()));
}

#[test]
fn what_a_call_says_is_among_what_its_hall_needs() {
    let needed = needed(&rules(), CallStyle::default());

    for value in 1..=999 {
        let clips = hall::clips(number(value), THREE, true, CallStyle::default());
        assert!(clips.iter().all(|clip| needed.contains(clip)), "{clips:?}");
    }
}

#[test]
fn clips_are_joined_with_a_gap_between_them() {
    let mut clips = Clips::default();
    clips.replace("one", &tone(SPEECH_RATE, 1000, 100)).unwrap();
    clips.replace("two", &tone(SPEECH_RATE, 2000, 200)).unwrap();

    let said = clips.join(&names(&["one", "two"]), 100).unwrap();

    let sound = Sound::read(&said.wav).unwrap();
    let gap = usize::try_from(GAP.as_millis()).unwrap() * 22_050 / 1000;
    assert_eq!(sound.samples.len(), 100 + gap + 200);
    assert_eq!((sound.samples[99], sound.samples[100], sound.samples[100 + gap]), (1000, 0, 2000));
    assert_eq!(said.lasts, Duration::from_millis(sound.samples.len() as u64 * 1000 / 22_050));
}

#[test]
fn a_louder_or_softer_hall_is_a_setting() {
    let mut clips = Clips::default();
    clips.replace("one", &tone(SPEECH_RATE, -1000, 10)).unwrap();

    let said = clips.join(&names(&["one"]), 40).unwrap();

    assert_eq!(Sound::read(&said.wav).unwrap().samples, vec![-400; 10]);
}

#[test]
fn studio_recordings_and_clips_on_board_are_said_together() {
    let mut clips = Clips::default();
    clips.replace("speech", &tone(SPEECH_RATE, 500, 100)).unwrap();
    clips.replace("studio", &tone(STUDIO_RATE, 700, 100)).unwrap();

    let said = clips.join(&names(&["speech", "studio"]), 100).unwrap();

    let sound = Sound::read(&said.wav).unwrap();
    let gap = usize::try_from(GAP.as_millis()).unwrap() * 44_100 / 1000;
    assert_eq!(sound.rate, STUDIO_RATE);
    assert_eq!(sound.samples.len(), 200 + gap + 100);
}

#[test]
fn f32_half_a_call_is_never_said() {
    let clips = Clips::on_board().unwrap();

    let refused = clips.join(&names(&["qing", "letter-ä"]), 100);

    assert_eq!(refused, Err(ClipError::Missing("letter-ä".to_owned())));
    assert_eq!(refused.unwrap_err().to_string(), "the clip letter-ä.wav is missing");
}

#[test]
fn f32_a_clip_that_is_cut_short_is_refused_and_the_one_before_stays() {
    let whole = tone(SPEECH_RATE, 500, 100);
    let mut clips = Clips::default();
    clips.replace("one", &whole).unwrap();

    let refused = clips.replace("one", &whole[..whole.len() - 20]).unwrap_err();

    let message = "the clip one.wav is cut short: 200 bytes of sound were promised and 180 are there";
    assert_eq!(refused.to_string(), message);
    assert!(clips.join(&names(&["one"]), 100).is_ok());
}

#[test]
fn a_file_of_another_kind_is_refused_with_what_to_do() {
    let changed = |at: usize, value: u8| {
        let mut file = tone(SPEECH_RATE, 500, 10);
        file[at] = value;
        Sound::read(&file).unwrap_err()
    };

    assert_eq!(changed(0, b'X'), WavError::NotWav);
    assert_eq!(changed(20, 3), WavError::Format { what: "format", found: 3 });
    assert_eq!(changed(22, 2), WavError::Format { what: "tracks", found: 2 });
    assert_eq!(changed(34, 8), WavError::Format { what: "bits a sample", found: 8 });
    assert!(matches!(changed(24, 0), WavError::Format { what: "samples a second", .. }));
    assert_eq!(changed(12, b'X'), WavError::NoChunk("fmt"));
    assert_eq!(changed(36, b'X'), WavError::NoChunk("data"));
    assert_eq!(Sound::read(&tone(SPEECH_RATE, 0, 0)), Err(WavError::Empty));
    assert_eq!(Sound::read(b""), Err(WavError::NotWav));
}

#[test]
fn no_bytes_make_the_reader_fall_over() {
    let whole = tone(SPEECH_RATE, 500, 10);
    for end in 0..whole.len() {
        for value in [0, 0x7F, 0xFF] {
            let mut file = whole[..end].to_vec();
            if let Some(last) = file.last_mut() {
                *last = value;
            }
            drop(Sound::read(&file));
        }
    }
}

#[test]
fn chunks_that_we_do_not_know_are_passed_over() {
    let mut file = tone(SPEECH_RATE, 500, 10);
    file.splice(36..36, *b"LIST\x03\x00\x00\x00abc\x00");

    assert_eq!(Sound::read(&file).unwrap().samples, vec![500; 10]);
}

fn rules_group(group: &jiaohao::domain::rules::Group, letter: char) -> jiaohao::domain::rules::Group {
    jiaohao::domain::rules::Group { prefix: Prefix(letter), ..group.clone() }
}

fn tone(rate: u32, sample: i16, samples: usize) -> Vec<u8> {
    Sound { rate, samples: vec![sample; samples] }.write()
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
