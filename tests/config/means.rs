//! `[means]`: ladders of a hall that lacks a means, and steps that make no ladder.

use jiaohao::domain::means::{Means, Task};
use jiaohao::layout::{Ladders, standard};

use super::support::{CATALOGUE, HALL, config, problems};

#[test]
fn a_hall_that_says_nothing_of_its_means_has_the_standard_ladders() {
    let ladders = config(HALL, CATALOGUE).layout.ladders;

    assert_eq!(ladders, Ladders::default());
    for task in Task::ALL {
        assert_eq!(ladders.steps(task), standard(task));
        assert!(standard(task).last().is_some_and(|last| last.is_by_hand()), "{task:?}");
    }
}

#[test]
fn steps_can_be_left_out_and_put_into_another_order() {
    let hall = format!("{HALL}\n[means]\nshow-call = [\"voice\", \"window-board\", \"by-mouth\"]\n");

    let ladders = config(&hall, CATALOGUE).layout.ladders;

    assert_eq!(ladders.steps(Task::ShowCall), [Means::Voice, Means::WindowBoard, Means::ByMouth]);
    assert_eq!(ladders.steps(Task::PressNext), standard(Task::PressNext));
}

#[test]
fn steps_that_make_no_ladder_are_told_with_the_reason() {
    told("press-next = []", "`press-next` is no ladder: it has no steps");
    told("press-next = [\"voice\", \"paper-sheet\"]", "is no ladder: \"voice\" does not do this");
    told("rate = [\"pad\", \"pad\", \"paper-form\"]", "is no ladder: \"pad\" stands there twice");
    let after = "nothing after \"by-mouth\" is ever reached, as people never fail";
    told("show-call = [\"by-mouth\", \"voice\"]", after);
    told("rate = [\"pad\"]", "it ends with \"pad\", and when that is out nothing is left");
    told("tell-staff = [\"lamp\", \"log\"]", "`means.tell-staff");
}

#[track_caller]
fn told(line: &str, expected: &str) {
    let found = problems(&format!("{HALL}\n[means]\n{line}\n"), CATALOGUE);
    assert!(found.iter().any(|line| line.contains(expected)), "{found:#?}");
}
