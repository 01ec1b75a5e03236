//! The daemon's end of the control socket: one task a connection, every line bounded.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::unix::OwnedWriteHalf;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tracing::{info, warn};

use super::{Command, Reply, duty, session};
use crate::runtime::code::CodeKey;
use crate::runtime::daemon::{Change, CheckPin, Desk};

/// Longest line that is read: no command is a tenth of it.
pub(super) const LINE_MOST: u64 = 64 * 1024;

/// Connections at once: duty staff at several screens and a test of devices, and a small part of the descriptors
/// that a process has (D06).
const PLACES: usize = 16;

/// How long a connection may say nothing.
const IDLE_WITHIN: Duration = Duration::from_secs(30);

/// A daemon that is killed while it starts its player leaves the socket to that child, until the child has
/// become the player. A daemon that runs still answers after this.
const LEFT_WITHIN: Duration = Duration::from_secs(1);

/// How often it is tried meanwhile.
const TRY_EVERY: Duration = Duration::from_millis(50);

/// Reads the configuration again: the change it makes, or why it is refused.
pub type Reload = Arc<dyn Fn() -> Result<Change, String> + Send + Sync>;

/// Why the socket cannot be served. The hall goes on without it.
#[derive(Debug, Error)]
pub enum ControlError {
    /// Another daemon answers there.
    #[error("another daemon answers at {}", .0.display())]
    InUse(PathBuf),
    /// The socket cannot be made.
    #[error("cannot make the control socket {}: {source}", path.display())]
    Bind {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// What the socket's commands work on.
#[derive(Clone)]
pub struct Control {
    /// The running daemon.
    pub desk: Desk,
    /// Reads the configuration again.
    pub reload: Reload,
    /// Checks PINs.
    pub check_pin: CheckPin,
    /// Makes the codes of the pick-up cabinet.
    pub code_key: CodeKey,
}

/// Makes the socket, for its owner and group only. One that nobody answers at is a left-over and is replaced.
///
/// # Errors
/// When another daemon answers there, or the socket cannot be made.
pub async fn bind(path: &Path) -> Result<UnixListener, ControlError> {
    if tokio::time::timeout(LEFT_WITHIN, left(path)).await.is_err() {
        return Err(ControlError::InUse(path.to_owned()));
    }
    let failed = |source| ControlError::Bind { path: path.to_owned(), source };
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        Ok(()) | Err(_) => {}
    }
    let listener = UnixListener::bind(path).map_err(failed)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o660)).map_err(failed)?;
    Ok(listener)
}

/// Returns when nobody holds the socket any more.
async fn left(path: &Path) {
    while UnixStream::connect(path).await.is_ok() {
        tokio::time::sleep(TRY_EVERY).await;
    }
}

/// Serves until the task is dropped.
pub async fn serve(listener: UnixListener, control: Control) {
    let places = Arc::new(Semaphore::new(PLACES));
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let control = control.clone();
                let place = Arc::clone(&places).try_acquire_owned();
                tokio::spawn(async move {
                    let ended = match place {
                        Ok(_place) => converse(stream, &control).await,
                        Err(_) => turn_away(stream).await,
                    };
                    if let Err(error) = ended {
                        info!(%error, "a control connection ended");
                    }
                });
            }
            Err(error) => {
                warn!(%error, "the control socket does not accept");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Every place is taken: said, and over.
async fn turn_away(stream: UnixStream) -> io::Result<()> {
    let words = format!("{PLACES} others are connected already: try again in a moment");
    say(&mut stream.into_split().1, &Reply::Failed { words }).await
}

async fn converse(stream: UnixStream, control: &Control) -> io::Result<()> {
    let (reading, mut writing) = stream.into_split();
    let mut reading = BufReader::new(reading.take(LINE_MOST));
    loop {
        let mut line = String::new();
        reading.get_mut().set_limit(LINE_MOST);
        let read = tokio::time::timeout(IDLE_WITHIN, reading.read_line(&mut line)).await;
        if read.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?? == 0 {
            return Ok(());
        }
        if line.len() as u64 == LINE_MOST {
            // Whatever this is, it has no end (D05).
            let words = format!(
                "not a command: longer than {} KiB; a file of entries is entered in parts",
                LINE_MOST / 1024
            );
            return say(&mut writing, &Reply::Failed { words }).await;
        }
        let reply = match serde_json::from_str::<Command>(&line) {
            Ok(Command::Bench(asked)) if asked.is_session() => {
                return session::hold(asked, control, reading, writing).await;
            }
            Ok(command) => duty::answer(command, control).await,
            Err(error) => Reply::Failed { words: format!("not a command: {error}") },
        };
        say(&mut writing, &reply).await?;
    }
}

/// Writes one line.
pub(super) async fn say(writing: &mut OwnedWriteHalf, reply: &Reply) -> io::Result<()> {
    let mut line = serde_json::to_vec(reply)?;
    line.push(b'\n');
    writing.write_all(&line).await
}
