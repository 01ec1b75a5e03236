//! What is going to happen, in order of time; what falls on the same moment happens in the order it was
//! written.

use std::collections::BTreeMap;

/// Milliseconds of the simulated world, from the morning of its first day. The machine's clocks are something
/// else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub u64);

/// One second of the world.
pub const SECOND: u64 = 1000;
/// One minute of the world.
pub const MINUTE: u64 = 60 * SECOND;
/// One hour of the world.
pub const HOUR: u64 = 60 * MINUTE;

impl Time {
    /// So many milliseconds later.
    #[must_use]
    pub fn after(self, millis: u64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds passed since `earlier`; 0 when it lies ahead.
    #[must_use]
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Everything that is going to happen.
#[derive(Clone, Debug)]
pub struct Agenda<T> {
    ahead: BTreeMap<(Time, u64), T>,
    written: u64,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self { ahead: BTreeMap::new(), written: 0 }
    }
}

impl<T> Agenda<T> {
    /// Writes down what happens at `at`.
    pub fn write(&mut self, at: Time, what: T) {
        self.ahead.insert((at, self.written), what);
        self.written += 1;
    }

    /// When the next thing happens.
    #[must_use]
    pub fn next(&self) -> Option<Time> {
        self.ahead.keys().next().map(|(at, _)| *at)
    }

    /// What happens next, if its time has come.
    pub fn take(&mut self, now: Time) -> Option<T> {
        let first = self.ahead.first_entry().filter(|entry| entry.key().0 <= now)?;
        Some(first.remove())
    }

    /// Strikes out what does not suit.
    pub fn keep(&mut self, suits: impl Fn(&T) -> bool) {
        self.ahead.retain(|_, what| suits(what));
    }

    /// How much is written down.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ahead.len()
    }

    /// Whether nothing is going to happen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ahead.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_falls_on_the_same_moment_happens_in_the_order_it_was_written() {
        let mut agenda = Agenda::default();
        agenda.write(Time(2), 'c');
        agenda.write(Time(1), 'a');
        agenda.write(Time(1), 'b');

        assert_eq!(agenda.take(Time(1)), Some('a'));
        assert_eq!(agenda.take(Time(1)), Some('b'));
        assert_eq!(agenda.take(Time(1)), None);
        assert_eq!(agenda.next(), Some(Time(2)));
    }
}
