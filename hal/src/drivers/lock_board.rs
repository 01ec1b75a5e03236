//! Lock boards of pick-up cabinets: electric locks on RS-485, up to 24 a board, up to 32 boards a pair.
//!
//! | direction  | bytes             | meaning                                        |
//! |------------|-------------------|------------------------------------------------|
//! | to board   | `8A bd lk 11 bcc` | open lock `lk` of board `bd`                   |
//! | from board | `8A bd lk st bcc` | the state of the lock after it                 |
//! | to board   | `80 bd lk 33 bcc` | the state of one lock?                         |
//! | from board | `80 bd lk st bcc` | its state                                      |
//! | from board | `81 bd lk st bcc` | a door changed; some boards say it unasked     |
//!
//! `bcc`: the bytes before it, exclusive-ored. `st`: `00` the lock's contact is open, `11` it is closed; what
//! that means depends on the lock and is the setting `contact`, which has no default: a cabinet set the wrong
//! way round calls every shut door open.
//!
//! With `lk` = `00` the first frame opens **every** door of the board. It is never sent: a door is a
//! [`Door`], and there is none of that number. An answer to an order is not believed; the door is asked.
//!
//! Source: "Communication Agreement" of a maker, quoted at raspberrypi.stackexchange.com/questions/68013,
//! and the same vectors in a dozen public repositories that agree on the frames and not on the meaning of
//! `st`. Not confirmed on a real board. Times are ours.

mod frames;

use std::collections::VecDeque;
use std::time::Duration;

use serde::Deserialize;

use self::frames::{Ask, Kind, LENGTH, Told};
use super::PollCost;
use super::probe::Probe;
use super::transcript::{Exchange, Transcript};
use crate::driver::{Answer, Driver, DriverInfo, Outbox, Role, SettingsError, Turn};
use crate::framing::modbus::Patience;
use crate::port;
use crate::port::locker::{Command, DOORS_MOST, Door, Event, Locker};
use crate::time::Instant;

/// What this driver says of itself.
pub const DRIVER: DriverInfo = DriverInfo {
    name: "lock-board",
    models: "lock boards of pick-up cabinets with frames 8A and 80, 8 to 24 locks",
    roles: &[Role::Locker],
    line: "RS-485, 9600 8N1; shared, address 1 to 32 by switches",
    source: "a maker's communication agreement, as quoted in public; public repositories",
};

/// None: a question for a door differs from the order to open it in two bytes, and behind the doors lie other
/// people's papers. Whoever looks for devices leaves a cabinet alone.
pub const PROBES: &[Probe] = &[];

/// One door is asked this often: a cabinet of 24 is gone through in five seconds, a door that stands open is a
/// matter of minutes.
const ASK_EVERY: Duration = Duration::from_millis(200);
/// A board answers a question within a few characters, and an order after the coil was switched: a second by
/// the sheet.
const ANSWER_WITHIN: Duration = Duration::from_millis(300);
/// See [`ANSWER_WITHIN`].
const ORDER_WITHIN: Duration = Duration::from_millis(1500);
/// From the order to the question whether the door stands open: its spring needs that long.
const LOOK_AFTER: Duration = Duration::from_millis(400);
/// An order that waited so long is given up: whoever stood before the door may have gone.
const STALE_AFTER: Duration = Duration::from_secs(10);
/// The order, and once more if the door is still shut.
const TRIES: u8 = 2;

/// What the technician sets.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// When the contact of a lock is closed. Must be set.
    contact: Option<Contact>,
    /// Doors of this board, 1 to 24.
    doors: u8,
    /// Between two orders, in milliseconds, 200 to 5000: coils of many locks at once break the supply down.
    between_ms: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self { contact: None, doors: 12, between_ms: 500 }
    }
}

/// When the contact of a lock is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Contact {
    /// While the door is shut.
    ClosedWhenShut,
    /// While the door stands open.
    ClosedWhenOpen,
}

/// One board.
#[derive(Debug)]
pub struct LockBoard {
    board: u8,
    contact: Contact,
    doors: Vec<Door>,
    between: Duration,
    line: Option<Line>,
    /// Orders that wait, each with the moment it was given.
    orders: VecDeque<(u64, Door, Instant)>,
}

/// What is known of the board in this attachment.
#[derive(Debug)]
struct Line {
    due: Instant,
    /// The place of the door that is asked next.
    next: usize,
    asked: Option<Ask>,
    heard: Vec<u8>,
    patience: Patience,
    /// Whether each door stood open when it was asked last.
    open: Vec<Option<bool>>,
    /// The order that is carried out.
    job: Option<Job>,
    /// No coil before this moment.
    coil_from: Instant,
}

