//! `[manual]`: reasons for which numbers are written off, and lists that a keypad cannot offer.

use jiaohao::domain::manual::{WRITE_OFF_REASONS, write_off_reasons};

use super::support::{CATALOGUE, HALL, config, problems};

fn reasons(list: &str) -> Vec<String> {
    let rules = config(&format!("{HALL}\n[manual]\n{list}\n"), CATALOGUE).rules;
    write_off_reasons(rules.manual.as_ref()).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_hall_has_its_own_reasons_or_the_usual_ones() {
    assert_eq!(reasons("write-off-reasons = [\"停电\", \"其他\"]"), ["停电", "其他"]);
    assert_eq!(reasons(""), WRITE_OFF_REASONS);
    let usual = config(HALL, CATALOGUE).rules.manual;
    assert_eq!(usual, None, "what is usual is not stored");
}

#[test]
fn a_list_that_nine_digits_cannot_name_is_told_with_its_place() {
    let told = |list: &str| problems(&format!("{HALL}\n[manual]\nwrite-off-reasons = {list}\n"), CATALOGUE);
    let ten = format!("[{}]", ["\"x\""; 10].join(", "));

    for (list, words) in
        [("[]", "here are 0"), (&*ten, "here are 10"), ("[\"\"]", "not empty"), ("3", "write-off-reasons")]
    {
        let found = told(list);
        assert!(found.iter().any(|line| line.contains(words)), "{list}: {found:#?}");
    }
}
