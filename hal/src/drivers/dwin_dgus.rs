//! DWIN (迪文) DGUS II touch panels over a serial line of their own.
//!
//! | direction | command, data | meaning |
//! |---|---|---|
//! | to panel | `82` VP words | write words to the variables from VP on; `82 4F 4B` when done, where the panel says so |
//! | to panel | `82 0084 5A01` page | go to this page |
//! | to panel | `83` VP n | read n words: `83` VP n words. 0014 is the page that is shown |
//! | from panel | `83` VP `01` word | unasked: a finger touched a key that stores this word |
//!
//! The frame around them: [`crate::framing::dgus`]. The project on the panel must offer the pages of
//! `port::terminal` under their ids, and these variables, *our own choice*:
//!
//! | VP | content |
//! |---|---|
//! | 1000 + 80h × id | the text of a component, ended by FFFF; display GBK |
//! | 5100 + id | how a button is drawn: 0 not at all, 1 grey, 2 to be touched (an icon variable) |
//! | 5000 | return key code of every button: its page in the high byte, its id in the low; told unasked |
//! | 5F00 | nothing on any page: a panel that started anew has forgotten what we wrote there |
//!
//! A page is filled before it is turned to, and only what differs is sent. Touches count only while the page
//! stands complete: what a visitor touches is what he was shown.
//!
//! Source: DWIN's T5L DGUS II guide by its published vectors, and DWIN's Arduino library, with its variant
//! for CRC by Rtek1000, for pages, texts, their end and the answers.

mod secrets;
mod session;

use std::time::Duration;

use serde::Deserialize;

use self::session::{BEAT_WITHIN, HEARTBEAT, Session, Wanted};
use super::PollCost;
use super::probe::{Probe, Reply, Said, Shape, Sure, To};
use super::transcript::{Exchange, Transcript};
use crate::driver::{Driver, DriverInfo, Outbox, Piece, Role, SettingsError, Turn, Way, veil};
use crate::framing::dgus::{self, OVERHEAD};
use crate::framing::text::{Charset, Rare};
use crate::port;
use crate::port::terminal::{Button, Command, Event, Page, PageName, Terminal, Text};
use crate::time::Instant;

/// What this driver says of itself.
pub const DRIVER: DriverInfo = DriverInfo {
    name: "dwin-dgus",
    models: "DWIN DGUS II touch panels (T5, T5L) with a project that offers the terminal's pages",
    roles: &[Role::Terminal],
    line: "serial, 8N1, 115200, one panel",
    source: "maker's guide and Arduino library",
};

/// Which page is shown, asked without and with a CRC.
pub const PROBES: &[Probe] = &[
    Probe {
        question: |_| dgus::encode(READ, &PAGE, false),
        read: |_, heard| answer(heard, false, "touch panel, `crc = false`"),
        ..ASK
    },
    Probe {
        question: |_| dgus::encode(READ, &PAGE, true),
        read: |_, heard| answer(heard, true, "touch panel, `crc = true`"),
        ..ASK
    },
];

const ASK: Probe = Probe {
    shape: Shape::EightNone,
    to: To::Alone,
    family: "dwin-dgus",
    opens: true,
    question: |_| Vec::new(),
    quiet_before: Duration::ZERO,
    answer_within: BEAT_WITHIN,
    read: |_, _| None,
};

/// The command that reads variables.
const READ: u8 = 0x83;
/// The variable of the page that is shown, one word.
const PAGE: [u8; 3] = [0x00, 0x14, 0x01];

fn answer(heard: &[u8], crc: bool, model: &'static str) -> Option<Reply> {
    let mut unframer = dgus::Unframer::default();
    heard.iter().zip(1..).find_map(|(byte, end)| {
        unframer.push(&[*byte]);
        let (command, data) = unframer.next(crc)?;
        let whole = command == READ && data.starts_with(&PAGE) && data.len() == PAGE.len() + 2;
        whole.then_some(Reply { said: Said::Device { model, sure: Sure::Sure }, end })
    })
}

/// Settings in the device's table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// The character set of the project's texts: `gbk` or `gb2312`.
    pub encoding: Charset,
    /// What stands for a character that it lacks: `mark`, `question` or `pinyin`.
    pub rare: Rare,
    /// Whether the panel's frames carry a CRC (`T5LCFG.CFG`); switch it on there and here.
    pub crc: bool,
    /// Whether the panel confirms what is written; some firmware never does.
    pub confirms: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { encoding: Charset::Gbk, rare: Rare::Mark, crc: false, confirms: true }
    }
}

/// A touch panel.
#[derive(Debug)]
pub struct DwinDgus {
    settings: Settings,
    wanted: Option<Wanted>,
    session: Option<Session>,
}

impl DwinDgus {
    /// A panel, alone on its line.
    ///
    /// # Errors
    ///
    /// When the character set is none that such a panel has, or an address is given.
    pub fn new(settings: Settings, address: Option<u16>) -> Result<Self, SettingsError> {
        if address.is_some() {
            return Err(SettingsError::Value { key: "address", why: "a panel has none: its line is its own" });
        }
        match settings.encoding {
            Charset::Ascii | Charset::Gb2312 | Charset::Gbk => {}
            Charset::Gb18030 | Charset::Utf8 => {
                return Err(SettingsError::Value { key: "encoding", why: "these panels hold gbk or gb2312" });
            }
        }
        Ok(Self { settings, wanted: None, session: None })
    }

