//! Reads what hangs on single lines, and keypads without a cable: `[[signal]]` and `[[keypad]]`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use hal::cable::keys;
use hal::drivers::keymap;
use toml::de::DeValue;

use super::keys::{Keys, Need};
use super::problem::{Problem, Spot};
use super::spelling::nearest;
use super::values::{OneOf, Span, Text, Whole};
use crate::domain::id::WindowId;
use crate::domain::incident::AlarmKind;
use crate::domain::rules::WindowRules;
use crate::layout::{
    Active, Buttons, Key, Keypad, Lcd, LineId, MadeOf, PadKey, Pin, Pull, Raises, Signal, SignalKind, Stands,
};

/// Signals and keypads, with the places that a contradiction can point at.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// The signals.
    pub signals: Vec<Signal>,
    /// The keypads.
    pub keypads: Vec<Keypad>,
    /// Every name with its place.
    pub names: Vec<(String, Spot)>,
    /// The window of each keypad, with the keypad's name and the window's place.
    pub windows: Vec<(WindowId, String, Spot)>,
    /// The code of the notice of each key that puts one up, with its place.
    pub notices: Vec<(String, Spot)>,
    /// Every line with its device's name and its place.
    lines: Vec<(Pin, String, Spot)>,
    /// Every pad's path with its device's name and its place.
    pads: Vec<(PathBuf, String, Spot)>,
}

const KIND: OneOf<SignalKind> = OneOf(&[
    ("mains", SignalKind::Mains),
    ("emergency", SignalKind::Emergency),
    ("notice", SignalKind::Notice),
    ("lamp", SignalKind::Lamp),
    ("buzzer", SignalKind::Buzzer),
]);
const ALARM: OneOf<AlarmKind> = OneOf(&[
    ("help", AlarmKind::Help),
    ("conflict", AlarmKind::Conflict),
    ("illness", AlarmKind::Illness),
    ("fire", AlarmKind::Fire),
]);
const ACTIVE: OneOf<Active> = OneOf(&[("high", Active::High), ("low", Active::Low)]);
const PULL: OneOf<Pull> = OneOf(&[("up", Pull::Up), ("down", Pull::Down), ("outside", Pull::Outside)]);

/// Mains: shorter losses are switching and lightning; a return is believed when it has lasted.
const MAINS: Stands = Stands { on: Duration::from_millis(500), off: Duration::from_secs(5) };
/// A button under a palm: no noise is so long, and nobody presses shorter.
const BUTTON: Stands = Stands { on: Duration::from_millis(50), off: Duration::from_millis(500) };
/// A key under a finger: contacts bounce for up to 50 ms when they close (F50).
const KEY: Stands = Stands { on: Duration::from_millis(10), off: Duration::from_millis(60) };

/// Reads every `[[signal]]` and `[[keypad]]`.
pub(super) fn read(keys: &Keys<'_>) -> Placed {
    let mut placed = Placed::default();
    for table in keys.tables("signal") {
        signal(&table, &mut placed);
    }
    for table in keys.tables("keypad") {
        keypad(&table, &mut placed);
    }
    placed
}

fn signal(keys: &Keys<'_>, placed: &mut Placed) {
    let name = keys.required("name", &Text);
    let kind = keys.required("kind", &KIND);
    let chip = keys.optional("chip", &Text);
    let line = line(keys, "line", chip.as_ref());
    let usual = match kind {
        Some(SignalKind::Emergency | SignalKind::Notice) => (Active::Low, BUTTON),
        Some(SignalKind::Mains | SignalKind::Lamp | SignalKind::Buzzer) | None => (Active::High, MAINS),
    };
    let active = keys.or("active", &ACTIVE, usual.0);
    let pull = keys.or("pull", &PULL, Pull::Up);
    let stands = stands(keys, usual.1);
    let raises = raises(keys, kind);
    let place = keys.required("place", &Text).unwrap_or_default();
    let (Some(name), Some(kind), Some(line)) = (name, kind, line) else { return };
    if kind == SignalKind::Mains && (active, pull) != (Active::High, Pull::Up) {
        reads_broken_wire(keys, active, pull);
    }
    let pin = Pin { chip, line };
    placed.names.push((name.clone(), keys.spot("name")));
    if let Some(Raises::Notice(code)) = &raises {
        placed.notices.push((code.clone(), keys.spot("notice")));
    }
    placed.lines.push((pin.clone(), name.clone(), keys.spot("line")));
    let name = name.as_str().into();
    placed.signals.push(Signal { name, kind, pin, active, pull, stands, raises, place });
}

