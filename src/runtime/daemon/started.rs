//! How a start finds the journal: in its main file, on the second medium when that cannot be read, or nowhere.

use tracing::{error, info, warn};

use super::journal::Storage;
use super::{Found, StartError, back, other_hall};
use crate::domain::id::Seq;
use crate::domain::keeping::{Keeping, KeepingRequest, Why};
use crate::journal::copy::{Whose, read};
use crate::journal::keep::Keep;
use crate::journal::mirror::Mirror;
use crate::journal::open::{OpenError, Settings};
use crate::journal::other_hall::{Decision, OtherHall};
use crate::journal::rejoin::{self, Rejoined};
use crate::journal::restore::Unsettled;
use crate::journal::second::{Emergency, Second};
use crate::journal::store::Store;
use crate::journal::writer;
use crate::runtime::engine::{Input, Kept, KeptBy};

/// The journal in the form that could be opened.
pub(super) enum Opened {
    Main(Box<Store>),
    Second(Box<Second>),
    Memory(Box<Emergency>),
}

impl Opened {
    pub fn by(&self) -> Keeping {
        match self {
            Self::Main(_) => Keeping::Main,
            Self::Second(_) => Keeping::Second,
            Self::Memory(_) => Keeping::Memory,
        }
    }
}

/// What a start found.
pub(super) struct Begun {
    pub keep: Opened,
    pub mirror: Mirror,
    /// What the engine replays.
    pub kept: Kept,
    /// Why it is not the main journal.
    pub why: Why,
    /// Rows of the main journal that gave way to those of the second medium.
    pub gave_way: u64,
    /// What is to be told to the office: another branch was found.
    pub branch: Option<KeepingRequest>,
    /// The journal in place is another hall's, and was left alone.
    pub other_hall: Option<OtherHall>,
    /// The main journal lacked rows that it once had: more may be lost than its copy has (B11).
    pub unsettled: Option<Unsettled>,
}

impl Begun {
    /// What the engine replays, and what it is told first.
    ///
    /// What a restoration before this start put aside, lost or left open is `found`; the start may have met it again.
    pub fn hand_over(&mut self, found: &Found) -> (Kept, Vec<Input>) {
        let kept = std::mem::replace(&mut self.kept, Kept { latest: None, today: Vec::new() });
        let by = KeptBy { by: self.keep.by(), why: self.why, gave_way: self.gave_way, unsure: true };
        let short = match &self.keep {
            Opened::Main(store) => store.shortage(),
            Opened::Second(_) | Opened::Memory(_) => None,
        };
        let mut branches: Vec<KeepingRequest> = found.asides.iter().map(back::found).collect();
        branches.extend(self.branch.take().filter(|found| !branches.contains(found)));
        branches.extend(found.decision.as_ref().map(Decision::request));
        let seals = match &mut self.keep {
            Opened::Main(keep) => writer::seals(&mut **keep, &kept.today),
            Opened::Second(keep) => writer::seals(&mut **keep, &kept.today),
            Opened::Memory(keep) => writer::seals(&mut **keep, &kept.today),
        };
        let known = [Input::KeptBy(by), Input::Room(short), Input::Sealed(seals)];
        // What a restoration left open says it already, unless the hall has leapt over that.
        let told = found.unsettled.is_some_and(|known| known.leapt.is_none());
        let unsettled = self.unsettled.take().filter(|_| !told).into_iter().chain(found.unsettled);
        let losses = (!found.losses.is_empty()).then(|| Input::Damaged(found.losses.join("; ")));
        let other_hall = self.other_hall.take().map(Input::OtherHall).into_iter();
        let branches = branches.into_iter().map(Input::Branch);
        let past = unsettled.map(Input::Unsettled).chain(losses);
        (kept, other_hall.chain(known).chain(branches).chain(past).collect())
    }
}

/// Opens the main journal and takes over what the second medium has. A disk that cannot be used does not keep
/// the hall closed (B14): the second medium goes on where it is, or memory begins with an empty queue.
pub(super) fn begin(main: &Settings, storage: &Storage) -> Result<Begun, StartError> {
    let refused = match Store::open(main) {
        Ok((store, findings)) => {
            for finding in findings {
                info!(?finding, "opening the journal");
            }
            return with_main(store, storage);
        }
        Err(OpenError::OtherSite { found, expected: ours }) => {
            return other_hall::begin(OtherHall { found, ours });
        }
        Err(error) if !error.is_the_disk() => return Err(error.into()),
        Err(error) => error,
    };
    error!(%refused, "the journal cannot be opened; the hall goes on without it");
    let why = refused.why();
    match Second::found(&storage.place, &main.site) {
        Ok(Some(mirror)) => with_second(mirror, storage, why),
        Ok(None) => with_memory(&main.site, why),
        Err(error) => {
            error!(%error, "nothing can be read from the second medium either");
            with_memory(&main.site, why)
        }
    }
}

