//! The client's half of RFC 2217: telnet with the option that sets the line of a serial server from afar.
//!
//! It is told what arrived and says what of it is data, and what is to be sent; it opens nothing. Source:
//! RFC 2217 (1997) for the option, RFC 854 and 855 for telnet, RFC 856 for eight clean bits.

use super::line::{DataBits, Flow, Line, Parity, StopBits};

/// Begins a command; in data it is sent twice.
const IAC: u8 = 255;
const DONT: u8 = 254;
const DO: u8 = 253;
const WONT: u8 = 252;
const WILL: u8 = 251;
/// Begins the parameters of an option.
const SB: u8 = 250;
/// Ends the parameters of an option.
const SE: u8 = 240;

/// Eight clean bits: no byte is taken for the end of a line.
const BINARY: u8 = 0;
/// No turn taking, as between terminals of 1970.
const SUPPRESS_GO_AHEAD: u8 = 3;
/// The option of RFC 2217.
const COM_PORT: u8 = 44;

/// What the client orders; the server answers with the same number and this added.
const ANSWER: u8 = 100;
const SET_BAUDRATE: u8 = 1;
const SET_DATASIZE: u8 = 2;
const SET_PARITY: u8 = 3;
const SET_STOPSIZE: u8 = 4;
const SET_CONTROL: u8 = 5;
const NOTIFY_LINESTATE: u8 = 6;
const FLOWCONTROL_SUSPEND: u8 = 8;
const FLOWCONTROL_RESUME: u8 = 9;
const SET_LINESTATE_MASK: u8 = 10;
const SET_MODEMSTATE_MASK: u8 = 11;
const PURGE_DATA: u8 = 12;

/// Both of the server's buffers, for [`PURGE_DATA`].
const BOTH_BUFFERS: u8 = 3;

/// Break, framing error and parity error in the server's line state.
const BROKEN: u8 = 0x10 | 0x08 | 0x04;

/// The longest parameters that mean something here are five bytes; a server may send its name in some more.
const PARAMETERS_MOST: usize = 256;

/// How far the two have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The server has not confirmed the line yet.
    Negotiating,
    /// The line is as it should be: data may pass.
    Agreed,
    /// The server cannot or will not.
    Refused(&'static str),
}

/// One end of a conversation by RFC 2217.
#[derive(Debug)]
pub struct ComPort {
    line: Line,
    stage: Stage,
    reading: Reading,
    /// What was ordered of the line and not confirmed yet.
    awaited: Vec<(u8, Vec<u8>)>,
    outgoing: Vec<u8>,
    paused: bool,
    line_errors: usize,
}

/// Where in the stream the next byte stands.
#[derive(Debug)]
enum Reading {
    Data,
    Command,
    Option { verb: u8 },
    Parameters(Vec<u8>),
    ParametersCommand(Vec<u8>),
}

impl ComPort {
    /// A conversation that begins with our offers and asks for this line.
    pub fn new(line: Line) -> Self {
        let offers = [
            [IAC, WILL, COM_PORT],
            [IAC, WILL, BINARY],
            [IAC, DO, BINARY],
            [IAC, WILL, SUPPRESS_GO_AHEAD],
            [IAC, DO, SUPPRESS_GO_AHEAD],
        ];
        Self {
            line,
            stage: Stage::Negotiating,
            reading: Reading::Data,
            awaited: Vec::new(),
            outgoing: offers.concat(),
            paused: false,
            line_errors: 0,
        }
    }

