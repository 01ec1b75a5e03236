//! The names of the files that stand beside a journal.

use std::path::{Path, PathBuf};

/// The file beside `path` whose name is longer by `suffix`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
