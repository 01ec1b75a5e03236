//! The registry: one file and one word a driver.
//!
//! A driver's file contains, in this order:
//!
//! 1. a header with the table of its wire and the source of that table;
//! 2. `pub const DRIVER:` [`DriverInfo`];
//! 3. `pub struct Settings`: `Default`, `Deserialize` with `rename_all = "kebab-case"` and
//!    `deny_unknown_fields`;
//! 4. its constants, each with its reason;
//! 5. the driver with
//!    `pub fn new(settings: Settings, address: Option<u16>) -> Result<Self, SettingsError>` and
//!    `pub fn poll_cost(&self) ->` [`PollCost`];
//! 6. `impl` [`Driver`]`<port> for` it;
//! 7. `pub fn transcript() ->` [`Transcript`], which the conformance test plays;
//! 8. `pub const PROBES: &[`[`probe::Probe`]`]`, by which a scan finds the device; empty, with the reason, where
//!    nothing can be asked that is harmless;
//! 9. its tests.
//!
//! What makes it too long stands in a folder of its name. With its word in the list below, `driver = "…"`
//! finds it, `jiaohao devices` lists it and `tests/conformance.rs` runs it.

pub mod keymap;
pub mod probe;
pub mod trace;
pub mod transcript;

use std::time::Duration;

use self::transcript::Transcript;
use crate::driver::{Driver, DriverInfo, Outbox, Piece, SettingsError, Turn, Way};
use crate::port::{self, AnyPort, Travels};
use crate::time::Instant;

/// Makes from its words: the modules, the catalogue, the enum of all drivers and its dispatch.
macro_rules! drivers {
    ($($module:ident::$driver:ident),+ $(,)?) => {
        $(pub mod $module;)+

        /// Every driver there is, in the order of the list.
        pub const CATALOGUE: &[&DriverInfo] = &[$(&$module::DRIVER),+];

        /// A driver of any model, so that devices of different roles can share one cable.
        pub enum AnyDriver {
            $(#[doc = concat!("See [`", stringify!($module), "`].")] $driver($module::$driver),)+
        }

        /// The driver named `name`, set up by the device's own table and its address on a shared cable.
        ///
        /// # Errors
        ///
        /// There is no such driver, or it does not accept the settings or the address.
        pub fn build(
            name: &str,
            settings: &toml::Table,
            address: Option<u16>,
        ) -> Result<AnyDriver, SettingsError> {
            $(if name == $module::DRIVER.name {
                let settings: $module::Settings = settings.clone().try_into()?;
                return $module::$driver::new(settings, address).map(AnyDriver::$driver);
            })+
            Err(SettingsError::UnknownDriver(name.to_owned()))
        }

        /// Every driver with the transcript that it must be able to play.
        pub fn transcripts() -> Vec<(&'static DriverInfo, Transcript)> {
            vec![$((&$module::DRIVER, $module::transcript())),+]
        }

        /// Every driver with the questions by which a device of it is found.
        pub const PROBES: &[probe::OfDriver] = &[$((&$module::DRIVER, $module::PROBES)),+];

        impl AnyDriver {
            /// What the driver's file says of itself.
            pub fn info(&self) -> &'static DriverInfo {
                match self { $(Self::$driver(_) => &$module::DRIVER),+ }
            }

            /// What this device costs its cable while nothing happens.
            pub fn poll_cost(&self) -> PollCost {
                match self { $(Self::$driver(driver) => driver.poll_cost()),+ }
            }
        }

        impl Driver<AnyPort> for AnyDriver {
            fn attach(&mut self, now: Instant, out: &mut AnyOutbox) {
                match self {
                    $(Self::$driver(driver) => label(out, |out| driver.attach(now, out))),+
                }
            }

            fn command(&mut self, now: Instant, command: &port::Command, out: &mut AnyOutbox) {
                match self { $(Self::$driver(driver) => tell(driver, now, command, out)),+ }
            }

            fn due(&self) -> Option<Instant> {
                match self { $(Self::$driver(driver) => driver.due()),+ }
            }

            fn turn(&mut self, now: Instant, out: &mut AnyOutbox) -> Option<Turn> {
                match self {
                    $(Self::$driver(driver) => label(out, |out| driver.turn(now, out))),+
                }
            }

            fn sent(&mut self, now: Instant, out: &mut AnyOutbox) {
                match self {
                    $(Self::$driver(driver) => label(out, |out| driver.sent(now, out))),+
                }
            }

            fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut AnyOutbox) {
                match self {
                    $(Self::$driver(driver) => label(out, |out| driver.receive(now, bytes, out))),+
                }
            }

            fn unanswered(&mut self, now: Instant, out: &mut AnyOutbox) {
                match self {
                    $(Self::$driver(driver) => label(out, |out| driver.unanswered(now, out))),+
                }
            }

            fn detach(&mut self, now: Instant, out: &mut AnyOutbox) {
                match self {
                    $(Self::$driver(driver) => label(out, |out| driver.detach(now, out))),+
                }
            }

            fn keys(&self) -> Vec<port::keypad::Key> {
                match self { $(Self::$driver(driver) => driver.keys()),+ }
            }

            fn tells_secrets(&self) -> bool {
                match self { $(Self::$driver(driver) => driver.tells_secrets()),+ }
            }

            fn veil(&self, way: Way, bytes: &[u8]) -> Vec<Piece> {
                match self { $(Self::$driver(driver) => driver.veil(way, bytes)),+ }
            }
        }
    };
}

