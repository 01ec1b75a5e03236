//! The hall display as a picture: the same calls as on a board, and every change where it belongs.

use hal::cable::surface::{Frame, png};
use jiaohao::domain::id::WindowId;
use jiaohao::domain::rules::Class;
use jiaohao::domain::view::{Availability, CallView, OfficeView};
use jiaohao::station::hall::HallDisplay;
use jiaohao::station::screen::{BLINK, BLINKS_FOR, Scene, picture, rows};

use crate::support::{THREE, TWELVE, at, call, number, view};

const SIZES: [(u32, u32); 4] = [(1920, 1080), (1280, 720), (1024, 768), (1080, 1920)];

/// The hall at so many seconds with these calls.
fn hall(seconds: u64, calls: Vec<CallView>) -> OfficeView {
    let mut hall = OfficeView { calls, ..view() };
    hall.at.hall = at(seconds);
    hall.totals.waiting = 17;
    hall.next_up = (14..22).map(number).collect();
    hall
}

fn scene(display: &mut HallDisplay, hall: &OfficeView) -> Scene {
    Scene::of(display, hall, true)
}

/// A scene as a display that saw nothing before has it.
fn fresh(hall: &OfficeView) -> Scene {
    scene(&mut HallDisplay::new(5), hall)
}

fn frame(size: (u32, u32), scene: &Scene) -> Frame {
    Frame::of_565(size.0, size.1, picture(size, scene).pixels())
}

fn busy() -> OfficeView {
    let of = |class, call: CallView| CallView { class, ..call };
    let arrived = |call: CallView| CallView { arrived: true, ..call };
    hall(
        20,
        vec![
            call(13, TWELVE, 20),
            of(Class::Green, call(12, THREE, 15)),
            of(Class::Urgent, arrived(call(9, WindowId(5), 10))),
            arrived(call(8, WindowId(1), 8)),
            of(Class::Returning, arrived(call(127, WindowId(10), 5))),
        ],
    )
}

#[test]
fn the_screen_shows_the_calls_of_the_board_in_their_order() {
    let (mut screen, mut board) = (HallDisplay::new(3), HallDisplay::new(3));
    let hall = busy();

    let scene = scene(&mut screen, &hall);
    let areas = board.areas(hall.at.hall, &hall, true);

    let told: Vec<String> = scene
        .calls
        .iter()
        .map(|call| match call.calling {
            true => format!("请{}到{}号窗口", call.number, call.window),
            false => format!("{} {}号窗口", call.number, call.window),
        })
        .collect();
    let texts: Vec<&str> = areas.iter().take(3).map(|area| area.text.as_str()).collect();
    assert_eq!(told, texts);
}

#[test]
fn every_scene_has_its_own_picture_in_every_size() {
    let mut quiet = hall(20, Vec::new());
    quiet.totals.waiting = 0;
    let closed = OfficeView { day: None, ..quiet.clone() };
    let mut full = busy();
    full.rules = long_name(&full);
    let scenes = [
        ("busy", fresh(&busy())),
        ("quiet", fresh(&quiet)),
        ("closed", fresh(&closed)),
        ("long", fresh(&full)),
    ];
    for size in SIZES {
        let frames: Vec<Frame> = scenes.iter().map(|(_, scene)| frame(size, scene)).collect();

        for (place, one) in frames.iter().enumerate() {
            assert!(!frames[..place].contains(one), "{} looks like another", scenes[place].0);
            write_png(&format!("hall-{}x{}-{}", size.0, size.1, scenes[place].0), one).unwrap();
        }
    }
}

#[test]
fn the_time_at_the_end_of_a_long_notice_is_seen_in_every_size() {
    let with = |time: &str| {
        let notice = format!("停电，叫号系统暂停取号，已取号的请在等候区稍候，预计{time}恢复");
        Scene { notice: Some(notice), ..fresh(&busy()) }
    };
    for size in SIZES {
        let [one, other] = ["10:30", "10:45"].map(|time| frame(size, &with(time)));

        write_png(&format!("hall-{}x{}-notice", size.0, size.1), &one).unwrap();
        assert!(one != other, "{size:?}");
    }
}

#[test]
fn a_television_has_room_for_five_calls_and_an_upright_one_for_more() {
    assert_eq!(rows((1920, 1080)), 5);
    assert_eq!(rows((1280, 720)), 5);
    assert!(rows((1080, 1920)) > 8);
}

