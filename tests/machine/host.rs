//! This machine's side: boots the other one and reads its console.

use std::env;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::Check;
use crate::machine::{FAILED, HELD};

/// Memory of the machine: ours needs a tenth of it.
const MEMORY: &str = "mem=256M";

/// A machine that is not off after this hangs: it powers itself off a minute before.
const OFF_WITHIN: Duration = Duration::from_secs(180);

/// Boots the machine with this very program in it, and tells what became of each check; how many failed.
pub fn run(kernel: &Path, checks: &[(&str, Check)]) -> usize {
    let console = console(kernel);
    let mut failed = 0;
    for (name, _) in checks {
        if console.lines().any(|line| line.trim_end() == format!("{HELD}{name}")) {
            println!("{HELD}{name}");
        } else {
            failed += 1;
            println!("{FAILED}{name}");
        }
    }
    println!("{} checks in the machine, {failed} failed", checks.len());
    if failed > 0 {
        println!("its console:\n{console}");
    }
    failed
}

/// The kernel that the environment names, or the one beside the repository.
pub fn kernel() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/target/linux.uml");
    let named = env::var_os("JIAOHAO_UML").map(PathBuf::from);
    named.or_else(|| beside.is_file().then_some(beside))
}

/// The machine, ready to be booted, with this program as its first process and its console on the standard
/// output. Its own files, a socket and its number, go into `folder` and vanish with it.
pub fn machine(kernel: &Path, folder: &Path) -> Command {
    let ourselves = env::current_exe().unwrap();
    let mut machine = Command::new(kernel);
    machine
        .args([MEMORY, "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", "quiet", "panic=-1"])
        .args(["con=null", "con0=null,fd:1"])
        .arg(format!("init={}", ourselves.display()))
        .arg(format!("uml_dir={}/", folder.display()))
        .env("TMPDIR", folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    machine
}

/// Everything that the machine says until it is off.
fn console(kernel: &Path) -> String {
    let folder = tempfile::tempdir().unwrap();
    let child = machine(kernel, folder.path()).spawn();
    let mut child = child.unwrap_or_else(|error| panic!("{} does not start: {error}", kernel.display()));
    let mut stdout = child.stdout.take().unwrap();
    let (said, listening) = channel();
    std::thread::spawn(move || {
        let mut console = Vec::new();
        let read = stdout.read_to_end(&mut console);
        // Whoever waited too long has gone.
        let _ = said.send(read.map(|_| console));
    });
    let console = listening.recv_timeout(OFF_WITHIN);
    // One that is off is dead already.
    let _ = child.kill();
    child.wait().unwrap();
    let console = console.expect("the machine hangs").unwrap();
    String::from_utf8_lossy(&console).into_owned()
}
