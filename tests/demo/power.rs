//! The daemon's own plug: a power cut costs nobody a place, and a daemon that ends is started again.

use jiaohao::demo::hand::Hand;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::floor::Hall;

/// Calls the next visitor.
const NEXT: u8 = 11;

#[test]
fn i11_whoever_waits_when_the_power_is_cut_is_called_when_it_is_back() {
    let mut hall = Hall::open();
    let opened = hall.records();
    hall.log_in(3, 103);
    hall.until("a log-in is stored", |hall| hall.records() > opened);
    hall.touch_a_ticket();
    hall.until("the terminal shows a number", |hall| number(hall).is_some());
    let number = number(&hall).unwrap();
    let first = hall.demo.daemon_id();

    hall.act(&Hand::Box { on: false });
    hall.demo.look();
    assert_eq!(hall.demo.daemon_id(), None, "a daemon without power");
    let stored = hall.records();
    hall.act(&Hand::Box { on: true });
    hall.until("a daemon listens to keypads", |hall| hall.said("keypads") > 0 && hall.records() > stored);
    assert!(hall.demo.daemon_id().is_some_and(|id| Some(id) != first));
    hall.until("keypad 3 shows that one waits", |hall| hall.look().windows[2].keypad.digits.trim() == "1");
    hall.act(&Hand::Key { window: 3, code: NEXT });

    hall.until("board 3 calls the ticket", |hall| {
        hall.look().windows[2].board.areas.iter().any(|area| area.text.contains(&number))
    });
}

#[test]
fn a_daemon_that_ends_by_itself_is_started_again() {
    let mut hall = Hall::open();
    let first = hall.demo.daemon_id().unwrap();

    kill(Pid::from_raw(i32::try_from(first).unwrap()), Signal::SIGKILL).unwrap();
    hall.until("the end is noticed", |hall| hall.demo.daemon_id().is_none());
    hall.until("another daemon runs", |hall| hall.demo.daemon_id().is_some_and(|id| id != first));

    let stored = hall.records();
    // Keys pressed before the keypad is found again are void (F13), so the clerk types until it is heard.
    let heard = (0..12).any(|_| {
        hall.log_in(3, 103);
        hall.soon(|hall| hall.stored_after(stored, "StaffId(103)"))
    });
    assert!(heard, "no key reaches the journal");
}

#[test]
fn a_box_without_the_mains_lives_on_its_battery_which_fills_again() {
    let mut hall = Hall::open();
    hall.until("the UPS is asked", |hall| hall.said("ups") > 0);
    let daemon = hall.demo.daemon_id();

    hall.act(&Hand::Mains { on: false });
    hall.until("the battery empties", |hall| hall.demo.live.hands.charge() < 99);
    assert!(hall.demo.live.hands.box_powered());
    assert_eq!(hall.demo.daemon_id(), daemon);

    hall.act(&Hand::Mains { on: true });
    hall.until("the battery is full", |hall| hall.demo.live.hands.charge() == 100);
}

/// The number that the terminal shows.
fn number(hall: &Hall) -> Option<String> {
    hall.look().panel.texts.get("number").filter(|number| !number.is_empty()).cloned()
}
