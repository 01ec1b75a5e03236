//! jiaohao (叫号): the appliance daemon that runs the calling of numbers in a public service hall.
//!
//! In which order to read this house: `domain`, then `runtime`, then any one driver in `hal`.

pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod insight;
pub mod journal;
pub mod layout;
pub mod planted;
pub mod rehearse;
pub mod runtime;
pub mod station;
pub mod web;
