//! Keys of a USB number pad: the kernel's input device, grabbed for us alone.
//!
//! | event | meaning |
//! |---|---|
//! | `EV_KEY` code, value 1 | a key went down |
//! | value 0 | it came up |
//! | value 2 | it repeats itself: not told |
//!
//! A pad types digits, or, when its NumLock is off, the cursor keys printed under them; pads that were made
//! from keyboards type the digits of the upper row. All of them mean the digit. NumLock itself means nothing.
//! Codes: the kernel's `include/uapi/linux/input-event-codes.h`. A pad has no serial number, so it is known by
//! the USB port it is plugged into (`/dev/input/by-path`), and what is pulled out reads as `ENODEV`.
//!
//! Not proved on a kernel: the machines of the tests have no input devices. [`fake`] stands in for one.

pub mod fake;

use std::io::ErrorKind;
use std::os::fd::{AsRawFd, RawFd};
use std::path::Path;

use evdev::{Device, EventSummary, KeyCode};

use crate::driver::Fault;

/// A key by what is printed on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PadKey {
    /// 0 to 9.
    Digit(u8),
    /// Enter.
    Enter,
    /// The decimal point.
    Dot,
    /// +
    Plus,
    /// -
    Minus,
    /// *
    Asterisk,
    /// /
    Slash,
    /// The key that deletes what was typed last, where the pad has one.
    Backspace,
    /// =, where the pad has one.
    Equal,
    /// The tabulator, where the pad has one.
    Tab,
}

/// The keys as they are named in the configuration, digits aside.
pub const NAMES: [(&str, PadKey); 9] = [
    ("enter", PadKey::Enter),
    ("dot", PadKey::Dot),
    ("plus", PadKey::Plus),
    ("minus", PadKey::Minus),
    ("asterisk", PadKey::Asterisk),
    ("slash", PadKey::Slash),
    ("backspace", PadKey::Backspace),
    ("equal", PadKey::Equal),
    ("tab", PadKey::Tab),
];

/// The key of this name: a digit by itself, another by its name in [`NAMES`].
pub fn named(name: &str) -> Option<PadKey> {
    match name.as_bytes() {
        [digit @ b'0'..=b'9'] => Some(PadKey::Digit(digit - b'0')),
        _ => NAMES.iter().find(|(known, _)| *known == name).map(|(_, key)| *key),
    }
}

/// What each code of the kernel means: with NumLock, without it, and of the upper row.
const CODES: [(PadKey, &[KeyCode]); 19] = [
    (PadKey::Digit(0), &[KeyCode::KEY_KP0, KeyCode::KEY_INSERT, KeyCode::KEY_0]),
    (PadKey::Digit(1), &[KeyCode::KEY_KP1, KeyCode::KEY_END, KeyCode::KEY_1]),
    (PadKey::Digit(2), &[KeyCode::KEY_KP2, KeyCode::KEY_DOWN, KeyCode::KEY_2]),
    (PadKey::Digit(3), &[KeyCode::KEY_KP3, KeyCode::KEY_PAGEDOWN, KeyCode::KEY_3]),
    (PadKey::Digit(4), &[KeyCode::KEY_KP4, KeyCode::KEY_LEFT, KeyCode::KEY_4]),
    (PadKey::Digit(5), &[KeyCode::KEY_KP5, KeyCode::KEY_CLEAR, KeyCode::KEY_5]),
    (PadKey::Digit(6), &[KeyCode::KEY_KP6, KeyCode::KEY_RIGHT, KeyCode::KEY_6]),
    (PadKey::Digit(7), &[KeyCode::KEY_KP7, KeyCode::KEY_HOME, KeyCode::KEY_7]),
    (PadKey::Digit(8), &[KeyCode::KEY_KP8, KeyCode::KEY_UP, KeyCode::KEY_8]),
    (PadKey::Digit(9), &[KeyCode::KEY_KP9, KeyCode::KEY_PAGEUP, KeyCode::KEY_9]),
    (PadKey::Enter, &[KeyCode::KEY_KPENTER, KeyCode::KEY_ENTER]),
    (PadKey::Dot, &[KeyCode::KEY_KPDOT, KeyCode::KEY_DELETE, KeyCode::KEY_DOT]),
    (PadKey::Plus, &[KeyCode::KEY_KPPLUS]),
    (PadKey::Minus, &[KeyCode::KEY_KPMINUS, KeyCode::KEY_MINUS]),
    (PadKey::Asterisk, &[KeyCode::KEY_KPASTERISK]),
    (PadKey::Slash, &[KeyCode::KEY_KPSLASH, KeyCode::KEY_SLASH]),
    (PadKey::Backspace, &[KeyCode::KEY_BACKSPACE]),
    (PadKey::Equal, &[KeyCode::KEY_KPEQUAL, KeyCode::KEY_EQUAL]),
    (PadKey::Tab, &[KeyCode::KEY_TAB]),
];

/// A key went down or came up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Which key.
    pub key: PadKey,
    /// Whether it went down.
    pub down: bool,
}

/// Keys that are listened to. Dropping it gives the pad back.
pub trait Keys: Send {
    /// Everything that happened since, in order; nothing when nothing has. Never waits.
    ///
    /// # Errors
    ///
    /// [`Fault::Unplugged`]: the pad is gone.
    fn touches(&mut self) -> Result<Vec<Touch>, Fault>;

