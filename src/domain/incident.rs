//! What befalls the whole hall: the mains, notices for everybody, alarms of staff, a clock that jumps.
//!
//! | befalls | tickets | calls | who is told |
//! |---|---|---|---|
//! | the mains are lost | none | go on while the battery lasts | everybody: the notice for it, if the hall has one |
//! | a notice stands | as the notice says | go on | everybody, and by voice once |
//! | fire | none | none | everybody, and by voice until it is over |
//! | conflict, illness, help | go on | go on | duty staff only: nothing is shown to the hall |
//!
//! All of it lasts until somebody ends it or the day does, over a restart too: whatever watches the mains tells then how
//! they are. A fire keeps the day open for three hours behind its set end.

use std::collections::BTreeMap;
use std::time::Duration;

use super::id::{JobId, TicketId, WindowId};
use super::moment::HallTime;
use super::refusal::Refusal;

/// Whoever is still in the hall has to hear it, and whoever helps them has to hear each other in between.
const EVACUATE_EVERY: Duration = Duration::from_secs(15);

/// What everybody is told when something befalls the hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentRules {
    /// The notices that can be put up.
    pub notices: Vec<NoticeRules>,
    /// The one that goes up by itself while the mains are lost: its place in the list.
    pub mains_notice: Option<u8>,
    /// What everybody reads when everybody has to leave, Chinese: where the exits are.
    pub evacuate: String,
    /// The same, English.
    pub evacuate_en: String,
}

/// A notice for every face of the hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRules {
    /// Its name on the command line and of its clip, `notice-CODE`.
    pub code: String,
    /// What the board of a window shows where nobody is called: a few characters.
    pub board: String,
    /// The sentence for everybody, Chinese.
    pub text: String,
    /// The same, English.
    pub text_en: String,
    /// Whether no tickets are given while it stands.
    pub holds_issuing: bool,
}

/// An alarm of the day, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlarmId(pub u32);

/// What an alarm is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlarmKind {
    /// Fire, or anything else for which everybody has to leave at once.
    Fire,
    /// A quarrel or an attack: duty staff come quietly.
    Conflict,
    /// Somebody was taken ill.
    Illness,
    /// A clerk wants the duty leader.
    Help,
}

impl AlarmKind {
    /// Every kind, in the order of a keypad's digits from 1.
    pub const ALL: [Self; 4] = [Self::Help, Self::Conflict, Self::Illness, Self::Fire];

    /// Whether nobody but duty staff may see it.
    #[must_use]
    pub fn is_silent(self) -> bool {
        match self {
            Self::Fire => false,
            Self::Conflict | Self::Illness | Self::Help => true,
        }
    }

    /// Its code on the command line and in the configuration.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fire => "fire",
            Self::Conflict => "conflict",
            Self::Illness => "illness",
            Self::Help => "help",
        }
    }
}

/// An alarm that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Its name.
    pub id: AlarmId,
    /// What for.
    pub kind: AlarmKind,
    /// At which window; `None` where it was raised elsewhere.
    pub window: Option<WindowId>,
    /// Whose place was kept for it.
    pub ticket: Option<TicketId>,
    /// Since when.
    pub since: HallTime,
    /// When somebody of the duty staff took it up.
    pub acknowledged: Option<HallTime>,
}

/// When it will probably be over: a time of day of the hall, known even to a machine that does not know the
/// time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Until {
    /// Days after the day that is open: 0 today, 1 tomorrow.
    pub days: u8,
    /// Minutes after midnight: 0 to 1439.
    pub minute: u16,
}

/// A notice that stands on every face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Place in the rules' list.
    pub notice: u8,
    /// When it will probably be over, if somebody said so.
    pub until: Option<Until>,
    /// Since when it stands.
    pub since: HallTime,
}

/// What is said to the whole hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saying {
    /// The notice at this place in the rules' list.
    Notice(u8),
    /// Everybody is to leave.
    Evacuate,
}

/// Something that is to be said, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The job.
    pub job: JobId,
    /// What.
    pub saying: Saying,
    /// Since when it waits.
    pub opened: HallTime,
}

/// Why the machine is about to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// The battery is nearly empty.
    BatteryLow,
    /// The mains have been lost for as long as the hall allows.
    LostTooLong,
}

