//! The runner of stories: it refuses what it does not understand, tells what is otherwise, and blesses once
//! for all.

use crate::player::play;
use crate::story::{Mistake, Story};
use crate::telling::{differences, write};

/// A short morning at window 3, with its right side as it is.
const TRUE: &str = "\
# One visitor.
hall   hall.toml
watch  board-3 keypad-3

08:55:00  power on
08:56:00  keypad 3 log-in 103
curtain
09:00:05  kiosk take 业务咨询
09:00:30  keypad 3 NEXT                 | board-3   *请F001号*
                                        | keypad-3  [F001]
09:01:11                                | board-3   F001号办理中
# The visitor has come.
09:02:00  keypad 3 FINISH               | board-3   请等候叫号
                                        | keypad-3  [   0]
";

fn told(text: &str) -> Vec<String> {
    let story = Story::read("a.story", text).unwrap();
    differences(&story, &play(&story).unwrap())
}

fn blessed(text: &str) -> String {
    let story = Story::read("a.story", text).unwrap();
    write(&story, &play(&story).unwrap())
}

fn refused(text: &str) -> Mistake {
    Story::read("a.story", text).unwrap_err()
}

#[test]
fn a_story_that_is_true_has_nothing_to_tell() {
    let text = TRUE.replace(
        "09:00:05  kiosk take 业务咨询\n",
        "09:00:05  kiosk take 业务咨询 | keypad-3  beeps → [   1]\n",
    );

    assert_eq!(told(&text), [""; 0]);
}

#[test]
fn a_wrong_right_side_is_told_with_its_place_and_both_sides() {
    let told = told(TRUE);

    let difference = "a.story:8: 09:00:05  kiosk take 业务咨询\n  \
                      written  nothing\n  \
                      seen              | keypad-3  beeps → [   1]";
    assert_eq!(told, [difference]);
}

#[test]
fn a_sign_that_does_not_come_or_comes_at_another_time_is_told() {
    let missing = TRUE.replace("| board-3   请等候叫号", "| board-3   请等候叫号\n | voice  再见");
    let late = TRUE.replace("09:01:11", "09:01:12");

    assert!(told(&missing).concat().contains("a.story:13: 09:02:00  keypad 3 FINISH\n  written"));
    assert!(told(&late).concat().contains("written  09:01:12 | board-3   F001号办理中"));
    assert!(told(&late).concat().contains("seen     09:01:11 | board-3   F001号办理中"));
}

#[test]
fn an_unknown_word_is_refused_with_its_place() {
    let cases = [
        ("hall hall.toml\n09:00:00  kiosk sing", 2, "nobody here knows how to `kiosk sing`"),
        ("hall hall.toml\n\n09:00:00  keypad 3 START", 3, "the pad has no key `START`"),
        ("hall hall.toml\n09:00:00  keypad 300 NEXT", 2, "`300` is not a number that fits here"),
        ("hall hall.toml\n09:00:00  duty sing", 2, "`jiaohao duty sing` is no order"),
        ("hall hall.toml\n09:00:00  wait\n08:59:59  wait", 3, "08:59:59 is earlier"),
        ("hall hall.toml\n09:00:00", 2, "a time at which nothing is done or seen"),
        ("hall hall.toml\n  | board-3 A001", 2, "something is seen before anything is done"),
        ("hall hall.toml\n9 Uhr  wait", 2, "`9` is neither a time of day nor a word of the head"),
        ("hall hall.toml\n09:00:00  wait\n09:61:00  wait", 3, "`09:61:00` is no time of day"),
        ("# no head", 1, "the head names no hall"),
    ];
    for (text, line, words) in cases {
        let mistake = refused(text);

        assert_eq!((mistake.file.as_str(), mistake.line), ("a.story", line), "{text}");
        assert!(mistake.words.contains(words), "{text}: {mistake}");
    }
}

#[test]
fn a_deed_that_cannot_be_done_is_told_with_its_line() {
    let cases = [
        ("hall nowhere.toml\n09:00:00  wait", 1),
        ("hall hall.toml\nrule quota 99 1\n09:00:00  wait", 1),
        ("hall hall.toml\n09:00:00  power on\n09:00:05  kiosk touch 结婚登记", 3),
        ("hall hall.toml\n09:00:00  power on\n09:00:05  kiosk take 结婚登记", 3),
        ("hall hall.toml\n09:00:00  power on\n09:00:05  keypad 12 NEXT", 3),
        ("hall hall.toml\n09:00:00  duty close-day", 2),
        ("hall hall.toml\n09:00:00  power on\n09:00:05  device terminal silent", 3),
        ("hall hall.toml\n09:00:00  power on\n09:00:05  cable board pulled", 3),
    ];
    for (text, line) in cases {
        let mistake = play(&Story::read("a.story", text).unwrap()).unwrap_err();

        assert_eq!(mistake.line, line, "{text}: {mistake}");
    }
}

#[test]
fn a_blessed_story_is_true_and_blessing_it_again_changes_nothing() {
    let once = blessed(TRUE);

    assert_eq!(told(&once), [""; 0]);
    assert_eq!(blessed(&once), once);
    assert!(once.contains("kiosk take 业务咨询           | keypad-3  beeps → [   1]"), "{once}");
    assert!(
        once.starts_with("# One visitor.\nhall   hall.toml\n") && once.contains("# The visitor has come.")
    );
}
