//! Who looks after the devices, and when they are tried: plain data.

use super::{DeviceName, Role};

/// The self-test of the morning, and whom to call about what.
///
/// The default has no self-test in the morning and nobody to call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upkeep {
    /// When the devices are tried on a day that opens; `None` tries them only when somebody asks.
    pub morning: Option<Morning>,
    /// The loudspeaker is tried with its chime; otherwise with a moment of silence.
    pub chime: bool,
    /// Who of the people on duty is told of the certificate, in the hall's words.
    pub tell: Vec<String>,
    /// Where the blocks of paper numbers and the forms lie; empty where nobody wrote it down.
    pub blocks: String,
    /// Whom to call about what does not work; the first that is meant counts.
    pub calls: Vec<Call>,
}

/// When the self-test begins and when its certificate is due, in minutes of the day on the hall's wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Morning {
    /// The devices are tried from here on.
    pub from: u16,
    /// The certificate is printed; later than `from`.
    pub certificate: u16,
}

/// Whom to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// About which devices; none is all of them.
    pub about: Vec<Matter>,
    /// Name and telephone, in the hall's words.
    pub who: String,
}

/// What one may be called about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// This device.
    Device(DeviceName),
    /// Every device of this kind.
    Kind(MatterKind),
}

/// Kinds of device, as people who mend them tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatterKind {
    /// Ticket printers.
    Printer,
    /// Boards over windows.
    WindowBoard,
    /// Hall displays.
    HallDisplay,
    /// Keypads of clerks.
    Keypad,
    /// Rating pads.
    RatingPad,
    /// Self-service terminals.
    Terminal,
    /// Readers of identity cards.
    CardReader,
    /// The UPS.
    Ups,
    /// The pick-up cabinet.
    Locker,
    /// Status LCDs.
    Lcd,
    /// The loudspeaker.
    Voice,
    /// Contacts, lamps and buzzers.
    Signal,
    /// The machine's own: clock, journal, disk.
    Machine,
}

impl MatterKind {
    /// Every kind, with its word in the configuration.
    pub const WORDS: [(&'static str, Self); 13] = [
        ("printer", Self::Printer),
        ("window-board", Self::WindowBoard),
        ("hall-display", Self::HallDisplay),
        ("keypad", Self::Keypad),
        ("rating-pad", Self::RatingPad),
        ("terminal", Self::Terminal),
        ("card-reader", Self::CardReader),
        ("ups", Self::Ups),
        ("locker", Self::Locker),
        ("lcd", Self::Lcd),
        ("voice", Self::Voice),
        ("signal", Self::Signal),
        ("machine", Self::Machine),
    ];

    /// The kind of a device in this role.
    #[must_use]
    pub fn of_role(role: Role) -> Self {
        match role {
            Role::Printer => Self::Printer,
            Role::WindowBoard(_) => Self::WindowBoard,
            Role::HallDisplay => Self::HallDisplay,
            Role::Keypad(_) => Self::Keypad,
            Role::RatingPad(_) => Self::RatingPad,
            Role::Terminal(_) => Self::Terminal,
            Role::CardReader(_) => Self::CardReader,
            Role::Ups => Self::Ups,
            Role::Locker => Self::Locker,
        }
    }
}

impl Upkeep {
    /// Whom to call about this device, or about the machine itself; empty where nobody is named.
    ///
    /// Whoever is named for the device itself goes before whoever is named for its kind, and that one before
    /// whoever is named for everything.
    #[must_use]
    pub fn call(&self, device: Option<&DeviceName>, kind: MatterKind) -> &str {
        let by_name =
            |call: &&Call| device.is_some_and(|name| call.about.contains(&Matter::Device(name.clone())));
        let by_kind = |call: &&Call| call.about.contains(&Matter::Kind(kind));
        let found = self.calls.iter().find(by_name).or_else(|| self.calls.iter().find(by_kind));
        found.or_else(|| self.calls.iter().find(|call| call.about.is_empty())).map_or("", |call| &call.who)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(about: &[Matter], who: &str) -> Call {
        Call { about: about.to_vec(), who: who.to_owned() }
    }

    #[test]
    fn a_device_of_its_own_goes_before_its_kind_and_its_kind_before_everything() {
        let named = DeviceName::from("board-3");
        let calls = vec![
            call(&[], "everything"),
            call(&[Matter::Kind(MatterKind::WindowBoard), Matter::Kind(MatterKind::HallDisplay)], "boards"),
            call(&[Matter::Device(named.clone())], "board 3"),
        ];
        let upkeep = Upkeep { calls, ..Upkeep::default() };

        assert_eq!(upkeep.call(Some(&named), MatterKind::WindowBoard), "board 3");
        assert_eq!(upkeep.call(Some(&"board-4".into()), MatterKind::WindowBoard), "boards");
        assert_eq!(upkeep.call(None, MatterKind::Machine), "everything");
        assert_eq!(Upkeep::default().call(None, MatterKind::Machine), "");
    }
}