drivers! {
    alpha_sign::AlphaSign,
    dwin_dgus::DwinDgus,
    escpos::Escpos,
    frame_keypad::FrameKeypad,
    frame_pad::FramePad,
    lock_board::LockBoard,
    modbus_keypad::ModbusKeypad,
    modbus_pad::ModbusPad,
    modbus_text::ModbusText,
    nut::Nut,
    onbon_bx::OnbonBx,
    sam_card::SamCard,
    tjc_hmi::TjcHmi,
}

/// What [`AnyDriver`] leaves behind after each call: the events carry the name of their port.
pub type AnyOutbox = Outbox<AnyPort>;

/// What a device costs its cable while nothing happens, and what is lost when it is asked too seldom.
///
/// From these, the cable's speed and its neighbours the configuration computes the poll cycle of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollCost {
    /// Bytes of one idle message to the device.
    pub bytes_out: usize,
    /// Bytes of its answer; zero where it gives none.
    pub bytes_in: usize,
    /// Silence wanted on the wire before the message.
    pub quiet_before: Duration,
    /// How long a dead device holds the wire: the limit of the turn.
    pub answer_within: Duration,
    /// How often the driver wants the wire while idle; `None` when it never asks.
    pub wants_every: Option<Duration>,
    /// The shortest press that must not be missed: asked less often than this, the device forgets it.
    ///
    /// `None` when there are no keys, or the device remembers presses until it is asked.
    pub shortest_press: Option<Duration>,
}

/// Runs one call of a driver and carries what it leaves into the common outbox.
fn label<P: Travels, T>(out: &mut AnyOutbox, call: impl FnOnce(&mut Outbox<P>) -> T) -> T {
    let mut own = Outbox::default();
    let returned = call(&mut own);
    out.events.extend(own.events.into_iter().map(P::event));
    out.done |= own.done;
    out.fault = own.fault.or(out.fault);
    returned
}

/// Hands a command to the driver it is meant for. A command of another role is a mistake of the layout.
fn tell<P: Travels>(driver: &mut impl Driver<P>, now: Instant, command: &port::Command, out: &mut AnyOutbox) {
    if let Some(own) = P::command(command) {
        label(out, |out| driver.command(now, own, out));
    } else {
        tracing::error!(?command, "this device cannot play the role it was given");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_driver_is_named_in_the_refusal() {
        let refused = build("led-sing", &toml::Table::new(), None).err().map(|error| error.to_string());

        assert_eq!(
            refused.as_deref(),
            Some("there is no driver named \"led-sing\"; `jiaohao devices` lists them")
        );
    }

    #[test]
    fn an_unknown_setting_is_refused_by_every_driver() {
        let typo = toml::Table::from_iter([("no-such-setting".to_owned(), toml::Value::Boolean(true))]);

        for info in CATALOGUE {
            let refused = build(info.name, &typo, Some(1));
            assert!(matches!(refused, Err(SettingsError::Invalid(_))), "{}", info.name);
        }
    }

    #[test]
    fn every_driver_has_a_name_of_its_own_in_kebab_case() {
        for (index, info) in CATALOGUE.iter().enumerate() {
            assert!(info.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
            assert!(CATALOGUE.iter().skip(index + 1).all(|other| other.name != info.name), "{}", info.name);
            assert!(!info.roles.is_empty(), "{} plays no role", info.name);
        }
    }
}
