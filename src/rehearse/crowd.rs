//! Everybody in the hall: where they are, what they look at next, and what their hands do to devices.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use hal::port::keypad::Key;
use hal::port::rating_pad;
use hal::port::terminal::Button;

use super::agenda::{Agenda, MINUTE, SECOND, Time};
use super::dice::Dice;
use super::floor::Floor;
use super::people::clerk::{self, Clerk, Duty, Sight, Told};
use super::people::visitor::{Deed, Visitor, Where};
use super::profile::{self, Busy};
use super::watch::{Claim, claims};
use crate::domain::id::{KioskId, StaffId, TicketNumber, WindowId};
use crate::domain::opening::Hours;
use crate::domain::rules::Rules;
use crate::layout::{DeviceName, Layout, Role};

/// So many in the line at the terminal, and whoever comes in turns round.
const LINE_MOST: usize = 14;

/// What somebody does next.
#[derive(Clone, Debug)]
enum Move {
    Arrives,
    AtTerminal(KioskId),
    TouchesAgain(KioskId, Button),
    Reaches(usize, WindowId),
    Leaves(usize, WindowId, Told),
    Rates(usize, WindowId),
    AsksBack(usize, WindowId),
    Tires(usize),
    Looks(WindowId),
    Presses(WindowId, Key),
}

/// What the watch must know of the crowd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Somebody has read this number and counts on it.
    Holds(TicketNumber),
    /// A clerk pressed a key.
    Pressed(WindowId, Key),
    /// A visitor touched a button.
    Touched(KioskId, Button),
    /// A visitor gives the ticket back at the duty desk.
    GivesBack(TicketNumber),
}

/// Everybody.
#[derive(Debug)]
pub struct Crowd {
    rules: Arc<Rules>,
    agenda: Agenda<Move>,
    dice: Dice,
    hours: Hours,
    visitors: Vec<Visitor>,
    holders: BTreeMap<TicketNumber, usize>,
    lines: BTreeMap<KioskId, VecDeque<usize>>,
    clerks: BTreeMap<WindowId, Clerk>,
    before: BTreeMap<WindowId, usize>,
    asking: BTreeMap<WindowId, VecDeque<usize>>,
    boards: BTreeMap<WindowId, DeviceName>,
    roles: BTreeMap<DeviceName, Role>,
    notes: Vec<Note>,
}

/// The PIN that a clerk was taught.
#[must_use]
pub fn pin(staff: StaffId) -> String {
    format!("{:04}", 2468 + staff.0 % 5000)
}

impl Crowd {
    /// The people of one day that begins at `morning`.
    #[must_use]
    pub fn new(
        rules: &Arc<Rules>,
        layout: &Layout,
        busy: Busy,
        morning: Time,
        hours: Hours,
        mut dice: Dice,
    ) -> Self {
        let roles: BTreeMap<DeviceName, Role> =
            layout.roles().map(|(name, role)| (name.clone(), role)).collect();
        let with_keypad = |window: &WindowId| roles.values().any(|role| *role == Role::Keypad(*window));
        let windows: Vec<WindowId> =
            rules.windows.iter().map(|window| window.id).filter(with_keypad).collect();
        let priors: u128 = rules.services.iter().map(|service| service.prior.as_millis()).sum();
        let prior =
            u64::try_from(priors).unwrap_or(0) / u64::try_from(rules.services.len()).unwrap_or(1).max(1);
        let mean = profile::mean_service_ms(busy, windows.len(), &hours, prior);
        let clerk =
            |(window, staff): (WindowId, StaffId)| (window, Clerk::new(window, staff, pin(staff), mean));
        let staff = rules.staff.iter().map(|clerk| clerk.id);
        let kiosks = roles
            .values()
            .filter_map(|role| if let Role::Terminal(kiosk) = role { Some(*kiosk) } else { None });
        let boards = roles.iter().filter_map(|(name, role)| match role {
            Role::WindowBoard(window) => Some((*window, name.clone())),
            Role::Printer
            | Role::HallDisplay
            | Role::Keypad(_)
            | Role::RatingPad(_)
            | Role::Terminal(_)
            | Role::CardReader(_)
            | Role::Ups
            | Role::Locker => None,
        });
        let mut agenda = Agenda::default();
        for at in profile::arrivals(busy, morning, &hours, &mut dice) {
            agenda.write(at, Move::Arrives);
        }
        for window in &windows {
            agenda.write(morning.after(dice.between(30 * MINUTE, 75 * MINUTE)), Move::Looks(*window));
        }
        Self {
            rules: Arc::clone(rules),
            agenda,
            dice,
            hours,
            visitors: Vec::new(),
            holders: BTreeMap::new(),
            lines: kiosks.map(|kiosk| (kiosk, VecDeque::new())).collect(),
            clerks: windows.iter().copied().zip(staff).map(clerk).collect(),
            before: BTreeMap::new(),
            asking: BTreeMap::new(),
            boards: boards.collect(),
            roles,
            notes: Vec::new(),
        }
    }

