//! The machine with its disk, its clock and the floor around it: what the shell is to the daemon, without
//! threads.

use std::collections::BTreeMap;
use std::sync::Arc;

use hal::port;
use hal::port::keypad::Key;
use sha2::{Digest, Sha256};

use super::agenda::{Agenda, Time};
use super::crowd;
use super::dice::Dice;
use super::disk::Disk;
use super::floor::{Floor, News};
use super::machine::{BootError, Machine, Setup, WallClock};
use super::orders::Orders;
use super::trouble::Kind;
use super::watch::{Check, Claim, Finding, claims, spoken};
use crate::domain::id::WindowId;
use crate::domain::request::Asked;
use crate::journal::chain::Hash;
use crate::layout::{DeviceName, Role};
use crate::runtime::engine::{Input, KeptBy, Output, PinCheck};
use crate::runtime::registrar::{Answer, Reply};
use crate::runtime::supervisor::Health;

/// Most orders that one step may give: a hall of twenty windows has a hundred devices.
const ORDERS_MOST: usize = 500;

/// So many steps in a row at which nothing happened but time passing by a millisecond are a machine that
/// spins.
const SPINS_MOST: u32 = 200;

/// The machine in its hall.
pub struct Site {
    /// What it was set up with.
    pub setup: Setup,
    /// The disk.
    pub disk: Disk,
    /// The floor.
    pub floor: Box<dyn Floor>,
    /// The machine's wall clock.
    pub wall: WallClock,
    machine: Option<Machine>,
    roles: BTreeMap<DeviceName, Role>,
    inbox: Vec<Input>,
    pins: Agenda<PinCheck>,
    dice: Dice,
    asked: BTreeMap<Reply, Time>,
    questions: u64,
    orders: Orders,
    steps: u64,
    spins: u32,
    trouble: bool,
}

/// What a step let the world see.
#[derive(Debug, Default)]
pub struct Seen {
    /// Claims that were made to faces and by the voice.
    pub claims: Vec<Claim>,
    /// Devices that show something else.
    pub shows: Vec<DeviceName>,
    /// Paper that came out.
    pub paper: Vec<Vec<String>>,
    /// What the loudspeaker says.
    pub says: Vec<Vec<String>>,
    /// Devices that were lost or found.
    pub health: Vec<(DeviceName, Health)>,
    /// Troubles that lay in wait and have come about.
    pub struck: Vec<Kind>,
    /// Answers to questions from outside the hall's devices, in their order.
    pub answers: Vec<Answer>,
    /// What soft keypads show to whoever pressed them.
    pub digits: Vec<String>,
}

impl Site {
    /// A machine that is off, in its hall.
    #[must_use]
    pub fn new(setup: Setup, floor: Box<dyn Floor>, seed: u64) -> Self {
        let layout = Arc::clone(&(setup.adoption)().layout);
        Self {
            disk: Disk::new(&setup.site, seed),
            floor,
            wall: WallClock::default(),
            machine: None,
            roles: layout.roles().map(|(name, role)| (name.clone(), role)).collect(),
            inbox: Vec::new(),
            pins: Agenda::default(),
            dice: Dice::new(seed, "site"),
            asked: BTreeMap::new(),
            questions: 0,
            orders: Orders::default(),
            steps: 0,
            spins: 0,
            trouble: false,
            setup,
        }
    }

    /// The machine, while it is on.
    #[must_use]
    pub fn machine(&self) -> Option<&Machine> {
        self.machine.as_ref()
    }

    /// Steps of the engine so far.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Every stored row, every order to a device, and every byte on a cable.
    #[must_use]
    pub fn hash(&self) -> Hash {
        let all = [self.disk.journal().hash(), self.orders.hash(), self.floor.passed()];
        Sha256::digest(all.concat()).into()
    }

    /// Whether the disk has failed or been opened again since this was asked last.
    pub fn took_trouble(&mut self) -> bool {
        std::mem::take(&mut self.trouble)
    }

