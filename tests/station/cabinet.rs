//! The status LCD: what stands on it, in which order, and that it can be seen.

use std::time::Duration;

use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::prelude::{Point, RgbColor};
use hal::cable::surface::{Frame, png};
use hal::port::printer::{Roll, Status};
use jiaohao::domain::id::{Prefix, TicketNumber, WindowId};
use jiaohao::domain::means::HallState;
use jiaohao::domain::view::{OfficeView, WindowState};
use jiaohao::layout::{Role, Zone};
use jiaohao::station::cabinet::{
    About, Bearing, OtherHall, Severity, Situation, Step, Trouble, Wrong, picture, printer_trouble,
};
use jiaohao::station::picture::{Picture, TextSize, fitted, width};

use crate::support::{MORNING, THREE, at, view};

const SIZES: [(u32, u32); 4] = [(320, 240), (480, 320), (240, 240), (128, 64)];

#[test]
fn every_situation_has_its_own_picture_in_every_size() {
    let situations = situations();
    for size in SIZES {
        let pictures: Vec<Picture> = situations.iter().map(|(_, it)| picture(size, it)).collect();

        for (place, one) in pictures.iter().enumerate() {
            assert_eq!(one.width_and_height(), size);
            assert!(!pictures[..place].contains(one), "{} looks like another", situations[place].0);
            write_png(&format!("lcd-{}x{}-{}", size.0, size.1, situations[place].0), one).unwrap();
        }
    }
}

#[test]
fn b15_the_question_of_another_halls_card_takes_as_many_pages_as_it_needs_and_turns_them() {
    let page = |size, turn| picture(size, &other_hall("yongtai-social-insurance", "longshan", turn));
    for size in [(320, 240), (240, 240)] {
        assert!(page(size, 0) != page(size, 1), "{size:?}");
        assert!((2..6).any(|turn| page(size, turn) == page(size, 0)), "{size:?} begins again");
        write_png(&format!("lcd-{}x{}-other-hall-2", size.0, size.1), &page(size, 1)).unwrap();
    }
    assert!(page((480, 320), 0) == page((480, 320), 1), "a large panel holds it on one page");
}

#[test]
fn how_old_the_journals_last_copy_is_stands_at_the_foot_of_every_large_face() {
    let copied = Situation { backup: Some("2小时前备份".to_owned()), ..situation(Vec::new()) };
    for size in [(320, 240), (480, 320), (240, 240)] {
        let drawn = picture(size, &copied);

        assert!(drawn != picture(size, &situation(Vec::new())), "{size:?}");
        write_png(&format!("lcd-{}x{}-backup", size.0, size.1), &drawn).unwrap();
    }
}

#[test]
fn the_worst_trouble_comes_first_and_of_equals_the_oldest() {
    let situation = situation(vec![
        trouble(About::Device(Role::RatingPad(THREE)), Wrong::Silent, 600),
        trouble(About::Device(Role::Printer), Wrong::PaperOut, 60),
        trouble(About::Device(Role::HallDisplay), Wrong::Unplugged, 300),
        trouble(About::Journal, Wrong::NotWritten, 5),
    ]);

    let headlines: Vec<String> = situation.troubles.iter().map(Trouble::headline).collect();

    assert_eq!(headlines, ["日志 无法写入", "大厅主屏 已断开", "打印机 缺纸", "3号评价器 无应答"]);
}

#[test]
fn a_trouble_says_where_it_is_and_what_to_do_and_since_when() {
    let mut trouble = trouble(About::Device(Role::Printer), Wrong::PaperOut, 12 * 60 + 5);
    trouble.place = "取号机左侧".to_owned();

    assert_eq!(trouble.remedy(), "请装入纸卷（取号机左侧）");
    assert_eq!(trouble.for_how_long(), "12分钟");
    trouble.age = Duration::from_secs(3 * 3600 + 120);
    assert_eq!(trouble.for_how_long(), "3小时2分");
    trouble.age = Duration::from_secs(3 * 86_400);
    assert_eq!(trouble.for_how_long(), "3天");
    trouble.age = Duration::from_secs(59);
    assert_eq!(trouble.for_how_long(), "刚刚");
}

#[test]
fn what_can_wait_is_told_from_what_stops_the_hall() {
    let severity = |about, wrong| trouble(about, wrong, 0).severity();

    assert_eq!(severity(About::Journal, Wrong::NotWritten), Severity::Stops);
    assert_eq!(severity(About::Device(Role::Keypad(THREE)), Wrong::Silent), Severity::Hurts);
    assert_eq!(severity(About::Voice(Zone::Hall), Wrong::Broken), Severity::Hurts);
    assert_eq!(severity(About::Device(Role::Printer), Wrong::PaperNearEnd), Severity::Waits);
    assert_eq!(severity(About::Lcd, Wrong::Unplugged), Severity::Waits);
}

