//! `[id-card]`: what may be kept of a card, and readers and terminals that do not fit.

use std::time::Duration;

use jiaohao::domain::card::{AgeGreen, CardLimit, CardRules, LimitPer};

use super::support::{CATALOGUE, HALL, config, problems};

/// A terminal that asks for cards, without its reader.
pub const TERMINAL: &str = "[id-card]\nask = \"optional\"\n\n[[cable]]\nname = \"panel\"\npath = \"/dev/hall/panel\"\n\
    baud = 115200\n\n[[device]]\nname = \"terminal-1\"\ndriver = \"tjc-hmi\"\ncable = \"panel\"\nrole = \"terminal\"\n\
    place = \"entrance\"\n\n";

const READER: &str = "[[cable]]\nname = \"cards\"\npath = \"/dev/hall/cards\"\nbaud = 115200\n\n[[device]]\n\
    name = \"reader-1\"\ndriver = \"sam-card\"\ncable = \"cards\"\nrole = \"card-reader\"\nplace = \"entrance\"\n\n";

/// The reason that an age is.
const AGE: &str = "[[green-channel.reason]]\ncode = \"age\"\nname = \"老年人\"\nname-en = \"Senior\"\n";

fn hall(settings: &str) -> String {
    let asks = TERMINAL.replace("ask = \"optional\"\n", settings);
    format!("{HALL}\n{asks}{READER}{AGE}")
}

#[test]
fn a_hall_that_says_nothing_of_cards_asks_for_none() {
    assert_eq!(config(HALL, CATALOGUE).rules.cards, None);
}

#[test]
fn what_a_hall_sets_about_cards_is_in_its_rules() {
    let settings = "ask = \"required\"\nkeep = \"hash\"\nlimit = 2\nlimit-per = \"day\"\ngreen-from-age = 65\n\
                    wait = \"30s\"\ngo-on-without-reader = false\n";

    let rules = config(&hall(settings), CATALOGUE).rules.cards;

    let expected = CardRules {
        required: true,
        go_on_without_reader: false,
        limit: Some(CardLimit { tickets: 2, per: LimitPer::Day }),
        green: Some(AgeGreen { from_years: 65, reason: 0 }),
        wait: Duration::from_secs(30),
    };
    assert_eq!(rules, Some(expected));
}

#[test]
fn a_forbidden_card_leaves_no_rule_whatever_else_is_written() {
    let hall = hall("ask = \"forbidden\"\nkeep = \"hash\"\nlimit = 1\n");

    assert_eq!(config(&hall, CATALOGUE).rules.cards, None);
    told(&hall, "warning: \"reader-1\" is never asked for a card");
}

#[test]
fn a_limit_needs_the_hash_and_the_hash_a_limit() {
    told(
        &hall("ask = \"optional\"\nlimit = 1\n"),
        "error: a person who takes one ticket too many is found by",
    );
    told(&hall("ask = \"optional\"\nkeep = \"hash\"\n"), "error: hashes of cards serve the limit alone");
    none(&hall("ask = \"optional\"\nkeep = \"hash\"\nlimit = 1\n"));
    none(&hall("ask = \"optional\"\n"));
}

#[test]
fn an_age_needs_a_reason_of_the_green_channel() {
    let settings = "ask = \"optional\"\ngreen-from-age = 60\n";

    none(&hall(settings));
    told(
        &hall(&format!("{settings}green-reason = \"old\"\n")),
        "error: the green channel has no reason \"old\"; name the `code` of a `[[green-channel.reason]]`",
    );
    told(
        &hall("ask = \"optional\"\ngreen-from-age = 30\n"),
        "error: `id-card.green-from-age` cannot be this",
    );
}

#[test]
fn a_reader_has_its_terminal_and_a_terminal_that_asks_its_reader() {
    told(
        &hall("ask = \"optional\"\n").replace("role = \"card-reader\"", "role = \"card-reader\"\nkiosk = 2"),
        "error: \"reader-1\" stands beside terminal 2, and there is none",
    );
    let without = format!("{HALL}\n{TERMINAL}");
    told(&without, "warning: cards are asked for, and terminal 1 has no card reader");
    let shut = "ask = \"required\"\ngo-on-without-reader = false";
    told(
        &without.replace("ask = \"optional\"", shut),
        "error: terminal 1 has no card reader, so it would never give a ticket",
    );
}

#[test]
fn a_word_that_is_none_is_told_at_its_place() {
    told(&hall("ask = \"maybe\"\n"), "error: `id-card.ask` cannot be this (a text)");
    told(&hall("ask = \"optional\"\nkeep = \"number\"\n"), "error: `id-card.keep` cannot be this (a text)");
    told(&hall("ask = \"optional\"\nask-for = 1\n"), "error: unknown key `id-card.ask-for`");
}

#[track_caller]
fn told(hall: &str, expected: &str) {
    let found = problems(hall, CATALOGUE);
    assert!(found.iter().any(|line| line.contains(expected)), "{found:#?}");
}

#[track_caller]
fn none(hall: &str) {
    let found = problems(hall, CATALOGUE);
    assert!(found.is_empty(), "{found:#?}");
}