#[test]
fn a_young_call_blinks_and_only_its_row_is_sent() {
    let mut display = HallDisplay::new(5);
    let calls = vec![call(13, TWELVE, 20), call(12, THREE, 5)];
    scene(&mut display, &hall(5, vec![calls[1]]));
    let light = scene(&mut display, &hall(20, calls.clone()));
    let dark = scene(&mut display, &hall(20 + BLINK.as_secs(), calls.clone()));
    let old = scene(&mut display, &hall(20 + BLINKS_FOR.as_secs(), calls));

    let change = frame((1920, 1080), &dark).differences(&frame((1920, 1080), &light));

    assert!(light.calls[0].bright && !light.calls[1].bright);
    assert!(!dark.calls[0].bright);
    assert_eq!(dark, old, "it has stopped blinking");
    let rows: u32 = change.iter().map(|area| area.height).sum();
    assert!(change.len() == 1 && (200..=290).contains(&rows), "{change:?}");
}

#[test]
fn a_call_that_is_repeated_blinks_again_and_one_that_was_answered_never() {
    let mut display = HallDisplay::new(5);
    scene(&mut display, &hall(5, vec![call(12, THREE, 5)]));

    let repeated = scene(&mut display, &hall(60, vec![call(12, THREE, 60)]));
    let arrived = CallView { arrived: true, ..call(12, THREE, 60) };
    let answered = scene(&mut display, &hall(60, vec![arrived]));

    assert!(repeated.calls[0].bright);
    assert!(!answered.calls[0].bright && !answered.calls[0].calling);
}

#[test]
fn the_screen_wants_to_be_drawn_again_only_while_a_call_is_young() {
    let mut display = HallDisplay::new(5);
    scene(&mut display, &hall(20, vec![call(12, THREE, 20)]));

    assert!(Scene::is_lively(&display, at(20)));
    assert!(!Scene::is_lively(&display, at(20) + BLINKS_FOR));
    assert!(!Scene::is_lively(&HallDisplay::new(5), at(20)));
}

#[test]
fn the_minute_changes_a_small_part_of_the_picture() {
    let size = (1920, 1080);
    let first = fresh(&hall(20, Vec::new()));
    let mut later = first.clone();
    later.clock =
        later.clock.map(|clock| jiaohao::station::screen::Clock { minute: clock.minute + 1, ..clock });

    let change = frame(size, &later).differences(&frame(size, &first));

    let pixels: u32 = change.iter().map(|area| area.width * area.height).sum();
    assert!(pixels > 0 && pixels < 1920 * 1080 / 500, "{pixels}");
}

#[test]
fn everybody_is_told_what_the_hall_cannot_do() {
    let notice = |hall: &OfficeView, stored| Scene::of(&mut HallDisplay::new(5), hall, stored).notice;
    let mut stopped = hall(0, Vec::new());
    for service in &mut stopped.services {
        service.availability = Availability::Stopped;
    }
    let over = OfficeView { after_hours: true, ..hall(0, Vec::new()) };
    let mut shut = OfficeView { day: None, ..hall(0, Vec::new()) };
    let unknown = notice(&shut, true);
    for service in &mut shut.services {
        service.availability = Availability::Closed { opens: None };
    }

    assert_eq!(notice(&hall(0, Vec::new()), true), None);
    assert_eq!(notice(&stopped, true).as_deref(), Some("暂停取号"));
    assert_eq!(notice(&over, true).as_deref(), Some("已停止取号，持号者继续办理"));
    assert_eq!(unknown.as_deref(), Some("今日未开放"));
    assert_eq!(notice(&shut, true).as_deref(), Some("未到取号时间"));
    assert!(notice(&over, false).is_some_and(|notice| notice.contains("未存储")), "the worst comes first");
}

fn long_name(hall: &OfficeView) -> std::sync::Arc<jiaohao::domain::rules::Rules> {
    let mut rules = (*hall.rules).clone();
    rules.hall.name = "某某市某某区医疗保障经办服务中心综合服务大厅".to_owned();
    rules.into()
}

/// Under the build folder, for people who want to look: the tests themselves read no file.
fn write_png(name: &str, frame: &Frame) -> std::io::Result<()> {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join(format!("{name}.png")), png(frame)?)
}
