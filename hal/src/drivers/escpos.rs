//! Ticket printers that speak ESC/POS over a serial line, with Chinese fonts.
//!
//! | direction | bytes | meaning |
//! |---|---|---|
//! | to printer | `10 04 n` | real time: status n, 1 to 4; one byte back, see `answers` |
//! | to printer | `10 14 08 01 03 14 01 06 02 08` | real time: clear all buffers; `37 25 00` when that is done; models with process ids |
//! | to printer | `10 05 02` | real time: recover from an error and clear the buffers |
//! | to printer | `1B 40` · `1D 61 00` | forget modes and the unprinted line · tell nothing unasked |
//! | to printer | `1C 26` | Chinese characters on |
//! | to printer | `1B 61 n` · `1D 21 n` · `1B 45 n` | side · size · bold |
//! | to printer | `1D 28 6B …` | QR code: model, dots, correction, text, print |
//! | to printer | `1D 56 42 00` | feed to the blade and cut |
//! | to printer | `1D 28 48 06 00 30 30 d1…d4` | say this id when all before it is printed: `37 22 d1…d4 00` |
//! | to printer | `1D 72 01` | paper status in order with the print data; one byte back |
//!
//! A slip is *printed* when the printer said so behind its cut; otherwise it is *unknown*, and never sent
//! again from here. Status is asked in real time, during a slip too.
//!
//! What was printed of a slip before its daemon was killed hangs from the head, whatever becomes of the
//! buffer. So the first slip of a daemon, and the first after one whose end is unknown, begins with a cut.
//! Where nothing hung this costs a blank stub of some two centimetres; an idle printer whose plug was pulled
//! is not cut.
//!
//! Source: Epson's ESC/POS reference and manuals of TM-T88III, TM-T81 and HPRT TP80K; `10 14 08` by the
//! programming guide of TM-T90 and T88III, which lets nothing follow before its answer; Chinese commands by
//! Sureprint and SPRT manuals. From memory: that `1B 40` leaves the receive buffer alone.

mod answers;
mod jobs;
mod raster;
mod settings;
mod slip;

use std::time::Duration;

use self::answers::{Answers, Heard, status, wants_recovery};
use self::jobs::Jobs;
pub use self::settings::{Confirm, QrCode, Settings};
use super::PollCost;
pub use self::answers::PROBES;
use super::transcript::{Exchange, Transcript};
use crate::driver::{Answer, Driver, DriverInfo, Fault, Outbox, Role, SettingsError, Turn};
use crate::port;
use crate::port::printer::{Command, Event, Printer, Status};
use crate::time::Instant;

/// What this driver is.
pub const DRIVER: DriverInfo = DriverInfo {
    name: "escpos",
    models: "ticket printers with ESC/POS: Epson TM, and most printers sold in China",
    roles: &[Role::Printer],
    line: "RS-232 or USB serial of its own, 9600 to 115200 8N1",
    source: "makers' command references; model differences are settings",
};

/// Between two rounds of status questions: what a person does to the printer is told within two seconds.
const POLL_EVERY: Duration = Duration::from_secs(1);
/// How long a real-time answer may take. The printer gives it at once, whatever it is doing; the rest is for
/// USB adapters and a busy computer.
const ANSWER_WITHIN: Duration = Duration::from_millis(600);
/// Pause after a missing answer, in which a late one passes by without being taken for the next (E09).
const RETRY_AFTER: Duration = Duration::from_millis(200);
/// Missing answers in a row until the printer is silent: two, so that it is known within three seconds (F05).
const MISSES_MAX: u8 = 2;
/// A cutter whose jam was removed goes on only when recovery is asked for: so often.
const RECOVER_EVERY: Duration = Duration::from_secs(5);
/// How long an idle printer may take to answer behind an empty buffer.
const IN_STEP_WITHIN: Duration = Duration::from_secs(1);
/// After the first in-order answer: one that was asked for right behind it comes within a few milliseconds.
const SETTLE: Duration = Duration::from_millis(100);
/// A printer that asked us to hold and never lets go is sent its slip all the same (E07).
const HOLD_MAX: Duration = Duration::from_secs(5);

