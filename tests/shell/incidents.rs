//! What befalls the whole hall, at the command line of a real daemon.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiaohao::domain::event::Event;
use jiaohao::domain::incident::{IncidentEvent, StopReason};
use jiaohao::journal::reader::Reader;
use nix::sys::signal::Signal;

use super::skipped::skipped;
use super::support::{Hall, told, wait_until};

/// Asks, and checks the exit code and the sentence.
#[track_caller]
fn check(hall: &Hall, words: &str, code: i32, sentence: &str) {
    let words: Vec<&str> = ["duty"].into_iter().chain(words.split(' ')).collect();
    let output = hall.run(&words, "");

    assert_eq!(output.status.code(), Some(code), "{words:?}: {}", told(&output));
    assert!(told(&output).trim_end().starts_with(sentence), "{words:?}: {}", told(&output));
}

#[test]
fn r114_a_notice_is_put_up_timed_and_taken_down_by_one_command_each() {
    let hall = Hall::new().start();

    check(&hall, "notice --until 9:00", 1, "no notice stands; put up one of: network, power, system");
    check(&hall, "notice strike", 1, "no such notice; there are: network, power, system");
    check(&hall, "notice network --until noon", 1, "\"noon\" is no time of day; one looks like 15:30");
    check(&hall, "notice network --until 0:00", 1, "00:00 is past today; for tomorrow add: --days 1");
    check(&hall, "notice network --until 23:59", 0, "the notice stands on every face");
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
    check(&hall, "notice power --until 9:00 --days 1", 0, "the notice stands on every face");
    check(&hall, "issue 11", 1, "A notice stands that holds the giving of tickets.");
    assert!(hall.status().sentence.contains("A NOTICE HOLDS THE TICKETS"));
    check(&hall, "alarm", 0, "notice, up for 0 min: Power cut");
    check(&hall, "notice-down", 0, "the notice is taken down");
    check(&hall, "notice-down", 1, "It is so already.");
    check(&hall, "issue 11", 0, "ticket A002, 1 ahead");
}

#[test]
fn r116_to_r118_an_alarm_is_raised_taken_up_and_ended_by_its_number() {
    let hall = Hall::new().start();

    check(&hall, "alarm", 0, "nothing befalls the hall");
    check(&hall, "alarm end", 1, "no alarm stands that could be meant");
    check(&hall, "alarm raise conflict --window 1", 0, "alarm 1 is raised");
    check(&hall, "alarm raise fire", 0, "alarm 2 is raised");
    check(&hall, "issue 11", 1, "Everybody is to leave: nobody is called, no tickets are given");
    assert!(hall.status().sentence.contains("FIRE, EVERYBODY IS TO LEAVE; ALARMS NOBODY HAS TAKEN UP: 1"));
    check(&hall, "alarm take-up", 1, "several alarms stand: say which");
    check(&hall, "alarm take-up 1", 0, "alarm 1 is taken up");
    check(&hall, "alarm end 2", 0, "alarm 2 is over");
    check(&hall, "alarm", 0, "alarm 1: conflict at window 1, ");
    check(&hall, "alarm end", 0, "alarm 1 is over");
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
    check(&hall, "accept-clock", 1, "the machine claims no other time of day");
}

#[test]
fn d09_a_daemon_that_was_killed_three_times_as_it_began_goes_without_devices_and_comes_back() {
    let mut hall = Hall::new();
    for _ in 0..3 {
        hall = hall.start();
        hall.signal(Signal::SIGKILL);
        hall.gone();
    }

    let mut hall = hall.start();
    let sentence = hall.status().sentence;
    assert!(sentence.starts_with("SAFE MODE, NO DEVICES: 3 starts in a row failed"), "{sentence}");
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");

    hall.terminate();
    let hall = hall.start();
    let sentence = hall.status().sentence;
    assert!(!sentence.contains("SAFE MODE"), "told to stop, it tries again with everything: {sentence}");
}

