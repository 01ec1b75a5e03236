//! The unit, the user and the names of ports: they agree with the daemon and with the reference
//! configuration.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use jiaohao::config;
use jiaohao::layout::Link;
use jiaohao::runtime::card_key::CardKey;
use jiaohao::runtime::notify::ROUND;

use crate::skipped::skipped;

/// What `systemd-analyze security` may find, of 100: an unhardened unit of root has 96.
const MOST_EXPOSED: u32 = 20;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("systemd").join(name)
}

fn text(name: &str) -> String {
    fs::read_to_string(path(name)).expect("shipped")
}

/// Runs a program of systemd; `None`, and the test is left out, where there is none.
fn systemd(program: &str, arguments: &[&str]) -> Option<(bool, String)> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let told = [output.stdout, output.stderr].concat();
            Some((output.status.success(), String::from_utf8_lossy(&told).into_owned()))
        }
        Err(error) => {
            let what = arguments.first().map_or(program.to_owned(), |first| format!("{program} {first}"));
            skipped(&what, &format!("{program} does not run here: {error}"));
            None
        }
    }
}

#[test]
fn the_unit_starts_again_except_on_a_broken_configuration() {
    let unit = text("jiaohao.service");

    for line in ["Type=notify", "NotifyAccess=main", "Restart=always", "RestartPreventExitStatus=78 79"] {
        assert!(unit.lines().any(|found| found == line), "{line}");
    }
    assert!(unit.lines().any(|line| line.starts_with("WatchdogSec=")));
    assert!(!unit.contains("PrivateDevices=yes"), "it would hide every port");
}

