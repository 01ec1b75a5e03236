//! What the daemon asked of the system, as `strace` took it down, and the rule that holds for it: before a number is
//! seen anywhere, the journal's log was written and then synced.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::process::{Command as Program, Stdio};

/// The calls by which the daemon hears, says, writes and syncs.
const TRACED: &str = "trace=fdatasync,fsync,pwrite64,pwritev,read,recvfrom,write,writev,sendto,sendmsg";

/// Longer than whatever is said in one call: slips are the longest.
const LETTERS: &str = "8192";

/// Whether there is a `strace` on this machine.
pub fn can_be_traced() -> bool {
    Program::new("strace").arg("--version").output().is_ok()
}

/// Lets `run` be traced into this file from its first call on, with these further orders to `strace`. It stays the
/// process that is started: the tracer stands aside and ends with it.
pub fn trace(run: &mut Program, into: &Path, log: File, orders: &[&str]) {
    let mut traced = Program::new("strace");
    traced.args(["-D", "-f", "-q", "--seccomp-bpf", "-y", "-s", LETTERS, "-e", TRACED]).args(orders);
    traced.arg("-o").arg(into).arg(run.get_program()).args(run.get_args()).env_remove("STATE_DIRECTORY");
    traced.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    *run = traced;
}

/// One call that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Its name.
    pub name: String,
    /// What its file is called: a path, or `socket:[…]`.
    pub file: String,
    /// Everything between its brackets, in the letters of `strace`.
    said: String,
    /// What it answered.
    pub answer: String,
    /// Where in the trace it was made, and where it came back.
    began: usize,
    ended: usize,
}

impl Call {
    /// Whether it syncs this file and the disk did so. What the tracer answered in the disk's place is none.
    fn has_synced(&self, file: &str) -> bool {
        matches!(&*self.name, "fdatasync" | "fsync") && self.file.ends_with(file) && self.answer == "0"
    }

    fn writes(&self, file: &str) -> bool {
        self.name.starts_with("pwrite") && self.file.ends_with(file)
    }

    /// Whether somebody outside is heard saying this.
    pub fn hears(&self, words: &str) -> bool {
        matches!(&*self.name, "read" | "recvfrom") && self.said.contains(words)
    }

    /// Whether it tells somebody outside: by a socket, or by a cable.
    fn tells(&self, words: &str) -> bool {
        let outside = self.file.starts_with("socket:") || self.file.starts_with("/dev/");
        outside
            && matches!(&*self.name, "write" | "writev" | "sendto" | "sendmsg")
            && self.said.contains(words)
    }
}

/// The calls of a trace, in the order in which they came back.
pub fn calls(trace: &str) -> Vec<Call> {
    let mut begun: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    let mut calls = Vec::new();
    for (place, line) in trace.lines().enumerate() {
        let Some((thread, text)) = line.split_once(' ') else { continue };
        let text = text.trim_start();
        if let Some(start) = text.strip_suffix("<unfinished ...>") {
            begun.insert(thread, (place, start));
        } else if let Some((_, end)) =
            text.strip_prefix("<... ").and_then(|text| text.split_once(" resumed>"))
        {
            let start = begun.remove(thread);
            calls.extend(start.and_then(|(began, start)| call(&format!("{start}{end}"), began, place)));
        } else {
            calls.extend(call(text, place, place));
        }
    }
    calls
}

/// `name(7<file>, …) = answer`; signals and the ends of threads are no calls.
fn call(text: &str, began: usize, ended: usize) -> Option<Call> {
    let (name, rest) = text.split_once('(')?;
    let (said, answer) = rest.rsplit_once(" = ")?;
    let (_, file) = said.split_once('<')?;
    let (file, _) = file.split_once('>')?;
    Some(Call {
        name: name.to_owned(),
        file: file.to_owned(),
        said: said.to_owned(),
        answer: answer.trim().to_owned(),
        began,
        ended,
    })
}

/// How many syncs of this file stand between the hearing of a request and the first time that its answer is told
/// anywhere: syncs that were done, of something that was written for it. Nothing when there was no such request or
/// no such answer.
pub fn syncs_before(calls: &[Call], file: &str, request: &str, answer: &str) -> Option<usize> {
    let told = calls.iter().find(|call| call.tells(answer))?;
    let heard = calls.iter().rfind(|call| call.hears(request) && call.ended < told.began)?;
    let written = calls.iter().find(|call| call.writes(file) && call.began > heard.ended);
    let syncs = written.map_or(0, |written| {
        let between = |call: &&Call| call.began > written.ended && call.ended < told.began;
        calls.iter().filter(between).filter(|call| call.has_synced(file)).count()
    });
    Some(syncs)
}

#[test]
fn a_call_that_waits_is_read_from_both_of_its_lines() {
    let trace = "7 fdatasync(4</a/b-wal> <unfinished ...>\n8 read(5<socket:[1]>, \"x = y\", 9) = 5\n\
                 7 <... fdatasync resumed>) = -1 EIO (Input/output error)\n7 +++ exited with 0 +++\n";

    let calls = calls(trace);

    assert_eq!((&*calls[0].file, &*calls[0].answer), ("socket:[1]", "5"));
    assert_eq!((&*calls[1].file, calls[1].began, calls[1].ended), ("/a/b-wal", 0, 2));
    assert!(!calls[1].has_synced("b-wal"), "it answered with an error");
    assert_eq!(calls.len(), 2);
}

#[test]
fn a_sync_that_is_late_early_or_not_done_is_none() {
    let (heard, written) = ("1 read(5<socket:[1]>, \"issue\") = 5", "1 pwrite64(4<b-wal>, \"\", 1, 0) = 1");
    let (synced, told) = ("1 fdatasync(4<b-wal>) = 0", "1 sendto(5<socket:[1]>, \"A001\") = 4");
    let other = "1 fdatasync(4<b-copy>) = 0";
    let (failed, injected) = ("1 fdatasync(4<b-wal>) = -1 EIO (…)", "1 fdatasync(4<b-wal>) = 0 (INJECTED)");
    let syncs = |lines: &[&str]| syncs_before(&calls(&lines.join("\n")), "b-wal", "issue", "A001");

    assert_eq!(syncs(&[heard, written, synced, told]), Some(1));
    assert_eq!(syncs(&[heard, written, told, synced]), Some(0));
    assert_eq!(syncs(&[heard, synced, written, told]), Some(0));
    assert_eq!(syncs(&[written, synced, heard, told]), Some(0));
    for instead in [failed, injected, other, ""] {
        assert_eq!(syncs(&[heard, written, instead, told]), Some(0), "{instead}");
    }
    assert_eq!(syncs(&[written, synced, told]), None);
    assert_eq!(syncs(&[heard, written, synced]), None);
}