    /// What is waited on, with [`super::lines::wait`].
    fn descriptor(&self) -> RawFd;
}

/// A pad of the kernel's.
#[derive(Debug)]
pub struct Evdev {
    device: Device,
}

impl Evdev {
    /// Opens the pad at `path` and grabs it, so that its keys reach no console.
    ///
    /// # Errors
    ///
    /// [`Fault::Occupied`] when another program has grabbed it, [`Fault::Forbidden`] when the user may not
    /// open it, [`Fault::Refused`] when it has no key of a number pad, else [`Fault::Unplugged`].
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let mut device = Device::open(path).map_err(|error| fault_of(&error))?;
        let has = |code: KeyCode| device.supported_keys().is_some_and(|keys| keys.contains(code));
        if !CODES.iter().any(|(_, codes)| codes.iter().any(|code| has(*code))) {
            return Err(Fault::Refused);
        }
        device.set_nonblocking(true).and_then(|()| device.grab()).map_err(|error| fault_of(&error))?;
        Ok(Self { device })
    }
}

impl Keys for Evdev {
    fn touches(&mut self) -> Result<Vec<Touch>, Fault> {
        match self.device.fetch_events() {
            Ok(events) => Ok(events.filter_map(|event| touch(event.destructure())).collect()),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                Ok(Vec::new())
            }
            Err(error) => Err(fault_of(&error)),
        }
    }

    fn descriptor(&self) -> RawFd {
        self.device.as_raw_fd()
    }
}

/// What one event of the kernel's means; repeats, other keys and everything else mean nothing.
fn touch(event: EventSummary) -> Option<Touch> {
    let EventSummary::Key(_, code, value) = event else { return None };
    let down = match value {
        1 => true,
        0 => false,
        _ => return None,
    };
    Some(Touch { key: key_of(code)?, down })
}

fn key_of(code: KeyCode) -> Option<PadKey> {
    CODES.iter().find(|(_, codes)| codes.contains(&code)).map(|(key, _)| *key)
}

/// `ENODEV` and everything that is not named means that the pad is gone.
fn fault_of(error: &std::io::Error) -> Fault {
    if error.kind() == ErrorKind::ResourceBusy {
        Fault::Occupied
    } else if error.kind() == ErrorKind::PermissionDenied {
        Fault::Forbidden
    } else {
        Fault::Unplugged
    }
}

#[cfg(test)]
mod tests {
    use evdev::{EventType, InputEvent};

    use super::*;

    fn told(code: u16, value: i32) -> Option<Touch> {
        touch(InputEvent::new(EventType::KEY.0, code, value).destructure())
    }

    /// The codes of the digits 0 to 9 on a pad, as `input-event-codes.h` lists them.
    const WITH_NUM_LOCK: [u16; 10] = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73];
    const WITHOUT: [u16; 10] = [110, 107, 108, 109, 105, 355, 106, 102, 103, 104];

    #[test]
    fn a_digit_is_the_same_with_num_lock_and_without() {
        for (digit, (with, without)) in (0..).zip(WITH_NUM_LOCK.into_iter().zip(WITHOUT)) {
            let pressed = Some(Touch { key: PadKey::Digit(digit), down: true });
            assert_eq!((told(with, 1), told(without, 1)), (pressed, pressed));
        }
    }

    #[test]
    fn the_other_keys_have_the_codes_of_a_pad() {
        let codes = [96, 83, 78, 74, 55, 98, 14];
        let keys = codes.map(|code| told(code, 1).unwrap().key);
        assert_eq!(keys, NAMES.map(|(_, key)| key)[..7]);
    }

    #[test]
    fn a_repeat_num_lock_and_other_events_are_no_touch() {
        assert_eq!(told(82, 2), None, "a key that repeats itself");
        assert_eq!(told(69, 1), None, "NumLock");
        assert_eq!(touch(InputEvent::new(EventType::MISC.0, 4, 1).destructure()), None);
        assert_eq!(told(82, 0), Some(Touch { key: PadKey::Digit(0), down: false }));
    }

    #[test]
    fn no_code_means_two_keys() {
        let mut codes: Vec<u16> =
            CODES.iter().flat_map(|(_, codes)| codes.iter().map(|code| code.0)).collect();
        codes.sort_unstable();
        let count = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }

    #[test]
    fn a_pad_that_is_not_there_is_unplugged_and_a_file_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("event-kbd");
        assert_eq!(Evdev::open(&file).err(), Some(Fault::Unplugged));
        std::fs::write(&file, "").unwrap();
        assert_eq!(Evdev::open(&file).err(), Some(Fault::Unplugged));
        let gone = std::io::Error::from_raw_os_error(nix::errno::Errno::ENODEV as i32);
        assert_eq!(fault_of(&gone), Fault::Unplugged);
    }

    #[test]
    fn f42_a_pad_that_another_program_has_grabbed_is_occupied_and_not_read_beside_it() {
        let grabbed = std::io::Error::from_raw_os_error(nix::errno::Errno::EBUSY as i32);

        assert_eq!(fault_of(&grabbed), Fault::Occupied);
    }
}
