//! The pages of the panel's project as instructions: `port::terminal`'s table in the panel's own words.

use crate::framing::text::{Charset, Rare};
use crate::port::terminal::{Button, Page, PageName, Text};

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
    /// What stands for what they lack.
    pub rare: Rare,
    /// The colour (RGB565) of words that may be touched.
    pub ink: u16,
    /// The colour of words that may not.
    pub grey: u16,
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

/// Everything the page must show, in the order to be sent: words first, then what may be touched.
pub fn instructions(page: &Page, style: Style) -> Vec<Instruction> {
    let mut all = Vec::new();
    for text in page.name.texts() {
        let words = style.charset.encode_with(page.words(text), style.rare);
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
    for button in page.name.buttons() {
        all.extend(state(page, button, style));
    }
    all
}

/// A button that is live, greyed (a choice with words), or hidden.
fn state(page: &Page, button: Button, style: Style) -> Vec<Instruction> {
    let name = component(button);
    let live = page.live.contains(&button);
    let choice = button.words();
    let shown = live || choice.is_some_and(|text| !page.words(text).is_empty());
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

/// The name of a button's component.
fn component(button: Button) -> String {
    let name = match button {
        Button::Choice(number) => return format!("c{number}"),
        Button::Back => "back",
        Button::More => "more",
        Button::Take => "take",
        Button::Another => "another",
        Button::Green => "green",
        Button::Help => "help",
    };
    name.to_owned()
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
    use crate::port::terminal::CHOICES;

    const STYLE: Style = Style { charset: Charset::Gb2312, rare: Rare::Mark, ink: 0, grey: 33808 };

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
}