#[test]
fn d09_a_daemon_that_cannot_open_its_journal_answers_with_the_reason_after_three_starts() {
    let hall = Hall::new();
    fs::create_dir_all(hall.state().join("journal.db")).unwrap();
    for _ in 0..3 {
        let output = hall.run(&["run"], "");
        assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    }

    let mut hall = hall.begin();
    let mut last = String::new();
    wait_until("somebody answers", || {
        let output = hall.run(&["status"], "");
        last = told(&output);
        output.status.code() == Some(1) && last.starts_with("safe mode: ")
    });
    let (ended, _) = hall.terminate();

    assert!(last.contains("call by hand"), "{last}");
    assert!(ended.success(), "{ended}");
}

#[test]
fn r114_a_hall_without_any_network_at_all_runs() {
    let hall = Hall::new();
    let mut unshare = std::process::Command::new("unshare");
    let can = unshare.args(["--map-root-user", "--net", "true"]).output();
    if !can.is_ok_and(|output| output.status.success()) {
        return skipped("a hall without a network", "unshare cannot make a network namespace here");
    }

    let hall = hall.start_in(&["unshare", "--map-root-user", "--net"]);

    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");
    assert!(hall.status().sentence.contains("1 waiting"));
}

/// A stand-in for upsd: one UPS, in the state that a test puts it in.
struct Upsd {
    address: String,
    state: Arc<AtomicUsize>,
}

/// What it says of its status and of its charge, by state.
const UPS: [(&str, u8); 3] = [("OL CHRG", 100), ("OB DISCHRG", 60), ("OB LB", 18)];
const MAINS: usize = 0;
const BATTERY: usize = 1;
const LOW: usize = 2;

impl Upsd {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let state = Arc::new(AtomicUsize::new(MAINS));
        let seen = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // The daemon has gone: the next one may come.
                let _ = serve(stream, &seen);
            }
        });
        Self { address, state }
    }

    fn is(&self, state: usize) {
        self.state.store(state, Ordering::Relaxed);
    }
}

fn serve(mut stream: TcpStream, state: &AtomicUsize) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    while let Some(line) = lines.next().transpose()? {
        let (status, charge) = UPS[state.load(Ordering::Relaxed)];
        let value = if line.ends_with("ups.status") { status.to_owned() } else { charge.to_string() };
        let variable = line.trim_start_matches("GET VAR ");
        writeln!(stream, "VAR {variable} \"{value}\"")?;
    }
    Ok(())
}

#[test]
fn a13_on_a_low_battery_the_daemon_stops_in_order_and_asks_for_the_machine_to_be_switched_off() {
    let upsd = Upsd::open();
    let hall = Hall::new();
    let ups = format!(
        "\n[[cable]]\nname = \"ups\"\nlink = \"tcp\"\naddress = \"{}\"\n\n[[device]]\nname = \"ups-1\"\ndriver = \"nut\"\n\
         cable = \"ups\"\nrole = \"ups\"\nplace = \"cabinet\"\n",
        upsd.address
    );
    hall.write(&(hall.text() + &ups));
    let mut hall = hall.start();
    check(&hall, "issue 11", 0, "ticket A001, 0 ahead");

    // On the battery the hall stays for as long as it likes: there is all the time to ask it.
    upsd.is(BATTERY);
    wait_until("the loss is told", || hall.status().sentence.contains("MAINS LOST"));
    wait_until("the loss is on record", || {
        told(&hall.run(&["duty", "issue", "11"], "")).starts_with("The mains are lost: no tickets")
    });
    // Between here and its end nobody asks it anything: it may be gone at any moment.
    upsd.is(LOW);
    let ended = hall.ended();

    assert_eq!(ended.code(), Some(79), "{}", hall.log());
    // Whoever takes the card out finds everything in one file.
    assert!(!hall.state().join("journal.db-wal").exists(), "the log was not folded into the journal");
    let reader = Reader::new(&hall.state().join("journal.db"));
    let records = reader.last(u32::MAX).unwrap();
    let stopped = IncidentEvent::PowerStopped { why: StopReason::BatteryLow, charge_percent: Some(18) };
    let mut events = records.iter().flat_map(|record| &record.events);
    assert!(events.any(|event| *event == Event::Incident(stopped)));

    upsd.is(MAINS);
    let hall = hall.start();
    wait_until("tickets are given again", || hall.run(&["duty", "issue", "11"], "").status.success());
}