fn with_main(store: Store, storage: &Storage) -> Result<Begun, StartError> {
    let spare = shares_the_disk(storage).then(|| storage.place.clone());
    let mut store = store.with_room(storage.ballast.clone(), spare);
    let (mut gave_way, mut branch, mut unsettled) = (0, None, None);
    let before = store.latest()?;
    match rejoin::with_copy(&mut store, &storage.place) {
        Ok(Rejoined::Nothing) => {}
        Ok(Rejoined::Taken { rows, gave_way: rows_gone, went_on: true }) => {
            warn!(rows, gave_way = rows_gone, "the journal took over what was kept on the second medium");
            gave_way = rows_gone;
        }
        Ok(Rejoined::Taken { rows, .. }) => {
            error!(
                rows,
                "the journal had lost its newest records; the event copy had them, and numbers go on far ahead"
            );
            let behind = before.map_or(Seq(0), |latest| latest.seq);
            unsettled = store.latest()?.map(|latest| Unsettled { behind, until: latest.day, leapt: None });
        }
        Ok(Rejoined::Branch { aside, taken }) => {
            let (after, rows, ours) = (aside.after, aside.rows, taken.is_some());
            error!(
                after,
                rows, ours, "the journal and the second medium were both written; one is put aside"
            );
            if taken.is_none()
                && let Err(error) = read::put_aside(&storage.place.folder, &store.whose().birth, aside.after)
            {
                warn!(%error, "the second medium still has its rows under their old names");
            }
            branch = Some(back::found(&aside));
        }
        Err(error) => warn!(%error, "the event copy could not be compared with the journal"),
    }
    let mirror = Mirror::of(store.whose().clone(), store.last_day()?, store.last());
    let (latest, today) = writer::last_day(&mut store)?;
    let keep = Opened::Main(Box::new(store));
    Ok(Begun {
        keep,
        mirror,
        kept: Kept { latest, today },
        why: Why::Failed,
        gave_way,
        branch,
        other_hall: None,
        unsettled,
    })
}

fn with_second(mirror: Mirror, storage: &Storage, why: Why) -> Result<Begun, StartError> {
    let mut second = Box::new(Second::after(storage.place.clone(), mirror.clone()));
    if let Err(error) = second.reopen() {
        error!(%error, "the second medium can be read and not be written");
        return in_memory(mirror, why);
    }
    let (latest, today) = writer::last_day(&mut *second)?;
    warn!("the hall goes on with the journal on the second medium");
    let kept = Kept { latest, today };
    Ok(Begun {
        keep: Opened::Second(second),
        mirror,
        kept,
        why,
        gave_way: 0,
        branch: None,
        other_hall: None,
        unsettled: None,
    })
}

fn with_memory(site: &str, why: Why) -> Result<Begun, StartError> {
    in_memory(Mirror::empty(Whose::unborn(site).map_err(StartError::CardKey)?), why)
}

fn in_memory(mirror: Mirror, why: Why) -> Result<Begun, StartError> {
    error!("NOTHING IS STORED: the records of this hall are kept in memory only");
    let mut emergency = Box::new(Emergency::after(mirror.clone()));
    let (latest, today) = writer::last_day(&mut *emergency)?;
    let kept = Kept { latest, today };
    Ok(Begun {
        keep: Opened::Memory(emergency),
        mirror,
        kept,
        why,
        gave_way: 0,
        branch: None,
        other_hall: None,
        unsettled: None,
    })
}

/// Whether the copies stand on the journal's own disk, so that they can make room there.
fn shares_the_disk(storage: &Storage) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: Option<&std::path::Path>| std::fs::metadata(path?).ok().map(|it| it.dev());
    let copies = device(Some(&storage.place.folder));
    copies.is_some() && copies == device(storage.ballast.path.parent())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{Seq, ServiceDay};
    use crate::journal::branch::Aside;

    #[test]
    fn b16_a_history_that_was_put_aside_is_recorded_once_however_often_it_was_met() {
        let Ok(mut begun) = with_memory("a-hall", Why::Failed) else { panic!("no birth mark") };
        let aside = Aside { after: 7, rows: 3, last: [5; 32] };
        begun.branch = Some(back::found(&aside));

        let (_, told) = begun.hand_over(&Found { asides: vec![aside], ..Found::default() });

        let recorded = told.iter().filter(|input| matches!(input, Input::Branch(_))).count();
        assert_eq!(recorded, 1);
    }

    #[test]
    fn b16_what_a_restoration_lost_and_left_open_is_told_first() {
        let Ok(mut begun) = with_memory("a-hall", Why::Failed) else { panic!("no birth mark") };
        let open = Unsettled { behind: Seq(9), until: ServiceDay(20_261_123), leapt: None };
        begun.unsettled = Some(Unsettled { behind: Seq(7), ..open });
        let losses = vec!["two records".to_owned(), "a ticket".to_owned()];

        let (_, told) = begun.hand_over(&Found { losses, unsettled: Some(open), ..Found::default() });

        let damage: Vec<&str> = told
            .iter()
            .filter_map(|it| if let Input::Damaged(words) = it { Some(&**words) } else { None })
            .collect();
        let left: Vec<Unsettled> = told
            .iter()
            .filter_map(|it| if let Input::Unsettled(left) = it { Some(*left) } else { None })
            .collect();
        assert_eq!(damage, ["two records; a ticket"]);
        assert_eq!(left, [open], "once, and as the restoration has it");
    }
}