/// What may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncidentRequest {
    /// The mains are lost.
    MainsLost,
    /// The mains are back.
    MainsBack,
    /// The machine is about to be stopped, as the battery will not last.
    PowerStop {
        /// Why.
        why: StopReason,
        /// How full the battery is, if that is known.
        charge_percent: Option<u8>,
    },
    /// Put a notice on every face; one that stands is replaced.
    PutUp {
        /// Place in the rules' list.
        notice: u8,
        /// When it will probably be over.
        until: Option<Until>,
    },
    /// Say of the notice that stands when it will probably be over.
    Expect {
        /// When; `None` takes the time off.
        until: Option<Until>,
    },
    /// Take the notice down.
    TakeDown,
    /// Raise an alarm.
    Raise {
        /// What for.
        kind: AlarmKind,
        /// Where, if at a window.
        window: Option<WindowId>,
    },
    /// Somebody of the duty staff is on the way.
    Acknowledge {
        /// Which alarm.
        alarm: AlarmId,
    },
    /// An alarm is over.
    EndAlarm {
        /// Which.
        alarm: AlarmId,
    },
    /// The machine's time of day jumped.
    ClockJumped {
        /// By how much, in milliseconds; negative when it went back.
        by_ms: i64,
        /// Whether the hall goes by it from here on; otherwise it is watched and not believed.
        believed: bool,
    },
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncidentEvent {
    /// The mains are lost: no tickets until they are back.
    MainsLost,
    /// The mains are back.
    MainsBack,
    /// The machine stops in order, as the battery will not last.
    PowerStopped {
        /// Why.
        why: StopReason,
        /// How full the battery was, if that is known.
        charge_percent: Option<u8>,
    },
    /// A notice stands on every face.
    NoticePutUp {
        /// Place in the rules' list.
        notice: u8,
        /// When it will probably be over.
        until: Option<Until>,
    },
    /// No notice stands any longer.
    NoticeTakenDown,
    /// Something is to be said to the whole hall.
    SayingOpened {
        /// The job.
        job: JobId,
        /// What.
        saying: Saying,
    },
    /// An alarm was raised.
    AlarmRaised {
        /// Its name.
        alarm: AlarmId,
        /// What for.
        kind: AlarmKind,
        /// Where, if at a window.
        window: Option<WindowId>,
        /// Whose place is kept for it.
        ticket: Option<TicketId>,
    },
    /// Somebody of the duty staff is on the way.
    AlarmAcknowledged {
        /// Which alarm.
        alarm: AlarmId,
    },
    /// An alarm is over.
    AlarmEnded {
        /// Which.
        alarm: AlarmId,
    },
    /// The machine's time of day jumped; nothing in the hall moved with it.
    ClockJumped {
        /// By how much, in milliseconds; negative when it went back.
        by_ms: i64,
        /// Whether the hall goes by it from here on.
        believed: bool,
    },
}

/// What befalls the hall at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incidents {
    /// Since when the mains are lost.
    pub mains_lost: Option<HallTime>,
    /// The machine is about to stop.
    pub stopping: bool,
    /// The notice that stands.
    pub notice: Option<Notice>,
    /// The alarms that stand, the oldest first.
    pub alarms: BTreeMap<AlarmId, Alarm>,
    /// What waits to be said.
    pub spoken: Option<Spoken>,
    /// When people were told last to leave.
    pub evacuated_at: Option<HallTime>,
    /// The next alarm's name.
    pub next_alarm: AlarmId,
}

impl Default for Incidents {
    fn default() -> Self {
        Self {
            mains_lost: None,
            stopping: false,
            notice: None,
            alarms: BTreeMap::new(),
            spoken: None,
            evacuated_at: None,
            next_alarm: AlarmId(1),
        }
    }
}

impl Incidents {
    /// Whether everybody has to leave.
    #[must_use]
    pub fn is_fire(&self) -> bool {
        self.alarms.values().any(|alarm| alarm.kind == AlarmKind::Fire)
    }

    /// Why no tickets are given, if so.
    #[must_use]
    pub fn holds_issuing(&self, rules: Option<&IncidentRules>) -> Option<Refusal> {
        if self.is_fire() {
            return Some(Refusal::Evacuating);
        }
        let notice = self.notice.and_then(|notice| notice_of(rules, notice.notice));
        let held = self.mains_lost.is_some().then_some(Refusal::MainsLost);
        held.or_else(|| notice.filter(|notice| notice.holds_issuing).map(|_| Refusal::NoticeStands))
    }

    /// When people are to be told again to leave.
    pub(super) fn evacuate_at(&self) -> Option<HallTime> {
        let at = self.evacuated_at.filter(|_| self.is_fire() && self.spoken.is_none())?;
        Some(at + EVACUATE_EVERY)
    }

    /// Makes an event true.
    pub(super) fn apply(&mut self, at: HallTime, event: &IncidentEvent) {
        match *event {
            IncidentEvent::MainsLost => self.mains_lost = Some(at),
            IncidentEvent::MainsBack => (self.mains_lost, self.stopping) = (None, false),
            IncidentEvent::PowerStopped { .. } => self.stopping = true,
            IncidentEvent::NoticePutUp { notice, until } => {
                let since = self.notice.filter(|stands| stands.notice == notice).map(|stands| stands.since);
                self.notice = Some(Notice { notice, until, since: since.unwrap_or(at) });
            }
            IncidentEvent::NoticeTakenDown => self.notice = None,
            IncidentEvent::SayingOpened { job, saying } => {
                self.spoken = Some(Spoken { job, saying, opened: at });
                if saying == Saying::Evacuate {
                    self.evacuated_at = Some(at);
                }
            }
            IncidentEvent::AlarmRaised { alarm, kind, window, ticket } => {
                self.next_alarm = AlarmId(alarm.0 + 1);
                let raised = Alarm { id: alarm, kind, window, ticket, since: at, acknowledged: None };
                self.alarms.insert(alarm, raised);
            }
            IncidentEvent::AlarmAcknowledged { alarm } => {
                if let Some(alarm) = self.alarms.get_mut(&alarm) {
                    alarm.acknowledged = Some(at);
                }
            }
            IncidentEvent::AlarmEnded { alarm } => drop(self.alarms.remove(&alarm)),
            IncidentEvent::ClockJumped { .. } => {}
        }
    }

    /// What was to be said was said, or is given up.
    pub(super) fn said(&mut self, job: JobId) {
        self.spoken = self.spoken.filter(|spoken| spoken.job != job);
    }

    /// The daemon started again: the machine has stopped, or somebody has seen to it.
    pub(super) fn restarted(&mut self) {
        self.stopping = false;
    }
}

/// The notice at a place of the rules' list.
#[must_use]
pub fn notice_of(rules: Option<&IncidentRules>, place: u8) -> Option<&NoticeRules> {
    rules?.notices.get(usize::from(place))
}
