//! Devices on lines with the lines under them: opened, listened to, lost and looked for again, each by
//! itself.
//!
//! It reads no clock and waits for nothing: whoever turns it says what time it is.

use std::os::fd::RawFd;
use std::path::Path;
use std::time::Duration;

use hal::cable::keys::{Evdev, Keys};
use hal::cable::lines::{InputLine, LineError, Lines, OutputLine, of_this_machine};
use hal::driver::Fault;
use hal::time::Instant;
use thiserror::Error;

use super::super::News;
use crate::layout::DeviceName;
use crate::runtime::contacts::{Contacts, Wiring, Wishes};
use crate::runtime::queue::Order;
use crate::runtime::supervisor::{Health, Supervisor};

/// One device by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Its name in the hall.
    pub name: DeviceName,
    /// How it is wired.
    pub wiring: Wiring,
}

/// Opens a USB pad.
pub type OpenPad = Box<dyn Fn(&Path) -> Result<Box<dyn Keys>, Fault>>;

/// What a rig can lay its hands on.
pub struct Reach {
    /// Lines.
    pub lines: Option<Box<dyn Lines>>,
    /// USB pads.
    pub pads: OpenPad,
}

impl Reach {
    /// What this machine has, as far as these devices need it.
    pub fn of_this_machine(posts: &[Post]) -> Self {
        let needs_lines = posts.iter().any(|post| !matches!(post.wiring, Wiring::Pad(..)));
        let pads = |path: &Path| Evdev::open(path).map(|pad| -> Box<dyn Keys> { Box::new(pad) });
        Self { lines: needs_lines.then(of_this_machine), pads: Box::new(pads) }
    }
}

