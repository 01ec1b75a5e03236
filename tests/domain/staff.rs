//! I09: what becomes of PINs of the staff is on record, once, whenever it was done.

use jiaohao::domain::check::Inconsistency;
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{JobId, ServiceDay, StaffId, TicketId};
use jiaohao::domain::office::Office;
use jiaohao::domain::opening::{Hours, Opening};
use jiaohao::domain::request::{Origin, Refusal, Request};
use jiaohao::domain::staff::{Mark, PinMark, PinTurn, StaffEvent, StaffRequest};

use crate::support::{Hall, TODAY, clock, opening, small_hall};

/// What the file of PINs holds: `11=1 12=5`.
pub fn asked(words: &[&str]) -> StaffRequest {
    let mark = |word: &&str| {
        let (clerk, mark) = word.split_once('=').unwrap();
        pin(clerk.parse().unwrap(), mark.parse().unwrap())
    };
    StaffRequest::PinsSeen { marks: words.iter().map(mark).collect() }
}

/// What happened, in a few words.
pub fn told(event: &StaffEvent) -> String {
    match event {
        StaffEvent::PinsMarked { marks } => format!("{} PINs known", marks.len()),
        StaffEvent::PinSet(pin) => format!("{} set", pin.clerk),
        StaffEvent::PinChanged(pin) => format!("{} changed", pin.clerk),
        StaffEvent::PinRemoved { clerk } => format!("{clerk} removed"),
    }
}

fn pin(clerk: u32, mark: u8) -> PinMark {
    PinMark { clerk: StaffId(clerk), mark: Mark([mark; 8]) }
}

/// Whose PIN had which turn today, as anyone may see it.
fn seen(hall: &Hall) -> Vec<(u32, PinTurn)> {
    hall.view().pins.iter().map(|news| (news.clerk.0, news.turn)).collect()
}

#[test]
fn i09_the_first_look_is_told_to_nobody_and_each_later_difference_once() {
    let mut hall = Hall::open();
    hall.check(
        "
        08:30:00 pins 11=1 12=1          -> 2 PINs known
        08:30:03 pins 11=1 12=1          -> no: NoChange
        ",
    );
    assert_eq!(seen(&hall), []);

    hall.check(
        "
        09:00:00 pins 11=2 12=1          -> 11 changed
        09:00:03 pins 11=2 12=1          -> no: NoChange
        09:10:00 pins 11=2 12=1 13=1     -> 13 set
        09:20:00 pins 11=2 13=1          -> 12 removed
        09:20:03 pins 11=2 13=1          -> no: NoChange
        ",
    );
    assert_eq!(seen(&hall), [(12, PinTurn::Removed), (13, PinTurn::Set), (11, PinTurn::Changed)]);
}

#[test]
fn i09_pins_of_several_clerks_at_once_are_one_record_with_an_event_each() {
    let mut hall = Hall::open();
    hall.check(
        "
        08:30:00 pins 11=1 12=1 14=1     -> 3 PINs known
        09:00:00 pins 11=2 12=2 13=1     -> 11 changed; 12 changed; 13 set; 14 removed
        10:00:00 pins                    -> 11 removed; 12 removed; 13 removed
        ",
    );
    assert_eq!(hall.view().pins.len(), 4, "of each clerk what came last");
    assert!(seen(&hall).iter().all(|(_, turn)| *turn == PinTurn::Removed));
}

#[test]
fn i09_a_start_within_the_day_forgets_neither_marks_nor_what_was_told() {
    let mut hall = Hall::open();
    hall.check(
        "
        08:30:00 pins 11=1               -> 1 PINs known
        09:00:00 pins 11=2               -> 11 changed
        09:05:00 restart                 -> restarted
        09:05:01 pins 11=2               -> no: NoChange
        ",
    );
    assert_eq!(seen(&hall), [(11, PinTurn::Changed)]);
    assert_eq!(hall.view().pins[0].at.hall, clock("09:00:00"));
}

