//! TJC (淘晶驰) and Nextion touch panels over a serial line of their own.
//!
//! | direction | bytes | meaning |
//! |---|---|---|
//! | to panel | instruction `FF FF FF` | `connect` `bkcmd=3` `page NAME` `NAME.txt="…"` `NAME.pco=N` `vis NAME,0/1` `tsw NAME,0/1` `sendme` |
//! | from panel | `01`, error code below `25` | the instruction was carried out, or not (both sent because of `bkcmd=3`) |
//! | from panel | `24` | its buffer of 1024 bytes overflowed |
//! | from panel | `65` page component `01`/`00` | finger down, up |
//! | from panel | `66` page | the answer to `sendme` |
//! | from panel | `00 00 00`, `88` | it started anew |
//! | from panel | `comok …` | the answer to `connect` |
//!
//! Every message ends in `FF FF FF`. The project on the panel must offer the pages of `port::terminal`.
//! A page is sent as the difference to what the panel confirmed, a few instructions a turn, each confirmed;
//! so the newest page wins and the buffer is never overrun. Touches count only while the page stands
//! complete: what a visitor touches is what he was shown.
//!
//! Source: maker's instruction set; nextion-tools' emulator for the answers to `connect`, `sendme` and
//! errors. From memory: the error codes `06`, `09`, `12`, `1C` to `20` and `23`; here they mean no more than
//! any other.

mod message;
mod page;
mod secrets;
mod session;

use std::time::Duration;

use serde::Deserialize;

use self::page::Style;
use self::session::{BEAT_WITHIN, HEARTBEAT, Session, Wanted};
use super::PollCost;
use super::probe::{Probe, Reply, Said, Shape, Sure, To};
use super::transcript::{Exchange, Transcript};
use crate::driver::{Driver, DriverInfo, Outbox, Piece, Role, SettingsError, Turn, Way, veil};
use crate::framing::text::{Charset, Rare};
use crate::port;
use crate::port::terminal::{Button, Command, Event, Page, PageName, Terminal, Text};
use crate::time::Instant;

/// What this driver says of itself.
pub const DRIVER: DriverInfo = DriverInfo {
    name: "tjc-hmi",
    models: "TJC and Nextion serial touch panels with a project that offers the terminal's pages",
    roles: &[Role::Terminal],
    line: "serial, 8N1, 9600 or 115200, one panel",
    source: "maker's instruction set; nextion-tools emulator",
};

/// By this a panel tells its model; what stood in its buffer before is ended first.
pub const PROBES: &[Probe] = &[Probe {
    shape: Shape::EightNone,
    to: To::Alone,
    family: "tjc-hmi",
    opens: true,
    question: |_| b"\xFF\xFF\xFFconnect\xFF\xFF\xFF".to_vec(),
    quiet_before: Duration::ZERO,
    answer_within: BEAT_WITHIN,
    read: |_, heard| {
        let end = heard.windows(3).rposition(|end| end == b"\xFF\xFF\xFF")? + 3;
        let model = heard[..end].windows(6).any(|word| word == b"comok ");
        let said = Said::Device { model: "touch panel", sure: Sure::Sure };
        model.then_some(Reply { said, end })
    },
}];

/// Settings in the device's table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// The character set of the project's fonts: `gb2312` or `utf-8`.
    pub encoding: Charset,
    /// What stands for a character that it lacks: `mark`, `question` or `pinyin`.
    pub rare: Rare,
    /// The colour of a choice that may be touched, as RGB565.
    pub ink: u16,
    /// The colour of a choice that may not be touched.
    pub grey: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self { encoding: Charset::Gb2312, rare: Rare::Mark, ink: 0x0000, grey: 0x8410 }
    }
}

/// A touch panel.
#[derive(Debug)]
pub struct TjcHmi {
    style: Style,
    wanted: Option<Wanted>,
    session: Option<Session>,
}

impl TjcHmi {
    /// A panel, alone on its line.
    ///
    /// # Errors
    ///
    /// When the character set is one whose second bytes can be a backslash, or an address is given.
    pub fn new(settings: Settings, address: Option<u16>) -> Result<Self, SettingsError> {
        if address.is_some() {
            return Err(SettingsError::Value { key: "address", why: "a panel has none: its line is its own" });
        }
        match settings.encoding {
            Charset::Ascii | Charset::Gb2312 | Charset::Utf8 => {}
            Charset::Gbk | Charset::Gb18030 => {
                let why = "gb2312 or utf-8: in the others a character's second byte can be a backslash";
                return Err(SettingsError::Value { key: "encoding", why });
            }
        }
        let style = Style { charset: settings.encoding, rare: settings.rare, ink: settings.ink, grey: settings.grey };
        Ok(Self { style, wanted: None, session: None })
    }

