//! The PINs of the staff within the engine: what the file holds and the records do not tell is asked to be recorded.

use tracing::info;

use super::Engine;
use crate::domain::id::Seq;
use crate::domain::moment::Moment;
use crate::domain::request::{Origin, Request};
use crate::domain::staff::{PinMark, StaffEvent, StaffRequest};

impl Engine {
    /// The file of PINs holds these.
    pub(super) fn pins_seen(&mut self, marks: Vec<PinMark>) {
        self.pins = Some(marks);
    }

    /// Has recorded what is not on record. Asked of the stored office at each look: what was found before the opening,
    /// or could not be stored, is recorded as soon as it can be, and what a journal has lost is recorded again.
    pub(super) fn follow_the_pins(&mut self, now: Moment) {
        let Some(marks) = &self.pins else { return };
        if self.registrar.is_ahead() || !self.registrar.office().is_news_of_pins(marks) {
            return;
        }
        let marks = marks.clone();
        self.ask_itself(now, Origin::Startup, Request::Staff(StaffRequest::PinsSeen { marks }));
    }
}

/// Logs what is on record: never a mark, as the log is read by more people than the journal.
pub(super) fn line(seq: Seq, event: &StaffEvent) {
    let seq = seq.0;
    match event {
        StaffEvent::PinsMarked { marks } => {
            info!(seq, clerks = marks.len(), "the PINs of the staff were looked at for the first time");
        }
        StaffEvent::PinSet(pin) => info!(seq, clerk = pin.clerk.0, "a PIN was set"),
        StaffEvent::PinChanged(pin) => info!(seq, clerk = pin.clerk.0, "a PIN was set anew"),
        StaffEvent::PinRemoved { clerk } => info!(seq, clerk = clerk.0, "a PIN was removed"),
    }
}