    /// When somebody does something.
    #[must_use]
    pub fn due(&self) -> Option<Time> {
        self.agenda.next()
    }

    /// How many people have come in.
    #[must_use]
    pub fn visits(&self) -> u64 {
        u64::try_from(self.visitors.len()).unwrap_or(u64::MAX)
    }

    /// Does all that people do by `now`.
    pub fn run(&mut self, now: Time, floor: &mut dyn Floor) -> Vec<Note> {
        while let Some(act) = self.agenda.take(now) {
            self.act(now, act, floor);
        }
        std::mem::take(&mut self.notes)
    }

    /// A device shows something else: whoever is called sees it on a board.
    pub fn sees(&mut self, now: Time, device: &DeviceName, floor: &dyn Floor) {
        let Some(role) = self.roles.get(device).copied() else { return };
        if !matches!(role, Role::WindowBoard(_) | Role::HallDisplay) {
            return;
        }
        let shown = hal::port::Command::Board(hal::port::board::Command::Show(floor.board(device)));
        for claim in claims(role, &shown) {
            if let Claim::Called(number, window) = claim {
                self.called(now, number, window);
            }
        }
    }

    /// The loudspeaker calls.
    pub fn hears(&mut self, now: Time, claim: Claim) {
        if let Claim::Called(number, window) = claim {
            self.called(now, number, window);
        }
    }

    fn called(&mut self, now: Time, number: TicketNumber, window: WindowId) {
        let Some(place) = self.holders.get(&number).copied() else { return };
        let Some(visitor) = self.visitors.get_mut(place) else { return };
        let goes = match visitor.place {
            Where::Sitting => true,
            Where::Walking(other) => other != window,
            Where::AtTerminal | Where::At(_) | Where::Away | Where::Gone => false,
        };
        if !goes {
            return;
        }
        let takes = if visitor.attentive {
            visitor.walk(&mut self.dice)
        } else {
            visitor.attentive = true;
            visitor.place = Where::Away;
            let late = now.after(self.dice.between(2 * MINUTE, 9 * MINUTE));
            self.agenda.write(late, Move::AsksBack(place, window));
            return;
        };
        visitor.place = Where::Walking(window);
        self.agenda.write(now.after(takes), Move::Reaches(place, window));
    }

    fn act(&mut self, now: Time, act: Move, floor: &mut dyn Floor) {
        match act {
            Move::Arrives => self.arrives(now),
            Move::AtTerminal(kiosk) => self.at_terminal(now, kiosk, floor),
            Move::TouchesAgain(kiosk, button) => floor.touch(now, kiosk, button),
            Move::Reaches(place, window) => self.reaches(now, place, window, floor),
            Move::Leaves(place, window, told) => self.leaves(now, place, window, told, floor),
            Move::Rates(place, window) => self.rates(now, place, window, floor),
            Move::AsksBack(place, window) => {
                if let Some(visitor) =
                    self.visitors.get_mut(place).filter(|visitor| visitor.place == Where::Away)
                {
                    visitor.place = Where::Sitting;
                    self.asking.entry(window).or_default().push_back(place);
                }
            }
            Move::Tires(place) => self.tires(place),
            Move::Looks(window) => self.looks(now, window, floor),
            Move::Presses(window, key) => {
                floor.press(now, window, key);
                self.notes.push(Note::Pressed(window, key));
            }
        }
    }

