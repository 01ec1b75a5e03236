//! The manual-calling sheet on the status LCD: when it stands there, and that every number has its page.

use std::sync::Arc;

use hal::cable::surface::{Frame, png};
use jiaohao::domain::id::{JobId, SheetId, TicketId, TicketNumber};
use jiaohao::domain::incident::AlarmKind;
use jiaohao::domain::manual::{Paper, PaperJob, SheetReason, SheetRow};
use jiaohao::domain::moment::HallTime;
use jiaohao::domain::view::OfficeView;
use jiaohao::station::cabinet::{
    About, Listed, PAGE_FOR, PAPER_WITHIN, Row, Situation, Trouble, Wrong, letters, picture,
};

use crate::sheet::hall;
use crate::support::{MORNING, at};

const SIZES: [(u32, u32); 4] = [(320, 240), (480, 320), (240, 240), (128, 64)];
const LETTERS: [(u32, u32); 2] = [(16, 2), (20, 4)];

#[test]
fn a_sheet_that_no_paper_holds_stands_on_the_lcd_without_what_has_an_outcome() {
    let listed = Listed::of(&without_paper(4)).unwrap();

    let [sheet] = &listed.sheets[..] else { panic!("one sheet is open") };
    let told = |row: &Row| format!("{} {} {:?}", row.number, row.since, row.window.map(|window| window.0));
    let rows: Vec<String> = sheet.rows.iter().map(told).collect();
    assert_eq!(rows, ["A013 09:02 Some(3)", "A014 09:04 None", "A009 08:43 Some(12)"]);
    assert_eq!(sheet.seal.as_deref(), Some("01ab 01ab 01ab 01ab"));
}

#[test]
fn a_sheet_that_came_out_of_a_printer_leaves_the_lcd_alone() {
    assert_eq!(Listed::of(&hall(SheetReason::Key)), None);
}

#[test]
fn paper_has_five_seconds_to_come_before_the_list_stands() {
    let drawn = |seconds_ago: u64| {
        let mut view = without_paper(4);
        view.at.hall = at(100);
        let opened = HallTime(at(100).0 - seconds_ago * 1000);
        let paper = Paper::Sheet(SheetId(2));
        view.manual.papers = vec![PaperJob { job: JobId(9), paper, again: false, opened }];
        Listed::of(&view).is_some()
    };

    assert!(!drawn(PAPER_WITHIN.as_secs() - 1), "a printer may bring it yet");
    assert!(drawn(PAPER_WITHIN.as_secs()), "no printer brings it");
}

#[test]
fn insurance_that_nobody_wrote_on_and_a_drill_do_not_stand_on_the_lcd() {
    let mut insurance = without_paper(4);
    insurance.manual.sheets[0].why = SheetReason::Insurance;

    assert_eq!(Listed::of(&insurance), None);
}

#[test]
fn every_number_has_its_turn_and_the_usual_face_comes_in_between() {
    let listed = Listed::of(&without_paper(40)).unwrap();
    for rows in 1..=7 {
        for seal_apart in [false, true] {
            let (mut seen, mut usual) = (Vec::new(), 0);
            let pages = 39_usize.div_ceil(rows) + usize::from(seal_apart);
            for turn in 0..u64::try_from(pages + pages.div_ceil(3)).unwrap() {
                let turned = Listed { turn, ..listed.clone() };
                match turned.page(rows, seal_apart) {
                    Some(page) => {
                        assert_eq!((page.place, page.of), (seen.len() + 1, pages));
                        seen.push(page.rows.iter().map(|row| row.number).collect::<Vec<TicketNumber>>());
                    }
                    None => usual += 1,
                }
            }
            let numbers: Vec<TicketNumber> = listed.sheets[0].rows.iter().map(|row| row.number).collect();
            assert_eq!(seen.concat(), numbers, "{rows} rows");
            assert_eq!(usual, pages.div_ceil(3), "{rows} rows");
        }
    }
}

