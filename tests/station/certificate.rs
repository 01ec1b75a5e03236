//! The certificate of the self-test on paper, and on the LCD.

use std::sync::Arc;

use hal::port::printer::{Line, Paper};
use jiaohao::domain::id::JobId;
use jiaohao::domain::moment::HallTime;
use jiaohao::domain::self_test::{Certificate, CertificatePaper, Certified, Tried, Verdict};
use jiaohao::station::cabinet::Situation;
use jiaohao::station::certificate::paper;
use jiaohao::station::{Condition, wrap};

use crate::proof;
use crate::small_hall::rules;
use crate::support::{moment, view};

fn tried(name: &str, place: &str, verdict: Verdict, words: &str) -> Tried {
    let call = if verdict == Verdict::Works { "" } else { "信息科 8010" };
    Tried {
        device: "device-7".to_owned(),
        name: name.to_owned(),
        place: place.to_owned(),
        verdict,
        words: words.to_owned(),
        call: call.to_owned(),
    }
}

fn certified() -> Certified {
    let tried = vec![
        tried("打印机", "自助取号机内，左侧", Verdict::Works, "有应答"),
        tried("3号窗口屏", "3号窗口上方，立柱起第二块", Verdict::Fails, "无应答，查电源、地址和线缆"),
        tried("2号评价器", "2号窗口外侧", Verdict::NotTried, "已停用，由值班人员恢复"),
        tried("12号窗口屏", "12号窗口上方，从大厅北门数起的第四根立柱背后", Verdict::Works, "有应答"),
    ];
    let certificate =
        Certificate { tried, tell: vec!["值班领导".to_owned(), "值班窗口工作人员".to_owned()] };
    Certified {
        number: 2,
        at: moment(),
        certificate: Arc::new(certificate),
        paper: CertificatePaper::Coming { job: JobId(7), since: HallTime(0), again: false },
        told: vec!["值班领导".to_owned()],
    }
}

fn printed(again: bool, stored: bool, columns: usize) -> Paper {
    paper(&rules(), &certified(), again, Condition { stored }, columns)
}

fn words(paper: &Paper) -> Vec<String> {
    let text = |line: &Line| if let Line::Text { text, .. } = line { Some(text.clone()) } else { None };
    paper.lines.iter().filter_map(text).collect()
}

#[test]
fn what_is_out_stands_first_with_its_place_its_words_and_whom_to_call() {
    let paper = printed(false, true, 48);
    proof::write("certificate", &paper, 48).unwrap();
    let words = words(&paper);

    let place = |part: &str| words.iter().position(|line| line.contains(part)).unwrap_or(usize::MAX);
    let (out, not_tried, works) = (place("×3号窗口屏"), place("？2号评价器"), place("√打印机"));
    assert!(out < not_tried && not_tried < works, "{words:?}");
    assert_eq!(words[out + 1], "  位置：3号窗口上方，立柱起第二块（device-7）");
    assert_eq!(words[out + 2], "  情况：无应答，查电源、地址和线缆");
    assert_eq!(words[out + 3], "  请联系：信息科 8010");
    assert!(words.contains(&"正常 2/4".to_owned()) && place("今日第2次") < out, "{words:?}");
    assert!(words.contains(&"告知值班领导：已告知".to_owned()), "{words:?}");
    assert!(words.iter().any(|line| line.starts_with("告知值班窗口工作人员：__")), "room to sign: {words:?}");
}

#[test]
fn a_second_print_says_so_and_so_does_one_that_is_not_stored() {
    assert!(!words(&printed(false, true, 48)).iter().any(|line| line == "补打" || line == "未存储"));
    assert!(words(&printed(true, true, 48)).contains(&"补打".to_owned()));
    assert!(words(&printed(false, false, 48)).contains(&"未存储".to_owned()));
}

#[test]
fn no_line_is_wider_than_the_paper() {
    for columns in [32, 48] {
        for line in printed(true, false, columns).lines {
            let Line::Text { text, size, .. } = line else { continue };
            assert!(wrap::width(&text) * usize::from(size) <= columns, "{columns}: {text}");
        }
    }
}

#[test]
fn a_place_that_is_too_long_for_half_a_line_of_narrow_paper_is_told_whole() {
    for columns in [32, 48] {
        let all = words(&printed(false, true, columns)).concat().replace(' ', "");
        for tried in &*certified().certificate.tried {
            assert!(all.contains(&tried.place), "{columns}: {} is cut", tried.place);
        }
    }
}

#[test]
fn the_lcd_says_how_many_work() {
    let mut view = view();
    assert_eq!(Situation::of(&view, None, true, Vec::new()).self_test, None);

    view.self_test.latest = Some(Arc::new(certified()));

    assert_eq!(Situation::of(&view, None, true, Vec::new()).self_test, Some((2, 4)));
}
