//! How the records are kept is on record: numbers leap where both journals may have given the next one, and
//! without room nothing but tickets is refused.

use jiaohao::domain::event::Event;
use jiaohao::domain::id::{JobId, Prefix, TicketId};
use jiaohao::domain::keeping::{Keeping, KeepingEvent, KeepingRequest, Shortage, Why};
use jiaohao::domain::office::Office;
use jiaohao::domain::request::{Origin, Refusal, Request};
use jiaohao::domain::rules::Exhausted;

use crate::support::Hall;

const DOWN: KeepingRequest = KeepingRequest::Lower { to: Keeping::Second, why: Why::Failed };

fn told(hall: &mut Hall, asked: KeepingRequest) -> Result<Vec<Event>, Refusal> {
    hall.ask(Origin::Startup, None, Request::Keeping(asked))
}

#[test]
fn b05_numbers_ids_and_jobs_leap_when_the_journal_goes_down_a_rung() {
    let mut hall = Hall::staffed(|_| ());
    hall.check("08:00:00 kiosk 1 1 -> A001 \n 08:00:30 kiosk 1 2 -> A002");

    let events = told(&mut hall, DOWN).unwrap();

    let [Event::Keeping(KeepingEvent::Lowered { next_ticket, next_job, next_numbers, .. })] = &events[..]
    else {
        panic!("{events:?}");
    };
    assert!(*next_ticket > TicketId(1_000_000) && *next_job > JobId(1_000_000));
    assert_eq!(next_numbers[..], [(Prefix('A'), 502), (Prefix('B'), 501)]);
    assert_eq!(hall.view().kept.by, Keeping::Second);
    hall.check(
        "
        08:01:00 kiosk 1 1     -> A502
        08:01:30 kiosk 1 3     -> B501
        08:02:00 window 1 next -> A001 to 1
        ",
    );
}

#[test]
fn b09_memory_gives_of_its_reserve_and_the_way_back_goes_on_where_the_second_medium_was() {
    let mut hall = Hall::open();
    told(&mut hall, DOWN).unwrap();
    told(&mut hall, KeepingRequest::Lower { to: Keeping::Memory, why: Why::Hung }).unwrap();
    hall.check("08:01:00 kiosk 1 1 -> A751");

    let back = told(&mut hall, KeepingRequest::Raise { gave_way: 2 }).unwrap();

    assert_eq!(back, [Event::Keeping(KeepingEvent::Raised { from: Keeping::Memory, gave_way: 2 })]);
    assert_eq!(hall.view().kept.by, Keeping::Main);
    hall.check("08:02:00 kiosk 1 1 -> A501");
}

#[test]
fn a_short_range_of_numbers_is_not_used_up_by_its_leaps() {
    let mut hall = Hall::with(|rules| {
        rules.groups[0].last = 3;
        rules.groups[0].exhausted = Exhausted::Stop;
    });
    for (to, why) in [(Keeping::Second, Why::Full), (Keeping::Memory, Why::Failed)] {
        told(&mut hall, KeepingRequest::Lower { to, why }).unwrap();
    }
    // Of 1 to 3 nothing is kept back for the time in which nothing is stored.
    hall.check("08:01:00 kiosk 1 1 -> no: NoRoom");
    told(&mut hall, KeepingRequest::Raise { gave_way: 0 }).unwrap();
    hall.check("08:02:00 kiosk 1 1 -> A003");
}

#[test]
fn b01_without_room_tickets_are_refused_and_calls_go_on() {
    let mut hall = Hall::staffed(|_| ());
    hall.check("08:00:00 kiosk 1 1 -> A001");

    told(&mut hall, KeepingRequest::RoomShort { what: Shortage::Bytes }).unwrap();
    hall.check(
        "
        08:01:00 kiosk 1 1     -> no: NoRoom
        08:01:00 desk 1        -> no: NoRoom
        08:02:00 window 1 next -> A001 to 1
        08:02:30 window 1 start -> A001 served by 11
        ",
    );
    told(&mut hall, KeepingRequest::RoomBack).unwrap();
    hall.check("08:03:00 kiosk 1 1 -> A002");
}

#[test]
fn what_is_so_already_is_not_recorded_again_and_nobody_but_the_daemon_tells_it() {
    let mut hall = Hall::open();
    for asked in [KeepingRequest::Raise { gave_way: 0 }, KeepingRequest::RoomBack] {
        assert_eq!(told(&mut hall, asked), Err(Refusal::NoChange));
    }
    told(&mut hall, DOWN).unwrap();
    assert_eq!(told(&mut hall, DOWN), Err(Refusal::NoChange));
    let short = KeepingRequest::RoomShort { what: Shortage::Inodes };
    told(&mut hall, short.clone()).unwrap();
    assert_eq!(told(&mut hall, short), Err(Refusal::NoChange));

    let by_a_person = hall.decide(Origin::Duty, Request::Keeping(KeepingRequest::RoomBack));
    assert_eq!(by_a_person, Err(Refusal::WrongState));
    hall.assert_replays();
}

#[test]
fn a_record_that_would_take_numbers_back_is_not_believed() {
    let mut hall = Hall::open();
    hall.check("08:00:00 kiosk 1 1 -> A001");
    told(&mut hall, DOWN).unwrap();
    hall.assert_replays();
    let believed = |change: &dyn Fn(&mut KeepingEvent)| {
        let mut records = hall.records.clone();
        let Some(Event::Keeping(event)) = records.last_mut().unwrap().events.first_mut() else { panic!() };
        change(event);
        Office::replay(records).is_ok()
    };

    assert!(believed(&|_| ()));
    let wrong: [&dyn Fn(&mut KeepingEvent); 4] = [
        &|event| lowered(event, |next, _, _| *next = TicketId(1)),
        &|event| lowered(event, |_, numbers, _| *numbers = vec![(Prefix('A'), 1)]),
        &|event| lowered(event, |_, numbers, _| *numbers = vec![(Prefix('Z'), 900)]),
        &|event| lowered(event, |_, _, to| *to = Keeping::Main),
    ];
    for (place, change) in wrong.into_iter().enumerate() {
        assert!(!believed(change), "change {place}");
    }
    assert!(!believed(&|event| *event = KeepingEvent::RoomBack));
    assert!(!believed(&|event| *event = KeepingEvent::Raised { from: Keeping::Second, gave_way: 0 }));
}

fn lowered(
    event: &mut KeepingEvent,
    change: impl FnOnce(&mut TicketId, &mut Vec<(Prefix, u16)>, &mut Keeping),
) {
    let KeepingEvent::Lowered { to, next_ticket, next_numbers, .. } = event else { panic!("{event:?}") };
    change(next_ticket, next_numbers, to);
}
