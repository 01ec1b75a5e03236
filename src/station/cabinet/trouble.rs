//! What is wrong in the hall, in an order of importance, with the words that a person needs to mend it.

use std::time::Duration;

use crate::domain::id::{DoorId, SheetId, StaffId, WindowId};
use crate::domain::incident::AlarmKind;
use crate::layout::{DeviceName, Role, SignalKind, Zone};

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What it is about.
    pub about: About,
    /// The device's name in the configuration; `None` for what is not one device.
    pub device: Option<DeviceName>,
    /// Where a technician finds it.
    pub place: String,
    /// What is wrong with it.
    pub wrong: Wrong,
    /// For how long.
    pub age: Duration,
}

/// What can be in trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A device in its role.
    Device(Role),
    /// So many devices that were lost together, most likely by one cause (A14).
    Devices(usize),
    /// A window and whoever should be at it.
    Window(WindowId),
    /// So many windows together.
    Windows(usize),
    /// A contact, lamp or buzzer, or what a contact tells of the building.
    Signal(SignalKind),
    /// A door of the pick-up cabinet.
    Door(DoorId),
    /// A status LCD.
    Lcd,
    /// A loudspeaker.
    Voice(Zone),
    /// The journal on its disk.
    Journal,
    /// The journal's copies on a second medium.
    Backup,
    /// The journal's disk.
    Disk,
    /// The configuration file.
    Configuration,
    /// The time of day.
    Clock,
    /// An alarm of staff.
    Alarm(AlarmKind, Option<WindowId>),
    /// The notice that stands.
    Notice,
    /// The giving of tickets.
    Issuing,
    /// A manual-calling sheet of the day.
    Sheet(SheetId),
    /// So many of them together.
    Sheets(usize),
    /// The daemon itself.
    Daemon,
    /// What the machine's own board runs on.
    Supply,
    /// The PIN of a clerk.
    Pin(StaffId),
    /// The PINs of so many clerks.
    Pins(usize),
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It does not answer.
    Silent,
    /// It answers what makes no sense.
    Garbled,
    /// Its characters arrive broken.
    LineSettings,
    /// Its characters arrive broken, and those of its neighbours do not.
    Clash,
    /// It understands and says no.
    Refused,
    /// Its player ends without a sound.
    Mute,
    /// Its port is not there.
    Unplugged,
    /// Another program has its port.
    Occupied,
    /// Several ports are what is written.
    Ambiguous,
    /// Its port may not be opened.
    Forbidden,
    /// It takes no bytes.
    Stalled,
    /// It is there, and was lost so often that it is watched first.
    Unsteady,
    /// Its driver broke down.
    Broken,
    /// A person has switched it off.
    Held,
    /// A key is stuck.
    KeyStuck,
    /// A keypad of this address speaks on its line, and belongs to no window.
    Stranger(u8),
    /// Its own battery is low.
    KeypadBattery,
    /// The mains are lost: all runs on the battery.
    MainsLost,
    /// They were lost, and what told so does not answer any more.
    MainsUnwatched,
    /// Somebody has pressed the emergency button.
    ButtonPressed,
    /// All runs on a battery that is nearly empty.
    BatteryLow,
    /// Nobody knows what the hall runs on.
    PowerUnknown,
    /// The battery wants to be replaced.
    BatteryWorn,
    /// Out of paper.
    PaperOut,
    /// Paper near its end.
    PaperNearEnd,
    /// The cover is open.
    CoverOpen,
    /// The cutter is jammed.
    CutterJammed,
    /// The head is too hot.
    TooHot,
    /// An error of the printer's own.
    PrinterError,
    /// Somebody is logged in, people wait, and nobody is called.
    Absent,
    /// It closes, and something is left to be handed over.
    NotHandedOver,
    /// A door stands open for too long.
    DoorLeftOpen,
    /// A door was to open, and did not or may not have.
    DoorNotOpened,
    /// The journal cannot be written: nothing is granted.
    NotWritten,
    /// It is kept on the second medium, as its own disk failed.
    OnSecond,
    /// It is kept in memory only.
    InMemory,
    /// Its disk has room for calls only.
    NoRoom,
    /// Its disk has no entries for files left.
    NoInodes,
    /// Its room will be used up some day soon.
    RoomLow,
    /// More is written to it in a day than the hall allows.
    WrittenMuch,
    /// A reader lets its log grow.
    LogHeld,
    /// Nothing is copied to the second place.
    NotCopied,
    /// Its disk takes a batch and does not confirm it: nobody is answered.
    NotConfirmed,
    /// Something in its past does not fit.
    Damaged,
    /// It has another side, on which people were given numbers that nobody calls here.
    OtherSide,
    /// It is another hall's: nothing is served until somebody has decided.
    OtherHall,
    /// Its last good copy is too old.
    BackupOld,
    /// Its medium is write-protected.
    BackupReadOnly,
    /// Its medium is full.
    BackupFull,
    /// Its medium does not answer.
    BackupHangs,
    /// It has no good copy, and none could be made.
    NoBackup,
    /// The newest configuration was refused; the one before is in force.
    ConfigurationRefused,
    /// Its rules leave out what somebody depends on: they hold later.
    RulesWait,
    /// Nobody knows the time of day: the queue keeps its order without it.
    NotSet,
    /// The machine claims another time of day: it is watched and not believed.
    Doubted,
    /// Somebody called, and nobody has said that he comes.
    AlarmRaised,
    /// Somebody has said that he comes.
    AlarmTaken,
    /// It stands on every face of the hall.
    PutUp,
    /// The duty leader has stopped it.
    Stopped,
    /// The hall called by it, and it is not closed.
    NotReconciled,
    /// It goes without devices, as it could not start with them.
    SafeMode,
    /// Something that is pressed or asked has ended it three times, and is not heard any more.
    PutAside,
    /// The supply of the machine's own board sags: it says so itself.
    SupplySags,
    /// It was set, and there was none before.
    PinSet,
    /// It was set anew.
    PinChanged,
    /// It was taken away.
    PinRemoved,
    /// Some were set, some changed or taken away.
    PinsDiffer,
}

