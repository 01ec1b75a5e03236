//! `jiaohao duty certificate`: the self-test's certificates of a day, from the journal, as a table.

use std::io::Write;

use super::history::{Day, History};
use super::table::{Side, lines};
use super::{Out, Outcome};
use crate::domain::event::Event;
use crate::domain::record::Record;
use crate::domain::self_test::{Certificate, SelfTestEvent, Tried, Verdict};

/// Tells every certificate of the day; a running daemon is not disturbed.
pub(super) fn run(
    day: &Day,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let History { day, records, .. } = match day.read(errors)? {
        Ok(history) => history,
        Err(outcome) => return Ok(outcome),
    };
    let mut found = false;
    for record in &records {
        for event in &record.events {
            let Event::SelfTest(event) = event else { continue };
            if let SelfTestEvent::Certified { number, certificate } = event {
                if std::mem::replace(&mut found, true) {
                    out.line("")?;
                }
                tell(&heading(record, *number, certificate), certificate, out)?;
            } else if let SelfTestEvent::Told { who } = event {
                out.line(&format!("{} told: {who}", time(record)))?;
            }
        }
    }
    if !found {
        errors.line(&format!("{day} has no certificate"))?;
        return Ok(Outcome::Failed);
    }
    Ok(Outcome::Done)
}

/// The last certificate of a day in one sentence.
pub(super) fn sentence(records: &[Record]) -> Option<String> {
    let events =
        records.iter().rev().flat_map(|record| record.events.iter().map(move |event| (record, event)));
    let mut certified = events.filter_map(|(record, event)| {
        let Event::SelfTest(SelfTestEvent::Certified { number, certificate }) = event else { return None };
        Some(heading(record, *number, certificate))
    });
    certified.next()
}

fn heading(record: &Record, number: u16, certificate: &Certificate) -> String {
    let (works, all) = certificate.working();
    format!("{} self-test, certificate {number}: {works} of {all} work; record {}", time(record), record.seq)
}

fn time(record: &Record) -> String {
    record.moment.wall.map_or_else(|| "(time unknown)".to_owned(), |wall| wall.civil().to_string())
}

fn tell(heading: &str, certificate: &Certificate, out: &mut Out<impl Write>) -> anyhow::Result<()> {
    out.line(heading)?;
    let heads = ["", "device", "", "place", "", "call"].map(|head| (head, Side::Left));
    let row = |tried: &Tried| {
        let mark = match tried.verdict {
            Verdict::Works => "works",
            Verdict::Fails => "FAILS",
            Verdict::NotTried => "not tried",
        };
        [mark, &tried.device, &tried.name, &tried.place, &tried.words, &tried.call]
            .map(str::to_owned)
            .to_vec()
    };
    let rows: Vec<Vec<String>> = certificate.tried.iter().map(row).collect();
    for line in lines(&heads, &rows) {
        out.line(&line)?;
    }
    Ok(())
}
