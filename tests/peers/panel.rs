//! The touch panel: nextion-tools' emulator at the far end of our driver, and the host nextion before our
//! simulated panel.

use hal::port;
use hal::port::terminal::{Button, Command, Event, Page, PageName, Text};
use hal::sim::panel::Panel;
use jiaohao::domain::id::KioskId;
use jiaohao::layout::Role;

use crate::tools::Tools;
use crate::wire::{Hall, null_modem, with_devices};

/// Words with a quotation mark. The emulator does not read an escaped backslash, which the instruction set
/// has.
const TITLE: &str = "居民医保 \"A\"";

/// A host of another maker finds our simulated panel, sets and reads it, is told its errors and its touches.
pub fn nextion_asks_our_panel(tools: &Tools) -> usize {
    let (port, panels, wire) = with_devices(vec![Panel::new()]);
    let mut host = tools.python("panel_client.py", &port);

    assert_eq!(host.line(), "found TJC8048X543_011C");
    assert_eq!(host.ask("command page list"), "True");
    assert_eq!(host.ask("command sendme"), "1");
    assert_eq!(host.ask("set title.txt Window 3"), "True");
    assert_eq!(host.ask("command get title.txt"), "Window 3");
    assert_eq!(panels.lock().unwrap()[0].text("title"), b"Window 3");
    assert_eq!(host.ask("command vis more,0"), "True");
    for (wrong, code) in
        [("page nowhere", 3), ("vis nobody,1", 2), ("get nobody.txt", 26), ("title.txt=3", 27)]
    {
        assert_eq!(host.ask(&format!("command {wrong}")), format!("refused {code}"), "{wrong}");
    }
    assert!(panels.lock().unwrap()[0].touch("c0"));
    assert_eq!(host.ask("touched"), "page 1 component 1 down 1");
    wire.exchanges()
}

/// A panel with a tenth of the usual buffer says that it overflowed; it is sent less and shows its page whole.
pub fn nextion_tools_overflows(tools: &Tools) -> usize {
    let (ours, theirs, wire) = null_modem();
    let mut panel = tools.python_with("panel.py", &theirs, &["100"]);
    panel.wait_for("ready");
    let hall = hall(&ours, "encoding = \"utf-8\"");
    hall.wait_online("terminal");

    hall.command("terminal", show(PageName::List, TITLE));

    panel.ask_until("page", "list");
    panel.ask_until("text title", TITLE);
    panel.ask_until("visible more", "0");
    panel.ask_until("settle", "settled");
    let told = panel.ask("errors");
    assert!(told.starts_with("errors [], ") && !told.ends_with(" 0 overflows"), "{told}");
    wire.exchanges()
}

/// Pages are shown, touches come back, and a panel that lost its supply gets its page again.
pub fn nextion_tools_plays_the_panel(tools: &Tools) -> usize {
    let (ours, theirs, wire) = null_modem();
    let mut panel = tools.python("panel.py", &theirs);
    panel.wait_for("ready");
    let hall = hall(&ours, "encoding = \"utf-8\"");
    hall.wait_online("terminal");

    for (name, page) in [(PageName::List, "list"), (PageName::Confirm, "confirm"), (PageName::List, "list")] {
        hall.command("terminal", show(name, TITLE));
        panel.ask_until("page", page);
        panel.ask_until("settle", "settled");
    }
    panel.ask_until("text title", TITLE);
    assert_eq!((panel.ask("visible c0"), panel.ask("visible more")), ("1".to_owned(), "0".to_owned()));
    panel.ask("touch 1");
    hall.wait_event("terminal", &touched(Button::Choice(0)));
    panel.ask("power");
    panel.ask_until("page", "list");
    panel.ask_until("settle", "settled");
    panel.ask("touch 7");
    hall.wait_event("terminal", &touched(Button::Back));
    assert_eq!(panel.ask("errors"), "errors [], 0 overflows");
    wire.exchanges()
}

/// The emulator keeps texts in UTF-8, so GB2312 cannot be read back; that it parses is what is seen here.
pub fn nextion_tools_takes_gb2312(tools: &Tools) -> usize {
    let (ours, theirs, wire) = null_modem();
    let mut panel = tools.python("panel.py", &theirs);
    panel.wait_for("ready");
    let hall = hall(&ours, "");
    hall.wait_online("terminal");

    hall.command("terminal", show(PageName::List, "城乡居民基本医疗保险"));
    panel.ask_until("page", "list");
    panel.ask_until("settle", "settled");

    assert_eq!(panel.ask("errors"), "errors [], 0 overflows");
    wire.exchanges()
}

fn hall(port: &std::path::Path, settings: &str) -> Hall {
    Hall::start(port, 115_200, &[("terminal", "tjc-hmi", settings, None, Role::Terminal(KioskId(1)))])
}

fn show(name: PageName, title: &str) -> port::Command {
    let texts = vec![(Text::Title, title.to_owned()), (Text::Choice(0), "参保登记".to_owned())];
    port::Command::Terminal(Command::Show(Page { name, texts, live: vec![Button::Choice(0), Button::Back] }))
}

fn touched(button: Button) -> port::Event {
    port::Event::Terminal(Event::Touched { page: PageName::List, button })
}
