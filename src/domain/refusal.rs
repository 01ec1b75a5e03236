//! The ways the office says no, each with what a keypad and the command line say of it.

macro_rules! refusals {
    ($($(#[doc = $doc:literal])+ $name:ident $code:literal;)+) => {
        /// A proper answer that is no: shown to whoever asked, never logged as an error, never stored.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Refusal {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Refusal {
            /// Every refusal there is.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// What a keypad's four digits show: capitals and digits that seven segments can draw.
            #[must_use]
            pub fn digits(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            /// The reason in English words, for the command line: the same text that documents it.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($doc),+).trim_ascii_start(),)+
                }
            }
        }
    };
}

refusals! {
    /// No business day is open.
    DayNotOpen "CLSd";
    /// A business day is open already, or one of this date was closed.
    DayAlreadyOpen "dAY";
    /// The service is not in the catalogue.
    NoSuchService "SErF";
    /// The window is not in this hall.
    NoSuchWindow "uinF";
    /// Nobody with this number is on the staff.
    NoSuchStaff "CLrF";
    /// No ticket has this number today.
    NoSuchTicket "nonE";
    /// Several tickets match what was typed: type the letter too.
    Ambiguous "2nuS";
    /// No such reason in the rules, or no such material in the service's list.
    NoSuchReason "rEAS";
    /// No such job is open.
    NoSuchJob "Job";
    /// The hall gives no tickets at this hour.
    OutsideHours "HOUr";
    /// The last ticket of the session has been given.
    LastTicketGone "LASt";
    /// So many wait that the session would close before the visitor is done.
    WouldOverrun "LAtE";
    /// The disk has room for calls only: numbers are given at the desk, on paper.
    NoRoom "dESC";
    /// The duty leader has stopped the issuing.
    IssuingStopped "StOP";
    /// The service has given its last ticket of the day.
    QuotaReached "FULL";
    /// The range of numbers is used up.
    NumbersUsedUp "nuUP";
    /// No window of this hall serves it.
    NobodyServes "nobY";
    /// Too many services on one ticket, or none, or one twice.
    WrongErrands "Err";
    /// Too many tickets from this terminal in one minute.
    TooManyTickets "SLO";
    /// The same choice at the same terminal a moment ago: its number is on the page already.
    SameTouch "2nd";
    /// The green channel is given by staff only.
    NotSelfDeclared "StAF";
    /// This terminal gives a ticket to an identity card only; staff give one without.
    CardNeeded "CArd";
    /// The holder of this card has as many tickets as the hall allows.
    HoldsTicket "HAS";
    /// Nobody is logged in at the window.
    NotLoggedIn "LOGn";
    /// The window has a clerk already.
    WindowTaken "USEd";
    /// The clerk is logged in at another window.
    AlreadyElsewhere "ELSE";
    /// Too many wrong PINs or codes: wait.
    LockedOut "LOC";
    /// The clerk is not trained for the service, or the window does not serve it.
    NotSkilled "CAnt";
    /// Too soon after the press or the call before: a visitor would be skipped, or given no time to come.
    TooSoon "SOOn";
    /// Nobody is waiting for this window.
    NothingWaiting "0";
    /// There is no visitor at the window.
    NobodyThere "nobd";
    /// The visitor has not been called again often enough.
    NotYet "CALL";
    /// The visitor at the window has to be finished, parked or sent on first.
    StillServing "buSY";
    /// The window pauses.
    Paused "PAuS";
    /// The window does not pause.
    NotPaused "Go";
    /// The window is closing out.
    ClosingOut "End";
    /// There is no call to undo, or it is too long ago.
    NothingToUndo "nUnd";
    /// Nobody is parked here.
    NobodyParked "nPAr";
    /// The ticket is not in a state that allows this.
    WrongState "StAt";
    /// The ticket would go where it is.
    SamePlace "SELF";
    /// Nothing is left to be rated.
    NothingToRate "nrAt";
    /// The grade or reason is not one of those on the pad.
    NotOnThePad "PAd";
    /// It is so already.
    NoChange "IS";
    /// Somebody waits for, works at or is served by what these rules leave out: move them first.
    InUse "InUS";
    /// The cabinet has no such door, or the hall no cabinet.
    NoSuchDoor "dorF";
    /// Something lies behind the door already.
    DoorTaken "dorU";
    /// The door is being opened at this moment.
    DoorBusy "dorb";
    /// It does not lie in the cabinet.
    NothingThere "dor0";
    /// There is no such manual-calling sheet, or it is closed.
    NoSuchSheet "ShEF";
    /// Numbers of a manual-calling sheet, or of paper tickets, have no outcome yet.
    SheetOpen "ShEt";
    /// No paper block holds this number.
    NoSuchBlock "bLCF";
    /// The group has no run of so many numbers to spare, or half of its range is on paper already.
    BlockTooLarge "bLC";
    /// What the paper says cannot be, by what the office knows.
    Contradicts "ConF";
    /// What the paper says is not what the office saw: look again, and say that you are sure.
    Doubtful "SurE";
    /// It was entered before: say that this corrects it.
    EnteredBefore "tUIC";
    /// The mains are lost: no tickets until they are back.
    MainsLost "PoFF";
    /// A notice stands that holds the giving of tickets.
    NoticeStands "notE";
    /// Everybody is to leave: nobody is called, no tickets are given, and the day is not closed before the alarm is ended.
    Evacuating "FirE";
    /// The hall has no such notice, or the time is none.
    NoSuchNotice "notF";
    /// No such alarm stands.
    NoSuchAlarm "ALrF";
    /// Nothing is due.
    NothingDue "rESt";
}
