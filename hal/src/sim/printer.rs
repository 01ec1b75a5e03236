//! A ticket printer: a buffer, a head that takes its time, a roll that ends, a cover, a cutter.
//!
//! Written from the makers' sheets. Real-time commands are acted on wherever they stand in the stream, even
//! inside a picture, and whatever state the printer is in; everything else waits in the buffer, in order, and
//! waits as long as the printer cannot print.

use std::collections::VecDeque;
use std::time::Duration;

use super::Device;
use super::printer_head::Head;
use super::printer_language::{HeadOrder, Order, first};
use super::printer_paper::Slip;
use super::printer_state::{FULL_ROLL, NEAR_END, State};
use crate::time::Instant;

/// How much of a slip's fate a model can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personality {
    /// Answers a process id when the paper before it is printed. Knows the in-order status too.
    ProcessId,
    /// Answers the in-order status, as nearly every model does, and skips process ids.
    OrderedStatus,
    /// Tells its state in real time and confirms nothing.
    Unconfirmed,
}

/// One printer in its kiosk.
#[derive(Debug)]
pub struct TicketPrinter {
    personality: Personality,
    state: State,
    /// What the last bytes began, if it may become a real-time command.
    real_time: Vec<u8>,
    buffer: VecDeque<u8>,
    busy_until: Instant,
    head: Head,
    slips: Vec<Slip>,
    stubs: u32,
    unasked: bool,
    told: [u8; 4],
    holding: bool,
    /// The order at the front of the buffer is not wholly there.
    incomplete: bool,
    answers: Vec<u8>,
}

/// One line of normal text at 150 mm a second.
const LINE_TIME: Duration = Duration::from_millis(25);
/// The blade's way down and up.
const CUT_TIME: Duration = Duration::from_millis(300);
/// Bytes of the receive buffer; XOFF is said at three quarters, XON at one.
const BUFFER: usize = 8192;

const CLEAR_BUFFERS: [u8; 10] = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];
const XON: u8 = 0x11;
const XOFF: u8 = 0x13;

impl TicketPrinter {
    /// A printer with a full roll, switched on and idle.
    pub fn new(personality: Personality) -> Self {
        Self {
            personality,
            state: State::READY,
            real_time: Vec::new(),
            buffer: VecDeque::new(),
            busy_until: Instant::default(),
            head: Head::default(),
            slips: Vec::new(),
            stubs: 0,
            unasked: false,
            told: [0; 4],
            holding: false,
            incomplete: false,
            answers: Vec::new(),
        }
    }

    /// The slips that were cut, oldest first, still hanging from the slot.
    pub fn slips(&self) -> &[Slip] {
        &self.slips
    }

    /// Takes the slips away, as a visitor does.
    pub fn tear_off(&mut self) -> Vec<Slip> {
        std::mem::take(&mut self.slips)
    }

    /// Pieces of paper that were cut with nothing on them, and fell.
    pub fn stubs(&self) -> u32 {
        self.stubs
    }

    /// What is printed and not cut: it hangs from the head until somebody cuts, whatever becomes of the
    /// buffer.
    pub fn strip(&self) -> &Slip {
        &self.head.strip
    }

    /// Leaves so many lines of paper on the roll; zero is a roll that is out.
    pub fn set_roll(&mut self, lines: u32) {
        self.state.roll = lines;
    }

    /// Leaves paper that the near-end sensor misses, and no more.
    pub fn set_near_end(&mut self) {
        self.state.roll = NEAR_END;
    }

    /// Puts a full roll in.
    pub fn load_roll(&mut self) {
        self.state.roll = FULL_ROLL;
    }

    /// Lines of paper on the roll.
    pub fn lines_left(&self) -> u32 {
        self.state.roll
    }

    /// Whether the near-end sensor misses the paper.
    pub fn near_end(&self) -> bool {
        self.state.near_end()
    }

    /// Opens or closes the cover.
    pub fn set_cover_open(&mut self, open: bool) {
        self.state.cover_open = open;
    }

    /// Puts something into the blade, or takes it out. The error is met at the next cut, and outlives the
    /// jam.
    pub fn set_jam(&mut self, jam: bool) {
        self.state.jam = jam;
    }

    /// Heats the head beyond its limit, or lets it cool.
    pub fn set_hot(&mut self, hot: bool) {
        self.state.hot = hot;
    }

    /// Breaks something that only a workshop mends.
    pub fn set_broken(&mut self, broken: bool) {
        self.state.broken = broken;
    }

