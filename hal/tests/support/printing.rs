//! A ticket printer on a cable in memory, and what people see of its slips.

use std::time::Duration;

use hal::drivers::escpos::{Confirm, Escpos, Settings};
use hal::port::printer::{Align, Command, Event, Line, Paper, Printer, Status};
use hal::sim::printer::{Personality, TicketPrinter};
use hal::sim::printer_paper::Slip;

use super::Bench;

/// One second.
pub const SECOND: Duration = Duration::from_secs(1);

/// A printer's cable at 9600 baud, its driver set up for what the model can tell.
pub fn bench(personality: Personality) -> Bench<Printer, Escpos> {
    bench_at(personality, 9600)
}

/// The same at any speed.
pub fn bench_at(personality: Personality, baud: u64) -> Bench<Printer, Escpos> {
    let confirm = match personality {
        Personality::ProcessId => Confirm::ProcessId,
        Personality::OrderedStatus => Confirm::OrderedStatus,
        Personality::Unconfirmed => Confirm::None,
    };
    let driver = Escpos::new(Settings { confirm, ..Settings::default() }, None);
    Bench::new(driver.unwrap_or_else(|error| panic!("{error}")), baud)
}

/// A printer that was met and found ready, at 9600 baud.
pub fn ready(personality: Personality) -> (Bench<Printer, Escpos>, TicketPrinter) {
    ready_at(personality, 9600)
}

/// The same at any speed.
pub fn ready_at(personality: Personality, baud: u64) -> (Bench<Printer, Escpos>, TicketPrinter) {
    let mut bench = bench_at(personality, baud);
    let mut printer = TicketPrinter::new(personality);
    bench.run_until(&Event::Status(Status::READY), SECOND, &mut [&mut printer]);
    (bench, printer)
}

/// A slip of two lines: the hall's name, and the number in double size.
pub fn print(job: u64, number: &str) -> Command {
    let line =
        |text: &str, size| Line::Text { text: text.to_owned(), size, align: Align::Centre, bold: false };
    Command::Print { job, paper: Paper { lines: vec![line("办事大厅", 1), line(number, 2)] } }
}

/// How a slip that came out ends.
pub fn done(personality: Personality, job: u64) -> Event {
    match personality {
        Personality::ProcessId | Personality::OrderedStatus => Event::Printed { job },
        Personality::Unconfirmed => Event::Unknown { job },
    }
}

/// How the jobs ended, in order.
pub fn outcomes(bench: &Bench<Printer, Escpos>) -> Vec<Event> {
    bench.events().into_iter().filter(|event| !matches!(event, Event::Status(_))).cloned().collect()
}

/// The state that was told last.
pub fn last_status(bench: &Bench<Printer, Escpos>) -> Option<Status> {
    bench.events().into_iter().rev().find_map(|event| match event {
        Event::Status(status) => Some(*status),
        Event::Printed { .. } | Event::Unknown { .. } | Event::NotPrinted { .. } => None,
    })
}

/// The texts of the slips that hang from the slot.
pub fn texts(printer: &TicketPrinter) -> Vec<String> {
    printer.slips().iter().map(decode).collect()
}

/// The text of one slip.
pub fn decode(slip: &Slip) -> String {
    encoding_rs::GB18030.decode(&slip.text()).0.into_owned()
}
