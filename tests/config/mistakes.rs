//! Mistakes inside one table: unknown keys, wrong kinds, limits (J02, J03, J04, J05).

use jiaohao::config::Severity;

use super::support::{CATALOGUE, HALL, check, problems, read};

#[test]
fn the_small_hall_of_these_tests_has_no_mistakes() {
    check("[hall]", "[hall]", &[]);
}

#[test]
fn j02_an_unknown_key_is_an_error_with_the_key_that_was_meant() {
    check("baud = 57600", "buad = 57600", &["error: unknown key `cable.buad`; did you mean `baud`?"]);
    check("[hall]", "[hal]\n[hall]", &["error: unknown key `hal`; did you mean `hall`?"]);
}

#[test]
fn j02_a_key_like_no_other_is_answered_with_the_keys_there_are() {
    check(
        "[[clerk]]",
        "[[clerk]]\nsalary = 1",
        &["unknown key `clerk.salary`; take it out; known here: number,"],
    );
}

#[test]
fn j02_a_wrong_kind_is_told_with_what_would_be_right() {
    check(
        "name = \"大厅\"",
        "name = 5",
        &["`hall.name` cannot be this (a whole number); write a text in quotes"],
    );
    check(
        "baud = 57600",
        "baud = \"57600\"",
        &["`cable.baud` cannot be this (a text); write a whole number from 300"],
    );
    check("[hall]", "calling = 1\n[hall]", &["`calling` cannot be this (a whole number); write a table"]);
    check("materials = [\"身份证\"]", "materials = \"身份证\"", &["(a text); write a list in brackets"]);
    let staff = ["nobody is on the staff", "`clerk` cannot be this (a table); write a list of tables"];
    check(
        "[[clerk]]
number = 101",
        "[clerk]
number = 101",
        &staff,
    );
}

#[test]
fn a_missing_key_is_asked_for_at_its_table() {
    check(
        "name = \"大厅\"\n",
        "",
        &["hall.toml:2:2: error: the key `hall.name` is missing; write `name = …`"],
    );
    check("code = \"0101\"\n", "", &["catalogue.toml:7:1: error: the key `section.service.code` is missing"]);
}

#[test]
fn j03_two_groups_cannot_have_one_letter() {
    let hall = HALL.replace("prefix = \"A\"", "prefix = \"A\"\n[[group]]\nprefix = \"A\"");

    let reading = read(hall.as_bytes(), CATALOGUE);

    let problem =
        reading.problems.iter().find(|problem| problem.what.contains("two groups have the letter A"));
    let problem = problem.expect("told");
    let (other, _) = problem.also.as_ref().expect("with both places");
    assert_eq!((problem.spot.position().0, other.position().0), (9, 7));
}

#[test]
fn a_letter_without_a_group_is_told_once() {
    check(
        "group = \"A\"",
        "group = \"B\"",
        &["catalogue.toml:5:9: error: no group of numbers has the letter B"],
    );
}

#[test]
fn a_number_stands_for_one_window_one_clerk_and_one_service() {
    check("number = 2", "number = 1", &["window 1 stands here twice"]);
    check("[[clerk]]", "[[clerk]]\nnumber = 101\n[[clerk]]", &["clerk 101 stands here twice"]);
    let again = CATALOGUE.split_once("[[section.service]]").map(|(_, service)| service).unwrap_or_default();
    let twice = format!("{CATALOGUE}\n[[section.service]]{again}");
    let found = problems(HALL, &twice);
    assert!(found.iter().any(|line| line.contains("two services have the number 11")), "{found:#?}");
}

#[test]
fn j04_a_service_that_no_window_serves_is_a_warning_in_words() {
    let hall = HALL
        .replace("number = 1\n\n", "number = 1\nservices = []\n\n")
        .replace("number = 2", "number = 2\nservices = []");

    let reading = read(hall.as_bytes(), CATALOGUE);

    let told: Vec<&str> = reading.problems.iter().map(|problem| problem.what.as_str()).collect();
    assert!(told.iter().any(|what| what.starts_with("no window serves 11 (参保登记)")), "{told:#?}");
    assert_eq!(told.iter().filter(|what| what.starts_with("this serves nothing")).count(), 2, "{told:#?}");
    assert!(reading.problems.iter().all(|problem| problem.severity == Severity::Warning), "{told:#?}");
    assert!(reading.config.is_some(), "a warning closes no hall");
}

