//! The loop around the engine, and how each of its wishes is carried out.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::Duration;

use hal::port;
use hal::port::{locker, printer, voice};
use tokio::sync::{oneshot, watch};
use tracing::{error, info, warn};

use super::cabinet::Cabinet;
use super::desk::{Press, Question, Wanted};
use super::journal::Journal;
use super::loans::Loans;
use super::missed::Missed;
use super::pins::Pins;
use super::proof::Proof;
use super::{Change, Note, Zone, backups, disk, read, supply};
use crate::domain::id::RequestNumber;
use crate::domain::means::MeansRequest;
use crate::domain::moment::Moment;
use crate::domain::request::{Asked, Refusal, Request};
use crate::journal::incidents::Entry;
use crate::layout::DeviceName;
use crate::runtime::alert::Alert;
use crate::runtime::aside::AtHand;
use crate::runtime::clock::{Clock, Step};
use crate::runtime::engine::{Engine, Input, Output};
use crate::runtime::logbook::Logbook;
use crate::runtime::notify::{Notify, ROUND};
use crate::runtime::registrar::{Answer, Reply};
use crate::runtime::starts;
use crate::runtime::status::Status;
use crate::runtime::threads::{Devices, Uptime};

/// Most happenings that the engine takes in one step, so that the watchdog is fed and outputs go out in
/// between.
const STEP_MOST: usize = 512;

/// How long a stop waits for the batch that is with the writer.
const LAST_BATCH_WITHIN: Duration = Duration::from_secs(2);

/// Everything the engine's loop owns.
pub(super) struct Shell {
    engine: Engine,
    clock: Clock,
    pub(super) uptime: Uptime,
    zone: Zone,
    journal: Journal,
    /// What a start has to tell the engine.
    first: Vec<Input>,
    pub(super) devices: Devices,
    missed: Arc<Missed>,
    pins: Pins,
    pub(super) status: watch::Sender<Arc<Status>>,
    notify: Notify,
    alert: Alert,
    pub(super) cabinet: Cabinet,
    pub(super) logbook: Logbook,
    pub(super) loans: Loans,
    pub(super) incidents: SyncSender<Entry>,
    _proof: Proof,
    _board: Option<supply::Watch>,
    _disk: disk::Watch,
    backups: SyncSender<backups::Order>,
    answers: BTreeMap<Reply, oneshot::Sender<Answer>>,
    digits: BTreeMap<Reply, oneshot::Sender<String>>,
    questions: u64,
    storing_since: Option<hal::time::Instant>,
    card_key: PathBuf,
    /// The machine is to be switched off: the battery will not last.
    switch_off: bool,
}

/// What a shell is made of.
pub(super) struct Parts {
    pub engine: Engine,
    pub clock: Clock,
    pub uptime: Uptime,
    pub zone: Zone,
    pub journal: Journal,
    pub first: Vec<Input>,
    pub devices: Devices,
    pub missed: Arc<Missed>,
    pub pins: Pins,
    pub status: watch::Sender<Arc<Status>>,
    pub cabinet: Cabinet,
    pub incidents: SyncSender<Entry>,
    pub proof: Proof,
    pub board: Option<supply::Watch>,
    pub disk: disk::Watch,
    pub backups: SyncSender<backups::Order>,
    pub card_key: PathBuf,
}

impl Shell {
    pub fn new(parts: Parts) -> Self {
        Self {
            engine: parts.engine,
            clock: parts.clock,
            uptime: parts.uptime,
            zone: parts.zone,
            journal: parts.journal,
            first: parts.first,
            devices: parts.devices,
            missed: parts.missed,
            pins: parts.pins,
            status: parts.status,
            notify: Notify::default(),
            cabinet: parts.cabinet,
            alert: Alert::default(),
            logbook: Logbook::default(),
            loans: Loans::default(),
            incidents: parts.incidents,
            _proof: parts.proof,
            _board: parts.board,
            _disk: parts.disk,
            backups: parts.backups,
            answers: BTreeMap::new(),
            digits: BTreeMap::new(),
            questions: 0,
            storing_since: None,
            card_key: parts.card_key,
            switch_off: false,
        }
    }

