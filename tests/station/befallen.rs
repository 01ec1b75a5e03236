//! What faces say when something befalls the whole hall: whole, large, and nothing that sends people the wrong way.

use std::collections::BTreeMap;
use std::sync::Arc;

use hal::port::terminal::Text;
use jiaohao::domain::id::WindowId;
use jiaohao::domain::incident::{Alarm, AlarmId, AlarmKind, IncidentRules, Notice, NoticeRules};
use jiaohao::domain::means::{Means, Task};
use jiaohao::domain::view::{OfficeView, WindowState};
use jiaohao::station::Condition;
use jiaohao::station::hall::HallDisplay;
use jiaohao::station::kiosk::PrinterState;
use jiaohao::station::ladder::Stand;
use jiaohao::station::relief::Relief;
use jiaohao::station::screen::{Scene, picture};
use jiaohao::station::window::board;

use crate::kiosk::kiosk;
use crate::support::{THREE, at, called, view, view_with};

/// What the reference hall says.
const WAY: &str = "请听从工作人员引导，沿安全出口标志迅速有序离开，不要乘坐电梯";
const WAY_EN: &str = "Please leave at once by the nearest exit. Follow the staff. Do not use the lifts";

fn with_rules(view: OfficeView) -> OfficeView {
    let notice = NoticeRules {
        code: "network".to_owned(),
        board: "网络故障 请稍候".to_owned(),
        text: "因网络故障，部分业务暂时不能办理".to_owned(),
        text_en: "The network is down".to_owned(),
        holds_issuing: false,
    };
    let incidents = IncidentRules {
        notices: vec![notice],
        mains_notice: None,
        evacuate: WAY.to_owned(),
        evacuate_en: WAY_EN.to_owned(),
    };
    let rules = jiaohao::domain::rules::Rules { incidents: Some(incidents), ..(*view.rules).clone() };
    OfficeView { rules: Arc::new(rules), ..view }
}

fn on_fire() -> OfficeView {
    let alarm = Alarm {
        id: AlarmId(1),
        kind: AlarmKind::Fire,
        window: None,
        ticket: None,
        since: at(0),
        acknowledged: None,
    };
    let mut view = with_rules(view());
    view.incidents.alarms = BTreeMap::from([(alarm.id, alarm)]);
    view
}

#[test]
fn the_way_out_is_told_whole_on_a_display_of_any_number_of_rows() {
    for rows in 1..=7 {
        let mut display = HallDisplay::new(rows);
        let (mut told, mut second) = (String::new(), 0);
        let first = display.areas(at(second), &on_fire(), true);
        let mut areas = first.clone();
        loop {
            assert_eq!(areas.len(), rows + 1, "as many areas as the display has");
            assert_eq!(areas[0].text, "紧急疏散 请立即离开");
            told.extend(areas[1..].iter().map(|area| area.text.as_str()));
            let Some(turns) = display.deadline() else { break };
            second = turns.0 / 1000;
            areas = display.areas(at(second), &on_fire(), true);
            if areas == first {
                break;
            }
        }
        assert_eq!(told, WAY, "{rows} rows");
    }
}

#[test]
fn the_picture_that_tells_everybody_to_leave_fills_a_screen_of_any_shape() {
    for size in [(1920, 1080), (1080, 1920), (1024, 768), (480, 320)] {
        let scene = Scene::of(&mut HallDisplay::new(5), &on_fire(), true);
        let picture = picture(size, &scene);

        let width = usize::try_from(size.0).unwrap();
        let pixels: Vec<u16> = picture.pixels().collect();
        let rows: Vec<&[u16]> = pixels.chunks(width).collect();
        let written = |row: &&[u16]| row.iter().any(|pixel| *pixel != row[0]);
        let first = rows.iter().position(written).unwrap();
        let last = rows.iter().rposition(written).unwrap();
        assert!((last - first) * 100 >= rows.len() * 70, "{size:?}: only rows {first} to {last}");
        assert!(first > 0 && last + 1 < rows.len(), "{size:?}: cut at the edge");
    }
}

#[test]
fn a_notice_stands_where_somebody_serves_and_invites_nobody_to_a_window_without_a_clerk() {
    let with_notice = |state| {
        let mut view = with_rules(view_with(state));
        view.incidents.notice = Some(Notice { notice: 0, since: at(0), until: None });
        board(&view, THREE)[0].text.clone()
    };

    assert_eq!(with_notice(WindowState::Free), "网络故障 请稍候");
    assert_eq!(with_notice(WindowState::Closed), "本窗口未开放");
    assert_eq!(with_notice(called(12)), "请A012号");
}

#[test]
fn slips_bear_the_rating_code_also_where_the_code_is_the_best_a_hall_has() {
    let stand = |means, best| {
        let window = Some(WindowId(1));
        (Stand { task: Task::Rate, window, means, best, missed: Vec::new() }, at(0))
    };

    let by_code = |stand| Relief::of(&[stand], None, None, None).rate_by_code;

    assert!(by_code(stand(Means::SlipCode, Means::SlipCode)), "a hall without pads");
    assert!(by_code(stand(Means::SlipCode, Means::Pad)), "a pad that is out");
    assert!(!by_code(stand(Means::Pad, Means::Pad)));
    assert!(!by_code(stand(Means::PaperForm, Means::SlipCode)));
}

#[test]
fn what_stands_at_the_foot_of_a_terminal_is_never_half_a_sentence() {
    let foot = |text: &str, text_en: &str, stored| {
        let mut view = with_rules(view());
        let rules = Arc::make_mut(&mut view.rules);
        let notice = &mut rules.incidents.as_mut().unwrap().notices[0];
        (notice.text, notice.text_en) = (text.to_owned(), text_en.to_owned());
        view.incidents.notice = Some(Notice { notice: 0, since: at(0), until: None });
        let page = kiosk().page(at(0), &view, PrinterState::Untold, Condition { stored });
        page.words(Text::Note).to_owned()
    };
    let (short, long) =
        ("网络故障", "因网络故障，部分业务暂时不能办理，正在抢修，请您稍候，给您带来不便敬请谅解");

    assert_eq!(foot(short, "Network down", true), "网络故障 Network down");
    assert_eq!(foot(long, &"Network down. ".repeat(8), true), long);
    let unstored = foot(&format!("{long}，{long}"), "Network down", false);
    assert_eq!(unstored, format!("{long}，{long}；号码未存储，请妥善记录"));
    assert_eq!(
        foot(&long.repeat(2), &"x".repeat(90), false),
        format!("{long}{long}；号码未存储，请妥善记录")
    );
}
