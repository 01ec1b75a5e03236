//! This machine's side: boots the other one and reads its console.

use std::env;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::Check;
use crate::machine::{FAILED, HELD};
use crate::skipped::skipped;

/// Memory of the machine: ours needs a tenth of it.
const MEMORY: &str = "mem=256M";

/// A machine that is not off after this hangs: it powers itself off a minute before.
const OFF_WITHIN: Duration = Duration::from_secs(180);

/// Boots the machine with this very program in it, and tells what became of each check.
pub fn run(checks: &[(&str, Check)]) -> ExitCode {
    let Some(kernel) = kernel() else {
        skipped("machine: GPIO lines", "no kernel; name a user-mode Linux in JIAOHAO_UML");
        return ExitCode::SUCCESS;
    };
    let console = boot(&kernel);
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
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The kernel that the environment names, or the one beside the repository.
fn kernel() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/target/linux.uml");
    let named = env::var_os("JIAOHAO_UML").map(PathBuf::from);
    named.or_else(|| beside.is_file().then_some(beside))
}

/// Everything that the machine says until it is off.
fn boot(kernel: &Path) -> String {
    let ourselves = env::current_exe().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let child = Command::new(kernel)
        .args([MEMORY, "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", "quiet", "panic=-1"])
        .args(["con=null", "con0=null,fd:1"])
        .arg(format!("init={}", ourselves.display()))
        // Its own files, a socket and its number, go where they vanish with it.
        .arg(format!("uml_dir={}/", folder.path().display()))
        .env("TMPDIR", folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
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
