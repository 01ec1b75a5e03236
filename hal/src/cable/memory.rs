//! A cable between two ends in one process, paced to its wire time. Time is an input.

use std::collections::VecDeque;

use super::line::Line;
use crate::time::Instant;

/// One direction of a cable: bytes come out at the far end when they would have on a real line.
#[derive(Clone, Debug)]
pub struct Wire {
    line: Line,
    grain: usize,
    /// When the last byte sent so far has left, in microseconds: a byte at 115 200 baud takes 87.
    free_at_micros: u64,
    /// Pieces with the moment at which their last byte arrives, in order.
    travelling: VecDeque<(Instant, Vec<u8>)>,
}

impl Wire {
    /// A silent wire. Bytes arrive in pieces of `grain`: 1 is each by itself, as a slow adapter hands them
    /// over; `usize::MAX` is a whole message at the moment of its last byte. Zero is taken for 1.
    pub fn new(line: Line, grain: usize) -> Self {
        Self { line, grain: grain.max(1), free_at_micros: 0, travelling: VecDeque::new() }
    }

    /// Puts bytes on the wire, after those that have not left yet.
    pub fn send(&mut self, now: Instant, bytes: &[u8]) {
        self.free_at_micros = self.free_at_micros.max(now.millis().saturating_mul(1000));
        for piece in bytes.chunks(self.grain) {
            let takes = u64::try_from(self.line.wire_time(piece.len()).as_micros()).unwrap_or(u64::MAX);
            self.free_at_micros = self.free_at_micros.saturating_add(takes);
            let arrives = Instant::from_millis(self.free_at_micros.div_ceil(1000));
            self.travelling.push_back((arrives, piece.to_vec()));
        }
    }

    /// When the next bytes arrive.
    pub fn due(&self) -> Option<Instant> {
        self.travelling.front().map(|(at, _)| *at)
    }

    /// The bytes that have arrived by `now` and were not taken yet, one piece at a time.
    pub fn take(&mut self, now: Instant) -> Option<Vec<u8>> {
        self.travelling.pop_front_if(|(at, _)| *at <= now).map(|(_, piece)| piece)
    }

    /// The plug is pulled: what was on the wire is gone.
    pub fn cut(&mut self) {
        self.travelling.clear();
        self.free_at_micros = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Instant {
        Instant::from_millis(millis)
    }

    /// Everything that arrives, with its moment.
    fn arrivals(wire: &mut Wire) -> Vec<(u64, Vec<u8>)> {
        std::iter::from_fn(|| {
            let due = wire.due()?;
            wire.take(due).map(|piece| (due.millis(), piece))
        })
        .collect()
    }

    #[test]
    fn a_message_arrives_whole_at_the_moment_of_its_last_byte() {
        let mut wire = Wire::new(Line::plain(9600), usize::MAX);
        wire.send(at(100), b"12345678");
        assert_eq!(wire.take(at(108)), None);
        assert_eq!(arrivals(&mut wire), [(109, b"12345678".to_vec())]);
    }

    #[test]
    fn a_fine_grain_paces_each_byte_and_rounding_does_not_add_up() {
        let mut wire = Wire::new(Line::plain(115_200), 1);
        wire.send(at(100), &[7; 100]);
        let arrived = arrivals(&mut wire);
        assert_eq!(arrived.len(), 100);
        assert_eq!((arrived[0].0, arrived[99].0), (101, 109), "100 bytes of 87 microseconds are 8.7 ms");
    }

    #[test]
    fn what_is_sent_while_the_wire_is_busy_comes_after() {
        let mut wire = Wire::new(Line::plain(9600), usize::MAX);
        wire.send(at(0), b"12345678");
        wire.send(at(1), b"ABCDEFGH");
        assert_eq!(arrivals(&mut wire), [(9, b"12345678".to_vec()), (17, b"ABCDEFGH".to_vec())]);
    }

    #[test]
    fn a_pulled_plug_loses_what_was_on_the_wire_and_nothing_later() {
        let mut wire = Wire::new(Line::plain(9600), usize::MAX);
        wire.send(at(0), &[1; 100]);
        wire.cut();
        wire.send(at(5), &[2; 8]);
        assert_eq!(arrivals(&mut wire), [(14, vec![2; 8])]);
    }
}
