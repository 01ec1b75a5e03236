//! One story over a real port for each model of device that no other test of this program plugs in.

use std::time::Duration;

use hal::port;
use hal::port::board::{self, Area, Colour};
use hal::port::card_reader::{self, CardNumber};
use hal::port::keypad::{self, Key};
use hal::port::locker;
use hal::port::rating_pad;
use hal::port::terminal::{self, Button, Page, PageName, Text};
use hal::port::ups;
use hal::sim::alpha_sign::AlphaSign;
use hal::sim::card_reader::{Card, CardReader};
use hal::sim::dgus_panel::DgusPanel;
use hal::sim::frame_keys::FrameKeys;
use hal::sim::lock_board::LockBoard;
use hal::sim::text_board::TextBoard;
use hal::sim::upsd::Upsd;
use jiaohao::domain::id::{KioskId, WindowId};
use jiaohao::layout::Role;
use jiaohao::runtime::supervisor::Health;
use jiaohao::runtime::threads::News;

use crate::bench::{Bench, alone};

const SOON: Duration = Duration::from_secs(5);

#[test]
fn a_modbus_text_board_shows_what_it_is_told() {
    let bench = Bench::new();
    let plug = bench.plug_in("board", vec![TextBoard::lines(5, 32, 1, 16)]);
    let settings = "layout = { areas = [{ first = 32, registers = 16 }] }";
    let window = Role::WindowBoard(WindowId(3));
    let devices = bench.start(&alone(&bench, "board", "modbus-text", settings, Some(5), window));

    let text = Area { text: "请A017号到3号窗口".to_owned(), colour: Colour::Red, lively: false };
    devices.command(&"board".into(), port::Command::Board(board::Command::Show(vec![text]))).unwrap();
    bench.wait_for(SOON, told(port::Event::Board(board::Event::Shown)));

    let shown = plug.at(0, |board| board.texts().concat());
    assert_eq!(encoding_rs::GBK.decode(&shown).0, "请A017号到3号窗口");
}

#[test]
fn an_alpha_sign_shows_chinese_in_dots_over_a_real_port() {
    let bench = Bench::new();
    let plug = bench.plug_in("sign", vec![AlphaSign::new(5)]);
    let devices =
        bench.start(&alone(&bench, "sign", "alpha-sign", "", Some(5), Role::WindowBoard(WindowId(3))));

    let text = Area { text: "口".to_owned(), colour: Colour::Green, lively: false };
    devices.command(&"sign".into(), port::Command::Board(board::Command::Show(vec![text]))).unwrap();
    bench.wait_for(2 * SOON, told(port::Event::Board(board::Event::Shown)));

    let pages = plug.at(0, |sign| sign.pages());
    assert_eq!((pages[0].dots.len(), pages[0].dots[2].as_str()), (16, "0022222222222000"));
}

#[test]
fn a_keypad_with_frames_of_its_own_is_heard_when_asked_and_unasked() {
    let asked =
        "keys = { next = 11 }\nframes = { says = 'AA address 81 key check', ask = 'AA address 01 check' }";
    let unasked = "keys = { next = 11 }\n\
        frames = { says = '7E 05 key check 0D', told = 'while-down', check = { kind = 'sum', from = 1 } }";
    for (device, settings, address) in
        [(FrameKeys::asked(5), asked, Some(5)), (FrameKeys::unasked(), unasked, None)]
    {
        let bench = Bench::new();
        let plug = bench.plug_in("keypad", vec![device]);
        let window = Role::Keypad(WindowId(3));
        let _devices = bench.start(&alone(&bench, "keypad", "frame-keypad", settings, address, window));
        bench.wait_for(SOON, online);

        plug.at(0, |keypad| keypad.hold(11));

        bench.wait_for(SOON, told(port::Event::Keypad(keypad::Event::Pressed(Key::Next))));
    }
}

