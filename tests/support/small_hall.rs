//! The rules of a small hall with everything in them, for tests that show, store or print it: two windows,
//! three services in two sections, one clerk.

use std::time::Duration;

use jiaohao::domain::id::{Prefix, ServiceId, StaffId, WindowId};
use jiaohao::domain::rules::{
    Calling, Class, ClassColour, ClassRules, ClassTable, Clerk, Discipline, Estimate, Exhausted,
    GreenChannel, GreenReason, Group, Hall, Issuing, PauseReason, Rating, Rules, Section, Service, Skills,
    WindowRules,
};

/// The rules of the small hall.
pub fn rules() -> Rules {
    let class = |target_minutes, colour| ClassRules { target_minutes, colour };
    Rules {
        hall: Hall {
            name: "医保服务大厅".to_owned(),
            name_en: "Medical Insurance Hall".to_owned(),
            complaints: vec!["12345".to_owned()],
            slip_url: "http://hall/t/".to_owned(),
        },
        groups: vec![group('A'), group('B')],
        sections: vec![section("参保登记", "Enrolment", &[11, 12]), section("费用报销", "Claims", &[21])],
        services: vec![
            service(11, "职工参保登记", "Employee enrolment", &["身份证", "劳动合同"]),
            service(12, "居民参保登记", "Resident enrolment", &["户口簿"]),
            service(21, "手工报销", "Manual claim", &["发票", "费用清单", "身份证"]),
        ],
        windows: vec![window(3, "综合窗口"), window(12, "咨询窗口")],
        staff: vec![Clerk {
            id: StaffId(7),
            shown_as: "7号".to_owned(),
            post: "经办岗".to_owned(),
            skills: Skills::All,
        }],
        classes: ClassTable {
            ordinary: class(30, ClassColour::Plain),
            urgent: class(15, ClassColour::Red),
            green: class(10, ClassColour::Green),
            returning: class(10, ClassColour::Blue),
        },
        discipline: Discipline::AccumulatingPriority,
        green: green(),
        calling: calling(),
        issuing: Issuing {
            double_touch: Duration::from_secs(3),
            per_minute: 20,
            errands: 2,
            print_within: Duration::from_secs(600),
            overrun: None,
        },
        rating: Rating {
            ask_at_finish: true,
            within: Duration::from_secs(30),
            reasons: vec!["等候太久".to_owned()],
        },
        estimate: Estimate {
            call_out: Duration::from_secs(20),
            prior_weight: 10,
            no_show_percent: 8,
            round_minutes: 5,
        },
        pause_reasons: vec![pause("meeting", "临时开会，请稍候"), pause("papers", "整理材料，请稍候")],
        directed_reasons: vec!["老人".to_owned(), "补办".to_owned()],
        cards: None,
        locker: None,
        manual: None,
        incidents: None,
        decline_reasons: vec!["不属本厅".to_owned(), "不符合条件".to_owned()],
    }
}

fn green() -> GreenChannel {
    let reason = |code: &str, name: &str, name_en: &str| GreenReason {
        code: code.to_owned(),
        name: name.to_owned(),
        name_en: name_en.to_owned(),
    };
    GreenChannel {
        calls: 3,
        at_most: 1,
        once_waited: Duration::from_secs(25 * 60),
        self_declared: true,
        reasons: vec![reason("age", "老年人", "Senior"), reason("disability", "残疾人", "Disability")],
    }
}

fn calling() -> Calling {
    Calling {
        bounce: Duration::from_millis(800),
        undo_within: Duration::from_secs(10),
        start_key: true,
        recalls_before_no_show: 2,
        cool_down: Duration::from_secs(10),
        return_after_calls: 3,
        stale_after: Duration::from_secs(60),
        repeat_within: Duration::from_secs(120),
        one_clerk_two_windows: false,
        kept_while_paused: None,
    }
}

fn group(letter: char) -> Group {
    Group { prefix: Prefix(letter), first: 1, last: 999, width: 3, exhausted: Exhausted::Stop }
}

fn section(name: &str, name_en: &str, services: &[u16]) -> Section {
    Section {
        name: name.to_owned(),
        name_en: name_en.to_owned(),
        services: services.iter().copied().map(ServiceId).collect(),
    }
}

fn service(id: u16, name: &str, name_en: &str, materials: &[&str]) -> Service {
    Service {
        id: ServiceId(id),
        code: format!("YB-{id}"),
        name: name.to_owned(),
        materials: materials.iter().map(|material| (*material).to_owned()).collect(),
        limit: "即时".to_owned(),
        steps: Vec::new(),
        standard: String::new(),
        name_en: name_en.to_owned(),
        group: Prefix('A'),
        class: Class::Ordinary,
        prior: Duration::from_secs(600),
        quota: None,
        area: "A区".to_owned(),
    }
}

fn window(id: u8, name: &str) -> WindowRules {
    WindowRules { id: WindowId(id), name: name.to_owned(), skills: Skills::All, discipline: None }
}

fn pause(code: &str, board: &str) -> PauseReason {
    PauseReason { code: code.to_owned(), board: board.to_owned() }
}
