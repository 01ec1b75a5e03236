//! Alpha signs: alphasignpy and readerboard, two readings of the maker's document, beside our driver's packets
//! and before our simulated sign. Neither can open a pseudo-terminal, so packets are passed as text.

use std::path::Path;
use std::time::Duration;

use hal::driver::{Driver, Outbox};
use hal::drivers::alpha_sign::{AlphaSign as OurDriver, Settings};
use hal::port::board::{Area, Colour, Command};
use hal::sim::Device;
use hal::sim::alpha_sign::AlphaSign;
use hal::time::Instant;

use crate::tools::Tools;

/// alphasignpy marks a wait of 100 ms with this byte, which never goes on the wire.
const WAIT: u8 = 0xFF;
/// A picture of two rows by hand.
const ROWS: &str = "0110,1001";

/// The memory, a picture, a text and each question, byte for byte; waits where our driver has them.
pub fn two_readings_make_our_packets(tools: &Tools) -> usize {
    let mut peer = tools.python("signs.py", Path::new(""));
    let ours = packets("号");
    let [memory, picture, text] = &ours[1..] else { panic!("{ours:02X?}") };
    let rows: Vec<&str> = std::str::from_utf8(&picture.1[16..]).unwrap().split('\r').collect();
    let asked = [
        ("memory".to_owned(), memory),
        (format!("dots {}", rows[..16].join(",")), picture),
        ("text 1450".to_owned(), text),
    ];

    for (what, (waits, packet)) in &asked {
        let theirs = unhex(&peer.ask(&format!("alphasignpy {what}")));
        let places: Vec<usize> =
            (0..).zip(&theirs).filter(|(_, byte)| **byte == WAIT).map(|(at, _)| at).collect();
        let bytes: Vec<u8> = theirs.into_iter().filter(|byte| *byte != WAIT).collect();
        assert!(bytes == *packet, "{what}");
        // Its first wait stands behind 02, for commands in one packet with others; ours are alone.
        assert_eq!(places[1..].iter().map(|at| at - 1).collect::<Vec<_>>(), *waits, "{what}");
        let theirs = unhex(&peer.ask(&format!("readerboard {what}")));
        assert_eq!(command(&theirs), command(packet), "{what}");
    }
    2 * asked.len()
}

/// Their packets change what people see on our sign, and what it answers is what readerboard reads.
pub fn our_sign_obeys_and_is_read(tools: &Tools) -> usize {
    let mut peer = tools.python("signs.py", Path::new(""));
    let mut exchanges = 0;
    for who in ["alphasignpy", "readerboard"] {
        let (mut sign, mut now) = (AlphaSign::new(5), Instant::default());
        for what in ["memory".to_owned(), format!("dots {ROWS}"), "text 1450".to_owned()] {
            tell(&mut sign, &mut now, &unhex(&peer.ask(&format!("{who} {what}"))), who == "readerboard");
            exchanges += 1;
        }
        assert_eq!(sign.pages()[0].dots, ["0110", "1001"], "{who}");

        let long = "41".repeat(200);
        tell(&mut sign, &mut now, &unhex(&peer.ask(&format!("{who} text {long}"))), false);
        for (label, wanted) in
            [("7", "3035"), ("*", "48"), ("$", "41414c334139384646464650444c3130464632303030")]
        {
            tell(&mut sign, &mut now, &unhex(&peer.ask(&format!("{who} ask {label}"))), false);
            now = now + Duration::from_secs(1);
            let answer: String = sign.speak(now).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(
                peer.ask(&format!("read {label} {answer}")),
                wanted,
                "{who}: no room, and nothing else"
            );
            exchanges += 1;
        }
    }
    exchanges
}

/// What our driver tells a sign that cannot answer: each packet with the places of the silences inside it.
fn packets(text: &str) -> Vec<(Vec<usize>, Vec<u8>)> {
    let settings = Settings { answers: false, ..Settings::default() };
    let mut driver = OurDriver::new(settings, Some(5)).unwrap();
    let (mut now, mut out) = (Instant::default(), Outbox::default());
    driver.attach(now, &mut out);
    let area = Area { text: text.to_owned(), colour: Colour::Red, lively: false };
    driver.command(now, &Command::Show(vec![area]), &mut out);
    let mut packets = Vec::new();
    while packets.len() < 4 {
        now = now.max(driver.due().unwrap());
        let turn = driver.turn(now, &mut out).unwrap();
        packets.push((turn.rests.iter().map(|rest| rest.before).collect(), turn.bytes));
        driver.sent(now, &mut out);
    }
    packets
}

/// Puts a packet on the sign's wire with its waits; readerboard takes none, and its author's sign wants none.
fn tell(sign: &mut AlphaSign, now: &mut Instant, packet: &[u8], wait_before_rows: bool) {
    *now = *now + Duration::from_millis(300);
    let command = packet.iter().position(|byte| *byte == 0x02).unwrap() + 1;
    if wait_before_rows && packet[command] == b'I' {
        let rows = command + 6;
        sign.hear(*now, &packet[..rows]);
        *now = *now + Duration::from_millis(100);
        return sign.hear(*now, &packet[rows..]);
    }
    for piece in packet.split(|byte| *byte == WAIT) {
        sign.hear(*now, piece);
        *now = *now + Duration::from_millis(100);
    }
}

/// What stands behind 02, without the checksum.
fn command(packet: &[u8]) -> &[u8] {
    let behind = packet.split(|byte| *byte == 0x02).nth(1).unwrap();
    behind.split(|byte| *byte == 0x03 || *byte == 0x04).next().unwrap()
}

fn unhex(line: &str) -> Vec<u8> {
    let digits: Vec<char> = line.chars().collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap()).collect()
}
