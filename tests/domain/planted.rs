//! Each bug that can be planted is caught by a story that holds without it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiaohao::domain::planted::Bug;

use crate::support::Hall;

/// Stories that hold in a sound hall, each beside the bug that breaks it.
const STORIES: [(Bug, &str); 16] = [
    (
        Bug::CloseForgetsParked,
        "08:00:00 kiosk 1 1           -> A001
             08:01:00 window 1 next       -> A001 to 1
             08:01:10 window 1 start      -> A001 served by 11
             08:01:20 window 1 park       -> A001 parked by 11
             12:00:00 close               -> A001 ends with the day; 11 out; 12 out; 14 out; day closed",
    ),
    (
        Bug::CalledTwice,
        "08:00:00 kiosk 1 1           -> A001
             08:01:00 window 1 next       -> A001 to 1
             08:01:00 window 2 next       -> no: NothingWaiting",
    ),
    (
        Bug::BounceObeyed,
        "08:00:00 kiosk 1 1           -> A001
             08:01:00 window 1 next       -> A001 to 1
             08:01:00 window 1 next       -> no: TooSoon",
    ),
    (
        Bug::RestartPrintsAgain,
        "08:00:00 kiosk 1 1           -> A001; print 1
             08:00:01 restart             -> restarted; 1 unknown",
    ),
    (
        Bug::NumberGivenTwice,
        "08:00:00 kiosk 1 1           -> A001
             08:00:10 kiosk 1 1           -> A002",
    ),
    (
        Bug::PaperCollides,
        "08:00:00 desk block 1 3      -> A997-999 claimed
             08:00:10 kiosk 1 1           -> A001",
    ),
    (
        Bug::SecondTouchHeeded,
        "08:00:00 kiosk 1 1           -> A001
             08:00:01 kiosk 1 1           -> no: SameTouch",
    ),
    (
        Bug::NoReserveInMemory,
        "08:00:00 kept in memory      -> kept in memory
             08:00:10 kiosk 1 1           -> A751",
    ),
    (
        Bug::LastComeFirst,
        "08:00:00 kiosk 1 1           -> A001
             08:00:10 kiosk 1 1           -> A002
             08:01:00 window 1 next       -> A001 to 1",
    ),
    (
        Bug::GreenUnbounded,
        "08:00:00 kiosk 1 1           -> A001
             08:20:00 kiosk 2 1 green 0   -> A002
             08:20:10 kiosk 2 1 green 0   -> A003
             08:35:00 window 1 next       -> A002 to 1
             08:35:10 window 2 next       -> A001 to 2",
    ),
    (
        Bug::PromiseForgotten,
        "08:00:00 kiosk 1 1           -> A001
             08:01:00 window 1 next       -> A001 to 1
             08:01:20 window 1 recall     -> A001 to 1 again
             08:01:40 window 1 no-show    -> A001 missed
             08:02:00 kiosk 1 1           -> A002
             08:02:10 kiosk 1 1           -> A003
             08:05:00 desk back A001      -> A001 back at 2
             08:05:10 window 1 next       -> A002 to 1
             08:05:20 window 2 next       -> A001 to 2 as promised",
    ),
    (
        Bug::KeptForEver,
        "08:00:00 kiosk 1 1              -> A001
             08:01:00 window 1 next          -> A001 to 1
             08:01:10 window 1 start         -> A001 served by 11
             08:02:00 window 1 send window 2 -> A001 sent to window 2
             08:02:10 window 2 out           -> 12 out
             08:02:20 window 1 next          -> A001 to 1",
    ),
    (
        Bug::SheetLeavesOneOut,
        "08:00:00 kiosk 1 1           -> A001
             08:00:10 kiosk 1 1           -> A002
             08:10:00 desk sheet ladder   -> sheet 1: A001@1 A002@2",
    ),
    (
        Bug::GivenOnBattery,
        "08:00:00 befalls mains lost  -> mains lost
             08:00:10 kiosk 1 1           -> no: MainsLost",
    ),
    (
        Bug::JobsPileUp,
        "08:00:00 kiosk 1 1           -> A001
             08:00:03 job 1 printed       ->",
    ),
    (
        Bug::GradeInvented,
        "08:00:00 kiosk 1 1            -> A001
             08:01:00 window 1 next        -> A001 to 1
             08:01:10 window 1 start       -> A001 served by 11
             08:02:10 window 1 finish done -> A001 done by 11, service 1, 60 s
             08:02:20 window 1 ask         -> A001 asked
             08:03:20 wake                 -> A001 did not answer",
    ),
];

#[test]
fn every_planted_bug_is_caught() {
    assert_eq!(STORIES.map(|(bug, _)| bug), Bug::ALL);
    for (bug, story) in STORIES {
        let tells_jobs = bug == Bug::RestartPrintsAgain;
        let holds = |planted: Option<Bug>| {
            let hall = Hall::staffed_with(planted, |rules| rules.calling.return_after_calls = 1);
            let mut hall = if tells_jobs { hall.telling_jobs() } else { hall };
            catch_unwind(AssertUnwindSafe(|| hall.check(story))).is_ok()
        };

        assert!(holds(None), "{bug:?}: its story does not hold in a sound hall");
        assert!(!holds(Some(bug)), "{bug:?} was not caught");
    }
}
