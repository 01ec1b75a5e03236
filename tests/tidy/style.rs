//! Rules of style: length, openings, silence, history, and the machine a file was written on.

use crate::files::File;

/// A file that is longer has two reasons to be opened.
const MOST_LINES: usize = 400;
/// A function that is longer cannot be seen at once.
const MOST_LINES_OF_A_FUNCTION: usize = 70;

/// A file that is too long.
pub fn length(file: &File) -> Vec<String> {
    let lines = file.text.lines().count();
    if lines > MOST_LINES { vec![format!("{lines} lines, and {MOST_LINES} are a wall")] } else { Vec::new() }
}

/// A file that does not say what it is.
pub fn opening(file: &File) -> Vec<String> {
    let first = file.text.lines().next().unwrap_or_default();
    let says = first.strip_prefix("//! ").is_some_and(|sentence| sentence.trim().len() > 3);
    if says { Vec::new() } else { vec!["does not open with `//!` and a sentence".to_owned()] }
}

/// A function that is too long, by the indentation that rustfmt gives its end.
pub fn functions(file: &File) -> Vec<String> {
    let mut open: Option<(usize, usize, String)> = None;
    let mut complaints = Vec::new();
    for (number, line) in (1..).zip(file.text.lines()) {
        let indent = line.len() - line.trim_start().len();
        if let Some((from, at, name)) = &open {
            if line.trim_end() == format!("{}}}", " ".repeat(*at)) {
                if number - from + 1 > MOST_LINES_OF_A_FUNCTION {
                    complaints.push(format!("line {from}: {name} has {} lines", number - from + 1));
                }
                open = None;
            }
        } else if let Some(name) = function(line)
            && !line.trim_end().ends_with(['}', ';'])
        {
            open = Some((number, indent, name.to_owned()));
        }
    }
    complaints
}

fn function(line: &str) -> Option<&str> {
    let words = line.trim_start().split(['(', '<']).next()?;
    let (before, name) = words.rsplit_once("fn ")?;
    let known = ["pub", "const", "async", "pub(super)", "pub(crate)"];
    before.split_whitespace().all(|word| known.contains(&word)).then_some(name)
}

/// Panics outside tests that hide as calls.
pub fn unwrapped(file: &File) -> Vec<String> {
    let calls = [concat!(".unwrap", "()"), concat!(".expect", "(")];
    complain(file.product(), |code, _| calls.into_iter().find(|call| code.contains(call)))
}

/// Randomness that is waited for: at boot it can be long in coming, and keys are obeyed without it. What is drawn
/// from `/dev/urandom` is there at once; salts of PINs are drawn by whoever sets one, beside the daemon.
pub fn waits_for_chance(file: &File) -> Vec<String> {
    let sources = ["/dev/random", "getrandom", "OsRng", "thread_rng", "fastrand"];
    let sets_pins = file.path == "src/config/pins.rs";
    complain(file.product(), |code, _| sources.into_iter().find(|word| !sets_pins && code.contains(word)))
}

/// Tests that are not run, and lints that are silenced where they should be answered.
pub fn silenced(file: &File) -> Vec<String> {
    let marks = [concat!("#[igno", "re"), concat!("#[all", "ow("), concat!("#![all", "ow(")];
    let lines = (1..).zip(file.text.lines());
    complain(lines, |code, _| marks.into_iter().find(|mark| code.trim_start().starts_with(mark)))
        .into_iter()
        .filter(|complaint| !answered(file, complaint))
        .collect()
}

/// An `allow` with its reason beside it, in the few places where `expect` cannot stand: items that only some
/// of the programs which include them use.
fn answered(file: &File, complaint: &str) -> bool {
    let number: usize =
        complaint.split([' ', ':']).nth(1).and_then(|word| word.parse().ok()).unwrap_or_default();
    let attribute = file.text.lines().skip(number.saturating_sub(1)).take(6);
    !complaint.contains("ignore")
        && attribute.take_while(|line| !line.trim().is_empty()).any(|line| line.contains("reason ="))
}

