//! The loop of a rehearsal: what is due next happens, the watch looks, and so on until the evening.

use std::sync::Arc;

use hal::port::keypad::Key;

use super::agenda::{Agenda, HOUR, MINUTE, SECOND, Time};
use super::crowd::{Crowd, Note};
use super::diary::Diary;
use super::dice::Dice;
use super::figures::Figures;
use super::floor::Floor;
use super::guard::Guard;
use super::machine::{BootError, Setup};
use super::plan::{Breach, Outcome, Plan};
use super::ports::Ports;
use super::profile::{Level, Span};
use super::site::{Seen, Site};
use super::watch::{Check, Finding, Watch};
use super::weather::{self, Trouble};
use super::wires::Wires;
use super::{paper, watch};
use crate::domain::id::{BootId, RequestNumber};
use crate::domain::moment::{HallTime, Moment};
use crate::domain::opening::Hours;
use crate::domain::request::{Asked, Origin, Request};
use crate::domain::rules::Rules;
use crate::layout::Layout;

/// The machine is woken at least so often, as a daemon's loop wakes by itself.
const ROUND: u64 = 10 * SECOND;

/// From morning to night.
const DAY: u64 = 24 * HOUR;
/// How long after the morning people and machine are left alone.
const EVENING: u64 = 13 * HOUR + 30 * MINUTE;
/// How long after a morning's session duty staff close the day, and how long after that they leave.
const LINGERS: u64 = 15 * MINUTE;
/// When the hall is switched on, on days that are not lived whole.
const SWITCHED_ON: u64 = 50 * MINUTE;
/// How often they try again, should the machine be dark at that moment.
const TRIES_EVERY: u64 = MINUTE;

/// How often a journal that refuses is tried at a start, before a start fails.
const STARTS: u64 = 10;

/// Rehearses; the same plan in the same hall gives the same outcome.
#[must_use]
pub fn run(setup: &Setup, plan: Plan) -> Outcome {
    let mut rehearsal = Rehearsal::new(setup, plan);
    let breach = rehearsal.days().err().map(|finding| Breach {
        finding,
        at: rehearsal.now,
        plan,
        diary: std::mem::take(&mut rehearsal.diary),
    });
    rehearsal.outcome(breach)
}

/// One rehearsal.
struct Rehearsal {
    plan: Plan,
    now: Time,
    site: Site,
    crowd: Option<Crowd>,
    watch: Watch,
    guard: Guard,
    diary: Diary,
    troubles: Agenda<Trouble>,
    power_back: Option<Time>,
    /// When duty staff close the day by hand, on days that are not lived to their end.
    closing: Option<Time>,
    ticked: Time,
    told: usize,
    figures: Figures,
    layout: Arc<Layout>,
    rules: Arc<Rules>,
}

impl Rehearsal {
    fn new(setup: &Setup, plan: Plan) -> Self {
        let adoption = (setup.adoption)();
        let (layout, rules) = (adoption.layout, adoption.rules);
        let floor: Box<dyn Floor> = match plan.level {
            Level::Ports => Box::new(Ports::new(&layout, plan.seed)),
            Level::Bytes => Box::new(Wires::new(&layout, plan.seed)),
        };
        Self {
            plan,
            now: Time(0),
            site: Site::new(setup.clone(), floor, plan.seed),
            crowd: None,
            watch: Watch::default(),
            guard: Guard::new(Arc::clone(&layout)),
            diary: Diary::default(),
            troubles: Agenda::default(),
            power_back: None,
            closing: None,
            ticked: Time(0),
            told: 0,
            figures: Figures::default(),
            layout,
            rules,
        }
    }

    fn days(&mut self) -> Result<(), Finding> {
        let (mut lived, mut morning) = (0, Time(0));
        while lived < self.plan.days {
            let hours = self.hours(morning);
            if !hours.sessions.is_empty() {
                self.day(morning, hours)?;
                lived += 1;
            }
            morning = morning.after(DAY);
        }
        self.figures.days = lived;
        self.watch.rows(self.site.disk.journal(), &self.site.setup.site, self.site.disk.stored())
    }

    /// The hours that stand at the door, in the world's time.
    fn hours(&self, morning: Time) -> Hours {
        let calendar = (self.site.setup.adoption)().calendar;
        let right = super::machine::WallClock::default().read(&self.site.setup, morning);
        let moment = Moment { hall: HallTime(morning.0), wall: Some(right), boot: BootId(0) };
        let mut hours = calendar.hours(calendar.service_day(right), moment);
        match self.plan.span {
            Span::Day => {}
            Span::Morning => hours.sessions.truncate(1),
        }
        hours
    }

