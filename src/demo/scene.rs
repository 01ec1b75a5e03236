//! What can be seen in the hall from outside its cables: faces, lamps, paper, plugs.

use encoding_rs::GB18030;
use hal::sim::font_board::{BoardArea, FontBoard};
use hal::sim::printer_paper::{Mark, Run, Side, Slip};
use serde::Serialize;

use super::bench::{Cable, Seat, Thing};
use super::dots;
use super::hand::{Hands, Roll};
use super::plan::Part;

/// Everything that eyes can see, at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scene {
    /// The plugs.
    pub cables: Vec<CableFace>,
    /// The main board.
    pub display: BoardFace,
    /// The windows by number, ascending.
    pub windows: Vec<WindowFace>,
    /// The self-service terminal.
    pub panel: PanelFace,
    /// The ticket printer.
    pub printer: PrinterFace,
    /// Slips: torn ones first, then those that hang from the printer.
    pub slips: Vec<SlipFace>,
}

/// One plug.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CableFace {
    /// The cable's name in the configuration.
    pub name: String,
    /// The plug is in.
    #[serde(rename = "in")]
    pub plugged: bool,
    /// Bytes so far to the devices.
    pub to: u64,
    /// Bytes so far from the devices.
    pub from: u64,
    /// The last bytes that passed.
    pub hex: String,
}

/// A board as it shines.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BoardFace {
    /// It has power.
    pub on: bool,
    /// Dots from left to right.
    pub columns: u32,
    /// Dots from top to bottom.
    pub rows: u32,
    /// Its texts.
    pub areas: Vec<AreaFace>,
}

/// One text on a board.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AreaFace {
    /// Left edge in dots.
    pub x: u32,
    /// Upper edge in dots.
    pub y: u32,
    /// Width in dots.
    pub width: u32,
    /// Height in dots.
    pub height: u32,
    /// `red`, `green` or `yellow`.
    pub colour: &'static str,
    /// It flashes or moves.
    pub lively: bool,
    /// The text.
    pub text: String,
    /// Its dots, see [`dots::rows`].
    pub dots: Vec<String>,
}

/// What stands at one window.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WindowFace {
    /// Its number.
    pub id: u8,
    /// The board above it.
    pub board: BoardFace,
    /// The clerk's keypad.
    pub keypad: KeypadFace,
    /// The rating pad.
    pub pad: PadFace,
}

/// A keypad as a clerk sees and hears it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct KeypadFace {
    /// It has power.
    pub on: bool,
    /// The four characters.
    pub digits: String,
    /// How often it beeped.
    pub beeps: u32,
}

/// A rating pad as a visitor sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PadFace {
    /// It has power.
    pub on: bool,
    /// `rest`, `grade` or `reason`.
    pub face: &'static str,
}

/// The terminal as a visitor sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PanelFace {
    /// It has power.
    pub on: bool,
    /// The page's name in the project.
    pub page: &'static str,
    /// The words of the components.
    pub texts: std::collections::BTreeMap<&'static str, String>,
    /// The buttons that feel a finger.
    pub live: Vec<&'static str>,
}

/// The printer as a visitor sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PrinterFace {
    /// It has power.
    pub on: bool,
    /// The roll, as whoever opens the cover sees it.
    pub roll: Roll,
    /// Lines of paper left on it.
    pub lines_left: u32,
    /// The cover is open.
    pub cover: bool,
    /// Slips that came out since the start.
    pub printed: u64,
    /// Slips that were torn off since the start.
    pub torn: u64,
}

/// A slip of paper.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SlipFace {
    /// Which slip since the start, from 1.
    pub id: u64,
    /// It was torn off.
    pub torn: bool,
    /// What is on it, top to bottom.
    pub lines: Vec<LineFace>,
}

