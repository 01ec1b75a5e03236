//! One device's place on its cable: the driver, its supervisor, and the wall that stops its panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hal::driver::{Answer, Driver, Fault, Outbox, Piece, Turn, Way};
use hal::port::{self, AnyPort};
use hal::time::Instant;

use super::line_errors::{LineErrors, PLENTY, TELLING};
use super::supervisor::{Health, Supervisor};

/// A driver on its cable.
///
/// Every call returns what the device reported. A fault, and a panic too, ends the attachment and nothing
/// else: the neighbours do not notice.
pub struct Seat<D> {
    driver: D,
    supervisor: Supervisor,
    attempt: Attempt,
    /// Whether anything is known of the device: an attempt came to an end.
    known: bool,
    /// The health that was told last.
    told: Option<Health>,
    line_errors: LineErrors,
    /// Another device on the cable is understood: the cable's settings are right.
    neighbours_well: bool,
}

/// How far an attachment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attempt {
    /// The driver is not attached.
    None,
    /// Attached, and the device has not proved that it is alive.
    Trying {
        /// Something that wants an answer was sent: only an answer will do.
        asked: bool,
        /// Something was sent at all.
        sent: bool,
    },
    /// Attached, and the device has proved that it is alive.
    Alive,
}

/// What one call of a driver came to.
#[derive(Debug, Default)]
pub struct Said {
    /// What the device reported, in order.
    pub events: Vec<port::Event>,
    /// The turn under way has its whole answer.
    pub done: bool,
    /// The attachment ended.
    pub lost: bool,
}

impl<D: Driver<AnyPort>> Seat<D> {
    /// A device that was never seen.
    pub fn new(driver: D, now: Instant) -> Self {
        Self {
            driver,
            supervisor: Supervisor::new(now),
            attempt: Attempt::None,
            known: false,
            told: None,
            line_errors: LineErrors::default(),
            neighbours_well: false,
        }
    }

    /// Whether the driver takes part in turns.
    pub fn is_attached(&self) -> bool {
        self.attempt != Attempt::None
    }

    /// Since when the driver wants the wire, or from when it will.
    ///
    /// A driver that panics over this question is taken for one that has nothing to say; the call after it
    /// will find it out.
    pub fn due(&self) -> Option<Instant> {
        if !self.is_attached() {
            return None;
        }
        catch_unwind(AssertUnwindSafe(|| self.driver.due())).unwrap_or_default()
    }

    /// When the supervisor wants [`Self::look_after`]: an attempt, or trust after a watched minute.
    pub fn looked_after_at(&self) -> Option<Instant> {
        self.supervisor.attempt_at().filter(|_| !self.is_attached()).or_else(|| self.supervisor.due())
    }

    /// Attaches the driver if its supervisor wants an attempt, or trusts a watched device.
    pub fn look_after(&mut self, now: Instant) -> Said {
        self.supervisor.wake(now);
        if self.is_attached() || !self.supervisor.wants_attempt(now) {
            return Said::default();
        }
        self.attempt = Attempt::Trying { asked: false, sent: false };
        let said = self.call(now, |driver, out| driver.attach(now, out)).1;
        self.trust_if_idle(now);
        said
    }

    /// The hall wants something of the device; kept or refused by the driver while it is not attached.
    pub fn command(&mut self, now: Instant, command: &port::Command) -> Said {
        self.call(now, |driver, out| driver.command(now, command, out)).1
    }

    /// Whether people tell the device what nobody may write down.
    pub fn tells_secrets(&self) -> bool {
        self.driver.tells_secrets()
    }

    /// What of these bytes may be written down. Of what a driver panics over, nothing.
    pub fn veil(&self, way: Way, bytes: &[u8]) -> Vec<Piece> {
        let veiled = catch_unwind(AssertUnwindSafe(|| self.driver.veil(way, bytes)));
        veiled.unwrap_or_else(|_| vec![Piece::Hidden(bytes.len())])
    }

    /// Offers the wire to the driver.
    pub fn turn(&mut self, now: Instant) -> (Option<Turn>, Said) {
        let (turn, said) = self.call(now, |driver, out| driver.turn(now, out));
        let turn = turn.flatten().filter(|turn| !turn.bytes.is_empty() && !said.lost);
        if let (Attempt::Trying { asked, sent }, Some(turn)) = (&mut self.attempt, &turn) {
            *sent = true;
            *asked |= turn.answer != Answer::None;
        }
        (turn, said)
    }

    /// The last byte of the turn has left.
    pub fn sent(&mut self, now: Instant) -> Said {
        self.call(now, |driver, out| driver.sent(now, out)).1
    }

    /// A turn without an answer is over.
    pub fn over(&mut self, now: Instant) -> Said {
        let said = self.sent(now);
        self.trust_if_idle(now);
        said
    }