    fn arrives(&mut self, now: Time) {
        let place = self.visitors.len();
        let mut visitor = Visitor::new(now, &self.rules, &mut self.dice);
        let Some((kiosk, line)) = self.lines.iter_mut().min_by_key(|(_, line)| line.len()) else { return };
        if line.len() >= LINE_MOST {
            visitor.place = Where::Gone;
        } else {
            line.push_back(place);
            if line.len() == 1 {
                self.agenda.write(now.after(SECOND), Move::AtTerminal(*kiosk));
            }
        }
        self.visitors.push(visitor);
    }

    fn at_terminal(&mut self, now: Time, kiosk: KioskId, floor: &mut dyn Floor) {
        let Some(place) = self.lines.get(&kiosk).and_then(VecDeque::front).copied() else { return };
        let Some(visitor) = self.visitors.get_mut(place) else { return };
        let page = floor.page(kiosk);
        match visitor.reads(now, page.as_ref(), &self.rules, &mut self.dice) {
            Deed::Touch { button, twice } => {
                floor.touch(now, kiosk, button);
                self.notes.push(Note::Touched(kiosk, button));
                if twice {
                    let again = now.after(self.dice.between(80, 260));
                    self.agenda.write(again, Move::TouchesAgain(kiosk, button));
                }
                let (least, most) = visitor.pace();
                self.agenda.write(now.after(self.dice.between(least, most)), Move::AtTerminal(kiosk));
            }
            Deed::Look => self.agenda.write(now.after(2 * SECOND), Move::AtTerminal(kiosk)),
            Deed::Sit => {
                visitor.place = Where::Sitting;
                if let Some(number) = visitor.number {
                    self.agenda.write(visitor.leaves_at, Move::Tires(place));
                    self.holders.insert(number, place);
                    self.notes.push(Note::Holds(number));
                }
                self.next_in_line(now, kiosk);
            }
            Deed::Leave => {
                visitor.place = Where::Gone;
                self.next_in_line(now, kiosk);
            }
        }
    }

    fn next_in_line(&mut self, now: Time, kiosk: KioskId) {
        if let Some(line) = self.lines.get_mut(&kiosk) {
            line.pop_front();
            if !line.is_empty() {
                self.agenda
                    .write(now.after(self.dice.between(2 * SECOND, 5 * SECOND)), Move::AtTerminal(kiosk));
            }
        }
    }

    /// Whether the board of a window shows this number.
    fn shows(&self, window: WindowId, number: Option<TicketNumber>, floor: &dyn Floor) -> bool {
        let areas = self.boards.get(&window).map(|board| floor.board(board)).unwrap_or_default();
        let shown = areas.iter().flat_map(|area| super::paper::numbers(&area.text)).next();
        shown.is_some() && shown == number
    }

    fn reaches(&mut self, now: Time, place: usize, window: WindowId, floor: &dyn Floor) {
        let Some(visitor) = self.visitors.get(place) else { return };
        if visitor.place != Where::Walking(window) {
            return;
        }
        let shown = self.shows(window, visitor.number, floor);
        let taken = self.before.contains_key(&window);
        let Some(visitor) = self.visitors.get_mut(place) else { return };
        if shown && !taken {
            visitor.place = Where::At(window);
            self.before.insert(window, place);
        } else if shown {
            self.agenda.write(now.after(3 * SECOND), Move::Reaches(place, window));
        } else {
            visitor.place = Where::Sitting;
            self.asking.entry(window).or_default().push_back(place);
        }
    }

