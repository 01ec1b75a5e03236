//! `jiaohao card`: the procedure card for the wall, as a page to be printed.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::{Out, Outcome, check};
use crate::station::wall_card::{WallCard, html};

/// What is asked for.
#[derive(Debug, Args)]
pub(super) struct Card {
    /// The hall's file.
    #[arg(long, value_name = "FILE", default_value = "/etc/jiaohao/hall.toml")]
    config: PathBuf,
}

pub(super) fn run(
    card: &Card,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let Some(config) = check::config(&card.config, errors)? else { return Ok(Outcome::Configuration) };
    let windows: Vec<_> = config.rules.windows.iter().map(|window| window.id).collect();
    out.text(&html(&WallCard::of(&config.rules.hall.name, &config.layout, &windows)))?;
    Ok(Outcome::Done)
}
