//! A rehearsal: whole hall days at full speed, with visitors, clerks and faults, checked at every step.
//!
//! The same state machines as in the hall (the engine, and on request every bus and driver), without a thread and
//! without a clock: time is a number, and everything that happens stands on an agenda. The same seed gives the
//! same day, down to the last stored byte; that is how a broken promise is found again.
//!
//! | file | what it is |
//! |---|---|
//! | [`mod@run`] | the loop that lets everything happen in order of time |
//! | [`site`], [`machine`], [`disk`] | the daemon's shell, played |
//! | [`floor`], [`ports`] | devices and cables |
//! | [`crowd`], [`people`] | visitors and clerks |
//! | [`profile`], [`weather`] | how busy and how bad a day is |
//! | [`watch`], [`guard`] | what must hold |
//! | [`figures`], [`diary`] | what is told afterwards |

pub mod agenda;
pub mod crowd;
pub mod diary;
pub mod dice;
pub mod disk;
pub mod figures;
pub mod floor;
pub mod guard;
pub mod machine;
pub mod paper;
pub mod people;
pub mod ports;
pub mod profile;
pub mod run;
pub mod site;
pub mod watch;
pub mod weather;

pub use self::machine::Setup;
pub use self::profile::{Busy, Weather};
pub use self::run::{Breach, Outcome, Plan, run};
pub use self::watch::{Check, Finding};
