//! `jiaohao report`: the figures of a day as a table, as CSV or as JSON.

use std::io::Write;
use std::time::Duration;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::history::{Day, History};
use super::table::{Side, lines};
use super::{Out, Outcome, certificate};
use crate::config::Config;
use crate::domain::id::ServiceDay;
use crate::insight::day_sheet::{DaySheet, Figures, LIMITS_MIN};
use crate::station::words;

/// What is asked for.
#[derive(Debug, Args)]
pub(super) struct Report {
    #[command(flatten)]
    day: Day,
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
    /// `total`, `window`, `clerk`, `service` or `class`.
    of: &'static str,
    /// The number of the window, clerk or service.
    number: Option<u32>,
    /// Its name in the hall's words.
    name: String,
    /// The colour of a class by the hall's setting: `red`, `blue`, `green`.
    colour: Option<String>,
    called: u32,
    by_hand: u32,
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
    wait_by_hand_median_s: Option<u64>,
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
    on_paper: u32,
    written_off: u32,
    unreconciled: u32,
    rows: Vec<Row>,
}

pub(super) fn run(
    report: &Report,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let History { config, day, records } = match report.day.read(errors)? {
        Ok(history) => history,
        Err(outcome) => return Ok(outcome),
    };
    let sheet = DaySheet::of(&records);
    let rows = rows(&sheet, &config);
    match report.format {
        Format::Table => {
            table(day, &sheet, &rows, out)?;
            if let Some(certificate) = certificate::sentence(&records) {
                out.line("")?;
                out.line(&certificate)?;
            }
        }
        Format::Csv => csv(&rows, out)?,
        Format::Json => {
            let DaySheet { issued, cancelled, left_open, on_paper, written_off, unreconciled, .. } = sheet;
            let day = day.to_string();
            let sheet =
                Sheet { day, issued, cancelled, left_open, on_paper, written_off, unreconciled, rows };
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
    for (class, figures) in &sheet.classes {
        let colour = words::colour(rules, *class).map(|colour| colour.en);
        rows.push(Row { colour, ..row("class", None, words::class(*class).zh, figures) });
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
        colour: None,
        called: figures.called,
        by_hand: figures.by_hand,
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
        wait_by_hand_median_s: seconds(figures.waits_by_hand.percentile(50)),
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
    if let Some(words) = by_hand(sheet) {
        out.line(&words)?;
    }
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
        let colour = row.colour.as_ref().map(|colour| format!(" {colour}")).unwrap_or_default();
        let mut cells = vec![row.of.to_owned(), number, format!("{}{colour}", row.name)];
        cells.extend(counts.into_iter().chain(waits).chain([row.over_30_min.to_string()]));
        cells
    };
    for line in lines(&heads, &rows.iter().map(cells).collect::<Vec<_>>()) {
        out.line(&line)?;
    }
    Ok(())
}

/// What was called by paper, where anything was: the waits of these are not among those of the table.
fn by_hand(sheet: &DaySheet) -> Option<String> {
    let DaySheet { on_paper, written_off, unreconciled, .. } = *sheet;
    let called = sheet.total.by_hand;
    if [called, on_paper, written_off, unreconciled].iter().all(|count| *count == 0) {
        return None;
    }
    let wait = clock(sheet.total.waits_by_hand.percentile(50).map(|span| span.as_secs()));
    let wait = if wait.is_empty() { String::new() } else { format!(" (wait 50% {wait})") };
    Some(format!(
        "人工 by hand: {called} called{wait}, {on_paper} taken on paper, {written_off} written off, {unreconciled} never \
         reconciled"
    ))
}

/// Minutes and seconds: `12:05`.
fn clock(seconds: Option<u64>) -> String {
    seconds.map(|seconds| format!("{}:{:02}", seconds / 60, seconds % 60)).unwrap_or_default()
}

/// The columns of the CSV, by the names of the fields in JSON: both formats say the same.
const COLUMNS: [&str; 21] = [
    "of",
    "number",
    "name",
    "colour",
    "called",
    "by-hand",
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
    "wait-by-hand-median-s",
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
}
