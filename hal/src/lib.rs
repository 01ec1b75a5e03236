//! The hall's devices: what each can do (ports), how each speaks (drivers), and what it hangs on (cables).
//!
//! A **driver** turns text into bytes and bytes into events. It is told what happened and answers with what
//! it wants; it opens nothing, waits for nothing, retries nothing and reads no clock. A **cable** is the only
//! thing that opens a file. A **port** is a role a device can play: two enums, commands and events.
//!
//! | port | commands | devices here |
//! |---|---|---|
//! | [`port::printer`] | print a slip | ticket printer, ESC/POS |
//! | [`port::board`] | show texts in areas | window board, hall display |
//! | [`port::keypad`] | show four characters, beep | clerk keypad |
//! | [`port::rating_pad`] | ask, ask for a reason, rest | rating pad |
//! | [`port::terminal`] | show a page | self-service touch terminal |
//! | [`port::ups`] | nothing | UPS behind Network UPS Tools |
//! | [`port::card_reader`] | read one card, rest | reader of identity cards, driver only |
//! | [`port::signals`] | be on or off, sound | contacts, lamps and buzzers on lines |
//! | [`port::voice`] | say clips | loudspeaker behind a player program |
//!
//! Keypads and signals may also hang on single lines, without a driver: see `cable::lines` and `cable::keys`.
//! Status LCDs and screens take pictures or letters, not commands: see [`cable::surface`].

pub mod cable;
pub mod driver;
pub mod drivers;
pub mod framing;
pub mod glyphs;
pub mod port;
pub mod sim;
pub mod time;
