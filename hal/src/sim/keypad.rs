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

use super::Device;
use super::keys::Keys;
use super::modbus::{Misbehaviour, Registers, Slave};
use crate::time::Instant;

/// A keypad on a pair.
#[derive(Debug)]
pub struct Keypad {
    slave: Slave,
    face: Face,
}

/// What people touch and see.
#[derive(Debug)]
struct Face {
    keys: Keys,
    digits: [u8; 4],
    beep: u16,
    beeps: u32,
    coils: [bool; 8],
}

impl Keypad {
    /// A keypad of the reference profile with this address.
    pub fn latching(address: u8) -> Self {
        Self { slave: Slave::new(address), face: Face::new(Keys::new(true)) }
    }

    /// A plain board of eight keys with this address.
    pub fn plain(address: u8) -> Self {
        Self { slave: Slave::new(address), face: Face::new(Keys::new(false)) }
    }

    /// A finger taps the key with this code; a plain board's codes are its inputs, 1 to 8.
    ///
    /// On a plain board the tap lasts until the master has read it once; to let one be missed, use
    /// [`Self::hold`] and [`Self::release`].
    pub fn press(&mut self, code: u8) {
        self.face.keys.press(code);
    }

    /// A finger goes down on a key and stays.
    pub fn hold(&mut self, code: u8) {
        self.face.keys.hold(code);
    }

    /// The finger goes up.
    pub fn release(&mut self) {
        self.face.keys.release();
    }

    /// The four characters that the digits show; blank on a plain board, which has none.
    pub fn display(&self) -> String {
        self.face.digits.iter().map(|digit| char::from(*digit)).collect()
    }

    /// Whether the lamp of a plain board is lit.
    pub fn lamp(&self) -> bool {
        self.face.coils[0]
    }

    /// Whether the buzzer of a plain board sounds at this moment.
    pub fn buzzing(&self) -> bool {
        self.face.coils[1]
    }

    /// How often the beeper sounded.
    pub fn beeps(&self) -> u32 {
        self.face.beeps
    }

    /// What the beeper sounded last: 1 waiting, 2 refused; 0 when it never did.
    pub fn last_beep(&self) -> u8 {
        self.face.beep.to_be_bytes()[1]
    }

    /// How the keypad misbehaves on the wire.
    pub fn misbehaviour(&mut self) -> &mut Misbehaviour {
        &mut self.slave.misbehaviour
    }
}

impl Device for Keypad {
    fn hear(&mut self, now: Instant, bytes: &[u8]) {
        self.slave.hear(now, bytes, &mut self.face);
    }

    fn due(&self) -> Option<Instant> {
        self.slave.due()
    }

    fn speak(&mut self, now: Instant) -> Vec<u8> {
        self.slave.speak(now)
    }

    fn power_cycle(&mut self, _now: Instant) {
        self.slave.power_cycle();
        self.face = Face::new(self.face.keys.restarted());
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
