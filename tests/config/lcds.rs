//! LCDs and screens: each surface with its own keys, limits and mistakes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiaohao::config::{Config, Need};
use jiaohao::layout::{Active, Light, Pin, Shows, SpiPanel, Surface};

use super::support::{CATALOGUE, HALL, check, lines, read};

const PANEL: &str = "[[lcd]]\nname = 'panel'\nsurface = 'st7789'\npath = '/dev/spidev0.0'\n\
                     chip = 'pinctrl-rp1'\ndata-line = 25\nplace = 'door'\n";
const DOTS: &str = "[[lcd]]\nname = 'dots'\nsurface = 'ssd1306'\npath = '/dev/i2c-1'\nplace = 'box'\n";
const LETTERS: &str = "[[lcd]]\nname = 'letters'\nsurface = 'hd44780'\npath = '/dev/i2c-1'\nplace = 'box'\n";

/// The small hall with these LCDs.
fn with(lcds: &str) -> Config {
    let reading = read(format!("{HALL}\n{lcds}").as_bytes(), CATALOGUE);
    let told = lines(&reading).join("\n");
    reading.config.unwrap_or_else(|| panic!("must hold:\n{told}"))
}

/// The problems of the small hall with these LCDs.
#[track_caller]
fn wrong(lcds: &str, expected: &[&str]) {
    check("[hall]", &format!("{lcds}[hall]"), expected);
}

#[test]
fn a_panel_is_read_with_the_colours_and_the_size_that_its_controller_usually_has() {
    let config = with(&format!("{PANEL}rotation = 90\nlight-line = 'GPIO18'\nlight-active = 'low'\n"));

    let lcd = &config.layout.lcds[0];
    let Surface::Spi(SpiPanel { hertz, glass, data, reset, light, .. }) = &lcd.surface else {
        panic!("a panel")
    };
    assert_eq!((lcd.shows, lcd.width, lcd.height, *hertz), (Shows::Status, 320, 240, 10_000_000));
    assert!(glass.inverted && !glass.blue_first && glass.turn.is_sideways());
    assert_eq!(data.to_string(), "25 of \"pinctrl-rp1\"");
    assert_eq!(*reset, None);
    let lit = |light: &Light| (light.pin.to_string(), light.active);
    assert_eq!(light.as_ref().map(lit), Some(("\"GPIO18\" of \"pinctrl-rp1\"".to_owned(), Active::Low)));
}

#[test]
fn displays_on_i2c_are_read_with_their_usual_addresses() {
    let config = with(&format!("{DOTS}{LETTERS}"));

    let told = |place: usize| {
        let lcd = &config.layout.lcds[place];
        (lcd.surface.word(), lcd.surface.address(), lcd.width, lcd.height)
    };
    assert_eq!(told(0), ("ssd1306", Some(0x3C), 128, 64));
    assert_eq!(told(1), ("hd44780", Some(0x27), 16, 2));
}

#[test]
fn a_glass_that_its_controller_has_no_memory_for_is_an_error() {
    wrong(
        &format!("{PANEL}width = 320\n"),
        &["error: the controller has no memory for a glass of this size"],
    );
    wrong(&format!("{PANEL}offset-x = 1\n"), &["no memory for a glass of this size; 240 by 320 pixels"]);
}

#[test]
fn a_line_by_its_number_needs_its_chip_and_by_its_name_none() {
    let named = PANEL.replace("chip = 'pinctrl-rp1'\n", "").replace("25", "'GPIO25'");
    let numbered = PANEL.replace("chip = 'pinctrl-rp1'\n", "");

    wrong(&numbered, &["error: the number of a line says nothing without its chip; write `chip = "]);
    let Surface::Spi(panel) = &with(&named).layout.lcds[0].surface else { panic!("a panel") };
    assert!(matches!(&panel.data, Pin { chip: None, .. }));
}

