//! The pick-up cabinet: each order goes to it once, and what it says becomes a request.

use hal::port::{self, locker};

use super::Stations;
use crate::domain::id::{DoorId, JobId};
use crate::domain::locker::CabinetRequest;
use crate::domain::view::OfficeView;
use crate::layout::Role;
use crate::station::Tell;

impl Stations {
    /// The doors that are to be opened and were not handed out yet. Only of what is stored.
    pub fn doors(&mut self, view: &OfficeView) -> Vec<Tell> {
        self.doors_given.retain(|job| view.locker.orders.iter().any(|order| order.job == *job));
        let cabinet = self.places.iter().find(|(_, place)| place.role == Role::Locker);
        let Some((device, _)) = cabinet else { return Vec::new() };
        let mut tells = Vec::new();
        for order in &view.locker.orders {
            let Some(door) = locker::Door::new(order.door.0) else { continue };
            if self.doors_given.insert(order.job) {
                let command = port::Command::Locker(locker::Command::Open { job: order.job.0, door });
                tells.push(Tell::Device { device: device.clone(), command });
            }
        }
        tells
    }
}

/// What an event of the cabinet asks of the office.
pub(super) fn asks(event: locker::Event) -> CabinetRequest {
    match event {
        locker::Event::Opened { job } => CabinetRequest::Opened { job: JobId(job) },
        locker::Event::NotOpened { job } => CabinetRequest::NotOpened { job: JobId(job) },
        locker::Event::Unknown { job } => CabinetRequest::Unknown { job: JobId(job) },
        locker::Event::Door { door, open } => CabinetRequest::Seen { door: DoorId(door.number()), open },
    }
}