    /// Takes away or gives back the supply; buffers do not survive it.
    pub fn set_power(&mut self, on: bool) {
        self.state.powered = on;
        self.forget();
    }

    /// Puts bytes into the buffer as if they had come long ago, from a computer that is gone.
    pub fn leave_in_buffer(&mut self, bytes: &[u8]) {
        self.buffer.extend(bytes);
    }

    fn forget(&mut self) {
        self.real_time.clear();
        self.clear_buffers();
        self.head.obey(&HeadOrder::Initialise);
        self.unasked = false;
        self.holding = false;
        self.answers.clear();
    }

    fn clear_buffers(&mut self) {
        self.buffer.clear();
        self.head.forget_line();
    }

    /// One byte from the wire, past the real-time commands and into the buffer.
    fn hear_byte(&mut self, byte: u8) {
        self.real_time.push(byte);
        match *self.real_time {
            [0x10, 0x04, n @ 1..=4] => self.answers.push(self.state.real_time(n)),
            [0x10, 0x05, n @ 1..=2] => self.recover(n == 2),
            ref all if *all == CLEAR_BUFFERS => {
                self.clear_buffers();
                self.answers.extend([0x37, 0x25, 0x00]);
            }
            [0x10] | [0x10, 0x04 | 0x05] => return,
            ref all if all.len() > 1 && CLEAR_BUFFERS.starts_with(all) => return,
            _ => {
                let mut plain = std::mem::take(&mut self.real_time);
                // The last byte may begin a command that the bytes before it did not.
                if plain.len() > 1 && plain.last() == Some(&0x10) {
                    self.real_time.extend(plain.pop());
                }
                let room = BUFFER.saturating_sub(self.buffer.len());
                self.buffer.extend(plain.into_iter().take(room));
                return;
            }
        }
        self.real_time.clear();
    }

    /// The error is over if its cause is; the line it happened at is printed again or thrown away.
    fn recover(&mut self, clear: bool) {
        self.state.cutter_error &= self.state.jam;
        if clear {
            self.clear_buffers();
        }
    }

    /// Does what stands in the buffer, as far as time, paper and health allow.
    fn work(&mut self, now: Instant) {
        while self.state.powered && !self.state.offline() && self.busy_until <= now {
            let Some((order, length)) = first(self.buffer.make_contiguous(), self.head.look.chinese) else {
                self.incomplete = true;
                break;
            };
            let takes = self.obey(&order);
            if self.state.cutter_error {
                break;
            }
            self.buffer.drain(..length);
            self.busy_until = self.busy_until.max(now) + takes;
        }
    }

    /// Carries out one order; how long it takes.
    fn obey(&mut self, order: &Order) -> Duration {
        match order {
            Order::Head(order) => return self.print(order),
            Order::Cut => return self.cut(),
            Order::Report(n) if self.personality != Personality::Unconfirmed => {
                self.answers.push(if *n == 2 { 0 } else { self.state.paper() });
            }
            Order::Identify(n @ 0x41..=0x45) => {
                self.answers.push(0x5F);
                self.answers.extend(if *n == 0x43 { "SIM-80" } else { "1" }.bytes());
                self.answers.push(0);
            }
            Order::Identify(_) => self.answers.push(0x02),
            Order::Unasked(n) => {
                self.unasked = n & 0x0F != 0;
                self.told = [0; 4];
            }
            Order::ProcessId([a, b, c, d]) if self.personality == Personality::ProcessId => {
                self.answers.extend([0x37, 0x22, *a, *b, *c, *d, 0x00]);
            }
            Order::Report(_) | Order::ProcessId(_) | Order::Nothing => {}
        }
        Duration::ZERO
    }

    /// Lets the head work, and takes the paper from the roll. The end of the roll is met behind what is
    /// printed.
    fn print(&mut self, order: &HeadOrder) -> Duration {
        let lines = self.head.obey(order);
        self.state.roll = self.state.roll.saturating_sub(lines);
        LINE_TIME * lines
    }

    fn cut(&mut self) -> Duration {
        if self.state.jam {
            self.state.cutter_error = true;
            return Duration::ZERO;
        }
        let slip = self.head.cut();
        if slip.marks.is_empty() {
            self.stubs += 1;
        } else {
            self.slips.push(slip);
        }
        CUT_TIME
    }

