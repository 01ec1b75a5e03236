//! Reading: numbers on paper, boards and pages as a person's eyes find them, and in the words of a call.

use hal::port::printer::{Line, Paper};

use crate::domain::id::{Prefix, TicketNumber, WindowId};
use crate::station::hall;

/// The lines of a piece of paper that have words.
#[must_use]
pub fn lines(paper: &Paper) -> Vec<String> {
    let words = paper.lines.iter().filter_map(|line| match line {
        Line::Text { text, .. } => Some(text.clone()),
        Line::Code(_) | Line::Rule | Line::Feed(_) => None,
    });
    words.collect()
}

/// The ticket numbers in a text: a capital letter with two to four digits behind it, standing by itself.
#[must_use]
pub fn numbers(text: &str) -> Vec<TicketNumber> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(letter) = characters.get(at).copied() {
        let before = at.checked_sub(1).and_then(|before| characters.get(before));
        let digits: String =
            characters.iter().skip(at + 1).take_while(|character| character.is_ascii_digit()).collect();
        let behind = characters.get(at + 1 + digits.len());
        let stands_alone = !before.is_some_and(char::is_ascii_alphanumeric)
            && !behind.is_some_and(|behind| behind.is_ascii_alphabetic() || *behind == '-');
        if letter.is_ascii_uppercase() && stands_alone && (2..=4).contains(&digits.len()) {
            let width = u8::try_from(digits.len()).unwrap_or_default();
            if let Ok(value) = digits.parse() {
                found.push(TicketNumber { prefix: Prefix(letter), value, width });
            }
            at += digits.len();
        }
        at += 1;
    }
    found
}

/// The window in a row of the hall display: `请A012到3号窗口` and `A012 3号窗口` both lead to 3.
#[must_use]
pub fn window(text: &str) -> Option<WindowId> {
    let (before, _) = text.split_once("号窗口")?;
    let digits: Vec<char> = before.chars().rev().take_while(char::is_ascii_digit).collect();
    digits.iter().rev().collect::<String>().parse().ok().map(WindowId)
}

/// Who is called where by these clips; `None` when they are no call.
#[must_use]
pub fn called(clips: &[String]) -> Option<(TicketNumber, WindowId)> {
    let from = clips.iter().position(|clip| clip == "qing")?;
    let mut rest = clips.get(from + 1..)?.iter();
    let letter = rest.next()?.strip_prefix("letter-")?.chars().next()?.to_ascii_uppercase();
    let digits: String = rest.by_ref().map_while(|clip| digit(clip)).collect();
    let width = u8::try_from(digits.len()).ok()?;
    let number = TicketNumber { prefix: Prefix(letter), value: digits.parse().ok()?, width };
    // `map_while` took the 号 behind the digits; 到 and the window's words follow.
    let words: Vec<String> =
        rest.skip_while(|clip| *clip == "dao").take_while(|clip| *clip != "hao-chuangkou").cloned().collect();
    let window = (1..=99).map(WindowId).find(|window| hall::window_clips(*window) == words)?;
    Some((number, window))
}

fn digit(clip: &str) -> Option<char> {
    if clip == "yao" { Some('1') } else { clip.strip_prefix("digit-")?.chars().next() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::station::hall::{CallStyle, clips};

    fn number(value: u16) -> TicketNumber {
        TicketNumber { prefix: Prefix('A'), value, width: 3 }
    }

    #[test]
    fn numbers_are_found_wherever_they_stand_and_nothing_else_is_one() {
        assert_eq!(numbers("请A012到3号窗口"), [number(12)]);
        assert_eq!(numbers("请准备 A012 A013"), [number(12), number(13)]);
        assert_eq!(numbers("A4 YB-01-02 BA012 A0123456 RS-485"), []);
    }

    #[test]
    fn a_row_leads_to_its_window() {
        assert_eq!(window("请A012到13号窗口"), Some(WindowId(13)));
        assert_eq!(window("A012 3号窗口"), Some(WindowId(3)));
        assert_eq!(window("请准备 A012"), None);
    }

    #[test]
    fn a_call_is_understood_by_its_clips() {
        for (value, window) in [(12, 3), (101, 10), (999, 12), (200, 20)] {
            let said = clips(number(value), WindowId(window), true, CallStyle::default());

            assert_eq!(called(&said), Some((number(value), WindowId(window))));
        }
    }
}
