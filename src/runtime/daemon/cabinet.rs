//! The status LCDs: a picture is handed over when what stands on it is different, and drawn on the LCD's
//! thread.

use hal::cable::surface::{Face, Frame};
use hal::time::Instant;
use tracing::warn;

use crate::layout::{DeviceName, Layout};
use crate::runtime::status::{Keeping, Status};
use crate::runtime::threads::Devices;
use crate::runtime::troubles;
use crate::station::cabinet::{Situation, picture};

/// The LCDs of the hall and what they show.
pub(super) struct Cabinet {
    lcds: Vec<(DeviceName, (u32, u32))>,
    shown: Option<Situation>,
}

impl Cabinet {
    /// The LCDs of a layout; nothing is shown on them yet.
    pub fn new(layout: &Layout) -> Self {
        let lcds = layout.lcds.iter().map(|lcd| (lcd.name.clone(), (lcd.width, lcd.height))).collect();
        Self { lcds, shown: None }
    }

    /// Shows the hall as it is, if that looks different from before.
    pub fn show(&mut self, status: &Status, now: Instant, devices: &Devices) {
        let (view, stored) = (&status.view, status.keeping == Keeping::Main);
        let situation = Situation::of(view, view.at.wall, stored, troubles::of(status, now));
        if self.shown.as_ref() == Some(&situation) {
            return;
        }
        for (lcd, size) in &self.lcds {
            let (size, situation) = (*size, situation.clone());
            let paint = Box::new(move || drawn(size, &situation));
            if let Err(untaken) = devices.show(lcd, paint) {
                warn!(lcd = %lcd, %untaken, "a picture was not taken");
            }
        }
        self.shown = Some(situation);
    }
}

fn drawn(size: (u32, u32), situation: &Situation) -> Face {
    Frame::of_565(size.0, size.1, picture(size, situation).pixels()).into()
}
