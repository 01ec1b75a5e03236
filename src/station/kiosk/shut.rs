//! What the terminal shows when it takes nobody: outside the hours, and while everybody leaves.

use hal::port::terminal::{Page, PageName};

use super::pages::{Context, Filled};
use crate::domain::moment::Wall;
use crate::domain::view::{Availability, OfficeView, ServiceView};
use crate::station::notice::{self, LEAVE, LEAVE_EN};
use crate::station::words::{self, Words};

/// Whether no day is open, or every service is outside its hours.
pub fn is_closed(view: &OfficeView) -> bool {
    let outside = |service: &ServiceView| match service.availability {
        Availability::Closed { .. } | Availability::LastTicketGone { .. } => true,
        Availability::Open
        | Availability::WouldOverrun { .. }
        | Availability::Full
        | Availability::Stopped
        | Availability::AtDesk
        | Availability::NobodyServes => false,
    };
    view.day.is_none() || (!view.services.is_empty() && view.services.iter().all(outside))
}

/// Everybody has to leave; there is nothing to touch.
pub fn leave(context: &Context<'_>, way: &Words) -> Page {
    let mut page = Filled::new(PageName::Notice, LEAVE.to_owned(), context.view.rules.hall.name_en.clone());
    page.line(way.zh.clone());
    page.line(LEAVE_EN.to_owned());
    page.line(way.en.clone());
    page.done()
}

/// The hall gives no tickets at all at this hour.
pub fn closed(context: &Context<'_>) -> Page {
    let hall = &context.view.rules.hall;
    let mut page = Filled::new(PageName::Notice, hall.name.clone(), hall.name_en.clone());
    if notice::is_paused(context.view, context.condition.stored) {
        page.line(notice::PAUSED.join("，"));
        page.line(notice::PAUSED_EN.to_owned());
        return page.done();
    }
    page.line("现在不是取号时间".to_owned());
    page.line("We give no numbers at this hour".to_owned());
    let opens = context.view.services.iter().filter_map(opens).min();
    if let Some(opens) = opens {
        let at = words::opening(opens, context.view.at.wall);
        page.line(at.zh);
        page.line(at.en);
    }
    page.done()
}

fn opens(service: &ServiceView) -> Option<Wall> {
    match service.availability {
        Availability::Closed { opens }
        | Availability::LastTicketGone { opens }
        | Availability::WouldOverrun { opens } => opens,
        Availability::Open
        | Availability::Full
        | Availability::Stopped
        | Availability::AtDesk
        | Availability::NobodyServes => None,
    }
}
