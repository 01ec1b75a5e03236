//! The desk: where the command line and pages ask the engine and read how the hall is.

use std::sync::Arc;
use std::sync::mpsc::SyncSender;

use hal::port::keypad::Key;
use thiserror::Error;
use tokio::sync::{oneshot, watch};

use super::other_hall::{Deciding, SERVES_WITHIN};
use super::{Change, Note, backups, bench};
use crate::domain::id::{StaffId, TicketId, WindowId};
use crate::domain::moment::Moment;
use crate::domain::office::Office;
use crate::domain::request::{Origin, Refusal, Request, TypedNumber};
use crate::domain::rules::Rules;
use crate::journal::incidents::Incidents;
use crate::runtime::code::CodeKey;
use crate::runtime::engine::Input;
use crate::runtime::registrar::Answer;
use crate::runtime::status::Status;

/// The daemon takes no more questions: it is about to end, or its inbox is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the daemon takes no more questions at this moment")]
pub struct Closed;

/// A question with the way back for its answer.
pub(super) struct Question {
    pub origin: Origin,
    pub person: Option<StaffId>,
    pub wanted: Wanted,
    pub answer: oneshot::Sender<Answer>,
}

/// Looks at the office and tells whoever asked.
pub(super) type Look = Box<dyn FnOnce(&Office, Moment) + Send>;

/// What is asked: a request, or one about a ticket that people know by its number.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// This.
    Request(Request),
    /// This about the ticket with the number.
    About {
        /// The number as printed.
        number: TypedNumber,
        /// The request that is made of the ticket's id.
        request: fn(TicketId) -> Request,
    },
    /// A grade for the ticket with this code on its slip, or as much of the code as was typed.
    GradeByCode {
        /// The code.
        code: String,
        /// 1 very good to 5 very bad.
        grade: u8,
    },
    /// A grade for the ticket with this number.
    GradeByNumber {
        /// The number as printed.
        number: TypedNumber,
        /// 1 very good to 5 very bad.
        grade: u8,
    },
}

/// What became of a changed configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adopted {
    /// All of it is in force; its hours and rules from the next day on where none is open.
    InForce,
    /// Its rules leave out what somebody depends on and hold later.
    RulesWait,
    /// Its rules could not be recorded now.
    NotStored,
}

/// A key of the soft keypad of a window, with the way back for its digits.
pub(super) struct Press {
    pub window: WindowId,
    pub key: Key,
    pub digits: oneshot::Sender<String>,
}

/// A handle on the running daemon.
#[derive(Clone)]
pub struct Desk {
    inbox: SyncSender<Note>,
    status: watch::Receiver<Arc<Status>>,
    incidents: Incidents,
    backups: SyncSender<backups::Order>,
    deciding: Deciding,
}

impl Desk {
    pub(super) fn new(
        inbox: SyncSender<Note>,
        status: watch::Receiver<Arc<Status>>,
        incidents: Incidents,
        backups: SyncSender<backups::Order>,
        deciding: Deciding,
    ) -> Self {
        Self { inbox, status, incidents, backups, deciding }
    }

    /// What was wrong with the devices, and when they were tried. To be read where it may take a while.
    #[must_use]
    pub fn incidents(&self) -> &Incidents {
        &self.incidents
    }

    /// Lets the engine's loop come round. One that is busy comes round anyway.
    pub(super) fn nudge(&self) {
        let _ = self.inbox.try_send(Note::Input(Input::Tick));
    }

    /// Hands the engine's loop a wish of somebody who stands before the devices.
    ///
    /// # Errors
    /// When the daemon takes no more questions.
    pub(super) fn bench(&self, wish: bench::Wish) -> Result<(), Closed> {
        self.inbox.try_send(Note::Bench(wish)).map_err(|_| Closed)
    }

    /// Asks the office; resolves when the answer is stored, or refused.
    ///
    /// # Errors
    /// When the daemon takes no more questions.
    pub async fn ask(
        &self,
        origin: Origin,
        person: Option<StaffId>,
        wanted: Wanted,
    ) -> Result<Answer, Closed> {
        let (answer, answered) = oneshot::channel();
        let question = Question { origin, person, wanted, answer };
        self.inbox.try_send(Note::Ask(question)).map_err(|_| Closed)?;
        answered.await.map_err(|_| Closed)
    }

