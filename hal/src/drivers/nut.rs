//! A UPS behind the daemon of Network UPS Tools (`upsd`), over TCP port 3493: lines of ASCII text.
//!
//! | sent | answer | meaning |
//! |---|---|---|
//! | `GET VAR hall ups.status` | `VAR hall ups.status "OL CHRG"` | words: see below |
//! | `GET VAR hall battery.charge` | `VAR hall battery.charge "100"` | percent |
//! | either | `ERR DATA-STALE` | the UPS does not answer its driver |
//! | either | `ERR DRIVER-NOT-CONNECTED` | the UPS's driver does not run |
//! | either | `ERR UNKNOWN-UPS` | no UPS has this name |
//! | either | `ERR ACCESS-DENIED` | this machine may not ask |
//! | the second | `ERR VAR-NOT-SUPPORTED` | the UPS does not know its charge |
//!
//! Words of the status: `OL` mains, `OB` battery, `LB` battery low, `FSD` it will be switched off, `RB` replace
//! the battery; others say nothing of the hall's power. A line ends with LF; in a value `"` and `\` stand behind
//! a backslash. Reading needs no user and no password, so there are none.
//!
//! Source: RFC 9271; answers and errors seen from upsd 2.8.0. Times are ours.

use std::time::Duration;

use serde::Deserialize;

use super::PollCost;
use super::probe::Probe;
use super::transcript::{Exchange, Transcript};
use crate::driver::{Answer, Driver, DriverInfo, Fault, Outbox, Role, SettingsError, Turn};
use crate::framing::modbus::Patience;
use crate::port;
use crate::port::ups::{Event, Power, State, Ups};
use crate::time::Instant;

/// What this driver says of itself.
pub const DRIVER: DriverInfo = DriverInfo {
    name: "nut",
    models: "every UPS that Network UPS Tools knows, by its daemon upsd",
    roles: &[Role::Ups],
    line: "TCP 3493: a cable with link = \"tcp\"",
    source: "RFC 9271; upsd 2.8.0",
};

/// How often the UPS is asked. Its own driver asks it every two seconds.
const ASK_EVERY: Duration = Duration::from_secs(2);
/// Longer than a busy machine needs to answer from memory.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// No answer that means something here is longer.
const LINE_MOST: usize = 512;
/// The longest name of a UPS.
const NAME_MOST: usize = 64;

/// It is met on the network, where a scan of ports does not look.
pub const PROBES: &[Probe] = &[];

/// Settings in the device's table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// The name of the UPS, as its section in `ups.conf` is called.
    pub ups: String,
    /// On the battery, it counts as low from this charge on, also where the UPS never says so. Percent, 0 to
    /// 100; 0 leaves it to the UPS.
    pub low_percent: u8,
}

impl Default for Settings {
    fn default() -> Self {
        Self { ups: "ups".to_owned(), low_percent: 20 }
    }
}

/// One UPS.
#[derive(Debug)]
pub struct Nut {
    settings: Settings,
    link: Option<Link>,
}

/// What is known in this attachment.
#[derive(Debug)]
struct Link {
    due: Instant,
    next: Question,
    asked: Option<Question>,
    line: Vec<u8>,
    patience: Patience,
    /// Power and wear as the UPS says, before the charge is looked at.
    says: Option<(Power, bool)>,
    charge: Option<u8>,
    /// It does not know its charge: that is not asked again.
    chargeless: bool,
    told: Option<(Power, bool)>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Status,
    Charge,
}

impl Question {
    fn variable(self) -> &'static str {
        match self {
            Self::Status => "ups.status",
            Self::Charge => "battery.charge",
        }
    }
}

/// One line of the daemon.
#[derive(Debug, PartialEq, Eq)]
enum Line<'l> {
    Variable { ups: &'l str, variable: &'l str, value: String },
    Error(&'l str),
}

