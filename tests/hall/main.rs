//! Stories: mornings in the hall, played by the whole machine on a played clock, as scripts that anyone can read.
//!
//! Each of `stories/*.story` says on its left what people do and on its right what they see and hear. `BLESS=1
//! cargo test --test hall` writes the right side anew: read the difference before you keep it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod deed;
mod desk;
mod faces;
mod floor;
mod player;
mod runner;
mod signs;
mod story;
mod telling;

use std::path::{Path, PathBuf};

use story::Story;

macro_rules! stories {
    ($($name:ident $file:literal;)+) => {
        /// Every story that is played.
        const STORIES: &[&str] = &[$($file,)+];

        $(
            #[test]
            fn $name() {
                hold($file);
            }
        )+
    };
}

stories! {
    a_visitor_who_does_not_come_is_missed_and_comes_back "no-show";
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hall/stories")
}

/// Plays a story and compares, or writes its right side anew.
#[track_caller]
fn hold(name: &str) {
    let path = folder().join(format!("{name}.story"));
    let text = std::fs::read_to_string(&path).unwrap();
    let story = Story::read(&format!("tests/hall/stories/{name}.story"), &text);
    let story = story.unwrap_or_else(|mistake| panic!("{mistake}"));
    let rights = player::play(&story).unwrap_or_else(|mistake| panic!("{mistake}"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, telling::write(&story, &rights)).unwrap();
        return;
    }
    let differences = telling::differences(&story, &rights);
    assert!(
        differences.is_empty(),
        "{}\nIs that what should be seen? BLESS=1 writes it.",
        differences.join("\n")
    );
}

#[test]
fn every_story_in_the_folder_is_played() {
    let files = std::fs::read_dir(folder()).unwrap().flatten();
    let mut names: Vec<String> =
        files.map(|file| file.path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    let mut played: Vec<String> = STORIES.iter().map(|name| (*name).to_owned()).collect();
    played.sort();

    assert_eq!(names, played);
}
