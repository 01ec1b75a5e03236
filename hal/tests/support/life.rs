//! A driver's life on a line that somebody hostile has hold of, written as a string of bytes.
//!
//! The fuzzer of `hal/fuzz` makes up such lives, and `tests/fuzz_corpus.rs` lives those again that once took a
//! way through the code that no other took. One byte says what happens, and may be followed by more:
//!
//! | byte | what happens |
//! |---|---|
//! | 00–7F | the next so many bytes arrive |
//! | 80–9F | time passes to the moment the driver asks for, and it has the wire |
//! | A0–AF | the limit of the turn passes |
//! | B0–BF | the hall commands what the transcript's exchange of this number commands |
//! | C0–DF | the answer of this exchange arrives; of the two bytes behind, one bit is wrong at the place of the first, unless the second is 0 |
//! | E0–EF | the cable goes down and comes up again |
//! | F0–FF | so many tenths of a second pass |

use std::time::Duration;

use hal::driver::{Answer, Driver, Turn};
use hal::drivers::transcript::{Exchange, Transcript};
use hal::drivers::{AnyDriver, AnyOutbox, build, transcripts};
use hal::time::Instant;

/// More bytes than any message of a driver.
const LONGEST_TURN: usize = 16 * 1024;

/// A driver and where it stands.
struct Life {
    driver: AnyDriver,
    now: Instant,
    /// A turn that waits for its answer.
    open: Option<Turn>,
    attached: bool,
    /// The hall has asked for something: the driver may say other things than its transcript.
    commanded: bool,
}

/// Lives a life; the first byte chooses the driver.
///
/// # Panics
///
/// When the driver does, when it says something that cannot be sent, or when it is not what it was after the
/// cable came up again.
pub fn live(bytes: &[u8]) {
    let mut bytes = bytes.iter().copied();
    let all = transcripts();
    let chosen = usize::from(bytes.next().unwrap_or(0)) % all.len();
    let Some((info, transcript)) = all.into_iter().nth(chosen) else { return };
    let Ok(settings) = transcript.settings.parse() else {
        panic!("{}: settings of the transcript", info.name)
    };
    let driver = match build(info.name, &settings, transcript.address) {
        Ok(driver) => driver,
        Err(error) => panic!("{}: {error}", info.name),
    };
    let exchanges: Vec<&Exchange> = transcript.exchanges().collect();
    let now = Instant::from_millis(1_000);
    let mut life = Life { driver, now, open: None, attached: false, commanded: false };
    life.attach();
    while let Some(what) = bytes.next() {
        life.happens(what, &mut bytes, &exchanges);
    }
    life.ends_well(&transcript);
}

impl Life {
    fn happens(&mut self, what: u8, bytes: &mut impl Iterator<Item = u8>, exchanges: &[&Exchange]) {
        let exchange = exchanges[usize::from(what & 0x0F) % exchanges.len()];
        match what {
            0x00..=0x7F => self.hear(&bytes.take(usize::from(what)).collect::<Vec<_>>()),
            0x80..=0x9F => self.take_turn(),
            0xA0..=0xAF => self.give_up(),
            0xB0..=0xBF => {
                if let Some(command) = &exchange.command {
                    self.commanded = true;
                    self.call(|driver, now, out| driver.command(now, command, out));
                }
            }
            0xC0..=0xDF => {
                let (place, wrong) = (bytes.next().unwrap_or(0), bytes.next().unwrap_or(0));
                let mut answer = exchange.answer.clone();
                let place = usize::from(place) % answer.len().max(1);
                if let Some(byte) = answer.get_mut(place) {
                    *byte ^= wrong;
                }
                self.hear(&answer);
            }
            0xE0..=0xEF => self.attach(),
            0xF0..=0xFF => self.now += Duration::from_millis(100) * u32::from(what & 0x0F),
        }
    }

    fn attach(&mut self) {
        if std::mem::replace(&mut self.attached, true) {
            self.open = None;
            self.call(Driver::detach);
        }
        self.call(Driver::attach);
    }

    fn take_turn(&mut self) {
        self.give_up();
        let Some(due) = self.driver.due().filter(|_| self.attached) else { return };
        self.now = self.now.max(due);
        let Some(turn) = self.call(Driver::turn) else { return };
        let pieces: Vec<u8> = turn.pieces().into_iter().flat_map(|(_, piece)| piece.to_vec()).collect();
        assert!(pieces == turn.bytes, "a message is the sum of its pieces");
        assert!((1..=LONGEST_TURN).contains(&turn.bytes.len()), "a message of {} bytes", turn.bytes.len());
        if turn.answer != Answer::None {
            self.open = Some(turn);
        }
        self.call(Driver::sent);
    }

    fn give_up(&mut self) {
        if let Some(Turn { answer: Answer::Within(limit), .. }) = self.open.take() {
            self.now += limit;
            self.call(Driver::unanswered);
        }
    }

    fn hear(&mut self, bytes: &[u8]) {
        if self.attached {
            self.call(|driver, now, out| driver.receive(now, bytes, out));
        }
    }

    /// Calls the driver; a fault ends its attachment, and the cable comes up again.
    fn call<T>(&mut self, call: impl FnOnce(&mut AnyDriver, Instant, &mut AnyOutbox) -> T) -> T {
        let mut out = AnyOutbox::default();
        let returned = call(&mut self.driver, self.now, &mut out);
        if out.done {
            self.open = None;
        }
        if out.fault.is_some() && self.attached {
            (self.attached, self.open) = (false, None);
            self.call(Driver::detach);
            self.attach();
        }
        returned
    }

    /// A driver that the hall asked nothing of plays its transcript as if it had heard nothing before, a minute
    /// later.
    fn ends_well(&mut self, transcript: &Transcript) {
        self.now += Duration::from_secs(60);
        self.attach();
        if self.commanded {
            return;
        }
        let name = self.driver.info().name;
        for (number, exchange) in transcript.exchanges().enumerate() {
            let mut out = AnyOutbox::default();
            if let Some(command) = &exchange.command {
                self.driver.command(self.now, command, &mut out);
            }
            if !exchange.sends.is_empty() {
                self.now = self.now.max(self.driver.due().unwrap_or(self.now));
                let sent = self.driver.turn(self.now, &mut out).map(|turn| turn.bytes);
                assert!(sent.as_ref() == Some(&exchange.sends), "{name} exchange {number}: {sent:02X?}");
                self.driver.sent(self.now, &mut out);
            }
            self.driver.receive(self.now, &exchange.answer, &mut out);
            assert!(out.events == exchange.events, "{name} exchange {number}: {:?}", out.events);
            assert!(out.fault.is_none(), "{name} exchange {number}: {:?}", out.fault);
        }
    }
}
