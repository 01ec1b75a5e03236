//! The card of another hall in this one's machine: every face comes up, nobody is served, a person decides, and what was
//! there goes aside to the last byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hal::sim::keypad::Keypad;
use hal::sim::panel::Panel;
use jiaohao::domain::id::StaffId;
use jiaohao::journal::open::Settings;
use jiaohao::journal::other_hall::{Decision, Places, steps, whose};
use nix::sys::signal::Signal;

use super::plug::Plug;
use super::support::{Hall, PIN, reads, told, wait_until};

/// The terminal at the entrance, and a status LCD that is a file.
const FACES: &str = r#"
[[cable]]
name = "terminal"
path = "FOLDER/none/terminal"
baud = 115200

[[device]]
name = "terminal-1"
driver = "tjc-hmi"
cable = "terminal"
role = "terminal"
place = "entrance"

[[lcd]]
name = "lcd"
surface = "png"
path = "FOLDER/lcd.png"
width = 320
height = 240
place = "cabinet"
"#;

/// The key of the next visitor.
const NEXT: u8 = 11;

type Files = BTreeMap<String, Vec<u8>>;

/// The hall's file says that this is the hall of that name.
fn set_site(hall: &Hall, site: &str) {
    let text = hall.text();
    let known = text.lines().find(|line| line.starts_with("site = ")).map(|line| format!("{line}\n"));
    let text = known.map_or(text.clone(), |line| text.replacen(&line, "", 1));
    hall.write(&text.replacen("[hall]\n", &format!("[hall]\nsite = \"{site}\"\n"), 1));
}

/// The machine of Longshan with the card of Yongtai, on which the power failed after two tickets.
fn with_the_card_of_yongtai() -> (Hall, Files) {
    card_of_yongtai(Hall::new())
}

fn card_of_yongtai(hall: Hall) -> (Hall, Files) {
    let hall = hall.with_pin();
    hall.add(&FACES.replace("FOLDER", hall.path("").to_str().unwrap()));
    set_site(&hall, "yongtai");
    let mut hall = hall.start();
    reads(&hall, "duty issue 11", "ticket A001, 0 ahead");
    reads(&hall, "duty issue 11", "ticket A002, 1 ahead");
    wait_until("both are copied", || copied(&hall) >= 2);
    hall.signal(Signal::SIGKILL);
    hall.gone();
    set_site(&hall, "longshan");
    let files = of_the_hall(&hall.state());
    for name in ["journal.db", "journal.db-wal", "code-key"] {
        assert!(files.contains_key(name), "{name} is no part of {:?}", files.keys());
    }
    (hall, files)
}

/// How many tickets the event copy tells of.
fn copied(hall: &Hall) -> usize {
    let files = files_in(&hall.state().join("events"));
    files.iter().map(|path| fs::read_to_string(path).unwrap().matches("ticket-issued").count()).sum()
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_file()).collect()
}

/// Everything in a folder that belongs to the hall of its journal, by its name.
fn of_the_hall(folder: &Path) -> Files {
    let own = |name: &str| name.starts_with("journal.db") && !name.ends_with(".lock") || name == "code-key";
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let beside = files_in(folder).into_iter().map(|path| (name(&path), path)).filter(|(name, _)| own(name));
    let copies = files_in(&folder.join("events")).into_iter();
    let copies = copies.map(|path| (format!("events/{}", name(&path)), path));
    beside.chain(copies).map(|(name, path)| (name, fs::read(path).unwrap())).collect()
}

/// Where a journal was put aside.
fn folders(hall: &Hall) -> Vec<PathBuf> {
    let entries = fs::read_dir(hall.state()).unwrap().map(|entry| entry.unwrap().path());
    let is = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with("journal-of-");
    entries.filter(is).collect()
}

