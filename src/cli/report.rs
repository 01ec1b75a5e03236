//! `jiaohao report`: the figures of a day as a table, as CSV or as JSON.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::table::{Side, lines};
use super::{Out, Outcome, check};
use crate::config::Config;
use crate::domain::id::ServiceDay;
use crate::insight::day_sheet::{DaySheet, Figures, LIMITS_MIN};
use crate::journal::reader::Reader;

/// What is asked for.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// The hall's file.
    #[arg(long, value_name = "FILE", default_value = "/etc/jiaohao/hall.toml")]
    config: PathBuf,
    /// The day, as 2026-11-23; the last one in the journal when it is left out.
    #[arg(long, value_name = "DATE", value_parser = day)]
    day: Option<ServiceDay>,
    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Table,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

/// One row of a report. Times are whole seconds; `null` where nobody waited.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Row {
    /// `total`, `window`, `clerk` or `service`.
    of: &'static str,
    /// The number of the window, clerk or service.
    number: Option<u32>,
    /// Its name in the hall's words.
    name: String,
    called: u32,
    accepted: u32,
    handled: u32,
    closed: u32,
    corrected: u32,
    declined: u32,
    missed: u32,
    directed: u32,
    wait_median_s: Option<u64>,
    wait_p80_s: Option<u64>,
    wait_longest_s: Option<u64>,
    over_15_min: usize,
    over_20_min: usize,
    over_30_min: usize,
    service_median_s: Option<u64>,
}

/// A report for programs.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Sheet {
    day: String,
    issued: u32,
    cancelled: u32,
    left_open: u32,
    rows: Vec<Row>,
}

pub(super) fn run(
    report: &Report,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let Some(config) = check::config(&report.config, errors)? else { return Ok(Outcome::Configuration) };
    let journal = config.paths.journal();
    if !journal.exists() {
        errors.line(&format!("{}: there is no journal yet", journal.display()))?;
        return Ok(Outcome::Failed);
    }
    let reader = Reader::new(&journal);
    let reading = || format!("reading {}", journal.display());
    let days = reader.days().with_context(reading)?;
    let Some(day) = report.day.or(days.last().copied()).filter(|day| days.contains(day)) else {
        errors.line("the journal has no record of that day")?;
        return Ok(Outcome::Failed);
    };
    let sheet = DaySheet::of(&reader.day(day).with_context(reading)?);
    let rows = rows(&sheet, &config);
    match report.format {
        Format::Table => table(day, &sheet, &rows, out)?,
        Format::Csv => csv(&rows, out)?,
        Format::Json => {
            let DaySheet { issued, cancelled, left_open, .. } = sheet;
            let sheet = Sheet { day: day.to_string(), issued, cancelled, left_open, rows };
            out.line(&serde_json::to_string_pretty(&sheet)?)?;
        }
    }
    Ok(Outcome::Done)
}

fn rows(sheet: &DaySheet, config: &Config) -> Vec<Row> {
    let rules = &config.rules;
    let mut rows = vec![row("total", None, String::new(), &sheet.total)];
    for (id, figures) in &sheet.windows {
        let name = rules.windows.iter().find(|window| window.id == *id).map(|window| window.name.clone());
        rows.push(row("window", Some(id.0.into()), name.unwrap_or_default(), figures));
    }
    for (id, figures) in &sheet.clerks {
        let name = rules.staff.iter().find(|clerk| clerk.id == *id).map(|clerk| clerk.shown_as.clone());
        rows.push(row("clerk", Some(id.0), name.unwrap_or_default(), figures));
    }
    for (id, figures) in &sheet.services {
        let name =
            rules.services.iter().find(|service| service.id == *id).map(|service| service.name.clone());
        rows.push(row("service", Some(id.0.into()), name.unwrap_or_default(), figures));
    }
    rows
}

fn row(of: &'static str, number: Option<u32>, name: String, figures: &Figures) -> Row {
    let seconds = |span: Option<Duration>| span.map(|span| span.as_secs());
    let [over_15_min, over_20_min, over_30_min] =
        LIMITS_MIN.map(|minutes| figures.waits.longer_than(Duration::from_secs(minutes * 60)));
    Row {
        of,
        number,
        name,
        called: figures.called,
        accepted: figures.accepted,
        handled: figures.handled,
        closed: figures.closed,
        corrected: figures.corrected,
        declined: figures.declined,
        missed: figures.missed,
        directed: figures.directed,
        wait_median_s: seconds(figures.waits.percentile(50)),
        wait_p80_s: seconds(figures.waits.percentile(80)),
        wait_longest_s: seconds(figures.waits.longest()),
        over_15_min,
        over_20_min,
        over_30_min,
        service_median_s: seconds(figures.services.percentile(50)),
    }
}