#[test]
fn j04_a_service_that_no_clerk_may_serve_is_a_warning_too() {
    check(
        "number = 101",
        "number = 101\nservices = []",
        &[
            "hall.toml:17:12: warning: this serves nothing",
            "catalogue.toml:8:10: warning: no clerk may serve 11",
        ],
    );
}

#[test]
fn a_service_that_does_not_exist_cannot_be_served() {
    check(
        "number = 101",
        "number = 101\nservices = [11, 99]",
        &["hall.toml:17:17: error: no service of the catalogue has the number 99"],
    );
}

#[test]
fn j05_limits_out_of_range_are_refused() {
    let group = |keys| format!("prefix = \"A\"\n{keys}");
    check("prefix = \"A\"", &group("last = 1000"), &["number 1000 does not fit into 3 digits"]);
    check("prefix = \"A\"", &group("last = 10000"), &["`group.last` cannot be this"]);
    check("prefix = \"A\"", &group("first = 9\nlast = 5"), &["the numbers end at 5 before they begin at 9"]);
    check(
        "[hall]",
        "[calling]\nbounce = \"-1s\"\n[hall]",
        &["`calling.bounce` cannot be this (a text); write a span"],
    );
    check("[hall]", "[calling]\nbounce = 800\n[hall]", &["`calling.bounce` cannot be this (a whole number)"]);
    check(
        "[hall]",
        "[green-channel]\ncalls = 2\nat-most = 3\n[hall]",
        &["at most 3 green calls in 2 is no bound"],
    );
    check("[hall]", "[rating]\nreasons = [\"a\"]\n[hall]", &["a pad has five keys, and here are 1 reasons"]);
    check("[hall]", "[class.urgent]\ntarget = \"90s\"\n[hall]", &["a target is counted in whole minutes"]);
}

#[test]
fn j05_a_hall_without_windows_is_refused() {
    let hall = HALL.replace("[[window]]\nnumber = 1\n", "").replace("[[window]]\nnumber = 2\n", "");

    let found = problems(&hall, CATALOGUE);

    assert!(found.iter().any(|line| line.contains("error: a hall without windows")), "{found:#?}");
}

#[test]
fn every_word_of_a_discipline_is_judged() {
    for good in ["\"first-come\"", "{ strict = [\"green\"] }", "{ ratio = { ordinary = 3, green = 1 } }"] {
        check("[hall]", &format!("discipline = {good}\n[hall]"), &[]);
    }
    for wrong in
        ["\"random\"", "{ strict = [\"green\", \"green\"] }", "{ ratio = { ordinary = 0 } }", "{ }", "1"]
    {
        check("[hall]", &format!("discipline = {wrong}\n[hall]"), &["`discipline` cannot be this"]);
    }
}

#[test]
fn fifty_mistakes_are_fifty_problems_each_with_its_line() {
    let mistakes: String = (0..50).map(|number| format!("mistake-{number} = {number}\n")).collect();

    let found = problems(&format!("{mistakes}{HALL}"), CATALOGUE);

    for number in 0..50 {
        let expected = format!("hall.toml:{}:1: error: unknown key `mistake-{number}`", number + 1);
        assert!(found.iter().any(|line| line.starts_with(&expected)), "{expected}\n{found:#?}");
    }
}

#[test]
fn mistakes_of_every_kind_and_in_both_files_are_told_together() {
    let hall = HALL
        .replace("number = 2", "number = 100")
        .replace("[hall]", "colour = 1\n[hall]")
        .replace("57600", "57600 =");
    let catalogue = CATALOGUE.replace("limit = \"即时办结\"\n", "");

    let found = problems(&hall, &catalogue);

    for expected in [
        "`window.number` cannot be this",
        "unknown key `colour`",
        "not TOML",
        "`section.service.limit` is missing",
    ] {
        assert!(found.iter().any(|line| line.contains(expected)), "{expected}\n{found:#?}");
    }
}
