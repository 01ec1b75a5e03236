//! What a copy holds: the rows of one file, and the rows that follow a certain row of the journal.

use std::fs;
use std::path::{Path, PathBuf};

use super::{CopyError, Whose, at, line};
use crate::journal::chain::{self, Hash, Link};
use crate::journal::codec::hex;

/// One file of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whose rows these are.
    pub whose: Whose,
    /// The rows that prove themselves, in the order of the file.
    pub links: Vec<Link>,
    /// Lines that end and are no rows, counted from 1: something changed them.
    pub damaged: Vec<usize>,
    /// How far the file is made of whole lines, in bytes; behind it is what a power cut left.
    pub whole_bytes: u64,
    /// How many bytes are behind.
    pub half_bytes: u64,
}

/// The rows of a copy that the journal lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tail {
    /// The last row that both have, 0 and the site's hash when there is none.
    pub joint: (i64, Hash),
    /// The rows that follow it in the copy without a gap, in order. If the journal goes on behind the joint as
    /// well, both were written.
    pub links: Vec<Link>,
    /// Rows behind the first gap, which nothing connects to the journal.
    pub loose: usize,
    /// Lines, of the files that had to be read, that are no rows.
    pub damaged: usize,
}

/// The files of this journal's copy, the oldest first; none when there is no folder.
///
/// # Errors
/// When the folder cannot be listed.
pub fn files(folder: &Path, birth: &[u8; 16]) -> Result<Vec<PathBuf>, CopyError> {
    if !folder.try_exists().map_err(at(folder))? {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let path = entry.map_err(at(folder))?.path();
        if day_of(&path, birth).is_some() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The newest file of this site's copies, of whatever journal it is; `None` when there is none with a row.
///
/// # Errors
/// When the folder or a file cannot be read.
pub fn newest(folder: &Path, site: &str) -> Result<Option<Found>, CopyError> {
    if !folder.try_exists().map_err(at(folder))? {
        return Ok(None);
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        paths.push(entry.map_err(at(folder))?.path());
    }
    paths.sort();
    for path in paths.into_iter().rev() {
        let is_copy =
            path.file_name().and_then(|name| name.to_str()).is_some_and(|it| it.starts_with("events-"));
        match is_copy.then(|| file(&path)).transpose() {
            Ok(Some(Some(found))) if found.whose.site == site && !found.links.is_empty() => {
                return Ok(Some(found));
            }
            Ok(_) | Err(CopyError::NotOurs { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Puts the files with rows behind this place aside, under names that no copy reads and no rotation removes.
///
/// # Errors
/// When a file cannot be read or renamed.
pub fn put_aside(folder: &Path, birth: &[u8; 16], behind: i64) -> Result<Vec<PathBuf>, CopyError> {
    let mut aside = Vec::new();
    for path in files(folder, birth)? {
        let goes_on = |found: Found| found.links.iter().any(|link| link.row.seq > behind);
        if file(&path)?.is_none_or(goes_on) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let mut free = (1..=u32::MAX).map(|count| folder.join(format!("branch-{count}-{name}")));
            let to =
                free.find(|name| !name.exists()).unwrap_or_else(|| folder.join(format!("branch-{name}")));
            fs::rename(&path, &to).map_err(at(&path))?;
            aside.push(to);
        }
    }
    Ok(aside)
}

/// The name of the file that begins with a row of this day.
#[must_use]
pub fn name(day: i64, birth: &[u8; 16]) -> String {
    format!("events-{day:08}-{}.jsonl", hex(&birth[..8]))
}

/// The day in the name of a file of this journal's copy; `None` for every other file.
#[must_use]
pub fn day_of(path: &Path, birth: &[u8; 16]) -> Option<i64> {
    let day = path.file_name()?.to_str()?.strip_prefix("events-")?.get(..8)?.parse().ok()?;
    (path.file_name()?.to_str()? == name(day, birth)).then_some(day)
}

/// Reads one file; `None` when not even its first line is whole, as when the power failed at its birth.
///
/// # Errors
/// When it cannot be read, or does not begin as an event copy does.
pub fn file(path: &Path) -> Result<Option<Found>, CopyError> {
    let bytes = fs::read(path).map_err(at(path))?;
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
    let mut lines = bytes[..whole].split_inclusive(|byte| *byte == b'\n');
    let Some(first) = lines.next() else { return Ok(None) };
    let whose = text(first).and_then(line::whose).ok_or_else(|| CopyError::NotOurs { path: path.into() })?;
    let (mut links, mut damaged) = (Vec::new(), Vec::new());
    for (number, bytes) in (2..).zip(lines) {
        match text(bytes).and_then(line::link) {
            Some(link) => links.push(link),
            None => damaged.push(number),
        }
    }
    let length = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
    let (whole_bytes, half_bytes) = (length(whole), length(bytes.len() - whole));
    Ok(Some(Found { whose, links, damaged, whole_bytes, half_bytes }))
}

fn text(line: &[u8]) -> Option<&str> {
    std::str::from_utf8(line).ok().map(|line| line.trim_end_matches('\n'))
}

/// The rows of the copy that follow the newest one which the journal has. `is_known` tells whether the journal
/// has a row with this hash in this place.
///
/// Files are read from the newest on, and none that is older than that row.
///
/// # Errors
/// When a file cannot be read or is not this journal's, or `is_known` fails.
pub fn after<E: From<CopyError>>(
    folder: &Path,
    whose: &Whose,
    is_known: impl Fn(i64, &Hash) -> Result<bool, E>,
) -> Result<Tail, E> {
    let site = chain::site(&whose.site, &whose.birth);
    let mut tail = Tail { joint: (0, site), links: Vec::new(), loose: 0, damaged: 0 };
    let mut newer: Vec<Link> = Vec::new();
    'files: for path in files(folder, &whose.birth)?.into_iter().rev() {
        let Some(mut found) = file(&path)? else { continue };
        if found.whose != *whose {
            return Err(CopyError::NotOurs { path }.into());
        }
        tail.damaged += found.damaged.len();
        for (place, link) in found.links.iter().enumerate().rev() {
            if is_known(link.row.seq, &link.hash)? {
                tail.joint = (link.row.seq, link.hash);
                newer.splice(0..0, found.links.drain(place + 1..));
                break 'files;
            }
        }
        newer.splice(0..0, found.links);
    }
    let mut last = tail.joint;
    for link in newer {
        if link.follows(last) {
            last = (link.row.seq, link.hash);
            tail.links.push(link);
        } else {
            tail.loose += 1;
        }
    }
    Ok(tail)
}
