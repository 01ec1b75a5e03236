//! A Modbus RTU slave on a shared pair: hears every frame, answers its own, and can be made to misbehave.
//!
//! Written from the Modbus serial line guide V1.02: a frame is slave, function, data and a CRC with its low
//! byte first; a slave is silent to other addresses and to a wrong CRC, and answers what it lacks with an
//! exception: 1 no such function, 2 no such address, 3 no such value.

use std::collections::VecDeque;
use std::time::Duration;

use crate::time::Instant;

/// Frames are at most this long; a slave whose buffer is full forgets the oldest bytes.
const FRAME_MAX: usize = 256;

/// A pause within a frame after which a slave gives the frame up. The guide says 1.5 characters; devices that
/// hang on USB adapters allow much more.
const GIVE_UP: Duration = Duration::from_millis(30);

/// The longest question of a function that the slave does not know: the standard's are shorter, but for
/// files.
const UNKNOWN_MAX: usize = 24;

/// What bytes are the beginning of, to one slave.
enum Begins {
    /// Of nothing that is meant for it.
    Nothing,
    /// Perhaps of a frame, when more has come.
    Something,
    /// Of a whole frame of this length.
    Frame(usize),
}

/// How a slave misbehaves. All false and zero: it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Misbehaviour {
    /// It hears and does, but says nothing.
    pub mute: bool,
    /// The last byte of each answer is wrong.
    pub wrong_crc: bool,
    /// It talks without being asked, all the time.
    pub babble: bool,
    /// Its answers come this much later than they should.
    pub late: Duration,
    /// Each answer comes twice.
    pub repeats: bool,
    /// It says that it is busy (exception 6) and does nothing.
    pub busy: bool,
    /// Where it lacks an address it is silent: another slave's housing with the same number has it.
    pub leaves_rest: bool,
}

/// The registers, coils and inputs of a device, as the pair sees them.
pub trait Registers {
    /// Reads one input, which may end a tap; `None` where there is none.
    fn input(&mut self, address: u16) -> Option<bool>;
    /// Reads one coil.
    fn coil(&self, address: u16) -> Option<bool>;
    /// Reads one input register.
    fn input_register(&self, address: u16) -> Option<u16>;
    /// Reads one holding register.
    fn holding_register(&self, address: u16) -> Option<u16>;
    /// Sets one coil; `None` where there is none.
    fn set_coil(&mut self, address: u16, on: bool) -> Option<()>;
    /// Sets one holding register; `None` where there is none.
    fn set_register(&mut self, address: u16, value: u16) -> Option<()>;
}

/// The wire side of a slave.
#[derive(Debug)]
pub struct Slave {
    address: u8,
    /// Time between the question's last byte and the answer's first.
    turnaround: Duration,
    heard: Vec<u8>,
    heard_at: Instant,
    answers: VecDeque<(Instant, Vec<u8>)>,
    /// How it misbehaves at this moment.
    pub misbehaviour: Misbehaviour,
    noise: u32,
    babble_at: Instant,
}

impl Slave {
    /// A well-behaved slave with this address, 1 to 247.
    pub fn new(address: u8) -> Self {
        Self {
            address,
            turnaround: Duration::from_millis(3),
            heard: Vec::new(),
            heard_at: Instant::default(),
            answers: VecDeque::new(),
            misbehaviour: Misbehaviour::default(),
            noise: 1,
            babble_at: Instant::default(),
        }
    }

    /// Takes bytes from the pair and answers every whole frame for this slave.
    pub fn hear(&mut self, now: Instant, bytes: &[u8], device: &mut impl Registers) {
        if now.since(self.heard_at) > GIVE_UP {
            self.heard.clear();
        }
        self.heard_at = now;
        self.heard.extend_from_slice(bytes);
        while let Some(frame) = self.next_frame() {
            self.answer(now, &frame, device);
        }
        let excess = self.heard.len().saturating_sub(FRAME_MAX);
        self.heard.drain(..excess);
    }

    /// When it has something to say.
    pub fn due(&self) -> Option<Instant> {
        let babble = self.misbehaviour.babble.then_some(self.babble_at);
        [babble, self.answers.front().map(|(at, _)| *at)].into_iter().flatten().min()
    }

    /// What it says at this moment.
    pub fn speak(&mut self, now: Instant) -> Vec<u8> {
        let mut said = Vec::new();
        while let Some((_, answer)) = self.answers.pop_front_if(|(at, _)| *at <= now) {
            said.extend(answer);
        }
        if self.misbehaviour.babble && self.babble_at <= now {
            self.babble_at = now + Duration::from_millis(5);
            for _ in 0..6 {
                self.noise = self.noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                said.push(self.noise.to_be_bytes()[0]);
            }
        }
        said
    }

    /// It lost its supply: what it heard and meant to say is gone.
    pub fn power_cycle(&mut self) {
        self.heard.clear();
        self.answers.clear();
    }

    /// Takes the first whole frame for this slave out of the bytes heard, without its CRC. What stands before
    /// it, or cannot begin a frame at all, is forgotten: on a busy pair that is nearly everything.
    fn next_frame(&mut self) -> Option<Vec<u8>> {
        let mut kept = self.heard.len();
        for start in 0..self.heard.len() {
            match self.begins(&self.heard[start..]) {
                Begins::Nothing => {}
                Begins::Something => kept = kept.min(start),
                Begins::Frame(length) => {
                    let body = self.heard[start..start + length - 2].to_vec();
                    self.heard.drain(..start + length);
                    return Some(body);
                }
            }
        }
        self.heard.drain(..kept);
        None
    }

