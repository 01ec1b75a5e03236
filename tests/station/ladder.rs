//! The ladders: which means is next when one is out, as a table of halls and what is broken in them.

use jiaohao::domain::id::{KioskId, WindowId};
use jiaohao::domain::means::{HallState, Means, Rung, Task};
use jiaohao::layout::{Ladders, Role, Zone, ZoneName};
use jiaohao::station::cabinet::Wrong;
use jiaohao::station::ladder::{self, Journal, Stand, Unit, UnitKind};

const KEPT: Journal = Journal::Kept(Means::MainFile);
const ONE: WindowId = WindowId(1);
const TWO: WindowId = WindowId(2);

/// Two windows with everything a hall can have.
fn hall() -> Vec<Unit> {
    let mut units = vec![
        unit("terminal-1", UnitKind::Role(Role::Terminal(KioskId(1)))),
        unit("printer-1", UnitKind::Role(Role::Printer)),
        unit("display", UnitKind::Role(Role::HallDisplay)),
        unit("voice", UnitKind::Voice(Zone::Hall)),
        unit("lcd", UnitKind::Lcd),
        unit("buzzer", UnitKind::Buzzer),
    ];
    for window in [ONE, TWO] {
        units.push(unit(&format!("board-{window}"), UnitKind::Role(Role::WindowBoard(window))));
        units.push(unit(&format!("keypad-{window}"), UnitKind::Role(Role::Keypad(window))));
        units.push(unit(&format!("pad-{window}"), UnitKind::Role(Role::RatingPad(window))));
    }
    units
}

fn unit(name: &str, kind: UnitKind) -> Unit {
    Unit { name: name.into(), kind, out: None }
}

/// The hall with these devices out; `board-` means every board.
fn without(out: &[&str]) -> Vec<Unit> {
    let mut units = hall();
    for unit in &mut units {
        let name = unit.name.as_str();
        if out.iter().any(|out| name == *out || out.ends_with('-') && name.starts_with(out)) {
            unit.out = Some(Wrong::Silent);
        }
    }
    units
}

fn stands(units: &[Unit], journal: Journal) -> Vec<Stand> {
    ladder::stands(&Ladders::default(), &[ONE, TWO], units, journal)
}

fn found(stands: &[Stand], task: Task, window: Option<WindowId>) -> &Stand {
    let of = |stand: &&Stand| (stand.task, stand.window) == (task, window);
    let Some(stand) = stands.iter().find(of) else { panic!("{task:?} stands nowhere") };
    stand
}

fn at(stands: &[Stand], task: Task, window: Option<WindowId>) -> Means {
    found(stands, task, window).means
}

#[track_caller]
fn check(task: Task, window: Option<WindowId>, steps: &[(&[&str], Means)]) {
    for (out, means) in steps {
        let found = stands(&without(out), KEPT);
        assert_eq!(at(&found, task, window), *means, "without {out:?}");
    }
}

#[test]
fn a_hall_that_is_well_stands_on_the_best_means_everywhere() {
    let stands = stands(&hall(), KEPT);

    assert_eq!(stands.len(), 4 + 3 * 2);
    assert!(stands.iter().all(|stand| !stand.is_down() && stand.missed.is_empty()));
}

#[test]
fn tickets_are_given_by_the_terminal_then_by_staff() {
    check(
        Task::GiveTicket,
        None,
        &[
            (&[], Means::TerminalAndPrinter),
            (&["printer-1"], Means::Terminal),
            (&["terminal-1"], Means::Staff),
            (&["terminal-1", "printer-1", "keypad-"], Means::Staff),
        ],
    );
}

#[test]
fn a_call_is_shown_by_board_display_voice_lcd_and_at_last_by_mouth() {
    check(
        Task::ShowCall,
        Some(ONE),
        &[
            (&["board-2"], Means::WindowBoard),
            (&["board-1"], Means::HallDisplay),
            (&["board-1", "display"], Means::Voice),
            (&["board-1", "display", "voice"], Means::LcdAndDigits),
            (&["board-1", "display", "voice", "lcd"], Means::ByMouth),
            (&["board-1", "display", "voice", "keypad-1"], Means::ByMouth),
        ],
    );
}