    /// Runs until somebody says stop or nobody can say anything any more.
    ///
    /// Tells whether the machine is to be switched off.
    pub fn run(&mut self, arriving: &Receiver<Note>, began: &SyncSender<()>) -> bool {
        let first = std::mem::take(&mut self.first);
        self.step(first.into_iter().chain([Input::Tick]).collect());
        let _ = began.send(());
        self.notify.ready();
        loop {
            let missed = self.missed.names();
            let notes = self.gather(arriving);
            let emptied = notes.len() <= STEP_MOST;
            let mut inputs = Vec::with_capacity(notes.len() + 1);
            let mut stop = false;
            for note in notes {
                match note {
                    Note::Input(input) => inputs.extend(self.loans.divert(input)),
                    Note::Journal(news) => inputs.extend(self.journal.told(news, self.uptime.now())),
                    Note::Ask(question) => inputs.extend(self.question(question)),
                    Note::Look(look) => look(self.engine.registrar().office(), self.moment()),
                    Note::Press(press) => inputs.push(self.press(press)),
                    Note::JournalFree => self.journal.try_main(self.uptime.now()),
                    Note::Bench(wish) => inputs.extend(self.bench(wish)),
                    Note::Change(change) => inputs.push(self.change(*change)),
                    Note::AcceptClock => {
                        if let Step::Set { by_ms } = self.clock.accept() {
                            self.clock_set(by_ms, &mut inputs);
                        }
                    }
                    Note::Stop => stop = true,
                }
            }
            if emptied {
                let after_all = self.missed.heard_after_all(missed);
                inputs.extend(after_all.into_iter().filter_map(|input| self.loans.divert(input)));
            } else {
                self.missed.wait_on(missed);
            }
            self.watch_the_clock(&mut inputs);
            inputs.extend(self.journal.tick(self.uptime.now()));
            inputs.extend(self.end_loans());
            self.step(inputs);
            self.notify.alive();
            if stop || self.switch_off {
                self.notify.stopping();
                self.finish(arriving);
                return self.switch_off;
            }
        }
    }

    /// What the engine is at; after a panic, what it panicked over.
    pub fn at_hand(&self) -> AtHand {
        self.engine.at_hand()
    }

    /// Waits for the first happening or the next deadline, and takes what else has arrived.
    fn gather(&self, arriving: &Receiver<Note>) -> Vec<Note> {
        let now = self.moment();
        let round = self.cabinet.patience(now.hall).unwrap_or(ROUND);
        let patience = self.engine.due().map_or(round, |due| due.since(now.hall).min(round));
        match arriving.recv_timeout(patience) {
            Ok(first) => std::iter::once(first).chain(arriving.try_iter().take(STEP_MOST)).collect(),
            Err(RecvTimeoutError::Timeout) => Vec::new(),
            Err(RecvTimeoutError::Disconnected) => vec![Note::Stop],
        }
    }

    pub(super) fn moment(&self) -> Moment {
        self.clock.moment(read(self.uptime, &self.zone))
    }

    fn watch_the_clock(&mut self, inputs: &mut Vec<Input>) {
        match self.clock.watch(read(self.uptime, &self.zone)) {
            Step::Steady => {}
            Step::Agreed => inputs.push(Input::ClockJumped { by_ms: 0, believed: true }),
            Step::Set { by_ms } => self.clock_set(by_ms, inputs),
            Step::Doubted { by_ms } => {
                warn!(by_ms, "the machine's clock jumped by more than ten minutes; it is not believed yet");
                inputs.push(Input::ClockJumped { by_ms, believed: false });
            }
        }
    }

    fn clock_set(&self, by_ms: i64, inputs: &mut Vec<Input>) {
        info!(by_ms, "the time of day is set");
        inputs.extend([Input::ClockJumped { by_ms, believed: true }, Input::ClockSet]);
    }

    /// Lets the engine think, and whatever could not be carried out is told to it at once.
    fn step(&mut self, mut inputs: Vec<Input>) {
        loop {
            self.note_events(&inputs);
            if inputs.iter().any(|input| matches!(input, Input::Stored | Input::NotStored(_))) {
                self.storing_since = None;
            }
            let outputs = self.engine.step(self.moment(), inputs);
            // Whoever is answered finds the status as it is after the answer.
            if let Some(status) = outputs.iter().rev().find_map(Output::shown) {
                self.status.send_replace(Arc::clone(status));
            }
            inputs = outputs.into_iter().filter_map(|output| self.carry_out(output)).collect();
            if inputs.is_empty() {
                return;
            }
        }
    }

    /// Carries out one wish; what could not be done comes back as a happening.
    fn carry_out(&mut self, output: Output) -> Option<Input> {
        match output {
            Output::Commit(batch) => {
                self.storing_since = Some(self.uptime.now());
                self.journal.commit(batch)
            }
            Output::Reopen => self.journal.reopen(self.uptime.now()),
            Output::Tell { device, command } => self.tell(device, command),
            Output::Say { zone, command } => {
                let voice::Command::Say { job, .. } = command;
                self.devices.say(zone, command).err().map(|_| Input::Voice(voice::Event::NotSaid { job }))
            }
            Output::KeepCardKey(key) => {
                if let Err(error) = key.keep(&self.card_key) {
                    warn!(%error, "after a restart, identity cards read today will not be known again");
                }
                None
            }
            Output::CheckPin(check) => {
                self.pins.check(check);
                None
            }
            Output::Answer { reply, answer } => {
                if let Some(whom) = self.answers.remove(&reply) {
                    // Whoever asked may have hung up.
                    let _ = whom.send(answer);
                }
                None
            }
            Output::SwitchOff => {
                self.switch_off = true;
                None
            }
            Output::Digits { reply, digits } => {
                if let Some(whom) = self.digits.remove(&reply) {
                    let _ = whom.send(digits);
                }
                None
            }
            Output::Show(status) => {
                self.note_condition(&status);
                self.notify.status(&status.sentence());
                let now = self.uptime.now();
                let loans = &self.loans;
                self.cabinet.show(&status, now, &self.devices, &|name| loans.has(name));
                for (device, command) in self.alert.look(&status, now) {
                    // What is not taken by a lamp is no paper: nobody has to hear of it.
                    let _ = self.tell(device, command);
                }
                None
            }
        }
    }

