//! The list of faults in `tests/faults.md`: which of them a test bears in its name, and why the others none.
//!
//! A test bears a fault's id at the head of its name (`b05_…`, or `e01_e04_…` for two), a check of the machine's list
//! before a colon (`"F52: …"`), a story in brackets in its text (`(F01)`). `cargo test b05_` runs those of one fault.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::files::File;

/// Where the list stands, from the root.
pub const LIST: &str = "tests/faults.md";
/// Where its words and reasons stand.
pub const TABLE: &str = "tests/tidy/faults.txt";
/// What to do about a list that is not up to date.
pub const STALE: &str = "tests/faults.md is stale: run `BLESS=1 cargo test --test tidy faults` and commit it";

/// How many faults the catalogue has.
const FAULTS: usize = 175;
/// Why no test may bear a fault, by the word its reason begins with.
const REASONS: &[(&str, &str)] = &[
    ("hardware", "can be seen on real hardware only"),
    ("pages", "needs pages that are not there yet"),
    ("network", "about the network, which comes with the web faces"),
    ("abuse", "about people on the network, which comes with the web faces"),
    ("image", "about the system's image"),
    ("storage", "about the running journal and its copies, in work"),
    ("mains", "about mains and clock, in work"),
    ("ladder", "about the ladder of means, in work"),
    ("later", "waits for what the hall does not have yet"),
    ("due", "not done yet"),
];
/// The sections, by their letter.
const SECTIONS: [(char, &str); 10] = [
    ('A', "Power"),
    ('B', "Disk and card"),
    ('C', "Clock"),
    ('D', "Process and system"),
    ('E', "Serial lines"),
    ('F', "Devices"),
    ('G', "Network"),
    ('H', "People on the network"),
    ('I', "People in the hall"),
    ('J', "Settings"),
];

/// One fault, as the table has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault<'a> {
    id: &'a str,
    words: &'a str,
    /// Why no test bears it; empty if one must.
    reason: &'a str,
}

/// Every fault of the table, or what is wrong with its lines.
pub fn read(table: &str) -> Result<Vec<Fault<'_>>, String> {
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let faults = lines
        .map(|line| {
            let [id, words, reason] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
                return Err(format!("not three columns: {line}"));
            };
            Ok(Fault { id, words, reason })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let unknown = |fault: &&Fault<'_>| !fault.reason.is_empty() && kind(fault.reason).is_none();
    match faults.iter().find(unknown) {
        Some(fault) => Err(format!("{}: no reason begins so: {}", fault.id, fault.reason)),
        None if !faults.is_sorted_by(|one, next| one.id < next.id) => {
            Err("the ids are not in order".to_owned())
        }
        None => Ok(faults),
    }
}

fn kind(reason: &str) -> Option<&'static str> {
    REASONS.iter().map(|&(word, _)| word).find(|&word| reason.split(':').next() == Some(word))
}

/// For every id that some test bears, the folders such tests stand in.
pub fn borne(files: &[File]) -> BTreeMap<String, BTreeSet<&str>> {
    let mut borne: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for file in files {
        let ids: Vec<String> = if file.path.ends_with(".story") {
            file.text.split('(').skip(1).flat_map(bracketed).collect()
        } else {
            file.text.lines().flat_map(|line| heads(line.trim_start())).collect()
        };
        for id in ids {
            borne.entry(id).or_default().insert(folder(&file.path));
        }
    }
    borne
}

/// The ids at the head of a test's name: `fn b05_…`, `("B05: …`.
fn heads(line: &str) -> Vec<String> {
    if let Some(name) = line.strip_prefix("fn ") {
        return name
            .split('_')
            .map_while(|part| id(&part.to_uppercase()).filter(|_| is_lower(part)))
            .collect();
    }
    let check = line.strip_prefix("(\"").and_then(|name| name.split_once(": ")).map(|(head, _)| head);
    check.and_then(id).into_iter().collect()
}

/// The ids in a story's brackets, of which this is what follows the first: `F01)`, `F01, F02)`.
fn bracketed(rest: &str) -> Vec<String> {
    let inside = rest.split_once(')').map_or("", |(inside, _)| inside);
    inside.split(", ").filter_map(id).collect()
}

fn is_lower(part: &str) -> bool {
    part.starts_with(|letter: char| letter.is_ascii_lowercase())
}

/// `B05`, if it is written so: a section's letter and two digits.
fn id(word: &str) -> Option<String> {
    let section = SECTIONS.iter().any(|&(letter, _)| word.starts_with(letter));
    let digits = word.get(1..)?;
    (section && digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| word.to_owned())
}

/// The room of a file, so that the list changes when a fault finds its first test there, and not with every test.
fn folder(path: &str) -> &str {
    let depth = if path.starts_with("hal/src/") { 3 } else { 2 };
    path.match_indices('/').nth(depth - 1).map_or(path, |(end, _)| &path[..end])
}

