//! The pages of the panel's project as instructions: `port::terminal`'s table in the panel's own words.

use crate::framing::text::Charset;
use crate::port::terminal::{Button, CHOICES, LINES, Page, PageName, Text};

/// Characters of a text that are sent; a panel's component holds no more, and an instruction stays far below
/// the panel's buffer of 1024 bytes.
const TEXT_MAX: usize = 100;

/// What may be set of a component: at most one value each counts at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// Its words.
    Words(Text),
    /// Whether it is there at all.
    Shown(Button),
    /// Whether it feels fingers.
    Live(Button),
    /// The colour of its words.
    Ink(Button),
}

/// One instruction that sets an attribute, without its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// What it sets.
    pub sets: Attribute,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How a panel's project wants to be spoken to.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The character set of its fonts.
    pub charset: Charset,
    /// The colour (RGB565) of words that may be touched.
    pub ink: u16,
    /// The colour of words that may not.
    pub grey: u16,
}

/// The id of a page.
pub fn id(page: PageName) -> u8 {
    match page {
        PageName::Start => 0,
        PageName::List => 1,
        PageName::Confirm => 2,
        PageName::Reason => 3,
        PageName::Issued => 4,
        PageName::Notice => 5,
    }
}

/// The instruction that goes to a page, without its end.
pub fn go_to(page: PageName) -> Vec<u8> {
    let name = match page {
        PageName::Start => "start",
        PageName::List => "list",
        PageName::Confirm => "confirm",
        PageName::Reason => "reason",
        PageName::Issued => "issued",
        PageName::Notice => "notice",
    };
    format!("page {name}").into_bytes()
}

/// The button with this component id, if it is on the page.
pub fn button(page: PageName, component: u8) -> Option<Button> {
    buttons(page).into_iter().find(|button| self::component(*button).1 == component)
}

/// Everything the page must show, in the order to be sent: words first, then what may be touched.
pub fn instructions(page: &Page, style: Style) -> Vec<Instruction> {
    let mut all = Vec::new();
    for text in texts(page.name) {
        let words = style.charset.encode(words(page, text));
        let mut bytes = format!("{}.txt=\"", name(text)).into_bytes();
        for byte in words {
            if matches!(byte, b'"' | b'\\') {
                bytes.push(b'\\');
            }
            bytes.push(byte);
        }
        bytes.push(b'"');
        all.push(Instruction { sets: Attribute::Words(text), bytes });
    }
    for button in buttons(page.name) {
        all.extend(state(page, button, style));
    }
    all
}

/// A button that is live, greyed (a choice with words), or hidden.
fn state(page: &Page, button: Button, style: Style) -> Vec<Instruction> {
    let name = component(button).0;
    let live = page.live.contains(&button);
    let choice = match button {
        Button::Choice(number) => Some(Text::Choice(number)),
        Button::Back | Button::More | Button::Take | Button::Another | Button::Green | Button::Help => None,
    };
    let shown = live || choice.is_some_and(|text| !words(page, text).is_empty());
    let set = |sets, line: String| Instruction { sets, bytes: line.into_bytes() };
    let mut all = vec![set(Attribute::Shown(button), format!("vis {name},{}", u8::from(shown)))];
    if shown {
        all.push(set(Attribute::Live(button), format!("tsw {name},{}", u8::from(live))));
    }
    if shown && choice.is_some() {
        let colour = if live { style.ink } else { style.grey };
        all.push(set(Attribute::Ink(button), format!("{name}.pco={colour}")));
    }
    all
}

/// The words of a text, cut to what a component holds; empty when the page does not name it.
fn words(page: &Page, text: Text) -> &str {
    let words = page.texts.iter().find(|(named, _)| *named == text).map_or("", |(_, words)| words.as_str());
    words.char_indices().nth(TEXT_MAX).map_or(words, |(end, _)| &words[..end])
}

