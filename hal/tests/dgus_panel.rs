//! The DGUS panel and its driver on one line: what visitors see and touch, and what goes wrong.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

mod support;

use std::time::Duration;

use hal::driver::Fault;
use hal::drivers::dwin_dgus::{DwinDgus, Settings};
use hal::port::terminal::{Button, Command, Event, Page, PageName, Terminal, Text};
use hal::sim::Device;
use hal::sim::dgus_panel::DgusPanel;
use support::Bench;

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(1);
/// The id of the page in the project.
const LIST: u8 = 1;
/// The ids of components in the project.
const TITLE: u8 = 20;
const BACK: u8 = 7;
const MORE: u8 = 8;

#[test]
fn a_page_is_shown_whole_and_its_live_buttons_are_heard_with_and_without_crc_and_confirmation() {
    for (crc, confirms) in [(false, true), (true, true), (false, false), (true, false)] {
        let (mut bench, mut panel) = shown(crc, confirms);

        assert_eq!(text(&panel, TITLE), "城乡居民医保", "crc {crc}, confirms {confirms}");
        let looks = [1, 2, 3, BACK, MORE].map(|id| panel.look(id));
        assert_eq!(looks, [2, 1, 0, 2, 0], "live, grey, not there, live, not there");
        panel.touch(1);
        panel.touch(BACK);
        bench.run(SECOND, &mut [&mut panel]);

        assert_eq!(bench.events(), [&touched(Button::Choice(0)), &touched(Button::Back)]);
    }
}

#[test]
fn a_touch_on_what_is_grey_or_not_there_or_on_another_page_is_dropped() {
    let (mut bench, mut panel) = shown(true, true);

    for id in [2, 3, MORE] {
        panel.touch(id);
    }
    bench.run(10 * TICK, &mut [&mut panel]);
    panel.wander(0);
    panel.touch(1);
    bench.run(10 * TICK, &mut [&mut panel]);

    assert!(bench.told.is_empty(), "{:?}", bench.told);
}

#[test]
fn a_touch_while_the_page_is_changing_is_dropped_whenever_it_comes() {
    for moment in 0..60 {
        let (mut bench, mut panel) = shown(true, true);

        bench.command(&list("生育待遇"));
        bench.run(moment * TICK, &mut [&mut panel]);
        let saw_the_old_page = text(&panel, TITLE) != "生育待遇";
        panel.touch(1);
        bench.run(SECOND, &mut [&mut panel]);

        assert!(!saw_the_old_page || bench.told.is_empty(), "moment {moment}: {:?}", bench.told);
    }
}

#[test]
fn a_note_that_changes_swallows_no_touch_and_only_differences_are_sent() {
    let (mut bench, mut panel) = shown(false, true);
    bench.turns.clear();

    let Command::Show(mut page) = list("城乡居民医保");
    page.texts.push((Text::Note, "09:31".to_owned()));
    bench.command(&Command::Show(page));
    panel.touch(1);
    bench.run(SECOND / 2, &mut [&mut panel]);

    assert_eq!((bench.events(), text(&panel, 21)), (vec![&touched(Button::Choice(0))], "09:31 ".to_owned()));
    assert_eq!(bench.turns, [b"\x5A\xA5\x0B\x82\x1A\x8009:31 \xFF\xFF"]);
}

#[test]
fn a_panel_that_lost_its_supply_has_its_page_again() {
    for after in [0, 5, 20, 60, 100, 3000] {
        let (mut bench, mut panel) = shown(true, true);
        bench.run(after * TICK, &mut [&mut panel]);

        panel.power_cycle(bench.now);
        bench.run(5 * SECOND, &mut [&mut panel]);

        assert_eq!(
            (panel.page(), text(&panel, TITLE).as_str(), bench.fault),
            (LIST, "城乡居民医保", None),
            "{after} ms"
        );
    }
}

#[test]
fn a_panel_that_wandered_is_brought_back_and_garbled_words_heal() {
    let (mut bench, mut panel) = shown(true, true);

    panel.wander(4);
    panel.scramble();
    bench.run(60 * SECOND, &mut [&mut panel]);

    assert_eq!((panel.page(), text(&panel, TITLE).as_str()), (LIST, "城乡居民医保"));
}

#[test]
fn a_panel_that_goes_dumb_is_silent_within_five_seconds_whether_it_confirms_or_not() {
    for confirms in [true, false] {
        let (mut bench, mut panel) = shown(true, confirms);

        panel.set_mute(true);
        bench.run(5 * SECOND, &mut [&mut panel]);

        assert_eq!((bench.fault, bench.told.len()), (Some(Fault::Silent), 0), "confirms {confirms}");
    }
}

#[test]
fn e05_a_panel_whose_crc_is_set_otherwise_is_garbled_or_silent_and_never_shown_for_ready() {
    let mut panel = DgusPanel::new(false, true);
    let settings = Settings { crc: true, ..Settings::default() };
    let mut bench = Bench::new(DwinDgus::new(settings, None).unwrap(), 115_200);

    bench.run(10 * SECOND, &mut [&mut panel]);

    assert_eq!(bench.fault, Some(Fault::Garbled));
}

fn list(title: &str) -> Command {
    Command::Show(Page {
        name: PageName::List,
        texts: vec![
            (Text::Title, title.to_owned()),
            (Text::Choice(0), "参保登记".to_owned()),
            (Text::Choice(1), "B".to_owned()),
        ],
        live: vec![Button::Choice(0), Button::Back],
    })
}

fn touched(button: Button) -> Event {
    Event::Touched { page: PageName::List, button }
}

/// A panel that shows a list, and its bench.
fn shown(crc: bool, confirms: bool) -> (Bench<Terminal, DwinDgus>, DgusPanel) {
    let mut panel = DgusPanel::new(crc, confirms);
    let settings = Settings { crc, confirms, ..Settings::default() };
    let mut bench = Bench::new(DwinDgus::new(settings, None).unwrap(), 115_200);
    bench.command(&list("城乡居民医保"));
    bench.run(SECOND, &mut [&mut panel]);
    assert_eq!(panel.page(), LIST, "crc {crc}, confirms {confirms}");
    (bench, panel)
}

fn text(panel: &DgusPanel, id: u8) -> String {
    encoding_rs::GBK.decode(&panel.text(id)).0.into_owned()
}
