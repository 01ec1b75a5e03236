//! Draws what anyone may see of the office at one moment.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::day::Day;
use super::discipline;
use super::estimate::{Load, Told};
use super::id::{ServiceId, StaffId, TicketId, TicketNumber, WindowId};
use super::incident::Incidents;
use super::job::JobKind;
use super::keeping::Kept;
use super::locker::DoorTrouble;
use super::manual::ManualView;
use super::means::Standing;
use super::moment::Moment;
use super::office::Between;
use super::rules::{Class, Service};
use super::self_test::SelfTestView;
use super::ticket::{Ticket, TicketState};
use super::view::{
    Availability, CallView, GivenView, JobView, LockerView, OfficeView, RatingView, ServiceView, TicketView,
    Totals, WindowState, WindowView,
};
use super::window::{Question, Window};

/// The length of the list of those who should make ready.
const NEXT_UP: usize = 8;

/// The office while no day is open: everything closed, nobody there.
pub(super) fn between_days(between: &Between, at: Moment) -> OfficeView {
    let services = between.rules.services.iter().map(|service| ServiceView {
        id: service.id,
        availability: Availability::Closed { opens: between.next_opening },
        waiting: 0,
        ahead: 0,
        wait: None,
    });
    let windows = between.rules.windows.iter().map(|window| WindowView {
        id: window.id,
        state: WindowState::Closed,
        clerk: None,
        waiting: 0,
        parked: Vec::new(),
        rating: None,
        closing_out: false,
    });
    OfficeView {
        at,
        day: None,
        after_hours: false,
        rules: Arc::clone(&between.rules),
        services: services.collect(),
        windows: windows.collect(),
        calls: Vec::new(),
        next_up: Vec::new(),
        jobs: Vec::new(),
        given: Vec::new(),
        totals: Totals::default(),
        locker: LockerView { items: between.items.clone(), ..LockerView::default() },
        kept: Kept::default(),
        standing: Standing::default(),
        manual: ManualView { blocks: between.blocks.clone(), ..ManualView::default() },
        self_test: SelfTestView::default(),
        incidents: Incidents::default(),
        pins: Vec::new(),
        stopped: Vec::new(),
    }
}

/// The office while a day is open.
pub(super) fn at_day(day: &Day, at: Moment) -> OfficeView {
    let queues = Queues::gather(day);
    let next_up = discipline::preview(day, at.hall, NEXT_UP);
    OfficeView {
        at,
        day: Some(day.day),
        after_hours: day.hours.are_over(at.hall),
        rules: Arc::clone(&day.rules),
        services: services(day, at),
        windows: day.windows.iter().map(|(id, window)| window_view(day, &queues, *id, window)).collect(),
        calls: calls(day),
        next_up: next_up.iter().filter_map(|id| number(day, *id)).collect(),
        jobs: jobs(day),
        given: given(day),
        totals: Totals { longest_wait: longest_wait(day, at), ..day.totals },
        locker: locker(day),
        kept: day.kept,
        standing: day.standing.clone(),
        manual: day.manual.view(|id| number(day, id)),
        self_test: day.self_tests.view(),
        incidents: day.incidents.clone(),
        pins: day.pins.view(),
        stopped: day.stopped.clone(),
    }
}

fn locker(day: &Day) -> LockerView {
    let cabinet = &day.cabinet;
    let open = cabinet.open.iter().filter(|(_, (_, told))| *told);
    let left_open = open.map(|(door, (since, _))| (*door, DoorTrouble::LeftOpen, *since));
    let stuck = cabinet.stuck.iter().map(|(door, since)| (*door, DoorTrouble::NotOpened, *since));
    LockerView {
        items: cabinet.contents(),
        orders: cabinet.orders.values().copied().collect(),
        troubles: left_open.chain(stuck).collect(),
    }
}

fn services(day: &Day, at: Moment) -> Vec<ServiceView> {
    let load = Load::gather(day, at.hall);
    // Most services of a hall are served by the same windows, and the answer to one is the answer to all of
    // them.
    let mut told: BTreeMap<(Vec<WindowId>, Class), Told> = BTreeMap::new();
    let view = |service: &Service| {
        let alike = (able_windows(day, service.id), service.class);
        let told = *told.entry(alike).or_insert_with(|| load.told(service.id, service.class));
        ServiceView {
            id: service.id,
            availability: day.availability(service, told.wait, at.hall),
            waiting: day.queue.length(service.id),
            ahead: told.ahead,
            wait: told.wait,
        }
    };
    day.rules.services.iter().map(view).collect()
}

fn able_windows(day: &Day, service: ServiceId) -> Vec<WindowId> {
    let staffed = day.windows.iter().filter(|(_, window)| window.calls());
    let able = staffed.filter_map(|(id, window)| day.serves(*id, window.clerk?, service).then_some(*id));
    able.collect()
}

/// How many wait for what, counted once for all windows.
struct Queues<'a> {
    /// Tickets that any window with the skill may call.
    open: BTreeMap<ServiceId, u32>,
    /// Tickets that are kept for a window or a clerk.
    kept: Vec<&'a Ticket>,
}

