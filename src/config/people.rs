//! Reads the windows and the staff: who may do what, and whether anybody is left out.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::catalogue::Catalogue;
use super::keys::{Keys, Need};
use super::problem::{Problem, Spot};
use super::rules::discipline;
use super::values::{Kind, Text, Whole};
use crate::domain::id::{ServiceId, StaffId, WindowId};
use crate::domain::rules::{Clerk, Skills, WindowRules};

/// Reads every `[[window]]`.
pub(super) fn windows(keys: &Keys<'_>, catalogue: &Catalogue) -> Vec<WindowRules> {
    let tables = keys.tables("window");
    if tables.is_empty() {
        let what = "a hall without windows";
        keys.report(Problem::error(&keys.spot_of_table(), what, "write a `[[window]]` for each window"));
    }
    let mut places = BTreeMap::new();
    let mut windows = Vec::new();
    for table in &tables {
        let number = table.required("number", &Whole(1..=99_u8));
        let window = WindowRules {
            id: WindowId(number.unwrap_or_default()),
            name: table.or("name", &Text, "综合窗口".to_owned()),
            skills: skills(table, catalogue),
            discipline: discipline(table, Need::Optional),
        };
        if number.is_some() && once(table, &mut places, window.id, &format!("window {}", window.id)) {
            windows.push(window);
        }
    }
    windows
}

/// Reads every `[[clerk]]`.
pub(super) fn staff(keys: &Keys<'_>, catalogue: &Catalogue) -> Vec<Clerk> {
    let tables = keys.tables("clerk");
    if tables.is_empty() {
        let what = "nobody is on the staff, so nobody can log in";
        keys.report(Problem::warning(&keys.spot_of_table(), what, "write a `[[clerk]]` for each person"));
    }
    let mut places = BTreeMap::new();
    let mut staff = Vec::new();
    for table in &tables {
        let number = table.required("number", &Whole(1..=9999_u32));
        let id = StaffId(number.unwrap_or_default());
        let clerk = Clerk {
            id,
            shown_as: table.optional("shown-as", &Text).unwrap_or_else(|| format!("{id}号")),
            post: table.or("post", &Text, "综合柜员".to_owned()),
            skills: skills(table, catalogue),
        };
        if number.is_some() && once(table, &mut places, id, &format!("clerk {id}")) {
            staff.push(clerk);
        }
    }
    staff
}

/// Whether this number stands here for the first time; if not, that is a problem with both places.
fn once<N: Ord>(table: &Keys<'_>, places: &mut BTreeMap<N, Spot>, number: N, name: &str) -> bool {
    let spot = table.spot("number");
    let Some(first) = places.insert(number, spot.clone()) else { return true };
    let problem =
        Problem::error(&spot, format!("{name} stands here twice"), "give one of them another number");
    table.report(problem.also(&first, "the first"));
    false
}

/// Reads `services`: `"all"`, or a list of numbers of the catalogue.
fn skills(keys: &Keys<'_>, catalogue: &Catalogue) -> Skills {
    let Some((value, spot)) = keys.value("services", Need::Default) else { return Skills::All };
    let list = match value {
        DeValue::String(word) if word == "all" => return Skills::All,
        DeValue::Array(list) => list,
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Table(_) => {
            keys.mismatch("services", value, spot, "\"all\", or a list of service numbers such as [11, 12]");
            return Skills::All;
        }
    };
    let mut services = Vec::new();
    for item in list.iter() {
        let spot = spot.at(item.span());
        match Whole(1..=999_u16).read(item.get_ref()).map(ServiceId) {
            Some(service) if catalogue.places.contains_key(&service) => services.push(service),
            Some(service) => {
                let what = format!("no service of the catalogue has the number {service}");
                keys.report(Problem::error(&spot, what, "take a number from the catalogue"));
            }
            None => keys.mismatch("services", item.get_ref(), spot, "the number of a service"),
        }
    }
    if services.is_empty() {
        let what = "this serves nothing, so it would never call anybody";
        keys.report(Problem::warning(&spot, what, "write \"all\" or some numbers of the catalogue"));
    }
    Skills::Only(services)
}

/// Complains about services that no window, or no member of staff, could ever serve.
pub(super) fn left_out(keys: &Keys<'_>, catalogue: &Catalogue, windows: &[WindowRules], staff: &[Clerk]) {
    for service in &catalogue.services {
        let Some(spot) = catalogue.places.get(&service.id) else { continue };
        let strands = "every visitor who chooses it would wait in vain, so the terminal shows it greyed";
        if !windows.is_empty() && !windows.iter().any(|window| window.skills.include(service.id)) {
            let what = format!("no window serves {} ({}): {strands}", service.id, service.name);
            keys.report(Problem::warning(spot, what, "add its number to the `services` of a window"));
        } else if !staff.is_empty() && !staff.iter().any(|clerk| clerk.skills.include(service.id)) {
            let what = format!(
                "no clerk may serve {} ({}): its visitors would wait in vain",
                service.id, service.name
            );
            keys.report(Problem::warning(spot, what, "add its number to the `services` of a clerk"));
        }
    }
}
