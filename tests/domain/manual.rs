//! Calling by paper: the sheet in the live order, what is entered afterwards, and that it comes to zero.

use jiaohao::domain::id::{JobId, SheetId, TicketId};
use jiaohao::domain::manual::{ManualRules, Standing};
use jiaohao::domain::office::Office;
use jiaohao::domain::rules::Exhausted;

use crate::support::{Hall, clock, seconds};

#[test]
fn a_sheet_lists_the_live_order_is_called_by_paper_and_comes_to_zero() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:00:10 kiosk 1 3             -> B001
        08:00:20 kiosk 1 2             -> A002
        08:00:30 kiosk 1 4             -> A003
        08:01:00 window 1 next         -> A001 to 1
        08:20:00 desk sheet key        -> sheet 1: A001@1 there A003@1 B001@2 A002@1
        08:40:00 desk sheet close 1    -> no: SheetOpen
        08:40:10 desk enter B001 left window 3 clerk 14 called 08:25 -> B001 left 3 and 14 by hand
        08:40:20 desk enter A003 served window 1 clerk 11 called 08:26 finished 08:31 limited -> A003 limited by hand at 1 by 11
        08:40:30 desk enter A001 served window 1 clerk 11 finished 08:22 -> A001 done by hand at 1 by 11
        08:40:50 desk sheet close 1    -> no: SheetOpen
        08:41:00 desk enter A002 written-off 纸已破损 -> A002 written off: 纸已破损
        08:41:10 desk sheet close 1    -> sheet 1 closed: 3 + 0 + 1
        08:42:00 desk back B001        -> B001 back at 4
        08:43:00 window 1 next         -> B001 to 1 as promised
        ",
    );
}

#[test]
fn a_number_that_the_machine_calls_reconciles_itself() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:00:20 kiosk 1 1             -> A002
        08:10:00 desk sheet ladder     -> sheet 1: A001@1 A002@2
        08:20:00 desk enter A001 served window 1 clerk 11 called 08:11 finished 08:15 -> A001 done by hand at 1 by 11
        08:20:01 desk sheet close 1    -> no: SheetOpen
        08:21:00 window 2 next         -> A002 to 2
        08:21:01 desk sheet close 1    -> sheet 1 closed: 1 + 1 + 0
        08:21:02 desk sheet close 1    -> no: NoSuchSheet
        ",
    );
    let sheet = &hall.view().manual.sheets[0];
    assert_eq!((sheet.id, sheet.standing), (SheetId(1), Standing::Closed));
}

#[test]
fn whoever_was_not_called_by_hand_keeps_the_place() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:00:20 kiosk 1 1             -> A002
        08:10:00 desk sheet ladder     -> sheet 1: A001@1 A002@2
        08:20:00 desk enter A002 served window 2 clerk 12 called 08:11 finished 08:15 ; A001 not-called -> A002 done by hand at 2 by 12; A001 not called by hand
        08:20:01 desk sheet close 1    -> sheet 1 closed: 1 + 1 + 0
        08:30:00 kiosk 1 1             -> A003
        08:31:00 window 1 next         -> A001 to 1
        ",
    );
}

#[test]
fn a_continuation_holds_only_what_is_new() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:10:00 desk sheet mains      -> sheet 1: A001@1
        08:10:01 desk sheet key        -> no: NoChange
        08:12:00 kiosk 1 1             -> A002
        08:13:00 desk sheet ladder     -> sheet 2 after 1: A002@2
        08:14:00 desk enter A001 not-called ; A002 not-called -> A001 not called by hand; A002 not called by hand
        08:15:00 desk sheet close 2    -> sheet 2 closed: 0 + 1 + 0
        08:15:01 desk sheet close 1    -> sheet 1 closed: 0 + 1 + 0
        08:16:00 desk sheet key        -> sheet 3: A001@1 A002@2
        ",
    );
}

#[test]
fn an_entry_is_corrected_and_the_old_stays_on_record() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:10:00 desk sheet key        -> sheet 1: A001@1
        08:20:00 desk enter A001 served window 1 clerk 11 called 08:11 finished 08:15 -> A001 done by hand at 1 by 11
        08:20:30 desk enter A001 left window 2 clerk 12 called 08:12 -> no: EnteredBefore
        08:21:00 desk enter correct A001 left window 2 clerk 12 called 08:12 -> A001 left 2 and 12 by hand instead
        08:22:00 desk enter correct A001 not-called -> A001 not called by hand instead
        08:23:00 window 1 next         -> A001 to 1
        08:24:00 desk enter correct A001 left window 2 clerk 12 called 08:12 -> no: Contradicts
        ",
    );
    assert_eq!(hall.view().totals.served, 0);
}

