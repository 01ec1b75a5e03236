//! What is wrong in the hall at one moment, gathered for the people who can mend it.

use std::collections::BTreeSet;
use std::time::Duration;

use hal::driver::Fault;
use hal::time::Instant;

use super::disk::size;
use super::pin_news;
use super::roster::{Duty, Loss, Post};
use super::status::{Keeping, Status};
use super::supervisor::Health;
use crate::domain::incident::Notice;
use crate::domain::keeping::Shortage;
use crate::domain::locker::DoorTrouble;
use crate::domain::view::OfficeView;
use crate::journal::failing::Failing;
use crate::layout::{Role, SignalKind};
use crate::station::cabinet::{About, Severity, Trouble, Wrong, by_importance};
use crate::station::notice;

/// So many devices that were lost together are one trouble: a list of them would hide what else is wrong
/// (A14).
const TOGETHER: usize = 3;

/// Everything that is wrong, in no order. `now` is on the clock of the devices' threads.
#[must_use]
pub fn of(status: &Status, now: Instant) -> Vec<Trouble> {
    let losses = status.roster.losses();
    let (together, alone): (Vec<Loss<'_>>, Vec<Loss<'_>>) =
        losses.into_iter().partition(|loss| loss.posts.len() >= TOGETHER);
    let online = status.roster.posts().filter(|post| !matches!(post.health, Health::Offline { .. }));
    let one_by_one = alone.iter().flat_map(|loss| loss.posts.iter().copied()).chain(online);
    let devices = one_by_one.filter_map(|post| of_device(post, status, now));
    let devices = devices.chain(together.iter().map(|loss| lost_together(loss, now)));
    let journal = match status.keeping {
        Keeping::Main => None,
        Keeping::Second => Some(own(About::Journal, Wrong::OnSecond)),
        Keeping::Memory => Some(own(About::Journal, Wrong::InMemory)),
        Keeping::Broken => Some(own(About::Journal, Wrong::NotWritten)),
        Keeping::Hung => Some(own(About::Journal, Wrong::NotConfirmed)),
        Keeping::OtherHall => {
            let place = status.other_hall.as_ref().map(|asked| asked.found.clone()).unwrap_or_default();
            Some(Trouble { place, ..own(About::Journal, Wrong::OtherHall) })
        }
    };
    let refused = status.configuration.refused.is_some().then_some(Wrong::ConfigurationRefused);
    let waits = status.configuration.rules_wait.then_some(Wrong::RulesWait);
    let configuration = refused.into_iter().chain(waits).map(|wrong| own(About::Configuration, wrong));
    let backup = of_backup(status);
    let clock = match (status.view.at.wall, status.clock_doubted) {
        (None, _) => Some(own(About::Clock, Wrong::NotSet)),
        (Some(_), Some(by_ms)) => {
            Some(Trouble { place: difference(by_ms), ..own(About::Clock, Wrong::Doubted) })
        }
        (Some(_), None) => None,
    };
    devices
        .chain(of_mains(status))
        .chain(befallen(status))
        .chain(status.safe_mode.as_ref().map(|_| own(About::Daemon, Wrong::SafeMode)))
        .chain((status.put_aside > 0).then(|| own(About::Daemon, Wrong::PutAside)))
        .chain(of_supply(status))
        .chain(at_windows(status))
        .chain(at_doors(status))
        .chain(journal)
        .chain(of_storage(status))
        .chain(of_the_past(status))
        .chain(backup)
        .chain(clock)
        .chain(configuration)
        .chain(pin_news::rows(status))
        .collect()
}

/// Windows at which nobody calls, and those that close and have not been handed over.
fn at_windows(status: &Status) -> impl Iterator<Item = Trouble> {
    let absent = status.absent.iter().map(|(window, since)| Trouble {
        about: About::Window(*window),
        device: None,
        place: String::new(),
        wrong: Wrong::Absent,
        age: status.view.at.hall.since(*since),
    });
    let owed = status.closing.iter().filter(|owed| owed.due).map(|owed| Trouble {
        about: About::Window(owed.window),
        device: None,
        place: owed.zh(),
        wrong: Wrong::NotHandedOver,
        age: status.view.at.hall.since(owed.since),
    });
    absent.chain(owed)
}

