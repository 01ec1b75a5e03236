//! LCDs and screens of a running daemon: what is there is drawn, what is not there is named and stops nobody.

use std::fs;

use super::support::{Hall, told, wait_until};

/// One display of each kind on a bus that no machine has, and a screen on a framebuffer that is not there.
fn absent(hall: &Hall) -> String {
    let fb = hall.path("fb9");
    format!(
        "[[lcd]]\nname = 'panel'\nsurface = 'ili9341'\npath = '/dev/spidev6.3'\ndata-line = 'GPIO25'\nplace = 'door'\n\
         [[lcd]]\nname = 'dots'\nsurface = 'ssd1306'\npath = '/dev/i2c-250'\nplace = 'box'\n\
         [[lcd]]\nname = 'letters'\nsurface = 'hd44780'\npath = '/dev/i2c-251'\nplace = 'box'\n\
         [[lcd]]\nname = 'screen'\nshows = 'hall'\npath = '{}'\nwidth = 640\nheight = 360\n\
         bits = 32\nstride = 2560\nplace = 'wall'\n",
        fb.display()
    )
}

/// A picture of the hall's calls in a file.
fn pictured(hall: &Hall) -> String {
    let path = hall.path("screen.png");
    format!(
        "[[lcd]]\nname = 'pictured'\nshows = 'hall'\nsurface = 'png'\npath = '{}'\nwidth = 640\nheight = 360\n\
         place = 'wall'\n",
        path.display()
    )
}

#[test]
fn displays_that_are_not_there_are_named_and_the_hall_runs_on() {
    let hall = Hall::new();
    hall.write(&(hall.text() + &absent(&hall)));
    let hall = hall.start();

    for name in ["panel", "dots", "letters", "screen"] {
        wait_until(name, || hall.log().lines().any(|line| line.contains(name) && line.contains("health")));
    }
    let status = told(&hall.run(&["status"], ""));

    for name in ["panel", "dots", "letters", "screen"] {
        assert!(status.contains(name), "{name}: {status}");
    }
    assert!(hall.log().contains("/dev/spidev6.3: "), "{}", hall.log());
    assert_eq!(hall.run(&["duty", "issue", "11"], "").status.code(), Some(0));
}

#[test]
fn a_screen_that_comes_back_shows_the_calls_of_the_present() {
    let hall = Hall::new();
    hall.write(&(hall.text() + &absent(&hall)));
    let hall = hall.start();
    assert_eq!(hall.run(&["duty", "issue", "11"], "").status.code(), Some(0));

    fs::write(hall.path("fb9"), vec![0; 640 * 360 * 4]).unwrap();

    let shown = || fs::read(hall.path("fb9")).unwrap();
    wait_until("the screen is drawn on", || shown().iter().any(|byte| *byte != 0));
    let before = shown();
    assert_eq!(hall.run(&["duty", "issue", "11"], "").status.code(), Some(0));
    wait_until("another ticket waits", || shown() != before);
}

#[test]
fn a_screen_that_a_reload_brings_is_drawn_at_once() {
    let hall = Hall::new().start();

    hall.write(&(hall.text() + &pictured(&hall)));
    let reloaded = hall.run(&["reload"], "");

    assert_eq!(reloaded.status.code(), Some(0), "{}", told(&reloaded));
    wait_until("the picture is there", || hall.path("screen.png").exists());
}
