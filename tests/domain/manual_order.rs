//! Paper entered in any order: the same figures, and the same objections when the sheet is to be closed.

use std::collections::BTreeSet;

use jiaohao::domain::event::Event;
use jiaohao::domain::id::{RequestNumber, ServiceId, SheetId, StaffId, TicketNumber, WindowId};
use jiaohao::domain::manual::{
    Entry, EntryAct, ManualEvent, ManualRequest, SheetReason, SheetRow, Stands, Written,
};
use jiaohao::domain::moment::HallTime;
use jiaohao::domain::request::{Asked, Origin, Refusal, Request, TypedNumber};
use jiaohao::domain::ticket::{Outcome, Ticket};
use jiaohao::insight::day_sheet::{DaySheet, Figures};

use crate::random::Seeded;
use crate::support::{Hall, clock};

/// Halls in the usual run, each entered in this many orders, at once and one by one.
const HALLS: u64 = 30;
const ORDERS: u64 = 4;
/// Whoever enters it.
const BY: StaffId = StaffId(13);

#[test]
fn any_order_of_the_same_entries_gives_the_same_figures_and_objections() {
    let (mut at_zero, mut doubtful) = (0, 0);
    for seed in 1..=HALLS {
        let mut random = Seeded::new(seed);
        let entries = entries(&mut random, &hall(seed));
        let first = outcome(seed, &entries, false);
        for order in 0..ORDERS {
            let shuffled = shuffled(&mut random, &entries);
            let one_by_one = order % 2 == 1;

            let other = outcome(seed, &shuffled, one_by_one);

            assert!(first == other, "seed {seed}, one by one: {one_by_one}\n{first}\n\n{other}");
        }
        at_zero += usize::from(first.contains("closed: "));
        doubtful += usize::from(first.contains("Doubtful"));
    }
    // Sheets that all close, or never, would prove nothing.
    assert!(at_zero > 5 && doubtful > 5, "{at_zero} at zero, {doubtful} doubtful");
}

#[test]
fn a_sheet_comes_to_zero_only_when_every_number_has_an_outcome() {
    for seed in 1..=HALLS {
        let mut random = Seeded::new(seed);
        let written = entries(&mut random, &hall(seed));
        let mut entries = shuffled(&mut random, &written);
        entries.iter_mut().for_each(|entry| entry.sure = true);
        let gone = entries.iter().position(|entry| matches!(entry.act, EntryAct::Became(_))).unwrap();
        let last = entries.remove(gone);
        let mut hall = hall(seed);
        let entered = ask(&mut hall, ManualRequest::Enter { entries });
        assert!(entered.is_ok(), "seed {seed}: {entered:?}");

        let with_one_open = ask(&mut hall, close());
        let the_last = ask(&mut hall, ManualRequest::Enter { entries: vec![last] });
        let at_zero = ask(&mut hall, close());

        assert_eq!(with_one_open, Err(Refusal::SheetOpen), "seed {seed}");
        assert!(the_last.is_ok(), "seed {seed}: {the_last:?}");
        assert!(at_zero.is_ok(), "seed {seed}: {at_zero:?}");
        hall.assert_replays();
    }
}

#[test]
fn the_figures_of_the_day_count_calls_by_hand_and_write_offs_apart() {
    for seed in 1..=HALLS {
        let mut entries = entries(&mut Seeded::new(seed), &hall(seed));
        entries.iter_mut().for_each(|entry| entry.sure = true);
        let mut hall = hall(seed);
        let before = DaySheet::of(&hall.records);

        ask(&mut hall, ManualRequest::Enter { entries: entries.clone() }).unwrap();

        let count = |wanted: fn(&Written) -> bool| {
            let became = entries
                .iter()
                .filter(|entry| matches!(&entry.act, EntryAct::Became(written) if wanted(written)));
            u32::try_from(became.count()).unwrap()
        };
        let sheet = DaySheet::of(&hall.records);
        let by_hand = count(|written| matches!(written.call(), Some((_, _, Some(_)))));
        let served = count(|written| matches!(written, Written::Served { .. }));
        let taken: u32 = entries
            .iter()
            .filter(|entry| matches!(entry.act, EntryAct::Taken { .. }))
            .count()
            .try_into()
            .unwrap();
        assert_eq!(sheet.total.by_hand, by_hand, "seed {seed}");
        assert_eq!(sheet.written_off, count(|written| matches!(written, Written::WrittenOff { .. })));
        assert_eq!(sheet.total.closed, before.total.closed + served, "seed {seed}");
        assert_eq!((sheet.on_paper, sheet.issued), (taken, before.issued + taken), "seed {seed}");
        assert_eq!(
            sheet.total.called, before.total.called,
            "what was called by hand the machine did not call"
        );
        assert_eq!(sheet.total.waits_by_hand.count(), usize::try_from(by_hand).unwrap());
        assert_eq!(sheet.total.services, before.total.services, "no service time is taken from paper");
    }
}

