//! What events make of tickets and queues.

use std::time::Duration;

use crate::domain::card::PersonHash;
use crate::domain::day::Day;
use crate::domain::event::{Choice, Event};
use crate::domain::id::{ServiceId, StaffId, TicketId, WindowId};
use crate::domain::keeping::Keeping;
use crate::domain::moment::HallTime;
use crate::domain::queue::PastCall;
use crate::domain::record::Record;
use crate::domain::request::TransferTo;
use crate::domain::rules::Class;
use crate::domain::ticket::{Call, Cancelled, Errand, Only, Outcome, Place, Slip, Ticket, TicketState};
use crate::domain::view::Totals;
use crate::domain::window::LastCall;

/// A kiosk's tickets are remembered this long, for the limit per minute.
const KIOSK_MEMORY: Duration = Duration::from_secs(60);

pub(super) const IN_ORDER: TicketState = TicketState::Waiting { only: None, place: Place::InOrder };

pub(super) fn issued(day: &mut Day, record: &Record, id: TicketId, event: &Event) {
    let Event::TicketIssued { number, services, class, green, kiosk, ahead, wait, .. } = event else {
        return;
    };
    let at = record.moment.hall;
    let ticket = Ticket {
        id,
        number: *number,
        errands: services.iter().map(|service| Errand { service: *service, outcome: None }).collect(),
        current: 0,
        class: *class,
        green_reason: *green,
        issued: record.moment,
        kiosk: *kiosk,
        ahead: *ahead,
        wait: *wait,
        slip: Slip::NotWanted,
        waits_since: at,
        waited_before: Duration::ZERO,
        state: IN_ORDER,
        first_asked: record.asked.person,
        grade: None,
        person: None,
    };
    day.next_ticket = day.next_ticket.max(id.next());
    day.numbered.insert((number.prefix, number.value), id);
    // What is given in memory is of a reserve: the others go on where they were.
    if day.kept.by != Keeping::Memory {
        day.next_numbers.insert(number.prefix, number.value.saturating_add(1));
    }
    for service in services {
        *day.issued.entry(*service).or_default() += 1;
    }
    if let Some(kiosk) = kiosk {
        let given = &mut day.kiosks.entry(*kiosk).or_default().given;
        given.retain(|(then, _)| at.since(*then) < KIOSK_MEMORY);
        given.push_back((at, id));
    }
    if let Some(service) = ticket.service() {
        day.queue.join(service, id);
    }
    day.totals.issued += 1;
    count(&mut day.totals, &ticket.state, |tickets| tickets + 1);
    day.tickets.insert(id, ticket);
}

pub(super) fn held(day: &mut Day, id: TicketId, person: PersonHash) {
    if let Some(ticket) = day.tickets.get_mut(&id) {
        ticket.person = Some(person);
    }
}

pub(super) fn called(
    day: &mut Day,
    at: HallTime,
    id: TicketId,
    (window, clerk): (WindowId, StaffId),
    choice: &Choice,
) {
    let Some(ticket) = day.tickets.get(&id) else { return };
    let Some(service) = ticket.service() else { return };
    let before = Ticket { state: place_if_undone(&ticket.state, choice), ..ticket.clone() };
    let class = ticket.class;
    let counted = match choice {
        Choice::Discipline(_) | Choice::Promised | Choice::Directed { .. } => Some(service),
        Choice::Resumed => None,
    };
    if counted.is_some() {
        day.queue.called(PastCall { ticket: id, service, class });
        day.measured.called();
    }
    if let Choice::Discipline(_) = choice {
        take_turn(day, window, class);
    }
    let call = Call { window, since: at, last: at, recalls: 0, repeated: false };
    change(day, at, id, TicketState::Called(call));
    if let Some(ticket) = day.tickets.get_mut(&id) {
        ticket.first_asked.get_or_insert(clerk);
    }
    if let Some(window) = day.windows.get_mut(&window) {
        window.visitor = Some(id);
        window.last_call = Some(LastCall { ticket: id, at, counted, before });
    }
}

/// Where a ticket goes if this call turns out to be a mistake: first, if it had been its turn; else back.
fn place_if_undone(state: &TicketState, choice: &Choice) -> TicketState {
    match (choice, state) {
        (Choice::Discipline(_) | Choice::Promised, TicketState::Waiting { only, .. }) => {
            TicketState::Waiting { only: *only, place: Place::First }
        }
        (Choice::Discipline(_) | Choice::Promised | Choice::Directed { .. } | Choice::Resumed, state) => {
            state.clone()
        }
    }
}

