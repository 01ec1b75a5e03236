//! The halls that are rehearsed.

use std::path::Path;

use jiaohao::cli::{rehearse, wiring};
use jiaohao::rehearse::Setup;

/// The hall of one of the configurations on board: `hall` or `large`.
pub fn hall(name: &str) -> Setup {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config").join(format!("{name}.toml"));
    let config = wiring::read(&path).unwrap();
    rehearse::setup(config)
}
