//! `jiaohao devices scan`: what sits on each port, at which speed and address, and how sure that is.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use clap::Args;

use super::Hall;
use super::talk::{self, Told};
use crate::cli::{Out, Outcome, check};
use crate::layout::{Cable, Direction, Line, Link};
use crate::runtime::control::Command;
use crate::runtime::control::bench::{Ask, fitting};
use crate::runtime::scan::Wanted;
use crate::runtime::threads::{Report, scan};

/// How the kernel names the ports of adapters and boards that may end in a hall's cable.
const PORTS: [&str; 3] = ["ttyUSB", "ttyACM", "ttyAMA"];

/// Which ports, and how far.
#[derive(Debug, Args)]
pub(super) struct Scan {
    /// The cable of the hall. Its devices are out of the hall meanwhile, and back when the scan ends.
    #[arg(long, value_name = "NAME", conflicts_with = "path")]
    cable: Option<String>,
    /// The port, whether the hall has a cable there or not. Default: every cable of the hall, and every port of
    /// an adapter that no cable names.
    #[arg(long, value_name = "PATH")]
    path: Option<PathBuf>,
    /// The highest address that is asked on a shared pair.
    #[arg(long, value_name = "NUMBER", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=247))]
    addresses: u16,
    /// The longest that one port may take, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 240, value_parser = clap::value_parser!(u16).range(5..=3600))]
    within: u16,
}

pub(super) fn run(
    asked: &Scan,
    hall: &Hall,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let cables = if hall.config.is_some() || hall.file().exists() {
        let Some(config) = check::config(hall.file(), errors)? else { return Ok(Outcome::Configuration) };
        config.layout.cables
    } else {
        Vec::new()
    };
    let chosen = match (&asked.cable, &asked.path) {
        (Some(name), _) => cables.into_iter().filter(|cable| cable.name == *name).collect(),
        (None, Some(path)) => {
            vec![cables.into_iter().find(|cable| leads_to(cable, path)).unwrap_or_else(|| port(path))]
        }
        (None, None) => everything(cables),
    };
    if chosen.is_empty() {
        errors.line("there is no such cable and no port to scan: name one with --path")?;
        return Ok(Outcome::Failed);
    }
    let mut found = false;
    for cable in chosen {
        found |= one(asked, &cable, hall, out, errors)?;
    }
    Ok(if found { Outcome::Done } else { Outcome::Failed })
}

/// Scans one port, by the daemon where it has the port; true when something was found.
fn one(
    asked: &Scan,
    cable: &Cable,
    hall: &Hall,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<bool> {
    let ask = Ask::Scan { cable: cable.name.clone(), addresses: asked.addresses, seconds: asked.within };
    let is_of_the_hall = !cable.name.is_empty();
    if let Some(stream) = hall.begin(&Command::Bench(ask)).ok().filter(|_| is_of_the_hall) {
        stream.set_read_timeout(Some(Duration::from_secs(u64::from(asked.within) + 30)))?;
        return match talk::listen(stream, out, errors)? {
            Told::Done => Ok(true),
            Told::Failed => Ok(false),
        };
    }
    let wanted = Wanted {
        addresses: asked.addresses,
        within: Duration::from_secs(asked.within.into()),
        ..Wanted::default()
    };
    let (mut found, mut written) = (false, Ok(()));
    let never = AtomicBool::new(false);
    scan(cable, None, fitting(wanted, cable), &never, &mut |report| {
        let told = match report {
            Report::Progress(words) => errors.line(&format!("{}: {words}", cable.link)),
            Report::Found(finding) => {
                found = true;
                out.line(&format!("{}: {finding}", cable.link))
            }
            Report::Done(verdict) => errors.line(&format!("{}: {verdict}", cable.link)),
        };
        if written.is_ok() {
            written = told;
        }
    });
    written?;
    Ok(found)
}

/// The hall's cables, and the ports that none of them names.
fn everything(mut cables: Vec<Cable>) -> Vec<Cable> {
    let ports = fs::read_dir("/dev").into_iter().flatten().filter_map(Result::ok);
    let ports =
        ports.filter(|port| PORTS.iter().any(|name| port.file_name().to_string_lossy().starts_with(name)));
    let paths: BTreeSet<PathBuf> = ports.map(|port| port.path()).collect();
    let unnamed: Vec<Cable> = paths
        .iter()
        .filter(|path| !cables.iter().any(|cable| leads_to(cable, path)))
        .map(|path| port(path))
        .collect();
    cables.retain(|cable| cable.link != Link::Memory);
    cables.into_iter().chain(unnamed).collect()
}

/// Whether a cable ends in this port, under whatever name.
fn leads_to(cable: &Cable, path: &Path) -> bool {
    match &cable.link {
        Link::Serial { path: own } => {
            own == path || matches!((own.canonicalize(), path.canonicalize()), (Ok(a), Ok(b)) if a == b)
        }
        Link::Usb { .. } | Link::Tcp { .. } | Link::Memory => false,
    }
}

/// A port that is no cable of the hall.
fn port(path: &Path) -> Cable {
    let link = Link::Serial { path: path.to_owned() };
    Cable { name: String::new(), link, line: Line::plain(9600), echo: false, direction: Direction::default() }
}
