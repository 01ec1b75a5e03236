//! Traces from the field: each file beside the recordings is replayed into its driver, which must tell what the
//! file says. To add one, copy what `jiaohao devices trace` wrote, and behind it what `--replay` tells as `#=` lines.

use std::fs;
use std::path::Path;

use hal::drivers::trace::{Trace, replay};

#[test]
fn every_trace_is_replayed_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let traces: Vec<_> =
        files.filter(|file| file.extension().is_some_and(|ending| ending == "trace")).collect();
    assert!(!traces.is_empty());
    for file in traces {
        let trace = Trace::read(&fs::read_to_string(&file).unwrap()).unwrap();

        let replay = replay::replay(&trace, trace.of.build().unwrap());

        assert_eq!(replay.lines().collect::<Vec<_>>(), trace.expected, "{}", file.display());
        assert!(replay.exchanges > 0 && !trace.expected.is_empty(), "{} says nothing", file.display());
    }
}
