//! Visitors who do not come when called, and their way back.

use crate::support::Hall;

#[test]
fn nobody_is_missed_who_was_not_called_again_and_given_time() {
    Hall::staffed(|_| ()).check(
        "
        08:01:00 kiosk 1 1           -> A001
        08:02:00 window 1 next       -> A001 to 1
        08:02:10 window 1 recall     -> no: NotYet
        08:02:30 window 1 no-show    -> no: NotYet
        08:02:30 window 1 recall     -> A001 to 1 again
        08:02:40 window 1 no-show    -> no: NotYet
        08:02:50 window 1 no-show    -> A001 missed
        08:02:55 window 1 recall     -> no: NobodyThere
        ",
    );
}
