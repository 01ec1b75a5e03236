//! The files that come with the daemon hold, and `hall.toml` tells every key and its default.

use std::path::{Path, PathBuf};

use jiaohao::config;

/// A file of the folder that is shipped.
pub fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("config").join(name)
}

#[test]
fn every_shipped_configuration_holds_without_a_problem() {
    for name in ["hall.toml", "large.toml", "demo.toml"] {
        let reading = config::read(&shipped(name));

        let problems: Vec<String> = reading
            .problems
            .iter()
            .filter(|problem| !problem.what.starts_with("no self-service terminal"))
            .map(|problem| problem.drawn(false))
            .collect();
        assert!(problems.is_empty(), "{name}:\n{}", problems.join("\n\n"));
        assert!(reading.config.is_some(), "{name}");
    }
}
