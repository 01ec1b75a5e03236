//! What the daemon tells of the keeping becomes a record when it changes something.

use super::Decision;
use crate::domain::event::Event;
use crate::domain::keeping::{self, Keeping, KeepingEvent, KeepingRequest};
use crate::domain::request::{Origin, Refusal};

/// Decides what is told of the keeping. Nobody but the daemon may tell it.
pub(super) fn request(it: &mut Decision<'_>, asked: &KeepingRequest) -> Result<(), Refusal> {
    if it.asked.origin != Origin::Startup {
        return Err(Refusal::WrongState);
    }
    let kept = it.day.kept;
    let event = match *asked {
        KeepingRequest::Lower { to, .. } if to <= kept.by => return Err(Refusal::NoChange),
        KeepingRequest::Lower { to, why } => keeping::lowered(it.day, it.at, to, why),
        KeepingRequest::Raise { .. } if kept.by == Keeping::Main => return Err(Refusal::NoChange),
        KeepingRequest::Raise { gave_way } => KeepingEvent::Raised { from: kept.by, gave_way },
        KeepingRequest::Leap => keeping::leapt(it.day, it.at),
        KeepingRequest::RoomShort { what } if kept.short == Some(what) => return Err(Refusal::NoChange),
        KeepingRequest::RoomShort { what } => KeepingEvent::RoomShort { what },
        KeepingRequest::RoomBack if kept.short.is_none() => return Err(Refusal::NoChange),
        KeepingRequest::RoomBack => KeepingEvent::RoomBack,
        KeepingRequest::Branch { after, records, last } => KeepingEvent::BranchFound { after, records, last },
        KeepingRequest::OtherHall { ref site, root, ref folder, by } => {
            let (site, folder) = (site.clone(), folder.clone());
            it.add(Event::Keeping(KeepingEvent::OtherHall { site, root, folder, by }));
            // This hall may have given numbers today of which this journal does not know: on its own card.
            keeping::leapt(it.day, it.at)
        }
    };
    it.add(Event::Keeping(event));
    Ok(())
}
