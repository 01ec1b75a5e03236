//! Rules of lists: every driver is named in the registry, every dependency says why it is there.

use crate::files::File;

const DRIVERS: &str = "hal/src/drivers/";

/// Drivers that nobody could choose, as their word is missing.
pub fn missing(files: &[File]) -> Vec<String> {
    let registry = files.iter().find(|file| file.path == format!("{DRIVERS}mod.rs"));
    let list = registry.and_then(|file| file.text.split_once("\ndrivers! {")).map_or("", |(_, list)| list);
    let list = list.split_once('}').map_or("", |(list, _)| list);
    files
        .iter()
        .filter(|file| file.text.contains("\npub const DRIVER: "))
        .filter_map(|file| file.path.strip_prefix(DRIVERS)?.strip_suffix(".rs"))
        .filter(|module| !list.contains(&format!("{module}::")))
        .map(|module| format!("the driver {module} is not in the registry"))
        .collect()
}

/// Dependencies without half a line of reason. One of the workspace's has it there.
pub fn reasonless(manifest: &File) -> Vec<String> {
    let mut depends = false;
    let mut complaints = Vec::new();
    for line in manifest.text.lines() {
        if line.starts_with('[') {
            depends = line.contains("dependencies]");
        } else if depends && line.contains('=') && !line.starts_with('#') {
            let own = line.contains(".workspace = true") || line.contains("path = ");
            let reason = line.split_once(" # ").is_some_and(|(_, reason)| reason.trim().len() > 5);
            if !own && !reason {
                complaints.push(format!("{}: no reason for {line}", manifest.path));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driver_without_its_word_is_seen() {
        let driver = File::of("hal/src/drivers/sign.rs", "//! x\npub const DRIVER: DriverInfo = 1;\n");
        let registry =
            |list: &str| File::of("hal/src/drivers/mod.rs", &format!("//! x\ndrivers! {{\n{list}\n}}\n"));

        assert_eq!(missing(&[driver.clone(), registry("")]), ["the driver sign is not in the registry"]);
        assert_eq!(missing(&[driver, registry("    sign::Sign,")]), [""; 0]);
    }

    #[test]
    fn a_dependency_without_a_reason_is_seen() {
        let manifest =
            |line: &str| File::of("Cargo.toml", &format!("[dependencies]\n{line}\n[profile.dev]\na = 1\n"));

        assert_eq!(reasonless(&manifest("serde = \"1\"")).len(), 1);
        assert_eq!(reasonless(&manifest("serde = \"1\"   # settings")).len(), 0);
        assert_eq!(reasonless(&manifest("hal = { path = \"hal\" }")).len(), 0);
        assert_eq!(reasonless(&manifest("toml.workspace = true")).len(), 0);
    }
}
