//! Every way the office says no: each is reached by a short story, and fits on a keypad's four digits.

use std::collections::BTreeSet;
use std::time::Duration;

use jiaohao::domain::card::{CardLimit, CardRules, LimitPer};
use jiaohao::domain::id::ServiceId;
use jiaohao::domain::locker::LockerRules;
use jiaohao::domain::opening::{Hours, Session};
use jiaohao::domain::request::Refusal;
use jiaohao::domain::rules::{Rules, Skills};

use crate::befall::notices;
use crate::support::{Hall, clock, seconds};

/// A cabinet of two doors.
const CABINET: LockerRules = LockerRules { doors: 2, left_open: Duration::from_secs(180) };

/// A card for each number, and one number of a service.
const REQUIRED: CardRules = CardRules {
    required: true,
    go_on_without_reader: false,
    limit: Some(CardLimit { tickets: 1, per: LimitPer::Service }),
    green: None,
    wait: Duration::from_secs(20),
};

/// How the hall stands when the story begins.
#[derive(Clone, Copy)]
enum Setting {
    /// Nobody is logged in.
    Empty,
    /// Clerks 11, 12 and 14 are at windows 1, 2 and 3.
    Staffed,
    /// Staffed, and A001 is served at window 1.
    Serving,
    /// Staffed under these rules.
    Under(fn(&mut Rules)),
    /// Open from nine to twelve, the last ticket at half past eleven, and nobody is to be served later than
    /// twelve.
    Morning,
}

