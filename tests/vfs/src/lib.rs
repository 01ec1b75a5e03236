//! Records what SQLite does to the files of one folder, and builds every disk that a power cut could leave of
//! it.
//!
//! [`layer`] stands between SQLite and the system; [`recorder`] keeps a [`Log`] for each thread that asked
//! for one. [`disk`] takes such a log and cuts it: what was synced is there, what was not may be there in
//! part and in any order.

pub mod disk;
pub mod layer;
pub mod recorder;

/// One thing that was done to a file of the watched folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// Bytes were written.
    Write {
        /// The file's name within the folder.
        file: String,
        /// Where in it.
        offset: usize,
        /// What.
        bytes: Vec<u8>,
    },
    /// The file was cut or lengthened to this many bytes.
    Truncate {
        /// The file's name within the folder.
        file: String,
        /// Its length from then on.
        length: usize,
    },
    /// Everything written to the file before is on the disk, its name in the folder among it.
    Sync {
        /// The file's name within the folder.
        file: String,
    },
    /// The file was deleted.
    Delete {
        /// The file's name within the folder.
        file: String,
        /// Whether the folder was synced after it.
        durable: bool,
    },
    /// A sync of the file failed, and the system has given up what was not on the disk: programs still read
    /// it, no later sync will write it.
    GivenUp {
        /// The file's name within the folder.
        file: String,
    },
    /// The recording program said something: so many records are answered as stored.
    Mark(usize),
}

/// Everything that was done, in order.
pub type Log = Vec<Op>;
