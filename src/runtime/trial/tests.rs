//! Trials on paper: what is asked in which order, and what stands in the signed-off line.

use hal::driver::Fault;
use hal::port::keypad::{self, Key};

use super::*;

const START: Instant = Instant::from_millis(1_000);
const JOB: u64 = 1 << 63;

fn trial(kind: &Kind) -> (Trial, Vec<Output>) {
    Trial::new(START, steps(kind, JOB, "device-1", "2026-11-23 08:00:00"))
}

fn key(key: Key) -> Input {
    Input::Heard(port::Event::Keypad(keypad::Event::Pressed(key)))
}

fn told(out: &[Output]) -> String {
    out.iter()
        .filter_map(|it| if let Output::Tell(words) = it { Some(words.as_str()) } else { None })
        .collect()
}

fn report(out: &[Output]) -> Report {
    let done =
        out.iter().find_map(|it| if let Output::Done(report) = it { Some(report.clone()) } else { None });
    done.unwrap()
}

#[test]
fn each_key_is_asked_for_by_its_name_and_answered_by_the_key() {
    let (mut trial, first) = trial(&Kind::Keypad(vec![Key::Recall, Key::Next]));
    assert!(matches!(first.last(), Some(Output::Ask(words)) if words.contains("8888")));
    trial.step(START, Input::Said(Word::Yes));

    let asked = trial.step(START, Input::Said(Word::Yes));
    let wrong = trial.step(START, key(Key::Recall));
    let right = trial.step(START, key(Key::Next));
    let done = trial.step(START, key(Key::Recall));

    assert!(told(&asked).contains("press 呼叫 NEXT"), "{asked:?}");
    assert!(told(&wrong).contains("(Recall was pressed)"), "a wrong key is named: {wrong:?}");
    assert!(told(&right).contains("呼叫 NEXT: yespress 重呼 RECALL"), "{right:?}");
    let line = report(&done).to_string();
    assert_eq!(line, "passed: all segments yes, beep yes, 呼叫 NEXT yes, 重呼 RECALL yes");
}

#[test]
fn a_key_that_does_not_come_in_time_fails_and_one_that_is_skipped_is_not_passed() {
    let (mut trial, _) = trial(&Kind::Keypad(vec![Key::Next, Key::Recall]));
    trial.step(START, Input::Said(Word::Yes));
    trial.step(START, Input::Said(Word::No));
    assert_eq!(trial.due(), Some(START + WITHIN));

    assert_eq!(trial.step(START, Input::Wake), []);
    trial.step(START + WITHIN, Input::Wake);
    let report = report(&trial.step(START + WITHIN, Input::Said(Word::Skip)));

    assert!(!report.passed());
    let expected =
        "1 of 4 steps passed: all segments yes, beep NO, 呼叫 NEXT NOTHING CAME, 重呼 RECALL skipped";
    assert_eq!(report.to_string(), expected);
}

#[test]
fn a_test_slip_is_clearly_a_test_and_has_no_number_of_the_day() {
    let (_, out) = trial(&Kind::Printer);
    let Some(Output::Do(Deed::Tell(port::Command::Printer(print)))) = out.first() else { panic!("{out:?}") };
    let printer::Command::Print { job, paper } = print else { panic!("{print:?}") };
    let texts: Vec<&str> = paper
        .lines
        .iter()
        .filter_map(
            |line| if let printer::Line::Text { text, .. } = line { Some(text.as_str()) } else { None },
        )
        .collect();

    assert_eq!(*job, JOB);
    assert!(texts[0].contains("测试") && texts[2].contains("not a ticket"), "{texts:?}");
    assert!(texts.contains(&"device-1") && texts.contains(&"2026-11-23 08:00:00"));
}

#[test]
fn a_slip_is_waited_for_by_its_own_job_and_a_printer_that_cannot_say_is_left_to_the_eyes() {
    let printed = |event: printer::Event| Input::Heard(port::Event::Printer(event));
    let (mut sure, _) = trial(&Kind::Printer);
    assert!(
        !told(&sure.step(START, printed(printer::Event::Printed { job: 7 }))).contains("yes"),
        "another's slip"
    );
    sure.step(START, printed(printer::Event::Printed { job: JOB }));
    let seen = report(&sure.step(START, Input::Said(Word::Yes)));

    let (mut unsure, _) = trial(&Kind::Printer);
    unsure.step(START, printed(printer::Event::Unknown { job: JOB }));
    let unseen = report(&unsure.step(START, Input::Said(Word::No)));

    assert_eq!(seen.to_string(), "passed: slip printed yes, slip seen yes");
    assert_eq!(unseen.to_string(), "1 of 2 steps passed: slip printed not confirmed, slip seen NO");
}

#[test]
fn every_kind_has_steps_and_each_can_be_skipped_to_the_end() {
    let kinds = [
        Kind::Printer,
        Kind::Board(4),
        Kind::Keypad(vec![Key::Next, Key::Digit(3)]),
        Kind::RatingPad,
        Kind::Terminal,
        Kind::CardReader,
        Kind::Lamp,
        Kind::Contact,
        Kind::Voice,
        Kind::Lcd,
    ];
    for kind in kinds {
        let (mut trial, _) = trial(&kind);
        let mut last = Vec::new();
        for _ in 0..40 {
            if trial.due().is_some() {
                last = trial.step(START, Input::Said(Word::Skip));
            }
        }
        assert!(!report(&last).steps.is_empty() && !report(&last).passed(), "{kind:?}");
        assert_eq!(trial.due(), None);
    }
}

#[test]
fn every_clip_of_the_test_sentence_is_on_board() {
    let clips = crate::station::voice::ON_BOARD;
    assert!(TEST_CLIPS.iter().all(|name| clips.iter().any(|(clip, _)| clip == name)));
}

#[test]
fn a_device_that_is_lost_ends_the_trial_and_says_why() {
    let (mut trial, _) = trial(&Kind::RatingPad);
    let offline = Health::Offline { fault: Fault::Unplugged, retry_at: START + WITHIN, since: START };

    let report = report(&trial.step(START, Input::Health(offline)));

    assert!(!report.passed());
    assert!(
        report.to_string().starts_with("BROKEN OFF (the device was lost: the port is not there"),
        "{report}"
    );
    assert_eq!(trial.step(START, Input::Said(Word::Yes)), []);
}

#[test]
fn a_keypad_without_digits_is_asked_for_its_keys_alone() {
    let (mut trial, first) = trial(&Kind::Keys(vec![Key::Next]));
    let done = trial.step(START, key(Key::Next));

    assert!(told(&first).contains("press 呼叫 NEXT"), "{first:?}");
    assert_eq!(report(&done).to_string(), "passed: 呼叫 NEXT yes");
}

#[test]
fn a_buzzer_is_told_to_sound_once_and_is_never_left_on() {
    let (_, out) = trial(&Kind::Buzzer);

    let sound = Deed::Tell(port::Command::Signals(port::signals::Command::Sound));
    let done: Vec<&Output> = out.iter().filter(|it| matches!(it, Output::Do(_))).collect();
    assert_eq!(done, [&Output::Do(sound)]);
}