/// An order that was sent at least once, or is about to be.
#[derive(Clone, Copy, Debug)]
struct Job {
    job: u64,
    door: Door,
    tries: u8,
    /// What comes next is the question whether the door stands open.
    look: bool,
}

impl LockBoard {
    /// The board at this address, all its doors unknown.
    ///
    /// # Errors
    ///
    /// When the address is not from 1 to 32, `contact` is not set, or a number is out of range.
    pub fn new(settings: Settings, address: Option<u16>) -> Result<Self, SettingsError> {
        let value = |key, why| SettingsError::Value { key, why };
        let board = address
            .and_then(|address| u8::try_from(address).ok())
            .filter(|board| (1..=32).contains(board))
            .ok_or(SettingsError::Address { min: 1, max: 32 })?;
        let contact = settings.contact.ok_or(value(
            "contact",
            "write \"closed-when-shut\" or \"closed-when-open\": open one door by its key and see which state changes",
        ))?;
        if !(1..=DOORS_MOST).contains(&settings.doors) {
            return Err(value("doors", "a board has 1 to 24"));
        }
        if !(200..=5000).contains(&settings.between_ms) {
            return Err(value("between-ms", "200 to 5000 milliseconds, as coils need their rest"));
        }
        Ok(Self {
            board,
            contact,
            doors: (1..=settings.doors).filter_map(Door::new).collect(),
            between: Duration::from_millis(settings.between_ms.into()),
            line: None,
            orders: VecDeque::new(),
        })
    }

    /// What an idle board costs its pair.
    pub fn poll_cost(&self) -> PollCost {
        PollCost {
            bytes_out: LENGTH,
            bytes_in: LENGTH,
            quiet_before: Duration::ZERO,
            answer_within: ORDER_WITHIN,
            wants_every: Some(ASK_EVERY),
            shortest_press: None,
        }
    }

    fn is_open(&self, closed: bool) -> bool {
        match self.contact {
            Contact::ClosedWhenShut => !closed,
            Contact::ClosedWhenOpen => closed,
        }
    }

    /// Takes what the board said of a door.
    fn told(&mut self, now: Instant, told: Told, out: &mut Outbox<Locker>) {
        let open = self.is_open(told.closed);
        let Some(line) = self.line.as_mut() else { return };
        let answers = line.asked.filter(|asked| answers(*asked, told));
        if answers.is_none() && told.answers.is_some() {
            // Late, or an echo: what it answers is over, and a door that moved since would be told wrongly.
            return;
        }
        if answers.is_some() {
            line.asked = None;
            out.done = true;
            line.patience.answered();
            line.due = now + ASK_EVERY;
        }
        // The state that comes with an order may be that of before the coil.
        if told.answers == Some(Kind::Open) {
            line.due = now + LOOK_AFTER;
            return;
        }
        let place = usize::from(told.door.number()) - 1;
        if let Some(known) = line.open.get_mut(place).filter(|known| **known != Some(open)) {
            *known = Some(open);
            out.events.push(Event::Door { door: told.door, open });
        }
        let Some(job) = line.job.filter(|job| job.look && job.door == told.door) else { return };
        if open {
            line.job = None;
            out.events.push(Event::Opened { job: job.job });
        } else if answers.is_some() && job.tries >= TRIES {
            line.job = None;
            out.events.push(Event::NotOpened { job: job.job });
        } else if answers.is_some() {
            line.job = Some(Job { look: false, ..job });
        }
    }

    /// Takes up the next order that is not too old.
    fn take_up(&mut self, now: Instant, out: &mut Outbox<Locker>) {
        let Some(line) = self.line.as_mut().filter(|line| line.job.is_none()) else { return };
        while let Some((job, door, given)) = self.orders.pop_front() {
            if now.since(given) < STALE_AFTER {
                line.job = Some(Job { job, door, tries: 0, look: false });
                return;
            }
            out.events.push(Event::NotOpened { job });
        }
    }

    /// What is said next, if the wire is free.
    fn ask(&mut self, now: Instant) -> Option<Ask> {
        let (between, doors) = (self.between, &self.doors);
        let line = self.line.as_mut()?;
        if let Some(job) = line.job.as_mut() {
            if job.look {
                return Some(Ask::State(job.door));
            }
            if line.coil_from <= now {
                (job.tries, job.look) = (job.tries + 1, true);
                line.coil_from = now + between;
                return Some(Ask::Open(job.door));
            }
        }
        let door = *doors.get(line.next % doors.len())?;
        line.next = (line.next + 1) % doors.len();
        Some(Ask::State(door))
    }
}

