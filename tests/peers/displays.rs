//! Our simulated displays, drawn on by luma.oled and luma.lcd: what their authors know of the chips must make
//! the picture that they mean.

use std::time::Duration;

use hal::sim::letter_lcd::LetterLcd;
use hal::sim::oled::Oled;
use hal::sim::spi_panel::{Mounting, SpiPanel};

use crate::tools::{Peer, Tools};

/// What happened at a display's pins.
enum Event {
    /// Bytes with the data pin low.
    Command(Vec<u8>),
    /// Bytes with the data pin high.
    Data(Vec<u8>),
    /// Bytes on I²C, without the address.
    Bus(Vec<u8>),
    /// Time passed.
    Waited(Duration),
}

/// luma.oled and luma.lcd draw a picture or a text on each display; how many transfers that took.
pub fn luma_draws_on_our_displays(tools: &Tools) -> usize {
    let mut luma = tools.python("displays.py", "".as_ref());
    dots(&mut luma) + letters(&mut luma) + panels(&mut luma)
}

fn dots(luma: &mut Peer) -> usize {
    let events = events(&luma.ask("ssd1306"));
    let mut display = Oled::new(0x3C);
    for event in &events {
        if let Event::Bus(bytes) = event {
            assert!(display.hear(0x3C, bytes));
        }
    }

    let lit = |x: u32, y: u32| (x * 3 + y * 7 + x * y) % 11 < 4;
    let meant: Vec<bool> = (0..64).flat_map(|y| (0..128).map(move |x| lit(x, y))).collect();
    assert!(display.seen() == Some(meant), "{:?}", display.complaints());
    events.len()
}

fn letters(luma: &mut Peer) -> usize {
    let events = events(&luma.ask("hd44780"));
    let mut display = LetterLcd::new(0x27, 16, 2);
    display.pass(Duration::from_secs(1));
    for event in &events {
        match event {
            Event::Bus(bytes) => assert!(display.hear(0x27, bytes)),
            Event::Waited(time) => display.pass(*time),
            Event::Command(_) | Event::Data(_) => panic!("not on this bus"),
        }
    }

    let seen = display.seen().unwrap();
    assert_eq!(seen, ["FAULT keypad-3  ", "silent 12min +2 "], "{:?}", display.complaints());
    events.len()
}

/// An ILI9341 of 320 × 240 and an ST7789 of 240 × 240, both turned to the right as luma does it.
fn panels(luma: &mut Peer) -> usize {
    let usual = Mounting { mirrored: true, blue_first: true, inverting: false };
    let other = Mounting { mirrored: false, blue_first: false, inverting: true };
    let mut exchanges = 0;
    for (name, mounting, width) in [("ili9341", usual, 320), ("st7789", other, 240)] {
        let events = events(&luma.ask(name));
        let mut panel = SpiPanel::new(mounting);
        panel.pass(Duration::from_secs(1));
        for event in &events {
            match event {
                Event::Command(bytes) => panel.hear(false, bytes),
                Event::Data(bytes) => panel.hear(true, bytes),
                Event::Waited(time) => panel.pass(*time),
                Event::Bus(_) => panic!("not on this bus"),
            }
        }

        let glass = panel.seen().unwrap();
        let at = |x: u32, y: u32| glass[usize::try_from(x * 240 + 239 - y).unwrap()];
        let meant = |x: u32, y: u32| u16::try_from((x * 37 + y * 101 + x * y) % 0xFFFF).unwrap();
        let places = (0..240).flat_map(|y| (0..width).map(move |x| (x, y)));
        let wrong = places.filter(|&(x, y)| at(x, y) != meant(x, y)).count();
        assert_eq!(wrong, 0, "{name}: pixels that are not as they are meant; {:?}", panel.complaints());
        exchanges += events.len();
    }
    exchanges
}

fn events(line: &str) -> Vec<Event> {
    let event = |word: &str| {
        let (kind, rest) = word.split_at(1);
        match kind {
            "c" => Event::Command(unhex(rest)),
            "d" => Event::Data(unhex(rest)),
            "b" => Event::Bus(unhex(rest)),
            "w" => Event::Waited(Duration::from_micros(rest.parse().unwrap())),
            other => panic!("an event {other:?}"),
        }
    };
    line.split_whitespace().map(event).collect()
}

fn unhex(digits: &str) -> Vec<u8> {
    let pair = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(pair).collect()
}