#[test]
fn i09_what_was_done_while_no_day_was_open_is_found_when_the_next_one_is() {
    let mut hall = Hall::open();
    hall.check(
        "
        08:30:00 pins 11=1 12=1          -> 2 PINs known
        09:00:00 pins 11=2 12=1          -> 11 changed
        17:00:00 close                   -> day closed
        17:30:00 pins 11=2               -> no: DayNotOpen
        ",
    );
    let between = StaffRequest::PinsSeen { marks: vec![pin(11, 2)] };
    let StaffRequest::PinsSeen { marks } = &between;
    assert!(!hall.office.is_news_of_pins(marks), "there is no day to record it in");
    assert_eq!(seen(&hall), [], "it stood until the day was closed");

    // The daemon starts again before it opens: all that it has are the records of the day before.
    hall.office = Office::after_day(&hall.records, TicketId(1), JobId(1));
    let tomorrow = Opening { day: ServiceDay(TODAY.0 + 1), ..opening(small_hall(), Hours::default()) };
    hall.ask(Origin::Clock, None, Request::OpenDay(Box::new(tomorrow))).unwrap();

    assert!(hall.office.is_news_of_pins(marks));
    assert_eq!(seen(&hall), [], "what was told is not told again");
    hall.check("18:00:00 pins 11=2 -> 12 removed");
    assert_eq!(seen(&hall), [(12, PinTurn::Removed)]);
}

#[test]
fn i09_a_hall_in_which_nobody_has_a_pin_has_been_looked_at_too() {
    let mut hall = Hall::open();
    assert_eq!(hall.decide(Origin::Startup, Request::Staff(asked(&[]))).map(|events| events.len()), Ok(1));
    hall.check(
        "
        08:30:00 pins                    -> 0 PINs known
        08:30:03 pins                    -> no: NoChange
        17:00:00 close                   -> day closed
        ",
    );
    let tomorrow = Opening { day: ServiceDay(TODAY.0 + 1), ..opening(small_hall(), Hours::default()) };
    hall.ask(Origin::Clock, None, Request::OpenDay(Box::new(tomorrow))).unwrap();

    hall.check("17:30:00 pins 11=1 -> 11 set");
}

#[test]
fn i09_a_replay_believes_nothing_of_pins_that_cannot_follow() {
    let mut hall = Hall::open();
    let first = StaffEvent::PinsMarked { marks: vec![pin(11, 1)] };
    let nobody_looked = [
        StaffEvent::PinSet(pin(11, 1)),
        StaffEvent::PinChanged(pin(11, 2)),
        StaffEvent::PinRemoved { clerk: StaffId(11) },
        StaffEvent::PinsMarked { marks: vec![pin(12, 1), pin(11, 1)] },
        StaffEvent::PinsMarked { marks: vec![pin(11, 1), pin(11, 2)] },
    ];
    assert_eq!(believed(&hall, first.clone()), Ok(()));
    for event in nobody_looked {
        assert_eq!(believed(&hall, event.clone()), Err(Inconsistency::OtherPins), "{event:?}");
    }
    hall.check("08:30:00 pins 11=1 -> 1 PINs known");

    let well = [
        StaffEvent::PinSet(pin(12, 1)),
        StaffEvent::PinChanged(pin(11, 2)),
        StaffEvent::PinRemoved { clerk: StaffId(11) },
    ];
    let not_so = [
        first,
        StaffEvent::PinSet(pin(11, 2)),
        StaffEvent::PinChanged(pin(11, 1)),
        StaffEvent::PinChanged(pin(12, 1)),
        StaffEvent::PinRemoved { clerk: StaffId(12) },
    ];

    for event in well {
        assert_eq!(believed(&hall, event.clone()), Ok(()), "{event:?}");
    }
    for event in not_so {
        assert_eq!(believed(&hall, event.clone()), Err(Inconsistency::OtherPins), "{event:?}");
    }
}

/// Whether a record that says so is believed after the hall's.
fn believed(hall: &Hall, event: StaffEvent) -> Result<(), Inconsistency> {
    let mut records = hall.records.clone();
    let mut forged = records.last().cloned().unwrap();
    forged.seq = forged.seq.next();
    forged.asked.number.0 += 1;
    forged.events = vec![Event::Staff(event)];
    records.push(forged);
    Office::replay(records).map(|_| ()).map_err(|found| found.what)
}

#[test]
fn i09_what_is_news_is_what_the_office_would_record() {
    let mut hall = Hall::open();
    let marks = [pin(11, 1)];
    let request = || Request::Staff(StaffRequest::PinsSeen { marks: marks.to_vec() });
    assert!(hall.office.is_news_of_pins(&marks));

    hall.ask(Origin::Startup, None, request()).unwrap();

    assert!(!hall.office.is_news_of_pins(&marks));
    assert_eq!(hall.ask(Origin::Startup, None, request()), Err(Refusal::NoChange));
}
