//! The command language of ESC/POS printers, read from the front of a printer's buffer.

/// One step in the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Something for the head: text, marks and their look.
    Head(HeadOrder),
    /// `1D 56 …`, `1B 69`, `1B 6D`.
    Cut,
    /// `1D 72 n`: a status in order with the print data.
    Report(u8),
    /// `1D 49 n`: who are you?
    Identify(u8),
    /// `1D 61 n`: tell changes unasked.
    Unasked(u8),
    /// `1D 28 48 06 00 30 30 d1…d4`: say this when everything before it is printed.
    ProcessId([u8; 4]),
    /// Known to be without effect on what this printer can show, or not known.
    Nothing,
}

/// What the head is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeadOrder {
    /// One character of text: one, two or four bytes.
    Text(Vec<u8>),
    /// `0A`: print the line.
    PrintLine,
    /// `1B 40`: forget modes and the unprinted line.
    Initialise,
    /// `1B 61 n`.
    Align(u8),
    /// `1D 21 n`.
    Size(u8),
    /// `1B 21 n`: weight and size in one.
    Mode(u8),
    /// `1B 45 n` and `1B 47 n`.
    Bold(bool),
    /// `1C 26` and `1C 2E`.
    Chinese(bool),
    /// `1B 64 n`.
    FeedLines(u8),
    /// `1B 4A n`.
    FeedDots(u8),
    /// `1D 28 6B … 43 n`.
    CodeModule(u8),
    /// `1D 28 6B … 50 30 d…`.
    CodeStore(Vec<u8>),
    /// `1D 28 6B … 51 30`.
    CodePrint,
    /// `1D 76 30 m x y d…`, and `1D 38 4C … 70 …`, which waits for no order to print here.
    Picture {
        /// Bytes of one row.
        row_bytes: usize,
        /// The rows.
        dots: Vec<u8>,
    },
}

/// Commands of a fixed length that change nothing here: two bytes, and how many follow.
const WITHOUT_EFFECT: [([u8; 2], usize); 29] = [
    ([0x1B, b'2'], 0),
    ([0x1B, b'3'], 1),
    ([0x1B, b' '], 1),
    ([0x1B, b'$'], 2),
    ([0x1B, b'-'], 1),
    ([0x1B, b'='], 1),
    ([0x1B, b'M'], 1),
    ([0x1B, b'R'], 1),
    ([0x1B, b'V'], 1),
    ([0x1B, b'\\'], 2),
    ([0x1B, b'c'], 2),
    ([0x1B, b'p'], 3),
    ([0x1B, b't'], 1),
    ([0x1B, b'{'], 1),
    ([0x1B, 0x06], 1),
    ([0x1C, b'!'], 1),
    ([0x1C, b'-'], 1),
    ([0x1C, b'C'], 1),
    ([0x1C, b'S'], 2),
    ([0x1C, b'W'], 1),
    ([0x1D, b'B'], 1),
    ([0x1D, b'H'], 1),
    ([0x1D, b'L'], 2),
    ([0x1D, b'P'], 2),
    ([0x1D, b'W'], 2),
    ([0x1D, b'b'], 1),
    ([0x1D, b'f'], 1),
    ([0x1D, b'h'], 1),
    ([0x1D, b'w'], 1),
];

/// The first order in `bytes` and its length; `None` while it is not wholly there.
pub fn first(bytes: &[u8], chinese: bool) -> Option<(Order, usize)> {
    match *bytes {
        [] => None,
        [0x0A, ..] => Some((Order::Head(HeadOrder::PrintLine), 1)),
        [lead @ (0x1B..=0x1D), name, ..] => {
            command([lead, name], &bytes[2..]).map(|(order, more)| (order, 2 + more))
        }
        [0x1B..=0x1D] => None,
        [0x00..=0x1F, ..] => Some((Order::Nothing, 1)),
        [lead, ..] => {
            let length = match (chinese && lead >= 0x81, bytes.get(1)) {
                (false, _) => 1,
                (true, None) => return None,
                (true, Some(b'0'..=b'9')) => 4,
                (true, Some(_)) => 2,
            };
            Some((Order::Head(HeadOrder::Text(bytes.get(..length)?.to_vec())), length))
        }
    }
}