    fn day(&mut self, morning: Time, hours: Hours) -> Result<(), Finding> {
        self.now = self.now.max(match self.plan.span {
            Span::Day => morning,
            Span::Morning => morning.after(SWITCHED_ON),
        });
        self.ticked = self.now;
        if self.site.machine().is_none() && self.power_back.is_none() {
            self.power_on()?;
        }
        self.guard.trouble(self.now);
        let closes = hours.sessions.last().map_or(morning, |session| Time(session.closes.0));
        let evening = match self.plan.span {
            Span::Day => morning.after(EVENING),
            Span::Morning => closes.after(2 * LINGERS),
        };
        self.closing = match self.plan.span {
            Span::Day => None,
            Span::Morning => Some(closes.after(LINGERS)),
        };
        let seed = self.plan.seed.wrapping_add(morning.0);
        let people = Dice::new(seed, "people");
        for (at, trouble) in weather::forecast(&self.plan, morning, &self.layout, seed) {
            self.troubles.write(at, trouble);
        }
        self.crowd = Some(Crowd::new(&self.rules, &self.layout, self.plan.busy, morning, hours, people));
        loop {
            let due = self.site.due(self.now);
            let until = self.next(due).map_or(evening, |next| next.max(self.now).min(evening));
            let next = self.site.floor.live(self.now, until).unwrap_or(until);
            if next >= evening {
                break;
            }
            self.now = self.now.max(next);
            self.happen(due)?;
        }
        self.figures.visits += self.crowd.as_ref().map_or(0, Crowd::visits);
        if self.plan.level == Level::Bytes || self.plan.span == Span::Morning {
            self.main_switch(evening);
        }
        Ok(())
    }

    /// The last one out throws the main switch: the night is dark, and every device forgets what it showed.
    fn main_switch(&mut self, evening: Time) {
        self.now = self.now.max(evening);
        self.site.power_off();
        self.site.floor.main_switch(self.now);
        self.diary.power(self.now, false);
        (self.power_back, self.closing) = (None, None);
    }

    fn next(&self, due: Option<Time>) -> Option<Time> {
        let crowd = self.crowd.as_ref().and_then(Crowd::due);
        let round = self.site.machine().map(|_| self.ticked.after(ROUND));
        [due, crowd, self.troubles.next(), self.power_back, self.closing, round].into_iter().flatten().min()
    }

    /// Everything that is due at this moment, and what follows.
    fn happen(&mut self, due: Option<Time>) -> Result<(), Finding> {
        while let Some(trouble) = self.troubles.take(self.now) {
            self.trouble(trouble)?;
        }
        if self.power_back.is_some_and(|back| back <= self.now) {
            self.power_back = None;
            self.power_on()?;
        }
        if self.closing.is_some_and(|at| at <= self.now) {
            self.close_by_hand();
        }
        if let Some(crowd) = &mut self.crowd {
            for note in crowd.run(self.now, &mut *self.site.floor) {
                self.noted(&note);
            }
        }
        if self.now.since(self.ticked) >= ROUND {
            self.ticked = self.now;
            self.site.tick();
        }
        let seen = self.site.run(self.now, due);
        if self.site.took_trouble() {
            self.guard.trouble(self.now);
        }
        self.stored()?;
        self.seen(seen?)?;
        self.guard.look(self.now, &self.site, &self.watch)
    }

    fn noted(&mut self, note: &Note) {
        self.diary.person(self.now, note);
        match note {
            Note::Holds(number) => self.watch.promised(*number),
            Note::Pressed(window, Key::Next) => {
                self.guard.pressed_next(self.now, *window, self.watch.book(), &*self.site.floor);
            }
            Note::Pressed(..) | Note::Touched(..) => {}
            Note::GivesBack(number) => {
                let ticket = self.watch.book().ticket(*number).map(|(id, _)| id);
                if let Some(ticket) = ticket {
                    self.at_the_desk(Request::Cancel { ticket });
                }
            }
        }
    }

    /// Somebody on duty asks by the command line.
    fn at_the_desk(&mut self, request: Request) {
        self.site.ask(self.now, |question| Asked {
            number: RequestNumber((1 << 127) | u128::from(question)),
            origin: Origin::Duty,
            person: None,
            request,
        });
    }

