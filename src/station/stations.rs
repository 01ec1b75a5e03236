//! Every station of the hall together, as the engine uses them: what devices say in, what they are told out.
//!
//! A face is told only what differs from what it was told last; [`Stations::forget`] makes it be told the
//! present again.

mod locker;
mod printers;
mod readers;
mod self_test;
mod soft;
mod speech;

use std::collections::{BTreeMap, BTreeSet};

use hal::port::{self, Event as Heard, board, keypad as keys, printer, rating_pad, terminal};

use super::cabinet::{self, Wrong};
use super::deliveries::Deliveries;
use super::hall::HallDisplay;
use super::keypad::Keypad;
use super::kiosk::{Kiosk, PrinterState, Reader};
use super::relief::Relief;
use super::{Ask, Condition, Reply, Settings, Tell, sheet, slip, window};
use crate::domain::id::{JobId, ServiceDay, TicketId, WindowId};
use crate::domain::job::JobKind;
use crate::domain::manual::PaperJob;
use crate::domain::moment::HallTime;
use crate::domain::request::Request;
use crate::domain::view::{JobView, OfficeView};
use crate::layout::{DeviceName, Role};
use crate::planted::{self, Bug};

use speech::Sounds;

/// Makes the code of a slip from its day and ticket: a keyed hash that nobody can guess.
pub type SlipCode<'a> = &'a dyn Fn(ServiceDay, TicketId) -> String;

/// The stations of one hall.
#[derive(Debug)]
pub struct Stations {
    places: BTreeMap<DeviceName, Place>,
    settings: Settings,
    deliveries: Deliveries,
    /// Orders that the cabinet has and that are still open.
    doors_given: BTreeSet<JobId>,
    /// The certificate that a printer has, or had last.
    certificate_given: Option<JobId>,
    relief: Relief,
    sounds: Sounds,
    /// The keypads that are no devices, from their first key on.
    soft: BTreeMap<WindowId, Keypad>,
}

/// One device in its place.
#[derive(Debug)]
struct Place {
    role: Role,
    station: Station,
    /// What the device itself says is wrong, and since when.
    wrong: Option<(Wrong, HallTime)>,
    told: Option<port::Command>,
    /// It shows the known text of the self-test wherever nobody needs it.
    on_trial: bool,
}

/// What stands at a place.
#[derive(Debug)]
enum Station {
    Printer(PrinterState),
    WindowBoard(WindowId),
    HallDisplay(HallDisplay),
    Keypad(Keypad),
    RatingPad(WindowId),
    Terminal(Kiosk),
    CardReader(Reader),
    Ups,
    Locker,
}

impl Stations {
    /// The stations of these devices. Nothing was told to any of them.
    #[must_use]
    pub fn new(devices: impl IntoIterator<Item = (DeviceName, Role)>, settings: Settings) -> Self {
        let rows = settings.display_rows;
        let place = |role| Place {
            role,
            station: Station::new(role, rows),
            wrong: None,
            told: None,
            on_trial: false,
        };
        let places = devices.into_iter().map(|(device, role)| (device, place(role))).collect();
        let mut stations = Self {
            places,
            settings,
            deliveries: Deliveries::default(),
            doors_given: BTreeSet::new(),
            certificate_given: None,
            relief: Relief::default(),
            sounds: Sounds::default(),
            soft: BTreeMap::new(),
        };
        stations.settle_readers();
        stations
    }

    /// Takes over the devices and settings of a changed layout; places that stay keep what they know.
    pub fn rearrange(&mut self, devices: impl IntoIterator<Item = (DeviceName, Role)>, settings: Settings) {
        if settings.display_rows != self.settings.display_rows {
            self.places.retain(|_, place| place.role != Role::HallDisplay);
        }
        let mut fresh = Self::new(devices, settings);
        for (device, place) in &mut fresh.places {
            if let Some(old) = self.places.remove(device)
                && old.role == place.role
            {
                *place = old;
            }
        }
        fresh.deliveries = std::mem::take(&mut self.deliveries);
        fresh.sounds = self.sounds;
        fresh.doors_given = std::mem::take(&mut self.doors_given);
        fresh.certificate_given = self.certificate_given;
        fresh.soft = std::mem::take(&mut self.soft);
        fresh.settle_readers();
        *self = fresh;
    }

