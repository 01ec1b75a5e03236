//! The words of the card: what each means asks of the people in the hall.

use crate::domain::means::{Means, Task};
use crate::layout::{Matter, MatterKind};

/// What a task is called in the hall.
pub(super) fn task(task: Task) -> &'static str {
    match task {
        Task::GiveTicket => "取号",
        Task::ShowCall => "显示叫号",
        Task::SayCall => "语音叫号",
        Task::PressNext => "按键叫号",
        Task::Rate => "评价",
        Task::TellStaff => "故障提示",
        Task::KeepJournal => "记录",
    }
}

/// What people do while a task is done by this means.
pub(super) fn advice(task: Task, means: Means) -> &'static str {
    match means {
        Means::TerminalAndPrinter => "取号机取号，出纸票",
        Means::Terminal => "不出纸：请群众记下或拍下取号机上的号码，修好后到导办台补打",
        Means::Staff => "取号机坏：导办台代群众取号",
        Means::PaperBlock => "都不能用：撕发预印号本，登记事项和时间",
        Means::WindowBoard => "窗口上方的屏",
        Means::HallDisplay => "窗口屏坏：请群众看大厅主屏",
        Means::Voice if task == Task::SayCall => "喇叭播报",
        Means::Voice => "大屏也坏：请群众听喇叭",
        Means::LcdAndDigits => "喇叭也坏：窗口看叫号器上的号，值班人员看状态屏，转告群众",
        Means::ByMouth => "窗口人员起身口头叫号，叫三遍",
        Means::OtherZone => "由另一区域的喇叭播报",
        Means::Buzzer if task == Task::TellStaff => "听蜂鸣：响三声即去看主机",
        Means::Buzzer => "蜂鸣响一次即有新号，请群众看屏",
        Means::DisplayFlash => "屏幕闪动即有新号，导办员提醒群众看屏",
        Means::Keypad => "本窗口叫号器",
        Means::SoftKeypad => "叫号器坏：用电脑上的叫号键",
        Means::DutyKeypad => "电脑也不行：请值班人员用旁边窗口的叫号器代叫",
        Means::PaperSheet => "都不能用：按叫号单叫，在单上登记",
        Means::Pad => "窗口评价器",
        Means::SlipCode => "评价器坏：请群众留下号票上的号票码和评价",
        Means::PaperForm => "发纸质评价表，下班前交值班台",
        Means::Lcd => "看值班状态屏",
        Means::DisplayCorner => "状态屏坏：看大厅主屏最后一行",
        Means::Log => "每半小时巡查一遍各台设备",
        Means::MainFile => "系统自动存储",
        Means::SecondMedium => "系统自动改存备用盘",
        Means::Memory => "屏上和票上有“未存储”：每个号同时登记在纸上，不要关机",
    }
}

/// What somebody is to be called about.
pub(super) fn matters(about: &[Matter]) -> String {
    let words: Vec<&str> = about.iter().map(matter).collect();
    words.join("、")
}

fn matter(matter: &Matter) -> &str {
    let kind = match matter {
        Matter::Device(name) => return name.as_str(),
        Matter::Kind(kind) => *kind,
    };
    match kind {
        MatterKind::Printer => "打印机",
        MatterKind::WindowBoard => "窗口屏",
        MatterKind::HallDisplay => "大厅主屏",
        MatterKind::Keypad => "叫号器",
        MatterKind::RatingPad => "评价器",
        MatterKind::Terminal => "取号机",
        MatterKind::CardReader => "读卡器",
        MatterKind::Ups => "备用电源",
        MatterKind::Locker => "取件柜",
        MatterKind::Lcd => "状态屏",
        MatterKind::Voice => "喇叭",
        MatterKind::Signal => "报警灯、按钮和蜂鸣器",
        MatterKind::Machine => "主机",
    }
}
