//! What is printed, and that it fits on the paper.

use hal::port::printer::{Line, Paper};
use jiaohao::domain::id::{ServiceId, TicketId};
use jiaohao::domain::job::JobKind;
use jiaohao::domain::keeping::Keeping;
use jiaohao::domain::rules::Class;
use jiaohao::domain::view::JobView;
use jiaohao::station::wrap::{width, wrap};
use jiaohao::station::{Condition, slip};

use crate::proof;
use crate::support::{job, view};

const STORED: Condition = Condition { stored: true };

#[test]
fn a_slip_tells_everything_a_visitor_needs() {
    let words = words(&paper(&slip_job(false), 48));

    for expected in [
        "医保服务大厅",
        "Medical Insurance Hall",
        "A012",
        "职工参保登记",
        "前面3人，约10至15分钟",
        "3 ahead, about 10-15 min",
        "请到A区等候，3、12号窗口办理",
        "取号时间 Issued 2026-11-21 09:14",
        "1. 身份证",
        "2. 劳动合同",
        "过号不作废：请到导办台报到",
        "12345",
    ] {
        assert!(words.contains(expected), "{expected} is missing in\n{words}");
    }
    assert!(!words.contains("补打") && !words.contains("未存储"), "{words}");
}

#[test]
fn the_number_is_the_largest_thing_on_the_slip() {
    let paper = paper(&slip_job(false), 48);

    let largest = paper.lines.iter().filter_map(sized).max_by_key(|(_, size)| *size);

    assert_eq!(largest, Some(("A012".to_owned(), 6)));
}

#[test]
fn every_line_fits_on_narrow_and_wide_paper() {
    let correction =
        JobKind::Correction { ticket: TicketId(512), service: ServiceId(21), missing: vec![0, 1, 2] };
    for columns in [32, 48] {
        for (name, job) in [("slip", slip_job(true)), ("correction", job(2, correction.clone()))] {
            let paper = paper(&job, columns);
            proof::write(&format!("{name}-{columns}"), &paper, u32::try_from(columns).unwrap()).unwrap();
            for (text, size) in paper.lines.iter().filter_map(sized) {
                assert!(width(&text) * usize::from(size) <= columns, "{text:?} at {size} on {columns}");
            }
        }
    }
}

#[test]
fn a_reprint_is_marked_and_repeats_no_promise_of_an_hour_ago() {
    let (first, again) = (words(&paper(&slip_job(false), 48)), words(&paper(&slip_job(true), 48)));

    assert!(first.contains("前面3人") && !first.contains("补打"), "{first}");
    assert!(again.contains("补打 Reprint") && !again.contains("前面3人"), "{again}");
    assert!(again.contains("A012") && again.contains("等候"), "{again}");
}

#[test]
fn a_slip_says_when_its_number_is_not_stored() {
    let paper = slip::paper(&view(), &slip_job(false), None, Condition { stored: false }, 48);

    assert!(words(&paper).contains("未存储"));
}

#[test]
fn b07_in_memory_a_slip_has_a_stub_for_the_desk_and_fits_every_paper() {
    let mut hall = view();
    hall.kept.by = Keeping::Memory;
    for columns in [32, 48] {
        let paper = slip::paper(&hall, &slip_job(false), None, Condition { stored: false }, columns);
        proof::write(&format!("slip-memory-{columns}"), &paper, u32::try_from(columns).unwrap()).unwrap();

        let told = words(&paper);
        assert_eq!(told.matches("A012").count(), 2, "{told}");
        assert!(told.contains("导办台留存"), "{told}");
        for (text, size) in paper.lines.iter().filter_map(sized) {
            assert!(width(&text) * usize::from(size) <= columns, "{text:?} at {size} on {columns}");
        }
    }
    hall.kept.by = Keeping::Second;
    let told = words(&slip::paper(&hall, &slip_job(false), None, STORED, 48));
    assert_eq!((told.matches("A012").count(), told.contains("未存储")), (1, false));
}

#[test]
fn a_machine_without_the_time_says_so_on_the_slip() {
    let mut job = slip_job(false);
    job.ticket.issued.wall = None;

    assert!(words(&paper(&job, 48)).contains("时间未校准"));
}

#[test]
fn the_qr_code_holds_the_address_and_the_code() {
    let code = |code| slip::paper(&view(), &slip_job(false), code, STORED, 48).lines;

    assert!(code(Some("X7Q2")).contains(&Line::Code("http://hall/t/X7Q2".to_owned())));
    assert!(!code(None).iter().any(|line| matches!(line, Line::Code(_))));
}

#[test]
fn an_urgent_or_green_slip_names_its_class_and_colour() {
    let mut job = slip_job(false);
    job.ticket.class = Class::Green;

    assert!(words(&paper(&job, 48)).contains("绿色通道（绿） Green channel"));
}

#[test]
fn a_slip_for_two_errands_names_both_and_lists_a_shared_material_once() {
    let mut job = slip_job(false);
    job.ticket.services = vec![ServiceId(11), ServiceId(21)];

    let words = words(&paper(&job, 48));

    assert!(words.contains("职工参保登记") && words.contains("手工报销"), "{words}");
    assert_eq!(words.matches("身份证").count(), 1, "{words}");
    assert!(words.contains("4. 费用清单"), "{words}");
}

#[test]
fn a_correction_lists_only_what_is_missing_and_promises_the_return() {
    let missing = JobKind::Correction { ticket: TicketId(512), service: ServiceId(21), missing: vec![0, 2] };

    let words = words(&paper(&job(2, missing), 48));

    assert!(words.contains("一次性告知单"), "{words}");
    assert!(words.contains("1. 发票") && words.contains("2. 身份证"), "{words}");
    assert!(!words.contains("费用清单"), "{words}");
    assert!(words.contains("不必重新取号"), "{words}");
}

#[test]
fn text_breaks_between_chinese_characters_and_latin_words_and_not_before_a_closing_mark() {
    assert_eq!(wrap("请备齐材料，谢谢", 10), ["请备齐材", "料，谢谢"]);
    assert_eq!(wrap("Please have ready", 12), ["Please have", "ready"]);
    assert_eq!(wrap("ABCDEFGH", 5), ["ABCDE", "FGH"]);
    assert_eq!(wrap("", 10), Vec::<String>::new());
}

fn slip_job(reprint: bool) -> JobView {
    job(1, JobKind::Slip { ticket: TicketId(512), reprint })
}

fn paper(job: &JobView, columns: usize) -> Paper {
    slip::paper(&view(), job, Some("X7Q2"), STORED, columns)
}

fn words(paper: &Paper) -> String {
    let texts: Vec<String> = paper.lines.iter().filter_map(sized).map(|(text, _)| text).collect();
    texts.join("\n")
}

fn sized(line: &Line) -> Option<(String, u8)> {
    match line {
        Line::Text { text, size, .. } => Some((text.clone(), *size)),
        Line::Code(_) | Line::Rule | Line::Feed(_) => None,
    }
}