#[test]
fn a_printers_own_words_become_the_trouble_that_a_person_can_mend() {
    let ready = Status::READY;

    assert_eq!(printer_trouble(ready), None);
    let near_end = Status { roll: Roll::NearEnd, ..ready };
    assert_eq!(printer_trouble(near_end), Some(Wrong::PaperNearEnd));
    let out = Status { roll: Roll::Out, offline: true, ..ready };
    assert_eq!(printer_trouble(out), Some(Wrong::PaperOut));
    let open = Status { cover_open: true, offline: true, ..ready };
    assert_eq!(printer_trouble(open), Some(Wrong::CoverOpen));
    assert_eq!(printer_trouble(Status { offline: true, ..ready }), Some(Wrong::PrinterError));
    let hot = Status { too_hot: true, offline: true, ..ready };
    assert_eq!(printer_trouble(hot), Some(Wrong::TooHot));
}

#[test]
fn the_picture_changes_with_the_minute_and_not_with_the_second() {
    let aged = |seconds| situation(vec![trouble(About::Voice(Zone::Hall), Wrong::Broken, seconds)]);

    assert_eq!(aged(61), aged(119));
    assert_ne!(aged(61), aged(120));
}

#[test]
fn windows_that_pause_or_are_closed_are_not_open() {
    let mut hall = view();
    hall.windows[0].state = WindowState::Paused { reason: 0, since: at(0) };

    assert_eq!(Situation::of(&view(), None, true, Vec::new()).windows_open, 1);
    assert_eq!(Situation::of(&hall, None, true, Vec::new()).windows_open, 0);
}

#[test]
fn a_character_that_the_font_lacks_is_seen_to_be_missing() {
    let mut known = Picture::new(40, 20);
    let mut unknown = Picture::new(40, 20);

    let known_width = known.text(Point::new(0, 0), TextSize::Normal, Rgb565::WHITE, "号");
    let unknown_width = unknown.text(Point::new(0, 0), TextSize::Normal, Rgb565::WHITE, "\u{20BB7}");

    assert_eq!(known_width, 16);
    assert_eq!(unknown_width, 16);
    assert!(unknown.pixels().any(|pixel| pixel != 0), "an empty box is drawn");
    assert_ne!(known, unknown);
}

#[test]
fn a_rare_name_is_drawn_in_every_size_as_wide_as_its_neighbours() {
    for (size, wide) in
        [(TextSize::Small, 12), (TextSize::Normal, 16), (TextSize::Strong, 16), (TextSize::Double, 32)]
    {
        let (mut rare, mut unknown) = (Picture::new(40, 40), Picture::new(40, 40));

        assert_eq!(rare.text(Point::new(0, 0), size, Rgb565::WHITE, "㙍"), wide, "{size:?}");
        unknown.text(Point::new(0, 0), size, Rgb565::WHITE, "\u{20BB7}");

        assert_ne!(rare, unknown, "{size:?}");
    }
}

#[test]
fn a_chinese_character_is_drawn_as_its_font_has_it() {
    let mut picture = Picture::new(16, 18);

    picture.text(Point::new(0, 0), TextSize::Normal, Rgb565::WHITE, "口");

    let dots: Vec<u16> = picture.pixels().collect();
    let drawn: Vec<String> = dots
        .chunks(16)
        .map(|row| row.iter().map(|dot| if *dot == 0 { ' ' } else { '#' }).collect::<String>())
        .map(|row| row.trim_end().to_owned())
        .collect();
    let (edge, sides) = ("  ###########", "  #         #");
    assert_eq!(drawn[1], edge);
    assert_eq!(drawn[2..12], [sides; 10]);
    assert_eq!(drawn[12..14], [edge, sides]);
}

#[test]
fn a_doubled_character_is_twice_as_wide_and_drawn_whole() {
    let mut picture = Picture::new(64, 40);

    let width = picture.text(Point::new(4, 4), TextSize::Double, Rgb565::WHITE, "号");

    assert_eq!(width, 32);
    has_ink(&picture, (4, 36), (4, 38), 150);
}

#[test]
fn a_doubled_stroke_keeps_its_end() {
    let mut picture = Picture::new(32, 40);

    picture.text(Point::new(0, 0), TextSize::Double, Rgb565::WHITE, "口");

    let dots: Vec<u16> = picture.pixels().collect();
    let has_ink = |row: usize| dots[row * 32..][..32].iter().any(|dot| *dot != 0);
    assert!(has_ink(27), "the sides of 口 end at row 13 of 16");
    assert!(!has_ink(28));
}