/// Words of history, and of work that was left.
pub fn history(file: &File) -> Vec<String> {
    let words = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:"), concat!("no lon", "ger")];
    complain((1..).zip(file.text.lines()), |_, comment| {
        // "Half of all wait no longer than this" is a bound and no history.
        let told = comment.replace(concat!("no lon", "ger than"), "");
        words.into_iter().find(|word| told.contains(word))
    })
}

/// Paths of one machine.
pub fn machine(file: &File) -> Vec<String> {
    let paths = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
    let found = |line: &str| paths.into_iter().find(|path| line.contains(path));
    let lines = (1..).zip(file.text.lines());
    lines.filter_map(|(number, line)| found(line).map(|path| format!("line {number}: {path}"))).collect()
}

/// Complaints about lines, by their code and their comment.
fn complain<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
    rule: impl Fn(&str, &str) -> Option<&'static str>,
) -> Vec<String> {
    lines
        .filter_map(|(number, line)| {
            let (code, comment) = line.split_once("//").unwrap_or((line, ""));
            rule(code, comment).map(|found| format!("line {number}: {found}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_and_a_nameless_one_are_seen() {
        let long = File::of("src/a.rs", &"//! x\n".repeat(401));

        assert_eq!((length(&long).len(), opening(&long).len()), (1, 1));
        assert_eq!(length(&File::of("src/a.rs", &"\n".repeat(400))), [""; 0]);
        assert_eq!(opening(&File::of("src/a.rs", "//! What it is.\n")), [""; 0]);
        assert_eq!(opening(&File::of("src/a.rs", "use std::fmt;\n")).len(), 1);
    }

    #[test]
    fn a_long_function_is_seen_and_a_page_is_not() {
        let body = |lines: usize| {
            format!("impl A {{\n    pub fn long(\n{}    }}\n}}\n", "        x();\n".repeat(lines))
        };

        assert_eq!(functions(&File::of("src/a.rs", &body(69))), ["line 2: long has 71 lines"]);
        assert_eq!(functions(&File::of("src/a.rs", &body(68))), [""; 0]);
    }

    #[test]
    fn an_unwrap_is_seen_in_product_only() {
        let call = concat!("let a = b.unwrap", "();\n");
        let below = format!("#[cfg(test)]\nmod tests {{ {call} }}");

        assert_eq!(unwrapped(&File::of("src/a.rs", call)).len(), 1);
        assert_eq!(unwrapped(&File::of("src/a.rs", &below)).len(), 0);
        assert_eq!(unwrapped(&File::of("tests/a/main.rs", call)).len(), 0);
        assert_eq!(unwrapped(&File::of("src/a.rs", "let a = b.unwrap_or(1);")).len(), 0);
    }

    #[test]
    fn silence_is_seen_unless_it_has_a_reason() {
        let ignored = concat!("    #[igno", "re = \"slow\"]\n");
        let bare = concat!("#[all", "ow(dead_code)]\n");
        let reasoned = concat!("#[all", "ow(dead_code, reason = \"one of two programs uses it\")]\n");

        assert_eq!(silenced(&File::of("tests/a.rs", ignored)).len(), 1);
        assert_eq!(silenced(&File::of("src/a.rs", bare)).len(), 1);
        assert_eq!(silenced(&File::of("src/a.rs", reasoned)).len(), 0);
    }

    #[test]
    fn history_is_seen_in_comments_only() {
        let told = concat!("// this is no lon", "ger used\n");
        let bound = concat!("/// waits no lon", "ger than this\n");
        let code = concat!("let a = \"TO", "DO\";\n");

        assert_eq!(history(&File::of("src/a.rs", told)).len(), 1);
        assert_eq!(history(&File::of("src/a.rs", bound)).len(), 0);
        assert_eq!(history(&File::of("src/a.rs", code)).len(), 0);
    }

    #[test]
    fn a_path_of_one_machine_is_seen() {
        assert_eq!(machine(&File::of("a.sh", concat!("cd /ho", "me/me\n"))), [concat!("line 1: /ho", "me/")]);
        assert_eq!(machine(&File::of("a.sh", "cd /var/lib/jiaohao\n")), [""; 0]);
    }
}
