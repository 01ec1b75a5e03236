//! Numbers that are claimed for paper, over many days of random claims, tickets, restarts and releases.

use std::collections::{BTreeMap, BTreeSet};

use jiaohao::domain::event::Event;
use jiaohao::domain::id::{JobId, Prefix, ServiceDay, ServiceId, StaffId, TicketId};
use jiaohao::domain::manual::{Entry, EntryAct, ManualEvent, ManualRequest};
use jiaohao::domain::office::Office;
use jiaohao::domain::opening::{Hours, Opening};
use jiaohao::domain::request::{Origin, Request, TypedNumber};
use jiaohao::domain::rules::Exhausted;

use crate::random::Seeded;
use crate::support::{Hall, opening, small_hall};

/// Halls in the usual run, and the days of each.
const HALLS: u64 = 12;
const DAYS: u32 = 12;
/// Requests of a day.
const REQUESTS: u32 = 60;
/// Numbers of a letter: few, so that machine and paper meet.
const LAST: u16 = 24;

type Number = (Prefix, u16);

#[test]
fn a_number_on_paper_is_never_the_machines_nor_another_papers() {
    let mut watch = Watch::default();
    for seed in 1..=HALLS {
        live(&mut Seeded::new(seed), &mut watch, seed);
        watch.blocks.clear();
        watch.used.clear();
    }
    // Days without paper, or without machines, would keep every promise.
    assert!(watch.by_machine > 1000 && watch.on_paper > 200, "{} {}", watch.by_machine, watch.on_paper);
    assert!(watch.refused_for_paper > 20, "only {} refusals", watch.refused_for_paper);
}

/// What was seen so far; blocks and used paper outlive their day.
#[derive(Default)]
struct Watch {
    blocks: BTreeMap<Number, u16>,
    used: BTreeSet<Number>,
    /// Who holds a number today.
    today: BTreeMap<Number, TicketId>,
    by_machine: u32,
    on_paper: u32,
    refused_for_paper: u32,
}

fn live(random: &mut Seeded, watch: &mut Watch, seed: u64) {
    let stops = random.below(2) == 0;
    let mut hall = Hall::with(|rules| few_numbers(rules, stops));
    for day in 1..=DAYS {
        for _ in 0..REQUESTS {
            hall.now.0 += 1_000 + random.below(120_000);
            let request = anything(random, watch);
            let asked = hall.ask(Origin::Duty, Some(StaffId(11)), request.clone());
            for event in asked.iter().flatten() {
                watch.saw(event, stops, seed);
            }
            let machine = matches!(request, Request::Issue { .. });
            watch.refused_for_paper += u32::from(machine && asked.is_err() && !watch.blocks.is_empty());
            if random.below(15) == 0 {
                restart(&mut hall);
            }
        }
        next_day(&mut hall, day, stops);
        watch.next_day();
        let drawer: Vec<(Number, u16)> =
            hall.view().manual.blocks.iter().map(|block| ((block.prefix, block.first), block.last)).collect();
        let known: Vec<(Number, u16)> = watch.blocks.clone().into_iter().collect();
        assert!(drawer == known, "seed {seed}, day {day}: {drawer:?} {known:?}");
    }
}

fn few_numbers(rules: &mut jiaohao::domain::rules::Rules, stops: bool) {
    rules.issuing.per_minute = 100;
    for group in &mut rules.groups {
        group.last = LAST;
        group.exhausted = if stops { Exhausted::Stop } else { Exhausted::Wrap };
    }
}