/// Doors of the pick-up cabinet that did not do what they were told.
fn at_doors(status: &Status) -> impl Iterator<Item = Trouble> {
    status.view.locker.troubles.iter().map(|(door, trouble, since)| Trouble {
        about: About::Door(*door),
        device: None,
        place: String::new(),
        wrong: match trouble {
            DoorTrouble::LeftOpen => Wrong::DoorLeftOpen,
            DoorTrouble::NotOpened => Wrong::DoorNotOpened,
        },
        age: status.view.at.hall.since(*since),
    })
}

/// What is wrong with the journal's past.
fn of_the_past(status: &Status) -> impl Iterator<Item = Trouble> {
    let damage = status.damage.as_ref().map(|_| own(About::Journal, Wrong::Damaged));
    let aside = (status.view.kept.aside > 0).then(|| own(About::Journal, Wrong::OtherSide));
    damage.into_iter().chain(aside)
}

/// The worst of what is wrong, as short as a display's line: for duty staff where no status LCD tells them.
#[must_use]
pub fn for_corner(status: &Status, now: Instant) -> Option<String> {
    let mut troubles = of(status, now);
    // Visitors look at that display too: what is only to be known is none of their business.
    troubles.retain(|trouble| trouble.severity() != Severity::Told);
    by_importance(&mut troubles);
    troubles.first().map(|worst| format!("值班 {}", worst.headline()))
}

/// Alarms that stand, and the notice, each with the number that the command line knows it by.
fn befallen(status: &Status) -> impl Iterator<Item = Trouble> {
    let (view, incidents) = (&status.view, &status.view.incidents);
    let alarms = incidents.alarms.values().map(|alarm| Trouble {
        about: About::Alarm(alarm.kind, alarm.window),
        device: None,
        place: format!("报警{}", alarm.id.0),
        wrong: if alarm.acknowledged.is_some() { Wrong::AlarmTaken } else { Wrong::AlarmRaised },
        age: view.at.hall.since(alarm.since),
    });
    // The notice of a loss of the mains comes down with it, by itself.
    let of_mains =
        |place| view.rules.incidents.as_ref().is_some_and(|rules| rules.mains_notice == Some(place));
    let by_hand = |notice: &Notice| incidents.mains_lost.is_none() || !of_mains(notice.notice);
    let notice = incidents.notice.filter(by_hand).map(|notice| Trouble {
        about: About::Notice,
        device: None,
        place: notice::board(view).unwrap_or_default(),
        wrong: Wrong::PutUp,
        age: view.at.hall.since(notice.since),
    });
    let issuing = (!view.stopped.is_empty()).then(|| {
        let all = view.stopped.contains(&None);
        let place = if all { "全部业务".to_owned() } else { format!("{}项业务", view.stopped.len()) };
        Trouble { place, ..own(About::Issuing, Wrong::Stopped) }
    });
    alarms.chain(notice).chain(issuing).chain(sheets(view))
}

/// Sheets that the hall calls or called by, with how many of their numbers have no outcome.
fn sheets(view: &OfficeView) -> impl Iterator<Item = Trouble> {
    let left =
        |open: usize| if open == 0 { "号已核对完".to_owned() } else { format!("还有{open}个号") };
    view.manual.in_use().map(move |sheet| Trouble {
        about: About::Sheet(sheet.id),
        device: None,
        place: left(sheet.open().count()),
        wrong: Wrong::NotReconciled,
        age: view.at.hall.since(sheet.drawn.hall),
    })
}

/// By how much the time of day is another one, in the largest units that say enough (I10).
fn difference(by_ms: i64) -> String {
    let way = if by_ms < 0 { "慢" } else { "快" };
    let minutes = by_ms.unsigned_abs() / 60_000;
    match (minutes / 1440, minutes / 60) {
        (0, 0) => format!("{way}了{minutes}分钟"),
        (0, hours) => format!("{way}了{hours}小时{}分", minutes % 60),
        (days, _) => format!("{way}了{days}天"),
    }
}

/// A loss of the mains that is on record, and what told it is gone or does not know any more.
fn of_mains(status: &Status) -> Option<Trouble> {
    let since = status.view.incidents.mains_lost?;
    let watches = |post: &&Post| matches!(post.duty, Duty::Role(Role::Ups) | Duty::Signal(SignalKind::Mains));
    let says = |post: &Post| status.ailments.get(&post.name).map(|ailment| ailment.wrong);
    let (answering, gone): (Vec<&Post>, Vec<&Post>) = status
        .roster
        .posts()
        .filter(watches)
        .partition(|post| post.health.is_online() && says(post) != Some(Wrong::PowerUnknown));
    let told = answering.iter().any(|post| matches!(says(post), Some(Wrong::MainsLost | Wrong::BatteryLow)));
    let age = status.view.at.hall.since(since);
    let trouble = || Trouble { age, ..own(About::Signal(SignalKind::Mains), Wrong::MainsUnwatched) };
    (!told && !gone.is_empty()).then(trouble)
}

