//! Reads devices: what each is, how it is reached and where it hangs.

use hal::drivers;
use toml::de::DeTable;

use super::keys::Keys;
use super::problem::{Problem, Spot};
use super::spelling::nearest;
use super::values::{OneOf, Text, Whole};
use crate::domain::id::{KioskId, WindowId};
use crate::layout::{Device, Role};

/// A device with the places that a contradiction can point at.
pub(super) struct PlacedDevice {
    /// The device.
    pub device: Device,
    /// Its driver, set up by its settings; `None` when that failed and was reported.
    pub driver: Option<drivers::AnyDriver>,
    /// Where its name stands.
    pub name_at: Spot,
    /// Where its cable stands.
    pub cable_at: Spot,
    /// Where its address stands.
    pub address_at: Spot,
    /// Where its role stands.
    pub role_at: Spot,
    /// Where its window stands.
    pub window_at: Spot,
}

/// What a device may be, by the words of the configuration.
#[derive(Clone, Copy)]
enum RoleKind {
    Printer,
    WindowBoard,
    HallDisplay,
    Keypad,
    RatingPad,
    Terminal,
    CardReader,
    Ups,
    Locker,
}

const ROLE: OneOf<RoleKind> = OneOf(&[
    ("printer", RoleKind::Printer),
    ("window-board", RoleKind::WindowBoard),
    ("hall-display", RoleKind::HallDisplay),
    ("keypad", RoleKind::Keypad),
    ("rating-pad", RoleKind::RatingPad),
    ("terminal", RoleKind::Terminal),
    ("card-reader", RoleKind::CardReader),
    ("ups", RoleKind::Ups),
    ("locker", RoleKind::Locker),
]);

/// Reads every `[[device]]`.
pub(super) fn devices(keys: &Keys<'_>) -> Vec<PlacedDevice> {
    keys.tables("device").iter().filter_map(device).collect()
}

fn device(keys: &Keys<'_>) -> Option<PlacedDevice> {
    let name = keys.required("name", &Text);
    let driver_name = keys.required("driver", &Text);
    let cable = keys.required("cable", &Text).unwrap_or_default();
    let address = keys.optional("address", &Whole(0..=0xFFFF_u16));
    let role = role(keys);
    let place = keys.required("place", &Text).unwrap_or_default();
    let settings = keys.table("settings").leave();
    let table = plain(settings.0);
    let driver =
        driver_name.as_deref().and_then(|name| driver(keys, name, role?, &settings, &table, address));
    let device = Device {
        name: name.as_deref()?.into(),
        driver: driver_name?,
        settings: table,
        cable,
        address,
        role: role?,
        place,
    };
    Some(PlacedDevice {
        device,
        driver,
        name_at: keys.spot("name"),
        cable_at: keys.spot("cable"),
        address_at: keys.spot("address"),
        role_at: keys.spot("role"),
        window_at: keys.spot("window"),
    })
}

fn role(keys: &Keys<'_>) -> Option<Role> {
    let kind = keys.required("role", &ROLE);
    let window = keys.optional("window", &Whole(1..=99_u8));
    let kiosk = keys.optional("kiosk", &Whole(1..=9_u8));
    let at_window = |role: fn(WindowId) -> Role| match window {
        Some(window) => Some(role(WindowId(window))),
        None => {
            let what = "this role belongs to a window, and no `window` is written";
            keys.report(Problem::error(&keys.spot("role"), what, "write `window = 3`"));
            None
        }
    };
    match kind? {
        RoleKind::Printer => Some(Role::Printer),
        RoleKind::HallDisplay => Some(Role::HallDisplay),
        RoleKind::Terminal => Some(Role::Terminal(KioskId(kiosk.unwrap_or(1)))),
        RoleKind::Locker => Some(Role::Locker),
        RoleKind::CardReader => Some(Role::CardReader(KioskId(kiosk.unwrap_or(1)))),
        RoleKind::Ups => Some(Role::Ups),
        RoleKind::WindowBoard => at_window(Role::WindowBoard),
        RoleKind::Keypad => at_window(Role::Keypad),
        RoleKind::RatingPad => at_window(Role::RatingPad),
    }
}

/// Sets the driver up as the daemon will, so that what it refuses is known before a hall is opened with it.
fn driver(
    keys: &Keys<'_>,
    name: &str,
    role: Role,
    (settings, settings_at): &(&DeTable<'_>, Spot),
    table: &toml::Table,
    address: Option<u16>,
) -> Option<drivers::AnyDriver> {
    let Some(info) = drivers::CATALOGUE.iter().find(|info| info.name == name) else {
        let known: Vec<&str> = drivers::CATALOGUE.iter().map(|info| info.name).collect();
        let remedy = match nearest(name, &known) {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None => format!("`jiaohao devices` lists them: {}", known.join(", ")),
        };
        keys.report(Problem::error(&keys.spot("driver"), format!("there is no driver \"{name}\""), remedy));
        return None;
    };
    if !info.roles.contains(&role.port()) {
        let what = format!("the driver \"{name}\" cannot play this role");
        let remedy = "choose a driver that `jiaohao devices` lists for it";
        keys.report(
            Problem::error(&keys.spot("role"), what, remedy).also(&keys.spot("driver"), "this driver"),
        );
    }
    match drivers::build(name, table, address) {
        Ok(driver) => Some(driver),
        Err(error) => {
            let what = error.to_string();
            let what = what.trim().replace('\n', " ");
            let named = settings.iter().find(|(key, _)| what.contains(&format!("`{}`", key.get_ref())));
            let spot = match (&error, named) {
                (hal::driver::SettingsError::Address { .. }, _) => keys.spot("address"),
                (_, Some((key, _))) => settings_at.at(key.span()),
                (_, None) => settings_at.clone(),
            };
            keys.report(Problem::error(
                &spot,
                format!("{name}: {what}"),
                "see `jiaohao devices` for its settings",
            ));
            None
        }
    }
}

/// The same table without the places.
fn plain(table: &DeTable<'_>) -> toml::Table {
    table
        .iter()
        .map(|(key, value)| (key.get_ref().clone().into_owned(), plain_value(value.get_ref())))
        .collect()
}

fn plain_value(value: &toml::de::DeValue<'_>) -> toml::Value {
    use toml::de::DeValue;
    match value {
        DeValue::String(text) => toml::Value::String(text.clone().into_owned()),
        DeValue::Integer(number) => {
            toml::Value::Integer(i64::from_str_radix(number.as_str(), number.radix()).unwrap_or(i64::MAX))
        }
        DeValue::Float(number) => toml::Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => toml::Value::Boolean(*flag),
        DeValue::Datetime(when) => toml::Value::Datetime(*when),
        DeValue::Array(items) => {
            toml::Value::Array(items.iter().map(|item| plain_value(item.get_ref())).collect())
        }
        DeValue::Table(table) => toml::Value::Table(plain(table)),
    }
}