/// A hall in which machines have failed: some stand at windows, some are parked, some wait, some numbers are on paper.
fn hall(seed: u64) -> Hall {
    let mut random = Seeded::new(seed ^ 0x5eed);
    let mut hall = Hall::staffed(|rules| rules.issuing.per_minute = 100);
    ask(&mut hall, ManualRequest::ClaimBlock { service: ServiceId(1), count: 4 }).unwrap();
    for _ in 0..6 + random.below(8) {
        hall.now.0 += 20_000 + random.below(60_000);
        let service = ServiceId(1 + u16::from(random.small(3)));
        let issue = Request::Issue { services: vec![service], green: None, paper: false };
        hall.ask(Origin::Duty, None, issue).unwrap();
        let window = WindowId(1 + random.small(3));
        let press = match random.below(5) {
            0 | 1 => Request::CallNext { window },
            2 => Request::Park { window },
            _ => continue,
        };
        // Nothing may wait there, or nobody be there: then nothing happens.
        let _refused = hall.ask(Origin::Keypad(window), None, press);
    }
    hall.now = clock("08:30:00");
    ask(&mut hall, ManualRequest::DrawSheet { why: SheetReason::Ladder }).unwrap();
    hall.now = clock("09:40:00");
    hall
}

/// What was written: something for every number of the sheet, and for the paper that was handed out.
fn entries(random: &mut Seeded, hall: &Hall) -> Vec<Entry> {
    let view = hall.view();
    let sheet = view.manual.sheets.first().unwrap();
    let mut entries = Vec::new();
    for row in sheet.rows.iter() {
        let written = written(random, row);
        entries.push(became(random, row.number, written));
    }
    for number in view.manual.blocks[0].unused() {
        let at = minute(random, 31, 5);
        let act = EntryAct::Taken { to: None, service: ServiceId(1), at };
        entries.push(Entry { number: typed(number), act, corrects: false, sure: false });
        let waits = by_hand(random, ServiceId(1));
        entries.push(became(random, number, waits));
    }
    if let Some(there) = at_window_still(hall, &entries) {
        entries.retain(|entry| entry.number != there.number || matches!(entry.act, EntryAct::Taken { .. }));
        entries.push(there);
    }
    entries
}

/// The last paper number is at window 2 still, if the machine left nobody there.
fn at_window_still(hall: &Hall, entries: &[Entry]) -> Option<Entry> {
    let free = hall.view().calls.iter().all(|call| call.window != WindowId(2));
    let number = entries.last()?.number;
    let called = clock("09:30:00");
    let written = Written::AtWindow { window: WindowId(2), clerk: StaffId(12), called };
    let act = EntryAct::Became(written);
    free.then_some(Entry { number, act, corrects: false, sure: false })
}

fn became(random: &mut Seeded, number: TicketNumber, written: Written) -> Entry {
    let sure = random.below(4) == 0;
    Entry { number: typed(number), act: EntryAct::Became(written), corrects: false, sure }
}

fn written(random: &mut Seeded, row: &SheetRow) -> Written {
    match (row.stands, row.window) {
        (Stands::AtWindow, Some(window)) if random.below(3) == 0 => {
            Written::Left { window, clerk: clerk(window), called: None }
        }
        (Stands::AtWindow, Some(window)) => {
            let finished = Some(minute(random, 31, 20));
            let (clerk, outcome) = (clerk(window), Outcome::Done);
            Written::Served { window, clerk, called: None, started: None, finished, outcome }
        }
        (Stands::AtWindow | Stands::Waits | Stands::Parked, _) => by_hand(random, row.service),
    }
}

fn by_hand(random: &mut Seeded, service: ServiceId) -> Written {
    let window = WindowId(if service == ServiceId(3) { 1 + random.small(3) } else { 1 + random.small(2) });
    let clerk = clerk(window);
    let called = minute(random, 36, 50);
    match random.below(7) {
        0 => Written::NotCalled,
        1 => Written::WrittenOff { reason: "字迹不清".into() },
        2 => Written::Left { window, clerk, called: Some(called) },
        3 => {
            let (called, outcome) = (Some(called), Outcome::Done);
            Written::Served { window, clerk, called, started: None, finished: None, outcome }
        }
        _ => {
            let finished = Some(HallTime(called.0 + 60_000 * (1 + random.below(4))));
            let (called, outcome) = (Some(called), Outcome::Done);
            Written::Served { window, clerk, called, started: None, finished, outcome }
        }
    }
}

