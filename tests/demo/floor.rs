//! The demo's floor with the real daemon under it, where nobody acts but the test.

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

/// A demo with the real daemon, where nobody acts but the test.
pub struct Hall {
    /// The demo.
    pub demo: Demo,
    windows: Vec<u8>,
    journal: Reader,
}

impl Hall {
    /// Opens the hall, and waits until its devices are there.
    pub fn open() -> Self {
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

    /// What can be seen.
    pub fn look(&self) -> Scene {
        scene::look(&self.demo.live.hands, &self.windows)
    }

    /// Bytes that the devices of a cable have said so far.
    pub fn said(&self, cable: &str) -> u64 {
        self.look().cables.into_iter().find(|face| face.name == cable).map_or(0, |face| face.from)
    }

    /// Does something that is felt.
    pub fn act(&self, hand: &Hand) {
        assert!(self.demo.live.act(hand), "{hand:?} was not felt");
    }

    /// Pulls a plug or puts it back.
    pub fn plug(&self, cable: &str, plugged: bool) {
        self.act(&Hand::Plug { cable: cable.into(), plugged });
    }

    /// Presses what a clerk presses to begin.
    pub fn log_in(&mut self, window: u8, staff: u32) {
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
    pub fn touch_a_ticket(&mut self) {
        self.touch_to_the_services();
        self.act(&Hand::Touch { component: "c0".into() });
    }

    /// Touches the first section; its services are shown.
    pub fn touch_to_the_services(&mut self) {
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

    /// How many records the journal holds.
    pub fn records(&self) -> u64 {
        self.journal.latest().ok().flatten().map_or(0, |latest| latest.seq.0)
    }

    /// Whether a record after this one says so.
    pub fn stored_after(&self, seq: u64, words: &str) -> bool {
        let records = self.journal.last(50).unwrap();
        records.iter().any(|record| record.seq.0 > seq && format!("{record:?}").contains(words))
    }

    /// Whether it is so within five seconds.
    pub fn soon(&mut self, so: impl Fn(&Self) -> bool) -> bool {
        (0..100).any(|_| {
            self.demo.look();
            pause(Duration::from_millis(50));
            so(self)
        })
    }

    /// Waits until it is so, within a minute: a slow machine is no failure.
    pub fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
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
/// Lets real time pass.
pub fn pause(span: Duration) {
    std::thread::sleep(span);
}
