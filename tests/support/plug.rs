//! Simulated devices behind a port's name: plugged in, touched, and pulled out again.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use hal::cable::pty::FarEnd;
use hal::drivers::probe::BROOM;
use hal::sim::Device;
use jiaohao::runtime::threads::Uptime;

/// How often a far end looks at its wire.
const LOOKS_EVERY: Duration = Duration::from_millis(1);

/// Devices that share the pair behind one port. Dropping it pulls the plug.
pub struct Plug<D> {
    devices: Arc<Mutex<Vec<D>>>,
    pull: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl<D: Device + 'static> Plug<D> {
    /// Plugs the devices in under this name. `deaf_for`: until a scan has swept so often they hear nothing, as if
    /// their speed were one of those that come later; a pseudo-terminal has none, so that sweeps are counted.
    pub fn at(name: &Path, deaf_for: usize, devices: Vec<D>) -> Self {
        std::fs::create_dir_all(name.parent().unwrap()).unwrap();
        let far_end = FarEnd::open().unwrap();
        far_end.link_as(name).unwrap();
        let devices = Arc::new(Mutex::new(devices));
        let hands = Arc::clone(&devices);
        let (pull, pulled) = channel();
        let thread = std::thread::spawn(move || live(&far_end, deaf_for, &devices, &pulled));
        Self { devices: hands, pull: Some(pull), thread: Some(thread) }
    }

    /// Hands or eyes on the device in this place.
    pub fn touch<T>(&self, device: usize, act: impl FnOnce(&mut D) -> T) -> T {
        act(&mut self.devices.lock().unwrap()[device])
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

fn live<D: Device>(far_end: &FarEnd, mut deaf_for: usize, devices: &Mutex<Vec<D>>, pulled: &Receiver<()>) {
    let clock = Uptime::start();
    let mut bytes = [0; 512];
    while pulled.recv_timeout(LOOKS_EVERY) == Err(RecvTimeoutError::Timeout) {
        let heard = far_end.hear(&mut bytes);
        let understands = deaf_for == 0;
        if heard > 0 && bytes[..heard].ends_with(&BROOM) {
            deaf_for = deaf_for.saturating_sub(1);
        }
        for device in devices.lock().unwrap().iter_mut() {
            let now = clock.now();
            if heard > 0 && understands {
                device.hear(now, &bytes[..heard]);
            }
            if device.due().is_some_and(|due| due <= now) {
                let said = device.speak(now);
                if understands {
                    far_end.say(&said).unwrap();
                }
            }
        }
    }
}
