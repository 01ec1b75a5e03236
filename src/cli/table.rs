//! A table of text whose columns stand under each other, Chinese characters counted as two.

use crate::station::wrap::width;

/// Which side of a column its cells keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// The lines of a table: heads, then rows. A row that is too short ends early.
pub(super) fn lines(heads: &[(&str, Side)], rows: &[Vec<String>]) -> Vec<String> {
    let widest = |column: usize, head: &str| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).fold(width(head), usize::max)
    };
    let widths: Vec<usize> =
        heads.iter().enumerate().map(|(column, (head, _))| widest(column, head)).collect();
    let first: Vec<String> = heads.iter().map(|(head, _)| (*head).to_owned()).collect();
    std::iter::once(&first).chain(rows).map(|row| line(row, heads, &widths)).collect()
}

fn line(row: &[String], heads: &[(&str, Side)], widths: &[usize]) -> String {
    let mut line = String::new();
    for ((cell, (_, side)), wide) in row.iter().zip(heads).zip(widths) {
        if !line.is_empty() {
            line.push_str("  ");
        }
        let pad = " ".repeat(wide.saturating_sub(width(cell)));
        match side {
            Side::Left => line.extend([cell, pad.as_str()]),
            Side::Right => line.extend([pad.as_str(), cell]),
        }
    }
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_whatever_is_written_in_them() {
        let rows = [["窗口", "7"], ["all", "1234"]].map(|row| row.map(str::to_owned).to_vec());

        let told = lines(&[("place", Side::Left), ("count", Side::Right)], &rows);

        assert_eq!(told, ["place  count", "窗口       7", "all     1234"]);
    }
}
