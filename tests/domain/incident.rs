//! What befalls the whole hall: nobody's place is lost by it, and what stands is recorded.

use jiaohao::domain::incident::{Alarm, AlarmId, AlarmKind};
use jiaohao::domain::view::Availability;

use crate::befall::notices;
use crate::hours::two_sessions;
use crate::support::{Hall, clock, seconds};

#[test]
fn a13_while_the_mains_are_lost_no_ticket_is_given_and_whoever_waits_is_called() {
    Hall::staffed(notices).check(
        "
        08:00:00 kiosk 1 1         -> A001
        08:01:00 befalls mains lost -> mains lost; notice 1; say notice 1 by 2
        08:01:01 kiosk 1 1         -> no: MainsLost
        08:01:02 befalls mains lost -> no: NoChange
        08:02:00 window 1 next     -> A001 to 1
        08:02:10 window 1 start    -> A001 served by 11
        08:04:00 befalls mains back -> mains back; notice down
        08:04:01 kiosk 1 1         -> A002
        08:04:02 befalls mains back -> no: NoChange
        ",
    );
}

#[test]
fn a_notice_that_somebody_put_up_stays_when_the_mains_come_and_go() {
    Hall::staffed(notices).check(
        "
        08:00:00 befalls notice 0   -> notice 0; say notice 0 by 1
        08:01:00 befalls mains lost -> mains lost
        08:02:00 befalls mains back -> mains back
        08:03:00 befalls notice down -> notice down
        08:03:01 befalls notice down -> no: NoChange
        ",
    );
}

#[test]
fn the_notice_of_a_loss_of_the_mains_tells_the_time_that_the_duty_leader_sets_and_is_said_once() {
    let mut hall = Hall::staffed(notices);
    hall.check(
        "
        08:01:00 befalls mains lost       -> mains lost; notice 1; say notice 1 by 1
        08:05:00 befalls notice until 930 -> notice 1 until 930
        08:05:01 befalls notice until 930 -> no: NoChange
        08:05:02 befalls notice until 1440 -> no: NoSuchNotice
        ",
    );

    let stands = hall.office.view(hall.moment()).incidents.notice.unwrap();

    assert_eq!((stands.until.map(|until| until.minute), stands.since), (Some(930), clock("08:01:00")));
}

#[test]
fn a_notice_holds_tickets_only_where_it_says_so() {
    Hall::staffed(notices).check(
        "
        08:00:00 befalls notice 0  -> notice 0; say notice 0 by 1
        08:01:00 kiosk 1 1         -> A001
        08:02:00 befalls notice 1  -> notice 1; say notice 1 by 3
        08:02:01 kiosk 1 1         -> no: NoticeStands
        08:02:02 befalls notice 9  -> no: NoSuchNotice
        ",
    );
}

#[test]
fn a_notice_that_waits_too_long_for_the_voice_is_given_up_and_stands_all_the_same() {
    let mut hall = Hall::staffed(notices);
    hall.check("08:00:00 befalls notice 0 -> notice 0; say notice 0 by 1");
    let stale = hall.office.deadline().unwrap();
    assert_eq!(stale, clock("08:00:00") + hall.office.rules().calling.stale_after);
    hall.now = stale;

    let happened =
        hall.ask(jiaohao::domain::request::Origin::Clock, None, jiaohao::domain::request::Request::Wake);

    assert_eq!(happened.unwrap().len(), 1);
    let incidents = hall.office.view(hall.moment()).incidents;
    assert!(incidents.spoken.is_none() && incidents.notice.is_some());
    hall.assert_replays();
}

#[test]
fn in_a_fire_nobody_is_called_and_everybody_is_told_to_leave_until_it_is_over() {
    let mut hall = Hall::staffed(notices);
    hall.check(
        "
        08:00:00 kiosk 1 1          -> A001
        08:00:05 kiosk 1 2          -> A002
        08:01:00 window 1 next      -> A001 to 1
        08:01:05 befalls alarm fire -> alarm 1 fire; say leave by 4
        08:01:06 kiosk 1 1          -> no: Evacuating
        08:01:07 window 2 next      -> no: Evacuating
        08:01:08 window 1 recall    -> no: Evacuating
        08:01:10 job 4 said         ->
        08:01:19 wake               -> no: NothingDue
        08:01:20 wake               -> say leave by 5
        08:01:22 befalls alarm fire -> no: NoChange
        08:01:23 close              -> no: Evacuating
        08:01:30 befalls end 1      -> alarm 1 over
        08:01:31 befalls end 1      -> no: NoSuchAlarm
        08:05:00 window 2 next      -> A002 to 2
        08:05:01 kiosk 1 1          -> A003
        ",
    );
    assert!(hall.office.incidents().spoken.is_none());
}

#[test]
fn a_fire_keeps_the_day_open_behind_its_set_end_until_it_is_over() {
    let mut hall = Hall::with_hours(notices, two_sessions());
    hall.check(
        "
        19:59:40 befalls alarm fire -> alarm 1 fire; say leave by 1
        19:59:45 job 1 said         ->
        20:00:00 wake               -> say leave by 2
        20:00:01 job 2 said         ->
        20:00:02 wake               -> no: NothingDue
        20:00:10 befalls end 1      -> alarm 1 over
        ",
    );

    assert_eq!(hall.office.deadline(), Some(clock("20:00:00")));
    hall.check("20:00:11 wake -> day closed");
}

