//! `jiaohao demo`: a whole hall on one screen.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Outcome, wiring};
use crate::config::pins::PinBook;
use crate::demo::{self, Options, PORT, Post, ear};
use crate::domain::id::StaffId;

/// The hall to open.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The port of the page on the loopback; the next free one when it is taken, any with 0.
    #[arg(long, value_name = "NUMBER", default_value_t = PORT)]
    port: u16,
    /// The seed of the people: the same seed, the same day.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

/// The demo that listens.
#[derive(Debug, Args)]
pub(super) struct Ear {
    /// Its socket.
    #[arg(long, value_name = "SOCKET")]
    to: PathBuf,
}

pub(super) fn run(hall: &Demo) -> anyhow::Result<Outcome> {
    let program = std::env::current_exe()?;
    demo::run(&Options { port: hall.port, seed: hall.seed, program, set_pins })?;
    Ok(Outcome::Done)
}

pub(super) fn play(ear: &Ear) -> anyhow::Result<Outcome> {
    ear::play(&ear.to)?;
    Ok(Outcome::Done)
}

/// Sets the PINs of the demo's clerks where its daemon looks for them.
fn set_pins(hall: &Path, posts: &[Post]) -> Result<(), String> {
    let config = wiring::read(hall)?;
    let mut book = PinBook::default();
    for post in posts {
        book.set(StaffId(post.staff), &post.pin).map_err(|error| error.to_string())?;
    }
    book.save(&config.paths.pins()).map_err(|error| error.to_string())
}
