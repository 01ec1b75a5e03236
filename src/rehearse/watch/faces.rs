//! What faces, paper and voice claim: the numbers in what a device is told, read as people read them.

use hal::port::{self, board, keypad, printer, terminal};

use crate::domain::id::{TicketNumber, WindowId};
use crate::layout::Role;
use crate::rehearse::paper;

/// Something that stands for everybody to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// This number was given.
    Number(TicketNumber),
    /// This number was called to this window.
    Called(TicketNumber, WindowId),
    /// This number stands on the digits of this window's keypad: it was given, or its clerk types it.
    OnKeypad(TicketNumber, WindowId),
}

/// What a command claims, at the place where the device stands.
#[must_use]
pub fn claims(role: Role, command: &port::Command) -> Vec<Claim> {
    match command {
        port::Command::Board(board::Command::Show(areas)) => {
            areas.iter().flat_map(|area| on_board(role, &area.text)).collect()
        }
        port::Command::Keypad(keypad::Command::Show(digits)) => on_keypad(role, digits).into_iter().collect(),
        port::Command::Terminal(terminal::Command::Show(page)) => {
            let numbers = page.texts.iter().filter(|(text, _)| *text == terminal::Text::Number);
            numbers.flat_map(|(_, words)| paper::numbers(words)).map(Claim::Number).collect()
        }
        port::Command::Printer(printer::Command::Print { paper, .. }) => {
            let numbers =
                paper::lines(paper).iter().flat_map(|line| paper::numbers(line)).collect::<Vec<_>>();
            numbers.into_iter().map(Claim::Number).collect()
        }
        port::Command::Printer(printer::Command::Forget { .. })
        | port::Command::Keypad(keypad::Command::Beep(_))
        | port::Command::RatingPad(_)
        | port::Command::CardReader(_)
        | port::Command::Signals(_)
        | port::Command::Locker(_) => Vec::new(),
    }
}

/// What a saying claims; nothing when it is no call.
#[must_use]
pub fn spoken(clips: &[String]) -> Option<Claim> {
    paper::called(clips).map(|(number, window)| Claim::Called(number, window))
}

/// A number on a window's board is called there; one in a row of the hall display is called to the row's
/// window.
fn on_board(role: Role, text: &str) -> Vec<Claim> {
    let there = match role {
        Role::WindowBoard(window) => Some(window),
        Role::HallDisplay => paper::window(text),
        Role::Printer
        | Role::Keypad(_)
        | Role::RatingPad(_)
        | Role::Terminal(_)
        | Role::CardReader(_)
        | Role::Ups
        | Role::Locker => None,
    };
    let claim = |number| there.map_or(Claim::Number(number), |window| Claim::Called(number, window));
    paper::numbers(text).into_iter().map(claim).collect()
}

/// Seven segments draw some letters small.
fn on_keypad(role: Role, digits: &str) -> Option<Claim> {
    let number = paper::numbers(&digits.to_ascii_uppercase()).into_iter().next()?;
    let claim = match role {
        Role::Keypad(window) => Claim::OnKeypad(number, window),
        Role::WindowBoard(_)
        | Role::HallDisplay
        | Role::Printer
        | Role::RatingPad(_)
        | Role::Terminal(_)
        | Role::CardReader(_)
        | Role::Ups
        | Role::Locker => Claim::Number(number),
    };
    Some(claim).filter(|_| digits.len() == 4)
}
