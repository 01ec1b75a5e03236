//! From signs to a story's right-hand side, from there to text, and what is told when the two differ.

use std::fmt::Write;

use jiaohao::rehearse::agenda::{SECOND, Time};
use jiaohao::station::wrap;

use crate::signs::Sign;
use crate::story::{Line, Right, Scene, Seen, Story, clock};

/// Where the bar stands, in characters of normal width.
const BAR_AT: usize = 40;
/// How wide the name of what is looked at stands.
const NAME: usize = 9;

/// In which order things of one moment are told: what visitors meet first comes first.
const ORDER: [&str; 14] = [
    "terminal", "slip", "voice", "buzzer", "display", "board", "plate", "pad", "keypad", "soft", "lamp",
    "lcd", "duty", "hall",
];

/// What shows one thing until the next: several in one moment are told in a row, `[   0] → [A012]`.
const STEADY: [&str; 6] = ["board", "plate", "pad", "keypad", "display", "lcd"];

/// So many neighbouring windows that show the same are told in one line.
const FEW: usize = 3;

/// Whether a story looks at this.
pub fn is_watched(watched: &[String], at_what: &str) -> bool {
    let kind = kind(at_what);
    watched.is_empty() || watched.iter().any(|word| word == kind || word == at_what)
}

fn kind(at_what: &str) -> &str {
    at_what.split('-').next().unwrap_or(at_what)
}

fn rank(at_what: &str) -> (usize, u32) {
    let place = ORDER.iter().position(|known| *known == kind(at_what)).unwrap_or(ORDER.len());
    (place, at_what.split('-').nth(1).and_then(|number| number.parse().ok()).unwrap_or(0))
}

/// The right-hand side of a scene: what came about before `settled` belongs to the deed, the rest has its own
/// time.
pub fn right(signs: &[Sign], settled: Time) -> Right {
    let mut seen: Right = Vec::new();
    let mut rest = signs;
    while let Some(first) = rest.first() {
        let at = (first.at >= settled).then(|| Time(first.at.0 / SECOND * SECOND));
        let until = at.map_or(settled, |at| at.after(SECOND));
        let count = rest.iter().take_while(|sign| sign.at < until).count();
        let (together, later) = rest.split_at(count);
        seen.push(Seen { at, signs: told(together) });
        rest = later;
    }
    seen
}

/// Signs of one moment in the order in which they are told; a face that changes several times is told once.
fn told(signs: &[Sign]) -> Vec<String> {
    let mut faces: Vec<(&str, String)> = Vec::new();
    for sign in signs {
        let steady = STEADY.contains(&kind(&sign.at_what)) && !sign.asked;
        match faces.iter_mut().find(|(name, _)| *name == sign.at_what && steady) {
            Some((_, words)) => {
                let _ = write!(words, " → {}", sign.words);
            }
            None => faces.push((&sign.at_what, sign.words.clone())),
        }
    }
    faces.sort_by_key(|(name, _)| rank(name));
    let mut told = Vec::new();
    let mut rest = &faces[..];
    while let Some((name, words)) = rest.first() {
        let run = alike(rest);
        let last = rest[run - 1].0.split_once('-').map_or("", |(_, number)| number);
        let name = if run < FEW { (*name).to_owned() } else { format!("{name}..{last}") };
        told.push(format!("{name:<NAME$} {words}").trim_end().to_owned());
        rest = &rest[if run < FEW { 1 } else { run }..];
    }
    told
}

/// How many faces from the first on show the same at neighbouring windows.
fn alike(faces: &[(&str, String)]) -> usize {
    let pairs = faces.windows(2).take_while(|pair| {
        let ((one, said), (next, says)) = (&pair[0], &pair[1]);
        let (one, next) = (rank(one), rank(next));
        said == says && one.0 == next.0 && one.1 > 0 && one.1 + 1 == next.1
    });
    pairs.count() + 1
}

/// The story with these right-hand sides, as text.
pub fn write(story: &Story, rights: &[Right]) -> String {
    let mut text = String::new();
    let mut rights = rights.iter();
    for line in &story.lines {
        match line {
            Line::Prose(prose) => text.push_str(prose),
            Line::Curtain => text.push_str("curtain"),
            Line::Scene(scene) => {
                let empty = Right::new();
                text.push_str(&scene_text(scene, rights.next().unwrap_or(&empty)));
            }
        }
        text.push('\n');
    }
    text
}

fn scene_text(scene: &Scene, right: &Right) -> String {
    let mut left = format!("{}  {}", clock(scene.at), scene.words);
    let mut lines = Vec::new();
    if right.first().is_none_or(|seen| seen.at.is_some()) {
        lines.push(std::mem::take(&mut left));
    }
    for seen in right {
        if let Some(at) = seen.at {
            left = clock(at);
        }
        for sign in &seen.signs {
            let gap = BAR_AT.saturating_sub(wrap::width(&left)).max(1);
            lines.push(format!("{left}{}| {sign}", " ".repeat(gap)));
            left.clear();
        }
    }
    lines.join("\n")
}

/// What is told of every scene that was seen otherwise than it is written; empty when the story is true.
pub fn differences(story: &Story, rights: &[Right]) -> Vec<String> {
    let pairs = story.scenes().zip(rights).filter(|(scene, right)| lines(&scene.right) != lines(right));
    pairs.map(|(scene, right)| difference(&story.file, scene, right)).collect()
}

/// Only what is on one side and not on the other; of the same lines in another order, all.
fn difference(file: &str, scene: &Scene, right: &Right) -> String {
    let mut text = format!("{file}:{}: {}  {}", scene.line, clock(scene.at), scene.words);
    let (written, seen) = (lines(&scene.right), lines(right));
    let reordered = written.len() == seen.len() && written.iter().all(|line| seen.contains(line));
    for (word, side, other) in [("written", &written, &seen), ("seen", &seen, &written)] {
        let own: Vec<&String> = side.iter().filter(|line| reordered || !other.contains(line)).collect();
        if own.is_empty() {
            let _ = write!(text, "\n  {word:<8} nothing{}", if side.is_empty() { "" } else { " else" });
        }
        for line in own {
            let _ = write!(text, "\n  {word:<8} {line}");
        }
    }
    text
}

/// The signs of a side, one a line; how wide the gap behind a name is does not matter.
fn lines(right: &Right) -> Vec<String> {
    let line = |at: Option<Time>, sign: &str| {
        let (name, words) = sign.split_once(char::is_whitespace).unwrap_or((sign, ""));
        format!("{:<8} | {name:<NAME$} {}", at.map(clock).unwrap_or_default(), words.trim_start())
    };
    right.iter().flat_map(|seen| seen.signs.iter().map(move |sign| line(seen.at, sign))).collect()
}
