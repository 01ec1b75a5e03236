//! What every driver in the registry must survive, each on its own transcript.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

use std::time::Duration;

use hal::driver::{Answer, Driver, DriverInfo, Fault, Turn};
use hal::drivers::transcript::{Exchange, Transcript};
use hal::drivers::{AnyDriver, AnyOutbox, build, transcripts};
use hal::port::{Event, keypad, locker, printer};
use hal::time::Instant;

/// More bytes than any answer but that of a card.
const LONG_ANSWER: usize = 256;
/// A dead device must be reported within this time, whatever its driver's patience.
const SILENCE_MAX: Duration = Duration::from_secs(60);

#[test]
fn every_driver_plays_its_transcript_whole() {
    for (info, transcript) in transcripts() {
        let mut stage = Stage::new(info, &transcript);
        stage.attach();
        for (number, exchange) in transcript.exchanges().enumerate() {
            stage.play_exactly(number, exchange, &[&exchange.answer]);
        }
    }
}

#[test]
fn e02_answers_byte_by_byte_give_the_same_events() {
    for (info, transcript) in transcripts() {
        let mut stage = Stage::new(info, &transcript);
        stage.attach();
        for (number, exchange) in transcript.exchanges().enumerate() {
            let bytes: Vec<&[u8]> = exchange.answer.chunks(1).collect();
            stage.play_exactly(number, exchange, &bytes);
        }
    }
}

#[test]
fn d16_drivers_keep_their_times_while_counters_of_32_bits_roll_over_and_after_seven_years() {
    // Milliseconds that just do not fill 31 and 32 bits, as milliseconds and as microseconds; and seven years.
    let full = [1 << 31, 1 << 32, (1 << 31) / 1000, (1 << 32) / 1000, 7 * 366 * 86_400_000_u64];
    for (info, transcript) in transcripts() {
        let lived = |start: u64| {
            let mut stage = Stage::new(info, &transcript);
            stage.now = Instant::from_millis(start);
            stage.attach();
            for exchange in transcript.exchanges() {
                stage.play(exchange, &[&exchange.answer]);
            }
            (stage.told, stage.now.since(Instant::from_millis(start)))
        };

        let usual = lived(1_000_000);

        for full in full {
            assert_eq!(lived(full - 20), usual, "{} at {full} ms", info.name);
        }
    }
}

#[test]
fn e05_no_answer_with_a_wrong_byte_is_taken_for_success() {
    for (info, transcript) in transcripts() {
        let exchanges: Vec<&Exchange> = transcript.exchanges().collect();
        for (number, exchange) in exchanges.iter().enumerate().filter(|(_, e)| e.events.iter().any(claims)) {
            for position in 0..exchange.answer.len() {
                let right = exchange.answer[position];
                // Of a long answer, as a card's picture is, each bit by itself: all bytes would take a
                // minute.
                let wrongs: Vec<u8> = if exchange.answer.len() > LONG_ANSWER {
                    (0..8).map(|bit| right ^ 1 << bit).collect()
                } else {
                    (0..=255).filter(|&wrong| wrong != right).collect()
                };
                for wrong in wrongs {
                    let mut answer = exchange.answer.clone();
                    answer[position] = wrong;
                    let told = told_after(info, &transcript, &exchanges[..number], exchange, &answer);
                    let claimed = exchange.events.iter().find(|event| claims(event) && told.contains(event));
                    assert_eq!(claimed, None, "{} exchange {number}: {answer:02X?}", info.name);
                }
            }
        }
    }
}

#[test]
fn no_wrong_byte_anywhere_breaks_a_driver() {
    for (info, transcript) in transcripts() {
        let exchanges: Vec<&Exchange> = transcript.exchanges().collect();
        for (number, exchange) in exchanges.iter().enumerate() {
            for position in 0..exchange.answer.len() {
                let mut answer = exchange.answer.clone();
                answer[position] ^= 0xFF;
                let mut stage = Stage::new(info, &transcript);
                stage.attach();
                for earlier in &exchanges[..number] {
                    stage.play(earlier, &[&earlier.answer]);
                }
                stage.play(exchange, &[&answer]);
                for later in &exchanges[number + 1..] {
                    stage.play(later, &[&later.answer]);
                }
            }
        }
    }
}

#[test]
fn e01_after_noise_on_the_line_good_answers_are_taken_again() {
    for (info, transcript) in transcripts() {
        for seed in 1..=20 {
            let mut noise = Noise(seed);
            let mut stage = Stage::new(info, &transcript);
            stage.hear(&noise.bytes());
            stage.attach();
            for exchange in transcript.exchanges() {
                stage.play(exchange, &[&noise.bytes(), &noise.bytes()]);
            }
            for _ in 0..200 {
                stage.turn_with(&noise.bytes());
            }
            stage.restart(info, &transcript);
            for (number, exchange) in transcript.exchanges().enumerate() {
                stage.play_exactly(number, exchange, &[&exchange.answer]);
            }
        }
    }
}

