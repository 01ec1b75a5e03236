//! `[self-test]` and `[card]`: when, whom to call, and what is said to whoever writes something else.

use jiaohao::layout::{Call, Matter, MatterKind, Morning};

use super::support::{CATALOGUE, HALL, config, problems};

#[test]
fn a_hall_that_says_nothing_is_tried_at_half_past_eight_and_certified_at_ten_to_nine() {
    let upkeep = config(HALL, CATALOGUE).layout.upkeep;

    assert_eq!(upkeep.morning, Some(Morning { from: 510, certificate: 530 }));
    assert_eq!((upkeep.chime, upkeep.tell.len(), upkeep.calls.len()), (false, 2, 0));
    assert_eq!(upkeep.blocks, "");
}

#[test]
fn what_a_hall_sets_is_what_counts() {
    let hall = format!(
        "{HALL}\n[self-test]\nfrom = \"none\"\nchime = true\ntell = []\n\n[[self-test.call]]\n\
         about = [\"keypad-1\", \"lcd\"]\nwho = \"IT 8010\"\n\n[card]\nblocks = \"drawer\"\n"
    );

    let upkeep = config(&hall, CATALOGUE).layout.upkeep;

    let about = vec![Matter::Device("keypad-1".into()), Matter::Kind(MatterKind::Lcd)];
    assert_eq!(upkeep.calls, [Call { about, who: "IT 8010".to_owned() }]);
    assert_eq!((upkeep.morning, upkeep.chime, upkeep.blocks.as_str()), (None, true, "drawer"));
    assert!(upkeep.tell.is_empty());
}

#[test]
fn a_certificate_that_is_not_after_the_beginning_is_an_error_at_its_place() {
    told(
        "[self-test]\nfrom = \"08:30\"\ncertificate = \"08:30\"\n",
        ":15: error: the certificate is due at 08:30, and the self-test begins at 08:30",
    );
    told(
        "[self-test]\ncertificate = \"half past\"\n",
        "error: `self-test.certificate` cannot be this (a text)",
    );
}

#[test]
fn a_hall_that_opens_before_its_certificate_is_warned() {
    told(
        "[self-test]\ncertificate = \"09:30\"\n",
        "warning: the hall opens at 09:00, before the certificate of 09:30",
    );
}

#[test]
fn a_telephone_for_something_that_is_not_there_is_told_with_what_may_be_meant() {
    let call = "[[self-test.call]]\nabout = [\"keypad-2\"]\nwho = \"IT\"\n";
    told(call, "error: `keypad-2` is no device of this hall and no kind of device; did you mean `keypad-1`?");
    told(
        "[[self-test.call]]\nabout = [\"teapot\"]\nwho = \"IT\"\n",
        "error: `teapot` is no device of this hall and no kind of device; name a device, or one of the kinds",
    );
    told("[[self-test.call]]\nabout = [\"lcd\"]\n", "error: the key `self-test.call.who` is missing");
}

#[track_caller]
fn told(more: &str, expected: &str) {
    let found = problems(&format!("{HALL}\n{more}"), CATALOGUE);
    assert!(found.iter().any(|line| line.contains(expected)), "{found:#?}");
}
