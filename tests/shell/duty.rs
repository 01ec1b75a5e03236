//! What the person on duty asks for at the command line.

use super::support::{Hall, PIN, told};

/// Asks, and checks the exit code and the sentence.
#[track_caller]
fn check(hall: &Hall, words: &str, code: i32, sentence: &str) {
    check_typing(hall, words, "", code, sentence);
}

#[track_caller]
fn check_typing(hall: &Hall, words: &str, typed: &str, code: i32, sentence: &str) {
    let words: Vec<&str> = ["duty"].into_iter().chain(words.split(' ')).collect();

    let output = hall.run(&words, typed);

    assert_eq!(output.status.code(), Some(code), "{words:?}: {}", told(&output));
    assert_eq!(told(&output).trim_end(), sentence, "{words:?}");
}

#[test]
fn a_ticket_is_given_at_the_desk_printed_again_and_withdrawn() {
    let hall = Hall::new().start();

    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
    check(&hall, "issue 11 --green age", 0, "ticket A002, 1 ahead");
    // There is no printer: its slip is still to come, and does not come twice.
    check(&hall, "reprint A001", 1, "The ticket is not in a state that allows this.");
    check(&hall, "cancel A001", 0, "A001 is withdrawn");
    check(&hall, "cancel A001", 1, "The ticket is not in a state that allows this.");
}

#[test]
fn a_ticket_or_a_reason_that_there_is_not_is_named() {
    let hall = Hall::new().start();

    check(&hall, "issue 11 --green tired", 1, "no such reason; there are: age");
    check(&hall, "reprint A077", 1, "No ticket has this number today.");
    check(&hall, "reprint slip", 1, "\"slip\" is not a ticket's number; one looks like A017");
    check(&hall, "return A077", 1, "No ticket has this number today.");
}

#[test]
fn tickets_are_stopped_and_allowed_for_one_service_or_all() {
    let hall = Hall::new().start();

    check(&hall, "stop-issuing", 0, "no more tickets are given");
    check(&hall, "issue 11", 1, "The duty leader has stopped the issuing.");
    assert!(hall.status().sentence.contains("TICKETS STOPPED BY THE DUTY LEADER"));
    check(&hall, "allow-issuing", 0, "tickets are given again");
    check(&hall, "stop-issuing --service 11", 0, "no more tickets of service 11 are given");
    assert!(hall.status().sentence.contains("SERVICES STOPPED BY THE DUTY LEADER: 1"));
    check(&hall, "allow-issuing --service 11", 0, "tickets of service 11 are given again");
    assert!(!hall.status().sentence.contains("STOPPED"));
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
}

#[test]
fn the_day_is_made_shorter_or_longer_and_closed() {
    let hall = Hall::new().start();

    check(&hall, "close-early --in 30", 0, "no tickets are given in 30 minutes; whoever holds one is served");
    check(&hall, "stay-open 15", 0, "tickets are given for 15 minutes longer");
    check(&hall, "close-day", 0, "the day is closed");
    check(&hall, "issue 11", 1, "No business day is open.");
}

#[test]
fn a_clerk_logs_in_by_the_pin_on_the_standard_input_and_out() {
    let hall = Hall::new().with_pin().start();
    let log_in = "log-in --window 1 --clerk 101";

    check_typing(&hall, log_in, "1397\n", 1, "the PIN is wrong");
    check_typing(&hall, log_in, &format!("{PIN}\n"), 0, "clerk 101 is logged in at window 1");
    check(&hall, "log-out --window 1", 0, "nobody is logged in at window 1");
    check(&hall, "log-out --window 1", 1, "Nobody is logged in at the window.");
}

#[test]
fn a_clerk_who_is_locked_out_is_told_so() {
    let hall = Hall::new().with_pin().start();
    let log_in = "log-in --window 1 --clerk 101";
    for _ in 0..5 {
        check_typing(&hall, log_in, "1397\n", 1, "the PIN is wrong");
    }

    check_typing(&hall, log_in, "1397\n", 1, "Too many wrong PINs or codes: wait.");
}