#[test]
fn a13_the_unit_switches_the_machine_off_when_the_battery_will_not_last_and_only_then() {
    let unit = text("jiaohao.service");
    let stop = unit.lines().find_map(|line| line.strip_prefix("ExecStopPost=+")).expect("written");
    let script =
        stop.strip_prefix("/bin/sh -c '").and_then(|rest| rest.strip_suffix('\'')).expect("a script");
    let folder = tempfile::tempdir().expect("a folder");
    let (told, systemctl) = (folder.path().join("told"), folder.path().join("systemctl"));
    fs::write(&systemctl, format!("#!/bin/sh\necho \"$*\" > {}\n", told.display())).expect("written");
    fs::set_permissions(&systemctl, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("set");
    let run = |status: &str| {
        let path = format!("{}:/usr/bin:/bin", folder.path().display());
        let done = Command::new("/bin/sh")
            .args(["-c", script])
            .env("PATH", path)
            .env("EXIT_STATUS", status)
            .status();
        (done.expect("a shell").success(), fs::read_to_string(&told).unwrap_or_default())
    };

    assert_eq!(run("0"), (true, String::new()));
    assert_eq!(run("KILL"), (true, String::new()));
    assert_eq!(run("79"), (true, "--no-block poweroff\n".to_owned()));
    assert!(unit.lines().any(|line| line == "SuccessExitStatus=79"));
}

#[test]
fn d04_the_watchdog_waits_for_several_rounds_of_the_engine_and_no_longer() {
    let unit = text("jiaohao.service");
    let seconds = unit.lines().find_map(|line| line.strip_prefix("WatchdogSec=")?.strip_suffix('s'));

    let patience = Duration::from_secs(seconds.expect("in seconds").parse().expect("a number"));

    assert_eq!(patience, Duration::from_secs(10));
    assert!(patience >= 4 * ROUND, "one late round is no hang");
}

#[test]
fn d05_d07_the_daemon_goes_before_other_programs_and_is_the_last_to_be_killed() {
    let unit = text("jiaohao.service");
    let number = |key: &str| -> i32 {
        let value = unit.lines().find_map(|line| line.strip_prefix(key)).expect("set");
        value.parse().expect("a number")
    };

    assert!((-10..0).contains(&number("Nice=")), "above a browser, below the kernel's own threads");
    assert!(number("CPUWeight=") > 100 && number("IOWeight=") > 100, "more than others have");
    assert!(number("OOMScoreAdjust=") < 0);
    assert!(unit.contains("\nMemoryMax=256M\n"), "whatever leaks ends the daemon, not the machine");
}

/// F44: numbers in no core file, and the day's key in no folder that outlives the power.
#[test]
fn f44_the_unit_keeps_what_belongs_to_identity_cards_in_memory() {
    let unit = text("jiaohao.service");

    for line in ["LimitCORE=0", "RuntimeDirectory=jiaohao", "RuntimeDirectoryPreserve=restart"] {
        assert!(unit.lines().any(|found| found == line), "{line}");
    }
    let socket = Path::new("/run/jiaohao/control.sock");
    assert_eq!(CardKey::file(socket), Path::new("/run/jiaohao/card-key"));
}

#[test]
fn the_unit_is_hardened() {
    let unit = path("jiaohao.service").display().to_string();
    let threshold = format!("--threshold={MOST_EXPOSED}");

    let Some((within, told)) = systemd("systemd-analyze", &["security", "--offline=true", &threshold, &unit])
    else {
        return;
    };

    assert!(within, "{told}");
}

#[test]
fn the_unit_is_understood() {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("jiaohao.service");
    // The program is not installed where tests run, and its absence is the only thing that may be wrong.
    fs::write(&copy, text("jiaohao.service").replace("/usr/bin/jiaohao", "/bin/true")).expect("written");

    let Some((good, told)) = systemd("systemd-analyze", &["verify", &copy.display().to_string()]) else {
        return;
    };

    assert!(good && !told.contains("jiaohao.service:"), "{told}");
}

#[test]
fn the_unit_opens_every_kind_of_device_that_a_hall_has() {
    let unit = text("jiaohao.service");

    for kind in
        ["char-ttyUSB", "char-gpiochip", "/dev/gpiomem0", "char-input", "char-spi", "char-i2c", "char-fb"]
    {
        assert!(unit.lines().any(|line| line == format!("DeviceAllow={kind} rw")), "{kind}");
    }
}

#[test]
fn what_displays_hang_on_may_be_opened_by_the_daemon_and_belongs_to_its_groups() {
    let (unit, rules) = (text("jiaohao.service"), text("70-hall-devices.rules"));

    for (class, subsystem) in
        [("char-spi", "spidev"), ("char-i2c", "i2c-dev"), ("char-fb", "graphics"), ("char-gpiochip", "gpio")]
    {
        assert!(unit.lines().any(|line| line == format!("DeviceAllow={class} rw")), "{class}");
        let rule = rules.lines().find(|line| line.contains(&format!("SUBSYSTEM==\"{subsystem}\"")));
        let group = rule.and_then(|rule| rule.split("GROUP=\"").nth(1)?.split('"').next());
        let joined = group.is_some_and(|group| {
            unit.lines().any(|line| {
                line.strip_prefix("SupplementaryGroups=")
                    .is_some_and(|all| all.split(' ').any(|one| one == group))
            })
        });
        assert!(joined, "{subsystem}: {rule:?}");
    }
}

#[test]
fn the_user_is_made_with_every_group_the_unit_wants() {
    let (unit, users) = (text("jiaohao.service"), text("jiaohao.sysusers"));
    let wanted = unit.lines().find_map(|line| line.strip_prefix("SupplementaryGroups=")).expect("groups");

    for group in wanted.split(' ') {
        assert!(users.lines().any(|line| line == format!("m jiaohao {group}")), "{group}: nobody joins it");
        let made = |line: &str| line.starts_with('g') && line.split_whitespace().nth(1) == Some(group);
        assert!(users.lines().any(made), "{group}: nobody makes it");
    }
}

#[test]
fn the_users_are_understood() {
    let users = path("jiaohao.sysusers").display().to_string();

    let Some((good, told)) = systemd("systemd-sysusers", &["--dry-run", &users]) else { return };

    assert!(good, "{told}");
}

#[test]
fn every_port_of_the_reference_has_its_stable_name() {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
    let layout = config::load(&reference).expect("holds").layout;
    let ports: BTreeSet<String> = layout
        .cables
        .iter()
        .filter_map(|cable| match &cable.link {
            Link::Serial { path } => Some(path.display().to_string()),
            Link::Usb { .. } | Link::Tcp { .. } | Link::Memory => None,
        })
        .collect();

    let rules = text("70-hall-devices.rules");
    let named: BTreeSet<String> = rules
        .split("SYMLINK+=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|name| format!("/dev/{name}"))
        .collect();

    assert_eq!(named, ports);
}