    fn leaves(&mut self, now: Time, place: usize, window: WindowId, told: Told, floor: &dyn Floor) {
        let Some(visitor) = self.visitors.get(place) else { return };
        let (errands, number) = (visitor.errands(), visitor.number);
        if errands > 1 && told != Told::WaitAgain && self.shows(window, number, floor) {
            return;
        }
        self.before.remove(&window);
        let comes_back = told == Told::Materials && self.dice.happens(600);
        if let Some(visitor) = self.visitors.get_mut(place) {
            visitor.place = if told == Told::Materials { Where::Away } else { Where::Sitting };
            visitor.done = told == Told::Done && errands <= 1;
        }
        if comes_back {
            let back = now.after(self.dice.between(5 * MINUTE, 40 * MINUTE));
            self.agenda.write(back, Move::AsksBack(place, window));
        }
        self.agenda.write(now.after(self.dice.between(SECOND, 6 * SECOND)), Move::Rates(place, window));
    }

    fn rates(&mut self, now: Time, place: usize, window: WindowId, floor: &mut dyn Floor) {
        let Some(visitor) = self.visitors.get_mut(place) else { return };
        if visitor.rates && floor.pad(window) != rating_pad::Command::Rest {
            let grade = self.dice.weighed(&[0, 600, 250, 80, 40, 30]);
            floor.rate(now, window, u8::try_from(grade).unwrap_or(1));
            if grade >= 4 {
                visitor.rates = self.dice.happens(700);
                self.agenda
                    .write(now.after(self.dice.between(2 * SECOND, 9 * SECOND)), Move::Rates(place, window));
            }
        }
        if visitor.done && visitor.place == Where::Sitting {
            visitor.place = Where::Gone;
        }
    }

    fn tires(&mut self, place: usize) {
        let Some(visitor) = self.visitors.get_mut(place).filter(|visitor| visitor.place == Where::Sitting)
        else {
            return;
        };
        visitor.place = Where::Gone;
        if let Some(number) = visitor.number.filter(|_| self.dice.happens(400)) {
            self.notes.push(Note::GivesBack(number));
        }
    }

    fn looks(&mut self, now: Time, window: WindowId, floor: &dyn Floor) {
        let duty = self.duty(now);
        let visitor = self.before.get(&window).copied();
        let before = visitor.and_then(|place| self.visitors.get(place)).and_then(|visitor| visitor.number);
        let asks = self.asking.get(&window).and_then(VecDeque::front).copied();
        let asks_back = asks.and_then(|place| self.visitors.get(place)).and_then(|visitor| visitor.number);
        let digits = floor.digits(window);
        let mut elsewhere = self.clerks.keys().filter(|other| **other != window);
        let others = self.before.keys().any(|other| *other != window)
            || (duty == Duty::Ending && elsewhere.any(|other| clerk::is_at_work(&floor.digits(*other))));
        let sight = Sight { digits: &digits, before, others, asks_back, duty, rules: &self.rules };
        let Some(clerk) = self.clerks.get_mut(&window) else { return };
        let doing = clerk.looks(now, sight, &mut self.dice);

        let bounces = doing.keys.len() == 2 && doing.keys.iter().all(|key| *key == Key::Next);
        let mut at = now;
        for key in doing.keys {
            at = at.after(if bounces { self.dice.between(60, 290) } else { self.dice.between(150, 450) });
            self.agenda.write(at, Move::Presses(window, key));
        }
        if doing.put_back {
            self.asking.entry(window).or_default().pop_front();
        }
        if let (Some(told), Some(place)) = (doing.told, visitor) {
            self.agenda.write(at.after(self.dice.between(1500, 4000)), Move::Leaves(place, window, told));
        }
        self.agenda.write(at.after(doing.rest_ms.max(500)), Move::Looks(window));
    }

    fn duty(&self, now: Time) -> Duty {
        let early = 10 * MINUTE;
        let mut duty = Duty::Off;
        for session in &self.hours.sessions {
            if (session.opens.0.saturating_sub(early)..session.closes.0).contains(&now.0) {
                return Duty::On;
            }
            if (session.closes.0..session.closes.0 + 60 * MINUTE).contains(&now.0) {
                duty = Duty::Ending;
            }
        }
        duty
    }
}