/// How much a trouble matters; the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The hall stands still, or soon will.
    Stops,
    /// Visitors or clerks notice.
    Hurts,
    /// It can wait until the evening.
    Waits,
    /// Nothing is to be mended: duty staff are to know of it.
    Told,
}

impl Trouble {
    /// How much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match (self.about, self.wrong) {
            (About::Journal, Wrong::Damaged | Wrong::OtherSide | Wrong::OnSecond) => Severity::Hurts,
            (About::Journal, Wrong::NotCopied | Wrong::LogHeld) => Severity::Waits,
            (About::Journal, _) => Severity::Stops,
            (About::Alarm(..), Wrong::AlarmRaised) | (About::Alarm(AlarmKind::Fire, _), _) => Severity::Stops,
            (About::Notice | About::Issuing | About::Sheet(_) | About::Sheets(_) | About::Disk, _) => {
                Severity::Waits
            }
            (About::Daemon, Wrong::PutAside) | (About::Supply, _) => Severity::Hurts,
            (About::Daemon, _) => Severity::Stops,
            (About::Pin(_) | About::Pins(_), _) => Severity::Told,
            (_, Wrong::MainsLost | Wrong::MainsUnwatched | Wrong::BatteryLow | Wrong::ButtonPressed) => {
                Severity::Stops
            }
            (_, Wrong::PaperNearEnd | Wrong::Held | Wrong::TooHot | Wrong::NotHandedOver) => Severity::Waits,
            (_, Wrong::BatteryWorn | Wrong::KeypadBattery | Wrong::Stranger(_)) => Severity::Waits,
            (About::Device(Role::RatingPad(_)) | About::Lcd | About::Configuration | About::Backup, _) => {
                Severity::Waits
            }
            (About::Signal(SignalKind::Lamp | SignalKind::Buzzer), _) => Severity::Waits,
            (
                About::Device(_)
                | About::Devices(_)
                | About::Voice(_)
                | About::Window(_)
                | About::Windows(_)
                | About::Door(_)
                | About::Clock
                | About::Alarm(..)
                | About::Signal(SignalKind::Mains | SignalKind::Emergency | SignalKind::Notice),
                _,
            ) => Severity::Hurts,
        }
    }

    /// What it is about and what is wrong: 打印机 缺纸.
    #[must_use]
    pub fn headline(&self) -> String {
        if let Wrong::Stranger(address) = self.wrong {
            return format!("{} 收到未登记的叫号器（地址{address}）", self.about.name());
        }
        format!("{} {}", self.about.name(), self.what_is_wrong())
    }

    /// What to try.
    #[must_use]
    pub fn what_to_try(&self) -> &'static str {
        match (self.about, self.wrong) {
            (About::Alarm(AlarmKind::Fire, _), Wrong::AlarmRaised) => "疏散人员；拨打119",
            (About::Alarm(AlarmKind::Conflict, _), Wrong::AlarmRaised) => "请立即到场；必要时拨打110",
            (About::Alarm(AlarmKind::Illness, _), Wrong::AlarmRaised) => "请立即到场；拨打120",
            (About::Lcd, Wrong::Forbidden) => "查用户组 video、spi、i2c",
            (About::Signal(_), Wrong::Unplugged) => "查芯片名称和设备树",
            (About::Signal(_), Wrong::Occupied) => "占用者见系统日志",
            (About::Signal(_), Wrong::Forbidden) => "查用户组 gpio",
            (_, wrong) => wrong.words().1,
        }
    }

    /// What is wrong, in few words. A line of the machine's own is no port.
    #[must_use]
    pub fn what_is_wrong(&self) -> &'static str {
        match (self.about, self.wrong) {
            (About::Signal(_), Wrong::Unplugged) => "引脚不存在",
            (About::Signal(_), Wrong::Occupied) => "引脚被占用",
            (_, wrong) => wrong.words().0,
        }
    }

    /// What to try, and where; the place last, as it may be cut off.
    #[must_use]
    pub fn remedy(&self) -> String {
        let remedy = self.what_to_try();
        if self.place.is_empty() { remedy.to_owned() } else { format!("{remedy}（{}）", self.place) }
    }

    /// For how long, in the largest unit that says enough; empty where nobody has noted since when.
    #[must_use]
    pub fn for_how_long(&self) -> String {
        let minutes = self.age.as_secs() / 60;
        match minutes {
            0 if self.about.is_undated() => String::new(),
            0 => "刚刚".to_owned(),
            1..=59 => format!("{minutes}分钟"),
            60..=1439 => format!("{}小时{}分", minutes / 60, minutes % 60),
            _ => format!("{}天", minutes / 1440),
        }
    }
}

