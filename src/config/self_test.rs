//! Reads `[self-test]` and `[card]`: when the devices are tried in the morning, who is told, and whom to call about what.

use super::calendar::{Calendar, Stretch};
use super::keys::{Keys, Need};
use super::problem::{Problem, Spot};
use super::spelling::nearest;
use super::values::{Clock, Flag, OrNone, Text};
use crate::layout::{Call, Layout, Matter, MatterKind, Morning, Upkeep};

/// Half past eight, in minutes of the day.
const FROM: u16 = 8 * 60 + 30;
/// Ten to nine: by then all equipment works (000 二(四)2(2)三).
const CERTIFICATE: u16 = 8 * 60 + 50;

/// Reads both. The layout says which devices there are.
pub(super) fn read(top: &Keys<'_>, layout: &Layout, calendar: &Calendar) -> Upkeep {
    let keys = &top.table("self-test");
    let from = keys.or("from", &OrNone(Clock), Some(FROM));
    let written = keys.has("certificate");
    let certificate = keys.or("certificate", &Clock, CERTIFICATE);
    let chime = keys.or("chime", &Flag, false);
    let usual = || ["值班领导", "值班窗口工作人员"].map(str::to_owned).to_vec();
    let tell = keys.list_or("tell", &Text, usual);
    let morning = from.map(|from| Morning { from, certificate });
    if let Some(morning) = morning {
        // A hall that opens sooner and says nothing of it is tried while it is open: that disturbs nobody either.
        hours(keys, morning, calendar.week.iter().filter(|_| written));
    }
    let known = names(layout);
    let calls = keys.tables("call").iter().filter_map(|keys| call(keys, &known)).collect();
    // The card for the wall says where they lie, or leaves room to write it.
    let blocks = top.table("card").optional("blocks", &Text).unwrap_or_default();
    Upkeep { morning, chime, tell, blocks, calls }
}

/// The certificate comes after the beginning, and before the hall opens.
fn hours<'a>(keys: &Keys<'_>, morning: Morning, week: impl Iterator<Item = &'a Vec<Stretch>>) {
    let Morning { from, certificate } = morning;
    if certificate <= from {
        let what = format!(
            "the certificate is due at {}, and the self-test begins at {}",
            clock(certificate),
            clock(from)
        );
        let remedy = "give it some minutes: devices that are out at first are tried again until then";
        keys.report(
            Problem::error(&keys.spot("certificate"), what, remedy).also(&keys.spot("from"), "its beginning"),
        );
        return;
    }
    let first = week.filter_map(|day| day.first()).map(|(opens, _)| *opens).min();
    let Some(opens) = first.filter(|opens| *opens < certificate) else { return };
    let what =
        format!("the hall opens at {}, before the certificate of {}", clock(opens), clock(certificate));
    let remedy = "let both come before the opening: the self-test ends when the hall opens";
    keys.report(Problem::warning(&keys.spot("certificate"), what, remedy));
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn names(layout: &Layout) -> Vec<String> {
    let devices = layout.devices.iter().map(|device| &device.name);
    let keypads = layout.keypads.iter().map(|keypad| &keypad.name);
    let signals = layout.signals.iter().map(|signal| &signal.name);
    let lcds = layout.lcds.iter().map(|lcd| &lcd.name);
    let voice = layout.voices.iter().map(|voice| &voice.name);
    devices.chain(keypads).chain(signals).chain(lcds).chain(voice).map(ToString::to_string).collect()
}

fn call(keys: &Keys<'_>, known: &[String]) -> Option<Call> {
    let about = keys.list("about", &Text, Need::Optional).unwrap_or_default();
    let about = about.iter().filter_map(|(word, spot)| matter(keys, known, word, spot)).collect();
    let who = keys.required("who", &Text)?;
    Some(Call { about, who })
}

/// A device goes before a kind of the same name: whoever calls a printer "printer" means that one.
fn matter(keys: &Keys<'_>, known: &[String], word: &str, spot: &Spot) -> Option<Matter> {
    if known.iter().any(|name| name == word) {
        return Some(Matter::Device(word.into()));
    }
    if let Some((_, kind)) = MatterKind::WORDS.iter().find(|(name, _)| *name == word) {
        return Some(Matter::Kind(*kind));
    }
    let kinds = MatterKind::WORDS.map(|(name, _)| name);
    let all: Vec<&str> = kinds.into_iter().chain(known.iter().map(String::as_str)).collect();
    let remedy = match nearest(word, &all) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("name a device, or one of the kinds {}", kinds.join(", ")),
    };
    keys.report(Problem::error(
        spot,
        format!("`{word}` is no device of this hall and no kind of device"),
        remedy,
    ));
    None
}
