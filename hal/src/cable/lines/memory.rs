//! A board of this process: lines that a test pulls and watches.

use std::collections::{BTreeMap, VecDeque};
use std::os::fd::RawFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Active, Edge, Input, InputLine, LineError, Lines, Output, OutputLine, Pin, Pull};
use crate::cable::bell::{Bell, Ringer, bell};

/// A board. Clones are the same board: one is handed to whoever opens lines, the other stays with the test.
#[derive(Clone, Debug, Default)]
pub struct Board(Arc<Mutex<BTreeMap<Pin, Wire>>>);

/// One wire of the board.
#[derive(Debug, Default)]
struct Wire {
    /// What drives it from outside; `None` leaves it to its pull.
    driven: Option<bool>,
    /// What it is pulled to inside.
    pulled: bool,
    /// Who has it.
    holder: Option<String>,
    /// The chip is gone.
    gone: bool,
    edges: VecDeque<(bool, Duration)>,
    ringer: Option<Ringer>,
    /// What we drive it to, while we do.
    level: Option<bool>,
    /// Everything that we drove it to.
    levels: Vec<bool>,
}

impl Wire {
    fn is_high(&self) -> bool {
        self.driven.unwrap_or(self.pulled)
    }

    fn set(&mut self, high: bool) {
        self.level = Some(high);
        self.levels.push(high);
    }
}

impl Board {
    /// A board with these lines, none of them held or driven.
    pub fn new(pins: &[Pin]) -> Self {
        Self(Arc::new(Mutex::new(pins.iter().map(|pin| (pin.clone(), Wire::default())).collect())))
    }

    /// Drives a line from outside, `ago` before this moment; `None` cuts its wire.
    pub fn pull(&self, pin: &Pin, high: Option<bool>, ago: Duration) {
        self.with(pin, |wire| {
            let before = wire.is_high();
            wire.driven = high;
            if wire.is_high() != before {
                wire.edges.push_back((wire.is_high(), ago));
                wire.ringer.iter().for_each(Ringer::ring);
            }
        });
    }

    /// Gives a line to somebody else, or frees it.
    pub fn hold(&self, pin: &Pin, holder: Option<&str>) {
        self.with(pin, |wire| wire.holder = holder.map(str::to_owned));
    }

    /// Takes a line's chip away, or puts it back.
    pub fn remove(&self, pin: &Pin, gone: bool) {
        self.with(pin, |wire| {
            wire.gone = gone;
            wire.ringer.iter().for_each(Ringer::ring);
        });
    }

    /// What a line is driven to by whoever opened it; `None` while nobody does.
    pub fn level(&self, pin: &Pin) -> Option<bool> {
        self.lock().get(pin).and_then(|wire| wire.level)
    }

    /// Every level that a line was driven to, oldest first.
    pub fn levels(&self, pin: &Pin) -> Vec<bool> {
        self.lock().get(pin).map(|wire| wire.levels.clone()).unwrap_or_default()
    }

    fn with<T>(&self, pin: &Pin, act: impl FnOnce(&mut Wire) -> T) -> Option<T> {
        self.lock().get_mut(pin).map(act)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Pin, Wire>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Acts on a wire that is there and that nobody else holds.
    fn free<T>(&self, pin: &Pin, act: impl FnOnce(&mut Wire) -> T) -> Result<T, LineError> {
        let missing = || LineError::NoLine(pin.clone());
        self.with(pin, |wire| match &wire.holder {
            _ if wire.gone => Err(missing()),
            Some(holder) => Err(LineError::Held { pin: pin.clone(), holder: holder.clone() }),
            None => Ok(act(wire)),
        })
        .unwrap_or_else(|| Err(missing()))
    }
}

impl Lines for Board {
    fn name(&self) -> &'static str {
        "memory"
    }

    fn input(&mut self, pin: &Pin, input: Input) -> Result<Box<dyn InputLine>, LineError> {
        let (ringer, bell) =
            bell().map_err(|error| LineError::System { pin: pin.clone(), why: error.to_string() })?;
        self.free(pin, |wire| {
            wire.pulled = input.pull == Pull::Up;
            wire.ringer = Some(ringer);
            wire.edges.clear();
        })?;
        Ok(Box::new(Listened { board: self.clone(), pin: pin.clone(), active: input.active, bell }))
    }

    fn output(&mut self, pin: &Pin, output: Output) -> Result<Box<dyn OutputLine>, LineError> {
        self.free(pin, |wire| wire.set(output.active.is(output.on)))?;
        Ok(Box::new(Driven { board: self.clone(), pin: pin.clone(), active: output.active }))
    }
}

/// A line that is listened to.
struct Listened {
    board: Board,
    pin: Pin,
    active: Active,
    bell: Bell,
}

impl InputLine for Listened {
    fn edge(&mut self) -> Result<Option<Edge>, LineError> {
        self.bell.hush();
        let edge = self.board.free(&self.pin, |wire| wire.edges.pop_front())?;
        Ok(edge.map(|(high, ago)| Edge { active: self.active.is(high), ago }))
    }

    fn is_active(&self) -> Result<bool, LineError> {
        self.board.free(&self.pin, |wire| self.active.is(wire.is_high()))
    }

    fn descriptor(&self) -> RawFd {
        self.bell.descriptor()
    }
}

/// A line that is driven.
struct Driven {
    board: Board,
    pin: Pin,
    active: Active,
}

impl OutputLine for Driven {
    fn set(&mut self, on: bool) -> Result<(), LineError> {
        self.board.free(&self.pin, |wire| wire.set(self.active.is(on)))
    }
}

impl Drop for Driven {
    fn drop(&mut self) {
        self.board.with(&self.pin, |wire| wire.level = None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable::lines::LineId;

    fn pin(offset: u32) -> Pin {
        Pin { chip: Some("box".into()), line: LineId::Offset(offset) }
    }

    const BUTTON: Input = Input { active: Active::Low, pull: Pull::Up, quiet: Duration::ZERO };

    #[test]
    fn a_line_tells_its_edges_in_order_and_then_its_level() {
        let board = Board::new(&[pin(1)]);
        let mut line = board.clone().input(&pin(1), BUTTON).unwrap();

        board.pull(&pin(1), Some(false), Duration::from_millis(30));
        board.pull(&pin(1), None, Duration::from_millis(10));

        let told: Vec<Edge> = std::iter::from_fn(|| line.edge().unwrap()).collect();
        let edge = |active, millis| Edge { active, ago: Duration::from_millis(millis) };
        assert_eq!(told, [edge(true, 30), edge(false, 10)]);
        assert_eq!(line.is_active(), Ok(false));
    }

    #[test]
    fn an_output_has_its_first_level_at_once_and_then_what_it_is_set_to() {
        let board = Board::new(&[pin(2)]);
        let off = Output { active: Active::Low, on: false };

        let mut line = board.clone().output(&pin(2), off).unwrap();
        let first = board.level(&pin(2));
        line.set(true).unwrap();

        assert_eq!((first, board.level(&pin(2))), (Some(true), Some(false)));
    }

    #[test]
    fn a_line_that_is_absent_or_held_is_refused_by_name_f52() {
        let mut board = Board::new(&[pin(1)]);
        board.hold(&pin(1), Some("spi0 CS0"));

        let told = [pin(1), pin(9)].map(|pin| board.input(&pin, BUTTON).err().unwrap().to_string());

        assert_eq!(told[0], "the GPIO line 1 of \"box\" is held by spi0 CS0");
        assert!(told[1].starts_with("there is no GPIO line 9 of \"box\""), "{}", told[1]);
    }
}
