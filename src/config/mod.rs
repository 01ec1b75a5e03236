//! The configuration: `hall.toml` and the catalogue become plain data, or a list of every problem in them.
//!
//! ```text
//! files ── source ──▶ text ── keys, values ──▶ rules, calendar, layout ── left out, wiring, poll ──▶ Config
//!            └───────────────────┴──────────── problems ───────────────────────────┘
//! ```
//!
//! Nothing stops at the first mistake: what cannot be read is replaced by something harmless, the mistake is
//! noted with its place, and reading goes on. A configuration with one error in it is no configuration.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::de::DeTable;

use crate::domain::id::Prefix;
use crate::domain::rules::{Discipline, Group, Rules};
use crate::layout::{Layout, Role, SupplyAlarm, Upkeep};

mod backup;
mod cables;
pub mod calendar;
mod calendar_keys;
mod cards;
mod catalogue;
mod devices;
mod incidents;
mod keys;
pub mod last_good;
mod lcds;
mod lines;
mod locker;
mod manual;
mod means;
mod people;
pub mod pins;
mod poll;
mod problem;
mod rules;
mod self_test;
mod source;
mod spelling;
mod storage;
mod values;
mod voice;
mod wiring;

pub use backup::Backups;
pub use calendar::Calendar;
pub use keys::Need;
pub use problem::{Problem, Severity, Spot};
pub use source::Source;
pub use storage::Storage;

use catalogue::Catalogue;
use keys::{Findings, Keys};
use values::{Kind, Span, Text};
use voice::Voices;

/// Everything a hall may set.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The hall's identity, which its journal carries.
    pub site: String,
    /// What the office decides by.
    pub rules: Rules,
    /// Which device hangs where.
    pub layout: Layout,
    /// When the hall is open, in its own time zone.
    pub calendar: Calendar,
    /// How a call is said.
    pub saying: Saying,
    /// A window that is idle for so long while people wait is an alarm.
    pub absent_after: Duration,
    /// A window that closes and has not been handed over for so long is told to duty staff.
    pub hand_over_after: Duration,
    /// So long after the mains were lost the machine is stopped; `None` leaves it to the UPS.
    pub stop_after: Option<Duration>,
    /// Where the daemon keeps things.
    pub paths: Paths,
    /// Copies of the journal on a second medium; `None` in a hall that makes none.
    pub backup: Option<Backups>,
    /// What the hall sets about its disks.
    pub storage: Storage,
    /// Where the pages are served.
    pub web: SocketAddr,
}

impl Config {
    /// Calls that the hall display shows at once: its areas but the last, which says who should get ready.
    ///
    /// One in a hall whose display was not given areas, or that has none.
    #[must_use]
    pub fn display_rows(&self) -> usize {
        let display = self.layout.devices.iter().find(|device| device.role == Role::HallDisplay);
        let areas = display.and_then(|display| display.settings.get("areas")).and_then(toml::Value::as_array);
        areas.map_or(1, |areas| areas.len().saturating_sub(1).max(1))
    }

    /// Characters of normal width on a line of the printer's paper, if its settings name them in `columns`.
    #[must_use]
    pub fn paper_columns(&self) -> Option<usize> {
        let printer = self.layout.devices.iter().find(|device| device.role == Role::Printer)?;
        let columns = printer.settings.get("columns").and_then(toml::Value::as_integer)?;
        usize::try_from(columns).ok()
    }
}

/// Where the daemon listens unless its file says otherwise.
const USUAL_SOCKET: &str = "/run/jiaohao/control.sock";

/// How a call is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saying {
    /// How often the sentence is said: 1 to 3.
    pub times: u8,
    /// Whether the digit 1 of a number is said yāo, as in telephone numbers, or yī.
    pub yao: bool,
}

/// Where the daemon keeps things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The folder of the journal, the PINs and the keys.
    pub state: PathBuf,
    /// The socket by which the command line speaks to a running daemon.
    pub control_socket: PathBuf,
}

impl Paths {
    /// The journal.
    #[must_use]
    pub fn journal(&self) -> PathBuf {
        self.state.join("journal.db")
    }

    /// The PINs of the staff.
    #[must_use]
    pub fn pins(&self) -> PathBuf {
        self.state.join("pins.toml")
    }
}

/// What reading a configuration brought to light.
#[derive(Debug)]
pub struct Reading {
    /// The configuration; `None` when one of the problems is an error.
    pub config: Option<Config>,
    /// Every problem, in the order of the files.
    pub problems: Vec<Problem>,
    /// Every key there is, by its path without numbers: `device.address`.
    pub known: BTreeMap<String, Need>,
    /// Where the folder of the clips is named.
    clips_at: Option<Spot>,
}

