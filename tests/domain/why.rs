//! Why a ticket was called: the answer that the records of a story give.

use jiaohao::domain::id::Prefix;
use jiaohao::domain::request::TypedNumber;
use jiaohao::domain::rules::{Class, Discipline, Rules};
use jiaohao::insight::why::{Call, Why, stories};

use crate::support::Hall;

/// The calls of a ticket of the hall.
fn calls(hall: &Hall, number: &str) -> Vec<Call> {
    let (letter, digits) = number.split_at(1);
    let prefix = letter.chars().next().map(Prefix);
    let stories = stories(&hall.records, TypedNumber { prefix, value: digits.parse().unwrap() });
    stories.into_iter().flat_map(|story| story.calls).collect()
}

fn candidates(call: &Call) -> Vec<String> {
    call.candidates.iter().map(|candidate| candidate.number.to_string()).collect()
}

fn told(change: impl FnOnce(&mut Rules), story: &str) -> Hall {
    let mut hall = Hall::staffed(change);
    hall.check(story);
    hall
}

#[test]
fn the_candidates_stand_with_their_scores_and_the_chosen_one_first() {
    let hall = told(
        |_| (),
        "
        08:00:00 kiosk 1 1           -> A001
        08:05:00 kiosk 1 4           -> A002
        08:12:00 window 1 next       -> A002 to 1
        ",
    );

    let [call] = &calls(&hall, "A002")[..] else { panic!("one call") };

    // Seven minutes of fifteen are more than twelve of thirty.
    assert_eq!(call.why, Why::Discipline { discipline: Discipline::AccumulatingPriority, held: None });
    assert_eq!(candidates(call), ["A002", "A001"]);
    let scores: Vec<(u64, u32)> =
        call.candidates.iter().map(|it| (it.score.waited_ms / 60_000, it.score.target_minutes)).collect();
    assert_eq!(scores, [(7, 15), (12, 30)]);
    assert_eq!(calls(&hall, "A001"), []);
}

#[test]
fn a_green_ticket_that_was_held_by_its_bound_is_named() {
    let story = "
        08:00:00 kiosk 1 1           -> A001
        08:20:00 kiosk 2 1 green 0   -> A002
        08:20:10 kiosk 2 1 green 0   -> A003
        08:35:00 window 1 next       -> A002 to 1
        08:35:10 window 2 next       -> A001 to 2
        ";
    let hall = told(|_| (), story);

    let Why::Discipline { held, .. } = calls(&hall, "A001")[0].why.clone() else {
        panic!("by the discipline")
    };

    assert_eq!(
        held.map(|(number, green)| (number.to_string(), green.calls, green.at_most)),
        Some(("A003".into(), 3, 1))
    );
}

#[test]
fn the_windows_own_discipline_is_the_one_that_is_told() {
    let strict = Discipline::Strict(vec![Class::Urgent, Class::Ordinary, Class::Green, Class::Returning]);
    let ratio = Discipline::Ratio(vec![(Class::Urgent, 1), (Class::Ordinary, 2)]);
    let hall = told(
        |rules| {
            rules.discipline = strict.clone();
            rules.windows[1].discipline = Some(ratio.clone());
        },
        "
        08:00:00 kiosk 1 1           -> A001
        08:05:00 kiosk 1 4           -> A002
        08:06:00 kiosk 1 4           -> A003
        08:12:00 window 1 next       -> A002 to 1
        08:12:10 window 2 next       -> A003 to 2
        ",
    );
    let why = |number| calls(&hall, number)[0].why.clone();

    assert_eq!(why("A002"), Why::Discipline { discipline: strict.clone(), held: None });
    assert_eq!(why("A003"), Why::Discipline { discipline: ratio.clone(), held: None });
}

#[test]
fn a_call_out_of_turn_has_its_reason_and_no_candidates() {
    let hall = told(
        |_| (),
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 1           -> A002
        08:12:00 window 1 call A002 because 0 -> A002 to 1 out of turn
        ",
    );

    let [call] = &calls(&hall, "A002")[..] else { panic!("one call") };

    assert_eq!((&call.why, candidates(call)), (&Why::Directed("材料已到".into()), vec![]));
}

#[test]
fn a_mistake_is_told_and_the_call_after_it_has_its_own_reason() {
    let hall = told(
        |_| (),
        "
        08:00:00 kiosk 1 1           -> A001
        08:12:00 window 1 next       -> A001 to 1
        08:12:05 window 1 undo       -> A001 uncalled
        08:12:30 window 2 next       -> A001 to 2 as promised
        ",
    );

    let calls = calls(&hall, "A001");

    assert_eq!(calls.iter().map(|call| call.undone).collect::<Vec<_>>(), [true, false]);
    assert_eq!(calls[1].why, Why::Undone);
}

#[test]
fn a_return_is_due_or_early() {
    let missed = "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 1           -> A002
        08:01:00 window 1 next       -> A001 to 1
        08:01:30 window 1 recall     -> A001 to 1 again
        08:02:00 window 1 no-show    -> A001 missed
        08:03:00 desk back A001      -> A001 back at 2
        ";
    let back = |rules: &mut Rules| rules.calling.return_after_calls = 1;
    let mut early = told(back, missed);
    early.check("08:04:00 window 1 call A002 because 0 -> A002 to 1 out of turn");
    let due = early;
    let mut early = told(back, missed);
    early.check("08:04:00 desk cancel A002 -> A002 withdrawn");
    let next = |mut hall: Hall| {
        hall.check("08:05:00 window 2 next -> A001 to 2 as promised");
        calls(&hall, "A001")[1].why.clone()
    };

    assert_eq!((next(due), next(early)), (Why::Due, Why::Early));
}

#[test]
fn a_parked_ticket_was_resumed() {
    let hall = told(
        |_| (),
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 1 next       -> A001 to 1
        08:01:10 window 1 start      -> A001 served by 11
        08:02:00 window 1 park       -> A001 parked by 11
        08:09:00 window 1 resume     -> A001 to 1 resumed
        ",
    );

    assert_eq!(calls(&hall, "A001")[1].why, Why::Resumed);
}