    /// Bytes of the device arrived.
    pub fn receive(&mut self, now: Instant, bytes: &[u8]) -> Said {
        let (returned, said) = self.call(now, |driver, out| driver.receive(now, bytes, out));
        if returned.is_none() {
            let bytes = self.veil(Way::In, bytes);
            tracing::error!(?bytes, "the driver failed on these bytes");
        }
        if said.done || !said.events.is_empty() {
            self.line_errors.clear();
            self.trust(now);
        }
        said
    }

    /// Characters of the device arrived broken. Enough of them end the attachment.
    pub fn broken_characters(&mut self, now: Instant, characters: usize) -> Said {
        self.line_errors.add(now, characters);
        if !self.is_attached() || self.line_errors.count(now) < PLENTY {
            return Said::default();
        }
        self.lose(now, Fault::LineSettings);
        Said { lost: true, ..self.detach(now) }
    }

    /// The answer to the turn did not come.
    pub fn unanswered(&mut self, now: Instant) -> Said {
        self.call(now, |driver, out| driver.unanswered(now, out)).1
    }

    /// The cable under the device is gone, with or without a turn of this device under way.
    pub fn cable_lost(&mut self, now: Instant, fault: Fault, amid_turn: bool) -> Said {
        self.lose(now, fault);
        let mut events = if amid_turn { self.unanswered(now).events } else { Vec::new() };
        let said = self.detach(now);
        events.extend(said.events);
        Said { events, ..said }
    }

    fn detach(&mut self, now: Instant) -> Said {
        self.call(now, |driver, out| driver.detach(now, out)).1
    }

    /// A person switches the device off. A turn under way is to be ended by the caller.
    pub fn hold(&mut self, now: Instant) -> Said {
        self.attempt = Attempt::None;
        self.known = true;
        self.supervisor.hold();
        self.detach(now)
    }

    /// A person switches the device on.
    pub fn release(&mut self, now: Instant) {
        self.supervisor.release(now);
    }

    /// The health, if it is known and different from the one told last.
    pub fn changed_health(&mut self) -> Option<Health> {
        let health = self.supervisor.health();
        if !self.known || self.told.is_some_and(|told| told.says_as_much_as(health)) {
            return None;
        }
        self.told = Some(health);
        Some(health)
    }

    /// A device that nothing was asked of counts as alive once its driver has said what it wanted to say:
    /// some boards never answer, and there is no better proof.
    fn trust_if_idle(&mut self, now: Instant) {
        if let Attempt::Trying { asked: false, sent } = self.attempt {
            let idle = match self.due() {
                None => true,
                Some(due) => sent && due > now,
            };
            if idle {
                self.trust(now);
            }
        }
    }

    fn trust(&mut self, now: Instant) {
        if self.is_attached() {
            self.attempt = Attempt::Alive;
            self.known = true;
            self.supervisor.attached(now);
        }
    }

    /// Calls the driver behind a wall. After a panic nothing it said in that call is believed.
    fn call<T>(
        &mut self,
        now: Instant,
        act: impl FnOnce(&mut D, &mut Outbox<AnyPort>) -> T,
    ) -> (Option<T>, Said) {
        let mut out = Outbox::default();
        let driver = &mut self.driver;
        let returned = catch_unwind(AssertUnwindSafe(|| act(driver, &mut out))).ok();
        if returned.is_none() {
            out = Outbox { fault: Some(Fault::Broken), ..Outbox::default() };
        }
        let lost = out.fault.is_some();
        // A driver that is not attached has nothing to lose.
        if let Some(fault) = out.fault.filter(|_| self.is_attached()) {
            self.lose(now, fault);
        }
        (returned, Said { events: out.events, done: out.done, lost })
    }

    /// Whether the hall may count on the device.
    pub fn is_online(&self) -> bool {
        self.supervisor.health().is_online()
    }

    /// Whether another device on the cable is understood.
    pub fn see_neighbours(&mut self, well: bool) {
        self.neighbours_well = well;
    }

    /// What a fault is called when broken characters stand behind it.
    fn named(&mut self, now: Instant, fault: Fault) -> Fault {
        let doubted =
            matches!(fault, Fault::Silent | Fault::Garbled) && self.line_errors.count(now) >= TELLING;
        if !doubted && fault != Fault::LineSettings {
            return fault;
        }
        // One line serves the whole cable: where others are understood, it is not the cable's.
        if self.neighbours_well { Fault::Clash } else { Fault::LineSettings }
    }

    fn lose(&mut self, now: Instant, fault: Fault) {
        let fault = self.named(now, fault);
        self.attempt = Attempt::None;
        self.known = true;
        self.supervisor.failed(now, fault);
    }
}
