//! What people can see and hear of the hall, in words: the signs of which a story's right-hand side is made.

use std::cell::RefCell;
use std::rc::Rc;

use hal::port::board::{Area, Colour};
use hal::port::printer::{Line, Paper};
use hal::port::rating_pad;
use hal::port::terminal::{Button, Page, PageName, Text};
use jiaohao::rehearse::agenda::Time;

/// Something that could be seen or heard at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// When.
    pub at: Time,
    /// Where: `board-3`, `voice`, `terminal`.
    pub at_what: String,
    /// What.
    pub words: String,
    /// Somebody went to look: it is told whatever the story watches.
    pub asked: bool,
}

/// Every sign so far, shared by the floor that gives them and the player who reads them.
#[derive(Clone, Debug, Default)]
pub struct Signs(Rc<RefCell<Noted>>);

#[derive(Debug, Default)]
struct Noted {
    signs: Vec<Sign>,
    last_slip: Vec<String>,
}

impl Signs {
    /// Notes a sign.
    pub fn note(&self, at: Time, at_what: impl Into<String>, words: impl Into<String>) {
        let sign = Sign { at, at_what: at_what.into(), words: words.into(), asked: false };
        self.0.borrow_mut().signs.push(sign);
    }

    /// Notes what somebody sees who goes to look.
    pub fn note_look(&self, at: Time, at_what: &str, words: impl Into<String>) {
        let sign = Sign { at, at_what: at_what.to_owned(), words: words.into(), asked: true };
        self.0.borrow_mut().signs.push(sign);
    }

    /// Notes a piece of paper that came out.
    pub fn note_paper(&self, at: Time, paper: &Paper) {
        self.note(at, "slip", slip(paper));
        self.0.borrow_mut().last_slip = whole_slip(paper);
    }

    /// Every line of the last piece of paper.
    pub fn last_slip(&self) -> Vec<String> {
        self.0.borrow().last_slip.clone()
    }

    /// Every sign since this was asked last, in order of time.
    pub fn take(&self) -> Vec<Sign> {
        std::mem::take(&mut self.0.borrow_mut().signs)
    }
}

/// A text on diodes: `*请A012号*` flashes or moves, `[red]` is its colour where it is not the usual amber.
pub fn area(area: &Area) -> String {
    if area.text.is_empty() {
        return String::new();
    }
    let text = if area.lively { format!("*{}*", area.text) } else { area.text.clone() };
    match area.colour {
        Colour::Red => format!("{text}[red]"),
        Colour::Green => format!("{text}[green]"),
        Colour::Yellow => text,
    }
}

/// The hall display: its rows one after the other, those that are empty left out.
pub fn display(areas: &[Area]) -> String {
    let rows: Vec<String> = areas.iter().map(area).filter(|row| !row.is_empty()).collect();
    rows.join(" / ")
}

/// Four digits between their borders, so that blanks can be seen.
pub fn digits(characters: &str) -> String {
    format!("[{characters:<4}]")
}

/// What a pad asks of the visitor before it.
pub fn pad(asks: rating_pad::Command) -> &'static str {
    match asks {
        rating_pad::Command::AskGrade => "asks for a grade",
        rating_pad::Command::AskReason => "asks why",
        rating_pad::Command::Rest => "dark",
    }
}

/// The lines of a page; of a page that stood there before, only what is different.
pub fn page(page: &Page, before: Option<&Page>) -> Vec<String> {
    let same = before.filter(|before| before.name == page.name);
    let mut lines = Vec::new();
    for (text, words) in &page.texts {
        let known = |page: &Page| page.texts.iter().any(|(other, said)| other == text && said == words);
        // The foot tells of troubles: it is read when it changes, whatever page it is on.
        let compared = if *text == Text::Note { before } else { same };
        if compared.is_some_and(known) {
            continue;
        }
        lines.push(format!("{}{}", label(*text, page), words));
    }
    let buttons = buttons(page);
    if !buttons.is_empty() && same.is_none_or(|same| self::buttons(same) != buttons) {
        lines.push(format!("buttons {}", buttons.join(" ")));
    }
    if same.is_none() && lines.is_empty() {
        lines.push(format!("{:?}", page.name));
    }
    lines
}

