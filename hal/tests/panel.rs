//! The self-service panel and its driver on one line: what visitors see and touch, and what goes wrong.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

mod support;

use std::time::Duration;

use hal::driver::Fault;
use hal::drivers::tjc_hmi::{Settings, TjcHmi};
use hal::port::terminal::{Button, Command, Event, Page, PageName, Terminal, Text};
use hal::sim::Device;
use hal::sim::panel::Panel;
use support::Bench;

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(1);

#[test]
fn a_page_is_shown_whole_and_its_live_buttons_are_heard() {
    let mut panel = Panel::new();
    let mut bench = bench();
    bench.command(&list("居民医保"));
    bench.run(SECOND, &mut [&mut panel]);

    assert_eq!((panel.page(), panel.text("title")), ("list", &b"\xBE\xD3\xC3\xF1\xD2\xBD\xB1\xA3"[..]));
    let look = |name| panel.component(name).map(|it| (it.visible, it.enabled)).unwrap();
    assert_eq!([look("c0"), look("c1")], [(true, true), (true, false)], "live, greyed");
    assert_ne!(panel.component("c0").unwrap().colour, panel.component("c1").unwrap().colour);
    assert!(!look("c2").0 && !look("more").0, "hidden");
    panel.touch("c0");
    panel.touch("back");
    bench.run(SECOND, &mut [&mut panel]);

    assert_eq!(bench.events(), [&touched(Button::Choice(0)), &touched(Button::Back)]);
    assert_eq!(panel.lost(), 0);
}

#[test]
fn a_double_touch_is_told_as_two_in_order() {
    let mut panel = Panel::new();
    let mut bench = shown(&mut panel);

    for name in ["c0", "c0", "back"] {
        panel.touch(name);
    }
    bench.run(SECOND, &mut [&mut panel]);

    let expected = [Button::Choice(0), Button::Choice(0), Button::Back].map(touched);
    assert_eq!(bench.events(), expected.iter().collect::<Vec<_>>());
}

#[test]
fn a_touch_on_what_is_greyed_or_on_another_page_is_dropped() {
    let mut panel = Panel::new();
    let mut bench = shown(&mut panel);

    for frame in [[0x65, 1, 2, 1], [0x65, 1, 8, 1], [0x65, 0, 1, 1], [0x65, 1, 99, 1], [0x65, 1, 1, 0]] {
        let mut finger = Finger([&frame[..], &[0xFF; 3]].concat());
        bench.run(TICK, &mut [&mut panel, &mut finger]);
    }

    assert!(bench.told.is_empty(), "{:?}", bench.told);
}

#[test]
fn a_touch_while_the_page_is_changing_is_dropped_whenever_it_comes() {
    for moment in 0..60 {
        let mut panel = Panel::new();
        let mut bench = shown(&mut panel);

        bench.command(&list("生育待遇"));
        let old = |panel: &Panel| panel.text("title") != b"\xC9\xFA\xD3\xFD\xB4\xFD\xD3\xF6";
        bench.run(moment * TICK, &mut [&mut panel]);
        let saw_the_old_page = old(&panel);
        panel.touch("c0");
        bench.run(SECOND, &mut [&mut panel]);

        assert!(!saw_the_old_page || bench.told.is_empty(), "moment {moment}: {:?}", bench.told);
    }
}

#[test]
fn a_note_that_changes_swallows_no_touch() {
    let mut panel = Panel::new();
    let mut bench = shown(&mut panel);

    let Command::Show(mut page) = list("居民医保");
    page.texts.push((Text::Note, "09:31".to_owned()));
    bench.command(&Command::Show(page));
    panel.touch("c0");
    bench.run(SECOND, &mut [&mut panel]);

    assert_eq!((bench.events(), panel.text("note")), (vec![&touched(Button::Choice(0))], &b"09:31"[..]));
}

#[test]
fn the_newest_page_wins_and_only_differences_are_sent() {
    let mut panel = Panel::new();
    let mut bench = shown(&mut panel);
    bench.turns.clear();
    for number in 0..5 {
        bench.command(&list(&number.to_string()));
    }
    bench.run(SECOND, &mut [&mut panel]);

    assert_eq!(panel.text("title"), b"4");
    assert_eq!(bench.turns, [b"title.txt=\"4\"\xFF\xFF\xFF"]);
}

#[test]
fn a_panel_that_lost_its_supply_has_its_page_again() {
    let moments = [0, 5, 20, 60, 100, 3000];
    for (after, starts_silently) in moments.into_iter().flat_map(|after| [(after, false), (after, true)]) {
        let mut panel = Panel::new();
        panel.misbehaviour.starts_silently = starts_silently;
        let mut bench = bench();
        bench.command(&list("A"));
        bench.run(after * TICK, &mut [&mut panel]);

        panel.power_cycle(bench.now);
        bench.run(4 * SECOND, &mut [&mut panel]);

        assert_eq!(
            (panel.page(), panel.text("title"), bench.fault),
            ("list", &b"A"[..], None),
            "after {after} ms"
        );
        assert!(!panel.component("more").unwrap().visible);
    }
}

#[test]
fn a_panel_that_started_anew_on_the_same_page_without_a_word_is_found_out() {
    let mut panel = Panel::new();
    panel.misbehaviour.starts_silently = true;
    let mut bench = bench();
    let texts = vec![(Text::Title, "A".to_owned())];
    bench.command(&Command::Show(Page { name: PageName::Start, texts, live: vec![] }));
    bench.run(SECOND, &mut [&mut panel]);

    panel.power_cycle(bench.now);
    bench.run(5 * SECOND, &mut [&mut panel]);

    assert_eq!((panel.page(), panel.text("title"), bench.fault), ("start", &b"A"[..], None));
}

