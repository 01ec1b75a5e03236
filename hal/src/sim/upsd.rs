//! A daemon of Network UPS Tools with one UPS, as its clients see it (RFC 9271; answers as of upsd 2.8.0).

use std::collections::VecDeque;
use std::time::Duration;

use super::Device;
use crate::time::Instant;

/// From this charge on the UPS calls its battery low, in percent.
const LOW: u32 = 20;

/// What stands between the daemon and its UPS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Driver {
    /// It runs, and the UPS answers it.
    Well,
    /// It runs, and the UPS does not answer it.
    Stale,
    /// It does not run.
    Stopped,
}

/// A battery that empties without the mains and fills with them, as fast the one way as the other.
#[derive(Clone, Copy, Debug)]
struct Battery {
    /// From full to empty.
    lasts: Duration,
    /// Since when it empties or fills.
    since: Instant,
    /// Its charge then, in percent.
    charge: u32,
    /// It fills.
    mains: bool,
}

impl Battery {
    /// Its charge at this moment, in percent.
    fn charge(self, now: Instant) -> u32 {
        let percent = now.since(self.since).as_millis() * 100 / self.lasts.as_millis().max(1);
        let percent = u32::try_from(percent).unwrap_or(u32::MAX);
        if self.mains {
            self.charge.saturating_add(percent).min(100)
        } else {
            self.charge.saturating_sub(percent)
        }
    }

    /// What a UPS says of it (`ups.status`).
    fn status(self, now: Instant) -> &'static str {
        match (self.mains, self.charge(now)) {
            (true, 100..) => "OL",
            (true, _) => "OL CHRG",
            (false, LOW..) => "OB DISCHRG",
            (false, _) => "OB DISCHRG LB",
        }
    }
}

/// A daemon with one UPS.
#[derive(Debug)]
pub struct Upsd {
    name: String,
    status: String,
    charge: Option<String>,
    battery: Option<Battery>,
    driver: Driver,
    dead: bool,
    line: Vec<u8>,
    answers: VecDeque<u8>,
}

impl Upsd {
    /// A daemon whose UPS has this name, is on the mains and full.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            status: "OL".to_owned(),
            charge: Some("100".to_owned()),
            battery: None,
            driver: Driver::Well,
            dead: false,
            line: Vec::new(),
            answers: VecDeque::new(),
        }
    }

    /// The mains go or come: from here on the UPS empties or fills a battery that `lasts` so long, and says so.
    /// The charge goes on from where it was.
    pub fn switch_mains(&mut self, now: Instant, on: bool, lasts: Duration) {
        let charge = self.battery.map_or(100, |battery| battery.charge(now));
        self.battery = Some(Battery { lasts, since: now, charge, mains: on });
    }

    /// The battery's charge at this moment in percent; full until the mains were switched once.
    pub fn charge(&self, now: Instant) -> u32 {
        self.battery.map_or(100, |battery| battery.charge(now))
    }

    /// The UPS says this of itself, with its charge where it knows it.
    pub fn set(&mut self, status: &str, charge: Option<&str>) {
        self.battery = None;
        status.clone_into(&mut self.status);
        self.charge = charge.map(str::to_owned);
    }

    /// Something happens to the UPS's driver.
    pub fn set_driver(&mut self, driver: Driver) {
        self.driver = driver;
    }

    /// The daemon hangs: it takes questions and answers none.
    pub fn set_dead(&mut self, dead: bool) {
        self.dead = dead;
    }

    fn answer(&self, line: &str) -> String {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        let &["GET", "VAR", ups, variable] = words.as_slice() else {
            return "ERR UNKNOWN-COMMAND".to_owned();
        };
        let value = match variable {
            "ups.status" => Some(&self.status),
            "battery.charge" => self.charge.as_ref(),
            _ => None,
        };
        match (ups == self.name, self.driver, value) {
            (false, ..) => "ERR UNKNOWN-UPS".to_owned(),
            (true, Driver::Stopped, _) => "ERR DRIVER-NOT-CONNECTED".to_owned(),
            (true, Driver::Stale, _) => "ERR DATA-STALE".to_owned(),
            (true, Driver::Well, None) => "ERR VAR-NOT-SUPPORTED".to_owned(),
            (true, Driver::Well, Some(value)) => format!("VAR {ups} {variable} \"{value}\""),
        }
    }
}

impl Device for Upsd {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        if let Some(battery) = self.battery {
            battery.status(now).clone_into(&mut self.status);
            self.charge = Some(battery.charge(now).to_string());
        }
        for &byte in bytes {
            if byte != b'\n' {
                self.line.push(byte);
                continue;
            }
            let line = String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned();
            if !self.dead {
                self.answers.extend(format!("{}\n", self.answer(&line)).bytes());
            }
        }
    }

    fn due(&self) -> Option<Instant> {
        (!self.answers.is_empty()).then(Instant::default)
    }

    fn speak(&mut self, _now: Instant) -> Vec<u8> {
        self.answers.drain(..).collect()
    }

    fn power_cycle(&mut self, _now: Instant) {
        self.line.clear();
        self.answers.clear();
    }
}
