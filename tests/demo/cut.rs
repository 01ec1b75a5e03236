//! The page's hands reach the hall through cables and nothing else: with the real daemon, each cable is cut.

use jiaohao::demo::hand::Hand;

use crate::floor::Hall;

#[test]
fn a_key_and_a_touch_reach_the_journal_through_their_cable_and_by_no_other_way() {
    let mut hall = Hall::open();
    let opened = hall.records();

    hall.log_in(3, 103);
    hall.until("a log-in is stored", |hall| hall.records() > opened);
    hall.touch_a_ticket();
    hall.until("a ticket is stored", |hall| hall.records() > opened + 1);

    // Keys press into a pulled cable; the ticket that is taken meanwhile proves that the daemon listens.
    hall.plug("keypads", false);
    let before = hall.records();
    hall.log_in(4, 104);
    hall.touch_a_ticket();
    hall.until("a ticket is stored", |hall| hall.records() > before);
    assert!(!hall.stored_after(before, "StaffId(104)"), "a key came by another way");

    // And the other way round.
    hall.plug("keypads", true);
    let said = hall.said("keypads");
    hall.until("all twenty devices of the pair have answered", |hall| hall.said("keypads") > said + 20 * 20);
    hall.touch_to_the_services();
    hall.plug("terminal", false);
    let before = hall.records();
    hall.act(&Hand::Touch { component: "c0".into() });
    hall.log_in(5, 105);
    hall.until("a log-in is stored", |hall| hall.stored_after(before, "StaffId(105)"));
    assert!(!hall.stored_after(before, "TicketIssued"), "a touch came by another way");
}

#[test]
fn paper_and_boards_come_through_their_cables() {
    let mut hall = Hall::open();
    hall.plug("printer", false);
    hall.plug("boards", false);
    let boards: Vec<_> = hall.look().windows.into_iter().map(|window| window.board).collect();
    let before = hall.records();

    hall.log_in(3, 103);
    hall.touch_a_ticket();
    hall.until("both are stored", |hall| hall.records() >= before + 2);

    let scene = hall.look();
    assert!(scene.slips.is_empty(), "paper without a cable");
    let after: Vec<_> = scene.windows.into_iter().map(|window| window.board).collect();
    assert_eq!(after, boards, "a board that changes without a cable");
    hall.plug("boards", true);
    hall.until("board 3 shows the present", |hall| {
        hall.look().windows[2].board.areas.iter().any(|area| area.text.contains("103"))
    });
}
