//! Calling by paper at the command line of a running daemon: drawn, entered, and at zero.

use super::support::{Hall, PIN, told, wait_until};

/// Asks, and checks the exit code and what is said.
#[track_caller]
fn check(hall: &Hall, words: &str, code: i32, said: &str) {
    let words: Vec<&str> = ["duty"].into_iter().chain(words.split(' ')).collect();

    let output = hall.run(&words, "");

    assert_eq!(output.status.code(), Some(code), "{words:?}: {}", told(&output));
    assert_eq!(told(&output).trim_end(), said, "{words:?}");
}

#[track_caller]
fn says(hall: &Hall, words: &str) -> String {
    let words: Vec<&str> = ["duty"].into_iter().chain(words.split(' ')).collect();
    told(&hall.run(&words, ""))
}

#[test]
fn a_sheet_is_drawn_entered_and_comes_to_zero() {
    let hall = Hall::new().start();
    check(&hall, "sheet close --by 101", 1, "there is no such manual-calling sheet today");
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
    check(&hall, "issue 11", 0, "ticket A002, 1 ahead");

    check(&hall, "sheet draw", 0, "sheet 1 with 2 numbers is drawn and goes to the printer");
    check(&hall, "sheet draw", 1, "It is so already.");
    check(
        &hall,
        "sheet close --by 101",
        1,
        "Numbers of a manual-calling sheet, or of paper tickets, have no outcome yet. Open: A001, A002",
    );
    check(
        &hall,
        "enter --by 101 A001 written-off the paper is torn",
        0,
        "entered: written off, the paper is torn",
    );
    check(&hall, "enter --by 101 A002 not-called", 0, "entered: not called by hand, waits on");
    check(
        &hall,
        "sheet close --by 101",
        0,
        "sheet 1 is at zero and closed: 0 by hand, 1 by the machine, 1 written off",
    );
    let shown = says(&hall, "sheet show");
    assert!(shown.contains("written off, entered by 101"), "{shown}");
    assert!(shown.contains("值班人员要求 asked for by duty staff: closed"), "{shown}");
}

#[test]
fn the_seal_on_the_sheet_is_the_journals_own() {
    let hall = Hall::new().start();
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
    check(&hall, "sheet draw", 0, "sheet 1 with 1 numbers is drawn and goes to the printer");

    // The writer tells the seal of a record a moment after it is stored.
    wait_until("the sheet has its seal", || says(&hall, "sheet show").contains(", seal "));
    let shown = says(&hall, "sheet show");
    let line = shown.lines().nth(1).unwrap();
    let (record, seal) = line.strip_prefix("record ").unwrap().split_once(", seal ").unwrap();
    let hash = hash_of(&hall, record.parse().unwrap());
    assert_eq!(hash[..16], seal.replace(' ', ""), "{shown}");
}

#[test]
fn every_bad_line_of_a_file_is_named_with_its_place_and_nothing_is_entered() {
    let hall = Hall::new().start();
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
    let path = file(
        &hall,
        "# the torn sheet\nA001 not-called\nA001 lost\n\nA077 not-called\nA001 served window 1 clerk 101 called 25:00\n",
    );
    let entered = format!("enter --by 101 --file {path}");
    check(
        &hall,
        &entered,
        1,
        "line 3: `lost` is none of: served, at, left, not-called, written-off, taken\n\
         line 6: `called 25:00`: a time looks like 09:40\nnothing was entered",
    );
    file(&hall, "A001 not-called\nA077 not-called\nA001 written-off twice\n");
    check(
        &hall,
        &entered,
        1,
        "line 2: A077: 今日未发过此号 no ticket has this number today\n\
         line 3: A001: 此号已补录，更正请加 correct it was entered before; to change that, say `correct`\n\
         nothing was entered",
    );
    file(&hall, "A001 not-called\n");
    check(&hall, &entered, 0, "entered: not called by hand, waits on");
    check(&hall, "enter --by 7 correct A001 not-called", 1, "Nobody with this number is on the staff.");
}

