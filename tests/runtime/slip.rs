//! A slip on its way when the cable goes: its outcome is told at once, as nobody knows when the cable
//! returns.

use hal::cable::line::Line;
use hal::driver::Fault;
use hal::drivers::{AnyDriver, build};
use hal::port::{self, printer};
use hal::time::Instant;
use jiaohao::runtime::bus::{Bus, Input, Output};

const START: Instant = Instant::from_millis(10_000);

#[test]
fn a14_a_slip_that_waits_when_the_cable_is_pulled_is_told_not_printed_at_once() {
    let mut bus = attached();
    assert_eq!(print(&mut bus, 7), []);

    let outputs = bus.step(START, Input::Lost(Fault::Unplugged));

    assert_eq!(outcomes(&outputs), [printer::Event::NotPrinted { job: 7 }]);
    assert_eq!(print(&mut bus, 8), [printer::Event::NotPrinted { job: 8 }]);
}

#[test]
fn a_slip_that_waits_when_a_person_switches_the_printer_off_is_told_not_printed_at_once() {
    let mut bus = attached();
    print(&mut bus, 7);

    let outputs = bus.step(START, Input::Hold { device: 0, held: true });

    assert_eq!(outcomes(&outputs), [printer::Event::NotPrinted { job: 7 }]);
}

/// A printer that is being read: a slip that comes waits for its first state.
fn attached() -> Bus<AnyDriver> {
    let Ok(driver) = build("escpos", &toml::Table::new(), None) else { panic!("the defaults are refused") };
    let mut bus = Bus::new(START, Line::plain(9600), false, vec![driver]);
    bus.step(START, Input::Wake);
    bus.step(START, Input::Opened);
    bus
}

/// The hall asks for a slip; what follows from that.
fn print(bus: &mut Bus<AnyDriver>, job: u64) -> Vec<printer::Event> {
    let command = port::Command::Printer(printer::Command::Print { job, paper: printer::Paper::default() });
    outcomes(&bus.step(START, Input::Command { device: 0, command: &command }))
}

fn outcomes(outputs: &[Output]) -> Vec<printer::Event> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Event { event: port::Event::Printer(event), .. } => Some(event.clone()),
            Output::Event { .. }
            | Output::Open
            | Output::Close
            | Output::Write(_)
            | Output::Health { .. } => None,
        })
        .collect()
}
