//! The rules of the stations: no device, no disk, no clock.

mod befallen;
mod cabinet;
mod card;
mod certificate;
mod close_out;
mod colours;
mod hall;
mod keypad;
mod keypad_answers;
mod kiosk;
mod kiosk_paper;
mod kiosk_waits;
mod ladder;
mod paper_words;
mod pickup;
mod pin_rows;
mod proof;
mod relief;
mod screen;
mod sheet;
mod sheet_on_lcd;
mod slip;
mod small_faces;
#[path = "../support/small_hall.rs"]
mod small_hall;
mod stations;
mod support;
mod voice;
mod wall_card;
mod window;
mod zones;
