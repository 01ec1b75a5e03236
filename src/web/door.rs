//! The door of the pages: so many connections at once, and none that says nothing.
//!
//! Whoever opens sockets must not take the descriptors that ports, journal and control socket need (D06).

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};
use tracing::{debug, warn};

/// Connections at once: several for every window of the largest hall, and a small part of the descriptors that a
/// process has.
pub const PLACES: usize = 64;
/// A connection on which nothing passes for so long gives its place up; whoever still needs one comes again.
const SILENT_MOST: Duration = Duration::from_secs(30);
/// Between two attempts to accept when the system has nothing to accept with.
const ACCEPT_AGAIN: Duration = Duration::from_secs(1);

/// A listener that turns away whoever comes when every place is taken.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    places: Arc<Semaphore>,
    silent_most: Duration,
}

impl Door {
    /// A door with all its places free.
    #[must_use]
    pub fn new(listener: TcpListener) -> Self {
        Self { listener, places: Arc::new(Semaphore::new(PLACES)), silent_most: SILENT_MOST }
    }
}

impl Listener for Door {
    type Io = Guest;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Guest, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, address)) => match Arc::clone(&self.places).try_acquire_owned() {
                    Ok(place) => return (Guest::new(stream, place, self.silent_most), address),
                    Err(_) => debug!(%address, "every place at the pages is taken"),
                },
                Err(error) => {
                    warn!(%error, "nobody is let in to the pages");
                    sleep(ACCEPT_AGAIN).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that has a place.
#[derive(Debug)]
pub struct Guest {
    stream: TcpStream,
    /// Ends when nothing has passed for too long.
    silence: Pin<Box<Sleep>>,
    silent_most: Duration,
    _place: OwnedSemaphorePermit,
}

impl Guest {
    fn new(stream: TcpStream, place: OwnedSemaphorePermit, silent_most: Duration) -> Self {
        Self { stream, silence: Box::pin(sleep(silent_most)), silent_most, _place: place }
    }

    /// Something passed, or nothing yet: whether the patience is at its end.
    fn judged<T>(&mut self, passed: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if passed.is_ready() {
            self.silence = Box::pin(sleep(self.silent_most));
            return passed;
        }
        self.silence.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Guest {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        self.judged(read, cx)
    }
}

impl AsyncWrite for Guest {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.judged(written, cx)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::runtime::Builder;
    use tokio::time::timeout;

    use super::*;

    #[test]
    fn d06_who_says_nothing_loses_his_place_and_who_speaks_keeps_it() {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let door = Door::new(TcpListener::bind("127.0.0.1:0").await.unwrap());
            let mut door = Door { silent_most: Duration::ZERO, ..door };
            let mut client = TcpStream::connect(door.local_addr().unwrap()).await.unwrap();
            let (mut guest, _) = door.accept().await;
            assert_eq!(door.places.available_permits(), PLACES - 1);

            client.write_all(b"a").await.unwrap();
            guest.stream.readable().await.unwrap();
            let spoke = guest.read(&mut [0; 8]).await;
            let silent = timeout(Duration::from_secs(5), guest.read(&mut [0; 8])).await;
            drop(guest);

            assert_eq!(spoke.unwrap(), 1);
            assert_eq!(silent.expect("in time").unwrap_err().kind(), io::ErrorKind::TimedOut);
            assert_eq!(door.places.available_permits(), PLACES);
        });
    }
}
