//! What a display shows while it is tried: colours that only a whole display has.

use hal::cable::surface::{Face, Frame, Letters};

use crate::layout::{Lcd, Surface};

/// White, yellow, cyan, green, magenta, red, blue and black, as RGB565: each has another of the three colours on.
const BARS: [u16; 8] = [0xFFFF, 0xFFE0, 0x07FF, 0x07E0, 0xF81F, 0xF800, 0x001F, 0x0000];

/// Eight bars, or every place of a display of letters filled.
pub(super) fn bars(lcd: &Lcd) -> Face {
    let (width, height) = (lcd.width, lcd.height);
    match &lcd.surface {
        Surface::Letters { .. } => {
            let line: String =
                "TEST 0123456789 ".chars().cycle().take(usize::try_from(width).unwrap_or(0)).collect();
            Letters::of_lines(width, height, (0..height).map(|_| line.as_str())).into()
        }
        Surface::Png { .. } | Surface::Framebuffer { .. } | Surface::Spi(_) | Surface::Oled { .. } => {
            let bar = |x: u32| usize::try_from(x * 8 / width.max(1)).unwrap_or(0).min(BARS.len() - 1);
            let pixels = (0..height).flat_map(|_| (0..width).map(move |x| BARS[bar(x)]));
            Frame::of_565(width, height, pixels).into()
        }
    }
}