    /// What a device's event asks; empty for most events.
    pub fn heard(
        &mut self,
        now: HallTime,
        device: &DeviceName,
        event: &Heard,
        view: &OfficeView,
    ) -> Vec<Ask> {
        let Some(place) = self.places.get_mut(device) else { return Vec::new() };
        place.note(now, event);
        let ask = match (&mut place.station, event) {
            (Station::Keypad(keypad), Heard::Keypad(keys::Event::Pressed(key))) => {
                keypad.press(now, *key, view)
            }
            (Station::Terminal(kiosk), Heard::Terminal(terminal::Event::Touched { page, button })) => {
                let request = kiosk.touched(now, *page, *button, view).map(Ask::Office);
                request.or_else(|| kiosk.take_code().map(Ask::PickupCode))
            }
            (Station::RatingPad(window), Heard::RatingPad(rating_pad::Event::Pressed(key))) => {
                window::rated(view, *window, *key).map(Ask::Office)
            }
            (Station::Locker, Heard::Locker(event)) => {
                Some(Ask::Office(Request::Cabinet(locker::asks(*event))))
            }
            (Station::Printer(state), Heard::Printer(event)) => {
                if let printer::Event::Status(status) = event {
                    *state = PrinterState::Told(*status);
                }
                self.paper(event)
            }
            // A stuck key asks nothing, nor does a text that is shown; anything else is not of this place's
            // port.
            (
                Station::Keypad(_)
                | Station::Terminal(_)
                | Station::RatingPad(_)
                | Station::Printer(_)
                | Station::WindowBoard(_)
                | Station::HallDisplay(_)
                | Station::CardReader(_)
                | Station::Ups
                | Station::Locker,
                Heard::Keypad(_)
                | Heard::Terminal(_)
                | Heard::RatingPad(_)
                | Heard::Printer(_)
                | Heard::CardReader(_)
                | Heard::Signals(_)
                | Heard::Locker(_)
                | Heard::Ups(_)
                | Heard::Board(board::Event::Shown),
            ) => None,
        };
        ask.into_iter().collect()
    }

    /// What became of something that this device asked.
    pub fn answered(&mut self, now: HallTime, device: &DeviceName, answer: Reply<'_>) {
        // What a card asked for is answered at the terminal beside its reader.
        let beside = self.beside(device);
        let Some(place) = self.places.get_mut(beside.as_ref().unwrap_or(device)) else { return };
        match &mut place.station {
            Station::Keypad(keypad) => keypad.answered(now, answer),
            Station::Terminal(kiosk) => kiosk.answered(now, answer),
            Station::Printer(_)
            | Station::WindowBoard(_)
            | Station::HallDisplay(_)
            | Station::RatingPad(_)
            | Station::CardReader(_)
            | Station::Ups
            | Station::Locker => {}
        }
    }

    /// The device is away: a printer that is away is said at the terminals before the choice.
    pub fn lost(&mut self, device: &DeviceName) {
        if let Some(Place { station: Station::Printer(state), .. }) = self.places.get_mut(device) {
            *state = PrinterState::Lost;
        }
        if let Some(place) = self.places.get_mut(device) {
            place.wrong = None;
        }
        self.reader_is(device, Reader::Away);
        self.forget(device);
    }

    /// The device is back, or shows who knows what: it gets the present again.
    pub fn forget(&mut self, device: &DeviceName) {
        if let Some(place) = self.places.get_mut(device)
            && !planted::is(Bug::LeavesOldTextsStanding)
        {
            place.told = None;
        }
    }

    /// The device is online: whatever it said of itself before is void, and it gets the present.
    pub fn back(&mut self, device: &DeviceName) {
        if let Some(Place { station: Station::Printer(state @ PrinterState::Lost), .. }) =
            self.places.get_mut(device)
        {
            *state = PrinterState::Untold;
        }
        self.reader_is(device, Reader::Ready);
        self.forget(device);
    }

    /// What faces have to be told: only those whose present differs from what they were told last.
    pub fn faces(&mut self, now: HallTime, view: &OfficeView, condition: Condition) -> Vec<Tell> {
        let (printer, asking) = (self.printer(), self.asking(now, view));
        let mut tells = Vec::new();
        for (device, place) in &mut self.places {
            let command = match place.role {
                Role::CardReader(kiosk) => Some(readers::command(asking.contains(&kiosk))),
                Role::Printer
                | Role::WindowBoard(_)
                | Role::HallDisplay
                | Role::Keypad(_)
                | Role::RatingPad(_)
                | Role::Terminal(_)
                | Role::Ups
                | Role::Locker => place.station.face(now, view, printer, condition),
            };
            let Some(command) = command else { continue };
            let known = place.on_trial.then(|| self_test::known_text(place.role, &command, view)).flatten();
            let command = known.unwrap_or(command);
            let mut tell = |command| tells.push(Tell::Device { device: device.clone(), command });
            if place.told.as_ref() != Some(&command) {
                tell(command.clone());
                place.told = Some(command);
            }
            if let Station::Keypad(keypad) = &mut place.station
                && let Some(beep) = keypad.beep(view)
            {
                tell(port::Command::Keypad(keys::Command::Beep(beep)));
            }
        }
        tells
    }

