//! The longest journal that the sources prove, row by row, with what none of them has declared lost.

use std::collections::BTreeMap;
use std::path::Path;

use super::fork::Forks;
use super::source::Source;
use crate::domain::event::Event;
use crate::domain::id::Prefix;
use crate::domain::record::{Book, Record};
use crate::journal::branch::Aside;
use crate::journal::chain::{self, DayEnd, Hash, Link};
use crate::journal::copy::Whose;
use crate::journal::fresh::{Fresh, FreshError};
use crate::journal::gap::{Gap, Known};
use crate::journal::reader::Origin;
use crate::journal::row::book_name;
use crate::journal::table::{Linked, Seal};

/// Rows that are written in one go.
const SLICE: usize = 2_000;

/// Positions that stay free behind an end of which nobody knows whether it was the end: what the lost file may
/// have held keeps its places, and no two rows ever bear the same.
pub(super) const FREE: i64 = 1_000_000;

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Rebuilt {
    /// The last row; 0 when none could be proved.
    pub last: i64,
    /// Its day.
    pub day: i64,
    /// What is lost, in order; earlier losses are not among them.
    pub lost: Vec<Gap>,
    /// Days whose seal had to be made again, and is not the one on their paper.
    pub resealed: Vec<i64>,
    /// Histories that were promised and do not stay.
    pub asides: Vec<Aside>,
}

/// Makes the journal at `to` of everything that `sources` prove, but for the `old` gaps of an earlier restoration;
/// a history that does not stay is put aside beside `journal`. `today`, if it is known, is a day up to which
/// rows may be lost of which no source tells.
pub(super) fn rebuild(
    origin: &Origin,
    old: &[Gap],
    sources: &mut [Source],
    today: Option<i64>,
    (journal, to): (&Path, &Path),
) -> Result<Rebuilt, FreshError> {
    let forks = Forks::default();
    let known = forks.last(sources);
    let site = chain::site(&origin.identity, &origin.birth);
    let mut work = Work {
        sources,
        forks,
        beside: (
            journal,
            Whose {
                site: origin.identity.clone(),
                birth: origin.birth.clone().try_into().unwrap_or_default(),
            },
        ),
        old,
        passed: Vec::new(),
        fresh: Fresh::make(to, origin)?,
        seq: 0,
        hash: site,
        seal: site,
        known,
        rows: Vec::new(),
        seals: Vec::new(),
        counted: BTreeMap::new(),
        given: BTreeMap::new(),
        uncounted: false,
        broken: None,
        done: Rebuilt::default(),
    };
    work.walk()?;
    work.cut()?;
    work.end(today)?;
    for gap in work.passed.iter().chain(&work.done.lost) {
        work.fresh.declare(gap)?;
    }
    work.fresh.close()?;
    work.done.asides = work.forks.asides;
    Ok(work.done)
}

struct Work<'a> {
    sources: &'a mut [Source],
    forks: Forks,
    /// Where histories that do not stay lie, and whose they are.
    beside: (&'a Path, Whose),
    /// Gaps of an earlier restoration.
    old: &'a [Gap],
    /// Those of them that the restored journal has too.
    passed: Vec<Gap>,
    fresh: Fresh,
    seq: i64,
    hash: Hash,
    seal: Hash,
    /// The last position that any source holds.
    known: i64,
    rows: Vec<Linked>,
    seals: Vec<Seal>,
    /// Rows of the hall's book of each day that is not sealed.
    counted: BTreeMap<i64, i64>,
    /// The last number of each letter given on each day, and by which row.
    given: BTreeMap<(i64, Prefix), (u16, i64)>,
    /// Rows were lost since the last seal.
    uncounted: bool,
    /// The first position that is lost of the day that is open: what follows it cannot be replayed.
    broken: Option<i64>,
    done: Rebuilt,
}

