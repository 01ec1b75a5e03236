//! What a restarted engine hands to printer and voice: nothing of the process before it.

use std::path::Path;
use std::sync::Arc;

use hal::port::{self, printer};
use jiaohao::cli::wiring;
use jiaohao::config;
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{BootId, RequestNumber, Seq, ServiceDay, ServiceId};
use jiaohao::domain::keeping::{Keeping, Why};
use jiaohao::domain::keeping::{KeepingEvent, KeepingRequest};
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::opening::Hours;
use jiaohao::domain::record::{Book, Record};
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::domain::view::Availability;
use jiaohao::journal::keep::{Cause, KeepError, Latest, StoreError};
use jiaohao::runtime::engine::{Engine, Input, Kept, KeptBy, Output, Secrets};
use jiaohao::runtime::registrar::Reply;
use jiaohao::runtime::troubles;

use super::support::{at, morning, office_of};

#[test]
fn d01_an_open_slip_is_not_handed_out_by_a_start_before_its_restart_is_on_record() {
    let mut engine = restarted();

    let first = engine.step(now(0), [Input::Tick]);
    let stored = engine.step(now(1), [Input::Stored]);

    assert!(first.iter().any(|output| matches!(output, Output::Commit(_))), "the restart is stored");
    assert!(slips(&first).is_empty() && slips(&stored).is_empty());
}

#[test]
fn a_ticket_of_this_process_is_printed_when_it_is_stored() {
    let mut engine = restarted();
    engine.step(now(0), [Input::Tick]);
    engine.step(now(1), [Input::Stored]);

    let asked = engine.step(now(2), [ticket()]);
    let stored = engine.step(now(3), [Input::Stored]);

    assert_eq!((slips(&asked).len(), slips(&stored).len()), (0, 1));
}

#[test]
fn a_restart_that_the_journal_could_not_take_is_told_again_before_anything_is_printed() {
    let mut engine = restarted();
    engine.step(now(0), [Input::Tick]);
    engine.step(now(1), [Input::NotStored(StoreError::NotStored(Cause::Planned))]);
    engine.step(now(2), [Input::ReopenFailed(KeepError::Planned)]);
    engine.step(now(4), [Input::Tick]);

    // Devices of which nothing is known yet are not missed by then: no sheet is drawn for them.
    let back = engine.step(now(4), [Input::Reopened(Box::new(kept()))]);

    let commits =
        back.iter().filter_map(|output| if let Output::Commit(batch) = output { Some(batch) } else { None });
    let asked: Vec<&Request> = commits.flatten().map(|record| &record.asked.request).collect();
    assert!(asked.contains(&&Request::Restart), "{asked:?}");
    assert!(slips(&back).is_empty());
    assert!(slips(&engine.step(now(4), [Input::Stored])).is_empty());
}

#[test]
fn c01_a_clock_that_nobody_can_believe_is_said_on_the_status_lcd_until_it_is_set() {
    let mut engine = restarted();
    engine.step(now(0), [Input::Tick]);
    let unset = |engine: &Engine| {
        let troubles = troubles::of(&engine.status(), hal::time::Instant::default());
        troubles.iter().any(|trouble| trouble.headline() == "时钟 未校准")
    };
    assert!(unset(&engine), "the process woke in another year");

    engine.step(now(1), [Input::Stored]);
    let wall = Some(Wall { utc_ms: 1_795_312_800_000, offset_min: 480 });
    engine.step(Moment { wall, ..now(2) }, [Input::ClockSet]);
    engine.step(Moment { wall, ..now(3) }, [Input::Stored]);

    assert!(!unset(&engine));
}

#[test]
fn a_start_after_closing_time_says_when_the_hall_opens_next_and_opens_that_day_no_more() {
    let opens = Wall { utc_ms: 1_795_395_600_000, offset_min: 480 };
    let mut evening = kept().today;
    let hours = Hours { next_opening: Some(opens), ..Hours::default() };
    for (number, request) in [(1 << 99, Request::SetHours(hours)), (1 << 98, Request::CloseDay)] {
        let asked = Asked { number: RequestNumber(number), origin: Origin::Clock, person: None, request };
        store(&mut evening, at(100), asked);
    }
    let lived = office_of(&evening);

    let engine = start(Kept { latest: Latest::after(&evening, [0; 32]), today: evening });

    let started = engine.registrar().office();
    assert!(*started == lived.under(Arc::clone(started.rules())), "as the office that closed the day");
    let availability = engine.view().services.first().map(|service| service.availability);
    assert_eq!(availability, Some(Availability::Closed { opens: Some(opens) }));
}