impl Nut {
    /// A UPS that was never met.
    ///
    /// # Errors
    ///
    /// The name is none, or the percentage is more than 100.
    pub fn new(settings: Settings, _address: Option<u16>) -> Result<Self, SettingsError> {
        let named = (1..=NAME_MOST).contains(&settings.ups.len());
        let plain = settings.ups.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"\\@:".contains(&byte));
        if !named || !plain {
            let why = "the name of a UPS as in ups.conf: 1 to 64 characters without spaces and quotes";
            return Err(SettingsError::Value { key: "ups", why });
        }
        if settings.low_percent > 100 {
            return Err(SettingsError::Value { key: "low-percent", why: "0 to 100" });
        }
        Ok(Self { settings, link: None })
    }

    /// What asking costs; it has a connection of its own.
    pub fn poll_cost(&self) -> PollCost {
        PollCost {
            bytes_out: self.question(Question::Charge).len(),
            bytes_in: self.question(Question::Charge).len() + "\"100\"".len(),
            quiet_before: Duration::ZERO,
            answer_within: ANSWER_WITHIN,
            wants_every: Some(ASK_EVERY),
            shortest_press: None,
        }
    }

    fn question(&self, question: Question) -> Vec<u8> {
        format!("GET VAR {} {}\n", self.settings.ups, question.variable()).into_bytes()
    }

    /// A whole line came while a question was open.
    fn heard(&mut self, now: Instant, line: &[u8], question: Question, out: &mut Outbox<Ups>) {
        let Some(link) = &mut self.link else { return };
        match parsed(line) {
            Some(Line::Variable { ups, variable, value })
                if ups == self.settings.ups && variable == question.variable() =>
            {
                match question {
                    Question::Status => link.says = Some(status(&value)),
                    Question::Charge => link.charge = percent(&value),
                }
            }
            // The answer to a question that was given up.
            Some(Line::Variable { .. }) | None => return,
            Some(Line::Error("VAR-NOT-SUPPORTED")) if question == Question::Charge => link.chargeless = true,
            Some(Line::Error("DATA-STALE" | "DRIVER-NOT-CONNECTED")) => {
                link.says = Some((Power::Unknown, false));
                link.charge = None;
            }
            Some(Line::Error(error)) => {
                tracing::warn!(ups = self.settings.ups, error, "upsd refuses to tell of this UPS");
                link.asked = None;
                out.done = true;
                out.fault = Some(Fault::Refused);
                return;
            }
        }
        link.answered(now, question);
        out.done = true;
        // What a battery holds decides when the machine stops: it is asked for at once, and the two are told together.
        if !(link.is_on_battery() && link.next == Question::Charge) {
            out.events.extend(link.news(self.settings.low_percent).map(Event::State));
        }
    }
}

impl Link {
    fn answered(&mut self, now: Instant, question: Question) {
        self.asked = None;
        self.patience.answered();
        let known = self.says.is_some_and(|(power, _)| power != Power::Unknown);
        if question == Question::Status && known && !self.chargeless {
            (self.next, self.due) = (Question::Charge, now);
        } else {
            (self.next, self.due) = (Question::Status, now + ASK_EVERY);
        }
    }

    fn is_on_battery(&self) -> bool {
        self.says.is_some_and(|(power, _)| matches!(power, Power::Battery | Power::BatteryLow))
    }

    /// What is to be told, if it is different from what was told last.
    fn news(&mut self, low_percent: u8) -> Option<State> {
        let (power, worn) = self.says?;
        let empty = self.charge.is_some_and(|charge| charge <= low_percent && low_percent > 0);
        let power = if power == Power::Battery && empty { Power::BatteryLow } else { power };
        if self.told.replace((power, worn)) == Some((power, worn)) {
            return None;
        }
        Some(State { power, charge_percent: self.charge, worn })
    }
}

impl Driver<Ups> for Nut {
    fn attach(&mut self, now: Instant, _out: &mut Outbox<Ups>) {
        self.link = Some(Link {
            due: now,
            next: Question::Status,
            asked: None,
            line: Vec::new(),
            patience: Patience::default(),
            says: None,
            charge: None,
            chargeless: false,
            told: None,
        });
    }

    fn command(&mut self, _now: Instant, command: &std::convert::Infallible, _out: &mut Outbox<Ups>) {
        match *command {}
    }

    fn due(&self) -> Option<Instant> {
        self.link.as_ref().map(|link| link.due)
    }

    fn turn(&mut self, _now: Instant, _out: &mut Outbox<Ups>) -> Option<Turn> {
        let link = self.link.as_mut()?;
        link.line.clear();
        link.asked = Some(link.next);
        let question = link.next;
        Some(Turn::new(self.question(question), Answer::Within(ANSWER_WITHIN)))
    }

    fn sent(&mut self, _now: Instant, _out: &mut Outbox<Ups>) {}

    fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut Outbox<Ups>) {
        for &byte in bytes {
            // What comes when nothing was asked is late or doubled.
            let Some(link) = self.link.as_mut() else { return };
            let Some(question) = link.asked else { return };
            if byte == b'\n' {
                let line = std::mem::take(&mut link.line);
                self.heard(now, &line, question, out);
            } else if link.line.len() < LINE_MOST {
                link.line.push(byte);
            }
        }
    }

    fn unanswered(&mut self, now: Instant, out: &mut Outbox<Ups>) {
        let Some(link) = &mut self.link else { return };
        // A charge that is not told is not known; that the hall runs on the battery is.
        if link.asked.take() == Some(Question::Charge) {
            link.charge = None;
            out.events.extend(link.news(self.settings.low_percent).map(Event::State));
        }
        (link.next, link.due) = (Question::Status, now);
        out.fault = link.patience.unanswered(false);
    }
}

