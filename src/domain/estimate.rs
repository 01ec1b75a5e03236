//! How long a visitor will wait, as a range: the work ahead over the windows that can do it.
//!
//! [`Load::told`] is the one question asked of this file; a forecast by simulation answers the same question.
//! Everything is integers, in seconds. The claim is modest on purpose: visitors who come later in a faster
//! class are not foreseen, and where no window is open nothing is claimed.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::day::Day;
use super::id::{ServiceId, WindowId};
use super::moment::HallTime;
use super::rules::{Class, Discipline, Estimate};
use super::ticket::{Only, TicketState, WaitRange};

/// Services remembered for the rolling mean of each kind: about a morning at one window.
const REMEMBERED: usize = 50;
/// The longest service that is believed: beyond it the clerk forgot FINISH.
const LONGEST: Duration = Duration::from_secs(2 * 60 * 60);
/// How many calls the rules' share of visitors who do not come weighs: until then, hardly anything is known.
const NO_SHOW_WEIGHT: u64 = 50;
/// How far the eightieth percentile of a normal distribution lies above its median, in percent of a
/// deviation.
const P80_PERCENT: u64 = 84;

/// What the hall has measured of itself today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Measured {
    services: BTreeMap<ServiceId, VecDeque<u64>>,
    called: u64,
    missed: u64,
}

impl Measured {
    pub fn served(&mut self, service: ServiceId, took: Duration) {
        if took > LONGEST {
            return;
        }
        let recent = self.services.entry(service).or_default();
        if recent.len() == REMEMBERED {
            recent.pop_front();
        }
        recent.push_back(took.as_secs());
    }

    pub fn called(&mut self) {
        self.called += 1;
    }

    pub fn uncalled(&mut self) {
        self.called = self.called.saturating_sub(1);
    }

    pub fn missed(&mut self) {
        self.missed += 1;
    }

    /// The mean of the measured seconds, with the catalogue's minutes as if they had been measured some
    /// times.
    fn mean(&self, service: ServiceId, prior: Duration, weight: u32) -> u64 {
        let none = VecDeque::new();
        let recent = self.services.get(&service).unwrap_or(&none);
        let weight = u64::from(weight);
        let seconds = recent.iter().sum::<u64>() + prior.as_secs() * weight;
        let cases = weight + u64::try_from(recent.len()).unwrap_or(u64::MAX);
        seconds.checked_div(cases).unwrap_or(prior.as_secs())
    }

    /// Visitors of a thousand who do not come when they are called.
    fn no_show_permille(&self, rules: &Estimate) -> u64 {
        let assumed = u64::from(rules.no_show_percent) * NO_SHOW_WEIGHT / 100;
        ((self.missed + assumed) * 1000 / (self.called + NO_SHOW_WEIGHT)).min(1000)
    }
}

/// What a visitor is told: people ahead, and the wait if it can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub ahead: u32,
    pub wait: Option<WaitRange>,
}

/// The hall's work at one moment, gathered once for any number of questions.
pub(super) struct Load<'a> {
    day: &'a Day,
    waiting: Vec<Work>,
    desks: Vec<Desk>,
}

/// A waiting ticket as work.
struct Work {
    service: ServiceId,
    class: Class,
    target_minutes: u64,
    waited: u64,
    seconds: u64,
    able: Windows,
}

/// An open window as capacity.
struct Desk {
    window: WindowId,
    /// Seconds until its visitor leaves; `None` when it is free.
    busy: Option<u64>,
}

/// A set of windows: bit n stands for window n, of which there are at most 99.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Windows(u128);

impl Windows {
    fn with(self, window: WindowId) -> Self {
        Self(self.0 | 1_u128.checked_shl(u32::from(window.0)).unwrap_or(0))
    }

    fn has(self, window: WindowId) -> bool {
        1_u128.checked_shl(u32::from(window.0)).unwrap_or(0) & self.0 != 0
    }