/// What a button stands for: an alarm, by its kind, or a notice, by its code.
fn raises(keys: &Keys<'_>, kind: Option<SignalKind>) -> Option<Raises> {
    match kind? {
        SignalKind::Emergency => Some(Raises::Alarm(keys.or("raises", &ALARM, AlarmKind::Help))),
        SignalKind::Notice => keys.required("notice", &Text).map(Raises::Notice),
        SignalKind::Mains | SignalKind::Lamp | SignalKind::Buzzer => None,
    }
}

/// A wire that breaks must read as mains lost, not as mains that never fail.
fn reads_broken_wire(keys: &Keys<'_>, active: Active, pull: Pull) {
    let broken_reads_lost = match pull {
        Pull::Up => active == Active::High,
        Pull::Down => active == Active::Low,
        // A resistor on the board does it, and nobody here can know how.
        Pull::Outside => true,
    };
    if !broken_reads_lost {
        let what = "a broken wire would read as mains that never fail";
        let remedy = "`pull` up with `active` high, or down with low: wire the relay so that mains close it";
        keys.report(Problem::error(&keys.spot("active"), what, remedy));
    }
}

/// How long changes must stand, shorter than the usual only as far as noise allows.
fn stands(keys: &Keys<'_>, usual: Stands) -> Stands {
    let span = Span(Duration::from_millis(5)..=Duration::from_secs(60));
    Stands { on: keys.or("debounce", &span, usual.on), off: keys.or("debounce-off", &span, usual.off) }
}

/// A line by its number on the chip or by its name; without a chip only by its name.
fn line(keys: &Keys<'_>, key: &'static str, chip: Option<&String>) -> Option<LineId> {
    let Some((value, spot)) = keys.value(key, Need::Required) else {
        let what = format!("the key `{key}` of a line is missing");
        let remedy = format!("write `{key} = 17`, its number on the chip, or `{key} = \"GPIO17\"`, its name");
        keys.report(Problem::error(&keys.spot_of_table(), what, remedy));
        return None;
    };
    line_of(keys, key, value, &spot, chip)
}

fn line_of(
    keys: &Keys<'_>,
    key: &str,
    value: &DeValue<'_>,
    spot: &Spot,
    chip: Option<&String>,
) -> Option<LineId> {
    use super::values::Kind;
    if let Some(name) = Text.read(value) {
        return Some(LineId::Name(name));
    }
    let Some(offset) = Whole(0..=511_u32).read(value) else {
        keys.mismatch(
            key,
            value,
            spot.clone(),
            "a line's number on its chip, 0 to 511, or its name in quotes",
        );
        return None;
    };
    if chip.is_none() {
        let what = "a number says which line only together with its chip";
        let remedy = "write `chip = \"…\"`, the label that `gpioinfo` prints, or the line's name in quotes; \
                      the number of a gpiochip changes with the kernel";
        keys.report(Problem::error(spot, what, remedy));
    }
    Some(LineId::Offset(offset))
}

/// What a keypad may be made of, by the words of the configuration.
#[derive(Clone, Copy)]
enum Made {
    Buttons,
    Usb,
}

const MADE: OneOf<Made> = OneOf(&[("buttons", Made::Buttons), ("usb", Made::Usb)]);

fn keypad(keys: &Keys<'_>, placed: &mut Placed) {
    let name = keys.required("name", &Text);
    let window = keys.required("window", &Whole(1..=99_u8)).map(WindowId);
    let made = keys.required("kind", &MADE);
    let place = keys.required("place", &Text).unwrap_or_default();
    let owner = name.clone().unwrap_or_default();
    let made_of = match made {
        Some(Made::Buttons) => buttons(keys, &owner, placed).map(MadeOf::Buttons),
        Some(Made::Usb) => usb(keys, &owner, placed),
        None => {
            // What else is written belongs to one kind or the other, and is not the mistake.
            for key in ["chip", "active", "pull", "debounce", "debounce-off", "beeper", "path"] {
                let _ = keys.value(key, Need::Optional);
            }
            keys.table("keys").leave();
            None
        }
    };
    let (Some(name), Some(window), Some(made_of)) = (name, window, made_of) else { return };
    placed.names.push((name.clone(), keys.spot("name")));
    placed.windows.push((window, name.clone(), keys.spot("window")));
    placed.keypads.push(Keypad { name: name.as_str().into(), window, made_of, place });
}

fn buttons(keys: &Keys<'_>, owner: &str, placed: &mut Placed) -> Option<Buttons> {
    let chip = keys.optional("chip", &Text);
    let active = keys.or("active", &ACTIVE, Active::Low);
    let pull = keys.or("pull", &PULL, Pull::Up);
    let stands = stands(keys, KEY);
    let mut on_line = |line: &LineId, spot: Spot| {
        let pin = Pin { chip: chip.clone(), line: line.clone() };
        placed.lines.push((pin, owner.to_owned(), spot));
    };
    let beeper = keys.value("beeper", Need::Optional).and_then(|(value, spot)| {
        let line = line_of(keys, "beeper", value, &spot, chip.as_ref())?;
        on_line(&line, spot);
        Some(line)
    });
    let mut wired = Vec::new();
    for (key, value, spot) in named_keys(keys) {
        let Some(line) = line_of(keys, "keys", value, &spot, chip.as_ref()) else { continue };
        on_line(&line, spot);
        wired.push((key, line));
    }
    (!wired.is_empty()).then_some(Buttons { chip, keys: wired, active, pull, stands, beeper })
}

