//! A journal that is another hall's, in this hall's place: told apart without touching it, and put aside whole when a
//! person has decided so (B15, I14).
//!
//! Nothing in a foreign journal is read for this hall, and nothing is written into it. It is put aside by renaming:
//! first the decision is made durable in a file beside the journal, then every file that belongs to the other hall goes
//! to a folder that tells whose it is and since when. A power cut in between leaves the decision: the next start goes on
//! with it ([`finish`]), and where the configuration has become that of the other hall meanwhile, it takes it back. The
//! decision lies there until this hall's own journal has it on record.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::chain;
use super::codec::{hex, unhex};
use super::copy::{Whose, read};
use super::fresh;
use super::open::{self, OpenError, Settings, beside};
use super::reader::{ReadError, Reader};
use super::table;
use crate::domain::event::Event;
use crate::domain::id::StaffId;
use crate::domain::keeping::{KeepingEvent, KeepingRequest};
use crate::domain::moment::Wall;
use crate::domain::record::Record;

/// The decision, beside the journal until it is on record, and then in the folder of what was put aside.
const DECIDED: &str = ".decided";
/// What this hall's own programs work with: the lock of whoever may write here, and a restoration in the making.
const OWN: [&str; 2] = [".lock", ".restoring"];
/// The folder of an event copy in the folder of a journal that was put aside.
const COPY: &str = "events";
/// Most characters of another hall's identity in the name of a folder.
const NAME_MOST: usize = 40;

/// Whose a journal is, and whose it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherHall {
    /// The identity in the journal that lies in place.
    pub found: String,
    /// The identity that the configuration gives this hall.
    pub ours: String,
}

impl OtherHall {
    /// The identity in the journal as it is typed on a command line: a shell takes it for one word.
    #[must_use]
    pub fn typed(&self) -> String {
        let plain = |letter: char| letter.is_alphanumeric() || "-_.".contains(letter);
        if !self.found.is_empty() && self.found.chars().all(plain) {
            return self.found.clone();
        }
        format!("'{}'", self.found.replace('\'', "'\\''"))
    }
}

/// Where files of a journal lie.
#[derive(Clone, Debug)]
pub struct Places {
    /// The journal, and whose it should be.
    pub journal: Settings,
    /// The folder of the event copy.
    pub copy: PathBuf,
    /// What else in the journal's folder belongs to its hall: the key of its slips' codes.
    pub with_it: Vec<PathBuf>,
}

/// Somebody has decided that a journal is put aside, and that this hall begins one of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whose journal it is.
    pub found: Whose,
    /// Whose hall begins its own.
    pub ours: String,
    /// Who decided that the hall begins a new journal; `None` when its own is restored in its place.
    pub by: Option<StaffId>,
    /// The name of the folder that it goes to.
    pub folder: String,
}

/// Whose the file is, by what it says without its log; `None` for what is no journal, or cannot be read. Leaves the file
/// and what lies beside it untouched, to the last byte.
#[must_use]
pub fn whose(journal: &Path) -> Option<Whose> {
    open::recognise(journal).ok()?;
    let (site, birth) = table::site(&fresh::open_still(journal).ok()?).ok()?;
    Some(Whose { site, birth: birth.try_into().ok()? })
}

/// Whose journal lies in place, if it is another hall's.
#[must_use]
pub fn found(journal: &Settings) -> Option<OtherHall> {
    let found = whose(&journal.path).filter(|whose| whose.site != journal.site)?;
    Some(OtherHall { found: found.site, ours: journal.site.clone() })
}

/// Refuses another hall's journal before anything is opened that could write to it.
pub(super) fn refuse(journal: &Settings) -> Result<(), OpenError> {
    found(journal)
        .map_or(Ok(()), |OtherHall { found, ours: expected }| Err(OpenError::OtherSite { found, expected }))
}

impl Decision {
    /// The decision to put the journal of this hall aside at this time of day, if it is known.
    #[must_use]
    pub fn new(found: Whose, ours: &str, by: Option<StaffId>, at: Option<Wall>) -> Self {
        let plain = |letter: char| if letter.is_alphanumeric() || letter == '-' { letter } else { '_' };
        let site: String = found.site.chars().take(NAME_MOST).map(plain).collect();
        let when = at.map(Wall::civil).map_or_else(
            || "time-unknown".to_owned(),
            |at| format!("{:04}{:02}{:02}-{:02}{:02}", at.year, at.month, at.day, at.hour, at.minute),
        );
        // The birth mark keeps apart what has the same name and was put aside in the same minute.
        let folder = format!("journal-of-{site}-{when}-{}", hex(&found.birth[..2]));
        Self { found, ours: ours.to_owned(), by, folder }
    }