    /// Has a backup made; resolves when it was read back, or with the reason why there is none.
    ///
    /// # Errors
    /// When the daemon takes no more questions, or its medium hangs and others wait for it already.
    pub async fn back_up(&self) -> Result<Result<String, String>, Closed> {
        let (answer, answered) = oneshot::channel();
        self.backups.try_send(backups::Order::Make(answer)).map_err(|_| Closed)?;
        answered.await.map_err(|_| Closed)
    }

    /// Puts the journal of the hall `instead_of` aside, which lies in this hall's place, and lets this hall begin its own
    /// with this key of its slips' codes; resolves when it serves, with what was done or why it was not, in words.
    ///
    /// # Errors
    /// When the disk's thread broke down.
    pub async fn decide(
        &self,
        instead_of: String,
        by: StaffId,
        key: CodeKey,
    ) -> Result<Result<String, String>, Closed> {
        let deciding = self.deciding.clone();
        let decided = tokio::task::spawn_blocking(move || deciding.decide(&instead_of, by, &key));
        let decided = decided.await.map_err(|_| Closed)?;
        if decided.is_ok() {
            let mut status = self.status.clone();
            // Whoever asked looks at the status where it takes longer.
            let serves = status.wait_for(|status| status.other_hall.is_none());
            let _ = tokio::time::timeout(SERVES_WITHIN, serves).await;
        }
        Ok(decided)
    }

    /// Asks the office something that changes nothing, where the engine's loop comes round next.
    ///
    /// # Errors
    /// When the daemon takes no more questions.
    pub async fn look<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Office, Moment) -> T + Send + 'static,
    ) -> Result<T, Closed> {
        let (answer, answered) = oneshot::channel();
        let look: Look = Box::new(move |office, at| drop(answer.send(question(office, at))));
        self.inbox.try_send(Note::Look(look)).map_err(|_| Closed)?;
        answered.await.map_err(|_| Closed)
    }

    /// Presses a key of the soft keypad of a window; resolves with its four digits when what the key asked for
    /// is stored or refused.
    ///
    /// # Errors
    /// When the daemon takes no more questions.
    pub async fn press(&self, window: WindowId, key: Key) -> Result<String, Closed> {
        let (digits, shown) = oneshot::channel();
        self.inbox.try_send(Note::Press(Press { window, key, digits })).map_err(|_| Closed)?;
        shown.await.map_err(|_| Closed)
    }

    /// Hands over a changed configuration.
    ///
    /// # Errors
    /// When the daemon takes no more questions.
    pub fn change(&self, change: Change) -> Result<(), Closed> {
        self.inbox.try_send(Note::Change(Box::new(change))).map_err(|_| Closed)
    }

    /// Resolves when the office has adopted the rules of a configuration that was handed over just now, or does not.
    ///
    /// The engine asks for them by itself: this is asked behind it, and hears that they are in force already.
    ///
    /// # Errors
    /// When the daemon takes no more questions.
    pub async fn adopted(&self, rules: &Rules) -> Result<Adopted, Closed> {
        let asked = Wanted::Request(Request::AdoptRules(Box::new(rules.clone())));
        Ok(match self.ask(Origin::Duty, None, asked).await? {
            Answer::Refused(Refusal::InUse) => Adopted::RulesWait,
            Answer::NotStored => Adopted::NotStored,
            Answer::Granted { .. } | Answer::Refused(_) => Adopted::InForce,
        })
    }

    /// Tells that the configuration on disk cannot be used, and why: every face that tells of the daemon says
    /// so.
    ///
    /// # Errors
    /// When the daemon takes no more questions.
    pub fn refuse(&self, problems: String) -> Result<(), Closed> {
        let refused = Note::Input(Input::ConfigurationRefused(problems));
        self.inbox.try_send(refused).map_err(|_| Closed)
    }

    /// Believes the machine's time of day at once.
    ///
    /// # Errors
    /// When the daemon takes no more questions.
    pub fn accept_clock(&self) -> Result<(), Closed> {
        self.inbox.try_send(Note::AcceptClock).map_err(|_| Closed)
    }

    /// How the hall is at this moment.
    pub fn status(&self) -> Arc<Status> {
        Arc::clone(&self.status.borrow())
    }

    /// Follows how the hall is.
    pub fn follow(&self) -> watch::Receiver<Arc<Status>> {
        self.status.clone()
    }
}
