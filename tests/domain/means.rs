//! The hall's means on record: told when they change, kept with since when, believed only when they follow.

use jiaohao::domain::event::Event;
use jiaohao::domain::id::WindowId;
use jiaohao::domain::means::{HallState, Means, MeansEvent, MeansRequest, Rung, Task};
use jiaohao::domain::office::Office;
use jiaohao::domain::request::{Origin, Refusal, Request};

use crate::support::{Hall, clock};

fn rung(task: Task, window: Option<u8>, means: Means) -> Rung {
    Rung { task, window: window.map(WindowId), means, missed: Vec::new() }
}

fn tell(hall: &mut Hall, at: &str, rungs: Vec<Rung>) -> Result<Vec<Event>, Refusal> {
    hall.now = clock(at);
    hall.ask(Origin::Device, None, Request::Means(MeansRequest::Stand { rungs }))
}

/// Tickets from paper blocks, and these windows calling by mouth from paper sheets.
fn by_hand(windows: &[u8]) -> Vec<Rung> {
    let mut rungs = vec![rung(Task::GiveTicket, None, Means::PaperBlock)];
    for window in windows {
        rungs.push(rung(Task::ShowCall, Some(*window), Means::ByMouth));
        rungs.push(rung(Task::PressNext, Some(*window), Means::PaperSheet));
    }
    rungs
}

#[test]
fn the_halls_means_are_on_record_with_since_when() {
    let mut hall = Hall::open();
    let keypad = rung(Task::PressNext, Some(1), Means::SoftKeypad);
    let printer = rung(Task::GiveTicket, None, Means::Terminal);

    tell(&mut hall, "09:00:00", vec![keypad.clone()]).unwrap();
    tell(&mut hall, "09:05:00", vec![printer.clone(), keypad.clone()]).unwrap();

    let standing = hall.view().standing;
    assert_eq!(standing.state, HallState::MeansDown);
    assert_eq!(standing.since, Some(clock("09:00:00")));
    assert_eq!(standing.rungs, [(printer, clock("09:05:00")), (keypad, clock("09:00:00"))]);
}

#[test]
fn the_hall_is_manual_for_all_only_when_tickets_calls_and_keys_are_handwork_at_every_window() {
    let mut hall = Hall::open();
    let all: Vec<u8> = hall.view().windows.iter().map(|window| window.id.0).collect();
    let but_one = &all[1..];

    let state = |hall: &mut Hall, at, rungs| {
        tell(hall, at, rungs).unwrap();
        hall.view().standing.state
    };
    assert_eq!(state(&mut hall, "09:00:00", by_hand(but_one)), HallState::ManualForSome);
    assert_eq!(state(&mut hall, "09:01:00", by_hand(&all)), HallState::ManualForAll);
    assert_eq!(state(&mut hall, "09:02:00", Vec::new()), HallState::Normal);
}

#[test]
fn what_is_on_record_already_is_no_change() {
    let mut hall = Hall::open();
    let told = vec![rung(Task::SayCall, None, Means::Buzzer)];

    assert_eq!(tell(&mut hall, "09:00:00", Vec::new()), Err(Refusal::NoChange));
    tell(&mut hall, "09:00:01", told.clone()).unwrap();
    assert_eq!(tell(&mut hall, "09:00:02", told), Err(Refusal::NoChange));
}

#[test]
fn a_window_that_is_not_there_and_a_task_in_the_wrong_place_are_refused() {
    let mut hall = Hall::open();

    let nowhere = vec![rung(Task::PressNext, Some(99), Means::SoftKeypad)];
    assert_eq!(tell(&mut hall, "09:00:00", nowhere), Err(Refusal::NoSuchWindow));
    for wrong in [rung(Task::PressNext, None, Means::SoftKeypad), rung(Task::SayCall, Some(1), Means::Buzzer)]
    {
        assert_eq!(tell(&mut hall, "09:00:00", vec![wrong]), Err(Refusal::WrongState));
    }
}

#[test]
fn a_record_whose_state_does_not_follow_from_its_rungs_is_not_believed() {
    let mut hall = Hall::open();
    tell(&mut hall, "09:00:00", vec![rung(Task::SayCall, None, Means::Buzzer)]).unwrap();
    let mut records = hall.records.clone();
    assert!(Office::replay(records.clone()).is_ok());

    for event in &mut records.last_mut().unwrap().events {
        if let Event::Means(MeansEvent::Stood { state, .. }) = event {
            *state = HallState::ManualForAll;
        }
    }

    let contradiction = Office::replay(records).map(|_| ()).unwrap_err();
    assert!(contradiction.to_string().contains("another state"), "{contradiction}");
}
