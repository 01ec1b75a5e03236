//! What a panel says, cut out of the stream by its codes.
//!
//! Every message ends in `FF FF FF`, but numbers may contain the same three bytes, so the code decides how
//! long a message is, and the end is checked. Only texts run to their first `FF FF FF`, as no character set
//! has FF.

/// The end of every instruction and message.
pub const END: [u8; 3] = [0xFF; 3];

/// The longest text a panel is let to send; longer is noise that began like a text.
const TEXT_MAX: usize = 128;

/// What a panel said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// `00 00 00` or `88`: the panel started anew and shows its first page.
    Started,
    /// `01`: an instruction was carried out.
    Done,
    /// `24`: more bytes came than its buffer holds; some are lost.
    Overflow,
    /// Another code below `25`: an instruction was not carried out.
    Refused(u8),
    /// `65`: a finger on a component.
    Touch {
        /// The page's id.
        page: u8,
        /// The component's id.
        component: u8,
        /// Down; otherwise up.
        down: bool,
    },
    /// `66`: this page stands on the panel.
    Page(u8),
    /// `comok …`: the answer to `connect`.
    Identity,
    /// A message that nobody here asked for: a text, a number, a coordinate, sleep.
    Other,
}

/// Cuts messages out of received bytes.
#[derive(Debug, Default)]
pub struct Messages {
    heard: Vec<u8>,
}

/// What stands at the start of the received bytes.
enum Found {
    /// A message of this length.
    Whole(Message, usize),
    /// The beginning of one.
    Partial,
    /// No message begins here.
    Noise,
}

impl Messages {
    /// Takes bytes in chunks of any size.
    pub fn push(&mut self, bytes: &[u8]) {
        self.heard.extend_from_slice(bytes);
    }

    /// The next whole message; bytes that are none are skipped.
    pub fn next(&mut self) -> Option<Message> {
        while !self.heard.is_empty() {
            match find(&self.heard) {
                Found::Whole(message, length) => {
                    self.heard.drain(..length);
                    return Some(message);
                }
                Found::Partial => return None,
                Found::Noise => drop(self.heard.remove(0)),
            }
        }
        None
    }
}

fn find(heard: &[u8]) -> Found {
    match heard {
        [0x00, 0x00, ..] => fixed(heard, 3, |payload| (payload == [0, 0]).then_some(Message::Started)),
        [0x01, ..] => fixed(heard, 1, |_| Some(Message::Done)),
        [0x24, ..] => fixed(heard, 1, |_| Some(Message::Overflow)),
        [code @ 0x00..=0x23, ..] => fixed(heard, 1, |_| Some(Message::Refused(*code))),
        [0x65, ..] => fixed(heard, 4, touch),
        [0x66, ..] => fixed(heard, 2, |payload| payload.first().map(|page| Message::Page(*page))),
        [0x67 | 0x68, ..] => fixed(heard, 6, |_| Some(Message::Other)),
        [0x71, ..] => fixed(heard, 5, |_| Some(Message::Other)),
        [0x86 | 0x87 | 0x89 | 0xFD | 0xFE, ..] => fixed(heard, 1, |_| Some(Message::Other)),
        [0x88, ..] => fixed(heard, 1, |_| Some(Message::Started)),
        [0x70, ..] => text(heard, b"\x70", Message::Other),
        [b'c', ..] => text(heard, b"comok", Message::Identity),
        _ => Found::Noise,
    }
}

/// A message of code and payload of this length together, with its end.
fn fixed(heard: &[u8], length: usize, read: impl FnOnce(&[u8]) -> Option<Message>) -> Found {
    let whole = length + END.len();
    let end = heard.get(length..).unwrap_or_default();
    if !end.iter().take(END.len()).all(|byte| *byte == 0xFF) {
        return Found::Noise;
    }
    let Some(payload) = heard.get(1..length).filter(|_| heard.len() >= whole) else { return Found::Partial };
    read(payload).map_or(Found::Noise, |message| Found::Whole(message, whole))
}

fn touch(payload: &[u8]) -> Option<Message> {
    Some(match payload {
        [page, component, pressed @ (0 | 1)] => {
            Message::Touch { page: *page, component: *component, down: *pressed == 1 }
        }
        _ => Message::Other,
    })
}

fn text(heard: &[u8], head: &[u8], message: Message) -> Found {
    let seen = heard.len().min(head.len());
    if heard[..seen] != head[..seen] || heard.len() > TEXT_MAX {
        return Found::Noise;
    }
    let end = heard.windows(END.len()).position(|bytes| bytes == END);
    end.map_or(Found::Partial, |end| Found::Whole(message, end + END.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(bytes: &[u8]) -> Vec<Message> {
        let mut messages = Messages::default();
        messages.push(bytes);
        std::iter::from_fn(|| messages.next()).collect()
    }

    #[test]
    fn a_number_with_the_end_inside_is_one_message() {
        let minus_one_then_done = b"\x71\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\xFF\xFF\xFF";

        assert_eq!(messages(minus_one_then_done), [Message::Other, Message::Done]);
    }

    #[test]
    fn a_start_and_an_invalid_instruction_begin_alike_and_are_told_apart() {
        assert_eq!(messages(b"\0\0\0\xFF\xFF\xFF\x88\xFF\xFF\xFF"), [Message::Started, Message::Started]);
        assert_eq!(messages(b"\0\xFF\xFF\xFF"), [Message::Refused(0)]);
    }

    #[test]
    fn a_touch_cut_anywhere_is_the_same_touch() {
        let bytes = b"\x65\x01\x03\x01\xFF\xFF\xFF";
        for cut in 0..bytes.len() {
            let mut messages = Messages::default();
            messages.push(&bytes[..cut]);
            assert_eq!(messages.next(), None, "cut at {cut}");
            messages.push(&bytes[cut..]);
            assert_eq!(messages.next(), Some(Message::Touch { page: 1, component: 3, down: true }));
        }
    }

    #[test]
    fn a_touch_after_noise_is_found_and_one_with_a_wrong_end_is_not() {
        assert_eq!(messages(b"\xAA\xFF\x65\x65\x00\x02\x01\xFF\xFF\xFF").len(), 1);
        assert_eq!(messages(b"\x65\x00\x02\x01\xFF\x00\xFF"), []);
        assert_eq!(messages(b"\x65\x00\x02\x07\xFF\xFF\xFF"), [Message::Other], "neither down nor up");
    }

    #[test]
    fn a_text_that_looks_like_codes_is_one_message() {
        assert_eq!(messages(b"\x70e$\xFF\xFF\xFF"), [Message::Other]);
        assert_eq!(messages(b"comok 1,30601-0,TJC\xFF\xFF\xFF"), [Message::Identity]);
    }

    #[test]
    fn endless_text_is_given_up() {
        let mut endless = vec![0x70];
        endless.extend([b'x'; 4 * TEXT_MAX]);
        endless.extend(b"\x66\x02\xFF\xFF\xFF");

        assert_eq!(messages(&endless), [Message::Page(2)]);
    }
}
