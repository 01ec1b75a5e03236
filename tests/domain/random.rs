//! Days of random presses: whatever people do, the hall keeps its promises.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiaohao::domain::event::{Choice, Event};
use jiaohao::domain::id::{JobId, KioskId, ServiceId, StaffId, TicketId, WindowId};
use jiaohao::domain::request::{Origin, Request, TransferTo, TypedNumber};
use jiaohao::domain::rules::{Class, Discipline, Exhausted};
use jiaohao::domain::ticket::{Outcome, Place, Ticket, TicketState};
use jiaohao::domain::view::Totals;

use crate::support::Hall;

/// Days in the usual run: a second or two.
const DAYS: u64 = 50;
const REQUESTS: u32 = 600;

/// Random numbers from a seed (xorshift64*, Vigna 2016): the same seed, the same day.
pub struct Seeded(u64);

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % bound
    }

    pub fn small(&mut self, bound: u64) -> u8 {
        u8::try_from(self.below(bound)).unwrap()
    }
}

#[test]
fn whatever_people_do_the_hall_keeps_its_promises() {
    let mut called = 0;
    for seed in 1..=DAYS {
        called += live(seed);
    }
    // A day in which nobody can be called would keep every promise.
    assert!(called > 1000, "only {called} calls");
}

/// One day; how many calls it saw.
fn live(seed: u64) -> usize {
    let mut random = Seeded::new(seed);
    let mut hall = Hall::staffed(|rules| {
        rules.calling.start_key = random.below(2) == 0;
        rules.rating.ask_at_finish = random.below(2) == 0;
        rules.groups[0].last = 40;
        rules.groups[0].exhausted = if random.below(2) == 0 { Exhausted::Wrap } else { Exhausted::Stop };
        rules.issuing.per_minute = 100;
        rules.discipline = match random.below(4) {
            0 => Discipline::FirstCome,
            1 => Discipline::Strict(vec![Class::Green, Class::Urgent]),
            2 => Discipline::Ratio(vec![(Class::Ordinary, 2), (Class::Green, 1)]),
            _ => Discipline::AccumulatingPriority,
        };
    });
    let mut watch = Watch::default();
    for step in 1..=REQUESTS {
        hall.now.0 += random.below(20_000);
        let (origin, request) = anything(&mut random, &watch);
        for event in hall.decide(origin, request.clone()).unwrap_or_default() {
            watch.saw(&hall, &event, seed);
        }
        let _refused = hall.ask(origin, None, request);
        if step % 20 == 0 {
            assert_state(&hall, seed);
        }
        if step % 200 == 0 {
            hall.assert_replays();
        }
    }
    let served = |ticket: &&Ticket| matches!(ticket.state, TicketState::Served { .. });
    let served: BTreeSet<TicketId> = hall.office.tickets().filter(served).map(|ticket| ticket.id).collect();
    for event in hall.ask(Origin::Duty, None, Request::CloseDay).unwrap() {
        watch.ended(&event, seed);
    }
    hall.assert_replays();
    assert_eq!(watch.alive, served, "seed {seed}: every ticket is served or cancelled, and never both");
    assert_eq!(watch.jobs, BTreeSet::new(), "seed {seed}: jobs open after the day");
    watch.calls
}

/// What a person, a device or the clock might ask at any time, sensible or not.
fn anything(random: &mut Seeded, watch: &Watch) -> (Origin, Request) {
    let window = WindowId(random.small(3) + 1);
    let staff = StaffId(u32::from(random.small(4)) + 11);
    let ticket = TicketId(random.below(120) + 1);
    let job = watch.jobs.first().copied().unwrap_or(JobId(1));
    let value = u16::from(random.small(45));
    let number = TypedNumber { prefix: None, value };
    let service = ServiceId(u16::from(random.small(4)) + 1);
    let request = match random.below(34) {
        0..=6 => {
            let mut services = vec![service];
            if random.below(5) == 0 {
                services.push(ServiceId(service.0 % 4 + 1));
            }
            let green = (random.below(6) == 0).then_some(0);
            let request = Request::Issue { services, green, paper: random.below(2) == 0 };
            return (Origin::Kiosk(KioskId(random.small(3) + 1)), request);
        }
        7..=11 => Request::CallNext { window },
        12..=13 => Request::Start { window },
        14 => Request::Recall { window },
        15 => Request::NoShow { window },
        16 => Request::Undo { window },
        17..=18 => Request::Finish { window, outcome: Outcome::Done },
        19 => Request::Finish { window, outcome: Outcome::Corrected { missing: vec![random.small(3)] } },
        20 => Request::Park { window },
        21 => Request::Resume { window, number: None },
        22 => {
            let to = match random.below(3) {
                0 => TransferTo::Service(service),
                1 => TransferTo::Window(WindowId(random.small(3) + 1)),
                _ => TransferTo::Clerk(staff),
            };
            Request::Transfer { window, to }
        }
        23 => Request::Return { number },
        24 => Request::Cancel { ticket },
        25 => Request::CallNumber { window, number, reason: 0 },
        26 => match random.below(4) {
            0 => Request::LogOut { window },
            1 => Request::HandOver { window, staff },
            _ => Request::LogIn { window, staff },
        },
        27 => match random.below(3) {
            0 => Request::Pause { window, reason: 0 },
            _ => Request::GoOn { window },
        },
        28 => match random.below(4) {
            0 => Request::CloseOut { window },
            1 => Request::Restart,
            2 => Request::PinWrong { window, staff },
            _ => Request::Reprint { ticket },
        },
        29 => Request::Rate { window, grade: random.small(6) },
        30 => Request::RateReason { window, reason: random.small(5) },
        31 => Request::SlipPrinted { job },
        32 => Request::Said { job },
        _ => Request::Wake,
    };
    (Origin::Duty, request)
}