    /// The jobs that can be delivered and were not handed out yet, and the slips that are taken back.
    pub fn jobs(&mut self, view: &OfficeView, condition: Condition, code: SlipCode<'_>) -> Vec<Tell> {
        let (printer, columns) = (self.free_printer(), self.settings.paper_columns);
        let paper = |job: &JobView| {
            let code = view.day.map(|day| code(day, job.ticket.id));
            let rates = self.relief.rate_by_code && matches!(job.job.kind, JobKind::Slip { .. });
            let paper = slip::paper(view, job, code.as_deref(), condition, columns);
            if rates { slip::with_rating_code(paper, code.as_deref()) } else { paper }
        };
        let sheet = |job: &PaperJob| sheet::paper(view, job, columns);
        let (style, zones) = (self.settings.call, &self.relief.zones);
        let mut tells = self.deliveries.hand_out(view, printer.as_ref(), paper, sheet, style, zones);
        tells.extend(self.sound(&tells));
        tells
    }

    /// What devices that are there say is wrong with them: paper, covers, stuck keys; each since when.
    pub fn troubles(&self) -> impl Iterator<Item = (&DeviceName, Wrong, HallTime)> {
        let told = self.places.iter().filter_map(|(device, place)| Some((device, place.wrong?)));
        told.map(|(device, (wrong, since))| (device, wrong, since))
    }

    /// When a face changes if nothing else happens.
    #[must_use]
    pub fn deadline(&self) -> Option<HallTime> {
        self.places.values().filter_map(|place| place.station.deadline()).min()
    }

    fn paper(&mut self, event: &printer::Event) -> Option<Ask> {
        let (job, request) = match event {
            printer::Event::Printed { job } => (*job, Request::SlipPrinted { job: JobId(*job) }),
            printer::Event::Unknown { job } => (*job, Request::SlipUnknown { job: JobId(*job) }),
            printer::Event::NotPrinted { job } => (*job, Request::SlipNotPrinted { job: JobId(*job) }),
            printer::Event::Status(_) => return None,
        };
        self.deliveries.reported(JobId(job));
        Some(Ask::Office(request))
    }
}

impl Place {
    /// Takes note of what a device says of itself; the same trouble told again is as old as before.
    fn note(&mut self, now: HallTime, event: &Heard) {
        let wrong = match event {
            Heard::Printer(printer::Event::Status(status)) => cabinet::printer_trouble(*status),
            Heard::Keypad(event) => cabinet::keypad_trouble(self.wrong.map(|(wrong, _)| wrong), event),
            Heard::Printer(_)
            | Heard::Board(_)
            | Heard::RatingPad(_)
            | Heard::Terminal(_)
            | Heard::CardReader(_)
            | Heard::Signals(_)
            | Heard::Locker(_)
            | Heard::Ups(_) => return,
        };
        if wrong != self.wrong.map(|(known, _)| known) {
            self.wrong = wrong.map(|wrong| (wrong, now));
        }
    }
}

impl Station {
    fn new(role: Role, rows: usize) -> Self {
        match role {
            Role::Printer => Self::Printer(PrinterState::Untold),
            Role::WindowBoard(window) => Self::WindowBoard(window),
            Role::HallDisplay => Self::HallDisplay(HallDisplay::new(rows)),
            Role::Keypad(window) => Self::Keypad(Keypad::new(window)),
            Role::RatingPad(window) => Self::RatingPad(window),
            Role::Terminal(kiosk) => Self::Terminal(Kiosk::new(kiosk)),
            Role::CardReader(_) => Self::CardReader(Reader::Away),
            Role::Ups => Self::Ups,
            Role::Locker => Self::Locker,
        }
    }

    /// What the device shows at this moment; a printer shows nothing.
    fn face(
        &mut self,
        now: HallTime,
        view: &OfficeView,
        printer: PrinterState,
        condition: Condition,
    ) -> Option<port::Command> {
        let show = |areas| port::Command::Board(board::Command::Show(areas));
        Some(match self {
            // A reader shows what its terminal asks for: see `faces`.
            Self::Printer(_) | Self::CardReader(_) | Self::Ups | Self::Locker => return None,
            Self::WindowBoard(window) => show(window::marked(window::board(view, *window), condition.stored)),
            Self::HallDisplay(display) => show(display.areas(now, view, condition.stored)),
            Self::Keypad(keypad) => port::Command::Keypad(keys::Command::Show(keypad.digits(now, view))),
            Self::RatingPad(window) => port::Command::RatingPad(window::rating_pad(view, *window)),
            Self::Terminal(kiosk) => {
                let page = kiosk.page(now, view, printer, condition);
                port::Command::Terminal(terminal::Command::Show(page))
            }
        })
    }

    fn deadline(&self) -> Option<HallTime> {
        match self {
            Self::Keypad(keypad) => keypad.deadline(),
            Self::Terminal(kiosk) => kiosk.deadline(),
            Self::HallDisplay(display) => display.deadline(),
            Self::Printer(_)
            | Self::WindowBoard(_)
            | Self::RatingPad(_)
            | Self::CardReader(_)
            | Self::Ups
            | Self::Locker => None,
        }
    }
}
