//! The journal as the shell holds it: whichever of its three forms is written at this moment, and the way down
//! and back.
//!
//! ```text
//!              cannot be reopened, or hangs          fails, or hangs
//!   Main  ───────────────────────────────▶ Second ─────────────────▶ Memory
//!    ▲                                       │  ▲        it is back     │
//!    │                                       │  └─────── (`climb`) ──────┤
//!    └──── taken over, all of it, at a quiet moment (`journal::rejoin`)──┘
//! ```
//!
//! Each form has a writer's thread of its own, numbered; whoever is given up may still wake and speak, and is
//! not heard: what it was given last was decided anew by whoever came after it. It cannot write behind its
//! successor's back either: it takes no further order, it knows one file only, and it holds that file's lock
//! until it lets go, so that the way back to the main journal waits for it.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use hal::time::Instant;
use tracing::{error, info, warn};

use super::back::{self, Mended, Returning, WayBack};
use super::climb::Climb;
pub use super::form::Storage;
use super::form::{self, Form};
pub(super) use super::form::{News, Tell};
use super::other_hall;
use super::started::{Begun, Opened};
use crate::domain::event::Event;
use crate::domain::keeping::{Keeping, Why};
use crate::domain::record::Record;
use crate::domain::request::Origin;
use crate::journal::copy::thread::{CopyState, Copying};
use crate::journal::keep::{Cause, Keep, KeepError, Latest, StoreError};
use crate::journal::mirror::Mirror;
use crate::journal::open::Settings;
use crate::journal::second::Second;
use crate::journal::writer::Done;
use crate::runtime::engine::{Input, Kept, KeptBy};
use crate::runtime::status::STORE_WITHIN;

/// How often it is looked how the copy is.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The journal, in whatever form.
pub(super) struct Journal {
    main: Settings,
    /// Where it is noted what was given in memory.
    given: PathBuf,
    storage: Storage,
    tell: Tell,
    form: Form,
    mirror: Mirror,
    flight: Option<Vec<Record>>,
    reopening: Option<Instant>,
    copying: Option<Copying>,
    copy: CopyState,
    look_at: Instant,
    way_back: WayBack,
    climb: Climb,
    times_left: u32,
    numbers: u64,
    why: Why,
    /// Why the main journal was left.
    main_left: Why,
    gave_way: u64,
    /// Batches in a row that this form could not store.
    failed: u32,
}

