//! `[manual]`, `[means]`, `[incidents]` with its notices, and the buttons that raise them: what cannot be meant is told
//! with its line.

use std::time::Duration;

use super::support::{CATALOGUE, HALL, config, problems};

/// A button on a line of a chip; its kind and what it stands for follow.
const BUTTON: &str = "[[signal]]\nname = \"button\"\nchip = \"hall-box\"\nline = 17\nplace = \"desk\"\n";
const NOTICE: &str = "[[incidents.notice]]\nboard = \"b\"\ntext = \"t\"\ntext-en = \"e\"\n";

#[test]
fn insurance_is_a_time_from_five_minutes_to_four_hours_or_none() {
    let span = "`manual.insurance` cannot be this";
    for bad in ["\"4min\"", "\"241min\"", "\"5h\"", "30", "true", "\"soon\"", "\"\"", "\"-5min\""] {
        told("[manual]", &format!("insurance = {bad}"), 2, span);
    }
    told("[manual]", "insured = \"30min\"", 2, "unknown key `manual.insured`");
    for (good, minutes) in [("\"5min\"", Some(5)), ("\"4h\"", Some(240)), ("\"none\"", None)] {
        let hall = format!("{HALL}\n[manual]\ninsurance = {good}\n");
        let every = config(&hall, CATALOGUE).rules.manual.and_then(|manual| manual.insurance);
        assert_eq!(every, minutes.map(|minutes: u64| Duration::from_secs(minutes * 60)), "{good}");
    }
}

#[test]
fn a_ladder_of_nonsense_is_told_at_its_line() {
    told("[means]", "rate = [\"pad\"]", 2, "`rate` is no ladder");
    told("[means]", "rate = \"pad\"", 2, "`means.rate`");
    told("[means]", "rate = [\"pad\",\n  \"lamp\", \"paper-form\"]", 3, "`means.rate");
    told("[means]", "press-key = [\"keypad\"]", 2, "unknown key `means.press-key`");
}

#[test]
fn what_befalls_the_hall_is_told_at_its_line_where_it_cannot_be_meant() {
    let among = "no notice has the code \"pwer\"; did you mean \"power\"? there are: network, power, system";
    told("[incidents]", "mains-notice = \"pwer\"", 2, among);
    told("[incidents]", "mains-notice = 3", 2, "`incidents.mains-notice` cannot be this");
    for bad in ["\"30s\"", "\"5h\"", "7", "\"later\""] {
        told("[incidents]", &format!("stop-after = {bad}"), 2, "`incidents.stop-after` cannot be this");
    }
    told("[incidents]", "evacuate = \"\"", 2, "`incidents.evacuate` cannot be this");
    told("[incidents]", "evacuate-en = [\"Out\"]", 2, "`incidents.evacuate-en` cannot be this");
    told("[incidents]", "evacuation = \"x\"", 2, "unknown key `incidents.evacuation`");
}

#[test]
fn a_notice_that_cannot_be_chosen_is_told_at_its_line() {
    told(NOTICE, "", 1, "the key `incidents.notice.code` is missing");
    told(NOTICE, "code = \"a\"\nhold-tickets = \"yes\"", 6, "`incidents.notice.hold-tickets` cannot be this");
    told(NOTICE, "code = 4", 5, "`incidents.notice.code` cannot be this");
    let twice = format!("code = \"a\"\n{NOTICE}code = \"a\"");
    told(NOTICE, &twice, 10, "two notices have the code \"a\"");
    let ten: String = (2..=10).map(|code| format!("{NOTICE}code = \"n{code}\"\n")).collect();
    told(NOTICE, &format!("code = \"n1\"\n{ten}"), 50, "these are more notices than anybody can choose from");
}

#[test]
fn a_button_stands_for_an_alarm_or_a_notice_that_there_is() {
    let kinds = "`signal.raises` cannot be this";
    told(BUTTON, "kind = \"emergency\"\nraises = \"siren\"", 7, kinds);
    told(BUTTON, "kind = \"emergency\"\nraises = 4", 7, kinds);
    told(BUTTON, "kind = \"notice\"", 1, "the key `signal.notice` is missing");
    told(BUTTON, "kind = \"notice\"\nnotice = 1", 7, "`signal.notice` cannot be this");
    told(BUTTON, "kind = \"notice\"\nnotice = \"flood\"", 7, "no notice has the code \"flood\"");
    told(BUTTON, "kind = \"lamp\"\nraises = \"fire\"", 7, "unknown key `signal.raises`");
}

/// Appends a table and lines, and expects a problem at the line that is meant, counted from the table's own.
#[track_caller]
fn told(table: &str, lines: &str, line: usize, expected: &str) {
    let hall = format!("{}\n", HALL.trim_end());
    let before = hall.lines().count();

    let found = problems(&format!("{hall}{}\n{lines}\n", table.trim_end()), CATALOGUE);

    let at = format!("hall.toml:{}:", before + line);
    let is_meant = |told: &String| told.contains(&at) && told.contains(expected);
    assert!(found.iter().any(is_meant), "{at} … {expected}\nis not among\n{found:#?}");
}
