//! Reads `[means]`: the ladders of a hall that lacks a means, or wants them in another order.

use super::keys::Keys;
use super::problem::Problem;
use super::values::OneOf;
use crate::domain::means::Task;
use crate::layout::{Ladders, WORDS, standard};

/// Reads `[means]`; a ladder that is not written is the standard one.
pub(super) fn read(keys: &Keys<'_>) -> Ladders {
    let mut ladders = Ladders::default();
    for task in Task::ALL {
        let usual = standard(task);
        let steps = keys.list_or(task.word(), &OneOf(&WORDS), || usual.to_vec());
        if let Err(nonsense) = ladders.set(task, steps) {
            let words: Vec<String> = usual.iter().map(|means| format!("\"{}\"", means.word())).collect();
            let what = format!("`{}` is no ladder: {nonsense}", task.word());
            let remedy = format!("choose among {}, and end with the last", words.join(", "));
            keys.report(Problem::error(&keys.spot(task.word()), what, remedy));
        }
    }
    ladders
}
