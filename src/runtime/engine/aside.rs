//! What the engine is at, so that it can be told after a panic, and what it does not hear any more (D03).

use hal::port;
use tracing::{error, warn};

use super::Engine;
use crate::domain::moment::Moment;
use crate::domain::request::Asked;
use crate::layout::DeviceName;
use crate::runtime::aside::{Aside, AtHand};

impl Engine {
    /// What the engine is at; after a panic, what it panicked over.
    #[must_use]
    pub fn at_hand(&self) -> AtHand {
        match self.registrar.at_hand() {
            Some(asked) => AtHand::Request(Box::new(asked.clone())),
            None => self.at_hand.clone(),
        }
    }

    /// These are not heard from here on.
    pub(super) fn put_aside(&mut self, aside: Aside) {
        for words in aside.words() {
            error!(words, "this has ended the daemon three times and is put aside: it is not heard any more");
        }
        self.stale |= aside != self.aside;
        self.aside = aside;
    }

    /// A device reported something.
    pub(super) fn hear(&mut self, now: Moment, device: DeviceName, event: port::Event) {
        let at_hand = AtHand::Event(device, event);
        if self.aside.has(&at_hand) {
            return warn!(words = at_hand.words(), "not heard: it is put aside");
        }
        self.at_hand = at_hand.clone();
        if let AtHand::Event(device, event) = at_hand {
            self.heard(now, &device, &event);
        }
        self.at_hand = AtHand::Nothing;
    }

    /// Whether this is asked in vain, as it is put aside.
    pub(super) fn is_aside(&self, asked: &Asked) -> bool {
        if self.aside.count() == 0 {
            return false;
        }
        let at_hand = AtHand::Request(Box::new(asked.clone()));
        let aside = self.aside.has(&at_hand);
        if aside {
            warn!(words = at_hand.words(), "not asked: it is put aside");
        }
        aside
    }
}