#[test]
fn a_call_is_said_by_voice_buzzer_flash_and_at_last_by_mouth() {
    check(
        Task::SayCall,
        None,
        &[
            (&["voice"], Means::Buzzer),
            (&["voice", "buzzer"], Means::DisplayFlash),
            (&["voice", "buzzer", "display"], Means::DisplayFlash),
            (&["voice", "buzzer", "display", "board-"], Means::ByMouth),
        ],
    );
}

#[test]
fn a_call_is_said_in_another_zone_before_the_buzzer_sounds_where_there_is_one() {
    let said_by = |out: &[&str]| {
        let mut units = without(out);
        let zone = Zone::Other(ZoneName::new("二楼").unwrap());
        let out = out.contains(&"other-voice").then_some(Wrong::Mute);
        units.push(Unit { out, ..unit("other-voice", UnitKind::Voice(zone)) });
        let stands = stands(&units, KEPT);
        let stand = found(&stands, Task::SayCall, None);
        (stand.means, stand.is_down(), stand.rung().missed)
    };

    assert_eq!(said_by(&[]), (Means::Voice, false, vec![]));
    assert_eq!(said_by(&["other-voice"]), (Means::Voice, false, vec![]), "nothing is missed by what is done");
    assert_eq!(said_by(&["voice"]), (Means::OtherZone, true, vec!["voice".to_owned()]));
    let both = vec!["voice".to_owned(), "other-voice".to_owned()];
    assert_eq!(said_by(&["voice", "other-voice"]), (Means::Buzzer, true, both));
}

#[test]
fn next_is_pressed_on_the_keypad_then_on_a_soft_one() {
    check(Task::PressNext, Some(ONE), &[(&["keypad-2"], Means::Keypad), (&["keypad-1"], Means::SoftKeypad)]);
}

#[test]
fn a_grade_is_given_on_the_pad_by_code_or_on_paper() {
    check(
        Task::Rate,
        Some(TWO),
        &[
            (&["pad-1"], Means::Pad),
            (&["pad-2"], Means::SlipCode),
            (&["pad-2", "printer-1"], Means::PaperForm),
        ],
    );
}

#[test]
fn duty_staff_are_told_by_lcd_corner_buzzer_and_at_last_the_log() {
    check(
        Task::TellStaff,
        None,
        &[
            (&["lcd"], Means::DisplayCorner),
            (&["lcd", "display"], Means::Buzzer),
            (&["lcd", "display", "buzzer"], Means::Log),
        ],
    );
}

#[test]
fn a_journal_that_refuses_makes_everything_that_it_would_grant_handwork() {
    let found = stands(&hall(), Journal::Refuses);

    for (task, window, means) in [
        (Task::GiveTicket, None, Means::PaperBlock),
        (Task::ShowCall, Some(ONE), Means::ByMouth),
        (Task::PressNext, Some(TWO), Means::PaperSheet),
        (Task::Rate, Some(ONE), Means::PaperForm),
        (Task::KeepJournal, None, Means::Memory),
        (Task::TellStaff, None, Means::Lcd),
    ] {
        assert_eq!(at(&found, task, window), means, "{task:?}");
    }
    let rungs: Vec<Rung> = found.iter().filter(|stand| stand.is_down()).map(Stand::rung).collect();
    assert_eq!(HallState::of(&rungs, Some(&[]), [ONE, TWO]), HallState::ManualForAll);
}

#[test]
fn a_means_for_which_the_hall_has_no_device_is_passed_over_and_nothing_is_down() {
    let bare: Vec<Unit> =
        hall().into_iter().filter(|unit| unit.name.as_str().starts_with("keypad")).collect();

    let found = stands(&bare, KEPT);

    assert_eq!(at(&found, Task::ShowCall, Some(ONE)), Means::ByMouth);
    assert_eq!(at(&found, Task::GiveTicket, None), Means::Staff);
    assert!(found.iter().all(|stand| !stand.is_down()));
}

