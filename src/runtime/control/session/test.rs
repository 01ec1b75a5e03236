//! A trial over the control socket: what the machine wants, what the device tells and what the technician says.

use std::io;
use std::time::Duration;

use tokio::net::unix::OwnedWriteHalf;
use tokio::sync::mpsc;

use crate::layout::DeviceName;
use crate::runtime::control::bench::{self, Answer, Ask};
use crate::runtime::control::server::{Control, say};
use crate::runtime::control::{Command, Reply};
use crate::runtime::daemon::{BenchError, DeviceLoan, LoanNews, TryError};
use crate::runtime::threads::Uptime;
use crate::runtime::trial::{Input, Output, Report, Trial, steps};

/// Tries a device. Whoever hangs up breaks the trial off; the device goes back either way.
pub(super) async fn test(
    control: &Control,
    device: &str,
    person: String,
    mut lines: mpsc::Receiver<String>,
    writing: &mut OwnedWriteHalf,
) -> io::Result<()> {
    let mut loan = match control.desk.lend_device(DeviceName::from(device)).await {
        Ok(loan) => loan,
        Err(BenchError::Try(TryError::NoSuchDevice)) => {
            return say(writing, &bench::no_such_device(control, device)).await;
        }
        Err(error) => return say(writing, &Reply::Failed { words: format!("{device}: {error}") }).await,
    };
    let clock = Uptime::start();
    let (mut trial, first) = Trial::new(clock.now(), steps(&loan.kind, loan.job, device, &loan.stamp));
    let mut told = carry_out(&loan, writing, first).await;
    while let (Ok(None), Some(due)) = (&told, trial.due()) {
        let input = next(&mut loan, &mut lines, due - clock.now()).await;
        let outputs = match input {
            Next::Happened(input) => trial.step(clock.now(), input),
            Next::NotUnderstood => continue,
            Next::HungUp => {
                trial.break_off("the technician left".to_owned());
                break;
            }
        };
        told = carry_out(&loan, writing, outputs).await;
    }
    if told.is_err() {
        trial.break_off("the technician left".to_owned());
    }
    let report = trial.report().clone();
    let line = format!("{} {device} tried by {person}: {report}", loan.stamp);
    loan.sign(person, report.to_string());
    told?;
    say(writing, &Reply::Bench(Answer::Line { text: line.trim_start().to_owned() })).await?;
    let words = format!("{device} goes back to the hall");
    let reply = if report.passed() { Reply::Done { words } } else { Reply::Failed { words } };
    say(writing, &reply).await
}

/// What happens next to a trial.
enum Next {
    Happened(Input),
    NotUnderstood,
    HungUp,
}

async fn next(loan: &mut DeviceLoan, lines: &mut mpsc::Receiver<String>, within: Duration) -> Next {
    tokio::select! {
        line = lines.recv() => match line.map(|line| serde_json::from_str(&line)) {
            None => Next::HungUp,
            Some(Ok(Command::Bench(Ask::Said { word }))) => Next::Happened(Input::Said(word)),
            Some(Ok(_) | Err(_)) => Next::NotUnderstood,
        },
        Some(news) = loan.news.recv() => Next::Happened(match news {
            LoanNews::Heard(event) => Input::Heard(event),
            LoanNews::Health(health) => Input::Health(health),
            LoanNews::Voice(event) => Input::Voice(event),
        }),
        () = tokio::time::sleep(within) => Next::Happened(Input::Wake),
    }
}

/// Does what the trial wants; its report, when it is over.
async fn carry_out(
    loan: &DeviceLoan,
    writing: &mut OwnedWriteHalf,
    outputs: Vec<Output>,
) -> io::Result<Option<Report>> {
    let mut over = None;
    for output in outputs {
        match output {
            Output::Do(deed) => loan.act(deed),
            Output::Tell(text) | Output::Ask(text) => {
                say(writing, &Reply::Bench(Answer::Progress { text })).await?;
            }
            Output::Done(report) => over = Some(report),
        }
    }
    Ok(over)
}
