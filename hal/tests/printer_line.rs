//! A printer's line: flow control, and what the printer says unasked.

mod support;

use std::time::Duration;

use hal::port::printer::{Align, Command, Event, Line, Paper};
use hal::sim::printer::Personality;
use support::printing::{SECOND, last_status, print, ready, ready_at, texts};

#[test]
fn a_long_slip_waits_while_the_printer_asks_us_to_hold_and_loses_nothing() {
    let (mut bench, mut printer) = ready_at(Personality::ProcessId, 115_200);
    let line = |n: usize| Line::Text { text: format!("{n:040}"), size: 1, align: Align::Left, bold: false };
    let paper = Paper { lines: (0..400).map(line).collect() };

    bench.command(&Command::Print { job: 7, paper });
    bench.run_until(&Event::Printed { job: 7 }, 30 * SECOND, &mut [&mut printer]);

    let expected: String = (0..400).map(|n| format!("{n:040}\n")).collect();
    assert_eq!(texts(&printer), [expected]);
}

#[test]
fn e07_a_stray_request_to_hold_does_not_stop_the_line_for_ever() {
    let (mut bench, mut printer) = ready(Personality::OrderedStatus);
    bench.stray(&[0x13]);

    bench.command(&print(7, "A017"));

    bench.run_until(&Event::Printed { job: 7 }, 10 * SECOND, &mut [&mut printer]);
}

#[test]
fn a_change_that_is_told_unasked_is_asked_about_at_once() {
    let (mut bench, mut printer) = ready(Personality::OrderedStatus);
    printer.set_cover_open(true);

    bench.stray(&[0x38, 0x00, 0x00, 0x0F]);
    bench.run(Duration::from_millis(50), &mut [&mut printer]);

    assert_eq!(last_status(&bench).map(|status| status.cover_open), Some(true));
}
