//! The voice and the LCD: a real player program, real files.

use std::fs;
use std::path::Path;
use std::time::Duration;

use hal::cable::surface::Frame;
use hal::driver::Fault;
use hal::port::voice::{Command, Event};
use jiaohao::layout::{FrameMemory, Layout, Lcd, Shows, Surface, Voice, Zone, ZoneName};
use jiaohao::runtime::supervisor::Health;
use jiaohao::runtime::threads::{ANNOUNCEMENTS_LIMIT, News, STOP_WITHIN, Untaken};
use jiaohao::station::voice::{Announcement, Clips};

use crate::bench::Bench;

const SOON: Duration = Duration::from_secs(5);

/// A layout with only a voice, played by this program; clips `A` and `B` are a tenth of a second each.
fn voice(bench: &Bench, program: &str, arguments: &[&str]) -> Layout {
    for clip in ["A", "B"] {
        fs::write(bench.port(&format!("{clip}.wav")), tenth_of_a_second()).unwrap();
    }
    let voice = Voice {
        name: "voice".into(),
        zone: Zone::Hall,
        program: program.to_owned(),
        arguments: arguments.iter().map(|word| (*word).to_owned()).collect(),
        clips: bench.port(""),
        volume_percent: 100,
        place: "over the entrance".to_owned(),
    };
    Layout { voices: vec![voice], ..Layout::default() }
}

/// The zone of a second voice.
fn other_zone() -> Zone {
    Zone::Other(ZoneName::new("二楼").unwrap())
}

/// The same layout with a second voice, played by this program.
fn with_other_zone(mut layout: Layout, program: &str, arguments: &[&str]) -> Layout {
    let first = layout.voices[0].clone();
    layout.voices.push(Voice {
        name: "other".into(),
        zone: other_zone(),
        program: program.to_owned(),
        arguments: arguments.iter().map(|word| (*word).to_owned()).collect(),
        ..first
    });
    layout
}

fn tenth_of_a_second() -> Vec<u8> {
    Announcement::silence(Duration::from_millis(100)).wav
}

fn say(job: u64, clips: &[&str]) -> Command {
    Command::Say { job, clips: clips.iter().map(|clip| (*clip).to_owned()).collect() }
}

fn reported(wanted: Event) -> impl Fn(&News) -> bool {
    move |news| *news == News::Voice(wanted)
}

fn offline(wanted: Fault) -> impl Fn(&News) -> bool {
    move |news| matches!(news, News::Health { health: Health::Offline { fault, .. }, .. } if *fault == wanted)
}

fn online(news: &News) -> bool {
    matches!(news, News::Health { health: Health::Online { .. }, .. })
}

#[test]
fn the_player_gets_the_clips_joined_and_the_job_is_reported_said() {
    let bench = Bench::new();
    let heard = bench.port("heard.wav");
    let devices = bench.start(&voice(&bench, "tee", &[heard.to_str().unwrap()]));
    bench.wait_for(SOON, online);

    devices.say(Zone::Hall, say(7, &["A", "B", "A"])).unwrap();
    bench.wait_for(SOON, reported(Event::Said { job: 7 }));

    let mut clips = Clips::default();
    clips.replace("A", &tenth_of_a_second()).unwrap();
    clips.replace("B", &tenth_of_a_second()).unwrap();
    let expected = clips.join(&["A", "B", "A"].map(str::to_owned), 100).unwrap();
    assert_eq!(fs::read(heard).unwrap(), expected.wav);
}

#[test]
fn f31_ten_calls_at_once_are_said_in_order_and_each_once() {
    let bench = Bench::new();
    let devices = bench.start(&voice(&bench, "cat", &[]));
    for job in 0..10 {
        devices.say(Zone::Hall, say(job, &["A"])).unwrap();
    }
    let mut said = Vec::new();
    while said.len() < 10 {
        bench.wait_for(
            SOON,
            |news| matches!(news, News::Voice(Event::Said { job }) if *job == said.len() as u64),
        );
        said.push(());
    }
    assert!(!bench.news_within(Duration::from_millis(50)).iter().any(|news| matches!(news, News::Voice(_))));
}

#[test]
fn f30_a_missing_player_is_told_at_the_start_and_calls_are_reported_not_said() {
    let bench = Bench::new();
    let devices = bench.start(&voice(&bench, "no-such-player", &[]));
    bench.wait_for(SOON, |news| {
        let News::Health { health: Health::Offline { fault, retry_at, since }, .. } = news else {
            return false;
        };
        // It was tried, and will be again.
        *fault == Fault::Unplugged && retry_at > since
    });
    devices.say(Zone::Hall, say(7, &["A"])).unwrap();
    bench.wait_for(SOON, reported(Event::NotSaid { job: 7 }));
}

