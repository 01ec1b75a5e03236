//! The rules of the stations: no device, no disk, no clock.

mod cabinet;
mod hall;
mod keypad;
mod kiosk;
mod kiosk_paper;
mod proof;
mod slip;
mod stations;
mod support;
mod voice;
mod window;