    /// How far the conversation has come.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Whether the server has asked for a pause.
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// What is to be sent to the server, in order and before any later data.
    pub fn take_outgoing(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.outgoing)
    }

    /// How often the server has told of broken characters since this was asked last.
    pub fn take_line_errors(&mut self) -> usize {
        std::mem::take(&mut self.line_errors)
    }

    /// Data as they travel.
    pub fn escape(bytes: &[u8]) -> impl Iterator<Item = u8> {
        bytes.iter().flat_map(|&byte| std::iter::repeat_n(byte, if byte == IAC { 2 } else { 1 }))
    }

    /// Takes what arrived and gives its data back: never more than arrived.
    pub fn hear(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut data = Vec::with_capacity(bytes.len());
        for &byte in bytes {
            self.reading = match std::mem::replace(&mut self.reading, Reading::Data) {
                Reading::Data if byte == IAC => Reading::Command,
                Reading::Data => {
                    data.push(byte);
                    Reading::Data
                }
                Reading::Command => Self::command(byte, &mut data),
                Reading::Option { verb } => {
                    self.option(verb, byte);
                    Reading::Data
                }
                Reading::Parameters(bytes) if byte == IAC => Reading::ParametersCommand(bytes),
                Reading::Parameters(bytes) => Reading::Parameters(with(bytes, byte)),
                Reading::ParametersCommand(bytes) if byte == IAC => Reading::Parameters(with(bytes, byte)),
                Reading::ParametersCommand(bytes) => {
                    // Anything but their end is a mistake of the server's; what it meant is not guessed.
                    if byte == SE {
                        self.parameters(&bytes);
                    }
                    Reading::Data
                }
            };
        }
        data
    }

    fn command(byte: u8, data: &mut Vec<u8>) -> Reading {
        match byte {
            IAC => {
                data.push(IAC);
                Reading::Data
            }
            WILL | WONT | DO | DONT => Reading::Option { verb: byte },
            SB => Reading::Parameters(Vec::new()),
            // Signs of life and signals between terminals: nothing to us.
            _ => Reading::Data,
        }
    }

    /// What the server says of an option. What it grants of our offers needs no answer, and whatever else it
    /// offers or wants is declined.
    fn option(&mut self, verb: u8, option: u8) {
        match (verb, option) {
            (DO, COM_PORT) => self.order_line(),
            (DONT, COM_PORT) => {
                self.stage =
                    Stage::Refused("the serial server does not speak RFC 2217; it may know plain TCP");
            }
            (_, BINARY | SUPPRESS_GO_AHEAD) => {}
            (WILL, COM_PORT) => self.outgoing.extend([IAC, DO, COM_PORT]),
            (WILL, _) => self.outgoing.extend([IAC, DONT, option]),
            (DO, _) => self.outgoing.extend([IAC, WONT, option]),
            (_, _) => {}
        }
    }

    /// Orders the line, once: its four settings in the order that the RFC recommends, which are confirmed, and
    /// what goes with them.
    fn order_line(&mut self) {
        if self.stage != Stage::Negotiating || !self.awaited.is_empty() {
            return;
        }
        self.awaited = vec![
            (SET_BAUDRATE, self.line.baud.to_be_bytes().to_vec()),
            (SET_DATASIZE, vec![data_size(self.line.data_bits)]),
            (SET_PARITY, vec![parity(self.line.parity)]),
            (SET_STOPSIZE, vec![stop_size(self.line.stop_bits)]),
        ];
        for (order, value) in self.awaited.clone() {
            self.order(order, &value);
        }
        self.order(SET_CONTROL, &[flow(self.line.flow)]);
        self.order(SET_LINESTATE_MASK, &[BROKEN]);
        self.order(SET_MODEMSTATE_MASK, &[0]);
        self.order(PURGE_DATA, &[BOTH_BUFFERS]);
    }

    fn order(&mut self, order: u8, value: &[u8]) {
        self.outgoing.extend([IAC, SB, COM_PORT, order]);
        self.outgoing.extend(Self::escape(value));
        self.outgoing.extend([IAC, SE]);
    }

    /// Parameters of an option, whole.
    fn parameters(&mut self, bytes: &[u8]) {
        let &[COM_PORT, kind, ref value @ ..] = bytes else { return };
        let Some(answered) = kind.checked_sub(ANSWER) else { return };
        match answered {
            NOTIFY_LINESTATE => {
                self.line_errors += usize::from(value.iter().any(|state| state & BROKEN != 0));
            }
            FLOWCONTROL_SUSPEND => self.paused = true,
            FLOWCONTROL_RESUME => self.paused = false,
            _ => self.confirmed(answered, value),
        }
    }

    /// The server says what it has set. The answer may come a second time.
    fn confirmed(&mut self, order: u8, value: &[u8]) {
        let Some(at) = self.awaited.iter().position(|(awaited, _)| *awaited == order) else { return };
        let (_, wanted) = self.awaited.remove(at);
        if wanted != value {
            self.stage = Stage::Refused(match order {
                SET_BAUDRATE => "the serial server keeps another speed",
                SET_DATASIZE => "the serial server keeps another number of data bits",
                SET_PARITY => "the serial server keeps another parity",
                _ => "the serial server keeps another number of stop bits",
            });
        } else if self.awaited.is_empty() && self.stage == Stage::Negotiating {
            self.stage = Stage::Agreed;
        }
    }
}

/// The bytes with one more; what is too long loses its end, as nothing so long means anything here.
fn with(mut bytes: Vec<u8>, byte: u8) -> Vec<u8> {
    if bytes.len() < PARAMETERS_MOST {
        bytes.push(byte);
    }
    bytes
}

fn data_size(bits: DataBits) -> u8 {
    match bits {
        DataBits::Seven => 7,
        DataBits::Eight => 8,
    }
}

fn parity(parity: Parity) -> u8 {
    match parity {
        Parity::None => 1,
        Parity::Odd => 2,
        Parity::Even => 3,
    }
}

fn stop_size(bits: StopBits) -> u8 {
    match bits {
        StopBits::One => 1,
        StopBits::Two => 2,
    }
}

fn flow(flow: Flow) -> u8 {
    match flow {
        Flow::None => 1,
        Flow::Software => 2,
        Flow::Hardware => 3,
    }
}

#[cfg(test)]
mod tests;
