//! A number pad of this process, in the kernel's place: a test presses its keys and pulls its plug.

use std::collections::BTreeMap;
use std::os::fd::RawFd;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Keys, Touch};
use crate::cable::bell::{Bell, Ringer, bell};
use crate::driver::Fault;

/// USB ports, with the pads that are plugged in. Clones are the same ports.
#[derive(Clone, Debug, Default)]
pub struct Ports(Arc<Mutex<BTreeMap<PathBuf, Pad>>>);

/// A pad in its port.
#[derive(Debug, Default)]
struct Pad {
    touches: Vec<Touch>,
    /// Rings for whoever has opened it.
    ringer: Option<Ringer>,
}

impl Ports {
    /// Plugs a pad in.
    pub fn plug(&self, path: &Path) {
        self.lock().insert(path.to_owned(), Pad::default());
    }

    /// Pulls it out.
    pub fn unplug(&self, path: &Path) {
        let pad = self.lock().remove(path);
        pad.iter().filter_map(|pad| pad.ringer.as_ref()).for_each(Ringer::ring);
    }

    /// A finger touches a key of the pad. Nobody hears of it before the pad is opened.
    pub fn touch(&self, path: &Path, touch: Touch) {
        if let Some(pad) = self.lock().get_mut(path)
            && let Some(ringer) = &pad.ringer
        {
            pad.touches.push(touch);
            ringer.ring();
        }
    }

    /// Opens and grabs the pad in this port.
    ///
    /// # Errors
    ///
    /// None is plugged in, or somebody else has it.
    pub fn open(&self, path: &Path) -> Result<Box<dyn Keys>, Fault> {
        let mut ports = self.lock();
        let pad = ports.get_mut(path).ok_or(Fault::Unplugged)?;
        if pad.ringer.is_some() {
            return Err(Fault::Occupied);
        }
        let (ringer, bell) = bell().map_err(|_| Fault::Unplugged)?;
        pad.ringer = Some(ringer);
        Ok(Box::new(Opened { ports: self.clone(), path: path.to_owned(), bell }))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Pad>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A pad that was opened. One that is plugged in anew is another pad.
struct Opened {
    ports: Ports,
    path: PathBuf,
    bell: Bell,
}

impl Keys for Opened {
    fn touches(&mut self) -> Result<Vec<Touch>, Fault> {
        self.bell.hush();
        let mut ports = self.ports.lock();
        let pad = ports.get_mut(&self.path).filter(|pad| pad.ringer.is_some()).ok_or(Fault::Unplugged)?;
        Ok(std::mem::take(&mut pad.touches))
    }

    fn descriptor(&self) -> RawFd {
        self.bell.descriptor()
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        if let Some(pad) = self.ports.lock().get_mut(&self.path) {
            pad.ringer = None;
        }
    }
}
