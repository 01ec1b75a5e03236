//! The reader of identity cards and its driver: one card for one question, and nothing of it kept.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

mod support;

use std::time::Duration;

use hal::driver::Fault;
use hal::drivers::sam_card::{SamCard, Settings};
use hal::port::card_reader::{CardNumber, CardReader as Role, Command, Event};
use hal::sim::Device;
use hal::sim::card_reader::{Card, CardReader};
use hal::time::Instant;
use support::Bench;

const SECOND: Duration = Duration::from_secs(1);
const NUMBER: &str = "11010519491231002X";

#[test]
fn a_card_is_read_once_when_one_is_asked_for() {
    let (mut bench, mut reader) = met();

    bench.command(&Command::Read);
    bench.run(SECOND, &mut [&mut reader]);
    reader.lay(Card::Resident(NUMBER.to_owned()));
    bench.run(5 * SECOND, &mut [&mut reader]);
    reader.lift();
    reader.lay(Card::Resident(NUMBER.to_owned()));
    bench.run(5 * SECOND, &mut [&mut reader]);

    assert_eq!(bench.events(), [&card()], "one question, one card");
}

#[test]
fn nobody_is_read_who_was_not_asked() {
    let (mut bench, mut reader) = met();
    reader.lay(Card::Resident(NUMBER.to_owned()));

    bench.run(10 * SECOND, &mut [&mut reader]);

    assert_eq!((reader.looked(), bench.told.len()), (0, 0));
}

#[test]
fn a_question_that_is_taken_back_while_a_card_is_read_tells_nothing() {
    let (mut bench, mut reader) = met();
    bench.command(&Command::Read);
    reader.lay(Card::Resident(NUMBER.to_owned()));
    bench.run(Duration::from_millis(300), &mut [&mut reader]);

    bench.command(&Command::Rest);
    bench.run(5 * SECOND, &mut [&mut reader]);

    assert!(bench.told.is_empty(), "{:?}", bench.told);
}

#[test]
fn a_card_that_cannot_be_read_and_one_of_another_kind_are_told_and_the_next_is_read() {
    let (mut bench, mut reader) = met();
    bench.command(&Command::Read);
    for card in [Card::Damaged, Card::Other] {
        reader.lay(card);
        bench.run(5 * SECOND, &mut [&mut reader]);
        reader.lift();
        bench.run(2 * SECOND, &mut [&mut reader]);
    }
    reader.lay(Card::Resident(NUMBER.to_owned()));
    bench.run(5 * SECOND, &mut [&mut reader]);

    assert_eq!(bench.events(), [&Event::Unreadable, &Event::Unsupported, &card()]);
}

/// Two readers on one line: both hear, and what both say runs together: one behind the other, or the first up to
/// this byte of an answer and the second from there on.
struct Together(CardReader, CardReader, Option<usize>);

impl Device for Together {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        self.0.hear(now, bytes);
        self.1.hear(now, bytes);
    }

    fn due(&self) -> Option<Instant> {
        self.0.due().max(self.1.due())
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        let (first, second) = (self.0.speak(now), self.1.speak(now));
        let (kept, from) =
            self.2.map_or((first.len(), 0), |cut| (cut.min(first.len()), cut.min(second.len())));
        [&first[..kept], &second[from..]].concat()
    }

    fn power_cycle(&mut self, now: Instant) {
        self.0.power_cycle(now);
        self.1.power_cycle(now);
    }
}

#[test]
fn f41_of_two_cards_whose_answers_run_together_one_is_told_and_never_a_mixture() {
    let (mut bench, reader) = met();
    let mut together = Together(reader, CardReader::new(), None);
    bench.command(&Command::Read);
    bench.run(SECOND, &mut [&mut together]);
    together.0.lay(Card::Resident(NUMBER.to_owned()));
    together.1.lay(Card::Resident("440524188001010014".to_owned()));

    bench.run(5 * SECOND, &mut [&mut together]);

    assert!(together.1.looked() > 0, "the second one was asked too");
    assert_eq!(bench.events(), [&card()]);
}

#[test]
fn f41_of_two_cards_whose_bytes_are_mixed_none_is_told() {
    // Behind the first six digits of the one, the rest of the other makes a number whose last character is right.
    const BEHIND_SIX_DIGITS: usize = 148;
    let told = |cut| {
        let (mut bench, reader) = met();
        let mut together = Together(reader, CardReader::new(), Some(cut));
        together.0.lay(Card::Resident(NUMBER.to_owned()));
        together.1.lay(Card::Resident("320102198001010016".to_owned()));
        bench.command(&Command::Read);
        bench.run(5 * SECOND, &mut [&mut together]);
        bench.events().into_iter().cloned().collect::<Vec<_>>()
    };

    assert_eq!(told(usize::MAX), [card()], "the first one's bytes alone");
    for cut in BEHIND_SIX_DIGITS - 8..=BEHIND_SIX_DIGITS + 8 {
        assert_eq!(told(cut), [], "cut at {cut}");
    }
}

#[test]
fn f43_a_number_whose_last_character_is_wrong_is_no_number() {
    let (mut bench, mut reader) = met();
    bench.command(&Command::Read);
    reader.lay(Card::Resident("110105194912310021".to_owned()));

    bench.run(3 * SECOND, &mut [&mut reader]);

    assert_eq!(bench.events(), [&Event::Unsupported]);
}

#[test]
fn f45_a_reader_without_authorisation_is_refused_and_a_dead_one_is_silent() {
    let (mut bench, mut reader) = met();
    reader.set_authorised(false);
    bench.run(4 * SECOND, &mut [&mut reader]);
    assert_eq!(bench.fault, Some(Fault::Refused));

    reader.set_mute(true);
    bench.attach();
    bench.run(10 * SECOND, &mut [&mut reader]);
    assert_eq!(bench.fault, Some(Fault::Silent));
}

fn card() -> Event {
    Event::Card(CardNumber::new(NUMBER.as_bytes()).unwrap())
}

/// A reader that answered, with nothing on it.
fn met() -> (Bench<Role, SamCard>, CardReader) {
    let mut reader = CardReader::new();
    let mut bench = Bench::new(SamCard::new(Settings::default(), None).unwrap(), 115_200);
    bench.run(SECOND, &mut [&mut reader]);
    assert_eq!(bench.turns.len(), 1);
    (bench, reader)
}
