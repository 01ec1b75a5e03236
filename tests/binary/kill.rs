//! D01: `kill -9` of the daemon under load, most often between the bytes of a request and its answer.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use jiaohao::runtime::control::Reply;

use super::dice::Dice;
use super::floor::{Floor, now, pause};
use super::hands::{Act, Evening, People, SERVICES, WINDOWS, number_in, ticket_for};
use super::ledger::Ledger;
use super::stillness::Stopwatch;

/// Days of the usual run and of the long one, and the kills of each: after some four hundred a day's numbers are
/// used up.
const DAYS: u32 = 1;
const KILLS: u32 = 30;
const DAYS_LONG: u32 = 4;
const KILLS_LONG: u32 = 250;

/// A restarted hall can be used again within this (D01); a build without optimisation gets some more.
const USABLE_WITHIN: Duration = Duration::from_secs(if cfg!(debug_assertions) { 6 } else { 2 });

/// Longest from the bytes of a request to the kill: a little more than a request takes, so that kills fall on
/// every part of it and some after it.
const REQUEST: Duration = Duration::from_millis(if cfg!(debug_assertions) { 8 } else { 4 });

/// Somebody does something within this.
const ACT_WITHIN: Duration = Duration::from_secs(3);

/// How often the cables are looked at: several times in each look of the simulated devices.
const LOOK_EVERY: Duration = Duration::from_micros(300);

/// What the daemon wrote before its end is through the kernel and at the devices by then.
const SETTLED: Duration = Duration::from_millis(20);

#[test]
fn d01_a_kill_at_any_moment_loses_no_ticket_and_calls_nobody_twice() {
    let long = std::env::var_os("JIAOHAO_LONG").is_some();
    let (days, kills) = if long { (DAYS_LONG, KILLS_LONG) } else { (DAYS, KILLS) };
    for day in 0..days {
        a_day_of_kills(day, kills);
    }
}

fn a_day_of_kills(day: u32, kills: u32) {
    let floor = Floor::open(4);
    let stopwatch = Stopwatch::start();
    floor.start();
    WINDOWS.iter().for_each(|&window| floor.log_in(window));
    let people = People::new();
    let (tell, acts) = channel();
    let seed = u64::from(day) * 10;

    let tally = std::thread::scope(|scope| {
        let _evening = Evening(&people);
        let told = tell.clone();
        scope.spawn(|| people.visit(&floor, told, seed + 1));
        scope.spawn(|| people.serve(&floor, tell, seed + 2));
        scope.spawn(|| people.ask_at_the_desk(&floor, seed + 3));
        many_kills(&floor, &people, &acts, kills, &mut Dice::new(seed + u64::from(kills)))
    });

    let share = tally.in_flight * 100 / kills;
    let Tally { in_flight, slowest, ledger } = tally;
    println!(
        "kill -9: {kills} kills, {in_flight} ({share} %) between the bytes of a request and its answer; {} tickets, \
         {} calls, {} prints unknown; slowest restart {slowest:?}, without {:?} in which the disk stood still",
        ledger.tickets(),
        ledger.calls(),
        ledger.unknown,
        stopwatch.still(),
    );
    assert_eq!(ledger.restarts, kills, "every start within the day is on record");
    assert!(in_flight * 2 >= kills, "only {in_flight} of {kills} kills fell into a request");
    assert!(ledger.tickets() > kills as usize && ledger.calls() > kills / 2, "the hall was not busy");
    assert!(slowest <= USABLE_WITHIN, "a restart took {slowest:?}");
}

/// What the kills came to.
struct Tally {
    in_flight: u32,
    slowest: Duration,
    ledger: Ledger,
}

fn many_kills(floor: &Floor, people: &People, acts: &Receiver<Act>, kills: u32, dice: &mut Dice) -> Tally {
    let ledger = Ledger::new(&floor.reader());
    let mut tally = Tally { in_flight: 0, slowest: Duration::ZERO, ledger };
    for _ in 0..kills {
        people.open(true);
        pause(dice.span(Duration::from_millis(600), Duration::from_millis(1800)));
        tally.in_flight += u32::from(kill(floor, people, acts, dice));
        let usable = restart(floor, people, dice);
        tally.slowest = tally.slowest.max(usable);
        tally.ledger.check(&floor.reader(), |hold| hold(&people.seen()));
    }
    tally
}

/// Starts the daemon again; how long until the first ticket was given, on a disk that goes.
fn restart(floor: &Floor, people: &People, dice: &mut Dice) -> Duration {
    // A kill stands for a power cut: to the machine's count of starts, the next one is of another boot.
    let _ = std::fs::remove_file(floor.journal().with_file_name("starts"));
    let began = Stopwatch::start();
    floor.start();
    let first = floor.ask(&ticket_for(dice.one_of(&SERVICES)));
    let Reply::Done { words } = first else { panic!("the first request after a restart: {first:?}") };
    people.seen().numbers.insert(number_in(&words));
    began.elapsed()
}

/// Kills the daemon; whether the request that was waited for was heard by it and not answered.
fn kill(floor: &Floor, people: &People, acts: &Receiver<Act>, dice: &mut Dice) -> bool {
    let in_flight = match dice.below(10) {
        0 => {
            end(floor, people);
            false
        }
        1..4 => {
            let mut asked = floor.call(&ticket_for(dice.one_of(&SERVICES))).unwrap();
            pause(dice.span(Duration::ZERO, REQUEST));
            end(floor, people);
            !people.heard_at_the_desk(&mut asked)
        }
        _ => {
            let act = heard(floor, acts);
            pause(dice.span(Duration::ZERO, REQUEST));
            end(floor, people);
            act.is_some_and(|act| act.is_unanswered(floor))
        }
    };
    people.look(floor);
    in_flight
}

/// Ends the daemon and whatever people do, and lets what it had written arrive.
fn end(floor: &Floor, people: &People) {
    floor.kill();
    people.open(false);
    pause(SETTLED);
}

/// Waits for somebody to ask for something, and until the bytes of it have left the device.
fn heard(floor: &Floor, acts: &Receiver<Act>) -> Option<Act> {
    let began = now();
    let mut last = None;
    while began.elapsed() < ACT_WITHIN {
        last = acts.try_iter().last().or(last);
        if last.as_ref().is_some_and(|act| act.is_said(floor)) {
            return last;
        }
        pause(LOOK_EVERY);
    }
    None
}
