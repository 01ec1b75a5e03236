//! What stands on a surface: a grid of pixels or of letters, and where two of them differ.

use super::SurfaceError;

/// Cells of one kind in rows from the top, each from the left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid<Cell> {
    width: u32,
    height: u32,
    cells: Vec<Cell>,
}

/// A picture: each cell a pixel in red, green and blue of eight bits each.
pub type Frame = Grid<[u8; 3]>;

/// The text of a display that draws its letters itself: each cell one printable ASCII character.
pub type Letters = Grid<u8>;

/// A part of a grid, within its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rectangle {
    /// Cells from the left edge.
    pub x: u32,
    /// Cells from the top edge.
    pub y: u32,
    /// Cells across; at least 1.
    pub width: u32,
    /// Cells down; at least 1.
    pub height: u32,
}

impl<Cell: Copy + PartialEq> Grid<Cell> {
    fn filled(width: u32, height: u32, cell: Cell) -> Self {
        let cells = usize::try_from(u64::from(width) * u64::from(height)).unwrap_or(0);
        Self { width, height, cells: vec![cell; cells] }
    }

    /// Cells across and down.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The cells of one row, left to right; empty below the last.
    pub fn row(&self, y: u32) -> &[Cell] {
        let width = usize::try_from(self.width).unwrap_or(0);
        let start = usize::try_from(y).unwrap_or(usize::MAX).saturating_mul(width);
        self.cells.get(start..start.saturating_add(width)).unwrap_or(&[])
    }

    /// Every cell, row by row.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Changes one cell; outside the grid nothing happens.
    pub fn set(&mut self, x: u32, y: u32, cell: Cell) {
        if x < self.width && y < self.height {
            let index = u64::from(y) * u64::from(self.width) + u64::from(x);
            let index = usize::try_from(index).unwrap_or(usize::MAX);
            if let Some(place) = self.cells.get_mut(index) {
                *place = cell;
            }
        }
    }

    /// The whole grid as one rectangle; none when it has no cells.
    pub fn whole(&self) -> Vec<Rectangle> {
        let whole = Rectangle { x: 0, y: 0, width: self.width, height: self.height };
        if self.cells.is_empty() { Vec::new() } else { vec![whole] }
    }

    /// Where this grid differs from `other`: bands of rows, each as wide as its differences.
    ///
    /// Grids of different sizes differ everywhere.
    pub fn differences(&self, other: &Self) -> Vec<Rectangle> {
        if self.size() != other.size() {
            return self.whole();
        }
        let mut bands: Vec<Rectangle> = Vec::new();
        for y in 0..self.height {
            let Some((first, last)) = ends_of_difference(self.row(y), other.row(y)) else { continue };
            match bands.last_mut() {
                Some(band) if band.y + band.height == y => {
                    let right = (band.x + band.width).max(last + 1);
                    band.x = band.x.min(first);
                    band.width = right - band.x;
                    band.height += 1;
                }
                Some(_) | None => bands.push(Rectangle { x: first, y, width: last + 1 - first, height: 1 }),
            }
        }
        bands
    }
}

impl Frame {
    /// A black picture.
    pub fn new(width: u32, height: u32) -> Self {
        Self::filled(width, height, [0; 3])
    }

    /// A picture of these pixels, row by row, in the 16-bit colours of small panels: red 5 bits, green 6,
    /// blue 5. Pixels that are missing are black, and what is too much is left out.
    pub fn of_565(width: u32, height: u32, pixels: impl Iterator<Item = u16>) -> Self {
        let mut frame = Self::new(width, height);
        for (cell, pixel) in frame.cells.iter_mut().zip(pixels) {
            *cell = from_565(pixel);
        }
        frame
    }

    /// Colours one pixel in the 16-bit colours of small panels: red 5 bits, green 6, blue 5.
    pub fn set_565(&mut self, x: u32, y: u32, colour: u16) {
        self.set(x, y, from_565(colour));
    }
}

impl Letters {
    /// A text of blanks.
    pub fn new(columns: u32, rows: u32) -> Self {
        Self::filled(columns, rows, b' ')
    }

    /// These lines from the top; what is too long or too much is cut off, and a character that is not
    /// printable ASCII becomes a question mark.
    pub fn of_lines<'a>(columns: u32, rows: u32, lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut letters = Self::new(columns, rows);
        for (y, line) in (0..).zip(lines) {
            for (x, character) in (0..).zip(line.chars()) {
                let ascii = u8::try_from(character).ok().filter(|byte| matches!(byte, b' '..=b'~'));
                letters.set(x, y, ascii.unwrap_or(b'?'));
            }
        }
        letters
    }
}

/// The first and the last place at which two rows differ.
fn ends_of_difference<Cell: PartialEq>(one: &[Cell], other: &[Cell]) -> Option<(u32, u32)> {
    let mut places = (0..).zip(one.iter().zip(other)).filter(|(_, (a, b))| a != b).map(|(x, _)| x);
    let first = places.next()?;
    Some((first, places.last().unwrap_or(first)))
}

/// Each channel widened so that the brightest stays the brightest.
fn from_565(colour: u16) -> [u8; 3] {
    let channel = |shift: u16, bits: u16| {
        let most = (1_u16 << bits) - 1;
        let value = (colour >> shift) & most;
        u8::try_from((value * 255 + most / 2) / most).unwrap_or(u8::MAX)
    };
    [channel(11, 5), channel(5, 6), channel(0, 5)]
}

/// What stands on a surface of either kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Face {
    /// On a surface of pixels.
    Pixels(Frame),
    /// On a display of letters.
    Letters(Letters),
}

impl Face {
    /// All of it as one rectangle.
    pub fn whole(&self) -> Vec<Rectangle> {
        match self {
            Self::Pixels(frame) => frame.whole(),
            Self::Letters(letters) => letters.whole(),
        }
    }

    /// Where it differs from `other`: everywhere when one is a picture and the other a text.
    pub fn differences(&self, other: &Self) -> Vec<Rectangle> {
        match (self, other) {
            (Self::Pixels(one), Self::Pixels(other)) => one.differences(other),
            (Self::Letters(one), Self::Letters(other)) => one.differences(other),
            (Self::Pixels(_), Self::Letters(_)) | (Self::Letters(_), Self::Pixels(_)) => self.whole(),
        }
    }

    /// The picture, for a surface of this many pixels.
    ///
    /// # Errors
    ///
    /// It is of another size, or a text.
    pub fn pixels(&self, surface: (u32, u32)) -> Result<&Frame, SurfaceError> {
        match self {
            Self::Pixels(frame) => fitting(frame, surface),
            Self::Letters(_) => Err(SurfaceError::Kind { wants: "a picture" }),
        }
    }

    /// The text, for a display of this many columns and rows.
    ///
    /// # Errors
    ///
    /// It is of another size, or a picture.
    pub fn letters(&self, surface: (u32, u32)) -> Result<&Letters, SurfaceError> {
        match self {
            Self::Letters(letters) => fitting(letters, surface),
            Self::Pixels(_) => Err(SurfaceError::Kind { wants: "a text" }),
        }
    }
}

impl From<Frame> for Face {
    fn from(frame: Frame) -> Self {
        Self::Pixels(frame)
    }
}

impl From<Letters> for Face {
    fn from(letters: Letters) -> Self {
        Self::Letters(letters)
    }
}

fn fitting<Cell: Copy + PartialEq>(
    grid: &Grid<Cell>,
    surface: (u32, u32),
) -> Result<&Grid<Cell>, SurfaceError> {
    let face = grid.size();
    if face == surface { Ok(grid) } else { Err(SurfaceError::Size { face, surface }) }
}
