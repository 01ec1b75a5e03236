//! A clerk's keypad at the end of an RS-485 pair: fingers on one side, Modbus on the other.
//!
//! [`Keypad::latching`] is the reference profile: it counts presses and keeps the last four codes, so that a
//! master may ask when it likes. [`Keypad::plain`] is a board of eight contacts and eight outputs.
//!
//! | what | latching | plain |
//! |---|---|---|
//! | keys | input registers 0000–0004: `4B` + starts · presses · codes · codes · held + beep number | inputs 0000–0007 |
//! | digits | holding registers 0000–0001, four ASCII characters | – |
//! | beeper | holding register 0008, number + kind; sounds when the number is another | coil 0001 |
//! | lamp | – | coil 0000 |

use super::keys::{Front, KeyDevice, Keys};
use super::modbus::Registers;

/// A keypad on a pair.
pub type Keypad = KeyDevice<Face>;

/// What a clerk touches and sees.
#[derive(Debug)]
pub struct Face {
    keys: Keys,
    digits: [u8; 4],
    beep: u16,
    beeps: u32,
    coils: [bool; 8],
}

impl Keypad {
    /// A keypad of the reference profile with this address.
    pub fn latching(address: u8) -> Self {
        Self::with_front(address, Face::new(Keys::new(true)))
    }

    /// A plain board of eight keys with this address.
    pub fn plain(address: u8) -> Self {
        Self::with_front(address, Face::new(Keys::new(false)))
    }

    /// The four characters that the digits show; blank on a plain board, which has none.
    pub fn display(&self) -> String {
        self.front.digits.iter().map(|digit| char::from(*digit)).collect()
    }

    /// Whether the lamp of a plain board is lit.
    pub fn lamp(&self) -> bool {
        self.front.coils[0]
    }

    /// Whether the buzzer of a plain board sounds at this moment.
    pub fn buzzing(&self) -> bool {
        self.front.coils[1]
    }

    /// How often the beeper sounded.
    pub fn beeps(&self) -> u32 {
        self.front.beeps
    }

    /// What the beeper sounded last: 1 waiting, 2 refused; 0 when it never did.
    pub fn last_beep(&self) -> u8 {
        self.front.beep.to_be_bytes()[1]
    }
}

impl Front for Face {
    fn keys(&mut self) -> &mut Keys {
        &mut self.keys
    }

    fn restarted(&self) -> Self {
        Self::new(self.keys.restarted())
    }
}

impl Face {
    fn new(keys: Keys) -> Self {
        Self { keys, digits: [b' '; 4], beep: 0, beeps: 0, coils: [false; 8] }
    }

    fn latching(&self) -> bool {
        self.keys.latching()
    }
}

impl Registers for Face {
    fn input(&mut self, address: u16) -> Option<bool> {
        self.keys.input(address)
    }

    fn coil(&self, address: u16) -> Option<bool> {
        self.coils.get(usize::from(address)).copied().filter(|_| !self.latching())
    }

    fn input_register(&self, address: u16) -> Option<u16> {
        self.keys.register(address, b'K', self.beep.to_be_bytes()[0])
    }

    fn holding_register(&self, address: u16) -> Option<u16> {
        let [a, b, c, d] = self.digits;
        match address {
            0 => Some(u16::from_be_bytes([a, b])),
            1 => Some(u16::from_be_bytes([c, d])),
            8 => Some(self.beep),
            _ => None,
        }
        .filter(|_| self.latching())
    }

    fn set_coil(&mut self, address: u16, on: bool) -> Option<()> {
        let plain = !self.latching();
        let coil = self.coils.get_mut(usize::from(address)).filter(|_| plain)?;
        let rises = on && !*coil;
        *coil = on;
        if address == 1 && rises {
            self.beeps += 1;
        }
        Some(())
    }

    fn set_register(&mut self, address: u16, value: u16) -> Option<()> {
        let [high, low] = value.to_be_bytes();
        match address {
            0 if self.latching() => self.digits[..2].copy_from_slice(&[high, low]),
            1 if self.latching() => self.digits[2..].copy_from_slice(&[high, low]),
            8 if self.latching() => {
                if high != self.beep.to_be_bytes()[0] {
                    self.beeps += 1;
                }
                self.beep = value;
            }
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::Device;
    use crate::time::Instant;

    #[test]
    fn it_answers_its_own_whole_frames_and_is_silent_to_all_others() {
        let question = [0x05, 0x04, 0x00, 0x00, 0x00, 0x05, 0x31, 0x8D];
        let mut wrong_crc = question;
        wrong_crc[7] ^= 1;
        let now = Instant::from_millis(100);

        for (address, frame, answers) in
            [(5, &question[..], true), (6, &question, false), (5, &wrong_crc, false)]
        {
            let mut keypad = Keypad::latching(address);
            keypad.hear(now, frame);
            assert_eq!(keypad.due().is_some(), answers, "{address}: {frame:02X?}");
        }
    }

    #[test]
    fn a_frame_that_a_long_pause_cut_is_given_up() {
        let mut keypad = Keypad::latching(5);
        keypad.hear(Instant::from_millis(100), &[0x05, 0x04, 0x00, 0x00]);
        keypad.hear(Instant::from_millis(300), &[0x00, 0x05, 0x31, 0x8D]);

        assert_eq!(keypad.due(), None);
    }
}
