//! The demo's own copy of its configuration.

use std::fs;
use std::path::Path;

use jiaohao::config::read;
use jiaohao::demo::plan::{CATALOGUE, Places, Plan};

#[test]
fn the_hall_that_the_demo_writes_holds_without_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    let places = Places { folder: folder.path(), program: Path::new("/usr/bin/true") };
    let plan = Plan::shipped().unwrap();
    fs::write(folder.path().join("catalogue.toml"), CATALOGUE).unwrap();
    jiaohao::demo::sentence::write_clips(&folder.path().join("voice")).unwrap();
    let hall = folder.path().join("hall.toml");
    fs::write(&hall, plan.hall(places).unwrap()).unwrap();

    let loaded = read(&hall);

    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    assert_eq!((plan.windows.len(), plan.cables.len()), (10, 5));
}
