//! Turns on a wire of 9600 baud, where a byte takes a little more than a millisecond.

use hal::driver::Rest;

use super::*;

const LIMIT: Duration = Duration::from_millis(50);

fn at(millis: u64) -> Instant {
    Instant::from_millis(millis)
}

fn floor(devices: usize) -> Floor {
    Floor::new(Line::plain(9600), devices, false)
}

/// Eight bytes: 9 whole milliseconds at 9600 baud.
fn question() -> Turn {
    Turn::new(vec![7; 8], Answer::Within(LIMIT)).after(Duration::from_millis(4))
}

fn statement() -> Turn {
    Turn { answer: Answer::None, ..question() }
}

/// Grants the turn at `now`, when the wire has long been silent, and lets the line take its bytes.
fn send(floor: &mut Floor, now: u64, device: usize, turn: Turn) {
    floor.grant(at(now), device, turn);
    assert!(matches!(floor.step(at(now)), Some(Step::Send(_))));
    floor.accepted(at(now));
}

#[test]
fn the_device_that_has_waited_longest_is_next() {
    let floor = floor(3);
    let wishes = [(0, at(90)), (1, at(70)), (2, at(80))];
    assert_eq!(floor.next(at(100), wishes.into_iter()), Some(1));
}

#[test]
fn a_wish_for_later_is_not_granted_and_is_known_for_later() {
    let floor = floor(1);
    assert_eq!(floor.next(at(100), [(0, at(101))].into_iter()), None);
    assert_eq!(floor.next_at([(0, at(101))].into_iter()), Some(at(101)));
}

#[test]
fn a_device_that_always_wants_the_wire_comes_after_all_who_wanted_it_meanwhile() {
    let mut floor = floor(3);
    let mut order = Vec::new();
    for now in [1000, 1100, 1200, 1300, 1400, 1500] {
        // Device 0 has been overdue since the beginning of time, the others since a while ago.
        let wishes = [(0, at(0)), (1, at(1030)), (2, at(1040))];
        let Some(device) = floor.next(at(now), wishes.into_iter()) else { panic!("nobody at {now}") };
        order.push(device);
        floor.grant(at(now), device, statement());
        floor.end(at(now + 60));
    }
    assert_eq!(order, [0, 1, 2, 0, 1, 2]);
}

#[test]
fn nobody_is_granted_a_wire_that_is_taken() {
    let mut floor = floor(2);
    floor.grant(at(10), 0, question());
    assert_eq!(floor.next(at(20), [(1, at(0))].into_iter()), None);
}

#[test]
fn a_device_that_passes_rests_while_others_are_served() {
    let mut floor = floor(2);
    floor.passed(at(100), 0);
    assert_eq!(floor.next(at(100), [(0, at(0)), (1, at(100))].into_iter()), Some(1));
    assert_eq!(floor.next(at(100) + PASS_REST, [(0, at(0))].into_iter()), Some(0));
}

#[test]
fn a_turn_is_sent_once_the_wire_was_silent_for_as_long_as_it_wants() {
    let mut floor = floor(1);
    floor.hear(at(100), b"late");
    floor.grant(at(101), 0, question());
    assert_eq!(floor.due(), Some(at(104)));
    assert_eq!(floor.step(at(103)), None);
    assert_eq!(floor.step(at(104)), Some(Step::Send(vec![7; 8])));
}

#[test]
fn a_babbling_device_delays_a_turn_by_a_limit_and_no_longer() {
    let mut floor = floor(1);
    floor.grant(at(0), 0, question());
    let sent = (0..1000).find(|&now| {
        floor.hear(at(now), b"?");
        floor.step(at(now)).is_some()
    });
    assert_eq!(sent, Some(304), "the limit and the silence wanted");
}

#[test]
fn the_last_byte_leaves_by_the_speed_of_the_line_not_when_the_kernel_takes_it() {
    let mut floor = floor(1);
    send(&mut floor, 100, 0, question());
    assert_eq!(floor.step(at(108)), None);
    assert_eq!(floor.step(at(109)), Some(Step::Sent(0)));
}

#[test]
fn nobody_is_woken_for_the_last_byte_of_a_question() {
    let mut floor = floor(1);
    send(&mut floor, 100, 0, question());
    assert_eq!(floor.due(), Some(at(109) + LIMIT));
    assert_eq!(floor.step(at(109) + LIMIT), Some(Step::Sent(0)));
    assert_eq!(floor.step(at(109) + LIMIT), Some(Step::Unanswered(0)));
}

#[test]
fn a_turn_without_answer_is_over_when_its_last_byte_has_left() {
    let mut floor = floor(1);
    send(&mut floor, 100, 0, statement());
    assert_eq!(floor.step(at(109)), Some(Step::Over(0)));
    assert_eq!(floor.holder(), None);
}

#[test]
fn an_answer_in_time_is_the_devices_own() {
    let mut floor = floor(2);
    send(&mut floor, 100, 1, question());
    floor.step(at(109));
    assert_eq!(floor.hear(at(120), b"yes"), (Heard::Answer(1), &b"yes"[..]));
}