fn texts(page: PageName) -> Vec<Text> {
    let choices = (0..CHOICES).map(Text::Choice);
    let lines = (0..LINES).map(Text::Line);
    let both = [Text::Title, Text::Note].into_iter();
    match page {
        PageName::Start | PageName::List | PageName::Reason => both.chain(choices).collect(),
        PageName::Confirm | PageName::Notice => both.chain(lines).collect(),
        PageName::Issued => both.chain([Text::Number]).chain(lines).collect(),
    }
}

fn buttons(page: PageName) -> Vec<Button> {
    let choices = (0..CHOICES).map(Button::Choice);
    match page {
        PageName::Start => choices.chain([Button::Help]).collect(),
        PageName::List => choices.chain([Button::Back, Button::More]).collect(),
        PageName::Confirm => vec![Button::Take, Button::Another, Button::Green, Button::Back],
        PageName::Reason => choices.chain([Button::Back]).collect(),
        PageName::Issued => vec![Button::Take, Button::Back],
        PageName::Notice => vec![Button::Back],
    }
}

/// The name and id of a button's component.
fn component(button: Button) -> (String, u8) {
    let (name, id) = match button {
        Button::Choice(number) => return (format!("c{number}"), number.saturating_add(1)),
        Button::Back => ("back", 7),
        Button::More => ("more", 8),
        Button::Take => ("take", 9),
        Button::Another => ("another", 10),
        Button::Green => ("green", 11),
        Button::Help => ("help", 12),
    };
    (name.to_owned(), id)
}

fn name(text: Text) -> String {
    match text {
        Text::Title => "title".to_owned(),
        Text::Note => "note".to_owned(),
        Text::Number => "number".to_owned(),
        Text::Choice(number) => format!("c{number}"),
        Text::Line(number) => format!("l{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { charset: Charset::Gb2312, ink: 0, grey: 33808 };

    fn lines(page: &Page) -> Vec<Vec<u8>> {
        instructions(page, STYLE).into_iter().map(|instruction| instruction.bytes).collect()
    }

    #[test]
    fn quotes_and_backslashes_are_escaped_and_what_gb2312_lacks_is_seen_to_be_missing() {
        let title = "\"\\\" 号 乗\n".to_owned();
        let page = Page { name: PageName::Notice, texts: vec![(Text::Title, title)], live: vec![] };

        assert_eq!(lines(&page)[0], b"title.txt=\"\\\"\\\\\\\" \xBA\xC5 \xA1\xF5 \"");
    }

    #[test]
    fn a_button_is_live_or_greyed_or_hidden() {
        let texts = vec![(Text::Choice(0), "A".to_owned()), (Text::Choice(1), "B".to_owned())];
        let page = Page { name: PageName::Start, texts, live: vec![Button::Choice(0)] };

        let lines = lines(&page);

        for line in ["vis c0,1", "tsw c0,1", "c0.pco=0", "vis c1,1", "tsw c1,0", "c1.pco=33808", "vis c2,0", "vis help,0"]
        {
            assert!(lines.contains(&line.as_bytes().to_vec()), "{line}");
        }
        assert!(lines.contains(&b"note.txt=\"\"".to_vec()), "a text that is not named is emptied");
    }

    #[test]
    fn the_longest_page_has_no_instruction_near_the_panels_buffer() {
        let texts = (0..CHOICES).map(|number| (Text::Choice(number), "\"号".repeat(500))).collect();
        let page = Page { name: PageName::List, texts, live: vec![] };

        assert!(lines(&page).iter().all(|line| line.len() < 512));
    }

    #[test]
    fn a_component_id_is_a_button_only_on_its_own_pages() {
        assert_eq!(button(PageName::Confirm, 9), Some(Button::Take));
        assert_eq!(button(PageName::Start, 9), None);
        assert_eq!(button(PageName::Start, 6), Some(Button::Choice(5)));
        assert_eq!(button(PageName::Start, 20), None);
    }
}
