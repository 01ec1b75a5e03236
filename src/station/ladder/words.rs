//! What is said of a ladder: to those who must act in plain Chinese, to the log and the command line in English.

use super::{Stand, UnitKind};
use crate::domain::id::WindowId;
use crate::domain::means::{HallState, Means, Task};
use crate::domain::moment::HallTime;
use crate::layout::{DeviceName, SignalKind};
use crate::station::cabinet::{About, Wrong};

/// Windows that stand alike, or one task of the whole hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The task.
    pub task: Task,
    /// The windows; empty for a task of the whole hall.
    pub windows: Vec<WindowId>,
    /// Whether these are all the windows of the hall.
    pub everywhere: bool,
    /// By what it is done.
    pub means: Means,
    /// The best by what it could be done.
    pub best: Means,
    /// Since when it is so at the first of them.
    pub since: HallTime,
    /// The devices that better means miss.
    pub missed: Vec<(DeviceName, UnitKind, Wrong)>,
}

/// Stands with windows that stand alike told together, in the order of the tasks.
#[must_use]
pub fn groups(stands: &[(Stand, HallTime)]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (stand, since) in stands {
        let alike = |group: &&mut Group| {
            (group.task, group.means, group.best) == (stand.task, stand.means, stand.best)
        };
        match groups.iter_mut().find(alike) {
            Some(group) => {
                group.windows.extend(stand.window);
                group.since = group.since.min(*since);
                let fresh =
                    stand.missed.iter().filter(|(name, ..)| !group.missed.iter().any(|(n, ..)| n == name));
                let fresh: Vec<_> = fresh.cloned().collect();
                group.missed.extend(fresh);
            }
            None => groups.push(Group {
                task: stand.task,
                windows: stand.window.into_iter().collect(),
                everywhere: false,
                means: stand.means,
                best: stand.best,
                since: *since,
                missed: stand.missed.clone(),
            }),
        }
    }
    for group in &mut groups {
        let of_task = stands.iter().filter(|(stand, _)| stand.task == group.task).count();
        group.everywhere = of_task == group.windows.len();
    }
    groups
}

impl Group {
    /// Whether it is done by another means than the best.
    #[must_use]
    pub fn is_down(&self) -> bool {
        self.means != self.best
    }

    /// What to do and what is out, in one sentence: 3号窗口按键叫号：请用软叫号器（3号叫号器无应答）. What to do stands
    /// first, as a narrow face cuts the end off.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{}：{}（{}）", self.subject(), to_do(self.task, self.means), self.why())
    }

    /// Which task, where: 3号窗口叫号.
    #[must_use]
    pub fn subject(&self) -> String {
        let place = match self.windows.as_slice() {
            [] => String::new(),
            _ if self.everywhere => "各窗口".to_owned(),
            windows => format!("{}号窗口", joined(windows, "、")),
        };
        format!("{place}{}", task(self.task))
    }

    /// What is out: 3号叫号器无应答. Devices of which the same is wrong are counted with the first, the others apart.
    #[must_use]
    pub fn why(&self) -> String {
        let Some((_, kind, wrong)) = self.missed.first() else {
            return "日志无法写入".to_owned();
        };
        let alike = self.missed.iter().filter(|(_, _, other)| other == wrong).count();
        let more = if alike > 1 { format!("等{alike}台") } else { String::new() };
        let others = match self.missed.len() - alike {
            0 => String::new(),
            others => format!("，另有{others}台停用"),
        };
        format!("{}{more}{}{others}", about(*kind).name(), wrong.words().0)
    }

    /// How much it matters that people know of it, the most first: what they have to do by hand so that calling goes on,
    /// then what calling goes on by, then grades and whom to tell.
    #[must_use]
    pub fn urgency(&self) -> u8 {
        match self.task {
            Task::GiveTicket | Task::ShowCall | Task::SayCall | Task::PressNext | Task::KeepJournal => {
                u8::from(!self.means.is_by_hand())
            }
            Task::Rate | Task::TellStaff => 2 + u8::from(!self.means.is_by_hand()),
        }
    }

    /// Where, for the command line: `all`, `3, 5`, or nothing for the whole hall.
    #[must_use]
    pub fn windows_en(&self) -> String {
        if self.everywhere && !self.windows.is_empty() {
            "all".to_owned()
        } else {
            joined(&self.windows, ", ")
        }
    }
}

fn joined(windows: &[WindowId], between: &str) -> String {
    windows.iter().map(WindowId::to_string).collect::<Vec<_>>().join(between)
}

/// What a device is called when it is in trouble.
#[must_use]
pub fn about(kind: UnitKind) -> About {
    match kind {
        UnitKind::Role(role) => About::Device(role),
        UnitKind::Buzzer => About::Signal(SignalKind::Buzzer),
        UnitKind::Lcd => About::Lcd,
        UnitKind::Voice(zone) => About::Voice(zone),
    }
}

fn task(task: Task) -> &'static str {
    match task {
        Task::GiveTicket => "取号",
        Task::ShowCall => "显示叫号",
        Task::SayCall => "语音叫号",
        Task::PressNext => "按键叫号",
        Task::Rate => "评价",
        Task::TellStaff => "值班提示",
        Task::KeepJournal => "日志",
    }
}

/// What is done instead, and by whom.
fn to_do(task: Task, means: Means) -> &'static str {
    match means {
        Means::TerminalAndPrinter => "照常取号",
        Means::Terminal => "请提醒群众记住号码，恢复后可补打",
        Means::Staff => "请导办台或窗口代为取号",
        Means::PaperBlock => "请发预印号票并登记",
        Means::WindowBoard => "窗口屏照常显示",
        Means::HallDisplay => "看大厅主屏",
        Means::Voice if task == Task::SayCall => "语音照常",
        Means::Voice => "请听语音",
        Means::LcdAndDigits => "请看值班状态屏",
        Means::ByMouth => "请窗口口头叫号",
        Means::OtherZone => "改由其他区域播报",
        Means::Buzzer => "改为蜂鸣提示",
        Means::DisplayFlash => "改为屏幕闪动提示",
        Means::Keypad => "照常按键",
        Means::SoftKeypad => "请用软叫号器",
        Means::DutyKeypad => "请值班人员代叫",
        Means::PaperSheet => "请在叫号单上登记",
        Means::Pad => "照常评价",
        Means::SlipCode => "凭号票评价码登记",
        Means::PaperForm => "请发纸质评价表",
        Means::Lcd => "看状态屏",
        Means::DisplayCorner => "看大厅主屏末行",
        Means::Log => "请查系统日志",
        Means::MainFile => "照常存储",
        Means::SecondMedium => "已改存第二介质",
        Means::Memory => "请同时用纸登记",
    }
}

/// How the hall is as a whole, for the LCD.
#[must_use]
pub fn state(state: HallState) -> &'static str {
    match state {
        HallState::Normal => "正常",
        HallState::MeansDown => "备用方式",
        HallState::ManualForSome => "部分人工叫号",
        HallState::ManualForAll => "全部人工叫号",
    }
}

/// How the hall is as a whole, for the log and the command line.
#[must_use]
pub fn state_en(state: HallState) -> &'static str {
    match state {
        HallState::Normal => "normal",
        HallState::MeansDown => "a means is down",
        HallState::ManualForSome => "manual calling for some",
        HallState::ManualForAll => "MANUAL CALLING FOR ALL",
    }
}
