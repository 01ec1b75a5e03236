//! The engine: one thread's worth of truth. Happenings in; what to store, tell, say, show and answer out.
//!
//! Order: decide, store, show. The registrar decides and batches; nothing reaches a face, a printer, a voice
//! or whoever asked before the writer has said *stored*. The engine opens nothing, waits for nothing and
//! reads no clock: the shell around it does, and so does the simulator.

mod aside;
mod cards;
mod exchange;
mod incidents;
mod keeping;
mod log;
mod means;
mod past;
mod self_test;
mod show;
mod soft;
mod staff;
mod time;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use hal::port;
use hal::port::keypad;
use tracing::warn;

pub use self::exchange::{Adoption, Input, Kept, Output, Pad, PinCheck, Secrets};
pub use self::keeping::KeptBy;
use self::past::Past;

use crate::domain::check::Contradiction;
use crate::domain::id::{RequestNumber, Seq, StaffId, WindowId};
use crate::domain::locker::CabinetRequest;
use crate::domain::moment::{HallTime, Moment};
use crate::domain::request::{Asked, Origin, Refusal, Request};
use crate::domain::rules::Rules;
use crate::domain::staff::PinMark;
use crate::domain::view::OfficeView;
use crate::layout::{DeviceName, Ladders, Layout, Raises, Role};
use crate::planted::{self, Bug};
use crate::station::{self, Ask, Stations};

use super::absence::Absence;
use super::aside::{Aside, AtHand};
use super::card_key::CardKey;
use super::close_out::CloseOut;
use super::code::CodeKey;
use super::day::{Calendar, Carry};
use super::mains::Mains;
use super::means::Follower;
use super::registrar::{Answer, Registrar, Reply, Wish};
use super::roster::Roster;
use super::self_test::SelfTest;
use super::status::{Ailment, NotInForce};

/// Who waits for an answer.
#[derive(Debug)]
enum Whom {
    /// A device of the hall.
    Device(DeviceName),
    /// Somebody outside.
    Outside(Reply),
    /// Whoever pressed the soft keypad of a window.
    Soft { window: WindowId, reply: Reply },
    /// Nobody: the engine asked on its own.
    Itself,
}

/// Owns the office and speaks for it.
pub struct Engine {
    registrar: Registrar,
    stations: Stations,
    calendar: Box<dyn Calendar>,
    rules: Arc<Rules>,
    rules_hash: [u8; 32],
    code_key: CodeKey,
    card_key: CardKey,
    view: Arc<OfficeView>,
    /// The seals that stand on the day's manual-calling sheets.
    seals: BTreeMap<Seq, [u8; 32]>,
    roster: Arc<Roster>,
    roles: BTreeMap<DeviceName, Role>,
    carry: Carry,
    whom: BTreeMap<Reply, Whom>,
    asked_so_far: u64,
    /// The deadline for which the office was woken already.
    woken_for: Option<HallTime>,
    reopen_at: Option<HallTime>,
    /// Since when a batch is with the writer and not confirmed.
    storing_since: Option<HallTime>,
    /// What is known of the journal.
    journal: keeping::Known,
    /// The disk hangs: it has had longer than a disk may take.
    hung: bool,
    /// What has happened and the journal could not take: paper that came out stays out, so it is told again.
    untold: Vec<Request>,
    /// Until when the engine asks nothing by itself, as what it asked could not be stored.
    rests_until: Option<HallTime>,
    /// The restart within the day is on record, or there was none: until then, open jobs are those of a
    /// process that is gone, and nobody knows how far it got with them.
    settled: bool,
    configuration: NotInForce,
    past: Past,
    /// What the file of PINs holds, once it was read.
    pins: Option<Vec<PinMark>>,
    /// What devices that are online say is wrong with them.
    ailments: BTreeMap<DeviceName, Ailment>,
    means: Follower,
    ladders: Ladders,
    mains: Mains,
    held: incidents::Held,
    /// What each button of the building stands for.
    raises: BTreeMap<DeviceName, Raises>,
    /// Who waits for the digits of which soft keypad.
    digits_due: Vec<(Reply, WindowId)>,
    /// What is not heard, as it has ended the daemon too often.
    aside: Aside,
    /// What a device reported and is being looked at.
    at_hand: AtHand,
    absence: Absence,
    absent_after: Duration,
    close_out: CloseOut,
    self_test: SelfTest,
    hand_over_after: Duration,
    /// The second of hall time in which the view was made last.
    looked_at: u64,
    /// The minute of hall time in which hours were held against the wall last.
    aligned_at: u64,
    /// Something that the status tells is different from what was shown.
    stale: bool,
    out: Vec<Output>,
}