    /// XOFF while the buffer is nearly full, XON when there is room again.
    fn hold_or_release(&mut self) {
        if !self.holding && self.buffer.len() > BUFFER / 4 * 3 {
            self.holding = true;
            self.answers.push(XOFF);
        } else if self.holding && self.buffer.len() < BUFFER / 4 {
            self.holding = false;
            self.answers.push(XON);
        }
    }
}

impl Device for TicketPrinter {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        if self.state.powered {
            bytes.iter().for_each(|&byte| self.hear_byte(byte));
            self.incomplete = false;
            self.busy_until = self.busy_until.max(now);
        }
    }

    fn due(&self) -> Option<Instant> {
        let changed = self.unasked && self.told != self.state.unasked();
        if !self.state.powered {
            None
        } else if !self.answers.is_empty() || changed {
            Some(Instant::default())
        } else {
            (!self.buffer.is_empty() && !self.incomplete && !self.state.offline()).then_some(self.busy_until)
        }
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        if !self.state.powered {
            return Vec::new();
        }
        self.work(now);
        self.hold_or_release();
        let state = self.state.unasked();
        if self.unasked && self.told != state {
            self.told = state;
            self.answers.extend(state);
        }
        std::mem::take(&mut self.answers)
    }

    fn power_cycle(&mut self, _now: Instant) {
        self.forget();
        self.state.cutter_error = self.state.jam;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::printer_paper::{Look, Mark, Run, Side};

    const START: Instant = Instant::from_millis(0);
    const SLIP: &[u8] =
        b"\x1B\x40\x1C\x26\x1B\x61\x01\x1D\x21\x11A017\n\x1D\x56\x42\x00\x1D\x28\x48\x06\x00000017";

    #[test]
    fn a_slip_takes_its_time_and_is_confirmed_when_it_hangs_from_the_slot() {
        let mut printer = TicketPrinter::new(Personality::ProcessId);

        printer.hear(START, SLIP);
        let early = printer.speak(START);
        let cut = START + 2 * LINE_TIME;
        let at_cut = printer.speak(cut);

        assert_eq!((early, at_cut, printer.slips().len()), (vec![], vec![], 1));
        assert_eq!(printer.speak(cut + CUT_TIME), b"\x37\x220017\x00");
        let look = Look { width: 2, height: 2, bold: false, chinese: true };
        let runs = vec![Run { bytes: b"A017".to_vec(), look }];
        assert_eq!(printer.slips()[0].marks, [Mark::Line { side: Side::Centre, runs }]);
    }

    #[test]
    fn what_waits_in_the_buffer_comes_out_when_there_is_paper_again() {
        let mut printer = TicketPrinter::new(Personality::OrderedStatus);
        printer.set_roll(0);

        printer.hear(START, SLIP);
        printer.speak(START);
        assert_eq!((printer.due(), printer.slips().len()), (None, 0));
        printer.load_roll();
        printer.speak(START);
        printer.speak(START + LINE_TIME * 2);

        assert_eq!(printer.slips().len(), 1);
    }

    #[test]
    fn a_status_is_told_at_once_whatever_stands_in_the_buffer() {
        let mut printer = TicketPrinter::new(Personality::OrderedStatus);
        printer.set_cover_open(true);

        printer.hear(START, b"\x1D\x28\x6B\x09\x00\x31\x50\x30ab\x10\x04\x01\x10\x04\x02");

        assert_eq!(printer.speak(START), [0x1E, 0x16]);
    }

    #[test]
    fn a_cutter_error_outlives_the_jam_until_recovery_is_asked_for() {
        let mut printer = TicketPrinter::new(Personality::OrderedStatus);
        printer.set_jam(true);
        printer.hear(START, SLIP);
        printer.speak(START);
        printer.speak(START + LINE_TIME * 2);
        printer.set_jam(false);
        printer.hear(START, b"\x10\x04\x03\x10\x05\x02\x10\x04\x03");

        assert_eq!(printer.speak(START), [0x1A, 0x12]);
        assert!(printer.slips().is_empty(), "the buffer was cleared");
    }

    #[test]
    fn changes_are_told_unasked_only_where_that_was_wanted() {
        let mut printer = TicketPrinter::new(Personality::OrderedStatus);
        printer.hear(START, b"\x1D\x61\x0F");
        assert_eq!(printer.speak(START), [0x10, 0x00, 0x00, 0x0F]);

        printer.set_near_end();

        assert_eq!(printer.speak(START), [0x10, 0x00, 0x03, 0x0F]);
        assert!(printer.speak(START).is_empty());
    }
}