impl Work<'_> {
    fn walk(&mut self) -> Result<(), FreshError> {
        loop {
            if let Some(old) = self.lost_before()? {
                (self.seq, self.hash, self.uncounted) = (old.last, old.after, true);
                self.passed.push(old);
            } else if self.seq >= self.known {
                break;
            } else if let Some(link) = self.next()? {
                self.take(link)?;
            } else if let Some(link) = self.next_of_all() {
                self.lose_up_to(&link);
                self.take(link)?;
            } else {
                break;
            }
        }
        self.flush()
    }

    /// What an earlier restoration declared lost at this place, and still is: no source has it, or the hall has gone on
    /// behind the loss, and later than what was found of it.
    fn lost_before(&mut self) -> Result<Option<Gap>, FreshError> {
        let (seq, hash) = (self.seq, self.hash);
        let Some(old) = self.old.iter().find(|gap| gap.first == seq + 1 && gap.before == hash) else {
            return Ok(None);
        };
        let found = self.following(seq, hash);
        if found.is_empty() {
            return Ok(Some(old.clone()));
        }
        let gone_on = self.following(old.last, old.after);
        let firsts: Vec<Link> = found.into_iter().chain(gone_on).collect();
        let stays = self.of_several(firsts)?;
        Ok(stays.is_some_and(|first| first.row.seq > seq + 1).then(|| old.clone()))
    }

    /// The row that follows; of several, the one whose history stays.
    fn next(&mut self) -> Result<Option<Link>, FreshError> {
        let follow = self.following(self.seq, self.hash);
        self.of_several(follow)
    }

    fn following(&mut self, seq: i64, hash: Hash) -> Vec<Link> {
        let mut follow = self.forks.at(self.sources, seq + 1);
        follow.retain(|link| link.before == hash);
        follow
    }

    fn of_several(&mut self, mut firsts: Vec<Link>) -> Result<Option<Link>, FreshError> {
        if firsts.len() < 2 {
            return Ok(firsts.pop());
        }
        let (journal, whose) = &self.beside;
        let stays = self.forks.choose(self.sources, firsts, (journal, whose))?;
        self.known = self.forks.last(self.sources);
        Ok(stays)
    }

    /// The first row anywhere behind the one that cannot be found.
    fn next_of_all(&mut self) -> Option<Link> {
        let mut ahead = self.seq + 2..=self.known;
        ahead.find_map(|seq| self.forks.at(self.sources, seq).into_iter().next())
    }

    fn lose_up_to(&mut self, next: &Link) {
        let (first, last) = (self.seq + 1, next.row.seq - 1);
        let days = Some((self.done.day.max(0), next.row.day)).filter(|(from, _)| *from > 0);
        let known = Known { days: days.or(Some((next.row.day, next.row.day))), ..Known::default() };
        let opens = record_of(next).is_some_and(|record| opens(&record));
        if !opens {
            self.broken.get_or_insert(first);
        }
        self.done.lost.push(Gap { first, last, before: self.hash, after: next.before, known });
        (self.seq, self.hash, self.uncounted) = (last, next.before, true);
    }

    fn take(&mut self, link: Link) -> Result<(), FreshError> {
        (self.seq, self.hash) = (link.row.seq, link.hash);
        (self.done.last, self.done.day) = (link.row.seq, link.row.day);
        let record = record_of(&link);
        let Link { row, before, hash } = link;
        if row.book == book_name(Book::Hall) {
            *self.counted.entry(row.day).or_default() += 1;
        }
        self.rows.push(Linked { row, before: before.into(), hash: hash.into() });
        if let Some(record) = record {
            if opens(&record) {
                self.broken = None;
            }
            record.events.iter().for_each(|event| self.note(event));
            if record.events.contains(&Event::DayClosed) {
                self.broken = None;
                self.seal();
            }
        }
        if self.rows.len() >= SLICE { self.flush() } else { Ok(()) }
    }

    /// A number that was jumped over behind a gap was given in it.
    fn note(&mut self, event: &Event) {
        let Event::TicketIssued { number, .. } = event else { return };
        let key = (self.done.day, number.prefix);
        let (before, at) = self.given.insert(key, (number.value, self.seq)).unwrap_or((0, 0));
        let Some(gap) = self.done.lost.iter_mut().rev().find(|gap| gap.first > at) else { return };
        let jumped = before.saturating_add(1)..number.value;
        // More than there are rows is a leap and no loss.
        if i64::try_from(jumped.len()).is_ok_and(|jumped| jumped <= gap.last - gap.first + 1) {
            let named =
                jumped.map(|value| (key.0, crate::domain::id::TicketNumber { value, ..*number }.to_string()));
            gap.known.tickets.extend(named);
        }
    }

    fn seal(&mut self) {
        let day = self.done.day;
        let records = self.counted.remove(&day).unwrap_or_default();
        let mut end = DayEnd { day, seq: self.seq, records, last: self.hash };
        let there = self.sources.iter().find_map(|source| source.seal(day));
        if let Some(there) = &there
            && std::mem::take(&mut self.uncounted)
            && there.records > records
        {
            end.records = there.records;
        }
        let mut hash = chain::seal(&self.seal, &end);
        if there.is_none_or(|there| there.hash != hash) {
            end.records = records;
            hash = chain::seal(&self.seal, &end);
            self.done.resealed.push(day);
        }
        let DayEnd { day, seq, records, last } = end;
        self.seals.push(Seal {
            day,
            seq,
            records,
            last: last.into(),
            before: self.seal.into(),
            hash: hash.into(),
        });
        self.seal = hash;
    }

    fn flush(&mut self) -> Result<(), FreshError> {
        self.fresh.add(&self.rows, &self.seals)?;
        self.rows.clear();
        self.seals.clear();
        Ok(())
    }

    /// What follows a loss within the day that is open cannot be replayed: it is taken out, and what it tells of
    /// tickets is kept with the loss.
    fn cut(&mut self) -> Result<(), FreshError> {
        let Some(first) = self.broken else { return Ok(()) };
        let mut tickets = Vec::new();
        for linked in self.fresh.rows_behind(first - 1)? {
            let record = linked.row.record().ok();
            let numbers = record.iter().flat_map(|record| &record.events).filter_map(number_of);
            tickets.extend(numbers.map(|number| (linked.row.day, number)));
        }
        self.fresh.cut_behind(first - 1)?;
        self.passed.retain(|gap| gap.first < first);
        let cut = self.done.lost.iter().position(|gap| gap.first == first).unwrap_or_default();
        let mut gone = self.done.lost.split_off(cut);
        let Some(mut gap) = (!gone.is_empty()).then(|| gone.remove(0)) else { return Ok(()) };
        for later in gone {
            gap.known.tickets.extend(later.known.tickets);
        }
        gap.known.tickets.extend(tickets);
        gap.known.tickets.sort();
        gap.known.tickets.dedup();
        gap.known.days = gap.known.days.map(|(from, _)| (from, self.done.day));
        gap.last = self.known.max(self.seq);
        gap.after = chain::gap(&gap.before, gap.first, gap.last);
        self.hash = gap.before;
        (self.seq, self.done.last) = (first - 1, first - 1);
        self.done.day = gap.known.days.map_or(0, |(from, _)| from);
        self.done.lost.push(gap);
        Ok(())
    }

    /// Rows behind the last one that is proved are lost; and where no source reaches up to the end, nobody knows
    /// how many there were.
    fn end(&mut self, today: Option<i64>) -> Result<(), FreshError> {
        let exact = self.sources.iter().any(|source| source.ends_at(self.known));
        if self.done.lost.last().is_some_and(|gap| gap.first == self.seq + 1) {
            self.open_up(exact, today);
        } else if !exact && self.seq > 0 {
            let known = Known { days: Some((self.done.day, self.done.day)), ..Known::default() };
            let (first, before) = (self.seq + 1, self.hash);
            self.done.lost.push(Gap { first, last: self.known.max(self.seq), before, after: before, known });
            self.open_up(exact, today);
        } else if self.known > self.seq && self.seq > 0 {
            let known = Known { days: Some((self.done.day, self.done.day)), ..Known::default() };
            let (first, last, before) = (self.seq + 1, self.known, self.hash);
            let after = chain::gap(&before, first, last);
            self.done.lost.push(Gap { first, last, before, after, known });
        }
        Ok(())
    }

    fn open_up(&mut self, exact: bool, today: Option<i64>) {
        let Some(gap) = self.done.lost.last_mut().filter(|_| !exact) else { return };
        gap.known.open_ended = true;
        gap.known.days = gap.known.days.map(|(from, to)| (from, to.max(today.unwrap_or(to))));
        gap.last += FREE;
        gap.after = chain::gap(&gap.before, gap.first, gap.last);
    }
}

fn record_of(link: &Link) -> Option<Record> {
    link.row.record().ok().filter(|record| record.book == Book::Hall)
}

fn opens(record: &Record) -> bool {
    record.events.iter().any(|event| matches!(event, Event::DayOpened(_)))
}

fn number_of(event: &Event) -> Option<String> {
    let Event::TicketIssued { number, .. } = event else { return None };
    Some(number.to_string())
}
