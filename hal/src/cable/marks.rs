//! Takes the marks off what a port hands over that tells of broken characters.
//!
//! With `PARMRK` and `INPCK` the kernel puts FF 00 before a character whose stop bit or parity was wrong, FF 00
//! 00 for a break, and doubles every FF that is data (termios(3)); a pseudo-terminal doubles them too, and
//! breaks nothing.

/// Where in the stream the next byte stands.
#[derive(Clone, Copy, Debug, Default)]
enum Place {
    #[default]
    Data,
    /// After one FF.
    Mark,
    /// After FF 00: the next byte is what was made of a broken character.
    Broken,
}

/// Reads the marks of one port.
#[derive(Debug, Default)]
pub struct Marks {
    place: Place,
    broken: usize,
}

impl Marks {
    /// Takes the marks off `bytes` in place, and says how many bytes are left. A broken character is left out:
    /// what was made of it is not what was sent.
    pub fn strip(&mut self, bytes: &mut [u8]) -> usize {
        let mut kept = 0;
        for at in 0..bytes.len() {
            let byte = bytes[at];
            let data = match (self.place, byte) {
                (Place::Data, 0xFF) => {
                    self.place = Place::Mark;
                    continue;
                }
                (Place::Mark, 0x00) => {
                    self.place = Place::Broken;
                    continue;
                }
                (Place::Broken, _) => {
                    self.broken += 1;
                    self.place = Place::Data;
                    continue;
                }
                (Place::Data | Place::Mark, data) => data,
            };
            self.place = Place::Data;
            bytes[kept] = data;
            kept += 1;
        }
        kept
    }

    /// Broken characters since this was asked last.
    pub fn take_broken(&mut self) -> usize {
        std::mem::take(&mut self.broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of the bytes, cut at this place, and how many characters were broken.
    fn stripped(bytes: &[u8], cut: usize) -> (Vec<u8>, usize) {
        let mut marks = Marks::default();
        let mut left = Vec::new();
        for part in [&bytes[..cut], &bytes[cut..]] {
            let mut part = part.to_vec();
            let kept = marks.strip(&mut part);
            left.extend_from_slice(&part[..kept]);
        }
        (left, marks.take_broken())
    }

    #[test]
    fn e06_broken_characters_and_breaks_are_counted_and_left_out_wherever_the_stream_is_cut() {
        let bytes = b"\x01\xFF\xFF\xFF\x00\xFF\xFF\x00\x00\x02\xFF\xFF\x00\xFF\x00\x41";
        for cut in 0..=bytes.len() {
            assert_eq!(stripped(bytes, cut), (b"\x01\xFF\x02\xFF\x00".to_vec(), 3), "cut at {cut}");
        }
    }

    #[test]
    fn bytes_without_marks_stay_as_they_are() {
        let bytes: Vec<u8> = (0..0xFF).collect();
        assert_eq!(stripped(&bytes, 7), (bytes, 0));
    }

    #[test]
    fn broken_characters_are_handed_over_once() {
        let mut marks = Marks::default();
        marks.strip(&mut [0xFF, 0x00, 0x41]);
        assert_eq!((marks.take_broken(), marks.take_broken()), (1, 0));
    }
}
