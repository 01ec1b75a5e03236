//! A story as it is written: prose, a head, and scenes with what is done on the left and what is seen on the
//! right.
//!
//! ```text
//! # Prose: what people are going through.
//! hall   hall.toml                      the configuration, from `config`
//! watch  slip voice board-3             what is looked at; left out: everything
//! rule   start-key                      a setting that differs; or `numbers A to 3`, `quota 13 2`, `insurance 20`,
//!                                       `other-zone` (a second loudspeaker)
//! 08:55:00   keypad 3 log-in 103        before the curtain nobody looks
//! curtain
//! 09:01:00   keypad 3 NEXT              | board-3   *请A001号*
//!                                       | keypad-3  [A001]
//! 09:01:40                              | board-3   A001号办理中
//! ```
//!
//! A line without a deed is what comes about later by itself. Everything right of the first bar is written by
//! `BLESS=1`; the left side is never touched.

use std::fmt;

use jiaohao::domain::means::{Means, Task};
use jiaohao::layout::WORDS;
use jiaohao::rehearse::agenda::{HOUR, MINUTE, SECOND, Time};

use crate::deed::{Deed, number};

/// Simulated days begin at half past seven.
const MORNING: u64 = 7 * HOUR + 30 * MINUTE;

/// A mistake in a story, or what keeps it from being played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub words: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.words)
    }
}

/// A whole story.
#[derive(Clone, Debug)]
pub struct Story {
    /// The file it stands in, for whoever is told of it.
    pub file: String,
    /// The configuration's file name.
    pub hall: String,
    /// What is looked at; empty is everything.
    pub watched: Vec<String>,
    /// Settings that differ.
    pub rules: Vec<Rule>,
    /// Its lines in their order.
    pub lines: Vec<Line>,
}

/// A setting that differs from the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Clerks press START.
    StartKey,
    /// The devices are tried in the morning.
    SelfTest,
    /// A sheet is printed as insurance every so many minutes.
    Insurance(u16),
    /// So many tickets of this service a day.
    Quota(u16, u32),
    /// The last number of a letter.
    Numbers(char, u16),
    /// There is a loudspeaker in another zone.
    OtherZone,
    /// By what a task is done, the best first.
    Ladder(Task, Vec<Means>),
    /// Terminals ask for identity cards, and need one or not.
    Cards {
        /// No number without.
        required: bool,
    },
}

/// One line, or a scene of several.
#[derive(Clone, Debug)]
pub enum Line {
    /// Comments, blanks and the head, as they stand.
    Prose(String),
    /// From here on people look.
    Curtain,
    /// A deed with what follows.
    Scene(Scene),
}

/// A deed with what is seen of it.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Its line in the file.
    pub line: usize,
    /// When.
    pub at: Time,
    /// The left-hand side.
    pub words: String,
    /// What is done.
    pub deed: Deed,
    /// The right-hand side.
    pub right: Right,
}

/// What is seen of a deed: at once, and later.
pub type Right = Vec<Seen>;

/// Signs of one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When; `None` with the deed.
    pub at: Option<Time>,
    /// Each as `what words`.
    pub signs: Vec<String>,
}

impl Story {
    /// Reads a story.
    ///
    /// # Errors
    /// The first mistake, with its place.
    pub fn read(file: &str, text: &str) -> Result<Self, Mistake> {
        let mut story = Self {
            file: file.to_owned(),
            hall: String::new(),
            watched: Vec::new(),
            rules: Vec::new(),
            lines: Vec::new(),
        };
        for (line, text) in (1..).zip(text.lines()) {
            story.line(line, text).map_err(|words| Mistake { file: file.to_owned(), line, words })?;
        }
        if story.hall.is_empty() {
            let words = "the head names no hall: write `hall hall.toml`".to_owned();
            return Err(Mistake { file: file.to_owned(), line: 1, words });
        }
        Ok(story)
    }

    /// Its scenes.
    pub fn scenes(&self) -> impl Iterator<Item = &Scene> {
        self.lines.iter().filter_map(|line| if let Line::Scene(scene) = line { Some(scene) } else { None })
    }

