//! Whose turn it is to talk on an RS-485 adapter that has to be told: its driver is switched on before the
//! first byte and off when the last one has left.
//!
//! The wire RTS does it, which the adapter connects to its driver. Most adapters do it by themselves and need
//! nothing of this; a UART of the machine's own can do it in the kernel, switched on by its device tree
//! (`linux,rs485-enabled-at-boot-time`), and needs nothing either. Done here it is as exact as a clock of
//! milliseconds: the driver stays on for one to two milliseconds after the last byte, and a device that answers
//! sooner loses the head of its answer.

use std::io;
use std::time::Duration;

use super::line::Line;
use crate::time::Instant;

/// How the adapter gets to know that we talk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// It notices by itself, or the kernel tells it.
    #[default]
    Auto,
    /// RTS is on while we talk.
    Rts,
    /// RTS is off while we talk.
    RtsInverted,
}

/// What turning round needs of a port.
pub trait Transceiver {
    /// Sets the wire RTS.
    ///
    /// # Errors
    ///
    /// The port has no such wire, as a pseudo-terminal has none.
    fn set_rts(&mut self, on: bool) -> io::Result<()>;

    /// Bytes that were written and have not left the kernel; `None` where that cannot be known.
    fn unsent(&self) -> Option<usize>;
}

/// The clock is read in whole milliseconds: what is said to be now may be almost one ago.
const GRAIN: Duration = Duration::from_millis(1);

/// Switches the driver of an adapter.
#[derive(Debug)]
pub struct Switch {
    /// The level of RTS while we talk.
    talks_at: bool,
    line: Line,
    talking: bool,
    /// Bytes that were written and whose time has not been counted yet.
    written: usize,
    /// When the last byte will have left.
    until: Option<Instant>,
    /// The port has no RTS: it is left alone.
    missing: bool,
}

impl Switch {
    /// A switch for a port of this line; `None` where none is needed. The driver is switched off at once, as
    /// the kernel opens a port with RTS on.
    pub fn new(direction: Direction, line: Line, port: &mut impl Transceiver) -> Option<Self> {
        let talks_at = match direction {
            Direction::Auto => return None,
            Direction::Rts => true,
            Direction::RtsInverted => false,
        };
        let mut switch = Self { talks_at, line, talking: false, written: 0, until: None, missing: false };
        switch.set(false, port);
        Some(switch)
    }

    /// Bytes are about to be written.
    pub fn before_write(&mut self, port: &mut impl Transceiver) {
        if !self.talking {
            self.set(true, port);
        }
    }

    /// So many bytes were written.
    pub fn wrote(&mut self, bytes: usize) {
        self.written += bytes;
    }

    /// When [`Self::tend`] has something to do.
    pub fn due(&self) -> Option<Instant> {
        // Bytes just written are counted at once, as their time begins now.
        if self.talking && self.written > 0 { Some(Instant::default()) } else { self.until }
    }

    /// Switches the driver off when the last byte has left, by the line's speed and by what the kernel holds.
    pub fn tend(&mut self, now: Instant, port: &mut impl Transceiver) {
        if !self.talking {
            return;
        }
        let written = std::mem::take(&mut self.written);
        if written > 0 {
            let from = self.until.map_or(now, |until| until.max(now));
            self.until = Some(from + round_up(self.line.wire_time(written)) + GRAIN);
        }
        if self.until.is_none_or(|until| until <= now) {
            match port.unsent() {
                Some(unsent @ 1..) => self.until = Some(now + round_up(self.line.wire_time(unsent)) + GRAIN),
                Some(0) | None => self.set(false, port),
            }
        }
    }

    fn set(&mut self, talking: bool, port: &mut impl Transceiver) {
        self.talking = talking;
        self.until = None;
        if self.missing {
            return;
        }
        if let Err(error) = port.set_rts(talking == self.talks_at) {
            self.missing = true;
            tracing::warn!(%error, "the port has no RTS: the direction of its adapter cannot be switched");
        }
    }
}

fn round_up(span: Duration) -> Duration {
    Duration::from_millis(u64::try_from(span.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A port whose wires can be looked at.
    #[derive(Default)]
    struct Fake {
        rts: Vec<bool>,
        unsent: Option<usize>,
        wireless: bool,
    }

    impl Transceiver for Fake {
        fn set_rts(&mut self, on: bool) -> io::Result<()> {
            self.rts.push(on);
            if self.wireless { Err(io::Error::from_raw_os_error(25)) } else { Ok(()) }
        }

        fn unsent(&self) -> Option<usize> {
            self.unsent
        }
    }

    const LINE: Line = Line::plain(9600);

    fn at(millis: u64) -> Instant {
        Instant::from_millis(millis)
    }

    fn talking(direction: Direction, port: &mut Fake) -> Switch {
        let mut switch = Switch::new(direction, LINE, port).unwrap();
        switch.before_write(port);
        switch.wrote(8);
        switch.tend(at(100), port);
        switch
    }

    #[test]
    fn the_driver_is_on_from_before_the_first_byte_until_after_the_last() {
        let mut port = Fake::default();
        let mut switch = talking(Direction::Rts, &mut port);
        assert_eq!(port.rts, [false, true], "off when opened, on before the first byte");

        assert_eq!(switch.due(), Some(at(110)), "8 characters of 1.04 ms, and the clock's grain");
        switch.tend(at(109), &mut port);
        assert_eq!(port.rts, [false, true]);
        switch.tend(at(110), &mut port);

        assert_eq!((port.rts, switch.due()), (vec![false, true, false], None));
    }

    #[test]
    fn an_inverted_adapter_gets_the_other_levels() {
        let mut port = Fake::default();
        talking(Direction::RtsInverted, &mut port).tend(at(110), &mut port);
        assert_eq!(port.rts, [true, false, true]);
    }

    #[test]
    fn bytes_that_follow_lengthen_the_talk_and_do_not_switch_again() {
        let mut port = Fake::default();
        let mut switch = talking(Direction::Rts, &mut port);
        switch.before_write(&mut port);
        switch.wrote(8);
        assert_eq!(switch.due(), Some(Instant::default()), "to be counted at once");
        switch.tend(at(105), &mut port);
        assert_eq!((switch.due(), port.rts.len()), (Some(at(120)), 2));
    }

    #[test]
    fn bytes_that_the_kernel_still_holds_keep_the_driver_on() {
        let mut port = Fake { unsent: Some(3), ..Fake::default() };
        let mut switch = talking(Direction::Rts, &mut port);
        switch.tend(at(110), &mut port);
        assert_eq!((switch.due(), port.rts.len()), (Some(at(115)), 2), "3 characters and the grain later");
        port.unsent = Some(0);
        switch.tend(at(115), &mut port);
        assert_eq!(port.rts, [false, true, false]);
    }

    #[test]
    fn an_adapter_that_needs_no_telling_is_left_alone() {
        let mut port = Fake::default();
        assert!(Switch::new(Direction::Auto, LINE, &mut port).is_none());
        assert!(port.rts.is_empty());
    }

    #[test]
    fn a_port_without_the_wire_is_tried_once_and_works_on() {
        let mut port = Fake { wireless: true, ..Fake::default() };
        let mut switch = talking(Direction::Rts, &mut port);
        switch.tend(at(110), &mut port);
        assert_eq!((port.rts, switch.due()), (vec![false], None));
    }
}
