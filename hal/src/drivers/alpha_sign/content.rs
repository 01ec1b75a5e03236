//! What stands in a sign's files: the texts of the hall as pages, and as dots where the sign has no font.

use super::settings::Settings;
use crate::framing::dots::{Dots, LINE};
use crate::framing::text::Charset;
use crate::port::board::Area;

/// The TEXT file that the sign plays.
const TEXT_FILE: u8 = b'A';
/// The first of the DOTS files, one an area.
const PICTURES: u8 = b'P';
/// Bytes of the TEXT file for one area, codes included.
const PAGE_BYTES: usize = 128;
/// Longest text of one area in the TEXT file: its page without the codes.
const TEXT_BYTES_MAX: usize = PAGE_BYTES - 5;
/// Widest picture that the command can say.
const PICTURE_COLUMNS_MAX: usize = 255;
/// Columns of one character of the sign's own font, with its gap.
const CHARACTER_COLUMNS: usize = 6;

/// Where the rows begin in a command that writes a picture: behind `I`, its label and its two sizes.
pub(super) const ROWS_AT: usize = 6;
/// Bytes of one file in a table of memory.
const ENTRY: usize = 11;

/// The commands that bring a sign's files to what the hall wants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// For each area that has to be drawn, the command that writes its picture.
    pub pictures: Vec<Option<Vec<u8>>>,
    /// The command that writes the TEXT file, which calls them.
    pub file: Vec<u8>,
}

impl Content {
    /// What is to stand there for these texts.
    pub(super) fn of(texts: &[Area], settings: &Settings) -> Self {
        let mut content = Self { pictures: Vec::new(), file: vec![b'A', TEXT_FILE] };
        for (label, area) in (PICTURES..).zip(texts.iter().take(usize::from(settings.areas))) {
            let picture = settings.draws(&area.text).then(|| Dots::of(&area.text));
            if !area.text.trim().is_empty() {
                content.page(area, label, picture.as_ref(), settings);
            }
            let write = |dots: Dots| write_picture(label, &dots, settings.pixel(area.colour));
            content.pictures.push(picture.map(write));
        }
        if content.file.len() == 2 {
            content.file.extend(b"\x1B b ");
        }
        content
    }

    /// Adds one page to the TEXT file: place, mode, and the text in its colour or a call of its picture.
    fn page(&mut self, area: &Area, label: u8, picture: Option<&Dots>, settings: &Settings) {
        const MIDDLE: u8 = b' ';
        const ROTATE: u8 = b'a';
        const HOLD: u8 = b'b';
        const FLASH: u8 = b'c';

        let mut ascii = Charset::Ascii.encode(&area.text);
        ascii.truncate(TEXT_BYTES_MAX);
        let drawn = picture.map(|dots| usize::try_from(dots.width()).unwrap_or(usize::MAX));
        let columns = drawn.unwrap_or(ascii.len() * CHARACTER_COLUMNS);
        let mode = match (columns > usize::from(settings.columns), area.lively) {
            (true, _) => ROTATE,
            (false, true) => FLASH,
            (false, false) => HOLD,
        };
        self.file.extend([0x1B, MIDDLE, mode]);
        match picture {
            Some(_) => self.file.extend([0x14, label]),
            None => self.file.extend([&[0x1C, settings.pixel(area.colour)], ascii.as_slice()].concat()),
        }
    }
}

fn write_picture(label: u8, dots: &Dots, lit: u8) -> Vec<u8> {
    let columns = dots.rows(PICTURE_COLUMNS_MAX).next().map_or(0, <[bool]>::len);
    let mut command = vec![b'I', label];
    command.extend(format!("{LINE:02X}{columns:02X}").bytes());
    for row in dots.rows(PICTURE_COLUMNS_MAX) {
        command.extend(row.iter().map(|on| if *on { lit } else { b'0' }));
        command.push(b'\r');
    }
    command
}

/// The table of memory: the TEXT file, always playing, and the widest picture for each area.
pub(super) fn table(settings: &Settings) -> Vec<u8> {
    let size = usize::from(settings.areas) * PAGE_BYTES;
    let mut table = format!("{}AL{size:04X}FFFF", char::from(TEXT_FILE)).into_bytes();
    for label in (PICTURES..).take(usize::from(settings.areas)) {
        let (label, colours) = (char::from(label), settings.colour_status());
        table.extend(format!("{label}DL{LINE:02X}{PICTURE_COLUMNS_MAX:02X}{colours}").bytes());
    }
    table
}

/// Whether a sign that tells this table has our files. Sizes are not compared: a playing sign gives its first
/// file all the memory that is left.
pub(super) fn has_files(told: &[u8], settings: &Settings) -> bool {
    let files = |table: &[u8]| table.chunks_exact(ENTRY).map(|entry| [entry[0], entry[1]]).collect::<Vec<_>>();
    files(told) == files(&table(settings))
}

/// The longest answer of a sign that tells its table.
pub(super) fn table_bytes(settings: &Settings) -> usize {
    ENTRY * (1 + usize::from(settings.areas))
}