/// The worst first; of equals the one that has lasted longest.
pub fn by_importance(troubles: &mut [Trouble]) {
    troubles.sort_by_key(|trouble| (trouble.severity(), std::cmp::Reverse(trouble.age)));
}

impl About {
    /// Whether its troubles are told without their beginning.
    fn is_undated(self) -> bool {
        use About::{Clock, Configuration, Daemon, Disk, Issuing, Journal};
        matches!(self, Journal | Disk | Configuration | Clock | Daemon | Issuing)
    }

    /// Its name in the hall.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Device(Role::Printer) => "打印机".to_owned(),
            Self::Device(Role::WindowBoard(window)) => format!("{window}号窗口屏"),
            Self::Device(Role::HallDisplay) => "大厅主屏".to_owned(),
            Self::Device(Role::Keypad(window)) => format!("{window}号叫号器"),
            Self::Device(Role::RatingPad(window)) => format!("{window}号评价器"),
            Self::Device(Role::Terminal(kiosk)) => format!("{kiosk}号取号机"),
            Self::Device(Role::CardReader(kiosk)) => format!("{kiosk}号读卡器"),
            Self::Device(Role::Ups) => "UPS".to_owned(),
            Self::Device(Role::Locker) => "取件柜".to_owned(),
            Self::Door(door) => format!("取件柜{door}号门"),
            Self::Devices(count) => format!("{count}台设备"),
            Self::Window(window) => format!("{window}号窗口"),
            Self::Windows(count) => format!("{count}个窗口"),
            Self::Signal(SignalKind::Mains) => "市电监测".to_owned(),
            Self::Signal(SignalKind::Emergency) => "紧急按钮".to_owned(),
            Self::Signal(SignalKind::Notice) => "告示按钮".to_owned(),
            Self::Signal(SignalKind::Lamp) => "报警灯".to_owned(),
            Self::Signal(SignalKind::Buzzer) => "蜂鸣器".to_owned(),
            Self::Lcd => "状态屏".to_owned(),
            Self::Voice(Zone::Hall) => "语音".to_owned(),
            Self::Voice(Zone::Other(zone)) => format!("{zone}语音"),
            Self::Journal => "日志".to_owned(),
            Self::Backup => "备份".to_owned(),
            Self::Disk => "磁盘".to_owned(),
            Self::Configuration => "配置".to_owned(),
            Self::Clock => "时钟".to_owned(),
            Self::Alarm(kind, window) => {
                let place = window.map(|window| format!("{window}号窗口")).unwrap_or_default();
                format!("{place}{}", alarm(kind))
            }
            Self::Notice => "告示".to_owned(),
            Self::Issuing => "取号".to_owned(),
            Self::Sheet(sheet) => format!("叫号单{}", sheet.0),
            Self::Sheets(count) => format!("{count}张叫号单"),
            Self::Daemon => "叫号系统".to_owned(),
            Self::Supply => "主机电源".to_owned(),
            Self::Pin(clerk) => format!("工号{clerk}"),
            Self::Pins(clerks) => format!("{clerks}个工号"),
        }
    }
}

/// What an alarm is called.
fn alarm(kind: AlarmKind) -> &'static str {
    match kind {
        AlarmKind::Fire => "火情疏散",
        AlarmKind::Conflict => "冲突报警",
        AlarmKind::Illness => "急病求助",
        AlarmKind::Help => "求助",
    }
}