#[test]
fn a_page_stands_for_ten_seconds() {
    let turn = |hall_ms: u64| {
        let mut view = without_paper(4);
        view.at.hall = HallTime(hall_ms);
        Listed::of(&view).unwrap().turn
    };
    let page_ms = u64::try_from(PAGE_FOR.as_millis()).unwrap();

    assert_eq!(turn(7 * page_ms), turn(8 * page_ms - 1));
    assert_eq!(turn(7 * page_ms) + 1, turn(8 * page_ms));
}

#[test]
fn pages_are_drawn_in_every_size_and_differ() {
    for size in SIZES {
        let pages: Vec<_> = (0..3).map(|turn| picture(size, &situation(turn, Vec::new()))).collect();

        assert!(pages[0] != pages[1] && pages[1] != pages[2], "{size:?}");
        for (place, page) in (1..).zip(&pages) {
            let frame = Frame::of_565(size.0, size.1, page.pixels());
            let name = format!("lcd-{}x{}-sheet-{place}.png", size.0, size.1);
            std::fs::write(
                std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name),
                png(&frame).unwrap(),
            )
            .unwrap();
        }
    }
}

#[test]
fn a_face_that_is_not_stored_says_so_on_the_pages_too() {
    for size in SIZES {
        let stored = situation(0, Vec::new());
        let unsaved = Situation { stored: false, ..situation(0, Vec::new()) };

        assert!(picture(size, &stored) != picture(size, &unsaved), "{size:?}");
    }
    for size in LETTERS {
        let turn = if size.1 == 2 { letters_turn_of_the_seal() } else { 0 };
        let unsaved = letters(size, &Situation { stored: false, ..situation(turn, Vec::new()) });

        assert!(unsaved.contains(&"UNSAVED".to_owned()), "{unsaved:?}");
    }
}

#[test]
fn letter_displays_have_the_list_in_ascii() {
    assert_eq!(letters((16, 2), &situation(0, Vec::new())), ["SHEET 2 1/12", "A013 09:02  W3 !"]);
    let seal = letters((16, 2), &situation(letters_turn_of_the_seal(), Vec::new()));
    assert_eq!(seal, ["SHEET 2 12/12", "01ab01ab01ab01ab"]);
    let four = letters((20, 4), &situation(0, Vec::new()));
    assert_eq!(
        four,
        ["SHEET 2 1/6    09:14", "A013 09:02      W3 !", "A014 09:04        W?", "01ab 01ab 01ab 01ab"]
    );
    for line in four {
        assert!(line.is_ascii() && line.len() <= 20, "{line}");
    }
}

#[test]
fn whoever_calls_for_help_comes_before_the_list() {
    let alarm = Trouble {
        about: About::Alarm(AlarmKind::Help, None),
        device: None,
        place: String::new(),
        wrong: Wrong::AlarmRaised,
        age: std::time::Duration::ZERO,
    };

    assert!(situation(0, Vec::new()).listed.is_some());
    assert_eq!(situation(0, vec![alarm]).listed, None);
}

/// After eleven numbers, a page each, and three usual faces among them.
fn letters_turn_of_the_seal() -> u64 {
    14
}

/// The hall with a sheet of twelve numbers that no paper holds, of which one has an outcome.
fn situation(turn: u64, troubles: Vec<Trouble>) -> Situation {
    let mut view = without_paper(12);
    view.at.hall = HallTime(turn * PAGE_FOR.as_secs() * 1000);
    Situation::of(&view, Some(MORNING), true, troubles)
}

/// The small hall's sheet with so many numbers; it is on no paper.
fn without_paper(numbers: u16) -> OfficeView {
    let mut view = hall(SheetReason::Key);
    let sheet = &mut view.manual.sheets[0];
    sheet.on_paper = false;
    sheet.drawn.hall = at(3600);
    let mut rows: Vec<SheetRow> = sheet.rows.to_vec();
    for (row, minutes) in rows.iter_mut().zip([4, 12, 10, 31]) {
        row.since = at(3600 - minutes * 60);
    }
    let last = rows[1];
    rows.extend((4..numbers).map(|place| {
        let value = place + 20;
        let number = TicketNumber { value, ..last.number };
        SheetRow { ticket: TicketId(u64::from(value)), number, ..last }
    }));
    sheet.rows = Arc::new(rows);
    view
}