fn table(day: ServiceDay, sheet: &DaySheet, rows: &[Row], out: &mut Out<impl Write>) -> anyhow::Result<()> {
    out.line(&format!(
        "{day}: {} tickets, {} not served, {} left open at the day's end",
        sheet.issued, sheet.cancelled, sheet.left_open
    ))?;
    out.line("")?;
    let mut heads = vec![("", Side::Left), ("", Side::Right), ("", Side::Left)];
    heads.extend(
        [
            "called 呼叫",
            "accepted 受理",
            "handled 办件",
            "closed 办结",
            "missed 过号",
            "directed 指定",
            "wait 50%",
            "80%",
            "longest",
            ">30 min",
        ]
        .map(|head| (head, Side::Right)),
    );
    let cells = |row: &Row| {
        let number = row.number.map(|number| number.to_string()).unwrap_or_default();
        let counts = [row.called, row.accepted, row.handled, row.closed, row.missed, row.directed]
            .map(|count| count.to_string());
        let waits = [row.wait_median_s, row.wait_p80_s, row.wait_longest_s].map(clock);
        let mut cells = vec![row.of.to_owned(), number, row.name.clone()];
        cells.extend(counts.into_iter().chain(waits).chain([row.over_30_min.to_string()]));
        cells
    };
    for line in lines(&heads, &rows.iter().map(cells).collect::<Vec<_>>()) {
        out.line(&line)?;
    }
    Ok(())
}

/// Minutes and seconds: `12:05`.
fn clock(seconds: Option<u64>) -> String {
    seconds.map(|seconds| format!("{}:{:02}", seconds / 60, seconds % 60)).unwrap_or_default()
}

/// The columns of the CSV, by the names of the fields in JSON: both formats say the same.
const COLUMNS: [&str; 18] = [
    "of",
    "number",
    "name",
    "called",
    "accepted",
    "handled",
    "closed",
    "corrected",
    "declined",
    "missed",
    "directed",
    "wait-median-s",
    "wait-p80-s",
    "wait-longest-s",
    "over-15-min",
    "over-20-min",
    "over-30-min",
    "service-median-s",
];

fn csv(rows: &[Row], out: &mut Out<impl Write>) -> anyhow::Result<()> {
    out.line(&COLUMNS.join(","))?;
    for row in rows {
        let row = serde_json::to_value(row)?;
        out.line(&COLUMNS.map(|column| row.get(column).map(cell).unwrap_or_default()).join(","))?;
    }
    Ok(())
}

/// One cell, quoted where it must be, and never a formula to a spreadsheet (a name may begin with anything).
fn cell(value: &serde_json::Value) -> String {
    let Some(text) = value.as_str() else {
        return if value.is_null() { String::new() } else { value.to_string() };
    };
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

fn day(text: &str) -> Result<ServiceDay, String> {
    let date: jiff::civil::Date = text.parse().map_err(|_| "write a date such as 2026-11-23".to_owned())?;
    let [year, month, day] = [i32::from(date.year()), date.month().into(), date.day().into()];
    u32::try_from(year * 10_000 + month * 100 + day)
        .map(ServiceDay)
        .map_err(|_| "before the year 0".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_a_formula() {
        let cells = ["plain", "a,b", "say \"no\"", "=1+1", "-"].map(|text| cell(&text.into()));

        assert_eq!(cells, ["plain", "\"a,b\"", "\"say \"\"no\"\"\"", "'=1+1", "'-"]);
        assert_eq!(cell(&serde_json::Value::Null), "");
    }

    #[test]
    fn every_field_of_a_row_is_a_column() {
        let row =
            serde_json::to_value(row("total", None, String::new(), &Figures::default())).expect("a row");

        let fields = row.as_object().expect("fields");

        assert_eq!(fields.len(), COLUMNS.len());
        assert!(COLUMNS.iter().all(|column| fields.contains_key(*column)), "{fields:?}");
    }

    #[test]
    fn a_day_is_a_date() {
        assert_eq!(day("2028-02-29"), Ok(ServiceDay(20_280_229)));
        assert!(day("2027-02-29").is_err());
        assert!(day("today").is_err());
    }
}