#[test]
fn a_text_that_does_not_fit_is_cut_and_seen_to_be_cut() {
    let fit = fitted(TextSize::Normal, "取号机左侧：请装入纸卷", 100);

    assert!(fit.ends_with("..") && width(TextSize::Normal, &fit) <= 100, "{fit}");
    assert_eq!(fitted(TextSize::Normal, "取号机", 100), "取号机");
}

#[test]
fn what_lies_outside_the_picture_is_left_out() {
    let mut picture = Picture::new(10, 10);

    picture.text(Point::new(-8, -8), TextSize::Double, Rgb565::WHITE, "口口");

    assert_eq!(picture.pixels().count(), 100);
}

/// Ink within the given columns and rows, at least so much, and none outside.
fn has_ink(picture: &Picture, columns: (usize, usize), rows: (usize, usize), least: usize) {
    let (wide, _) = picture.width_and_height();
    let wide = usize::try_from(wide).unwrap_or(1);
    let ink: Vec<(usize, usize)> = picture
        .pixels()
        .enumerate()
        .filter(|(_, pixel)| *pixel != 0)
        .map(|(place, _)| (place % wide, place / wide))
        .collect();

    assert!(ink.len() >= least, "{} dots", ink.len());
    for (x, y) in ink {
        assert!(x >= columns.0 && x < columns.1 && y >= rows.0 && y < rows.1, "ink at {x}, {y}");
    }
}

fn situations() -> Vec<(&'static str, Situation)> {
    let printer = || Trouble {
        place: "取号机左侧".to_owned(),
        ..trouble(About::Device(Role::Printer), Wrong::PaperOut, 720)
    };
    let board = || Trouble {
        place: "3号窗口上方，柱子起第二块顶板".to_owned(),
        ..trouble(About::Device(Role::WindowBoard(THREE)), Wrong::Silent, 95)
    };
    let voice = || trouble(About::Voice(Zone::Hall), Wrong::Broken, 180);
    let journal =
        || Trouble { place: "机柜内".to_owned(), ..trouble(About::Journal, Wrong::NotWritten, 30) };
    let many = (4..9).map(|window| Trouble {
        place: format!("{window}号窗口台面"),
        ..trouble(About::Device(Role::Keypad(WindowId(window))), Wrong::Unplugged, 40)
    });
    let closed = Situation { open: false, waiting: 0, served: 0, clock: None, ..situation(Vec::new()) };
    vec![
        ("well", situation(Vec::new())),
        ("closed", closed),
        ("one", situation(vec![printer()])),
        ("two", situation(vec![printer(), board()])),
        ("stopped", Situation { stored: false, ..situation(vec![journal(), printer(), board()]) }),
        ("many", situation([printer(), board()].into_iter().chain(many).collect())),
        ("means-down", situation(vec![voice()]).bearing(down())),
        ("manual-some", situation(vec![board(), voice()]).bearing(by_mouth())),
        ("manual-all", situation(vec![journal(), printer()]).bearing(all_by_hand())),
        ("second", situation(vec![kept(Wrong::OnSecond)]).bearing(second())),
        ("memory", Situation { stored: false, ..situation(vec![kept(Wrong::InMemory)]) }.bearing(memory())),
        ("other-hall", other_hall("yongtai", "longshan", 0)),
        ("other-hall-long", other_hall("yongtai-social-insurance", "longshan-social-insurance", 0)),
    ]
}

/// The card of another hall is in the machine.
fn other_hall(found: &str, ours: &str, turn: u64) -> Situation {
    let (typed, ours) = (found.to_owned(), ours.to_owned());
    let asked = OtherHall { found: found.to_owned(), typed, ours, turn };
    let trouble = Trouble { place: found.to_owned(), ..trouble(About::Journal, Wrong::OtherHall, 0) };
    Situation { open: false, stored: false, other_hall: Some(asked), ..situation(vec![trouble]) }
}

fn kept(wrong: Wrong) -> Trouble {
    Trouble { place: "机柜内".to_owned(), ..trouble(About::Journal, wrong, 240) }
}

fn second() -> Bearing {
    let steps = vec![step("日志：已改存第二介质（日志无法写入）", false)];
    Bearing { state: HallState::MeansDown, minutes: 4, steps, calls: Vec::new() }
}

fn memory() -> Bearing {
    let steps = vec![step("日志：请同时用纸登记（日志无法写入）", true)];
    Bearing { state: HallState::ManualForSome, minutes: 4, steps, calls: Vec::new() }
}

