//! Conversations over the control socket that take more than one line: they end when either side hangs up.

mod test;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hal::drivers::trace::Line;
use tokio::io::{AsyncBufReadExt, BufReader, Take};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;

use super::Reply;
use super::bench::{self, Answer, Ask};
use super::server::{Control, LINE_MOST, say};
use crate::layout::DeviceName;
use crate::runtime::daemon::{BenchError, Traced};
use crate::runtime::scan::Wanted;
use crate::runtime::threads::{self, Report, Taken};

/// The end that is read from.
pub(super) type Reading = BufReader<Take<OwnedReadHalf>>;

/// So many lines of a technician wait to be understood.
const LINES_MOST: usize = 16;
/// So many reports of a scan wait to be told.
const REPORTS_MOST: usize = 64;

/// Holds one conversation to its end.
pub(super) async fn hold(
    asked: Ask,
    control: &Control,
    reading: Reading,
    mut writing: OwnedWriteHalf,
) -> io::Result<()> {
    let lines = lines(reading);
    match asked {
        Ask::Trace { device, seconds } => trace(control, &device, seconds, lines, &mut writing).await,
        Ask::Scan { cable, addresses, seconds } => {
            let wanted =
                Wanted { addresses, within: Duration::from_secs(seconds.into()), ..Wanted::default() };
            scan(control, cable, wanted, lines, &mut writing).await
        }
        Ask::Test { device, person } => test::test(control, &device, person, lines, &mut writing).await,
        Ask::Devices | Ask::History { .. } | Ask::Said { .. } => {
            say(&mut writing, &bench::answer(asked, control).await).await
        }
    }
}

/// What the other side says, a line each, until it hangs up. A task of its own reads, so that no half line is lost
/// when something else happens first.
fn lines(mut reading: Reading) -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel(LINES_MOST);
    tokio::spawn(async move {
        loop {
            let mut line = String::new();
            reading.get_mut().set_limit(LINE_MOST);
            match reading.read_line(&mut line).await {
                Ok(0) | Err(_) => return,
                Ok(_) if sender.send(line).await.is_err() => return,
                Ok(_) => {}
            }
        }
    });
    lines
}

async fn trace(
    control: &Control,
    device: &str,
    seconds: u16,
    mut lines: mpsc::Receiver<String>,
    writing: &mut OwnedWriteHalf,
) -> io::Result<()> {
    let mut traced = match control.desk.trace(DeviceName::from(device)).await {
        Ok(traced) => traced,
        Err(BenchError::Untaken(_)) => return say(writing, &bench::no_cable(control, device)).await,
        Err(error @ (BenchError::Closed(_) | BenchError::Lend(_) | BenchError::Try(_))) => {
            return say(writing, &Reply::Failed { words: error.to_string() }).await;
        }
    };
    let text = |text: String| Reply::Bench(Answer::Line { text });
    say(writing, &text(traced.of.to_string().trim_end().to_owned())).await?;
    let end = tokio::time::sleep(Duration::from_secs(seconds.into()));
    tokio::pin!(end);
    let mut count = 0_u64;
    loop {
        tokio::select! {
            () = &mut end => break,
            // Whoever listened hung up.
            None = lines.recv() => return Ok(()),
            taken = traced.taken.recv() => {
                let Some(taken) = taken else {
                    let words = "the cable was set up anew, or somebody else traces it".to_owned();
                    return say(writing, &Reply::Failed { words }).await;
                };
                for line in written(&traced, taken) {
                    count += 1;
                    say(writing, &text(line)).await?;
                }
            }
        }
    }
    say(writing, &Reply::Done { words: format!("{count} lines in {seconds} s") }).await
}

/// What was taken down, as it stands in the file.
fn written(traced: &Traced, taken: Taken) -> Vec<String> {
    match taken {
        Taken::Lost(count) => vec![format!("# {count} pieces lost: whoever writes is too slow")],
        Taken::Passed(passed) => {
            let at = passed.at - traced.begun;
            let line = |piece| Line { at, way: passed.way, piece }.to_string();
            passed.pieces.into_iter().map(line).collect()
        }
    }
}

/// Scans a cable of the hall; whoever hangs up ends it, and the cable goes back either way.
async fn scan(
    control: &Control,
    cable: String,
    wanted: Wanted,
    mut lines: mpsc::Receiver<String>,
    writing: &mut OwnedWriteHalf,
) -> io::Result<()> {
    let loan = match control.desk.lend_cable(cable).await {
        Ok(loan) => loan,
        Err(error) => return say(writing, &Reply::Failed { words: error.to_string() }).await,
    };
    let unwanted = Arc::new(AtomicBool::new(false));
    let _end = Unwanted(Arc::clone(&unwanted));
    let (sender, mut reports) = mpsc::channel(REPORTS_MOST);
    let port = loan.cable.link.to_string();
    tokio::task::spawn_blocking(move || {
        let mut tell = |report| sender.blocking_send(report).unwrap_or_default();
        let wanted = bench::fitting(wanted, &loan.cable);
        threads::scan(&loan.cable, Some(&loan.lent), wanted, &unwanted, &mut tell);
    });
    let mut found = 0_u32;
    loop {
        tokio::select! {
            None = lines.recv() => return Ok(()),
            report = reports.recv() => {
                found += u32::from(matches!(report, Some(Report::Found(_))));
                let reply = match report {
                    Some(Report::Progress(text)) => Reply::Bench(Answer::Progress { text: format!("{port}: {text}") }),
                    Some(Report::Found(finding)) => Reply::Bench(Answer::Line { text: format!("{port}: {finding}") }),
                    Some(Report::Done(verdict)) if found > 0 => {
                        return say(writing, &Reply::Done { words: format!("{port}: {verdict}") }).await;
                    }
                    Some(Report::Done(verdict)) => {
                        return say(writing, &Reply::Failed { words: format!("{port}: {verdict}") }).await;
                    }
                    None => return say(writing, &Reply::Failed { words: format!("{port}: the scan failed") }).await,
                };
                say(writing, &reply).await?;
            }
        }
    }
}

/// Ends a scan when its conversation ends, in whatever way.
struct Unwanted(Arc<AtomicBool>);

impl Drop for Unwanted {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}
