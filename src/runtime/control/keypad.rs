//! The soft keypad of a window: keys by their names, digits as the window's own keypad would show them.

use hal::port::keypad::Key;

use super::Reply;
use super::server::Control;
use crate::domain::id::WindowId;
use crate::station::keypad::keys;

/// Presses these keys one after the other; the reply tells the digits after the last one.
pub(super) async fn press(control: &Control, window: u8, words: &[String]) -> Reply {
    let windows =
        control.desk.status().view.rules.windows.iter().map(|window| window.id.0).collect::<Vec<_>>();
    if !windows.contains(&window) {
        let known = windows.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
        return Reply::Failed { words: format!("this hall has no window {window}; there are {known}") };
    }
    let mut pressed: Vec<Key> = Vec::new();
    for word in words {
        let Some(keys) = keys::named(word) else {
            let known: Vec<&str> = keys::NAMES.iter().map(|(name, _)| *name).collect();
            let words = format!("no key is called {word:?}; there are {}, and digits", known.join(", "));
            return Reply::Failed { words };
        };
        pressed.extend(keys);
    }
    let mut digits = String::new();
    for key in pressed {
        digits = match control.desk.press(WindowId(window), key).await {
            Ok(digits) => digits,
            Err(closed) => return Reply::Failed { words: closed.to_string() },
        };
    }
    Reply::Done { words: format!("[{digits:>4}]") }
}
