//! What can go wrong in a hall, by kind, and what has to be done to devices, disk, clock and power for it.

use super::floor::Mishap;

/// Lists the kinds once, with the words of the table that is printed.
macro_rules! kinds {
    ($($(#[$meaning:meta])+ $kind:ident = $words:literal,)+) => {
        /// A kind of trouble. It is counted when its injector really fired, not when it was drawn.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$meaning])+ $kind,)+
        }

        impl Kind {
            /// Every kind, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// Its words in the table.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$kind => $words,)+
                }
            }
        }
    };
}

kinds! {
    /// The mains contact moves for less than half a second.
    MainsStir = "mains stir and pass",
    /// The mains are away and come back before anything has to stop.
    MainsAway = "mains away and back",
    /// The mains are away until the battery is empty.
    MainsCut = "mains away, then dark",
    /// The UPS says that it feeds the hall from its battery.
    UpsBattery = "UPS on battery",
    /// The UPS says that its battery is nearly empty.
    UpsLow = "UPS battery low",
    /// The machine loses its power without a word.
    PowerCut = "power cut",
    /// The process is killed and started again.
    Killed = "process killed",
    /// The process is killed three times and more within five minutes.
    CrashLoop = "crash loop of starts",
    /// The clock is minutes wrong.
    ClockWrong = "clock minutes wrong",
    /// The clock jumps three days ahead.
    ClockAhead = "clock three days ahead",
    /// The clock jumps an hour back.
    ClockBack = "clock an hour back",
    /// The clock jumps over midnight, and back.
    ClockMidnight = "clock over midnight",
    /// The machine starts without knowing the time of day.
    ClockUnset = "clock unset at start",
    /// One commit fails, or nobody knows.
    CommitFailed = "one commit failed",
    /// The journal does not open again at once.
    JournalClosed = "journal closed",
    /// No room for another record.
    DiskFull = "disk full",
    /// Commits fail and nobody knows whether they did.
    DiskBroken = "disk errors",
    /// The file system turns read-only.
    DiskReadOnly = "disk read-only",
    /// A commit does not return.
    DiskHung = "disk hung",
    /// A commit takes seconds.
    DiskSlow = "disk slow",
    /// The second medium is pulled out while the journal is kept there.
    SecondOut = "second medium out",
    /// A cable is pulled and pushed in again.
    CablePulled = "cable pulled",
    /// A cable is lost three times and more within five minutes.
    PortFlaps = "port flapping",
    /// One message has a wrong bit.
    Spark = "spark on a cable",
    /// A shared pair is noisy for a while.
    PairNoisy = "pair noisy",
    /// The printer does not answer.
    PrinterGone = "printer gone",
    /// The roll is used up before a slip.
    PaperOut = "paper out before a slip",
    /// The roll ends within a slip.
    PaperEnds = "paper out within a slip",
    /// The cover stands open.
    CoverOpen = "printer cover open",
    /// The printer keeps a slip and prints it when it is back.
    OldSlips = "printer prints old slips",
    /// A keypad does not answer.
    KeypadDead = "keypad dead",
    /// A key is stuck.
    KeyStuck = "key stuck",
    /// A key sends its press twice.
    KeyBounces = "key bounces",
    /// A board or the hall display does not answer.
    BoardGone = "board gone",
    /// A board has lost its own power for a moment and shows nothing.
    BoardBlank = "board blank",
    /// A rating pad does not answer.
    PadDead = "rating pad dead",
    /// A terminal does not answer.
    TerminalDead = "terminal dead",
    /// Another device does not answer.
    OtherDead = "other device dead",
    /// The player fails.
    VoiceDead = "voice dead",
    /// The player hangs and is killed.
    VoiceHung = "voice hung",
    /// The player takes its time.
    VoiceSlow = "voice slow",
    /// Two devices are away together.
    TwoTogether = "two devices together",
    /// Every device is away.
    AllOut = "all devices out",
}

/// Something that goes wrong, or right again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// With a device or a cable.
    Floor(Mishap),
    /// Every plug is pulled and the player fails, or all is well again.
    Everything {
        /// It is out.
        out: bool,
    },
    /// The machine loses its power, for so many milliseconds.
    PowerCut(u64),
    /// The machine's clock goes wrong by so many milliseconds.
    Clock(i64),
    /// The machine has no battery for its clock: it shows 1970, until it is told the time.
    ClockUnset,
    /// The disk is like this from here on.
    Disk(Ill),
}

/// How a disk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ill {
    /// It does its work.
    Well,
    /// The next batch is not stored, or nobody knows; then it does its work again.
    Once(crate::journal::memory::Failure),
    /// The journal cannot be opened so many times; then it does its work again.
    Closed(u32),
    /// It has no room: nothing is stored, all can be read.
    Full,
    /// It fails in the middle of commits.
    Broken,
    /// It can only be read: the journal does not open for writing.
    ReadOnly,
    /// It does not answer.
    Hung,
    /// It takes seconds.
    Slow,
}

/// One step of a trouble, at its moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// The kind that is counted if this step's injector fires; `None` for steps before and after it.
    pub kind: Option<Kind>,
    /// What happens.
    pub trouble: Trouble,
    /// How long it takes from here until it is over.
    pub lasts: u64,
}
