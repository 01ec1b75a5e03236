//! Contradictions between cables, devices and windows: two of one, one without the other.

use std::collections::BTreeMap;

use super::cables::PlacedCable;
use super::devices::PlacedDevice;
use super::keys::Keys;
use super::lines;
use super::problem::{Problem, Spot};
use super::spelling::nearest;
use crate::domain::rules::WindowRules;
use crate::layout::{Lcd, Link, Role, Voice};

/// Complains about everything that cannot hang together.
pub(super) fn check(
    keys: &Keys<'_>,
    cables: &[PlacedCable],
    devices: &[PlacedDevice],
    lcds: &[(Lcd, Spot)],
    voices: &[(Voice, Spot)],
    lines: &lines::Placed,
    windows: &[WindowRules],
) {
    names(keys, cables, devices, lcds, voices, lines);
    ports(keys, cables);
    places_on_cables(keys, cables, devices);
    roles(keys, devices, lines);
    at_windows(keys, devices, windows);
    // A device that could not be read was reported; that it is missing here would be told twice.
    if devices.len() == keys.count("device") {
        idle_cables(keys, cables, devices);
        means(keys, devices, lines);
    }
}

fn names(
    keys: &Keys<'_>,
    cables: &[PlacedCable],
    devices: &[PlacedDevice],
    lcds: &[(Lcd, Spot)],
    voices: &[(Voice, Spot)],
    lines: &lines::Placed,
) {
    let mut first = BTreeMap::new();
    for placed in cables {
        once(keys, &mut first, placed.cable.name.clone(), &placed.name_at, "cable", "give each its own name");
    }
    let devices = devices.iter().map(|placed| (placed.device.name.to_string(), &placed.name_at));
    let lcds = lcds.iter().map(|(lcd, spot)| (lcd.name.to_string(), spot));
    let voices = voices.iter().map(|(voice, spot)| (voice.name.to_string(), spot));
    let lines = lines.names.iter().map(|(name, spot)| (name.clone(), spot));
    let mut first = BTreeMap::new();
    for (name, spot) in devices.chain(lines).chain(lcds).chain(voices) {
        once(keys, &mut first, name, spot, "device", "give each its own name");
    }
}

/// J03: one port opened twice.
fn ports(keys: &Keys<'_>, cables: &[PlacedCable]) {
    let mut first: BTreeMap<_, (&Spot, &str)> = BTreeMap::new();
    for placed in cables {
        let name = placed.cable.name.as_str();
        let Some(door) = door(&placed.cable.link) else { continue };
        if let Some((spot, other)) = first.insert(door, (&placed.link_at, name)) {
            let what = format!("the cables \"{other}\" and \"{name}\" are on one port");
            let remedy = "devices that share a port share one cable; otherwise correct one of the two";
            keys.report(Problem::error(&placed.link_at, what, remedy).also(spot, "the other"));
        }
    }
}

/// What only one cable can have open, however it is spoken to.
fn door(link: &Link) -> Option<String> {
    match link {
        Link::Serial { .. } | Link::Usb { .. } => Some(link.to_string()),
        Link::Tcp { address, .. } => Some(address.to_string()),
        Link::Memory => None,
    }
}

/// J03: a cable that does not exist, one address twice, two devices without addresses on one cable.
fn places_on_cables(keys: &Keys<'_>, cables: &[PlacedCable], devices: &[PlacedDevice]) {
    let known: Vec<&str> = cables.iter().map(|placed| placed.cable.name.as_str()).collect();
    let mut first: BTreeMap<_, (&Spot, &str)> = BTreeMap::new();
    for placed in devices {
        let (cable, name) = (placed.device.cable.as_str(), placed.device.name.as_str());
        if cable.is_empty() {
            continue;
        }
        if !known.contains(&cable) {
            let remedy = match nearest(cable, &known) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => "write a `[[cable]]` with this name".to_owned(),
            };
            keys.report(Problem::error(&placed.cable_at, format!("there is no cable \"{cable}\""), remedy));
            continue;
        }
        let spot = if placed.device.address.is_some() { &placed.address_at } else { &placed.cable_at };
        if let Some((before, other)) = first.insert((cable, placed.device.address), (spot, name)) {
            let what = format!("\"{other}\" and \"{name}\" are at one place of the cable \"{cable}\"");
            let remedy = "give each device on a shared cable its own `address`, on the device and here";
            keys.report(Problem::error(spot, what, remedy).also(before, "the other"));
        }
    }
}