impl<'a> Queues<'a> {
    fn gather(day: &'a Day) -> Self {
        let mut queues = Self { open: BTreeMap::new(), kept: Vec::new() };
        for (service, id) in day.queue.everybody() {
            match day.tickets.get(&id) {
                Some(ticket) if is_kept(&ticket.state) => queues.kept.push(ticket),
                Some(_) | None => *queues.open.entry(service).or_default() += 1,
            }
        }
        queues
    }

    fn length_for(&self, day: &Day, window: WindowId, clerk: StaffId) -> u32 {
        let serves = |service: &ServiceId| day.serves(window, clerk, *service);
        let open: u32 =
            self.open.iter().filter(|(service, _)| serves(service)).map(|(_, count)| *count).sum();
        let kept = self.kept.iter().filter(|ticket| ticket.service().as_ref().is_some_and(serves));
        let kept = kept.filter(|ticket| !day.kept_from(ticket, window, clerk)).count();
        open.saturating_add(u32::try_from(kept).unwrap_or(u32::MAX))
    }
}

fn is_kept(state: &TicketState) -> bool {
    matches!(state, TicketState::Waiting { only: Some(_), .. })
}

fn window_view(day: &Day, queues: &Queues<'_>, id: WindowId, window: &Window) -> WindowView {
    let parked = day.parked_at(id);
    WindowView {
        id,
        state: window_state(day, window),
        clerk: window.clerk,
        waiting: window.clerk.map_or(0, |clerk| queues.length_for(day, id, clerk)),
        parked: parked.iter().map(|ticket| ticket.number).collect(),
        rating: window.asking.map(|asking| match asking.question {
            Question::Grade => RatingView::Grade,
            Question::Reason => RatingView::Reason,
        }),
        closing_out: window.closing_out,
    }
}

fn window_state(day: &Day, window: &Window) -> WindowState {
    if window.clerk.is_none() {
        return WindowState::Closed;
    }
    if let Some(ticket) = window.visitor.and_then(|id| day.tickets.get(&id)) {
        let (number, class) = (ticket.number, ticket.class);
        match (&ticket.state, ticket.service()) {
            (TicketState::Called(call), _) => {
                return WindowState::Called { number, class, since: call.since, last: call.last };
            }
            (TicketState::Serving { since, .. }, Some(service)) => {
                return WindowState::Serving { number, class, since: *since, service };
            }
            (
                TicketState::Serving { .. }
                | TicketState::Waiting { .. }
                | TicketState::Parked { .. }
                | TicketState::Missed { .. }
                | TicketState::Served { .. }
                | TicketState::Cancelled { .. },
                _,
            ) => (),
        }
    }
    match window.paused {
        Some(pause) => WindowState::Paused { reason: pause.reason, since: pause.since },
        None => WindowState::Free,
    }
}

fn calls(day: &Day) -> Vec<CallView> {
    let visitors = day.windows.values().filter_map(|window| day.tickets.get(&window.visitor?));
    let standing = visitors.filter_map(|ticket| {
        let call = ticket.state.call()?;
        let arrived = matches!(ticket.state, TicketState::Serving { .. });
        let (number, class) = (ticket.number, ticket.class);
        Some(CallView { number, window: call.window, class, last: call.last, arrived })
    });
    let mut calls: Vec<CallView> = standing.collect();
    calls.sort_by_key(|call| (std::cmp::Reverse(call.last), call.window));
    calls
}

fn jobs(day: &Day) -> Vec<JobView> {
    let with_ticket = day.jobs.values().filter_map(|job| {
        let ticket = match &job.kind {
            JobKind::Slip { ticket, .. }
            | JobKind::Correction { ticket, .. }
            | JobKind::Announcement { ticket, .. } => day.tickets.get(ticket)?,
        };
        Some(JobView { job: job.clone(), ticket: ticket_view(ticket) })
    });
    with_ticket.collect()
}

fn given(day: &Day) -> Vec<GivenView> {
    let last = day.kiosks.iter().filter_map(|(kiosk, state)| {
        let (_, id) = state.given.back()?;
        let ticket = day.tickets.get(id)?;
        Some(GivenView { kiosk: *kiosk, ticket: ticket_view(ticket), slip: ticket.slip })
    });
    last.collect()
}

fn ticket_view(ticket: &Ticket) -> TicketView {
    TicketView {
        id: ticket.id,
        number: ticket.number,
        services: ticket.errands.iter().map(|errand| errand.service).collect(),
        class: ticket.class,
        ahead: ticket.ahead,
        wait: ticket.wait,
        issued: ticket.issued,
    }
}

fn number(day: &Day, id: TicketId) -> Option<TicketNumber> {
    day.tickets.get(&id).map(|ticket| ticket.number)
}

fn longest_wait(day: &Day, at: Moment) -> Duration {
    let waiting = day.queue.everybody().filter_map(|(_, id)| day.tickets.get(&id));
    waiting.map(|ticket| ticket.waited(at.hall)).max().unwrap_or_default()
}
