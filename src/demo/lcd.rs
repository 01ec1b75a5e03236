//! The status LCD seen from outside: the framebuffer's file as a picture.

use std::path::Path;

/// Width in pixels, where the configuration does not say.
pub const WIDTH: u32 = 480;
/// Height in pixels, where the configuration does not say.
pub const HEIGHT: u32 = 320;

/// Bytes of a pixel: blue, green, red, unused.
const PIXEL: usize = 4;

/// What stands in the framebuffer: red, green, blue for each pixel; `None` while the file is not whole.
pub fn frame(file: &Path, (width, height): (u32, u32)) -> Option<Vec<u8>> {
    let bytes = std::fs::read(file).ok()?;
    let pixels = usize::try_from(u64::from(width) * u64::from(height)).ok()?;
    let frame = bytes.get(..pixels * PIXEL)?;
    Some(frame.chunks_exact(PIXEL).flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect())
}

/// The frame as a PNG file; `None` when it is not of this size.
pub fn picture(frame: &[u8], (width, height): (u32, u32)) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header().ok()?.write_image_data(frame).ok()?;
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blue_pixel_in_the_frame_is_blue_in_the_picture() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("frame");
        std::fs::write(&file, [0xFF, 0, 0, 0, 0, 0, 0xFF, 0]).unwrap();

        let seen = frame(&file, (2, 1)).unwrap();

        assert_eq!(seen, [0, 0, 0xFF, 0xFF, 0, 0]);
        assert!(picture(&seen, (2, 1)).unwrap().starts_with(b"\x89PNG"));
    }

    #[test]
    fn a_frame_that_is_not_whole_is_no_picture() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("frame");
        std::fs::write(&file, [0; 7]).unwrap();
        assert_eq!(frame(&file, (2, 1)), None);
    }
}
