//! A daemon whose card bears another hall's journal (B15, I14): it comes up with every face and serves nobody, until a
//! person at the machine has decided that the journal is put aside and this hall begins its own.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::Duration;

use tracing::{error, warn};

use super::journal::Storage;
use super::started::{Begun, Opened};
use super::{Note, Setup, StartError, Zone, read};
use crate::domain::id::StaffId;
use crate::domain::keeping::Why;
use crate::domain::record::Record;
use crate::journal::copy::Whose;
use crate::journal::mirror::Mirror;
use crate::journal::open::Settings;
use crate::journal::other_hall::{self, Decision, OtherHall, Places};
use crate::journal::second::Emergency;
use crate::runtime::code::CodeKey;
use crate::runtime::engine::{Input, Kept};
use crate::runtime::threads::Uptime;

/// So long whoever decided waits to hear that the hall serves; it does so later too.
pub(super) const SERVES_WITHIN: Duration = Duration::from_secs(5);

/// Where the files of this hall lie that another hall's would take with it.
#[must_use]
pub fn places(state: &Path, journal: &Settings, storage: &Storage) -> Places {
    let with_it = vec![CodeKey::file(state)];
    Places { journal: journal.clone(), copy: storage.place.folder.clone(), with_it }
}

/// A start on another hall's journal: nothing of it is read, and nothing is kept, as nothing happens.
pub(super) fn begin(found: OtherHall) -> Result<Begun, StartError> {
    error!(
        found = found.found,
        ours = found.ours,
        "the journal belongs to another hall; it is left alone, and nothing is served until somebody decides: \
         `jiaohao status` tells the ways on"
    );
    let mirror = Mirror::empty(Whose::unborn(&found.ours).map_err(StartError::CardKey)?);
    let keep = Opened::Memory(Box::new(Emergency::after(mirror.clone())));
    let kept = Kept { latest: None, today: Vec::new() };
    let (why, other_hall) = (Why::Failed, Some(found));
    Ok(Begun { keep, mirror, kept, why, gave_way: 0, branch: None, other_hall, unsettled: None })
}

/// Settles a decision that this batch has put on record, where nobody waits for the disk.
pub(super) fn settle(journal: &Settings, batch: &[Record]) {
    for folder in other_hall::told(batch).map(str::to_owned) {
        let path = journal.path.clone();
        let settling = std::thread::Builder::new().name("settling".into()).spawn(move || {
            if let Err(error) = other_hall::settle(&path, &folder) {
                warn!(%error, "the next start settles what was decided");
            }
        });
        if let Err(error) = settling {
            warn!(%error, "the next start settles what was decided");
        }
    }
}

/// What deciding works with.
#[derive(Clone)]
pub(super) struct Deciding {
    /// The daemon started on another hall's journal.
    pub asked: bool,
    pub places: Places,
    pub inbox: SyncSender<Note>,
    pub uptime: Uptime,
    pub zone: Zone,
}

impl Deciding {
    /// What a daemon that is being started decides with.
    pub fn new(
        setup: &Setup,
        journal: &Settings,
        begun: &Begun,
        inbox: SyncSender<Note>,
        uptime: Uptime,
    ) -> Self {
        let places = places(&setup.state, journal, &setup.storage);
        let (asked, zone) = (begun.other_hall.is_some(), Arc::clone(&setup.zone));
        Self { asked, places, inbox, uptime, zone }
    }

    /// Puts the journal of `instead_of` aside and lets the hall begin its own, with this key for its slips' codes; what
    /// was done, in words. May take as long as the disk does.
    ///
    /// # Errors
    /// In words for whoever typed it; the question stands then.
    pub fn decide(&self, instead_of: &str, by: StaffId, key: &CodeKey) -> Result<String, String> {
        let journal = &self.places.journal;
        let found = other_hall::whose(&journal.path).filter(|whose| whose.site != journal.site);
        let Some(found) = found.filter(|_| self.asked) else {
            return Err("this hall has its own journal: there is nothing to decide".to_owned());
        };
        if found.site != instead_of {
            return Err(format!(
                "no journal of the hall {instead_of:?} lies here: look at `jiaohao status` again"
            ));
        }
        let at = read(self.uptime, &self.zone).wall;
        let decision = Decision::new(found, &journal.site, Some(by), Some(at));
        let decision = other_hall::put_aside(&self.places, decision)
            .map_err(|error| format!("{error}; ask again, nothing is lost meanwhile"))?;
        warn!(
            site = decision.found.site,
            folder = decision.folder,
            by = by.0,
            "another hall's journal is put aside"
        );
        if let Err(error) = key.keep(&CodeKey::file(journal.path.parent().unwrap_or(Path::new("")))) {
            warn!(%error, "the key of the slips' codes is drawn anew at the next start");
        }
        // An engine that has ended needs no telling: the next start finds the decision.
        let _ = self.inbox.send(Note::Input(Input::Branch(decision.request())));
        let _ = self.inbox.send(Note::JournalFree);
        let folder = journal.path.with_file_name(&decision.folder);
        Ok(format!(
            "the journal of the hall {:?} is put aside, whole: {}\nthe hall {:?} begins its own journal, and its numbers \
             of today in the middle of their range, as it may have given some on its own card",
            decision.found.site,
            folder.display(),
            journal.site
        ))
    }
}
