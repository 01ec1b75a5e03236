//! `jiaohao devices test NAME`: one device, tried with its technician watching, and signed off.

use std::io::{BufRead, Write, stdin};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use clap::Args;

use super::Hall;
use super::talk::{self, Told};
use crate::cli::{Out, Outcome};
use crate::runtime::control::Command;
use crate::runtime::control::bench::Ask;
use crate::runtime::trial::{LOOK_WITHIN, Word};

/// Which device, and who tries it.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// The device's name, as `jiaohao devices` lists it.
    #[arg(value_name = "NAME")]
    device: String,
    /// Who tries it, for the signed-off line. Default: whoever is logged in.
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
}

/// Longest name in a signed-off line.
const NAME_MOST: usize = 40;

pub(super) fn run(
    asked: &Test,
    hall: &Hall,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let ask = Ask::Test { device: asked.device.clone(), person: asked.person() };
    let stream = hall.begin(&Command::Bench(ask))?;
    // The daemon is silent while it waits for the technician, and not longer.
    stream.set_read_timeout(Some(LOOK_WITHIN + Duration::from_secs(30)))?;
    let hands = stream.try_clone()?;
    // It ends with the process: nothing can end a read of a terminal.
    std::thread::spawn(move || pass_on(hands));
    Ok(match talk::listen(stream, out, errors)? {
        Told::Done => Outcome::Done,
        Told::Failed => Outcome::Failed,
    })
}

impl Test {
    fn person(&self) -> String {
        let logged_in = || ["SUDO_USER", "USER"].into_iter().find_map(|name| std::env::var(name).ok());
        let name = self.by.clone().or_else(logged_in).unwrap_or_else(|| "somebody".to_owned());
        name.chars().filter(|character| !character.is_control()).take(NAME_MOST).collect()
    }
}

/// Hands the daemon what the technician types. Whoever closes the input says nothing more.
fn pass_on(mut daemon: UnixStream) {
    for line in stdin().lock().lines().map_while(Result::ok) {
        let Some(word) = word(&line) else { continue };
        let Ok(mut command) = serde_json::to_string(&Command::Bench(Ask::Said { word })) else { return };
        command.push('\n');
        if daemon.write_all(command.as_bytes()).is_err() {
            return;
        }
    }
}

/// What was typed, if it is an answer.
fn word(typed: &str) -> Option<Word> {
    match typed.trim().to_lowercase().as_str() {
        "y" | "yes" | "是" => Some(Word::Yes),
        "n" | "no" | "否" => Some(Word::No),
        "s" | "skip" | "跳过" => Some(Word::Skip),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_understood_in_both_languages_and_nothing_else_is_one() {
        let words = ["y", " YES ", "是", "n", "否", "s", "q", ""].map(word);

        let (yes, no, skip) = (Some(Word::Yes), Some(Word::No), Some(Word::Skip));
        assert_eq!(words, [yes, yes, yes, no, no, skip, None, None]);
    }
}
