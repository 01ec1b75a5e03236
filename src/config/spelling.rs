//! Which known word was probably meant by an unknown one.

/// The known word that is fewest strokes away, if it is near enough to be meant.
pub(super) fn nearest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    // One wrong stroke in three still reads as the same word; more is another word.
    let limit = (written.chars().count() / 3).max(1);
    known
        .iter()
        .map(|word| (strokes(written, word), *word))
        .filter(|(strokes, _)| *strokes <= limit)
        .min()
        .map(|(_, word)| word)
}

/// Strokes from one word to the other: a letter more, less, changed, or two neighbours exchanged.
fn strokes(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let mut least =
                (at(&row, j) + usize::from(a != b)).min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            let exchanged =
                i > 0 && j > 0 && a != b && from.get(i - 1) == Some(b) && to.get(j - 1) == Some(a);
            if exchanged {
                least = least.min(at(&before, j - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_exchanged_letters_are_one_stroke() {
        assert_eq!(strokes("buad", "baud"), 1);
        assert_eq!(strokes("baud", "baud"), 0);
        assert_eq!(strokes("", "baud"), 4);
        assert_eq!(strokes("kitten", "sitting"), 3);
    }

    #[test]
    fn a_near_word_is_meant_and_a_far_one_is_not() {
        let known = ["baud", "parity", "stop-bits"];

        assert_eq!(nearest("buad", &known), Some("baud"));
        assert_eq!(nearest("stop_bits", &known), Some("stop-bits"));
        assert_eq!(nearest("colour", &known), None);
    }
}
