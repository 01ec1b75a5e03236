//! The hall's means on record: told when they change, kept with since when, believed only when they follow.

use jiaohao::domain::event::Event;
use jiaohao::domain::id::{RequestNumber, StaffId, TicketId, WindowId};
use jiaohao::domain::means::{HallState, Means, MeansEvent, MeansRequest, Rung, Stand, Task};
use jiaohao::domain::office::Office;
use jiaohao::domain::request::{Asked, Origin, Refusal, Request};

use crate::support::{Hall, clock};

fn rung(task: Task, window: Option<u8>, means: Means) -> Rung {
    Rung { task, window: window.map(WindowId), means, missed: Vec::new() }
}

fn tell(hall: &mut Hall, at: &str, rungs: Vec<Rung>) -> Result<Vec<Event>, Refusal> {
    stand(hall, at, Stand { rungs, bare: Some(Vec::new()) })
}

fn stand(hall: &mut Hall, at: &str, told: Stand) -> Result<Vec<Event>, Refusal> {
    hall.now = clock(at);
    hall.ask(Origin::Device, None, Request::Means(MeansRequest::Stand(told)))
}

/// Tickets from paper blocks, and these windows calling by mouth from paper sheets.
fn by_hand(windows: &[u8]) -> Vec<Rung> {
    by(Means::PaperBlock, Means::ByMouth, Means::PaperSheet, windows)
}

/// Tickets by one means, and the calls and keys of these windows.
fn by(tickets: Means, calls: Means, keys: Means, windows: &[u8]) -> Vec<Rung> {
    let mut rungs = vec![rung(Task::GiveTicket, None, tickets)];
    for window in windows {
        rungs.push(rung(Task::ShowCall, Some(*window), calls));
        rungs.push(rung(Task::PressNext, Some(*window), keys));
    }
    rungs
}

fn windows(hall: &Hall) -> Vec<u8> {
    hall.view().windows.iter().map(|window| window.id.0).collect()
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
    let all = windows(&hall);
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
fn a_hall_in_which_no_device_gives_shows_or_takes_anything_is_manual_for_all_though_its_desk_works() {
    let people = |all: &[u8]| by(Means::Staff, Means::ByMouth, Means::SoftKeypad, all);
    type Rungs = fn(&[u8]) -> Vec<Rung>;
    let cases: [(&str, Rungs, HallState); 4] = [
        (
            "a terminal",
            |all| by(Means::Terminal, Means::ByMouth, Means::SoftKeypad, all),
            HallState::ManualForSome,
        ),
        ("a loudspeaker", |all| by(Means::Staff, Means::Voice, Means::SoftKeypad, all), HallState::MeansDown),
        ("keypads", |all| by(Means::Staff, Means::ByMouth, Means::DutyKeypad, all), HallState::ManualForSome),
        (
            "one more window",
            |all| by(Means::Staff, Means::ByMouth, Means::SoftKeypad, &all[1..]),
            HallState::ManualForSome,
        ),
    ];
    for (left, rungs, state) in cases {
        let mut hall = Hall::open();
        let told = rungs(&windows(&hall));
        tell(&mut hall, "09:00:00", told).unwrap();
        assert_eq!(hall.view().standing.state, state, "{left} is left");
    }

    let mut hall = Hall::open();
    let told = people(&windows(&hall));
    tell(&mut hall, "09:00:00", told).unwrap();
    assert_eq!(hall.view().standing.state, HallState::ManualForAll);
    hall.assert_replays();
}

#[test]
fn a_task_that_no_device_of_the_hall_serves_keeps_nobody_from_saying_that_all_is_manual() {
    let tickets = || vec![rung(Task::GiveTicket, None, Means::Staff)];
    let state = |rungs: Vec<Rung>, bare| {
        let mut hall = Hall::open();
        stand(&mut hall, "09:00:00", Stand { rungs, bare }).unwrap();
        hall.assert_replays();
        hall.view().standing.state
    };
    let mut lost = by(Means::Staff, Means::ByMouth, Means::SoftKeypad, &windows(&Hall::open()));
    lost.remove(0);

    assert_eq!(
        state(lost.clone(), Some(tickets())),
        HallState::ManualForAll,
        "the desk has always given tickets"
    );
    assert_eq!(state(lost.clone(), Some(Vec::new())), HallState::ManualForSome, "the terminal gives them");

    let pad = vec![rung(Task::Rate, Some(1), Means::PaperForm)];
    lost.extend(tickets());
    assert_eq!(state(pad, Some(lost)), HallState::MeansDown, "a hall without devices is as it was built");
}

#[test]
fn a_record_of_the_first_days_is_believed_by_what_was_manual_for_all_then() {
    let mut hall = Hall::open();
    let rungs = by(Means::Staff, Means::ByMouth, Means::SoftKeypad, &windows(&hall));

    stand(&mut hall, "09:00:00", Stand { rungs, bare: None }).unwrap();

    assert_eq!(hall.view().standing.state, HallState::ManualForSome);
    hall.assert_replays();
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
        if let Event::Means(MeansEvent::Stood(stood)) = event {
            stood.state = HallState::ManualForAll;
        }
    }

    let contradiction = Office::replay(records).map(|_| ()).unwrap_err();
    assert!(contradiction.to_string().contains("another state"), "{contradiction}");
}

