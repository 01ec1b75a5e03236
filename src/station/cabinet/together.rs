//! What is wrong with many of one kind is one row: a list of them would push what else is wrong off the display.

use std::mem::discriminant;

use super::trouble::{About, Trouble};

/// So many are told together.
const TOGETHER: usize = 3;

/// These troubles, those of many windows or sheets as one each; the order of importance stays.
pub(super) fn together(troubles: Vec<Trouble>) -> Vec<Trouble> {
    let mut told: Vec<Trouble> = Vec::new();
    for trouble in &troubles {
        let alike: Vec<&Trouble> = troubles.iter().filter(|other| are_alike(trouble, other)).collect();
        if alike.len() < TOGETHER {
            told.push(trouble.clone());
        } else if !told.iter().any(|known| is_row_of(known, trouble)) {
            told.push(row(trouble, &alike));
        }
    }
    told
}

fn are_alike(one: &Trouble, other: &Trouble) -> bool {
    let many = matches!(one.about, About::Window(_) | About::Sheet(_));
    many && one.wrong == other.wrong && discriminant(&one.about) == discriminant(&other.about)
}

fn is_row_of(known: &Trouble, trouble: &Trouble) -> bool {
    let kind = matches!(
        (known.about, trouble.about),
        (About::Windows(_), About::Window(_)) | (About::Sheets(_), About::Sheet(_))
    );
    kind && known.wrong == trouble.wrong
}

/// One row with the numbers of all, and the age of the oldest.
fn row(first: &Trouble, alike: &[&Trouble]) -> Trouble {
    let mut numbers: Vec<u32> = alike.iter().filter_map(|trouble| number(trouble.about)).collect();
    numbers.sort_unstable();
    let place = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join("、");
    let sheets = matches!(first.about, About::Sheet(_));
    let about = if sheets { About::Sheets(alike.len()) } else { About::Windows(alike.len()) };
    let age = alike.iter().map(|trouble| trouble.age).max().unwrap_or_default();
    Trouble { about, device: None, place: format!("{place}号"), age, ..first.clone() }
}

fn number(about: About) -> Option<u32> {
    if let About::Window(window) = about {
        return Some(window.0.into());
    }
    if let About::Sheet(sheet) = about { Some(sheet.0.into()) } else { None }
}