#[test]
fn a_panel_that_wandered_to_another_page_is_brought_back() {
    let mut panel = Panel::new();
    let mut bench = shown(&mut panel);

    panel.wander("issued");
    bench.run(4 * SECOND, &mut [&mut panel]);

    assert_eq!((panel.page(), panel.text("c1")), ("list", &b"B"[..]));
}

#[test]
fn a_panel_whose_buffer_overflows_is_sent_less_and_gets_its_page() {
    let mut panel = Panel::new();
    panel.misbehaviour.buffer = 60;
    let mut bench = bench();
    bench.command(&list("居民医保"));

    bench.run(10 * SECOND, &mut [&mut panel]);

    assert!(panel.lost() > 0, "it did overflow");
    assert_eq!((panel.page(), panel.text("c1"), bench.fault), ("list", &b"B"[..], None));
    let Some(longest) = bench.turns.iter().rev().take(20).map(Vec::len).max() else { panic!("nothing sent") };
    assert!(longest < 60, "{longest} bytes in one turn");
}

#[test]
fn a_slow_panel_never_overflows() {
    let mut panel = Panel::new();
    panel.misbehaviour.instruction = Duration::from_millis(110);
    panel.misbehaviour.page = Duration::from_millis(400);
    let mut bench = bench();
    for number in 0..40 {
        let name = if number % 2 == 0 { PageName::Issued } else { PageName::List };
        let texts = (0..6).map(|line| (Text::Line(line), "号".repeat(100))).collect();
        bench.command(&Command::Show(Page { name, texts, live: vec![] }));
        bench.run(SECOND / 4, &mut [&mut panel]);
    }
    bench.run(10 * SECOND, &mut [&mut panel]);

    assert_eq!((panel.lost(), panel.page(), bench.fault), (0, "list", None));
}

#[test]
fn a_panel_that_goes_dumb_is_silent_within_five_seconds_and_one_that_babbles_is_garbled() {
    let mut panel = Panel::new();
    let mut bench = shown(&mut panel);
    panel.misbehaviour.mute = true;
    bench.run(5 * SECOND, &mut [&mut panel]);
    assert_eq!(bench.fault, Some(Fault::Silent));

    panel.misbehaviour.babble = true;
    bench.attach();
    bench.run(10 * SECOND, &mut [&mut panel]);
    assert_eq!(bench.fault, Some(Fault::Garbled));
    assert!(bench.told.is_empty(), "{:?}", bench.told);
}

#[test]
fn two_lost_answers_are_forgiven() {
    let mut panel = Panel::new();
    let mut bench = bench();
    bench.command(&list("A"));
    bench.run(30 * TICK, &mut [&mut panel]);
    panel.misbehaviour.mute = true;
    bench.run(SECOND, &mut [&mut panel]);
    panel.misbehaviour.mute = false;
    bench.run(3 * SECOND, &mut [&mut panel]);

    assert_eq!((panel.page(), panel.text("title"), bench.fault), ("list", &b"A"[..], None));
}

#[test]
fn a_project_that_lacks_a_component_is_a_refusal() {
    let mut panel = Panel::new();
    let mut bench = bench();
    panel.remove("c5");
    bench.command(&list("A"));
    bench.run(SECOND * 2 / 5, &mut [&mut panel]);
    assert_eq!(bench.fault, None, "what was under way passes by before it is tried again");
    bench.run(5 * SECOND, &mut [&mut panel]);

    assert_eq!(bench.fault, Some(Fault::Refused));
}

#[test]
fn a_half_line_left_by_somebody_else_does_not_spoil_the_greeting() {
    let mut panel = Panel::new();
    panel.hear(hal::time::Instant::default(), b"title.txt=\"half a li");
    let mut bench = bench();
    bench.command(&list("A"));
    bench.run(SECOND, &mut [&mut panel]);

    assert_eq!((panel.text("title"), bench.fault), (&b"A"[..], None));
}

fn list(title: &str) -> Command {
    Command::Show(Page {
        name: PageName::List,
        texts: vec![
            (Text::Title, title.to_owned()),
            (Text::Choice(0), "A".to_owned()),
            (Text::Choice(1), "B".to_owned()),
        ],
        live: vec![Button::Choice(0), Button::Back],
    })
}

fn touched(button: Button) -> Event {
    Event::Touched { page: PageName::List, button }
}

fn bench() -> Bench<Terminal, TjcHmi> {
    Bench::new(TjcHmi::new(Settings::default(), None).unwrap(), 115_200)
}

/// A bench whose panel shows a list.
fn shown(panel: &mut Panel) -> Bench<Terminal, TjcHmi> {
    let mut bench = bench();
    bench.command(&list("居民医保"));
    bench.run(SECOND, &mut [panel]);
    assert_eq!(panel.page(), "list");
    bench
}

/// Bytes that come from the panel once, whatever it shows.
struct Finger(Vec<u8>);

impl Device for Finger {
    fn hear(&mut self, _now: hal::time::Instant, _bytes: &[u8]) {}

    fn due(&self) -> Option<hal::time::Instant> {
        Some(hal::time::Instant::default())
    }

    fn speak(&mut self, _now: hal::time::Instant) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }

    fn power_cycle(&mut self, _now: hal::time::Instant) {}
}