fn down() -> Bearing {
    let steps = vec![
        step("取号：请提醒群众记住号码，恢复后可补打（打印机缺纸）", false),
        step("语音叫号：改为屏幕闪动提示（语音驱动出错）", false),
    ];
    Bearing { state: HallState::MeansDown, minutes: 12, steps, calls: Vec::new() }
}

fn by_mouth() -> Bearing {
    let steps = vec![
        step("各窗口显示叫号：请窗口口头叫号（1号窗口屏等12台无应答）", true),
        step("语音叫号：改为蜂鸣提示（语音驱动出错）", false),
    ];
    let number = |value| TicketNumber { prefix: Prefix('A'), value, width: 3 };
    let calls = vec![(number(17), THREE), (number(16), WindowId(12)), (number(15), WindowId(4))];
    Bearing { state: HallState::ManualForSome, minutes: 3, steps, calls }
}

fn all_by_hand() -> Bearing {
    let steps = vec![
        step("取号：请发预印号票并登记（日志无法写入）", true),
        step("各窗口显示叫号：请窗口口头叫号（日志无法写入）", true),
        step("各窗口按键叫号：请在叫号单上登记（日志无法写入）", true),
        step("各窗口评价：请发纸质评价表（日志无法写入）", true),
    ];
    Bearing { state: HallState::ManualForAll, minutes: 0, steps, calls: Vec::new() }
}

#[test]
fn what_is_wrong_with_many_windows_is_one_row_and_what_else_is_wrong_keeps_its_own() {
    let at = |window| trouble(About::Window(WindowId(window)), Wrong::NotHandedOver, 60 * u64::from(window));
    let mut troubles: Vec<Trouble> = (1..=9).map(at).collect();
    troubles.push(trouble(About::Window(WindowId(2)), Wrong::Absent, 600));
    troubles.push(trouble(About::Disk, Wrong::RoomLow, 30));

    let told = situation(troubles).troubles;

    let rows: Vec<(String, String)> = told.iter().map(|row| (row.headline(), row.for_how_long())).collect();
    let row = |headline: &str, age: &str| (headline.to_owned(), age.to_owned());
    assert_eq!(
        rows,
        [row("2号窗口 无人叫号", "10分钟"), row("9个窗口 未交接", "9分钟"), row("磁盘 空间将满", "")]
    );
    assert_eq!(told[1].remedy(), "办结、交接材料后退出登录（1、2、3、4、5、6、7、8、9号）");
    let pair = situation(vec![at(1), at(2)]).troubles;
    assert_eq!(pair.len(), 2, "two are told each by itself");
}

fn step(words: &str, by_hand: bool) -> Step {
    Step { words: words.to_owned(), by_hand }
}

fn situation(troubles: Vec<Trouble>) -> Situation {
    let mut hall: OfficeView = view();
    hall.totals.waiting = 17;
    hall.totals.served = 128;
    hall.totals.longest_wait = Duration::from_secs(22 * 60);
    Situation::of(&hall, Some(MORNING), true, troubles)
}

fn trouble(about: About, wrong: Wrong, seconds: u64) -> Trouble {
    Trouble { about, device: None, place: String::new(), wrong, age: Duration::from_secs(seconds) }
}

/// Under the build folder, for people who want to look: the tests themselves read no file.
fn write_png(name: &str, picture: &Picture) -> std::io::Result<()> {
    let (width, height) = picture.width_and_height();
    let frame = Frame::of_565(width, height, picture.pixels());
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join(format!("{name}.png")), png(&frame)?)
}

/// What a panel on SPI is sent for a change: two bytes a pixel, and eleven for the window of each rectangle.
fn sent(size: (u32, u32), before: &Situation, after: &Situation) -> u32 {
    let frame = |situation| Frame::of_565(size.0, size.1, picture(size, situation).pixels());
    let areas = frame(after).differences(&frame(before));
    areas.iter().map(|area| 11 + 2 * area.width * area.height).sum()
}

#[test]
fn a_panel_is_sent_a_small_part_of_the_picture_for_what_changes_all_day() {
    let size = (320, 240);
    let whole = 2 * size.0 * size.1;
    let well = situation(Vec::new());
    let minute = Situation { clock: Some((9, 15)), ..well.clone() };
    let called = Situation { waiting: 16, ..well.clone() };
    let served = Situation { waiting: 16, served: 129, ..well.clone() };
    let trouble = situation(vec![trouble(About::Device(Role::Printer), Wrong::PaperOut, 720)]);

    let told = [&minute, &called, &served, &trouble].map(|after| sent(size, &well, after) * 1000 / whole);

    assert_eq!(told, [3, 9, 66, 292], "thousandths of the whole");
}