    /// What an idle panel costs its line: a question, or one text written anew.
    pub fn poll_cost(&self) -> PollCost {
        let writes = self.wanted.iter().flat_map(|wanted| &wanted.writes);
        let longest = writes.map(|write| write.data.len() + 2).max().unwrap_or(0).max(6);
        PollCost {
            bytes_out: OVERHEAD + longest,
            bytes_in: OVERHEAD + 5,
            quiet_before: Duration::ZERO,
            answer_within: BEAT_WITHIN,
            wants_every: Some(HEARTBEAT),
            shortest_press: None,
        }
    }
}

impl Driver<Terminal> for DwinDgus {
    fn attach(&mut self, now: Instant, _out: &mut Outbox<Terminal>) {
        self.session = Some(Session::new(now, self.settings.crc, self.settings.confirms));
    }

    fn command(&mut self, now: Instant, command: &Command, _out: &mut Outbox<Terminal>) {
        let Command::Show(page) = command;
        self.wanted = Some(Wanted::new(now, page, self.settings.encoding, self.settings.rare));
    }

    fn due(&self) -> Option<Instant> {
        self.session.as_ref().map(|session| session.due(self.wanted.as_ref()))
    }

    fn turn(&mut self, now: Instant, _out: &mut Outbox<Terminal>) -> Option<Turn> {
        self.session.as_mut()?.turn(now, self.wanted.as_ref())
    }

    fn sent(&mut self, now: Instant, _out: &mut Outbox<Terminal>) {
        self.session.iter_mut().for_each(|session| session.sent(now));
    }

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
            Way::In => secrets::veil(bytes, self.settings.crc),
            Way::Out => veil::without_cards(bytes),
        }
    }

    fn unanswered(&mut self, now: Instant, out: &mut Outbox<Terminal>) {
        out.fault = self.session.as_mut().and_then(|session| session.unanswered(now));
    }
}

/// A panel is met, shows words with a way back, is touched, and is asked for its page.
pub fn transcript() -> Transcript {
    let page = Page {
        name: PageName::Notice,
        texts: vec![(Text::Title, "请取号".to_owned()), (Text::Line(0), "A1号".to_owned())],
        live: vec![Button::Back],
    };
    let writes = |bytes: &[u8]| Exchange {
        sends: bytes.to_vec(),
        answer: b"\x5A\xA5\x05\x82\x4F\x4B\xA5\xEF".to_vec(),
        ..Exchange::default()
    };
    let title = Exchange {
        command: Some(port::Command::Terminal(Command::Show(page))),
        ..writes(b"\x5A\xA5\x0D\x82\x1A\x00\xC7\xEB\xC8\xA1\xBA\xC5\xFF\xFF\x0A\x97")
    };
    let touch = Exchange {
        answer: b"\x5A\xA5\x08\x83\x50\x00\x01\x05\x07\xCC\xB6".to_vec(),
        events: vec![port::Event::Terminal(Event::Touched { page: PageName::Notice, button: Button::Back })],
        ..Exchange::default()
    };
    let beats = Exchange {
        sends: b"\x5A\xA5\x06\x83\x00\x14\x01\xE7\x60".to_vec(),
        answer: b"\x5A\xA5\x08\x83\x00\x14\x01\x00\x05\x8B\xDB".to_vec(),
        ..Exchange::default()
    };
    Transcript::new("crc = true", None, writes(b"\x5A\xA5\x07\x82\x5F\x00\x4A\x48\x79\x5C"))
        .then(title)
        .then(writes(b"\x5A\xA5\x07\x82\x1A\x80\xFF\xFF\x5B\x5E"))
        .then(writes(b"\x5A\xA5\x0B\x82\x1F\x00A1\xBA\xC5\xFF\xFF\x75\x5A"))
        .then(writes(b"\x5A\xA5\x07\x82\x1F\x80\xFF\xFF\x5B\x92"))
        .then(writes(b"\x5A\xA5\x07\x82\x20\x00\xFF\xFF\x56\x6E"))
        .then(writes(b"\x5A\xA5\x07\x82\x20\x80\xFF\xFF\x57\x86"))
        .then(writes(b"\x5A\xA5\x07\x82\x21\x00\xFF\xFF\x57\x92"))
        .then(writes(b"\x5A\xA5\x07\x82\x21\x80\xFF\xFF\x56\x7A"))
        .then(writes(b"\x5A\xA5\x07\x82\x51\x07\x00\x02\x7C\xE2"))
        .then(writes(b"\x5A\xA5\x09\x82\x00\x84\x5A\x01\x00\x05\xCA\x0D"))
        .then(touch)
        .then(beats)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_set_that_no_panel_has_is_refused_and_so_is_an_address() {
        for encoding in [Charset::Gb18030, Charset::Utf8] {
            let refused = DwinDgus::new(Settings { encoding, ..Settings::default() }, None);
            assert!(matches!(refused, Err(SettingsError::Value { key: "encoding", .. })), "{encoding:?}");
        }
        let refused = DwinDgus::new(Settings::default(), Some(1));
        assert!(matches!(refused, Err(SettingsError::Value { key: "address", .. })));
    }
}
