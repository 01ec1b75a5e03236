//! What became of PINs of the staff today, in words: a row of the LCD, and lines for the command line.

use std::collections::BTreeSet;
use std::time::Duration;

use super::status::Status;
use crate::domain::moment::{Moment, Wall};
use crate::domain::staff::{PinNews, PinTurn};
use crate::station::cabinet::{About, Trouble, Wrong};

/// So many clerks whose PINs changed are one row of the LCD: a list of them would hide what is to be mended.
const TOGETHER: usize = 3;

/// The rows of the LCD: one a clerk, or one for all of them. They stand until the day is closed.
pub(super) fn rows(status: &Status) -> Vec<Trouble> {
    let (news, now) = (&status.view.pins, status.view.at);
    if news.len() >= TOGETHER {
        return together(news, now).into_iter().collect();
    }
    let row =
        |news: &PinNews| row(About::Pin(news.clerk), wrong(news.turn), recorded(news.at), age(news, now));
    news.iter().map(row).collect()
}

/// One row for all of them, with the time of the newest; numbers last, as they may be cut off.
fn together(news: &[PinNews], now: Moment) -> Option<Trouble> {
    let newest = news.first()?;
    let alike = news.iter().all(|other| other.turn == newest.turn);
    let wrong = if alike { wrong(newest.turn) } else { Wrong::PinsDiffer };
    let clerks: BTreeSet<_> = news.iter().map(|news| news.clerk).collect();
    let clerks = clerks.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
    let place = format!("{} {clerks}", recorded(newest.at));
    Some(row(About::Pins(news.len()), wrong, place.trim_start().to_owned(), age(newest, now)))
}

fn row(about: About, wrong: Wrong, place: String, age: Duration) -> Trouble {
    Trouble { about, device: None, place, wrong, age }
}

fn wrong(turn: PinTurn) -> Wrong {
    match turn {
        PinTurn::Set => Wrong::PinSet,
        PinTurn::Changed => Wrong::PinChanged,
        PinTurn::Removed => Wrong::PinRemoved,
    }
}

/// When it was recorded: while the daemon is off nobody sees when a PIN is set. Empty where nobody knew the time.
fn recorded(at: Moment) -> String {
    clock(at.wall).map(|clock| format!("{clock}记录")).unwrap_or_default()
}

fn clock(wall: Option<Wall>) -> Option<String> {
    wall.map(Wall::civil).map(|at| format!("{:02}:{:02}", at.hour, at.minute))
}

fn age(news: &PinNews, now: Moment) -> Duration {
    now.hall.since(news.at.hall)
}

/// The same for the command line, a line a clerk, the newest first.
pub(super) fn lines(status: &Status) -> Vec<String> {
    let line = |news: &PinNews| {
        let what = match news.turn {
            PinTurn::Set => "set",
            PinTurn::Changed => "set anew",
            PinTurn::Removed => "removed",
        };
        let minutes = age(news, status.view.at).as_secs() / 60;
        let when = clock(news.at.wall).map_or_else(|| format!("{minutes} min ago"), |at| format!("at {at}"));
        format!("the PIN of clerk {} was {what}, recorded {when}", news.clerk)
    };
    status.view.pins.iter().map(line).collect()
}
