//! Insight: figures made from what happened. It reads records and views, and never decides.

pub mod day_sheet;
pub mod why;