/// What the machine's own board says of its supply, with how often it sagged.
fn of_supply(status: &Status) -> Option<Trouble> {
    let (supply, now) = (status.supply, status.view.at.hall);
    supply.is_told(now).then(|| Trouble {
        place: format!("启动以来{}次", supply.count),
        age: now.since(supply.last),
        ..own(About::Supply, Wrong::SupplySags)
    })
}

/// What is wrong with the backups: what the medium lacks, told at once; else that the last good one is too old. Always
/// with its age.
fn of_backup(status: &Status) -> Option<Trouble> {
    let (backup, wall) = (&status.backup, status.view.at.wall);
    let lacks = backup.failing.map(|failing| match failing {
        Failing::ReadOnly => Wrong::BackupReadOnly,
        Failing::Full => Wrong::BackupFull,
        Failing::Hangs => Wrong::BackupHangs,
    });
    let old = || if backup.last.is_some() { Wrong::BackupOld } else { Wrong::NoBackup };
    let wrong = lacks.or_else(|| backup.is_overdue(wall).then(old))?;
    let place = lacks.and_then(|_| backup.words_zh(wall)).unwrap_or_default();
    Some(Trouble { age: backup.age(wall).unwrap_or_default(), place, ..own(About::Backup, wrong) })
}

/// What the journal's disks lack.
fn of_storage(status: &Status) -> impl Iterator<Item = Trouble> {
    let room = status.view.kept.short.map(|short| match short {
        Shortage::Bytes => own(About::Journal, Wrong::NoRoom),
        Shortage::Inodes => own(About::Journal, Wrong::NoInodes),
    });
    let (disk, left) = (&status.disk, status.disk.room);
    let low = left
        .is_low()
        .then(|| Trouble { place: left.words_zh().unwrap_or_default(), ..own(About::Disk, Wrong::RoomLow) });
    let much = disk
        .is_over_budget()
        .then(|| Trouble { place: disk.written_zh(), ..own(About::Disk, Wrong::WrittenMuch) });
    let held = status.log_held.map(|bytes| Trouble {
        place: format!("日志文件已有{}", size(bytes)),
        ..own(About::Journal, Wrong::LogHeld)
    });
    let disk = low.into_iter().chain(much).chain(held);
    room.into_iter()
        .chain(disk)
        .chain(status.copy.trouble.as_ref().map(|_| own(About::Journal, Wrong::NotCopied)))
}

/// One trouble for all of them, at the cable that they share, if they share one.
fn lost_together(loss: &Loss<'_>, now: Instant) -> Trouble {
    let cable = loss.posts.first().map_or("", |post| post.cable.as_str());
    let shared = !cable.is_empty() && loss.posts.iter().all(|post| post.cable == cable);
    let kinds: BTreeSet<String> = loss.posts.iter().map(|post| kind(post.duty)).collect();
    let kinds = kinds.into_iter().collect::<Vec<_>>().join("、");
    let place = if shared { format!("{kinds}，线缆 {cable}") } else { kinds };
    let age = now.since(loss.since);
    let wrong = loss.posts.first().map_or(Wrong::Unplugged, |post| wrong(post.duty, loss.fault));
    Trouble { about: About::Devices(loss.posts.len()), device: None, place, wrong, age }
}

/// What devices of this duty are called together: 叫号器.
fn kind(duty: Duty) -> String {
    let name = about(duty).name();
    name.trim_start_matches(|letter: char| letter.is_ascii_digit()).trim_start_matches('号').to_owned()
}

fn about(duty: Duty) -> About {
    match duty {
        Duty::Role(role) => About::Device(role),
        Duty::Signal(kind) => About::Signal(kind),
        Duty::Lcd => About::Lcd,
        Duty::Voice(zone) => About::Voice(zone),
    }
}

fn own(about: About, wrong: Wrong) -> Trouble {
    Trouble { about, device: None, place: String::new(), wrong, age: Duration::ZERO }
}

