//! What stands over a window.

use std::sync::Arc;
use std::time::Duration;

use hal::port::board::{Area, Colour};
use hal::port::rating_pad;
use jiaohao::domain::view::{RatingView, WindowState};
use jiaohao::station::window::{board, marked, nameplate, rating_pad};

use crate::small_hall::rules;
use crate::support::{THREE, TWELVE, at, call, called, serving, view, view_with};

#[test]
fn a_called_number_is_asked_to_come_and_draws_the_eye() {
    let areas = board(&view_with(called(12)), THREE);

    assert_eq!(areas[0].text, "请A012号");
    assert!(areas[0].lively);
}

#[test]
fn a_served_number_stands_still_in_the_colour_of_its_class() {
    let areas = board(&view_with(serving(12)), THREE);

    assert_eq!(areas[0].text, "A012号办理中");
    assert_eq!(areas[0].colour, Colour::Red);
    assert!(!areas[0].lively);
}

#[test]
fn without_a_start_key_a_number_is_asked_to_come_for_as_long_as_the_way_takes() {
    let mut view = view_with(serving(12));
    let mut rules = rules();
    rules.calling.start_key = false;
    rules.estimate.call_out = Duration::from_secs(40);
    view.rules = Arc::new(rules);
    view.calls = vec![call(12, THREE, 100)];

    view.at.hall = at(139);
    assert_eq!(board(&view, THREE)[0].text, "请A012号");
    view.at.hall = at(140);
    assert_eq!(board(&view, THREE)[0].text, "A012号办理中");
}

#[test]
fn a_pause_shows_the_courteous_words_of_its_reason() {
    let areas = board(&view_with(WindowState::Paused { reason: 1, since: at(0) }), THREE);

    assert_eq!(areas[0].text, "整理材料，请稍候");
}

#[test]
fn a_pause_for_a_reason_that_is_gone_from_the_rules_still_has_words() {
    let areas = board(&view_with(WindowState::Paused { reason: 9, since: at(0) }), THREE);

    assert_eq!(areas[0].text, "暂停服务 请稍候");
}

#[test]
fn free_closing_and_closed_windows_say_different_things() {
    let free = view();
    let mut closing = view();
    closing.windows[0].closing_out = true;

    assert_eq!(board(&free, THREE)[0].text, "请等候叫号");
    assert_eq!(board(&closing, THREE)[0].text, "即将停止服务");
    assert_eq!(board(&free, TWELVE)[0].text, "本窗口未开放");
}

#[test]
fn the_nameplate_names_window_clerk_and_post() {
    assert_eq!(nameplate(&view(), THREE), "3号 综合窗口 7号 经办岗");
}

#[test]
fn a_window_without_a_clerk_names_itself_only() {
    assert_eq!(nameplate(&view(), TWELVE), "12号 咨询窗口");
    assert_eq!(board(&view(), TWELVE)[1].text, "12号 咨询窗口");
}

#[test]
fn a_pad_asks_what_the_view_asks_and_rests_otherwise() {
    let mut grade = view();
    grade.windows[0].rating = Some(RatingView::Grade);
    let mut reason = view();
    reason.windows[0].rating = Some(RatingView::Reason);

    assert_eq!(rating_pad(&grade, THREE), rating_pad::Command::AskGrade);
    assert_eq!(rating_pad(&reason, THREE), rating_pad::Command::AskReason);
    assert_eq!(rating_pad(&view(), THREE), rating_pad::Command::Rest);
}

#[test]
fn a_board_says_that_nothing_is_stored_beside_the_call_and_never_in_place_of_the_way_out() {
    let called = board(&view_with(called(12)), THREE);

    let told = marked(called.clone(), false);
    assert_eq!(told[0], called[0], "the call stands as it stood");
    assert_eq!(told[1].text, format!("【未存储】{}", called[1].text));
    assert_eq!(marked(called.clone(), true), called, "nothing is said of a journal that is stored");

    let line = |text: &str| Area { text: text.to_owned(), colour: Colour::Red, lively: true };
    let fire = vec![line("请离开"), line("")];
    assert_eq!(marked(fire.clone(), false), fire);
}
