//! `jiaohao demo`: a whole hall on one screen.

use clap::Args;

use super::Outcome;
use crate::demo::{self, Options, PORT};

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

pub(super) fn run(hall: &Demo) -> anyhow::Result<Outcome> {
    let program = std::env::current_exe()?;
    demo::run(&Options { port: hall.port, seed: hall.seed, program })?;
    Ok(Outcome::Done)
}
