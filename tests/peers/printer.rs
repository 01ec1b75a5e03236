//! The ticket printer: python-escpos and receiptline print on our simulated one.

use std::process::Command as Process;

use hal::cable::line::Line as SerialLine;
use hal::cable::stream::{Serial, Stream};
use hal::port;
use hal::port::printer::{Align, Command, Event, Line, Paper};
use hal::sim::printer::{Personality, TicketPrinter};
use hal::sim::printer_paper::{Mark, Slip};
use jiaohao::layout::Role;

use crate::tools::{Tools, script};
use crate::wire::{Hall, with_devices};

/// A slip by python-escpos, and what it learns when the roll is out or the cover open.
pub fn python_escpos_prints(tools: &Tools) -> usize {
    let (port, printers, wire) = with_devices(vec![TicketPrinter::new(Personality::OrderedStatus)]);
    let mut escpos = tools.python("ticket.py", &port);
    escpos.wait_for("ready");

    assert_eq!(escpos.ask("status"), "online True paper 2");
    assert_eq!(escpos.ask("print"), "printed");
    let slip = slip_of(&printers);
    assert_eq!(words(&slip), ["A017", "请到3号窗口"]);
    let code = slip
        .marks
        .iter()
        .find_map(|mark| if let Mark::Code { payload, .. } = mark { Some(payload) } else { None });
    assert_eq!(code.map(Vec::as_slice), Some(&b"https://hall.example/t/A017"[..]));

    printers.lock().unwrap()[0].set_near_end();
    assert_eq!(escpos.ask("status"), "online True paper 1");
    printers.lock().unwrap()[0].set_roll(0);
    assert_eq!(escpos.ask("status"), "online False paper 0");
    printers.lock().unwrap()[0].load_roll();
    printers.lock().unwrap()[0].set_cover_open(true);
    assert_eq!(escpos.ask("status"), "online False paper 2");
    wire.exchanges()
}

/// What python-escpos left hanging is a piece of paper of its own, and no part of our slip.
pub fn python_escpos_leaves_half_a_slip(tools: &Tools) -> usize {
    let (port, printers, wire) = with_devices(vec![TicketPrinter::new(Personality::OrderedStatus)]);
    let mut escpos = tools.python("ticket.py", &port);
    escpos.wait_for("ready");
    assert_eq!(escpos.ask("half"), "left");
    assert_eq!(escpos.ask("status"), "online True paper 2");
    drop(escpos);

    let hall = Hall::start(&port, 115_200, &[("printer", "escpos", "", None, Role::Printer)]);
    hall.wait_online("printer");
    let line = Line::Text { text: "A017".to_owned(), size: 1, align: Align::Left, bold: false };
    let print = Command::Print { job: 1, paper: Paper { lines: vec![line] } };
    hall.command("printer", port::Command::Printer(print));
    hall.wait_event("printer", &port::Event::Printer(Event::Printed { job: 1 }));

    let papers: Vec<Vec<String>> = printers.lock().unwrap()[0].tear_off().iter().map(words).collect();
    assert_eq!(papers, [["A016"], ["A017"]]);
    wire.exchanges()
}

/// The same lines by receiptline and by our driver have the same words on paper.
pub fn receiptline_means_the_same(tools: &Tools) -> usize {
    const LINES: [&str; 3] =
        ["请A017号到3号窗口", "城乡居民基本医疗保险 参保登记", "前面还有12人，约20–30分钟"];
    let (port, printers, wire) = with_devices(vec![TicketPrinter::new(Personality::OrderedStatus)]);
    let output =
        Process::new("node").arg(script("receipt.mjs")).arg(&tools.npm).args(LINES).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut serial = Serial::open(&port, SerialLine::plain(115_200)).unwrap();
    let mut rest = &output.stdout[..];
    while !rest.is_empty() {
        rest = &rest[serial.write(rest).unwrap()..];
    }
    let theirs = slip_of(&printers);
    drop(serial);

    let hall = Hall::start(&port, 115_200, &[("printer", "escpos", "", None, Role::Printer)]);
    hall.wait_online("printer");
    let line = |text: &str| Line::Text { text: text.to_owned(), size: 1, align: Align::Left, bold: false };
    let paper = Paper { lines: LINES.map(line).to_vec() };
    hall.command("printer", port::Command::Printer(Command::Print { job: 1, paper }));
    hall.wait_event("printer", &port::Event::Printer(Event::Printed { job: 1 }));
    let ours = slip_of(&printers);

    assert_eq!(
        (words(&theirs), words(&ours)),
        (LINES.map(str::to_owned).to_vec(), LINES.map(str::to_owned).to_vec())
    );
    wire.exchanges() + 1
}

/// Waits for the next slip and tears it off.
fn slip_of(printers: &std::sync::Mutex<Vec<TicketPrinter>>) -> Slip {
    let (_wait, never) = std::sync::mpsc::channel::<()>();
    for _ in 0..2000 {
        if let Some(slip) = printers.lock().unwrap()[0].tear_off().pop() {
            return slip;
        }
        let _ = never.recv_timeout(std::time::Duration::from_millis(5));
    }
    panic!("no slip came out: {:?}", printers.lock().unwrap()[0].strip());
}

/// The lines with words on a slip, as a person reads them.
fn words(slip: &Slip) -> Vec<String> {
    let text = encoding_rs::GB18030.decode(&slip.text()).0.into_owned();
    text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
