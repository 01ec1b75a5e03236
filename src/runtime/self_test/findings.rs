//! What stands on the certificate: each device with its verdict, in the words of the hall, and the machine's own.

use hal::time::Instant;

use super::SelfTest;
use super::trials::{Course, Seen};
use crate::domain::self_test::{Certificate, Tried, Verdict};
use crate::layout::{DeviceName, MatterKind, Role, SignalKind, Zone};
use crate::runtime::disk::Room;
use crate::runtime::roster::{Duty, Post};
use crate::runtime::status::Status;
use crate::runtime::supervisor::Health;
use crate::runtime::troubles;
use crate::station::cabinet::{About, Trouble, Wrong};

/// What is wrong with a device at this moment.
pub(super) fn trouble(post: &Post, status: &Status) -> Option<Trouble> {
    // Only the words are told, not how long: any clock will do.
    troubles::of_device(post, status, Instant::default())
}

/// Whether a device does its work in spite of this.
pub(super) fn is_bearable(trouble: &Trouble) -> bool {
    matches!(trouble.wrong, Wrong::PaperNearEnd | Wrong::BatteryWorn)
}

/// What is wrong, and what to try.
fn complaint(trouble: &Trouble) -> String {
    format!("{}，{}", trouble.what_is_wrong(), trouble.what_to_try())
}

impl SelfTest {
    /// What came of everything up to this moment.
    pub(super) fn certificate(&self, status: &Status) -> Certificate {
        let mut posts: Vec<&Post> = status.roster.posts().collect();
        // In the order in which people walk through the hall: by kind, then by window.
        posts.sort_by_key(|post| (place_on_paper(post.duty), &post.name));
        let devices = posts.into_iter().map(|post| self.device(post, status));
        Certificate { tried: devices.chain(self.machine(status)).collect(), tell: self.upkeep.tell.clone() }
    }

    fn device(&self, post: &Post, status: &Status) -> Tried {
        let (about, kind) = known_as(post.duty);
        let (verdict, words) = match trouble(post, status) {
            Some(trouble) => {
                let words = complaint(&trouble);
                let verdict = match post.health {
                    Health::Held => Verdict::NotTried,
                    Health::Online { .. } if is_bearable(&trouble) => Verdict::Works,
                    Health::Online { .. } | Health::Offline { .. } => Verdict::Fails,
                };
                (verdict, words)
            }
            None => self.seen(post),
        };
        let device = post.name.as_str().to_owned();
        self.tried(
            Some(&post.name),
            kind,
            Tried {
                device,
                name: about.name(),
                place: post.place.clone(),
                verdict,
                words,
                call: String::new(),
            },
        )
    }

    /// What the trial of a device that is there and well has shown.
    fn seen(&self, post: &Post) -> (Verdict, String) {
        let course = self.run.as_ref().and_then(|run| run.courses.get(&post.name));
        let Some(Course::Tried(seen)) = course else {
            return (Verdict::NotTried, "有应答，自检尚未完成".to_owned());
        };
        let charge = self.charges.get(&post.name).map(|percent| format!("有应答，电量{percent}%"));
        let words = match seen {
            Seen::Answers => match post.duty {
                Duty::Signal(kind) if kind.is_input() => "已读取状态".to_owned(),
                Duty::Signal(_) => "线路就绪".to_owned(),
                Duty::Role(_) | Duty::Lcd | Duty::Voice(_) => charge.unwrap_or_else(|| "有应答".to_owned()),
            },
            Seen::Confirmed => "自检文字已显示并确认".to_owned(),
            Seen::Shown => "自检文字已发送，本机不回报，请目视".to_owned(),
            Seen::InUse => "正在使用，显示已确认".to_owned(),
            Seen::Opened => "扬声设备已打开".to_owned(),
            Seen::NotConfirmed => return (Verdict::Fails, "未确认显示内容，请目视检查".to_owned()),
            Seen::Dumb => return (Verdict::Fails, "放不出声音，查功放和音频线".to_owned()),
        };
        (Verdict::Works, words)
    }

    /// The machine's own: what it stores, and the time it knows.
    fn machine(&self, status: &Status) -> Vec<Tried> {
        let wrong = troubles::of(status, Instant::default());
        let well = |words: &str| Some((Verdict::Works, words.to_owned()));
        let backup = status.backup.words_zh(status.view.at.wall).map(|words| (Verdict::Works, words));
        let seen = if status.disk.room == Room::Unknown { Verdict::NotTried } else { Verdict::Works };
        let room = status.disk.room.words_zh().map(|words| (seen, words));
        let rows = [
            (About::Journal, well("已存储，未发现损坏")),
            (About::Disk, room),
            (About::Backup, backup),
            (About::Clock, well("已校准")),
            (About::Configuration, well("与磁盘上的一致")),
        ];
        let row = |(about, well): (About, Option<(Verdict, String)>)| {
            let trouble = wrong.iter().find(|trouble| trouble.about == about);
            let (verdict, words) = match trouble {
                Some(trouble) => (Verdict::Fails, complaint(trouble)),
                // A hall without a second medium has no backup to try.
                None => well?,
            };
            Some(self.tried(
                None,
                MatterKind::Machine,
                Tried {
                    device: String::new(),
                    name: about.name(),
                    place: String::new(),
                    verdict,
                    words,
                    call: String::new(),
                },
            ))
        };
        rows.into_iter().filter_map(row).collect()
    }

    /// The same, with whom to call where there is something to mend.
    fn tried(&self, device: Option<&DeviceName>, kind: MatterKind, tried: Tried) -> Tried {
        match tried.verdict {
            Verdict::Works => tried,
            Verdict::Fails | Verdict::NotTried => {
                Tried { call: self.upkeep.call(device, kind).to_owned(), ..tried }
            }
        }
    }
}

/// Where a device stands on the paper: roles in their own order, then lines, LCDs and the loudspeakers.
fn place_on_paper(duty: Duty) -> (u8, Option<Role>, Option<SignalKind>) {
    match duty {
        Duty::Role(role) => (0, Some(role), None),
        Duty::Signal(kind) => (1, None, Some(kind)),
        Duty::Lcd => (2, None, None),
        Duty::Voice(Zone::Hall) => (3, None, None),
        Duty::Voice(Zone::Other(_)) => (4, None, None),
    }
}

/// What people call a device, and who mends it.
fn known_as(duty: Duty) -> (About, MatterKind) {
    match duty {
        Duty::Role(role) => (About::Device(role), MatterKind::of_role(role)),
        Duty::Signal(kind) => (About::Signal(kind), MatterKind::Signal),
        Duty::Lcd => (About::Lcd, MatterKind::Lcd),
        Duty::Voice(zone) => (About::Voice(zone), MatterKind::Voice),
    }
}
