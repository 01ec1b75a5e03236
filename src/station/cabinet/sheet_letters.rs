//! A page of the manual-calling sheet on a letter display: the number, since when it waits, and its window, in ASCII.

use super::Situation;
use super::letters::both_ends;
use super::listed::{Page, Row};
use crate::domain::manual::Stands;
use crate::domain::rules::Class;

/// Rows of a page on four lines: between the heading and the seal.
const ROWS: usize = 2;

/// The lines of the page that stands on a display of so many columns and two or four lines, if it is a page's turn.
pub(super) fn lines((width, four): (usize, bool), situation: &Situation) -> Option<Vec<String>> {
    let page = situation.listed.as_ref()?.page(if four { ROWS } else { 1 }, !four)?;
    let heading = format!("SHEET {} {}/{}", page.sheet.id, page.place, page.of);
    if !four {
        let second = page.rows.first().map_or_else(|| seal(&page, situation), |row| words(width, row));
        return Some(vec![heading, second]);
    }
    let mut lines = vec![both_ends(width, &heading, &situation.clock_words())];
    lines.extend(page.rows.iter().map(|row| words(width, row)));
    lines.resize(1 + ROWS, String::new());
    lines.push(seal(&page, situation));
    Some(lines)
}

/// The seal; on sixteen letters the blanks between its groups have no room.
fn seal(page: &Page<'_>, situation: &Situation) -> String {
    if !situation.stored {
        return "UNSAVED".to_owned();
    }
    let seal = page.sheet.seal.clone().unwrap_or_else(|| "---- ---- ---- ----".to_owned());
    if page.rows.is_empty() { seal.replace(' ', "") } else { seal }
}

fn words(width: usize, row: &Row) -> String {
    let window = row.window.map_or_else(|| "W?".to_owned(), |window| format!("W{window}"));
    let mark = match (row.stands, row.class) {
        (Stands::AtWindow, _) => " *",
        (Stands::Parked, _) => " P",
        (Stands::Waits, Class::Ordinary) => "",
        (Stands::Waits, Class::Urgent | Class::Green | Class::Returning) => " !",
    };
    both_ends(width, &format!("{} {}", row.number, row.since), &format!("{window}{mark}"))
}
