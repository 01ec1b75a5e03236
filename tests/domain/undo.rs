//! A wrong NEXT taken back (I01).

use jiaohao::domain::id::StaffId;

use crate::support::Hall;

#[test]
fn i01_a_wrong_next_puts_the_ticket_back_in_first_place() {
    // Without the undo A002, urgent, would overtake A001 a minute later.
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:06:00 kiosk 1 4           -> A002
        08:11:50 window 1 next       -> A001 to 1
        08:12:20 window 1 undo       -> A001 uncalled
        08:12:21 window 1 undo       -> no: NothingToUndo
        08:13:00 window 2 next       -> A001 to 2 as promised
        08:13:00 window 1 next       -> A002 to 1
        ",
    );
}

#[test]
fn i01_after_thirty_seconds_a_call_stands() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 1 next       -> A001 to 1
        08:01:31 window 1 undo       -> no: NothingToUndo
        ",
    );
}

#[test]
fn once_the_visitor_is_there_a_call_stands() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 1 next       -> A001 to 1
        08:01:05 window 1 start      -> A001 served by 11
        08:01:10 window 1 undo       -> no: NothingToUndo
        ",
    );
}

#[test]
fn without_a_start_key_a_call_is_undone_all_the_same() {
    Hall::staffed(|rules| rules.calling.start_key = false).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 1 next       -> A001 to 1; A001 served by 11
        08:01:05 window 1 undo       -> A001 uncalled
        08:01:06 window 1 next       -> A001 to 1 as promised; A001 served by 11
        ",
    );
}

#[test]
fn what_the_wrong_next_had_finished_stays_finished() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:00:10 kiosk 1 1           -> A002
        08:01:00 window 1 next       -> A001 to 1
        08:01:05 window 1 start      -> A001 served by 11
        08:03:05 window 1 next       -> A001 done by 11, service 1, 120 s; A002 to 1
        08:03:10 window 1 undo       -> A002 uncalled
        08:03:20 window 1 finish done -> no: NobodyThere
        ",
    );
}

#[test]
fn a_call_out_of_turn_goes_back_to_where_it_was() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1                    -> A001
        08:00:10 kiosk 1 1                    -> A002
        08:01:00 window 1 call A002 because 0 -> A002 to 1 out of turn
        08:01:10 window 1 undo                -> A002 uncalled
        08:01:20 window 1 next                -> A001 to 1
        08:01:20 window 2 next                -> A002 to 2
        ",
    );
}

#[test]
fn an_undone_green_call_does_not_count_against_the_green_channel() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:20:00 kiosk 2 1 green 0   -> A002
        08:20:10 kiosk 2 1 green 0   -> A003
        08:35:00 window 1 next       -> A002 to 1
        08:35:10 window 1 undo       -> A002 uncalled
        08:35:20 desk cancel A002    -> A002 withdrawn
        08:35:30 window 1 next       -> A003 to 1
        ",
    );
}

#[test]
fn whoever_called_by_mistake_was_not_asked_first() {
    let mut hall = Hall::staffed(|_| ());
    let first_asked = |hall: &Hall| hall.office.tickets().next().and_then(|ticket| ticket.first_asked);
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001
        08:01:00 window 1 next       -> A001 to 1
        ",
    );
    assert_eq!(first_asked(&hall), Some(StaffId(11)));

    hall.check("08:01:10 window 1 undo -> A001 uncalled");

    assert_eq!(first_asked(&hall), None);
}

#[test]
fn the_undone_call_is_no_longer_said() {
    Hall::staffed(|_| ()).telling_jobs().check(
        "
        08:00:00 desk 1              -> A001; print 1
        08:01:00 window 1 next       -> A001 to 1; say 2
        08:01:10 window 1 undo       -> A001 uncalled; 2 overtaken
        ",
    );
}