#[test]
fn a_path_that_is_no_bus_is_an_error_with_the_form_it_should_have() {
    let spi = PANEL.replace("/dev/spidev0.0", "/dev/spi0");
    let i2c = DOTS.replace("/dev/i2c-1", "/dev/fb0");

    wrong(
        &spi,
        &[
            "\"/dev/spi0\" is no bus that this display can hang on; write the kernel's name: \"/dev/spidev0.0\"",
        ],
    );
    wrong(
        &i2c,
        &["\"/dev/fb0\" is no bus that this display can hang on; write the kernel's name: \"/dev/i2c-1\""],
    );
}

#[test]
fn a_rotation_that_the_display_does_not_have_is_an_error() {
    wrong(&format!("{PANEL}rotation = 45\n"), &["cannot be turned by this much; write 0, 90, 180 or 270"]);
    wrong(&format!("{DOTS}rotation = 90\n"), &["cannot be turned by this much; write 0 or 180"]);
}

#[test]
fn wrong_kinds_are_told_with_what_would_be_right() {
    let lcds = [
        (format!("{DOTS}address = 0x78\n"), "write an I2C address from 0x08 to 0x77"),
        (format!("{LETTERS}width = 40\n"), "write a whole number from 16 to 20"),
        (PANEL.replace("25", "true"), "write a line's number on its `chip`, such as 25"),
        (format!("{PANEL}colours = 'grb'\n"), "write one of \"rgb\", \"bgr\""),
        (DOTS.replace("ssd1306", "ssd1309"), "write one of \"framebuffer\", \"png\", \"ili9341\""),
    ];
    for (lcd, expected) in lcds {
        let told = lines(&read(format!("{HALL}\n{lcd}").as_bytes(), CATALOGUE)).join("\n");
        assert!(told.contains(expected), "{told}\nshould contain\n{expected}");
    }
}

#[test]
fn a_key_of_another_surface_is_unknown_here() {
    wrong(&format!("{DOTS}hertz = 1000000\n"), &["error: unknown key `lcd.hertz`; take it out; known here:"]);
}

#[test]
fn j03_two_lcds_at_one_place_are_an_error_and_two_addresses_of_one_bus_are_none() {
    let twin = |lcd: &str| lcd.replace("name = '", "name = 'other-");

    wrong(&format!("{DOTS}{}", twin(DOTS)), &["error: two of the LCDs are at one place; correct the `path`"]);
    with(&format!("{DOTS}{}address = 0x3D\n", twin(DOTS)));
}

#[test]
fn the_examples_of_the_reference_hold_and_name_every_key() {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
    let reference = fs::read_to_string(reference).expect("shipped");
    let examples: Vec<&str> = reference.lines().filter_map(|line| line.strip_prefix("#   ")).collect();
    let whole = format!("{HALL}\n{}", examples.join("\n"));

    let reading = read(whole.as_bytes(), CATALOGUE);

    let mistakes: Vec<String> = lines(&reading).into_iter().filter(|line| line.contains("error")).collect();
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    let written: BTreeSet<&str> = reference
        .lines()
        .filter_map(|line| line.trim_start_matches(['#', ' ']).split_once(" = "))
        .map(|it| it.0)
        .collect();
    let mut keys =
        reading.known.iter().filter(|(path, need)| path.starts_with("lcd.") && **need != Need::Table);
    assert!(keys.clone().count() >= 20);
    assert!(keys.all(|(path, _)| written.contains(path.trim_start_matches("lcd."))));
}

#[test]
fn the_hall_is_shown_on_a_screen_that_can_be_read_across_it() {
    let screen = "[[lcd]]\nname = 'tv'\nshows = 'hall'\npath = '/dev/fb0'\nplace = 'wall'\n";

    let config = with(&format!("{screen}width = 1280\nheight = 720\n"));

    assert_eq!(config.layout.lcds[0].shows, Shows::Hall);
    wrong(
        screen,
        &["error: this surface is too small for a display of the hall; a framebuffer of at least 640"],
    );
    wrong(
        &format!("{PANEL}shows = 'hall'\n"),
        &["error: this surface is too small for a display of the hall"],
    );
}