    /// What an idle panel costs its line.
    pub fn poll_cost(&self) -> PollCost {
        let instructions = self.wanted.iter().flat_map(|wanted| &wanted.instructions);
        let longest = instructions.map(|instruction| instruction.bytes.len() + 3).max();
        PollCost {
            bytes_out: 9 + longest.unwrap_or(0),
            bytes_in: 9,
            quiet_before: Duration::ZERO,
            answer_within: BEAT_WITHIN,
            wants_every: Some(HEARTBEAT),
            shortest_press: None,
        }
    }
}

impl Driver<Terminal> for TjcHmi {
    fn attach(&mut self, now: Instant, _out: &mut Outbox<Terminal>) {
        self.session = Some(Session::new(now));
    }

    fn command(&mut self, now: Instant, command: &Command, _out: &mut Outbox<Terminal>) {
        let Command::Show(page) = command;
        let instructions = page::instructions(page, self.style);
        self.wanted = Some(Wanted { page: page.clone(), instructions, since: now });
    }

    fn due(&self) -> Option<Instant> {
        self.session.as_ref().map(|session| session.due(self.wanted.as_ref()))
    }

    fn turn(&mut self, now: Instant, _out: &mut Outbox<Terminal>) -> Option<Turn> {
        self.session.as_mut()?.turn(now, self.wanted.as_ref())
    }

    fn sent(&mut self, _now: Instant, _out: &mut Outbox<Terminal>) {}

    fn receive(&mut self, now: Instant, bytes: &[u8], out: &mut Outbox<Terminal>) {
        if let Some(session) = self.session.as_mut() {
            session.receive(now, bytes, self.wanted.as_ref(), out);
        }
    }

    fn tells_secrets(&self) -> bool {
        true
    }

    fn veil(&self, way: Way, bytes: &[u8]) -> Vec<Piece> {
        match way {
            Way::In => secrets::veil(bytes),
            Way::Out => veil::without_cards(bytes),
        }
    }

    fn unanswered(&mut self, now: Instant, out: &mut Outbox<Terminal>) {
        if let Some(session) = self.session.as_mut() {
            out.fault = session.unanswered(now);
        }
    }
}

/// A panel is met, shows words with a way back, and is touched.
pub fn transcript() -> Transcript {
    let page = Page {
        name: PageName::Notice,
        texts: vec![(Text::Title, "请取号".to_owned()), (Text::Line(0), "\"A\\1\"".to_owned())],
        live: vec![Button::Back],
    };
    let exchange = |sends: &[u8], answer: &[u8]| Exchange {
        sends: sends.to_vec(),
        answer: answer.to_vec(),
        ..Exchange::default()
    };
    let done = b"\x01\xFF\xFF\xFF";
    let greets = exchange(
        b"\xFF\xFF\xFFconnect\xFF\xFF\xFF",
        b"comok 1,30614-0,TJC8048X543_011C,163,10501,F3E68D12,16777216\xFF\xFF\xFF",
    );
    let turns = Exchange {
        command: Some(port::Command::Terminal(Command::Show(page))),
        ..exchange(b"page notice\xFF\xFF\xFF", done)
    };
    let words = exchange(
        b"title.txt=\"\xC7\xEB\xC8\xA1\xBA\xC5\"\xFF\xFF\xFFnote.txt=\"\"\xFF\xFF\xFF\
            l0.txt=\"\\\"A\\\\1\\\"\"\xFF\xFF\xFFl1.txt=\"\"\xFF\xFF\xFFl2.txt=\"\"\xFF\xFF\xFF\
            l3.txt=\"\"\xFF\xFF\xFFl4.txt=\"\"\xFF\xFF\xFFl5.txt=\"\"\xFF\xFF\xFF",
        &done.repeat(8),
    );
    let way_back = exchange(b"vis back,1\xFF\xFF\xFFtsw back,1\xFF\xFF\xFF", &done.repeat(2));
    let touch = Exchange {
        answer: b"\x65\x05\x07\x01\xFF\xFF\xFF".to_vec(),
        events: vec![port::Event::Terminal(Event::Touched { page: PageName::Notice, button: Button::Back })],
        ..Exchange::default()
    };
    Transcript::new("", None, greets)
        .then(exchange(b"sendme\xFF\xFF\xFFbkcmd=3\xFF\xFF\xFF", b"\x66\x00\xFF\xFF\xFF\x01\xFF\xFF\xFF"))
        .then(turns)
        .then(words)
        .then(way_back)
        .then(touch)
        .then(exchange(
            b"sendme\xFF\xFF\xFFtitle.txt=\"\xC7\xEB\xC8\xA1\xBA\xC5\"\xFF\xFF\xFF",
            b"\x66\x05\xFF\xFF\xFF\x01\xFF\xFF\xFF",
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_set_with_backslashes_inside_characters_is_refused() {
        for encoding in [Charset::Gbk, Charset::Gb18030] {
            let refused = TjcHmi::new(Settings { encoding, ..Settings::default() }, None);

            assert!(matches!(refused, Err(SettingsError::Value { key: "encoding", .. })), "{encoding:?}");
        }
    }
}
