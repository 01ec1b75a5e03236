//! What somebody sees who goes to look: the page, the display, the last slip, the LCD, the day's figures.

use hal::port::terminal::Page;
use hal::time::Instant;
use jiaohao::domain::means::HallState;
use jiaohao::layout::Role;
use jiaohao::runtime::status::Status;
use jiaohao::runtime::troubles;
use jiaohao::station::cabinet::{Bearing, ListedSheet, Row, Situation};
use jiaohao::station::ladder;

use crate::player::{KIOSK, Player};
use crate::signs;

/// Troubles and sentences about what to do that find room on the LCD.
const TROUBLES: usize = 3;
const STEPS: usize = 3;

impl Player {
    /// Goes to look.
    pub fn looks(&mut self, sight: &str) -> Result<(), String> {
        let lines = match sight {
            "display" => {
                let display = self.layout.devices.iter().find(|device| device.role == Role::HallDisplay);
                let display = display.ok_or("the hall has no display")?;
                vec![signs::display(&self.site.floor.board(&display.name))]
            }
            "terminal" => {
                let page = self.site.floor.page(KIOSK).ok_or("the terminal is dark")?;
                signs::page(&page, None)
            }
            "slip" => self.signs.last_slip(),
            _ => {
                let situation = self.situation().ok_or("the machine is off")?;
                if sight == "lcd" { whole_lcd(&situation) } else { self.figures() }
            }
        };
        for line in lines {
            self.signs.note_look(self.now, sight, line);
        }
        Ok(())
    }

    fn status(&self) -> Option<Status> {
        self.site.machine().map(|machine| machine.engine().status())
    }

    /// What stands on the LCD; `None` while the machine or the LCD is off.
    pub fn situation(&self) -> Option<Situation> {
        let status = self.status()?;
        let lcd = self.layout.lcds.first().and_then(|lcd| status.roster.post(&lcd.name));
        if lcd.is_some_and(|lcd| !lcd.health.is_online()) {
            return None;
        }
        let stored = status.keeping.is_stored();
        let troubles = troubles::of(&status, Instant::from_millis(self.now.0));
        let means = &status.means;
        let bearing = Bearing::of(&status.view, means.state, means.since, &means.stands);
        let situation = Situation::of(&status.view, status.view.at.wall, stored, troubles);
        Some(situation.bearing(bearing).noting(status.typed.clone()))
    }

    /// The LCD is looked at, and lamps and buzzers do what the hall's state asks of them.
    pub fn corner(&mut self) {
        let lcd = self.situation().map_or_else(|| "dark".to_owned(), |situation| lcd(&situation));
        if lcd != self.lcd {
            self.signs.note(self.now, "lcd", &*lcd);
            self.lcd = lcd;
        }
    }

    /// Lamps and buzzers, which are told by the time that passes, too.
    pub fn alarms(&mut self) {
        let Some(status) = self.status() else { return };
        for (device, command) in self.alert.look(&status, Instant::from_millis(self.now.0)) {
            self.site.floor.tell(self.now, &device, command);
        }
    }

    /// The day so far, as the books have it.
    fn figures(&self) -> Vec<String> {
        let totals = self.status().map(|status| status.view.totals).unwrap_or_default();
        let (waiting, missed) = (totals.waiting, totals.missed);
        vec![format!(
            "{} issued: {} served, {} at windows, {waiting} waiting, {} parked, {missed} missed, {} cancelled; {} rated",
            totals.issued, totals.served, totals.at_windows, totals.parked, totals.cancelled, totals.rated
        )]
    }
}

/// A page on one line.
pub fn page_words(page: &Page) -> String {
    signs::page(page, None).join(" / ")
}

/// What somebody reads on the LCD beside its figures: how the hall is, the calls that stand nowhere else, what is to be
/// done, and what is wrong.
fn lcd(situation: &Situation) -> String {
    let bearing = &situation.bearing;
    let mut told = Vec::new();
    if bearing.state != HallState::Normal {
        told.push(format!("【{}】", ladder::state(bearing.state)));
    }
    told.extend(bearing.calls.iter().map(|(number, window)| format!("请{number}到{window}号窗口")));
    told.extend(bearing.steps.iter().take(STEPS).map(|step| step.words.clone()));
    told.push(troubles_of(situation));
    told.join(" / ")
}

/// What the LCD says is wrong, the worst first.
fn troubles_of(situation: &Situation) -> String {
    let troubles = situation.troubles.iter().take(TROUBLES);
    let mut told: Vec<String> =
        troubles.map(|trouble| format!("{}：{}", trouble.headline(), trouble.remedy())).collect();
    if situation.troubles.len() > TROUBLES {
        told.push(format!("另有{}项", situation.troubles.len() - TROUBLES));
    }
    match (told.is_empty(), situation.open) {
        (false, _) => told.join(" / "),
        (true, true) => "一切正常".to_owned(),
        (true, false) => "设备正常".to_owned(),
    }
}

fn whole_lcd(situation: &Situation) -> Vec<String> {
    let clock = situation.clock.map_or_else(|| "--:--".to_owned(), |(h, m)| format!("{h:02}:{m:02}"));
    let open = if situation.open { "开放" } else { "未开放" };
    let stored = if situation.stored { "日志已存储" } else { "日志未存储" };
    let tested = situation.self_test.map(|(works, all)| format!(" 自检{works}/{all}")).unwrap_or_default();
    let listed = situation.listed.iter().flat_map(|listed| &listed.sheets).map(listed_sheet);
    let bearing = &situation.bearing;
    let since = if bearing.state == HallState::Normal {
        String::new()
    } else {
        format!(" {} {}分钟", ladder::state(bearing.state), bearing.minutes)
    };
    let usual = [
        format!("{} {open} {clock}", situation.hall),
        format!(
            "等候 {} 已办 {} 窗口 {}/{} {stored}{tested}{since}",
            situation.waiting, situation.served, situation.windows_open, situation.windows
        ),
        lcd(situation),
    ];
    usual.into_iter().chain(listed).collect()
}

/// Every page of a sheet that stands on the LCD, on one line.
fn listed_sheet(sheet: &ListedSheet) -> String {
    let row = |row: &Row| {
        let window = row.window.map_or_else(|| "?".to_owned(), |window| window.to_string());
        format!("{} {} {}号窗口 {}", row.number, row.since, window, row.service)
    };
    let rows: Vec<String> = sheet.rows.iter().map(row).collect();
    let seal = if sheet.seal.is_some() { "有封印" } else { "无封印" };
    format!("叫号单{} {seal} {}", sheet.id, rows.join(" / "))
}
