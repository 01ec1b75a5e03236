//! The self-test's certificate: one at a time, numbered, kept with its words, and its paper never printed blindly.

use std::sync::Arc;

use jiaohao::domain::check::Inconsistency;
use jiaohao::domain::event::Event;
use jiaohao::domain::id::JobId;
use jiaohao::domain::office::Office;
use jiaohao::domain::self_test::{Certificate, CertificatePaper, SelfTestEvent};

use crate::support::{Hall, clock};

#[test]
fn a_morning_has_one_self_test_and_duty_staff_may_ask_for_more() {
    Hall::open().check(
        "
        08:30:00 morning-test            -> morning's self-test
        08:30:05 morning-test            -> no: NoChange
        08:31:00 self-test begin         -> no: NoChange
        08:50:00 self-test over          -> certificate 1; print 1
        08:50:03 job 1 printed           -> 1 printed
        08:50:10 morning-test            -> no: NoChange
        08:55:00 self-test begin         -> self-test
        08:55:09 self-test over          -> certificate 2; print 2
        ",
    );
}

#[test]
fn what_came_of_no_self_test_is_not_believed() {
    Hall::open().check(
        "
        08:30:00 self-test over          -> no: NothingDue
        08:30:01 self-test again         -> no: NoSuchJob
        08:30:02 self-test told leader   -> no: NoSuchJob
        ",
    );
}

#[test]
fn an_unknown_print_is_not_repeated_until_somebody_asks() {
    let mut hall = Hall::open();
    hall.check(
        "
        08:30:00 morning-test            -> morning's self-test
        08:50:00 self-test over          -> certificate 1; print 1
        08:50:03 job 1 unknown           -> 1 unknown
        08:50:04 job 1 printed           -> no: NoSuchJob
        08:51:00 self-test again         -> print 2 again
        08:51:01 restart                 -> restarted; 2 unknown
        ",
    );
    assert_eq!(hall.view().self_test.latest.map(|latest| latest.paper), Some(CertificatePaper::Unknown));
}

#[test]
fn a_certificate_that_no_printer_takes_is_given_up_after_half_an_hour_and_stays() {
    let mut hall = Hall::open();
    hall.check(
        "
        08:30:00 self-test begin         -> self-test
        08:31:00 self-test over          -> certificate 1; print 1
        09:00:59 wake                    -> no: NothingDue
        09:01:00 wake                    -> 1 dropped
        ",
    );
    let latest = hall.view().self_test.latest.expect("it stays");
    assert_eq!((latest.number, latest.paper), (1, CertificatePaper::NotPrinted));
}

#[test]
fn a_second_certificate_takes_the_place_of_one_that_is_still_to_be_printed() {
    Hall::open().check(
        "
        08:30:00 self-test begin         -> self-test
        08:31:00 self-test over          -> certificate 1; print 1
        08:32:00 self-test begin         -> self-test
        08:33:00 self-test over          -> 1 dropped; certificate 2; print 2
        20:00:00 close                   -> 2 unknown; day closed
        ",
    );
}

#[test]
fn who_was_told_stands_with_the_certificate_once() {
    let mut hall = Hall::open();
    hall.check(
        "
        08:30:00 self-test begin         -> self-test
        08:31:00 self-test over          -> certificate 1; print 1
        08:32:00 self-test told leader   -> leader told
        08:33:00 self-test told leader   -> no: NoChange
        ",
    );
    assert_eq!(
        hall.view().self_test.latest.map(|latest| latest.told.clone()),
        Some(vec!["leader".to_owned()])
    );
}

#[test]
fn a_replay_believes_no_certificate_of_a_self_test_that_never_began() {
    let mut hall = Hall::open();
    hall.check(
        "
        08:30:00 self-test begin         -> self-test
        08:31:00 self-test over          -> certificate 1; print 1
        ",
    );
    assert!(Office::replay(hall.records.clone()).is_ok());
    let certified =
        |number| SelfTestEvent::Certified { number, certificate: Arc::new(Certificate::default()) };
    let twice = SelfTestEvent::PaperOpened { job: JobId(9), again: true };
    for (event, what) in [
        (certified(1), Inconsistency::OtherSelfTest),
        (certified(2), Inconsistency::OtherSelfTest),
        (SelfTestEvent::PaperPrinted { job: JobId(7) }, Inconsistency::NoSuchJob),
        (twice, Inconsistency::NoSuchJob),
    ] {
        let mut records = hall.records.clone();
        let mut forged = records.last().cloned().expect("there is one");
        forged.seq = forged.seq.next();
        forged.asked.number.0 += 1;
        forged.moment.hall = clock("08:40:00");
        forged.events = vec![Event::SelfTest(event)];
        records.push(forged);

        assert_eq!(Office::replay(records).map(|_| ()).map_err(|found| found.what), Err(what));
    }
}
