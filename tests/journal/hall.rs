//! A small hall's rules with every kind of setting in them, and the opening of a day under them.

use std::sync::Arc;
use std::time::Duration;

use jiaohao::domain::id::{JobId, Prefix, ServiceDay, ServiceId, StaffId, TicketId, WindowId};
use jiaohao::domain::moment::{HallTime, Wall};
use jiaohao::domain::record::{Hours, Opening, Session};
use jiaohao::domain::rules::{
    Calling, Class, ClassColour, ClassRules, ClassTable, Clerk, Discipline, Estimate, Exhausted,
    GreenChannel, GreenReason, Group, Hall, Issuing, PauseReason, Rating, Rules, Section, Service, Skills,
    WindowRules,
};
use jiaohao::journal::codec::rules_hash;

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

/// A small hall's rules with every kind of setting in them.
pub fn rules() -> Rules {
    let class = |target_minutes, colour| ClassRules { target_minutes, colour };
    Rules {
        hall: Hall {
            name: "龙山医保服务大厅".into(),
            name_en: "Longshan medical insurance hall".into(),
            complaints: vec!["12345".into()],
            slip_url: String::new(),
        },
        groups: vec![
            Group { prefix: Prefix('A'), first: 1, last: 999, width: 3, exhausted: Exhausted::Wrap },
            Group { prefix: Prefix('B'), first: 1, last: 99, width: 2, exhausted: Exhausted::Stop },
        ],
        sections: vec![Section {
            name: "参保".into(),
            name_en: "Joining".into(),
            services: vec![ServiceId(101)],
        }],
        services: services(),
        windows: windows(),
        staff: vec![Clerk {
            id: StaffId(12),
            shown_as: "012".into(),
            post: "经办".into(),
            skills: Skills::All,
        }],
        classes: ClassTable {
            ordinary: class(30, ClassColour::Plain),
            urgent: class(15, ClassColour::Red),
            green: class(10, ClassColour::Green),
            returning: class(10, ClassColour::Blue),
        },
        discipline: Discipline::AccumulatingPriority,
        green: GreenChannel {
            calls: 3,
            at_most: 1,
            once_waited: minutes(25),
            self_declared: true,
            reasons: vec![GreenReason {
                code: "age".into(), name: "老年人".into(), name_en: "Aged".into()
            }],
        },
        calling: calling(),
        issuing: Issuing {
            double_touch: Duration::from_secs(3),
            per_minute: 12,
            errands: 3,
            print_within: minutes(5),
        },
        rating: Rating {
            ask_at_finish: true,
            within: Duration::from_secs(30),
            reasons: vec!["等候时间长".into(), "服务态度".into()],
        },
        estimate: Estimate {
            call_out: Duration::from_secs(40),
            prior_weight: 5,
            no_show_percent: 8,
            round_minutes: 5,
        },
        pause_reasons: vec![PauseReason { code: "rest".into(), board: "暂停服务".into() }],
        directed_reasons: vec!["复核".into()],
        decline_reasons: vec!["不属本厅".into()],
    }
}

fn services() -> Vec<Service> {
    vec![Service {
        id: ServiceId(101),
        code: "002036001001".into(),
        name: "城乡居民参保登记".into(),
        materials: vec!["身份证".into()],
        limit: "即时办结".into(),
        steps: vec!["受理".into(), "办结".into()],
        standard: "\"一窗\"\\通办".into(),
        name_en: "Resident enrolment".into(),
        group: Prefix('A'),
        class: Class::Ordinary,
        prior: minutes(6),
        quota: Some(200),
        area: "一楼".into(),
    }]
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

fn calling() -> Calling {
    Calling {
        bounce: Duration::from_millis(800),
        undo_within: Duration::from_secs(15),
        start_key: true,
        recalls_before_no_show: 1,
        cool_down: Duration::from_secs(20),
        return_after_calls: 3,
        stale_after: minutes(2),
        repeat_within: minutes(2),
        one_clerk_two_windows: false,
    }
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}
