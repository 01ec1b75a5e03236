//! How a trouble of each kind runs its course: step by step, by chance, to its end.

use hal::port::keypad::Key;
use hal::port::ups::Power;

use crate::domain::id::WindowId;
use crate::journal::memory::Failure;
use crate::layout::{DeviceName, Layout, Role, SignalKind, Zone};
use crate::rehearse::agenda::{HOUR, MINUTE, SECOND, Time};
use crate::rehearse::dice::Dice;
use crate::rehearse::floor::{Mishap, Player};
use crate::rehearse::trouble::{Happening, Ill, Kind, Trouble};

/// From the morning at half past seven to midnight.
const TO_MIDNIGHT: u64 = 16 * HOUR + 30 * MINUTE;

/// A minute of a clock that goes wrong.
const A_MINUTE: i64 = 60_000;

/// So long after its first sign a loss of the mains surely counts.
const MAINS_COUNT: u64 = SECOND;

/// Keys that clerks press most, and so wear out first.
const WORN_KEYS: [Key; 4] = [Key::Next, Key::Recall, Key::Finish, Key::NoShow];

/// The steps of one trouble, each so many milliseconds after the first; the one at this place is counted.
#[derive(Clone, Debug)]
pub(super) struct Course {
    steps: Vec<(u64, Trouble)>,
    counted: usize,
}

impl Course {
    /// Over at once.
    pub fn once(trouble: Trouble) -> Self {
        Self { steps: vec![(0, trouble)], counted: 0 }
    }

    /// Begins, lasts and ends.
    pub fn lasting(begin: Trouble, lasts: u64, end: Trouble) -> Self {
        Self { steps: vec![(0, begin), (lasts, end)], counted: 0 }
    }

    /// What happens when, if it begins at `at`.
    pub fn begins(self, at: Time, kind: Kind) -> impl Iterator<Item = (Time, Happening)> {
        let Self { steps, counted } = self;
        let ends = steps.iter().map(|(after, _)| *after).max().unwrap_or(0);
        steps.into_iter().enumerate().map(move |(place, (after, trouble))| {
            let kind = Some(kind).filter(|_| place == counted);
            (at.after(after), Happening { kind, trouble, lasts: ends - after })
        })
    }

