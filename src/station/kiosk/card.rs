//! The identity card at the terminal: asked for from the first touch on, waited for only where one is needed.
//!
//! Where a card is optional nobody touches or waits for it: it may be laid on at any page, and whoever has none
//! takes a number as before. Where one is required, a page asks for it after the last touch, and the number
//! comes by itself once the card is read. What is read belongs to one visitor: it goes with the page.

use hal::port::terminal::PageName;

use super::{Kiosk, NOTICE_FOR, PAGE_FOR, Place};
use crate::domain::card::{Card, Holding};
use crate::domain::id::KioskId;
use crate::domain::moment::HallTime;
use crate::domain::request::Request;
use crate::domain::view::OfficeView;
use crate::station::words::{Words, words};

/// What a terminal knows of the card reader beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    /// There is none, or it is away.
    #[default]
    Away,
    /// It is there.
    Ready,
}

/// What came of a card that was laid on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Laid {
    /// It was read.
    Read(Card),
    /// It could not be read: hold it on again.
    Unreadable,
    /// It is not a resident's.
    Unsupported,
}

/// What a terminal knows of its visitor's card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// The card, once read.
    pub card: Option<Card>,
    /// What was wrong with the last one that was laid on.
    pub wrong: Option<Wrong>,
}

/// Why a card was of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    Unreadable,
    Unsupported,
}

impl Wrong {
    /// What the visitor can do about it.
    pub(super) fn words(self) -> Words {
        match self {
            Self::Unreadable => {
                words("没有读出，请拿起身份证重新放置", "Not read: please lift the card and lay it on again")
            }
            Self::Unsupported => words(
                "此证件不能识读，请到导办台取号",
                "This card cannot be read here: please come to the guide desk",
            ),
        }
    }
}

impl Kiosk {
    /// Its number.
    #[must_use]
    pub fn id(&self) -> KioskId {
        self.id
    }

    /// The reader beside the terminal came or went.
    pub fn reader(&mut self, reader: Reader) {
        self.reader = reader;
    }

    /// Whether the reader is to read the next card: a visitor is at the terminal, and none was read yet.
    #[must_use]
    pub fn asks_for_card(&self, now: HallTime, view: &OfficeView) -> bool {
        let at_pages = match &self.place {
            // The first page belongs to a visitor only while it is left by itself: one more errand is chosen.
            Place::Start | Place::List { .. } | Place::Confirm | Place::Reason | Place::Card => true,
            Place::Issued(_)
            | Place::Notice(_)
            | Place::Asked { .. }
            | Place::Help
            | Place::Code(_)
            | Place::Opening(_) => false,
        };
        let stands = self.until.is_some_and(|until| now < until);
        view.rules.cards.is_some()
            && self.reader == Reader::Ready
            && self.shown.card.is_none()
            && at_pages
            && stands
    }

    /// A card was laid on; answers with the request for the number, where that was all it needed.
    pub fn laid(&mut self, now: HallTime, laid: Laid, view: &OfficeView) -> Option<Request> {
        self.leave_old(now);
        if !self.asks_for_card(now, view) {
            return None;
        }
        let waits = if matches!(self.place, Place::Card) { view.rules.cards?.wait } else { PAGE_FOR };
        self.until = Some(now + waits);
        match laid {
            Laid::Unreadable => self.shown.wrong = Some(Wrong::Unreadable),
            Laid::Unsupported => self.shown.wrong = Some(Wrong::Unsupported),
            Laid::Read(card) => {
                self.shown = Shown { card: Some(card), wrong: None };
                if matches!(self.place, Place::Card) {
                    return self.take(now, PageName::Confirm, (0, 0), view);
                }
            }
        }
        None
    }

    /// Whether the number has to wait for a card.
    pub(super) fn lacks_card(&self, view: &OfficeView) -> bool {
        let required = view.rules.cards.is_some_and(|rules| rules.required);
        required && self.shown.card.is_none() && self.reader == Reader::Ready
    }

    /// The request for a number in a hall that asks for cards.
    pub(super) fn issue_by_card(&self) -> Request {
        let without = match self.reader {
            Reader::Ready => Card::Absent,
            Reader::Away => Card::NoReader,
        };
        Request::IssueByCard {
            services: self.errands.clone(),
            green: self.green,
            paper: true,
            card: self.shown.card.unwrap_or(without),
        }
    }

    /// The number is refused because its holder has one: which, and how long that takes. Nobody else's is told.
    pub(super) fn holds(&mut self, now: HallTime, holding: Holding) {
        if !matches!(self.place, Place::Asked { .. }) {
            return;
        }
        let number = holding.number;
        let said = match holding.ahead {
            None => words(
                format!("您已有号码{number}，请留意叫号"),
                format!("You hold number {number} already: please watch the calls"),
            ),
            Some(0) => words(
                format!("您已有号码{number}，下一位就是您"),
                format!("You hold number {number} already: you are next"),
            ),
            Some(ahead) => words(
                format!("您已有号码{number}，前面还有{ahead}人"),
                format!("You hold number {number} already: {ahead} ahead of you"),
            ),
        };
        self.start_again();
        self.go(now, Place::Notice(said), NOTICE_FOR);
    }
}
