//! A buzzer's patterns: a few short sounds and silence again, never for long.

use std::time::Duration;

use hal::time::Instant;

/// A pattern: milliseconds of sound and silence by turns, beginning with sound.
pub type Pattern = [u16];

/// Something new needs duty staff: three sounds of a fifth of a second, told from the terminal's chime and
/// over before anybody is annoyed.
pub const ATTENTION: [u16; 5] = [200, 150, 200, 150, 200];

/// A visitor is called and no voice says it: one long tone, so that people look up.
pub const CALL: [u16; 1] = [700];

/// Somebody waits again: one short sound.
pub const WAITING: [u16; 1] = [80];

/// A press was refused: three short ones.
pub const REFUSED: [u16; 5] = [80, 80, 80, 80, 80];

/// What sounds, if anything.
#[derive(Clone, Debug, Default)]
pub struct Sounder {
    /// When it changes next, and for how long it then stays each time.
    rest: Option<(Instant, &'static Pattern)>,
    on: bool,
}

impl Sounder {
    /// Begins a pattern: what the buzzer is to be set to. One that sounds goes on undisturbed.
    pub fn sound(&mut self, now: Instant, pattern: &'static Pattern) -> Option<bool> {
        if self.rest.is_some() {
            return None;
        }
        let (first, rest) = pattern.split_first()?;
        self.rest = Some((now + millis(*first), rest));
        self.on = true;
        Some(true)
    }

    /// When it changes.
    pub fn due(&self) -> Option<Instant> {
        self.rest.map(|(at, _)| at)
    }

    /// The moment of [`Self::due`] has come: what the buzzer is to be set to.
    pub fn wake(&mut self, now: Instant) -> Option<bool> {
        let (at, rest) = self.rest.filter(|(at, _)| *at <= now)?;
        self.on = !self.on;
        // From when it was due, so that a late thread does not stretch the pattern, but never into the past.
        self.rest = rest.split_first().map(|(next, rest)| (now.max(at) + millis(*next), rest));
        Some(self.on)
    }
}

fn millis(millis: u16) -> Duration {
    Duration::from_millis(millis.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_ends_in_silence_however_late_it_is_woken() {
        for late in [0, 1, 90, 5_000] {
            let mut now = Instant::from_millis(1000);
            let mut sounder = Sounder::default();
            let mut levels: Vec<bool> = sounder.sound(now, &REFUSED).into_iter().collect();

            while let Some(due) = sounder.due() {
                now = due + Duration::from_millis(late);
                levels.extend(sounder.wake(now));
            }

            assert_eq!(levels, [true, false, true, false, true, false], "{late} ms late");
        }
    }

    #[test]
    fn no_pattern_sounds_for_more_than_a_second() {
        for pattern in [&ATTENTION[..], &CALL, &WAITING, &REFUSED] {
            assert_eq!(pattern.len() % 2, 1, "it ends with a sound, so that silence follows");
            assert!(pattern.iter().sum::<u16>() <= 1000);
        }
    }

    #[test]
    fn a_pattern_that_sounds_does_not_begin_anew() {
        let mut sounder = Sounder::default();
        let now = Instant::from_millis(1000);
        sounder.sound(now, &ATTENTION);

        assert_eq!(sounder.sound(now + Duration::from_millis(100), &ATTENTION), None);
        assert_eq!(sounder.due(), Some(now + Duration::from_millis(200)));
    }
}
