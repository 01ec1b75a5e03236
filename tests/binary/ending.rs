//! D10: SIGTERM ends the daemon in order and in time, also in the middle of a print.

use std::time::Duration;

use jiaohao::demo::plan::Part;
use jiaohao::domain::event::Event;
use jiaohao::domain::id::JobId;

use super::floor::Floor;
use super::hands::ticket;

/// What the unit's stop timeout relies on.
const ENDS_WITHIN: Duration = Duration::from_secs(5);

#[test]
fn d10_a_daemon_at_work_ends_within_five_seconds() {
    let floor = Floor::open(1);
    floor.start();
    floor.log_in(1);
    floor.ask(&ticket());

    let (ended, took) = floor.terminate();

    assert!(ended.success() && took < ENDS_WITHIN, "{ended} after {took:?}");
    assert!(!floor.path("control").exists(), "the socket is gone");
}

#[test]
fn d10_a_daemon_in_the_middle_of_a_print_ends_in_time_and_the_print_is_unknown() {
    let floor = Floor::open(1);
    floor.start();
    floor.ask(&ticket());
    floor.wait_until("the head prints", Duration::from_secs(5), |floor| {
        let printing =
            floor.bench.at(Part::Printer, |seat| !seat.thing.printer().unwrap().strip().marks.is_empty());
        printing.unwrap()
    });

    let (ended, took) = floor.terminate();
    floor.start();
    floor.ask(&ticket());

    assert!(ended.success() && took < ENDS_WITHIN, "{ended} after {took:?}");
    let records = floor.reader().last(u32::MAX).unwrap();
    let opened = |event: &Event| if let Event::SlipOpened { job, .. } = event { Some(*job) } else { None };
    let job = records.iter().flat_map(|record| &record.events).find_map(opened).unwrap();
    let outcomes: Vec<&Event> =
        records.iter().flat_map(|record| &record.events).filter(|event| ends(event, job)).collect();
    assert!(matches!(outcomes[..], [Event::SlipUnknown { .. }]), "{outcomes:?}");
}

/// Whether the event says what became of this job.
fn ends(event: &Event, of: JobId) -> bool {
    matches!(event, Event::SlipUnknown { job } | Event::SlipPrinted { job } | Event::SlipDropped { job, .. } if *job == of)
}
