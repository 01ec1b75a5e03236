//! Clerks at windows: coming, going, pausing, handing over.

use super::Decision;
use crate::domain::event::Event;
use crate::domain::id::{StaffId, WindowId};
use crate::domain::request::Refusal;

pub(super) fn log_in(it: &mut Decision<'_>, window: WindowId, staff: StaffId) -> Result<(), Refusal> {
    let taken = it.day.window(window)?.clerk.is_some();
    it.day.staff(staff)?;
    not_locked(it, staff)?;
    if taken {
        return Err(Refusal::WindowTaken);
    }
    not_elsewhere(it, window, staff)?;
    it.add(Event::ClerkLoggedIn { window, staff });
    Ok(())
}

/// While a number is locked its PINs are not looked at, and so cannot be wrong.
pub(super) fn pin_wrong(it: &mut Decision<'_>, window: WindowId, staff: StaffId) -> Result<(), Refusal> {
    it.day.window(window)?;
    it.day.staff(staff)?;
    not_locked(it, staff)?;
    it.add(Event::PinRefused { window, staff });
    Ok(())
}

/// Nobody leaves a visitor standing; whoever is parked waits for the next clerk of the window.
pub(super) fn log_out(it: &mut Decision<'_>, window: WindowId) -> Result<(), Refusal> {
    let staff = it.clerk_at(window)?;
    nobody_there(it, window)?;
    it.add(Event::ClerkLoggedOut { window, staff });
    Ok(())
}

/// The visitor stays where he is, if the other clerk can go on with him. It is the other one who asks, by his
/// own PIN.
pub(super) fn hand_over(it: &mut Decision<'_>, window: WindowId, to: StaffId) -> Result<(), Refusal> {
    let from = it.day.window(window)?.clerk.ok_or(Refusal::NotLoggedIn)?;
    it.day.staff(to)?;
    not_locked(it, to)?;
    if from == to {
        return Err(Refusal::SamePlace);
    }
    not_elsewhere(it, window, to)?;
    let service = it.visitor_at(it.day.window(window)?).and_then(|visitor| visitor.service());
    if service.is_some_and(|service| !it.day.serves(window, to, service)) {
        return Err(Refusal::NotSkilled);
    }
    it.add(Event::HandedOver { window, from, to });
    Ok(())
}

pub(super) fn pause(it: &mut Decision<'_>, window: WindowId, reason: u8) -> Result<(), Refusal> {
    it.clerk_at(window)?;
    if usize::from(reason) >= it.day.rules.pause_reasons.len() {
        return Err(Refusal::NoSuchReason);
    }
    if it.day.window(window)?.paused.is_some() {
        return Err(Refusal::Paused);
    }
    nobody_there(it, window)?;
    it.add(Event::WindowPaused { window, reason });
    Ok(())
}

pub(super) fn go_on(it: &mut Decision<'_>, window: WindowId) -> Result<(), Refusal> {
    it.clerk_at(window)?;
    let state = it.day.window(window)?;
    if state.paused.is_none() && !state.closing_out {
        return Err(Refusal::NotPaused);
    }
    it.add(Event::WindowWentOn { window });
    Ok(())
}

pub(super) fn close_out(it: &mut Decision<'_>, window: WindowId) -> Result<(), Refusal> {
    it.clerk_at(window)?;
    if it.day.window(window)?.closing_out {
        return Err(Refusal::ClosingOut);
    }
    it.add(Event::CloseOutBegan { window });
    Ok(())
}

fn nobody_there(it: &Decision<'_>, window: WindowId) -> Result<(), Refusal> {
    if it.day.window(window)?.visitor.is_some() { Err(Refusal::StillServing) } else { Ok(()) }
}

fn not_locked(it: &Decision<'_>, staff: StaffId) -> Result<(), Refusal> {
    let until = it.day.wrong_tries.get(&staff).and_then(|tries| tries.locked_until());
    if until.is_some_and(|until| it.now() < until) { Err(Refusal::LockedOut) } else { Ok(()) }
}

fn not_elsewhere(it: &Decision<'_>, window: WindowId, staff: StaffId) -> Result<(), Refusal> {
    let mut others = it.day.windows.iter().filter(|(id, _)| **id != window);
    let elsewhere = others.any(|(_, other)| other.clerk == Some(staff));
    if elsewhere && !it.day.rules.calling.one_clerk_two_windows {
        return Err(Refusal::AlreadyElsewhere);
    }
    Ok(())
}