/// A hall in which the visitor of ticket 1 was served at window 1, and another waits.
fn served() -> Hall {
    let mut hall = Hall::staffed(|rules| {
        rules.rating.ask_at_finish = false;
        rules.calling.start_key = false;
    });
    hall.check(
        "
        09:00:00 kiosk 1 1               -> A001
        09:00:10 kiosk 1 1               -> A002
        09:01:00 window 1 next           -> A001 to 1; A001 served by 11
        09:05:00 window 1 finish done    -> A001 done by 11, service 1, 240 s
        ",
    );
    hall
}

fn enter(hall: &mut Hall, at: &str, ticket: u64, grade: u8) -> Result<Vec<Event>, Refusal> {
    hall.now = clock(at);
    let request = MeansRequest::EnterGrade { ticket: TicketId(ticket), grade };
    hall.ask(Origin::Duty, None, Request::Means(request))
}

#[test]
fn a_grade_is_entered_once_for_a_ticket_that_was_served() {
    let mut hall = served();

    let entered =
        Event::Means(MeansEvent::GradeEntered { ticket: TicketId(1), window: WindowId(1), grade: 2 });
    assert_eq!(enter(&mut hall, "09:30:00", 1, 2), Ok(vec![entered]));
    assert_eq!(hall.view().totals.rated, 1);

    assert_eq!(enter(&mut hall, "09:31:00", 1, 2), Err(Refusal::NothingToRate), "twice");
    hall.assert_replays();
}

#[test]
fn a_grade_is_refused_for_whom_nobody_served_for_no_grade_and_after_the_day() {
    let mut hall = served();

    assert_eq!(enter(&mut hall, "09:30:00", 2, 2), Err(Refusal::WrongState), "still waiting");
    assert_eq!(enter(&mut hall, "09:30:00", 9, 2), Err(Refusal::NoSuchTicket), "wrong");
    for grade in [0, 6] {
        assert_eq!(enter(&mut hall, "09:30:00", 1, grade), Err(Refusal::NotOnThePad));
    }
    hall.ask(Origin::Duty, None, Request::CloseDay).unwrap();
    assert_eq!(enter(&mut hall, "18:00:00", 1, 2), Err(Refusal::DayNotOpen), "late");
}

#[test]
fn a_grade_that_was_entered_is_not_asked_for_on_the_pad() {
    let mut hall = served();
    hall.now = clock("09:06:00");
    hall.ask(Origin::Keypad(WindowId(1)), None, Request::AskRating { window: WindowId(1) }).unwrap();

    enter(&mut hall, "09:06:05", 1, 5).unwrap();

    let rate = Request::Rate { window: WindowId(1), grade: 1 };
    assert_eq!(hall.decide(Origin::RatingPad(WindowId(1)), rate), Err(Refusal::NothingToRate));
}

#[test]
fn whoever_stands_in_for_another_window_is_logged_in_at_the_own_one() {
    let hall = served();
    let (own, other) = (WindowId(2), WindowId(1));
    let call = |person| {
        let asked = Asked {
            number: RequestNumber(99),
            origin: Origin::Keypad(own),
            person,
            request: Request::CallNext { window: other },
        };
        hall.office.decide(hall.moment(), &asked)
    };

    let called = call(Some(StaffId(12))).unwrap();
    let to = |event: &Event| matches!(event, Event::TicketCalled { window, clerk, .. } if (*window, *clerk) == (other, StaffId(11)));
    assert!(called.iter().any(to), "the window's own clerk serves: {called:?}");
    assert_eq!(call(Some(StaffId(11))), Err(Refusal::NotLoggedIn), "who is not at that keypad");
    assert_eq!(call(None), Err(Refusal::NotLoggedIn), "nobody is at that keypad");
}
