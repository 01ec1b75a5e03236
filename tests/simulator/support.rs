//! The halls that are rehearsed.

use std::path::Path;

use jiaohao::cli::{rehearse, wiring};
use jiaohao::layout::{Voice, Zone, ZoneName};
use jiaohao::rehearse::Setup;

/// The hall of one of the configurations on board: `hall` or `large`.
pub fn hall(name: &str) -> Setup {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config").join(format!("{name}.toml"));
    rehearse::setup(wiring::read(&path).unwrap())
}

/// The usual hall with a second loudspeaker in another zone.
pub fn two_zones() -> Setup {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
    let mut config = wiring::read(&path).unwrap();
    let zone = Zone::Other(ZoneName::new("二楼").unwrap());
    let other = Voice { name: "other-voice".into(), zone, ..config.layout.voices[0].clone() };
    config.layout.voices.push(other);
    rehearse::setup(config)
}
