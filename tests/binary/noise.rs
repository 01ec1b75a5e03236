//! E01: wrong bytes on every cable, as many as an hour at 9600 baud has, as fast as they go; then good
//! devices again.

use std::fs;
use std::time::{Duration, Instant};

use hal::cable::pty::FarEnd;
use jiaohao::domain::event::Event;
use jiaohao::runtime::control::{Command, Reply};

use super::dice::Dice;
use super::floor::{Floor, now, pause};
use super::hands::{NEXT, number_in, ticket};

const CABLES: [&str; 4] = ["boards", "keypads", "printer", "terminal"];

/// Bytes of an hour at 9600 baud, ten bits each.
const HOUR: usize = 3600 * 960;

/// A cable that does not take its hour by then has taken enough.
const NOISE_AT_MOST: Duration = Duration::from_secs(25);

/// A device that answered badly waits up to half a minute, and is then looked at again.
const BACK_WITHIN: Duration = Duration::from_secs(75);

/// What the daemon may grow by meanwhile, in KiB.
const GROWS_AT_MOST: u64 = 16 * 1024;

#[test]
fn e01_an_hour_of_wrong_bytes_on_every_cable_changes_nothing_and_the_hall_works_again() {
    let floor = Floor::open(1);
    floor.start();
    floor.log_in(1);
    let Reply::Done { words } = floor.ask(&ticket()) else { panic!("no ticket") };
    let first = number_in(&words);
    let (resident, decided) = (resident_kib(floor.id()), decisions(&floor));

    let began = now();
    let bytes: usize = std::thread::scope(|scope| {
        let floor = &floor;
        let noisy = |(seed, cable)| scope.spawn(move || noise(floor, cable, seed, began));
        let noises: Vec<_> = (1..).zip(CABLES).map(noisy).collect();
        noises.into_iter().map(|noise| noise.join().unwrap()).sum()
    });
    let took = began.elapsed();

    assert!(matches!(floor.ask(&Command::Status), Reply::Status(_)), "the engine is there");
    assert_eq!(decisions(&floor), decided, "noise gave a ticket or called somebody");
    let grown = resident_kib(floor.id()).saturating_sub(resident);
    assert!(grown < GROWS_AT_MOST, "the daemon grew by {grown} KiB");
    for cable in CABLES {
        floor.bench.at_cable(cable, |cable| cable.plug().unwrap()).unwrap();
    }
    floor.wait_for_devices(BACK_WITHIN);
    floor.press(1, NEXT);
    floor.wait_until("a visitor is called", Duration::from_secs(5), |floor| floor.digits(1) == first);
    println!(
        "noise: {bytes} wrong bytes on {} cables in {took:.1?}, {grown} KiB more resident",
        CABLES.len()
    );
}

/// Pulls the cable's plug and puts a far end there that says wrong bytes; how many were taken.
fn noise(floor: &Floor, cable: &str, seed: u64, began: Instant) -> usize {
    floor.bench.at_cable(cable, |cable| cable.pull()).unwrap();
    let link = floor.path("dev").join(cable);
    let far_end = FarEnd::open().unwrap();
    far_end.link_as(&link).unwrap();
    let (mut dice, mut said, mut heard) = (Dice::new(seed), 0, [0; 4096]);
    while said < HOUR && began.elapsed() < NOISE_AT_MOST {
        let bytes: Vec<u8> = (0..128).flat_map(|_| dice.below(u64::MAX).to_le_bytes()).collect();
        let mut rest = &bytes[..];
        while !rest.is_empty() && began.elapsed() < NOISE_AT_MOST {
            far_end.hear(&mut heard);
            let taken = far_end.say(rest).unwrap_or(0);
            said += taken;
            rest = &rest[taken..];
            if taken == 0 {
                pause(Duration::from_millis(1));
            }
        }
    }
    fs::remove_file(&link).unwrap();
    said
}

/// Tickets given and called so far.
fn decisions(floor: &Floor) -> usize {
    let records = floor.reader().last(u32::MAX).unwrap();
    let decided = |event: &&Event| matches!(event, Event::TicketIssued { .. } | Event::TicketCalled { .. });
    records.iter().flat_map(|record| &record.events).filter(decided).count()
}

/// The memory of a process that is in use, in KiB.
pub fn resident_kib(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
