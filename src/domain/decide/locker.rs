//! The pick-up cabinet: who may have which door opened, and what became of it.

use super::Decision;
use crate::domain::day::Day;
use crate::domain::event::Event;
use crate::domain::id::{DoorId, ItemId, JobId, KioskId};
use crate::domain::locker::{ANSWERED_WITHIN, CabinetEvent, CabinetRequest, LockerRules, Order, Whom};
use crate::domain::request::{Origin, Refusal};

/// Decides what is asked of the cabinet.
pub(super) fn request(it: &mut Decision<'_>, asked: CabinetRequest) -> Result<(), Refusal> {
    let rules = it.day.rules.locker.ok_or(Refusal::NoSuchDoor)?;
    match asked {
        CabinetRequest::Put { door } => put(it, rules, door, None),
        CabinetRequest::PutFor { door, number } => {
            let number = it.day.typed(number, |_| true)?.number;
            put(it, rules, door, Some(Whom { day: it.day.day, number }))
        }
        CabinetRequest::Collect { item } => collect(it, item),
        CabinetRequest::CodeWrong => wrong_code(it),
        CabinetRequest::Opened { job } => opened(it, job),
        CabinetRequest::NotOpened { job } => not_opened(it, job, CabinetEvent::DoorNotOpened { job }),
        CabinetRequest::Unknown { job } => {
            ordered(it, job)?;
            it.add(Event::Cabinet(CabinetEvent::DoorUnknown { job }));
            Ok(())
        }
        CabinetRequest::Seen { door, open } => seen(it, rules, door, open),
    }
}

fn put(it: &mut Decision<'_>, rules: LockerRules, door: DoorId, whom: Option<Whom>) -> Result<(), Refusal> {
    if !(1..=rules.doors).contains(&door.0) {
        return Err(Refusal::NoSuchDoor);
    }
    if it.day.cabinet.items.contains_key(&door) {
        return Err(Refusal::DoorTaken);
    }
    let job = it.new_job();
    let item = ItemId(job.0);
    it.add(Event::Cabinet(CabinetEvent::ItemPut { item, door }));
    if let Some(whom) = whom {
        it.add(Event::Cabinet(CabinetEvent::ItemFor { item, whom }));
    }
    it.add(Event::Cabinet(CabinetEvent::DoorOrdered { job, door, collects: None }));
    Ok(())
}

/// One code opens one door, once at a time: while an order is open nobody orders it again.
fn collect(it: &mut Decision<'_>, item: ItemId) -> Result<(), Refusal> {
    let kiosk = at_terminal(it);
    kiosk.map_or(Ok(()), |kiosk| not_locked(it, kiosk))?;
    let door = it.day.cabinet.door_of(item).ok_or(Refusal::NothingThere)?;
    if it.day.cabinet.is_ordered(door) {
        return Err(Refusal::DoorBusy);
    }
    if let Some(kiosk) = kiosk.filter(|kiosk| it.day.cabinet.wrong.contains_key(kiosk)) {
        it.add(Event::Cabinet(CabinetEvent::CodeTaken { kiosk }));
    }
    let job = it.new_job();
    it.add(Event::Cabinet(CabinetEvent::DoorOrdered { job, door, collects: Some(item) }));
    Ok(())
}

fn wrong_code(it: &mut Decision<'_>) -> Result<(), Refusal> {
    let kiosk = at_terminal(it).ok_or(Refusal::NothingThere)?;
    not_locked(it, kiosk)?;
    it.add(Event::Cabinet(CabinetEvent::CodeRefused { kiosk }));
    Ok(())
}

fn at_terminal(it: &Decision<'_>) -> Option<KioskId> {
    if let Origin::Kiosk(kiosk) = it.asked.origin { Some(kiosk) } else { None }
}

/// Codes are tried no faster than PINs.
fn not_locked(it: &Decision<'_>, kiosk: KioskId) -> Result<(), Refusal> {
    let until = it.day.cabinet.wrong.get(&kiosk).and_then(|tries| tries.locked_until());
    if until.is_some_and(|until| it.now() < until) { Err(Refusal::LockedOut) } else { Ok(()) }
}

fn ordered(it: &Decision<'_>, job: JobId) -> Result<Order, Refusal> {
    it.day.cabinet.orders.get(&job).copied().ok_or(Refusal::NoSuchJob)
}

fn opened(it: &mut Decision<'_>, job: JobId) -> Result<(), Refusal> {
    let order = ordered(it, job)?;
    it.add(Event::Cabinet(CabinetEvent::DoorOpened { job }));
    if let Some(item) = order.collects {
        it.add(Event::Cabinet(CabinetEvent::ItemGone { item }));
    }
    Ok(())
}

/// What could not be put in is not there; what could not be taken out is there still.
fn not_opened(it: &mut Decision<'_>, job: JobId, event: CabinetEvent) -> Result<(), Refusal> {
    let order = ordered(it, job)?;
    it.add(Event::Cabinet(event));
    if order.collects.is_none() {
        it.add(Event::Cabinet(CabinetEvent::ItemGone { item: ItemId(job.0) }));
    }
    Ok(())
}

fn seen(it: &mut Decision<'_>, rules: LockerRules, door: DoorId, open: bool) -> Result<(), Refusal> {
    if !(1..=rules.doors).contains(&door.0) {
        return Err(Refusal::NoSuchDoor);
    }
    if it.day.cabinet.open.contains_key(&door) == open {
        return Err(Refusal::NoChange);
    }
    it.add(Event::Cabinet(CabinetEvent::DoorSeen { door, open }));
    Ok(())
}

/// What falls due at the cabinet: doors that stand open too long, orders that nobody answered.
pub(super) fn wake(it: &mut Decision<'_>) {
    let (Some(rules), cabinet, now) = (it.day.rules.locker, &it.day.cabinet, it.now()) else { return };
    for (door, (since, told)) in &cabinet.open {
        if !told && *since + rules.left_open <= now {
            it.events.push(Event::Cabinet(CabinetEvent::DoorLeftOpen { door: *door }));
        }
    }
    for order in cabinet.orders.values().filter(|order| order.since + ANSWERED_WITHIN <= now) {
        it.events.push(Event::Cabinet(CabinetEvent::DoorUnknown { job: order.job }));
    }
}

/// Nobody knows which doors opened before the daemon ended, or before the day did: none is opened again by
/// itself, and what lies behind them stays on record.
pub(super) fn give_up(it: &mut Decision<'_>) {
    for job in it.day.cabinet.orders.keys() {
        it.events.push(Event::Cabinet(CabinetEvent::DoorUnknown { job: *job }));
    }
}

/// When something at the cabinet falls due.
pub(super) fn deadlines(day: &Day) -> impl Iterator<Item = crate::domain::moment::HallTime> {
    day.rules.locker.into_iter().flat_map(|rules| day.cabinet.deadlines(rules))
}
