//! A serial port by the USB socket that its adapter sits in: the name changes from replug to replug, and
//! adapters without a serial number look alike, but a socket stays where it is.
//!
//! The kernel names a socket by its way from the machine: `1-1.3` is bus 1, socket 1, and socket 3 of the hub
//! there; `1-1.3:1.0` is one interface of the adapter in it (Documentation/ABI/stable/sysfs-bus-usb). For each
//! serial port, `/sys/class/tty/NAME/device` leads to a folder below the interface that it belongs to.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::driver::Fault;

/// Whether a text can name a socket, `1-1.3`, or one interface of what sits in it, `1-1.3:1.0`.
pub fn is_socket(text: &str) -> bool {
    let (socket, interface) = text.split_once(':').unwrap_or((text, "1.0"));
    let Some((bus, way)) = socket.split_once('-') else { return false };
    let numbers = |text: &str| text.split('.').all(is_number);
    is_number(bus) && numbers(way) && interface.split('.').count() == 2 && numbers(interface)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The serial port of the adapter in this socket, looked for under `root`, which is `/` but for tests.
///
/// # Errors
///
/// [`Fault::Unplugged`] when nothing with a serial port sits there; [`Fault::Ambiguous`] when there are several
/// ports: an adapter with more than one needs its interface named.
pub fn port_at(root: &Path, socket: &str) -> Result<PathBuf, Fault> {
    let mut found: Vec<PathBuf> = names(&root.join("sys/class/tty"))
        .filter(|(_, folder)| sits_in(&folder.join("device"), socket))
        .map(|(name, _)| root.join("dev").join(name))
        .collect();
    match (found.pop(), found.is_empty()) {
        (Some(port), true) => Ok(port),
        (Some(_), false) => Err(Fault::Ambiguous),
        (None, _) => Err(Fault::Unplugged),
    }
}

/// What stands in a folder, by name; nothing where it cannot be read.
fn names(folder: &Path) -> impl Iterator<Item = (PathBuf, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.map(|entry| (PathBuf::from(entry.file_name()), entry.path()))
}

/// Whether a port belongs to the socket, or to the very interface if one is named.
fn sits_in(device: &Path, socket: &str) -> bool {
    let Ok(device) = device.canonicalize() else { return false };
    // The last interface on the way is the adapter's own.
    let interface = device.components().filter_map(interface).next_back();
    interface.is_some_and(|interface| {
        interface == socket || interface.split_once(':').is_some_and(|(sits_in, _)| sits_in == socket)
    })
}

fn interface(component: Component<'_>) -> Option<&str> {
    component.as_os_str().to_str().filter(|name| name.contains(':') && is_socket(name))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// A tree as the kernel makes it: ports by name, each below the interface of its adapter.
    fn machine(ports: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        let class = root.path().join("sys/class/tty");
        fs::create_dir_all(&class).unwrap();
        fs::create_dir_all(class.join("ttyS0")).unwrap();
        for (name, below) in ports {
            let device = root.path().join("sys/devices/pci0000:00/0000:00:14.0/usb1").join(below);
            let tty = device.join("tty").join(name);
            fs::create_dir_all(&tty).unwrap();
            symlink(&device, tty.join("device")).unwrap();
            symlink(&tty, class.join(name)).unwrap();
        }
        root
    }

    fn found(ports: &[(&str, &str)], socket: &str) -> Result<String, Fault> {
        let root = machine(ports);
        let port = port_at(root.path(), socket)?;
        Ok(port.strip_prefix(root.path()).unwrap().display().to_string())
    }

    /// Two adapters of one make behind a hub, one of them with a modem's driver, whose port has no folder of
    /// its own.
    const TWINS: [(&str, &str); 2] =
        [("ttyUSB0", "1-1/1-1.3/1-1.3:1.0/ttyUSB0"), ("ttyACM0", "1-1/1-1.4/1-1.4:1.0")];

    #[test]
    fn e11_twins_are_told_apart_by_their_sockets() {
        assert_eq!(found(&TWINS, "1-1.3"), Ok("dev/ttyUSB0".to_owned()));
        assert_eq!(found(&TWINS, "1-1.4:1.0"), Ok("dev/ttyACM0".to_owned()));
    }

    #[test]
    fn e11_swapped_twins_are_told_apart_by_their_sockets_whatever_their_names() {
        let swapped =
            [("ttyUSB1", "1-1/1-1.3/1-1.3:1.0/ttyUSB1"), ("ttyUSB0", "1-1/1-1.4/1-1.4:1.0/ttyUSB0")];
        assert_eq!(found(&swapped, "1-1.3"), Ok("dev/ttyUSB1".to_owned()));
        assert_eq!(found(&swapped, "1-1.4"), Ok("dev/ttyUSB0".to_owned()));
    }

    #[test]
    fn an_empty_socket_and_the_hub_itself_are_no_port() {
        assert_eq!(found(&TWINS, "1-1.2"), Err(Fault::Unplugged));
        assert_eq!(found(&TWINS, "1-1"), Err(Fault::Unplugged), "what is behind the hub is not meant");
        assert_eq!(found(&TWINS, "1-1.3:1.1"), Err(Fault::Unplugged));
        assert_eq!(port_at(Path::new("/no such folder"), "1-1"), Err(Fault::Unplugged));
    }

    #[test]
    fn e11_an_adapter_with_two_ports_is_asked_about_and_not_guessed() {
        let double = [("ttyUSB0", "1-2/1-2:1.0/ttyUSB0"), ("ttyUSB1", "1-2/1-2:1.1/ttyUSB1")];
        assert_eq!(found(&double, "1-2"), Err(Fault::Ambiguous));
        assert_eq!(found(&double, "1-2:1.1"), Ok("dev/ttyUSB1".to_owned()));
    }

    #[test]
    fn sockets_are_written_as_the_kernel_names_them() {
        for good in ["1-1", "3-1.4.2", "1-1.3:1.0", "10-12:1.11"] {
            assert!(is_socket(good), "{good}");
        }
        for bad in ["", "1", "1-", "-1", "1-1.", "1-1:", "1-1:1", "1-1:1.0.0", "usb1", "1-1.3:a.0", "1-1/2"] {
            assert!(!is_socket(bad), "{bad}");
        }
    }
}