#[test]
fn a_visitor_who_is_at_the_window_still_is_finished_by_its_keys() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:10:00 desk sheet key        -> sheet 1: A001@1
        08:20:00 desk enter A001 at window 2 clerk 12 called 08:18 -> A001 at 2 with 12 by hand
        08:20:10 desk sheet close 1    -> sheet 1 closed: 1 + 0 + 0
        08:20:20 window 2 next         -> A001 done by 12, service 1, 140 s
        ",
    );
}

#[test]
fn what_cannot_have_been_is_refused() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:00:20 kiosk 1 1             -> A002
        08:05:00 window 2 next         -> A001 to 2
        08:10:00 desk sheet key        -> sheet 1: A001@2 there A002@1
        ",
    );
    for (line, refusal) in [
        ("A003 not-called", "NoSuchTicket"),
        ("A002 served window 9 clerk 11 called 08:11", "NoSuchWindow"),
        ("A002 served window 1 clerk 99 called 08:11", "NoSuchStaff"),
        ("A002 served window 1 clerk 11 called 07:59", "Contradicts"),
        ("A002 served window 1 clerk 11 called 08:21", "Contradicts"),
        ("A002 served window 1 clerk 11 called 08:12 finished 08:11", "Contradicts"),
        ("A002 served window 1 clerk 11", "Contradicts"),
        ("A001 served window 1 clerk 11 finished 08:12", "Contradicts"),
        ("A001 served window 2 clerk 12 called 08:11", "Contradicts"),
        ("A002 served window 1 clerk 11 called 08:11 declined 9", "NoSuchReason"),
        ("A002 written-off", "NoSuchReason"),
        ("A002 at window 2 clerk 12 called 08:11", "Contradicts"),
        ("correct A002 not-called", "Contradicts"),
        ("A002 served window 1 clerk 12 called 08:11", "Doubtful"),
        ("A002 served window 3 clerk 14 called 08:11", "Doubtful"),
        ("A980 taken service 1 at 08:11", "Contradicts"),
    ] {
        hall.check(&format!("08:20:00 desk enter {line} -> no: {refusal}"));
    }
    hall.check(
        "08:20:00 desk enter sure A002 served window 3 clerk 14 called 08:11 -> A002 done by hand at 3 by 14; A002 vouched for",
    );
}

#[test]
fn two_who_were_at_one_window_at_one_time_are_told_when_the_sheet_is_closed_and_not_before() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:00:20 kiosk 1 1             -> A002
        08:00:40 kiosk 1 1             -> A003
        08:05:00 window 2 next         -> A001 to 2
        08:10:00 desk sheet key        -> sheet 1: A001@2 there A002@1 A003@2
        08:20:00 desk enter A002 served window 2 clerk 12 called 08:11 finished 08:16 -> A002 done by hand at 2 by 12
        08:20:10 desk enter A003 left window 2 clerk 12 called 08:14 -> A003 left 2 and 12 by hand
        08:20:20 desk enter A001 served window 2 clerk 12 finished 08:11 -> A001 done by hand at 2 by 12
        08:20:30 desk sheet close 1    -> no: Doubtful
        ",
    );
    let close = jiaohao::domain::manual::ManualRequest::CloseSheet { sheet: SheetId(1) };
    let told = hall.objections(close);
    hall.check(
        "
        08:20:40 desk enter correct sure A003 left window 2 clerk 12 called 08:14 -> A003 left 2 and 12 by hand instead; A003 vouched for
        08:20:50 desk sheet close 1    -> sheet 1 closed: 3 + 0 + 0
        ",
    );
    assert_eq!(told, ["A3: Overlaps(A002, 2)"]);
}

