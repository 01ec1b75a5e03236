//! The hall display and the words of a call.

use jiaohao::domain::id::{Prefix, TicketNumber, WindowId};
use jiaohao::domain::view::{CallView, OfficeView};
use jiaohao::station::hall::{CallStyle, HallDisplay, SHOWN_AT_LEAST, clips, sentence};

use crate::support::{THREE, TWELVE, at, call, number, view};

#[test]
fn calls_stand_newest_first_above_the_prepare_line() {
    let mut display = HallDisplay::new(3);
    let mut hall = with(vec![call(13, TWELVE, 20), call(12, THREE, 10)]);
    hall.next_up = vec![number(14), number(15)];

    let texts = texts(&mut display, 30, &hall);

    assert_eq!(texts, ["请A013到12号窗口", "请A012到3号窗口", "", "请准备 A014 A015"]);
}

#[test]
fn b15_where_no_day_can_be_opened_the_display_says_that_staff_help() {
    let mut hall = with(Vec::new());
    hall.day = None;
    let shown = |stored| HallDisplay::new(3).areas(at(30), &hall, stored);

    let texts: Vec<String> = shown(false).into_iter().map(|area| area.text).take(3).collect();

    assert_eq!(texts, ["现在暂停取号", "请找工作人员", ""]);
    assert_eq!(shown(true)[0].text, "", "a hall that is closed for the night is no trouble");
}

#[test]
fn a_visitor_who_has_arrived_is_shown_without_being_called() {
    let arrived = CallView { arrived: true, ..call(12, THREE, 10) };

    let areas = HallDisplay::new(1).areas(at(20), &with(vec![arrived]), true);

    assert_eq!(areas[0].text, "A012 3号窗口");
    assert!(!areas[0].lively);
}

#[test]
fn in_a_hall_without_a_start_key_the_display_calls_for_as_long_as_the_way_takes() {
    let mut display = HallDisplay::new(1);
    let mut hall = with(vec![CallView { arrived: true, ..call(12, THREE, 10) }]);
    let mut rules = (*hall.rules).clone();
    rules.calling.start_key = false;
    let here = at(10) + rules.estimate.call_out;
    hall.rules = rules.into();

    hall.at.hall = at(10);
    let called = display.areas(at(10), &hall, true);
    hall.at.hall = here;
    let arrived = display.areas(here, &hall, true);

    assert_eq!((called[0].text.as_str(), called[0].lively), ("请A012到3号窗口", true));
    assert_eq!((arrived[0].text.as_str(), arrived[0].lively), ("A012 3号窗口", false));
}

#[test]
fn the_oldest_call_drops_out_when_the_rows_are_full() {
    let mut display = HallDisplay::new(2);
    texts(&mut display, 10, &with(vec![call(12, THREE, 9), call(11, TWELVE, 8)]));

    let texts = texts(
        &mut display,
        20,
        &with(vec![call(13, WindowId(4), 20), call(12, THREE, 9), call(11, TWELVE, 8)]),
    );

    assert_eq!(texts[..2], ["请A013到4号窗口", "请A012到3号窗口"]);
}

#[test]
fn f24_every_call_stands_its_time_even_when_more_windows_call_than_there_are_rows() {
    let mut display = HallDisplay::new(1);
    let first = call(11, TWELVE, 10);
    texts(&mut display, 10, &with(vec![first]));
    let both = with(vec![call(12, THREE, 12), first]);

    let early = texts(&mut display, 12, &both);
    let due = display.deadline();
    let late = texts(&mut display, 15, &both);

    assert_eq!(early[0], "请A011到12号窗口");
    assert_eq!(due, Some(at(10) + SHOWN_AT_LEAST));
    assert_eq!(late[0], "请A012到3号窗口");
    assert_eq!(display.deadline(), None);
}

#[test]
fn those_whom_the_hall_expects_come_before_those_who_have_arrived() {
    let mut display = HallDisplay::new(1);
    let arrived = CallView { arrived: true, ..call(12, THREE, 12) };

    let texts = texts(&mut display, 20, &with(vec![arrived, call(11, TWELVE, 10)]));

    assert_eq!(texts[0], "请A011到12号窗口");
}

#[test]
fn an_ended_call_leaves_its_row_at_once() {
    let mut display = HallDisplay::new(1);
    texts(&mut display, 10, &with(vec![call(12, THREE, 10)]));

    assert_eq!(texts(&mut display, 11, &view()), ["", "医保服务大厅"]);
}

#[test]
fn a_display_says_when_numbers_are_not_stored() {
    let areas = HallDisplay::new(1).areas(at(0), &view(), false);

    assert_eq!(areas[1].text, "【未存储】医保服务大厅");
}

#[test]
fn the_sentence_of_a_call_is_written_as_it_is_said() {
    assert_eq!(sentence(number(12), THREE), "请A012号到3号窗口");
}

#[test]
fn a_call_is_said_digit_by_digit_with_yao_for_one() {
    let once = CallStyle { times: 1, yao: true };

    let clips = clips(number(12), THREE, false, once);

    let said = "chime qing letter-a digit-0 yao digit-2 hao dao digit-3 hao-chuangkou";
    assert_eq!(clips.join(" "), said);
}

#[test]
fn a_hall_may_say_yi_for_one() {
    let once = CallStyle { times: 1, yao: false };
    let number = TicketNumber { prefix: Prefix('B'), value: 1, width: 2 };

    let clips = clips(number, THREE, false, once);

    assert!(clips.join(" ").contains("letter-b digit-0 digit-1 hao"));
}

#[test]
fn a_call_is_said_as_often_as_set_and_marked_when_it_is_a_repeat() {
    let twice = clips(number(12), THREE, true, CallStyle::default());

    assert_eq!(twice[..3], ["chime", "zai-ci", "qing"]);
    assert_eq!(twice.iter().filter(|clip| *clip == "hao-chuangkou").count(), 2);
    assert_eq!(twice.iter().filter(|clip| *clip == "pause").count(), 1);
}

#[test]
fn a_windows_number_is_said_as_a_number() {
    let said = |window| jiaohao::station::hall::window_clips(WindowId(window)).join(" ");

    assert_eq!(said(3), "digit-3");
    assert_eq!(said(10), "shi");
    assert_eq!(said(12), "shi digit-2");
    assert_eq!(said(20), "digit-2 shi");
    assert_eq!(said(21), "digit-2 shi digit-1");
}

fn with(calls: Vec<CallView>) -> OfficeView {
    let mut hall = view();
    hall.calls = calls;
    hall
}

fn texts(display: &mut HallDisplay, now: u64, view: &OfficeView) -> Vec<String> {
    display.areas(at(now), view, true).into_iter().map(|area| area.text).collect()
}