#[test]
fn f30_a_sound_device_that_is_missing_is_told_at_the_start_and_found_when_it_comes() {
    let bench = Bench::new();
    let device = bench.port("device");
    let _devices = bench.start(&voice(&bench, "grep", &["-q", "", device.to_str().unwrap()]));
    bench.wait_for(SOON, offline(Fault::Refused));
    fs::write(device, "a line\n").unwrap();
    bench.wait_for(SOON, online);
}

#[test]
fn f30_a_sound_device_that_stays_out_is_tried_all_the_time_and_told_once() {
    let bench = Bench::new();
    let tries = bench.port("tries");
    let script = format!("echo tried >> '{}'; cat > /dev/null; false", tries.display());
    let _devices = bench.start(&voice(&bench, "sh", &["-c", &script]));
    bench.wait_for(SOON, offline(Fault::Refused));

    let news = bench.news_within(Duration::from_millis(4500));

    // Once it was told, it was tried after 1 s, and 2 s later again.
    let tried = fs::read_to_string(tries).unwrap().lines().count();
    assert!((3..=4).contains(&tried), "{tried}");
    assert!(news.is_empty(), "{news:?}");
}

#[test]
fn f32_a_missing_clip_does_not_block_the_next_call() {
    let bench = Bench::new();
    let devices = bench.start(&voice(&bench, "cat", &[]));
    devices.say(Zone::Hall, say(1, &["A", "missing"])).unwrap();
    devices.say(Zone::Hall, say(2, &["A"])).unwrap();
    bench.wait_for(SOON, reported(Event::NotSaid { job: 1 }));
    bench.wait_for(SOON, reported(Event::Said { job: 2 }));
}

#[test]
fn d12_recordings_that_are_gone_are_replaced_by_the_clips_on_board() {
    let bench = Bench::new();
    let heard = bench.port("heard.wav");
    let layout = voice(&bench, "tee", &[heard.to_str().unwrap()]);
    let recording = bench.port("qing.wav");
    fs::write(&recording, tenth_of_a_second()).unwrap();
    let devices = bench.start(&layout);
    bench.wait_for(SOON, online);
    devices.say(Zone::Hall, say(1, &["qing", "hao"])).unwrap();
    bench.wait_for(SOON, reported(Event::Said { job: 1 }));
    let with_recording = fs::read(&heard).unwrap();

    fs::remove_file(recording).unwrap();
    devices.say(Zone::Hall, say(2, &["qing", "hao"])).unwrap();
    bench.wait_for(SOON, reported(Event::Said { job: 2 }));

    let on_board = Clips::on_board().unwrap().join(&["qing", "hao"].map(str::to_owned), 100).unwrap();
    assert_ne!(with_recording, on_board.wav, "the recording was said while it was there");
    assert_eq!(fs::read(heard).unwrap(), on_board.wav);
}

#[test]
fn f33_a_player_that_hangs_is_killed_two_seconds_after_the_clip() {
    let bench = Bench::new();
    let started_at = bench.clock.now();
    let _devices = bench.start(&voice(&bench, "sleep", &["60"]));
    let told_at = bench.wait_for(SOON, offline(Fault::Stalled));
    let took = told_at - started_at;
    assert!((2000..4000).contains(&took.as_millis()), "{took:?}");
}

#[test]
fn a_stop_does_not_wait_for_the_player_and_reports_what_was_not_said() {
    let bench = Bench::new();
    let devices = bench.start(&voice(&bench, "sleep", &["60"]));
    devices.say(Zone::Hall, say(1, &["A"])).unwrap();
    devices.say(Zone::Hall, say(2, &["A"])).unwrap();

    let asked_at = bench.clock.now();
    drop(devices);

    assert!(bench.clock.now() - asked_at < STOP_WITHIN);
    bench.wait_for(SOON, reported(Event::NotSaid { job: 1 }));
    bench.wait_for(SOON, reported(Event::NotSaid { job: 2 }));
}

#[test]
fn more_announcements_than_anybody_waits_for_are_refused() {
    let bench = Bench::new();
    let devices = bench.start(&voice(&bench, "sleep", &["60"]));
    let taken = (0..).take_while(|&job| devices.say(Zone::Hall, say(job, &["A"])).is_ok()).count();
    assert!((ANNOUNCEMENTS_LIMIT..ANNOUNCEMENTS_LIMIT + 2).contains(&taken), "{taken}");
}