fn take_turn(day: &mut Day, window: WindowId, class: Class) {
    let own = day.window_rules(window).and_then(|rules| rules.discipline.as_ref());
    let whose = own.map(|_| window);
    let turn = day.queue.turn(whose);
    if let Some(turn) = own.unwrap_or(&day.rules.discipline).turn_after(turn, class) {
        day.queue.turned(whose, turn);
    }
}

pub(super) fn recalled(day: &mut Day, at: HallTime, id: TicketId) {
    let again = |call: &mut Call| {
        call.last = at;
        call.recalls = call.recalls.saturating_add(1);
        call.repeated = false;
    };
    on_call(day, id, again);
}

pub(super) fn call_undone(day: &mut Day, at: HallTime, id: TicketId, window: WindowId) {
    leave_window(day, window);
    let Some(undone) = day.windows.get_mut(&window).and_then(|window| window.last_call.take()) else {
        return;
    };
    if let Some(service) = undone.counted {
        day.queue.uncalled(service, id);
        day.measured.uncalled();
    }
    change(day, at, id, undone.before.state.clone());
    if let Some(ticket) = day.tickets.get_mut(&id) {
        // What the call had ended goes on as if there had been none: the wait, and who is responsible.
        ticket.waits_since = undone.before.waits_since;
        ticket.waited_before = undone.before.waited_before;
        ticket.first_asked = undone.before.first_asked;
    }
}

pub(super) fn started(day: &mut Day, at: HallTime, id: TicketId) {
    let Some(call) = day.tickets.get(&id).and_then(|ticket| ticket.state.call()) else { return };
    change(day, at, id, TicketState::Serving { call, since: at });
}

pub(super) fn finished(day: &mut Day, at: HallTime, id: TicketId, clerk: StaffId, outcome: &Outcome) {
    let Some(ticket) = day.tickets.get_mut(&id) else { return };
    let Some(call) = ticket.state.call() else { return };
    let current = ticket.current;
    if let Some(errand) = ticket.errands.get_mut(current) {
        errand.outcome = Some(outcome.clone());
    }
    if ticket.open_errand().is_some() {
        return; // The next event says where the next errand goes on.
    }
    change(day, at, id, TicketState::Served { window: call.window, at });
    leave_window(day, call.window);
    if let Some(window) = day.windows.get_mut(&call.window) {
        window.last_served = Some((id, clerk));
    }
}

pub(super) fn errand_begun(day: &mut Day, at: HallTime, id: TicketId) {
    turn_to_open_errand(day, id);
    started(day, at, id);
}

pub(super) fn errand_queued(day: &mut Day, at: HallTime, id: TicketId) {
    let window = window_of(day, id);
    turn_to_open_errand(day, id);
    change(day, at, id, IN_ORDER);
    window.into_iter().for_each(|window| leave_window(day, window));
}

pub(super) fn missed(day: &mut Day, at: HallTime, id: TicketId, window: WindowId) {
    day.measured.missed();
    change(day, at, id, TicketState::Missed { window, since: at });
    leave_window(day, window);
}

pub(super) fn returned(day: &mut Day, at: HallTime, id: TicketId, due_at_calls: u64) {
    let Some(ticket) = day.tickets.get_mut(&id) else { return };
    ticket.class = Class::Returning;
    ticket.waited_before = Duration::ZERO;
    for errand in ticket.errands.iter_mut().filter(|errand| errand.is_corrected()) {
        errand.outcome = None;
    }
    turn_to_open_errand(day, id);
    change(day, at, id, TicketState::Waiting { only: None, place: Place::AfterCalls(due_at_calls) });
}

pub(super) fn parked(day: &mut Day, at: HallTime, id: TicketId, window: WindowId, by: StaffId) {
    change(day, at, id, TicketState::Parked { window, by, since: at });
    leave_window(day, window);
}

pub(super) fn transferred(day: &mut Day, at: HallTime, id: TicketId, to: TransferTo) {
    let window = window_of(day, id);
    let only = match to {
        TransferTo::Service(service) => {
            send_to_service(day, id, service);
            None
        }
        TransferTo::Window(window) => Some(Only::Window(window)),
        TransferTo::Clerk(clerk) => Some(Only::Clerk(clerk)),
    };
    change(day, at, id, TicketState::Waiting { only, place: Place::InOrder });
    window.into_iter().for_each(|window| leave_window(day, window));
}

/// The place in the order and the time waited are those it had.
pub(super) fn released(day: &mut Day, at: HallTime, id: TicketId) {
    let Some(ticket) = day.tickets.get(&id) else { return };
    if let TicketState::Waiting { place, .. } = ticket.state {
        change(day, at, id, TicketState::Waiting { only: None, place });
    }
}

