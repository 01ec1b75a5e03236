//! A clerk: looks at four digits and at whoever stands before the window, and presses keys, not always the
//! right ones.

use hal::port::keypad::Key;

use crate::domain::id::{ServiceId, StaffId, TicketNumber, WindowId};
use crate::domain::rules::Rules;
use crate::rehearse::agenda::{MINUTE, SECOND, Time};
use crate::rehearse::dice::Dice;
use crate::rehearse::paper;
use crate::station::keypad::keys::{Act, FUNCTIONS, SIXTEEN};

/// What the digits say to somebody who knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    /// Nobody is logged in.
    LoggedOut,
    /// The window is free, and so many wait.
    Free(u32),
    /// This number is at the window.
    Number(TicketNumber),
    /// The window pauses.
    Paused,
    /// The window closes out.
    ClosingOut,
    /// No day is open.
    DayClosed,
    /// A prompt, a refusal, or nothing at all.
    Other,
}

impl Digits {
    /// What these characters mean.
    #[must_use]
    pub fn read(characters: &str) -> Self {
        match characters {
            "----" => Self::LoggedOut,
            "PAUS" => Self::Paused,
            "End" => Self::ClosingOut,
            "CLSd" => Self::DayClosed,
            // After the hours nobody waits, and the papers are to be handed over.
            "HAnd" => Self::Free(0),
            parked if parked.starts_with("PAr") => Self::ClosingOut,
            _ => {
                if let Some(number) = paper::numbers(&characters.to_ascii_uppercase()).first() {
                    return Self::Number(*number);
                }
                let count = characters.trim_start().parse().ok().filter(|_| characters.len() == 4);
                count.map_or(Self::Other, Self::Free)
            }
        }
    }
}

/// When a clerk is to be at the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Now.
    On,
    /// Finishes what there is, then leaves.
    Ending,
    /// Not now.
    Off,
}

/// Whether a colleague's digits show a number: whoever holds it may be sent on, though nobody stands there.
#[must_use]
pub fn is_at_work(digits: &str) -> bool {
    !paper::numbers(&digits.to_ascii_uppercase()).is_empty()
}

/// What a clerk sees at this moment.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// The digits.
    pub digits: &'a str,
    /// The number of whoever stands before the window.
    pub before: Option<TicketNumber>,
    /// Somebody stands at another window, and may be sent on to this one.
    pub others: bool,
    /// Somebody who missed a call or brings what was missing asks to be put back.
    pub asks_back: Option<TicketNumber>,
    /// The roster.
    pub duty: Duty,
    /// The rules as the key card and the handbook tell them.
    pub rules: &'a Rules,
}

/// What the visitor at the window is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// That was it; the window's board says whether there is another errand.
    Done,
    /// Bring what is missing and come back.
    Materials,
    /// Wait for another call.
    WaitAgain,
}

/// What a clerk does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doing {
    /// Keys to press, one after the other.
    pub keys: Vec<Key>,
    /// What the visitor is told.
    pub told: Option<Told>,
    /// Whoever asked to be put back was.
    pub put_back: bool,
    /// How long until the next look, after the last key.
    pub rest_ms: u64,
}

impl Doing {
    fn press(keys: Vec<Key>) -> Self {
        Self { keys, told: None, put_back: false, rest_ms: 1500 }
    }

    fn wait(rest_ms: u64) -> Self {
        Self { keys: Vec::new(), told: None, put_back: false, rest_ms }
    }

    fn telling(mut self, told: Told) -> Self {
        self.told = Some(told);
        self
    }
}

/// One clerk at one window.
#[derive(Clone, Debug)]
pub struct Clerk {
    /// The window.
    pub window: WindowId,
    /// The number to log in with.
    pub staff: StaffId,
    /// The PIN, as taught.
    pub pin: String,
    /// How long one errand takes here, on average.
    pub mean_ms: u64,
    at: Option<(TicketNumber, Time)>,
    serving_until: Option<Time>,
    called_again: u8,
    pause_until: Option<Time>,
    /// Called away in the middle of the day.
    away_until: Option<Time>,
    parked: u8,
    puzzled: u8,
}

impl Clerk {
    /// A clerk who has not come yet.
    #[must_use]
    pub fn new(window: WindowId, staff: StaffId, pin: String, mean_ms: u64) -> Self {
        let (at, serving_until, pause_until, away_until) = (None, None, None, None);
        Self {
            window,
            staff,
            pin,
            mean_ms,
            at,
            serving_until,
            called_again: 0,
            pause_until,
            away_until,
            parked: 0,
            puzzled: 0,
        }
    }