/// One printer on its cable.
#[derive(Debug)]
pub struct Escpos {
    settings: Settings,
    attached: bool,
    jobs: Jobs,
    asked: Asked,
    answers: Answers,
    /// Replies to the questions 1 to 4 of this round.
    replies: [u8; 4],
    /// What they add up to; `None` until they were read after the buffers were cleared.
    status: Option<Status>,
    told: Option<Status>,
    poll_at: Instant,
    /// The question that comes next, 1 to 4.
    question: u8,
    misses: u8,
    nonsense: bool,
    /// When the buffers are to be cleared.
    clear_at: Option<Instant>,
    /// They said that they are empty, or say nothing; recovery is still to be asked for.
    emptied: bool,
    /// No in-order answer of an older slip can still come.
    in_step: bool,
    /// No slip goes out before.
    hold_until: Option<Instant>,
}

/// What the turn under way waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    /// The status with this number.
    Status(u8),
    /// The word that the buffers are empty.
    Emptied,
    /// An in-order answer behind an empty buffer.
    InStep,
    /// Nothing, but its bytes are part of a slip.
    Slip,
}

impl Escpos {
    /// A driver for a printer that has its cable to itself.
    ///
    /// # Errors
    ///
    /// An address, as these printers have none; a size of code or paper that no printer has.
    pub fn new(settings: Settings, address: Option<u16>) -> Result<Self, SettingsError> {
        if address.is_some() {
            return Err(SettingsError::Value { key: "address", why: "a ticket printer has none" });
        }
        settings.check()?;
        Ok(Self {
            settings,
            attached: false,
            jobs: Jobs::default(),
            asked: Asked::Nothing,
            answers: Answers::default(),
            replies: [0; 4],
            status: None,
            told: None,
            poll_at: Instant::default(),
            question: 1,
            misses: 0,
            nonsense: false,
            clear_at: None,
            emptied: false,
            in_step: false,
            hold_until: None,
        })
    }

    /// What this printer costs its cable while idle.
    pub fn poll_cost(&self) -> PollCost {
        PollCost {
            bytes_out: 3,
            bytes_in: 1,
            quiet_before: Duration::ZERO,
            answer_within: ANSWER_WITHIN,
            wants_every: Some(POLL_EVERY),
            shortest_press: None,
        }
    }

    fn can_print(&self) -> bool {
        self.status.is_some_and(Status::can_print)
    }

    /// Clears what an earlier slip may have left in the printer; states are read anew behind it.
    fn clear(&mut self, now: Instant) -> Turn {
        if self.settings.confirm == Confirm::ProcessId && !self.emptied {
            self.asked = Asked::Emptied;
            return Turn::new(slip::CLEAR_BUFFERS.to_vec(), Answer::Within(ANSWER_WITHIN));
        }
        self.clear_at = None;
        self.emptied = false;
        self.status = None;
        self.in_step = false;
        self.ask_all(now);
        Turn::new(slip::RECOVER_AND_INITIALISE.to_vec(), Answer::None)
    }

    fn ask_all(&mut self, now: Instant) {
        self.question = 1;
        self.poll_at = now;
    }

    fn ask(&mut self) -> Turn {
        self.asked = Asked::Status(self.question);
        Turn::new(vec![0x10, 0x04, self.question], Answer::Within(ANSWER_WITHIN))
    }

    /// The next message of a slip, if one may go out.
    fn slip(&mut self, now: Instant) -> Option<Turn> {
        if self.hold_until.is_some_and(|until| now < until) || !self.jobs.has_more() {
            return None;
        }
        self.hold_until = None;
        if !self.jobs.in_flight() {
            if !self.can_print() {
                return None;
            }
            if self.settings.confirm == Confirm::OrderedStatus && !self.in_step {
                self.asked = Asked::InStep;
                return Some(Turn::new(slip::IN_ORDER_STATUS.to_vec(), Answer::Within(IN_STEP_WITHIN)));
            }
        }
        self.asked = Asked::Slip;
        self.jobs.next_message(&self.settings).map(|bytes| Turn::new(bytes, Answer::None))
    }