#[test]
fn what_is_missed_is_what_keeps_the_better_means_from_holding() {
    let found = stands(&without(&["board-1", "display", "keypad-2"]), KEPT);

    let missed = |task, window| self::found(&found, task, window).rung().missed;
    assert_eq!(missed(Task::ShowCall, Some(ONE)), ["board-1", "display"]);
    assert_eq!(missed(Task::ShowCall, Some(TWO)), Vec::<String>::new());
    assert_eq!(missed(Task::PressNext, Some(TWO)), ["keypad-2"]);
}

#[test]
fn steps_that_a_hall_leaves_out_are_never_taken() {
    let mut ladders = Ladders::default();
    let steps = vec![Means::Keypad, Means::DutyKeypad, Means::PaperSheet];
    assert_eq!(ladders.set(Task::PressNext, steps), Ok(()));

    let press = |out: &[&str]| {
        at(&ladder::stands(&ladders, &[ONE, TWO], &without(out), KEPT), Task::PressNext, Some(ONE))
    };

    assert_eq!(press(&["keypad-1"]), Means::DutyKeypad);
    assert_eq!(press(&["keypad-"]), Means::PaperSheet);
}

#[test]
fn the_hall_is_as_bad_as_its_worst_task_of_calling() {
    let state = |out: &[&str]| {
        let rungs: Vec<Rung> =
            stands(&without(out), KEPT).iter().filter(|stand| stand.is_down()).map(Stand::rung).collect();
        HallState::of(&rungs, Some(&[]), [ONE, TWO])
    };

    assert_eq!(state(&[]), HallState::Normal);
    assert_eq!(state(&["pad-1"]), HallState::MeansDown);
    assert_eq!(state(&["pad-1", "printer-1"]), HallState::MeansDown, "a form on paper is no manual calling");
    assert_eq!(state(&["board-", "display", "voice", "lcd"]), HallState::ManualForSome);
    assert_eq!(
        state(&["board-", "display", "voice", "lcd", "keypad-"]),
        HallState::ManualForSome,
        "the terminal"
    );
    let everything: Vec<String> = hall().iter().map(|unit| unit.name.to_string()).collect();
    let everything: Vec<&str> = everything.iter().map(String::as_str).collect();
    assert_eq!(state(&everything), HallState::ManualForAll);
}

#[test]
fn windows_that_stand_alike_are_told_in_one_sentence() {
    let told = |out: &[&str]| {
        let stands: Vec<_> = stands(&without(out), KEPT)
            .into_iter()
            .map(|stand| (stand, jiaohao::domain::moment::HallTime(0)))
            .collect();
        let groups = ladder::groups(&stands);
        groups.iter().filter(|group| group.is_down()).map(ladder::Group::sentence).collect::<Vec<_>>()
    };

    assert_eq!(told(&["keypad-2"]), ["2号窗口按键叫号：请用软叫号器（2号叫号器无应答）"]);
    assert_eq!(told(&["keypad-"]), ["各窗口按键叫号：请用软叫号器（1号叫号器等2台无应答）"]);
    assert_eq!(
        told(&["printer-1"]),
        ["取号：请提醒群众记住号码，恢复后可补打（打印机无应答）"],
        "one sentence, though the codes on slips are out with it"
    );
    let mut mixed = without(&["voice"]);
    mixed.iter_mut().filter(|unit| unit.name.as_str().starts_with("buzzer")).for_each(|unit| {
        unit.out = Some(Wrong::Unplugged);
    });
    let said = stands(&mixed, KEPT).into_iter().find(|stand| stand.task == Task::SayCall).unwrap();
    let groups = ladder::groups(&[(said, jiaohao::domain::moment::HallTime(0))]);
    assert_eq!(groups[0].why(), "语音无应答，另有1台停用", "what is wrong with one is not said of the other");
}
