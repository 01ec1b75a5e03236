//! The configuration: what a person may write, and what is said to one who wrote something else.

mod reference;
