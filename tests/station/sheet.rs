//! The manual-calling sheet and the numbers of a block, on paper.

use std::collections::BTreeMap;
use std::sync::Arc;

use hal::port::printer::{Line, Paper as Printed};
use jiaohao::domain::id::{
    JobId, Prefix, Seq, ServiceDay, ServiceId, SheetId, TicketId, TicketNumber, WindowId,
};
use jiaohao::domain::manual::{
    Block, Paper, PaperJob, Settled, Sheet, SheetReason, SheetRow, Standing, Stands,
};
use jiaohao::domain::moment::HallTime;
use jiaohao::domain::rules::Class;
use jiaohao::domain::view::OfficeView;
use jiaohao::station::sheet;
use jiaohao::station::wrap::width;

use crate::proof;
use crate::support::{moment, view};

#[test]
fn a_sheet_has_each_number_in_order_with_room_for_a_pen_and_the_seal() {
    for columns in [32, 48] {
        let paper = printed(&hall(SheetReason::Key), Paper::Sheet(SheetId(2)), false, columns);
        let words = words(&paper);

        proof::write(&format!("sheet-{columns}"), &paper, u32::try_from(columns).unwrap()).unwrap();
        let order = ["正在窗口", "□A012", "按此顺序叫号", "□A013", "□A014", "已停办", "□A009"];
        let places: Vec<Option<usize>> = order.iter().map(|word| words.find(word)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in\n{words}");
        for expected in
            ["今日第2张", "接第1张，只列新号", "【急办】", "叫号__:__", "封印 01ab 01ab 01ab 01ab"]
        {
            assert!(words.contains(expected), "{expected} is missing in\n{words}");
        }
        assert!(!words.contains("演练") && !words.contains("补打"), "{words}");
    }
}

#[test]
fn every_line_fits_and_has_only_characters_that_a_printer_knows() {
    for columns in [32, 48] {
        for paper in [Paper::Sheet(SheetId(2)), Paper::Block { prefix: Prefix('A'), first: 980 }] {
            for line in printed(&hall(SheetReason::Drill), paper, true, columns).lines {
                let Line::Text { text, size, .. } = line else { continue };
                assert!(width(&text) * usize::from(size) <= columns, "{text} at {columns}");
            }
        }
    }
}

#[test]
fn a_drill_and_a_reprint_say_so() {
    let words = words(&printed(&hall(SheetReason::Drill), Paper::Sheet(SheetId(2)), true, 48));

    assert!(words.contains("演练 DRILL") && words.contains("不得用于叫号"), "{words}");
    assert!(words.contains("补打 Reprint"), "{words}");
}

#[test]
fn a_sheet_whose_seal_nobody_told_has_blanks_for_it() {
    let mut hall = hall(SheetReason::Key);
    hall.manual.seals = BTreeMap::new();

    let words = words(&printed(&hall, Paper::Sheet(SheetId(2)), false, 48));

    assert!(words.contains("封印 ---- ---- ---- ----"), "{words}");
}

#[test]
fn a_block_is_printed_without_the_numbers_that_are_used() {
    let paper = printed(&hall(SheetReason::Key), Paper::Block { prefix: Prefix('A'), first: 980 }, false, 48);
    let words = words(&paper);

    proof::write("block-48", &paper, 48).unwrap();
    let numbers: Vec<&str> = words.lines().filter(|line| line.starts_with('A') && line.len() == 4).collect();
    assert_eq!(numbers, ["A980", "A982"]);
}

fn printed(view: &OfficeView, paper: Paper, again: bool, columns: usize) -> Printed {
    let job = PaperJob { job: JobId(9), paper, again, opened: moment().hall };
    sheet::paper(view, &job, columns).unwrap_or_default()
}

fn words(paper: &Printed) -> String {
    let texts = paper.lines.iter().filter_map(|line| match line {
        Line::Text { text, .. } => Some(text.as_str()),
        Line::Code(_) | Line::Rule | Line::Feed(_) => None,
    });
    texts.collect::<Vec<&str>>().join("\n")
}

/// The small hall with a sheet of four numbers, and a block of three of which one is used.
pub fn hall(why: SheetReason) -> OfficeView {
    let mut view = view();
    let row = |value, class, minutes: u64, stands, window| SheetRow {
        ticket: TicketId(u64::from(value)),
        number: TicketNumber { prefix: Prefix('A'), value, width: 3 },
        service: ServiceId(11),
        class,
        since: HallTime(moment().hall.0.saturating_sub(minutes * 60_000)),
        stands,
        window,
    };
    let rows = vec![
        row(12, Class::Ordinary, 4, Stands::AtWindow, Some(WindowId(3))),
        row(13, Class::Urgent, 12, Stands::Waits, Some(WindowId(3))),
        row(14, Class::Ordinary, 10, Stands::Waits, None),
        row(9, Class::Ordinary, 31, Stands::Parked, Some(WindowId(12))),
    ];
    view.manual.sheets = vec![Sheet {
        id: SheetId(2),
        why,
        follows: Some(SheetId(1)),
        seq: Seq(77),
        drawn: moment(),
        rows: Arc::new(rows),
        settled: BTreeMap::from([(TicketId(12), Settled::ByMachine)]),
        entered_by: BTreeMap::new(),
        standing: Standing::Open,
        on_paper: true,
    }];
    let seal = std::array::from_fn(|place| if place % 2 == 0 { 0x01 } else { 0xab });
    view.manual.seals = BTreeMap::from([(Seq(77), seal)]);
    let (prefix, claimed) = (Prefix('A'), ServiceDay(20_261_120));
    view.manual.blocks = vec![Block { prefix, first: 980, last: 982, width: 3, claimed, used: vec![981] }];
    view
}
