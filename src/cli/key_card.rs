//! `jiaohao key-card`: the card that lies beside a window's keypad.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::{Out, Outcome, check};
use crate::config::Config;
use crate::domain::id::WindowId;
use crate::layout::Role;
use crate::station::keypad::keys::{Profile, key_card};

/// What is asked for.
#[derive(Debug, Args)]
pub(super) struct KeyCard {
    /// The hall's file.
    #[arg(long, value_name = "FILE", default_value = "/etc/jiaohao/hall.toml")]
    config: PathBuf,
    /// The window; every window when it is left out.
    #[arg(long, value_name = "NUMBER")]
    window: Option<u8>,
}

pub(super) fn run(
    card: &KeyCard,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let Some(config) = check::config(&card.config, errors)? else { return Ok(Outcome::Configuration) };
    let wanted = |id: WindowId| card.window.is_none_or(|window| window == id.0);
    let mut printed = false;
    for window in config.rules.windows.iter().filter(|window| wanted(window.id)) {
        if printed {
            // A form feed: each card on its own page.
            out.text("\u{0C}")?;
        }
        for line in key_card(window, &config.rules, profile(&config, window.id)) {
            out.line(&line)?;
        }
        printed = true;
    }
    if !printed {
        errors.line("this hall has no such window")?;
        return Ok(Outcome::Failed);
    }
    Ok(Outcome::Done)
}

/// The keys of the window's keypad, by its driver's own setting.
fn profile(config: &Config, window: WindowId) -> Profile {
    let keypad = config.layout.devices.iter().find(|device| device.role == Role::Keypad(window));
    let named = keypad.and_then(|device| device.settings.get("profile")).and_then(toml::Value::as_str);
    if named == Some("eight-key") { Profile::Eight } else { Profile::Sixteen }
}
