//! What is tried of each kind of device.

use hal::port::board::{Area, Colour};
use hal::port::keypad::{Beep, Key};
use hal::port::printer::{Align, Line, Paper};
use hal::port::rating_pad;
use hal::port::terminal::{Button, CHOICES, Page, PageName, Text};
use hal::port::{self, board, card_reader, keypad, printer, signals, terminal};

use super::{Deed, Step, Wants};

/// Kinds of device, each with what has to be known to try it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Prints slips.
    Printer,
    /// A board of so many rows.
    Board(usize),
    /// A keypad with digits and these keys.
    Keypad(Vec<Key>),
    /// A keypad of these keys alone.
    Keys(Vec<Key>),
    /// A rating pad.
    RatingPad,
    /// A touch terminal.
    Terminal,
    /// A reader of cards.
    CardReader,
    /// A lamp.
    Lamp,
    /// A buzzer.
    Buzzer,
    /// A contact: a button, or the sign that the mains are lost.
    Contact,
    /// The loudspeaker.
    Voice,
    /// A status LCD.
    Lcd,
}

/// What the voice says: counting, which is nobody's number and no window.
pub const TEST_CLIPS: [&str; 6] = ["chime", "digit-1", "digit-2", "digit-3", "digit-4", "digit-5"];

/// The five grades in the words that are printed on the pads.
const GRADES: [&str; 5] = ["非常满意", "满意", "基本满意", "不满意", "非常不满意"];

/// The steps for a device of this kind. `job`: a number for its paper or announcement that is nobody else's; `name`,
/// `stamp`: what stands on its slip.
#[must_use]
pub fn steps(kind: &Kind, job: u64, name: &str, stamp: &str) -> Vec<Step> {
    match kind {
        Kind::Printer => slip(job, name, stamp),
        Kind::Board(rows) => lights(*rows),
        Kind::Keypad(keys) => digits().into_iter().chain(presses(keys)).collect(),
        Kind::Keys(keys) => presses(keys),
        Kind::RatingPad => grades(),
        Kind::Terminal => touches(),
        Kind::CardReader => vec![step(
            "card read",
            vec![Deed::Tell(port::Command::CardReader(card_reader::Command::Read))],
            "lay an identity card on the reader; nothing of it is kept",
            Wants::Card,
        )],
        Kind::Lamp => {
            let set = |on| vec![Deed::Tell(port::Command::Signals(signals::Command::Set(on)))];
            vec![eyes("on", set(true), "is it lit?"), eyes("off", set(false), "is it dark again?")]
        }
        Kind::Buzzer => {
            let sound = vec![Deed::Tell(port::Command::Signals(signals::Command::Sound))];
            vec![eyes("sound", sound, "did it sound three times, and is it silent again?")]
        }
        Kind::Contact => {
            let settled = |active| Wants::Event(port::Event::Signals(signals::Event::Settled { active }));
            vec![
                step("closed", Vec::new(), "press the button and hold it; nobody is called", settled(true)),
                step("open", Vec::new(), "let it go", settled(false)),
            ]
        }
        Kind::Voice => vec![
            step(
                "sentence said",
                vec![Deed::Say(job)],
                "the voice counts from one to five",
                Wants::Sentence(job),
            ),
            eyes(
                "heard everywhere",
                Vec::new(),
                "did you hear the chime and one to five, clear and without gaps?",
            ),
        ],
        Kind::Lcd => vec![eyes(
            "bars seen",
            vec![Deed::Bars],
            "does the LCD show eight bars, white, yellow, cyan, green, magenta, red, blue and black from the left?",
        )],
    }
}

fn step(name: &str, first: Vec<Deed>, words: &str, wants: Wants) -> Step {
    Step { name: name.to_owned(), first, words: words.to_owned(), wants }
}

fn eyes(name: &str, first: Vec<Deed>, words: &str) -> Step {
    step(name, first, words, Wants::Eyes)
}

fn slip(job: u64, name: &str, stamp: &str) -> Vec<Step> {
    let text =
        |text: &str, size, bold| Line::Text { text: text.to_owned(), size, align: Align::Centre, bold };
    let lines = vec![
        text("测试 TEST", 2, true),
        text("不是号票，请勿使用", 1, false),
        text("This is not a ticket", 1, false),
        Line::Rule,
        text(name, 1, false),
        text(stamp, 1, false),
        text("0123456789 ABCDEFGH 请到窗口", 1, false),
        Line::Code("TEST".to_owned()),
        Line::Feed(1),
    ];
    let print = printer::Command::Print { job, paper: Paper { lines } };
    vec![
        step(
            "slip printed",
            vec![Deed::Tell(port::Command::Printer(print))],
            "a test slip is printed",
            Wants::Slip(job),
        ),
        eyes(
            "slip seen",
            Vec::new(),
            "has a slip with the word TEST come out, cut, with Chinese that can be read and a square code?",
        ),
    ]
}