/// The daemon asks, and gives nothing to anybody.
#[track_caller]
fn asks(hall: &Hall) {
    wait_until("it is asked", || {
        told(&hall.run(&["status"], "")).contains("THE JOURNAL ON THIS CARD IS ANOTHER")
    });
    let status = reads(hall, "status", "JOURNAL OF ANOTHER HALL, NOTHING IS SERVED");
    assert!(status.contains(r#"it is that of "yongtai", this machine is set as "longshan""#), "{status}");
    assert!(status.contains("`jiaohao adopt --instead-of yongtai --by CLERK`"), "{status}");
    assert!(status.contains("MANUAL CALLING FOR ALL"), "{status}");
    assert!(status.contains("no day open; 0 waiting"), "{status}");
    let given = hall.run(&["duty", "issue", "11"], "");
    assert!(!given.status.success(), "{}", told(&given));
    assert!(told(&given).contains("it could not be recorded and nothing was promised"), "{}", told(&given));
}

/// The hall serves by a journal of its own, and its numbers are none of Yongtai's.
#[track_caller]
fn serves_by_its_own(hall: &Hall) {
    wait_until("the hall serves", || hall.run(&["duty", "issue", "11"], "").status.success());
    let given = reads(hall, "duty issue 11", ", 1 ahead");
    let number: u16 = given.strip_prefix("ticket A").unwrap()[..3].parse().unwrap();
    assert!(number > 200, "{given}");
    for number in ["A001", "A002"] {
        reads(hall, &format!("duty cancel {number}"), "No ticket has this number today.");
    }
    let status = told(&hall.run(&["status"], ""));
    assert!(!status.contains("ANOTHER HALL"), "{status}");
    assert_eq!(whose(&hall.state().join("journal.db")).unwrap().site, "longshan");
    let known =
        format!("begun instead of the journal of the hall \"yongtai\", which lies in {}", aside(hall).1);
    reads(hall, "verify", &known);
}

/// What was put aside, and the name of its folder.
#[track_caller]
fn aside(hall: &Hall) -> (Files, String) {
    let folders = folders(hall);
    let [folder] = folders.as_slice() else { panic!("{folders:?}") };
    (of_the_hall(folder), folder.file_name().unwrap().to_str().unwrap().to_owned())
}

#[test]
fn b15_i14_another_halls_card_is_asked_about_and_serves_nobody_until_somebody_decides() {
    let (hall, before) = with_the_card_of_yongtai();
    let keypad = Plug::at(&hall.path("none/keypads"), 0, vec![Keypad::latching(1)]);
    let terminal = Plug::at(&hall.path("none/terminal"), 0, vec![Panel::new()]);
    let hall = hall.start();

    // Every face comes up, says so, and gives nothing.
    let says = |words: &str| {
        terminal.touch(0, |panel| {
            panel.components().any(|(name, _)| String::from_utf8_lossy(panel.text(name)).contains(words))
        })
    };
    wait_until("the terminal is courteous", || says("No numbers at the moment: staff will help you"));
    wait_until("the keypad says that it is closed", || keypad.touch(0, |keypad| keypad.display()) == "CLSd");
    wait_until("the question stands on the LCD", || hall.path("lcd.png").exists());
    terminal.touch(0, |panel| {
        let names: Vec<&str> = panel.components().map(|(name, _)| name).collect();
        for name in names {
            panel.touch(name);
        }
    });
    keypad.touch(0, |keypad| keypad.press(NEXT));
    let logged_in = hall.run(&["duty", "log-in", "--window", "1", "--clerk", "101"], &format!("{PIN}\n"));
    assert!(!logged_in.status.success(), "{}", told(&logged_in));
    reads(&hall, "duty keypad 1 next", "");
    asks(&hall);
    let report = hall.run(&["report"], "");
    assert!(told(&report).contains(r#"it is the journal of another hall, "yongtai""#), "{}", told(&report));
    assert!(hall.log().contains("the journal belongs to another hall"), "{}", hall.log());
    assert!(of_the_hall(&hall.state()) == before, "the other hall's files were touched");

    // Whoever names another hall than the one that lies there has not looked.
    reads(&hall, "adopt --instead-of yongtai --by 999", "nobody with the number 999 is on the staff");
    let wrong = hall.run(&["adopt", "--instead-of", "minhou", "--by", "101"], "");
    assert!(!wrong.status.success() && told(&wrong).contains("no journal of the hall"), "{}", told(&wrong));
    assert!(of_the_hall(&hall.state()) == before, "the other hall's files were touched");

    // Decided: the running daemon goes into service.
    let decided = reads(&hall, "adopt --instead-of yongtai --by 101", "is put aside, whole: ");
    assert!(decided.contains(&aside(&hall).1), "{decided}");
    serves_by_its_own(&hall);
    assert!(aside(&hall).0 == before, "the other hall's files were changed on their way");
    wait_until("the keypad is open", || keypad.touch(0, |keypad| keypad.display()) != "CLSd");
    reads(&hall, "adopt --instead-of yongtai --by 101", "there is nothing to decide");
}

#[test]
fn b15_who_decided_is_on_record_once_however_often_the_hall_starts() {
    let (hall, before) = with_the_card_of_yongtai();
    let mut hall = hall.start();
    reads(&hall, "adopt --instead-of yongtai --by 101", "is put aside, whole: ");
    // Before anything is on record, or after it: the next start knows.
    hall.signal(Signal::SIGKILL);
    hall.gone();

    let mut hall = hall.start();
    serves_by_its_own(&hall);
    hall.terminate();
    // The power failed between its record and its settling.
    let settled = hall.state().join(aside(&hall).1).join("decided.json");
    fs::rename(settled, hall.state().join("journal.db.decided")).unwrap();
    let hall = hall.start();

    let told = reads(&hall, "verify", "begun instead of");
    assert_eq!(told.matches("begun instead of").count(), 1, "{told}");
    let mut files = aside(&hall).0;
    files.retain(|name, _| before.contains_key(name));
    assert!(files == before, "the other hall's files were changed");
    let decided = fs::read_to_string(hall.state().join(aside(&hall).1).join("decided.json")).unwrap();
    assert!(decided.contains(r#""by":101"#) && decided.contains(r#""site":"yongtai""#), "{decided}");
}

#[test]
fn b15_a_card_that_is_right_serves_as_before_once_the_configuration_is_corrected() {
    let (hall, _) = with_the_card_of_yongtai();
    let mut hall = hall.start();
    asks(&hall);
    hall.terminate();

    set_site(&hall, "yongtai");
    let hall = hall.start();

    reads(&hall, "duty issue 11", "ticket A003, 2 ahead");
}

#[test]
fn b15_b10_this_halls_own_backup_is_restored_from_beside_another_halls_card() {
    let hall = Hall::with_stick().plug_stick();
    set_site(&hall, "longshan");
    let mut hall = hall.start();
    for ticket in ["ticket A001", "ticket A002", "ticket A003"] {
        reads(&hall, "duty issue 11", ticket);
    }
    reads(&hall, "backup", "was read back");
    hall.terminate();
    // Its card is gone, and with it the copy that lay there; Yongtai's is in its place.
    fs::remove_dir_all(hall.state()).unwrap();
    let (hall, before) = card_of_yongtai(hall);
    let mut hall = hall.start();
    asks(&hall);

    let made = hall.run(&["backup"], "");
    assert!(
        told(&made).contains("that of another hall, \"yongtai\": no backup is made of it"),
        "{}",
        told(&made)
    );
    let restored =
        reads(&hall, "restore", "the journal of another hall lay in its place and is put aside, whole: ");
    assert!(restored.contains("restored from "), "{restored}");
    assert!(aside(&hall).0 == before, "the other hall's files were changed on their way");
    hall.terminate();
    let mut hall = hall.start();

    reads(&hall, "duty cancel A003", "A003 is withdrawn");
    let known =
        format!("begun instead of the journal of the hall \"yongtai\", which lies in {}", aside(&hall).1);
    reads(&hall, "verify", &known);
    // It was settled: the starts that follow tell it no more.
    hall.terminate();
    let hall = hall.start();
    assert_eq!(reads(&hall, "verify", &known).matches("begun instead of").count(), 1);
}

/// The power fails after each step of putting aside: the next start goes on with what was decided.
#[test]
fn b15_a_power_cut_at_any_step_of_putting_aside_is_gone_on_with_by_the_next_start() {
    for cut in 0..=7 {
        let (hall, before) = with_the_card_of_yongtai();
        let done = decided_and_cut(&hall, cut);

        let hall = hall.start();

        serves_by_its_own(&hall);
        assert!(aside(&hall).0 == before, "after {done} steps: {:?}", aside(&hall).0.keys());
        if done < cut {
            return;
        }
    }
    panic!("there are more steps than were tried");
}

/// The same, and meanwhile somebody has seen that the card was right: it is as it was.
#[test]
fn b15_half_a_card_that_was_right_after_all_is_put_back() {
    for cut in 0..=7 {
        let (hall, before) = with_the_card_of_yongtai();
        let done = decided_and_cut(&hall, cut);
        set_site(&hall, "yongtai");

        let mut hall = hall.start();

        reads(&hall, "duty issue 11", "ticket A003, 2 ahead");
        hall.terminate();
        let after = of_the_hall(&hall.state());
        assert!(after["code-key"] == before["code-key"], "after {done} steps");
        reads(&hall, "verify", "records fit");
        if done < cut {
            return;
        }
    }
    panic!("there are more steps than were tried");
}

/// Does by hand what a daemon had done when the power failed: the decision, and so many of its steps; how many there
/// were to be done.
fn decided_and_cut(hall: &Hall, cut: usize) -> usize {
    let state = hall.state();
    let journal = Settings { path: state.join("journal.db"), site: "longshan".to_owned() };
    let found = whose(&journal.path).unwrap();
    let decision = Decision::new(found, "longshan", Some(StaffId(101)), None);
    let places = Places { journal, copy: state.join("events"), with_it: vec![state.join("code-key")] };
    fs::write(state.join("journal.db.decided"), decision.text()).unwrap();
    let steps: Vec<_> = steps(&places, &decision).into_iter().take(cut).collect();
    for (from, to) in &steps {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(from, to).unwrap();
    }
    steps.len()
}
