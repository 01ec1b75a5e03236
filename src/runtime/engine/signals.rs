//! What the contacts of the building tell: the mains and the emergency button.

use hal::port::signals::Event;
use tracing::{error, info};

use super::Engine;
use crate::domain::moment::Moment;
use crate::layout::{DeviceName, SignalKind};
use crate::runtime::roster::Duty;
use crate::station::cabinet::Wrong;

impl Engine {
    /// A contact told something. What has settled stands on the status LCD and in the status until it is over.
    pub(super) fn signal(&mut self, now: Moment, device: &DeviceName, event: Event) {
        let duty = self.roster.post(device).map(|post| post.duty);
        // One that left with a reload, or that is no contact, has nothing to tell.
        let Some(Duty::Signal(kind)) = duty else { return };
        let (wrong, words) = match kind {
            SignalKind::Mains => (Wrong::MainsLost, "the mains are lost: all runs on the battery"),
            SignalKind::Emergency => (Wrong::ButtonPressed, "somebody has pressed the emergency button"),
            SignalKind::Lamp | SignalKind::Buzzer => return,
        };
        match event {
            // The first sign, which may be noise: whoever wants to be sooner than sure begins here …
            Event::Stirred { active } => info!(%device, %kind, active, "a signal stirs"),
            // … and takes it back here.
            Event::Passed => info!(%device, %kind, "it was nothing"),
            Event::Settled { active: true } => {
                error!(%device, %kind, "{words}");
                self.ails(now, device, Some(wrong));
            }
            Event::Settled { active: false } => {
                info!(%device, %kind, "it is over");
                self.ails(now, device, None);
            }
        }
    }
}