fn lights(rows: usize) -> Vec<Step> {
    let show = |text: &str, colour| {
        let area = |_| Area { text: text.to_owned(), colour, lively: false };
        vec![Deed::Tell(port::Command::Board(board::Command::Show((0..rows.max(1)).map(area).collect())))]
    };
    // A board of Chinese characters fills its cells with the square, one of digits lights all with the eight.
    let all = "■■■■■■■■";
    vec![
        eyes(
            "red dots",
            show(all, Colour::Red),
            "do all dots of the squares light in red, and none stays dark?",
        ),
        eyes("green dots", show(all, Colour::Green), "and in green? (s where the board has one colour)"),
        eyes("yellow dots", show(all, Colour::Yellow), "and in yellow? (s where the board has one colour)"),
        eyes(
            "all segments",
            show("88888888", Colour::Red),
            "does every digit show an eight, with nothing missing?",
        ),
        eyes(
            "test text",
            show("测试 TEST", Colour::Red),
            "does it show 测试 TEST? (a board of digits: what it can)",
        ),
    ]
}

fn digits() -> Vec<Step> {
    let tell = |command| vec![Deed::Tell(port::Command::Keypad(command))];
    vec![
        eyes(
            "all segments",
            tell(keypad::Command::Show("8888".to_owned())),
            "do the digits show 8888? (a lamp: is it lit?)",
        ),
        eyes("beep", tell(keypad::Command::Beep(Beep::Refused)), "did it beep?"),
    ]
}

fn presses(keys: &[Key]) -> Vec<Step> {
    let mut keys = keys.to_vec();
    keys.sort_unstable();
    keys.dedup();
    let press = |key| {
        let name = name_of(key);
        let event = port::Event::Keypad(keypad::Event::Pressed(key));
        step(&name, Vec::new(), &format!("press {name}"), Wants::Event(event))
    };
    keys.into_iter().map(press).collect()
}

/// What stands on a key.
fn name_of(key: Key) -> String {
    let words = match key {
        Key::Digit(digit) => return digit.to_string(),
        Key::Next => "呼叫 NEXT",
        Key::Recall => "重呼 RECALL",
        Key::NoShow => "过号 NO-SHOW",
        Key::Start => "开始 START",
        Key::Finish => "办结 FINISH",
        Key::Transfer => "转移 TRANSFER",
        Key::CallNumber => "指定 CALL-NUMBER",
        Key::Park => "挂起 PARK",
        Key::Resume => "恢复 RESUME",
        Key::Pause => "暂停 PAUSE",
        Key::Rate => "评价 RATE",
        Key::LogIn => "登录 LOG-IN",
        Key::Help => "求助 HELP",
        Key::Undo => "撤销 UNDO",
        Key::Function => "功能 FUNCTION",
        Key::Enter => "确认 ENTER",
        Key::Clear => "清除 CLEAR",
    };
    words.to_owned()
}

fn grades() -> Vec<Step> {
    let tell = |command| vec![Deed::Tell(port::Command::RatingPad(command))];
    let mut steps = vec![eyes(
        "lamps",
        tell(rating_pad::Command::AskGrade),
        "are all five keys lit? (s where the pad has no lamps)",
    )];
    steps.extend((1..).zip(GRADES).map(|(grade, words)| {
        let event = port::Event::RatingPad(rating_pad::Event::Pressed(grade));
        step(&format!("grade {grade}"), Vec::new(), &format!("press {words} ({grade})"), Wants::Event(event))
    }));
    steps.push(eyes(
        "lamps off",
        tell(rating_pad::Command::Rest),
        "are all keys dark again? (s without lamps)",
    ));
    steps
}

fn touches() -> Vec<Step> {
    let mut steps = vec![eyes(
        "texts",
        vec![shown(PageName::Notice)],
        "does the panel show a page with 测试 TEST on every line?",
    )];
    for page in [PageName::List, PageName::Confirm] {
        for (place, button) in page.buttons().into_iter().enumerate() {
            let first = if place == 0 { vec![shown(page)] } else { Vec::new() };
            let name = match button {
                Button::Choice(choice) => format!("choice {}", choice + 1),
                Button::Back
                | Button::More
                | Button::Take
                | Button::Another
                | Button::Green
                | Button::Help => format!("{button:?} on {page:?}").to_lowercase(),
            };
            let event = port::Event::Terminal(terminal::Event::Touched { page, button });
            steps.push(step(&name, first, &format!("touch {name}"), Wants::Event(event)));
        }
    }
    steps
}

/// A page whose every text says that it is a test, and whose every button may be touched.
fn shown(name: PageName) -> Deed {
    let words = |text: Text| match text {
        Text::Choice(choice) => format!("测试 TEST {}", (choice % CHOICES) + 1),
        Text::Title | Text::Note | Text::Line(_) | Text::Number => "测试 TEST".to_owned(),
    };
    let texts = name.texts().into_iter().map(|text| (text, words(text))).collect();
    let page = Page { name, texts, live: name.buttons() };
    Deed::Tell(port::Command::Terminal(terminal::Command::Show(page)))
}