/// Something printed on a slip.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum LineFace {
    /// Text in pieces of one look each.
    Text {
        /// `left`, `center` or `right`.
        side: &'static str,
        /// The pieces.
        runs: Vec<RunFace>,
    },
    /// A QR code.
    Code {
        /// Its modules, `1` is black.
        rows: Vec<String>,
    },
    /// A picture.
    Picture {
        /// Its rows of dots in hexadecimal.
        rows: Vec<String>,
    },
    /// Blank paper.
    Blank {
        /// Lines of normal height.
        lines: u8,
    },
}

/// Text of one look.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunFace {
    /// The text.
    pub text: String,
    /// Times the normal width.
    pub width: u8,
    /// Times the normal height.
    pub height: u8,
    /// Printed strongly.
    pub bold: bool,
}

/// Looks at everything.
pub fn look(hands: &Hands, windows: &[u8]) -> Scene {
    let mut scene = Scene {
        windows: windows.iter().map(|&id| WindowFace { id, ..WindowFace::default() }).collect(),
        ..Scene::default()
    };
    let paper = hands.paper();
    scene.slips = paper.torn.iter().map(|(id, slip)| slip_face(*id, true, slip)).collect();
    scene.printer = PrinterFace { cover: paper.cover, torn: paper.count, ..PrinterFace::default() };
    for mut cable in hands.bench.cables() {
        scene.cables.push(cable_face(&cable));
        for seat in &mut cable.seats {
            look_at(seat, hands, &mut scene);
        }
    }
    scene
}

fn look_at(seat: &mut Seat, hands: &Hands, scene: &mut Scene) {
    let on = seat.on;
    let at = |scene: &mut Scene, id: u8| scene.windows.iter().position(|window| window.id == id);
    match (seat.part, &mut seat.thing) {
        (Part::Display, Thing::Board(board)) => scene.display = board_face(board, on),
        (Part::Board(id), Thing::Board(board)) => {
            if let Some(window) = at(scene, id) {
                scene.windows[window].board = board_face(board, on);
            }
        }
        (Part::Keypad(id), Thing::Keypad(keypad)) => {
            let digits = if on { keypad.display() } else { String::new() };
            if let Some(window) = at(scene, id) {
                scene.windows[window].keypad = KeypadFace { on, digits, beeps: keypad.beeps() };
            }
        }
        (Part::Pad(id), Thing::Pad(pad)) => {
            let face = match (on && pad.lit() == [true; 5], hands.graded_low(id)) {
                (false, _) => "rest",
                (true, false) => "grade",
                (true, true) => "reason",
            };
            if let Some(window) = at(scene, id) {
                scene.windows[window].pad = PadFace { on, face };
            }
        }
        (Part::Panel, Thing::Panel(panel)) => {
            let drawn = || panel.components().filter(|(_, component)| component.visible);
            let texts = drawn().map(|(name, component)| (name, decoded(&component.text))).collect();
            let live = drawn().filter(|(_, component)| component.enabled && component.id < 20);
            scene.panel =
                PanelFace { on, page: panel.page(), texts, live: live.map(|(name, _)| name).collect() };
        }
        (Part::Printer, Thing::Printer(printer)) => {
            let torn = scene.printer.torn;
            let hanging = (torn + 1..).zip(printer.slips());
            scene.slips.extend(hanging.map(|(id, slip)| slip_face(id, false, slip)));
            scene.printer.on = on;
            scene.printer.lines_left = printer.lines_left();
            scene.printer.roll = match (printer.lines_left(), printer.near_end()) {
                (0, _) => Roll::Out,
                (_, true) => Roll::Near,
                (_, false) => Roll::Enough,
            };
            scene.printer.printed = torn + u64::try_from(printer.slips().len()).unwrap_or(0);
        }
        (
            Part::Board(_)
            | Part::Display
            | Part::Keypad(_)
            | Part::Pad(_)
            | Part::Panel
            | Part::Printer
            | Part::Ups,
            _,
        ) => {}
    }
}

fn cable_face(cable: &Cable) -> CableFace {
    let (bytes, from) = &cable.trace;
    let arrow = if *from { "←" } else { "→" };
    let hex = bytes.iter().fold(arrow.to_owned(), |line, byte| format!("{line} {byte:02x}"));
    let hex = if bytes.is_empty() { String::new() } else { hex };
    CableFace { name: cable.name.clone(), plugged: cable.plugged(), to: cable.to, from: cable.from, hex }
}