    fn shared(self, other: Self) -> u64 {
        u64::from((self.0 & other.0).count_ones())
    }

    fn count(self) -> u64 {
        u64::from(self.0.count_ones())
    }
}

impl<'a> Load<'a> {
    pub fn gather(day: &'a Day, at: HallTime) -> Self {
        let desks = day.windows.iter().filter(|(_, window)| window.calls());
        let desks = desks.map(|(id, window)| {
            let visitor = window.visitor.and_then(|ticket| day.tickets.get(&ticket));
            Desk {
                window: *id,
                busy: visitor.map(|ticket| remaining(day, at, &ticket.state, ticket.service())),
            }
        });
        let mut load = Self { day, waiting: Vec::new(), desks: desks.collect() };
        let mut known: BTreeMap<ServiceId, (Windows, u64)> = BTreeMap::new();
        for (service, id) in day.queue.everybody() {
            let Some(ticket) = day.tickets.get(&id) else { continue };
            let (able, seconds) =
                *known.entry(service).or_insert_with(|| (load.able(service), expected(day, service)));
            load.waiting.push(Work {
                service,
                class: ticket.class,
                target_minutes: target(day, ticket.class),
                waited: ticket.waited(at).as_secs(),
                seconds,
                able: only(day, &ticket.state).unwrap_or(able),
            });
        }
        load
    }

    /// What a visitor of `class` who came for `service` at this moment would be told.
    pub fn told(&self, service: ServiceId, class: Class) -> Told {
        let able = self.able(service);
        let windows = able.count();
        if windows == 0 {
            let ahead = self.waiting.iter().filter(|work| work.service == service).count();
            return Told { ahead: u32::try_from(ahead).unwrap_or(u32::MAX), wait: None };
        }
        let (ahead, seconds) = self.ahead(class, able);
        let free = self.desks.iter().any(|desk| able.has(desk.window) && desk.busy.is_none());
        let at_once = ahead.is_empty() && free;
        let median = if at_once { 0 } else { seconds / windows };
        // One service's variance is taken as half its squared mean: between a fixed time and a memoryless
        // one.
        let variance: u64 = ahead.iter().map(|work| work.seconds.saturating_mul(work.seconds) / 2).sum();
        let late = median + variance.isqrt() * P80_PERCENT / 100 / windows;
        let wait = Some(range(median, late, self.day.rules.estimate.round_minutes));
        Told { ahead: u32::try_from(ahead.len()).unwrap_or(u32::MAX), wait }
    }

    /// Who would be called before a visitor of `class` who came at this moment, and the seconds of work that
    /// they and the visitors at the windows leave to `able`.
    ///
    /// The tickets are gone through in the order in which they will be called, and each is asked at the time
    /// of its call: an older one of a slower class goes first while the newcomer has not drawn level.
    fn ahead(&self, class: Class, able: Windows) -> (Vec<&Work>, u64) {
        let mut rivals: Vec<&Work> = self.waiting.iter().filter(|work| work.able.shared(able) > 0).collect();
        rivals.sort_by_key(|work| std::cmp::Reverse(work.waited * 60 / work.target_minutes));
        let mut seconds = self.busy(able);
        let mut ahead = Vec::new();
        for work in rivals {
            if self.goes_before(work, class, seconds / able.count().max(1)) {
                seconds += work.burden(able);
                ahead.push(work);
            }
        }
        (ahead, seconds)
    }

    /// Whether a waiting ticket would be called before a visitor of `class` who came at this moment, in
    /// `wait` seconds.
    fn goes_before(&self, work: &Work, class: Class, wait: u64) -> bool {
        match &self.day.rules.discipline {
            // In turns a newcomer may be called before some of them; what is told is then the longer wait.
            Discipline::FirstCome | Discipline::Ratio(_) => true,
            Discipline::AccumulatingPriority => {
                let (theirs, target) = (work.target_minutes, target(self.day, class));
                // The newcomer draws level after waited × target / (theirs − target), if ever.
                theirs <= target || work.waited * target > wait * (theirs - target)
            }
            Discipline::Strict(classes) => {
                let rank =
                    |class| classes.iter().position(|listed| *listed == class).unwrap_or(classes.len());
                rank(work.class) <= rank(class)
            }
        }
    }

