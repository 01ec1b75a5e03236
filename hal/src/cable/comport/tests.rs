//! The conversation by RFC 2217, byte by byte.

use super::*;

const LINE: Line = Line { parity: Parity::Even, ..Line::plain(9600) };

/// A client whose option the server has granted, and what it then ordered.
fn granted(line: Line) -> (ComPort, Vec<u8>) {
    let mut client = ComPort::new(line);
    client.take_outgoing();
    assert_eq!(client.hear(&[IAC, DO, COM_PORT]), []);
    let ordered = client.take_outgoing();
    (client, ordered)
}

/// The server's answer to an order.
fn answer(order: u8, value: &[u8]) -> Vec<u8> {
    let head = [IAC, SB, COM_PORT, order + ANSWER];
    head.into_iter().chain(ComPort::escape(value)).chain([IAC, SE]).collect()
}

/// Everything confirmed.
fn agreed() -> ComPort {
    let (mut client, _) = granted(LINE);
    for (order, value) in [(1, &[0, 0, 0x25, 0x80][..]), (2, &[8]), (3, &[3]), (4, &[1])] {
        assert_eq!(*client.stage(), Stage::Negotiating);
        client.hear(&answer(order, value));
    }
    assert_eq!(*client.stage(), Stage::Agreed);
    client
}

#[test]
fn the_conversation_begins_with_our_offers() {
    let offers = b"\xFF\xFB\x2C\xFF\xFB\x00\xFF\xFD\x00\xFF\xFB\x03\xFF\xFD\x03";
    assert_eq!(ComPort::new(LINE).take_outgoing(), offers);
}

#[test]
fn a_granted_option_is_followed_by_the_whole_line_in_the_order_of_the_rfc() {
    let (mut client, ordered) = granted(LINE);

    let wanted: Vec<u8> = [
        &b"\xFF\xFA\x2C\x01\x00\x00\x25\x80\xFF\xF0"[..],
        b"\xFF\xFA\x2C\x02\x08\xFF\xF0",
        b"\xFF\xFA\x2C\x03\x03\xFF\xF0",
        b"\xFF\xFA\x2C\x04\x01\xFF\xF0",
        b"\xFF\xFA\x2C\x05\x01\xFF\xF0",
        b"\xFF\xFA\x2C\x0A\x1C\xFF\xF0",
        b"\xFF\xFA\x2C\x0B\x00\xFF\xF0",
        b"\xFF\xFA\x2C\x0C\x03\xFF\xF0",
    ]
    .concat();
    assert_eq!(ordered, wanted);
    client.hear(&[IAC, DO, COM_PORT]);
    assert_eq!(client.take_outgoing(), [], "a grant that is repeated is not answered again");
}

#[test]
fn a_speed_with_the_escape_in_it_is_escaped() {
    let (_, ordered) = granted(Line::plain(0xFF00));
    assert!(ordered.starts_with(b"\xFF\xFA\x2C\x01\x00\x00\xFF\xFF\x00\xFF\xF0"), "{ordered:02X?}");
}

#[test]
fn data_pass_once_every_setting_is_confirmed() {
    assert_eq!(agreed().hear(b"A017"), b"A017");
}

#[test]
fn a_server_that_keeps_another_speed_is_refused() {
    let (mut client, _) = granted(LINE);
    client.hear(&answer(SET_BAUDRATE, &[0, 0, 0x12, 0xC0]));
    assert_eq!(*client.stage(), Stage::Refused("the serial server keeps another speed"));
}

#[test]
fn a_server_without_the_option_is_refused() {
    let mut client = ComPort::new(LINE);
    client.hear(&[IAC, DONT, COM_PORT]);
    assert!(matches!(client.stage(), Stage::Refused(_)));
}

#[test]
fn every_byte_survives_both_ways_however_the_stream_is_cut() {
    let bytes: Vec<u8> = (0..=255).chain([255, 255, 0]).collect();
    let mut wire: Vec<u8> = ComPort::escape(&bytes).collect();
    assert_eq!(wire.len(), bytes.len() + 3, "only FF is doubled");
    wire.extend(answer(NOTIFY_LINESTATE, &[0x08]));
    wire.extend(*b"end");
    for cut in 0..wire.len() {
        let mut client = agreed();
        let mut data = client.hear(&wire[..cut]);
        data.extend(client.hear(&wire[cut..]));
        assert_eq!(data, [&bytes[..], b"end"].concat(), "cut at {cut}");
        assert_eq!(client.take_line_errors(), 1);
    }
}

#[test]
fn offers_that_nobody_wants_are_declined_and_grants_are_not_answered() {
    let mut client = agreed();
    client.hear(&[IAC, WILL, 1, IAC, DO, 31, IAC, DO, BINARY, IAC, WILL, BINARY, IAC, WONT, 5, IAC, DONT, 6]);
    assert_eq!(client.take_outgoing(), [IAC, DONT, 1, IAC, WONT, 31]);
}

#[test]
fn e06_only_broken_characters_count_as_line_errors() {
    let mut client = agreed();
    for (state, broken) in [(0x60, 0), (0x02, 0), (0x04, 1), (0x08, 1), (0x10, 1), (0x1D, 1)] {
        client.hear(&answer(NOTIFY_LINESTATE, &[state]));
        assert_eq!(client.take_line_errors(), broken, "{state:02X}");
    }
}

#[test]
fn a_pause_lasts_until_the_server_ends_it() {
    let mut client = agreed();
    client.hear(&answer(FLOWCONTROL_SUSPEND, &[]));
    assert!(client.is_paused());
    client.hear(&answer(FLOWCONTROL_RESUME, &[]));
    assert!(!client.is_paused());
}

#[test]
fn parameters_without_end_and_commands_without_sense_do_no_harm() {
    let mut client = agreed();
    client.hear(&[IAC, SB, COM_PORT]);
    for _ in 0..1000 {
        assert_eq!(client.hear(&[7; 1000]), []);
    }
    assert_eq!(client.hear(&[IAC, 241, b'A', IAC, 241, b'B', IAC, SB, IAC, SE, IAC, SB, 44, IAC, SE]), b"AB");
    assert_eq!(*client.stage(), Stage::Agreed);
}