impl Engine {
    /// An engine on what the journal holds. Its first steps open a day, or settle the one that was open.
    ///
    /// # Errors
    /// When the records of the day contradict each other: the journal was changed from outside.
    pub fn new(now: Moment, kept: Kept, adoption: Adoption, secrets: Secrets) -> Result<Self, Contradiction> {
        let (office, next_seq) = time::office_of(&kept, &adoption.rules)?;
        let view = Arc::new(office.view(now));
        let mut engine = Self {
            registrar: Registrar::new(office, next_seq, &kept.today),
            stations: Stations::new(places(&adoption.layout), adoption.settings),
            calendar: adoption.calendar,
            rules: adoption.rules,
            rules_hash: adoption.rules_hash,
            code_key: secrets.slips,
            card_key: secrets.cards,
            view,
            seals: BTreeMap::new(),
            roster: Arc::new(Roster::new(&adoption.layout, hal::time::Instant::default())),
            roles: places(&adoption.layout).collect(),
            self_test: SelfTest::new(adoption.layout.upkeep.clone()),
            carry: time::carry(kept.latest),
            whom: BTreeMap::new(),
            asked_so_far: 0,
            woken_for: None,
            reopen_at: None,
            storing_since: None,
            hung: false,
            journal: keeping::Known::default(),
            untold: Vec::new(),
            rests_until: None,
            settled: true,
            configuration: NotInForce { refused: adoption.refused, rules_wait: false },
            past: Past::default(),
            pins: None,
            ailments: BTreeMap::new(),
            means: Follower::default(),
            ladders: adoption.layout.ladders.clone(),
            mains: Mains::new(now.hall, adoption.stop_after),
            held: incidents::Held::new(adoption.safe_mode),
            raises: incidents::raises(&adoption.layout),
            digits_due: Vec::new(),
            aside: Aside::default(),
            at_hand: AtHand::Nothing,
            absence: Absence::default(),
            absent_after: adoption.absent_after,
            close_out: CloseOut::default(),
            hand_over_after: adoption.hand_over_after,
            looked_at: 0,
            aligned_at: 0,
            stale: true,
            out: Vec::new(),
        };
        engine.settle_start(now);
        Ok(engine)
    }

    /// Takes what happened, all of it at once, and says all that follows.
    pub fn step(&mut self, now: Moment, inputs: impl IntoIterator<Item = Input>) -> Vec<Output> {
        for input in inputs {
            self.take(now, input);
        }
        self.look_at_the_time(now);
        self.follow_the_self_test(now);
        self.watch_the_disk(now);
        self.look_at_means(now);
        self.advance(now, Registrar::advance);
        self.show(now);
        std::mem::take(&mut self.out)
    }

    /// What anyone may see: the stored office.
    pub fn view(&self) -> &Arc<OfficeView> {
        &self.view
    }

    /// The registrar, for simulations that compare its office with a replay.
    pub fn registrar(&self) -> &Registrar {
        &self.registrar
    }

