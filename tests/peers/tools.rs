//! Where the peers are installed, and how one of them is started, asked and ended.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// No peer takes longer to start or to answer, even on a busy machine.
const LIMIT: Duration = Duration::from_secs(20);

/// The installed peers.
pub struct Tools {
    python: PathBuf,
    /// The folder whose `node_modules` holds receiptline.
    pub npm: PathBuf,
}

impl Tools {
    /// Finds what `tests/peers/install` fetched, or names what is missing.
    pub fn find() -> Result<Self, Vec<&'static str>> {
        // The test program lies in target/PROFILE/deps.
        let program = std::env::current_exe().unwrap_or_default();
        let home = program.ancestors().nth(3).unwrap_or(Path::new("target")).join("peers");
        let tools = Self { python: home.join("venv/bin/python"), npm: home.join("npm") };
        let checks = [
            ("pymodbus", tools.has_python("pymodbus")),
            ("python-escpos", tools.has_python("escpos")),
            ("nextion-tools", tools.has_python("nextion_tools.emu")),
            ("nextion", tools.has_python("nextion")),
            ("alphasignpy", tools.has_python("alphasign.packet")),
            ("readerboard", tools.has_python("readerboard.protocol.frames")),
            ("luma.oled", tools.has_python("luma.oled.device")),
            ("luma.lcd", tools.has_python("luma.lcd.device")),
            ("receiptline", tools.npm.join("node_modules/receiptline").is_dir()),
            ("node", runs(Command::new("node").arg("--version"))),
            ("mbpoll", runs(Command::new("mbpoll").arg("-V"))),
            ("pyserial", tools.has_python("serial.rfc2217")),
            ("ser2net", runs(Command::new("ser2net").arg("-v"))),
            ("nut-server", Path::new("/lib/nut/upsd").exists() && Path::new("/lib/nut/dummy-ups").exists()),
        ];
        let missing: Vec<&str> = checks.into_iter().filter(|(_, here)| !here).map(|(name, _)| name).collect();
        if missing.is_empty() { Ok(tools) } else { Err(missing) }
    }

    fn has_python(&self, module: &str) -> bool {
        runs(Command::new(&self.python).arg("-c").arg(format!("import {module}")))
    }

    /// Starts one of our Python scripts on a port.
    pub fn python(&self, script: &str, port: &Path) -> Peer {
        self.python_with(script, port, &[])
    }

    /// Starts one of our Python scripts on a port, with more to say to it.
    pub fn python_with(&self, script: &str, port: &Path, more: &[&str]) -> Peer {
        Peer::start(Command::new(&self.python).arg(self::script(script)).arg(port).args(more))
    }
}

/// The path of a script beside this file.
pub fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/scripts").join(name)
}

fn runs(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// A running peer that talks to us in lines. Dropping it ends it.
pub struct Peer {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
}

impl Peer {
    /// Starts a program.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, input, lines }
    }

    /// Says a line to the peer.
    pub fn say(&mut self, line: &str) {
        writeln!(self.input, "{line}").unwrap();
        self.input.flush().unwrap();
    }

    /// Says a line and gives the next one back.
    pub fn ask(&mut self, line: &str) -> String {
        self.say(line);
        self.line()
    }

    /// The next line.
    pub fn line(&mut self) -> String {
        self.lines.recv_timeout(LIMIT).unwrap_or_else(|why| panic!("the peer says nothing: {why}"))
    }

    /// Waits for a line; others are passed over.
    pub fn wait_for(&mut self, wanted: &str) {
        while self.line() != wanted {}
    }

    /// Asks again and again until the answer is this.
    pub fn ask_until(&mut self, line: &str, wanted: &str) {
        let mut last = String::new();
        for _ in 0..400 {
            last = self.ask(line);
            if last == wanted {
                return;
            }
            let _ = self.lines.recv_timeout(Duration::from_millis(25));
        }
        panic!("{line}: wanted {wanted:?}, last was {last:?}");
    }

    /// All lines until the peer ends by itself.
    pub fn all_lines(&self) -> Vec<String> {
        std::iter::from_fn(|| self.lines.recv_timeout(LIMIT).ok()).collect()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
