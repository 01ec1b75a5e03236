//! A daemon that cannot start at all: it answers at its socket with the reason, until somebody ends it.

use tokio::io::AsyncWriteExt;
use tokio::net::UnixListener;
use tracing::warn;

use crate::runtime::control::Reply;
use crate::runtime::notify::{Notify, ROUND};

/// Answers everybody who asks with `why`, and keeps the service manager from starting it over and over.
///
/// Never returns by itself.
pub(super) async fn answer(listener: UnixListener, why: String) {
    let mut notify = Notify::default();
    notify.ready();
    notify.status(&format!("SAFE MODE, NOTHING RUNS: {why}"));
    let words = format!("safe mode: {why}; call by hand, mend it, and run `systemctl restart jiaohao`");
    let line = serde_json::to_string(&Reply::Failed { words }).unwrap_or_default() + "\n";
    let mut alive = tokio::time::interval(ROUND);
    loop {
        tokio::select! {
            _ = alive.tick() => notify.alive(),
            accepted = listener.accept() => match accepted {
                Ok((mut stream, _)) => {
                    // Whoever asked may have hung up.
                    let _ = stream.write_all(line.as_bytes()).await;
                }
                Err(error) => warn!(%error, "the control socket does not accept"),
            },
        }
    }
}