fn anything(random: &mut Seeded, watch: &Watch) -> Request {
    let service = ServiceId(1 + u16::from(random.small(4)));
    let prefix = if service == ServiceId(3) { Prefix('B') } else { Prefix('A') };
    let value = 1 + u16::from(random.small(24));
    let number = TypedNumber { prefix: Some(prefix), value };
    match random.below(10) {
        0 => {
            let count = 1 + u16::from(random.small(6));
            Request::Manual(ManualRequest::ClaimBlock { service, count })
        }
        1 => Request::Manual(ManualRequest::ReleaseBlock { number }),
        2..=4 => {
            let ours = watch.blocks.iter().filter(|((letter, _), _)| *letter == prefix);
            let ours: Vec<u16> = ours.flat_map(|((_, first), last)| *first..=*last).collect();
            let place = usize::try_from(random.below(ours.len().max(1).try_into().unwrap())).unwrap();
            let number = TypedNumber { value: ours.get(place).copied().unwrap_or(value), ..number };
            let at = jiaohao::domain::moment::HallTime(0);
            let act = EntryAct::Taken { to: None, service, at };
            let entries = vec![Entry { number, act, corrects: false, sure: false }];
            Request::Manual(ManualRequest::Enter { entries })
        }
        _ => Request::Issue { services: vec![service], green: None, paper: false },
    }
}

impl Watch {
    fn saw(&mut self, event: &Event, stops: bool, seed: u64) {
        if let Event::TicketIssued { ticket, number, .. } = event {
            let number = (number.prefix, number.value);
            self.by_machine += 1;
            assert!(!self.is_claimed(number), "seed {seed}: the machine gave {number:?} of a block");
            self.given(*ticket, number, stops, seed);
        }
        let Event::Manual(event) = event else { return };
        if let ManualEvent::BlockClaimed(block) = event {
            for number in (block.first..=block.last).map(|value| (block.prefix, value)) {
                assert!(!self.is_claimed(number), "seed {seed}: {number:?} is in two blocks");
                assert!(!self.today.contains_key(&number), "seed {seed}: {number:?} was given today");
                self.used.remove(&number);
            }
            self.blocks.insert((block.prefix, block.first), block.last);
        } else if let ManualEvent::PaperTaken { ticket, number, .. } = event {
            let number = (number.prefix, number.value);
            self.on_paper += 1;
            assert!(self.is_claimed(number), "seed {seed}: {number:?} is on no paper");
            assert!(self.used.insert(number), "seed {seed}: the paper of {number:?} was taken twice");
            self.given(*ticket, number, stops, seed);
        } else if let ManualEvent::BlockReleased { prefix, first } = event {
            self.blocks.remove(&(*prefix, *first));
        }
    }

    /// A block of which all paper is used up is the machine's from the next day on.
    fn next_day(&mut self) {
        self.today.clear();
        let used = &self.used;
        let is_left = |prefix, value| !used.contains(&(prefix, value));
        self.blocks.retain(|(prefix, first), last| (*first..=*last).any(|value| is_left(*prefix, value)));
    }

    fn is_claimed(&self, (prefix, value): Number) -> bool {
        let at_or_before = self.blocks.range((prefix, 0)..=(prefix, value)).next_back();
        at_or_before.is_some_and(|(_, last)| value <= *last)
    }

    /// In a hall that stops at its last number each is given once a day.
    fn given(&mut self, ticket: TicketId, number: Number, stops: bool, seed: u64) {
        let before = self.today.insert(number, ticket);
        assert!(!stops || before.is_none(), "seed {seed}: {number:?} was given twice in a day");
    }
}

/// The daemon ends and comes back: its office is what the day's records make of it.
fn restart(hall: &mut Hall) {
    hall.office = Office::replay(hall.records.clone()).unwrap();
    hall.ask(Origin::Startup, None, Request::Restart).unwrap();
}

/// The day closes, the daemon starts between days, and the next one is opened with the paper that lies in the drawer.
fn next_day(hall: &mut Hall, day: u32, stops: bool) {
    hall.ask(Origin::Clock, None, Request::CloseDay).unwrap();
    hall.office = Office::after_day(&hall.records, TicketId(1), JobId(1));
    let (next_ticket, next_job) = (TicketId(u64::from(day) * 10_000), JobId(u64::from(day) * 10_000));
    let mut rules = small_hall();
    few_numbers(&mut rules, stops);
    let next = Opening {
        day: ServiceDay(20_261_121 + day),
        next_ticket,
        next_job,
        ..opening(rules, Hours::default())
    };
    hall.records.clear();
    hall.ask(Origin::Startup, None, Request::OpenDay(Box::new(next))).unwrap();
}
