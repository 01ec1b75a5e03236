//! Reading the faces of devices as people do: by their place, and only what is different from before.

use hal::port::board::Area;
use hal::port::terminal::Page;
use hal::port::{self, board, keypad, rating_pad, terminal};
use jiaohao::layout::Role;

use crate::signs;

/// What a face that shows something lets people see: only what differs from before.
pub fn seen(role: Role, face: &port::Command, before: Option<&port::Command>) -> Vec<(String, String)> {
    let all = read(role, face, before);
    let known = before.map(|before| read(role, before, None)).unwrap_or_default();
    all.into_iter().filter(|sign| sign.0 == "terminal" || !known.contains(sign)).collect()
}

/// Everything that stands on a face.
fn read(role: Role, face: &port::Command, before: Option<&port::Command>) -> Vec<(String, String)> {
    match (role, face) {
        (Role::WindowBoard(window), port::Command::Board(board::Command::Show(areas))) => {
            let names = ["board", "plate"].into_iter().map(|name| format!("{name}-{window}"));
            names.zip(areas.iter().map(signs::area)).collect()
        }
        (_, port::Command::Board(board::Command::Show(areas))) => {
            vec![("display".to_owned(), signs::display(areas))]
        }
        (Role::Keypad(window), port::Command::Keypad(keypad::Command::Show(digits))) => {
            vec![(format!("keypad-{window}"), signs::digits(digits))]
        }
        (Role::RatingPad(window), port::Command::RatingPad(asks)) => {
            vec![(format!("pad-{window}"), signs::pad(*asks).to_owned())]
        }
        (_, port::Command::Terminal(terminal::Command::Show(page))) => {
            let before = before.and_then(as_page);
            signs::page(page, before).into_iter().map(|line| ("terminal".to_owned(), line)).collect()
        }
        _ => Vec::new(),
    }
}

/// The page, if it is one.
pub fn as_page(face: &port::Command) -> Option<&Page> {
    if let port::Command::Terminal(terminal::Command::Show(page)) = face { Some(page) } else { None }
}

/// What stands on a keypad's digits.
pub fn digits(face: Option<&port::Command>) -> String {
    match face {
        Some(port::Command::Keypad(keypad::Command::Show(digits))) => digits.clone(),
        Some(_) | None => String::new(),
    }
}

/// What a pad asks.
pub fn asks(face: Option<&port::Command>) -> rating_pad::Command {
    match face {
        Some(port::Command::RatingPad(asks)) => *asks,
        Some(_) | None => rating_pad::Command::Rest,
    }
}

/// What stands on a board.
pub fn areas(face: Option<&port::Command>) -> Vec<Area> {
    match face {
        Some(port::Command::Board(board::Command::Show(areas))) => areas.clone(),
        Some(_) | None => Vec::new(),
    }
}