impl Reading {
    /// Looks for these clips among the recordings: those without their `.wav` become one warning. A hall whose
    /// recordings are gone opens all the same, as the clips on board are said in their place (D12).
    ///
    /// Which clips the calls need is the stations' affair, so whoever wires both rooms hands the names in.
    #[must_use]
    pub fn with_clips(mut self, needed: impl FnOnce(&Config) -> Vec<String>) -> Self {
        let Some((config, spot)) = self.config.as_ref().zip(self.clips_at.as_ref()) else { return self };
        let Some(voice) = config.layout.voices.first() else { return self };
        let mut missing = needed(config);
        missing.retain(|clip| !voice.clips.join(clip).with_extension("wav").is_file());
        missing.sort();
        missing.dedup();
        if !missing.is_empty() {
            let what = format!(
                "{} has no recording of {}: the clip on board is said in its place",
                voice.clips.display(),
                missing.join(", ")
            );
            let remedy = "record the clips as `NAME.wav`, or leave them to the voice on board";
            self.problems.push(Problem::warning(spot, what, remedy));
        }
        self
    }
}

/// Reads `hall.toml` and the catalogue it names.
///
/// # Errors
///
/// Every problem, warnings among them, when at least one is an error. For the warnings of a configuration
/// that holds, see [`read`].
pub fn load(path: &Path) -> Result<Config, Vec<Problem>> {
    let reading = read(path);
    reading.config.ok_or(reading.problems)
}

/// Reads `hall.toml` and the catalogue it names, and tells everything that was found.
#[must_use]
pub fn read(path: &Path) -> Reading {
    let findings = Findings::default();
    let file = source(path, &findings);
    let mut clips_at = None;
    let config = table(&file, &findings)
        .map(|table| hall(&Keys::top(&findings, &file, &table), path, &findings, &mut clips_at));
    let (mut problems, known) = findings.into_parts();
    problems.sort_by_key(|problem| (problem.spot.source.path != path, problem.spot.span.start));
    let errors = problems.iter().any(|problem| problem.severity == Severity::Error);
    Reading { config: config.filter(|_| !errors), problems, known, clips_at }
}

/// The socket of the daemon that works by this file, also when a mistake elsewhere keeps the rest from being
/// used: whoever wants to hear of the mistake must find the daemon. The usual one when the file does not
/// tell.
#[must_use]
pub fn control_socket(path: &Path) -> PathBuf {
    let findings = Findings::default();
    let file = source(path, &findings);
    let named =
        table(&file, &findings).map(|table| paths(&Keys::top(&findings, &file, &table)).control_socket);
    named.unwrap_or_else(|| USUAL_SOCKET.into())
}

fn source(path: &Path, findings: &Findings) -> Spot {
    let mut problems = Vec::new();
    let file = Source::read(path, &mut problems);
    problems.into_iter().for_each(|problem| findings.push(problem));
    file
}

/// What can be made out of a file's text; `None` when there is no text.
fn table<'a>(file: &'a Spot, findings: &Findings) -> Option<DeTable<'a>> {
    if file.source.text.trim().is_empty() {
        return None;
    }
    let (table, mistakes) = DeTable::parse_recoverable(&file.source.text);
    for mistake in mistakes {
        let spot = file.at(mistake.span().unwrap_or_default());
        let what = format!("not TOML: {}", mistake.message().replace('\n', ", "));
        findings.push(Problem::error(&spot, what, "compare the line with its neighbours"));
    }
    Some(table.into_inner())
}

/// Everything from the top of `hall.toml` down.
fn hall(keys: &Keys<'_>, path: &Path, findings: &Findings, clips_at: &mut Option<Spot>) -> Config {
    let folder = path.parent().unwrap_or(Path::new(""));
    let catalogue_path = folder.join(keys.or("catalogue", &Text, "catalogue.toml".to_owned()));
    let catalogue_file = source(&catalogue_path, findings);
    let catalogue = table(&catalogue_file, findings)
        .map(|table| catalogue::read(&Keys::top(findings, &catalogue_file, &table)))
        .unwrap_or_default();

    let hall_keys = keys.table("hall");
    let alarms = keys.table("alarms");
    let zone = calendar_keys::zone(&hall_keys);
    let incidents = incidents::read(&keys.table("incidents"));
    let rules = Rules { incidents: Some(incidents.rules), ..rules(keys, &hall_keys, &catalogue) };
    let calendar = calendar_keys::read(&keys.table("calendar"), zone);
    let voices = voice::read(keys, folder);
    clips_at.clone_from(&voices.clips_at);
    let saying = voices.saying;
    let mut layout = layout(keys, voices, &rules);
    layout.upkeep = self_test::read(keys, &layout, &calendar);
    layout.supply = incidents.supply;
    Config {
        site: hall_keys.or("site", &Text, "hall-1".to_owned()),
        saying,
        absent_after: alarms.or("absent-after", &Span::minutes(1, 60), Duration::from_secs(3 * 60)),
        hand_over_after: alarms.or("hand-over-after", &Span::minutes(1, 240), Duration::from_secs(15 * 60)),
        stop_after: incidents.stop_after,
        rules,
        layout,
        calendar,
        paths: paths(keys),
        backup: backup::read(&keys.table("backup")),
        storage: storage::read(&keys.table("storage")),
        web: web(&keys.table("web")),
    }
}

