//! The thread of a voice: announcements one after the other, never two at once, never one twice.

use std::collections::VecDeque;
use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hal::cable::player::{PlayError, Player, Wav};
use hal::cable::stream::wait;
use hal::driver::Fault;
use hal::port::voice::{Command, Event};

use super::thread::{Door, Thread, give_way};
use super::{News, StartError, Tell, Uptime, lock};
use crate::layout::{Voice, Zone};
use crate::runtime::queue::Full;
use crate::runtime::supervisor::{Health, Supervisor};
use crate::station::voice::{Announcement, ClipError, Clips};

/// So many announcements may wait.
///
/// The stations hand out one at a time, and the office drops those that became stale behind it (F31): what
/// waits here is what a player that hangs keeps from being said, and 64 are more than anybody waits for.
pub const ANNOUNCEMENTS_LIMIT: usize = 64;

/// The silence that is played to find out whether there is a sound device, at the start and after a failure.
///
/// Short enough not to be noticed, long enough that a player opens its device for it.
pub const PROBE: Duration = Duration::from_millis(50);

/// The longest pause of a voice that fails: it holds up no neighbour, and whoever pushes its plug back in listens.
const RETRY_LONGEST: Duration = Duration::from_secs(2);

/// A voice's thread. Dropping it stops the thread; what was not said is reported.
pub struct VoiceThread {
    voice: Voice,
    queue: Arc<Mutex<VecDeque<Command>>>,
    thread: Thread,
}

impl VoiceThread {
    /// Starts the thread.
    pub fn start(voice: &Voice, clock: Uptime, tell: Tell) -> Result<Self, StartError> {
        let queue = Arc::new(Mutex::new(VecDeque::new()));
        let (worker_voice, worker_queue) = (voice.clone(), Arc::clone(&queue));
        let thread = Thread::start(format!("voice {}", voice.name), move |door| {
            give_way();
            let supervisor = Supervisor::new(clock.now()).resting_at_most(RETRY_LONGEST);
            Speaker {
                voice: worker_voice,
                queue: worker_queue,
                door,
                clock,
                tell,
                supervisor,
                told: None,
                logged: None,
            }
            .run();
        })?;
        Ok(Self { voice: voice.clone(), queue, thread })
    }

    /// Whether this thread speaks with exactly that voice.
    pub fn runs(&self, voice: &Voice) -> bool {
        self.voice == *voice
    }

    /// Where it is heard.
    pub fn zone(&self) -> Zone {
        self.voice.zone
    }

    /// Lets an announcement wait for its turn.
    pub fn order(&self, command: Command) -> Result<(), Full> {
        let mut queue = lock(&self.queue);
        if queue.len() >= ANNOUNCEMENTS_LIMIT {
            return Err(Full);
        }
        queue.push_back(command);
        drop(queue);
        self.thread.ring();
        Ok(())
    }

    /// Asks the thread to end, without waiting for it.
    pub fn dismiss(&self) {
        self.thread.dismiss();
    }
}

/// The thread's own side.
struct Speaker {
    voice: Voice,
    queue: Arc<Mutex<VecDeque<Command>>>,
    door: Door,
    clock: Uptime,
    tell: Tell,
    supervisor: Supervisor,
    told: Option<Health>,
    /// What the log was told last of a voice that does not play.
    logged: Option<Fault>,
}

impl Speaker {
    fn run(mut self) {
        while !self.door.is_closing() {
            let next = lock(&self.queue).pop_front();
            if let Some(command) = next {
                self.announce(&command);
            } else if self.supervisor.wants_attempt(self.clock.now()) {
                let played = self.play(Announcement::silence(PROBE));
                self.judge(&played);
            } else {
                let due = self.supervisor.attempt_at().or_else(|| self.supervisor.due());
                wait(None, self.door.bell(), false, due.map(|due| due - self.clock.now()));
                self.supervisor.wake(self.clock.now());
                self.tell_health();
            }
        }
        while let Some(Command::Say { job, .. }) = { lock(&self.queue).pop_front() } {
            self.report(Event::NotSaid { job });
        }
    }

    /// Says one announcement and reports what became of it.
    fn announce(&mut self, command: &Command) {
        let Command::Say { job, clips } = command;
        let job = *job;
        let sound = if clips.is_empty() { Ok(Announcement::silence(PROBE)) } else { self.joined(clips) };
        let announcement = match sound {
            Ok(announcement) => announcement,
            Err(error) => {
                // The recordings are at fault, not the loudspeaker: the next announcement may be whole (F32).
                tracing::error!(voice = %self.voice.name, %error, job, "not said");
                return self.report(Event::NotSaid { job });
            }
        };
        let played = self.play(announcement);
        self.report(if played.is_ok() { Event::Said { job } } else { Event::NotSaid { job } });
        self.judge(&played);
    }

    /// The clips as one sound. A recording in the folder stands in for the clip on board, from the next
    /// announcement on; one that cannot be used is said to be so, and the clip on board is said (D12).
    fn joined(&self, names: &[String]) -> Result<Announcement, ClipError> {
        let mut clips = Clips::on_board()?;
        for name in names.iter().filter(|name| !name.contains('/')) {
            let Ok(recording) = fs::read(self.voice.clips.join(name).with_extension("wav")) else { continue };
            if let Err(error) = clips.replace(name, &recording) {
                tracing::warn!(voice = %self.voice.name, %error, "the clip on board is said instead");
            }
        }
        clips.join(names, self.voice.volume_percent)
    }

    fn play(&self, announcement: Announcement) -> Result<(), PlayError> {
        let Voice { program, arguments, .. } = &self.voice;
        let player = Player { program: program.clone(), arguments: arguments.clone() };
        let wav = Wav { bytes: announcement.wav, length: announcement.lasts };
        player.play(&wav, self.door.bell(), &|| self.door.is_closing(), &|| self.clock.now())
    }

    /// What one playing says of the loudspeaker's health.
    fn judge(&mut self, played: &Result<(), PlayError>) {
        let now = self.clock.now();
        match played {
            Ok(()) => {
                self.logged = None;
                self.supervisor.attached(now);
            }
            Err(PlayError::CutOff) => {}
            Err(error) => {
                let fault = fault_of(error);
                // It is tried all day long: the log tells it once.
                if self.logged.replace(fault) != Some(fault) {
                    tracing::warn!(voice = %self.voice.name, %error);
                }
                self.supervisor.failed(now, fault);
            }
        }
        self.tell_health();
    }

    fn tell_health(&mut self) {
        let health = self.supervisor.health();
        if self.told.is_none_or(|told| !told.is_like(health)) {
            self.told = Some(health);
            let device = self.voice.name.clone();
            (self.tell)(self.clock.now(), News::Health { device, health });
        }
    }

    fn report(&self, event: Event) {
        (self.tell)(self.clock.now(), News::Voice(event));
    }
}

fn fault_of(error: &PlayError) -> Fault {
    match error {
        PlayError::Missing { .. } => Fault::Unplugged,
        PlayError::Failed(_) => Fault::Refused,
        PlayError::Hung | PlayError::CutOff => Fault::Stalled,
    }
}
