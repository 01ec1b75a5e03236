//! A changed file restarts the cables that changed, and no other.

use std::collections::BTreeMap;
use std::time::Duration;

use super::floor::Floor;
use super::hands::ticket;
use jiaohao::runtime::control::{Command, Reply};

/// A full pair of keypads and pads is there in half a second.
const THERE_WITHIN: Duration = Duration::from_secs(20);

const CABLES: [&str; 4] = ["boards", "keypads", "printer", "terminal"];

#[test]
fn a_reload_opens_only_the_port_whose_cable_changed() {
    let floor = Floor::open(1);
    floor.start();
    floor.ask(&ticket());
    floor.wait_for_devices(THERE_WITHIN);
    assert_eq!(opened(&floor), BTreeMap::from(CABLES.map(|cable| (cable, 1))));

    change_the_printer(&floor);
    let reloaded = floor.run("reload");

    assert!(reloaded.status.success(), "{reloaded:?}");
    floor.wait_until("the printer's port is opened again", Duration::from_secs(5), |floor| {
        opened(floor)["printer"] == 2
    });
    floor.wait_for_devices(THERE_WITHIN);
    let others: Vec<usize> = ["boards", "keypads", "terminal"].map(|cable| opened(&floor)[cable]).into();
    assert_eq!(others, [1, 1, 1], "{}", floor.log());
}

#[test]
fn a_reload_of_an_unchanged_file_opens_no_port() {
    let floor = Floor::open(1);
    floor.start();
    floor.wait_for_devices(THERE_WITHIN);

    let reloaded = floor.run("reload");

    assert!(reloaded.status.success(), "{reloaded:?}");
    assert!(matches!(floor.ask(&ticket()), Reply::Done { .. }));
    assert_eq!(opened(&floor), BTreeMap::from(CABLES.map(|cable| (cable, 1))));
}

#[test]
fn a_reload_of_a_broken_file_changes_nothing_and_fails() {
    let floor = Floor::open(1);
    floor.start();
    floor.wait_for_devices(THERE_WITHIN);
    floor.edit(|hall| drop(hall.insert("colour".into(), "red".into())));

    let reloaded = floor.ask(&Command::Reload);

    assert!(matches!(&reloaded, Reply::Misconfigured { words } if words.contains("colour")), "{reloaded:?}");
    assert_eq!(opened(&floor), BTreeMap::from(CABLES.map(|cable| (cable, 1))));
}

fn change_the_printer(floor: &Floor) {
    floor.edit(|hall| {
        let devices = hall["device"].as_array_mut().unwrap().iter_mut();
        let printer = devices
            .map(|device| device.as_table_mut().unwrap())
            .find(|device| device["name"].as_str() == Some("printer-1"));
        printer.unwrap()["settings"].as_table_mut().unwrap().insert("columns".into(), 48.into());
    });
}

/// How often each cable's port was opened, by the log.
fn opened(floor: &Floor) -> BTreeMap<&'static str, usize> {
    let log = floor.log();
    let times = |cable| log.matches(&format!("the port is open cable=\"{cable}\"")).count();
    BTreeMap::from(CABLES.map(|cable| (cable, times(cable))))
}
