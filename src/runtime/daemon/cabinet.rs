//! Status LCDs and screens of the hall: a face is handed over when what stands on it is different, and drawn
//! on the display's own thread.

use std::time::Duration;

use hal::cable::surface::{Face, Frame, Letters};
use hal::time::Instant;
use tracing::warn;

use crate::domain::means::{Means, Task};
use crate::domain::moment::HallTime;
use crate::layout::{DeviceName, Layout, Lcd, Shows, Surface};
use crate::runtime::status::Status;
use crate::runtime::threads::{Devices, Paint};
use crate::runtime::troubles;
use crate::station::cabinet::{Bearing, OtherHall, PAGE_FOR, Situation, letters, picture};
use crate::station::hall::HallDisplay;
use crate::station::screen::{self, BLINK, Scene};

/// The displays of the hall that take pictures or letters, and what they show.
pub(super) struct Cabinet {
    lcds: Vec<Lcd>,
    shown: Option<Situation>,
    screens: Vec<Screen>,
}

/// One screen of the hall.
struct Screen {
    lcd: Lcd,
    display: HallDisplay,
    shown: Option<Scene>,
}

impl Cabinet {
    /// The displays of a layout; nothing is shown on them yet.
    pub fn new(layout: &Layout) -> Self {
        let (screens, lcds) =
            layout.lcds.iter().cloned().partition::<Vec<Lcd>, _>(|lcd| lcd.shows == Shows::Hall);
        let screen = |lcd: Lcd| {
            let display = HallDisplay::new(screen::rows((lcd.width, lcd.height)));
            Screen { lcd, display, shown: None }
        };
        Self { lcds, shown: None, screens: screens.into_iter().map(screen).collect() }
    }

    /// Shows the hall as it is, on every display on which that looks different from before.
    ///
    /// What is `lent` is somebody else's to draw on; see [`Self::forget`].
    pub fn show(
        &mut self,
        status: &Status,
        now: Instant,
        devices: &Devices,
        lent: &dyn Fn(&DeviceName) -> bool,
    ) {
        let hand_over = |lcd: &Lcd, paint: Paint| {
            if !lent(&lcd.name) {
                hand_over(devices, lcd, paint);
            }
        };
        let (view, stored) = (&status.view, status.keeping.is_stored());
        let corner = corner(status, now);
        for screen in &mut self.screens {
            screen.display.tell_staff(corner.clone());
            let scene = Scene::of(&mut screen.display, view, stored);
            if screen.shown.as_ref() != Some(&scene) {
                let (size, drawn) = ((screen.lcd.width, screen.lcd.height), scene.clone());
                let paint =
                    move || Frame::of_565(size.0, size.1, screen::picture(size, &drawn).pixels()).into();
                hand_over(&screen.lcd, Box::new(paint));
                screen.shown = Some(scene);
            }
        }
        let means = &status.means;
        let bearing = Bearing::of(view, means.state, means.since, &means.stands);
        let situation = Situation {
            backup: status.backup.words_zh(view.at.wall),
            other_hall: other_hall(status),
            bearing,
            ..Situation::of(view, view.at.wall, stored, troubles::of(status, now))
        };
        let situation = situation.noting(status.typed.clone());
        if self.shown.as_ref() == Some(&situation) {
            return;
        }
        for lcd in &self.lcds {
            let (drawn_for, situation) = (lcd.clone(), situation.clone());
            hand_over(lcd, Box::new(move || drawn(&drawn_for, &situation)));
        }
        self.shown = Some(situation);
    }

    /// Who knows what stands on the displays: all of them are drawn anew at the next look.
    pub fn forget(&mut self) {
        self.shown = None;
        self.screens.iter_mut().for_each(|screen| screen.shown = None);
    }

    /// The display of this name.
    pub fn lcd(&self, name: &DeviceName) -> Option<&Lcd> {
        self.lcds.iter().chain(self.screens.iter().map(|screen| &screen.lcd)).find(|lcd| lcd.name == *name)
    }

    /// How long the hall may be left unseen: shorter while a call on a screen blinks or waits for its row.
    pub fn patience(&self, now: HallTime) -> Option<Duration> {
        self.screens.iter().any(|screen| Scene::is_lively(&screen.display, now)).then_some(BLINK)
    }
}

/// Whose the journal on the card is, while that is asked.
fn other_hall(status: &Status) -> Option<OtherHall> {
    let asked = status.other_hall.as_ref()?;
    let page_ms = u64::try_from(PAGE_FOR.as_millis()).unwrap_or(u64::MAX);
    let turn = status.view.at.hall.0 / page_ms;
    Some(OtherHall { found: asked.found.clone(), typed: asked.typed(), ours: asked.ours.clone(), turn })
}

/// What duty staff are told on the screens of the hall, where that is what the hall has for it.
fn corner(status: &Status, now: Instant) -> Option<String> {
    let tells_there = status.means.means(Task::TellStaff, None) == Some(Means::DisplayCorner);
    tells_there.then(|| troubles::for_corner(status, now)).flatten()
}

fn hand_over(devices: &Devices, lcd: &Lcd, paint: Paint) {
    if let Err(untaken) = devices.show(&lcd.name, paint) {
        warn!(lcd = %lcd.name, %untaken, "a picture was not taken");
    }
}

fn drawn(lcd: &Lcd, situation: &Situation) -> Face {
    let (width, height) = (lcd.width, lcd.height);
    match &lcd.surface {
        Surface::Letters { .. } => {
            let lines = letters((width, height), situation);
            Letters::of_lines(width, height, lines.iter().map(String::as_str)).into()
        }
        Surface::Png { .. } | Surface::Framebuffer { .. } | Surface::Spi(_) | Surface::Oled { .. } => {
            Frame::of_565(width, height, picture((width, height), situation).pixels()).into()
        }
    }
}
