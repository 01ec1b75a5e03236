//! The rules of the hall as stories: each file tells one, line by line, with no device and no disk.

#[cfg(test)]
mod script;
#[cfg(test)]
mod support;

mod errands;
mod green;
mod jobs;
mod missed;
mod opening;
mod order;
mod parking;
mod transfer;
mod undo;
