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
//! | [`floor`], [`ports`], [`wires`], [`loudspeaker`], [`building`] | devices and cables, by their commands or by their bytes |
//! | [`crowd`], [`people`] | visitors and clerks |
//! | [`plan`], [`profile`] | what is rehearsed: how busy, how bad, how deep |
//! | [`trouble`], [`weather`] | what goes wrong, and when |
//! | [`watch`], [`guard`] | what must hold |
//! | [`figures`], [`diary`], [`orders`] | what is told afterwards |
//! | [`years`] | thousands of days on every core |

pub mod agenda;
pub mod building;
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
pub mod trouble;
pub mod watch;
pub mod weather;
pub mod wires;
pub mod years;

pub use self::machine::Setup;
pub use self::plan::{Breach, Outcome, Plan};
pub use self::profile::{Busy, Level, Span, Weather};
pub use self::run::run;
pub use self::trouble::Kind;
pub use self::watch::{Check, Finding};
pub use self::years::{DAYS_A_YEAR, Lived, Years};
