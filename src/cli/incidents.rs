//! `jiaohao duty notice`, `alarm` and `accept-clock`: what befalls the whole hall.

use clap::Subcommand;

use crate::runtime::control::incidents::Ask;

/// What the person on duty may ask for when something befalls the hall.
#[derive(Debug, Subcommand)]
pub(super) enum Act {
    /// Put a notice on every face of the hall, and say it once; or tell when it will be over.
    ///
    /// The hall's file has the notices; `network`, `power` and `system` are there by themselves. A notice that
    /// stands is replaced. Without a code, the time of the notice that stands is changed.
    Notice {
        /// The code of the notice.
        #[arg(value_name = "CODE")]
        code: Option<String>,
        /// When it will probably be over: a time of day such as 15:30.
        #[arg(long, value_name = "TIME")]
        until: Option<String>,
        /// The time is of tomorrow (1), or of so many days later.
        #[arg(long, value_name = "DAYS", default_value_t = 0, requires = "until",
              value_parser = clap::value_parser!(u8).range(0..=30))]
        days: u8,
    },
    /// Take the notice down.
    NoticeDown,
    /// Raise an alarm, take it up, or end it; alone, tell what stands.
    Alarm {
        #[command(subcommand)]
        act: Option<Alarm>,
    },
    /// Believe the machine's time of day at once after it jumped by more than ten minutes.
    ///
    /// By itself the hall believes such a time when it has held for a quarter of an hour.
    AcceptClock,
    /// Give tickets again after a power cut, where the UPS or the contact that told of it does not answer any more.
    ///
    /// Refused while one that answers says that the mains are lost.
    MainsBack,
}

/// What is done with an alarm.
#[derive(Debug, Subcommand)]
pub(super) enum Alarm {
    /// Raise one. In a fire everybody is told to leave and nobody is called; the others are told to duty staff
    /// only.
    Raise {
        /// fire, conflict, illness or help.
        #[arg(value_name = "KIND", value_parser = ["fire", "conflict", "illness", "help"])]
        kind: String,
        /// At this window.
        #[arg(long, value_name = "NUMBER")]
        window: Option<u8>,
    },
    /// Somebody is on the way: the clerk is told so, and the time is kept.
    TakeUp {
        /// The alarm's number. Default: the only one that nobody has taken up.
        #[arg(value_name = "ALARM")]
        alarm: Option<u32>,
    },
    /// It is over.
    End {
        /// The alarm's number. Default: the only one.
        #[arg(value_name = "ALARM")]
        alarm: Option<u32>,
    },
}

impl Act {
    /// The line to the daemon.
    pub(super) fn into_ask(self) -> Ask {
        match self {
            Self::Notice { code, until, days } => Ask::Notice { code, until, days },
            Self::NoticeDown => Ask::TakeDown,
            Self::Alarm { act: None } => Ask::List,
            Self::Alarm { act: Some(Alarm::Raise { kind, window }) } => Ask::Raise { kind, window },
            Self::Alarm { act: Some(Alarm::TakeUp { alarm }) } => Ask::Acknowledge { alarm },
            Self::Alarm { act: Some(Alarm::End { alarm }) } => Ask::End { alarm },
            Self::AcceptClock => Ask::AcceptClock,
            Self::MainsBack => Ask::MainsBack,
        }
    }
}
