//! The way back: what was kept on the second medium or in memory is taken over by the main journal.
//!
//! The rows follow the main journal's last confirmed row, the *joint*, so taking them over is appending them.
//! Where the main journal has rows of its own behind the joint, both were written, and who wins is decided by
//! what was promised:
//!
//! | behind the joint, in the main journal | on the other side | what happens |
//! |---|---|---|
//! | nothing | rows | they are appended |
//! | rows of the run that went down: a batch whose commit nobody confirmed, or that a hung thread wrote when it woke | rows that begin with going down | nobody was promised anything: they give way, all in one transaction, and the record of coming back counts them |
//! | anything else | rows | both were promised. The side that the hall was run by last stays, the rows of the other are put aside whole ([`super::branch`]), and a record names the joint, their number and their last hash. No number is in both, as going down leaps ([`crate::domain::keeping`]) |
//!
//! A power cut in the middle leaves the joint where it was or all rows behind it, as the transaction does; the
//! rows of the other side stay until the copy's files are old, so that the next start does what is left.

use std::io;
use std::sync::Arc;

use super::branch::{self, Aside, Side};
use super::chain::{Hash, Link};
use super::copy::{CopyError, read};
use super::keep::{Keep, KeepError, StoreError};
use super::mirror::Mirror;
use super::second::Place;
use super::store::Store;
use crate::domain::keeping;
use crate::planted::{self, Bug};

/// What became of the rows that were kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejoined {
    /// There were none.
    Nothing,
    /// The main journal has them.
    Taken {
        /// How many rows were taken over.
        rows: u64,
        /// How many of the main journal's gave way.
        gave_way: u64,
        /// They tell that the hall went on without the main journal. Otherwise the main journal had them once, and may have
        /// lost more than these.
        went_on: bool,
    },
    /// Both were written, and both were promised.
    Branch {
        /// The rows that the hall does not go on with.
        aside: Aside,
        /// They were the main journal's, and it has those of the other side: how many. `None` when the main journal
        /// stays as it is.
        taken: Option<u64>,
    },
}

/// Why the rows could not be taken over; the main journal is as it was.
#[derive(Clone, Debug, thiserror::Error)]
pub enum RejoinError {
    /// The other side could not be read.
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// The main journal could not be read.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The main journal could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Rows that were promised could not be put aside.
    #[error("rows of another branch cannot be put aside: {0}")]
    Aside(Arc<io::Error>),
}

/// Takes over what the copy has and the main journal has not.
///
/// # Errors
/// When either cannot be read, or the main journal cannot be written.
pub fn with_copy(main: &mut Store, place: &Place) -> Result<Rejoined, RejoinError> {
    let whose = main.whose().clone();
    let known = |seq, hash: &Hash| Ok::<bool, RejoinError>(main.has(seq, hash)?);
    let tail = read::after(&place.folder, &whose, known)?;
    // A copy whose oldest rows are behind the journal's end, with nothing between, is a hole and no branch.
    take_over(main, tail.joint, &tail.links)
}

/// Takes over what the mirror has and the main journal has not; `None` when they have no row in common.
///
/// # Errors
/// As for [`with_copy`].
pub fn with_mirror(main: &mut Store, mirror: &Mirror) -> Result<Option<Rejoined>, RejoinError> {
    if main.whose() != mirror.whose() {
        return Ok(None);
    }
    let places = mirror.links().iter().rev().map(|link| (link.row.seq, link.hash));
    for joint in places.chain([mirror.base()]) {
        if joint.0 == 0 || main.has(joint.0, &joint.1)? {
            return take_over(main, joint, mirror.behind(joint.0)).map(Some);
        }
    }
    Ok(None)
}

fn take_over(main: &mut Store, joint: (i64, Hash), links: &[Link]) -> Result<Rejoined, RejoinError> {
    let forgotten = usize::from(planted::is(Bug::ForgetsTheLastRowOnTheWayBack));
    let links = &links[..links.len().saturating_sub(forgotten)];
    let Some(other) = Side::of(links) else { return Ok(Rejoined::Nothing) };
    let ours = main.behind(joint.0)?;
    let Some(here) = Side::of(&ours) else {
        adopt(main, joint, links)?;
        return Ok(Rejoined::Taken { rows: other.rows, gave_way: 0, went_on: went_on(links) });
    };
    if here.was_left_by(&other, main.run(joint.0)?) {
        adopt(main, joint, links)?;
        return Ok(Rejoined::Taken { rows: other.rows, gave_way: here.rows, went_on: true });
    }
    let other_stays = other.is_later_than(&here);
    let (lost, rows) = if other_stays { (&here, ours.as_slice()) } else { (&other, links) };
    let aside = Aside { after: joint.0, rows: lost.rows, last: lost.last.hash };
    branch::put_aside(main.path(), main.whose(), rows.iter().cloned(), &aside.last)
        .map_err(|error| RejoinError::Aside(Arc::new(error)))?;
    if other_stays {
        adopt(main, joint, links)?;
    }
    Ok(Rejoined::Branch { aside, taken: other_stays.then_some(other.rows) })
}

/// Whether the hall leapt over ids and numbers somewhere in these rows.
fn went_on(links: &[Link]) -> bool {
    links.iter().any(|link| link.row.record().is_ok_and(|record| record.events.iter().any(keeping::leaps)))
}

fn adopt(main: &mut Store, joint: (i64, Hash), links: &[Link]) -> Result<(), RejoinError> {
    if let Err(error) = main.adopt(joint, links) {
        main.reopen()?;
        return Err(error.into());
    }
    Ok(())
}
