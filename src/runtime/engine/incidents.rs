//! What befalls the whole hall, as the engine follows it: the mains, buttons of the building, a clock that
//! jumps.

use std::collections::BTreeMap;

use hal::port::signals::Event;
use hal::port::ups;
use tracing::{error, info, warn};

use super::{Engine, Output, Whom};
use crate::domain::incident::IncidentRequest;
use crate::domain::manual::{ManualRequest, SheetReason};
use crate::domain::moment::{HallTime, Moment};
use crate::domain::request::{Asked, Origin, Refusal, Request};
use crate::layout::{DeviceName, Layout, Raises, SignalKind};
use crate::runtime::mains::LAST_PAPER;
use crate::runtime::power;
use crate::runtime::registrar::Answer;
use crate::runtime::roster::Duty;
use crate::runtime::starts::SafeMode;
use crate::runtime::supply::Supply;
use crate::station::cabinet::Wrong;

/// Most requests for tickets that wait for what becomes of a first sign: more than a second's worth from every
/// terminal a hall can have.
const HELD_MOST: usize = 64;

/// Requests for tickets that wait for the mains, what is left to be done before the machine stops, and what is
/// not believed.
#[derive(Debug, Default)]
pub(super) struct Held {
    asked: Vec<(Asked, Whom)>,
    /// When the machine stops, however much paper is still on its way.
    stops_at: Option<HallTime>,
    /// The machine was told to stop.
    told: bool,
    /// By how much the machine claims another time of day that is not believed.
    pub clock_doubted: Option<i64>,
    /// Why the daemon goes without its devices, if it does.
    pub safe_mode: Option<SafeMode>,
    /// What the machine's own board says of its supply.
    pub supply: Supply,
    /// Without devices people call by hand, and have no sheet yet.
    sheet_due: bool,
}

impl Held {
    /// Nothing waits, at the start of the daemon.
    pub fn new(safe_mode: Option<SafeMode>) -> Self {
        Self { sheet_due: safe_mode.is_some(), safe_mode, ..Self::default() }
    }
}

impl Engine {
    /// A contact told something. What has settled stands on the status LCD and in the status until it is over.
    pub(super) fn signal(&mut self, now: Moment, device: &DeviceName, event: Event) {
        let duty = self.roster.post(device).map(|post| post.duty);
        // One that left with a reload, or that is no contact, has nothing to tell.
        let Some(Duty::Signal(kind)) = duty else { return };
        let (wrong, words) = match kind {
            SignalKind::Mains => (Some(Wrong::MainsLost), "the mains are lost: all runs on the battery"),
            SignalKind::Emergency => {
                (Some(Wrong::ButtonPressed), "somebody has pressed the emergency button")
            }
            SignalKind::Notice => (None, "somebody has pressed the key of a notice"),
            SignalKind::Lamp | SignalKind::Buzzer => return,
        };
        if kind == SignalKind::Mains {
            self.mains.contact(now.hall, device, event);
        }
        match event {
            Event::Stirred { active } => info!(%device, %kind, active, "a signal stirs"),
            Event::Passed => info!(%device, %kind, "it was nothing"),
            Event::Settled { active: true } => {
                error!(%device, %kind, "{words}");
                self.ails(now, device, wrong);
                self.pressed(now, device);
            }
            Event::Settled { active: false } => {
                info!(%device, %kind, "it is over");
                self.ails(now, device, None);
            }
        }
    }

    /// What a button of the building stands for. The key of a notice puts it up, and takes down whatever
    /// stands.
    fn pressed(&mut self, now: Moment, device: &DeviceName) {
        let asked = match self.raises.get(device) {
            None => return,
            Some(Raises::Alarm(kind)) => IncidentRequest::Raise { kind: *kind, window: None },
            Some(Raises::Notice(_)) if self.view.incidents.notice.is_some() => IncidentRequest::TakeDown,
            Some(Raises::Notice(code)) => {
                let notices = self.view.rules.incidents.as_ref().map(|rules| &rules.notices);
                let place = notices.and_then(|all| all.iter().position(|notice| notice.code == *code));
                let Some(notice) = place.and_then(|place| u8::try_from(place).ok()) else {
                    return warn!(%device, code, "the rules of this day have no such notice yet");
                };
                IncidentRequest::PutUp { notice, until: None }
            }
        };
        self.ask_itself(now, Origin::Device, Request::Incident(asked));
    }

    /// A UPS told something.
    pub(super) fn ups(&mut self, now: Moment, device: &DeviceName, event: ups::Event) {
        self.mains.ups(now.hall, device, event);
        self.ails(now, device, power::wrong(event));
    }

    /// The machine's own board told of its supply. That is no fault of any device, and nothing waits for it.
    pub(super) fn supply(&mut self, now: Moment, sags: bool) {
        if self.held.supply.says(now.hall, sags) {
            warn!(
                times = self.held.supply.count,
                "under-voltage: the supply of the machine's own board sags"
            );
        }
        self.stale = true;
    }

    /// The machine's time of day jumped.
    pub(super) fn clock_jumped(&mut self, now: Moment, by_ms: i64, believed: bool) {
        self.held.clock_doubted = (!believed).then_some(by_ms);
        self.stale = true;
        // A time that was not known before has not jumped.
        if by_ms != 0 && self.registrar.office().day().is_some() {
            let jumped = IncidentRequest::ClockJumped { by_ms, believed };
            self.ask_itself(now, Origin::Clock, Request::Incident(jumped));
        }
    }

