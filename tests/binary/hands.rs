//! The people of the floor under load: visitors at the terminal and the desk, clerks at keypads, graders at
//! pads.

use std::io::BufRead;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiaohao::demo::plan::Part;
use jiaohao::runtime::control::{Command, Reply};

use super::dice::Dice;
use super::floor::{Floor, now, pause};
use super::ledger::Seen;

/// Windows with a clerk.
pub const WINDOWS: [u8; 4] = [1, 2, 3, 4];

/// Services with numbers of different letters, so that a long run does not use up the range of one.
pub const SERVICES: [u16; 5] = [11, 21, 31, 41, 51];

/// The key of the 16-key profile that calls the next visitor.
pub const NEXT: u8 = 11;

/// A keypad refuses a second NEXT within 800 ms as a bounce.
const PRESS_EVERY: Duration = Duration::from_millis(850);

/// Looks of the people: several in each look of the simulated devices at their cables.
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// What somebody just asked for, at this place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// A visitor chose the errand: the ticket is asked for.
    Touched,
    /// A clerk pressed NEXT, which is the keypad's press with this count, while the digits showed this.
    Pressed { window: u8, count: u16, digits: String },
}

impl Act {
    /// Whether its bytes have left the device: the last that passed on its cable are they.
    pub fn is_said(&self, floor: &Floor) -> bool {
        let trace = |name| floor.bench.at_cable(name, |cable| cable.trace.clone()).unwrap();
        match self {
            // A touch on the page of services, whose id in the panel's project is 1.
            Self::Touched => matches!(trace("terminal"), (bytes, true) if bytes.starts_with(&[0x65, 1])),
            // The answer to the poll of this keypad, with the count of presses in its second register.
            Self::Pressed { window, count, .. } => {
                let (bytes, said) = trace("keypads");
                said && bytes.starts_with(&[*window, 4]) && bytes.get(5..7) == Some(&count.to_be_bytes()[..])
            }
        }
    }

    /// Whether the device shows nothing that follows from it.
    pub fn is_unanswered(&self, floor: &Floor) -> bool {
        match self {
            Self::Touched => floor.terminal().0 == "list",
            Self::Pressed { window, digits, .. } => floor.digits(*window) == *digits,
        }
    }
}

/// Everybody on the floor, and what they have seen.
pub struct People {
    seen: Mutex<Seen>,
    /// Nobody does anything while it is shut.
    open: AtomicBool,
    home: AtomicBool,
}

/// Sends everybody home when it is dropped, by a failed test too.
pub struct Evening<'a>(pub &'a People);

impl Drop for Evening<'_> {
    fn drop(&mut self) {
        self.0.home.store(true, Ordering::Relaxed);
    }
}

impl People {
    pub fn new() -> Self {
        Self { seen: Mutex::default(), open: AtomicBool::new(false), home: AtomicBool::new(false) }
    }

    /// What was seen so far.
    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets people act, or keeps them still.
    pub fn open(&self, open: bool) {
        self.open.store(open, Ordering::Relaxed);
    }

    fn is_open(&self) -> bool {
        self.open.load(Ordering::Relaxed)
    }

    fn is_evening(&self) -> bool {
        self.home.load(Ordering::Relaxed)
    }

    /// One visitor after the other at the terminal, until evening.
    pub fn visit(&self, floor: &Floor, acts: Sender<Act>, seed: u64) {
        let mut dice = Dice::new(seed);
        let mut tried = now();
        while !self.is_evening() {
            self.look(floor);
            pause(LOOK_EVERY);
            if !self.is_open() || tried.elapsed() < Duration::from_millis(30) {
                continue;
            }
            let choice = dice.one_of(&["c0", "c1", "c2", "c3"]);
            let (page, _) = floor.terminal();
            let felt = floor.touch(if matches!(page, "start" | "list") { choice } else { "back" });
            if felt && page == "list" {
                let _ = acts.send(Act::Touched);
            }
            // Whoever touched waits for the next page, or for a daemon that is gone.
            let touched = now();
            while felt && floor.terminal().0 == page && touched.elapsed() < Duration::from_millis(700) {
                pause(LOOK_EVERY);
            }
            tried = now();
        }
    }

