//! Where the sources hold two histories that follow the same row: which one is restored, and the others whole.

use std::collections::BTreeSet;
use std::path::Path;

use super::source::Source;
use crate::journal::branch::{self, Aside, Side};
use crate::journal::chain::{Hash, Link};
use crate::journal::copy::Whose;
use crate::journal::fresh::FreshError;

/// Rows that were found to belong to a history that is not restored.
#[derive(Debug, Default)]
pub(super) struct Forks {
    /// Their hashes.
    not_ours: BTreeSet<Hash>,
    /// Histories that were promised, and that lie beside the journal.
    pub asides: Vec<Aside>,
}

impl Forks {
    /// The rows at this position that any source holds and that are not known to belong elsewhere.
    pub fn at(&self, sources: &mut [Source], seq: i64) -> Vec<Link> {
        let mut found: Vec<Link> = Vec::new();
        for link in sources.iter_mut().flat_map(|source| source.at(seq)) {
            if !self.not_ours.contains(&link.hash) && !found.iter().any(|other| other.hash == link.hash) {
                found.push(link);
            }
        }
        found
    }

    /// The last position that any source holds, but for rows that belong elsewhere.
    pub fn last(&self, sources: &mut [Source]) -> i64 {
        let mut known = 0;
        for source in sources {
            let last = source.last(known);
            if source.at(last).iter().any(|link| !self.not_ours.contains(&link.hash)) {
                known = known.max(last);
            }
        }
        known
    }

    /// Of several rows that follow the same one, the one that the hall was run by last; the rows of the others are
    /// put aside beside `journal` unless they were promised to nobody.
    pub fn choose(
        &mut self,
        sources: &mut [Source],
        firsts: Vec<Link>,
        (journal, whose): (&Path, &Whose),
    ) -> Result<Option<Link>, FreshError> {
        let joint = self.run_before(sources, &firsts);
        let sides: Vec<Side> = firsts.into_iter().map(|first| self.walked(sources, first)).collect();
        let stays = sides.iter().reduce(|stays, other| {
            let gives_way = stays.was_left_by(other, joint) || other.is_later_than(stays);
            if gives_way && !other.was_left_by(stays, joint) { other } else { stays }
        });
        let Some(stays) = stays else { return Ok(None) };
        for side in sides.iter().filter(|side| side.first.hash != stays.first.hash) {
            let mut next = Some(side.first.clone());
            let mut rows = Vec::new();
            while let Some(link) = next {
                self.not_ours.insert(link.hash);
                next = self.following(sources, &link);
                rows.push(link);
            }
            if side.was_left_by(stays, joint) {
                continue;
            }
            let last = side.last.hash;
            branch::put_aside(journal, whose, rows.into_iter(), &last)
                .map_err(|error| FreshError::File { path: branch::place(journal, &last), error })?;
            self.asides.push(Aside { after: side.first.row.seq - 1, rows: side.rows, last });
        }
        Ok(Some(stays.first.clone()))
    }

    /// The run of the machine that wrote the row that these follow.
    fn run_before(&self, sources: &mut [Source], firsts: &[Link]) -> Option<i64> {
        let first = firsts.first()?;
        let before = self.at(sources, first.row.seq - 1);
        before.into_iter().find(|link| link.hash == first.before).map(|link| link.row.boot)
    }

    fn walked(&self, sources: &mut [Source], first: Link) -> Side {
        let mut side = Side::from(first);
        while let Some(next) = self.following(sources, &side.last) {
            side.push(next);
        }
        side
    }

    fn following(&self, sources: &mut [Source], link: &Link) -> Option<Link> {
        let next = self.at(sources, link.row.seq + 1);
        next.into_iter().find(|next| next.before == link.hash)
    }
}
