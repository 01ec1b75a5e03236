//! The page while a ticket is being stored: it hears nothing, and says so when that takes its time.

use std::time::Duration;

use hal::port::terminal::{Page, Text};

use crate::station::words::words;

/// A commit takes some hundredths of a second; whoever waits for longer wants to know that he was felt (B08).
pub const SAID_AFTER: Duration = Duration::from_secs(1);

/// The page as it stood, without buttons.
pub(super) fn deaf(page: Page) -> Page {
    Page { live: Vec::new(), ..page }
}

/// The page of a ticket that was asked for so long ago.
pub(super) fn asked(ago: Duration, page: Page) -> Page {
    let mut page = deaf(page);
    if ago >= SAID_AFTER {
        let wait = words("正在出号，请稍候，不必再点", "Please wait, no need to touch again").line();
        let title = page.texts.iter_mut().find(|(text, _)| *text == Text::Title);
        title.into_iter().for_each(|(_, words)| words.clone_from(&wait));
    }
    page
}
