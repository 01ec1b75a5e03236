//! Chinese in bytes: two foreign readers, Python's codecs and the C library's iconv, read what we write.

use std::path::Path;

use hal::framing::text::Charset;

use crate::tools::{Peer, Tools};

/// Characters asked for at once.
const AT_ONCE: usize = 2000;

/// Every character of GB2312 and GBK, and every ideograph of GB18030, those of four bytes among them. Where a
/// reader follows an older edition of the standard, what it reads differently is counted and bounded.
pub fn foreign_readers_read_our_chinese(tools: &Tools) -> usize {
    let mut peer = tools.python("charsets.py", Path::new(""));
    let sets = [
        // The middle dot and the dash, which the web and GB18030 take for other two of Unicode.
        (Charset::Gb2312, "python:gb2312", "iconv:GB2312", 2),
        (Charset::Gbk, "python:gb18030", "iconv:GB18030", 90),
        (Charset::Gb18030, "python:gb18030", "iconv:GB18030", 90),
    ];
    let mut exchanges = 0;
    for (charset, python, iconv, older) in sets {
        let all: Vec<char> =
            ('\u{A0}'..='\u{3134F}').filter(|one| charset.has(*one) && is_chinese(*one, charset)).collect();
        assert!(all.len() >= 7_000, "{charset:?}: {}", all.len());
        for reader in [python, iconv] {
            let mut differ = Vec::new();
            for some in all.chunks(AT_ONCE) {
                let written: String = some.iter().collect();
                let read = read(&mut peer, reader, &charset.encode(&written));
                differ.extend(written.chars().zip(read.chars()).filter(|(ours, theirs)| ours != theirs));
                assert_eq!(read.chars().count(), some.len(), "{reader} loses characters of {charset:?}");
                exchanges += 1;
            }
            assert!(differ.len() <= older, "{reader} reads {} otherwise: {differ:?}", differ.len());
        }
    }
    exchanges
}

/// Of GB2312 and GBK everything; of GB18030, which is all of Unicode, the ideographs.
fn is_chinese(character: char, charset: Charset) -> bool {
    charset != Charset::Gb18030
        || matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3134F}')
}

fn read(peer: &mut Peer, codec: &str, bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let answer = peer.ask(&format!("{codec} {hex}"));
    let digits: Vec<char> = answer.chars().collect();
    let text = digits.chunks(2).map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap());
    String::from_utf8(text.collect()).unwrap()
}
