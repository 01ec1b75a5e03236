//! A rehearsal: whole hall days at full speed, with visitors, clerks and faults, checked at every step.
//!
//! The same state machines as in the hall (the engine, and on request every bus and driver), without a thread
//! and without a clock: time is a number, and everything that happens stands on an agenda. The same seed
//! gives the same day, down to the last stored byte; that is how a broken promise is found again.
//!
//! | file | what it is |
//! |---|---|
//! | [`mod@run`] | the loop that lets everything happen in order of time |
//! | [`site`], [`machine`], [`disk`] | the daemon's shell, played |
//! | [`floor`], [`ports`], [`wires`], [`loudspeaker`] | devices and cables, by their commands or by their bytes |
//! | [`crowd`], [`people`] | visitors and clerks |
//! | [`plan`], [`profile`], [`weather`] | what is rehearsed: how busy, how bad, how deep |
//! | [`watch`], [`guard`] | what must hold |
//! | [`figures`], [`diary`], [`orders`] | what is told afterwards |

pub mod agenda;
pub mod crowd;
pub mod diary;
pub mod dice;
pub mod disk;
pub mod figures;
pub mod floor;
pub mod guard;
pub mod loudspeaker;
pub mod machine;
pub mod orders;
pub mod paper;
pub mod people;
pub mod plan;
pub mod ports;
pub mod profile;
pub mod run;
pub mod site;
pub mod watch;
pub mod weather;
pub mod wires;

pub use self::machine::Setup;
pub use self::plan::{Breach, Outcome, Plan};
pub use self::profile::{Busy, Level, Span, Weather};
pub use self::run::run;
pub use self::watch::{Check, Finding};