/// The last line of each story is the refusal.
const STORIES: &[(Setting, &str)] = &[
    (Setting::Empty, "08:01:00 close -> day closed \n 08:01:01 close -> no: DayNotOpen"),
    (Setting::Empty, "08:01:00 kiosk 1 9 -> no: NoSuchService"),
    (Setting::Empty, "08:01:00 window 9 next -> no: NoSuchWindow"),
    (Setting::Empty, "08:01:00 window 1 in 99 -> no: NoSuchStaff"),
    (Setting::Empty, "08:01:00 desk back A001 -> no: NoSuchTicket"),
    (
        Setting::Staffed,
        "08:01:00 kiosk 1 1 -> A001 \n 08:01:00 kiosk 1 3 -> B001 \n 08:02:00 window 1 call 1 because 0 -> no: Ambiguous",
    ),
    (Setting::Staffed, "08:01:00 window 1 pause 7 -> no: NoSuchReason"),
    (Setting::Empty, "08:01:00 job 7 printed -> no: NoSuchJob"),
    (Setting::Morning, "12:00:00 kiosk 1 1 -> no: OutsideHours"),
    (Setting::Morning, "11:30:00 kiosk 1 1 -> no: LastTicketGone"),
    (
        Setting::Morning,
        "09:00:00 window 1 in 11 -> 11 in \n 11:20:00 kiosk 1 1 -> A001 \n 11:29:00 kiosk 1 1,4 -> no: WouldOverrun",
    ),
    (Setting::Empty, "08:01:00 stop -> stopped \n 08:01:01 kiosk 1 1 -> no: IssuingStopped"),
    (
        Setting::Under(|rules| rules.cards = Some(REQUIRED)),
        "08:01:00 kiosk 1 1 card absent -> no: CardNeeded",
    ),
    (
        Setting::Under(|rules| rules.cards = Some(REQUIRED)),
        "08:01:00 kiosk 1 1 card of 7 -> A001; held by 7 \n 08:02:00 kiosk 1 1 card of 7 -> no: HoldsTicket",
    ),
    (Setting::Empty, "08:01:00 desk put 1 -> no: NoSuchDoor"),
    (
        Setting::Under(|rules| rules.locker = Some(CABINET)),
        "08:01:00 desk put 1 -> item 1 behind 1; open 1 by 1 \n 08:02:00 desk put 1 -> no: DoorTaken",
    ),
    (
        Setting::Under(|rules| rules.locker = Some(CABINET)),
        "08:01:00 desk put 1 -> item 1 behind 1; open 1 by 1 \n 08:02:00 kiosk 1 collect 1 -> no: DoorBusy",
    ),
    (Setting::Under(|rules| rules.locker = Some(CABINET)), "08:01:00 kiosk 1 collect 1 -> no: NothingThere"),
    (Setting::Under(|rules| rules.services[0].quota = Some(0)), "08:01:00 kiosk 1 1 -> no: QuotaReached"),
    (
        Setting::Under(|rules| rules.groups[0].last = 1),
        "08:01:00 kiosk 1 1 -> A001 \n 08:02:00 kiosk 1 1 -> no: NumbersUsedUp",
    ),
    (
        Setting::Under(|rules| {
            rules.windows.iter_mut().for_each(|window| window.skills = Skills::Only(vec![ServiceId(3)]));
        }),
        "08:01:00 kiosk 1 1 -> no: NobodyServes",
    ),
    (Setting::Empty, "08:01:00 kiosk 1 1,1 -> no: WrongErrands"),
    (
        Setting::Under(|rules| rules.issuing.per_minute = 1),
        "08:01:00 kiosk 1 1 -> A001 \n 08:01:30 kiosk 1 1 -> no: TooManyTickets",
    ),
    (Setting::Empty, "08:01:00 kiosk 1 1 -> A001 \n 08:01:01 kiosk 1 1 -> no: SameTouch"),
    (
        Setting::Under(|rules| rules.green.self_declared = false),
        "08:01:00 kiosk 1 1 green 0 -> no: NotSelfDeclared",
    ),
    (Setting::Empty, "08:01:00 window 1 next -> no: NotLoggedIn"),
    (Setting::Staffed, "08:01:00 window 1 in 13 -> no: WindowTaken"),
    (Setting::Staffed, "08:01:00 window 1 hands-over 12 -> no: AlreadyElsewhere"),
    (
        Setting::Empty,
        "08:01:00 window 1 wrong 11 -> 11 wrong \n 08:01:01 window 1 wrong 11 -> 11 wrong
         08:01:02 window 1 wrong 11 -> 11 wrong \n 08:01:03 window 1 wrong 11 -> 11 wrong
         08:01:04 window 1 wrong 11 -> 11 wrong \n 08:01:05 window 1 in 11 -> no: LockedOut",
    ),
    (Setting::Serving, "08:01:00 window 1 send window 3 -> no: NotSkilled"),
    (
        Setting::Staffed,
        "08:01:00 kiosk 1 1 -> A001 \n 08:02:00 window 1 next -> A001 to 1 \n 08:02:00 window 1 next -> no: TooSoon",
    ),
    (Setting::Staffed, "08:01:00 window 1 next -> no: NothingWaiting"),
    (Setting::Staffed, "08:01:00 window 1 start -> no: NobodyThere"),
    (
        Setting::Staffed,
        "08:01:00 kiosk 1 1 -> A001 \n 08:02:00 window 1 next -> A001 to 1 \n 08:02:05 window 1 no-show -> no: NotYet",
    ),
    (Setting::Serving, "08:01:00 window 1 out -> no: StillServing"),
    (Setting::Staffed, "08:01:00 window 1 pause 0 -> 1 pauses \n 08:01:01 window 1 next -> no: Paused"),
    (Setting::Staffed, "08:01:00 window 1 go-on -> no: NotPaused"),
    (
        Setting::Staffed,
        "08:01:00 window 1 close-out -> 1 closes out \n 08:01:01 window 1 next -> no: ClosingOut",
    ),
    (Setting::Staffed, "08:01:00 window 1 undo -> no: NothingToUndo"),
    (Setting::Staffed, "08:01:00 window 1 resume -> no: NobodyParked"),
    (Setting::Serving, "08:01:00 kiosk 1 cancel A001 -> no: WrongState"),
    (Setting::Serving, "08:01:00 window 1 send window 1 -> no: SamePlace"),
    (Setting::Staffed, "08:01:00 window 1 ask -> no: NothingToRate"),
    (
        Setting::Serving,
        "08:01:00 window 1 finish done -> A001 done by 11, service 1, 30 s
         08:01:01 window 1 ask -> A001 asked \n 08:01:02 pad 1 grade 9 -> no: NotOnThePad",
    ),
    (Setting::Empty, "08:01:00 desk sheet close 1 -> no: NoSuchSheet"),
    (
        Setting::Serving,
        "08:01:00 desk sheet key -> sheet 1: A001@1 there \n 08:02:00 desk sheet close 1 -> no: SheetOpen",
    ),
    (Setting::Empty, "08:01:00 desk release A900 -> no: NoSuchBlock"),
    (Setting::Empty, "08:01:00 desk block 1 600 -> no: BlockTooLarge"),
    (Setting::Serving, "08:01:00 desk enter A001 served window 2 clerk 12 -> no: Contradicts"),
    (
        Setting::Staffed,
        "08:01:00 kiosk 1 1 -> A001
         08:09:00 desk enter A001 left window 1 clerk 12 called 08:02 -> no: Doubtful",
    ),
    (
        Setting::Serving,
        "08:01:00 desk enter A001 not-called -> A001 not called by hand
         08:02:00 desk enter A001 not-called -> no: EnteredBefore",
    ),
    (Setting::Empty, "08:01:00 allow -> no: NoChange"),
    (
        Setting::Under(notices),
        "08:01:00 befalls mains lost -> mains lost; notice 1; say notice 1 by 1 \n 08:01:01 kiosk 1 1 -> no: MainsLost",
    ),
    (
        Setting::Under(notices),
        "08:01:00 befalls notice 1 -> notice 1; say notice 1 by 1 \n 08:01:01 kiosk 1 1 -> no: NoticeStands",
    ),
    (
        Setting::Staffed,
        "08:01:00 befalls alarm fire -> alarm 1 fire; say leave by 1 \n 08:01:01 window 1 next -> no: Evacuating",
    ),
    (Setting::Staffed, "08:01:00 befalls notice 0 -> no: NoSuchNotice"),
    (Setting::Staffed, "08:01:00 befalls end 1 -> no: NoSuchAlarm"),
    (Setting::Empty, "08:01:00 wake -> no: NothingDue"),
];

