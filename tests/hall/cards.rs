//! The identity card that lies on the reader of a story's terminal, and the rules by which it is asked for.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use hal::port::card_reader::CardNumber;
use jiaohao::config::Config;
use jiaohao::domain::card::{AgeGreen, CardLimit, CardRules, LimitPer};
use jiaohao::layout::{Device, Role};

use crate::player::KIOSK;

/// What lies on the reader, shared by the floor that reads it and the player whose visitors lay it there.
#[derive(Clone, Debug, Default)]
pub struct Lying(Rc<RefCell<Option<CardNumber>>>);

impl Lying {
    /// Somebody lays a card on, or takes it away.
    pub fn lay(&self, card: Option<CardNumber>) {
        *self.0.borrow_mut() = card;
    }

    /// The card is read: not a second time before it was lifted.
    pub fn read(&self) -> Option<CardNumber> {
        self.0.borrow_mut().take()
    }
}

/// The number of a card in a story.
///
/// # Errors
/// When it is none.
pub fn number(word: &str) -> Result<CardNumber, String> {
    CardNumber::new(word.as_bytes()).ok_or_else(|| format!("`{word}` is no identity number"))
}

/// The hall asks for cards: one number of a service for each, and the green channel from seventy on.
pub fn ask_for(config: &mut Config, required: bool) {
    let age = config.rules.green.reasons.iter().position(|reason| reason.code == "age").unwrap();
    config.rules.cards = Some(CardRules {
        required,
        go_on_without_reader: true,
        limit: Some(CardLimit { tickets: 1, per: LimitPer::Service }),
        green: Some(AgeGreen { from_years: 70, reason: u8::try_from(age).unwrap() }),
        wait: Duration::from_secs(20),
    });
    config.layout.devices.push(Device {
        name: "reader-1".into(),
        driver: "sam-card".into(),
        settings: toml::Table::new(),
        cable: "reader".into(),
        address: None,
        role: Role::CardReader(KIOSK),
        place: "大厅入口自助取号机".to_owned(),
    });
}