    /// What the terminal shows and the printer gives out is acknowledged.
    pub fn look(&self, floor: &Floor) {
        let (page, number) = floor.terminal();
        let slips = floor.bench.at(Part::Printer, |seat| seat.thing.printer().unwrap().tear_off()).unwrap();
        let mut seen = self.seen();
        if page == "issued" && !number.is_empty() {
            seen.numbers.insert(number);
        }
        for slip in slips {
            for number in numbers_on(&slip.text()) {
                seen.paper.entry(number).or_default().push(slip.clone());
            }
        }
        for window in WINDOWS {
            let digits = floor.digits(window);
            if is_number(digits.trim()) {
                seen.numbers.insert(digits.trim().to_owned());
            }
        }
    }

    /// Clerks press NEXT whenever somebody waits, and visitors press pads, until evening.
    pub fn serve(&self, floor: &Floor, acts: Sender<Act>, seed: u64) {
        let mut dice = Dice::new(seed);
        let mut presses = [0_u16; WINDOWS.len()];
        let mut pressed = [now(); WINDOWS.len()];
        while !self.is_evening() {
            pause(LOOK_EVERY);
            for (at, &window) in WINDOWS.iter().enumerate() {
                if !self.is_open() || pressed[at].elapsed() < PRESS_EVERY {
                    continue;
                }
                let digits = floor.digits(window);
                if digits == "----" || digits.trim().is_empty() {
                    continue;
                }
                *self.seen().pressed.entry(window).or_default() += 1;
                floor.press(window, NEXT);
                (pressed[at], presses[at]) = (now(), presses[at].wrapping_add(1));
                let _ = acts.send(Act::Pressed { window, count: presses[at], digits });
                let grade = u8::try_from(1 + dice.below(5)).unwrap();
                floor.bench.at(Part::Pad(window), |seat| seat.thing.pad().unwrap().press(grade)).unwrap();
            }
        }
    }

    /// Visitors at the desk, until evening: tickets over the control socket.
    pub fn ask_at_the_desk(&self, floor: &Floor, seed: u64) {
        let mut dice = Dice::new(seed);
        while !self.is_evening() {
            pause(dice.span(Duration::from_millis(100), Duration::from_millis(900)));
            if self.is_open()
                && let Some(Reply::Done { words }) = floor.try_ask(&ticket_for(dice.one_of(&SERVICES)))
            {
                self.seen().numbers.insert(number_in(&words));
            }
        }
    }

    /// Whether the desk had its answer when the daemon was gone; if so it is acknowledged.
    pub fn heard_at_the_desk(&self, answer: &mut impl BufRead) -> bool {
        let mut line = String::new();
        let heard = answer.read_line(&mut line).is_ok() && line.ends_with('\n');
        if let (true, Ok(Reply::Done { words })) = (heard, serde_json::from_str(&line)) {
            self.seen().numbers.insert(number_in(&words));
        }
        heard
    }
}

/// A ticket for the first service, asked for at the desk.
pub fn ticket() -> Command {
    ticket_for(SERVICES[0])
}

/// A ticket for this service.
pub fn ticket_for(service: u16) -> Command {
    Command::Issue { services: vec![service], green: None }
}

/// `ticket A012, 3 ahead` → `A012`.
pub fn number_in(words: &str) -> String {
    words
        .split([' ', ','])
        .find(|word| is_number(word))
        .unwrap_or_else(|| panic!("no number in {words:?}"))
        .to_owned()
}

/// The numbers on a slip, each a line of its own: two when a slip was cut short by a kill and the next one
/// followed it.
fn numbers_on(text: &[u8]) -> Vec<String> {
    let (text, _) = encoding_rs::GB18030.decode_without_bom_handling(text);
    text.lines().map(str::trim).filter(|line| is_number(line)).map(str::to_owned).collect()
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(|first: char| first.is_ascii_uppercase()).unwrap_or("");
    digits.len() >= 3 && digits.bytes().all(|digit| digit.is_ascii_digit())
}