    /// A course of this kind; `None` when nothing in this hall can go wrong so.
    pub fn of(kind: Kind, layout: &Layout, since_morning: u64, dice: &mut Dice) -> Option<Self> {
        match kind {
            Kind::MainsStir => mains_stir(layout, dice),
            Kind::MainsAway => mains_away(layout, dice),
            Kind::MainsCut => mains_cut(layout, dice),
            Kind::UpsBattery => ups(layout, false, dice),
            Kind::UpsLow => ups(layout, true, dice),
            Kind::PowerCut => Some(Self::once(Trouble::PowerCut(dice.around(4 * MINUTE).max(4 * SECOND)))),
            Kind::Killed => Some(Self::once(Trouble::PowerCut(restart(dice)))),
            Kind::CrashLoop => Some(crash_loop(dice)),
            Kind::ClockWrong | Kind::ClockAhead | Kind::ClockBack | Kind::ClockMidnight => {
                Some(clock(kind, since_morning, dice))
            }
            Kind::ClockUnset => Some(clock_unset(dice)),
            Kind::CommitFailed => {
                let failures = [Failure::NotStored, Failure::UnknownButStored, Failure::UnknownAndLost];
                Some(Self::once(Trouble::Disk(Ill::Once(*dice.pick(&failures)?))))
            }
            Kind::JournalClosed => {
                Some(Self::once(Trouble::Disk(Ill::Closed(u32::try_from(dice.between(1, 6)).ok()?))))
            }
            Kind::DiskFull | Kind::DiskBroken | Kind::DiskReadOnly | Kind::DiskHung | Kind::DiskSlow => {
                let ill = of_kind(ILLS, kind)?;
                let lasts = dice.between(5 * SECOND, 5 * MINUTE);
                Some(Self::lasting(Trouble::Disk(ill), lasts, Trouble::Disk(Ill::Well)))
            }
            Kind::CablePulled => cable_pulled(layout, dice),
            Kind::PortFlaps => port_flaps(layout, dice),
            Kind::PaperOut | Kind::PaperEnds | Kind::CoverOpen | Kind::OldSlips => {
                let (begin, end) = of_kind(PRINTER, kind)?;
                Some(on_floor(begin, end, dice))
            }
            Kind::KeyStuck => key_stuck(layout, dice),
            Kind::KeyBounces => key_bounces(layout, dice),
            Kind::VoiceDead | Kind::VoiceHung | Kind::VoiceSlow => {
                let zone = one_of_the_voices(layout, dice);
                let voice = |player| Mishap::Voice { zone, player };
                Some(on_floor(voice(of_kind(PLAYERS, kind)?), voice(Player::Works), dice))
            }
            Kind::BoardBlank => {
                let device = one(Kind::BoardGone, layout, dice)?;
                Some(Self::once(Trouble::Floor(Mishap::Blank { device })))
            }
            Kind::PrinterGone
            | Kind::KeypadDead
            | Kind::BoardGone
            | Kind::PadDead
            | Kind::TerminalDead
            | Kind::OtherDead => {
                let device = one(kind, layout, dice)?;
                let dead = Mishap::Device { device: device.clone(), answers: false };
                Some(on_floor(dead, Mishap::Device { device, answers: true }, dice))
            }
            Kind::TwoTogether => two(layout, dice),
            Kind::AllOut => {
                let all = |out| Trouble::Everything { out };
                Some(Self::lasting(all(true), dice.between(5 * MINUTE, 40 * MINUTE), all(false)))
            }
            // They have a chance of their own.
            Kind::SecondOut | Kind::Spark | Kind::PairNoisy => None,
        }
    }
}

/// How the disk is in each of its lasting troubles.
const ILLS: &[(Kind, Ill)] = &[
    (Kind::DiskFull, Ill::Full),
    (Kind::DiskBroken, Ill::Broken),
    (Kind::DiskReadOnly, Ill::ReadOnly),
    (Kind::DiskHung, Ill::Hung),
    (Kind::DiskSlow, Ill::Slow),
];

/// Whose player is in trouble.
fn one_of_the_voices(layout: &Layout, dice: &mut Dice) -> Zone {
    match layout.voices.as_slice() {
        [] => Zone::Hall,
        [only] => only.zone,
        several => dice.pick(several).map_or(Zone::Hall, |voice| voice.zone),
    }
}

/// How the player is in each of its troubles.
const PLAYERS: &[(Kind, Player)] =
    &[(Kind::VoiceDead, Player::Fails), (Kind::VoiceHung, Player::Hangs), (Kind::VoiceSlow, Player::Slow)];

/// How each of the printer's troubles begins and ends.
const PRINTER: &[(Kind, (Mishap, Mishap))] = &[
    (Kind::PaperOut, (Mishap::Paper { loaded: false }, Mishap::Paper { loaded: true })),
    (Kind::PaperEnds, (Mishap::PaperEnds, Mishap::Paper { loaded: true })),
    (Kind::CoverOpen, (Mishap::Cover { open: true }, Mishap::Cover { open: false })),
    (Kind::OldSlips, (Mishap::Hoards { hoards: true }, Mishap::Hoards { hoards: false })),
];

fn of_kind<T: Clone>(table: &[(Kind, T)], kind: Kind) -> Option<T> {
    table.iter().find(|(known, _)| *known == kind).map(|(_, found)| found.clone())
}

fn on_floor(begin: Mishap, end: Mishap, dice: &mut Dice) -> Course {
    Course::lasting(Trouble::Floor(begin), a_while(dice), Trouble::Floor(end))
}

