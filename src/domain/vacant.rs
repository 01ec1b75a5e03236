//! The rules of an office that was told none: no services, no windows, nobody on the staff.

use std::time::Duration;

use super::rules::{
    Calling, ClassColour, ClassRules, ClassTable, Discipline, Estimate, GreenChannel, Hall, Issuing, Rating,
    Rules,
};

/// With no ticket to call, every class may as well have the ordinary target.
const PLAIN: ClassRules = ClassRules { target_minutes: 30, colour: ClassColour::Plain };

impl Rules {
    /// Rules under which nothing can be asked for and nobody can log in.
    #[must_use]
    pub fn none() -> Self {
        Self {
            hall: Hall {
                name: String::new(),
                name_en: String::new(),
                complaints: Vec::new(),
                slip_url: String::new(),
            },
            groups: Vec::new(),
            sections: Vec::new(),
            services: Vec::new(),
            windows: Vec::new(),
            staff: Vec::new(),
            classes: ClassTable { ordinary: PLAIN, urgent: PLAIN, green: PLAIN, returning: PLAIN },
            discipline: Discipline::FirstCome,
            green: GreenChannel {
                calls: 1,
                at_most: 1,
                once_waited: Duration::ZERO,
                self_declared: false,
                reasons: Vec::new(),
            },
            calling: Calling {
                bounce: Duration::ZERO,
                undo_within: Duration::ZERO,
                start_key: true,
                recalls_before_no_show: 0,
                cool_down: Duration::ZERO,
                return_after_calls: 0,
                stale_after: Duration::ZERO,
                repeat_within: Duration::ZERO,
                one_clerk_two_windows: false,
                kept_while_paused: None,
            },
            issuing: Issuing {
                double_touch: Duration::ZERO,
                per_minute: 0,
                errands: 0,
                print_within: Duration::ZERO,
                overrun: None,
            },
            rating: Rating { ask_at_finish: false, within: Duration::ZERO, reasons: Vec::new() },
            estimate: Estimate {
                call_out: Duration::ZERO,
                prior_weight: 1,
                no_show_percent: 0,
                round_minutes: 5,
            },
            pause_reasons: Vec::new(),
            directed_reasons: Vec::new(),
            decline_reasons: Vec::new(),
            cards: None,
            locker: None,
            manual: None,
            incidents: None,
        }
    }
}