    /// What these bytes are the beginning of.
    fn begins(&self, rest: &[u8]) -> Begins {
        if rest[0] != self.address {
            return Begins::Nothing;
        }
        let (length, known) = match rest.get(1..) {
            None | Some([]) => return Begins::Something,
            Some([0x01..=0x06, ..]) => (8, true),
            Some([0x0F | 0x10, data @ ..]) => match data.get(4) {
                Some(count) => (9 + usize::from(*count), true),
                None => return Begins::Something,
            },
            // Functions are 1 to 127; above are the exceptions in answers.
            Some([0x00 | 0x80.., ..]) => return Begins::Nothing,
            // How long a function is that the slave does not know, only the pause behind it tells.
            Some(_) => (rest.len().max(4), false),
        };
        if length > if known { FRAME_MAX } else { UNKNOWN_MAX } {
            return Begins::Nothing;
        }
        let Some((body, crc)) = rest.get(..length).and_then(|frame| frame.split_at_checked(length - 2))
        else {
            return Begins::Something;
        };
        match (crc16(body).to_le_bytes() == crc, known) {
            (true, _) => Begins::Frame(length),
            (false, true) => Begins::Nothing,
            (false, false) => Begins::Something,
        }
    }

    fn answer(&mut self, now: Instant, frame: &[u8], device: &mut impl Registers) {
        let done = if self.misbehaviour.busy { Err(6) } else { carry_out(frame, device) };
        if self.misbehaviour.mute || (self.misbehaviour.leaves_rest && done == Err(2)) {
            return;
        }
        let mut answer = match done {
            Ok(data) => [&frame[..2], &data].concat(),
            Err(exception) => vec![frame[0], frame[1] | 0x80, exception],
        };
        answer.extend(crc16(&answer).to_le_bytes());
        if let Some(last) = answer.last_mut().filter(|_| self.misbehaviour.wrong_crc) {
            *last ^= 0x55;
        }
        let at = now + self.turnaround + self.misbehaviour.late;
        self.answers.push_back((at, answer.clone()));
        if self.misbehaviour.repeats {
            self.answers.push_back((at, answer));
        }
    }
}

/// Does what a frame asks; the data of the answer, or the exception's code.
fn carry_out(frame: &[u8], device: &mut impl Registers) -> Result<Vec<u8>, u8> {
    let word =
        |at: usize| frame.get(at..at + 2).map(|bytes| u16::from_be_bytes([bytes[0], bytes[1]])).ok_or(3);
    let (first, second) = (word(2)?, word(4)?);
    let range = || (0..second).map(|offset| first.checked_add(offset).ok_or(2));
    match frame[1] {
        0x01 => bits(range().map(|at| device.coil(at?).ok_or(2))),
        0x02 => bits(range().map(|at| device.input(at?).ok_or(2))),
        0x03 => words(range().map(|at| device.holding_register(at?).ok_or(2))),
        0x04 => words(range().map(|at| device.input_register(at?).ok_or(2))),
        0x05 => {
            let on = match second {
                0xFF00 => true,
                0 => false,
                _ => return Err(3),
            };
            device.set_coil(first, on).ok_or(2)?;
            Ok(frame[2..6].to_vec())
        }
        0x06 => {
            device.set_register(first, second).ok_or(2)?;
            Ok(frame[2..6].to_vec())
        }
        0x0F => {
            for (at, bit) in range().zip(0..) {
                let byte: u8 = *frame.get(7 + bit / 8).ok_or(3)?;
                device.set_coil(at?, byte >> (bit % 8) & 1 == 1).ok_or(2)?;
            }
            Ok(frame[2..6].to_vec())
        }
        0x10 => {
            for (at, index) in range().zip(0..) {
                device.set_register(at?, word(7 + 2 * index)?).ok_or(2)?;
            }
            Ok(frame[2..6].to_vec())
        }
        _ => Err(1),
    }
}

fn bits(read: impl Iterator<Item = Result<bool, u8>>) -> Result<Vec<u8>, u8> {
    let read: Vec<bool> = read.collect::<Result<_, _>>()?;
    let mut data = vec![u8::try_from(read.len().div_ceil(8)).map_err(|_| 3)?];
    data.extend(
        read.chunks(8).map(|eight| eight.iter().rev().fold(0_u8, |byte, bit| byte << 1 | u8::from(*bit))),
    );
    Ok(data)
}

fn words(read: impl Iterator<Item = Result<u16, u8>>) -> Result<Vec<u8>, u8> {
    let read: Vec<u16> = read.collect::<Result<_, _>>()?;
    let mut data = vec![u8::try_from(read.len() * 2).map_err(|_| 3)?];
    data.extend(read.into_iter().flat_map(u16::to_be_bytes));
    Ok(data)
}

/// CRC-16/MODBUS: polynomial 8005 reflected, start FFFF.
fn crc16(bytes: &[u8]) -> u16 {
    let mut crc = 0xFFFF_u16;
    for byte in bytes {
        crc ^= u16::from(*byte);
        for _ in 0..8 {
            let carry = crc & 1;
            crc >>= 1;
            if carry == 1 {
                crc ^= 0xA001;
            }
        }
    }
    crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_published_vectors() {
        assert_eq!(crc16(&[0x01, 0x02, 0, 0, 0, 8]).to_le_bytes(), [0x79, 0xCC]);
        assert_eq!(crc16(&[0x05, 0x05, 0, 0, 0xFF, 0]).to_le_bytes(), [0x8D, 0xBE]);
    }
}
