//! Pictures on files of a framebuffer's shape, and as PNG.

use std::fs::{self, File};
use std::path::Path;

use super::*;

const RED: [u8; 3] = [0xFF, 0, 0];
const TEAL: [u8; 3] = [0x00, 0x80, 0xFF];

/// A file of zeros in the shape of a framebuffer 3 × 2 with a stride of 16 bytes.
fn framebuffer(format: PixelFormat) -> (tempfile::NamedTempFile, Framebuffer) {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(32).unwrap();
    let framebuffer = Framebuffer::open(file.path(), (3, 2), Memory { format, stride: 16 }).unwrap();
    (file, framebuffer)
}

fn picture() -> Face {
    let mut frame = Frame::new(3, 2);
    frame.set(0, 0, RED);
    frame.set(2, 1, TEAL);
    frame.into()
}

#[test]
fn sixteen_bits_have_blue_lowest_and_rows_a_stride_apart() {
    let (file, mut framebuffer) = framebuffer(PixelFormat::Rgb565);
    let frame = picture();
    framebuffer.show(&frame, &frame.whole()).unwrap();
    let mut expected = [0; 32];
    expected[..2].copy_from_slice(&[0x00, 0xF8]);
    expected[20..22].copy_from_slice(&[0x1F, 0x04]);
    assert_eq!(fs::read(file.path()).unwrap(), expected);
}

#[test]
fn thirty_two_bits_have_blue_first_and_are_opaque() {
    let (file, mut framebuffer) = framebuffer(PixelFormat::Xrgb8888);
    let frame = picture();
    framebuffer.show(&frame, &frame.whole()).unwrap();
    let bytes = fs::read(file.path()).unwrap();
    assert_eq!(bytes[..8], [0, 0, 0xFF, 0xFF, 0, 0, 0, 0xFF]);
    assert_eq!(bytes[12..16], [0; 4], "the end of a row beyond its pixels is not touched");
    assert_eq!(bytes[24..28], [0xFF, 0x80, 0, 0xFF]);
}

#[test]
fn only_what_is_dirty_is_written() {
    let (file, mut framebuffer) = framebuffer(PixelFormat::Xrgb8888);
    framebuffer.show(&picture(), &[Rectangle { x: 2, y: 1, width: 1, height: 1 }]).unwrap();
    let bytes = fs::read(file.path()).unwrap();
    assert_eq!(bytes.iter().position(|&byte| byte != 0), Some(24));
}

#[test]
fn a_rectangle_beyond_the_picture_writes_nothing_there() {
    let (file, mut framebuffer) = framebuffer(PixelFormat::Rgb565);
    framebuffer.show(&picture(), &[Rectangle { x: 0, y: 1, width: 99, height: 99 }]).unwrap();
    assert_eq!(fs::metadata(file.path()).unwrap().len(), 32);
}

#[test]
fn a_picture_of_another_size_is_refused() {
    let (_file, mut framebuffer) = framebuffer(PixelFormat::Rgb565);
    let frame = Face::from(Frame::new(2, 3));
    let refused = framebuffer.show(&frame, &frame.whole());
    assert!(matches!(refused, Err(SurfaceError::Size { face: (2, 3), surface: (3, 2) })));
}

#[test]
fn a_stride_shorter_than_a_row_is_refused() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let memory = Memory { format: PixelFormat::Xrgb8888, stride: 11 };
    let refused = Framebuffer::open(file.path(), (3, 2), memory);
    assert!(matches!(refused, Err(SurfaceError::Unusable { .. })));
}

#[test]
fn the_kernel_is_asked_for_the_shape() {
    let graphics = tempfile::tempdir().unwrap();
    let folder = graphics.path().join("fb1");
    fs::create_dir(&folder).unwrap();
    for (file, text) in [("virtual_size", "480,640\n"), ("bits_per_pixel", "16\n"), ("stride", "1024\n")] {
        fs::write(folder.join(file), text).unwrap();
    }
    let ask = |device: &str, size| Memory::ask(graphics.path(), Path::new(device), size);

    let shape = ask("/dev/fb1", (480, 320)).unwrap();

    assert_eq!(shape, Memory { format: PixelFormat::Rgb565, stride: 1024 });
    assert!(matches!(ask("/dev/fb1", (320, 240)), Err(SurfaceError::Size { .. })));
    assert!(matches!(ask("/dev/fb0", (480, 320)), Err(SurfaceError::File { .. })));
    fs::write(folder.join("bits_per_pixel"), "24\n").unwrap();
    assert!(matches!(ask("/dev/fb1", (480, 320)), Err(SurfaceError::Unusable { .. })));
}

#[test]
fn differences_are_bands_of_rows_as_wide_as_needed() {
    let before = Frame::new(10, 10);
    let mut after = before.clone();
    after.set(3, 2, RED);
    after.set(5, 3, RED);
    after.set(9, 8, RED);
    let expected =
        [Rectangle { x: 3, y: 2, width: 3, height: 2 }, Rectangle { x: 9, y: 8, width: 1, height: 1 }];
    assert_eq!(after.differences(&before), expected);
    assert_eq!(after.differences(&after), []);
}

#[test]
fn the_brightest_of_sixteen_bits_is_white_and_the_darkest_black() {
    let mut frame = Frame::new(2, 1);
    frame.set_565(0, 0, 0xFFFF);
    frame.set_565(7, 7, 0xFFFF);
    assert_eq!(frame.row(0), [[0xFF; 3], [0; 3]]);
}

#[test]
fn a_png_is_replaced_whole_and_can_be_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lcd.png");
    let mut surface = Png::new(&path, 3, 2);
    surface.show(&Frame::new(3, 2).into(), &[]).unwrap();
    let frame = picture();
    surface.show(&frame, &frame.whole()).unwrap();

    let file = io::BufReader::new(File::open(&path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut pixels = vec![0; 18];
    reader.next_frame(&mut pixels).unwrap();

    assert_eq!(pixels, frame.pixels((3, 2)).unwrap().cells().as_flattened());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no part is left");
}

#[test]
fn a_png_in_a_folder_that_is_gone_is_an_error() {
    let mut surface = Png::new(Path::new("no/such/folder/lcd.png"), 3, 2);
    assert!(matches!(surface.show(&picture(), &[]), Err(SurfaceError::File { .. })));
}