#[test]
fn e03_the_end_of_an_answer_that_we_came_too_late_for_spoils_nothing() {
    for (info, transcript) in transcripts() {
        let longest = transcript.exchanges().map(|exchange| exchange.answer.len()).max().unwrap_or(0);
        for missed in 1..longest {
            let mut stage = Stage::new(info, &transcript);
            stage.attach();
            for (number, exchange) in transcript.exchanges().enumerate() {
                stage.hear(exchange.answer.get(missed..).unwrap_or_default());
                stage.play_exactly(number, exchange, &[&exchange.answer]);
            }
        }
    }
}

#[test]
fn e15_an_answer_that_comes_twice_is_taken_once() {
    for (info, transcript) in transcripts() {
        let mut stage = Stage::new(info, &transcript);
        stage.attach();
        for exchange in transcript.exchanges().filter(|exchange| !exchange.sends.is_empty()) {
            stage.told.clear();
            stage.play(exchange, &[&exchange.answer, &exchange.answer]);
            let claimed = stage.told.iter().filter(|event| claims(event)).count();
            let expected = exchange.events.iter().filter(|event| claims(event)).count();
            assert_eq!(claimed, expected, "{}: {:?}", info.name, stage.told);
        }
    }
}

#[test]
fn a_device_that_never_answers_is_reported_silent() {
    for (info, transcript) in transcripts() {
        let mut stage = Stage::new(info, &transcript);
        stage.attach();
        for command in transcript.exchanges().filter_map(|exchange| exchange.command.as_ref()) {
            stage.call(|driver, now, out| driver.command(now, command, out));
        }
        while stage.fault.is_none() {
            assert!(stage.now.since(Instant::default()) < SILENCE_MAX, "{} never noticed", info.name);
            stage.turn_with(&[]);
        }
        assert_eq!(stage.fault, Some(Fault::Silent), "{}", info.name);
        assert!(!stage.told.iter().any(claims), "{} claims {:?}", info.name, stage.told);
    }
}

#[test]
fn commands_before_the_cable_is_there_are_harmless() {
    for (info, transcript) in transcripts() {
        let mut stage = Stage::new(info, &transcript);
        for command in transcript.exchanges().filter_map(|exchange| exchange.command.as_ref()) {
            stage.call(|driver, now, out| driver.command(now, command, out));
            assert_eq!(stage.driver.due(), None, "{} wants a wire that is not there", info.name);
        }
        assert!(!stage.told.iter().any(claims), "{} claims {:?}", info.name, stage.told);
        stage.attach();
        for _ in 0..20 {
            stage.turn_with(&[]);
        }
        assert!(!stage.told.iter().any(claims), "{} claims {:?}", info.name, stage.told);
    }
}

#[test]
fn f23_a_neighbours_answers_are_never_taken() {
    for (info, transcript) in transcripts() {
        let Some(address) = transcript.address else { continue };
        let mut neighbour = transcript.clone();
        neighbour.address = Some(address + 1);
        let mut stage = Stage::new(info, &neighbour);
        stage.attach();
        for exchange in transcript.exchanges() {
            stage.play(exchange, &[&exchange.answer]);
        }
        assert!(!stage.told.iter().any(claims), "{} claims {:?}", info.name, stage.told);
    }
}

#[test]
fn an_idle_exchange_is_no_longer_than_the_driver_says() {
    for (info, transcript) in transcripts() {
        let mut stage = Stage::new(info, &transcript);
        stage.attach();
        for exchange in transcript.exchanges() {
            stage.play(exchange, &[&exchange.answer]);
        }
        let cost = stage.driver.poll_cost();
        let Some(every) = cost.wants_every else { continue };
        let before = stage.now;
        let turn = stage.take_turn();
        let Some(turn) = turn else { panic!("{} is idle and never asks", info.name) };
        assert!(stage.now.since(before) <= every, "{} waited {:?}", info.name, stage.now.since(before));
        assert!(turn.bytes.len() <= cost.bytes_out, "{} sent {:02X?}", info.name, turn.bytes);
        assert!(turn.quiet_before <= cost.quiet_before, "{}", info.name);
        if let Answer::Within(limit) = turn.answer {
            assert!(limit <= cost.answer_within, "{}", info.name);
        }
    }
}

/// Whether an event says that something was done or somebody acted: the ones that must not be made up.
fn claims(event: &Event) -> bool {
    match event {
        Event::Printer(printer::Event::Printed { .. })
        | Event::Board(_)
        | Event::Keypad(keypad::Event::Pressed(_))
        | Event::RatingPad(_)
        | Event::Terminal(_)
        | Event::CardReader(_)
        | Event::Signals(_)
        | Event::Locker(locker::Event::Opened { .. } | locker::Event::Door { .. }) => true,
        Event::Printer(
            printer::Event::Unknown { .. } | printer::Event::NotPrinted { .. } | printer::Event::Status(_),
        )
        | Event::Keypad(keypad::Event::Stuck(_) | keypad::Event::Stranger(_) | keypad::Event::BatteryLow)
        | Event::Locker(locker::Event::NotOpened { .. } | locker::Event::Unknown { .. }) => false,
        // A connection checks its bytes itself: what arrives is what was sent.
        Event::Ups(_) => false,
    }
}

