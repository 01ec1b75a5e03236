//! What is given while nothing is stored bears numbers of a reserve, so that no hour that was lost is given again.

use std::collections::BTreeSet;

use jiaohao::domain::event::Event;
use jiaohao::domain::id::ServiceId;
use jiaohao::domain::keeping::{Keeping, KeepingRequest, Why};
use jiaohao::domain::manual::{ManualEvent, ManualRequest};
use jiaohao::domain::request::{Origin, Refusal, Request};
use jiaohao::domain::rules::Exhausted;

use crate::support::Hall;

const TO_MEMORY: KeepingRequest = KeepingRequest::Lower { to: Keeping::Memory, why: Why::Failed };
const BACK: KeepingRequest = KeepingRequest::Raise { gave_way: 0 };

fn keep(hall: &mut Hall, asked: KeepingRequest) {
    hall.ask(Origin::Startup, None, Request::Keeping(asked)).unwrap();
}

fn restart(hall: &mut Hall) {
    hall.ask(Origin::Startup, None, Request::Restart).unwrap();
}

/// A ticket of letter A at the guide desk.
fn ticket(hall: &mut Hall) -> Result<u16, Refusal> {
    let request = Request::Issue { services: vec![ServiceId(1)], green: None, paper: false };
    let events = hall.ask(Origin::Duty, None, request)?;
    let number = events.iter().find_map(|event| {
        let Event::TicketIssued { number, .. } = event else { return None };
        Some(number.value)
    });
    Ok(number.unwrap())
}

fn sixteen_numbers() -> Hall {
    Hall::with(|rules| {
        rules.groups[0].last = 16;
        rules.groups[0].exhausted = Exhausted::Wrap;
    })
}

#[test]
fn b07_in_memory_the_reserve_is_given_and_then_nothing_and_afterwards_the_others_go_on() {
    let mut hall = sixteen_numbers();
    hall.check("08:00:00 desk 1 -> A001");

    keep(&mut hall, TO_MEMORY);

    hall.check(
        "
        08:01:00 desk 1 -> A013
        08:01:10 desk 1 -> A014
        08:01:20 desk 1 -> A015
        08:01:30 desk 1 -> A016
        08:01:40 desk 1 -> no: NoRoom
        08:01:50 kiosk 1 1 -> no: NoRoom
        ",
    );
    keep(&mut hall, BACK);
    hall.check("08:02:00 desk 1 -> A002");
    hall.assert_replays();
}

#[test]
fn b07_a_number_that_was_given_in_memory_is_not_given_again_that_day_when_the_count_comes_to_it() {
    let mut hall = Hall::with(|rules| rules.groups[0].last = 16);
    keep(&mut hall, TO_MEMORY);
    hall.check(
        "
        08:00:00 desk 1           -> A013
        08:00:10 desk 1           -> A014
        08:00:20 desk cancel A013 -> A013 withdrawn
        ",
    );
    keep(&mut hall, BACK);

    let given: Vec<u16> = std::iter::from_fn(|| ticket(&mut hall).ok()).collect();

    assert_eq!(given, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16]);
}

#[test]
fn b07_a_range_that_starts_over_goes_on_behind_the_number_that_it_gave_last() {
    let mut hall = sixteen_numbers();
    while let Ok(number) = ticket(&mut hall) {
        hall.check(&format!("08:00:00 desk cancel A{number:03} -> A{number:03} withdrawn"));
        if number == 16 {
            break;
        }
    }

    let again: Vec<u16> = (0..2).filter_map(|_| ticket(&mut hall).ok()).collect();
    hall.check("08:00:10 desk cancel A001 -> A001 withdrawn");

    assert_eq!((again, ticket(&mut hall)), (vec![1, 2], Ok(3)));
}

#[test]
fn b07_whatever_was_lost_in_memory_at_each_of_twelve_starts_is_never_given_again() {
    for (last, stored_between) in [(999, 0), (999, 30), (999, 80), (99, 2), (99, 7), (16, 1)] {
        let mut hall = Hall::with(|rules| rules.groups[0].last = last);
        let mut given = BTreeSet::new();
        let (mut lost, mut most) = (0, 0);
        for start in 0..12 {
            for _ in 0..stored_between {
                let Ok(number) = ticket(&mut hall) else { break };
                assert!(given.insert(number), "{number} of {last} was given twice at start {start}");
            }
            let stored = hall.office.clone();
            let records = hall.records.len();
            keep(&mut hall, TO_MEMORY);
            let mut now = 0;
            while let Ok(number) = ticket(&mut hall) {
                assert!(
                    given.insert(number),
                    "{number} of {last} was given twice in memory at start {start}"
                );
                now += 1;
            }
            (lost, most) = (lost + now, most.max(now));
            // The power goes: what was in memory is lost, and nobody knows of it.
            hall.office = stored;
            hall.records.truncate(records);
            restart(&mut hall);
        }
        while let Ok(number) = ticket(&mut hall) {
            assert!(given.insert(number), "{number} of {last} was given twice in the end");
        }
        assert!(lost > usize::from(last / 8) && most > 0, "only {lost} of {last} were given in memory");
        assert!(given.len() + 20 > usize::from(last) / 2, "only {} of {last} were given", given.len());
    }
}

#[test]
fn b07_paper_numbers_are_not_claimed_where_an_hour_in_memory_may_have_given_them() {
    let mut hall = Hall::open();
    restart(&mut hall);
    let claim = ManualRequest::ClaimBlock { service: ServiceId(1), count: 50 };

    let claimed = hall.ask(Origin::Duty, None, Request::Manual(claim)).unwrap();

    let block = claimed.iter().find_map(|event| {
        let Event::Manual(ManualEvent::BlockClaimed(block)) = event else { return None };
        Some((block.first, block.last))
    });
    assert_eq!(block, Some((701, 750)));
}

#[test]
fn b07_a_start_of_which_no_disk_knows_gives_no_numbers_until_one_does() {
    let mut hall = Hall::open();
    hall.check("08:00:00 desk 1 -> A001");

    keep(&mut hall, TO_MEMORY);
    restart(&mut hall);

    hall.check("08:01:00 desk 1 -> no: NoRoom");
    keep(&mut hall, BACK);
    hall.check("08:02:00 desk 1 -> A002");
    // The start is on record with all the rest.
    restart(&mut hall);
    keep(&mut hall, TO_MEMORY);
    hall.check("08:03:00 desk 1 -> A565");
}