    /// What goes on record of it.
    #[must_use]
    pub fn request(&self) -> KeepingRequest {
        let (site, root) = (self.found.site.clone(), self.root());
        KeepingRequest::OtherHall { site, root, folder: self.folder.clone(), by: self.by }
    }

    /// What only this journal has: the hash that its first row follows.
    fn root(&self) -> chain::Hash {
        chain::site(&self.found.site, &self.found.birth)
    }

    /// The decision as it stands beside the journal while it is carried out.
    #[must_use]
    pub fn text(&self) -> String {
        let Whose { site, birth } = &self.found;
        let told = json!({
            "jiaohao": "another hall's journal was put aside here",
            "site": site, "birth": hex(birth), "instead": self.ours, "by": self.by.map(|by| by.0), "folder": self.folder,
        });
        format!("{told}\n")
    }

    fn read(text: &str) -> Option<Self> {
        let told: Value = serde_json::from_str(text).ok()?;
        let found = Whose { site: told["site"].as_str()?.into(), birth: unhex(told["birth"].as_str()?)? };
        let folder = told["folder"].as_str().filter(|name| Path::new(name).file_name().is_some())?;
        Some(Self {
            found,
            ours: told["instead"].as_str()?.into(),
            by: told["by"].as_u64().and_then(|by| u32::try_from(by).ok()).map(StaffId),
            folder: Path::new(folder).file_name()?.to_str()?.into(),
        })
    }
}

/// Puts the other hall's journal aside, with its log and its event copy; the decision that stands. After it broke off it
/// goes on where it was, by the decision that was made then.
///
/// # Errors
/// When another process writes here, or a file cannot be written or moved: the other hall's journal is whole all the
/// same, in place, in the folder, or some files here and some there, as the decision tells the next start.
pub fn put_aside(places: &Places, decision: Decision) -> Result<Decision, OpenError> {
    let _lock = open::lock(&places.journal)?;
    make_room(places, decision)
}

/// The same for whoever holds the journal's lock already.
pub(super) fn make_room(places: &Places, decision: Decision) -> Result<Decision, OpenError> {
    let marker = beside(&places.journal.path, DECIDED);
    let before = fs::read_to_string(&marker).ok().and_then(|text| Decision::read(&text));
    if let Some(before) = before.filter(|it| (&it.found, &it.ours) == (&decision.found, &decision.ours)) {
        carry_out(&steps(places, &before))?;
        return Ok(before);
    }
    let beside_it = beside(&marker, ".new");
    let written = fs::File::create(&beside_it).and_then(|mut file| {
        file.write_all(decision.text().as_bytes())?;
        file.sync_all()
    });
    written.map_err(failed(&beside_it))?;
    rename(&beside_it, &marker)?;
    open::sync_folder(&marker)?;
    carry_out(&steps(places, &decision))?;
    Ok(decision)
}

/// Goes on with a decision that was made before, if there is one: the decision that is not on record yet.
///
/// To be called before a start looks at the journal.
///
/// # Errors
/// When a file cannot be read or moved.
pub fn finish(places: &Places) -> Result<Option<Decision>, OpenError> {
    let marker = beside(&places.journal.path, DECIDED);
    let text = match fs::read_to_string(&marker) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(&marker)(error)),
    };
    let Some(decision) = Decision::read(&text) else {
        let unreadable = io::Error::new(io::ErrorKind::InvalidData, "not a decision of jiaohao");
        return Err(failed(&marker)(unreadable));
    };
    let in_place = whose(&places.journal.path);
    if in_place.as_ref().is_some_and(|whose| whose.birth != decision.found.birth) {
        if is_on_record(places, &decision).unwrap_or_default() {
            settle(&places.journal.path, &decision.folder)?;
            return Ok(None);
        }
        return Ok(Some(decision).filter(|decision| decision.ours == places.journal.site));
    }
    if decision.ours == places.journal.site {
        carry_out(&steps(places, &decision))?;
        return Ok(Some(decision));
    }
    // The card was right after all, and some of it is in the folder.
    carry_out(&back(places, &decision))?;
    fs::remove_file(&marker).map_err(failed(&marker))?;
    open::sync_folder(&marker)?;
    Ok(None)
}

/// This hall's journal tells of the decision: it goes to what was put aside in the folder of that name.
///
/// # Errors
/// When it cannot be moved: the next start does so.
pub fn settle(journal: &Path, folder: &str) -> Result<(), OpenError> {
    let to = journal.with_file_name(folder).join("decided.json");
    rename(&beside(journal, DECIDED), &to)?;
    open::sync_folder(&to)?;
    open::sync_folder(journal)
}

