//! Keypads that are no devices: pressed from a command line or a page, with the same keys and digits as those at
//! the windows. Each has typing of its own, so that two people at one window do not complete each other's
//! numbers; what the office is asked by both, it grants once.

use hal::port::keypad::Key;

use super::{Place, Station, Stations};
use crate::domain::id::WindowId;
use crate::domain::moment::HallTime;
use crate::domain::view::OfficeView;
use crate::station::keypad::Keypad;
use crate::station::relief::Relief;
use crate::station::words::Words;
use crate::station::{Ask, Reply};

impl Stations {
    /// Faces do from here on what this relief asks of them.
    pub fn relieve(&mut self, relief: Relief) {
        if relief == self.relief {
            return;
        }
        self.relief = relief;
        let out = self.relief.out();
        for place in self.places.values_mut() {
            if let Place { station: Station::Keypad(keypad), .. } = place {
                keypad.relieve(self.relief.by_mouth.get(&keypad.window()).copied(), &out);
            } else if let Place { station: Station::HallDisplay(display), .. } = place {
                display.tell_staff(self.relief.corner.clone());
            }
        }
        for (window, keypad) in &mut self.soft {
            keypad.relieve(self.relief.by_mouth.get(window).copied(), &out);
        }
    }

    /// A key of the soft keypad of a window: what it asks, if it completes something.
    pub fn soft_pressed(
        &mut self,
        now: HallTime,
        window: WindowId,
        key: Key,
        view: &OfficeView,
    ) -> Option<Ask> {
        self.soft(window).press(now, key, view)
    }

    /// The window whose keys these are at this moment: another one while they stand in for a keypad that is out.
    #[must_use]
    pub fn pressed_for(&self, window: WindowId) -> WindowId {
        let keypads = self.places.values().filter_map(|place| {
            if let Place { station: Station::Keypad(keypad), .. } = place { Some(keypad) } else { None }
        });
        keypads.into_iter().find(|keypad| keypad.window() == window).map_or(window, Keypad::at)
    }

    /// What became of something that a soft keypad asked.
    pub fn soft_answered(&mut self, now: HallTime, window: WindowId, answer: Reply<'_>) {
        self.soft(window).answered(now, answer);
    }

    /// The digits of a soft keypad.
    pub fn soft_digits(&mut self, now: HallTime, window: WindowId, view: &OfficeView) -> String {
        self.soft(window).digits(now, view)
    }

    /// What is typed of paper at some keypad, or came of it; of several the first window's.
    #[must_use]
    pub fn paper_words(&self, now: HallTime, view: &OfficeView) -> Option<Words> {
        let devices = self.places.values().filter_map(|place| match &place.station {
            Station::Keypad(keypad) => Some(keypad),
            Station::Printer(_)
            | Station::WindowBoard(_)
            | Station::HallDisplay(_)
            | Station::RatingPad(_)
            | Station::Terminal(_)
            | Station::CardReader(_)
            | Station::Ups
            | Station::Locker => None,
        });
        devices.chain(self.soft.values()).find_map(|keypad| keypad.paper_words(now, view))
    }

    fn soft(&mut self, window: WindowId) -> &mut Keypad {
        let relief = &self.relief;
        self.soft.entry(window).or_insert_with(|| {
            let mut keypad = Keypad::new(window);
            keypad.relieve(relief.by_mouth.get(&window).copied(), &relief.out());
            keypad
        })
    }
}
