//! The self-service terminal: a touch panel with fixed pages whose texts the hall fills in.
//!
//! The panel's own project draws the pages; the daemon fills texts, greys and hides buttons, and hears touches.
//! The project must offer exactly these pages and components. Component ids are the same on every page.
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
