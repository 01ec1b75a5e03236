//! The command line as a script meets it: the real binary, its streams and its exit codes.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use jiaohao::config::pins::{PinBook, Verdict};
use jiaohao::domain::event::{Choice, Event, Score};
use jiaohao::domain::id::{
    BootId, JobId, Prefix, RequestNumber, Seq, ServiceDay, ServiceId, StaffId, TicketId, TicketNumber,
    WindowId,
};
use jiaohao::domain::moment::{HallTime, Moment};
use jiaohao::domain::opening::{Hours, Opening};
use jiaohao::domain::record::{Book, Record};
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::domain::rules::Class;
use jiaohao::domain::ticket::Outcome;
use jiaohao::journal::codec::rules_hash;
use jiaohao::journal::keep::Keep;
use jiaohao::journal::open::Settings;
use jiaohao::journal::store::Store;
use tempfile::TempDir;

use super::support::{CATALOGUE, HALL, config};

const DAY: ServiceDay = ServiceDay(20_261_123);

/// The small hall on disk, with its state in the same folder.
pub fn hall() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("{HALL}\n[paths]\nstate = \"{}\"\n", folder.path().display());
    let path = folder.path().join("hall.toml");
    fs::write(&path, text).expect("the hall's file");
    fs::write(folder.path().join("catalogue.toml"), CATALOGUE).expect("the catalogue");
    (folder, path)
}

fn command(words: &[&str], config: Option<&Path>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaohao"));
    command.args(words);
    if let Some(config) = config {
        command.arg("--config").arg(config);
    }
    command
}

pub fn run(words: &[&str], config: Option<&Path>) -> Output {
    command(words, config).stdin(Stdio::null()).output().expect("started")
}

pub fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn d12_a_hall_whose_recordings_are_gone_is_good_and_the_loss_is_named() {
    let (_folder, path) = hall();
    let text = fs::read_to_string(&path).expect("the hall's file");
    fs::write(&path, format!("{text}\n[voice]\nclips = \"recordings\"\nplace = \"ceiling\"\n"))
        .expect("a voice");

    let output = run(&["check"], Some(&path));

    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let told = told(&output);
    assert!(told.contains("recordings has no recording of ") && told.contains("digit-9"), "{told}");
    assert!(told.contains("the clip on board is said in its place"), "{told}");
}

#[test]
fn a_good_configuration_gives_zero() {
    let (_folder, path) = hall();

    let output = run(&["check"], Some(&path));

    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(told(&output).contains("good, with 1 warning"), "{}", told(&output));
}

#[test]
fn the_shipped_configurations_are_good() {
    for name in ["hall.toml", "large.toml", "demo.toml"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config").join(name);

        let output = run(&["check"], Some(&path));

        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        assert!(told(&output).contains("good, with no warnings"), "{}", told(&output));
    }
}

#[test]
fn a_wrong_configuration_gives_78_and_shows_the_place() {
    let (_folder, path) = hall();
    fs::write(&path, HALL.replace("baud", "buad")).expect("spoilt");

    let output = run(&["check"], Some(&path));

    assert_eq!(output.status.code(), Some(78), "{}", told(&output));
    for expected in ["buad = 57600", "^^^^", "did you mean `baud`?", "1 error and 1 warning"] {
        assert!(told(&output).contains(expected), "{expected}\n{}", told(&output));
    }
}

#[test]
fn every_command_refuses_a_wrong_configuration_with_78() {
    let commands: [&[&str]; 6] = [
        &["devices"],
        &["verify"],
        &["report"],
        &["key-card"],
        &["card"],
        &["staff", "pin", "--clerk", "101"],
    ];
    for words in commands {
        let output = run(words, Some(Path::new("nowhere.toml")));

        assert_eq!(output.status.code(), Some(78), "{words:?}: {}", told(&output));
    }
}

#[test]
fn a_recording_that_is_missing_is_named_and_closes_no_hall() {
    let (folder, path) = hall();
    let text = fs::read_to_string(&path).expect("written before");
    fs::write(&path, format!("{text}\n[voice]\nplace = \"ceiling\"\n")).expect("written");
    fs::create_dir(folder.path().join("voice")).expect("a folder");
    let without = run(&["check"], Some(&path));
    assert_eq!(without.status.code(), Some(0), "{}", told(&without));
    for clip in ["letter-a", "digit-0", "digit-2", "yao", "chime", "hao-chuangkou"] {
        assert!(told(&without).contains(clip), "{clip}\n{}", told(&without));
    }

    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/voice");
    for clip in fs::read_dir(shipped).expect("shipped").flatten() {
        fs::copy(clip.path(), folder.path().join("voice").join(clip.file_name())).expect("copied");
    }

    let with = run(&["check"], Some(&path));
    assert_eq!(with.status.code(), Some(0), "{}", told(&with));
    assert!(!told(&with).contains("has no recording"), "{}", told(&with));
}

