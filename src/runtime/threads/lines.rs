//! The thread of one GPIO chip, or of one USB pad: it runs the rig of what hangs there.

pub mod rig;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use hal::cable::lines::wait;

use self::rig::{Post, Reach, Rig};
use super::thread::{Door, Thread};
use super::{StartError, Tell, Uptime, lock};
use crate::layout::{Key, Layout, MadeOf};
use crate::runtime::contacts::Wiring;
use crate::runtime::queue::{Full, Order, Queue};
use crate::runtime::supervisor::RETRY_FIRST;

/// What shares a thread: the devices on the lines of one chip, or one pad.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The chip's label, or the pad's name; for the log.
    name: String,
    posts: Vec<Post>,
}

/// The groups of a layout. Lines that are known by their names alone are one group, whatever their chips.
pub fn groups(layout: &Layout) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut add = |name: String, post: Post| match groups.iter_mut().find(|group| group.name == name) {
        Some(group) => group.posts.push(post),
        None => groups.push(Group { name, posts: vec![post] }),
    };
    let chip = |label: &Option<String>| format!("lines {}", label.as_deref().unwrap_or("by name"));
    for signal in &layout.signals {
        let wiring = Wiring::Signal(signal.clone());
        add(chip(&signal.pin.chip), Post { name: signal.name.clone(), wiring });
    }
    for keypad in &layout.keypads {
        let (group, wiring) = match &keypad.made_of {
            MadeOf::Buttons(buttons) => (chip(&buttons.chip), Wiring::Buttons(buttons.clone())),
            MadeOf::Usb { path, keys } => {
                (format!("pad {}", keypad.name), Wiring::Pad(path.clone(), keys.clone()))
            }
        };
        add(group, Post { name: keypad.name.clone(), wiring });
    }
    groups
}

/// One group's thread. Dropping it stops the thread.
pub struct LinesThread {
    group: Group,
    queue: Arc<Mutex<Queue>>,
    thread: Thread,
}

impl LinesThread {
    /// Starts the thread.
    pub fn start(group: Group, clock: Uptime, tell: Tell) -> Result<Self, StartError> {
        let queue = Arc::new(Mutex::new(Queue::default()));
        let worker_queue = Arc::clone(&queue);
        let posts = group.posts.clone();
        let thread = Thread::start(group.name.clone(), move |door| {
            Worker { posts, queue: worker_queue, door, clock, tell }.run();
        })?;
        Ok(Self { group, queue, thread })
    }

    /// The keys of the keypad in this place; empty for a signal.
    pub fn keys(&self, place: usize) -> Vec<Key> {
        match self.group.posts.get(place).map(|post| &post.wiring) {
            Some(Wiring::Buttons(buttons)) => buttons.keys.iter().map(|(key, _)| *key).collect(),
            Some(Wiring::Pad(_, keys)) => keys.values().copied().collect(),
            Some(Wiring::Signal(_)) | None => Vec::new(),
        }
    }

    /// Whether this thread runs exactly that group.
    pub fn runs(&self, group: &Group) -> bool {
        self.group == *group
    }

    /// The devices in their places.
    pub fn posts(&self) -> &[Post] {
        &self.group.posts
    }

    /// Hands an order to the thread.
    pub fn order(&self, place: usize, order: Order) -> Result<(), Full> {
        lock(&self.queue).push(place, order)?;
        self.thread.ring();
        Ok(())
    }

    /// Asks the thread to end, without waiting for it.
    pub fn dismiss(&self) {
        self.thread.dismiss();
    }
}

/// The thread's own side.
struct Worker {
    posts: Vec<Post>,
    queue: Arc<Mutex<Queue>>,
    door: Door,
    clock: Uptime,
    tell: Tell,
}

impl Worker {
    /// Runs the rig until it is stopped. One that panics is a mistake of ours: it is built anew.
    fn run(self) {
        while !self.door.is_closing() {
            if catch_unwind(AssertUnwindSafe(|| self.attend())).is_err() {
                tracing::error!("a rig's own machine failed; starting it anew");
                wait([], self.door.bell(), Some(RETRY_FIRST));
            }
        }
    }

    fn attend(&self) {
        let mut rig = Rig::new(self.clock.now(), self.posts.clone(), Reach::of_this_machine(&self.posts));
        while !self.door.is_closing() {
            let now = self.clock.now();
            let mut news = Vec::new();
            loop {
                let order = lock(&self.queue).pop();
                let Some((place, order)) = order else { break };
                rig.order(now, place, &order, &mut news);
            }
            rig.turn(now, &mut news);
            for one in news {
                (self.tell)(now, one);
            }
            let limit = rig.due().map(|due| due - self.clock.now());
            wait(rig.descriptors(), self.door.bell(), limit);
        }
    }
}
