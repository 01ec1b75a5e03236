//! Card readers and the terminals they stand beside.

use hal::port::{self, card_reader};

use super::{Station, Stations};
use crate::domain::id::KioskId;
use crate::domain::moment::HallTime;
use crate::domain::request::Request;
use crate::domain::view::OfficeView;
use crate::layout::{DeviceName, Role};
use crate::station::kiosk::{Kiosk, Laid, Reader};

/// What a reader is told.
pub(super) fn command(reads: bool) -> port::Command {
    let command = if reads { card_reader::Command::Read } else { card_reader::Command::Rest };
    port::Command::CardReader(command)
}

impl Stations {
    /// What a card that was laid on a reader asks for at the terminal beside it.
    pub fn laid(
        &mut self,
        now: HallTime,
        reader: &DeviceName,
        laid: Laid,
        view: &OfficeView,
    ) -> Option<Request> {
        let beside = self.beside(reader)?;
        let (_, kiosk) = self.terminals().find(|(device, _)| **device == beside)?;
        kiosk.laid(now, laid, view)
    }

    /// The terminals at which the next card is to be read.
    pub(super) fn asking(&mut self, now: HallTime, view: &OfficeView) -> Vec<KioskId> {
        let asking = self.terminals().filter(|(_, kiosk)| kiosk.asks_for_card(now, view));
        asking.map(|(_, kiosk)| kiosk.id()).collect()
    }

    /// The terminal beside this reader; `None` for any other device.
    pub(super) fn beside(&self, reader: &DeviceName) -> Option<DeviceName> {
        let Role::CardReader(kiosk) = self.places.get(reader)?.role else { return None };
        let beside = self.places.iter().find(|(_, place)| place.role == Role::Terminal(kiosk));
        beside.map(|(device, _)| device.clone())
    }

    /// A reader came or went. Nothing for any other device.
    pub(super) fn reader_is(&mut self, device: &DeviceName, reader: Reader) {
        if let Some(Station::CardReader(state)) = self.places.get_mut(device).map(|place| &mut place.station)
        {
            *state = reader;
            self.settle_readers();
        }
    }

    /// Every terminal knows of its reader; one without any has none that works.
    pub(super) fn settle_readers(&mut self) {
        let readers: Vec<(Role, Reader)> = self.places.values().filter_map(reader).collect();
        for (_, kiosk) in self.terminals() {
            let own = Role::CardReader(kiosk.id());
            let state = readers.iter().find(|(role, _)| *role == own).map(|(_, state)| *state);
            kiosk.reader(state.unwrap_or_default());
        }
    }

    fn terminals(&mut self) -> impl Iterator<Item = (&DeviceName, &mut Kiosk)> {
        self.places.iter_mut().filter_map(|(device, place)| {
            let Station::Terminal(kiosk) = &mut place.station else { return None };
            Some((device, kiosk))
        })
    }
}

fn reader(place: &super::Place) -> Option<(Role, Reader)> {
    if let Station::CardReader(state) = place.station { Some((place.role, state)) } else { None }
}
