//! What a port makes of characters that were sent with other settings than its own: a fake of the one fault
//! that no pseudo-terminal has.
//!
//! A receiver samples as every UART does: it waits for the line to fall, reads each bit in its middle, and
//! finds a character broken when its parity is wrong or its stop bit is not there.

use super::line::{DataBits, Line, Parity, StopBits};

/// What arrives of bytes that were sent without a pause between them: `None` for a broken character.
pub fn received(bytes: &[u8], sent: Line, read: Line) -> Vec<Option<u8>> {
    let levels: Vec<bool> = bytes.iter().flat_map(|&byte| levels(byte, sent)).collect();
    // In time units of which a sent bit has as many as the reader has bits in a second, and the other way round.
    let (sent_bit, read_bit) = (u64::from(read.baud.max(1)), u64::from(sent.baud.max(1)));
    let level = |time: u64| {
        let bit = usize::try_from(time / sent_bit).unwrap_or(usize::MAX);
        levels.get(bit).copied().unwrap_or(true)
    };
    let end = u64::try_from(levels.len()).unwrap_or(u64::MAX).saturating_mul(sent_bit);
    let next = |from: u64, wanted: bool| {
        let boundaries = (from.div_ceil(sent_bit)..).map(|bit| bit * sent_bit);
        std::iter::once(from)
            .chain(boundaries)
            .take_while(|&time| time < end)
            .find(|&time| level(time) == wanted)
    };
    let mut arrived = Vec::new();
    let mut time = 0;
    while let Some(start) =
        next(time, true).filter(|_| time > 0).or(Some(time)).and_then(|high| next(high, false))
    {
        let samples: Vec<bool> = (0..read.bits_per_character())
            .map(|bit| level(start + u64::from(2 * bit + 1) * read_bit / 2))
            .collect();
        arrived.push(character(&samples, read));
        time = start + u64::from(2 * read.bits_per_character() - 1) * read_bit / 2;
    }
    arrived
}

/// The line's levels while a byte is sent: high is idle.
fn levels(byte: u8, line: Line) -> Vec<bool> {
    let data = (0..data_bits(line)).map(|bit| byte >> bit & 1 == 1);
    let ones = data.clone().filter(|one| *one).count();
    let parity = parity_bit(ones, line);
    let stops = match line.stop_bits {
        StopBits::One => 1,
        StopBits::Two => 2,
    };
    std::iter::once(false).chain(data).chain(parity).chain(std::iter::repeat_n(true, stops)).collect()
}

/// The character in these samples of a line, from its start bit to its stop bits.
fn character(samples: &[bool], line: Line) -> Option<u8> {
    let data = samples.get(1..)?.get(..data_bits(line))?;
    let ones = data.iter().filter(|one| **one).count();
    let mut rest = samples.get(1 + data.len()..)?.iter();
    if let Some(parity) = parity_bit(ones, line)
        && rest.next() != Some(&parity)
    {
        return None;
    }
    // A receiver looks at the first stop bit only.
    let value = data.iter().rev().fold(0, |value, &one| value << 1 | u8::from(one));
    Some(value).filter(|_| rest.next() == Some(&true))
}

fn data_bits(line: Line) -> usize {
    match line.data_bits {
        DataBits::Seven => 7,
        DataBits::Eight => 8,
    }
}

/// The parity bit that goes with so many ones.
fn parity_bit(ones: usize, line: Line) -> Option<bool> {
    match line.parity {
        Parity::None => None,
        Parity::Even => Some(ones % 2 == 1),
        Parity::Odd => Some(ones.is_multiple_of(2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Line = Line::plain(9600);

    fn broken(sent: Line, read: Line) -> usize {
        let bytes: Vec<u8> = (0..=255).collect();
        received(&bytes, sent, read).iter().filter(|character| character.is_none()).count()
    }

    #[test]
    fn with_equal_settings_every_byte_arrives() {
        let bytes: Vec<u8> = (0..=255).collect();
        let slow = Line { stop_bits: StopBits::Two, parity: Parity::Odd, ..Line::plain(4800) };
        for line in [PLAIN, slow] {
            let whole: Vec<Option<u8>> = bytes.iter().copied().map(Some).collect();
            assert_eq!(received(&bytes, line, line), whole);
        }
    }

    #[test]
    fn a_clock_that_is_two_in_a_hundred_off_is_near_enough() {
        let off = Line::plain(9408);
        assert_eq!(received(b"A017", off, PLAIN), b"A017".map(Some));
    }

    #[test]
    fn e06_another_speed_breaks_many_characters_in_either_direction() {
        for baud in [2400, 4800, 38_400, 115_200] {
            let share = broken(Line::plain(baud), PLAIN);
            assert!(share >= 10, "{baud}: {share}");
        }
    }

    #[test]
    fn exactly_twice_the_speed_breaks_nothing_when_no_pause_is_made_and_is_garbage_all_the_same() {
        let bytes: Vec<u8> = (0..=255).collect();
        let arrived = received(&bytes, Line::plain(19_200), PLAIN);
        assert!(arrived.iter().all(Option::is_some), "the stop bit falls on that of every second character");
        assert!(arrived.len() < 200);
    }

    #[test]
    fn e06_another_parity_breaks_half_of_the_characters_and_more_stop_bits_none() {
        let even = Line { parity: Parity::Even, ..PLAIN };
        let odd = Line { parity: Parity::Odd, ..PLAIN };
        assert_eq!(broken(odd, even), 256);
        assert!(broken(even, PLAIN) > 60, "{}", broken(even, PLAIN));
        assert_eq!(broken(Line { stop_bits: StopBits::Two, ..PLAIN }, PLAIN), 0);
    }

    #[test]
    fn a_silent_line_makes_no_characters() {
        assert_eq!(received(&[], PLAIN, Line::plain(4800)), []);
    }
}
