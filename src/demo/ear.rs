//! The demo's loudspeaker: a player that hands the daemon's WAV to the demo and lasts as long as its sound.
//!
//! The daemon starts this very program as its player. It passes on what it is given and ends when the demo
//! hangs up, which is when the sound is over.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::DemoError;

/// The longest sound that is taken: a minute at 44 100 Hz, 16 bits, mono.
const LONGEST: u64 = 6 << 20;
/// How often the listener looks whether the demo ends.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// A player that was started and says nothing is given up.
const HEARD_WITHIN: Duration = Duration::from_secs(2);

/// Plays what stands on standard input into the demo that listens at `to`, and lasts as long as the sound.
///
/// # Errors
///
/// Nobody listens there, or the sound cannot be read.
pub fn play(to: &Path) -> io::Result<()> {
    let mut demo = UnixStream::connect(to)?;
    let mut sound = Vec::new();
    io::stdin().lock().take(LONGEST).read_to_end(&mut sound)?;
    demo.write_all(&sound)?;
    demo.shutdown(Shutdown::Write)?;
    demo.read_to_end(&mut Vec::new())?;
    Ok(())
}

/// One sound that was heard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sound {
    /// Which since the start, from 1; 0 before the first.
    pub number: u64,
    /// The WAV file.
    pub wav: Arc<Vec<u8>>,
    /// How long it lasts.
    pub lasts: Duration,
}

/// Listens to the daemon's players, one after the other. Dropping it ends the listening.
#[derive(Debug)]
pub struct Ear {
    at: PathBuf,
    heard: Arc<Mutex<Sound>>,
    thread: Option<(SyncSender<()>, JoinHandle<()>)>,
}

impl Ear {
    /// Listens at this path.
    ///
    /// # Errors
    ///
    /// The socket cannot be made there, or there is no thread for it.
    pub fn open(at: &Path) -> Result<Self, DemoError> {
        let listener = UnixListener::bind(at).map_err(DemoError::Ear)?;
        listener.set_nonblocking(true).map_err(DemoError::Ear)?;
        let heard = Arc::new(Mutex::new(Sound::default()));
        let (stop, stopped) = sync_channel(1);
        let mine = Arc::clone(&heard);
        let thread = std::thread::Builder::new()
            .name("ear".to_owned())
            .spawn(move || listen(&listener, &mine, &stopped))
            .map_err(DemoError::Thread)?;
        Ok(Self { at: at.to_owned(), heard, thread: Some((stop, thread)) })
    }

    /// Whether players find the ear.
    pub fn plugged(&self) -> bool {
        self.at.exists()
    }

    /// Pulls the loudspeaker's plug or puts it back: a player that is started while it is out ends at once and
    /// says so, as one does whose sound card is gone. False when the system does not let it.
    pub fn plug(&self, plugged: bool) -> bool {
        let aside = self.at.with_extension("out");
        let moved = if plugged { (&aside, &self.at) } else { (&self.at, &aside) };
        self.plugged() == plugged || std::fs::rename(moved.0, moved.1).is_ok()
    }

    /// What was heard last.
    pub fn last(&self) -> Sound {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.thread.take() {
            drop(stop);
            // A listener that panicked has ended too.
            let _ = thread.join();
        }
    }
}

fn listen(listener: &UnixListener, heard: &Mutex<Sound>, stopped: &Receiver<()>) {
    let mut wait = LOOK_EVERY;
    let mut player = None;
    while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        // The sound is over: hanging up lets the player end.
        drop(player.take());
        wait = LOOK_EVERY;
        let Ok((stream, _)) = listener.accept() else { continue };
        let Some(wav) = received(&stream) else { continue };
        wait = duration(&wav);
        let mut last = heard.lock().unwrap_or_else(PoisonError::into_inner);
        *last = Sound { number: last.number + 1, wav: Arc::new(wav), lasts: wait };
        player = Some(stream);
    }
}

fn received(stream: &UnixStream) -> Option<Vec<u8>> {
    stream.set_nonblocking(false).ok()?;
    stream.set_read_timeout(Some(HEARD_WITHIN)).ok()?;
    let mut wav = Vec::new();
    stream.take(LONGEST).read_to_end(&mut wav).ok()?;
    Some(wav)
}

/// How long a WAV lasts, by the bytes a second that its header states; nothing when it is none.
fn duration(wav: &[u8]) -> Duration {
    const HEADER: usize = 44;
    let Some(&[a, b, c, d]) = wav.get(28..32).filter(|_| wav.starts_with(b"RIFF")) else {
        return Duration::ZERO;
    };
    let a_second = u64::from(u32::from_le_bytes([a, b, c, d])).max(1);
    let sound = u64::try_from(wav.len().saturating_sub(HEADER)).unwrap_or(0);
    Duration::from_millis(sound.saturating_mul(1000) / a_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wav_lasts_as_long_as_its_header_says() {
        let mut wav = b"RIFF....WAVEfmt ".to_vec();
        wav.extend([16, 0, 0, 0, 1, 0, 1, 0]);
        wav.extend(22_050_u32.to_le_bytes());
        wav.extend(44_100_u32.to_le_bytes());
        wav.resize(44 + 88_200, 0);
        assert_eq!(duration(&wav), Duration::from_secs(2));
    }

    #[test]
    fn noise_that_is_no_wav_lasts_no_time() {
        assert_eq!(duration(b"not a sound"), Duration::ZERO);
    }

    #[test]
    fn a_player_finds_nobody_while_the_plug_is_out() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("ear");
        let ear = Ear::open(&at).unwrap();

        assert!(ear.plug(false) && ear.plug(false) && !ear.plugged());
        assert!(UnixStream::connect(&at).is_err());
        assert!(ear.plug(true) && ear.plugged());
        assert!(UnixStream::connect(&at).is_ok());
    }

    #[test]
    fn what_a_player_hands_over_is_heard_and_numbered() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("ear");
        let ear = Ear::open(&at).unwrap();

        let mut player = UnixStream::connect(&at).unwrap();
        player.write_all(b"RIFF and nothing").unwrap();
        player.shutdown(Shutdown::Write).unwrap();
        player.read_to_end(&mut Vec::new()).unwrap();

        assert_eq!(
            ear.last(),
            Sound { number: 1, wav: Arc::new(b"RIFF and nothing".to_vec()), lasts: Duration::ZERO }
        );
    }
}
