//! The terminal once the number is given: what stands there, and what a slip that did not come out means.

use hal::port::printer::{Roll, Status};
use hal::port::terminal::{Button, PageName, Text};
use jiaohao::domain::id::{KioskId, TicketId};
use jiaohao::domain::request::Request;
use jiaohao::domain::ticket::Slip;
use jiaohao::domain::view::GivenView;
use jiaohao::station::kiosk::{ISSUED_FOR, PrinterState, REMEMBER_FOR};

use crate::kiosk::{READY, STORED, issued, kiosk, page, text};
use crate::support::{at, ticket, view};

#[test]
fn the_number_stands_large_with_its_promise_and_where_to_wait() {
    let mut kiosk = issued();

    let page = page(&mut kiosk, &view());

    assert_eq!(page.name, PageName::Issued);
    assert_eq!(text(&page, Text::Number), "A012");
    assert_eq!(text(&page, Text::Line(1)), "前面3人，约10至15分钟");
    assert_eq!(text(&page, Text::Line(3)), "请到A区等候，3、12号窗口办理");
    assert_eq!(text(&page, Text::Line(4)), "请取走您的号票 Please take your slip");
    assert_eq!(kiosk.deadline(), Some(at(2) + ISSUED_FOR));
}

#[test]
fn f01_a_number_without_paper_stays_on_the_terminal_to_be_remembered() {
    let mut kiosk = issued();
    let out = PrinterState::Told(Status { roll: Roll::Out, ..Status::READY });

    let page = kiosk.page(at(3), &view(), out, STORED);

    assert_eq!(text(&page, Text::Line(4)), "请记住您的号码 Please remember your number");
    assert_eq!(kiosk.deadline(), Some(at(2) + REMEMBER_FOR));
}

#[test]
fn a_slip_that_may_not_have_come_out_can_be_printed_again_at_the_terminal() {
    let mut kiosk = issued();
    let mut hall = view();
    hall.given = vec![GivenView { kiosk: KioskId(1), ticket: ticket(), slip: Slip::Unknown }];

    let page = kiosk.page(at(3), &hall, READY, STORED);
    let asked = kiosk.touched(at(4), PageName::Issued, Button::Take, &hall);

    assert_eq!(text(&page, Text::Line(4)), "请记住您的号码 Please remember your number");
    assert_eq!(page.live, [Button::Take, Button::Back]);
    assert_eq!(asked, Some(Request::Reprint { ticket: TicketId(512) }));
}

#[test]
fn a_second_try_is_not_offered_while_the_printer_is_out() {
    let mut kiosk = issued();
    let mut hall = view();
    hall.given = vec![GivenView { kiosk: KioskId(1), ticket: ticket(), slip: Slip::NotPrinted }];

    let page = kiosk.page(at(3), &hall, PrinterState::Lost, STORED);

    assert_eq!(page.live, [Button::Back]);
}

#[test]
fn a_slip_that_came_out_is_not_printed_again() {
    let mut kiosk = issued();
    let mut hall = view();
    hall.given = vec![GivenView { kiosk: KioskId(1), ticket: ticket(), slip: Slip::Printed }];

    let page = kiosk.page(at(3), &hall, READY, STORED);

    assert_eq!(page.live, [Button::Back]);
    assert_eq!(kiosk.touched(at(4), PageName::Issued, Button::Take, &hall), None);
}

#[test]
fn f04_a_printer_that_is_out_is_said_before_the_choice_with_the_right_words() {
    for (status, words) in [
        (Status { roll: Roll::Out, ..Status::READY }, "打印机缺纸"),
        (Status { cover_open: true, ..Status::READY }, "打印机盖未关"),
        (Status { cutter_jammed: true, ..Status::READY }, "打印机切刀卡住"),
        (Status { too_hot: true, ..Status::READY }, "打印机过热"),
        (Status { offline: true, ..Status::READY }, "打印机故障"),
    ] {
        let page = kiosk().page(at(0), &view(), PrinterState::Told(status), STORED);

        let note = text(&page, Text::Note);
        assert!(note.contains(words) && note.contains("请记住号码"), "{note}");
        assert!(page.live.contains(&Button::Choice(0)));
    }
}

#[test]
fn f03_a_roll_near_its_end_is_no_concern_of_visitors() {
    let low = Status { roll: Roll::NearEnd, ..Status::READY };

    let page = kiosk().page(at(0), &view(), PrinterState::Told(low), STORED);

    assert_eq!(text(&page, Text::Note), "Medical Insurance Hall");
}
