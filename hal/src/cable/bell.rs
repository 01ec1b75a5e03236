//! A bell that ends another thread's waiting.

use std::io::{ErrorKind, Read, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;

/// The end that is waited on; see [`super::stream::wait`].
#[derive(Debug)]
pub struct Bell(UnixStream);

/// The end that rings. Clones ring the same bell.
#[derive(Clone, Debug)]
pub struct Ringer(Arc<UnixStream>);

/// A bell and its ringer.
///
/// # Errors
///
/// The process has no file descriptors left.
pub fn bell() -> std::io::Result<(Ringer, Bell)> {
    let (ringer, bell) = UnixStream::pair()?;
    ringer.set_nonblocking(true)?;
    bell.set_nonblocking(true)?;
    Ok((Ringer(Arc::new(ringer)), Bell(bell)))
}

impl Ringer {
    /// Ends the waiting, or the next one if nobody waits. Never blocks.
    pub fn ring(&self) {
        // A full socket has rung already, and a bell that was dropped needs no ringing.
        let _ = (&*self.0).write(&[1]);
    }
}

impl Bell {
    /// Forgets all ringing so far.
    pub fn hush(&self) {
        let mut rung = [0; 64];
        loop {
            match (&self.0).read(&mut rung) {
                Ok(0) => return,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
    }

    pub(super) fn descriptor(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}