/// As long as most troubles last: a plug that somebody finds, a roll that somebody fetches.
fn a_while(dice: &mut Dice) -> u64 {
    dice.between(3 * SECOND, 6 * MINUTE)
}

/// How long the service manager takes to start what was killed.
fn restart(dice: &mut Dice) -> u64 {
    dice.between(SECOND, 3 * SECOND)
}

/// The mains contact of this hall, lost or back; `None` where there is none.
fn mains(layout: &Layout) -> Option<impl Fn(bool) -> Trouble> {
    let contact = layout.signals.iter().find(|signal| signal.kind == SignalKind::Mains)?;
    Some(|lost| Trouble::Floor(Mishap::Contact { device: contact.name.clone(), active: lost }))
}

fn mains_stir(layout: &Layout, dice: &mut Dice) -> Option<Course> {
    let lost = mains(layout)?;
    Some(Course::lasting(lost(true), dice.between(40, 450), lost(false)))
}

fn mains_away(layout: &Layout, dice: &mut Dice) -> Option<Course> {
    let lost = mains(layout)?;
    let returns = dice.between(2 * SECOND, 4 * MINUTE);
    Some(Course {
        steps: vec![(0, lost(true)), (MAINS_COUNT, lost(true)), (returns, lost(false))],
        counted: 1,
    })
}

fn mains_cut(layout: &Layout, dice: &mut Dice) -> Option<Course> {
    let lost = mains(layout)?;
    let stops = dice.between(20 * SECOND, 10 * MINUTE);
    let off = dice.between(5 * SECOND, 20 * MINUTE);
    let steps = vec![(0, lost(true)), (stops, Trouble::PowerCut(off)), (stops + off - SECOND, lost(false))];
    Some(Course { steps, counted: 1 })
}

fn ups(layout: &Layout, low: bool, dice: &mut Dice) -> Option<Course> {
    let ups = layout.devices.iter().find(|device| device.role == Role::Ups)?;
    let says = |power| Trouble::Floor(Mishap::Ups { device: ups.name.clone(), power });
    let (sinks, back) = (dice.between(20 * SECOND, 5 * MINUTE), dice.between(5 * MINUTE, 10 * MINUTE));
    let mut steps =
        vec![(0, says(Power::Battery)), (sinks, says(Power::BatteryLow)), (back, says(Power::Mains))];
    if !low {
        steps.remove(1);
    }
    Some(Course { steps, counted: usize::from(low) })
}

fn crash_loop(dice: &mut Dice) -> Course {
    let mut steps = Vec::new();
    let mut at = 0;
    for _ in 0..dice.between(3, 6) {
        let off = restart(dice);
        steps.push((at, Trouble::PowerCut(off)));
        at += off + dice.between(SECOND, 40 * SECOND);
    }
    // The third time that it ends.
    Course { steps, counted: 2 }
}

/// A clock that is wrong for a while.
fn clock(kind: Kind, since_morning: u64, dice: &mut Dice) -> Course {
    let to_midnight = i64::try_from(TO_MIDNIGHT.saturating_sub(since_morning)).unwrap_or(0);
    let wrong = if kind == Kind::ClockAhead {
        3 * 24 * 60 * A_MINUTE
    } else if kind == Kind::ClockBack {
        -60 * A_MINUTE
    } else if kind == Kind::ClockMidnight {
        to_midnight + 5 * A_MINUTE
    } else {
        dice.pick(&[-45, -7, -2, 3, 8, 30]).copied().unwrap_or(1) * A_MINUTE
    };
    Course::lasting(Trouble::Clock(wrong), dice.between(3 * SECOND, 12 * MINUTE), Trouble::Clock(0))
}

fn clock_unset(dice: &mut Dice) -> Course {
    let off = dice.between(SECOND, 2 * MINUTE);
    let told = off + dice.between(MINUTE, 10 * MINUTE);
    let steps = vec![(0, Trouble::ClockUnset), (0, Trouble::PowerCut(off)), (told, Trouble::Clock(0))];
    Course { steps, counted: 1 }
}