#[test]
fn a_fire_alarm_that_everybody_forgot_does_not_keep_the_next_day_from_being_opened() {
    Hall::with_hours(notices, two_sessions()).check(
        "
        19:50:00 befalls alarm fire -> alarm 1 fire; say leave by 1
        19:50:05 job 1 said         ->
        22:59:59 wake               -> say leave by 2
        22:59:59 job 2 said         ->
        23:00:00 wake               -> day closed
        ",
    );
}

#[test]
fn an_alarm_at_a_window_keeps_when_it_was_raised_and_when_it_was_taken_up() {
    let mut hall = Hall::staffed(notices);
    hall.check(
        "
        08:00:00 befalls alarm conflict at 2 -> alarm 1 conflict
        08:00:05 befalls alarm conflict at 2 -> no: NoChange
        08:00:06 befalls alarm help at 2     -> alarm 2 help
        08:00:07 befalls alarm help at 9     -> no: NoSuchWindow
        08:00:40 befalls take up 1           -> alarm 1 taken up
        08:00:41 befalls take up 1           -> no: NoChange
        08:00:42 befalls take up 7           -> no: NoSuchAlarm
        08:01:00 kiosk 1 1                   -> A001
        ",
    );

    let alarm = hall.office.incidents().alarms[&AlarmId(1)];

    let Alarm { kind, since, acknowledged, ticket, .. } = alarm;
    assert_eq!((kind, ticket), (AlarmKind::Conflict, None));
    assert_eq!(acknowledged.map(|at| at.since(since)), Some(seconds(40)));
}

#[test]
fn whoever_is_served_where_somebody_was_taken_ill_is_parked_and_taken_up_again() {
    Hall::staffed(notices).check(
        "
        08:00:00 kiosk 1 1                  -> A001
        08:00:20 window 1 next              -> A001 to 1
        08:00:30 window 1 start             -> A001 served by 11
        08:01:00 befalls alarm illness at 1 -> A001 parked by 11; alarm 1 illness
        08:20:00 befalls end 1              -> alarm 1 over
        08:20:10 window 1 resume            -> A001 to 1 resumed
        ",
    );
}

#[test]
fn somebody_taken_ill_where_nobody_is_served_costs_nobody_a_place() {
    Hall::staffed(notices).check(
        "
        08:00:00 kiosk 1 1                  -> A001
        08:00:20 window 1 next              -> A001 to 1
        08:01:00 befalls alarm illness at 1 -> alarm 1 illness
        08:01:10 window 1 start             -> A001 served by 11
        ",
    );
}

#[test]
fn a13_the_machine_stops_only_while_the_mains_are_lost_and_says_so_once() {
    Hall::staffed(notices).check(
        "
        08:00:00 befalls battery low -> no: NoChange
        08:01:00 befalls mains lost  -> mains lost; notice 1; say notice 1 by 1
        08:09:00 befalls battery low -> power stop
        08:09:01 befalls battery low -> no: NoChange
        08:09:02 befalls mains back  -> mains back; notice down
        08:09:03 befalls battery low -> no: NoChange
        ",
    );
}

#[test]
fn a04_after_a_stop_for_power_the_queue_stands_and_a_young_call_is_repeated_once_and_as_a_repeat() {
    let mut hall = Hall::staffed(notices).telling_jobs();
    hall.check(
        "
        08:00:00 kiosk 1 1           -> A001; print 1
        08:00:01 job 1 printed       -> 1 printed
        08:00:05 kiosk 1 1           -> A002; print 2
        08:00:06 job 2 printed       -> 2 printed
        08:01:00 window 1 next       -> A001 to 1; say 3
        08:01:05 job 3 said          -> 3 said
        08:01:10 befalls mains lost  -> mains lost; notice 1; say notice 1 by 4
        08:01:15 job 4 said          -> 4 said
        08:01:40 befalls battery low -> power stop
        08:02:50 restart             -> restarted; say 5 once more
        08:02:55 restart             -> restarted; 5 stale
        08:03:10 kiosk 1 1           -> no: MainsLost
        08:03:20 befalls mains back  -> mains back; notice down
        08:03:30 kiosk 1 1           -> A003; print 6
        ",
    );
    let open = hall.office.view(hall.moment()).services[0].availability;
    assert_eq!(open, Availability::Open);
}

#[test]
fn a04_a_call_older_than_two_minutes_is_not_said_again_after_a_stop_for_power() {
    Hall::staffed(notices).telling_jobs().check(
        "
        08:00:00 kiosk 1 1           -> A001; print 1
        08:00:01 job 1 printed       -> 1 printed
        08:01:00 window 1 next       -> A001 to 1; say 2
        08:01:05 job 2 said          -> 2 said
        08:01:10 befalls mains lost  -> mains lost; notice 1; say notice 1 by 3
        08:01:20 job 3 said          -> 3 said
        08:01:40 befalls battery low -> power stop
        08:03:01 restart             -> restarted
        ",
    );
}

#[test]
fn nothing_that_befell_the_hall_lasts_beyond_its_day() {
    let mut hall = Hall::staffed(notices);
    hall.check(
        "
        08:00:00 befalls notice 0       -> notice 0; say notice 0 by 1
        08:00:01 befalls alarm help at 2 -> alarm 1 help
        18:00:00 close                  -> 11 out; 12 out; 14 out; day closed
        ",
    );
    assert_eq!(hall.office.incidents(), jiaohao::domain::incident::Incidents::default());
}

#[test]
fn c02_a_clock_that_jumped_is_on_record_with_how_far() {
    Hall::staffed(notices).check(
        "
        08:00:00 befalls clock jumped 259200 -> clock jumped by 259200 s
        08:00:01 befalls clock jumped -3600  -> clock jumped by -3600 s
        08:00:02 befalls clock jumped 0      -> no: NoChange
        ",
    );
}