    /// Questions from outside that have no answer, with the moment they were asked.
    pub fn unanswered(&self) -> impl Iterator<Item = Time> + '_ {
        self.asked.values().copied()
    }

    /// Power.
    ///
    /// # Errors
    /// When the journal does not open or contradicts itself.
    pub fn power_on(&mut self, now: Time) -> Result<(), BootError> {
        let (machine, by) = Machine::boot(&self.setup, &mut self.disk, now, self.wall)?;
        self.machine = Some(machine);
        self.floor.boot(now);
        self.inbox.extend([Input::KeptBy(by), Input::Tick]);
        Ok(())
    }

    /// Whether the machine runs and knows no time of day yet.
    pub fn has_no_time(&self, now: Time) -> bool {
        self.machine
            .as_ref()
            .is_some_and(|machine| machine.moment(&self.setup, now, self.wall).wall.is_none())
    }

    /// No power: what the machine was about to do is gone, and so are all questions. Whether records are gone that were
    /// in memory only.
    pub fn power_off(&mut self, now: Time) -> bool {
        self.machine = None;
        self.floor.dark();
        self.inbox.clear();
        self.pins = Agenda::default();
        self.asked.clear();
        self.disk.power_cut(now)
    }

    /// Somebody outside the hall's devices asks.
    pub fn ask(&mut self, now: Time, asked: impl FnOnce(u64) -> Asked) {
        if self.machine.is_some() {
            self.questions += 1;
            let reply = Reply(self.questions);
            self.asked.insert(reply, now);
            self.inbox.push(Input::Ask { reply, asked: asked(self.questions) });
        }
    }

    /// Somebody presses a key of the soft keypad of a window.
    pub fn press_softly(&mut self, window: WindowId, key: Key) {
        if self.machine.is_some() {
            self.questions += 1;
            self.inbox.push(Input::SoftKey { reply: Reply(self.questions), window, key });
        }
    }

    /// Tells the machine in which form its journal is kept, as whoever keeps it does.
    pub fn keep_by(&mut self, by: KeptBy) {
        self.inbox.push(Input::KeptBy(by));
    }

    /// Wakes the machine without a reason.
    pub fn tick(&mut self) {
        self.inbox.push(Input::Tick);
    }

    /// When the machine, its disk or a check of a PIN has something to do; the floor lives by itself.
    #[must_use]
    pub fn due(&self, now: Time) -> Option<Time> {
        let machine = self.machine.as_ref().and_then(|machine| machine.due(&self.setup, now, self.wall));
        [self.disk.due(), self.pins.next(), machine].into_iter().flatten().min()
    }

    /// Lets everything happen that is due, and the machine think.
    ///
    /// # Errors
    /// When something grows without bound.
    pub fn run(&mut self, now: Time, due: Option<Time>) -> Result<Seen, Finding> {
        let mut seen = Seen::default();
        let stirred = self.gather(now, &mut seen);
        let (woken, stirred) = (due.is_some_and(|due| due <= now), stirred || !self.inbox.is_empty());
        if !stirred && !woken {
            return Ok(seen);
        }
        self.spins = if stirred { 0 } else { self.spins + 1 };
        if self.spins > SPINS_MOST {
            return Err(Finding::new(Check::Unbounded, "the engine wants to be woken again and again"));
        }
        let Some(machine) = &mut self.machine else {
            self.inbox.clear();
            return Ok(seen);
        };
        let inputs = std::mem::take(&mut self.inbox);
        let outputs = machine.step(&self.setup, now, self.wall, inputs);
        self.steps += 1;
        if outputs.len() > ORDERS_MOST {
            return Err(Finding::new(Check::Unbounded, format!("{} orders in one step", outputs.len())));
        }
        for output in outputs {
            self.carry_out(now, output, &mut seen);
        }
        Ok(seen)
    }

    /// Takes what has come about; whether anything has on the floor.
    fn gather(&mut self, now: Time, seen: &mut Seen) -> bool {
        let disk = self.disk.run(now);
        self.trouble |= disk
            .iter()
            .any(|says| matches!(says, Input::NotStored(_) | Input::Reopened(_) | Input::ReopenFailed(_)));
        self.inbox.extend(disk);
        while let Some(check) = self.pins.take(now) {
            let right = check.pin.reveal() == crowd::pin(check.staff);
            self.inbox.push(Input::PinChecked { check, right });
        }
        let news = self.floor.run(now);
        let stirred = !news.is_empty();
        for news in news {
            match news {
                News::Input(input) => {
                    if let Input::Health { device, health } = &input {
                        seen.health.push((device.clone(), *health));
                    }
                    self.inbox.push(input);
                }
                News::Shows(device) => seen.shows.push(device),
                News::Paper(lines) => seen.paper.push(lines),
                News::Says(clips) => seen.says.push(clips),
                News::Struck(kind) => seen.struck.push(kind),
            }
        }
        seen.struck.extend(self.disk.struck());
        stirred
    }

    fn carry_out(&mut self, now: Time, output: Output, seen: &mut Seen) {
        match output {
            Output::Commit(batch) => self.disk.commit(now, batch),
            Output::Reopen => self.disk.reopen(now),
            Output::Tell { device, command } => self.tell(now, &device, command, seen),
            Output::Say { zone, command } => {
                let port::voice::Command::Say { clips, .. } = &command;
                seen.claims.extend(spoken(clips));
                self.orders.say(now, zone, &command);
                self.floor.say(now, zone, command);
            }
            Output::CheckPin(check) => {
                self.pins.write(now.after(self.dice.between(40, 160)), check);
            }
            Output::Answer { reply, answer } => {
                self.asked.remove(&reply);
                seen.answers.push(answer);
            }
            Output::Digits { digits, .. } => seen.digits.push(digits),
            // Nobody plays a battery that runs out: a power cut is worse.
            Output::Show(_) | Output::KeepCardKey(_) | Output::SwitchOff => {}
        }
    }

    fn tell(&mut self, now: Time, device: &DeviceName, command: port::Command, seen: &mut Seen) {
        if let Some(role) = self.roles.get(device) {
            seen.claims.extend(claims(*role, &command));
        }
        self.orders.tell(now, device, &command);
        self.floor.tell(now, device, command);
    }
}
