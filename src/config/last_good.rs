//! The last good configuration: a copy of what was read without errors, for the day when a typo would close a
//! hall.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The name of the hall's file in the folder.
const FILE: &str = "hall.toml";
/// The names that its catalogue has in turn. The hall's file names the one that belongs to it, so that its rename
/// changes both at once: a power cut between two files leaves no hall with another's catalogue (A08).
const CATALOGUES: [&str; 2] = ["catalogue.toml", "catalogue-2.toml"];

/// A folder with one configuration that was good when it was kept.
#[derive(Clone, Debug)]
pub struct LastGood {
    folder: PathBuf,
}

impl LastGood {
    /// The configuration kept in this folder, if one is.
    #[must_use]
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The file to read it from; `None` while none is kept.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        Some(self.folder.join(FILE)).filter(|file| file.is_file())
    }

    /// Keeps a copy of the configuration at `path` and of the catalogue it names, each whole or not at all.
    ///
    /// The copy's paths are made absolute, as it is read from another folder.
    ///
    /// # Errors
    /// When a file cannot be read or written.
    pub fn keep(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let text = fs::read_to_string(path)?;
        // A byte order mark is only a warning to the loader, so it must not keep a good file from being kept.
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        let mut table: toml::Table = text.parse().map_err(io::Error::other)?;
        let beside = path.canonicalize()?.parent().map(Path::to_owned).unwrap_or_default();
        let catalogue = table.get("catalogue").and_then(toml::Value::as_str).unwrap_or("catalogue.toml");
        let free = self.free_catalogue();
        write_whole(&self.folder.join(free), &fs::read(beside.join(catalogue))?)?;
        table.insert("catalogue".to_owned(), free.into());
        if let Some(voice) = table.get_mut("voice").and_then(toml::Value::as_table_mut) {
            let clips = voice.get("clips").and_then(toml::Value::as_str).unwrap_or("voice");
            let clips = beside.join(clips).to_string_lossy().into_owned();
            voice.insert("clips".to_owned(), clips.into());
        }
        write_whole(&self.folder.join(FILE), table.to_string().as_bytes())?;
        Ok(())
    }

    /// The name that the catalogue of the hall which is kept does not have.
    fn free_catalogue(&self) -> &'static str {
        let kept =
            fs::read_to_string(self.folder.join(FILE)).ok().and_then(|text| text.parse::<toml::Table>().ok());
        let named = kept.as_ref().and_then(|table| table.get("catalogue")).and_then(toml::Value::as_str);
        let [first, second] = CATALOGUES;
        if named == Some(first) { second } else { first }
    }
}

/// New file, synced, renamed, folder synced (A08).
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = path.with_extension("new");
    let mut file = File::create(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
