//! Modbus RTU as the master speaks it: one question to one slave, and the only answer that fits it.
//!
//! | part | bytes | content |
//! |---|---|---|
//! | slave | 1 | 1 to 247 |
//! | function | 1 | `02` inputs, `04` input registers, `0F` coils, `10` holding registers; answer + `80` = exception |
//! | data | n | read: first, count; answer: byte count, bits or registers. write: echoes first and count |
//! | CRC | 2 | CRC-16/MODBUS, low byte first |
//!
//! RTU has no message numbers. An answer is taken only when slave, function, length and CRC are those of the
//! question that is open, wherever in the received bytes it begins: an adapter's echo, a neighbour's late
//! answer and noise before it are passed over. Writes use `0F` and `10` alone, as the answer to `05` and `06`
//! equals its question and an echo would pass for it.
//!
//! Source: Modbus application protocol V1.1b3 and serial line guide V1.02; frames and CRC by rmodbus.

use std::time::Duration;

use rmodbus::ModbusProto;
use rmodbus::client::ModbusRequest;

use crate::driver::SettingsError;
use crate::driver::{Answer as Expect, Fault, Turn};

/// Silence before a frame: 3.5 characters of 11 bits at 9600 baud, which also satisfies every faster line.
pub const QUIET: Duration = Duration::from_millis(4);

/// Silence before the first question of an attachment, longer than an answer from before it can be late.
pub const SETTLE: Duration = Duration::from_millis(100);

/// How long an answer may take unless the device's table says otherwise, in milliseconds: 15 bytes at 9600
/// baud take 16, the slowest boards think for 50.
pub const ANSWER_MS: u16 = 80;

/// An exception's whole length: slave, function, code, CRC.
const EXCEPTION_BYTES: usize = 5;

/// More than any answer asked for here; what is older is noise and forgotten.
const HEARD_MAX: usize = 256;

/// How many failed turns in a row end an attachment.
const PATIENCE: u8 = 3;

/// A question that is on the wire, and what has been heard since.
#[derive(Debug)]
pub struct Question {
    request: ModbusRequest,
    bytes: Vec<u8>,
    answer_bytes: usize,
    heard: Vec<u8>,
    heard_anything: bool,
}

/// What a slave answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Inputs or coils, lowest first.
    Bits(Vec<bool>),
    /// Registers, lowest first.
    Registers(Vec<u16>),
    /// What was to be written is written.
    Written,
    /// An exception of this code.
    Exception(u8),
}

impl Question {
    /// Asks for up to 16 discrete inputs (function 02).
    pub fn inputs(slave: u8, first: u16, count: u16) -> Option<Self> {
        let answer_bytes = EXCEPTION_BYTES + usize::from(count.div_ceil(8));
        Self::new(slave, answer_bytes, |request, bytes| request.generate_get_discretes(first, count, bytes))
    }

    /// Asks for up to 100 input registers (function 04).
    pub fn input_registers(slave: u8, first: u16, count: u16) -> Option<Self> {
        let answer_bytes = EXCEPTION_BYTES + 2 * usize::from(count);
        Self::new(slave, answer_bytes, |request, bytes| request.generate_get_inputs(first, count, bytes))
    }

    /// Sets coils (function 0F).
    pub fn set_coils(slave: u8, first: u16, on: &[bool]) -> Option<Self> {
        Self::new(slave, 8, |request, bytes| request.generate_set_coils_bulk(first, on, bytes))
    }

    /// Sets holding registers (function 10).
    pub fn set_registers(slave: u8, first: u16, values: &[u16]) -> Option<Self> {
        Self::new(slave, 8, |request, bytes| request.generate_set_holdings_bulk(first, values, bytes))
    }

    fn new(
        slave: u8,
        answer_bytes: usize,
        generate: impl FnOnce(&mut ModbusRequest, &mut Vec<u8>) -> Result<(), rmodbus::ErrorKind>,
    ) -> Option<Self> {
        let mut request = ModbusRequest::new(slave, ModbusProto::Rtu);
        let mut bytes = Vec::new();
        generate(&mut request, &mut bytes).ok()?;
        Some(Self { request, bytes, answer_bytes, heard: Vec::new(), heard_anything: false })
    }

    /// The turn that asks this question.
    fn turn(&self, answer_within: Duration, quiet_before: Duration) -> Turn {
        Turn::new(self.bytes.clone(), Expect::Within(answer_within)).after(quiet_before)
    }

    /// Takes bytes from the wire; gives the answer as soon as it is whole.
    ///
    /// Called again (with no bytes) it gives the next one, for a caller who could not use the first.
    fn hear(&mut self, bytes: &[u8]) -> Option<Answer> {
        self.heard_anything |= !bytes.is_empty();
        self.heard.extend_from_slice(bytes);
        if self.heard.starts_with(&self.bytes) {
            self.heard.drain(..self.bytes.len());
        }
        let found = (0..self.heard.len()).find_map(|start| {
            self.answer_at(&self.heard[start..]).map(|(answer, length)| (answer, start + length))
        });
        let used = found.as_ref().map_or(self.heard.len().saturating_sub(HEARD_MAX), |(_, end)| *end);
        self.heard.drain(..used);
        found.map(|(answer, _)| answer)
    }

