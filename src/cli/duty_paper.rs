//! `jiaohao duty sheet`, `block` and `enter`: calling by paper, and entering it afterwards.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};

use crate::runtime::control::Command;
use crate::runtime::control::paper::Ask;

/// What is asked of the manual-calling sheet.
#[derive(Debug, Subcommand)]
pub(super) enum Sheet {
    /// Draw the live order and print it: from here on the windows call by paper.
    Draw,
    /// Print a sheet once more, marked as a reprint.
    Print(Which),
    /// Tell what stands on a sheet and what has become of each number, with the journal's seal.
    Show(Which),
    /// Close a sheet on which every number has an outcome.
    Close {
        #[command(flatten)]
        which: Which,
        /// The number of whoever says that it is complete.
        #[arg(long, value_name = "CLERK")]
        by: u32,
    },
}

/// Which sheet.
#[derive(Debug, Args)]
pub(super) struct Which {
    /// Its number of today. Default: the newest; to close, the oldest that is open.
    #[arg(value_name = "SHEET")]
    sheet: Option<u16>,
}

/// What is asked of the blocks of paper numbers.
#[derive(Debug, Subcommand)]
pub(super) enum Block {
    /// Claim numbers for paper tickets and print them: the machine never gives one of them.
    Claim {
        /// The number of any service with the same letter.
        #[arg(value_name = "SERVICE")]
        service: u16,
        /// How many numbers.
        #[arg(value_name = "COUNT")]
        count: u16,
    },
    /// Give a block back to the machine; its paper has to be destroyed.
    Release(Number),
    /// Print the unused numbers of a block again.
    Print(Number),
    /// List the blocks that are claimed.
    List,
}

/// Which block.
#[derive(Debug, Args)]
pub(super) struct Number {
    /// Any number of it: `A980`.
    #[arg(value_name = "NUMBER")]
    number: String,
}

/// What was written by hand.
#[derive(Debug, Args)]
pub(super) struct Enter {
    /// The number of whoever enters it.
    #[arg(long, value_name = "CLERK")]
    by: u32,
    /// A file with one entry a line; `-` is the standard input. All of it is entered, or nothing.
    #[arg(long, value_name = "FILE", conflicts_with = "words")]
    file: Option<PathBuf>,
    /// One entry: `A017 served window 3 clerk 12 called 09:40 finished 09:52`, `A018 left window 3 clerk 12 called
    /// 09:53`, `A019 at window 3 clerk 12 called 09:55`, `A020 not-called`, `A021 written-off REASON`, `A980-A983 taken
    /// service 2 at 09:45`. Before it `correct`, to replace what was entered, or `sure`, against a doubt.
    #[arg(value_name = "ENTRY", required_unless_present = "file")]
    words: Vec<String>,
}

/// The command of a sheet.
pub(super) fn sheet(sheet: &Sheet) -> Command {
    Command::Paper(match sheet {
        Sheet::Draw => Ask::Draw { drill: false },
        Sheet::Print(which) => Ask::Print { sheet: which.sheet },
        Sheet::Show(which) => Ask::Show { sheet: which.sheet },
        Sheet::Close { which, by } => Ask::Close { sheet: which.sheet, by: *by },
    })
}

/// The command of a block.
pub(super) fn block(block: Block) -> Command {
    Command::Paper(match block {
        Block::Claim { service, count } => Ask::Claim { service, count },
        Block::Release(Number { number }) => Ask::Release { number },
        Block::Print(Number { number }) => Ask::PrintBlock { number },
        Block::List => Ask::Blocks,
    })
}

/// The command of entries.
pub(super) fn enter(enter: Enter) -> anyhow::Result<Command> {
    let lines = match &enter.file {
        None => vec![enter.words.join(" ")],
        Some(file) => read(file)?.lines().map(str::to_owned).collect(),
    };
    Ok(Command::Paper(Ask::Enter { lines, by: enter.by }))
}

/// The text of a file, or of the standard input, without the mark that some editors put before it.
pub(super) fn read(file: &Path) -> anyhow::Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("reading the standard input")?;
        return Ok(unmarked(text));
    }
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    Ok(unmarked(text))
}

fn unmarked(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}
