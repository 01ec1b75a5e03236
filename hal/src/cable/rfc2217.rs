//! A connection to a serial server that is set from here: TCP with RFC 2217 on it.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::os::fd::RawFd;
use std::time::Duration;

use super::comport::{ComPort, Stage};
use super::line::Line;
use super::stream::Stream;
use super::tcp::Tcp;
use crate::driver::Fault;
use crate::time::Instant;

/// How long the server may take to confirm the line: some set the port only when the first one is gone.
pub const AGREE_WITHIN: Duration = Duration::from_secs(5);

/// Bytes taken over at once, so that a slip of a hundred kilobytes is not copied whole.
const TAKEN_AT_ONCE: usize = 4096;

/// A serial server's port, or one that is being agreed about.
#[derive(Debug)]
pub struct Rfc2217 {
    tcp: Tcp,
    com: ComPort,
    /// What the connection has not taken yet: commands and escaped data in their order.
    unsent: VecDeque<u8>,
    /// When the agreement is given up; `None` before the connection is made.
    give_up: Option<Instant>,
    last_words: Option<&'static str>,
}

impl Rfc2217 {
    /// Asks for a connection to `address` and for this line, both of which are then had by [`Stream::tend`].
    ///
    /// # Errors
    ///
    /// The system has no sockets left or knows no way to the address.
    pub fn open(address: SocketAddr, line: Line) -> io::Result<Self> {
        let tcp = Tcp::open(address)?;
        Ok(Self { tcp, com: ComPort::new(line), unsent: VecDeque::new(), give_up: None, last_words: None })
    }

    /// Sends what waits, as far as the connection takes it.
    fn flush(&mut self) -> Result<(), Fault> {
        self.unsent.extend(self.com.take_outgoing());
        while !self.unsent.is_empty() {
            match self.tcp.write(self.unsent.as_slices().0)? {
                0 => break,
                length => drop(self.unsent.drain(..length)),
            }
        }
        Ok(())
    }

    /// Hears the server out. Data that come before the line is agreed on were made with other settings.
    fn agree(&mut self) -> Result<(), Fault> {
        let mut bytes = [0; 256];
        while *self.com.stage() == Stage::Negotiating {
            match self.tcp.read(&mut bytes)? {
                0 => break,
                length => drop(self.com.hear(&bytes[..length])),
            }
        }
        Ok(())
    }

    fn over(&mut self, why: &'static str, fault: Fault) -> Fault {
        self.last_words = Some(why);
        fault
    }
}

impl Stream for Rfc2217 {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        loop {
            let length = self.tcp.read(into)?;
            if length == 0 {
                return Ok(0);
            }
            let data = self.com.hear(&into[..length]);
            self.flush()?;
            // Commands alone are no data, and zero would mean that nothing more has come.
            if !data.is_empty() {
                into[..data.len()].copy_from_slice(&data);
                return Ok(data.len());
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<usize, Fault> {
        self.flush()?;
        if self.com.is_paused() || !self.unsent.is_empty() {
            return Ok(0);
        }
        let taken = &bytes[..bytes.len().min(TAKEN_AT_ONCE)];
        self.unsent.extend(ComPort::escape(taken));
        self.flush()?;
        Ok(taken.len())
    }

    fn descriptor(&self) -> RawFd {
        self.tcp.descriptor()
    }

    fn tend(&mut self, now: Instant) -> Result<bool, Fault> {
        if !self.tcp.tend(now)? {
            return Ok(false);
        }
        let give_up = *self.give_up.get_or_insert(now + AGREE_WITHIN);
        self.agree()?;
        self.flush()?;
        match *self.com.stage() {
            Stage::Agreed => Ok(true),
            Stage::Refused(why) => Err(self.over(why, Fault::Refused)),
            Stage::Negotiating if give_up <= now => {
                let why = "the serial server does not answer by RFC 2217; it may know plain TCP";
                Err(self.over(why, Fault::Refused))
            }
            Stage::Negotiating => Ok(false),
        }
    }

    fn due(&self) -> Option<Instant> {
        match self.com.stage() {
            Stage::Negotiating => self.give_up.or_else(|| self.tcp.due()),
            Stage::Agreed | Stage::Refused(_) => None,
        }
    }

    fn wants_room(&self) -> bool {
        self.tcp.wants_room() || !self.unsent.is_empty()
    }

    fn takes_bytes(&self) -> bool {
        !self.com.is_paused()
    }

    fn take_line_errors(&mut self) -> usize {
        self.com.take_line_errors()
    }

    fn last_words(&self) -> Option<String> {
        self.last_words.map(str::to_owned).or_else(|| self.tcp.last_words())
    }
}