    fn take(&mut self, now: Moment, input: Input) {
        match input {
            Input::Heard { device, event } => self.hear(now, device, event),
            Input::Health { device, health } => self.health(&device, health),
            Input::Voice(event) => self.voice(now, event),
            Input::Ask { reply, asked } => self.ask(now, asked, Whom::Outside(reply)),
            Input::SoftKey { reply, window, key } => self.soft_key(now, window, key, reply),
            Input::PinChecked { check, right } => self.pin_checked(now, check, right),
            Input::Sealed(seals) => self.seals.extend(seals),
            Input::Stored => {
                self.storing_since = None;
                self.advance(now, Registrar::stored);
            }
            Input::NotStored(why) => {
                self.storing_since = None;
                warn!(%why, "a batch may or may not be stored; the journal is opened again");
                self.advance(now, Registrar::not_stored);
            }
            Input::Reopened(kept) => {
                self.storing_since = None;
                self.reopened(now, *kept);
            }
            Input::ReopenFailed(why) => self.reopen_failed(now, &why),
            Input::KeptBy(by) => self.kept_by(by),
            Input::Room(short) => self.room(short),
            Input::ReopenWanted => self.reopen_wanted(),
            Input::Copied(copy) => self.copied(copy),
            Input::LogHeld(bytes) => self.log_held(bytes),
            Input::Disk(disk) => self.disk(disk),
            Input::OtherHall(found) => self.other_hall(found),
            Input::Branch(found) => self.branch(found),
            Input::Damaged(words) => self.damaged(words),
            Input::Backup(state) => self.backed_up(state),
            Input::Unsettled(unsettled) => self.unsettled(now, unsettled),
            Input::GivenInMemory(given) => self.journal.given = Some(given),
            Input::PutAside(aside) => self.put_aside(aside),
            Input::PinsSeen(marks) => self.pins_seen(marks),
            Input::Supply { sags } => self.supply(now, sags),
            Input::ClockSet => self.realign(now),
            Input::ClockJumped { by_ms, believed } => self.clock_jumped(now, by_ms, believed),
            Input::Adopt(adoption) => self.adopt(now, *adoption),
            Input::ConfigurationRefused(problems) => {
                self.configuration.refused = Some(problems);
                self.stale = true;
            }
            Input::Tick => {}
        }
    }

    fn heard(&mut self, now: Moment, device: &DeviceName, event: &port::Event) {
        if planted::is(Bug::LosesNextKeys) && is_next(event) && self.asked_so_far.is_multiple_of(2) {
            return;
        }
        if let port::Event::CardReader(event) = event {
            return self.card(now, device, event);
        }
        self.note_ailment(now, device, event);
        self.self_test.heard(device, event);
        for ask in self.stations.heard(now.hall, device, event, &self.view) {
            match ask {
                Ask::Office(request) => self.ask_from(now, device, None, request),
                Ask::PickupCode(code) => {
                    let items = &self.view.locker.items;
                    let item = items.iter().find(|item| code.is(&self.code_key.pickup(item.id)));
                    let wrong = CabinetRequest::CodeWrong;
                    let asked = item.map_or(wrong, |item| CabinetRequest::Collect { item: item.id });
                    self.ask_from(now, device, None, Request::Cabinet(asked));
                }
                // Whoever is locked out costs no hashing: the office refuses the try as it would the log-in.
                Ask::WithPin { window, staff, .. } if self.is_locked_out(now, staff) => {
                    self.ask_from(now, device, Some(staff), Request::PinWrong { window, staff });
                }
                Ask::WithPin { window, staff, pin, then } => {
                    let device = device.clone();
                    let pad = Pad::Device(device);
                    self.out.push(Output::CheckPin(PinCheck { pad, window, staff, pin, then }));
                }
            }
        }
    }

    fn ask_from(&mut self, now: Moment, device: &DeviceName, person: Option<StaffId>, request: Request) {
        let (origin, window) = match self.roles.get(device) {
            Some(Role::Terminal(kiosk) | Role::CardReader(kiosk)) => (Origin::Kiosk(*kiosk), None),
            Some(Role::Keypad(window)) => (Origin::Keypad(*window), Some(*window)),
            Some(Role::RatingPad(window)) => (Origin::RatingPad(*window), None),
            Some(Role::Printer | Role::WindowBoard(_) | Role::HallDisplay | Role::Ups | Role::Locker)
            | None => (Origin::Device, None),
        };
        let person = person.or_else(|| self.clerk_at(window?));
        let asked = Asked { number: self.next_number(now), origin, person, request };
        self.ask(now, asked, Whom::Device(device.clone()));
    }

