//! What a scan found, in words for the person with the screwdriver.

use std::collections::BTreeSet;
use std::fmt;

use hal::cable::line::{DataBits, Line, Parity};
use hal::driver::Fault;
use hal::drivers::probe::{Said, Sure};

/// Where somebody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// At which address; `None` where there are none, or everybody was asked.
    pub address: Option<u16>,
    /// In which family.
    pub family: &'static str,
    /// To whose question.
    pub driver: &'static str,
    /// What it said.
    pub said: Said,
    /// It said it twice.
    pub twice: bool,
}

/// One thing that a scan believes of a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A device.
    Device {
        /// The line that it answers on.
        line: Line,
        /// Its address, where it has one.
        address: Option<u16>,
        /// The driver for it.
        driver: &'static str,
        /// Which of the driver's models.
        model: &'static str,
        /// How sure that is.
        sure: Sure,
    },
    /// Somebody who speaks a protocol of ours, and whose model nothing tells.
    Kin {
        /// The line.
        line: Line,
        /// Its address; `None` for one above those that were asked.
        address: Option<u16>,
        /// The protocol.
        family: &'static str,
    },
    /// More than one device seems to answer to one address.
    Clash {
        /// The line.
        line: Line,
        /// The address.
        address: u16,
    },
    /// What is sent comes back.
    Echo,
}

/// How a scan ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// What was found is all.
    Done,
    /// Nobody answers at any speed, and nobody talks.
    Nothing,
    /// Somebody talks, so many bytes at these lines, and is not understood.
    NotUnderstood(Vec<(Line, usize)>),
    /// The time was up.
    OutOfTime,
    /// The port cannot be had.
    Lost(Fault),
}

/// More addresses than this are not given twice on one pair by mistake.
pub const CLASHES_MOST: usize = 3;

/// What follows from all answers on one line.
pub fn findings(line: Line, places: &[Place], garbled: &BTreeSet<u16>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let somewhere = |place: &&Place| place.address.is_some();
    for (at, place) in places.iter().enumerate() {
        let here: Vec<&Place> =
            places.iter().filter(|it| it.address == place.address && it.family == place.family).collect();
        let best = here.iter().filter_map(|it| sure(it.said)).max();
        let first = here.first().is_some_and(|first| std::ptr::eq(*first, place));
        // Who answered to everybody and to an address of its own is told by that.
        let told_by_address =
            place.address.is_none() && places.iter().filter(somewhere).any(|it| it.family == place.family);
        if told_by_address {
            continue;
        }
        if let (Said::Device { model, sure }, false) = (place.said, repeats(places, at))
            && Some(sure) == best
        {
            let Place { address, driver, .. } = *place;
            findings.push(Finding::Device { line, address, driver, model, sure });
        }
        if first && best.is_none() {
            findings.push(Finding::Kin { line, address: place.address, family: place.family });
        }
        if let Some(address) = place.address.filter(|_| first && here.iter().any(|it| it.twice)) {
            findings.push(Finding::Clash { line, address });
        }
    }
    // Whoever answers has understood the question, so the line is right and only the answers are spoilt. Noise at
    // many addresses has another cause.
    if garbled.len() <= CLASHES_MOST {
        findings.extend(garbled.iter().map(|address| Finding::Clash { line, address: *address }));
    }
    findings
}

/// The same was told before.
fn repeats(places: &[Place], at: usize) -> bool {
    places[..at].iter().any(|it| it.address == places[at].address && it.said == places[at].said)
}

fn sure(said: Said) -> Option<Sure> {
    match said {
        Said::Device { sure, .. } => Some(sure),
        Said::Kin => None,
    }
}

/// A line as people write it: `9600 8N1`.
#[must_use]
pub fn words_of(line: Line) -> String {
    let bits = match line.data_bits {
        DataBits::Seven => 7,
        DataBits::Eight => 8,
    };
    let parity = match line.parity {
        Parity::None => 'N',
        Parity::Even => 'E',
        Parity::Odd => 'O',
    };
    format!("{} {bits}{parity}1", line.baud)
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |address: &Option<u16>| {
            address.map_or_else(String::new, |address| format!(", address {address}"))
        };
        match self {
            Self::Device { line, address, driver, model, sure } => {
                let sure = match sure {
                    Sure::Sure => "sure",
                    Sure::Likely => "likely: other devices answer like this too",
                };
                write!(f, "{}{}: {model}, driver \"{driver}\" ({sure})", words_of(*line), at(address))
            }
            Self::Kin { line, address: Some(address), family } => write!(
                f,
                "{}, address {address}: something that speaks {family}, of a model that no question tells: \
                 compare its sheet",
                words_of(*line)
            ),
            Self::Kin { line, address: None, family } => write!(
                f,
                "{}: something that speaks {family}, at a higher address than was asked: try --addresses",
                words_of(*line)
            ),
            Self::Clash { line, address } => write!(
                f,
                "{}, address {address}: answers that spoil each other: two with one address? Unplug one, or give \
                 it another address",
                words_of(*line)
            ),
            Self::Echo => f.write_str("what is sent comes back: write `echo = true` at this cable"),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("that is all that answers"),
            Self::Nothing => f.write_str(
                "nothing answers and nothing talks at any speed: is it powered, are A and B the right way round, or \
                 is it a device that cannot be asked, as keypads with frames of their own?",
            ),
            Self::NotUnderstood(noise) => {
                let heard: Vec<String> =
                    noise.iter().map(|(line, count)| format!("{count} bytes at {}", words_of(*line))).collect();
                write!(
                    f,
                    "something talks and is not understood ({}): line settings wrong, or a device that speaks unasked \
                     in frames of its own?",
                    heard.join(", ")
                )
            }
            Self::OutOfTime => f.write_str("the time was up before everything was asked: give more with --within"),
            Self::Lost(fault) => write!(f, "the port cannot be had: {fault}"),
        }
    }
}
