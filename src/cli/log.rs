//! Where the daemon's log goes: the system journal under systemd, the standard error elsewhere.

use std::io;

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt};

/// What is logged when `JIAOHAO_LOG` says nothing else.
const USUAL: &str = "info";

/// Begins to log, once in a process. A log that cannot be had is no reason to keep a hall closed.
pub(super) fn begin() {
    let filter = || EnvFilter::try_from_env("JIAOHAO_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
    // systemd sets it when the standard error is the journal: there, fields stay fields.
    let journal = std::env::var_os("JOURNAL_STREAM").and_then(|_| tracing_journald::layer().ok());
    let begun = match journal {
        Some(journal) => tracing_subscriber::registry().with(filter()).with(journal).try_init(),
        None => {
            let lines = fmt::layer().with_writer(io::stderr).with_ansi(false);
            tracing_subscriber::registry().with(filter()).with(lines).try_init()
        }
    };
    // It fails only when something logs already.
    drop(begun);
}
