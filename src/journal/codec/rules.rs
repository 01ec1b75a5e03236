//! The stored form of a hall's rules. Their hash is over these bytes, fields in the order of these lists.

use super::{stored_enums, stored_structs};
use crate::domain::card::{AgeGreen, CardLimit, CardRules, LimitPer};
use crate::domain::incident::{IncidentRules, NoticeRules};
use crate::domain::locker::LockerRules;
use crate::domain::manual::ManualRules;
use crate::domain::rules::{
    Calling, Class, ClassColour, ClassRules, ClassTable, Clerk, Discipline, Estimate, Exhausted,
    GreenChannel, GreenReason, Group, Hall, Issuing, PauseReason, Rating, Rules, Section, Service, Skills,
    WindowRules,
};

stored_structs! {
    Rules {
        hall, groups, sections, services, windows, staff, classes, discipline, green, calling, issuing, rating,
        estimate, pause_reasons, directed_reasons, decline_reasons;
        cards, locker, manual, incidents,
    }
    Hall { name, name_en, complaints, slip_url }
    Group { prefix, first, last, width, exhausted }
    Section { name, name_en, services }
    Service {
        id, code, name, materials, limit, steps, standard, name_en, group, class, prior, quota, area,
    }
    WindowRules { id, name, skills, discipline }
    Clerk { id, shown_as, post, skills }
    ClassTable { ordinary, urgent, green, returning }
    ClassRules { target_minutes, colour }
    GreenChannel { calls, at_most, once_waited, self_declared, reasons }
    GreenReason { code, name, name_en }
    Calling {
        bounce, undo_within, start_key, recalls_before_no_show, cool_down, return_after_calls, stale_after,
        repeat_within, one_clerk_two_windows;
        kept_while_paused,
    }
    Issuing { double_touch, per_minute, errands, print_within; overrun }
    Rating { ask_at_finish, within, reasons }
    Estimate { call_out, prior_weight, no_show_percent, round_minutes }
    PauseReason { code, board }
    LockerRules { doors, left_open }
    ManualRules { insurance; write_off_reasons }
    IncidentRules { notices, mains_notice, evacuate, evacuate_en }
    NoticeRules { code, board, text, text_en, holds_issuing }
    CardRules { required, go_on_without_reader, limit, green, wait }
    CardLimit { tickets, per }
    AgeGreen { from_years, reason }
}

stored_enums! {
    Exhausted {
        "stop" => Stop,
        "wrap" => Wrap,
    }

    LimitPer {
        "service" => Service,
        "day" => Day,
    }

    Skills {
        "all" => All,
        "only" => Only(services),
    }

    Class {
        "ordinary" => Ordinary,
        "urgent" => Urgent,
        "green" => Green,
        "returning" => Returning,
    }

    ClassColour {
        "plain" => Plain,
        "red" => Red,
        "blue" => Blue,
        "green" => Green,
    }

    Discipline {
        "accumulating-priority" => AccumulatingPriority,
        "first-come" => FirstCome,
        "strict" => Strict(classes),
        "ratio" => Ratio(turns),
    }
}