fn cable_pulled(layout: &Layout, dice: &mut Dice) -> Option<Course> {
    let cable = dice.pick(&layout.cables)?.name.clone();
    let pulled = Mishap::Cable { cable: cable.clone(), plugged: false };
    Some(on_floor(pulled, Mishap::Cable { cable, plugged: true }, dice))
}

fn port_flaps(layout: &Layout, dice: &mut Dice) -> Option<Course> {
    let cable = dice.pick(&layout.cables)?.name.clone();
    let plug = |plugged| Trouble::Floor(Mishap::Cable { cable: cable.clone(), plugged });
    let mut steps = Vec::new();
    let mut at = 0;
    for _ in 0..dice.between(3, 6) {
        let back = at + dice.between(2 * SECOND, 15 * SECOND);
        steps.extend([(at, plug(false)), (back, plug(true))]);
        at = back + dice.between(4 * SECOND, 25 * SECOND);
    }
    // The third time that it is lost.
    Some(Course { steps, counted: 4 })
}

/// A worn key of one of the keypads.
fn worn_key(layout: &Layout, dice: &mut Dice) -> Option<impl Fn(bool) -> Trouble + use<>> {
    let windows: Vec<WindowId> = layout.roles().filter_map(|(_, role)| window(role)).collect();
    let (window, key) = (*dice.pick(&windows)?, *dice.pick(&WORN_KEYS)?);
    Some(move |down| Trouble::Floor(Mishap::Finger { window, key, down }))
}

fn key_stuck(layout: &Layout, dice: &mut Dice) -> Option<Course> {
    let finger = worn_key(layout, dice)?;
    Some(Course::lasting(finger(true), dice.between(15 * SECOND, 30 * MINUTE), finger(false)))
}

fn key_bounces(layout: &Layout, dice: &mut Dice) -> Option<Course> {
    let finger = worn_key(layout, dice)?;
    let again = dice.between(60, 290);
    let steps =
        vec![(0, finger(true)), (20, finger(false)), (again, finger(true)), (again + 20, finger(false))];
    Some(Course { steps, counted: 2 })
}

fn window(role: Role) -> Option<WindowId> {
    if let Role::Keypad(window) = role { Some(window) } else { None }
}

/// The kind that it is when a device in this role does not answer.
fn kind_of(role: Role) -> Kind {
    match role {
        Role::Printer => Kind::PrinterGone,
        Role::WindowBoard(_) | Role::HallDisplay => Kind::BoardGone,
        Role::Keypad(_) => Kind::KeypadDead,
        Role::RatingPad(_) => Kind::PadDead,
        Role::Terminal(_) => Kind::TerminalDead,
        Role::CardReader(_) | Role::Ups | Role::Locker => Kind::OtherDead,
    }
}

/// One of the devices whose silence is of this kind.
fn one(kind: Kind, layout: &Layout, dice: &mut Dice) -> Option<DeviceName> {
    let devices: Vec<&DeviceName> =
        layout.roles().filter(|(_, role)| kind_of(*role) == kind).map(|(name, _)| name).collect();
    dice.pick(&devices).map(|device| (*device).clone())
}

fn two(layout: &Layout, dice: &mut Dice) -> Option<Course> {
    let mut devices: Vec<DeviceName> = layout.roles().map(|(name, _)| name.clone()).collect();
    let first = dice.pick(&devices)?.clone();
    devices.retain(|device| *device != first);
    let second = dice.pick(&devices)?.clone();
    let answers =
        |device: &DeviceName, answers| Trouble::Floor(Mishap::Device { device: device.clone(), answers });
    let (one, other) = (a_while(dice), a_while(dice));
    let mut steps = vec![(0, answers(&first, false)), (0, answers(&second, false))];
    steps.extend([(one, answers(&first, true)), (other, answers(&second, true))]);
    Some(Course { steps, counted: 1 })
}
