//! What differs between models of ticket printers.

use serde::Deserialize;

use crate::driver::SettingsError;
use crate::framing::text::Charset;

/// The device's own table in `hall.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Settings {
    /// What the printer's font holds: `gb18030`, `gbk`, `gb2312` or `utf-8`.
    pub encoding: Charset,
    /// How a name is printed that the font lacks or may lack: `raster`, `font`, `mark`, `question` or `pinyin`.
    pub rare: RareName,
    /// `native` when the printer draws QR codes; `none` prints their text.
    pub qr: QrCode,
    /// Dots of one module of a QR code, 1 to 8.
    pub qr_dots: u8,
    /// How the printer tells that a slip came out: `process-id`, `ordered-status` or `none`.
    pub confirm: Confirm,
    /// Narrow characters on a line: 48 on 80 mm paper, 32 on 58 mm.
    pub columns: u8,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            encoding: Charset::Gb18030,
            rare: RareName::Raster,
            qr: QrCode::Native,
            qr_dots: 6,
            confirm: Confirm::OrderedStatus,
            columns: 48,
        }
    }
}

/// How an ideograph is printed that the printer's font lacks, or may lack: one of four bytes in GB18030.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RareName {
    /// Its line is drawn in dots.
    Raster,
    /// In four bytes; a printer without it leaves a gap.
    Font,
    /// A box.
    Mark,
    /// A question mark.
    Question,
    /// Its reading.
    Pinyin,
}

/// Whether the printer draws QR codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QrCode {
    /// It does.
    Native,
    /// It does not.
    None,
}

/// How the printer tells that a slip came out, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirm {
    /// It names the slip: most Epson models since 2010.
    ProcessId,
    /// It answers a question that stands behind the slip: nearly all others.
    OrderedStatus,
    /// It does not; every slip is *unknown*.
    None,
}

impl Settings {
    /// Refuses a size of code or paper that no printer has.
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        if !(1..=8).contains(&self.qr_dots) {
            return Err(SettingsError::Value { key: "qr-dots", why: "1 to 8 dots" });
        }
        if !(16..=96).contains(&self.columns) {
            return Err(SettingsError::Value { key: "columns", why: "16 to 96 narrow characters" });
        }
        Ok(())
    }
}
