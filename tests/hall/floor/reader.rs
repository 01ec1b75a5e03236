//! The card reader of a story's floor.

use hal::port::{self, card_reader};
use jiaohao::layout::DeviceName;
use jiaohao::rehearse::floor::Floor;

use super::{Hall, Unit};

impl Hall {
    /// The reader is told at once.
    pub(super) fn tell_reader(&mut self, device: &DeviceName, command: port::Command) {
        if let Some(unit) = self.units.get_mut(device) {
            unit.face = Some(command);
        }
    }

    /// A reader reads what lies on it when it is asked to, and rests.
    pub(super) fn read_card(&mut self) {
        let asked = Some(port::Command::CardReader(card_reader::Command::Read));
        let reading = |unit: &Unit| unit.online && unit.face == asked;
        let reader = self.units.iter().find(|(_, unit)| reading(unit)).map(|(name, _)| name.clone());
        let Some(reader) = reader.filter(|reader| self.works(reader)) else { return };
        if let Some(number) = self.card.read() {
            self.hear(reader, port::Event::CardReader(card_reader::Event::Card(number)));
        }
    }
}
