//! A small hall's rules with every kind of setting in them, and the opening of a day under them.

use std::sync::Arc;

use jiaohao::domain::id::{JobId, ServiceDay, ServiceId, StaffId, TicketId, WindowId};
use jiaohao::domain::moment::{HallTime, Wall};
use jiaohao::domain::opening::{Hours, Opening, Session};
use jiaohao::domain::rules::{Class, Discipline, Exhausted, Rules, Skills, WindowRules};
use jiaohao::journal::codec::rules_hash;

#[path = "../support/small_hall.rs"]
mod small_hall;

/// What a day begins with.
pub fn opening(day: ServiceDay) -> Opening {
    let rules = Arc::new(rules());
    let wall = |utc_ms| Wall { utc_ms, offset_min: 480 };
    let session = Session {
        opens: HallTime(5_400_000),
        last_ticket: HallTime(34_200_000),
        closes: HallTime(36_000_000),
        opens_wall: wall(1_795_395_600_000),
        closes_wall: wall(1_795_426_200_000),
    };
    Opening {
        items: None,
        blocks: None,
        pins: None,
        day,
        rules_hash: rules_hash(&rules),
        rules,
        hours: Hours {
            sessions: vec![session],
            day_ends: Some(HallTime(50_000_000)),
            next_opening: Some(wall(1_795_482_000_000)),
        },
        next_ticket: TicketId(1),
        next_job: JobId(1),
        day_before: None,
    }
}

/// The small hall's rules, with every kind of setting in them and characters that JSON has to escape.
pub fn rules() -> Rules {
    let mut rules = small_hall::rules();
    rules.groups[0].exhausted = Exhausted::Wrap;
    rules.services[0].id = ServiceId(101);
    rules.services[0].quota = Some(200);
    rules.services[0].steps = vec!["受理".into(), "办结".into()];
    rules.services[0].standard = "\"一窗\"\\通办".into();
    rules.sections[0].services = vec![ServiceId(101)];
    rules.staff[0].id = StaffId(12);
    rules.windows = windows();
    rules
}

fn windows() -> Vec<WindowRules> {
    vec![
        WindowRules { id: WindowId(1), name: "综合窗口".into(), skills: Skills::All, discipline: None },
        WindowRules {
            id: WindowId(3),
            name: "咨询窗口".into(),
            skills: Skills::Only(vec![ServiceId(101)]),
            discipline: Some(Discipline::Ratio(vec![(Class::Ordinary, 3), (Class::Returning, 1)])),
        },
        WindowRules {
            id: WindowId(4),
            name: "绿色窗口".into(),
            skills: Skills::All,
            discipline: Some(Discipline::Strict(vec![Class::Green, Class::Urgent])),
        },
        WindowRules {
            id: WindowId(5),
            name: "综合窗口".into(),
            skills: Skills::All,
            discipline: Some(Discipline::FirstCome),
        },
    ]
}