/// What a driver tells that went through the exchanges before and then gets this answer.
fn told_after(
    info: &'static DriverInfo,
    transcript: &Transcript,
    before: &[&Exchange],
    exchange: &Exchange,
    answer: &[u8],
) -> Vec<Event> {
    let mut stage = Stage::new(info, transcript);
    stage.attach();
    for earlier in before {
        stage.play(earlier, &[&earlier.answer]);
    }
    stage.told.clear();
    stage.play(exchange, &[answer]);
    stage.told
}

/// A driver, a clock and what the driver told.
struct Stage {
    driver: AnyDriver,
    now: Instant,
    told: Vec<Event>,
    done: bool,
    fault: Option<Fault>,
}

impl Stage {
    fn new(info: &'static DriverInfo, transcript: &Transcript) -> Self {
        let settings = transcript.settings.parse().unwrap();
        let driver = build(info.name, &settings, transcript.address).unwrap();
        Self { driver, now: Instant::default(), told: Vec::new(), done: false, fault: None }
    }

    fn attach(&mut self) {
        self.fault = None;
        self.call(Driver::attach);
    }

    /// The daemon is started anew on the same line; the noise is over.
    fn restart(&mut self, info: &'static DriverInfo, transcript: &Transcript) {
        let mut fresh = Self::new(info, transcript);
        std::mem::swap(self, &mut fresh);
        self.hear(&[0xFF, 0x00, 0x5A]);
        self.attach();
    }

    fn call<T>(&mut self, call: impl FnOnce(&mut AnyDriver, Instant, &mut AnyOutbox) -> T) -> T {
        let mut out = AnyOutbox::default();
        let returned = call(&mut self.driver, self.now, &mut out);
        self.told.append(&mut out.events);
        self.done |= out.done;
        self.fault = self.fault.or(out.fault);
        returned
    }

    fn hear(&mut self, bytes: &[u8]) {
        self.call(|driver, now, out| driver.receive(now, bytes, out));
    }

    /// Lets time pass to the moment the driver asks for, and hands it the wire.
    fn take_turn(&mut self) -> Option<Turn> {
        self.now = self.now.max(self.driver.due()?);
        self.done = false;
        let turn = self.call(Driver::turn)?;
        self.call(Driver::sent);
        Some(turn)
    }

    /// One turn whatever the driver says in it, with this for an answer.
    fn turn_with(&mut self, answer: &[u8]) {
        self.now += Duration::from_millis(1);
        if let Some(turn) = self.take_turn() {
            self.hear(answer);
            self.end(&turn);
        }
    }

    /// Ends a turn by its limit, unless its answer ended it.
    fn end(&mut self, turn: &Turn) {
        if let Answer::Within(limit) = turn.answer
            && !self.done
        {
            self.now += limit;
            self.call(Driver::unanswered);
        }
    }

    /// Plays one exchange whatever comes of it.
    fn play(&mut self, exchange: &Exchange, answers: &[&[u8]]) {
        if let Some(command) = &exchange.command {
            self.call(|driver, now, out| driver.command(now, command, out));
        }
        let turn = if exchange.sends.is_empty() { None } else { self.take_turn() };
        for answer in answers {
            self.hear(answer);
        }
        if let Some(turn) = turn {
            self.end(&turn);
        }
    }

    /// Plays one exchange that must go as it is written.
    fn play_exactly(&mut self, number: usize, exchange: &Exchange, answers: &[&[u8]]) {
        let name = self.driver.info().name;
        self.told.clear();
        if let Some(command) = &exchange.command {
            self.call(|driver, now, out| driver.command(now, command, out));
        }
        if !exchange.sends.is_empty() {
            let turn = self.take_turn().unwrap_or_else(|| panic!("{name} exchange {number}: says nothing"));
            assert_eq!(turn.bytes, exchange.sends, "{name} exchange {number}");
            for answer in answers {
                assert!(!self.done, "{name} exchange {number}: done before the last byte");
                self.hear(answer);
            }
            let expects = turn.answer != Answer::None;
            assert_eq!(self.done, expects, "{name} exchange {number}: done by its answer, if it expects one");
        } else {
            answers.iter().for_each(|answer| self.hear(answer));
        }
        assert_eq!(self.told, exchange.events, "{name} exchange {number}");
        assert_eq!(self.fault, None, "{name} exchange {number}");
    }
}

/// Random bytes from a seed: a small generator of our own, the same for ever.
struct Noise(u64);

impl Noise {
    fn byte(&mut self) -> u8 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.to_be_bytes()[3]
    }

    fn bytes(&mut self) -> Vec<u8> {
        (0..self.byte()).map(|_| self.byte()).collect()
    }
}
