//! A drill on a running hall: its sheet comes out of the printer, visitors are called as ever, and no figure of the day
//! knows of it.

use hal::sim::printer::{Personality, TicketPrinter};

use super::plug::Plug;
use super::support::{Hall, PIN, contains, told, wait_until};

/// Every form in which the day's figures are told.
const FORMS: [&str; 3] = ["table", "csv", "json"];

/// The figures of the day, in all forms.
fn figures(hall: &Hall) -> Vec<String> {
    let report = |form| {
        let output = hall.run(&["report", "--format", form], "");
        assert!(output.status.success(), "{form}: {}", told(&output));
        told(&output)
    };
    FORMS.into_iter().map(report).collect()
}

fn says(hall: &Hall, words: &str) -> String {
    let words: Vec<&str> = words.split(' ').collect();
    told(&hall.run(&words, ""))
}

/// The clerk calls by the soft keypad, which takes no second NEXT for a bounce's time; this number comes.
fn call(hall: &Hall, number: &str) {
    let shown = |hall: &Hall| says(hall, "duty keypad 1 next");
    wait_until("the next visitor is called", || shown(hall).contains(number));
}

/// How many visitors were called, by the figures for programs.
fn called(figures: &[String]) -> (u64, u64) {
    let sheet: serde_json::Value = serde_json::from_str(&figures[2]).unwrap();
    let total = &sheet["rows"][0];
    (total["called"].as_u64().unwrap(), total["by-hand"].as_u64().unwrap())
}

#[test]
fn a_drill_is_printed_while_visitors_are_called_and_no_figure_knows_of_it() {
    let hall = Hall::new().with_pin();
    let port = hall.add_printer();
    let printer = Plug::at(&port, 0, vec![TicketPrinter::new(Personality::ProcessId)]);
    let hall = hall.start();
    let came_out = |wanted: &str| {
        printer.touch(0, |printer| printer.slips().iter().any(|slip| contains(&slip.text(), wanted)))
    };
    let online = || hall.status().devices.iter().any(|it| it.name == "printer-1" && it.health == "online");
    wait_until("the printer is met", online);
    for number in ["A001", "A002", "A003", "A004"] {
        assert!(says(&hall, "duty issue 11").contains(number));
    }
    hall.run(&["duty", "log-in", "--window", "1", "--clerk", "101"], &format!("{PIN}\n"));
    call(&hall, "A001");

    // Drawing and printing the drill's sheet moves no figure.
    let before = figures(&hall);
    assert!(says(&hall, "drill begin").contains("sheet 1 with 4 numbers"));
    wait_until("the drill's sheet is printed", || came_out("DRILL"));
    assert!(figures(&hall) == before, "the drill's sheet is in the figures");

    // Visitors are called and come meanwhile: these figures are the hall's own.
    call(&hall, "A002");
    call(&hall, "A003");
    assert!(says(&hall, "duty issue 11").contains("A005"));
    let meanwhile = figures(&hall);
    assert_eq!((called(&before), called(&meanwhile)), ((1, 0), (3, 0)));

    // What was rehearsed on paper says otherwise of all of them, and stays on paper.
    let paper = "A001 written-off rehearsed\nA002 not-called\nA003 not-called\nA004 written-off rehearsed\n";
    let ended = told(&hall.run(&["drill", "end", "--by", "101", "--file", "-"], paper));
    assert!(ended.contains("4 entered, 0 open; nothing of it counts"), "{ended}");
    assert!(ended.contains("the drill came to zero"), "{ended}");

    let after = figures(&hall);
    assert!(after == meanwhile, "before:\n{}\nafter:\n{}", meanwhile[0], after[0]);
    assert!(hall.status().sentence.contains("2 waiting"), "{}", hall.status().sentence);
    call(&hall, "A004");
    assert!(hall.run(&["verify"], "").status.success());
}
