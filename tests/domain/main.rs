//! The rules of the hall as stories: each file tells one, line by line, with no device and no disk.

#[cfg(test)]
mod script;
#[cfg(test)]
mod support;

mod jobs;
mod missed;
mod opening;