    fn replied(&mut self, now: Instant, number: u8, reply: u8, out: &mut Outbox<Printer>) {
        self.asked = Asked::Nothing;
        self.misses = 0;
        self.nonsense = false;
        out.done = true;
        self.replies[usize::from(number - 1)] = reply;
        if number < 4 {
            self.question = number + 1;
            return;
        }
        self.ask_all(now + POLL_EVERY);
        let status = status(self.replies);
        self.status = Some(status);
        if self.told != Some(status) {
            self.told = Some(status);
            out.events.push(Event::Status(status));
        }
        if !status.can_print() {
            self.jobs.refuse(out);
        }
        if wants_recovery(self.replies) && self.clear_at.is_none() {
            self.clear_at = Some(now + RECOVER_EVERY);
        }
        // A hot head cools and a key is let go; whatever needs a person has torn the slip.
        let torn = Status { too_hot: false, offline: false, ..status };
        if !torn.can_print() && self.jobs.give_up(out) {
            self.clear_at = Some(now);
        }
    }

    fn heard(&mut self, now: Instant, heard: Heard, out: &mut Outbox<Printer>) {
        match (heard, self.asked) {
            (Heard::RealTime(reply), Asked::Status(number)) => self.replied(now, number, reply, out),
            (Heard::InOrder(_), Asked::InStep) => self.stepped(now, out),
            (Heard::Emptied, Asked::Emptied) => {
                (self.asked, self.emptied, out.done) = (Asked::Nothing, true, true);
            }
            // Near the end or not; with bits of a roll that is out, nobody knows where the slip ended.
            (Heard::InOrder(0x00 | 0x03), _) if self.settings.confirm == Confirm::OrderedStatus => {
                self.jobs.confirm(|_| true, out);
            }
            (Heard::ProcessId(id), _) if self.settings.confirm == Confirm::ProcessId => {
                self.jobs.confirm(|job| slip::process_id(job) == id, out);
            }
            (Heard::Changed, _) if self.asked == Asked::Nothing => self.ask_all(now),
            (Heard::Hold, _) => self.hold_until = Some(now + HOLD_MAX),
            (Heard::Release, _) => self.hold_until = None,
            (Heard::Nonsense, _) => self.nonsense = true,
            (
                Heard::RealTime(_)
                | Heard::InOrder(_)
                | Heard::ProcessId(_)
                | Heard::Emptied
                | Heard::Changed
                | Heard::Other,
                Asked::Nothing | Asked::Status(_) | Asked::Emptied | Asked::InStep | Asked::Slip,
            ) => {}
        }
    }

    /// An in-order answer came; if it was an older slip's, the one that was asked for is right behind it.
    fn stepped(&mut self, now: Instant, out: &mut Outbox<Printer>) {
        self.asked = Asked::Nothing;
        self.in_step = true;
        self.hold_until = Some(now + SETTLE);
        out.done = true;
    }
}

impl Driver<Printer> for Escpos {
    fn attach(&mut self, now: Instant, out: &mut Outbox<Printer>) {
        self.detach(now, out);
        self.attached = true;
        self.asked = Asked::Nothing;
        self.answers.reset();
        self.told = None;
        self.misses = 0;
        self.nonsense = false;
        self.hold_until = None;
        (self.clear_at, self.emptied) = (Some(now), false);
    }

    fn command(&mut self, now: Instant, command: &Command, out: &mut Outbox<Printer>) {
        match command {
            Command::Print { job, paper } => {
                let hopeless = !self.attached || self.status.is_some_and(|status| !status.can_print());
                self.jobs.add(now, *job, paper, hopeless, out);
            }
            Command::Forget { job } => self.jobs.forget(*job, out),
        }
    }

    fn due(&self) -> Option<Instant> {
        let may_print = self.jobs.has_more() && (self.jobs.in_flight() || self.can_print());
        let slip_at = may_print.then(|| self.hold_until.unwrap_or_default());
        let wishes = [Some(self.poll_at), self.clear_at, slip_at, self.jobs.deadline()];
        self.attached.then(|| wishes.into_iter().flatten().min()).flatten()
    }

