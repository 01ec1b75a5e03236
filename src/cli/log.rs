//! Where the daemon's log goes: the system journal under systemd, the standard error elsewhere.
//!
//! A journal or a reader of the standard error that takes no more must not hold up a hall (D13): lines wait
//! in a bounded queue before a thread of their own, and what does not fit is lost and counted.

mod journald;

use std::io::{self, Write};
use std::panic;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use tracing::error;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt};

use self::journald::{Journald, SOCKET, Socket};

/// What is logged when `JIAOHAO_LOG` says nothing else.
const USUAL: &str = "info";

/// Most lines that wait for whoever reads the log: what a hall with every cable pulled says in some minutes,
/// in less than a megabyte.
const LINES_MOST: usize = 4096;

/// How long the last lines may take at the end: a reader that takes none must not delay a stop, which has
/// five seconds.
const LAST_LINES_WITHIN: Duration = Duration::from_millis(500);

/// The log of a process. Dropping it waits, but not for long, until its last lines are written.
pub(super) struct Log {
    lines: Option<Lines>,
}

impl Drop for Log {
    fn drop(&mut self) {
        if let Some(lines) = &self.lines {
            lines.flush_within(LAST_LINES_WITHIN);
        }
    }
}

/// Begins to log, once in a process. A log that cannot be had is no reason to keep a hall closed.
pub(super) fn begin() -> Log {
    let filter = || EnvFilter::try_from_env("JIAOHAO_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
    // systemd sets it when the standard error is the journal: there, fields stay fields.
    let journal = std::env::var_os("JOURNAL_STREAM").and_then(|_| Socket::at(Path::new(SOCKET)).ok());
    let journal = journal.and_then(|socket| Lines::to(socket).ok());
    let lines = journal.clone().or_else(|| Lines::to(Stream::to(io::stderr())).ok());
    let begun = match (journal, lines.clone()) {
        (Some(journal), _) => {
            tracing_subscriber::registry().with(filter()).with(Journald(journal)).try_init()
        }
        (None, Some(lines)) => {
            let layer = fmt::layer().with_writer(lines).with_ansi(false);
            tracing_subscriber::registry().with(filter()).with(layer).try_init()
        }
        // The system has no thread left, and soon no daemon.
        (None, None) => Ok(()),
    };
    // It fails only when something logs already.
    drop(begun);
    let last = lines.clone();
    panic::set_hook(Box::new(move |panic| {
        // The usual hook writes to the standard error itself, and would wait there.
        error!("{panic}");
        if let Some(lines) = &last {
            lines.flush_within(LAST_LINES_WITHIN);
        }
    }));
    Log { lines }
}

/// Where lines end. Only the log's own thread meets it, and may wait there.
trait End: Send + 'static {
    /// Takes one line or entry as it stands; what cannot be taken is lost.
    fn entry(&mut self, entry: &[u8]);
    /// Takes note of how many lines did not fit into the queue.
    fn lost(&mut self, lines: u64);
    /// Hands on what it holds back.
    fn flush(&mut self);
}

/// A stream of lines: the standard error. One that is closed loses its lines; the hall does not mind.
///
/// Where it ends in a file whose disk is full, lines are lost as long as it is, and counted (B03).
struct Stream<W> {
    end: W,
    /// Lines that could not be written since the last one that could.
    refused: u64,
}

impl<W: Write + Send + 'static> Stream<W> {
    fn to(end: W) -> Self {
        Self { end, refused: 0 }
    }

    fn tell_refused(&mut self) -> io::Result<()> {
        if self.refused > 0 {
            writeln!(
                self.end,
                " WARN {} lines of the log are lost: they could not be written",
                self.refused
            )?;
            self.refused = 0;
        }
        Ok(())
    }
}

impl<W: Write + Send + 'static> End for Stream<W> {
    fn entry(&mut self, entry: &[u8]) {
        if self.tell_refused().and_then(|()| self.end.write_all(entry)).is_err() {
            self.refused += 1;
        }
    }

    fn lost(&mut self, lines: u64) {
        let _ = writeln!(self.end, " WARN {}", lost_words(lines));
    }

    fn flush(&mut self) {
        let _ = self.end.flush();
    }
}

fn lost_words(lines: u64) -> String {
    format!("{lines} lines of the log are lost: its reader was too slow for them")
}

/// The way to the thread that writes lines. Never waits, but for a flush.
#[derive(Clone)]
struct Lines {
    queue: SyncSender<Entry>,
    lost: Arc<AtomicU64>,
}

/// What the writing thread is told.
enum Entry {
    /// A line with its end.
    Line(Vec<u8>),
    /// Everything before this is written: say so.
    Flush(SyncSender<()>),
}

