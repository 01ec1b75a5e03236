//! Our drivers, links and simulated devices against programs that others wrote, over pseudo-terminals and the
//! loopback.
//!
//! `tests/peers/install` fetches the programs once; then `cargo test --test peers` runs them all and counts
//! the exchanges with each. A program that is missing is a failure, not a skip.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "whatever goes wrong here fails the meeting with that peer"
)]
#![expect(clippy::print_stdout, reason = "the summary is what this program is for")]

mod boards;
mod charsets;
mod displays;
mod keypads;
mod panel;
mod printer;
mod servers;
mod signs;
mod tools;
mod ups;
mod wire;

use std::process::ExitCode;

use tools::Tools;

/// Panics when the two do not understand each other; counts exchanges.
type Meeting = fn(&Tools) -> usize;

/// Who is met.
const MEETINGS: [(&str, Meeting); 24] = [
    ("pymodbus serves a keypad and a pad to our drivers", keypads::pymodbus_serves_our_drivers),
    ("pymodbus and our drivers believe no wrong check", keypads::wrong_checks_are_not_believed),
    ("pymodbus asks our simulated keypads", keypads::pymodbus_asks_our_keypads),
    ("mbpoll asks our simulated keypads", keypads::mbpoll_asks_our_keypads),
    ("pymodbus is a text board of our driver", boards::pymodbus_is_a_text_board),
    ("pymodbus writes on our simulated text boards", boards::pymodbus_writes_on_our_boards),
    ("alphasignpy and readerboard make the packets of our driver", signs::two_readings_make_our_packets),
    ("our simulated sign obeys them, and readerboard reads it", signs::our_sign_obeys_and_is_read),
    ("nextion-tools plays the panel for our driver", panel::nextion_tools_plays_the_panel),
    ("nextion asks our simulated panel", panel::nextion_asks_our_panel),
    ("nextion-tools overflows, and is sent less", panel::nextion_tools_overflows),
    ("nextion-tools takes our GB2312 without an error", panel::nextion_tools_takes_gb2312),
    ("python-escpos prints on our simulated printer", printer::python_escpos_prints),
    ("python-escpos leaves half a slip, and ours is whole", printer::python_escpos_leaves_half_a_slip),
    ("luma.oled and luma.lcd draw on our simulated displays", displays::luma_draws_on_our_displays),
    ("Python and the C library read our Chinese", charsets::foreign_readers_read_our_chinese),
    ("receiptline and our driver mean the same Chinese", printer::receiptline_means_the_same),
    ("pyserial serves a keypad by RFC 2217", servers::pyserial_serves_a_keypad),
    ("pyserial keeps its speed and is refused", servers::pyserial_keeps_its_speed),
    ("every byte passes pyserial's RFC 2217", servers::every_byte_passes_pyserial),
    ("ser2net serves a keypad by RFC 2217", servers::ser2net_serves_a_keypad),
    ("every byte passes ser2net's RFC 2217", servers::every_byte_passes_ser2net),
    ("upsd tells what the hall runs on", ups::upsd_tells_what_the_hall_runs_on),
    ("upsd does not know the UPS, and ends", ups::upsd_does_not_know_the_ups),
];

fn main() -> ExitCode {
    let tools = match Tools::find() {
        Ok(tools) => tools,
        Err(missing) => {
            println!("missing: {}; run tests/peers/install", missing.join(", "));
            return ExitCode::FAILURE;
        }
    };
    let mut failed = 0;
    for (name, meet) in MEETINGS {
        let met = std::panic::catch_unwind(|| meet(&tools));
        match met {
            Ok(exchanges) => println!("{exchanges:>6} exchanges  {name}"),
            Err(_) => {
                failed += 1;
                println!("          FAILED  {name}");
            }
        }
    }
    println!("{} peers met, {failed} failed", MEETINGS.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
