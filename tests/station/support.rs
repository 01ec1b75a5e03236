//! Views of the small hall for the stations' tests: what its faces are made from.

use std::sync::Arc;
use std::time::Duration;

use jiaohao::domain::id::{
    BootId, JobId, Prefix, ServiceDay, ServiceId, StaffId, TicketId, TicketNumber, WindowId,
};
use jiaohao::domain::job::{Job, JobKind};
use jiaohao::domain::keeping::Kept;
use jiaohao::domain::manual::ManualView;
use jiaohao::domain::means::Standing;
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::rules::Class;
use jiaohao::domain::self_test::SelfTestView;
use jiaohao::domain::ticket::WaitRange;
use jiaohao::domain::view::{
    Availability, CallView, JobView, LockerView, OfficeView, ServiceView, TicketView, Totals, WindowState,
    WindowView,
};
use jiaohao::station::cabinet::{Situation, Trouble};

use crate::small_hall::rules;

/// Window 3.
pub const THREE: WindowId = WindowId(3);
/// Window 12.
pub const TWELVE: WindowId = WindowId(12);
/// Saturday 2026-11-21, 09:14 in the hall.
pub const MORNING: Wall = Wall { utc_ms: 1_795_223_640_000, offset_min: 480 };

/// A point of hall time, in seconds.
pub fn at(seconds: u64) -> HallTime {
    HallTime(seconds * 1000)
}

/// `A012` for 12.
pub fn number(value: u16) -> TicketNumber {
    TicketNumber { prefix: Prefix('A'), value, width: 3 }
}

/// The view of a hall in which nothing has happened yet; window 3 is free, window 12 closed.
pub fn view() -> OfficeView {
    let service = |id, waiting, ahead, wait| ServiceView {
        id: ServiceId(id),
        availability: Availability::Open,
        waiting,
        ahead,
        wait,
    };
    OfficeView {
        incidents: jiaohao::domain::incident::Incidents::default(),
        pins: Vec::new(),
        stopped: Vec::new(),
        locker: LockerView::default(),
        standing: Standing::default(),
        self_test: SelfTestView::default(),
        at: moment(),
        day: Some(ServiceDay(20_261_121)),
        after_hours: false,
        rules: Arc::new(rules()),
        services: vec![
            service(11, 3, 3, Some(WaitRange { from: 10, to: 15 })),
            service(12, 0, 0, Some(WaitRange { from: 0, to: 0 })),
            service(21, 8, 9, None),
        ],
        windows: vec![
            window(THREE, WindowState::Free, Some(StaffId(7))),
            window(TWELVE, WindowState::Closed, None),
        ],
        calls: Vec::new(),
        next_up: Vec::new(),
        jobs: Vec::new(),
        given: Vec::new(),
        totals: Totals::default(),
        kept: Kept::default(),
        manual: ManualView::default(),
    }
}

/// The same hall with window 3 in this state.
pub fn view_with(state: WindowState) -> OfficeView {
    let mut view = view();
    view.windows[0].state = state;
    view
}

/// The status LCD's situation of an open hall where 12 wait, with these troubles.
pub fn busy(troubles: Vec<Trouble>) -> Situation {
    let mut hall = view();
    hall.totals.waiting = 12;
    hall.totals.served = 128;
    hall.totals.longest_wait = Duration::from_secs(22 * 60);
    hall.next_up = vec![number(17)];
    Situation::of(&hall, Some(MORNING), true, troubles)
}

/// Window 3 has called this number.
pub fn called(value: u16) -> WindowState {
    WindowState::Called { number: number(value), class: Class::Ordinary, since: at(0), last: at(0) }
}

/// Window 3 serves this number.
pub fn serving(value: u16) -> WindowState {
    WindowState::Serving { number: number(value), class: Class::Urgent, since: at(0), service: ServiceId(11) }
}

/// A window with nobody waiting for it.
pub fn window(id: WindowId, state: WindowState, clerk: Option<StaffId>) -> WindowView {
    WindowView { id, state, clerk, waiting: 0, parked: Vec::new(), rating: None, closing_out: false }
}

/// A call that stands since `seconds`.
pub fn call(value: u16, window: WindowId, seconds: u64) -> CallView {
    CallView { number: number(value), window, class: Class::Ordinary, last: at(seconds), arrived: false }
}

/// An open job about `A012`, which came for service 11.
pub fn job(id: u64, kind: JobKind) -> JobView {
    JobView { job: Job { id: JobId(id), kind, opened: at(0) }, ticket: ticket() }
}

/// The ticket `A012`.
pub fn ticket() -> TicketView {
    TicketView {
        id: TicketId(512),
        number: number(12),
        services: vec![ServiceId(11)],
        class: Class::Ordinary,
        ahead: 3,
        wait: Some(WaitRange { from: 10, to: 15 }),
        issued: moment(),
    }
}

/// 09:14.
pub fn moment() -> Moment {
    Moment { hall: at(0), wall: Some(MORNING), boot: BootId(1) }
}
