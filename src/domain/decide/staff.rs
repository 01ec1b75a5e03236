//! The PINs of the staff: what differs from what is on record goes on record, and nothing twice.

use super::Decision;
use crate::domain::event::Event;
use crate::domain::request::Refusal;
use crate::domain::staff::StaffRequest;

/// Decides what is told of the staff.
pub(super) fn request(it: &mut Decision<'_>, asked: &StaffRequest) -> Result<(), Refusal> {
    let StaffRequest::PinsSeen { marks } = asked;
    let differences = it.day.pins.differences(marks);
    if differences.is_empty() {
        return Err(Refusal::NoChange);
    }
    it.events.extend(differences.into_iter().map(Event::Staff));
    Ok(())
}