    fn turn(&mut self, now: Instant, out: &mut Outbox<Printer>) -> Option<Turn> {
        if !self.attached {
            return None;
        }
        if self.jobs.expire(now, out) {
            self.clear_at = Some(now);
        }
        if self.clear_at.is_some_and(|at| at <= now) && !self.jobs.in_flight() {
            return Some(self.clear(now));
        }
        if self.poll_at <= now {
            return Some(self.ask());
        }
        self.slip(now)
    }

    fn sent(&mut self, now: Instant, out: &mut Outbox<Printer>) {
        if self.asked == Asked::Slip {
            self.asked = Asked::Nothing;
            self.jobs.sent(now, self.settings.confirm, out);
        }
    }

    fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut Outbox<Printer>) {
        for &byte in bytes {
            if let Some(heard) = self.answers.push(byte) {
                self.heard(now, heard, out);
            }
        }
    }

    fn unanswered(&mut self, now: Instant, out: &mut Outbox<Printer>) {
        self.answers.reset();
        match std::mem::replace(&mut self.asked, Asked::Nothing) {
            Asked::Status(_) => {
                self.misses += 1;
                self.ask_all(now + RETRY_AFTER);
            }
            // This model answers nothing in order: its slips will be unknown, but they shall be printed.
            Asked::InStep => self.in_step = true,
            Asked::Emptied => self.emptied = true,
            Asked::Nothing | Asked::Slip => {}
        }
        if self.misses >= MISSES_MAX {
            self.detach(now, out);
            out.fault = Some(if self.nonsense { Fault::Garbled } else { Fault::Silent });
        }
    }

    fn detach(&mut self, _now: Instant, out: &mut Outbox<Printer>) {
        self.attached = false;
        self.status = None;
        self.jobs.give_up(out);
        self.jobs.refuse(out);
    }
}

/// A printer is cleared, read and given a slip, which it confirms by its id.
pub fn transcript() -> Transcript {
    let exchange =
        |sends: &[u8], answer: &[u8]| Exchange { sends: sends.into(), answer: answer.into(), ..Exchange::default() };
    let line = |text: &str, size| port::printer::Line::Text {
        text: text.to_owned(),
        size,
        align: port::printer::Align::Centre,
        bold: false,
    };
    let lines = vec![line("办事大厅", 1), line("A017", 2), port::printer::Line::Code("h.cn/A017".to_owned())];
    let print = Command::Print { job: 30_017, paper: port::printer::Paper { lines } };
    let slip = b"\x1B\x40\x1D\x56\x42\x00\x1C\x26\
        \x1B\x61\x01\x1D\x21\x00\x1B\x45\x00\xB0\xEC\xCA\xC2\xB4\xF3\xCC\xFC\n\
        \x1B\x61\x01\x1D\x21\x11\x1B\x45\x00A017\n\
        \x1B\x61\x01\x1D(k\x04\x001A2\x00\x1D(k\x03\x001C\x06\x1D(k\x03\x001E1\x1D(k\x0C\x001P0h.cn/A017\
        \x1D(k\x03\x001Q0\n\
        \x1D\x56\x42\x00\x1D\x28\x48\x06\x00000017";
    Transcript::new("confirm = 'process-id'", None, exchange(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", b"\x37\x25\x00"))
        .then(exchange(b"\x10\x05\x02\x1B\x40\x1D\x61\x00", b""))
        .then(exchange(b"\x10\x04\x01", b"\x16"))
        .then(exchange(b"\x10\x04\x02", b"\x12"))
        .then(exchange(b"\x10\x04\x03", b"\x12"))
        .then(Exchange {
            events: vec![port::Event::Printer(Event::Status(Status::READY))],
            ..exchange(b"\x10\x04\x04", b"\x12")
        })
        .then(Exchange {
            command: Some(port::Command::Printer(print)),
            events: vec![port::Event::Printer(Event::Printed { job: 30_017 })],
            ..exchange(slip, b"\x37\x220017\x00")
        })
}

#[cfg(test)]
mod tests;
