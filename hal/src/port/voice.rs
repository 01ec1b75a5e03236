//! The voice: clips said one after the other, each call as one job.

/// What the voice may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Say these clips, in order and without a break in between, after whatever is being said.
    Say {
        /// The hall's name for this announcement; comes back in its outcome.
        job: u64,
        /// Names of clips. None opens the loudspeaker for a moment of silence: that it can be opened is the news.
        clips: Vec<String>,
    },
}

/// What the voice may tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The player ended well: the announcement was said.
    Said {
        /// The job.
        job: u64,
    },
    /// The player failed or a clip is missing: nobody heard it.
    NotSaid {
        /// The job.
        job: u64,
    },
}
