//! The printers together: which of them prints next, and what terminals say of them before the choice.

use super::{Place, Station, Stations};
use crate::layout::DeviceName;
use crate::station::kiosk::PrinterState;

impl Stations {
    /// The first printer that is not known to be out.
    pub(super) fn free_printer(&self) -> Option<DeviceName> {
        let can = |place: &Place| matches!(&place.station, Station::Printer(state) if state.can_print());
        self.places.iter().find(|(_, place)| can(place)).map(|(device, _)| device.clone())
    }

    /// What the terminals know of the printers: the best of them; without any there is none.
    pub(super) fn printer(&self) -> PrinterState {
        let mut states = self.places.values().filter_map(|place| match &place.station {
            Station::Printer(state) => Some(*state),
            Station::WindowBoard(_)
            | Station::HallDisplay(_)
            | Station::Keypad(_)
            | Station::RatingPad(_)
            | Station::Terminal(_)
            | Station::CardReader(_)
            | Station::Ups
            | Station::Locker => None,
        });
        let first = states.next().unwrap_or(PrinterState::Lost);
        if first.can_print() { first } else { states.find(|state| state.can_print()).unwrap_or(first) }
    }
}