/// What has to be true of the events of a day, kept without the office's own figures.
#[derive(Default)]
struct Watch {
    calls: usize,
    alive: BTreeSet<TicketId>,
    jobs: BTreeSet<JobId>,
    jobs_ever: BTreeSet<JobId>,
}

impl Watch {
    /// An event that was granted and is not true yet: the hall stands as it was decided upon.
    fn saw(&mut self, hall: &Hall, event: &Event, seed: u64) {
        if let Event::TicketIssued { ticket, number, .. } = event {
            let bearer = hall.office.tickets().find(|other| other.number == *number && !other.is_gone());
            assert_eq!(bearer, None, "seed {seed}: {number} given twice");
            assert!(self.alive.insert(*ticket), "seed {seed}: ticket {ticket} given twice");
        }
        if let Event::TicketCalled { ticket, choice, .. } = event {
            self.calls += 1;
            if let Choice::Discipline(_) = choice {
                assert_nobody_overtaken(hall, *ticket, seed);
            }
        }
        if let Event::SlipOpened { job, .. }
        | Event::CorrectionOpened { job, .. }
        | Event::AnnouncementOpened { job, .. } = event
        {
            assert!(self.jobs_ever.insert(*job), "seed {seed}: job {job} opened twice");
            self.jobs.insert(*job);
        }
        self.ended(event, seed);
    }

    fn ended(&mut self, event: &Event, seed: u64) {
        if let Event::TicketCancelled { ticket, .. } = event {
            assert!(self.alive.remove(ticket), "seed {seed}: ticket {ticket} ended twice");
        }
        if let Event::SlipPrinted { job }
        | Event::SlipUnknown { job }
        | Event::SlipDropped { job, .. }
        | Event::Said { job }
        | Event::AnnouncementDropped { job, .. } = event
        {
            assert!(self.jobs.remove(job), "seed {seed}: job {job} closed twice");
        }
    }
}

/// Within one queue and class, whoever has waited longer is called first.
fn assert_nobody_overtaken(hall: &Hall, id: TicketId, seed: u64) {
    let called = hall.office.ticket(id).unwrap();
    let key = |ticket: &Ticket| (Reverse(ticket.waited(hall.now)), ticket.id);
    for other in hall.office.tickets() {
        let TicketState::Waiting { only: None, place } = other.state else { continue };
        let first = match place {
            Place::First => true,
            Place::InOrder => key(other) < key(called),
            Place::AfterCalls(_) => false,
        };
        let same_queue = other.service() == called.service() && other.class == called.class;
        assert!(!(same_queue && first), "seed {seed}: {} overtaken by {id}", other.id);
    }
}

/// What has to be true at any time.
fn assert_state(hall: &Hall, seed: u64) {
    let mut at_windows: BTreeMap<WindowId, TicketId> = BTreeMap::new();
    let mut counted = Totals::default();
    for ticket in hall.office.tickets() {
        counted.issued += 1;
        let bucket = match &ticket.state {
            TicketState::Waiting { .. } => &mut counted.waiting,
            TicketState::Called(_) | TicketState::Serving { .. } => &mut counted.at_windows,
            TicketState::Parked { .. } => &mut counted.parked,
            TicketState::Missed { .. } => &mut counted.missed,
            TicketState::Served { .. } => &mut counted.served,
            TicketState::Cancelled { .. } => &mut counted.cancelled,
        };
        *bucket += 1;
        if let Some(call) = ticket.state.call() {
            let other = at_windows.insert(call.window, ticket.id);
            assert_eq!(other, None, "seed {seed}: two visitors at window {}", call.window);
        }
        counted.rated += u32::from(ticket.grade.is_some());
    }
    let totals = hall.view().totals;
    assert_eq!(Totals { longest_wait: totals.longest_wait, ..counted }, totals, "seed {seed}");
}
