//! Insight: figures made from what happened. It reads records and views, and never decides.

pub mod day_sheet;
pub mod other_side;
pub mod why;
