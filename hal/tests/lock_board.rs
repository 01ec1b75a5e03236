//! A pick-up cabinet and its driver: one door for one order, and never all of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

mod support;

use std::time::Duration;

use hal::driver::{Driver, Fault};
use hal::drivers::{self, AnyDriver, AnyOutbox};
use hal::port::locker::{Command, Door, Event};
use hal::port::{self, AnyPort};
use hal::sim::lock_board::LockBoard;
use hal::time::Instant;
use support::Bench;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_door_is_opened_once_and_found_open() {
    let (mut bench, mut board) = met("closed-when-shut", 0x00);

    bench.command(&open(7, 3));
    bench.run(3 * SECOND, &mut [&mut board]);

    assert_eq!(bench_events(&bench), [changed(3, true), Event::Opened { job: 7 }]);
    assert_eq!(board.coils().len(), 1);
    assert!(board.is_open(3) && !board.is_open(2));
}

#[test]
fn the_contact_may_be_wired_the_other_way_round() {
    let (mut bench, mut board) = met("closed-when-open", 0x11);

    bench.command(&open(7, 3));
    bench.run(3 * SECOND, &mut [&mut board]);

    assert_eq!(bench_events(&bench), [changed(3, true), Event::Opened { job: 7 }]);
}

#[test]
fn a_door_that_does_not_move_is_tried_once_more_and_told() {
    let (mut bench, mut board) = met("closed-when-shut", 0x00);
    board.jam(3, true);

    bench.command(&open(7, 3));
    bench.run(5 * SECOND, &mut [&mut board]);

    assert_eq!(bench_events(&bench), [Event::NotOpened { job: 7 }]);
    assert_eq!(board.coils().len(), 2, "the order and one retry");
}

#[test]
fn an_order_lost_on_the_way_is_given_again_after_the_door_was_asked() {
    let (mut bench, mut board) = met("closed-when-shut", 0x00);
    board.lose_orders(1);

    bench.command(&open(7, 3));
    bench.run(5 * SECOND, &mut [&mut board]);

    assert_eq!(bench_events(&bench), [changed(3, true), Event::Opened { job: 7 }]);
    assert_eq!(board.coils().len(), 1);
}

#[test]
fn coils_have_their_rest_between_two_orders() {
    let (mut bench, mut board) = met_with("contact = \"closed-when-shut\"\nbetween-ms = 2000", 0x00);

    for (job, door) in [(1, 1), (2, 2), (3, 4)] {
        bench.command(&open(job, door));
    }
    bench.run(10 * SECOND, &mut [&mut board]);

    let coils: Vec<u8> = board.coils().iter().map(|(_, door)| *door).collect();
    assert_eq!(coils, [1, 2, 4]);
    let rests = board.coils().windows(2).map(|pair| pair[1].0.since(pair[0].0));
    assert!(rests.clone().all(|rest| rest >= 2 * SECOND), "{:?}", rests.collect::<Vec<_>>());
}

#[test]
fn a_door_shut_or_opened_by_hand_is_told() {
    let (mut bench, mut board) = met("closed-when-shut", 0x00);

    board.swing(2, true);
    bench.run(3 * SECOND, &mut [&mut board]);
    board.swing(2, false);
    bench.run(3 * SECOND, &mut [&mut board]);

    assert_eq!(bench_events(&bench), [changed(2, true), changed(2, false)]);
}

#[test]
fn a_board_that_falls_silent_after_an_order_leaves_its_door_unknown_and_opens_none_later() {
    let (mut bench, mut board) = met("closed-when-shut", 0x00);
    board.set_mute(true);
    bench.command(&open(7, 3));
    bench.command(&open(8, 4));
    bench.run(10 * SECOND, &mut [&mut board]);
    assert_eq!(bench.fault, Some(Fault::Silent));

    let mut out = AnyOutbox::default();
    bench.driver.detach(bench.now, &mut out);
    bench.driver.command(bench.now, &open(9, 5), &mut out);

    let told: Vec<Event> = out.events.into_iter().filter_map(locker).collect();
    assert_eq!(told, [Event::Unknown { job: 7 }, Event::NotOpened { job: 8 }, Event::NotOpened { job: 9 }]);
    let coils = board.coils().len();
    board.set_mute(false);
    bench.attach();
    bench.run(5 * SECOND, &mut [&mut board]);
    assert_eq!(board.coils().len(), coils, "nothing opens when the board is back");
}

#[test]
fn a_door_that_the_cabinet_does_not_have_is_not_opened() {
    let (mut bench, mut board) = met("closed-when-shut", 0x00);

    bench.command(&open(7, 24));
    bench.run(SECOND, &mut [&mut board]);

    assert_eq!(bench_events(&bench), [Event::NotOpened { job: 7 }]);
    assert!(board.coils().is_empty());
}