#[test]
fn a_machine_called_visitor_who_stands_there_is_told_of_at_the_closing_too() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:10:00 desk sheet key        -> sheet 1: A001@1
        08:10:30 kiosk 1 1             -> A002
        08:11:00 desk cancel A001      -> A001 withdrawn
        08:12:00 window 2 next         -> A002 to 2
        08:15:00 desk sheet key        -> sheet 2 after 1: A002@2 there
        08:16:00 kiosk 1 1             -> A003
        08:17:00 desk sheet key        -> sheet 3 after 2: A003@1
        08:30:00 desk enter A003 served window 2 clerk 12 called 08:20 finished 08:24 -> A003 done by hand at 2 by 12
        08:30:10 desk sheet close 3    -> no: Doubtful
        08:30:20 desk enter A002 served window 2 clerk 12 finished 08:19 -> A002 done by hand at 2 by 12
        08:30:30 desk sheet close 3    -> sheet 3 closed: 1 + 0 + 0
        08:30:40 desk sheet close 2    -> sheet 2 closed: 1 + 0 + 0
        ",
    );
}

#[test]
fn of_several_entries_all_count_or_none() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:10:00 desk sheet key        -> sheet 1: A001@1
        08:20:00 desk enter A001 not-called ; A001 written-off twice -> no: EnteredBefore
        08:21:00 desk enter A001 not-called -> A001 not called by hand
        ",
    );
}

#[test]
fn claimed_numbers_are_the_papers_and_never_the_machines() {
    let wraps = |rules: &mut jiaohao::domain::rules::Rules| {
        rules.groups[0].last = 6;
        rules.groups[0].exhausted = Exhausted::Wrap;
    };
    Hall::staffed(wraps).check(
        "
        08:00:00 desk block 1 4        -> no: BlockTooLarge
        08:00:00 desk block 1 2        -> A005-006 claimed
        08:00:00 desk block 1 2        -> no: BlockTooLarge
        08:00:00 desk block 1 1        -> A004-004 claimed
        08:01:00 kiosk 1 1             -> A001
        08:02:00 kiosk 1 1             -> A002
        08:03:00 kiosk 1 1             -> A003
        08:04:00 kiosk 1 1             -> no: NumbersUsedUp
        08:05:00 desk release A004     -> A004 released
        08:06:00 kiosk 1 1             -> A004
        08:07:00 desk cancel A001      -> A001 withdrawn
        08:08:00 kiosk 1 1             -> A001
        08:09:00 desk enter A005 taken service 2 at 08:30 -> no: Contradicts
        08:10:00 desk enter A005-A006 taken service 2 at 08:09 -> A005 taken for 2; A006 taken for 2
        08:11:00 desk enter A006 taken service 2 at 08:10 -> no: EnteredBefore
        08:12:00 desk enter A005 taken service 3 at 08:10 -> no: Contradicts
        ",
    );
}

#[test]
fn paper_numbers_wait_by_the_time_on_paper_and_hold_the_last_sheet_open() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 desk block 1 20       -> A980-999 claimed
        08:05:00 desk sheet ladder     -> sheet 1:
        08:05:30 desk release 985      -> no: InUse
        08:10:00 kiosk 1 1             -> A001
        08:20:00 desk enter A981 served window 1 clerk 11 called 08:09 finished 08:12 ; A980-A982 taken service 1 at 08:06 -> A980 taken for 1; A981 taken for 1; A982 taken for 1; A981 done by hand at 1 by 11
        08:21:00 desk sheet close 1    -> no: SheetOpen
        08:22:00 window 1 next         -> A980 to 1
        08:23:00 desk enter A982 not-called -> A982 not called by hand
        08:24:00 desk sheet close 1    -> sheet 1 closed: 0 + 0 + 0
        08:25:00 window 2 next         -> A982 to 2
        ",
    );
}

#[test]
fn a_block_lies_in_the_drawer_until_it_is_released() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 desk block 1 3        -> A997-999 claimed
        08:10:00 desk enter A997 taken service 1 at 08:06 -> A997 taken for 1
        ",
    );
    hall.check("17:00:00 close -> A997 ends with the day; 11 out; 12 out; 14 out; day closed");

    let drawer = hall.view().manual.blocks;

    let started = Office::after_day(&hall.records, TicketId(1), JobId(1));
    assert_eq!(drawer, started.view(hall.moment()).manual.blocks, "a start between days knows it too");
    assert_eq!((drawer[0].first, drawer[0].last, &drawer[0].used), (997, 999, &vec![997]));
}

