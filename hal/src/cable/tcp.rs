//! A connection to a serial server: the cable ends in a box on the network, and its bytes pass as they are.
//!
//! Nothing here waits. The connection is asked for and made while other things happen, a box that is switched
//! off or cut from the network is noticed by the kernel's keep-alive, and whoever opened the stream decides
//! when to try again. The settings of the serial line are the box's own; see `rfc2217` for setting them from
//! here.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::time::Duration;

use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, SocketType, connect, ipproto, socket_with, sockopt};

use super::stream::Stream;
use crate::driver::Fault;
use crate::time::Instant;

/// How long a connection may take to be made. On a hall's own network it takes milliseconds; the kernel would
/// go on asking for two minutes.
pub const CONNECT_WITHIN: Duration = Duration::from_secs(5);

/// How long a silent connection is believed in before the kernel asks for a sign of life.
const ALIVE_AFTER: Duration = Duration::from_secs(5);

/// How long the kernel waits between such questions.
const ALIVE_EVERY: Duration = Duration::from_secs(2);

/// So many unanswered questions end the connection: a dead box is noticed within 11 seconds.
const ALIVE_TIMES: u32 = 3;

/// How long bytes that were sent may stay unconfirmed, in milliseconds.
const UNCONFIRMED_MILLIS: u32 = 10_000;

/// A connection to a serial server, or one that is being made.
#[derive(Debug)]
pub struct Tcp {
    socket: TcpStream,
    stage: Stage,
    last_words: Option<String>,
}

/// How far the connection is.
#[derive(Clone, Copy, Debug)]
enum Stage {
    /// Asked for and not watched yet: when that began is not known here.
    Asked,
    /// It is given up at this moment.
    Connecting { until: Instant },
    /// Bytes pass.
    Connected,
}

impl Tcp {
    /// Asks for a connection to `address`, which is then made by [`Stream::tend`].
    ///
    /// # Errors
    ///
    /// The system has no sockets left or knows no way to the address.
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        let socket: OwnedFd = socket_with(family, SocketType::STREAM, flags, Some(ipproto::TCP))?;
        // Small questions and answers: none may be held back to be sent with the next.
        sockopt::set_tcp_nodelay(&socket, true)?;
        sockopt::set_socket_keepalive(&socket, true)?;
        sockopt::set_tcp_keepidle(&socket, ALIVE_AFTER)?;
        sockopt::set_tcp_keepintvl(&socket, ALIVE_EVERY)?;
        sockopt::set_tcp_keepcnt(&socket, ALIVE_TIMES)?;
        sockopt::set_tcp_user_timeout(&socket, UNCONFIRMED_MILLIS)?;
        match connect(&socket, &address) {
            Ok(()) | Err(Errno::INPROGRESS) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(Self { socket: socket.into(), stage: Stage::Asked, last_words: None })
    }

    /// The connection is over, for this reason.
    fn over(&mut self, why: impl ToString) -> Fault {
        self.last_words = Some(why.to_string());
        Fault::Unplugged
    }

    /// Watches a connection that is being made.
    fn watch(&mut self, now: Instant, until: Instant) -> Result<bool, Fault> {
        if let Some(error) = self.socket.take_error().unwrap_or_else(Some) {
            return Err(self.over(error));
        }
        if self.socket.peer_addr().is_ok() {
            self.stage = Stage::Connected;
            return Ok(true);
        }
        if until <= now {
            return Err(self.over("no answer at this address"));
        }
        self.stage = Stage::Connecting { until };
        Ok(false)
    }
}

impl Stream for Tcp {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        match self.socket.read(into) {
            Ok(0) if !into.is_empty() => {
                Err(self.over("the serial server hung up: is another program connected to it?"))
            }
            Ok(length) => Ok(length),
            Err(error) if passes(&error) => Ok(0),
            Err(error) => Err(self.over(error)),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<usize, Fault> {
        match self.socket.write(bytes) {
            Ok(length) => Ok(length),
            Err(error) if passes(&error) => Ok(0),
            Err(error) => Err(self.over(error)),
        }
    }

    fn descriptor(&self) -> RawFd {
        self.socket.as_raw_fd()
    }

    fn tend(&mut self, now: Instant) -> Result<bool, Fault> {
        match self.stage {
            Stage::Asked => self.watch(now, now + CONNECT_WITHIN),
            Stage::Connecting { until } => self.watch(now, until),
            Stage::Connected => Ok(true),
        }
    }

    fn due(&self) -> Option<Instant> {
        match self.stage {
            Stage::Asked => Some(Instant::default()),
            Stage::Connecting { until } => Some(until),
            Stage::Connected => None,
        }
    }

    fn wants_room(&self) -> bool {
        match self.stage {
            // A connection that was made shows as room to write.
            Stage::Asked | Stage::Connecting { .. } => true,
            Stage::Connected => false,
        }
    }

    fn last_words(&self) -> Option<String> {
        self.last_words.clone()
    }
}

/// Whether the call would only have had to wait.
fn passes(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_loses_its_supply_is_noticed_by_the_kernel_within_eleven_seconds() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let tcp = Tcp::open(listener.local_addr().unwrap()).unwrap();

        let idle = sockopt::tcp_keepidle(&tcp.socket).unwrap();
        let every = sockopt::tcp_keepintvl(&tcp.socket).unwrap();
        let times = sockopt::tcp_keepcnt(&tcp.socket).unwrap();

        assert!(sockopt::socket_keepalive(&tcp.socket).unwrap());
        assert_eq!(idle + every * times, Duration::from_secs(11));
        assert_eq!(sockopt::tcp_user_timeout(&tcp.socket).unwrap(), UNCONFIRMED_MILLIS);
    }
}
