//! Records to store: one of every kind, and days of any length.

use jiaohao::domain::event::{Choice, Event, Score};
use jiaohao::domain::id::{
    BootId, JobId, KioskId, Prefix, RequestNumber, Seq, ServiceDay, ServiceId, StaffId, TicketId,
    TicketNumber, WindowId,
};
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::record::{Book, Record};
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::domain::rules::Class;
use jiaohao::domain::ticket::WaitRange;

use crate::hall::opening;

/// A day of the samples.
pub const DAY: ServiceDay = ServiceDay(20_261_123);

/// The day after it.
pub const NEXT_DAY: ServiceDay = ServiceDay(20_261_124);

/// What the samples' journals are called.
pub const SITE: &str = "longshan-medical-insurance";

/// The time of day at which the sample's hall time is `hall_ms`.
pub fn moment(hall_ms: u64) -> Moment {
    let wall = Wall { utc_ms: 1_795_390_200_000 + hall_ms.cast_signed(), offset_min: 480 };
    Moment { hall: HallTime(hall_ms), wall: Some(wall), boot: BootId(7) }
}

/// A record of the hall's book.
pub fn record(seq: u64, day: ServiceDay, request: Request, events: Vec<Event>) -> Record {
    let number = RequestNumber(u128::from(seq) << 64 | u128::from(day.0));
    Record {
        seq: Seq(seq),
        book: Book::Hall,
        day,
        moment: moment(seq * 1000),
        asked: Asked { number, origin: Origin::Clock, person: None, request },
        events,
    }
}

/// The record that opens a day.
pub fn opened(seq: u64, day: ServiceDay) -> Record {
    let opening = Box::new(opening(day));
    record(seq, day, Request::OpenDay(opening.clone()), vec![Event::DayOpened(opening)])
}

/// The record that closes a day.
pub fn closed(seq: u64, day: ServiceDay) -> Record {
    record(seq, day, Request::CloseDay, vec![Event::DayClosed])
}

/// A visitor takes a ticket; the slip is the job of the same number.
pub fn issued(seq: u64, day: ServiceDay) -> Record {
    let ticket = TicketId(seq);
    let number = TicketNumber { prefix: Prefix('A'), value: u16::try_from(seq % 1000).unwrap(), width: 3 };
    let services = vec![ServiceId(101)];
    let request = Request::Issue { services: services.clone(), green: None, paper: true };
    let wait = Some(WaitRange { from: 10, to: 25 });
    let (class, green, kiosk, ahead) = (Class::Ordinary, None, Some(KioskId(1)), 4);
    let event = Event::TicketIssued { ticket, number, services, class, green, kiosk, ahead, wait };
    let slip = Event::SlipOpened { job: JobId(seq), ticket, reprint: false };
    let mut record = record(seq, day, request, vec![event, slip]);
    record.asked.origin = Origin::Kiosk(KioskId(1));
    record
}

/// A clerk calls the ticket of the record before.
pub fn called(seq: u64, day: ServiceDay) -> Record {
    let (ticket, window, clerk) = (TicketId(seq - 1), WindowId(3), StaffId(12));
    let score = Score { ticket, class: Class::Ordinary, waited_ms: 60_000, target_minutes: 30 };
    let choice = Choice::Discipline(vec![score]);
    let called = Event::TicketCalled { ticket, window, clerk, choice };
    let said = Event::AnnouncementOpened { job: JobId(seq), ticket, window, repeat: false };
    let mut record = record(seq, day, Request::CallNext { window }, vec![called, said]);
    (record.asked.origin, record.asked.person) = (Origin::Keypad(window), Some(clerk));
    record
}

/// A day of `length` records from `first` on: opened, then tickets taken and called in turns; not closed.
pub fn open_day(first: u64, day: ServiceDay, length: u64) -> Vec<Record> {
    let rest = (first + 1..first + length)
        .map(|seq| if (seq - first) % 2 == 1 { issued(seq, day) } else { called(seq, day) });
    std::iter::once(opened(first, day)).chain(rest).collect()
}

/// A day of `length` records from `first` on, closed by the last.
pub fn whole_day(first: u64, day: ServiceDay, length: u64) -> Vec<Record> {
    let mut records = open_day(first, day, length - 1);
    records.push(closed(first + length - 1, day));
    records
}