    fn line(&mut self, line: usize, text: &str) -> Result<(), String> {
        if text.trim().is_empty() || text.trim_start().starts_with('#') {
            self.lines.push(Line::Prose(text.trim_end().to_owned()));
            return Ok(());
        }
        let (left, right) = match text.split_once('|') {
            Some((left, right)) => (left.trim(), Some(right.trim().to_owned())),
            None => (text.trim(), None),
        };
        if left.is_empty() {
            let sign = right.filter(|sign| !sign.is_empty()).ok_or("a bar with nothing behind it")?;
            let scene = self.last_scene().ok_or("something is seen before anything is done")?;
            last_seen(&mut scene.right).signs.push(sign);
            return Ok(());
        }
        let (first, rest) = left.split_once(char::is_whitespace).unwrap_or((left, ""));
        let Some(at) = time(first) else { return self.head(first, rest.trim(), text) };
        let before = self.scenes().last().map_or(Time(0), |scene| scene.at);
        if at < before {
            return Err(format!("{first} is earlier than the scene before"));
        }
        match (rest.trim(), right) {
            ("", Some(sign)) => {
                let scene = self.last_scene().ok_or("something is seen before anything is done")?;
                scene.right.push(Seen { at: Some(at), signs: vec![sign] });
            }
            ("", None) => return Err("a time at which nothing is done or seen".to_owned()),
            (words, right) => {
                let right = right.map(|sign| vec![Seen { at: None, signs: vec![sign] }]).unwrap_or_default();
                let (deed, words) = (Deed::parse(words)?, words.to_owned());
                self.lines.push(Line::Scene(Scene { line, at, words, deed, right }));
            }
        }
        Ok(())
    }

    fn head(&mut self, word: &str, rest: &str, text: &str) -> Result<(), String> {
        if word == "curtain" && rest.is_empty() {
            self.lines.push(Line::Curtain);
            return Ok(());
        }
        if self.scenes().next().is_some() {
            return Err(format!("`{word}` is no time of day; a scene begins with one, as 09:00:05"));
        }
        let words: Vec<&str> = rest.split_whitespace().collect();
        match (word, words.as_slice()) {
            ("hall", [hall]) => self.hall = (*hall).to_owned(),
            ("watch", watched @ [_, ..]) => {
                self.watched = watched.iter().map(|word| (*word).to_owned()).collect();
            }
            ("rule", ["start-key"]) => self.rules.push(Rule::StartKey),
            ("rule", ["other-zone"]) => self.rules.push(Rule::OtherZone),
            ("rule", ["self-test"]) => self.rules.push(Rule::SelfTest),
            ("rule", ["insurance", minutes]) => self.rules.push(Rule::Insurance(number(minutes)?)),
            ("rule", ["quota", service, most]) => {
                self.rules.push(Rule::Quota(number(service)?, number(most)?));
            }
            ("rule", ["numbers", letter, "to", last]) => {
                self.rules.push(Rule::Numbers(number(letter)?, number(last)?));
            }
            ("rule", ["ladder", task, steps @ ..]) => {
                let task = Task::ALL.into_iter().find(|known| known.word() == *task);
                let means = |word: &&str| WORDS.iter().find(|known| known.0 == *word).map(|known| known.1);
                let steps: Option<Vec<Means>> = steps.iter().map(means).collect();
                let (task, steps) = task.zip(steps).ok_or("a task or a means that no ladder has")?;
                self.rules.push(Rule::Ladder(task, steps));
            }
            ("rule", ["cards", "optional"]) => self.rules.push(Rule::Cards { required: false }),
            ("rule", ["cards", "required"]) => self.rules.push(Rule::Cards { required: true }),
            _ => return Err(format!("`{word}` is neither a time of day nor a word of the head")),
        }
        self.lines.push(Line::Prose(text.trim_end().to_owned()));
        Ok(())
    }

    fn last_scene(&mut self) -> Option<&mut Scene> {
        let scenes = self.lines.iter_mut().rev();
        scenes.filter_map(|line| if let Line::Scene(scene) = line { Some(scene) } else { None }).next()
    }
}

fn last_seen(right: &mut Right) -> &mut Seen {
    if right.is_empty() {
        right.push(Seen { at: None, signs: Vec::new() });
    }
    let last = right.len() - 1;
    &mut right[last]
}

/// A time of day as milliseconds of the simulated day; `None` for what is no time, or lies before its
/// morning.
pub fn time(word: &str) -> Option<Time> {
    let (clock, millis) = word.split_once('.').unwrap_or((word, "0"));
    let parts: Vec<u64> = clock.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [hours, minutes, seconds] = parts[..] else { return None };
    let thousandths: u64 = format!("{millis:0<3}").parse().ok().filter(|_| millis.len() <= 3)?;
    let valid = hours < 24 && minutes < 60 && seconds < 60;
    let at = hours * HOUR + minutes * MINUTE + seconds * SECOND + thousandths;
    at.checked_sub(MORNING).filter(|_| valid).map(Time)
}

/// The time of day of a moment, with its thousandths where it has some.
pub fn clock(at: Time) -> String {
    let ms = at.0 + MORNING;
    let (hours, minutes, seconds) = (ms / HOUR, ms / MINUTE % 60, ms / SECOND % 60);
    let whole = format!("{hours:02}:{minutes:02}:{seconds:02}");
    if ms.is_multiple_of(SECOND) { whole } else { format!("{whole}.{:03}", ms % SECOND) }
}
