//! A window that closes: what its keypad and the status LCD say is still to be done there.

use std::time::Duration;

use jiaohao::domain::view::OfficeView;
use jiaohao::station::cabinet::{About, Severity, Trouble, Wrong};
use jiaohao::station::keypad::Keypad;

use crate::support::{THREE, at, number, view};

#[test]
fn a_window_that_closes_shows_what_is_still_to_be_done_there() {
    let shown = |change: fn(&mut OfficeView)| {
        let mut view = view();
        change(&mut view);
        Keypad::new(THREE).digits(at(0), &view)
    };
    let parked = |view: &mut OfficeView| {
        view.windows[0].closing_out = true;
        view.windows[0].parked = vec![number(15), number(19)];
    };

    assert_eq!(shown(parked), "PAr2");
    assert_eq!(shown(|view| view.windows[0].closing_out = true), "End");
    assert_eq!(shown(|view| view.after_hours = true), "HAnd");
}

#[test]
fn after_the_hours_whoever_waits_comes_before_the_papers() {
    let mut view = view();
    (view.after_hours, view.windows[0].waiting) = (true, 4);

    assert_eq!(Keypad::new(THREE).digits(at(0), &view), "   4");
}

#[test]
fn a_window_that_is_not_handed_over_can_wait_and_says_what_stands_open() {
    let left = Trouble {
        about: About::Window(THREE),
        device: None,
        place: "在办A012 停办A015".to_owned(),
        wrong: Wrong::NotHandedOver,
        age: Duration::from_secs(900),
    };

    assert_eq!((left.headline().as_str(), left.severity()), ("3号窗口 未交接", Severity::Waits));
    assert_eq!(left.remedy(), "办结、交接材料后退出登录（在办A012 停办A015）");
}
