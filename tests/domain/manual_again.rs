//! A second outage on one day: its sheet begins afresh, and the closed one stays as it was closed.

use jiaohao::domain::id::{StaffId, WindowId};
use jiaohao::domain::manual::{ManualRules, Objection, Settled, Standing};
use jiaohao::domain::moment::HallTime;
use jiaohao::station::{entry, objection};

use crate::hours::two_sessions;
use crate::support::{Hall, seconds};

#[test]
fn a_number_entered_on_a_closed_sheet_is_entered_afresh_on_the_next_one() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:00:10 kiosk 1 1             -> A002
        08:10:00 desk sheet key        -> sheet 1: A001@1 A002@2
        08:11:00 desk enter A001 not-called ; A002 not-called -> A001 not called by hand; A002 not called by hand
        08:12:00 desk sheet close 1    -> sheet 1 closed: 0 + 2 + 0
        08:20:00 window 1 next         -> A001 to 1
        08:21:00 desk sheet key        -> sheet 2: A001@1 there A002@1
        08:22:00 desk enter correct A001 served window 1 clerk 11 finished 08:22 -> no: Contradicts
        08:30:00 desk enter A001 served window 1 clerk 11 finished 08:25 -> A001 done by hand at 1 by 11
        08:30:10 desk enter A002 left window 2 clerk 12 called 08:26 -> A002 left 2 and 12 by hand
        08:30:20 desk enter A002 not-called -> no: EnteredBefore
        08:30:30 desk enter correct A002 written-off torn -> A002 written off: torn instead
        08:31:00 desk sheet close 2    -> sheet 2 closed: 1 + 0 + 1
        ",
    );
    let sheets = hall.view().manual.sheets;
    assert_eq!(sheets[0].count(&[Settled::NotCalled]), 2, "the closed sheet is as it was closed");
    assert!(sheets[0].entered_by.values().all(|by| *by == StaffId(11)), "{:?}", sheets[0].entered_by);
    assert_eq!(hall.view().totals.served, 1);
}

#[test]
fn a_correction_after_the_closing_leaves_the_closed_sheet_alone() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:10:00 desk sheet key        -> sheet 1: A001@1
        08:20:00 desk enter A001 served window 1 clerk 11 called 08:11 finished 08:15 -> A001 done by hand at 1 by 11
        08:21:00 desk sheet close 1    -> sheet 1 closed: 1 + 0 + 0
        08:22:00 desk enter A001 not-called -> no: EnteredBefore
        08:23:00 desk enter correct A001 written-off torn -> A001 written off: torn instead
        ",
    );
    assert_eq!(hall.view().manual.sheets[0].count(&[Settled::ByHand]), 1);
    assert_eq!(hall.view().totals.served, 0);
}

#[test]
fn whoever_left_in_one_outage_and_is_served_by_hand_in_the_next_needs_no_correction() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:10:00 desk sheet key        -> sheet 1: A001@1
        08:20:00 desk enter A001 left window 1 clerk 11 called 08:11 -> A001 left 1 and 11 by hand
        08:21:00 desk sheet close 1    -> sheet 1 closed: 1 + 0 + 0
        08:30:00 desk sheet key        -> sheet 2:
        08:40:00 desk enter A001 served window 1 clerk 11 called 08:31 finished 08:35 -> A001 done by hand at 1 by 11
        08:41:00 desk sheet close 2    -> sheet 2 closed: 0 + 0 + 0
        ",
    );
}

#[test]
fn what_was_entered_in_an_earlier_outage_is_not_written_on_the_sheet_in_the_drawer() {
    let insured = |rules: &mut jiaohao::domain::rules::Rules| {
        rules.manual = Some(ManualRules { insurance: Some(seconds(1800)), write_off_reasons: None });
    };
    let mut hall = Hall::staffed(insured);
    hall.check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:10:00 desk sheet key        -> sheet 1: A001@1
        08:11:00 desk enter A001 not-called -> A001 not called by hand
        08:12:00 desk sheet close 1    -> sheet 1 closed: 0 + 1 + 0
        08:42:00 wake                  -> sheet 2: A001@1
        09:12:00 wake                  -> sheet 3: A001@1
        ",
    );
    assert_eq!(hall.view().manual.sheets[1].standing, Standing::Lapsed);
}

