//! A daemon of Network UPS Tools with one UPS, as its clients see it (RFC 9271; answers as of upsd 2.8.0).

use std::collections::VecDeque;

use super::Device;
use crate::time::Instant;

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

/// A daemon with one UPS.
#[derive(Debug)]
pub struct Upsd {
    name: String,
    status: String,
    charge: Option<String>,
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
            driver: Driver::Well,
            dead: false,
            line: Vec::new(),
            answers: VecDeque::new(),
        }
    }

    /// The UPS says this of itself, with its charge where it knows it.
    pub fn set(&mut self, status: &str, charge: Option<&str>) {
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
    fn hear(&mut self, _now: Instant, bytes: &[u8]) {
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
