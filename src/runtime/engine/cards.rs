//! Where an identity number ends: it becomes a keyed hash and an age class, and goes no further.

use std::sync::Arc;

use hal::port::card_reader::{CardNumber, Event};
use tracing::warn;

use super::{Engine, Output};
use crate::domain::card::Card;
use crate::domain::moment::{Moment, Wall};
use crate::layout::DeviceName;
use crate::station::kiosk::Laid;

impl Engine {
    /// A card was laid on a reader. One that no terminal asks for is dropped unhashed (F40).
    pub(super) fn card(&mut self, now: Moment, device: &DeviceName, event: &Event) {
        let laid = match event {
            Event::Unreadable => Laid::Unreadable,
            Event::Unsupported => Laid::Unsupported,
            Event::Card(number) => match self.told_of(now, number) {
                Some(card) => Laid::Read(card),
                None => return,
            },
        };
        let view = Arc::clone(&self.view);
        if let Some(request) = self.stations.laid(now.hall, device, laid, &view) {
            self.ask_from(now, device, None, request);
        }
    }

    /// Everything the office is told of a card.
    fn told_of(&self, now: Moment, number: &CardNumber) -> Option<Card> {
        let rules = self.view.rules.cards?;
        let person = rules.limit.map(|_| self.card_key.person(number));
        let of_age = rules
            .green
            .zip(now.wall)
            .is_some_and(|(green, wall)| years(number.born(), wall) >= i32::from(green.from_years));
        Some(Card::Read { person, of_age })
    }

    /// The key goes with the day. What was read under another one is nobody's from here on.
    pub(super) fn turn_card_key(&mut self) {
        let (day, before) = (self.view.day, self.card_key.clone());
        if !self.card_key.turn_to(day) {
            return;
        }
        let held = || self.registrar.office().tickets().any(|ticket| ticket.person.is_some());
        if day.is_some_and(|day| !before.is_for(day)) && held() {
            warn!(
                "the key of today's identity cards was lost with the power: cards read before are not known again"
            );
        }
        self.out.push(Output::KeepCardKey(self.card_key.clone()));
    }
}

/// Whole years from the day of birth, as printed on the card, to a day of the hall. Somebody born on the 29th
/// of February is a year older on the 1st of March.
fn years((year, month, day): (u16, u8, u8), at: Wall) -> i32 {
    let today = at.civil();
    let before_birthday = (today.month, today.day) < (month, day);
    today.year - i32::from(year) - i32::from(before_birthday)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21, 08:00 in Beijing.
    const TODAY: Wall = Wall { utc_ms: 1_795_219_200_000, offset_min: 480 };

    #[test]
    fn an_age_counts_from_the_birthday_on() {
        assert_eq!(TODAY.civil().to_string(), "2026-11-21 08:00:00");
        assert_eq!(years((1956, 11, 21), TODAY), 70);
        assert_eq!(years((1956, 11, 22), TODAY), 69);
        assert_eq!(years((1956, 12, 1), TODAY), 69);
        assert_eq!(years((1956, 2, 29), TODAY), 70);
        assert!(years((2031, 1, 1), TODAY) < 0);
    }
}
