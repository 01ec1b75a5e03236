//! Cables of this program: a null modem between two ports, a port with simulated devices, a hall of real
//! threads.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use hal::cable::pty::FarEnd;
use hal::port;
use hal::sim;
use jiaohao::layout::{Cable, Device, DeviceName, Direction, Layout, Line, Link, Role};
use jiaohao::runtime::supervisor::Health;
use jiaohao::runtime::threads::{Devices, News, Uptime};

/// How often a wire is looked at.
const LOOKS_EVERY: Duration = Duration::from_millis(1);

/// The limit of every wait.
const LIMIT: Duration = Duration::from_secs(20);

/// A thread that looks after a wire until it is dropped.
pub struct Wire {
    exchanges: Arc<AtomicUsize>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Wire {
    fn start(mut look: impl FnMut(&AtomicUsize) + Send + 'static) -> Self {
        let exchanges = Arc::new(AtomicUsize::new(0));
        let (stop, stopped) = channel::<()>();
        let counted = Arc::clone(&exchanges);
        let thread = std::thread::spawn(move || {
            while stopped.recv_timeout(LOOKS_EVERY) == Err(RecvTimeoutError::Timeout) {
                look(&counted);
            }
        });
        Self { exchanges, stop: Some(stop), thread: Some(thread) }
    }

    /// Lets it run until so many questions more had an answer.
    pub fn run_for(&self, more: usize) {
        let (_open, never) = channel::<()>();
        let wanted = self.exchanges() + more;
        for _ in 0..LIMIT.as_millis() {
            if self.exchanges() >= wanted {
                return;
            }
            // Nobody speaks here: this is the wait.
            let _ = never.recv_timeout(LOOKS_EVERY);
        }
        panic!("only {} exchanges of {wanted}", self.exchanges());
    }

    /// How many questions had an answer so far.
    pub fn exchanges(&self) -> usize {
        self.exchanges.load(Ordering::Relaxed)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

/// Two ports joined by a null modem: ours, the peer's, and the wire.
pub fn null_modem() -> (PathBuf, PathBuf, Wire) {
    flawed_modem(0)
}

/// A null modem that turns over one bit in every so-many-th piece, whichever way it goes; 0 for none.
pub fn flawed_modem(every: usize) -> (PathBuf, PathBuf, Wire) {
    let (ours, theirs) = (FarEnd::open().unwrap(), FarEnd::open().unwrap());
    let ports = (ours.port().to_owned(), theirs.port().to_owned());
    let (mut asked, mut pieces) = (false, 0_usize);
    let mut flaw = move |bytes: &mut [u8]| {
        let Some(last) = bytes.last_mut() else { return };
        pieces += 1;
        if every > 0 && pieces.is_multiple_of(every) {
            *last ^= 0x10;
        }
    };
    let wire = Wire::start(move |exchanges| {
        let mut bytes = [0; 1024];
        let length = ours.hear(&mut bytes);
        flaw(&mut bytes[..length]);
        pass(&theirs, &bytes[..length]);
        asked |= length > 0;
        let length = theirs.hear(&mut bytes);
        flaw(&mut bytes[..length]);
        pass(&ours, &bytes[..length]);
        if length > 0 && std::mem::take(&mut asked) {
            exchanges.fetch_add(1, Ordering::Relaxed);
        }
    });
    (ports.0, ports.1, wire)
}

/// A port with simulated devices at its far end, which can be looked at and touched.
pub fn with_devices<D: sim::Device + 'static>(devices: Vec<D>) -> (PathBuf, Arc<Mutex<Vec<D>>>, Wire) {
    let far_end = FarEnd::open().unwrap();
    let port = far_end.port().to_owned();
    let devices = Arc::new(Mutex::new(devices));
    let (hands, clock) = (Arc::clone(&devices), Uptime::start());
    let mut asked = false;
    let wire = Wire::start(move |exchanges| {
        let mut bytes = [0; 1024];
        let length = far_end.hear(&mut bytes);
        asked |= length > 0;
        for device in devices.lock().unwrap().iter_mut() {
            let now = clock.now();
            if length > 0 {
                device.hear(now, &bytes[..length]);
            }
            let said =
                if device.due().is_some_and(|due| due <= now) { device.speak(now) } else { Vec::new() };
            pass(&far_end, &said);
            if !said.is_empty() && std::mem::take(&mut asked) {
                exchanges.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    (port, hands, wire)
}

/// A port whose far end says whatever it hears.
pub fn echo() -> (PathBuf, Wire) {
    let far_end = FarEnd::open().unwrap();
    let port = far_end.port().to_owned();
    let wire = Wire::start(move |exchanges| {
        let mut bytes = [0; 1024];
        let length = far_end.hear(&mut bytes);
        pass(&far_end, &bytes[..length]);
        exchanges.fetch_add(usize::from(length > 0), Ordering::Relaxed);
    });
    (port, wire)
}

/// A door to a server on the network that counts the answers which pass it, for one client at a time.
pub fn relay(server: SocketAddr) -> (SocketAddr, Wire) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let mut ends: Option<(TcpStream, TcpStream)> = None;
    let wire = Wire::start(move |exchanges| {
        if let Ok((client, _)) = listener.accept() {
            // A server that does not listen yet shows as a client that is hung up on.
            ends = TcpStream::connect(server).ok().map(|server| (client, server));
        }
        let Some((client, server)) = &mut ends else { return };
        let over = forward(client, server).is_none();
        let answered = forward(server, client);
        exchanges.fetch_add(usize::from(answered == Some(true)), Ordering::Relaxed);
        if over || answered.is_none() {
            ends = None;
        }
    });
    (address, wire)
}

/// Passes on what has arrived, and says whether anything had; `None` when the connection is over.
fn forward(from: &mut TcpStream, to: &mut TcpStream) -> Option<bool> {
    let mut bytes = [0; 1024];
    from.set_nonblocking(true).ok()?;
    match from.read(&mut bytes) {
        Ok(0) => None,
        Ok(length) => to.write_all(&bytes[..length]).ok().map(|()| true),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Some(false),
        Err(_) => None,
    }
}

fn pass(to: &FarEnd, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        bytes = &bytes[to.say(bytes).unwrap()..];
    }
}

/// Devices of ours on one port, run by the daemon's own threads.
pub struct Hall {
    devices: Devices,
    news: Receiver<News>,
    clock: Uptime,
}

impl Hall {
    /// Starts them: for each its name, driver, settings, address and role.
    pub fn start(port: &Path, baud: u32, devices: &[(&str, &str, &str, Option<u16>, Role)]) -> Self {
        Self::on(Link::Serial { path: port.to_owned() }, Line::plain(baud), devices)
    }

    /// Starts them on a cable of any kind.
    pub fn on(link: Link, line: Line, devices: &[(&str, &str, &str, Option<u16>, Role)]) -> Self {
        let cable = "wire".to_owned();
        let device =
            |&(name, driver, settings, address, role): &(&str, &str, &str, Option<u16>, Role)| Device {
                name: name.into(),
                driver: driver.to_owned(),
                settings: settings.parse().unwrap(),
                cable: cable.clone(),
                address,
                role,
                place: "here".to_owned(),
            };
        let layout = Layout {
            devices: devices.iter().map(device).collect(),
            cables: vec![Cable { name: cable.clone(), link, line, echo: false, direction: Direction::Auto }],
            ..Layout::default()
        };
        let (tell, news) = channel();
        let tell = Arc::new(move |_, one| tell.send(one).unwrap_or_default());
        let clock = Uptime::start();
        Self { devices: Devices::start(&layout, clock, tell).unwrap(), news, clock }
    }

    /// Tells a device something.
    pub fn command(&self, device: &str, command: port::Command) {
        self.devices.command(&DeviceName::from(device), command).unwrap();
    }

    /// Waits for news of a device.
    #[track_caller]
    pub fn wait_for(&self, device: &str, wanted: impl Fn(&News) -> bool) {
        let end = self.clock.now() + LIMIT;
        let mut others = Vec::new();
        while let Ok(one) = self.news.recv_timeout(end - self.clock.now()) {
            if of(&one, device) && wanted(&one) {
                return;
            }
            others.push(one);
        }
        panic!("{device}: not told in time; only {others:?}");
    }

    /// The news that nobody waited for, health aside.
    pub fn events(&self) -> Vec<News> {
        self.news.try_iter().filter(|one| matches!(one, News::Event { .. })).collect()
    }

    /// Waits until a device works.
    #[track_caller]
    pub fn wait_online(&self, device: &str) {
        self.wait_for(device, |one| matches!(one, News::Health { health: Health::Online { .. }, .. }));
    }

    /// Waits until a device tells this.
    #[track_caller]
    pub fn wait_event(&self, device: &str, wanted: &port::Event) {
        self.wait_for(device, |one| matches!(one, News::Event { event, .. } if event == wanted));
    }
}

fn of(news: &News, name: &str) -> bool {
    match news {
        News::Event { device, .. } | News::Health { device, .. } => device.as_str() == name,
        News::Voice(_) => false,
    }
}