#[test]
fn insurance_is_drawn_by_the_clock_and_lapses_unless_it_is_used() {
    let insured = |rules: &mut jiaohao::domain::rules::Rules| {
        rules.manual = Some(ManualRules { insurance: Some(seconds(1800)), write_off_reasons: None });
    };
    let mut hall = Hall::staffed(insured);
    hall.check(
        "
        08:00:00 wake                  -> no: NothingDue
        08:00:10 kiosk 1 1             -> A001
        ",
    );
    let due = hall.office.deadline();
    hall.check(
        "
        08:30:10 wake                  -> sheet 1: A001@1
        08:40:00 kiosk 1 1             -> A002
        09:00:10 wake                  -> sheet 2: A001@1 A002@2
        09:01:00 desk enter A001 served window 1 clerk 11 called 09:00 -> A001 done by hand at 1 by 11
        09:30:10 wake                  ->
        09:31:00 desk enter A002 not-called -> A002 not called by hand
        09:32:00 desk sheet close 1    -> no: NoSuchSheet
        09:32:00 desk sheet close 2    -> sheet 2 closed: 1 + 1 + 0
        ",
    );
    assert_eq!(due, Some(clock("08:10:10")), "the slip that nobody printed comes first");
    assert_eq!(hall.view().manual.sheets[0].standing, Standing::Lapsed);
}

#[test]
fn insurance_by_which_people_may_have_called_in_the_dark_is_not_thrown_away_at_the_start() {
    let insured = |rules: &mut jiaohao::domain::rules::Rules| {
        rules.manual = Some(ManualRules { insurance: Some(seconds(1800)), write_off_reasons: None });
    };
    let mut used = Hall::staffed(insured);
    used.check(
        "
        08:00:10 kiosk 1 1             -> A001
        08:30:10 wake                  -> sheet 1: A001@1
        08:40:00 kiosk 1 1             -> A002
        09:10:00 restart               -> restarted
        09:20:00 wake                  -> no: NothingDue
        09:21:00 desk enter A001 served window 1 clerk 11 called 08:50 finished 09:00 -> A001 done by hand at 1 by 11
        09:22:00 desk sheet close 1    -> sheet 1 closed: 1 + 0 + 0
        ",
    );
    let mut unused = Hall::staffed(insured);
    unused.check(
        "
        08:00:10 kiosk 1 1             -> A001
        08:30:10 wake                  -> sheet 1: A001@1
        09:10:00 restart               -> restarted
        09:40:00 wake                  -> sheet 2: A001@1
        ",
    );

    assert_eq!(unused.view().manual.sheets[0].standing, Standing::Lapsed);
}

#[test]
fn a_drill_is_never_open_and_ends_with_the_day_at_the_latest() {
    Hall::staffed(|_| ()).check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:10:00 desk sheet drill      -> sheet 1: A001@1
        08:10:01 desk sheet drill      -> no: NoChange
        08:11:00 desk sheet close 1    -> no: NoSuchSheet
        08:12:00 window 1 next         -> A001 to 1
        08:20:00 desk drill ends 1     -> drill 1 ended
        08:20:01 desk drill ends 1     -> no: NoSuchSheet
        08:30:00 desk sheet drill      -> sheet 2: A001@1 there
        17:00:00 close                 -> drill 2 ended; A001 ends with the day; 11 out; 12 out; 14 out; day closed
        ",
    );
}

#[test]
fn nobody_closes_the_day_by_hand_over_an_open_sheet_and_its_set_end_says_what_is_open() {
    let mut hall = Hall::staffed(|_| ());
    hall.check(
        "
        08:00:00 kiosk 1 1             -> A001
        08:10:00 desk sheet key        -> sheet 1: A001@1
        17:00:00 close                 -> no: SheetOpen
        ",
    );
    let by_clock =
        hall.decide(jiaohao::domain::request::Origin::Clock, jiaohao::domain::request::Request::CloseDay);
    let told = crate::script::answer(&hall, &by_clock, false);
    assert_eq!(told, "sheet 1 left open: A001; A001 ends with the day; 11 out; 12 out; 14 out; day closed");
}

#[test]
fn a_sheet_is_a_job_that_is_not_printed_blindly_twice() {
    Hall::staffed(|_| ()).telling_jobs().check(
        "
        08:10:00 desk sheet key        -> sheet 1:; paper 1
        08:10:01 desk sheet print 1    -> no: WrongState
        08:10:02 job 1 printed         -> 1 printed
        08:11:00 desk sheet print 1    -> paper 2 again
        08:11:01 restart               -> restarted; 2 unknown
        08:11:02 job 2 printed         -> no: NoSuchJob
        08:12:00 desk sheet print 1    -> paper 3 again
        08:22:00 wake                  -> 3 not printed
        08:23:00 desk sheet print 7    -> no: NoSuchSheet
        ",
    );
}
