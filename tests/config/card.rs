//! `jiaohao card`: the page for the wall, and the commands that stand on it.

use super::commands::{hall, run, told};

#[test]
fn every_command_on_the_card_for_the_wall_is_one() {
    for (_, command) in jiaohao::station::wall_card::COMMANDS {
        let words: Vec<&str> = command.split(' ').skip(1).chain(["--help"]).collect();

        let output = run(&words, None);

        assert_eq!(output.status.code(), Some(0), "{command}: {}", told(&output));
    }
}

#[test]
fn the_card_for_the_wall_is_a_page_of_this_hall() {
    let (_folder, path) = hall();

    let card = run(&["card"], Some(&path));

    assert!(
        told(&card).starts_with("<!DOCTYPE html>") && told(&card).contains("<p>大厅</p>"),
        "{}",
        told(&card)
    );
    assert_eq!(card.status.code(), Some(0));
}
