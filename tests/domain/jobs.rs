//! Paper and voice: opened with what they tell of, closed by what became of them, settled after a restart.

use jiaohao::domain::ticket::Slip;

use crate::support::Hall;

#[test]
fn a_slip_and_a_call_are_open_until_their_device_reports() {
    let mut hall = Hall::staffed(|_| ()).telling_jobs();
    hall.check(
        "
        08:01:00 kiosk 1 1           -> A001; print 1
        08:01:03 job 1 printed       -> 1 printed
        08:01:04 job 1 printed       -> no: NoSuchJob
        08:02:00 window 1 next       -> A001 to 1; say 2
        08:02:01 job 2 printed       -> no: NoSuchJob
        08:02:04 job 2 said          -> 2 said
        08:02:30 window 1 recall     -> A001 to 1 again; say 3
        08:02:31 job 3 unsaid        -> 3 without voice
        ",
    );
    assert!(hall.view().jobs.is_empty());
    assert_eq!(hall.office.tickets().map(|ticket| ticket.slip).collect::<Vec<_>>(), [Slip::Printed]);
}