    /// Keeps a request for a ticket back while nobody knows whether the mains are lost: it is asked when that
    /// is known. What is not kept back comes back.
    ///
    /// A person who says that the mains are back is believed against whoever does not answer any more, and refused
    /// while one that answers says otherwise.
    pub(super) fn hold_back(&mut self, now: Moment, asked: Asked, whom: Whom) -> Option<(Asked, Whom)> {
        if asked.origin == Origin::Duty && asked.request == Request::Incident(IncidentRequest::MainsBack) {
            let (roster, ailments) = (&self.roster, &self.ailments);
            let knows = |device: &DeviceName| {
                ailments.get(device).is_none_or(|ailment| ailment.wrong != Wrong::PowerUnknown)
            };
            self.mains.told_back(|device| {
                knows(device) && roster.post(device).is_some_and(|post| post.health.is_online())
            });
            if self.mains.are_lost() {
                self.answer(now, whom, asked, &Answer::Refused(Refusal::MainsLost));
                return None;
            }
        }
        let ticket = matches!(asked.request, Request::Issue { .. } | Request::IssueByCard { .. });
        if !ticket || !self.mains.holds(now.hall) || self.held.asked.len() >= HELD_MOST {
            return Some((asked, whom));
        }
        self.held.asked.push((asked, whom));
        None
    }

    /// Brings the record in line with what watches the mains. Only of an office that nothing is on its way
    /// to.
    pub(super) fn follow_the_mains(&mut self, now: Moment) {
        self.mains.settle(now.hall);
        let office = self.registrar.office();
        let (open, on_record) = (office.day().is_some(), office.incidents().mains_lost.is_some());
        let asked = if open && !on_record && self.mains.are_lost() {
            error!("the mains are lost: no tickets are given until they are back");
            Some(IncidentRequest::MainsLost)
        } else if on_record && self.mains.are_there(now.hall) {
            info!("the mains are back");
            Some(IncidentRequest::MainsBack)
        } else {
            None
        };
        if let Some(asked) = asked {
            self.ask_itself(now, Origin::Device, Request::Incident(asked));
            if asked == IncidentRequest::MainsLost {
                self.draw_a_sheet(now);
            }
        }
        self.stop_in_time(now);
    }

    /// Asks what was kept back, once it is known what became of the first sign.
    pub(super) fn let_go(&mut self, now: Moment) {
        if self.mains.holds(now.hall) {
            return;
        }
        for (asked, whom) in std::mem::take(&mut self.held.asked) {
            self.ask(now, asked, whom);
        }
    }

    /// Records that the machine will stop, gives the paper that is on its way its time, and stops it. Mains
    /// that come back before that end it.
    fn stop_in_time(&mut self, now: Moment) {
        let office = self.registrar.office();
        let since = office.incidents().mains_lost;
        if !self.mains.are_lost() {
            self.held.stops_at = None;
            return;
        }
        let Some((why, charge_percent)) = self.mains.stop(now.hall, since.unwrap_or(now.hall)) else {
            return;
        };
        if since.is_some() && !office.incidents().stopping {
            warn!(?why, ?charge_percent, "the battery will not last: the machine is going to be stopped");
            let stop = IncidentRequest::PowerStop { why, charge_percent };
            self.ask_itself(now, Origin::Device, Request::Incident(stop));
            self.draw_a_sheet(now);
            self.held.stops_at = Some(now.hall + LAST_PAPER);
            return;
        }
        let until = *self.held.stops_at.get_or_insert(now.hall + LAST_PAPER);
        if !self.held.told && until <= now.hall {
            self.held.told = true;
            self.out.push(Output::SwitchOff);
        }
    }

    /// While there is current, paper to call by when there is none: at the loss, and what is new before the
    /// stop. Mains that come and go do not empty the roll: a sheet that follows an open one holds only what is new, and
    /// with nothing new there is none.
    fn draw_a_sheet(&mut self, now: Moment) {
        let draw = ManualRequest::DrawSheet { why: SheetReason::Mains };
        self.ask_itself(now, Origin::Device, Request::Manual(draw));
    }

    /// A daemon that goes without devices draws the live order as soon as it has settled: people call by hand from then
    /// on. With no printer that works it stands on the status LCD.
    pub(super) fn call_by_hand_from_the_start(&mut self, now: Moment) {
        let open = self.registrar.office().day().is_some();
        if open && self.settled && std::mem::take(&mut self.held.sheet_due) {
            let draw = ManualRequest::DrawSheet { why: SheetReason::Ladder };
            self.ask_itself(now, Origin::Device, Request::Manual(draw));
        }
    }

    /// When one of these has something to do, if nothing else happens. While records are on their way only what
    /// is kept back is looked at, and that only if the journal is lost to it.
    pub(super) fn incidents_due(&self) -> Option<HallTime> {
        let holds = self.mains.hold_until().filter(|_| !self.held.asked.is_empty());
        if self.registrar.is_ahead() {
            return holds.filter(|_| self.registrar.is_broken());
        }
        let lost = self.registrar.office().incidents().mains_lost.filter(|_| !self.held.told);
        let stops =
            lost.and_then(|since| self.mains.stops_at(since)).filter(|_| self.held.stops_at.is_none());
        let paper = self.held.stops_at.filter(|_| !self.held.told);
        let silent = lost.and_then(|_| self.mains.met_by());
        let back = lost.and_then(|_| self.mains.settles_at());
        [holds, stops, paper, silent, back].into_iter().flatten().min()
    }
}

/// What each button of the building stands for.
pub(super) fn raises(layout: &Layout) -> BTreeMap<DeviceName, Raises> {
    let buttons = layout.signals.iter();
    buttons.filter_map(|signal| Some((signal.name.clone(), signal.raises.clone()?))).collect()
}