#[test]
fn a_visitor_who_went_on_from_a_window_is_not_there_for_the_next_outages_sheet() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:00:10 kiosk 1 1             -> A002
        08:10:00 desk sheet key        -> sheet 1: A001@1 A002@2
        08:20:00 desk enter A001 at window 2 clerk 12 called 08:18 ; A002 not-called -> A002 not called by hand; A001 at 2 with 12 by hand
        08:20:10 desk sheet close 1    -> sheet 1 closed: 1 + 1 + 0
        08:25:00 window 2 send service 2 -> A001 sent to service 2
        08:30:00 desk sheet key        -> sheet 2: A002@1 A001@2
        08:40:00 desk enter A002 served window 2 clerk 12 called 08:31 finished 08:35 ; A001 not-called -> A002 done by hand at 2 by 12; A001 not called by hand
        08:41:00 desk sheet close 2    -> sheet 2 closed: 1 + 1 + 0
        ",
    );
}

#[test]
fn somebody_who_waits_again_without_an_open_row_is_on_the_next_sheet() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:00:10 kiosk 1 1             -> A002
        08:10:00 desk sheet key        -> sheet 1: A001@1 A002@2
        08:11:00 window 1 next         -> A001 to 1
        08:11:30 window 1 start        -> A001 served by 11
        08:12:00 window 1 send service 2 -> A001 sent to service 2
        08:13:00 desk sheet key        -> sheet 2 after 1: A001@2
        08:13:10 desk sheet key        -> no: NoChange
        08:14:00 desk enter A001 served window 1 clerk 11 called 08:13 finished 08:14 -> A001 done by hand at 1 by 11
        08:15:00 desk sheet close 2    -> sheet 2 closed: 1 + 0 + 0
        08:16:00 desk sheet close 1    -> no: SheetOpen
        08:17:00 desk enter A002 not-called -> A002 not called by hand
        08:18:00 desk sheet close 1    -> sheet 1 closed: 0 + 2 + 0
        ",
    );
}

#[test]
fn paper_is_not_taken_before_the_hall_gives_tickets_nor_before_its_numbers_were_claimed() {
    Hall::with_hours(|_| (), two_sessions()).check(
        "
        08:30:00 desk block 1 4        -> A996-999 claimed
        09:20:30 desk block 1 2        -> A994-995 claimed
        09:30:00 desk enter A996 taken service 1 at 08:59 -> no: Contradicts
        09:30:10 desk enter A994 taken service 1 at 09:19 -> no: Contradicts
        09:30:20 desk enter correct A997 taken service 1 at 09:21 -> no: Contradicts
        09:31:00 desk enter A996 taken service 1 at 09:00 -> A996 taken for 1
        09:31:10 desk enter A994 taken service 1 at 09:20 -> A994 taken for 1
        ",
    );
}

/// What is said of a line that cannot be read.
fn unreadable(line: &str) -> String {
    entry::parse(line, &|hour, minute| Some(HallTime(u64::from(hour) * 60 + u64::from(minute)))).unwrap_err()
}

#[test]
fn a_time_on_paper_has_minutes_of_two_digits_and_a_run_of_numbers_goes_up() {
    for time in ["14:5", "6:3", "6:030", "+6:03", ":03", "006:03"] {
        let said = unreadable(&format!("A997 taken service 1 at {time}"));
        assert_eq!(said, format!("`at {time}`: a time looks like 09:40"));
    }
    for time in ["6:03", "06:03"] {
        entry::parse(&format!("A997 taken service 1 at {time}"), &|_, _| Some(HallTime(0))).unwrap();
    }
    assert_eq!(
        unreadable("A998-A997 taken service 1 at 09:00"),
        "`A998-A997`: a run of numbers goes up, like A980-A983"
    );
}

#[test]
fn an_entry_that_was_made_before_is_told_with_its_place_in_whole_brackets() {
    let said = |window, called| {
        objection::say(Objection::EnteredBefore { window, called }, &|_| "09:40".to_owned()).en
    };
    assert_eq!(said(None, None), "it was entered before; to change that, say `correct`");
    let window = Some(WindowId(3));
    assert_eq!(said(window, None), "it was entered before (window 3); to change that, say `correct`");
    let called = Some(HallTime(0));
    assert_eq!(said(window, called), "it was entered before (window 3 09:40); to change that, say `correct`");
}
