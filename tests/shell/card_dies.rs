//! The day on which the card died, as the duty leader and the engineer lived it: copies on schedule, a destroyed file,
//! what came back, what did not, and the way on.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::support::{Hall, reads, wait_at_most};

/// The first copy on schedule is made when a start has settled.
const SETTLED: Duration = Duration::from_secs(90);

#[test]
fn b10_b16_the_card_dies_and_the_list_names_whom_the_desk_has_to_see() {
    // The evening before: a stick for the copies. The event copy lies on the second card, here in the state folder.
    let hall = Hall::with_stick().plug_stick();

    // Morning. Two visitors; the copy is made by itself, nobody asks for it.
    let mut hall = hall.start();
    reads(&hall, "duty issue 11", "ticket A001, 0 ahead");
    reads(&hall, "duty issue 11", "ticket A002, 1 ahead");
    wait_at_most(SETTLED, "the first copy is made on schedule", || {
        hall.status().backup.is_some_and(|words| words.starts_with("last good backup 0 min ago"))
    });
    // Three more: they are on the card and in the event copy, and in no backup yet.
    for ticket in ["ticket A003, 2 ahead", "ticket A004, 3 ahead", "ticket A005, 4 ahead"] {
        reads(&hall, "duty issue 11", ticket);
    }
    hall.terminate();

    // The card dies: nothing of the journal can be read, and the event copy is torn where A004 was given.
    fs::write(hall.state().join("journal.db"), vec![0x5A; 50_000]).unwrap();
    let torn = tear(&hall.state().join("events"), 4);

    // The engineer restores. A003 comes from the event copy. Nothing can be counted on behind the tear, but whoever was
    // given a number there is named.
    let restored = reads(&hall, "restore", "NOT RECOVERED:");
    let list: Vec<&str> = restored.lines().skip_while(|line| *line != "NOT RECOVERED:").skip(1).collect();
    let [loss] = list[..] else { panic!("{restored}") };
    let of_day =
        format!("  records from {torn} on are lost; nobody can say how many there were, of the day ");
    assert!(loss.starts_with(&of_day), "{restored}");
    let (day, tickets) = loss[of_day.len()..].split_once("; ").unwrap();
    assert_eq!(tickets, format!("with the tickets A004 ({day}), A005 ({day})"));
    assert_eq!(fs::read(hall.state().join("journal.db.bad-1")).unwrap(), vec![0x5A; 50_000]);
    reads(&hall, "verify", loss.trim_start());

    // The way on: started as every morning. The loss stands in the status until the day is over.
    let hall = hall.start();
    reads(&hall, "status", &format!("THE JOURNAL IS NOT WHOLE: {}", loss.trim_start()));
    let status = hall.status().sentence;
    assert!(status.contains("3 waiting"), "A001, A002 and A003 wait on: {status}");
    // The visitors with A004 and A005 in their hands come to the desk, as the list says, and get other numbers. Those go
    // on far ahead: nobody can hold one of them already.
    for (known, ahead) in [("A004", 3), ("A005", 4)] {
        reads(&hall, &format!("duty cancel {known}"), "No ticket has this number today.");
        let given = reads(&hall, "duty issue 11", &format!(", {ahead} ahead"));
        assert!(number(&given) > 300, "{given}");
    }
    // Copies are made as before, and the journal that came back is whole.
    reads(&hall, "backup", "was read back");
}

/// The number of a ticket that was given.
fn number(given: &str) -> u16 {
    given.strip_prefix("ticket A").and_then(|rest| rest.get(..3)?.parse().ok()).unwrap()
}

/// Destroys the line of the event copy in which this number was given; which record it was.
fn tear(folder: &Path, value: u16) -> u64 {
    let file = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).max().unwrap();
    let text = fs::read_to_string(&file).unwrap();
    let given = format!("\"number\":{{\"prefix\":\"A\",\"value\":{value},");
    let line = text.lines().find(|line| line.contains("ticket-issued") && line.contains(&given)).unwrap();
    let seq = line.strip_prefix("{\"seq\":").and_then(|rest| rest.split_once(',')).unwrap().0;
    fs::write(&file, text.replace(line, &"#".repeat(line.len()))).unwrap();
    seq.parse().unwrap()
}