#[test]
fn a_misspelt_command_gives_64() {
    for words in [&["chekc"][..], &[], &["report", "--day", "yesterday"], &["staff", "pin"]] {
        let output = run(words, None);

        assert_eq!(output.status.code(), Some(64), "{words:?}");
        assert!(output.stdout.is_empty(), "{words:?}");
    }
}

#[test]
fn help_and_version_give_zero_on_the_standard_output() {
    for words in [&["--help"][..], &["help", "check"], &["--version"]] {
        let output = run(words, None);

        assert_eq!(output.status.code(), Some(0), "{words:?}");
        assert!(!output.stdout.is_empty(), "{words:?}");
    }
}

#[test]
fn whoever_closes_the_pipe_has_read_enough() {
    let mut child = command(&["devices"], None)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    drop(child.stdout.take());

    let output = child.wait_with_output().expect("ended");

    assert_eq!((output.status.code(), told(&output).as_str()), (Some(0), ""));
}

#[test]
fn devices_are_listed_with_their_places() {
    let (_folder, path) = hall();

    let listed = told(&run(&["devices"], Some(&path)));

    for info in hal::drivers::CATALOGUE {
        assert!(listed.contains(info.name), "{}", info.name);
    }
    assert!(
        listed.contains("keypad-1  keypad 1  modbus-keypad  keypads  1        /dev/hall/keypads  desk 1"),
        "{listed}"
    );
}

/// Sets a PIN as a script does, by the standard input.
fn set_pin(path: &Path, typed: &str) -> Output {
    let mut child = command(&["staff", "pin", "--clerk", "101"], Some(path))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    // The command may end before it reads, which closes the pipe.
    let _ = child.stdin.take().expect("piped").write_all(typed.as_bytes());
    child.wait_with_output().expect("ended")
}

#[test]
fn a_pin_is_set_changed_and_removed() {
    let (folder, path) = hall();
    let file = folder.path().join("pins.toml");
    let verdict = |pin| PinBook::load(&file).expect("readable").verify(StaffId(101), pin);

    assert_eq!(set_pin(&path, "2580\n").status.code(), Some(0));
    assert_eq!(verdict("2580"), Verdict::Right);
    assert_eq!(set_pin(&path, "1379\n").status.code(), Some(0));
    assert_eq!([verdict("2580"), verdict("1379")], [Verdict::Wrong, Verdict::Right]);
    let mode = fs::metadata(&file).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    let removed = run(&["staff", "pin", "--clerk", "101", "--remove"], Some(&path));
    assert_eq!(removed.status.code(), Some(0), "{}", told(&removed));
    assert_eq!(verdict("1379"), Verdict::NotSet);
}

#[test]
fn i09_a_forgotten_pin_is_set_anew_by_whoever_may_write_the_halls_state_and_by_nobody_else() {
    let (folder, path) = hall();
    let file = folder.path().join("pins.toml");
    set_pin(&path, "2580\n");

    // The old one is not asked for: what is asked for is the daemon's own file, at the machine.
    let reset = set_pin(&path, "1379\n");

    assert_eq!(reset.status.code(), Some(0), "{}", told(&reset));
    let book = PinBook::load(&file).expect("readable");
    assert_eq!(["1379", "2580"].map(|pin| book.verify(StaffId(101), pin)), [Verdict::Right, Verdict::Wrong]);
    let mode = fs::metadata(&file).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "others can neither read nor write it");
}

#[test]
fn a_weak_pin_and_a_stranger_are_refused() {
    let (folder, path) = hall();

    let weak = set_pin(&path, "1234\n");
    let stranger = run(&["staff", "pin", "--clerk", "7"], Some(&path));

    assert_eq!((weak.status.code(), stranger.status.code()), (Some(1), Some(1)));
    assert!(told(&weak).contains("4 to 8 digits"), "{}", told(&weak));
    assert!(!told(&weak).contains("1234"), "a PIN is not repeated: {}", told(&weak));
    assert!(told(&stranger).contains("no `[[clerk]]` has the number 7"), "{}", told(&stranger));
    assert!(!folder.path().join("pins.toml").exists());
}

#[test]
fn a_key_card_is_for_a_window_of_the_hall() {
    let (_folder, path) = hall();

    let one = run(&["key-card", "--window", "2"], Some(&path));
    let none = run(&["key-card", "--window", "9"], Some(&path));

    assert!(told(&one).contains("大厅 2号 综合窗口"), "{}", told(&one));
    assert_eq!((one.status.code(), none.status.code()), (Some(0), Some(1)));
}

fn at(seq: u64, minute: u64, request: Request, events: Vec<Event>) -> Record {
    let moment = Moment { hall: HallTime(minute * 60_000), wall: None, boot: BootId(1) };
    let asked = Asked { number: RequestNumber(seq.into()), origin: Origin::Clock, person: None, request };
    Record { seq: Seq(seq), book: Book::Hall, day: DAY, moment, asked, events }
}

