//! `jiaohao restore`: rebuilds the journal from a backup and everything that was copied after it.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Hall, Out, Outcome, backup, check, wiring};
use crate::config::Config;
use crate::journal::branch::{self, Aside};
use crate::journal::restore::{self, Restored};

/// What is to be restored from, and where to.
#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    hall: Hall,
    /// A backup's file, or `newest`: the newest good one in `place` of `[backup]`.
    #[arg(long, value_name = "FILE", default_value = "newest")]
    from: PathBuf,
    /// A new file to restore to, and leave the journal alone. Default: the journal's own place.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

pub(super) fn run(
    wanted: &Restore,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let Some(config) = check::config(&wanted.hall.config, errors)? else { return Ok(Outcome::Configuration) };
    let mut plan = wiring::restoring(&config, backup::now_ms());
    plan.from = Some(wanted.from.clone()).filter(|from| from.as_os_str() != "newest");
    let restored = match &wanted.to {
        Some(to) => restore::restore_to(&plan, to)?,
        None => restore::restore(&plan)?,
    };
    for line in told(&restored, &plan.journal.path) {
        out.line(&line)?;
    }
    if let (None, Some(owner)) = (&wanted.to, other_owner(&config)) {
        out.line(&owner)?;
    }
    Ok(Outcome::Done)
}

/// What came of it, a line each.
fn told(restored: &Restored, journal: &Path) -> Vec<String> {
    let Restored { file, backup, bad_backups, kept, last, records, .. } = restored;
    let mut lines: Vec<String> =
        bad_backups.iter().map(|bad| format!("{}: damaged, passed over", bad.display())).collect();
    lines.push(match backup {
        Some(backup) => {
            format!("{}: restored from {} and what came after it", file.display(), backup.display())
        }
        None => format!("{}: restored without a backup, from what could be read", file.display()),
    });
    lines.push(format!("{records} records, the last is {last}; the chain was walked"));
    lines.extend(kept.iter().map(|kept| format!("the file before it is kept: {}", kept.display())));
    lines.extend(restored.other_hall.iter().map(|folder| {
        format!("the journal of another hall lay in its place and is put aside, whole: {}", folder.display())
    }));
    lines.extend(restored.asides.iter().map(|aside| {
        let place = branch::place(journal, &aside.last);
        let Aside { after, rows, .. } = aside;
        format!("{rows} records that follow record {after} in another way are put aside: {}", place.display())
    }));
    let losses = restored.losses();
    // A file that was walked a moment ago can be read.
    let mut earlier = restore::losses(file).unwrap_or_default();
    earlier.retain(|loss| !losses.contains(loss));
    if losses.is_empty() {
        lines.push(if earlier.is_empty() { "nothing is lost" } else { "nothing more is lost" }.to_owned());
    } else {
        lines.push("NOT RECOVERED:".to_owned());
        lines.extend(losses.into_iter().map(|loss| format!("  {loss}")));
    }
    if !earlier.is_empty() {
        lines.push("NOT RECOVERED by an earlier restoration either:".to_owned());
        lines.extend(earlier.into_iter().map(|loss| format!("  {loss}")));
    }
    lines
}

/// A file that root restored is not the daemon's to write.
fn other_owner(config: &Config) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    let owner = |path: &Path| std::fs::metadata(path).map(|it| (it.uid(), it.gid())).ok();
    let (folder, file) = (owner(&config.paths.state)?, owner(&config.paths.journal())?);
    (folder != file).then(|| {
        let state = config.paths.state.display();
        format!(
            "the restored file belongs to another user than its folder: chown --reference={state} {state}/*"
        )
    })
}
