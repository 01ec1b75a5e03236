//! Whether the hall goes on by the means that it says, and uses no device that comes and goes.

use std::collections::BTreeMap;

use super::Guard;
use crate::domain::id::WindowId;
use crate::domain::means::{Means, Task};
use crate::layout::{DeviceName, Role};
use crate::rehearse::agenda::{SECOND, Time};
use crate::rehearse::site::Site;
use crate::rehearse::watch::{Check, Finding};
use crate::runtime::roster::{Duty, Post};
use crate::runtime::status::Keeping;
use crate::runtime::supervisor::{FLAPPING_LOSSES, FLAPPING_WITHIN, Health, STEADY_AFTER};

/// A task goes down, and up again, within this time.
const FOLLOWS_WITHIN: u64 = 5 * SECOND;

/// How far the moments at which a device was lost and at which that was told may lie apart.
const TOLD_WITHIN: u64 = 2 * SECOND;

/// Which task of which window.
pub(super) type Place = (Task, WindowId);

impl Guard {
    /// Every window's tasks against the devices that they are done with: by the best means while its device is well,
    /// and by no other means then.
    pub(super) fn means(&mut self, now: Time, site: &Site) -> Result<(), Finding> {
        let before = std::mem::take(&mut self.astray);
        let Some(machine) = site.machine() else { return Ok(()) };
        let status = machine.engine().status();
        // Where nothing can be recorded the hall grants nothing, whatever is well.
        if !matches!(status.keeping, Keeping::Main | Keeping::Second | Keeping::Memory) {
            return Ok(());
        }
        for (stand, _) in &status.means.stands {
            let Some((window, (role, means))) =
                stand.window.and_then(|id| Some((id, done_with(stand.task, id)?)))
            else {
                continue;
            };
            let posts: Vec<&Post> =
                status.roster.posts().filter(|post| post.duty == Duty::Role(role)).collect();
            // What a device says of itself may stop it or not.
            let speaks = posts.iter().any(|post| status.ailments.contains_key(&post.name));
            let well = posts.iter().any(|post| post.health.is_online());
            if stand.best != means || speaks || (stand.means == means) == well {
                continue;
            }
            let place = (stand.task, window);
            let since = before.get(&place).copied().unwrap_or(now);
            if now.since(since) >= FOLLOWS_WITHIN {
                let (task, by) = (stand.task.word(), stand.means.word());
                let what = format!("{task} at window {window} stands on {by}; its device is well: {well}");
                return Err(Finding::new(Check::WrongMeans, what));
            }
            self.astray.insert(place, since);
        }
        Ok(())
    }

    /// A device was lost or found, as those say who watch over it.
    ///
    /// # Errors
    /// When it is used though it was lost too often.
    pub fn health(&mut self, now: Time, device: &DeviceName, health: Health) -> Result<(), Finding> {
        self.contacts.entry(device.clone()).or_default().told(now, health).map_err(|losses| {
            Finding::new(Check::NotHeld, format!("{device} is used again at once after {losses} losses"))
        })
    }
}

/// With what a window's task is done at best, and the role of its device.
fn done_with(task: Task, window: WindowId) -> Option<(Role, Means)> {
    match task {
        Task::ShowCall => Some((Role::WindowBoard(window), Means::WindowBoard)),
        Task::PressNext => Some((Role::Keypad(window), Means::Keypad)),
        Task::Rate => Some((Role::RatingPad(window), Means::Pad)),
        Task::GiveTicket | Task::SayCall | Task::TellStaff | Task::KeepJournal => None,
    }
}

/// Every device's contact.
pub(super) type Contacts = BTreeMap<DeviceName, Contact>;

/// How steady one device was.
#[derive(Debug, Default)]
pub(super) struct Contact {
    online_since: Option<Time>,
    losses: Vec<Time>,
}

impl Contact {
    /// It is used or not from here on; how often it was lost, if it should have been watched first.
    fn told(&mut self, now: Time, health: Health) -> Result<(), usize> {
        let [steady, within] = [STEADY_AFTER, FLAPPING_WITHIN].map(millis);
        if !health.is_online() {
            if let Some(since) = self.online_since.take() {
                if now.since(since) + TOLD_WITHIN >= steady {
                    self.losses.clear();
                }
                self.losses.push(now);
            }
            return Ok(());
        }
        self.online_since = Some(now);
        self.losses.retain(|lost| now.since(*lost) + TOLD_WITHIN < within);
        if self.losses.last().is_some_and(|lost| now.since(*lost) >= steady) {
            self.losses.clear();
        }
        if self.losses.len() >= FLAPPING_LOSSES { Err(self.losses.len()) } else { Ok(()) }
    }
}

fn millis(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
