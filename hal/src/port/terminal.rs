//! The self-service terminal: a touch panel with fixed pages whose texts the hall fills in.
//!
//! The panel's own project draws the pages; the daemon fills texts, greys and hides buttons, and hears
//! touches. The project must offer exactly these pages and components. Component ids are the same on every
//! page.
//!
//! | page | id | texts | buttons |
//! |---|---|---|---|
//! | `start` | 0 | `title` `note` `c0`…`c5` | `c0`…`c5` `help` |
//! | `list` | 1 | `title` `note` `c0`…`c5` | `c0`…`c5` `back` `more` |
//! | `confirm` | 2 | `title` `note` `l0`…`l5` | `take` `another` `green` `back` |
//! | `reason` | 3 | `title` `note` `c0`…`c5` | `c0`…`c5` `back` |
//! | `issued` | 4 | `title` `note` `number` `l0`…`l5` | `take` (once more on paper) `back` |
//! | `notice` | 5 | `title` `note` `l0`…`l5` | `back` |
//!
//! | component | id | component | id |
//! |---|---|---|---|
//! | `c0`…`c5` | 1…6 | `take` | 9 |
//! | `back` | 7 | `another` | 10 |
//! | `more` | 8 | `green` | 11 |
//! | `title` `note` `number` | 20 21 22 | `help` | 12 |
//! | `l0`…`l5` | 30…35 | | |

use crate::driver::Port;

/// The role of a self-service terminal.
#[derive(Debug)]
pub struct Terminal;

impl Port for Terminal {
    type Command = Command;
    type Event = Event;
}

/// How many choices fit on a page.
pub const CHOICES: u8 = 6;
/// How many lines of running text fit on a page.
pub const LINES: u8 = 6;

/// Characters of one text that a panel's component holds.
pub const WORDS_MAX: usize = 100;

/// What a terminal may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Show this page. Only the newest counts.
    Show(Page),
}

/// What a terminal may tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A finger went down on a button of this page.
    Touched {
        /// The page that stood there.
        page: PageName,
        /// The button.
        button: Button,
    },
}

/// One page, filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Which page.
    pub name: PageName,
    /// Every text that the page has; one that is not named is emptied.
    pub texts: Vec<(Text, String)>,
    /// Buttons that may be touched. All others of the page are greyed (choices with a text) or hidden.
    pub live: Vec<Button>,
}

/// The pages of the panel's project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PageName {
    /// Groups of services.
    Start,
    /// Services of one group.
    List,
    /// One service: people ahead, wait, materials.
    Confirm,
    /// Reasons for the green channel.
    Reason,
    /// The number that was given.
    Issued,
    /// Words only.
    Notice,
}

/// A button on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Button {
    /// One of the choices, 0 to 5.
    Choice(u8),
    /// To the page before.
    Back,
    /// More choices.
    More,
    /// Take the ticket.
    Take,
    /// Another errand on the same ticket.
    Another,
    /// I am entitled to the green channel.
    Green,
    /// Somebody please help me.
    Help,
}

/// A text component on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Text {
    /// The page's heading.
    Title,
    /// The line at the foot.
    Note,
    /// The words on a choice, 0 to 5.
    Choice(u8),
    /// A line of running text, 0 to 5.
    Line(u8),
    /// The ticket's number, large.
    Number,
}

impl PageName {
    /// Its id in the panel's project.
    pub fn id(self) -> u8 {
        match self {
            Self::Start => 0,
            Self::List => 1,
            Self::Confirm => 2,
            Self::Reason => 3,
            Self::Issued => 4,
            Self::Notice => 5,
        }
    }

    /// Its texts, in the order of the table.
    pub fn texts(self) -> Vec<Text> {
        let choices = (0..CHOICES).map(Text::Choice);
        let lines = (0..LINES).map(Text::Line);
        let both = [Text::Title, Text::Note].into_iter();
        match self {
            Self::Start | Self::List | Self::Reason => both.chain(choices).collect(),
            Self::Confirm | Self::Notice => both.chain(lines).collect(),
            Self::Issued => both.chain([Text::Number]).chain(lines).collect(),
        }
    }

    /// Its buttons, in the order of the table.
    pub fn buttons(self) -> Vec<Button> {
        let choices = (0..CHOICES).map(Button::Choice);
        match self {
            Self::Start => choices.chain([Button::Help]).collect(),
            Self::List => choices.chain([Button::Back, Button::More]).collect(),
            Self::Confirm => vec![Button::Take, Button::Another, Button::Green, Button::Back],
            Self::Reason => choices.chain([Button::Back]).collect(),
            Self::Issued => vec![Button::Take, Button::Back],
            Self::Notice => vec![Button::Back],
        }
    }

    /// The button with this component id, if it is on the page.
    pub fn button(self, component: u8) -> Option<Button> {
        self.buttons().into_iter().find(|button| button.id() == component)
    }
}

impl Button {
    /// The id of its component.
    pub fn id(self) -> u8 {
        match self {
            Self::Choice(number) => number.saturating_add(1),
            Self::Back => 7,
            Self::More => 8,
            Self::Take => 9,
            Self::Another => 10,
            Self::Green => 11,
            Self::Help => 12,
        }
    }

    /// The words on it, where the hall fills them in.
    pub fn words(self) -> Option<Text> {
        match self {
            Self::Choice(number) => Some(Text::Choice(number)),
            Self::Back | Self::More | Self::Take | Self::Another | Self::Green | Self::Help => None,
        }
    }
}

impl Text {
    /// The id of its component; that of a choice is its button's.
    pub fn id(self) -> u8 {
        match self {
            Self::Choice(number) => Button::Choice(number).id(),
            Self::Title => 20,
            Self::Note => 21,
            Self::Number => 22,
            Self::Line(number) => number.saturating_add(30),
        }
    }
}

impl Page {
    /// The words of a text, cut to what a panel's component holds; empty when the page does not name it.
    pub fn words(&self, text: Text) -> &str {
        let words =
            self.texts.iter().find(|(named, _)| *named == text).map_or("", |(_, words)| words.as_str());
        words.char_indices().nth(WORDS_MAX).map_or(words, |(end, _)| &words[..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_id_is_a_button_only_on_its_own_pages() {
        assert_eq!(PageName::Confirm.button(9), Some(Button::Take));
        assert_eq!(PageName::Start.button(9), None);
        assert_eq!(PageName::Start.button(6), Some(Button::Choice(5)));
        assert_eq!(PageName::Start.button(20), None);
    }
}