impl Journal {
    /// The journal of a start, in the form that could be opened.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(begun: Begun, places: (Settings, PathBuf, Storage), tell: Tell) -> io::Result<Self> {
        let (main, given, storage) = places;
        let Begun { keep, mirror, gave_way, other_hall, .. } = begun;
        let (by, mut copying, climb) = (keep.by(), None, Climb::new(other_hall.is_some()));
        let why = if by == Keeping::Main { Why::Failed } else { begun.why };
        let keep: Box<dyn Keep + Send> = match keep {
            Opened::Main(mut store) => {
                copying = form::feed(&mut store, &storage, &main, &mirror);
                store
            }
            Opened::Second(second) => second,
            Opened::Memory(emergency) => emergency,
        };
        let form = Form::spawn(keep, by, 0, &tell)?;
        let way_back = match (by, other_hall) {
            (Keeping::Main, _) => WayBack::There,
            // It is tried when somebody has decided.
            (_, Some(_)) => WayBack::Trying,
            (Keeping::Second | Keeping::Memory, None) => WayBack::At(Instant::default() + back::rest(1)),
        };
        Ok(Self {
            main,
            given,
            storage,
            tell,
            form,
            mirror,
            flight: None,
            reopening: None,
            copying,
            copy: CopyState::default(),
            look_at: Instant::default(),
            way_back,
            climb,
            times_left: 1,
            numbers: 0,
            why,
            main_left: why,
            gave_way,
            failed: 0,
        })
    }

    /// In which form it is kept, and how it came to that.
    pub fn kept_by(&self) -> KeptBy {
        KeptBy { by: self.form.by, why: self.why, gave_way: self.gave_way, unsure: false }
    }

    /// Hands a batch over.
    pub fn commit(&mut self, batch: Vec<Record>) -> Option<Input> {
        self.flight = Some(batch.clone());
        self.form.writer.commit(batch).err().map(|_| {
            self.flight = None;
            Input::NotStored(StoreError::NotStored(Cause::FailedBefore))
        })
    }

    /// Makes the journal usable again, in whatever form; the answer comes with the news.
    pub fn reopen(&mut self, now: Instant) -> Option<Input> {
        match std::mem::replace(&mut self.way_back, WayBack::There) {
            WayBack::Ready(mended) => return self.go_back(mended, now),
            other @ (WayBack::There | WayBack::At(_) | WayBack::Trying | WayBack::Leaving(_)) => {
                self.way_back = other;
            }
        }
        if self.form.by == Keeping::Memory && self.climb.is_ready(now) {
            return self.climb_up(now);
        }
        if self.flight.take().is_some() {
            self.why = Why::Hung;
            return self.step_down(now);
        }
        if self.opens_in_vain() {
            return self.step_down(now);
        }
        self.reopening = Some(now);
        match self.form.writer.reopen() {
            Ok(()) => None,
            Err(_) => self.step_down(now),
        }
    }

    /// Whether this form opens and takes nothing: a second medium that is full, or fails again and again. The main
    /// journal is proved to be writable whenever it is opened, and one without room waits for some (B01).
    fn opens_in_vain(&self) -> bool {
        match self.form.by {
            Keeping::Second => self.failed > 1 || self.failed > 0 && self.why == Why::Full,
            Keeping::Main | Keeping::Memory => false,
        }
    }

    /// What follows from the news of a thread.
    pub fn told(&mut self, news: News, now: Instant) -> Vec<Input> {
        match news {
            News::Done { writer, done } if writer == self.form.number => self.done(done, now),
            News::Done { writer, done } => {
                info!(writer, ?done, "a writer that was given up has woken; it is not heard");
                Vec::new()
            }
            News::Tried(Ok(mended)) => {
                let aside = mended.aside.as_ref().map(|aside| Input::Branch(back::found(aside)));
                self.way_back = WayBack::Ready(mended);
                aside.into_iter().chain([Input::ReopenWanted]).collect()
            }
            News::Climbed(opened) => {
                self.climb.tried(opened, now);
                let up = self.form.by == Keeping::Memory && self.climb.is_there();
                up.then_some(Input::ReopenWanted).into_iter().collect()
            }
            News::Tried(Err(why)) => {
                warn!(%why, "the main journal cannot be written yet");
                self.way_back = WayBack::At(now + back::rest(self.times_left));
                Vec::new()
            }
        }
    }

    /// Lets time pass: a reopening that hangs, the way back, the state of the copy.
    pub fn tick(&mut self, now: Instant) -> Vec<Input> {
        let mut inputs = Vec::new();
        if self.reopening.is_some_and(|since| now.since(since) >= STORE_WITHIN) {
            error!("the disk does not let the journal be opened");
            self.why = Why::Hung;
            inputs.extend(self.step_down(now));
        }
        if let WayBack::At(at) = self.way_back
            && at <= now
        {
            self.try_main(now);
        }
        if self.form.by == Keeping::Memory {
            self.climb.try_if_due(now, &self.storage.place, &self.mirror, &self.tell);
        }
        if self.look_at <= now {
            self.look_at = now + LOOK_EVERY;
            let state = self.copying.as_ref().map(Copying::state).unwrap_or_default();
            if state != self.copy {
                self.copy = state.clone();
                inputs.push(Input::Copied(state));
            }
            let found = self.copying.as_ref().map(Copying::found).unwrap_or_default();
            inputs.extend(found.iter().map(|aside| Input::Branch(back::found(aside))));
        }
        inputs
    }

    fn done(&mut self, done: Done, now: Instant) -> Vec<Input> {
        match done {
            Done::Committed { result: Ok(()), .. } => {
                self.confirmed();
                vec![Input::Stored]
            }
            Done::Committed { result: Err(error), .. } => {
                self.flight = None;
                self.failed += 1;
                let (StoreError::NotStored(cause) | StoreError::Unknown(cause)) = &error;
                self.why = cause.why();
                vec![Input::NotStored(error)]
            }
            Done::Reopened { result: Ok((latest, today)) } => self.reopened(latest, today, now),
            Done::Reopened { result: Err(error) } => {
                error!(%error, by = ?self.form.by, "the journal cannot be opened in this form");
                self.why = error.why().unwrap_or(self.why);
                self.not_reopened(now)
            }
            Done::Sealed(seals) => vec![Input::Sealed(seals)],
            Done::Room { short } => vec![Input::Room(short)],
            Done::LogHeld { bytes } => vec![Input::LogHeld(bytes)],
            Done::Lost { why } => {
                error!(%why, "the journal has to be opened again");
                self.why = why.why().unwrap_or(Why::Failed);
                vec![Input::ReopenWanted]
            }
        }
    }

    /// The batch is stored: the mirror has it from here on.
    fn confirmed(&mut self) {
        let batch = self.flight.take().unwrap_or_default();
        self.failed = 0;
        other_hall::settle(&self.main, &batch);
        for record in &batch {
            if let Err(cause) = self.mirror.push(record) {
                error!(%cause, "a stored record does not follow those before it");
            }
        }
        let opens = |record: &Record| record.events.iter().any(|event| matches!(event, Event::DayOpened(_)));
        if self.form.by == Keeping::Main && batch.iter().any(opens) {
            self.mirror.forget_days_before();
        }
        if self.form.by == Keeping::Memory
            && batch.iter().any(|record| record.asked.origin == Origin::Startup)
        {
            form::note_given(&self.mirror, &self.given);
        }
    }

    /// The journal is open and holds this. Rows beyond the mirror are a batch that was stored after all; fewer
    /// or other rows are a journal that lost what people were told, and is not gone on with.
    fn reopened(&mut self, latest: Option<Latest>, today: Vec<Record>, now: Instant) -> Vec<Input> {
        let known = self.mirror.head().0;
        let further = today.iter().filter(|record| i64::try_from(record.seq.0).is_ok_and(|seq| seq > known));
        let followed = further.clone().all(|record| self.mirror.push(record).is_ok());
        let agrees = latest.map_or(self.mirror.head().0 == 0, |latest| latest.hash == self.mirror.head().1);
        if !followed || !agrees {
            error!(by = ?self.form.by, "the journal does not hold what was confirmed");
            self.mirror.forget_behind(known);
            self.why = Why::Failed;
            return self.not_reopened(now);
        }
        self.reopening = None;
        match std::mem::replace(&mut self.way_back, WayBack::There) {
            WayBack::Leaving(form) => {
                info!("everything is in the main journal again");
                form.writer.abandon();
                self.mirror.forget_days_before();
            }
            other @ (WayBack::There | WayBack::At(_) | WayBack::Trying | WayBack::Ready(_)) => {
                self.way_back = other;
            }
        }
        vec![Input::KeptBy(self.kept_by()), Input::Reopened(Box::new(Kept { latest, today }))]
    }

    fn not_reopened(&mut self, now: Instant) -> Vec<Input> {
        match std::mem::replace(&mut self.way_back, WayBack::There) {
            // The form that was to be left is as good as before.
            WayBack::Leaving(form) => {
                drop(self.copying.take());
                std::mem::replace(&mut self.form, form).writer.abandon();
                self.way_back = WayBack::At(now + back::rest(self.times_left));
                self.reopen(now).into_iter().collect()
            }
            other @ (WayBack::There | WayBack::At(_) | WayBack::Trying | WayBack::Ready(_)) => {
                self.way_back = other;
                self.step_down(now).into_iter().collect()
            }
        }
    }

    /// One rung down. Whoever wrote until here is given up, as it may hang.
    fn step_down(&mut self, now: Instant) -> Option<Input> {
        let let_go = self.copying.take().is_none_or(Copying::leave);
        let by = match self.form.by {
            Keeping::Main if let_go => Keeping::Second,
            Keeping::Main | Keeping::Second | Keeping::Memory => Keeping::Memory,
        };
        error!(from = ?self.form.by, to = ?by, why = ?self.why, "the journal is kept another way");
        let mirror = self.mirror.clone();
        let keep: Box<dyn Keep + Send> = match by {
            Keeping::Second => Box::new(Second::after(self.storage.place.clone(), mirror)),
            Keeping::Main | Keeping::Memory => Box::new(form::emergency(mirror, &self.given)),
        };
        self.climb.left(self.form.by, now);
        if self.form.by == Keeping::Main {
            self.way_back = WayBack::At(now + back::rest(self.times_left));
            (self.times_left, self.main_left) = (self.times_left + 1, self.why);
        }
        self.take_form(by, keep, now).map(|old| old.writer.abandon()).err().map(Input::ReopenFailed)
    }

    /// One rung up: what is in memory is on a disk again. Whoever cannot open it there falls back, and nothing is lost.
    fn climb_up(&mut self, now: Instant) -> Option<Input> {
        info!("what was kept in memory goes to the second medium");
        self.why = self.main_left;
        let keep = Box::new(Second::after(self.storage.place.clone(), self.mirror.clone()));
        self.take_form(Keeping::Second, keep, now)
            .map(|old| old.writer.abandon())
            .err()
            .map(Input::ReopenFailed)
    }

    /// Starts to write another form; the one before comes back.
    fn take_form(
        &mut self,
        by: Keeping,
        keep: Box<dyn Keep + Send>,
        now: Instant,
    ) -> Result<Form, KeepError> {
        self.numbers += 1;
        let form = Form::spawn(keep, by, self.numbers, &self.tell).map_err(|error| {
            error!(%error, "the system gives no thread for the journal");
            KeepError::Closed
        })?;
        // A thread that has just begun takes an order.
        let _ = form.writer.reopen();
        (self.flight, self.failed, self.reopening) = (None, 0, Some(now));
        Ok(std::mem::replace(&mut self.form, form))
    }

    /// Takes over what was written since the main journal was mended, and goes on there.
    fn go_back(&mut self, mended: Mended, now: Instant) -> Option<Input> {
        let Mended { mut store, gave_way, .. } = mended;
        self.gave_way = gave_way;
        let copying = form::feed(&mut store, &self.storage, &self.main, &self.mirror);
        let returning = Box::new(Returning::new(store, self.mirror.clone()));
        match self.take_form(Keeping::Main, returning, now) {
            Ok(old) => {
                (self.way_back, self.copying) = (WayBack::Leaving(old), copying);
                None
            }
            Err(error) => Some(Input::ReopenFailed(error)),
        }
    }

    /// Tries the main journal, on a thread of its own.
    pub fn try_main(&mut self, now: Instant) {
        let tried = back::try_main(&self.main, &self.storage, &self.mirror, &self.tell).is_ok();
        self.way_back = if tried { WayBack::Trying } else { WayBack::At(now + back::rest(self.times_left)) };
    }
}

impl Drop for Journal {
    /// The last rows reach the copy, however young they are; a medium that hangs is not waited for.
    fn drop(&mut self) {
        if !self.copying.take().is_none_or(Copying::end) {
            warn!("the second place hangs or lacks much; the newest rows may not be copied there");
        }
    }
}