impl Lines {
    /// Starts a thread that writes to `end`; it ends with the process, or when every handle is dropped.
    fn to(end: impl End) -> io::Result<Self> {
        let (queue, waiting) = sync_channel(LINES_MOST);
        let lost = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&lost);
        std::thread::Builder::new().name("log".into()).spawn(move || write(end, &waiting, &counted))?;
        Ok(Self { queue, lost })
    }

    /// Hands over a line or entry, or counts it as lost.
    fn put(&self, line: Vec<u8>) {
        if self.queue.try_send(Entry::Line(line)).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until what was logged so far is written, but no longer than `limit`.
    fn flush_within(&self, limit: Duration) {
        let (written, heard) = sync_channel(1);
        // With a full queue nobody reads: there is nothing to wait for.
        if self.queue.try_send(Entry::Flush(written)).is_ok() {
            // Whether they were written in time changes nothing.
            let _ = heard.recv_timeout(limit);
        }
    }
}

impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.put(line.to_vec());
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// The thread's whole life.
fn write(mut end: impl End, waiting: &Receiver<Entry>, lost: &AtomicU64) {
    for entry in waiting {
        let lost = lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            end.lost(lost);
        }
        match entry {
            Entry::Line(line) => end.entry(&line),
            Entry::Flush(written) => {
                end.flush();
                // Whoever asked may not have waited.
                let _ = written.send(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, pipe};

    use super::*;

    /// More than a pipe holds.
    static LONG: [u8; 100_000] = [b'.'; 100_000];

    #[test]
    fn d13_a_reader_that_reads_nothing_holds_nobody_up_and_lost_lines_are_counted() {
        let (mut reader, end) = pipe().expect("a pipe");
        let mut lines = Lines::to(Stream::to(end)).expect("a thread");

        lines.write_all(&LONG).expect("taken");
        let mut first = [0];
        reader.read_exact(&mut first).expect("the long line is on its way, and stuck");
        for number in 0..LINES_MOST + 10 {
            lines.write_all(format!("line {number}\n").as_bytes()).expect("taken or lost");
        }
        assert_eq!(lines.lost.load(Ordering::Relaxed), 10);

        let mut seen = vec![0; LONG.len() - 1];
        reader.read_exact(&mut seen).expect("the long line's rest");
        drop(lines);
        let mut rest = String::new();
        reader.read_to_string(&mut rest).expect("the rest");
        assert!(rest.starts_with(" WARN 10 lines of the log are lost"), "{}", &rest[..80]);
        assert!(rest.contains("line 0\nline 1\n") && rest.ends_with('\n'), "{}", &rest[..80]);
    }

    /// A file on a disk that has room for so many bytes, until somebody makes more.
    #[derive(Clone, Default)]
    struct FullDisk(Arc<std::sync::Mutex<(Vec<u8>, usize, u64)>>);

    impl Write for FullDisk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut disk = self.0.lock().expect("nobody panicked");
            let room = disk.1 - disk.0.len();
            if room == 0 {
                disk.2 += 1;
                return Err(io::ErrorKind::StorageFull.into());
            }
            let taken = bytes.len().min(room);
            disk.0.extend(&bytes[..taken]);
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn b03_lines_that_find_the_logs_disk_full_are_lost_and_counted_and_nobody_waits() {
        let disk = FullDisk::default();
        disk.0.lock().expect("nobody panicked").1 = 20;
        let mut stream = Stream::to(disk.clone());

        for number in 0..5 {
            stream.entry(format!("line {number}\n").as_bytes());
        }
        assert!(disk.0.lock().expect("nobody panicked").2 >= 3, "the disk was never full");
        disk.0.lock().expect("nobody panicked").1 = 1_000;
        stream.entry(b"line 5\n");

        let written = String::from_utf8(disk.0.lock().expect("nobody panicked").0.clone()).expect("text");
        // Of line 2, half had room.
        let told = " WARN 3 lines of the log are lost: they could not be written\nline 5\n";
        assert_eq!(written, format!("line 0\nline 1\nline 2{told}"));
    }

    #[test]
    fn what_was_logged_is_written_before_the_end() {
        let (mut reader, end) = pipe().expect("a pipe");
        let mut lines = Lines::to(Stream::to(end)).expect("a thread");
        lines.write_all(b"the last word\n").expect("taken");

        lines.flush_within(Duration::from_secs(10));

        let mut seen = [0; 14];
        reader.read_exact(&mut seen).expect("written");
        assert_eq!(&seen, b"the last word\n");
    }

    #[test]
    fn d13_an_end_that_takes_nothing_is_not_waited_for_for_ever() {
        let (_reader, end) = pipe().expect("a pipe");
        let mut lines = Lines::to(Stream::to(end)).expect("a thread");
        lines.write_all(&LONG).expect("taken");

        lines.flush_within(Duration::from_millis(1));
    }

    #[test]
    fn a_closed_log_is_no_failure() {
        let (reader, end) = pipe().expect("a pipe");
        drop(reader);
        let mut lines = Lines::to(Stream::to(end)).expect("a thread");

        lines.write_all(b"nobody reads this\n").expect("taken");

        lines.flush_within(Duration::from_secs(10));
        assert_eq!(lines.lost.load(Ordering::Relaxed), 0);
    }
}
