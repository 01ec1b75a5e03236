//! The terminal while a slow disk stores the ticket: it says so, and whoever touches again gets one ticket.

use hal::port::terminal::{Button, PageName, Text};
use jiaohao::station::Reply;
use jiaohao::station::kiosk::{ANSWER_WITHIN, Kiosk, SAID_AFTER};

use crate::kiosk::{READY, STORED, kiosk, text};
use crate::support::{at, view};

/// A terminal at which a service was chosen in second 1.
fn asked() -> Kiosk {
    let mut kiosk = kiosk();
    kiosk.touched(at(0), PageName::Start, Button::Choice(0), &view());
    let request = kiosk.touched(at(1), PageName::List, Button::Choice(0), &view());
    assert!(request.is_some());
    kiosk
}

#[test]
fn b08_whoever_waits_for_a_slow_disk_reads_that_it_takes_a_moment() {
    let mut kiosk = asked();

    let before = kiosk.page(at(1), &view(), READY, STORED);
    let after = kiosk.page(at(1) + SAID_AFTER, &view(), READY, STORED);

    assert!(text(&before, Text::Title).starts_with("参保登记"), "{before:?}");
    assert_eq!(text(&after, Text::Title), "正在出号，请稍候，不必再点 Please wait, no need to touch again");
    assert_eq!((before.live.len(), after.live.len()), (0, 0));
    kiosk.answered(at(3), Reply::NotStored);
    assert_eq!(kiosk.page(at(3), &view(), READY, STORED).name, PageName::Notice);
}

#[test]
fn b09_a_finger_gets_no_second_ticket_while_the_journal_goes_down_its_rungs() {
    let mut kiosk = asked();

    // A disk that hangs is given up after ten seconds, and so is the second medium, twice.
    for second in 2..40 {
        let again = [PageName::Start, PageName::List, PageName::Confirm].map(|page| {
            kiosk.touched(at(second), page, Button::Choice(0), &view()).or(kiosk.touched(
                at(second),
                page,
                Button::Take,
                &view(),
            ))
        });
        assert_eq!(again, [None, None, None], "in second {second}");
    }

    let left = kiosk.page(at(1) + ANSWER_WITHIN, &view(), READY, STORED);
    assert_eq!(left.name, PageName::Start, "it does not stand for ever");
}