    /// Takes bytes from the wire and hands over each whole answer until one `fits`; whether one did.
    fn answered(&mut self, bytes: &[u8], mut fits: impl FnMut(Answer) -> bool) -> bool {
        let mut answer = self.hear(bytes);
        while let Some(heard) = answer {
            if fits(heard) {
                return true;
            }
            answer = self.hear(&[]);
        }
        false
    }

    /// Whether anything at all was heard since the question.
    fn heard_anything(&self) -> bool {
        self.heard_anything
    }

    /// The answer and its length, if these bytes begin with it.
    fn answer_at(&self, bytes: &[u8]) -> Option<(Answer, usize)> {
        let function = self.request.func as u8;
        if *bytes.first()? != self.request.unit_id {
            return None;
        }
        if *bytes.get(1)? == function | 0x80 {
            let frame = bytes.get(..EXCEPTION_BYTES)?;
            let refused =
                self.request.parse_ok(frame).is_err_and(|why| why != rmodbus::ErrorKind::FrameCRCError);
            return refused.then(|| (Answer::Exception(frame[2]), EXCEPTION_BYTES));
        }
        let frame = bytes.get(..self.answer_bytes)?;
        self.request.parse_ok(frame).ok()?;
        let payload = self.answer_bytes - EXCEPTION_BYTES;
        let answer = match function {
            0x02 if usize::from(frame[2]) == payload => {
                let mut bits = Vec::new();
                self.request.parse_bool(frame, &mut bits).ok()?;
                Answer::Bits(bits)
            }
            0x04 if usize::from(frame[2]) == payload => {
                let mut registers = Vec::new();
                self.request.parse_u16(frame, &mut registers).ok()?;
                Answer::Registers(registers)
            }
            0x0F | 0x10 if frame[2..6] == self.bytes[2..6] => Answer::Written,
            _ => return None,
        };
        Some((answer, self.answer_bytes))
    }
}

/// The conversation with one slave in one attachment: the open question, what it is about, and our patience.
#[derive(Debug)]
pub struct Talk<A> {
    /// The question on the wire; `None` between two turns.
    pub open: Option<(Question, A)>,
    /// How long the slave has brought nothing.
    pub patience: Patience,
    settled: bool,
}

impl<A> Default for Talk<A> {
    fn default() -> Self {
        Self { open: None, patience: Patience::default(), settled: false }
    }
}

impl<A> Talk<A> {
    /// Opens a question; the turn that asks it, behind a longer silence when it is the first.
    pub fn ask(&mut self, question: Question, about: A, answer_within: Duration) -> Turn {
        let quiet_before = if self.settled { QUIET } else { SETTLE };
        self.settled = true;
        let turn = question.turn(answer_within, quiet_before);
        self.open = Some((question, about));
        turn
    }

    /// The limit of the turn passed; a fault when that was once too often.
    pub fn unanswered(&mut self) -> Option<Fault> {
        let (question, _) = self.open.take()?;
        self.patience.unanswered(question.heard_anything())
    }
}

/// Hands what arrived to the question that a device has open in its `talk`, and each whole answer to `take`
/// until one is taken; whether one was.
pub fn receive<D, A: Copy>(
    device: &mut D,
    talk: impl Fn(&mut D) -> Option<&mut Talk<A>>,
    bytes: &[u8],
    mut take: impl FnMut(&mut D, Answer, A) -> bool,
) -> bool {
    let Some((mut question, asked)) = talk(device).and_then(|talk| talk.open.take()) else { return false };
    let taken = question.answered(bytes, |answer| take(device, answer, asked));
    if let Some(talk) = talk(device).filter(|_| !taken) {
        talk.open = Some((question, asked));
    }
    taken
}

/// Counts the turns in a row that brought nothing, and says when it is enough.
#[derive(Debug, Default)]
pub struct Patience {
    failed: u8,
    heard: bool,
}

impl Patience {
    /// A turn passed its limit; `heard` says whether bytes came that made no answer.
    pub fn unanswered(&mut self, heard: bool) -> Option<Fault> {
        self.heard |= heard;
        self.failed = self.failed.saturating_add(1);
        let fault = if self.heard { Fault::Garbled } else { Fault::Silent };
        (self.failed >= PATIENCE).then_some(fault)
    }

    /// The slave answered with an exception: a missing function or address is final, a busy slave is asked
    /// again.
    pub fn exception(&mut self, code: u8) -> Option<Fault> {
        self.failed = self.failed.saturating_add(1);
        let lacks_it = (0x01..=0x03).contains(&code);
        (lacks_it || self.failed >= PATIENCE).then_some(Fault::Refused)
    }

