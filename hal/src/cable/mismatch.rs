//! What a port makes of characters that were sent with other settings than its own: a fake of the one fault
//! that no pseudo-terminal has.
//!
//! A receiver samples as every UART does: it waits for the line to fall, reads each bit in its middle, and
//! finds a character broken when its parity is wrong or its stop bit is not there.

use super::line::{DataBits, Line, Parity, StopBits};

/// Parts of a sent bit in which collisions are reckoned.
const PARTS: u64 = 4;

/// What arrives of bytes that were sent without a pause between them: `None` for a broken character.
pub fn received(bytes: &[u8], sent: Line, read: Line) -> Vec<Option<u8>> {
    sampled(&parts(bytes, sent), sent, read)
}

/// What arrives when two devices of one line talk at once, the second so many quarters of a bit later: the line
/// is low when either holds it low.
pub fn collided(first: &[u8], second: &[u8], quarters: usize, line: Line) -> Vec<Option<u8>> {
    let mut mixed = parts(first, line);
    let second = parts(second, line);
    mixed.resize(mixed.len().max(quarters + second.len()), true);
    for (level, other) in mixed.iter_mut().skip(quarters).zip(second) {
        *level &= other;
    }
    sampled(&mixed, line, line)
}

/// The line's levels over time, in parts of a bit.
fn parts(bytes: &[u8], line: Line) -> Vec<bool> {
    let bits = bytes.iter().flat_map(|&byte| levels(byte, line));
    bits.flat_map(|level| (0..PARTS).map(move |_| level)).collect()
}

/// What a receiver makes of the levels.
fn sampled(levels: &[bool], sent: Line, read: Line) -> Vec<Option<u8>> {
    // In units of time in which a part of a sent bit and a bit of the reader are both whole.
    let (part, read_bit) = (u64::from(read.baud.max(1)), PARTS * u64::from(sent.baud.max(1)));
    let level = |time: u64| {
        let at = usize::try_from(time / part).unwrap_or(usize::MAX);
        levels.get(at).copied().unwrap_or(true)
    };
    let end = u64::try_from(levels.len()).unwrap_or(u64::MAX).saturating_mul(part);
    let next = |from: u64, wanted: bool| {
        let boundaries = (from.div_ceil(part)..).map(|at| at * part);
        std::iter::once(from)
            .chain(boundaries)
            .take_while(|&time| time < end)
            .find(|&time| level(time) == wanted)
    };
    let mut arrived = Vec::new();
    let mut time = 0;
    // A character begins where the line falls; after a broken one it may still be low.
    while let Some(start) =
        if time == 0 { Some(0) } else { next(time, true) }.and_then(|high| next(high, false))
    {
        let middle = |bit: u32| start + u64::from(2 * bit + 1) * read_bit / 2;
        let bits = read.bits_per_character();
        let samples: Vec<bool> = (0..bits).map(|bit| level(middle(bit))).collect();
        arrived.push(character(&samples, read));
        time = middle(bits - 1);
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
    fn e08_two_that_talk_at_once_are_heard_as_neither() {
        let (first, second) = (b"\x01\x04\x0A\x4B\x01\x00\x07\x39", b"\x01\x04\x0A\x4B\x02\x00\x99\x5C");
        for quarters in [1, 3, 9, 17, 30] {
            let arrived = collided(first, second, quarters, PLAIN);
            assert_ne!(arrived, first.map(Some), "{quarters}");
            assert_ne!(arrived, second.map(Some), "{quarters}");
        }
        assert_eq!(collided(first, first, 0, PLAIN), first.map(Some));
    }

    #[test]
    fn a_silent_line_makes_no_characters() {
        assert_eq!(received(&[], PLAIN, Line::plain(4800)), []);
    }
}
