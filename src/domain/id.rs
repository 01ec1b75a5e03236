//! Names of things: each kind its own type, so that no two can be confused.

use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($inner:ty);)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    )+};
}

ids! {
    /// A visitor's place, forever unique in this hall. Never reused, never printed large.
    TicketId(u64);
    /// A piece of paper or an announcement that somebody has to deliver and report on.
    JobId(u64);
    /// The position of a record in the journal. Order comes from here, never from time.
    Seq(u64);
    /// A service of the catalogue, by the number that a clerk types to transfer to it.
    ServiceId(u16);
    /// A window, by the number over it: 1 to 99.
    WindowId(u8);
    /// A self-service terminal, from 1.
    KioskId(u8);
    /// A door of the pick-up cabinet, by the number on it, from 1.
    DoorId(u8);
    /// Something that lies in the pick-up cabinet: the id of the order that put it in, forever unique.
    ItemId(u64);
    /// A member of staff, by the number typed at log-in.
    StaffId(u32);
    /// A manual-calling sheet, by its number within the day, from 1.
    SheetId(u16);
    /// One run of the machine between two starts of its monotonic clock, counted from 1.
    BootId(u64);
    /// Names one asking of one request. Whoever repeats a request after a lost answer repeats this too.
    RequestNumber(u128);
}

impl JobId {
    /// The job after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl TicketId {
    /// The ticket after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl Seq {
    /// The position after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// The letter of a service group: `A` to `Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix(pub char);

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// What is printed and called: `A017`. Unique within one business day only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TicketNumber {
    /// The letter of the service group.
    pub prefix: Prefix,
    /// The running number within the group.
    pub value: u16,
    /// How many digits are printed, padded with zeros: 2 to 4.
    pub width: u8,
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:0width$}", self.prefix, self.value, width = usize::from(self.width))
    }
}

/// A business day by its civil date, as `yyyymmdd`: 20261121.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceDay(pub u32);

impl fmt::Display for ServiceDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_printed_with_its_leading_zeros() {
        let number = TicketNumber { prefix: Prefix('A'), value: 17, width: 3 };

        assert_eq!(number.to_string(), "A017");
    }

    #[test]
    fn a_day_reads_as_a_date() {
        assert_eq!(ServiceDay(20_261_121).to_string(), "2026-11-21");
    }
}
