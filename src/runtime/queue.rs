//! Commands on their way to one cable: bounded, in order, and of a display's texts only the newest.

use std::collections::VecDeque;

use hal::port::{self, Command, keypad, printer, signals};
use thiserror::Error;

/// So many commands may wait for one cable.
///
/// Texts replace each other, so that more than this means a cable that has stopped being served: twenty
/// keypads with a text and two beeps each are sixty.
pub const QUEUE_LIMIT: usize = 128;

/// The cable is not being served: its queue is full. An incident, not a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("too many commands wait for this cable")]
pub struct Full;

/// What is to be done with a cable's devices, by their place on it, in order.
#[derive(Debug, Default)]
pub struct Queue {
    waiting: VecDeque<(usize, Order)>,
}

/// What is to be done with one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Tell it this.
    Command(Command),
    /// Switch it off, or on again.
    Hold(bool),
}

impl Queue {
    /// Lets an order wait. One that makes an earlier one pointless takes its place instead.
    ///
    /// # Errors
    ///
    /// [`QUEUE_LIMIT`] orders are waiting; this one is not taken.
    pub fn push(&mut self, device: usize, order: Order) -> Result<(), Full> {
        let older = self.waiting.iter_mut().rev().find(|(other, _)| *other == device);
        // Only the device's last order may be replaced: what lies between two texts keeps its order.
        if let Some((_, older)) = older
            && supersedes(&order, older)
        {
            *older = order;
            return Ok(());
        }
        if self.waiting.len() >= QUEUE_LIMIT {
            return Err(Full);
        }
        self.waiting.push_back((device, order));
        Ok(())
    }

    /// Takes the order that has waited longest.
    pub fn pop(&mut self) -> Option<(usize, Order)> {
        self.waiting.pop_front()
    }
}

/// Whether `newer` makes `older`, to the same device, pointless.
fn supersedes(newer: &Order, older: &Order) -> bool {
    let (Order::Command(newer), Order::Command(older)) = (newer, older) else {
        return newer == older;
    };
    match (newer, older) {
        (Command::Board(port::board::Command::Show(_)), Command::Board(port::board::Command::Show(_)))
        | (Command::Terminal(_), Command::Terminal(_))
        | (Command::RatingPad(_), Command::RatingPad(_))
        | (Command::CardReader(_), Command::CardReader(_))
        | (Command::Signals(signals::Command::Set(_)), Command::Signals(signals::Command::Set(_)))
        | (Command::Signals(signals::Command::Sound), Command::Signals(signals::Command::Sound))
        | (Command::Signals(signals::Command::SoundCall), Command::Signals(signals::Command::SoundCall)) => {
            true
        }
        (Command::Keypad(newer), Command::Keypad(older)) => match (newer, older) {
            (keypad::Command::Show(_), keypad::Command::Show(_)) => true,
            (keypad::Command::Beep(newer), keypad::Command::Beep(older)) => newer == older,
            (keypad::Command::Show(_), keypad::Command::Beep(_))
            | (keypad::Command::Beep(_), keypad::Command::Show(_)) => false,
        },
        (Command::Printer(printer::Command::Print { .. } | printer::Command::Forget { .. }), _)
        | (Command::Board(_) | Command::Terminal(_) | Command::RatingPad(_), _)
        | (Command::Keypad(_) | Command::CardReader(_) | Command::Signals(_), _) => false,
        // Two orders are two doors.
        (Command::Locker(_), _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hal::port::board::Command::Show;
    use hal::port::printer::Command::Forget;

    fn text(device: usize, text: &str) -> (usize, Order) {
        (device, Order::Command(Command::Keypad(keypad::Command::Show(text.to_owned()))))
    }

    fn beep(device: usize) -> (usize, Order) {
        (device, Order::Command(Command::Keypad(keypad::Command::Beep(keypad::Beep::Refused))))
    }

    fn paper(job: u64) -> (usize, Order) {
        (0, Order::Command(Command::Printer(Forget { job })))
    }

    fn queued(orders: Vec<(usize, Order)>) -> Vec<(usize, Order)> {
        let mut queue = Queue::default();
        for (device, order) in orders {
            queue.push(device, order).unwrap();
        }
        std::iter::from_fn(|| queue.pop()).collect()
    }

    #[test]
    fn e12_of_the_texts_for_one_device_the_newest_remains() {
        let left = queued(vec![text(0, "A001"), text(1, "B001"), text(0, "A002")]);
        assert_eq!(left, [text(0, "A002"), text(1, "B001")]);
    }

    #[test]
    fn a_text_after_a_beep_does_not_overtake_it() {
        let orders = vec![text(0, "A001"), beep(0), text(0, "A002")];
        assert_eq!(queued(orders.clone()), orders);
    }

    #[test]
    fn paper_is_never_replaced() {
        let orders = vec![paper(1), paper(1), paper(2)];
        assert_eq!(queued(orders.clone()), orders);
    }

    #[test]
    fn a_full_queue_refuses_and_keeps_what_it_has() {
        let mut queue = Queue::default();
        let limit = u64::try_from(QUEUE_LIMIT).unwrap();
        for job in 0..limit {
            queue.push(0, paper(job).1).unwrap();
        }
        assert_eq!(queue.push(0, paper(limit).1), Err(Full));
        assert_eq!(queue.pop(), Some(paper(0)));
    }

    #[test]
    fn a_full_queue_still_takes_the_newest_text_of_a_board_that_waits() {
        let mut queue = Queue::default();
        queue.push(7, Order::Command(Command::Board(Show(Vec::new())))).unwrap();
        for job in 1..u64::try_from(QUEUE_LIMIT).unwrap() {
            queue.push(0, paper(job).1).unwrap();
        }
        assert_eq!(queue.push(7, Order::Command(Command::Board(Show(Vec::new())))), Ok(()));
    }
}