fn label(text: Text, page: &Page) -> String {
    match text {
        Text::Title => match page.name {
            PageName::Start | PageName::List | PageName::Confirm | PageName::Reason => "== ".to_owned(),
            PageName::Issued | PageName::Notice => "-- ".to_owned(),
        },
        Text::Note => "foot ".to_owned(),
        Text::Number => "number ".to_owned(),
        Text::Line(_) => String::new(),
        Text::Choice(place) if page.live.contains(&Button::Choice(place)) => {
            format!("({}) ", u32::from(place) + 1)
        }
        Text::Choice(place) => format!("({} grey) ", u32::from(place) + 1),
    }
}

/// The buttons with a picture of their own that may be touched.
fn buttons(page: &Page) -> Vec<&'static str> {
    page.live.iter().filter_map(|button| name(*button)).collect()
}

/// A button's name in stories; choices are named by their words.
pub fn name(button: Button) -> Option<&'static str> {
    match button {
        Button::Choice(_) => None,
        Button::Back => Some("BACK"),
        Button::More => Some("MORE"),
        Button::Take => Some("TAKE"),
        Button::Another => Some("ANOTHER"),
        Button::Green => Some("GREEN"),
        Button::Help => Some("HELP"),
    }
}

/// What a visitor reads first on a piece of paper: what it is, the number, the errands, and the promise.
fn slip(paper: &Paper) -> String {
    let parts: Vec<&[Line]> = paper.lines.split(|line| *line == Line::Rule).collect();
    let large = parts.first().into_iter().copied().flatten().filter_map(|line| match line {
        Line::Text { text, size: 2.., .. } => Some(text.as_str()),
        Line::Text { .. } | Line::Code(_) | Line::Rule | Line::Feed(_) => None,
    });
    let large: Vec<&str> = large.collect();
    if large.first() == Some(&"设备自检证书") {
        return large.join(" / ");
    }
    let lines = parts.iter().skip(1).take(2).flat_map(|part| part.iter());
    // The English stands under the Chinese; a list's lines begin with their number.
    let listed =
        |text: &str| text.trim_start_matches(|letter: char| letter.is_ascii_digit()).starts_with(". ");
    let chinese = |text: &str| text.starts_with(|letter: char| !letter.is_ascii()) || listed(text);
    let words = lines.filter_map(|line| match line {
        Line::Text { text, size, .. } => {
            let issued = text.starts_with("取号时间");
            (!issued && (chinese(text) || *size > 1)).then_some(text.as_str())
        }
        Line::Code(_) | Line::Rule | Line::Feed(_) => None,
    });
    words.collect::<Vec<_>>().join(" / ")
}

/// Everything that stands on a piece of paper.
fn whole_slip(paper: &Paper) -> Vec<String> {
    let lines = paper.lines.iter().filter_map(|line| match line {
        Line::Text { text, .. } => Some(text.clone()),
        Line::Code(_) => Some("[code]".to_owned()),
        Line::Rule => Some("----".to_owned()),
        Line::Feed(_) => None,
    });
    lines.collect()
}

/// What ears make of clips.
pub fn speech(clips: &[String]) -> String {
    clips.iter().map(|clip| spoken(clip)).collect()
}

fn spoken(clip: &str) -> String {
    let known = [
        ("chime", "♪ "),
        ("pause", "，"),
        ("zai-ci", "再次"),
        ("qing", "请"),
        ("hao", "号"),
        ("dao", "到"),
        ("hao-chuangkou", "号窗口"),
        ("shi", "十"),
        ("yao", "幺"),
    ];
    let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if let Some((_, words)) = known.iter().find(|(name, _)| *name == clip) {
        return (*words).to_owned();
    }
    let digit = clip.strip_prefix("digit-").and_then(|digit| digit.parse::<usize>().ok());
    if let Some(word) = digit.and_then(|digit| digits.get(digit)) {
        return (*word).to_owned();
    }
    clip.strip_prefix("letter-").map_or_else(|| format!("<{clip}>"), str::to_ascii_uppercase)
}