#[test]
fn the_answer_limit_counts_from_the_last_byte_sent() {
    let mut floor = floor(1);
    send(&mut floor, 100, 0, question());
    floor.step(at(109));
    assert_eq!(floor.step(at(158)), None);
    assert_eq!(floor.step(at(159)), Some(Step::Unanswered(0)));
}

#[test]
fn e09_a_late_answer_belongs_to_nobody() {
    let mut floor = floor(2);
    send(&mut floor, 100, 0, question());
    floor.step(at(109));
    floor.step(at(159));
    assert_eq!(floor.hear(at(160), b"late").0, Heard::Stray);
    floor.grant(at(161), 1, question());
    assert_eq!(floor.hear(at(162), b"later").0, Heard::Stray, "device 1 has not been asked yet");
}

#[test]
fn an_answer_before_the_computed_end_shows_that_the_end_was_sooner() {
    let mut floor = floor(1);
    send(&mut floor, 100, 0, question());
    assert_eq!(floor.hear(at(103), b"yes").0, Heard::AnswerBeforeSent(0));
    assert_eq!(floor.hear(at(104), b"more").0, Heard::Answer(0));
    assert_eq!(floor.due(), Some(at(159)), "the limit still counts from the computed end");
}

#[test]
fn e07_our_own_echo_is_taken_off_what_arrives() {
    let mut floor = Floor::new(Line::plain(9600), 1, true);
    send(&mut floor, 100, 0, question());
    assert_eq!(floor.hear(at(104), &[7; 5]), (Heard::Stray, &[][..]));
    floor.step(at(109));
    assert_eq!(floor.hear(at(112), &[7, 7, 7, 9, 9]), (Heard::Answer(0), &[9, 9][..]));
    assert_eq!(floor.hear(at(113), &[7]), (Heard::Answer(0), &[7][..]), "the echo came once");
}

#[test]
fn an_echo_that_differs_is_a_collision_and_is_compared_no_further() {
    let mut floor = Floor::new(Line::plain(9600), 1, true);
    send(&mut floor, 100, 0, question());
    floor.step(at(109));
    assert_eq!(floor.hear(at(110), &[7, 8, 7]), (Heard::Answer(0), &[8, 7][..]));
    assert_eq!(floor.hear(at(111), &[7, 7]), (Heard::Answer(0), &[7, 7][..]));
}

#[test]
fn e12_a_line_that_takes_no_bytes_is_stalled_after_two_seconds() {
    let mut floor = floor(1);
    floor.grant(at(100), 0, question());
    floor.step(at(100));
    assert_eq!(floor.due(), Some(at(2109)));
    assert_eq!(floor.step(at(2108)), None);
    assert_eq!(floor.step(at(2109)), Some(Step::Stalled));
}

#[test]
fn bytes_that_the_line_took_late_leave_late() {
    let mut floor = floor(1);
    floor.grant(at(100), 0, question());
    floor.step(at(100));
    floor.accepted(at(900));
    assert_eq!(floor.step(at(899)), None);
    assert_eq!(floor.step(at(900)), Some(Step::Sent(0)));
}

#[test]
fn a_message_with_a_rest_goes_out_in_pieces_and_is_one_turn() {
    let mut floor = floor(2);
    let rest = Rest { before: 3, quiet: Duration::from_millis(100) };
    let mut turn = question();
    turn.rests.push(rest);
    floor.grant(at(1000), 0, turn);

    // Three bytes take 4 whole milliseconds, and five take 6.
    assert_eq!(floor.step(at(1000)), Some(Step::Send(vec![7; 3])));
    assert_eq!(
        floor.due(),
        Some(at(1004) + STALL_LIMIT),
        "a line that takes nothing is stalled amid a message"
    );
    floor.accepted(at(1000));
    assert_eq!((floor.due(), floor.step(at(1103))), (Some(at(1104)), None));
    assert_eq!(floor.next(at(1103), [(1, at(0))].into_iter()), None, "the neighbour waits");
    assert_eq!(floor.hear(at(1050), b"!"), (Heard::Stray, &b"!"[..]));
    assert_eq!(floor.step(at(1104)), Some(Step::Send(vec![7; 5])));
    floor.accepted(at(1104));
    assert_eq!(floor.step(at(1110)), Some(Step::Sent(0)));
    assert_eq!(floor.step(at(1159)), None);
    assert_eq!(floor.step(at(1160)), Some(Step::Unanswered(0)));
}

#[test]
fn the_echo_of_a_message_in_pieces_is_taken_off_piece_by_piece() {
    let mut floor = Floor::new(Line::plain(9600), 1, true);
    let turn = Turn { rests: vec![Rest { before: 3, quiet: Duration::from_millis(100) }], ..question() };
    floor.grant(at(1000), 0, turn);
    floor.step(at(1000));
    floor.accepted(at(1000));

    assert_eq!(floor.hear(at(1004), &[7; 3]).1, b"");
    floor.step(at(1104));
    floor.accepted(at(1104));
    assert_eq!(floor.hear(at(1111), &[7, 7, 7, 7, 7, 9]), (Heard::AnswerBeforeSent(0), &[9][..]));
}
