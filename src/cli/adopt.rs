//! `jiaohao adopt`: the answer to the question whose journal lies on this card.

use std::io::Write;

use clap::Args;

use super::{Out, Outcome, control};
use crate::runtime::control::Command;

/// What is decided, and by whom.
#[derive(Debug, Args)]
pub(super) struct Adopt {
    #[command(flatten)]
    daemon: control::Daemon,
    /// The identity of the hall whose journal is put aside, as `jiaohao status` tells it.
    #[arg(long, value_name = "SITE")]
    instead_of: String,
    /// The number of the clerk who decides.
    #[arg(long, value_name = "CLERK")]
    by: u32,
}

pub(super) fn run(
    decided: Adopt,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let Adopt { daemon, instead_of, by } = decided;
    control::run(&daemon, &Command::Adopt { instead_of, by }, out, errors)
}
