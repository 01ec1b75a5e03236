//! A slip in the printer's language: lines become commands, and commands become messages of bounded size.

use super::settings::RareName;
use super::{Confirm, QrCode, Settings, raster};
use crate::framing::text::{Charset, MISSING, Rare};
use crate::port::printer::{Align, Line, Paper};

/// Bytes of one message: half a second at 9600 baud. So often the state can be asked for during a slip, and a
/// printer that asks us to hold has little more than this to take.
const MESSAGE_BYTES_MAX: usize = 512;
/// Longest text of one code. Its length field then never holds 10 04, which a printer would take for a
/// question.
const QR_BYTES_MAX: usize = 256;
/// Longest text of one line; with it a line stays one message.
const LINE_BYTES_MAX: usize = 400;

const INITIALISE: [u8; 2] = [0x1B, 0x40];
const CHINESE_ON: [u8; 2] = [0x1C, 0x26];
const PRINT_LINE: u8 = 0x0A;
/// Feeds to the blade and leaves a corner, so that slips do not fall on the floor.
const CUT: [u8; 4] = [0x1D, 0x56, 0x42, 0x00];

/// Real time: the printer throws away what it was sent, and says so.
pub(super) const CLEAR_BUFFERS: [u8; 10] = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];
/// Real time: the error is over if its cause is, and its buffers are cleared. Then modes are forgotten and
/// nothing is told unasked.
pub(super) const RECOVER_AND_INITIALISE: [u8; 8] = [0x10, 0x05, 0x02, 0x1B, 0x40, 0x1D, 0x61, 0x00];

/// The bytes that confirm mode wants behind the cut.
pub(super) const IN_ORDER_STATUS: [u8; 3] = [0x1D, 0x72, 0x01];

/// The id by which the printer confirms a job: printable, and another one for each of 10 000 jobs in a row.
pub(super) fn process_id(job: u64) -> [u8; 4] {
    let digit = |power: u64| b'0' + u8::try_from(job / power % 10).unwrap_or(0);
    [digit(1000), digit(100), digit(10), digit(1)]
}

/// The messages that print and cut one slip, behind a cut of their own when something `hangs` from an earlier
/// one. Commands are never torn between two: a status question may stand between messages, and a cheap
/// printer must not find it inside a code's data.
pub(super) fn messages(paper: &Paper, job: u64, hangs: bool, settings: &Settings) -> Vec<Vec<u8>> {
    let mut messages = vec![INITIALISE.to_vec()];
    if hangs {
        append(&mut messages, &CUT);
    }
    if settings.encoding != Charset::Utf8 {
        append(&mut messages, &CHINESE_ON);
    }
    for line in &paper.lines {
        commands(line, settings).iter().for_each(|command| append(&mut messages, command));
    }
    append(&mut messages, &CUT);
    match settings.confirm {
        Confirm::ProcessId => {
            let [a, b, c, d] = process_id(job);
            append(&mut messages, &[0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, a, b, c, d]);
        }
        Confirm::OrderedStatus => append(&mut messages, &IN_ORDER_STATUS),
        Confirm::None => {}
    }
    messages
}

fn append(messages: &mut Vec<Vec<u8>>, command: &[u8]) {
    match messages.last_mut().filter(|last| last.len() + command.len() <= MESSAGE_BYTES_MAX) {
        Some(last) => last.extend(command),
        None => messages.push(command.to_vec()),
    }
}

/// What prints one line: one command, or several where it is drawn.
fn commands(line: &Line, settings: &Settings) -> Vec<Vec<u8>> {
    let draws = |words: &str| words.chars().any(|one| raster::is_rare(one, settings.encoding));
    match line {
        Line::Text { text, size, align, bold } if settings.rare == RareName::Raster && draws(text) => {
            let beside = vec![0x1B, 0x61, side(*align)];
            let drawn = raster::line(text, *size, *bold, settings.columns, MESSAGE_BYTES_MAX);
            std::iter::once(beside).chain(drawn).collect()
        }
        Line::Text { .. } | Line::Code(_) | Line::Rule | Line::Feed(_) => vec![command(line, settings)],
    }
}

fn command(line: &Line, settings: &Settings) -> Vec<u8> {
    match line {
        Line::Text { text: words, size, align, bold } => text(words, *size, *align, *bold, settings),
        Line::Code(payload) => code(payload, settings),
        Line::Rule => {
            let width = usize::from(settings.columns / 2);
            text(&"─".repeat(width), 1, Align::Left, false, settings)
        }
        Line::Feed(lines) => vec![0x1B, 0x64, *lines],
    }
}

fn side(align: Align) -> u8 {
    match align {
        Align::Left => 0,
        Align::Centre => 1,
        Align::Right => 2,
    }
}

/// One character in the printer's own font, or what stands for it.
fn spelt(character: char, settings: &Settings) -> Vec<u8> {
    let rare = match settings.rare {
        RareName::Raster | RareName::Font | RareName::Mark => Rare::Mark,
        RareName::Question => Rare::Question,
        RareName::Pinyin => Rare::Pinyin,
    };
    let mut buffer = [0; 4];
    let shown = character.encode_utf8(&mut buffer);
    let font = matches!(settings.rare, RareName::Raster | RareName::Font);
    // Of a font with GB18030, only the part of two bytes is trusted, unless it is to be.
    let trusted = if settings.encoding == Charset::Gb18030 && !font { Charset::Gbk } else { settings.encoding };
    if raster::is_rare(character, settings.encoding) { trusted.encode_with(shown, rare) } else { settings.encoding.encode(shown) }
}