fn usb(keys: &Keys<'_>, owner: &str, placed: &mut Placed) -> Option<MadeOf> {
    let path = keys.required("path", &Text).map(PathBuf::from);
    let mut map: BTreeMap<PadKey, Key> =
        (0..=9).map(|digit| (PadKey::Digit(digit), Key::Digit(digit))).collect();
    let known = keys::NAMES.map(|(name, _)| name);
    for (key, value, spot) in named_keys(keys) {
        let Some(pad_key) = value.as_str().and_then(keys::named) else {
            let wanted = format!("a digit or one of {}, in quotes", known.join(" "));
            let what = "the pad has no such key";
            let remedy = match value.as_str().and_then(|written| nearest(written, &known)) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => format!("write {wanted}"),
            };
            keys.report(Problem::error(&spot, what, remedy));
            continue;
        };
        map.insert(pad_key, key);
    }
    let path = path?;
    if !path.starts_with("/dev/input/by-path") {
        let what = "this name may be another pad's after the next start";
        let remedy =
            "take the pad's name under /dev/input/by-path: it is that of the USB port, written on it";
        keys.report(Problem::warning(&keys.spot("path"), what, remedy));
    }
    placed.pads.push((path.clone(), owner.to_owned(), keys.spot("path")));
    Some(MadeOf::Usb { path, keys: map })
}

/// The table `keys`: each of our keys with what stands behind it, and where.
fn named_keys<'a>(keys: &Keys<'a>) -> Vec<(Key, &'a DeValue<'a>, Spot)> {
    let (table, spot) = keys.table("keys").leave();
    if table.is_empty() {
        let what = "this keypad has no keys";
        keys.report(Problem::error(&spot, what, "write `keys = { next = … }`"));
    }
    let known = keymap::NAMES.map(|(name, _)| name);
    let mut named = Vec::new();
    for (name, value) in table.iter() {
        match keymap::named(name.get_ref()) {
            Some(key) => named.push((key, value.get_ref(), spot.at(value.span()))),
            None => {
                let what = format!("there is no key \"{}\"", name.get_ref());
                let remedy = match nearest(name.get_ref(), &known) {
                    Some(meant) => format!("did you mean \"{meant}\"?"),
                    None => format!("keys are 0 to 9 and {}", known.join(" ")),
                };
                keys.report(Problem::error(&spot.at(name.span()), what, remedy));
            }
        }
    }
    named
}

/// J03: one line or pad for two things; a keypad of a window that is not there.
pub(super) fn check(keys: &Keys<'_>, placed: &Placed, lcds: &[(Lcd, Spot)], windows: &[WindowRules]) {
    let lines = placed.lines.iter().map(|(pin, name, spot)| (pin.to_string(), name.as_str(), spot));
    let panels = lcds.iter().flat_map(|(lcd, spot)| {
        lcd.surface.pins().into_iter().map(move |pin| (pin.to_string(), lcd.name.as_str(), spot))
    });
    once(keys, lines.chain(panels), "GPIO line");
    let pads = placed.pads.iter();
    let pads = pads.map(|(path, name, spot)| (path.display().to_string(), name.as_str(), spot));
    once(keys, pads, "pad");
    for (window, name, spot) in &placed.windows {
        if !windows.is_empty() && windows.iter().all(|known| known.id != *window) {
            let what = format!("\"{name}\" is for window {window}, which this hall does not have");
            let remedy = "correct its `window`, or write a `[[window]]` with this number";
            keys.report(Problem::error(spot, what, remedy));
        }
    }
}

fn once<'a>(keys: &Keys<'_>, all: impl Iterator<Item = (String, &'a str, &'a Spot)>, kind: &str) {
    let mut first: BTreeMap<String, (&str, &Spot)> = BTreeMap::new();
    for (which, name, spot) in all {
        let what = first.get(&which).map(|(other, _)| {
            if *other == name {
                format!("\"{name}\" has the {kind} {which} twice")
            } else {
                format!("\"{other}\" and \"{name}\" have the {kind} {which}")
            }
        });
        let before = first.insert(which, (name, spot));
        if let (Some(what), Some((_, other))) = (what, before) {
            keys.report(Problem::error(spot, what, "correct one of them").also(other, "the other"));
        }
    }
}