/// The table without the reasons of faults that have found a test.
pub fn settled(table: &str, borne: &BTreeMap<String, BTreeSet<&str>>) -> String {
    let settled = table.lines().map(|line| match line.rsplit_once(" |") {
        Some((fault, _)) if line.get(..3).is_some_and(|id| borne.contains_key(id)) => format!("{fault} |\n"),
        Some(_) | None => format!("{line}\n"),
    });
    settled.collect()
}

/// What is wrong between the table and the tests.
pub fn complaints(faults: &[Fault<'_>], borne: &BTreeMap<String, BTreeSet<&str>>) -> Vec<String> {
    let mut complaints = Vec::new();
    if faults.len() != FAULTS {
        complaints.push(format!("{} faults in {TABLE}, and the catalogue has {FAULTS}", faults.len()));
    }
    for (id, folders) in borne {
        if !faults.iter().any(|fault| fault.id == id) {
            complaints.push(format!("a test in {folders:?} bears {id}, which is no fault of the catalogue"));
        }
    }
    for Fault { id, reason, .. } in faults {
        match (borne.contains_key(*id), reason.is_empty()) {
            (true, false) => complaints.push(format!("{id} has a test: take its reason out of {TABLE}")),
            (false, true) => complaints.push(format!("{id} has neither a test nor a reason in {TABLE}")),
            (true, true) | (false, false) => {}
        }
    }
    complaints
}

/// The list as it should stand.
pub fn list(faults: &[Fault<'_>], borne: &BTreeMap<String, BTreeSet<&str>>) -> String {
    let tested = faults.iter().filter(|fault| borne.contains_key(fault.id)).count();
    let mut list = format!(
        "# Faults, and where each is tested\n\nMade by `tests/tidy/faults.rs` from the names of the tests and \
         `{TABLE}`; `BLESS=1 cargo test --test tidy faults` makes\nit anew. A test bears its fault at the head of its \
         name: `cargo test b05_` runs those of B05.\n\n{tested} of {} are tested.\n",
        faults.len()
    );
    for (word, meaning) in REASONS {
        let count = faults.iter().filter(|fault| kind(fault.reason) == Some(word)).count();
        if count > 0 {
            let _ = writeln!(list, "\n{count} × {word}: {meaning}.");
        }
    }
    for (letter, title) in SECTIONS {
        let _ = write!(
            list,
            "\n## {letter}. {title}\n\n| | fault | tested in, or why not yet |\n|---|---|---|\n"
        );
        for Fault { id, words, reason } in faults.iter().filter(|fault| fault.id.starts_with(letter)) {
            let folders =
                borne.get(*id).map(|folders| folders.iter().copied().collect::<Vec<_>>().join(", "));
            let _ =
                writeln!(list, "| {id} | {words} | {} |", folders.unwrap_or_else(|| format!("*{reason}*")));
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault<'a>(id: &'a str, reason: &'a str) -> Fault<'a> {
        Fault { id, words: "x", reason }
    }

    #[test]
    fn ids_are_read_at_the_head_of_names_only() {
        let test =
            File::of("tests/journal/store.rs", "    fn e01_e04_nothing_of_b05() {}\nfn late_a01() {}\n");
        let check =
            File::of("tests/machine/main.rs", "    (\"F52: a chip\", chip),\n    (\"a chip: F53\", chip),\n");
        let story =
            File::of("tests/hall/stories/a.story", "# Something (F01, F02). See A03 (and B04 too).\n");

        let files = [test, check, story];
        let borne = borne(&files);

        assert_eq!(borne.keys().collect::<Vec<_>>(), ["E01", "E04", "F01", "F02", "F52"]);
        assert_eq!(borne["E04"], BTreeSet::from(["tests/journal"]));
    }

    #[test]
    fn a_fault_has_a_test_or_a_reason_and_not_both() {
        let table = [fault("A01", ""), fault("A02", "due"), fault("A03", ""), fault("A04", "due")];
        let borne = ["A03", "A04", "A99"].map(|id| (id.to_owned(), BTreeSet::from(["tests/x"])));

        let complaints = complaints(&table, &BTreeMap::from(borne));

        let said = |words: &str| complaints.iter().filter(|complaint| complaint.contains(words)).count();
        assert_eq!(said("4 faults"), 1);
        assert_eq!(said("A99, which is no fault"), 1);
        assert_eq!(said("A01 has neither"), 1);
        assert_eq!(said("A04 has a test"), 1);
        assert_eq!(complaints.len(), 4, "{complaints:?}");
    }

    #[test]
    fn a_fault_that_found_a_test_loses_its_reason_when_the_list_is_made_anew() {
        let borne = BTreeMap::from([("A02".to_owned(), BTreeSet::from(["tests/x"]))]);

        assert_eq!(
            settled("# a | b\nA01 | x | due\nA02 | y | due\n", &borne),
            "# a | b\nA01 | x | due\nA02 | y |\n"
        );
    }

    #[test]
    fn a_table_with_an_unknown_reason_or_out_of_order_is_refused() {
        assert!(read("A01 | x |\nA02 | y | hardware: no board\n").is_ok());
        assert!(read("A01 | x | perhaps\n").is_err());
        assert!(read("A02 | x |\nA01 | y |\n").is_err());
        assert!(read("A01 | x\n").is_err());
    }
}
