//! The self-test at the stations: the known text on faces that nobody needs, and the certificate's paper.

use hal::port::board::Area;
use hal::port::{self, board, keypad, printer};

use super::Stations;
use crate::domain::self_test::CertificatePaper;
use crate::domain::view::{OfficeView, WindowState};
use crate::layout::{DeviceName, Role};
use crate::station::keypad::NOBODY;
use crate::station::{Condition, Tell, certificate};

/// Every segment of a keypad's digits.
const ALL_SEGMENTS: &str = "8888";

impl Stations {
    /// This device shows the known text from here on, wherever nobody needs it, or its present again.
    pub fn try_face(&mut self, device: &DeviceName, on: bool) {
        if let Some(place) = self.places.get_mut(device) {
            place.on_trial = on;
        }
    }

    /// The certificate that is to be printed, once for each time that it is. It waits for a printer that can.
    pub fn certificate(&mut self, view: &OfficeView, condition: Condition) -> Vec<Tell> {
        let Some(certified) = &view.self_test.latest else { return Vec::new() };
        let CertificatePaper::Coming { job, again, .. } = certified.paper else { return Vec::new() };
        let Some(device) = self.free_printer().filter(|_| self.certificate_given != Some(job)) else {
            return Vec::new();
        };
        self.certificate_given = Some(job);
        let paper = certificate::paper(&view.rules, certified, again, condition, self.settings.paper_columns);
        let command = port::Command::Printer(printer::Command::Print { job: job.0, paper });
        vec![Tell::Device { device, command }]
    }
}

/// The known text instead of what a face would show; `None` where somebody needs the face, as a call always does.
pub(super) fn known_text(role: Role, present: &port::Command, view: &OfficeView) -> Option<port::Command> {
    match (role, present) {
        (Role::WindowBoard(window), port::Command::Board(board::Command::Show(areas))) => {
            let state = view.windows.iter().find(|seen| seen.id == window)?.state;
            let free = match state {
                WindowState::Closed | WindowState::Free | WindowState::Paused { .. } => true,
                WindowState::Called { .. } | WindowState::Serving { .. } => false,
            };
            free.then(|| shown(areas, &format!("自检 {window}号窗口")))
        }
        (Role::HallDisplay, port::Command::Board(board::Command::Show(areas))) => {
            view.calls.is_empty().then(|| shown(areas, "自检 大厅主屏"))
        }
        (Role::Keypad(_), port::Command::Keypad(keypad::Command::Show(digits))) => {
            let command = keypad::Command::Show(ALL_SEGMENTS.to_owned());
            (digits == NOBODY).then_some(port::Command::Keypad(command))
        }
        (
            Role::Printer
            | Role::WindowBoard(_)
            | Role::HallDisplay
            | Role::Keypad(_)
            | Role::RatingPad(_)
            | Role::Terminal(_)
            | Role::CardReader(_)
            | Role::Ups
            | Role::Locker,
            _,
        ) => None,
    }
}

/// The known text in the first area; a nameplate keeps its own.
fn shown(areas: &[Area], text: &str) -> port::Command {
    let known = |area: &Area| Area { text: text.to_owned(), lively: false, ..area.clone() };
    let areas = areas.iter().take(1).map(known).chain(areas.iter().skip(1).cloned()).collect();
    port::Command::Board(board::Command::Show(areas))
}