/// Where the pages are served: to this machine only, unless somebody writes otherwise and is told what that
/// means.
fn web(keys: &Keys<'_>) -> SocketAddr {
    let address = keys.or("listen", &Listen, SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)));
    if !address.ip().is_loopback() {
        let what =
            format!("the pages at {address} can be read by everybody in the network, without a password");
        let remedy = "write \"127.0.0.1:8080\" unless a monitoring system on another machine asks for them";
        keys.report(Problem::warning(&keys.spot("listen"), what, remedy));
    }
    address
}

fn paths(keys: &Keys<'_>) -> Paths {
    let paths = keys.table("paths");
    Paths {
        state: paths.or("state", &Text, "/var/lib/jiaohao".to_owned()).into(),
        control_socket: paths.or("control-socket", &Text, USUAL_SOCKET.to_owned()).into(),
    }
}

fn rules(keys: &Keys<'_>, hall_keys: &Keys<'_>, catalogue: &Catalogue) -> Rules {
    let groups = rules::groups(keys);
    letters(keys, &groups, catalogue);
    let windows = people::windows(keys, catalogue);
    let staff = people::staff(keys, catalogue);
    people::left_out(keys, catalogue, &windows, &staff);
    let directed = ["急事优先", "二次办理", "领导协调", "误叫补叫"];
    let green = rules::green(&keys.table("green-channel"));
    let decline = ["材料不齐", "不符合政策", "不属本窗口受理", "申请人撤回"];
    Rules {
        hall: rules::hall(hall_keys),
        groups: groups.into_iter().map(|(group, _)| group).collect(),
        sections: catalogue.sections.clone(),
        services: catalogue.services.clone(),
        windows,
        staff,
        classes: rules::classes(&keys.table("class")),
        discipline: rules::discipline(keys, Need::Default).unwrap_or(Discipline::AccumulatingPriority),
        locker: locker::read(&keys.table("locker")),
        manual: manual::read(&keys.table("manual")),
        incidents: None,
        cards: cards::read(&keys.table("id-card"), &green.reasons),
        green,
        calling: rules::calling(&keys.table("calling")),
        issuing: rules::issuing(&keys.table("issuing")),
        rating: rules::rating(&keys.table("rating")),
        estimate: rules::estimate(&keys.table("estimate")),
        pause_reasons: rules::pause_reasons(keys),
        directed_reasons: rules::reasons(keys, "directed-reasons", &directed),
        decline_reasons: rules::reasons(keys, "decline-reasons", &decline),
    }
}

/// J03: one letter for two groups; and letters of the catalogue without a group.
fn letters(keys: &Keys<'_>, groups: &[(Group, Spot)], catalogue: &Catalogue) {
    let mut first: BTreeMap<Prefix, &Spot> = BTreeMap::new();
    for (group, spot) in groups {
        if let Some(before) = first.insert(group.prefix, spot) {
            let what =
                format!("two groups have the letter {}, so two visitors would hold one number", group.prefix);
            keys.report(
                Problem::error(spot, what, "give one of them another letter").also(before, "the first"),
            );
        }
    }
    let mut told: Vec<Prefix> = Vec::new();
    for (service, spot) in catalogue.services.iter().zip(&catalogue.letters) {
        if !groups.is_empty() && !first.contains_key(&service.group) && !told.contains(&service.group) {
            told.push(service.group);
            let what = format!("no group of numbers has the letter {}", service.group);
            keys.report(Problem::error(
                spot,
                what,
                "write a `[[group]]` with this `prefix` in the hall's file",
            ));
        }
    }
}

fn layout(keys: &Keys<'_>, voices: Voices, rules: &Rules) -> Layout {
    let cables = cables::cables(keys);
    let devices = devices::devices(keys);
    let lcds = lcds::lcds(keys);
    let lines = lines::read(keys);
    wiring::check(keys, &cables, &devices, &lcds, &voices.voices, &lines, &rules.windows);
    lines::check(keys, &lines, &lcds, &rules.windows);
    incidents::check(keys, &lines.notices, rules);
    cards::check(keys, rules.cards, &devices);
    locker::check(keys, rules.locker, &devices);
    poll::check(keys, &cables, &devices);
    Layout {
        cables: cables.into_iter().map(|placed| placed.cable).collect(),
        devices: devices.into_iter().map(|placed| placed.device).collect(),
        signals: lines.signals,
        keypads: lines.keypads,
        lcds: lcds.into_iter().map(|(lcd, _)| lcd).collect(),
        voices: voices.voices.into_iter().map(|(voice, _)| voice).collect(),
        ladders: means::read(&keys.table("means")),
        upkeep: Upkeep::default(),
        supply: SupplyAlarm::default(),
    }
}

/// An address and a port to listen at.
struct Listen;

impl Kind for Listen {
    type Value = SocketAddr;

    fn wanted(&self) -> String {
        "an address and a port such as \"127.0.0.1:8080\"".to_owned()
    }

    fn read(&self, value: &toml::de::DeValue<'_>) -> Option<SocketAddr> {
        value.as_str()?.parse().ok()
    }
}