/// Why a device is not there.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
enum Absent {
    #[error(transparent)]
    Line(#[from] LineError),
    #[error("the pad: {0}")]
    Pad(#[from] Fault),
}

impl Absent {
    fn fault(&self) -> Fault {
        match self {
            Self::Line(error) => error.fault(),
            Self::Pad(fault) => *fault,
        }
    }
}

/// The devices of one thread.
pub struct Rig {
    reach: Reach,
    seats: Vec<Seat>,
}

/// One device with whatever is open of it.
struct Seat {
    post: Post,
    supervisor: Supervisor,
    open: Option<Open>,
    told: Option<Health>,
    /// Why it could not be opened the last time, so that the log has each reason once.
    absent: Option<Absent>,
}

/// A device that is open.
struct Open {
    contacts: Contacts,
    inputs: Vec<Box<dyn InputLine>>,
    output: Option<Box<dyn OutputLine>>,
    pad: Option<Box<dyn Keys>>,
}

impl Rig {
    /// The devices, none of them open.
    pub fn new(now: Instant, posts: Vec<Post>, reach: Reach) -> Self {
        let seat =
            |post| Seat { post, supervisor: Supervisor::new(now), open: None, told: None, absent: None };
        Self { reach, seats: posts.into_iter().map(seat).collect() }
    }

    /// Does what is due and takes what has come.
    pub fn turn(&mut self, now: Instant, news: &mut Vec<News>) {
        for seat in &mut self.seats {
            if seat.open.is_none() && seat.supervisor.wants_attempt(now) {
                seat.attempt(now, &mut self.reach, news);
            }
            seat.listen(now, news);
            seat.supervisor.wake(now);
            seat.tell_health(news);
        }
    }

    /// Carries out an order.
    pub fn order(&mut self, now: Instant, place: usize, order: &Order, news: &mut Vec<News>) {
        let Some(seat) = self.seats.get_mut(place) else { return };
        match order {
            Order::Command(command) => {
                if let Some(open) = &mut seat.open {
                    let wishes = open.contacts.command(now, command);
                    seat.grant(now, wishes, news);
                }
            }
            Order::Hold(true) => {
                seat.close();
                seat.supervisor.hold();
            }
            Order::Hold(false) => seat.supervisor.release(now),
        }
    }

    /// When it wants to be turned, if nothing comes before.
    pub fn due(&self) -> Option<Instant> {
        let dues = self.seats.iter().flat_map(|seat| {
            let contacts = seat.open.as_ref().and_then(|open| open.contacts.due());
            [contacts, seat.supervisor.due(), seat.supervisor.attempt_at()]
        });
        dues.flatten().min()
    }

    /// What is to be waited on.
    pub fn descriptors(&self) -> Vec<RawFd> {
        self.seats.iter().filter_map(|seat| seat.open.as_ref()).flat_map(Open::descriptors).collect()
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.seats.iter_mut().for_each(Seat::close);
    }
}

impl Seat {
    fn attempt(&mut self, now: Instant, reach: &mut Reach, news: &mut Vec<News>) {
        match open(now, &self.post.wiring, reach) {
            Ok((open, wishes)) => {
                tracing::info!(device = %self.post.name, "its lines are open");
                (self.open, self.absent) = (Some(open), None);
                self.supervisor.attached(now);
                // Whoever hears of it must know first that the device is there.
                self.tell_health(news);
                self.grant(now, wishes, news);
            }
            Err(absent) => self.fail(now, absent),
        }
    }

    /// Takes what has come on open lines.
    fn listen(&mut self, now: Instant, news: &mut Vec<News>) {
        let Some(open) = &mut self.open else { return };
        match open.listen(now) {
            Ok(all) => {
                for wishes in all {
                    self.grant(now, wishes, news);
                }
            }
            Err(absent) => {
                self.close();
                self.fail(now, absent);
            }
        }
    }

    /// Tells the events and sets the line.
    fn grant(&mut self, now: Instant, wishes: Wishes, news: &mut Vec<News>) {
        let device = &self.post.name;
        news.extend(wishes.events.into_iter().map(|event| News::Event { device: device.clone(), event }));
        let output = self.open.as_mut().and_then(|open| open.output.as_mut());
        if let (Some(on), Some(output)) = (wishes.set, output)
            && let Err(error) = output.set(on)
        {
            self.close();
            self.fail(now, error.into());
        }
    }

    fn fail(&mut self, now: Instant, absent: Absent) {
        self.supervisor.failed(now, absent.fault());
        if self.absent.as_ref() != Some(&absent) {
            tracing::warn!(device = %self.post.name, "{absent}");
            self.absent = Some(absent);
        }
    }

    /// Gives everything back, a lamp dark and a buzzer silent (F53).
    fn close(&mut self) {
        if let Some(Open { output: Some(mut output), .. }) = self.open.take() {
            // A line that is gone is dark.
            let _ = output.set(false);
        }
    }

    fn tell_health(&mut self, news: &mut Vec<News>) {
        let health = self.supervisor.health();
        if self.told.is_none_or(|told| !told.says_as_much_as(health)) {
            self.told = Some(health);
            news.push(News::Health { device: self.post.name.clone(), health });
        }
    }
}

impl Open {
    fn descriptors(&self) -> impl Iterator<Item = RawFd> {
        let lines = self.inputs.iter().map(|line| line.descriptor());
        lines.chain(self.pad.iter().map(|pad| pad.descriptor()))
    }

    /// What came since, each with when it was, and what has become due.
    fn listen(&mut self, now: Instant) -> Result<Vec<Wishes>, Absent> {
        let mut all = Vec::new();
        for (place, line) in self.inputs.iter_mut().enumerate() {
            let mut changed = false;
            while let Some(edge) = line.edge()? {
                changed = true;
                all.push(self.contacts.see(before(now, edge.ago), place, edge.active));
            }
            if changed {
                // A burst may have lost edges; the level has the last word.
                all.push(self.contacts.see(now, place, line.is_active()?));
            }
        }
        if let Some(pad) = &mut self.pad {
            let touches = pad.touches()?;
            all.extend(touches.into_iter().map(|touch| self.contacts.touch(now, touch)));
        }
        if self.contacts.due().is_some_and(|due| due <= now) {
            all.push(self.contacts.wake(now));
        }
        Ok(all)
    }
}

/// Opens all lines of a device, or none.
fn open(now: Instant, wiring: &Wiring, reach: &mut Reach) -> Result<(Open, Wishes), Absent> {
    let pad = match wiring {
        Wiring::Pad(path, _) => Some((reach.pads)(path)?),
        Wiring::Signal(_) | Wiring::Buttons(_) => None,
    };
    let (mut inputs, mut levels, mut output) = (Vec::new(), Vec::new(), None);
    if let Some(lines) = &mut reach.lines {
        for (pin, input) in wiring.inputs() {
            let line = lines.input(&pin, input)?;
            levels.push(line.is_active()?);
            inputs.push(line);
        }
        output = wiring.output().map(|(pin, output)| lines.output(&pin, output)).transpose()?;
    }
    let (contacts, wishes) = Contacts::new(now, wiring, &levels);
    Ok((Open { contacts, inputs, output, pad }, wishes))
}

fn before(now: Instant, ago: Duration) -> Instant {
    let ago = u64::try_from(ago.as_millis()).unwrap_or(u64::MAX);
    Instant::from_millis(now.millis().saturating_sub(ago))
}

#[cfg(test)]
mod tests;