fn text(words: &str, size: u8, align: Align, bold: bool, settings: &Settings) -> Vec<u8> {
    let side = side(align);
    let times = size.clamp(1, 8) - 1;
    let mut command = vec![0x1B, 0x61, side, 0x1D, 0x21, times << 4 | times, 0x1B, 0x45, u8::from(bold)];
    for character in words.chars() {
        let encoded = spelt(character, settings);
        if command.len() + encoded.len() > LINE_BYTES_MAX {
            command.extend(settings.encoding.encode(MISSING.encode_utf8(&mut [0; 4])));
            break;
        }
        command.extend(encoded);
    }
    command.push(PRINT_LINE);
    command
}

/// A QR code, model 2, correction M; its text in plain letters where the printer has no codes, or the text is
/// too long for one.
fn code(payload: &str, settings: &Settings) -> Vec<u8> {
    // A control character might begin a real-time command, which a printer obeys even inside a code.
    let payload: String = payload.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let length = u16::try_from(payload.len() + 3).unwrap_or(u16::MAX).to_le_bytes();
    if settings.qr == QrCode::None || payload.len() > QR_BYTES_MAX {
        return text(&payload, 1, Align::Centre, false, settings);
    }
    let mut command = vec![0x1B, 0x61, 1];
    command.extend([0x1D, 0x28, 0x6B, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00]);
    command.extend([0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x43, settings.qr_dots]);
    command.extend([0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x45, 0x31]);
    command.extend([0x1D, 0x28, 0x6B, length[0], length[1], 0x31, 0x50, 0x30]);
    command.extend(payload.bytes());
    command.extend([0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x51, 0x30, PRINT_LINE]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_slip_holds_bytes_that_a_printer_obeys_in_passing() {
        let nasty = "\u{10}\u{4}\u{1}\u{10}\u{5}\u{2}\u{10}\u{14}\u{8}";
        let mut lines = vec![Line::Code(nasty.to_owned()), Line::Feed(16), line(nasty, 1), Line::Feed(16)];
        lines.extend((0..300).map(|length| Line::Code("x".repeat(length))));
        lines.extend((0..=255).map(|size| line("号", size)));

        let bytes = messages(&Paper { lines }, 1004, true, &Settings::default()).concat();

        let obeyed = bytes.windows(2).find(|pair| matches!(pair, [0x10, 0x04 | 0x05 | 0x14]));
        assert_eq!(obeyed, None);
    }

    #[test]
    fn a_command_is_never_torn_between_two_messages() {
        let code = Line::Code("y".repeat(QR_BYTES_MAX));
        let paper = Paper { lines: vec![line("x", 1), code.clone(), code, line(&"号".repeat(500), 1)] };

        for message in messages(&paper, 1, true, &Settings::default()) {
            assert!(message.len() <= MESSAGE_BYTES_MAX, "{}", message.len());
            assert!(matches!(message[0], 0x1B..=0x1D), "{message:02X?}");
        }
    }

    #[test]
    fn f08_a_printer_with_a_small_font_prints_a_gap_and_the_number() {
        let settings = Settings { encoding: Charset::Gb2312, ..Settings::default() };

        let bytes = command(&line("𠮷 A017", 3), &settings);

        assert_eq!(bytes, b"\x1B\x61\x01\x1D\x21\x22\x1B\x45\x00\xA1\xF5 A017\n");
    }

    #[test]
    fn f08_a_rare_name_is_printed_as_it_was_set() {
        let printed = |rare| {
            let settings = Settings { rare, ..Settings::default() };
            commands(&line("王㙍", 1), &settings)
        };
        let text = |bytes: &[u8]| vec![[b"\x1B\x61\x01\x1D\x21\x00\x1B\x45\x00\xCD\xF5", bytes, b"\n"].concat()];

        assert_eq!(printed(RareName::Font), text(b"\x82\x30\xAB\x33"));
        assert_eq!(printed(RareName::Mark), text(b"\xA1\xF5"));
        assert_eq!(printed(RareName::Question), text(b"?"));
        assert_eq!(printed(RareName::Pinyin), text(b"Duo"));
        let drawn = printed(RareName::Raster);
        assert_eq!(drawn[0], b"\x1B\x61\x01");
        assert!(drawn[1].starts_with(b"\x1D\x76\x30\x00\x06\x00"), "48 dots in the middle of the line");
    }

    #[test]
    fn a_printer_without_codes_prints_what_the_code_says() {
        let settings = Settings { qr: QrCode::None, ..Settings::default() };

        let bytes = command(&Line::Code("https://h.cn/A017".to_owned()), &settings);

        assert!(bytes.ends_with(b"https://h.cn/A017\n"));
    }

    #[test]
    fn a_code_has_the_bytes_of_the_sheet() {
        let bytes = command(&Line::Code("https://h.cn/A017".to_owned()), &Settings::default());

        let sheet = b"\x1B\x61\x01\x1D(k\x04\x001A2\x00\x1D(k\x03\x001C\x06\x1D(k\x03\x001E1\
            \x1D(k\x14\x001P0https://h.cn/A017\x1D(k\x03\x001Q0\n";
        assert_eq!(bytes, sheet);
    }

    fn line(words: &str, size: u8) -> Line {
        Line::Text { text: words.to_owned(), size, align: Align::Centre, bold: false }
    }
}