#[test]
fn numbers_are_claimed_for_paper_taken_and_given_back() {
    let hall = Hall::new().start();
    check(&hall, "block list", 0, "no numbers are claimed for paper");
    check(&hall, "block claim 11 3", 0, "A997 to A999 are claimed for paper and go to the printer");
    check(&hall, "block release A001", 1, "No paper block holds this number.");
    check(&hall, "block print A998", 1, "The ticket is not in a state that allows this.");

    let listed = says(&hall, "block list");
    assert!(listed.starts_with("A997 to A999: 3 unused, 0 taken, claimed on "), "{listed}");
    check(&hall, "block release A997", 0, "the block of A997 is the machine's again; destroy its paper");
    check(&hall, "block list", 0, "no numbers are claimed for paper");
}

#[test]
fn a_drill_is_held_on_a_copy_and_touches_nothing() {
    let hall = Hall::new().start();
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
    let path = file(&hall, "A001 written-off torn\n");
    let end = ["drill", "end", "--by", "101", "--file", &path];

    let begun = told(&hall.run(&["drill", "begin"], ""));
    let ended = told(&hall.run(&end, ""));
    let again = told(&hall.run(&end, ""));

    assert_eq!(begun.trim_end(), "sheet 1 with 1 numbers is drawn and goes to the printer");
    assert_eq!(
        ended.trim_end(),
        "drill sheet 1 is over: 1 entered, 0 open; nothing of it counts\nthe drill came to zero"
    );
    assert_eq!(again.trim_end(), "no drill runs: the last one has ended; `jiaohao drill begin` begins one");
    assert!(hall.status().sentence.contains("1 waiting, 0 served"), "{}", hall.status().sentence);
}

#[test]
fn a_drill_that_does_not_come_to_zero_says_what_is_open() {
    let hall = Hall::new().start();
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
    let path = file(&hall, "A002 not-called\n");
    hall.run(&["drill", "begin"], "");

    let output = hall.run(&["drill", "end", "--by", "101", "--file", &path], "");

    assert_eq!(output.status.code(), Some(1));
    let said = told(&output);
    assert!(said.contains("line 1: A002: 今日未发过此号 no ticket has this number today"), "{said}");
    assert!(said.contains("open: A001"), "{said}");
    assert!(said.contains("the drill did NOT come to zero"), "{said}");
}

#[test]
fn nobody_whom_the_rules_do_not_know_enters_closes_or_drills() {
    let hall = Hall::new().start();
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
    let stranger = "Nobody with this number is on the staff.";
    let path = file(&hall, "A001 written-off torn\n");
    hall.run(&["drill", "begin"], "");

    let drilled = told(&hall.run(&["drill", "end", "--by", "7", "--file", &path], ""));

    assert!(drilled.contains(stranger) && drilled.contains("did NOT come to zero"), "{drilled}");
    check(&hall, "sheet draw", 0, "sheet 2 with 1 numbers is drawn and goes to the printer");
    check(&hall, "enter --by 7 A001 not-called", 1, stranger);
    check(&hall, "sheet close --by 7", 1, stranger);
}

/// The time that stands on the newest sheet, so many minutes later.
fn time(hall: &Hall, later: u32) -> String {
    let shown = says(hall, "sheet show");
    let drawn = shown.split_once(" of ").unwrap().1.get(..5).unwrap();
    let (hour, minute) = drawn.split_once(':').unwrap();
    let at = hour.parse::<u32>().unwrap() * 60 + minute.parse::<u32>().unwrap() + later;
    format!("{:02}:{:02}", at / 60, at % 60)
}

