//! The whole daemon in the machine, with its signals and a keypad of buttons on simulated lines.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::chips::Chip;
use crate::machine::{now, pause};
use crate::small_config::{CATALOGUE, HALL};

/// The daemon under test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_jiaohao");

/// Its folder, in the machine's memory.
const FOLDER: &str = "/tmp/hall";

/// What does not happen by then does not happen.
const WITHIN: Duration = Duration::from_secs(20);

/// What hangs on the lines of the chip, beside what the small hall has: a keypad on a port that is not there.
const LINES: &str = r#"
[paths]
state = "/tmp/hall/state"
control-socket = "/tmp/hall/control.sock"

[[signal]]
name = "mains"
kind = "mains"
chip = "hall-box"
line = 1
place = "cabinet"

[[signal]]
name = "button"
kind = "emergency"
chip = "hall-box"
line = 2
place = "duty desk"

[[signal]]
name = "lamp"
kind = "lamp"
chip = "hall-box"
line = 3
place = "duty desk"

[[signal]]
name = "buzzer"
kind = "buzzer"
chip = "hall-box"
line = 4
place = "duty desk"

[[signal]]
name = "held"
kind = "lamp"
chip = "hog-box"
line = 5
place = "corridor"

[[signal]]
name = "absent"
kind = "lamp"
chip = "not-there"
line = 1
place = "cellar"

[[keypad]]
name = "keypad-2"
window = 2
kind = "buttons"
chip = "hall-box"
keys = { next = 6, recall = 7 }
place = "desk 2"
"#;

/// A running daemon. Dropping it ends it.
struct Daemon(Child);

impl Daemon {
    fn start() -> Self {
        let folder = Path::new(FOLDER);
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("hall.toml"), format!("{HALL}{LINES}")).unwrap();
        fs::write(folder.join("catalogue.toml"), CATALOGUE).unwrap();
        let log = fs::File::create(folder.join("log")).unwrap();
        let child = command("run").stdout(Stdio::null()).stderr(log).spawn().unwrap();
        Self(child)
    }

    /// Waits until the answer to this command has the words, or has them no more.
    fn wait_for(&self, asked: &str, words: &str, there: bool) -> Duration {
        let start = now();
        loop {
            let output = command(asked).output().unwrap();
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            if output.status.success() && told.contains(words) == there {
                return start.elapsed();
            }
            let log = || fs::read_to_string(Path::new(FOLDER).join("log")).unwrap_or_default();
            assert!(start.elapsed() < WITHIN, "{words:?} there: {there}\n{told}\n{}", log());
            pause(Duration::from_millis(50));
        }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // One that has ended needs no telling.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(what: &str) -> Command {
    let mut command = Command::new(PROGRAM);
    command.arg(what).arg("--config").arg(Path::new(FOLDER).join("hall.toml"));
    command
}

/// How often a line rises while it is watched.
fn rises(chip: &Chip, offset: u32, span: Duration) -> usize {
    let (start, mut rises, mut before) = (now(), 0, chip.is_high(offset));
    while start.elapsed() < span {
        let high = chip.is_high(offset);
        rises += usize::from(high && !before);
        before = high;
        pause(Duration::from_millis(10));
    }
    rises
}

pub fn the_daemon_says_what_its_lines_tell() {
    let chip = Chip::plug("hall", "hall-box", &[]);
    let _hogged = Chip::hogged("hog", "hog-box", 5, "spi0 CS0");
    let daemon = Daemon::start();
    daemon.wait_for("status", "mains     online", true);
    // The lines were opened and pulled up by the chip, as nothing holds them: mains that are there hold the
    // relay closed to ground.
    chip.pull(1, false);

    // What cannot be had is named and stops nobody else.
    daemon.wait_for("status", "held      offline  corridor   报警灯 引脚被占用", true);
    daemon.wait_for("status", "absent    offline  cellar     报警灯 引脚不存在", true);
    let log = fs::read_to_string(Path::new(FOLDER).join("log")).unwrap();
    assert!(log.contains("line 5 of \"hog-box\" is held by spi0 CS0"), "{log}");
    assert!(log.contains("no GPIO chip labelled \"not-there\""), "{log}");
    assert!(log.contains("GPIO lines by the kernel's character device"), "{log}");

    // Devices are down, so the lamp is lit.
    daemon.wait_for("status", "MAINS LOST", false);
    let start = now();
    while !chip.is_high(3) {
        assert!(start.elapsed() < WITHIN, "the lamp stays dark");
        pause(Duration::from_millis(50));
    }

    // A key pressed is a key pressed, whatever the keypad is made of.
    chip.pull(6, false);
    pause(Duration::from_millis(100));
    chip.pull(6, true);
    daemon.wait_for("devices", "Next was pressed", true);

    // Mains lost: declared after half a second, said by buzzer and status; over after five seconds.
    chip.pull(1, true);
    daemon.wait_for("status", "MAINS LOST", true);
    // A sound for what was wrong before may be due first, and a busy machine may run two into one.
    let sounds = rises(&chip, 4, Duration::from_secs(20));
    assert!((1..=6).contains(&sounds) && !chip.is_high(4), "one or two short patterns: {sounds}");
    daemon.wait_for("status", "市电中断", true);
    chip.pull(1, false);
    let over = daemon.wait_for("status", "MAINS LOST", false);
    assert!((4000..15_000).contains(&over.as_millis()), "{over:?}");

    // At its end the lamp is dark.
    assert!(chip.is_high(3));
    let id = daemon.0.id().to_string();
    assert!(Command::new("kill").arg(id).status().unwrap().success());
    let start = now();
    while chip.is_high(3) {
        assert!(start.elapsed() < WITHIN, "the lamp stays lit");
        pause(Duration::from_millis(50));
    }
}