    /// The windows that are open and can serve a service.
    fn able(&self, service: ServiceId) -> Windows {
        let clerk = |window| self.day.windows.get(&window).and_then(|window| window.clerk);
        let able = self.desks.iter().map(|desk| desk.window);
        able.filter(|window| clerk(*window).is_some_and(|clerk| self.day.serves(*window, clerk, service)))
            .fold(Windows(0), Windows::with)
    }

    /// The seconds until the visitors at these windows have left, all together.
    fn busy(&self, windows: Windows) -> u64 {
        self.desks.iter().filter(|desk| windows.has(desk.window)).filter_map(|desk| desk.busy).sum()
    }
}

impl Work {
    /// The seconds that it leaves to a set of windows: a ticket that others can serve as well burdens each of
    /// its windows alike.
    fn burden(&self, windows: Windows) -> u64 {
        self.seconds * self.able.shared(windows) / self.able.count().max(1)
    }
}

fn target(day: &Day, class: Class) -> u64 {
    u64::from(day.rules.classes.of(class).target_minutes.max(1))
}

/// The mean seconds of one errand, measured or as the catalogue says.
fn mean(day: &Day, service: ServiceId) -> u64 {
    let prior = day.service(service).map_or(Duration::ZERO, |service| service.prior);
    day.measured.mean(service, prior, day.rules.estimate.prior_weight)
}

/// The seconds of a window that a waiting ticket will cost: call it out, and serve it or wait for it in vain.
fn expected(day: &Day, service: ServiceId) -> u64 {
    let (rules, calling) = (&day.rules.estimate, &day.rules.calling);
    let missed = day.measured.no_show_permille(rules);
    let in_vain = calling.cool_down.as_secs() * (u64::from(calling.recalls_before_no_show) + 1);
    rules.call_out.as_secs() + (mean(day, service) * (1000 - missed) + in_vain * missed) / 1000
}

/// The seconds until a window is free again; whoever is over time already is as likely to stay a while.
fn remaining(day: &Day, at: HallTime, state: &TicketState, service: Option<ServiceId>) -> u64 {
    let mean = service.map_or(0, |service| mean(day, service));
    match state {
        TicketState::Serving { since, .. } => mean.saturating_sub(at.since(*since).as_secs()).max(mean / 4),
        TicketState::Called(_)
        | TicketState::Waiting { .. }
        | TicketState::Parked { .. }
        | TicketState::Missed { .. }
        | TicketState::Served { .. }
        | TicketState::Cancelled { .. } => mean,
    }
}

/// The one window that may call a ticket, while that holds.
fn only(day: &Day, state: &TicketState) -> Option<Windows> {
    let TicketState::Waiting { only: Some(only), .. } = state else { return None };
    if !day.binds(*only) {
        return None;
    }
    let meant = |id: &WindowId, clerk| match only {
        Only::Window(window) => window == id,
        Only::Clerk(wanted) => clerk == Some(*wanted),
    };
    let windows = day.windows.iter().filter(|(id, window)| meant(id, window.clerk));
    Some(windows.fold(Windows(0), |set, (id, _)| set.with(*id)))
}

/// The median to the nearest step, the late bound up to the next: at least one step apart.
fn range(median: u64, late: u64, step_minutes: u32) -> WaitRange {
    let step = u64::from(step_minutes.max(1)) * 60;
    let from = (median + step / 2) / step;
    let to = late.div_ceil(step).max(from + 1);
    let minutes = |steps: u64| u16::try_from(steps * step / 60).unwrap_or(u16::MAX);
    WaitRange { from: minutes(from), to: minutes(to) }
}
