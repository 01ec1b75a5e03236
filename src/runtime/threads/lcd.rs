//! The thread of one LCD or screen: it keeps the newest face on the glass.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use hal::cable::stream::wait;
use hal::cable::surface::{Face, Surface, SurfaceError};
use hal::driver::Fault;
use hal::time::Instant;

use super::opener::Opener;
use super::thread::{Door, Thread, give_way};
use super::{News, StartError, Tell, Uptime, lock};
use crate::layout::{self, Lcd};
use crate::runtime::supervisor::{Health, Supervisor};

/// How often the whole picture is sent again: a console or a loose plug may have written over it (F21).
const REFRESH_EVERY: Duration = Duration::from_secs(10);

/// Draws a picture, on the LCD's own thread: whoever hands it over does not wait for the drawing.
pub type Paint = Box<dyn FnOnce() -> Face + Send>;

/// One LCD's thread. Dropping it stops the thread.
pub struct LcdThread {
    lcd: Lcd,
    newest: Arc<Mutex<Option<Paint>>>,
    thread: Thread,
}

impl LcdThread {
    /// Starts the thread.
    pub fn start(lcd: &Lcd, clock: Uptime, tell: Tell) -> Result<Self, StartError> {
        let newest = Arc::new(Mutex::new(None::<Paint>));
        let (worker_lcd, worker_newest) = (lcd.clone(), Arc::clone(&newest));
        let thread = Thread::start(format!("lcd {}", lcd.name), move |door| {
            give_way();
            let glass = Glass {
                lcd: worker_lcd,
                newest: worker_newest,
                door,
                clock,
                tell,
                supervisor: Supervisor::new(clock.now()),
                told: None,
                opener: Opener::default(),
                wanted: None,
            };
            glass.run();
        })?;
        Ok(Self { lcd: lcd.clone(), newest, thread })
    }

    /// Whether this thread serves exactly that LCD.
    pub fn runs(&self, lcd: &Lcd) -> bool {
        self.lcd == *lcd
    }

    /// The LCD.
    pub fn lcd(&self) -> &Lcd {
        &self.lcd
    }

    /// Hands over a picture. One that was not drawn yet is forgotten.
    pub fn show(&self, paint: Paint) {
        *lock(&self.newest) = Some(paint);
        self.thread.ring();
    }

    /// Asks the thread to end, without waiting for it.
    pub fn dismiss(&self) {
        self.thread.dismiss();
    }
}

/// The thread's own side.
struct Glass {
    lcd: Lcd,
    newest: Arc<Mutex<Option<Paint>>>,
    door: Door,
    clock: Uptime,
    tell: Tell,
    supervisor: Supervisor,
    told: Option<Health>,
    opener: Opener,
    /// The newest picture that was taken up.
    wanted: Option<Face>,
}

impl Glass {
    /// Opens the surface, and again when it is lost, until the thread is to end.
    fn run(mut self) {
        while !self.door.is_closing() {
            let now = self.clock.now();
            if self.supervisor.wants_attempt(now) {
                let outcome =
                    self.opener.open(&self.lcd).and_then(|mut surface| self.serve(surface.as_mut()));
                if let Err(error) = outcome {
                    tracing::warn!(lcd = %self.lcd.name, %error);
                    self.supervisor.failed(self.clock.now(), fault_of(&error));
                    self.tell_health();
                }
            } else {
                wait(None, self.door.bell(), false, self.supervisor.attempt_at().map(|at| at - now));
            }
        }
    }

    /// Shows whatever comes until the surface is lost or the thread is to end.
    fn serve(&mut self, surface: &mut dyn Surface) -> Result<(), SurfaceError> {
        self.show_whole(surface)?;
        let mut whole_at = self.clock.now();
        self.supervisor.attached(whole_at);
        while !self.door.is_closing() {
            let now = self.clock.now();
            self.supervisor.wake(now);
            self.tell_health();
            let newest = lock(&self.newest).take();
            if let Some(paint) = newest {
                self.show_new(surface, paint())?;
            } else if self.refreshes() && now - whole_at >= REFRESH_EVERY {
                whole_at = now;
                self.wanted.as_ref().map_or(Ok(()), |face| surface.refresh(face))?;
            } else {
                wait(None, self.door.bell(), false, self.due(whole_at).map(|due| due - now));
            }
        }
        Ok(())
    }

    /// A file keeps what it was given, and a memory card is worn by writing it.
    fn refreshes(&self) -> bool {
        match self.lcd.surface {
            layout::Surface::Framebuffer { .. }
            | layout::Surface::Spi(_)
            | layout::Surface::Oled { .. }
            | layout::Surface::Letters { .. } => true,
            layout::Surface::Png { .. } => false,
        }
    }

    fn due(&self, whole_at: Instant) -> Option<Instant> {
        let refresh = self.refreshes().then(|| whole_at + REFRESH_EVERY);
        [refresh, self.supervisor.due()].into_iter().flatten().min()
    }

    /// Sends what differs from the picture before. The new one counts as wanted even when that fails.
    fn show_new(&mut self, surface: &mut dyn Surface, face: Face) -> Result<(), SurfaceError> {
        let dirty = self.wanted.as_ref().map_or_else(|| face.whole(), |before| face.differences(before));
        let face = self.wanted.insert(face);
        if dirty.is_empty() { Ok(()) } else { surface.show(face, &dirty) }
    }

    fn show_whole(&self, surface: &mut dyn Surface) -> Result<(), SurfaceError> {
        self.wanted.as_ref().map_or(Ok(()), |face| surface.show(face, &face.whole()))
    }

    fn tell_health(&mut self) {
        let health = self.supervisor.health();
        if self.told.is_none_or(|told| !told.says_as_much_as(health)) {
            self.told = Some(health);
            let device = self.lcd.name.clone();
            (self.tell)(self.clock.now(), News::Health { device, health });
        }
    }
}

fn fault_of(error: &SurfaceError) -> Fault {
    match error {
        SurfaceError::Size { .. } | SurfaceError::Kind { .. } | SurfaceError::Unusable { .. } => {
            Fault::Refused
        }
        SurfaceError::File { source, .. } if source.kind() == std::io::ErrorKind::PermissionDenied => {
            Fault::Forbidden
        }
        SurfaceError::File { .. } | SurfaceError::Bus { .. } => Fault::Unplugged,
        SurfaceError::Line(error) => error.fault(),
    }
}
