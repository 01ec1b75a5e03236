//! How late a press is seen on a full pair: fingers at random moments, and what the bus told of them.

use std::time::Duration;

use hal::port::{self, keypad, rating_pad};
use hal::time::Instant;
use jiaohao::runtime::bus::Output;

use super::full_pair::{Ills, LINE, Pair};

/// The code of the key NEXT in the reference profile, and of the best grade.
const CODES: (u8, u8) = (11, 1);
/// All devices are online and polled in their rhythm.
const WARM_UP: u64 = 20_000;
/// A key is pressed again after this at the earliest, in milliseconds.
const BETWEEN: u64 = 4_000;

/// What became of the presses of one kind of device.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// From finger to event, sorted.
    pub delays: Vec<Duration>,
    /// Presses of which nothing was told.
    pub lost: usize,
    /// Events of a device that nobody had pressed, or twice of one press.
    pub invented: usize,
}

impl Seen {
    /// The delay that half of all presses had at most.
    pub fn median(&self) -> Duration {
        self.delays.get(self.delays.len() / 2).copied().unwrap_or_default()
    }

    /// The longest delay.
    pub fn worst(&self) -> Duration {
        self.delays.last().copied().unwrap_or_default()
    }
}

/// Presses every second device for so many minutes, the others never; all pads are asking for a grade if
/// `asking`. Keypads first, then pads.
pub fn press(keypads: u8, pads: u8, ills: Ills, asking: bool, minutes: u64) -> (Seen, Seen) {
    let mut pair = Pair::with(keypads, pads, ills);
    let (keypads, pads) = (usize::from(keypads), usize::from(pads));
    pair.run(Instant::from_millis(WARM_UP));
    let ask = port::Command::RatingPad(rating_pad::Command::AskGrade);
    for pad in (keypads..keypads + pads).filter(|_| asking) {
        pair.command(pad, &ask);
    }
    let end = WARM_UP + minutes * 60_000;
    let fingers: Vec<usize> =
        (0..keypads + pads).step_by(2).filter(|device| Some(*device) != ills.dead).collect();
    let mut pressed: Vec<(Instant, usize)> = Vec::new();
    let mut chance = ills.seed | 1;
    for (number, device) in (0_u64..).zip(&fingers) {
        let mut at = WARM_UP + 3_000 + number * 37;
        while at < end {
            pressed.push((Instant::from_millis(at), *device));
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            at += BETWEEN + (chance >> 33) % BETWEEN;
        }
    }
    pressed.sort();
    pressed.retain(|(_, device)| *device < keypads || asking);
    for (at, device) in &pressed {
        pair.run(*at);
        if *device < keypads {
            pair.keypads[*device].press(CODES.0);
        } else {
            pair.pads[*device - keypads].press(CODES.1);
            // The station asks again once the next visitor is served.
            pair.command(*device, &ask);
        }
    }
    pair.run(Instant::from_millis(end + 60_000));
    (seen(&pair, &pressed, 0..keypads), seen(&pair, &pressed, keypads..keypads + pads))
}

/// Matches what was told of these devices with what was pressed there, in order.
fn seen(pair: &Pair, pressed: &[(Instant, usize)], devices: std::ops::Range<usize>) -> Seen {
    let mut seen = Seen::default();
    for device in devices {
        let mut told = pair.reports.iter().filter_map(|(at, report)| told_of(device, report).then_some(*at));
        for (at, _) in pressed.iter().filter(|(_, pressed)| *pressed == device) {
            match told.next() {
                Some(told) if told >= *at => seen.delays.push(told - *at),
                Some(_) => seen.invented += 1,
                None => seen.lost += 1,
            }
        }
        seen.invented += told.count();
    }
    seen.delays.sort();
    seen
}

fn told_of(wanted: usize, report: &Output) -> bool {
    match report {
        Output::Event { device, event } => {
            let pressed = matches!(
                event,
                port::Event::Keypad(keypad::Event::Pressed(_))
                    | port::Event::RatingPad(rating_pad::Event::Pressed(_))
            );
            pressed && *device == wanted
        }
        Output::Health { .. } | Output::Open | Output::Close | Output::Write(_) => false,
    }
}

/// What no driver can do better on this wire with these messages: everybody is asked in turn, nobody thinks,
/// nothing is late. A press waits for half a round on the average, for a whole one at worst.
pub fn best_round(devices: u8) -> Duration {
    /// A question for five registers, and its answer.
    const BYTES: usize = 8 + 15;
    /// Silence between messages: 3.5 characters.
    const QUIET: Duration = Duration::from_micros(3_646);
    (LINE.wire_time(BYTES) + 2 * QUIET) * u32::from(devices)
}
