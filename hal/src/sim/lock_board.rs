//! A lock board with its doors, and the hands that shut them.
//!
//! Written from the maker's sheet: it opens a lock when told, answers after the coil, tells the state of a door
//! when asked, and opens everything when told lock 0. It knows what it was told to open, for tests.

use std::collections::VecDeque;
use std::time::Duration;

use super::Device;
use crate::time::Instant;

/// A board on its pair.
#[derive(Debug)]
pub struct LockBoard {
    address: u8,
    /// State byte of a door that stands open.
    open_is: u8,
    doors: Vec<Door>,
    heard: Vec<u8>,
    answers: VecDeque<(Instant, Vec<u8>)>,
    coils: Vec<(Instant, u8)>,
    opened_all: bool,
    mute: bool,
    deaf_orders: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Door {
    open: bool,
    jammed: bool,
}

/// How long a coil is switched before the board answers.
const COIL: Duration = Duration::from_millis(250);
/// How long it takes over a question.
const ANSWER_AFTER: Duration = Duration::from_millis(8);

impl LockBoard {
    /// A board with so many doors, all shut. `open_is`: what it says of one that stands open, 00 or 11.
    pub fn new(address: u8, doors: u8, open_is: u8) -> Self {
        Self {
            address,
            open_is,
            doors: vec![Door::default(); doors.into()],
            heard: Vec::new(),
            answers: VecDeque::new(),
            coils: Vec::new(),
            opened_all: false,
            mute: false,
            deaf_orders: 0,
        }
    }

    /// Somebody shuts a door, or opens it by its key.
    pub fn swing(&mut self, door: u8, open: bool) {
        if let Some(door) = self.door(door) {
            door.open = open;
        }
    }

    /// A lock does not move any more, or does again.
    pub fn jam(&mut self, door: u8, jammed: bool) {
        if let Some(door) = self.door(door) {
            door.jammed = jammed;
        }
    }

    /// Whether a door stands open.
    pub fn is_open(&self, door: u8) -> bool {
        self.doors.get(usize::from(door).wrapping_sub(1)).is_some_and(|door| door.open)
    }

    /// Every coil that was switched, and when.
    pub fn coils(&self) -> &[(Instant, u8)] {
        &self.coils
    }

    /// Whether it was ever told to open everything.
    pub fn opened_all(&self) -> bool {
        self.opened_all
    }

    /// Lets it do everything and say nothing.
    pub fn set_mute(&mut self, mute: bool) {
        self.mute = mute;
    }

    /// The next so many orders are lost on the way.
    pub fn lose_orders(&mut self, orders: u32) {
        self.deaf_orders = orders;
    }

    fn door(&mut self, door: u8) -> Option<&mut Door> {
        self.doors.get_mut(usize::from(door).checked_sub(1)?)
    }

    fn obey(&mut self, now: Instant, [head, lock, last]: [u8; 3]) {
        match (head, lock, last) {
            (0x8A, 0, 0x11) => {
                self.opened_all = true;
                self.doors.iter_mut().for_each(|door| door.open = true);
            }
            (0x8A, lock, 0x11) if self.deaf_orders > 0 => {
                self.deaf_orders -= u32::from(lock > 0);
            }
            (0x8A, lock, 0x11) => {
                self.coils.push((now, lock));
                let Some(door) = self.door(lock) else { return };
                door.open |= !door.jammed;
                self.tell(now + COIL, 0x8A, lock);
            }
            (0x80, lock, 0x33) => self.tell(now + ANSWER_AFTER, 0x80, lock),
            _ => {}
        }
    }

    fn tell(&mut self, at: Instant, head: u8, lock: u8) {
        let Some(door) = self.door(lock).copied() else { return };
        let state = if door.open { self.open_is } else { self.open_is ^ 0x11 };
        let sum = head ^ self.address ^ lock ^ state;
        self.answers.push_back((at, vec![head, self.address, lock, state, sum]));
    }
}

impl Device for LockBoard {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        self.heard.extend_from_slice(bytes);
        while self.heard.len() >= 5 {
            let frame = [self.heard[0], self.heard[1], self.heard[2], self.heard[3], self.heard[4]];
            if frame.iter().fold(0, |sum, byte| sum ^ byte) != 0 || frame[0] < 0x80 {
                self.heard.remove(0);
                continue;
            }
            self.heard.drain(..5);
            if frame[1] == self.address {
                self.obey(now, [frame[0], frame[2], frame[3]]);
            }
        }
    }

    fn due(&self) -> Option<Instant> {
        self.answers.front().map(|(at, _)| *at)
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        let mut said = Vec::new();
        while let Some((_, answer)) = self.answers.pop_front_if(|(at, _)| *at <= now) {
            said.extend(answer);
        }
        if self.mute { Vec::new() } else { said }
    }

    fn power_cycle(&mut self, _now: Instant) {
        // Locks need no power to stay as they are.
        self.heard.clear();
        self.answers.clear();
    }
}