/// The folders of what these records tell was put aside.
pub fn told(records: &[Record]) -> impl Iterator<Item = &str> {
    records.iter().flat_map(|record| &record.events).filter_map(|event| {
        let Event::Keeping(KeepingEvent::OtherHall { folder, .. }) = event else { return None };
        Some(folder.as_str())
    })
}

/// Whether this hall's journal tells of the decision: on its last day, where a power cut kept the decision from being
/// settled.
fn is_on_record(places: &Places, decision: &Decision) -> Result<bool, ReadError> {
    let reader = Reader::new(&places.journal.path);
    let Some(last) = reader.days()?.last().copied() else { return Ok(false) };
    Ok(told(&reader.day(last)?).any(|folder| folder == decision.folder))
}

/// One file that is to have another name.
type Step = (PathBuf, PathBuf);

/// Every file that is still in this hall's place and belongs to the other hall, with where it goes: its key first, its
/// journal last, so that the question stands until all is done.
#[must_use]
pub fn steps(places: &Places, decision: &Decision) -> Vec<Step> {
    let folder = home(places).join(&decision.folder);
    let named = |path: PathBuf, folder: &Path| {
        let to = folder.join(path.file_name()?);
        Some((path, to))
    };
    let mut steps: Vec<Step> =
        places.with_it.iter().cloned().filter_map(|path| named(path, &folder)).collect();
    let copies = copies_aside(places, &folder);
    let theirs = |path: &PathBuf| {
        read::file(path).ok().flatten().is_some_and(|found| found.whose.site == decision.found.site)
    };
    steps.extend(files(&places.copy).into_iter().filter(theirs).filter_map(|path| named(path, &copies)));
    let journal = &places.journal.path;
    let mut beside_it: Vec<PathBuf> =
        files(&home(places)).into_iter().filter(|path| path != journal && is_of(journal, path)).collect();
    beside_it.push(journal.clone());
    steps.extend(beside_it.into_iter().filter_map(|path| named(path, &folder)));
    steps.retain(|(from, to)| from.exists() && !to.exists());
    steps
}

/// The way back of everything that lies in the folder.
fn back(places: &Places, decision: &Decision) -> Vec<Step> {
    let folder = home(places).join(&decision.folder);
    let to = |path: PathBuf, home: &Path| {
        let to = home.join(path.file_name()?);
        Some((path, to))
    };
    let copies = files(&copies_aside(places, &folder)).into_iter().filter_map(|path| to(path, &places.copy));
    let steps = files(&folder).into_iter().filter_map(|path| to(path, &home(places)));
    copies.chain(steps).filter(|(_, to)| !to.exists()).collect()
}

fn carry_out(steps: &[Step]) -> Result<(), OpenError> {
    for (from, to) in steps {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(failed(folder))?;
        }
        rename(from, to)?;
    }
    for (from, to) in steps {
        open::sync_folder(to)?;
        open::sync_folder(from)?;
        // The folder itself has a name in the one above it.
        open::sync_folder(to.parent().unwrap_or(to))?;
    }
    Ok(())
}

/// Whether a file belongs to a journal: it has its name with something behind.
fn is_of(journal: &Path, path: &Path) -> bool {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let (Some(journal), Some(name)) = (name(journal), name(path)) else { return false };
    let behind =
        name.strip_prefix(&journal).filter(|behind| behind.starts_with('.') || behind.starts_with('-'));
    behind
        .is_some_and(|behind| !OWN.iter().any(|own| behind.starts_with(own)) && !behind.starts_with(DECIDED))
}

/// The other hall's event copy goes to its journal where it lies beside it, and stays on its own medium otherwise.
fn copies_aside(places: &Places, folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default();
    if places.copy.starts_with(home(places)) { folder.join(COPY) } else { places.copy.join(name) }
}

fn home(places: &Places) -> PathBuf {
    places.journal.path.parent().map(Path::to_owned).unwrap_or_default()
}

/// The files of a folder in order; none where there is none.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    files.sort();
    files
}

fn rename(from: &Path, to: &Path) -> Result<(), OpenError> {
    fs::rename(from, to).map_err(failed(from))
}

fn failed(path: &Path) -> impl Fn(io::Error) -> OpenError + use<> {
    let path = path.to_owned();
    move |error| OpenError::File { path: path.clone(), error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b15_an_identity_with_blanks_is_typed_as_one_word() {
        let typed = |found: &str| OtherHall { found: found.to_owned(), ours: "hall-1".to_owned() }.typed();
        assert_eq!(typed("long-shan.2"), "long-shan.2");
        assert_eq!(typed("龙山"), "龙山");
        assert_eq!(typed("hall 'one'"), r"'hall '\''one'\'''");
        assert_eq!(typed(""), "''");
    }
}