fn board_face(board: &FontBoard, on: bool) -> BoardFace {
    let areas: Vec<AreaFace> =
        if on { board.areas().map(|(_, area)| area_face(area)).collect() } else { Vec::new() };
    let columns = areas.iter().map(|area| area.x + area.width).max().unwrap_or(0);
    let rows = areas.iter().map(|area| area.y + area.height).max().unwrap_or(0);
    BoardFace { on, columns, rows, areas }
}

/// How a font card names its ways of showing: 1 stands still, the others move.
const STANDS_STILL: u8 = 1;

fn area_face(area: &BoardArea) -> AreaFace {
    let text = decoded(&area.text);
    let colour = match area.colour {
        2 => "green",
        3 => "yellow",
        _ => "red",
    };
    AreaFace {
        x: area.x,
        y: area.y,
        width: area.width,
        height: area.height,
        colour,
        lively: area.display != STANDS_STILL,
        dots: dots::rows(&text, area.width, area.height),
        text,
    }
}

/// What hangs from or was torn off the printer, as paper.
pub fn slip_face(id: u64, torn: bool, slip: &Slip) -> SlipFace {
    SlipFace { id, torn, lines: slip.marks.iter().map(line_face).collect() }
}

fn line_face(mark: &Mark) -> LineFace {
    match mark {
        Mark::Line { side, runs } => {
            LineFace::Text { side: side_word(*side), runs: runs.iter().map(run_face).collect() }
        }
        Mark::Code { payload, .. } => LineFace::Code { rows: modules(payload) },
        Mark::Picture { row_bytes, dots, .. } => {
            let row = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            LineFace::Picture { rows: dots.chunks((*row_bytes).max(1)).map(row).collect() }
        }
        Mark::Blank { lines } => LineFace::Blank { lines: *lines },
    }
}

fn run_face(run: &Run) -> RunFace {
    let text =
        if run.look.chinese { decoded(&run.bytes) } else { String::from_utf8_lossy(&run.bytes).into_owned() };
    RunFace { text, width: run.look.width, height: run.look.height, bold: run.look.bold }
}

fn side_word(side: Side) -> &'static str {
    match side {
        Side::Left => "left",
        Side::Centre => "center",
        Side::Right => "right",
    }
}

/// The modules of a QR code that says this; none when it is too long for one.
fn modules(payload: &[u8]) -> Vec<String> {
    let Ok(code) = qrcode::QrCode::new(payload) else { return Vec::new() };
    let bit = |colour: &qrcode::Color| if *colour == qrcode::Color::Dark { '1' } else { '0' };
    code.to_colors().chunks(code.width()).map(|row| row.iter().map(bit).collect()).collect()
}

/// Text as boards, panels and printers keep it: GB18030, of which GB2312 is a part.
pub fn decoded(bytes: &[u8]) -> String {
    GB18030.decode_without_bom_handling(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_is_read_as_it_was_sent() {
        let look = hal::sim::printer_paper::Look {
            chinese: true,
            height: 4,
            ..hal::sim::printer_paper::Look::NORMAL
        };
        let runs = vec![Run { bytes: b"A012\xBA\xC5".to_vec(), look }];
        let slip = Slip { marks: vec![Mark::Line { side: Side::Centre, runs }] };

        let LineFace::Text { side, runs } = &slip_face(1, false, &slip).lines[0] else {
            panic!("not a text")
        };

        assert_eq!((*side, runs[0].text.as_str(), runs[0].height), ("center", "A012号", 4));
    }

    #[test]
    fn a_code_has_the_modules_of_its_payload() {
        let rows = modules(b"https://hall.example/t/8F3A");
        assert_eq!(rows.len(), rows[0].len());
        assert!(rows[0].starts_with("1111111"), "the finder's upper edge");
    }
}
