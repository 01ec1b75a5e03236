//! What the driver says and makes of answers; whole stories stand in `tests/boards.rs`.

use super::*;
use crate::framing::text::Charset;

const START: Instant = Instant::from_millis(0);

#[test]
fn a_card_needs_an_address_that_is_no_broadcast() {
    for address in [None, Some(0), Some(0x8000), Some(0xFFFF)] {
        let refused = OnbonBx::new(Settings::default(), address);
        assert!(matches!(refused, Err(SettingsError::Address { .. })), "{address:?}");
    }
}

#[test]
fn areas_that_no_card_can_show_are_refused() {
    let flat = AreaSettings { height: 0, ..AreaSettings::default() };
    let wrong = [
        Settings { areas: vec![], ..Settings::default() },
        Settings { areas: vec![AreaSettings::default(); 33], ..Settings::default() },
        Settings { areas: vec![flat], ..Settings::default() },
        Settings {
            areas: vec![AreaSettings { font: "\\F 1".to_owned(), ..AreaSettings::default() }],
            ..Settings::default()
        },
        Settings { encoding: Charset::Gb18030, ..Settings::default() },
    ];
    for settings in wrong {
        let refused = OnbonBx::new(settings.clone(), Some(1));
        assert!(matches!(refused, Err(SettingsError::Value { .. })), "{settings:?}");
    }
}

#[test]
fn a_bracket_or_letter_in_the_text_never_ends_the_frame() {
    let mut board = met();

    let sent = shown(&mut board, "Z[Z]窗口");

    let published = b"\x5B\x02\x5B\x01\x5B\x02]\xB4\xB0\xBF\xDA\x7B\xB0\x5A";
    assert!(sent.ends_with(published), "{sent:02X?}");
}

#[test]
fn f08_a_character_the_card_lacks_is_a_visible_gap_and_the_number_stands() {
    let mut gbk = met();
    gbk.settings.encoding = Charset::Gbk;

    // The second byte of 乗 in GBK is a backslash, and ASCII has a backslash of its own.
    let sent = shown(&mut gbk, "乗\\A017");

    assert!(contains(&sent, b"\xA1\xF5\xA3\xDCA017"), "{sent:02X?}");
}

#[test]
fn e09_after_a_silence_a_ping_comes_before_the_text() {
    let mut board = met();
    shown(&mut board, "A016");
    let mut out = Outbox::default();
    board.unanswered(START, &mut out);
    assert_eq!((out.done, out.fault), (true, None));

    let next = turn(&mut board, START + RETRY_AFTER);

    assert_eq!(next, board.framed(PING.to_vec()));
}

#[test]
fn a_text_replaced_on_the_wire_is_not_reported_as_the_newest() {
    let mut board = met();
    shown(&mut board, "A016");
    command(&mut board, "A017");

    let out = answer(&mut board, &[0xA0, 0x00, 0x00, 0x00, 0x00]);

    assert_eq!(out.events, []);
    assert_eq!(board.due(), Some(START), "the newest is sent at once");
    assert!(contains(&turn(&mut board, START), b"A017"));
    assert_eq!(answer(&mut board, &[0xA0, 0x00, 0x00, 0x00, 0x00]).events, [Event::Shown]);
}

#[test]
fn a_busy_card_is_asked_again_and_not_for_ever() {
    let mut board = met();
    let mut now = START;
    let mut faults = Vec::new();
    command(&mut board, "A017");
    for _ in 0..3 {
        turn(&mut board, now);
        faults.push(answer(&mut board, &[0xA0, 0x01, BUSY, 0x00, 0x00]).fault);
        now += RETRY_AFTER;
    }

    assert_eq!(faults, [None, None, Some(Fault::Refused)]);
}

#[test]
fn e05_a_card_that_found_a_wrong_checksum_gets_the_text_again() {
    let mut board = met();
    shown(&mut board, "A017");

    let out = answer(&mut board, &[0xA0, 0x01, CHECKSUM, 0x00, 0x00]);

    assert_eq!((out.done, out.fault, board.due()), (true, None, Some(START + RETRY_AFTER)));
    assert!(contains(&turn(&mut board, START + RETRY_AFTER), b"A017"));
}

#[test]
fn a_card_that_is_given_a_pause_keeps_it_when_the_text_changes() {
    let mut board = met();
    shown(&mut board, "A016");
    answer(&mut board, &[0xA0, 0x01, BUSY, 0x00, 0x00]);

    command(&mut board, "A017");

    assert_eq!(board.due(), Some(START + RETRY_AFTER));
}

#[test]
fn e06_a_line_at_the_wrong_speed_is_garbled_and_not_silent() {
    let mut board = met();
    let mut out = Outbox::default();
    let mut now = START;
    command(&mut board, "A017");
    for _ in 0..TRIES_MAX {
        turn(&mut board, now);
        board.receive(now, &[0xA5, 0x13, 0x5A], &mut out);
        board.unanswered(now, &mut out);
        now += RETRY_AFTER;
    }

    assert_eq!(out.fault, Some(Fault::Garbled));
}

#[test]
fn a_card_without_the_font_is_refused_at_once() {
    let mut board = met();
    shown(&mut board, "A017");

    let out = answer(&mut board, &[0xA0, 0x01, 12, 0x00, 0x00]);

    assert_eq!(out.fault, Some(Fault::Refused));
}

/// A card that was met and has no areas of an earlier configuration.
fn met() -> OnbonBx {
    let mut board = OnbonBx::new(Settings::default(), Some(1)).unwrap();
    board.attach(START, &mut Outbox::default());
    turn(&mut board, START);
    assert!(answer(&mut board, &[0xA0, 0x00, 0x00, 0x00, 0x00]).done);
    board.wiped = true;
    board
}

fn command(board: &mut OnbonBx, text: &str) {
    let text = Text { text: text.to_owned(), colour: Colour::Red, lively: false };
    board.command(START, &Command::Show(vec![text]), &mut Outbox::default());
}

fn shown(board: &mut OnbonBx, text: &str) -> Vec<u8> {
    command(board, text);
    turn(board, START)
}

fn turn(board: &mut OnbonBx, now: Instant) -> Vec<u8> {
    board.turn(now, &mut Outbox::default()).map(|turn| turn.bytes).unwrap()
}

fn answer(board: &mut OnbonBx, data: &[u8]) -> Outbox<Board> {
    let mut out = Outbox::default();
    let frame = Frame { to: COMPUTER, from: 1, data: data.to_vec() };
    board.receive(START, &frame.encode(), &mut out);
    out
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