#[test]
fn a_drill_is_not_at_zero_where_a_sheet_would_not_close() {
    let hall = Hall::new().with_pin().start();
    hall.run(&["duty", "log-in", "--window", "1", "--clerk", "101"], &format!("{PIN}\n"));
    check(&hall, "block claim 11 3", 0, "A997 to A999 are claimed for paper and go to the printer");
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
    check(&hall, "issue 11", 0, "ticket A002, 1 ahead");
    hall.run(&["drill", "begin"], "");
    let (first, second) = (time(&hall, 5), time(&hall, 9));
    let path = file(
        &hall,
        &format!(
            "A001 served window 1 clerk 101 called {first} finished {second}\n\
             A002 served window 1 clerk 101 called {first} finished {second}\n\
             A998 taken service 11 at {first}\n"
        ),
    );
    let end = ["drill", "end", "--by", "101", "--file", &path];

    let output = hall.run(&end, "");
    let again = hall.run(&end, "");

    let said = told(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("A002: 与A001同时在1号窗口"), "{said}");
    assert!(said.contains("open: A998\n") && said.contains("3 entered, 1 open"), "{said}");
    assert!(said.contains("the drill did NOT come to zero"), "{said}");
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(
        told(&again).trim_end(),
        "no drill runs: the last one has ended; `jiaohao drill begin` begins one"
    );
}

#[test]
fn a_refusal_to_close_names_every_open_number_once_and_whoever_met() {
    let hall = Hall::new().with_pin().start();
    hall.run(&["duty", "log-in", "--window", "1", "--clerk", "101"], &format!("{PIN}\n"));
    check(&hall, "block claim 11 3", 0, "A997 to A999 are claimed for paper and go to the printer");
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
    check(&hall, "sheet draw", 0, "sheet 1 with 1 numbers is drawn and goes to the printer");
    let now = time(&hall, 0);
    check(&hall, &format!("enter --by 101 A998 taken service 11 at {now}"), 0, "A998 was taken on paper");
    check(&hall, "enter --by 101 A001 not-called", 0, "entered: not called by hand, waits on");
    check(&hall, "sheet draw", 0, "sheet 2 with 2 numbers is drawn and goes to the printer");
    check(
        &hall,
        "sheet close --by 101",
        0,
        "sheet 1 is at zero and closed: 0 by hand, 1 by the machine, 0 written off",
    );

    check(&hall, "block release A997", 1, "A manual-calling sheet is open: close it first.");
    let open =
        "Numbers of a manual-calling sheet, or of paper tickets, have no outcome yet. Open: A998, A001";
    check(&hall, "sheet close --by 101", 1, open);
}

#[test]
fn what_was_told_is_seen_by_the_next_question() {
    let hall = Hall::new().start();
    for round in 1..=12 {
        let drawn = told(&hall.run(&["drill", "begin"], ""));
        let shown = says(&hall, "sheet show");
        hall.run(&["drill", "end", "--by", "101", "--file", "-"], "");

        let sheet = format!("sheet {round} ");
        assert!(drawn.starts_with(&sheet), "{drawn}");
        assert!(shown.starts_with(&sheet), "{shown}");
    }
}

#[test]
fn a_mark_before_a_file_is_no_word_and_a_file_without_end_and_an_empty_block_are_refused_in_words() {
    let hall = Hall::new().start();
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
    let path = file(&hall, "\u{feff}A001 not-called\n");
    check(&hall, &format!("enter --by 101 --file {path}"), 0, "entered: not called by hand, waits on");
    file(&hall, &"A001 not-called\n".repeat(5000));
    check(
        &hall,
        &format!("enter --by 101 --file {path}"),
        1,
        "not a command: longer than 64 KiB; a file of entries is entered in parts",
    );
    check(&hall, "block claim 11 0", 1, "a block has at least one number");
}

/// The hash of a row, read from the journal's own file.
fn hash_of(hall: &Hall, seq: i64) -> String {
    let sql = rusqlite::Connection::open(hall.state().join("journal.db")).unwrap();
    let hash: Vec<u8> =
        sql.query_row("SELECT hash FROM record WHERE seq = ?1", [seq], |row| row.get(0)).unwrap();
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn file(hall: &Hall, text: &str) -> String {
    let path = hall.path("paper.txt");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}
