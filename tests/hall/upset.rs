//! What befalls the machine itself in a story: its disk, the form in which its journal is kept, its clock.

use jiaohao::domain::keeping::Keeping;
use jiaohao::rehearse::agenda::Time;
use jiaohao::rehearse::site::Site;
use jiaohao::rehearse::trouble::Ill;
use jiaohao::runtime::engine::KeptBy;

/// One of these things.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Upset {
    /// The journal's disk is like this from here on.
    Disk(Ill),
    /// The journal goes on in this form, as the thread that keeps it has found.
    Journal(Keeping),
    /// The machine's clock goes wrong by so many milliseconds; 0 is right again.
    Clock(i64),
}

impl Upset {
    /// The one that these words of a story tell.
    pub fn parse(words: &[&str]) -> Option<Self> {
        match words {
            ["disk", "fails"] => Some(Self::Disk(Ill::ReadOnly)),
            ["disk", "works"] => Some(Self::Disk(Ill::Well)),
            ["journal", "second"] => Some(Self::Journal(Keeping::Second)),
            ["journal", "memory"] => Some(Self::Journal(Keeping::Memory)),
            ["journal", "main"] => Some(Self::Journal(Keeping::Main)),
            ["clock", "wrong", "by", minutes, "min"] => {
                minutes.parse::<i64>().ok().map(|minutes| Self::Clock(minutes * 60_000))
            }
            ["clock", "right"] => Some(Self::Clock(0)),
            _ => None,
        }
    }

    /// It comes about.
    pub fn befalls(self, now: Time, site: &mut Site) {
        match self {
            Self::Disk(ill) => site.disk.fall(now, ill, None),
            Self::Journal(by) => site.keep_by(KeptBy { by, ..KeptBy::default() }),
            Self::Clock(wrong_by_ms) => site.wall.wrong_by_ms = wrong_by_ms,
        }
    }
}