/// Those that no line of a story can ask for: their tests stand beside what they refuse.
const ELSEWHERE: [Refusal; 3] = [
    Refusal::NoRoom,         // keeping.rs
    Refusal::DayAlreadyOpen, // closing.rs
    Refusal::InUse,          // rules_change.rs
];

#[test]
fn every_refusal_is_reached() {
    let mut reached: BTreeSet<String> = ELSEWHERE.iter().map(|refusal| format!("{refusal:?}")).collect();
    for (setting, story) in STORIES {
        hall(*setting).check(story);
        let (_, refusal) = story.rsplit_once("no: ").unwrap();
        assert!(reached.insert(refusal.to_owned()), "{refusal} has two stories");
    }

    let all: BTreeSet<String> = Refusal::ALL.iter().map(|refusal| format!("{refusal:?}")).collect();
    assert_eq!(reached, all);
}

fn hall(setting: Setting) -> Hall {
    match setting {
        Setting::Empty => Hall::open(),
        Setting::Staffed => Hall::staffed(|_| ()),
        Setting::Under(change) => Hall::staffed(change),
        Setting::Serving => {
            let mut hall = Hall::staffed(|_| ());
            hall.check(
                "
                08:00:00 kiosk 1 1     -> A001
                08:00:20 window 1 next -> A001 to 1
                08:00:30 window 1 start -> A001 served by 11
                ",
            );
            hall
        }
        Setting::Morning => {
            let wall = jiaohao::domain::moment::Wall { utc_ms: 0, offset_min: 480 };
            let session = Session {
                opens: clock("09:00:00"),
                last_ticket: clock("11:30:00"),
                closes: clock("12:00:00"),
                opens_wall: wall,
                closes_wall: wall,
            };
            let change = |rules: &mut Rules| rules.issuing.overrun = Some(seconds(0));
            Hall::with_hours(change, Hours { sessions: vec![session], ..Hours::default() })
        }
    }
}

#[test]
fn a_refusal_fits_on_four_digits_and_no_two_look_alike() {
    let mut shapes: BTreeSet<Vec<u8>> = BTreeSet::new();
    for refusal in Refusal::ALL {
        let digits = refusal.digits();
        let shape: Option<Vec<u8>> = digits.chars().map(segments).collect();
        let shape = shape.unwrap_or_else(|| panic!("{refusal:?}: seven segments cannot draw {digits}"));
        assert!((1..=4).contains(&shape.len()), "{refusal:?}: {digits}");
        assert!(shapes.insert(shape), "{refusal:?}: {digits} looks like another");
    }
}

/// The segments of a digit, a to g from the lowest bit, as calculators draw them.
fn segments(character: char) -> Option<u8> {
    const DRAWN: &[(char, u8)] = &[
        ('0', 0x3f),
        ('1', 0x06),
        ('2', 0x5b),
        ('3', 0x4f),
        ('4', 0x66),
        ('5', 0x6d),
        ('6', 0x7d),
        ('7', 0x07),
        ('8', 0x7f),
        ('9', 0x6f),
        ('A', 0x77),
        ('b', 0x7c),
        ('C', 0x39),
        ('c', 0x58),
        ('d', 0x5e),
        ('E', 0x79),
        ('F', 0x71),
        ('G', 0x3d),
        ('H', 0x76),
        ('h', 0x74),
        ('I', 0x06),
        ('i', 0x04),
        ('J', 0x1e),
        ('L', 0x38),
        ('n', 0x54),
        ('O', 0x3f),
        ('o', 0x5c),
        ('P', 0x73),
        ('q', 0x67),
        ('r', 0x50),
        ('S', 0x6d),
        ('t', 0x78),
        ('U', 0x3e),
        ('u', 0x1c),
        ('Y', 0x6e),
        ('y', 0x6e),
    ];
    DRAWN.iter().find(|(drawn, _)| *drawn == character).map(|(_, segments)| *segments)
}