/// Who sits there.
fn clerk(window: WindowId) -> StaffId {
    StaffId(if window == WindowId(3) { 14 } else { 10 + u32::from(window.0) })
}

/// A full minute after eight, as people write it: `from` or up to `span` later.
fn minute(random: &mut Seeded, from: u64, span: u64) -> HallTime {
    HallTime(clock("08:00:00").0 + 60_000 * (from + random.below(span)))
}

fn typed(number: TicketNumber) -> TypedNumber {
    TypedNumber { prefix: Some(number.prefix), value: number.value }
}

fn shuffled(random: &mut Seeded, entries: &[Entry]) -> Vec<Entry> {
    let mut rest = entries.to_vec();
    let mut order = Vec::new();
    while !rest.is_empty() {
        let place = usize::try_from(random.below(rest.len().try_into().unwrap())).unwrap();
        order.push(rest.remove(place));
    }
    order
}

fn close() -> ManualRequest {
    ManualRequest::CloseSheet { sheet: SheetId(1) }
}

fn ask(hall: &mut Hall, request: ManualRequest) -> Result<Vec<Event>, Refusal> {
    hall.ask(Origin::Duty, Some(BY), Request::Manual(request))
}

/// Everything that may not depend on the order, after all of it was entered.
fn outcome(seed: u64, entries: &[Entry], one_by_one: bool) -> String {
    let mut hall = hall(seed);
    if one_by_one {
        enter_one_by_one(&mut hall, entries, seed);
    } else {
        let entered = ask(&mut hall, ManualRequest::Enter { entries: entries.to_vec() });
        assert!(entered.is_ok(), "seed {seed}: {entered:?}");
    }
    let asked = Asked {
        number: RequestNumber(u128::MAX),
        origin: Origin::Duty,
        person: Some(BY),
        request: Request::Manual(close()),
    };
    let objections = hall.office.objections(hall.moment(), &asked);
    let closed = ask(&mut hall, close()).map(|events| events.iter().filter_map(closed).collect::<String>());
    let mut tickets: Vec<String> = hall.office.tickets().map(told).collect();
    tickets.sort_unstable();
    let view = hall.view();
    let open: BTreeSet<TicketNumber> = view.manual.open_paper.iter().copied().collect();
    let sheet = DaySheet::of(&hall.records);
    format!(
        "{closed:?}\n{objections:?}\n{}\n{open:?}\n{:?}\n{}",
        tickets.join("\n"),
        view.totals,
        figures(&sheet)
    )
}

/// Like a person with a pile of papers: what is refused for the moment goes under the pile.
fn enter_one_by_one(hall: &mut Hall, entries: &[Entry], seed: u64) {
    let mut pile = entries.to_vec();
    while !pile.is_empty() {
        let before = pile.len();
        pile.retain(|entry| ask(hall, ManualRequest::Enter { entries: vec![entry.clone()] }).is_err());
        assert!(pile.len() < before, "seed {seed}: stuck at {pile:?}");
    }
}

fn closed(event: &Event) -> Option<String> {
    let Event::Manual(ManualEvent::SheetClosed { by_hand, by_machine, written_off, .. }) = event else {
        return None;
    };
    Some(format!("closed: {by_hand} {by_machine} {written_off}"))
}

fn told(ticket: &Ticket) -> String {
    let Ticket { number, errands, state, waits_since, waited_before, first_asked, .. } = ticket;
    format!("{number} {errands:?} {state:?} {waits_since:?} {waited_before:?} {first_asked:?}")
}

fn figures(sheet: &DaySheet) -> String {
    let one = |name: String, figures: &Figures| {
        let Figures { called, by_hand, accepted, handled, closed, missed, waits_by_hand, .. } = figures;
        let waits = [25, 50, 75].map(|of_hundred| waits_by_hand.percentile(of_hundred));
        format!("{name}: {called} {by_hand} {accepted} {handled} {closed} {missed} {waits:?}")
    };
    let windows = sheet.windows.iter().map(|(id, figures)| one(format!("window {id}"), figures));
    let clerks = sheet.clerks.iter().map(|(id, figures)| one(format!("clerk {id}"), figures));
    let services = sheet.services.iter().map(|(id, figures)| one(format!("service {id}"), figures));
    let of_all = one(format!("{} {} {}", sheet.issued, sheet.on_paper, sheet.written_off), &sheet.total);
    windows.chain(clerks).chain(services).chain([of_all]).collect::<Vec<String>>().join("\n")
}
