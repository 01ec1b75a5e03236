//! Grades: asked at the end, explained when low, never invented.

use jiaohao::domain::id::TicketId;
use jiaohao::domain::view::RatingView;

use crate::support::{Hall, clock};

fn asking() -> Hall {
    let mut hall = Hall::staffed(|rules| {
        rules.rating.ask_at_finish = true;
        rules.calling.start_key = false;
    });
    hall.check(
        "
        08:00:00 kiosk 1 1            -> A001
        08:00:10 kiosk 1 1            -> A002
        08:01:00 window 1 next        -> A001 to 1; A001 served by 11
        08:02:00 window 1 finish done -> A001 done by 11, service 1, 60 s; A001 asked
        08:02:00 job 1 printed        ->
        08:02:00 job 2 printed        ->
        ",
    );
    hall
}

#[test]
fn a_good_grade_ends_the_question() {
    let mut hall = asking();
    assert_eq!(hall.view().windows[0].rating, Some(RatingView::Grade));
    hall.check(
        "
        08:02:05 pad 1 grade 0        -> no: NotOnThePad
        08:02:05 pad 1 grade 6        -> no: NotOnThePad
        08:02:05 pad 2 grade 1        -> no: NothingToRate
        08:02:05 pad 1 reason 1       -> no: NothingToRate
        08:02:10 pad 1 grade 3        -> A001 rates 11 3
        08:02:11 pad 1 grade 5        -> no: NothingToRate
        ",
    );
    assert_eq!(hall.view().windows[0].rating, None);
    assert_eq!(hall.view().totals.rated, 1);
}

#[test]
fn the_two_lowest_grades_are_followed_by_the_question_why() {
    let mut hall = asking();
    hall.check("08:02:10 pad 1 grade 4 -> A001 rates 11 4");
    assert_eq!(hall.view().windows[0].rating, Some(RatingView::Reason));
    hall.check(
        "
        08:02:11 pad 1 grade 1        -> no: NothingToRate
        08:02:12 pad 1 reason 5       -> no: NotOnThePad
        08:02:13 pad 1 reason 2       -> A001 says why: 2
        08:02:14 pad 1 reason 2       -> no: NothingToRate
        ",
    );
}

#[test]
fn a_question_without_an_answer_invents_none() {
    let mut hall = asking();
    assert_eq!(hall.office.deadline(), Some(clock("08:03:00")));
    hall.check(
        "
        08:02:59 wake                 -> no: NothingDue
        08:03:00 pad 1 grade 1        -> no: NothingToRate
        08:03:00 wake                 -> A001 did not answer
        ",
    );
    assert_eq!(hall.office.ticket(TicketId(1)).and_then(|ticket| ticket.grade), None);
}

#[test]
fn a_low_grade_without_a_reason_stays_a_grade() {
    let mut hall = asking();
    hall.check(
        "
        08:02:10 pad 1 grade 5        -> A001 rates 11 5
        08:03:09 wake                 -> no: NothingDue
        08:03:10 wake                 -> A001 did not answer
        ",
    );
    assert_eq!(hall.office.ticket(TicketId(1)).and_then(|ticket| ticket.grade), Some(5));
}

#[test]
fn several_visitors_in_a_row_are_asked_each_for_himself() {
    let mut hall = asking();
    hall.check(
        "
        08:02:10 window 1 next        -> A002 to 1; A002 served by 11
        08:02:20 pad 1 grade 2        -> A001 rates 11 2
        08:02:30 window 1 next        -> A002 done by 11, service 1, 20 s; A002 asked
        08:02:31 kiosk 1 1            -> A003
        08:02:32 window 1 next        -> A003 to 1; A003 served by 11
        08:02:40 window 1 finish done -> A003 done by 11, service 1, 8 s; A002 did not answer; A003 asked
        08:02:50 pad 1 grade 1        -> A003 rates 11 1
        ",
    );
}

#[test]
fn whoever_has_given_a_grade_and_comes_back_is_not_asked_again() {
    let mut hall = Hall::staffed(|rules| {
        rules.rating.ask_at_finish = true;
        rules.calling.start_key = false;
    });
    hall.check(
        "
        08:00:00 kiosk 1 1            -> A001
        08:01:00 window 1 next        -> A001 to 1; A001 served by 11
        08:02:00 window 1 finish corrected 0 -> A001 corrected by 11, service 1, 60 s; A001 asked
        08:02:10 pad 1 grade 2        -> A001 rates 11 2
        08:30:00 desk back A001       -> A001 back at 4
        08:31:00 window 1 next        -> A001 to 1 as promised; A001 served by 11
        08:32:00 window 1 finish done -> A001 done by 11, service 1, 60 s
        ",
    );
}

#[test]
fn the_grade_is_for_whoever_served_though_another_has_taken_over() {
    asking().check(
        "
        08:02:10 window 1 hands-over 13 -> 13 for 11
        08:02:20 pad 1 grade 2        -> A001 rates 11 2
        ",
    );
}

#[test]
fn the_clerk_asks_by_key_where_the_end_does_not() {
    Hall::staffed(|rules| rules.calling.start_key = false).check(
        "
        08:00:00 kiosk 1 1            -> A001
        08:00:10 window 1 ask         -> no: NothingToRate
        08:01:00 window 1 next        -> A001 to 1; A001 served by 11
        08:02:00 window 1 finish done -> A001 done by 11, service 1, 60 s
        08:02:10 window 1 ask         -> A001 asked
        08:02:11 window 1 ask         -> no: NoChange
        08:02:20 pad 1 grade 1        -> A001 rates 11 1
        08:02:30 window 1 ask         -> no: NothingToRate
        ",
    );
}
