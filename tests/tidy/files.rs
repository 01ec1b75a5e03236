//! The files of the house, by their paths from its root.

use std::fs;
use std::path::Path;

/// A file with its text.
#[derive(Clone, Debug)]
pub struct File {
    /// From the root, with `/` between: `src/domain/mod.rs`.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl File {
    /// A file that is not on disk, for tests of the rules.
    pub fn of(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The lines that are product: up to the tests below them. A file of tests has none.
    pub fn product(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || self.path.contains("benches/")
            || self.path.ends_with("/tests.rs");
        let product = self.text.lines().take_while(move |line| !tests && line.trim() != "#[cfg(test)]");
        product.enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// What is not ours, or not source.
const SKIPPED: [&str; 4] = ["target", ".git", "node_modules", "recordings"];

/// Every file whose name ends in one of these, in an order of its own.
pub fn all(endings: &[&str]) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    walk(root, root, endings, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn walk(root: &Path, folder: &Path, endings: &[&str], files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).expect("a folder of the house").flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !SKIPPED.contains(&name.as_str()) && !name.starts_with('.') {
                walk(root, &path, endings, files);
            }
        } else if endings.iter().any(|ending| name.ends_with(&format!(".{ending}"))) {
            let path = path.strip_prefix(root).expect("under the root").to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(entry.path()).expect("readable");
            files.push(File { path, text });
        }
    }
}

#[test]
fn product_ends_where_tests_begin() {
    let file = File::of("src/a.rs", "one\n#[cfg(test)]\nmod tests {}\n");
    let test = File::of("tests/a/main.rs", "one\n");

    assert_eq!(file.product().collect::<Vec<_>>(), [(1, "one")]);
    assert_eq!(test.product().count(), 0);
}