    fn ask_itself(&mut self, now: Moment, origin: Origin, request: Request) {
        let asked = Asked { number: self.next_number(now), origin, person: None, request };
        self.ask(now, asked, Whom::Itself);
    }

    fn ask(&mut self, now: Moment, asked: Asked, whom: Whom) {
        let Some((asked, whom)) = self.hold_back(now, asked, whom) else { return };
        let unheard = self.journal.other_hall.is_some() && !matches!(whom, Whom::Itself);
        if unheard || self.is_aside(&asked) {
            return self.answer(now, whom, asked, &Answer::NotStored);
        }
        self.asked_so_far += 1;
        let reply = Reply(self.asked_so_far);
        match self.registrar.ask(now, asked.clone(), reply) {
            Ok(()) => {
                self.whom.insert(reply, whom);
            }
            Err(full) => {
                warn!(%full, "a request was not taken");
                self.answer(now, whom, asked, &Answer::NotStored);
            }
        }
    }

    /// Numbers of requests that the engine itself makes: unique over all boots.
    fn next_number(&self, now: Moment) -> RequestNumber {
        RequestNumber((u128::from(now.boot.0) << 64) | u128::from(self.asked_so_far + 1))
    }

    /// Lets the registrar do one thing and carries out what it wishes.
    fn advance(&mut self, now: Moment, act: impl FnOnce(&mut Registrar, &mut Vec<Wish>)) {
        let mut wishes = Vec::new();
        act(&mut self.registrar, &mut wishes);
        for wish in wishes {
            match wish {
                Wish::Commit(records) => {
                    self.storing_since = Some(now.hall);
                    self.out.push(Output::Commit(records));
                }
                Wish::Reopen => self.out.push(Output::Reopen),
                Wish::Answer { reply, asked, answer } => {
                    let whom = self.whom.remove(&reply).unwrap_or(Whom::Itself);
                    self.answer(now, whom, asked, &answer);
                }
                Wish::Changed => self.changed(now),
            }
        }
    }

    fn answer(&mut self, now: Moment, whom: Whom, asked: Asked, answer: &Answer) {
        if let Answer::Granted { seq, events } = answer {
            log::stored(self.registrar.office(), *seq, &asked, events);
        }
        let findings = self.objections(now, &asked, answer);
        match whom {
            Whom::Device(device) => {
                let one_too_many = *answer == Answer::Refused(Refusal::HoldsTicket);
                // The number was stored before it could be held; how many are ahead is an estimate.
                let office = self.registrar.office();
                let holding = one_too_many.then(|| office.holding(now.hall, &asked.request)).flatten();
                let reply = holding.map_or(exchange::reply_of(answer, &findings), station::Reply::Holds);
                self.stations.answered(now.hall, &device, reply);
            }
            Whom::Soft { window, reply } => {
                self.soft_answered(now, window, reply, exchange::reply_of(answer, &findings))
            }
            Whom::Outside(reply) => self.out.push(Output::Answer { reply, answer: answer.clone() }),
            Whom::Itself => self.rest_after(now, answer),
        }
        if asked.request == Request::Restart && *answer != Answer::NotStored {
            self.settled = true;
        }
        self.look_after_the_leap(&asked.request, answer);
        self.look_after_keeping(&asked, answer);
        self.look_after_the_rules(&asked.request, answer);
        if *answer == Answer::NotStored && time::is_outcome(&asked.request) {
            self.untold.push(asked.request);
        }
    }
}

fn is_next(event: &port::Event) -> bool {
    *event == port::Event::Keypad(keypad::Event::Pressed(keypad::Key::Next))
}

/// The devices that stand at stations, with what they do.
fn places(layout: &Layout) -> impl Iterator<Item = (DeviceName, Role)> + '_ {
    layout.roles().map(|(name, role)| (name.clone(), role))
}
