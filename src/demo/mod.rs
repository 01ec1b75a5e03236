//! The demo: a whole hall on one screen, made of the real daemon, simulated devices, and people.
//!
//! The demo starts its own program again as the daemon ([`daemon`]) and gives it a port for every cable. At
//! the far end of each port sit simulated devices ([`mod@bench`]). The page ([`server`]) and the people that
//! live in the demo ([`people`]) have hands ([`hand`]) and eyes ([`scene`]), and meet the daemon only through
//! bytes on those cables. The one thing that a hand does to the daemon itself is what it does to any machine:
//! cut its power.

pub mod bench;
pub mod clock;
pub mod daemon;
pub mod dots;
pub mod ear;
pub mod hand;
pub mod lcd;
pub mod live;
mod pages;
pub mod people;
pub mod plan;
pub mod scene;
pub mod sentence;
pub mod server;

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use self::bench::Bench;
use self::clock::Clock;
use self::daemon::{Daemon, Folder};
use self::ear::Ear;
use self::hand::Hands;
use self::live::{Live, PUSH_EVERY, Parts};
use self::people::People;
pub use self::people::Post;
use self::plan::Plan;
use self::sentence::Clips;

/// The port that the page is served on, if it is free.
pub const PORT: u16 = 8317;

/// What may be said about a demo before it starts.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port to try first; 0 takes any.
    pub port: u16,
    /// The seed of the people.
    pub seed: u64,
    /// The program that is the daemon: as a rule the one that runs.
    pub program: PathBuf,
    /// Gives the staff their PINs, as an administrator does before the first day.
    pub set_pins: SetPins,
}

/// Sets the PINs of these clerks in the hall of this configuration file; says what went wrong.
pub type SetPins = fn(hall: &Path, posts: &[Post]) -> Result<(), String>;

/// Why the demo cannot run.
#[derive(Debug, Error)]
pub enum DemoError {
    /// The shipped configuration cannot be read.
    #[error("the demo's hall cannot be read: {0}")]
    Plan(#[source] toml::de::Error),
    /// The demo's own configuration cannot be written down.
    #[error("the demo's hall cannot be written: {0}")]
    Derive(#[source] toml::ser::Error),
    /// The private folder cannot be made or written.
    #[error("no private folder for the demo: {0}")]
    Folder(#[source] std::io::Error),
    /// The clerks have no PINs.
    #[error("the clerks cannot be given PINs: {0}")]
    Pins(String),
    /// A cable cannot be plugged in.
    #[error("the cable {cable:?} cannot be plugged in: {source}")]
    Plug {
        /// The cable's name.
        cable: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The loudspeaker's socket cannot be made.
    #[error("no loudspeaker for the demo: {0}")]
    Ear(#[source] std::io::Error),
    /// A thread cannot be started.
    #[error("no thread for the demo: {0}")]
    Thread(#[source] std::io::Error),
    /// The daemon cannot be started.
    #[error("{program:?} does not start as the daemon: {source}")]
    Start {
        /// The program.
        program: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// No port is free for the page.
    #[error("no port is free on the loopback from {port} on: {source}")]
    Listen {
        /// The first port tried.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// The page cannot be served any further.
    #[error("the page cannot be served: {0}")]
    Serve(#[source] std::io::Error),
}

/// A hall that runs: devices, people, loudspeaker and the daemon. Dropping it ends everything.
///
/// The fields are in the order in which they end: the daemon before its cables, the folder last.
#[derive(Debug)]
pub struct Demo {
    daemon: Daemon,
    /// What stands on the floor, and the hands on it.
    pub live: Arc<Live>,
    folder: Folder,
    clock: Clock,
    looks: u64,
}

impl Demo {
    /// Opens the hall.
    ///
    /// # Errors
    ///
    /// The system lacks something, or the daemon does not start.
    pub fn open(options: &Options) -> Result<Self, DemoError> {
        let plan = Plan::shipped()?;
        let folder = Folder::make()?;
        let clock = Clock::start();
        let bench = Bench::open(&plan.cables, &folder.path().join("dev"), clock)?;
        let ear = Ear::open(&folder.path().join("ear"))?;
        let posts = posts(&plan);
        let people = People::new(options.seed, clock.now(), &posts);
        let daemon = Daemon::start(&plan, &folder, &posts, options)?;
        let parts = Parts {
            clips: Clips::shipped(),
            frame_file: folder.path().join("lcd.frame"),
            hands: Hands::new(bench, clock),
            plan,
            people,
            ear,
        };
        Ok(Self { daemon, live: Arc::new(Live::new(parts, clock)), folder, clock, looks: 0 })
    }

    /// The private folder: the configuration, the ports, the daemon's state and its log.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The daemon's process id, while it runs.
    pub fn daemon_id(&self) -> Option<u32> {
        self.daemon.id()
    }

    /// Tends the box, looks at the floor once, lets people act, and pushes what changed; due every
    /// [`PUSH_EVERY`].
    pub fn look(&mut self) {
        let hands = &self.live.hands;
        let condition = self.daemon.tend(self.clock.now(), hands.box_powered(), hands.mains());
        self.live.look(self.looks, &condition);
        self.looks += 1;
    }
}

/// A clerk for every window, in the order of the file, each with a PIN of four digits.
fn posts(plan: &Plan) -> Vec<Post> {
    let pin = |staff: u32| format!("{:04}", staff * 37 % 10_000);
    let pairs = plan.windows.iter().zip(&plan.clerks);
    pairs.map(|(&window, &staff)| Post { window, staff, pin: pin(staff) }).collect()
}

/// Opens the hall and serves its page until Ctrl-C or SIGTERM.
///
/// # Errors
///
/// The hall cannot be opened, or no port is free.
pub fn run(options: &Options) -> Result<(), DemoError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(DemoError::Thread)?;
    let mut demo = Demo::open(options)?;
    runtime.block_on(async {
        let listener = server::listener(options.port).await?;
        welcome(listener.local_addr().map_err(DemoError::Serve)?);
        let mut served = tokio::spawn(server::serve(listener, Arc::clone(&demo.live)));
        let mut looks = tokio::time::interval(PUSH_EVERY);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut asked_to_end = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
            .map_err(DemoError::Thread)?;
        loop {
            tokio::select! {
                _ = looks.tick() => demo.look(),
                _ = tokio::signal::ctrl_c() => return Ok(()),
                _ = asked_to_end.recv() => return Ok(()),
                lost = &mut served => return lost.unwrap_or(Ok(())).map_err(DemoError::Serve),
            }
        }
    })
}

/// Says where the page is, in both languages, on one line.
fn welcome(address: SocketAddr) {
    let mut out = std::io::stdout();
    // Nobody reads a closed output; the page is there all the same.
    let _ = writeln!(out, "大厅已开门 The hall is open: http://{address}/  (Ctrl-C 结束 to end)");
    let _ = out.flush();
}
