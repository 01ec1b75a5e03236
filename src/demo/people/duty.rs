//! The person on duty: brings a roll to a printer that has none.

use std::time::Duration;

use hal::time::Instant;

use super::visitor::WALK;
use crate::demo::hand::{Hand, Roll};
use crate::demo::scene::Scene;

/// So long it takes until somebody has told the duty desk; meanwhile everybody can see what the hall says of
/// it.
const TOLD_AFTER: Duration = Duration::from_secs(20);
/// Opening, putting the roll in, closing.
const CHANGE: Duration = Duration::from_secs(4);

/// Where the person on duty is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Step {
    /// At the duty desk, out of sight.
    #[default]
    Away,
    /// The paper is out; goes to the printer then.
    Told(Instant),
    /// On the way, and at the printer until then.
    AtPrinter(Instant),
    /// Goes back until then.
    Leaving(Instant),
}

/// The person on duty.
#[derive(Clone, Debug, Default)]
pub struct Duty(Step);

impl Duty {
    /// What the person does at this moment.
    pub fn act(&mut self, now: Instant, scene: &Scene) -> Option<Hand> {
        let out = scene.printer.roll == Roll::Out;
        let (step, hand) = match self.0 {
            Step::Away if out => (Step::Told(now + TOLD_AFTER), None),
            Step::Told(_) if !out => (Step::Away, None),
            Step::Told(at) if now >= at => (Step::AtPrinter(now + WALK + CHANGE), None),
            Step::AtPrinter(until) if now >= until => {
                let roll = out.then_some(Hand::Roll { roll: Roll::Enough });
                (Step::Leaving(now + WALK + WALK), roll)
            }
            Step::Leaving(until) if now >= until => (Step::Away, None),
            Step::Away | Step::Told(_) | Step::AtPrinter(_) | Step::Leaving(_) => return None,
        };
        self.0 = step;
        hand
    }

    /// Where the person can be seen, as [`super::Figure::place`] says it.
    pub fn place(&self) -> Option<&'static str> {
        match self.0 {
            Step::Away | Step::Told(_) => None,
            Step::AtPrinter(_) => Some("printer"),
            Step::Leaving(_) => Some("door"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hall(roll: Roll) -> Scene {
        let mut scene = Scene::default();
        scene.printer.roll = roll;
        scene
    }

    fn day(duty: &mut Duty, from: u64, seconds: u64, roll: Roll) -> Vec<Hand> {
        let moments = (from * 1000..(from + seconds) * 1000).step_by(100).map(Instant::from_millis);
        moments.filter_map(|now| duty.act(now, &hall(roll))).collect()
    }

    #[test]
    fn a_roll_that_is_out_is_replaced_once_and_not_at_once() {
        let mut duty = Duty::default();
        assert_eq!(day(&mut duty, 0, 20, Roll::Out), [], "everybody shall see what the hall says");
        assert_eq!(day(&mut duty, 20, 10, Roll::Out), [Hand::Roll { roll: Roll::Enough }]);
        assert_eq!(day(&mut duty, 30, 60, Roll::Enough), []);
        assert_eq!(duty.place(), None);
    }

    #[test]
    fn nobody_comes_for_a_roll_that_somebody_else_replaced() {
        let mut duty = Duty::default();
        assert_eq!(day(&mut duty, 0, 10, Roll::Out), []);
        assert_eq!(day(&mut duty, 10, 60, Roll::Near), []);
        assert_eq!(duty.place(), None);
    }
}