    /// Duty staff close the day, and try again while it is open.
    fn close_by_hand(&mut self) {
        self.closing = self.watch.book().is_open().then(|| self.now.after(TRIES_EVERY));
        if self.closing.is_some() {
            self.at_the_desk(Request::CloseDay);
        }
    }

    fn stored(&mut self) -> Result<(), Finding> {
        let stored = self.site.disk.stored();
        for record in stored.get(self.told..).unwrap_or_default() {
            self.diary.stored(self.now, record);
        }
        self.told = stored.len();
        self.watch.stored(self.now, stored)
    }

    fn seen(&mut self, seen: Seen) -> Result<(), Finding> {
        for (device, health) in &seen.health {
            self.diary.health(self.now, device, *health);
        }
        for claim in &seen.claims {
            self.watch.claimed(claim)?;
        }
        for lines in &seen.paper {
            self.diary.paper(self.now, lines);
            for number in lines.iter().flat_map(|line| paper::numbers(line)) {
                self.watch.promised(number);
            }
        }
        let Some(crowd) = &mut self.crowd else { return Ok(()) };
        for device in &seen.shows {
            crowd.sees(self.now, device, &*self.site.floor);
        }
        for claim in seen.says.iter().filter_map(|clips| watch::spoken(clips)) {
            crowd.hears(self.now, claim);
        }
        Ok(())
    }

    fn trouble(&mut self, trouble: Trouble) -> Result<(), Finding> {
        self.diary.trouble(self.now, &trouble);
        if let Some(kind) = trouble.kind() {
            *self.figures.troubles.entry(kind).or_default() += 1;
        }
        let mut lasts = 0;
        match trouble {
            Trouble::Floor(mishap) => {
                self.guard.mishap(self.now, &mishap);
                self.site.floor.mishap(self.now, &mishap);
                return Ok(());
            }
            Trouble::PowerCut { off_ms, clock_lost } => self.power_cut(off_ms, clock_lost),
            Trouble::Disk(failure) => self.site.disk.fail_next(failure),
            Trouble::Closed(times) => self.site.disk.refuse_reopening(times),
            Trouble::Slow(for_ms) => {
                lasts = for_ms;
                self.site.disk.slow_until(self.now.after(for_ms));
            }
            Trouble::Clock(wrong_by_ms) => self.site.wall.wrong_by_ms = wrong_by_ms,
        }
        self.guard.trouble(self.now.after(lasts));
        Ok(())
    }

    fn power_cut(&mut self, off_ms: u64, clock_lost: bool) {
        self.site.power_off();
        self.diary.power(self.now, false);
        let back = self.now.after(off_ms);
        self.power_back = Some(self.power_back.map_or(back, |earlier| earlier.max(back)));
        if clock_lost {
            // A machine without a battery wakes in 1970 and is told the time a few minutes later.
            self.site.wall.wrong_by_ms = -super::machine::MORNING_UTC_MS;
            self.troubles.write(back.after(5 * MINUTE), Trouble::Clock(0));
        }
    }

    fn power_on(&mut self) -> Result<(), Finding> {
        self.guard.trouble(self.now);
        for _ in 0..STARTS {
            match self.site.power_on(self.now) {
                Ok(()) => {
                    self.diary.power(self.now, true);
                    return self.recovered();
                }
                Err(BootError::Journal(_)) => {}
                Err(error @ BootError::Contradiction(_)) => {
                    return Err(Finding::new(Check::ReplayDiffers, error.to_string()));
                }
            }
        }
        Err(Finding::new(Check::Stuck, "the machine does not start"))
    }

    /// What the machine has come up with must be all that was stored.
    fn recovered(&mut self) -> Result<(), Finding> {
        self.watch.stored(self.now, self.site.disk.stored())?;
        match self.site.machine() {
            Some(machine) => self.watch.compare(machine.engine().registrar().office()),
            None => Ok(()),
        }
    }

    fn outcome(mut self, breach: Option<Breach>) -> Outcome {
        self.figures.count(self.site.disk.stored());
        self.figures.steps = self.site.steps();
        match breach.as_ref().map(|breach| breach.finding.check) {
            Some(Check::TicketLost | Check::ShownNotStored) => self.figures.lost = 1,
            Some(Check::CalledTwice) => self.figures.called_twice = 1,
            Some(_) | None => {}
        }
        let hash = self.site.hash();
        Outcome { figures: self.figures, hash, breach }
    }
}