fn parsed(line: &[u8]) -> Option<Line<'_>> {
    let line = std::str::from_utf8(line).ok()?.trim_end_matches('\r');
    let (kind, rest) = line.split_once(' ')?;
    match kind {
        "ERR" => rest.split(' ').next().map(Line::Error),
        "VAR" => {
            let (ups, rest) = rest.split_once(' ')?;
            let (variable, rest) = rest.split_once(' ')?;
            let quoted = rest.strip_prefix('"')?.strip_suffix('"')?;
            Some(Line::Variable { ups, variable, value: unescaped(quoted) })
        }
        _ => None,
    }
}

/// The value without the backslashes that guard its quotes and backslashes.
fn unescaped(quoted: &str) -> String {
    let mut guarded = false;
    quoted
        .chars()
        .filter(|&character| {
            guarded = character == '\\' && !guarded;
            !guarded
        })
        .collect()
}

/// What the words of a status say of power and wear.
fn status(words: &str) -> (Power, bool) {
    let says = |wanted: &str| words.split_ascii_whitespace().any(|word| word == wanted);
    let power = if says("FSD") || says("OB") && says("LB") {
        Power::BatteryLow
    } else if says("OB") {
        Power::Battery
    } else if says("OL") {
        Power::Mains
    } else {
        Power::Unknown
    };
    (power, says("RB"))
}

/// A charge, which some drivers tell with decimals.
fn percent(value: &str) -> Option<u8> {
    value.trim().split('.').next()?.parse().ok().filter(|percent| *percent <= 100)
}

/// Met on the mains, it loses them, and its driver stops.
pub fn transcript() -> Transcript {
    let asks = |question: Question, answer: &str| Exchange {
        sends: format!("GET VAR hall {}\n", question.variable()).into_bytes(),
        answer: answer.as_bytes().to_vec(),
        ..Exchange::default()
    };
    let tells = |exchange: Exchange, power, charge_percent| {
        let event = Event::State(State { power, charge_percent, worn: false });
        Exchange { events: vec![port::Event::Ups(event)], ..exchange }
    };
    let status = |answer: &str| asks(Question::Status, answer);
    let charge = |answer: &str| asks(Question::Charge, answer);
    let settings = "ups = 'hall'\nlow-percent = 30";
    Transcript::new(settings, None, tells(status("VAR hall ups.status \"OL CHRG\"\n"), Power::Mains, None))
        .then(charge("VAR hall battery.charge \"99\"\n"))
        .then(status("VAR hall ups.status \"OB DISCHRG\"\n"))
        .then(tells(charge("VAR hall battery.charge \"30\"\n"), Power::BatteryLow, Some(30)))
        .then(tells(status("ERR DRIVER-NOT-CONNECTED\n"), Power::Unknown, None))
        .then(tells(status("VAR hall ups.status \"OL\"\n"), Power::Mains, None))
        .then(charge("ERR VAR-NOT-SUPPORTED\n"))
        .then(status("VAR hall ups.status \"OL\"\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_the_hall_runs_on() {
        for (words, power, worn) in [
            ("OL", Power::Mains, false),
            ("OL CHRG RB", Power::Mains, true),
            ("OL LB", Power::Mains, false),
            ("OB DISCHRG", Power::Battery, false),
            ("OB LB RB", Power::BatteryLow, true),
            ("FSD OL", Power::BatteryLow, false),
            ("BYPASS", Power::Unknown, false),
            ("OFF", Power::Unknown, false),
            ("FOLB", Power::Unknown, false),
            ("", Power::Unknown, false),
        ] {
            assert_eq!(status(words), (power, worn), "{words}");
        }
    }

    #[test]
    fn lines_are_taken_apart_and_nonsense_is_none() {
        let variable = |value: &str| Some(Line::Variable { ups: "a", variable: "b", value: value.to_owned() });
        assert_eq!(parsed(br#"VAR a b "OL CHRG""#), variable("OL CHRG"));
        assert_eq!(parsed(b"VAR a b \"x\"\r"), variable("x"));
        assert_eq!(parsed(br#"VAR a b "\"\\\"""#), variable(r#""\""#));
        assert_eq!(parsed(b"ERR DATA-STALE"), Some(Line::Error("DATA-STALE")));
        for nonsense in [&b""[..], b"OK", b"VAR a b", b"VAR a b OL", b"VAR a b \"", b"\xFF\xFE \x00"] {
            assert_eq!(parsed(nonsense), None, "{nonsense:?}");
        }
    }

    #[test]
    fn a_charge_is_a_percentage_or_nothing() {
        let charges = ["100", "7", "93.5", "101", "-1", "", "full"].map(percent);
        assert_eq!(charges, [Some(100), Some(7), Some(93), None, None, None, None]);
    }

    #[test]
    fn names_that_would_break_the_line_are_refused() {
        for name in ["", "a b", "a\nb", "hall@server", "\"", "市电"] {
            let settings = Settings { ups: name.to_owned(), ..Settings::default() };
            assert!(Nut::new(settings, None).is_err(), "{name:?}");
        }
        assert!(Nut::new(Settings { low_percent: 101, ..Settings::default() }, None).is_err());
    }
}
