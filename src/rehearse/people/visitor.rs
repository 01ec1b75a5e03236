//! A visitor: comes, reads the terminal, touches, sits, follows the boards, and goes home in one mood or
//! another.

use hal::port::terminal::{Button, Page, PageName, Text};

use crate::domain::id::{ServiceId, TicketNumber, WindowId};
use crate::domain::rules::Rules;
use crate::rehearse::agenda::{HOUR, MINUTE, SECOND, Time};
use crate::rehearse::dice::Dice;
use crate::rehearse::paper;

/// Where a visitor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// In the line before a terminal, or at it.
    AtTerminal,
    /// On a chair, looking up now and then.
    Sitting,
    /// On the way to a window.
    Walking(WindowId),
    /// Before a window.
    At(WindowId),
    /// Out for a while: hears no call.
    Away,
    /// Gone home.
    Gone,
}

/// What a visitor does at the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Touches a button; `twice` for a finger that bounces or is impatient.
    Touch {
        /// Which.
        button: Button,
        /// A second touch follows at once.
        twice: bool,
    },
    /// Looks again later.
    Look,
    /// Has a number and sits down.
    Sit,
    /// Goes home without one.
    Leave,
}

/// One visitor.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Where.
    pub place: Where,
    /// The number in hand or in mind.
    pub number: Option<TicketNumber>,
    /// Whether the errands were done, or somebody said what is missing.
    pub done: bool,
    /// What for.
    wants: Vec<ServiceId>,
    /// Why the green channel, if claimed.
    green: Option<u8>,
    /// How many people ahead are too many.
    patience_people: u64,
    touches_twice: bool,
    reads_details: bool,
    green_said: bool,
    chosen: usize,
    at_terminal_since: Option<Time>,
    /// When patience ends on the chair.
    pub leaves_at: Time,
    /// Looks up when called at once, or only a good while later.
    pub attentive: bool,
    /// Takes a second ticket at once, to be sure.
    hasty: bool,
    hurries: bool,
    /// Presses the pad when asked.
    pub rates: bool,
}

impl Visitor {
    /// Somebody who comes in at `now`.
    pub fn new(now: Time, rules: &Rules, dice: &mut Dice) -> Self {
        let section = dice.pick(&rules.sections);
        let mut wants: Vec<ServiceId> =
            section.and_then(|section| dice.pick(&section.services)).copied().into_iter().collect();
        while dice.happens(70) && wants.len() < 3 {
            let further = dice.pick(&rules.services).map(|service| service.id);
            wants.extend(further.filter(|further| !wants.contains(further)));
        }
        let reasons = u64::try_from(rules.green.reasons.len()).unwrap_or(0);
        let entitled = dice.happens(60) && reasons > 0;
        Self {
            place: Where::AtTerminal,
            number: None,
            done: false,
            green: entitled.then(|| u8::try_from(dice.below(reasons)).unwrap_or(0)),
            reads_details: wants.len() > 1 || entitled || dice.happens(40),
            wants,
            patience_people: if dice.happens(100) { dice.between(5, 30) } else { 500 },
            touches_twice: dice.happens(80),
            green_said: false,
            chosen: 0,
            at_terminal_since: None,
            leaves_at: now.after(if dice.happens(60) { dice.between(10 * MINUTE, HOUR) } else { 10 * HOUR }),
            attentive: !dice.happens(70),
            hasty: dice.happens(30),
            hurries: false,
            rates: dice.happens(600),
        }
    }

    /// How soon the next look at the terminal follows a touch, at least and at most.
    #[must_use]
    pub fn pace(&self) -> (u64, u64) {
        if self.hasty || self.hurries { (350, 480) } else { (1500, 4000) }
    }

    /// How many errands.
    #[must_use]
    pub fn errands(&self) -> usize {
        self.wants.len()
    }