#[test]
fn each_zone_is_played_by_its_own_player_at_its_own_loudness() {
    let bench = Bench::new();
    let [first, other] = ["first.wav", "other.wav"].map(|name| bench.port(name));
    let layout = voice(&bench, "tee", &[first.to_str().unwrap()]);
    let mut layout = with_other_zone(layout, "tee", &[other.to_str().unwrap()]);
    layout.voices[1].volume_percent = 0;
    let devices = bench.start(&layout);

    devices.say(Zone::Hall, say(1, &["qing"])).unwrap();
    devices.say(other_zone(), say(2, &["qing", "hao"])).unwrap();
    bench.wait_for(SOON, reported(Event::Said { job: 2 }));
    devices.say(Zone::Hall, say(3, &["qing"])).unwrap();
    bench.wait_for(SOON, reported(Event::Said { job: 3 }));

    let on_board = Clips::on_board().unwrap();
    let joined = |names: &[&str], volume| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        on_board.join(&names, volume).unwrap().wav
    };
    assert!(fs::read(first).unwrap() == joined(&["qing"], 100));
    assert!(fs::read(other).unwrap() == joined(&["qing", "hao"], 0));
}

#[test]
fn f30_a_voice_that_is_missing_in_one_zone_is_told_by_name_and_leaves_the_other_alone() {
    let bench = Bench::new();
    let layout = with_other_zone(voice(&bench, "no-such-player", &[]), "cat", &[]);
    let devices = bench.start(&layout);

    bench.wait_for(SOON, |news| {
        let News::Health { device, health } = news else { return false };
        device.as_str() == "voice" && !health.is_online()
    });
    devices.say(Zone::Hall, say(1, &["A"])).unwrap();
    bench.wait_for(SOON, reported(Event::NotSaid { job: 1 }));
    devices.say(other_zone(), say(1, &["A"])).unwrap();
    bench.wait_for(SOON, reported(Event::Said { job: 1 }));
}

#[test]
fn a_reload_that_takes_the_other_zone_away_leaves_the_first_voice_running() {
    let bench = Bench::new();
    let alone = voice(&bench, "cat", &[]);
    let mut devices = bench.start(&with_other_zone(alone.clone(), "sleep", &["60"]));
    devices.say(other_zone(), say(1, &["A"])).unwrap();

    devices.adopt(&alone).unwrap();

    bench.wait_for(SOON, reported(Event::NotSaid { job: 1 }));
    assert_eq!(devices.say(other_zone(), say(2, &["A"])), Err(Untaken::NoSuchDevice));
    devices.say(Zone::Hall, say(3, &["A"])).unwrap();
    bench.wait_for(SOON, reported(Event::Said { job: 3 }));
}

#[test]
fn a_hall_without_a_voice_says_so() {
    let bench = Bench::new();
    assert_eq!(bench.start(&Layout::default()).say(Zone::Hall, say(1, &["A"])), Err(Untaken::NoSuchDevice));
}

/// A layout with one framebuffer of two pixels by one, 32 bits each.
fn lcd(path: &Path) -> Layout {
    let memory = Some(FrameMemory { bits: 32, stride: 8 });
    let surface = Surface::Framebuffer { path: path.to_owned(), memory };
    let lcd = Lcd {
        name: "lcd".into(),
        shows: Shows::Status,
        surface,
        width: 2,
        height: 1,
        place: "kiosk door".to_owned(),
    };
    Layout { lcds: vec![lcd], ..Layout::default() }
}

#[test]
fn an_lcd_that_was_absent_shows_the_newest_picture_when_it_comes() {
    let bench = Bench::new();
    let glass = bench.port("fb0");
    let devices = bench.start(&lcd(&glass));
    bench.wait_for(SOON, offline(Fault::Unplugged));
    for red in [1, 2, 3] {
        let mut frame = Frame::new(2, 1);
        frame.set(0, 0, [red, 0, 0]);
        devices.show(&"lcd".into(), Box::new(move || frame.into())).unwrap();
    }

    fs::write(&glass, [0; 8]).unwrap();
    bench.wait_for(SOON, online);

    let shown = || fs::read(&glass).unwrap() == [0, 0, 3, 0xFF, 0, 0, 0, 0xFF];
    assert!((0..100).any(|_| shown() || !bench.news_within(Duration::from_millis(10)).is_empty()));
    assert!(shown());
}

#[test]
fn f63_an_lcd_of_another_size_than_its_pictures_is_told() {
    let bench = Bench::new();
    let glass = bench.port("fb0");
    fs::write(&glass, [0; 8]).unwrap();
    let devices = bench.start(&lcd(&glass));
    devices.show(&"lcd".into(), Box::new(|| Frame::new(3, 3).into())).unwrap();
    bench.wait_for(SOON, offline(Fault::Refused));
}
