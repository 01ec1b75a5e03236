//! A day in its shortest form: it opens, a visitor comes, is called and served, and it closes once.

use crate::support::Hall;

#[test]
fn a_visitor_comes_is_called_and_served_and_the_day_closes() {
    Hall::open().check(
        "
        08:00:00 window 1 next          -> no: NotLoggedIn
        08:00:10 window 1 in 11         -> 11 in
        08:00:20 window 1 next          -> no: NothingWaiting
        08:01:00 kiosk 1 1              -> A001
        08:02:00 window 1 next          -> A001 to 1
        08:02:20 window 1 start         -> A001 served by 11
        08:10:20 window 1 finish done   -> A001 done by 11, service 1, 480 s
        12:00:00 close                  -> 11 out; day closed
        12:00:01 kiosk 1 1              -> no: DayNotOpen
        ",
    );
}