/// A visitor who waited 31 minutes and was served in five.
fn morning() -> Vec<Record> {
    let rules = std::sync::Arc::new(config(HALL, CATALOGUE).rules);
    let opening = Box::new(Opening {
        items: None,
        blocks: None,
        pins: None,
        day: DAY,
        rules_hash: rules_hash(&rules),
        rules,
        hours: Hours::default(),
        next_ticket: TicketId(1),
        next_job: JobId(1),
        day_before: None,
    });
    let (ticket, window, clerk, service) = (TicketId(1), WindowId(1), StaffId(101), ServiceId(11));
    let issued = Event::TicketIssued {
        ticket,
        number: TicketNumber { prefix: Prefix('A'), value: 1, width: 3 },
        services: vec![service],
        class: Class::Ordinary,
        green: None,
        kiosk: None,
        ahead: 0,
        wait: None,
    };
    let score = Score { ticket, class: Class::Ordinary, waited_ms: 31 * 60_000, target_minutes: 30 };
    let choice = Choice::Discipline(vec![score]);
    let called = Event::TicketCalled { ticket, window, clerk, choice };
    let took = Duration::from_secs(300);
    let finished = Event::ServiceFinished { ticket, window, clerk, service, outcome: Outcome::Done, took };
    let finish = Request::Finish { window, outcome: Outcome::Done };
    vec![
        at(1, 0, Request::OpenDay(opening.clone()), vec![Event::DayOpened(opening)]),
        at(2, 0, Request::Issue { services: vec![service], green: None, paper: false }, vec![issued]),
        at(3, 31, Request::CallNext { window }, vec![called]),
        at(4, 36, finish, vec![finished]),
    ]
}

fn store(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("journal.db");
    let (mut store, _) =
        Store::open(&Settings { path: path.clone(), site: "hall-1".into() }).expect("opened");
    store.append(&morning()).expect("stored");
    path
}

#[test]
fn a_report_has_the_days_figures_in_three_formats() {
    let (folder, path) = hall();
    store(&folder);

    let table = told(&run(&["report"], Some(&path)));
    let csv = told(&run(&["report", "--format", "csv"], Some(&path)));
    let json = told(&run(&["report", "--format", "json", "--day", "2026-11-23"], Some(&path)));

    assert!(table.starts_with("2026-11-23: 1 tickets, 0 not served"), "{table}");
    assert!(table.contains("31:00"), "{table}");
    let row = "window,1,综合窗口,,1,0,1,1,1,0,0,0,0,1860,1860,1860,,1,1,1,300";
    assert!(csv.lines().any(|line| line == row), "{csv}");
    assert!(csv.lines().any(|line| line.starts_with("class,,普通,,1,")), "{csv}");
    let sheet: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(sheet.get("issued"), Some(&1.into()), "{json}");
}

#[test]
fn a_call_is_accounted_for_in_both_languages() {
    let (folder, path) = hall();
    store(&folder);

    let why = run(&["why", "A001"], Some(&path));
    let nobody = run(&["why", "a17", "--day", "2026-11-23"], Some(&path));

    let told_why = told(&why);
    for words in [
        "A001  参保登记  普通 Ordinary",
        "1号窗口 叫号 called to window 1 by clerk 101 (record 3)",
        "等候时间与本类时限之比最大 Its waiting time was the largest part of the target of its class.",
        "A001  普通 Ordinary        31:00     / 30 min  = 103 %  被叫 called",
    ] {
        assert!(told_why.contains(words), "{words} in\n{told_why}");
    }
    assert_eq!((why.status.code(), nobody.status.code()), (Some(0), Some(1)));
    assert!(told(&nobody).contains("2026-11-23: no ticket of that number was issued"), "{}", told(&nobody));
}

#[test]
fn a_report_of_a_day_without_records_fails() {
    let (folder, path) = hall();
    let without_journal = run(&["report"], Some(&path));
    store(&folder);

    let other_day = run(&["report", "--day", "2026-11-24"], Some(&path));

    assert_eq!((without_journal.status.code(), other_day.status.code()), (Some(1), Some(1)));
    assert!(told(&without_journal).contains("there is no journal yet"));
    assert!(told(&other_day).contains("no record of that day"));
}

#[test]
fn a_whole_journal_verifies_and_a_changed_one_is_named() {
    let (folder, path) = hall();
    let journal = store(&folder);

    let whole = run(&["verify"], Some(&path));
    assert_eq!(whole.status.code(), Some(0), "{}", told(&whole));
    assert!(told(&whole).contains("4 records fit"), "{}", told(&whole));

    let sql = rusqlite::Connection::open(&journal).expect("opened");
    sql.execute("UPDATE record SET hall_ms = 0 WHERE seq = 3", []).expect("tampered");
    drop(sql);

    let broken = run(&["verify"], Some(&path));
    assert_eq!(broken.status.code(), Some(1), "{}", told(&broken));
    assert!(told(&broken).contains("NOT WHOLE: record 3 was changed"), "{}", told(&broken));
}
