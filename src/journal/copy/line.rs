//! A row of the journal as a line of text, and the line that says whose rows follow.

use serde_json::Value;

use super::Whose;
use crate::journal::chain::{Hash, Link};
use crate::journal::codec::{hex, text, unhex};
use crate::journal::row::Row;

/// The version of the form; a reader that finds another one takes nothing.
const VERSION: u64 = 1;

/// The first line of a file, with its line feed.
#[must_use]
pub fn header(whose: &Whose) -> String {
    let mut line = String::from(r#"{"jiaohao":"event copy","version":1,"site":"#);
    text(&mut line, &whose.site);
    line.push_str(&format!(",\"birth\":\"{}\"}}\n", hex(&whose.birth)));
    line
}

/// Whose rows follow this line; `None` when it is no header of this version.
#[must_use]
pub fn whose(line: &str) -> Option<Whose> {
    let header: Value = serde_json::from_str(line).ok()?;
    let ours = header["jiaohao"] == "event copy" && header["version"] == VERSION;
    let whose = Whose { site: header["site"].as_str()?.into(), birth: unhex(header["birth"].as_str()?)? };
    ours.then_some(whose)
}

/// The row as a line, with its line feed.
#[must_use]
pub fn of(link: &Link) -> String {
    let Link { row, before, hash } = link;
    let or_null = |number: Option<i64>| number.map_or_else(|| "null".into(), |number| number.to_string());
    let mut book = String::new();
    text(&mut book, &row.book);
    let (wall_ms, offset_min) = (or_null(row.wall_ms), or_null(row.offset_min));
    format!(
        "{{\"seq\":{},\"book\":{book},\"day\":{},\"version\":{},\"boot\":{},\"hall_ms\":{},\
         \"wall_ms\":{wall_ms},\"offset_min\":{offset_min},\"number\":\"{}\",\"body\":{},\
         \"before\":\"{}\",\"hash\":\"{}\"}}\n",
        row.seq,
        row.day,
        row.version,
        row.boot,
        row.hall_ms,
        hex(&row.number),
        row.body,
        hex(before),
        hex(hash),
    )
}

/// The row that this line says; `None` when it is no row, or its hash is not its own.
#[must_use]
pub fn link(line: &str) -> Option<Link> {
    // The columns before the body hold no text that could look like it, and what is behind has one length.
    let (columns, rest) = line.split_once(r#","body":"#)?;
    let (body, ends) = rest.rsplit_once(r#","before":""#)?;
    let (before, hash) = ends.strip_suffix(r#""}"#)?.split_once(r#"","hash":""#)?;
    let columns: Value = serde_json::from_str(&format!("{columns}}}")).ok()?;
    let row = Row {
        seq: columns["seq"].as_i64()?,
        book: columns["book"].as_str()?.into(),
        day: columns["day"].as_i64()?,
        version: columns["version"].as_i64()?,
        boot: columns["boot"].as_i64()?,
        hall_ms: columns["hall_ms"].as_i64()?,
        wall_ms: optional(&columns["wall_ms"])?,
        offset_min: optional(&columns["offset_min"])?,
        number: unhex::<16>(columns["number"].as_str()?)?.into(),
        body: body.into(),
    };
    let link = Link { row, before: unhex::<{ size_of::<Hash>() }>(before)?, hash: unhex(hash)? };
    link.is_intact().then_some(link)
}

/// A number or `null`; `None` when it is something else.
fn optional(value: &Value) -> Option<Option<i64>> {
    if value.is_null() { Some(None) } else { value.as_i64().map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Link {
        let row = Row {
            seq: 7,
            book: "hall".into(),
            day: 20_261_122,
            version: 1,
            boot: 3,
            hall_ms: 5_400_000,
            wall_ms: None,
            offset_min: None,
            number: vec![0xab; 16],
            body: r#"{"a":"号,\"body\":,\"before\":\"x\",\"hash\":\"y\""}"#.into(),
        };
        Link::after([1; 32], row)
    }

    #[test]
    fn a_row_comes_back_as_it_was_whatever_its_body_says() {
        let mut known = sample();
        assert_eq!(link(of(&known).trim_end()), Some(known.clone()));

        (known.row.wall_ms, known.row.offset_min) = (Some(-1), Some(480));
        let known = Link::after([2; 32], known.row);
        assert_eq!(link(of(&known).trim_end()), Some(known));
    }

    #[test]
    fn a_line_of_which_any_byte_is_missing_or_changed_is_no_row() {
        let line = of(&sample());
        let whole = line.trim_end();
        for cut in whole.char_indices().map(|(at, _)| at) {
            assert_eq!(link(&whole[..cut]), None, "{cut}");
        }
        let changed = whole.replace("5400000", "5400001");
        assert_eq!(link(&changed), None);
    }

    #[test]
    fn a_header_says_whose_rows_follow() {
        let known = Whose { site: "大厅 \"1\"".into(), birth: [9; 16] };

        assert_eq!(whose(header(&known).trim_end()), Some(known.clone()));
        assert_eq!(whose(&header(&known).replace(":1,", ":2,")), None);
        assert_eq!(whose("{}"), None);
    }
}
