//! One story over a real port for each model of device that no other test of this program plugs in.

use std::time::Duration;

use hal::port;
use hal::port::board::{self, Area, Colour};
use hal::sim::text_board::TextBoard;
use jiaohao::domain::id::WindowId;
use jiaohao::layout::Role;
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

fn told(wanted: port::Event) -> impl Fn(&News) -> bool {
    move |news| matches!(news, News::Event { event, .. } if *event == wanted)
}
