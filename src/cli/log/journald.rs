//! An event in the system journal's own words: one datagram, in which every field of the event is a field.
//!
//! | line | meaning |
//! |---|---|
//! | `KEY=value` | a field |
//! | `KEY`, eight bytes of length with the small end first, the value | a field whose value has line ends |
//!
//! Source: systemd, "Native Journal Protocol". Fields of events stand behind `F_`, so that none is taken for
//! one of the journal's own: `F_DEVICE=printer-1`.

use std::fmt::Debug;
use std::io;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use super::{End, Lines};

/// Where the system journal listens.
pub(super) const SOCKET: &str = "/run/systemd/journal/socket";

/// The socket of a journal. Only the log's own thread sends, as a journal that stands still takes nothing
/// (D13).
pub(super) struct Socket {
    socket: UnixDatagram,
    path: PathBuf,
}

impl Socket {
    /// The journal at `path`, if there is one.
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        let socket = UnixDatagram::unbound()?;
        socket.set_nonblocking(true)?;
        match socket.send_to(&[], path) {
            Ok(_) => {}
            // It takes nothing at this moment: it is there, and may take more later.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        socket.set_nonblocking(false)?;
        Ok(Self { socket, path: path.to_owned() })
    }
}

impl End for Socket {
    /// By its path each time: a journal that was started anew listens there again.
    fn entry(&mut self, entry: &[u8]) {
        // What the journal does not take is lost; there is nobody to be told.
        let _ = self.socket.send_to(entry, &self.path);
    }

    fn lost(&mut self, lines: u64) {
        let mut entry = Entry::new(&Level::WARN);
        entry.field("MESSAGE", &super::lost_words(lines));
        self.entry(&entry.0);
    }

    fn flush(&mut self) {}
}

/// Turns events into datagrams and hands them to the log's thread. Never waits.
pub(super) struct Journald(pub Lines);

impl<S: Subscriber> Layer<S> for Journald {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut entry = Entry::of(event.metadata());
        event.record(&mut entry);
        self.0.put(entry.0);
    }
}

/// A datagram in the making.
struct Entry(Vec<u8>);

impl Entry {
    fn new(level: &Level) -> Self {
        let mut entry = Self(Vec::new());
        entry.field("PRIORITY", priority(level));
        entry.field("SYSLOG_IDENTIFIER", env!("CARGO_PKG_NAME"));
        entry
    }

    fn of(metadata: &Metadata<'_>) -> Self {
        let mut entry = Self::new(metadata.level());
        entry.field("TARGET", metadata.target());
        if let (Some(file), Some(line)) = (metadata.file(), metadata.line()) {
            entry.field("CODE_FILE", file);
            entry.field("CODE_LINE", &line.to_string());
        }
        entry
    }

    fn field(&mut self, key: &str, value: &str) {
        self.0.extend(key.as_bytes());
        if value.contains('\n') {
            self.0.push(b'\n');
            self.0.extend(u64::try_from(value.len()).unwrap_or(u64::MAX).to_le_bytes());
        } else {
            self.0.push(b'=');
        }
        self.0.extend(value.as_bytes());
        self.0.push(b'\n');
    }
}

impl Visit for Entry {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.field(&key(field.name()), value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.field(&key(field.name()), &format!("{value:?}"));
    }
}

/// The journal's name of a field: capitals, digits and underscores.
fn key(name: &str) -> String {
    if name == "message" {
        return "MESSAGE".to_owned();
    }
    let letter =
        |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' };
    let letters: String = name.chars().map(letter).collect();
    format!("F_{letters}")
}

/// The levels of syslog.
fn priority(level: &Level) -> &'static str {
    match *level {
        Level::ERROR => "3",
        Level::WARN => "4",
        Level::INFO => "5",
        Level::DEBUG => "6",
        Level::TRACE => "7",
    }
}

#[cfg(test)]
mod tests {
    use tracing::{info, warn};
    use tracing_subscriber::layer::SubscriberExt;

    use super::*;
    use crate::cli::log::LINES_MOST;

    fn journal() -> (tempfile::TempDir, UnixDatagram, Lines) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("socket");
        let reader = UnixDatagram::bind(&path).expect("bound");
        let lines = Lines::to(Socket::at(&path).expect("it listens")).expect("a thread");
        let mut probe = [0; 1];
        assert_eq!(reader.recv(&mut probe).expect("the probe"), 0);
        (folder, reader, lines)
    }

    fn next(reader: &UnixDatagram) -> String {
        let mut entry = [0; 4096];
        let length = reader.recv(&mut entry).expect("an entry");
        String::from_utf8_lossy(&entry[..length]).into_owned()
    }

    #[test]
    fn every_field_of_an_event_is_a_field_of_the_journal() {
        let (_folder, reader, lines) = journal();
        let subscriber = tracing_subscriber::registry().with(Journald(lines));

        tracing::subscriber::with_default(subscriber, || {
            warn!(device = %"printer-1", ticket = 12, "out of paper");
            info!("two\nlines");
        });

        let (first, second) = (next(&reader), next(&reader));
        for field in [
            "PRIORITY=4\n",
            "SYSLOG_IDENTIFIER=jiaohao\n",
            "MESSAGE=out of paper\n",
            "F_DEVICE=printer-1\n",
            "F_TICKET=12\n",
        ] {
            assert!(first.contains(field), "{field:?} in {first:?}");
        }
        assert!(
            second.contains("PRIORITY=5\n") && second.contains("MESSAGE\n\u{9}\0\0\0\0\0\0\0two\nlines\n"),
            "{second:?}"
        );
    }

    #[test]
    fn d13_a_journal_that_reads_nothing_holds_nobody_up_and_lost_entries_are_counted() {
        let (_folder, reader, lines) = journal();
        let subscriber = tracing_subscriber::registry().with(Journald(lines));

        // More than the queue and the socket hold together: whoever waits for the journal waits for ever.
        let sent = 2 * u64::try_from(LINES_MOST).expect("a number");
        tracing::subscriber::with_default(subscriber, || {
            for number in 0..sent {
                info!(number, "nobody reads this");
            }
        });

        let (mut taken, mut lost) = (0, 0);
        while taken + lost < sent {
            let entry = next(&reader);
            let message = entry.lines().find_map(|line| line.strip_prefix("MESSAGE=")).expect("a message");
            match message.strip_suffix(" lines of the log are lost: its reader was too slow for them") {
                Some(lines) => lost += lines.parse::<u64>().expect("a number"),
                None => taken += 1,
            }
        }
        assert!(lost > 0);
        assert_eq!(taken + lost, sent, "nothing is lost that was not counted");
    }

    #[test]
    fn a_socket_where_nobody_listens_is_no_journal() {
        let folder = tempfile::tempdir().expect("a folder");

        assert!(Socket::at(&folder.path().join("socket")).is_err());
    }
}
