//! The journal: what happened in the hall, stored before anybody is told.
//!
//! | file | what it is |
//! |---|---|
//! | [`keep`] | the seam: what the engine may ask of whatever keeps its records |
//! | [`writer`] | the one thread that stores, a whole batch at once |
//! | [`store`], [`open`] | the database: one connection, write-ahead log, every commit synced |
//! | [`mirror`], [`second`] | what the hall goes on with when the main journal cannot be written |
//! | [`rejoin`], [`branch`] | the way back, and what becomes of a history that was promised and does not stay |
//! | [`ballast`] | room that is given up when there is none left |
//! | [`copy`] | every stored row once more, in plain text files on another medium |
//! | [`memory`] | the same without a disk, which fails where a test says |
//! | [`reader`] | history for whoever asks, never in the writer's way |
//! | [`verify`] | walks the chain and names the first bad row |
//! | [`backup`] | the journal copied to a second medium, read back and sealed |
//! | [`other_hall`] | a journal that is another hall's, told apart untouched and put aside whole |
//! | [`restore`] | the journal rebuilt from backups, the copy and what is left of it, and swapped in |
//! | [`fresh`] | a file in the making, and the proof that it can be read |
//! | [`gap`] | rows that a restoration could not bring back, declared in the file itself |
//! | [`incidents`] | what was wrong with each device: a table beside the story, without its promises |
//! | [`row`], [`codec`], [`chain`] | a record as a row, its body as JSON, and the hash that seals it |

pub mod backup;
pub mod ballast;
pub mod branch;
pub mod chain;
pub mod codec;
pub mod copy;
pub mod failing;
pub mod fresh;
pub mod gap;
pub mod incidents;
pub mod keep;
pub mod memory;
pub mod mirror;
mod names;
pub mod open;
pub mod other_hall;
pub mod reader;
pub mod rejoin;
pub mod restore;
pub mod row;
pub mod second;
pub mod store;
mod table;
mod trouble;
pub mod verify;
pub mod writer;