#[test]
fn b14_a_start_on_the_second_medium_has_numbers_to_give_however_many_were_given() {
    // By this boot's number the leap is the longest.
    let now = |seconds| Moment { boot: BootId(6), ..now(seconds) };
    let Kept { mut today, .. } = kept();
    let mut office = office_of(&today);
    for number in 0..300 {
        let request = Request::Issue { services: vec![ServiceId(11)], green: None, paper: false };
        let asked =
            Asked { number: RequestNumber((1 << 90) + number), origin: Origin::Duty, person: None, request };
        let (seq, day) = (Seq(today.len() as u64 + 1), ServiceDay(20_261_120));
        let events = office.decide(at(100), &asked).unwrap();
        let record = Record { seq, book: Book::Hall, day, moment: at(100), asked, events };
        office.apply(&record);
        today.push(record);
    }
    let mut engine = start(Kept { latest: Latest::after(&today, [0; 32]), today });
    let by = KeptBy { by: Keeping::Second, why: Why::Failed, gave_way: 0, unsure: false };

    let first = engine.step(now(0), [Input::KeptBy(by)]);
    for second in 1..4 {
        engine.step(now(second), [Input::Stored]);
    }
    let asked = engine.step(now(4), [ticket()]);

    assert!(first.iter().any(|output| matches!(output, Output::Commit(_))), "it is recorded");
    assert_eq!(engine.view().kept.by, Keeping::Second);
    assert!(asked.iter().any(|output| matches!(output, Output::Commit(_))), "no ticket is given");
}

/// A moment of the process after the morning's, this many seconds after its start.
fn now(seconds: u64) -> Moment {
    Moment { hall: HallTime(600_000 + seconds * 1000), wall: None, boot: BootId(2) }
}

/// The journal of a morning in which slips are open.
fn kept() -> Kept {
    let mut today = Vec::new();
    for (place, asked) in morning().into_iter().enumerate() {
        store(&mut today, at(place), asked);
    }
    assert!(office_of(&today).view(at(0)).jobs.len() > 1, "something is open");
    Kept { latest: Latest::after(&today, [0; 32]), today }
}

/// What is asked at this moment goes on record, unless it is refused.
fn store(today: &mut Vec<Record>, at: Moment, asked: Asked) {
    if let Ok(events) = office_of(today).decide(at, &asked) {
        let (seq, day) = (Seq(today.len() as u64 + 1), ServiceDay(20_261_120));
        today.push(Record { seq, book: Book::Hall, day, moment: at, asked, events });
    }
}

fn restarted() -> Engine {
    start(kept())
}

fn start(kept: Kept) -> Engine {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
    let config = config::load(&path).unwrap_or_else(|problems| panic!("{problems:?}"));
    Engine::new(now(0), kept, wiring::adoption(config, None), Secrets::fixed(1)).unwrap()
}

fn ticket() -> Input {
    let request = Request::Issue { services: vec![ServiceId(11)], green: None, paper: true };
    let asked = Asked { number: RequestNumber(1 << 100), origin: Origin::Duty, person: None, request };
    Input::Ask { reply: Reply(1), asked }
}

/// The jobs of the slips that were handed to a printer.
fn slips(outputs: &[Output]) -> Vec<u64> {
    let job = |output: &Output| match output {
        Output::Tell { command: port::Command::Printer(printer::Command::Print { job, .. }), .. } => {
            Some(*job)
        }
        Output::Tell { .. }
        | Output::Commit(_)
        | Output::Reopen
        | Output::Say { .. }
        | Output::CheckPin(_)
        | Output::KeepCardKey(_)
        | Output::Answer { .. }
        | Output::SwitchOff
        | Output::Digits { .. }
        | Output::Show(_) => None,
    };
    outputs.iter().filter_map(job).collect()
}

#[test]
fn b16_a_branch_whose_record_was_not_stored_is_recorded_when_the_journal_is_open_again() {
    let (mut engine, records) = crate::disk::open_hall();
    let found = KeepingRequest::Branch { after: Seq(1), records: 3, last: [7; 32] };
    let asked = engine.step(crate::disk::at(1_000), [Input::Branch(found)]);
    assert_eq!(branches(&asked), 1);

    engine.step(crate::disk::at(1_100), [Input::NotStored(StoreError::NotStored(Cause::Planned))]);
    engine.step(crate::disk::at(1_150), [Input::ReopenFailed(KeepError::Planned)]);
    engine.step(crate::disk::at(1_160), [Input::Tick]);
    engine.step(crate::disk::at(4_000), [Input::Tick]);
    let kept = Kept { latest: Latest::after(&records, [0; 32]), today: records };
    let again = engine.step(crate::disk::at(4_200), [Input::Reopened(Box::new(kept))]);
    let later = engine.step(crate::disk::at(4_300), [Input::Tick]);
    let last = engine.step(crate::disk::at(4_400), [Input::Stored]);

    assert_eq!([again, later, last].iter().map(|outputs| branches(outputs)).sum::<usize>(), 1);
    assert_eq!(engine.view().kept.aside, 3, "once");
}

/// How many branches are handed to the journal.
fn branches(outputs: &[Output]) -> usize {
    let batches = outputs
        .iter()
        .filter_map(|output| if let Output::Commit(batch) = output { Some(batch) } else { None });
    let events = batches.flatten().flat_map(|record| &record.events);
    events.filter(|event| matches!(event, Event::Keeping(KeepingEvent::BranchFound { .. }))).count()
}