fn idle_cables(keys: &Keys<'_>, cables: &[PlacedCable], devices: &[PlacedDevice]) {
    let idle = |placed: &&PlacedCable| devices.iter().all(|device| device.device.cable != placed.cable.name);
    for placed in cables.iter().filter(idle) {
        let what = format!("nothing hangs on the cable \"{}\"", placed.cable.name);
        keys.report(Problem::warning(&placed.name_at, what, "take it out, or write its devices"));
    }
}

/// A role twice: two keypads of one window would both press its keys.
fn roles(keys: &Keys<'_>, devices: &[PlacedDevice], lines: &lines::Placed) {
    let devices = devices.iter().map(|placed| {
        let device = &placed.device;
        (device.role, device.name.as_str(), &placed.role_at)
    });
    let keypads =
        lines.windows.iter().map(|(window, name, spot)| (Role::Keypad(*window), name.as_str(), spot));
    let mut first: BTreeMap<Role, (&Spot, &str)> = BTreeMap::new();
    for (role, name, role_at) in devices.chain(keypads) {
        if let Some((spot, other)) = first.insert(role, (role_at, name)) {
            let what = format!("\"{other}\" and \"{name}\" play one role");
            let remedy = "correct the `window` or `kiosk` of one of them, or take it out";
            keys.report(Problem::error(role_at, what, remedy).also(spot, "the other"));
        }
    }
}

fn at_windows(keys: &Keys<'_>, devices: &[PlacedDevice], windows: &[WindowRules]) {
    for placed in devices {
        let Some(window) = window_of(placed.device.role) else { continue };
        if !windows.is_empty() && windows.iter().all(|known| known.id != window) {
            let what =
                format!("\"{}\" is for window {window}, which this hall does not have", placed.device.name);
            let remedy = "correct its `window`, or write a `[[window]]` with this number";
            keys.report(Problem::error(&placed.window_at, what, remedy));
        }
    }
}

fn window_of(role: Role) -> Option<crate::domain::id::WindowId> {
    match role {
        Role::WindowBoard(window) | Role::Keypad(window) | Role::RatingPad(window) => Some(window),
        Role::Printer
        | Role::HallDisplay
        | Role::Terminal(_)
        | Role::CardReader(_)
        | Role::Ups
        | Role::Locker => None,
    }
}

/// A hall in which visitors cannot take a number, or clerks cannot call one.
fn means(keys: &Keys<'_>, devices: &[PlacedDevice], lines: &lines::Placed) {
    let plays = |wanted: fn(&Role) -> bool| devices.iter().any(|placed| wanted(&placed.device.role));
    let top = keys.spot_of_table();
    if !plays(|role| matches!(role, Role::Terminal(_))) {
        let what = "no self-service terminal: visitors cannot take a number by themselves";
        keys.report(Problem::warning(&top, what, "write a `[[device]]` with `role = \"terminal\"`"));
    }
    if !plays(|role| matches!(role, Role::Keypad(_))) && lines.windows.is_empty() {
        let what = "no keypad: clerks call by the browser only";
        keys.report(Problem::warning(&top, what, "write a `[[device]]` with `role = \"keypad\"`"));
    }
}

fn once<'a>(
    keys: &Keys<'_>,
    first: &mut BTreeMap<String, &'a Spot>,
    name: String,
    spot: &'a Spot,
    kind: &str,
    remedy: &str,
) {
    let what = format!("two of the name \"{name}\" ({kind})");
    if let Some(before) = first.insert(name, spot) {
        keys.report(Problem::error(spot, what, remedy).also(before, "the first"));
    }
}
