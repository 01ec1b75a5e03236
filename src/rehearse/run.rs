//! The loop of a rehearsal: what is due next happens, the watch looks, and so on until the evening.

use std::fmt;
use std::sync::Arc;

use hal::port::keypad::Key;

use super::agenda::{Agenda, HOUR, MINUTE, SECOND, Time};
use super::crowd::{Crowd, Note};
use super::diary::{Diary, clock};
use super::dice::Dice;
use super::figures::Figures;
use super::guard::Guard;
use super::machine::{BootError, Setup};
use super::ports::Ports;
use super::profile::{Busy, Weather};
use super::site::{Seen, Site};
use super::watch::{Check, Finding, Watch};
use super::weather::{self, Trouble};
use super::{paper, watch};
use crate::domain::id::{BootId, RequestNumber};
use crate::domain::moment::{HallTime, Moment};
use crate::domain::record::Hours;
use crate::domain::request::{Asked, Origin, Request};
use crate::domain::rules::Rules;
use crate::layout::Layout;

/// The machine is woken at least so often, as a daemon's loop wakes by itself.
const ROUND: u64 = 10 * SECOND;

/// From morning to night.
const DAY: u64 = 24 * HOUR;
/// How long after the morning people and machine are left alone.
const EVENING: u64 = 13 * HOUR + 30 * MINUTE;

/// How often a journal that refuses is tried at a start, before a start fails.
const STARTS: u64 = 10;

/// What to rehearse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How busy each day is.
    pub busy: Busy,
    /// How much goes wrong.
    pub weather: Weather,
    /// Everything that chance decides hangs on it.
    pub seed: u64,
    /// How many working days, one after the other, in the same hall.
    pub days: u64,
}

/// What became of a rehearsal.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The figures.
    pub figures: Figures,
    /// Covers every stored row, and at the level of bytes every byte on every cable.
    pub hash: [u8; 32],
    /// The promise that broke, if one did.
    pub breach: Option<Breach>,
}

/// A broken promise with all that is needed to see it again.
#[derive(Clone, Debug)]
pub struct Breach {
    /// What broke.
    pub finding: Finding,
    /// When, in the world's time.
    pub at: Time,
    /// The plan that leads there.
    pub plan: Plan,
    /// What happened last.
    pub diary: Diary,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Plan { busy, weather, seed, days } = self.plan;
        writeln!(f, "{} at {}", self.finding, clock(self.at))?;
        writeln!(
            f,
            "again with: --day {} --faults {} --seed {seed} --days {days}",
            busy.name(),
            weather.name()
        )?;
        writeln!(f, "what happened last:\n{}", self.diary)
    }
}

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
        let floor = Box::new(Ports::new(&layout, plan.seed));
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
            ticked: Time(0),
            told: 0,
            figures: Figures::default(),
            layout,
            rules,
        }
    }

    fn days(&mut self) -> Result<(), Finding> {
        self.power_on()?;
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
        calendar.hours(calendar.service_day(right), moment)
    }

    fn day(&mut self, morning: Time, hours: Hours) -> Result<(), Finding> {
        self.now = self.now.max(morning);
        self.ticked = self.now;
        self.guard.trouble(self.now);
        let seed = self.plan.seed.wrapping_add(morning.0);
        let people = Dice::new(seed, "people");
        for (at, trouble) in
            weather::forecast(self.plan.weather, morning, &self.layout, &mut Dice::new(seed, "weather"))
        {
            self.troubles.write(at, trouble);
        }
        self.crowd = Some(Crowd::new(&self.rules, &self.layout, self.plan.busy, morning, hours, people));
        let evening = morning.after(EVENING);
        loop {
            let due = self.site.due(self.now);
            let next = self.next(due).filter(|next| *next < evening);
            let Some(next) = next else { break };
            self.now = self.now.max(next);
            self.happen(due)?;
        }
        self.figures.visits += self.crowd.as_ref().map_or(0, Crowd::visits);
        Ok(())
    }

    fn next(&self, due: Option<Time>) -> Option<Time> {
        let crowd = self.crowd.as_ref().and_then(Crowd::due);
        let round = self.site.machine().map(|_| self.ticked.after(ROUND));
        [due, crowd, self.troubles.next(), self.power_back, round].into_iter().flatten().min()
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
                    self.site.ask(self.now, |question| Asked {
                        number: RequestNumber((1 << 127) | u128::from(question)),
                        origin: Origin::Duty,
                        person: None,
                        request: Request::Cancel { ticket },
                    });
                }
            }
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
            Trouble::Floor(mishap) => self.site.floor.mishap(self.now, &mishap),
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
        let mut hash = self.site.disk.journal().hash();
        for (byte, passed) in hash.iter_mut().zip(self.site.floor.passed().to_be_bytes()) {
            *byte ^= passed;
        }
        Outcome { figures: self.figures, hash, breach }
    }
}
