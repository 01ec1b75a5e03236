//! Text on lines of so many columns: a Chinese character takes two.

/// Characters from here on are drawn two columns wide by printers and panels: Hangul, kana, Han, full-width
/// forms.
const WIDE_FROM: char = '\u{1100}';

/// How many columns a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(character: char) -> usize {
    if character >= WIDE_FROM { 2 } else { 1 }
}

/// Breaks a text into lines of at most `columns`: between Chinese characters anywhere, within Latin text at
/// spaces, and never before a closing mark. A word longer than a line is cut.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(4);
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let Some(line) = lines.last_mut() else { break };
        if width(line) + width(piece.trim_end()) <= columns {
            line.push_str(piece);
        } else if width(piece) <= columns {
            lines.push(piece.to_owned());
        } else {
            cut(&mut lines, piece, columns);
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn cut(lines: &mut Vec<String>, word: &str, columns: usize) {
    for character in word.chars() {
        match lines.last_mut() {
            Some(line) if width(line) + char_width(character) <= columns => line.push(character),
            Some(_) | None => lines.push(character.to_string()),
        }
    }
}

/// What may not be torn apart: a Chinese character with the marks that close after it, or a Latin word with
/// the space after it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, character) in text.char_indices() {
        let may_break = before
            .is_some_and(|before| before == ' ' || char_width(before) == 2 || char_width(character) == 2);
        if may_break && !closes(character) {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(character);
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

/// Marks that never begin a line.
fn closes(character: char) -> bool {
    matches!(character, '，' | '。' | '；' | '：' | '、' | '）' | '】' | '？' | '！' | ' ')
}