/// What a command of two bytes does, and how many bytes behind them belong to it.
fn command(name: [u8; 2], rest: &[u8]) -> Option<(Order, usize)> {
    let plain = |order| Some((order, 0));
    let head = |order| Some((Order::Head(order), 0));
    let with = |order: fn(u8) -> Order| rest.first().map(|&n| (order(n), 1));
    let head_with = |order: fn(u8) -> HeadOrder| rest.first().map(|&n| (Order::Head(order(n)), 1));
    match (name[0], name[1]) {
        (0x1B, b'@') => head(HeadOrder::Initialise),
        (0x1B, b'a') => head_with(HeadOrder::Align),
        (0x1B, b'!') => head_with(HeadOrder::Mode),
        (0x1B, b'E' | b'G') => head_with(|n| HeadOrder::Bold(n & 1 == 1)),
        (0x1B, b'd') => head_with(HeadOrder::FeedLines),
        (0x1B, b'J') => head_with(HeadOrder::FeedDots),
        (0x1B, b'i' | b'm') => plain(Order::Cut),
        (0x1C, b'&') => head(HeadOrder::Chinese(true)),
        (0x1C, b'.') => head(HeadOrder::Chinese(false)),
        (0x1D, b'!') => head_with(HeadOrder::Size),
        (0x1D, b'V') => match rest.first()? {
            b'A' | b'B' => rest.get(1).map(|_| (Order::Cut, 2)),
            _ => Some((Order::Cut, 1)),
        },
        (0x1D, b'a') => with(Order::Unasked),
        (0x1D, b'r') => with(|n| Order::Report(n & 0x0F)),
        (0x1D, b'I') => with(Order::Identify),
        (lead, b'(') => counted(lead, rest),
        (0x1D, b'v') => picture(rest),
        (0x1D, b'8') => graphics(rest),
        _ => {
            let length =
                WITHOUT_EFFECT.iter().find(|(known, _)| *known == name).map_or(0, |(_, length)| *length);
            (rest.len() >= length).then_some((Order::Nothing, length))
        }
    }
}

/// `1D 28 f pL pH …`, and with 1B or 1C before it: what this printer does not know it skips by its length.
fn counted(lead: u8, rest: &[u8]) -> Option<(Order, usize)> {
    let &[function, low, high, ref data @ ..] = rest else { return None };
    let length = usize::from(u16::from_le_bytes([low, high]));
    let data = data.get(..length)?;
    let order = match (function, data) {
        _ if lead != 0x1D => Order::Nothing,
        (b'k', [b'1', b'C', dots]) => Order::Head(HeadOrder::CodeModule(*dots)),
        (b'k', [b'1', b'P', b'0', payload @ ..]) => Order::Head(HeadOrder::CodeStore(payload.to_vec())),
        (b'k', [b'1', b'Q', _]) => Order::Head(HeadOrder::CodePrint),
        (b'H', &[b'0', b'0', a, b, c, d]) => Order::ProcessId([a, b, c, d]),
        _ => Order::Nothing,
    };
    Some((order, 3 + length))
}

/// `1D 76 30 m xL xH yL yH d…`.
fn picture(rest: &[u8]) -> Option<(Order, usize)> {
    let &[_, _, x_low, x_high, y_low, y_high, ref data @ ..] = rest else { return None };
    let row_bytes = usize::from(u16::from_le_bytes([x_low, x_high]));
    let length = row_bytes * usize::from(u16::from_le_bytes([y_low, y_high]));
    let dots = data.get(..length)?.to_vec();
    Some((Order::Head(HeadOrder::Picture { row_bytes, dots }), 6 + length))
}

/// `1D 38 4C p1 p2 p3 p4 30 fn …`: a length of four bytes; fn 70 is a picture whose width is in dots.
fn graphics(rest: &[u8]) -> Option<(Order, usize)> {
    let &[_, a, b, c, d, ref data @ ..] = rest else { return None };
    let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX);
    let order = match data.get(..length)? {
        [b'0', b'p', _, _, _, _, x_low, x_high, _, _, dots @ ..] => {
            let row_bytes = usize::from(u16::from_le_bytes([*x_low, *x_high]).div_ceil(8));
            Order::Head(HeadOrder::Picture { row_bytes, dots: dots.to_vec() })
        }
        _ => Order::Nothing,
    };
    Some((order, 5 + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_taken_only_when_it_is_wholly_there() {
        let code = b"\x1D\x28\x6B\x05\x00\x31\x50\x30ab";
        for length in 0..code.len() {
            assert_eq!(first(&code[..length], true), None, "{length}");
        }

        assert_eq!(first(code, true), Some((Order::Head(HeadOrder::CodeStore(b"ab".to_vec())), code.len())));
    }

    #[test]
    fn a_chinese_character_is_one_text_of_two_or_four_bytes() {
        assert_eq!(first(b"\xBA\xC5A", true), Some((text(b"\xBA\xC5"), 2)));
        assert_eq!(first(b"\x95\x34\xB2\x35A", true), Some((text(b"\x95\x34\xB2\x35"), 4)));
        assert_eq!(first(b"\xBA\xC5A", false), Some((text(b"\xBA"), 1)));
    }

    fn text(bytes: &[u8]) -> Order {
        Order::Head(HeadOrder::Text(bytes.to_vec()))
    }

    #[test]
    fn what_it_does_not_know_does_not_print() {
        for unknown in [&b"\x1C\x28\x41\x02\x00\x30\x00"[..], b"\x1B\x74\x00", b"\x1C\x21\x0C"] {
            assert_eq!(first(unknown, true), Some((Order::Nothing, unknown.len())), "{unknown:02X?}");
        }
    }
}
