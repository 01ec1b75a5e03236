//! I09: a PIN is set anew at the machine, and the daemon notices: recorded once, said in the status and the log.

use std::fs;

use jiaohao::domain::event::Event;
use jiaohao::domain::id::StaffId;
use jiaohao::domain::staff::StaffEvent;
use jiaohao::journal::reader::Reader;

use super::support::{Hall, told, wait_until};

/// Clerk 101 has a PIN, clerk 102 has none.
fn hall() -> Hall {
    let hall = Hall::new().with_pin();
    hall.add("[[clerk]]\nnumber = 102\n");
    hall
}

/// What the journal holds of PINs, record by record.
fn rows(hall: &Hall) -> Vec<Vec<StaffEvent>> {
    let reader = Reader::new(&hall.state().join("journal.db"));
    let Ok(days) = reader.days() else { return Vec::new() };
    let records = days.into_iter().flat_map(|day| reader.day(day).unwrap());
    let of_staff = records.map(|record| {
        let events = record.events.into_iter();
        events.filter_map(|event| if let Event::Staff(event) = event { Some(event) } else { None }).collect()
    });
    of_staff.filter(|events: &Vec<StaffEvent>| !events.is_empty()).collect()
}

fn is_known(hall: &Hall) -> bool {
    matches!(rows(hall).first().map(Vec::as_slice), Some([StaffEvent::PinsMarked { .. }]))
}

fn set_pin(hall: &Hall, clerk: &str, pin: &str) {
    let set = hall.run(&["staff", "pin", "--clerk", clerk], &format!("{pin}\n"));
    assert!(set.status.success(), "{}", told(&set));
}

/// Waits until the status says that the clerk's PIN was this.
fn says(hall: &Hall, clerk: u32, what: &str) {
    let line = format!("the PIN of clerk {clerk} was {what}, recorded at ");
    wait_until(&line, || hall.status().pins.iter().any(|told| told.starts_with(&line)));
}

#[test]
fn i09_a_pin_set_anew_while_the_daemon_runs_is_recorded_once_and_said_until_the_day_is_closed() {
    let mut hall = hall().start();
    wait_until("the first look is on record", || is_known(&hall));
    assert_eq!(hall.status().pins, Vec::<String>::new(), "nobody is told of the first look");

    set_pin(&hall, "101", "1379");
    says(&hall, 101, "set anew");
    assert!(told(&hall.run(&["status"], "")).contains("the PIN of clerk 101 was set anew"));
    assert!(hall.log().contains("a PIN was set anew") && hall.log().contains("clerk=101"), "{}", hall.log());
    assert_eq!(rows(&hall).len(), 2, "the first look and this");

    hall.terminate();
    let hall = hall.start();
    says(&hall, 101, "set anew");
    // Had it been told a second time, that would stand before this.
    set_pin(&hall, "102", "4680");
    says(&hall, 102, "set");

    let rows = rows(&hall);
    assert!(matches!(rows[1][..], [StaffEvent::PinChanged(pin)] if pin.clerk == StaffId(101)), "{rows:?}");
    assert!(matches!(rows[2][..], [StaffEvent::PinSet(pin)] if pin.clerk == StaffId(102)), "{rows:?}");
    assert_eq!(rows.len(), 3, "{rows:?}");
    let verified = hall.run(&["verify"], "");
    assert!(verified.status.success(), "{}", told(&verified));
    let closed = hall.run(&["duty", "close-day"], "");
    assert!(closed.status.success(), "{}", told(&closed));
    wait_until("it stood until the day was closed", || hall.status().pins.is_empty());
}

#[test]
fn i09_pins_of_two_clerks_that_changed_while_the_daemon_was_off_are_told_after_the_start() {
    let mut hall = hall().start();
    wait_until("the first look is on record", || is_known(&hall));
    hall.terminate();
    let removed = hall.run(&["staff", "pin", "--clerk", "101", "--remove"], "");
    assert!(removed.status.success(), "{}", told(&removed));
    set_pin(&hall, "102", "4680");

    let hall = hall.start();

    says(&hall, 101, "removed");
    says(&hall, 102, "set");
    let rows = rows(&hall);
    assert_eq!(rows.len(), 2, "one record for both: {rows:?}");
    let [StaffEvent::PinSet(pin), StaffEvent::PinRemoved { clerk }] = rows[1][..] else {
        panic!("{rows:?}");
    };
    assert_eq!((pin.clerk, clerk), (StaffId(102), StaffId(101)));
    let kept = fs::read_to_string(hall.state().join("pins.toml")).unwrap();
    assert!(!kept.contains(&format!("{:?}", pin.mark)), "a mark is not what is kept");
}

#[test]
fn i09_a_file_of_pins_that_cannot_be_read_says_nothing_and_a_reload_looks_again() {
    let hall = hall().start();
    wait_until("the first look is on record", || is_known(&hall));
    let file = hall.state().join("pins.toml");
    let good = fs::read(&file).unwrap();

    fs::write(&file, "no = pins").unwrap();
    wait_until("it is in the log", || hall.log().contains("nobody knows whether PINs"));
    assert!(hall.log().contains("is not a file of PINs"), "{}", hall.log());
    assert_eq!(rows(&hall).len(), 1, "no PIN was taken away");
    let refused = hall.run(&["duty", "log-in", "1", "101"], "2580\n");
    assert!(!refused.status.success(), "nobody gets in by a file that cannot be read: {}", told(&refused));

    fs::write(&file, good).unwrap();
    let reloaded = hall.run(&["reload"], "");
    assert!(reloaded.status.success(), "{}", told(&reloaded));
    set_pin(&hall, "102", "4680");
    says(&hall, 102, "set");

    assert_eq!(rows(&hall).len(), 2, "the same PINs again are no news: {:?}", rows(&hall));
    assert_eq!(hall.log().matches("nobody knows whether PINs").count(), 1, "said once");
}