    /// Looks at the digits and the window and does what is to be done.
    pub fn looks(&mut self, now: Time, sight: Sight<'_>, dice: &mut Dice) -> Doing {
        let digits = Digits::read(sight.digits);
        if digits != Digits::Other {
            self.puzzled = 0;
        }
        match digits {
            Digits::DayClosed => Doing::wait(MINUTE),
            Digits::LoggedOut
                if sight.duty == Duty::On && self.away_until.is_none_or(|until| until <= now) =>
            {
                self.log_in(sight, dice)
            }
            Digits::LoggedOut => Doing::wait(30 * SECOND),
            Digits::Paused => self.paused(now, sight, dice),
            Digits::ClosingOut if sight.duty == Duty::On => Doing::press(of(Act::Pause)),
            Digits::ClosingOut => self.log_out(),
            Digits::Free(waiting) => {
                (self.at, self.serving_until) = (None, None);
                self.free(now, waiting, sight, dice)
            }
            Digits::Number(number) => self.with(now, number, sight, dice),
            Digits::Other => {
                self.puzzled = self.puzzled.saturating_add(1);
                // After a while a clerk clears whatever stands there.
                let clear = self.puzzled.is_multiple_of(3) && !sight.digits.is_empty();
                if clear { Doing::press(vec![Key::Function, Key::Function]) } else { Doing::wait(2500) }
            }
        }
    }

    fn log_in(&self, sight: Sight<'_>, dice: &mut Dice) -> Doing {
        let slip = dice.below(100);
        let staff = match dice.pick(&sight.rules.staff) {
            // Some type a number that is logged in elsewhere.
            Some(other) if slip < 3 => other.id,
            Some(_) | None => self.staff,
        };
        let pin = if (3..6).contains(&slip) { "1111".to_owned() } else { self.pin.clone() };
        let mut keys = of(Act::LogIn);
        keys.extend(digits(&staff.to_string()));
        keys.push(Key::Enter);
        keys.extend(digits(&pin));
        keys.push(Key::Enter);
        Doing::press(keys)
    }

    fn log_out(&self) -> Doing {
        let mut keys = of(Act::LogIn);
        keys.push(Key::Enter);
        Doing::press(keys)
    }

    fn paused(&mut self, now: Time, sight: Sight<'_>, dice: &mut Dice) -> Doing {
        let until = *self.pause_until.get_or_insert(now.after(dice.around(5 * MINUTE)));
        if now < until && sight.duty == Duty::On {
            return Doing::wait(10 * SECOND);
        }
        self.pause_until = None;
        Doing::press(of(Act::Pause))
    }

    fn free(&mut self, now: Time, waiting: u32, sight: Sight<'_>, dice: &mut Dice) -> Doing {
        if let Some(number) = sight.asks_back {
            let mut keys = of(Act::Return);
            keys.extend(letter(number, sight.rules));
            keys.extend(digits(&number.value.to_string()));
            keys.push(Key::Enter);
            return Doing { put_back: true, ..Doing::press(keys) };
        }
        if self.parked > 0 && (dice.happens(150) || waiting == 0 || sight.duty != Duty::On) {
            self.parked -= 1;
            let mut keys = of(Act::Resume);
            keys.push(Key::Enter);
            return Doing::press(keys);
        }
        let ends = sight.duty == Duty::Ending && waiting == 0 && !sight.others;
        if ends || sight.duty == Duty::Off {
            return self.log_out();
        }
        match dice.below(1000) {
            0..6 => {
                self.pause_until = Some(now.after(dice.around(4 * MINUTE)));
                let mut keys = of(Act::Pause);
                keys.push(Key::Digit(u8::try_from(dice.between(1, 4)).unwrap_or(1)));
                Doing::press(keys)
            }
            6..8 => {
                let mut keys = of(Act::Pause);
                keys.push(Key::Digit(0));
                Doing::press(keys)
            }
            20..23 => {
                self.away_until = Some(now.after(dice.around(8 * MINUTE)));
                self.log_out()
            }
            _ if waiting > 0 => {
                let bounces = dice.happens(40);
                Doing::press(if bounces { vec![Key::Next, Key::Next] } else { vec![Key::Next] })
            }
            8..20 => Doing::press(vec![Key::Next]),
            _ => Doing::wait(dice.between(3 * SECOND, 8 * SECOND)),
        }
    }