    /// The slave answered well.
    pub fn answered(&mut self) {
        *self = Self::default();
    }
}

/// The slave address among the settings of a device that speaks Modbus.
///
/// # Errors
///
/// When there is none, or it is not from 1 to 247.
pub fn slave(address: Option<u16>) -> Result<u8, SettingsError> {
    address
        .and_then(|address| u8::try_from(address).ok())
        .filter(|slave| (1..=247).contains(slave))
        .ok_or(SettingsError::Address { min: 1, max: 247 })
}

/// The limit of a turn from the setting `answer-ms`.
///
/// # Errors
///
/// When it is not from 5 to 1000.
pub fn answer_within(answer_ms: u16) -> Result<Duration, SettingsError> {
    if (5..=1000).contains(&answer_ms) {
        Ok(Duration::from_millis(answer_ms.into()))
    } else {
        Err(SettingsError::Value { key: "answer-ms", why: "from 5 to 1000" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Slave 5, five registers 1 to 5; CRC by the sheet's method.
    fn frame(bytes: &[u8]) -> Vec<u8> {
        let mut crc: u16 = 0xFFFF;
        for byte in bytes {
            crc ^= u16::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xA001 } else { crc >> 1 };
            }
        }
        [bytes, &crc.to_le_bytes()].concat()
    }

    fn registers() -> Vec<u8> {
        frame(&[5, 4, 4, 0, 1, 0, 2])
    }

    #[test]
    fn a_question_has_the_bytes_of_the_published_vector() {
        let question = Question::inputs(1, 0, 8).unwrap();

        assert_eq!(question.bytes, [0x01, 0x02, 0x00, 0x00, 0x00, 0x08, 0x79, 0xCC]);
    }

    #[test]
    fn an_answer_comes_out_the_same_in_one_piece_and_byte_by_byte() {
        let mut whole = Question::input_registers(5, 0, 2).unwrap();
        let mut bytewise = Question::input_registers(5, 0, 2).unwrap();

        let answers: Vec<Answer> = registers().iter().filter_map(|byte| bytewise.hear(&[*byte])).collect();

        assert_eq!(answers, [Answer::Registers(vec![1, 2])]);
        assert_eq!(whole.hear(&registers()), Some(Answer::Registers(vec![1, 2])));
    }

    #[test]
    fn an_adapters_echo_and_noise_before_the_answer_are_passed_over() {
        let mut question = Question::input_registers(5, 0, 2).unwrap();
        let echo = question.bytes.clone();

        assert_eq!(question.hear(&echo), None);
        assert_eq!(question.hear(&[0xFF, 0x05]), None);
        assert_eq!(question.hear(&registers()), Some(Answer::Registers(vec![1, 2])));
    }

    #[test]
    fn a_neighbours_answer_and_an_answer_to_another_question_are_not_taken_e09() {
        let mut question = Question::input_registers(5, 0, 2).unwrap();

        assert_eq!(question.hear(&frame(&[6, 4, 4, 0, 1, 0, 2])), None, "another slave");
        assert_eq!(question.hear(&frame(&[5, 4, 2, 0, 1])), None, "another count");
        assert_eq!(question.hear(&frame(&[5, 16, 0, 0, 0, 2])), None, "another function");
    }

    #[test]
    fn a_flipped_bit_anywhere_is_no_answer_e05() {
        for bit in 0..registers().len() * 8 {
            let mut question = Question::input_registers(5, 0, 2).unwrap();
            let mut bytes = registers();
            bytes[bit / 8] ^= 1 << (bit % 8);

            assert_eq!(question.hear(&bytes), None, "bit {bit}");
        }
    }

    #[test]
    fn an_exception_is_told_by_its_code_and_only_with_a_good_crc() {
        let mut question = Question::input_registers(5, 0, 2).unwrap();

        assert_eq!(question.hear(&[5, 0x84, 2, 0, 0]), None);
        assert_eq!(question.hear(&frame(&[5, 0x84, 2])), Some(Answer::Exception(2)));
    }

    #[test]
    fn three_empty_turns_in_a_row_are_silence_and_two_are_forgiven() {
        let mut patience = Patience::default();

        assert_eq!([patience.unanswered(false), patience.unanswered(false)], [None, None]);
        patience.answered();
        assert_eq!([patience.unanswered(false), patience.unanswered(false)], [None, None]);
        assert_eq!(patience.unanswered(false), Some(Fault::Silent));
    }

    #[test]
    fn a_device_without_the_register_is_refused_at_once_and_a_busy_one_is_asked_again() {
        assert_eq!(Patience::default().exception(2), Some(Fault::Refused));
        assert_eq!(Patience::default().exception(6), None);
    }

    #[test]
    fn addresses_outside_the_protocol_are_refused() {
        assert!(slave(None).is_err() && slave(Some(0)).is_err() && slave(Some(248)).is_err());
        assert_eq!(slave(Some(247)).unwrap(), 247);
    }
}