pub(super) fn cancelled(day: &mut Day, at: HallTime, id: TicketId, why: Cancelled) {
    let window = window_of(day, id);
    change(day, at, id, TicketState::Cancelled { at, why });
    window.into_iter().for_each(|window| leave_window(day, window));
}

/// The only place where a ticket's state changes: queue, waiting time and totals change with it.
pub(super) fn change(day: &mut Day, at: HallTime, id: TicketId, state: TicketState) {
    if day.tickets.get(&id).is_some_and(|ticket| moves(&ticket.state, &state)) {
        day.manual.moved(id);
    }
    let Some(ticket) = day.tickets.get_mut(&id) else { return };
    let waited = ticket.waited(at);
    count(&mut day.totals, &ticket.state, |tickets| tickets.saturating_sub(1));
    count(&mut day.totals, &state, |tickets| tickets + 1);
    day.queue.leave(id);
    ticket.waited_before = waited;
    ticket.waits_since = at;
    if let TicketState::Waiting { only: Some(_), .. } = state {
        day.queue.keep(id);
    }
    match (&state, ticket.service()) {
        (TicketState::Waiting { .. }, Some(service)) => day.queue.join(service, id),
        (TicketState::Parked { .. }, _) => day.queue.park(id),
        (
            TicketState::Waiting { .. }
            | TicketState::Called(_)
            | TicketState::Serving { .. }
            | TicketState::Missed { .. }
            | TicketState::Served { .. }
            | TicketState::Cancelled { .. },
            _,
        ) => (),
    }
    ticket.state = state;
}

/// Whether a ticket is somewhere else than a sheet says: called from the queue, or gone from its window.
fn moves(from: &TicketState, to: &TicketState) -> bool {
    let waits = |state: &TicketState| matches!(state, TicketState::Waiting { .. });
    let at_window = |state: &TicketState| state.call().is_some();
    !(waits(from) && waits(to) || at_window(from) && at_window(to))
}

fn count(totals: &mut Totals, state: &TicketState, change: impl Fn(u32) -> u32) {
    let tickets = match state {
        TicketState::Waiting { .. } => &mut totals.waiting,
        TicketState::Called(_) | TicketState::Serving { .. } => &mut totals.at_windows,
        TicketState::Parked { .. } => &mut totals.parked,
        TicketState::Missed { .. } => &mut totals.missed,
        TicketState::Served { .. } => &mut totals.served,
        TicketState::Cancelled { .. } => &mut totals.cancelled,
    };
    *tickets = change(*tickets);
}

fn on_call(day: &mut Day, id: TicketId, act: impl Fn(&mut Call)) {
    match day.tickets.get_mut(&id).map(|ticket| &mut ticket.state) {
        Some(TicketState::Called(call) | TicketState::Serving { call, .. }) => act(call),
        Some(
            TicketState::Waiting { .. }
            | TicketState::Parked { .. }
            | TicketState::Missed { .. }
            | TicketState::Served { .. }
            | TicketState::Cancelled { .. },
        )
        | None => (),
    }
}

/// A call is said once more after a restart: boards ask the visitor to come for as long as after any call.
pub(super) fn repeated(day: &mut Day, at: HallTime, id: TicketId) {
    let again = |call: &mut Call| {
        call.last = at;
        call.repeated = true;
    };
    on_call(day, id, again);
}

fn window_of(day: &Day, id: TicketId) -> Option<WindowId> {
    day.tickets.get(&id).and_then(|ticket| ticket.state.call()).map(|call| call.window)
}

/// Whoever stood at a window because of this ticket does not any more.
pub(super) fn leave_its_window(day: &mut Day, id: TicketId) {
    window_of(day, id).into_iter().for_each(|window| leave_window(day, window));
}

fn leave_window(day: &mut Day, window: WindowId) {
    if let Some(window) = day.windows.get_mut(&window) {
        window.visitor = None;
    }
}

fn turn_to_open_errand(day: &mut Day, id: TicketId) {
    if let Some(ticket) = day.tickets.get_mut(&id)
        && let Some(open) = ticket.open_errand()
    {
        ticket.current = open;
    }
}

fn send_to_service(day: &mut Day, id: TicketId, service: ServiceId) {
    if let Some(ticket) = day.tickets.get_mut(&id) {
        let current = ticket.current;
        if let Some(errand) = ticket.errands.get_mut(current) {
            errand.service = service;
        }
    }
}
