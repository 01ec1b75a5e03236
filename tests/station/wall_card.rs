//! The card for the wall follows the hall: it has a line for every means that the hall has, and for no other.

use std::path::Path;

use jiaohao::config::{self, Config};
use jiaohao::domain::means::{Means, Task};
use jiaohao::layout::Role;
use jiaohao::station::wall_card::{WallCard, html};

fn hall(change: impl FnOnce(&mut Config)) -> WallCard {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
    let mut config = config::load(&path).unwrap_or_else(|problems| panic!("{problems:?}"));
    change(&mut config);
    let windows: Vec<_> = config.rules.windows.iter().map(|window| window.id).collect();
    WallCard::of(&config.rules.hall.name, &config.layout, &windows)
}

fn steps(card: &WallCard, task: Task) -> Vec<Means> {
    card.tasks.iter().find(|(of, _)| *of == task).map(|(_, steps)| steps.clone()).unwrap_or_default()
}

#[test]
fn every_task_of_the_reference_hall_ends_with_what_people_do_by_hand() {
    let card = hall(|_| ());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join("wall-card.html"), html(&card)).unwrap();

    assert_eq!(card.tasks.len(), Task::ALL.len());
    for (task, steps) in &card.tasks {
        assert!(steps.last().is_some_and(|last| last.is_by_hand()), "{task:?}: {steps:?}");
    }
    let page = html(&card);
    for words in
        ["县医疗保障服务大厅", "设备科 8011", "信息科 8010", "导办台第一个抽屉", "停电", "断网", "清零"]
    {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn a_hall_without_boards_has_no_line_for_them() {
    let card = hall(|config| {
        config
            .layout
            .devices
            .retain(|device| !matches!(device.role, Role::WindowBoard(_) | Role::HallDisplay));
    });

    let shows = steps(&card, Task::ShowCall);
    assert!(!shows.contains(&Means::WindowBoard) && !shows.contains(&Means::HallDisplay), "{shows:?}");
    assert_eq!(shows.first(), Some(&Means::Voice));
    assert!(!html(&card).contains("大厅主屏"));
}

#[test]
fn what_nobody_wrote_down_leaves_room_to_write_it() {
    let card = hall(|config| {
        config.layout.upkeep.calls.clear();
        config.layout.upkeep.blocks = String::new();
    });

    assert_eq!(html(&card).matches("class=\"line\"").count(), 2);
}

#[test]
fn a_name_cannot_break_the_page() {
    let card = WallCard { hall: "<b>\"A&B\"".to_owned(), ..hall(|_| ()) };

    assert!(html(&card).contains("&lt;b&gt;&quot;A&amp;B&quot;"));
}
