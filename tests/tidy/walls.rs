//! The walls between rooms: who may import whom.

use crate::files::File;

/// A room, and what its product may name.
struct Room {
    /// The paths of its files begin so; the longest match counts.
    path: &'static str,
    /// What it may name of its own crate: `crate::…`.
    own: &'static [&'static str],
    /// What it may name of `hal`.
    hal: &'static [&'static str],
    /// Whether it may name crates that others wrote.
    others: bool,
}

const fn room(path: &'static str, own: &'static [&'static str], hal: &'static [&'static str]) -> Room {
    Room { path, own, hal, others: true }
}

/// What std offers and the domain must not see: files, sockets, threads, clocks, the process.
const NOT_FOR_THE_DOMAIN: [&str; 8] =
    ["std::fs", "std::net", "std::os", "std::thread", "std::process", "std::env", "std::io", "std::path"];

/// The walls of the house. `layout` is data without behaviour, so that whoever places devices may name it.
const ROOMS: &[Room] = &[
    room("hal/src/", &["cable", "driver", "drivers", "framing", "glyphs", "port", "sim", "time"], &[]),
    room("hal/src/framing/", &["driver", "framing", "glyphs", "time"], &[]),
    room("hal/src/port/", &["driver", "port"], &[]),
    room("hal/src/drivers/", &["driver", "drivers", "framing", "glyphs", "port", "time"], &[]),
    room("hal/src/cable/", &["cable", "driver", "time"], &[]),
    Room { others: false, ..room("hal/src/sim/", &["sim", "time"], &[]) },
    Room { others: false, ..room("src/domain/", &["domain"], &[]) },
    Room { others: false, ..room("src/insight/", &["domain", "insight"], &[]) },
    room("src/journal/", &["domain", "journal", "planted"], &[]),
    room("src/station/", &["domain", "layout", "planted", "station"], &["glyphs", "port"]),
    room("src/layout", &["domain"], &["cable", "driver", "port"]),
    room("src/config/", &["config", "domain", "layout"], &["cable", "driver", "drivers"]),
    room(
        "src/runtime/",
        &["domain", "journal", "layout", "planted", "runtime", "station"],
        &["cable", "driver", "drivers", "port", "time"],
    ),
    room("src/web/", &["domain", "insight", "journal", "runtime", "web"], &[]),
    room(
        "src/rehearse/",
        &["domain", "journal", "layout", "planted", "rehearse", "runtime", "station"],
        &["cable", "driver", "drivers", "port", "sim", "time"],
    ),
    room("src/demo/", &["demo"], &["cable", "sim", "time"]),
];

/// The journal's only door for whoever shows history: the writer is never in a reader's way.
const READERS: [&str; 1] = ["src/web/"];

/// Where a file names what its room must not meet.
pub fn breaches(file: &File) -> Vec<String> {
    let of_file = ROOMS.iter().filter(|room| file.path.starts_with(room.path));
    let Some(room) = of_file.max_by_key(|room| room.path.len()) else { return Vec::new() };
    let mut complaints = Vec::new();
    for (number, line) in file.product() {
        let code = line.split("//").next().unwrap_or_default();
        for named in named_after(code, "crate::").filter(|named| !room.own.contains(&named.as_str())) {
            complaints.push(format!("line {number}: crate::{named} is behind a wall"));
        }
        if !file.path.starts_with("hal/") {
            for named in named_after(code, "hal::").filter(|named| !room.hal.contains(&named.as_str())) {
                complaints.push(format!("line {number}: hal::{named} is behind a wall"));
            }
        }
        if code.trim_end().ends_with("crate::{") || code.trim_end().ends_with("hal::{") {
            complaints.push(format!("line {number}: write one import a room, so that walls can be seen"));
        }
        if READERS.contains(&room.path) && code.replace("journal::reader", "").contains("journal::") {
            complaints
                .push(format!("line {number}: of the journal, only its reader is on this side of the wall"));
        }
        if !room.others
            && let Some(stranger) = stranger(code)
        {
            complaints.push(format!("line {number}: the crate {stranger} is behind a wall"));
        }
        if room.path == "src/domain/"
            && let Some(found) = NOT_FOR_THE_DOMAIN.into_iter().find(|found| code.contains(found))
        {
            complaints.push(format!("line {number}: {found} is behind a wall"));
        }
    }
    complaints
}

/// The names right behind a root, one or several in braces: `crate::{domain, layout}` has two.
fn named_after(code: &str, root: &str) -> impl Iterator<Item = String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices(root) {
        let before = code.get(..at).and_then(|before| before.chars().next_back());
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = code.get(at + root.len()..).unwrap_or_default();
        match rest.strip_prefix('{').and_then(|list| list.split('}').next()) {
            Some(list) => names.extend(list.split(',').map(first_word)),
            None => names.push(first_word(rest)),
        }
    }
    names.into_iter().filter(|name| !name.is_empty() && !name.starts_with(char::is_uppercase))
}

fn first_word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// A crate that others wrote, where the line imports one. A module of the same file counts as its own.
fn stranger(code: &str) -> Option<String> {
    let path = code.trim_start().trim_start_matches("pub ").strip_prefix("use ")?;
    let root = first_word(path.trim_start_matches("::"));
    let own = ["std", "core", "crate", "super", "self", "hal"].contains(&root.as_str());
    (!own && !root.starts_with(char::is_uppercase)).then_some(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str, code: &str) -> Vec<String> {
        breaches(&File::of(path, code))
    }

    #[test]
    fn the_domain_meets_nobody() {
        for code in [
            "use crate::journal::Row;",
            "use hal::time::Instant;",
            "use serde::Serialize;",
            "use std::fs::File;",
            "let now = std::thread::current();",
            "fn a(b: crate::layout::Layout) {}",
            "use crate::{domain, config};",
            "use crate::{",
        ] {
            assert_eq!(at("src/domain/office.rs", code).len(), 1, "{code}");
        }
        for code in
            ["use std::time::Duration;", "use super::id::Seq;", "use crate::domain::id::Seq;", "// hal::time"]
        {
            assert_eq!(at("src/domain/office.rs", code), [""; 0], "{code}");
        }
    }

    #[test]
    fn a_simulated_device_meets_no_driver() {
        assert_eq!(at("hal/src/sim/pad.rs", "use crate::drivers::modbus_pad;").len(), 1);
        assert_eq!(at("hal/src/sim/pad.rs", "use crate::framing::modbus;").len(), 1);
        assert_eq!(at("hal/src/sim/pad.rs", "use rmodbus::client;").len(), 1);
        assert_eq!(at("hal/src/sim/pad.rs", "use crate::time::Instant;"), [""; 0]);
    }

    #[test]
    fn rooms_keep_to_their_side() {
        for (path, code) in [
            ("src/station/window.rs", "use hal::cable::line::Line;"),
            ("src/runtime/bus.rs", "use crate::config::Config;"),
            ("src/web/mod.rs", "use crate::station::hall;"),
            ("src/web/mod.rs", "use crate::journal::writer::Writer;"),
            ("src/demo/mod.rs", "use crate::runtime::inbox;"),
            ("src/config/mod.rs", "use crate::runtime::bus;"),
            ("src/journal/store.rs", "use hal::port;"),
            ("src/insight/day_sheet.rs", "use crate::runtime::engine;"),
        ] {
            assert_eq!(at(path, code).len(), 1, "{path}: {code}");
        }
        assert_eq!(at("src/web/mod.rs", "use crate::journal::reader::Reader;"), [""; 0]);
        assert_eq!(at("src/cli/run.rs", "use crate::runtime::bus;"), [""; 0], "it wires");
    }

    #[test]
    fn a_word_that_ends_like_a_root_is_none() {
        assert_eq!(at("src/demo/mod.rs", "marshal::go(); tokio::runtime::Builder::new()"), [""; 0]);
    }
}
