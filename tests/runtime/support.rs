//! A morning in the hall that we ship, as requests; and the office that remembers it.

use std::path::Path;
use std::sync::Arc;

use jiaohao::config;
use jiaohao::domain::id::{
    BootId, JobId, KioskId, RequestNumber, ServiceDay, ServiceId, StaffId, TicketId, WindowId,
};
use jiaohao::domain::moment::{HallTime, Moment};
use jiaohao::domain::office::Office;
use jiaohao::domain::opening::{Hours, Opening};
use jiaohao::domain::record::Record;
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::domain::rules::Rules;
use jiaohao::domain::ticket::Outcome;

/// The rules of `config/hall.toml`.
pub fn rules() -> Arc<Rules> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
    let config = config::load(&path).unwrap_or_else(|problems| panic!("{problems:?}"));
    Arc::new(config.rules)
}

/// The moment of the request with this place in the morning: one every ten seconds.
pub fn at(place: usize) -> Moment {
    Moment { hall: HallTime(10_000 * place as u64), wall: None, boot: BootId(1) }
}

/// The office that these records make.
pub fn office_of(records: &[Record]) -> Office {
    if records.is_empty() {
        return Office::vacant(TicketId(1), JobId(1));
    }
    Office::replay(records.iter().cloned()).unwrap()
}

/// A morning: the day opens, two clerks log in, visitors come, are called, served, missed and rated; some
/// asks are refused.
pub fn morning() -> Vec<Asked> {
    let (first, second) = (WindowId(1), WindowId(2));
    let log_in = |window, staff| Request::LogIn { window, staff: StaffId(staff) };
    let issue = |service| Request::Issue { services: vec![ServiceId(service)], green: None, paper: true };
    let done = |window| Request::Finish { window, outcome: Outcome::Done };
    let requests = [
        (Origin::Clock, Request::OpenDay(Box::new(opening()))),
        (Origin::Keypad(first), log_in(first, 101)),
        (Origin::Keypad(second), log_in(second, 102)),
        (Origin::Kiosk(KioskId(1)), issue(11)),
        (Origin::Kiosk(KioskId(1)), issue(12)),
        (Origin::Kiosk(KioskId(1)), issue(999)),
        (Origin::Keypad(first), Request::CallNext { window: first }),
        (Origin::Keypad(second), Request::CallNext { window: second }),
        (Origin::Kiosk(KioskId(1)), issue(21)),
        (Origin::Device, Request::SlipPrinted { job: JobId(1) }),
        (Origin::Keypad(first), Request::Recall { window: first }),
        (Origin::Keypad(first), Request::Start { window: first }),
        (Origin::Keypad(first), done(first)),
        (Origin::RatingPad(first), Request::Rate { window: first, grade: 1 }),
        (Origin::Keypad(first), Request::CallNext { window: first }),
        (Origin::Keypad(first), Request::Undo { window: first }),
        (Origin::Keypad(second), Request::Start { window: second }),
        (Origin::Keypad(second), Request::Park { window: second }),
        (Origin::Keypad(second), Request::Resume { window: second, number: None }),
    ];
    let asked =
        |(number, (origin, request))| Asked { number: RequestNumber(number), origin, person: None, request };
    (1..).zip(requests).map(asked).collect()
}

fn opening() -> Opening {
    Opening {
        items: None,
        blocks: None,
        pins: None,
        day: ServiceDay(20_261_120),
        rules: rules(),
        rules_hash: [0; 32],
        hours: Hours::default(),
        next_ticket: TicketId(1),
        next_job: JobId(1),
        day_before: None,
    }
}
