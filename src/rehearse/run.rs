//! The loop of a rehearsal: what is due next happens, the watch looks, and so on until the evening.

mod troubles;

use std::sync::Arc;

use hal::port::keypad::Key;

use super::agenda::{Agenda, HOUR, MINUTE, SECOND, Time};
use super::crowd::{Crowd, Note};
use super::diary::Diary;
use super::dice::Dice;
use super::figures::Figures;
use super::floor::Floor;
use super::guard::Guard;
use super::machine::Setup;
use super::plan::{Breach, Outcome, Plan};
use super::ports::Ports;
use super::profile::{Level, Span};
use super::site::{Seen, Site};
use super::trouble::Happening;
use super::watch::{Check, Finding, Watch};
use super::wires::Wires;
use super::{paper, watch, weather};
use crate::domain::id::{BootId, RequestNumber};
use crate::domain::manual::ManualRequest;
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
/// So long before a hall closes troubles must be over for everybody to be served.
const CALM: u64 = 90 * MINUTE;
/// When the hall is switched on, on days that are not lived whole.
const SWITCHED_ON: u64 = 50 * MINUTE;
/// How often they try again, should the machine be dark at that moment.
const TRIES_EVERY: u64 = MINUTE;
/// So many numbers are claimed for paper: few enough to be printed in a minute.
const PAPER_NUMBERS: u16 = 3;

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
    troubles: Agenda<Happening>,
    power_back: Option<Time>,
    failed_starts: u32,
    /// When duty staff close the day by hand, on days that are not lived to their end.
    closing: Option<Time>,
    /// Whether numbers for paper were asked for.
    has_paper: bool,
    /// The power has just taken what was in memory only.
    forgets: bool,
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
            failed_starts: 0,
            closing: None,
            has_paper: false,
            forgets: false,
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
        self.watch.rows(self.site.disk.journal(), &self.site.setup.site, self.site.disk.landed())
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
        self.diary.morning();
        self.guard.day(&hours);
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
        self.evening(closes)?;
        if self.plan.level == Level::Bytes || self.plan.span == Span::Morning {
            self.main_switch(evening);
        }
        self.forget()
    }

    /// What must hold at the end of a day: after troubles were over, everybody was served in the time there was.
    fn evening(&mut self, closes: Time) -> Result<(), Finding> {
        self.guard.evening(&self.site, &self.watch)?;
        let book = self.watch.book();
        self.figures.stranded += u64::try_from(book.stranded().len()).unwrap_or(u64::MAX);
        if self.plan.span == Span::Day
            && !book.stranded().is_empty()
            && self.guard.calm_since().after(CALM) < closes
        {
            let numbers: Vec<String> = book.stranded().iter().map(ToString::to_string).collect();
            return Err(Finding::new(Check::Stuck, format!("nobody called {} all day", numbers.join(", "))));
        }
        Ok(())
    }

    /// The last one out throws the main switch: the night is dark, and every device forgets what it showed.
    fn main_switch(&mut self, evening: Time) {
        self.now = self.now.max(evening);
        self.forgets |= self.site.power_off(self.now);
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
        while let Some(happening) = self.troubles.take(self.now) {
            self.happens(&happening);
        }
        self.forget()?;
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
            self.claim_paper();
        }
        let seen = self.site.run(self.now, due);
        if self.site.took_trouble() {
            self.guard.trouble(self.now);
        }
        self.stored()?;
        self.seen(seen?)?;
        self.guard.look(self.now, &self.site, &self.watch)
    }

    /// What was in memory only is nobody's any more, but for the numbers in people's hands.
    fn forget(&mut self) -> Result<(), Finding> {
        if !std::mem::take(&mut self.forgets) {
            return Ok(());
        }
        let stored = self.site.disk.stored();
        self.told = self.told.min(stored.len());
        self.figures.forgotten += self.watch.lost(self.now, stored)?;
        Ok(())
    }

    fn noted(&mut self, note: &Note) {
        self.diary.person(self.now, note);
        if let Note::Pressed(window, key) = note {
            self.watch.pressed(*window, *key);
        }
        match note {
            Note::Holds(number) => self.watch.promised(self.now, *number),
            Note::Pressed(window, Key::Next) => {
                self.guard.pressed_next(self.now, *window, self.watch.book(), &self.site);
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

    /// Duty staff have numbers for paper in the drawer, from the first day on.
    fn claim_paper(&mut self) {
        let book = self.watch.book();
        let service = self.rules.services.first().map(|service| service.id).filter(|_| book.is_open());
        let Some(service) = service.filter(|_| !std::mem::replace(&mut self.has_paper, true)) else { return };
        self.at_the_desk(Request::Manual(ManualRequest::ClaimBlock { service, count: PAPER_NUMBERS }));
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
        let news = stored.get(self.told..).unwrap_or_default();
        for record in news {
            self.diary.stored(self.now, record);
        }
        self.guard.given_up(self.now, news)?;
        self.told = stored.len();
        self.watch.stored(self.now, stored)
    }

    fn seen(&mut self, seen: Seen) -> Result<(), Finding> {
        for kind in seen.struck {
            self.struck(kind);
        }
        for (device, health) in &seen.health {
            self.diary.health(self.now, device, *health);
            // Where devices are played by their commands nobody supervises them.
            if self.plan.level == Level::Bytes {
                self.guard.health(self.now, device, *health)?;
            }
        }
        for claim in &seen.claims {
            self.watch.claimed(claim)?;
        }
        for lines in &seen.paper {
            self.diary.paper(self.now, lines);
            for number in lines.iter().flat_map(|line| paper::numbers(line)) {
                self.watch.promised(self.now, number);
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

    fn outcome(mut self, breach: Option<Breach>) -> Outcome {
        self.figures.count(self.site.disk.stored());
        self.figures.steps = self.site.steps();
        self.figures.kept_elsewhere = self.site.disk.times_elsewhere();
        self.figures.gone_up = self.site.disk.times_gone_up();
        match breach.as_ref().map(|breach| breach.finding.check) {
            Some(Check::TicketLost | Check::ShownNotStored) => self.figures.lost = 1,
            Some(Check::CalledTwice) => self.figures.called_twice = 1,
            Some(_) | None => {}
        }
        let hash = self.site.hash();
        Outcome { figures: self.figures, hash, breach }
    }
}