#[test]
fn an_act_that_is_not_understood_gives_64() {
    let hall = Hall::new();

    for words in [&["duty"][..], &["duty", "close"], &["duty", "issue"], &["duty", "stay-open", "long"]] {
        assert_eq!(hall.run(words, "").status.code(), Some(64), "{words:?}");
    }
}

#[test]
fn why_a_ticket_was_called_is_answered_beside_the_running_daemon() {
    let hall = Hall::new().start();
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");

    let why = hall.run(&["why", "A001"], "");

    assert_eq!(why.status.code(), Some(0), "{}", told(&why));
    assert!(told(&why).contains("还未叫号 It has not been called."), "{}", told(&why));
    check(&hall, "issue 11", 0, "ticket A002, 1 ahead");
}

#[test]
fn after_the_hours_the_status_says_which_window_is_not_handed_over() {
    let hall = Hall::new().with_pin().start();
    let not_handed_over = |hall: &Hall| {
        let told = told(&hall.run(&["status"], ""));
        told.lines().find(|line| line.starts_with("window ")).map(str::to_owned)
    };
    check_typing(
        &hall,
        "log-in --window 1 --clerk 101",
        &format!("{PIN}\n"),
        0,
        "clerk 101 is logged in at window 1",
    );
    assert_eq!(not_handed_over(&hall), None);

    check(&hall, "close-early", 0, "no tickets are given in 0 minutes; whoever holds one is served");

    let sentence = "window 1 has been closing for 0 min and is not handed over: clerk 101 is logged in, no ticket is open";
    assert_eq!(not_handed_over(&hall).as_deref(), Some(sentence));
    check(&hall, "log-out --window 1", 0, "nobody is logged in at window 1");
    assert_eq!(not_handed_over(&hall), None);
}

#[test]
fn something_is_put_into_the_cabinet_and_its_code_is_told_once() {
    let hall = Hall::new();
    hall.write(&format!("{}\n[locker]\ndoors = 8\n", hall.text()));
    let hall = hall.start();

    let output = hall.run(&["duty", "locker", "put", "3"], "");
    let words = told(&output);
    let code = words.trim_end().strip_prefix("door 3 opens; its code is ").unwrap_or_default();

    assert!(code.len() == 8 && code.bytes().all(|digit| (b'1'..=b'6').contains(&digit)), "{words}");
    check(&hall, "locker put 3", 1, "Something lies behind the door already.");
    check(&hall, "locker list", 0, "door 3: for whoever has the code");
    check(&hall, "locker put 5 --for A999", 1, "No ticket has this number today.");
    check(&hall, "locker put 9", 1, "The cabinet has no such door, or the hall no cabinet.");
    check(&hall, "locker collect 4", 1, "nothing lies behind door 4");
    check(&hall, "locker collect 3", 1, "The door is being opened at this moment.");
}

#[test]
fn a_soft_keypad_calls_and_shows_the_digits_that_the_windows_own_would() {
    let hall = Hall::new().with_pin().start();
    let pin = format!("{PIN}\n");
    check_typing(&hall, "log-in --window 1 --clerk 101", &pin, 0, "clerk 101 is logged in at window 1");
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");

    check(&hall, "keypad 1 function", 0, "[   F]");
    check(&hall, "keypad 1 clear", 0, "[   1]");
    check(&hall, "keypad 1 next", 0, "[A001]");
    check(&hall, "keypad 99 next", 1, "this hall has no window 99; there are 1, 2");
    check(&hall, "rate A001 2", 1, "The ticket is not in a state that allows this.");
    check(
        &hall,
        "rate QQQQQQ 2",
        1,
        "no ticket of today has this code: it is wrong, or of a day that is over",
    );
    let unknown = told(&hall.run(&["duty", "keypad", "1", "jump"], ""));
    assert!(unknown.starts_with("no key is called \"jump\"; there are next, recall"), "{unknown}");
}

#[test]
fn ladders_are_told_of_the_running_hall_and_without_one_as_configured() {
    let hall = Hall::new().start();

    let running = told(&hall.run(&["devices", "ladder"], ""));

    assert!(running.starts_with("the hall: "), "{running}");
    assert!(running.contains("keep-journal"), "{running}");
    assert!(running.contains("[main-file] > second-medium > memory"), "{running}");
}