    /// Reads the page that stands there and does something.
    pub fn reads(&mut self, now: Time, page: Option<&Page>, rules: &Rules, dice: &mut Dice) -> Deed {
        let since = *self.at_terminal_since.get_or_insert(now);
        if now.since(since) > 4 * MINUTE {
            return Deed::Leave;
        }
        let Some(page) = page else { return Deed::Look };
        match page.name {
            PageName::Start => self.on_start(page, rules, dice),
            PageName::List => self.on_list(page, rules, dice),
            PageName::Confirm => self.on_confirm(page, dice),
            PageName::Reason => self.green.map_or(Deed::Leave, |reason| {
                self.green_said = true;
                self.touch(Button::Choice(reason), dice)
            }),
            PageName::Issued if self.chosen > 0 => {
                self.number = number(page);
                if self.hasty && self.number.is_some() {
                    (self.chosen, self.hurries, self.hasty) = (0, true, false);
                    return self.touch(Button::Back, dice);
                }
                if self.number.is_some() { Deed::Sit } else { Deed::Look }
            }
            PageName::Issued => self.touch(Button::Back, dice),
            PageName::Notice if self.chosen > 0 && self.number.is_some() => Deed::Sit,
            PageName::Notice if self.chosen > 0 => Deed::Leave,
            PageName::Notice if page.live.contains(&Button::Back) => self.touch(Button::Back, dice),
            PageName::Notice if dice.happens(50) => Deed::Leave,
            PageName::Notice => Deed::Look,
        }
    }

    fn on_start(&mut self, page: &Page, rules: &Rules, dice: &mut Dice) -> Deed {
        let Some(wanted) = self.wants.get(self.wanted()) else { return Deed::Leave };
        let section = rules.sections.iter().find(|section| section.services.contains(wanted));
        let choice = section.and_then(|section| choice_of(page, &section.name));
        choice.map_or(Deed::Leave, |choice| self.touch(Button::Choice(choice), dice))
    }

    fn on_list(&mut self, page: &Page, rules: &Rules, dice: &mut Dice) -> Deed {
        if self.reads_details && self.chosen == 0 && !heading(page).contains("查看") {
            return self.touch(Button::More, dice);
        }
        let wanted = self.wants.get(self.wanted()).copied();
        let Some(service) = rules.services.iter().find(|service| Some(service.id) == wanted) else {
            return Deed::Leave;
        };
        let Some(choice) = choice_of(page, &service.name) else {
            let button = choice_of(page, "更多业务").map_or(Button::Back, Button::Choice);
            return self.touch(button, dice);
        };
        if people_ahead(page, choice) > self.patience_people {
            return Deed::Leave;
        }
        if !page.live.contains(&Button::Choice(choice)) {
            return Deed::Leave;
        }
        self.chosen += 1;
        self.touch(Button::Choice(choice), dice)
    }

    fn on_confirm(&mut self, page: &Page, dice: &mut Dice) -> Deed {
        if self.chosen < self.wants.len() && page.live.contains(&Button::Another) {
            return self.touch(Button::Another, dice);
        }
        if self.green.is_some() && !self.green_said && page.live.contains(&Button::Green) {
            return self.touch(Button::Green, dice);
        }
        self.touch(Button::Take, dice)
    }

    fn wanted(&self) -> usize {
        self.chosen.min(self.wants.len().saturating_sub(1))
    }

    fn touch(&self, button: Button, dice: &mut Dice) -> Deed {
        Deed::Touch { button, twice: self.touches_twice && dice.happens(500) }
    }

    /// How long it takes to get from a chair to a window.
    pub fn walk(&self, dice: &mut Dice) -> u64 {
        dice.between(4 * SECOND, 35 * SECOND)
    }
}

fn heading(page: &Page) -> &str {
    page.texts.iter().find(|(text, _)| *text == Text::Title).map_or("", |(_, words)| words)
}

fn choice_of(page: &Page, name: &str) -> Option<u8> {
    let named = page.texts.iter().find_map(|(text, words)| match text {
        Text::Choice(choice) if words.split(' ').next() == Some(name) => Some(*choice),
        Text::Choice(_) | Text::Title | Text::Note | Text::Line(_) | Text::Number => None,
    });
    named.filter(|_| !name.is_empty())
}

/// How many people stand ahead, as the button says.
fn people_ahead(page: &Page, choice: u8) -> u64 {
    let words = page.texts.iter().find(|(text, _)| *text == Text::Choice(choice)).map(|(_, words)| words);
    let behind = words.and_then(|words| words.split("前面").nth(1)).unwrap_or("");
    let digits: String = behind.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

fn number(page: &Page) -> Option<TicketNumber> {
    let words = page.texts.iter().find(|(text, _)| *text == Text::Number).map(|(_, words)| words)?;
    paper::numbers(words).into_iter().next()
}