    /// A device whose queue is full or that is gone: a face misses one state and gets the next; paper is not
    /// printed, and the office must know.
    fn tell(&self, device: DeviceName, command: port::Command) -> Option<Input> {
        let not_done = match &command {
            port::Command::Locker(locker::Command::Open { job, .. }) => {
                Some(port::Event::Locker(locker::Event::NotOpened { job: *job }))
            }
            port::Command::Printer(printer::Command::Print { job, .. }) => {
                Some(port::Event::Printer(printer::Event::NotPrinted { job: *job }))
            }
            port::Command::Printer(printer::Command::Forget { .. })
            | port::Command::Board(_)
            | port::Command::Keypad(_)
            | port::Command::RatingPad(_)
            | port::Command::Terminal(_)
            | port::Command::CardReader(_)
            | port::Command::Signals(_) => None,
        };
        // A face that is on loan is told when it is back.
        if self.loans.has(&device) {
            not_done.as_ref()?;
        } else {
            let untaken = self.devices.command(&device, command).err()?;
            warn!(device = %device, %untaken, "a command was not taken");
        }
        Some(Input::Heard { device, event: not_done? })
    }

    /// A question from the desk as an input; one about a number that no ticket has is answered at once.
    fn question(&mut self, question: Question) -> Option<Input> {
        let Question { origin, person, wanted, answer } = question;
        let request = match self.wanted(wanted) {
            Ok(request) => request,
            Err(refusal) => {
                // Whoever asked may have hung up.
                let _ = answer.send(Answer::Refused(refusal));
                return None;
            }
        };
        self.questions += 1;
        let reply = Reply(self.questions);
        self.answers.insert(reply, answer);
        let boot = u128::from(self.moment().boot.0);
        // The highest bit keeps these apart from the numbers that the engine gives.
        let number = RequestNumber((1 << 127) | (boot << 64) | u128::from(self.questions));
        Some(Input::Ask { reply, asked: Asked { number, origin, person, request } })
    }

    /// What is wanted as a request.
    fn wanted(&self, wanted: Wanted) -> Result<Request, Refusal> {
        let by_number = |number| {
            let ticket = self.engine.registrar().office().ticket_by_number(number);
            ticket.map(|ticket| ticket.id).ok_or(Refusal::NoSuchTicket)
        };
        let grade = |ticket, grade| Request::Means(MeansRequest::EnterGrade { ticket, grade });
        match wanted {
            Wanted::Request(request) => Ok(request),
            Wanted::About { number, request } => by_number(number).map(request),
            Wanted::GradeByCode { code, grade: given } => {
                self.engine.ticket_by_code(&code).map(|ticket| grade(ticket, given))
            }
            Wanted::GradeByNumber { number, grade: given } => {
                by_number(number).map(|ticket| grade(ticket, given))
            }
        }
    }

    /// A key of a soft keypad as an input.
    fn press(&mut self, press: Press) -> Input {
        let Press { window, key, digits } = press;
        self.questions += 1;
        let reply = Reply(self.questions);
        self.digits.insert(reply, digits);
        Input::SoftKey { reply, window, key }
    }

    fn change(&mut self, change: Change) -> Input {
        let Change { mut adoption, zone, backups } = change;
        // A thread that hangs at its medium hears of it when the daemon is started again.
        if self.backups.try_send(backups::Order::Adopt(backups)).is_err() {
            warn!("the backups go on by the settings before");
        }
        let connected = starts::connected(self.status.borrow().safe_mode.as_ref(), &adoption.layout);
        if let Err(refused) = self.devices.adopt(&connected) {
            error!(%refused, "not every device of the changed configuration could be started");
            adoption.refused.get_or_insert_with(|| refused.to_string());
        }
        self.pins.look();
        self.zone = zone;
        self.cabinet = Cabinet::new(&adoption.layout);
        Input::Adopt(Box::new(adoption))
    }

    /// Takes the answer for the batch that is with the writer, if it comes in time; everything else is over.
    fn finish(&mut self, arriving: &Receiver<Note>) {
        let until = self.uptime.now() + LAST_BATCH_WITHIN;
        while self.storing_since.is_some() && self.uptime.now() < until {
            let Ok(note) = arriving.recv_timeout(until.since(self.uptime.now())) else { return };
            let Note::Journal(news) = note else { continue };
            let mut told = self.journal.told(news, self.uptime.now());
            told.retain(|input| matches!(input, Input::Stored | Input::NotStored(_)));
            if !told.is_empty() {
                return self.step(told);
            }
        }
    }
}
