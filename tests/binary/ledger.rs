//! What was seen from outside, held against what the journal says.

use std::collections::{BTreeMap, BTreeSet};

use hal::sim::printer_paper::Slip;
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{JobId, Seq, ServiceDay, TicketId, TicketNumber};
use jiaohao::domain::record::Record;
use jiaohao::journal::reader::Reader;
use jiaohao::journal::verify::Walk;

/// What people saw and did. Numbers as they read them.
#[derive(Default)]
pub struct Seen {
    /// Shown on the terminal, told at the desk, or on a keypad's digits.
    pub numbers: BTreeSet<String>,
    /// On paper: every slip that the number stands on.
    pub paper: BTreeMap<String, Vec<Slip>>,
    /// How often NEXT was pressed, by window.
    pub pressed: BTreeMap<u8, u32>,
}

/// What the journal said so far.
pub struct Ledger {
    walk: Walk,
    next: Seq,
    issued: BTreeSet<(ServiceDay, String)>,
    numbers: BTreeMap<TicketId, TicketNumber>,
    called: BTreeSet<TicketId>,
    calls: BTreeMap<u8, u32>,
    repeats: BTreeSet<TicketId>,
    open_slips: BTreeSet<JobId>,
    /// Slips whose fate a restart declared unknown.
    pub unknown: u32,
    /// Starts within the day.
    pub restarts: u32,
}

impl Ledger {
    /// A ledger that has read nothing yet.
    pub fn new(reader: &Reader) -> Self {
        Self {
            walk: reader.walk().unwrap(),
            next: Seq(1),
            issued: BTreeSet::new(),
            numbers: BTreeMap::new(),
            called: BTreeSet::new(),
            calls: BTreeMap::new(),
            repeats: BTreeSet::new(),
            open_slips: BTreeSet::new(),
            unknown: 0,
            restarts: 0,
        }
    }

    /// How many tickets were given.
    pub fn tickets(&self) -> usize {
        self.issued.len()
    }

    /// How many were called.
    pub fn calls(&self) -> u32 {
        self.calls.values().sum()
    }

    /// Reads on, and holds everything against what was seen. `seen` is looked at after the journal, so that
    /// whatever was done first is in both.
    pub fn check(&mut self, reader: &Reader, seen: impl FnOnce(&mut dyn FnMut(&Seen))) {
        let walked =
            std::iter::repeat_with(|| reader.walk_on(&mut self.walk).unwrap()).find_map(|report| report);
        let report = walked.unwrap();
        assert_eq!(report.fault, None, "the chain is whole");
        let records = reader.from(self.next, u32::MAX).unwrap();
        records.iter().for_each(|record| self.read(record));
        seen(&mut |seen| self.hold_against(seen));
    }

    fn hold_against(&self, seen: &Seen) {
        let kept: BTreeSet<&String> = self.issued.iter().map(|(_, number)| number).collect();
        for number in seen.numbers.iter().chain(seen.paper.keys()) {
            assert!(kept.contains(number), "{number} was acknowledged and is not in the journal");
        }
        for (number, slips) in &seen.paper {
            let given = self.issued.iter().filter(|(_, issued)| issued == number).count();
            assert!(
                slips.len() <= given,
                "{number} came out of the printer {} times: {slips:?}",
                slips.len()
            );
        }
        for (window, calls) in &self.calls {
            let pressed = seen.pressed.get(window).copied().unwrap_or(0);
            assert!(*calls <= pressed, "window {window}: {pressed} times NEXT, {calls} calls");
        }
    }

    fn read(&mut self, record: &Record) {
        assert_eq!(record.seq, self.next, "no gap");
        self.next = record.seq.next();
        for event in &record.events {
            self.note(record, event);
        }
        if record.events.contains(&Event::Restarted) {
            self.restarts += 1;
            assert!(self.open_slips.is_empty(), "a print is open across a restart: {:?}", self.open_slips);
            assert!(
                !record.events.iter().any(|event| matches!(event, Event::SlipOpened { .. })),
                "printed again"
            );
        }
        let calls = record.events.iter().filter(|event| matches!(event, Event::TicketCalled { .. })).count();
        assert!(calls <= 1, "one decision called {calls} tickets: {record:?}");
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "of all events these few are counted")]
    fn note(&mut self, record: &Record, event: &Event) {
        match event {
            Event::TicketIssued { ticket, number, .. } => {
                self.numbers.insert(*ticket, *number);
                let fresh = self.issued.insert((record.day, number.to_string()));
                assert!(fresh, "the number {number} was given twice");
            }
            // Nobody on this floor undoes, transfers, parks or returns: a second call would be of the
            // daemon's making.
            Event::TicketCalled { ticket, window, .. } => {
                assert!(self.called.insert(*ticket), "{} was called twice", self.numbers[ticket]);
                *self.calls.entry(window.0).or_default() += 1;
            }
            Event::AnnouncementOpened { ticket, repeat: true, .. } => {
                assert!(self.repeats.insert(*ticket), "{} was repeated twice", self.numbers[ticket]);
            }
            Event::SlipOpened { job, .. } => assert!(self.open_slips.insert(*job)),
            Event::SlipPrinted { job } | Event::SlipDropped { job, .. } => {
                assert!(self.open_slips.remove(job), "the outcome of {job} comes twice");
            }
            Event::SlipUnknown { job } => {
                assert!(self.open_slips.remove(job), "the outcome of {job} comes twice");
                self.unknown += 1;
            }
            _ => {}
        }
    }
}

/// The number of the ticket that this event gives, if it gives one.
pub fn number_given(event: &Event) -> Option<String> {
    if let Event::TicketIssued { number, .. } = event { Some(number.to_string()) } else { None }
}
