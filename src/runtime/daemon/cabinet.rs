//! The status LCDs: a face is handed over when what stands on it is different, and drawn on the LCD's
//! thread.

use hal::cable::surface::{Face, Frame};
use hal::time::Instant;
use tracing::warn;

use crate::layout::{Layout, Lcd, Surface};
use crate::runtime::status::{Keeping, Status};
use crate::runtime::threads::Devices;
use crate::runtime::troubles;
use crate::station::cabinet::{Situation, letters, picture};

/// The LCDs of the hall and what they show.
pub(super) struct Cabinet {
    lcds: Vec<Lcd>,
    shown: Option<Situation>,
}

impl Cabinet {
    /// The LCDs of a layout; nothing is shown on them yet.
    pub fn new(layout: &Layout) -> Self {
        Self { lcds: layout.lcds.clone(), shown: None }
    }

    /// Shows the hall as it is, if that looks different from before.
    pub fn show(&mut self, status: &Status, now: Instant, devices: &Devices) {
        let (view, stored) = (&status.view, status.keeping == Keeping::Main);
        let situation = Situation::of(view, view.at.wall, stored, troubles::of(status, now));
        if self.shown.as_ref() == Some(&situation) {
            return;
        }
        for lcd in &self.lcds {
            let (drawn_for, situation) = (lcd.clone(), situation.clone());
            let paint = Box::new(move || drawn(&drawn_for, &situation));
            if let Err(untaken) = devices.show(&lcd.name, paint) {
                warn!(lcd = %lcd.name, %untaken, "a picture was not taken");
            }
        }
        self.shown = Some(situation);
    }
}

fn drawn(lcd: &Lcd, situation: &Situation) -> Face {
    let (width, height) = (lcd.width, lcd.height);
    match &lcd.surface {
        Surface::Letters { .. } => letters(width, height, situation).into(),
        Surface::Png { .. } | Surface::Framebuffer { .. } | Surface::Spi(_) | Surface::Oled { .. } => {
            Frame::of_565(width, height, picture((width, height), situation).pixels()).into()
        }
    }
}