/// What is wrong with one device: it is offline, or online and says so itself.
#[must_use]
pub fn of_device(post: &Post, status: &Status, now: Instant) -> Option<Trouble> {
    let about = about(post.duty);
    let (wrong, age) = match post.health {
        Health::Offline { fault, since, .. } => (wrong(post.duty, fault), now.since(since)),
        Health::Held => (Wrong::Held, Duration::ZERO),
        Health::Online { .. } => {
            let ailment = status.ailments.get(&post.name)?;
            (ailment.wrong, status.view.at.hall.since(ailment.since))
        }
    };
    let device = Some(post.name.clone());
    Some(Trouble { about, device, place: post.place.clone(), wrong, age })
}

/// What a fault means for whoever mends it.
#[must_use]
pub fn wrong(duty: Duty, fault: Fault) -> Wrong {
    match fault {
        Fault::Refused if matches!(duty, Duty::Voice(_)) => Wrong::Mute,
        Fault::Silent => Wrong::Silent,
        Fault::Garbled => Wrong::Garbled,
        Fault::LineSettings => Wrong::LineSettings,
        Fault::Clash => Wrong::Clash,
        Fault::Refused => Wrong::Refused,
        Fault::Unplugged => Wrong::Unplugged,
        Fault::Occupied => Wrong::Occupied,
        Fault::Ambiguous => Wrong::Ambiguous,
        Fault::Forbidden => Wrong::Forbidden,
        Fault::Stalled => Wrong::Stalled,
        Fault::Unsteady => Wrong::Unsteady,
        Fault::Broken => Wrong::Broken,
    }
}

#[cfg(test)]
mod tests {
    use crate::journal::copy::thread::CopyState;
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::domain::id::{BootId, JobId, TicketId, WindowId};
    use crate::domain::moment::{HallTime, Moment, Wall};
    use crate::domain::office::Office;
    use crate::layout::{Device, Layout};
    use crate::runtime::backups::BackupState;
    use crate::runtime::roster::Roster;
    use crate::runtime::status::NotInForce;

    /// Keypads at desks, lost a little one after the other; each with its cable.
    fn lost(cables: &[&str]) -> Vec<(String, String)> {
        let device = |(index, cable): (u8, &&str)| Device {
            name: format!("keypad-{index}").as_str().into(),
            driver: "any".into(),
            settings: toml::Table::new(),
            cable: (*cable).into(),
            address: None,
            role: Role::Keypad(WindowId(index)),
            place: format!("{index}号窗口台面"),
        };
        let devices = (1..).zip(cables).map(device).collect();
        let roster = Roster::new(&Layout { devices, ..Layout::default() }, Instant::default());
        let wall = Some(Wall { utc_ms: 0, offset_min: 480 });
        let at = Moment { hall: HallTime(0), wall, boot: BootId(1) };
        let status = Status {
            view: Office::vacant(TicketId(1), JobId(1)).view(at).into(),
            hours: None,
            keeping: Keeping::Main,
            roster: roster.into(),
            absent: Vec::new(),
            closing: Vec::new(),
            ailments: BTreeMap::default(),
            configuration: NotInForce::default(),
            damage: None,
            means: Arc::default(),
            backup: BackupState::default(),
            clock_doubted: None,
            safe_mode: None,
            typed: None,
            put_aside: 0,
            supply: crate::runtime::supply::Supply::default(),
            log_held: None,
            other_hall: None,
            disk: crate::runtime::disk::Disk::default(),
            copy: CopyState::default(),
        };
        of(&status, Instant::default()).iter().map(|trouble| (trouble.headline(), trouble.remedy())).collect()
    }

    #[test]
    fn a14_devices_lost_together_are_one_trouble_at_their_cable() {
        assert_eq!(
            lost(&["pair"; 10]),
            [("10台设备 已断开".to_owned(), "查线缆和转换器（叫号器，线缆 pair）".to_owned())]
        );
        assert_eq!(
            lost(&["west", "west", "east"]),
            [("3台设备 已断开".to_owned(), "查线缆和转换器（叫号器）".to_owned())]
        );
    }

    #[test]
    fn one_or_two_devices_are_told_with_their_places() {
        assert_eq!(
            lost(&["pair", "pair"]),
            [
                ("1号叫号器 已断开".to_owned(), "查线缆和转换器（1号窗口台面）".to_owned()),
                ("2号叫号器 已断开".to_owned(), "查线缆和转换器（2号窗口台面）".to_owned()),
            ]
        );
    }
}
