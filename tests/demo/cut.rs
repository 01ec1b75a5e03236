//! The page's hands reach the hall through cables and nothing else: with the real daemon, each cable is cut.

use std::path::PathBuf;
use std::time::Duration;

use jiaohao::config::pins::PinBook;
use jiaohao::demo::hand::Hand;
use jiaohao::demo::people::Post;
use jiaohao::demo::scene::{self, Scene};
use jiaohao::demo::{Demo, Options};
use jiaohao::domain::id::StaffId;
use jiaohao::journal::reader::Reader;

/// Keys of the 16-key pad: FUNCTION, 0 and ENTER.
const FUNCTION: u8 = 15;
const ZERO: u8 = 10;
const ENTER: u8 = 16;

#[test]
fn a_key_and_a_touch_reach_the_journal_through_their_cable_and_by_no_other_way() {
    let mut hall = Hall::open();
    let opened = hall.records();

    hall.log_in(3, 103);
    hall.until("a log-in is stored", |hall| hall.records() > opened);
    hall.touch_a_ticket();
    hall.until("a ticket is stored", |hall| hall.records() > opened + 1);

    // Keys press into a pulled cable; the ticket that is taken meanwhile proves that the daemon listens.
    hall.plug("keypads", false);
    let before = hall.records();
    hall.log_in(4, 104);
    hall.touch_a_ticket();
    hall.until("a ticket is stored", |hall| hall.records() > before);
    assert!(!hall.stored_after(before, "104"), "a key came by another way");

    // And the other way round.
    hall.plug("keypads", true);
    let said = hall.said("keypads");
    hall.until("all twenty devices of the pair have answered", |hall| hall.said("keypads") > said + 20 * 20);
    hall.touch_to_the_services();
    hall.plug("terminal", false);
    let before = hall.records();
    hall.act(&Hand::Touch { component: "c0".into() });
    hall.log_in(5, 105);
    hall.until("a log-in is stored", |hall| hall.stored_after(before, "105"));
    assert!(!hall.stored_after(before, "TicketIssued"), "a touch came by another way");
}

#[test]
fn paper_and_boards_come_through_their_cables() {
    let mut hall = Hall::open();
    hall.plug("printer", false);
    hall.plug("boards", false);
    let boards: Vec<_> = hall.look().windows.into_iter().map(|window| window.board).collect();
    let before = hall.records();

    hall.log_in(3, 103);
    hall.touch_a_ticket();
    hall.until("both are stored", |hall| hall.records() >= before + 2);

    let scene = hall.look();
    assert!(scene.slips.is_empty(), "paper without a cable");
    let after: Vec<_> = scene.windows.into_iter().map(|window| window.board).collect();
    assert_eq!(after, boards, "a board that changes without a cable");
    hall.plug("boards", true);
    hall.until("board 3 shows the present", |hall| {
        hall.look().windows[2].board.areas.iter().any(|area| area.text.contains("103"))
    });
}

/// A demo with the real daemon, where nobody acts but the test.
struct Hall {
    demo: Demo,
    windows: Vec<u8>,
    journal: Reader,
}

impl Hall {
    fn open() -> Self {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_jiaohao"));
        let demo = Demo::open(&Options { port: 0, seed: 1, program, set_pins }).unwrap();
        demo.live.act(&Hand::Alone { on: false });
        let journal = Reader::new(&demo.folder().join("state/journal.db"));
        let mut hall = Self { demo, windows: (1..=10).collect(), journal };
        hall.until("every keypad is online and the terminal shows its first page", |hall| {
            let scene = hall.look();
            let online = scene.windows.iter().all(|window| window.keypad.digits == "----");
            online && scene.panel.texts.get("c0").is_some_and(|words| !words.is_empty())
        });
        hall
    }

    fn look(&self) -> Scene {
        scene::look(&self.demo.live.hands, &self.windows)
    }

    /// Bytes that the devices of a cable have said so far.
    fn said(&self, cable: &str) -> u64 {
        self.look().cables.into_iter().find(|face| face.name == cable).map_or(0, |face| face.from)
    }

    fn act(&self, hand: &Hand) {
        assert!(self.demo.live.act(hand), "{hand:?} was not felt");
    }

    fn plug(&self, cable: &str, plugged: bool) {
        self.act(&Hand::Plug { cable: cable.into(), plugged });
    }

    fn log_in(&mut self, window: u8, staff: u32) {
        let digits = |number: &str| {
            number.bytes().map(|digit| if digit == b'0' { ZERO } else { digit - b'0' }).collect()
        };
        let (number, pin): (Vec<u8>, Vec<u8>) = (digits(&staff.to_string()), digits(PIN));
        let keys = [&[FUNCTION, ZERO], number.as_slice(), &[ENTER], &pin, &[ENTER]].concat();
        for code in keys {
            self.act(&Hand::Key { window, code });
            // A finger is slower than the poll: the keypad keeps four presses.
            pause(Duration::from_millis(250));
        }
    }

    /// The shortest way to a ticket: a section and a service.
    fn touch_a_ticket(&mut self) {
        self.touch_to_the_services();
        self.act(&Hand::Touch { component: "c0".into() });
    }

    fn touch_to_the_services(&mut self) {
        if self.look().panel.page != "start" {
            self.act(&Hand::Touch { component: "back".into() });
        }
        self.until_page("start");
        self.act(&Hand::Touch { component: "c0".into() });
        self.until_page("list");
    }

    fn until_page(&mut self, page: &str) {
        self.until(page, |hall| {
            let panel = hall.look().panel;
            panel.page == page && panel.texts.get("c0").is_some_and(|words| !words.is_empty())
        });
        // The panel has the page before the daemon hears that it has, and only then listens to touches.
        pause(Duration::from_millis(400));
    }

    fn records(&self) -> u64 {
        self.journal.latest().ok().flatten().map_or(0, |latest| latest.seq.0)
    }

    /// Whether a record after this one says so.
    fn stored_after(&self, seq: u64, words: &str) -> bool {
        let records = self.journal.last(50).unwrap();
        records.iter().any(|record| record.seq.0 > seq && format!("{record:?}").contains(words))
    }

    /// Waits until it is so, within a minute: a slow machine is no failure.
    fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
        for _ in 0..1200 {
            if so(self) {
                return;
            }
            self.demo.look();
            pause(Duration::from_millis(50));
        }
        let log = std::fs::read_to_string(self.demo.folder().join("log")).unwrap_or_default();
        let scene = self.look();
        panic!("not within a minute: {what}\npanel {:?}\n{log}", scene.panel);
    }
}

/// The same for everybody: what is tested is the cable.
const PIN: &str = "2580";

fn set_pins(hall: &std::path::Path, posts: &[Post]) -> Result<(), String> {
    let mut book = PinBook::default();
    for post in posts {
        book.set(StaffId(post.staff), PIN).map_err(|error| error.to_string())?;
    }
    book.save(&hall.with_file_name("state").join("pins.toml")).map_err(|error| error.to_string())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the daemon under test is another process and lives in real time"
)]
fn pause(span: Duration) {
    std::thread::sleep(span);
}
