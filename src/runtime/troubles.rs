//! What is wrong in the hall at one moment, gathered for the people who can mend it.

use std::time::Duration;

use hal::driver::Fault;
use hal::time::Instant;

use super::roster::{Duty, Post};
use super::status::{Keeping, Status};
use super::supervisor::Health;
use crate::station::cabinet::{About, Trouble, Wrong};

/// Everything that is wrong, in no order. `now` is on the clock of the devices' threads.
#[must_use]
pub fn of(status: &Status, now: Instant) -> Vec<Trouble> {
    let devices = status.roster.posts().filter_map(|post| of_device(post, status, now));
    let journal = (status.keeping == Keeping::Broken).then(|| own(About::Journal, Wrong::NotWritten));
    let configuration =
        status.configuration.as_ref().map(|_| own(About::Configuration, Wrong::ConfigurationRefused));
    let damage = status.damage.as_ref().map(|_| own(About::Journal, Wrong::Damaged));
    let absent = status.absent.iter().map(|(window, since)| Trouble {
        about: About::Window(*window),
        place: String::new(),
        wrong: Wrong::Absent,
        age: status.view.at.hall.since(*since),
    });
    devices.chain(absent).chain(journal).chain(damage).chain(configuration).collect()
}

fn own(about: About, wrong: Wrong) -> Trouble {
    Trouble { about, place: String::new(), wrong, age: Duration::ZERO }
}

/// What is wrong with one device: it is offline, or online and says so itself.
#[must_use]
pub fn of_device(post: &Post, status: &Status, now: Instant) -> Option<Trouble> {
    let about = match post.duty {
        Duty::Role(role) => About::Device(role),
        Duty::Lcd => About::Lcd,
        Duty::Voice => About::Voice,
    };
    let (wrong, age) = match post.health {
        Health::Offline { fault, since, .. } => (wrong(fault), now.since(since)),
        Health::Held => (Wrong::Held, Duration::ZERO),
        Health::Online { .. } => {
            let ailment = status.ailments.get(&post.name)?;
            (ailment.wrong, status.view.at.hall.since(ailment.since))
        }
    };
    Some(Trouble { about, place: post.place.clone(), wrong, age })
}

fn wrong(fault: Fault) -> Wrong {
    match fault {
        Fault::Silent => Wrong::Silent,
        Fault::Garbled => Wrong::Garbled,
        Fault::Refused => Wrong::Refused,
        Fault::Unplugged => Wrong::Unplugged,
        Fault::Occupied => Wrong::Occupied,
        Fault::Forbidden => Wrong::Forbidden,
        Fault::Stalled => Wrong::Stalled,
        Fault::Broken => Wrong::Broken,
    }
}