    /// A number is at the window.
    fn with(&mut self, now: Time, number: TicketNumber, sight: Sight<'_>, dice: &mut Dice) -> Doing {
        let since = match self.at {
            Some((known, since)) if known == number => since,
            Some(_) | None => {
                (self.at, self.serving_until, self.called_again) = (Some((number, now)), None, 0);
                now
            }
        };
        if sight.before != Some(number) {
            return self.calls_again(now, since, dice);
        }
        let Some(until) = self.serving_until else {
            self.serving_until = Some(now.after(30 * SECOND + dice.around(self.mean_ms)));
            let start = sight.rules.calling.start_key && !dice.happens(30);
            return if start { Doing::press(of(Act::Start)) } else { Doing::wait(2 * SECOND) };
        };
        if now < until {
            return Doing::wait((until.since(now)).min(20 * SECOND));
        }
        // If the display still shows the number after this, another errand begins.
        self.serving_until = None;
        self.ends(sight, dice)
    }

    fn calls_again(&mut self, now: Time, since: Time, dice: &mut Dice) -> Doing {
        let waited = now.since(since);
        if waited < 20 * SECOND && dice.happens(8) {
            return Doing::press(of(Act::Undo));
        }
        if waited < 45 * SECOND + u64::from(self.called_again) * 20 * SECOND {
            return Doing::wait(dice.between(3 * SECOND, 6 * SECOND));
        }
        self.called_again = self.called_again.saturating_add(1);
        if self.called_again <= 2 || dice.happens(300) {
            Doing::press(vec![Key::Recall])
        } else {
            Doing::press(vec![Key::NoShow])
        }
    }

    /// How an errand ends.
    fn ends(&mut self, sight: Sight<'_>, dice: &mut Dice) -> Doing {
        let other = |further: &[Key]| {
            let mut keys = of(Act::Outcome);
            keys.extend(further);
            keys
        };
        match dice.weighed(&[680, 150, 50, 25, 25, 30, 25, 15]) {
            0 => Doing::press(vec![Key::Finish]).telling(Told::Done),
            1 => Doing::press(vec![Key::Next]).telling(Told::Done),
            2 => Doing::press(other(&[Key::Digit(2)])).telling(Told::Done),
            3 => Doing::press(other(&[Key::Digit(3), Key::Digit(1)])).telling(Told::Done),
            4 => Doing::press(other(&[Key::Digit(4), Key::Digit(1), Key::Enter])).telling(Told::Materials),
            5 => Doing::press(self.transfer(sight.rules, dice)).telling(Told::WaitAgain),
            6 => {
                self.parked = self.parked.saturating_add(1);
                Doing::press(of(Act::Park)).telling(Told::WaitAgain)
            }
            // FINISH is forgotten: the visitor goes, and the display stands.
            _ => Doing { rest_ms: dice.around(8 * MINUTE), ..Doing::wait(0).telling(Told::Done) },
        }
    }

    fn transfer(&self, rules: &Rules, dice: &mut Dice) -> Vec<Key> {
        let mut keys = of(Act::Transfer);
        let services: Vec<ServiceId> = rules.services.iter().map(|service| service.id).collect();
        let (kind, to) = match dice.below(3) {
            0 => (1, dice.pick(&services).map(ToString::to_string)),
            1 => (2, dice.pick(&rules.windows).map(|window| window.id.to_string())),
            _ => (3, dice.pick(&rules.staff).map(|clerk| clerk.id.to_string())),
        };
        keys.push(Key::Digit(kind));
        keys.extend(digits(&to.unwrap_or_default()));
        keys.push(Key::Enter);
        keys
    }
}

/// The keys of a function on the 16-key pad, by the key card.
fn of(act: Act) -> Vec<Key> {
    let function = FUNCTIONS.iter().find(|function| function.act == act);
    let direct = function.and_then(|function| function.direct).filter(|key| SIXTEEN.contains(key));
    match (direct, function.and_then(|function| function.after_function)) {
        (Some(key), _) => vec![key],
        (None, Some(key)) => vec![Key::Function, key],
        (None, None) => Vec::new(),
    }
}

fn digits(text: &str) -> Vec<Key> {
    text.chars()
        .filter_map(|digit| digit.to_digit(10))
        .filter_map(|digit| u8::try_from(digit).ok())
        .map(Key::Digit)
        .collect()
}

/// RECALL, as often as it takes to come to the number's letter.
fn letter(number: TicketNumber, rules: &Rules) -> Vec<Key> {
    let place = rules.groups.iter().position(|group| group.prefix == number.prefix);
    vec![Key::Recall; place.map_or(0, |place| place + 1)]
}