#[test]
fn what_is_not_set_or_out_of_range_is_refused() {
    let refused = |settings: &str, address| {
        let refused = drivers::build("lock-board", &settings.parse().unwrap(), address).err();
        refused.map(|error| error.to_string()).unwrap_or_default()
    };

    assert!(refused("", Some(1)).starts_with("contact: write"), "{}", refused("", Some(1)));
    let good = "contact = \"closed-when-shut\"\n";
    assert_eq!(refused(good, Some(32)), "");
    assert!(refused(good, Some(33)).starts_with("needs an address from 1 to 32"));
    assert!(refused(good, Some(0)).starts_with("needs an address from 1 to 32"));
    assert!(refused(&format!("{good}doors = 0"), Some(1)).starts_with("doors: "));
    assert!(refused(&format!("{good}doors = 25"), Some(1)).starts_with("doors: "));
    assert!(refused(&format!("{good}between-ms = 199"), Some(1)).starts_with("between-ms: "));
}

#[test]
fn each_door_of_a_large_cabinet_opens_alone() {
    let settings = "contact = \"closed-when-shut\"\ndoors = 24".parse().unwrap();
    let driver = drivers::build("lock-board", &settings, Some(32)).unwrap();
    let (mut bench, mut board) = (Bench::new(driver, 9600), LockBoard::new(32, 24, 0x00));
    bench.run(6 * SECOND, &mut [&mut board]);

    for door in 1..=24 {
        bench.command(&open(door.into(), door));
        bench.run(3 * SECOND, &mut [&mut board]);
        assert!((1..=24).all(|other| board.is_open(other) == (other <= door)), "door {door}");
    }
    assert!(!board.opened_all());
}

/// The code that opens every door is never sent: whatever is set, asked for and answered.
#[test]
fn no_byte_sequence_that_is_ever_sent_opens_all_doors() {
    let mut seed = 1_u32;
    for address in 0..=300_u16 {
        for doors in ["", "doors = 1", "doors = 24", "doors = 0", "doors = 255"] {
            let settings = format!("contact = \"closed-when-open\"\n{doors}");
            let Ok(driver) = drivers::build("lock-board", &settings.parse().unwrap(), Some(address)) else {
                continue;
            };
            let sent = provoked(driver, &mut seed);
            let all = |bytes: &[u8]| bytes[0] == 0x8A && bytes[2] == 0x00;
            assert!(!sent.windows(4).any(all), "board {address}, {doors}: {sent:02X?}");
            assert!(sent.len() > 100);
        }
    }
}

/// Everything that the driver sends while every number is asked for and noise answers.
fn provoked(mut driver: AnyDriver, seed: &mut u32) -> Vec<u8> {
    let (mut sent, mut now) = (Vec::new(), Instant::default());
    let mut out = AnyOutbox::default();
    driver.attach(now, &mut out);
    for number in (0..=255_u8).rev() {
        if let Some(door) = Door::new(number) {
            driver.command(now, &port::Command::Locker(Command::Open { job: number.into(), door }), &mut out);
        }
        now = driver.due().unwrap_or(now).max(now);
        let Some(turn) = driver.turn(now, &mut out) else { continue };
        assert!((1..=24).contains(&turn.bytes[2]), "one door in each frame: {:02X?}", turn.bytes);
        sent.extend(&turn.bytes);
        driver.sent(now, &mut out);
        *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = seed.to_le_bytes();
        // Answers that name door 0, echo the order, or are cut.
        let answer = match number % 4 {
            0 => [&turn.bytes[..2], &[0x00, 0x11, turn.bytes[0] ^ turn.bytes[1] ^ 0x11]].concat(),
            1 => turn.bytes.clone(),
            2 => noise.to_vec(),
            _ => Vec::new(),
        };
        driver.receive(now, &answer, &mut out);
        now += Duration::from_millis(1600);
        if !std::mem::take(&mut out.done) {
            driver.unanswered(now, &mut out);
        }
    }
    sent
}

/// A board of six doors, each asked once and found shut.
fn met(contact: &str, open_is: u8) -> (Bench<AnyPort, AnyDriver>, LockBoard) {
    met_with(&format!("contact = \"{contact}\""), open_is)
}

fn met_with(settings: &str, open_is: u8) -> (Bench<AnyPort, AnyDriver>, LockBoard) {
    let settings = format!("{settings}\ndoors = 6");
    let driver = drivers::build("lock-board", &settings.parse().unwrap(), Some(1)).unwrap();
    let (mut bench, mut board) = (Bench::new(driver, 9600), LockBoard::new(1, 6, open_is));
    bench.run(3 * SECOND, &mut [&mut board]);
    let shut: Vec<Event> = (1..=6).map(|door| changed(door, false)).collect();
    assert_eq!(bench_events(&bench), shut);
    bench.told.clear();
    (bench, board)
}

fn bench_events(bench: &Bench<AnyPort, AnyDriver>) -> Vec<Event> {
    bench.told.iter().filter_map(|(_, event)| locker(event.clone())).collect()
}

fn locker(event: port::Event) -> Option<Event> {
    if let port::Event::Locker(event) = event { Some(event) } else { None }
}

fn changed(door: u8, open: bool) -> Event {
    Event::Door { door: Door::new(door).unwrap(), open }
}

fn open(job: u64, door: u8) -> port::Command {
    port::Command::Locker(Command::Open { job, door: Door::new(door).unwrap() })
}
