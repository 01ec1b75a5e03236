//! Where a command writes: a stream that may be closed at the other end at any time.

use std::io::{self, Write};

use super::Outcome;

/// A stream of text for people or for another program.
#[derive(Debug)]
pub struct Out<W> {
    stream: W,
    /// Whether a person at a terminal reads it.
    colours: bool,
}

impl<W: Write> Out<W> {
    /// Writes to this stream; `colours` when a terminal shows it.
    pub fn new(stream: W, colours: bool) -> Self {
        Self { stream, colours }
    }

    /// Whether a terminal shows it.
    pub fn colours(&self) -> bool {
        self.colours
    }

    /// Writes a line.
    ///
    /// # Errors
    ///
    /// The stream takes no more; a closed one is [`io::ErrorKind::BrokenPipe`].
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.stream, "{line}")?;
        self.stream.flush()
    }

    /// Writes text that has its own line ends.
    ///
    /// # Errors
    ///
    /// As for [`Out::line`].
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.stream.write_all(text.as_bytes())?;
        self.stream.flush()
    }
}

/// What a last word came to: whoever closed the stream has read enough.
pub fn finish(written: io::Result<()>) -> Outcome {
    match written {
        Ok(()) => Outcome::Done,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Done,
        Err(_) => Outcome::Failed,
    }
}

/// Whether an error only says that the listener is gone.
pub(super) fn is_closed(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_an_error_for_the_command_and_none_for_its_end() {
        let error = Out::new(Closed, false).line("one line").expect_err("closed");

        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        assert!(is_closed(&error.into()));
        assert_eq!(finish(Out::new(Closed, false).line("last")), Outcome::Done);
    }

    #[test]
    fn another_error_is_not_a_closed_pipe() {
        let full = io::Error::from(io::ErrorKind::StorageFull);

        assert_eq!(finish(Err(full)), Outcome::Failed);
        assert!(!is_closed(&io::Error::from(io::ErrorKind::StorageFull).into()));
    }
}