/// Whether this is what was asked for.
fn answers(asked: Ask, told: Told) -> bool {
    let kind = match asked {
        Ask::Open(_) => Kind::Open,
        Ask::State(_) => Kind::State,
    };
    told.answers == Some(kind) && told.door == asked.door()
}

impl Driver<Locker> for LockBoard {
    fn attach(&mut self, now: Instant, _out: &mut Outbox<Locker>) {
        self.line = Some(Line {
            due: now,
            next: 0,
            asked: None,
            heard: Vec::new(),
            patience: Patience::default(),
            open: vec![None; self.doors.len()],
            job: None,
            coil_from: now,
        });
    }

    fn command(&mut self, now: Instant, command: &Command, out: &mut Outbox<Locker>) {
        let Command::Open { job, door } = *command;
        let known = self.doors.contains(&door);
        // A door never opens late, when somebody else stands before it: without a cable nothing is kept.
        match self.line.as_mut().filter(|_| known && self.orders.len() < self.doors.len()) {
            Some(line) => {
                self.orders.push_back((job, door, now));
                line.due = line.due.min(now);
            }
            None => out.events.push(Event::NotOpened { job }),
        }
    }

    fn due(&self) -> Option<Instant> {
        self.line.as_ref().map(|line| line.due)
    }

    fn turn(&mut self, now: Instant, out: &mut Outbox<Locker>) -> Option<Turn> {
        self.take_up(now, out);
        self.line.as_ref().filter(|line| line.due <= now)?;
        let ask = self.ask(now)?;
        let line = self.line.as_mut()?;
        line.heard.clear();
        line.asked = Some(ask);
        let answer = match ask {
            Ask::Open(_) => ORDER_WITHIN,
            Ask::State(_) => ANSWER_WITHIN,
        };
        Some(Turn::new(ask.bytes(self.board), Answer::Within(answer)))
    }

    fn sent(&mut self, _now: Instant, _out: &mut Outbox<Locker>) {}

    fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut Outbox<Locker>) {
        let board = self.board;
        let Some(line) = self.line.as_mut() else { return };
        line.heard.extend_from_slice(bytes);
        let mut heard = std::mem::take(&mut line.heard);
        while let Some(told) = frames::next(board, &mut heard) {
            self.told(now, told, out);
        }
        if let Some(line) = self.line.as_mut() {
            line.heard = heard;
        }
    }

    fn unanswered(&mut self, now: Instant, out: &mut Outbox<Locker>) {
        let Some(line) = self.line.as_mut() else { return };
        out.fault = line.patience.unanswered(!line.heard.is_empty());
        line.heard.clear();
        line.asked = None;
        // An order that brought no answer may have been obeyed: the door itself is asked before a second one.
        line.due = now + ASK_EVERY;
    }

    fn detach(&mut self, _now: Instant, out: &mut Outbox<Locker>) {
        let under_way = self.line.take().and_then(|line| line.job);
        out.events.extend(under_way.map(|job| match job.tries {
            0 => Event::NotOpened { job: job.job },
            _ => Event::Unknown { job: job.job },
        }));
        out.events.extend(self.orders.drain(..).map(|(job, _, _)| Event::NotOpened { job }));
    }
}

/// Two doors are asked; one is opened and found open, the other does not move.
pub fn transcript() -> Transcript {
    let exchange = |sends: &[u8], answer: &[u8]| Exchange {
        sends: sends.to_vec(),
        answer: answer.to_vec(),
        ..Exchange::default()
    };
    let door = |number: u8, open| {
        Door::new(number).map(|door| port::Event::Locker(Event::Door { door, open })).into_iter().collect()
    };
    let open = |job, number: u8| {
        Door::new(number).map(|door| port::Command::Locker(Command::Open { job, door }))
    };
    let of_job = |event| vec![port::Event::Locker(event)];
    let mut opened: Vec<port::Event> = door(1, true);
    opened.extend(of_job(Event::Opened { job: 7 }));
    Transcript::new(
        "contact = \"closed-when-shut\"\ndoors = 2",
        Some(1),
        Exchange { events: door(1, false), ..exchange(b"\x80\x01\x01\x33\xB3", b"\x80\x01\x01\x11\x91") },
    )
    .then(Exchange { events: door(2, false), ..exchange(b"\x80\x01\x02\x33\xB0", b"\x80\x01\x02\x11\x92") })
    .then(Exchange { command: open(7, 1), ..exchange(b"\x8A\x01\x01\x11\x9B", b"\x8A\x01\x01\x00\x8A") })
    .then(Exchange { events: opened, ..exchange(b"\x80\x01\x01\x33\xB3", b"\x80\x01\x01\x00\x80") })
    .then(exchange(b"\x80\x01\x01\x33\xB3", b"\x80\x01\x01\x00\x80"))
}