#[test]
fn a_pad_with_frames_of_its_own_is_asked_over_a_real_port() {
    let bench = Bench::new();
    let plug = bench.plug_in("pad", vec![FrameKeys::asked(6)]);
    let settings = "light = 'AA address 03 01 check'\ndarken = 'AA address 03 00 check'\n\
        frames = { says = 'AA address 81 key check', ask = 'AA address 01 check', confirms = 'AA address 82 check' }";
    let window = Role::RatingPad(WindowId(3));
    let devices = bench.start(&alone(&bench, "pad", "frame-pad", settings, Some(6), window));
    bench.wait_for(SOON, online);

    devices.command(&"pad".into(), port::Command::RatingPad(rating_pad::Command::AskGrade)).unwrap();
    let lit = (0..500).any(|_| {
        bench.news_within(Duration::from_millis(10));
        plug.at(0, |pad| pad.lit())
    });
    plug.at(0, |pad| pad.hold(2));

    assert!(lit);
    bench.wait_for(SOON, told(port::Event::RatingPad(rating_pad::Event::Pressed(2))));
}

#[test]
fn a_dgus_panel_shows_its_page_and_is_touched_over_a_real_port() {
    let bench = Bench::new();
    let plug = bench.plug_in("terminal", vec![DgusPanel::new(true, true)]);
    let kiosk = Role::Terminal(KioskId(1));
    let devices = bench.start(&alone(&bench, "terminal", "dwin-dgus", "crc = true", None, kiosk));
    bench.wait_for(SOON, online);

    let texts = vec![(Text::Title, "请取号".to_owned())];
    let page = Page { name: PageName::Notice, texts, live: vec![Button::Back] };
    devices.command(&"terminal".into(), port::Command::Terminal(terminal::Command::Show(page))).unwrap();
    let shown = (0..500).any(|_| {
        bench.news_within(Duration::from_millis(10));
        plug.at(0, |panel| panel.page() == 5)
    });
    // The word that the page is shown is still on its way: a finger comes later.
    bench.news_within(Duration::from_millis(500));
    plug.at(0, |panel| panel.touch(7));

    assert!(shown);
    let touched = terminal::Event::Touched { page: PageName::Notice, button: Button::Back };
    bench.wait_for(SOON, told(port::Event::Terminal(touched)));
    let title = plug.at(0, |panel| panel.text(20));
    assert_eq!(encoding_rs::GBK.decode(&title).0, "请取号");
}

#[test]
fn a_loss_of_the_mains_is_told_over_a_real_port() {
    let bench = Bench::new();
    let plug = bench.plug_in("ups", vec![Upsd::new("hall")]);
    let _devices = bench.start(&alone(&bench, "ups", "nut", "ups = 'hall'", None, Role::Ups));
    bench.wait_for(SOON, online);

    plug.at(0, |upsd| upsd.set("OB DISCHRG", Some("80")));

    bench.wait_for(SOON, |news| {
        matches!(news, News::Event { event: port::Event::Ups(ups::Event::State(state)), .. }
            if state.power == ups::Power::Battery)
    });
}

#[test]
fn a_card_is_read_over_a_real_port() {
    let bench = Bench::new();
    let plug = bench.plug_in("reader", vec![CardReader::new()]);
    let devices = bench.start(&alone(&bench, "reader", "sam-card", "", None, Role::CardReader(KioskId(1))));
    bench.wait_for(SOON, online);

    devices.command(&"reader".into(), port::Command::CardReader(card_reader::Command::Read)).unwrap();
    plug.at(0, |reader| reader.lay(Card::Resident("11010519491231002X".to_owned())));

    let number = CardNumber::new(b"11010519491231002X").unwrap();
    bench.wait_for(2 * SOON, told(port::Event::CardReader(card_reader::Event::Card(number))));
}

#[test]
fn a_door_is_opened_over_a_real_port() {
    let bench = Bench::new();
    let plug = bench.plug_in("cabinet", vec![LockBoard::new(1, 8, 0x00)]);
    let settings = "contact = \"closed-when-shut\"\ndoors = 8";
    let devices = bench.start(&alone(&bench, "cabinet", "lock-board", settings, Some(1), Role::Locker));
    bench.wait_for(SOON, online);

    let open = locker::Command::Open { job: 7, door: locker::Door::new(3).unwrap() };
    devices.command(&"cabinet".into(), port::Command::Locker(open)).unwrap();

    bench.wait_for(2 * SOON, told(port::Event::Locker(locker::Event::Opened { job: 7 })));
    assert!(plug.at(0, |board| board.is_open(3) && !board.is_open(2) && !board.opened_all()));
}

fn online(news: &News) -> bool {
    matches!(news, News::Health { health: Health::Online { .. }, .. })
}

fn told(wanted: port::Event) -> impl Fn(&News) -> bool {
    move |news| matches!(news, News::Event { event, .. } if *event == wanted)
}
