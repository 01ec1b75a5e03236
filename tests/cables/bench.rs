//! A workbench: names for ports, simulated devices at their far ends, and the news they cause.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use hal::cable::pty::FarEnd;
use hal::sim;
use hal::sim::keypad::Keypad;
use hal::time::Instant;
use jiaohao::domain::id::WindowId;
use jiaohao::layout::{Cable, Device, DeviceName, Direction, Layout, Line, Link, Role};
use jiaohao::runtime::threads::{Devices, News, Tell, Uptime};

/// How often a far end looks at its wire: the grain of the simulated devices' answers.
const LOOKS_EVERY: Duration = Duration::from_millis(1);

/// A line fast enough that its pace does not matter here.
pub const LINE: Line = Line::plain(115_200);

/// A folder of port names, and the clock.
pub struct Bench {
    folder: tempfile::TempDir,
    pub clock: Uptime,
    tell: Sender<(Instant, News)>,
    news: Receiver<(Instant, News)>,
}

impl Bench {
    pub fn new() -> Self {
        let (tell, news) = channel();
        Self { folder: tempfile::tempdir().unwrap(), clock: Uptime::start(), tell, news }
    }

    /// The stable name of a port.
    pub fn port(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Plugs simulated devices in under a port's name; they share its pair.
    pub fn plug_in<D: sim::Device + 'static>(&self, port: &str, devices: Vec<D>) -> Plug<D> {
        let far_end = FarEnd::open().unwrap();
        far_end.link_as(&self.port(port)).unwrap();
        let devices = Arc::new(Mutex::new(devices));
        let (pull, pulled) = channel();
        let (clock, hands) = (self.clock, Arc::clone(&devices));
        let thread = std::thread::spawn(move || live(&far_end, clock, &devices, &pulled));
        Plug { devices: hands, pull: Some(pull), thread: Some(thread) }
    }

    pub fn start(&self, layout: &Layout) -> Devices {
        let tell = self.tell.clone();
        let tell: Tell = Arc::new(move |at, news| tell.send((at, news)).unwrap_or_default());
        Devices::start(layout, self.clock, tell).unwrap()
    }

    /// Waits until such news come, and says when they were told. Other news are dropped.
    pub fn wait_for(&self, within: Duration, wanted: impl Fn(&News) -> bool) -> Instant {
        let end = self.clock.now() + within;
        let mut others = Vec::new();
        while let Ok((at, news)) = self.news.recv_timeout(end - self.clock.now()) {
            if wanted(&news) {
                return at;
            }
            others.push((at, news));
        }
        panic!("not within {within:?}; only {others:?}");
    }

    /// All news until `within` has passed.
    pub fn news_within(&self, within: Duration) -> Vec<News> {
        let end = self.clock.now() + within;
        std::iter::from_fn(|| self.news.recv_timeout(end - self.clock.now()).ok())
            .map(|(_, news)| news)
            .collect()
    }
}

/// A simulated device's cable, plugged in. Dropping it pulls the plug.
pub struct Plug<D = Keypad> {
    devices: Arc<Mutex<Vec<D>>>,
    pull: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl<D> Plug<D> {
    /// Hands or eyes on the device in this place.
    pub fn at<T>(&self, device: usize, act: impl FnOnce(&mut D) -> T) -> T {
        act(&mut self.devices.lock().unwrap()[device])
    }
}

impl Plug<Keypad> {
    /// A finger on a key of the keypad in this place.
    pub fn press(&self, keypad: usize, code: u8) {
        self.at(keypad, |keypad| keypad.press(code));
    }

    pub fn display(&self, keypad: usize) -> String {
        self.at(keypad, |keypad| keypad.display())
    }
}

impl<D> Drop for Plug<D> {
    fn drop(&mut self) {
        self.pull.take();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

/// The life of the devices at a far end, until the plug is pulled.
fn live<D: sim::Device>(far_end: &FarEnd, clock: Uptime, devices: &Mutex<Vec<D>>, pulled: &Receiver<()>) {
    let mut bytes = [0; 512];
    while pulled.recv_timeout(LOOKS_EVERY) == Err(RecvTimeoutError::Timeout) {
        let heard = far_end.hear(&mut bytes);
        for device in devices.lock().unwrap().iter_mut() {
            let now = clock.now();
            if heard > 0 {
                device.hear(now, &bytes[..heard]);
            }
            if device.due().is_some_and(|due| due <= now) {
                far_end.say(&device.speak(now)).unwrap();
            }
        }
    }
}

/// A layout of one device on a cable of the same name.
pub fn alone(
    bench: &Bench,
    name: &str,
    driver: &str,
    settings: &str,
    address: Option<u16>,
    role: Role,
) -> Layout {
    let link = Link::Serial { path: bench.port(name) };
    let cable = Cable { name: name.to_owned(), link, line: LINE, echo: false, direction: Direction::Auto };
    let device = Device {
        name: name.into(),
        driver: driver.to_owned(),
        settings: settings.parse().unwrap(),
        cable: name.to_owned(),
        address,
        role,
        place: "here".to_owned(),
    };
    Layout { cables: vec![cable], devices: vec![device], ..Layout::default() }
}

/// A layout of keypads: each a cable's name and an address, named `CABLE-ADDRESS`.
pub fn keypads(bench: &Bench, keypads: &[(&str, u8)]) -> Layout {
    let mut names: Vec<&str> = keypads.iter().map(|(cable, _)| *cable).collect();
    names.dedup();
    let cable = |name: &str| Cable {
        name: name.to_owned(),
        link: Link::Serial { path: bench.port(name) },
        line: LINE,
        echo: false,
        direction: Direction::Auto,
    };
    let device = |&(cable, address): &(&str, u8)| Device {
        name: name(cable, address),
        driver: "modbus-keypad".to_owned(),
        settings: toml::Table::new(),
        cable: cable.to_owned(),
        address: Some(u16::from(address)),
        role: Role::Keypad(WindowId(address)),
        place: format!("desk {address}"),
    };
    Layout {
        cables: names.into_iter().map(cable).collect(),
        devices: keypads.iter().map(device).collect(),
        ..Layout::default()
    }
}

/// The name of a keypad in [`keypads`].
pub fn name(cable: &str, address: u8) -> DeviceName {
    DeviceName::from(format!("{cable}-{address}").as_str())
}
