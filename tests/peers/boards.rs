//! Modbus text boards: pymodbus as the board of our driver and as the master of our simulated boards.

use hal::driver::Fault;
use hal::port;
use hal::port::board::{Area, Colour, Command, Event};
use hal::sim::text_board::TextBoard;
use jiaohao::domain::id::WindowId;
use jiaohao::layout::Role;
use jiaohao::runtime::supervisor::Health;
use jiaohao::runtime::threads::News;

use crate::tools::Tools;
use crate::wire::{Hall, null_modem, with_devices};

/// Sixteen registers of Chinese text.
const LAYOUT: &str = "layout = { areas = [{ first = 32, registers = 16 }] }";

/// Texts arrive byte for byte; a board without the registers is refused and one that is not there is silent.
pub fn pymodbus_is_a_text_board(tools: &Tools) -> usize {
    let (ours, theirs, wire) = null_modem();
    let mut board = tools.python("text_board.py", &theirs);
    board.wait_for("ready");
    let at = |window| Role::WindowBoard(WindowId(window));
    let settings = format!("answer-ms = 300\n{LAYOUT}");
    let hall = Hall::start(
        &ours,
        9600,
        &[
            ("board", "modbus-text", settings.as_str(), Some(5), at(1)),
            ("another", "modbus-text", settings.as_str(), Some(6), at(2)),
            ("nobody", "modbus-text", LAYOUT, Some(7), at(3)),
        ],
    );

    for text in ["请A017号到3号窗口", "综合业务"] {
        hall.command("board", show(text));
        let bytes = encoding_rs::GBK.encode(text).0;
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        board.wait_for(&format!("text {hex}{}", "20".repeat(32 - bytes.len())));
        hall.wait_event("board", &port::Event::Board(Event::Shown));
    }
    for (name, wanted) in [("another", Fault::Refused), ("nobody", Fault::Silent)] {
        hall.command(name, show("A017"));
        hall.wait_for(
            name,
            |one| matches!(one, News::Health { health: Health::Offline { fault, .. }, .. } if *fault == wanted),
        );
    }
    wire.exchanges()
}

/// The registers as users of such boards write them.
pub fn pymodbus_writes_on_our_boards(tools: &Tools) -> usize {
    let boards = vec![TextBoard::armfly(1), TextBoard::dm36b06(2), TextBoard::lines(3, 32, 1, 16)];
    let (port, boards, wire) = with_devices(boards);

    let told = tools.python("text_board_client.py", &port).all_lines();

    assert_eq!(told, ["armfly written", "dm36b06 written", "chinese written", "no-address 2"]);
    let text = |board: &TextBoard| encoding_rs::GBK.decode(&board.texts().concat()).0.into_owned();
    let texts: Vec<String> = boards.lock().unwrap().iter().map(text).collect();
    assert_eq!(texts, ["HELLO", "A017", "请A017号到3号窗口"]);
    wire.exchanges()
}

fn show(text: &str) -> port::Command {
    let area = Area { text: text.to_owned(), colour: Colour::Red, lively: false };
    port::Command::Board(Command::Show(vec![area]))
}
